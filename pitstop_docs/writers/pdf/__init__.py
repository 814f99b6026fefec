"""Document → PDF/A-2a and PDF/UA-1 in one file, laid out by WeasyPrint.

Enters: a :class:`~pitstop_docs.document.Document`. Leaves: bytes that depend on it alone, or, with
:meth:`PdfWriter.layout`, its pages and the place of every block on them, for copyfitting.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pitstop_docs.diagnostics import Diagnostic, Location, Reporter, Severity
from pitstop_docs.document import Document
from pitstop_docs.messages import _
from pitstop_docs.theme import Templates, Theme, load_theme
from pitstop_docs.writers import Output
from pitstop_docs.writers.pdf.fetcher import BASE_URL, ProjectFetcher, heard, report_record
from pitstop_docs.writers.pdf.html import HtmlRenderer, TextSetting, make_environment
from pitstop_docs.writers.pdf.structure import write_tags
from pitstop_docs.writers.pdf.stylesheet import base_sheet, edition_sheet
from pitstop_docs.writers.pdf.tags import TaggedPage, TagTree
from pitstop_docs.writers.pdf.xmp import xmp_packet

_FOOT = "pitstop-foot"
_PX_PER_PT = 96 / 72

__all__ = ["Layout", "PdfWriter", "Place", "TextSetting"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block begins: page from 1, top and height in pt. A block that goes on over further
    pages has one place on each."""

    page: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out document: ``places`` gives those of every block by its id."""

    document: Document
    rendered: weasyprint.Document
    root: Any
    places: Mapping[str, tuple[Place, ...]]

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.rendered.pages)


class LayoutError(Exception):
    """The layout engine failed on one document, in either form of its bands."""


class PdfWriter:
    """Writes briefs; made once per process, since fonts and stylesheets are slow to load."""

    def __init__(self, templates: Templates, media: Path) -> None:
        self._templates = templates
        self._theme: Theme = load_theme(templates)
        self._environment = make_environment(templates)
        self._fetcher = ProjectFetcher(templates, media)
        self._fonts = FontConfiguration()
        self._complaints: list[logging.LogRecord] = []
        self._sheets: dict[tuple[str, str], weasyprint.CSS] = {}
        for kind in self._theme.kinds:
            self._sheet("base", kind)

    def write(self, document: Document, reporter: Reporter) -> Output:
        """Return *document* as PDF; what goes wrong is reported as errors of this brief."""
        try:
            layout = self._best_layout(document, reporter)
        except LayoutError as error:
            reporter.error(
                "layout-failed",
                _("the layout engine cannot set '{source}': {reason}").format(
                    source=document.source, reason=error
                ),
                Location(f"sources/{document.source}"),
                _("make this source simpler, and tell those who look after pitstop"),
            )
            return Output(b"")
        return self.export(layout, reporter)

    def _best_layout(self, document: Document, reporter: Reporter) -> Layout:
        """Return *document* in the theme's setting, or in its tightest where only that keeps the
        page budget."""
        layout = self.layout(document, reporter)
        if layout.pages <= document.pages:
            return layout
        text = self._theme.text
        tight = self.layout(document, reporter, TextSetting(text.size_min, text.leading_min))
        return tight if tight.pages <= document.pages else layout

    def layout(
        self, document: Document, reporter: Reporter, setting: TextSetting | None = None
    ) -> Layout:
        """Return the pages of *document*, its running text set as *setting* (else the theme's)."""
        text = self._theme.text
        setting = setting or TextSetting(text.size, text.leading)
        renderer = HtmlRenderer(self._environment, self._templates, self._theme, document, reporter)
        sheets = [self._sheet(name, document.kind) for name in ("base", document.edition)]
        report = partial(
            report_record,
            images=renderer.images,
            location=renderer.location,
            brief=(document.source, document.edition),
            reporter=reporter,
        )
        for complaint in self._complaints:
            report(complaint)
        with heard(report):
            html = weasyprint.HTML(
                string=renderer.render(setting), base_url=BASE_URL, url_fetcher=self._fetcher
            )
            render = partial(html.render, font_config=self._fonts, pdf_variant="pdf/a-2a")
            try:
                rendered = render(stylesheets=sheets)
                in_order = not _stray_notes(rendered.pages)
            except Exception:  # the engine's grids have bugs that end in assertions
                in_order = False
            if not in_order:
                sheets.append(self._sheet("bands-as-tables", document.kind))
                try:
                    rendered = render(stylesheets=sheets)
                except Exception as error:
                    raise LayoutError(f"{type(error).__name__}: {error}") from error
        if not any(_FOOT in page.anchors for page in rendered.pages[:-1]):
            rendered.pages[-1] = _pin_foot(rendered.pages[-1])
        return Layout(document, rendered, html.etree_element, _places(rendered.pages))

    def export(self, layout: Layout, reporter: Reporter) -> Output:
        """Return *layout* as the bytes of a PDF file."""
        document = layout.document
        location = Location(f"sources/{document.source}")
        brief = (document.source, document.edition)
        pages = [TaggedPage(page) for page in layout.rendered.pages]
        painted = layout.rendered.copy(pages)
        report = partial(
            report_record, images={}, location=location, brief=brief, reporter=reporter
        )
        with heard(report):
            data = painted.write_pdf(
                pdf_variant="pdf/a-2a", finisher=partial(_finish, layout=layout, pages=pages)
            )
        families = {face.family for face in self._theme.fonts.faces}
        for family in sorted({font.family for font in painted.fonts.values()} - families):
            message = _("a character is missing in the bundled fonts: '{family}' was used instead")
            reporter.add(
                Diagnostic(
                    "missing-character",
                    Severity.ERROR,
                    message.format(family=family),
                    location,
                    brief=brief,
                )
            )
        return Output(data, len(pages))

    def _sheet(self, name: str, kind: Literal["practice", "policy"]) -> weasyprint.CSS:
        """Return the stylesheet *name* ("base", an edition), parsed once per process."""
        if (name, kind) not in self._sheets:
            if name == "base":
                css = base_sheet(self._theme, kind, self._templates)
            else:
                css = edition_sheet(name, self._theme, kind, self._templates)
            with heard(self._complaints.append):
                self._sheets[name, kind] = weasyprint.CSS(
                    string=css,
                    font_config=self._fonts,
                    url_fetcher=self._fetcher,
                    base_url=f"{BASE_URL}{name}.css",
                )
        return self._sheets[name, kind]


def _finish(_document: weasyprint.Document, pdf: Any, layout: Layout, pages: list[Any]) -> None:
    """Replace structure tree and metadata with ours, just before the file is written."""
    tree = TagTree(layout.root)
    tree.read(pages)
    write_tags(pdf, tree.root, len(pages))
    producer = f"WeasyPrint {weasyprint.__version__}"
    number = int(pdf.catalog["Metadata"].split()[0])
    packet = pydyf.Stream(
        [xmp_packet(layout.document, producer)], {"Type": "/Metadata", "Subtype": "/XML"}
    )
    packet.number = number
    pdf.objects[number] = packet
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _pin_foot(page: weasyprint.Page) -> weasyprint.Page:
    """Move the foot down to the end of the last page, if all of it stands there.

    It is laid out in the flow, so that it never covers text and goes on to a new page when it is
    long; only then is it moved by what is left of the page above the footnotes.
    """
    box = page._page_box
    foot = next((part for part in box.descendants() if _id(part) == _FOOT), None)
    if foot is None:
        return page
    notes = [part for part in box.children if type(part).__name__ == "FootnoteAreaBox"]
    bottom = min(
        [box.content_box_y() + box.height, *(note.position_y for note in notes)],
    )
    spare = bottom - (foot.position_y + foot.margin_height())
    if spare > 0:
        foot.translate(0, spare)
        return weasyprint.Page(box)
    return page


def _stray_notes(pages: list[weasyprint.Page]) -> bool:
    """Return whether a footnote stands on an earlier page than its call."""
    calls: dict[Any, int] = {}
    bodies: list[tuple[Any, int]] = []
    for number, page in enumerate(pages):
        for area in page._page_box.children:
            if type(area).__name__ == "FootnoteAreaBox":
                notes = {box.element for box in area.descendants() if box.element_tag == "span"}
                bodies.extend((note, number) for note in notes if "note" in note.get("class", ""))
    if not bodies:
        return False
    for number, page in enumerate(pages):
        for box in page._page_box.descendants():
            if box.element_tag == "span::footnote-call":
                calls[box.element] = number
    return any(number < calls.get(note, 0) for note, number in bodies)


def _id(box: Any) -> str | None:
    return None if box.element is None or "::" in box.element_tag else box.element.get("id")


def _places(pages: list[weasyprint.Page]) -> dict[str, tuple[Place, ...]]:
    """Return the places of everything with an id, in pt from the top of its page."""
    found: dict[str, tuple[Place, ...]] = {}
    for number, page in enumerate(pages, start=1):
        for name, anchor in page.anchors.items():
            top, bottom = anchor[1] / _PX_PER_PT, anchor[3] / _PX_PER_PT
            found[name] = (*found.get(name, ()), Place(number, top, bottom - top))
    return found
