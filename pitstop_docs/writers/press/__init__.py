"""A laid-out brief → the file that a press takes: PDF/X-4 or PDF/X-1a:2003, and PDF/A-2b beside it.

Enters: a finished PDF in the theme's colours, laid out with the bleed of a profile. Leaves: the same pages
in inks by the theme's table, with boxes and marks. What has no inks is refused, by name and page."""

from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, ObjectStreamMode

from pitstop_docs.look.profiles import Profile
from pitstop_docs.look.theme import Templates, load_theme
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.press.boxes import (
    EVERY_INK,
    box_of,
    every_ink,
    marks,
    set_boxes,
)
from pitstop_docs.writers.press.colour import PressColours
from pitstop_docs.writers.press.content import RefusedError
from pitstop_docs.writers.press.identity import identify
from pitstop_docs.writers.press.inks import InkTable
from pitstop_docs.writers.press.resources import Resources

FOLDER = "press"  # of templates: profiles of shops, and the ICC profiles that they name
__all__ = ["FOLDER", "Press", "RefusedPageError"]
# What leads somewhere, describes the structure or runs: none of it is for paper.
_NOT_FOR_PAPER = (
    "/Names", "/Outlines", "/PageMode", "/StructTreeRoot", "/MarkInfo", "/AF", "/OpenAction", "/AA",
    "/AcroForm", "/Dests", "/PageLabels", "/ViewerPreferences",
)  # fmt: skip
_PAGE_NOT_FOR_PAPER = ("/Annots", "/StructParents", "/Tabs", "/Group", "/AA")


class RefusedPageError(Exception):
    """A page has what no press is told of: ``what``, on ``page`` (from 1)."""

    def __init__(self, page: int, what: str) -> None:
        super().__init__(f"{page}: {what}")
        self.page, self.what = page, what


@dataclass(frozen=True, slots=True)
class Press:
    """One press: made once per process for a profile and a theme."""

    profile: Profile
    icc: bytes
    colours: PressColours
    table: InkTable

    @classmethod
    def of(cls, profile: Profile, templates: Templates) -> "Press":
        """Return the press of *profile*, for the theme of *templates*."""
        assert profile.intent is not None
        icc = templates.find(f"{FOLDER}/{profile.intent.profile}").read_bytes()
        colours = PressColours(icc, profile.ink_limit)
        return cls(profile, icc, colours, InkTable.of(load_theme(templates), colours))

    def convert(self, data: bytes, document: Document) -> bytes:
        """Return the finished PDF *data* for this press; raises :class:`RefusedPageError`."""
        profile = self.profile
        with pikepdf.open(BytesIO(data)) as pdf:
            for gone in _NOT_FOR_PAPER:
                if gone in pdf.Root:
                    del pdf.Root[gone]
            resources = Resources(
                pdf, self.table, self.colours, profile.ink_limit, profile.small_text
            )
            for number, page in enumerate(pdf.pages, start=1):
                try:
                    self._page(pdf, page, resources)
                except RefusedError as error:
                    raise RefusedPageError(number, error.what) from error
            version = identify(pdf, profile, self.icc, document, data)
            pdf.remove_unreferenced_resources()
            out = BytesIO()
            plain = profile.version == "PDF/X-1a:2003"  # PDF 1.4 knows no object streams
            streams = ObjectStreamMode.disable if plain else ObjectStreamMode.generate
            pdf.save(
                out,
                force_version=version,
                deterministic_id=True,
                object_stream_mode=streams,
            )
            return out.getvalue()

    def _page(self, pdf: pikepdf.Pdf, page: pikepdf.Page, resources: Resources) -> None:
        trim = box_of(page, "/TrimBox")
        painted = resources.converter(page.obj.Resources).convert(page)
        for gone in _PAGE_NOT_FOR_PAPER:
            if gone in page.obj:
                del page.obj[gone]
        page.obj.Resources.ColorSpace = Dictionary({EVERY_INK: every_ink()})
        around = marks(trim, self.profile)
        page.obj.Contents = pdf.make_stream(b"q\n" + painted + b"\nQ\n" + around)
        set_boxes(page, trim, self.profile)
