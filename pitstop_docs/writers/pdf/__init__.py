"""Document → PDF/A-2a and PDF/UA-1 in one file, laid out by WeasyPrint.

Enters: a :class:`~pitstop_docs.tree.document.Document`. Leaves: bytes that depend on it alone, or, with
:meth:`PdfWriter.measure` and :meth:`PdfWriter.layout`, the heights of its blocks and its pages, for
copyfitting.
"""

from pitstop_docs.writers.pdf import engine  # first: it loads WeasyPrint in its own way

# isort: split
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pitstop_docs.look.profiles import ARCHIVE, Profile
from pitstop_docs.look.theme import Templates, TextSize, Theme, load_theme
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document
from pitstop_docs.writers import Written
from pitstop_docs.writers.pdf.bands import bands, turned
from pitstop_docs.writers.pdf.engine.measured_sheets import only_measured
from pitstop_docs.writers.pdf.extents import Extent, Measuring
from pitstop_docs.writers.pdf.fetcher import (
    BASE_URL,
    ProjectFetcher,
    heard,
    report_character,
    report_record,
)
from pitstop_docs.writers.pdf.grid import Grid, grid_of
from pitstop_docs.writers.pdf.heights import Flow, Heights
from pitstop_docs.writers.pdf.html import HtmlRenderer, TextSetting
from pitstop_docs.writers.pdf.notes import lost_notes, stray_notes
from pitstop_docs.writers.pdf.pages import (
    EMPTY,
    FEATHER,
    LEVEL,
    Layout,
    is_wasted,
    lay_down,
)
from pitstop_docs.writers.pdf.slots import Slots
from pitstop_docs.writers.pdf.structure import write_tags
from pitstop_docs.writers.pdf.stylesheet import (
    base_sheet,
    edition_sheet,
    faces,
    parsed,
    press_sheet,
)
from pitstop_docs.writers.pdf.tags import TaggedPage, TagTree
from pitstop_docs.writers.pdf.xmp import xmp_packet

# Added to the leading one after the other until no footnote is lost: no eye sees the difference.
_NUDGES = (0.0, 0.003, -0.003)
_ENDLESS = "endless"  # the stylesheet of a sheet without end

__all__ = [
    "EMPTY",
    "FEATHER",
    "LEVEL",
    "Extent",
    "Grid",
    "Heights",
    "Layout",
    "LayoutError",
    "PdfWriter",
    "TextSetting",
    "is_wasted",
]


class LayoutError(Exception):
    """The layout engine failed on one document, in either form of its bands."""


class PdfWriter:
    """Writes briefs; made once per process, since fonts and stylesheets are slow to load."""

    def __init__(self, templates: Templates, media: Path) -> None:
        engine.change()
        self._templates = templates
        self._theme: Theme = load_theme(templates)
        self.grid = grid_of(self._theme)
        self._slot_face = templates.find(f"fonts/{self._theme.fonts.slot.file}")
        self._environment = templates.environment()
        self._fetcher = ProjectFetcher(templates, media)
        self._fonts = FontConfiguration()
        self._complaints: dict[weasyprint.CSS, tuple[logging.LogRecord, ...]] = {}
        self._sheets: dict[tuple[str, str], weasyprint.CSS] = {}
        self._faces = self._parsed(faces(self._theme), "fonts")
        # What most sources are; the look of others when it is asked for.
        self._sheet("base", "practice")

    def load(self) -> None:
        """Load what most documents need besides: templates, the sheets of editions."""
        for path in self._templates.list("html/blocks/*.j2"):
            self._environment.get_template(f"blocks/{path.name}")
        self._environment.get_template("document.html.j2")
        for name in (_ENDLESS, *(path.stem for path in self._templates.list("editions/*.yaml"))):
            self._sheet(name, "practice")

    def write(self, document: Document, reporter: Reporter) -> Written:
        """Return *document* as PDF in the theme's setting, whatever its pages; raises
        :class:`LayoutError`."""
        return self.export(self.layout(document, reporter), reporter)

    @property
    def text(self) -> TextSize:
        """The bounds of the text setting, in editions that have none of their own."""
        return self._theme.text

    def measure(
        self, document: Document, setting: TextSetting, known: Heights | None = None
    ) -> Mapping[str, Extent]:
        """Return the heights of the blocks of *document* on a sheet without end, of which only those are laid
        out that are not *known*; raises :class:`LayoutError`. What is wrong with them is reported when they
        are laid out."""
        renderer = self._renderer(document, Reporter(), measured=True)
        heights = known or Heights()
        with heard(lambda _record: None):
            html = self._html(renderer.render(setting))
            flow = Flow(html.etree_element, heights)
            if not flow.missing:
                return flow.extents()
            flow.hide()
            sheets = self._sheets_for(document, _ENDLESS)
            with only_measured():
                rendered, plain = self._lay_out(html, document, sheets)
            shares = (1.0, *(share for _name, share in self._theme.text.shares))
            measuring = Measuring(setting.size, setting.leading, shares, html.etree_element)
            flow.take(measuring, rendered.pages)
        extents = flow.extents()
        if not plain or flow.astray:
            heights.forget()  # it was measured in another form of the bands, or would be
            return self.measure(document, setting, heights) if flow.hidden else extents
        return extents

    def layout(
        self,
        document: Document,
        reporter: Reporter,
        setting: TextSetting | None = None,
        profile: Profile = ARCHIVE,
    ) -> Layout:
        """Return the pages of *document* as *profile* asks for, its running text set as *setting* (else
        the theme's); raises :class:`LayoutError`."""
        text = self.text.at_least(document.size_min, document.leading_min)
        setting = setting or TextSetting(text.size, text.leading)
        html, rendered = self._render(document, reporter, setting, profile=profile)
        strips = bands(document.body, turned(setting.turns, self.grid.parting))
        return lay_down(document, setting, rendered, html.etree_element, strips)

    def _render(
        self,
        document: Document,
        reporter: Reporter,
        setting: TextSetting,
        profile: Profile = ARCHIVE,
    ) -> tuple[Any, weasyprint.Document]:
        renderer = self._renderer(document, reporter)
        sheets = self._sheets_for(document)
        if profile.intent is not None:
            sheets.append(self._press_sheet(profile, document.kind))
        report = partial(
            report_record,
            images=renderer.images,
            location=document.location,
            brief=document.id,
            reporter=reporter,
        )
        self._complain([self._faces, *sheets], report)
        with heard(report):
            # In other settings copyfitting has the tightest to fall back on.
            tightest = self.text.at_least(document.size_min, document.leading_min).size_min
            for nudge in _NUDGES if setting.size == tightest else _NUDGES[:1]:
                html = self._html(
                    renderer.render(replace(setting, leading=setting.leading + nudge))
                )
                rendered, plain = self._lay_out(html, document, sheets)
                if not plain:
                    self._complain([self._tables(document)], report)
                lost = lost_notes(rendered.pages, html.etree_element)
                if not lost:
                    return html, rendered
        raise LayoutError(f"{lost} footnotes got lost")

    def _renderer(
        self, document: Document, reporter: Reporter, measured: bool = False
    ) -> HtmlRenderer:
        return HtmlRenderer(
            self._environment, self._templates, self._theme, document, reporter, measured
        )

    def _html(self, text: str) -> Any:
        return weasyprint.HTML(string=text, base_url=BASE_URL, url_fetcher=self._fetcher)

    def _sheets_for(self, document: Document, *more: str) -> list[weasyprint.CSS]:
        addressed = ("addressed",) if document.running_head else ()
        names = ("base", document.id.edition, *addressed, *more)
        return [self._sheet(name, document.kind) for name in names]

    def _lay_out(
        self, html: Any, document: Document, sheets: list[weasyprint.CSS]
    ) -> tuple[weasyprint.Document, bool]:
        """Return the pages of *html*, and whether their bands are grids, as they should be."""
        set_with = partial(html.render, font_config=self._fonts, pdf_variant="pdf/a-2a")
        try:
            rendered = set_with(stylesheets=sheets)
            if not stray_notes(rendered.pages):
                return rendered, True
        except Exception:  # the engine's grids have bugs that end in assertions
            pass
        try:
            return set_with(stylesheets=[*sheets, self._tables(document)]), False
        except Exception as error:
            raise LayoutError(f"{type(error).__name__}: {error}") from error

    def export(self, layout: Layout, reporter: Reporter, profile: Profile = ARCHIVE) -> Written:
        """Return *layout*, which was laid out for *profile*, as the bytes of a PDF file; for a press, in
        the theme's colours still."""
        document = layout.document
        tagged = profile.intent is None  # paper has no tags
        pages = [TaggedPage(page) for page in layout.rendered.pages] if tagged else []
        painted = layout.rendered.copy(pages if tagged else self._sheets_of(layout, profile))
        report = partial(
            report_record,
            images={},
            location=document.location,
            brief=document.id,
            reporter=reporter,
        )
        with heard(report):
            finish = partial(self._finish, layout=layout, pages=pages) if tagged else None
            variant = "pdf/a-2a" if tagged else "pdf/a-2b"
            data = painted.write_pdf(pdf_variant=variant, finisher=finish)
        # A system's font may have what ours lack: the file would look otherwise on another machine.
        families = {face.family for face in self._theme.fonts.faces}
        others = [font for font in painted.fonts.values() if font.family not in families]
        for character in sorted(
            {c for font in others for words in font.to_unicode.values() for c in words}
        ):
            report_character(character, document.location, document.id, reporter)
        return Written(data, len(painted.pages))

    def _sheets_of(self, layout: Layout, profile: Profile) -> list[weasyprint.Page]:
        """Return the pages of *layout* as *profile* has them bound: blank ones before the last make up what
        is missing. A proof says on them too that it is one."""
        *pages, last = layout.rendered.pages
        missing = -layout.pages % profile.multiple
        if not missing:
            return [*pages, last]
        blank = weasyprint.HTML(
            string="<html></html>", base_url=BASE_URL, url_fetcher=self._fetcher
        )
        size = self._parsed(f"@page{{size:{self._theme.page.size};margin:0}}", "blank")
        sheets = [size, self._press_sheet(profile, layout.document.kind)]
        empty = blank.render(stylesheets=sheets, font_config=self._fonts).pages
        return [*pages, *empty * missing, last]

    def _press_sheet(self, profile: Profile, kind: Literal["practice", "policy"]) -> weasyprint.CSS:
        """Return what a page needs on a press of *profile*."""
        key = f"{profile.name} {profile.bleed} {profile.proof}", kind
        if key not in self._sheets:
            css = press_sheet(profile, self._theme, kind, self._templates)
            self._sheets[key] = self._parsed(css, "press")
        return self._sheets[key]

    def _sheet(self, name: str, kind: Literal["practice", "policy"]) -> weasyprint.CSS:
        """Return the stylesheet *name* ("base", an edition)."""
        if (name, kind) not in self._sheets:
            if name == "base":
                css = base_sheet(self._theme, kind, self._templates)
            else:
                css = edition_sheet(name, self._theme, kind, self._templates)
            self._sheets[name, kind] = self._parsed(css, name)
        return self._sheets[name, kind]

    def _parsed(self, css: str, name: str) -> weasyprint.CSS:
        sheet, said = parsed(css, name, font_config=self._fonts, url_fetcher=self._fetcher)
        self._complaints[sheet] = said
        return sheet

    def _tables(self, document: Document) -> weasyprint.CSS:
        return self._sheet("bands-as-tables", document.kind)

    def _complain(
        self, sheets: Sequence[weasyprint.CSS], report: Callable[[logging.LogRecord], None]
    ) -> None:
        """Report what was wrong with *sheets* when they were parsed."""
        for sheet in sheets:
            for complaint in self._complaints[sheet]:
                report(complaint)

    def _finish(
        self, _document: weasyprint.Document, pdf: Any, layout: Layout, pages: list[TaggedPage]
    ) -> None:
        """Replace structure tree and metadata with ours, and make room for slots, just before the file is
        written."""
        slots = Slots(layout.root, pages)
        tree = TagTree(layout.root)
        tree.read(pages)
        write_tags(pdf, tree.root, len(pages))
        slots.place(pdf, self._slot_face)
        producer = f"WeasyPrint {weasyprint.__version__}"
        number = int(pdf.catalog["Metadata"].split()[0])
        packet = pydyf.Stream(
            [xmp_packet(layout.document, producer)], {"Type": "/Metadata", "Subtype": "/XML"}
        )
        packet.number = number
        pdf.objects[number] = packet
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
