"""Document → DOCX: the parts of one file, put together.

Enters: a Document, the project's templates and its media folder. Leaves: the bytes of a Word file
with the words of the PDF in the same order, linear and editable; equal documents give equal bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from pitstop_docs.look.theme import Templates, load_theme
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Chart, Document, Figure, Map, Table
from pitstop_docs.tree.walk import walk
from pitstop_docs.writers import Written
from pitstop_docs.writers.charts import draw_png, draw_svg
from pitstop_docs.writers.docx import form, headers, lists, notes
from pitstop_docs.writers.docx.acts import join_signatures
from pitstop_docs.writers.docx.blanks import Blanks
from pitstop_docs.writers.docx.blocks import BlockWriter
from pitstop_docs.writers.docx.contents import ContentsWriter
from pitstop_docs.writers.docx.controls import Controls
from pitstop_docs.writers.docx.documents import DocumentWriter
from pitstop_docs.writers.docx.fields import Bookmarks
from pitstop_docs.writers.docx.flow import Flow
from pitstop_docs.writers.docx.fonts import FontTable, join_fonts, take_fonts
from pitstop_docs.writers.docx.heights import height_of, heights_in
from pitstop_docs.writers.docx.inlines import InlineWriter
from pitstop_docs.writers.docx.letterheads import Letterhead, LetterheadWriter
from pitstop_docs.writers.docx.letterheads.repeats import without_repeats
from pitstop_docs.writers.docx.lists import Lists
from pitstop_docs.writers.docx.look import Kind, Look
from pitstop_docs.writers.docx.looks import Looks
from pitstop_docs.writers.docx.markup import add, root, serialise
from pitstop_docs.writers.docx.notes import Notes
from pitstop_docs.writers.docx.package import DOCUMENT, Package
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.docx.pictures import Drawn, Pictures
from pitstop_docs.writers.docx.properties import add_properties
from pitstop_docs.writers.docx.reference import open_reference
from pitstop_docs.writers.docx.room import Room
from pitstop_docs.writers.docx.spacing import STEPS, find_step
from pitstop_docs.writers.docx.styles import REFERENCE_LOCATION, Styles
from pitstop_docs.writers.maps import WORD_MAP, draw_map

_STYLES = "/word/styles.xml"
_CHARTS = 8  # that are kept, drawn
NO_NUMBERS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Draft:
    """A Word file of which all is written but the pages in its ``contents``: its ``package``, with the
    ``main`` part to be put in, and the ``styles`` in which that fits its pages."""

    package: Package
    main: etree._Element
    contents: Sequence[ContentsWriter]
    styles: Callable[[], bytes]

    def data(self, numbers: Mapping[str, int] = NO_NUMBERS) -> bytes:
        """Return the file, whose contents show *numbers*, the pages of blocks by their ids."""
        for each in self.contents:
            each.number(numbers)
        for name, data in ((DOCUMENT, serialise(self.main)), (_STYLES, self.styles())):
            self.package.add(replace(self.package.parts[name], data=data))
        return self.package.save()


class DocxWriter:
    """Writes Word files in the styles of the reference document, opened once.

    *embed* says whether they carry their fonts.
    """

    def __init__(self, templates: Templates, media: Path, *, embed: bool = True) -> None:
        self._theme = load_theme(templates)
        opened = open_reference(templates)
        self._reference, self._outdated = opened.package, opened.outdated
        self._media = media
        self._looks = Looks(self._reference, self._theme, embed)
        self._drawn: dict[tuple[Chart, int, Kind, str], Drawn] = {}
        self._embed = embed
        self._fonts = take_fonts(self._reference, embed)
        self._joined: dict[str, FontTable] = {}
        self._font_dir = templates.find(f"fonts/{self._theme.fonts.faces[0].file}").parent

    @property
    def plain_look(self) -> Look:
        """The look in which the reference itself stands: what letterheads are completed with."""
        return self._looks.plain

    def write(
        self,
        document: Document,
        reporter: Reporter,
        numbers: Mapping[str, int] = NO_NUMBERS,
        letterhead: Letterhead | None = None,
    ) -> Written:
        """Return *document* as a Word file, on *letterhead* if there is one.

        Word alone knows its pages, so ``pages`` is None. *numbers* are the pages on which blocks were
        found, by block id: the contents show them.
        """
        return Written(self.draft(document, reporter, letterhead).data(numbers))

    def draft(
        self, document: Document, reporter: Reporter, letterhead: Letterhead | None = None
    ) -> Draft:
        """Return *document* as :meth:`write` does, before its contents have any numbers."""
        if self._outdated:
            reporter.report("old-reference", REFERENCE_LOCATION)
        if letterhead is not None:
            document = without_repeats(document, letterhead)
        look = self._looks.of(document, letterhead)
        package = _begin_package(look)
        self._fonts_of(letterhead).put(package)
        main = root("document")
        body = add(main, "body")
        writer, footnotes = self._begin(body, document, look, package, reporter)
        flow, blocks = writer.flow, writer.blocks
        inlines = flow.inlines
        writer.write_document(document)
        form.add_form(body, document.blanks, inlines.styles, inlines.blanks)
        if document.id.kind == "act":
            heights = heights_in(body, self._looks.metrics(look), look.page.text_width)
            point = inlines.styles.paragraph("PitStop Point") or ""
            join_signatures(body, point, heights, look.page.text_height)
        flow.controls.insert(inlines.bookmarks.insert())
        flow.sections.append((add(body, "sectPr"), 1))
        if letterhead is None:
            pictures = blocks.pictures.in_header(package.related(headers.PART))
            headers.fill_sections(
                flow.sections, package, document, look, inlines.styles, pictures, inlines.blanks
            )
        else:
            around = LetterheadWriter(letterhead, package, document, look, inlines.styles)
            main = around.lay_out(body, flow.sections)
        for kind, name, element in (
            (PartKind.FOOTNOTES, notes.PART, footnotes.root),
            (PartKind.NUMBERING, lists.PART, blocks.lists.root),
        ):
            package.attach(DOCUMENT, kind, name, serialise(element))
        package.relationships[notes.PART] = footnotes.relationships
        package.attach("/", PartKind.DOCUMENT, DOCUMENT, b"")
        add_properties(package, document, look.language)
        styles = partial(self._spaced, document, letterhead, (main, footnotes.root))
        return Draft(package, main, blocks.contents, styles)

    def room(self, document: Document, letterhead: Letterhead | None = None) -> Room:
        """Return what tells how much room the pages of *document* leave, set as tight as can be, on
        *letterhead* if there is one."""
        if letterhead is not None:
            document = without_repeats(document, letterhead)
        look, body = self._looks.of(document, letterhead, STEPS), add(root("document"), "body")
        writer, footnotes = self._begin(body, document, look, Package(), Reporter())
        whole = self._looks.height(document, letterhead)
        return Room(document, writer, footnotes, self._looks.metrics(look), whole)

    def _begin(
        self,
        body: etree._Element,
        document: Document,
        look: Look,
        package: Package,
        reporter: Reporter,
    ) -> tuple[DocumentWriter, Notes]:
        """Return what writes *document* into *body*, and its footnotes."""
        styles = Styles(look.ids, reporter)
        controls = Controls(document.id.source)
        blanks = Blanks(styles, controls, look.language)
        bookmarks = Bookmarks(reporter, _labels(document))
        footnotes, relationships = Notes(styles), package.related(DOCUMENT)
        blocks = BlockWriter(
            flow=Flow(
                body=body,
                inlines=InlineWriter(styles, relationships, bookmarks, reporter, footnotes, blanks),
                look=look,
                controls=controls,
            ),
            lists=Lists(look.numbering, look.list_numbers, styles, reporter),
            pictures=self._pictures(document, look, package, reporter),
        )
        return DocumentWriter(blocks), footnotes

    def _spaced(
        self,
        document: Document,
        letterhead: Letterhead | None,
        stories: tuple[etree._Element, ...],
    ) -> bytes:
        """Return the styles in which *stories*, the text and its notes, fit the document's pages; an act
        has as many as it takes."""

        def height(step: int) -> float:
            look = self._looks.of(document, letterhead, step)
            metrics = self._looks.metrics(look)
            return sum(height_of(story, metrics, look.page.text_width) for story in stories)

        look = self._looks.of(document, letterhead)
        if document.id.kind == "act":
            return look.styles
        step = find_step(height, self._looks.height(document, letterhead))
        return self._looks.of(document, letterhead, step).styles

    def _fonts_of(self, letterhead: Letterhead | None) -> FontTable:
        if letterhead is None:
            return self._fonts
        if letterhead.id not in self._joined:
            theirs = take_fonts(letterhead.package, self._embed)
            self._joined[letterhead.id] = join_fonts(theirs, self._fonts)
        return self._joined[letterhead.id]

    def _pictures(
        self, document: Document, look: Look, package: Package, reporter: Reporter
    ) -> Pictures:
        return Pictures(
            package=package,
            relationships=package.related(DOCUMENT),
            media=self._media,
            ink=look.colours["dk2"],
            draw_chart=partial(self._draw, kind=document.kind, language=document.language),
            draw_map=partial(self._draw_map, kind=document.kind),
            reporter=reporter,
        )

    def _draw(self, chart: Chart, width: int, kind: Kind, language: str) -> Drawn:
        key = chart, width, kind, language
        if key not in self._drawn:  # once for the room that it takes, and once for the file
            svg = draw_svg(chart, self._theme, kind, self._font_dir, language, width)
            self._drawn = {key: self._as_drawn(svg), **dict(list(self._drawn.items())[:_CHARTS])}
        return self._drawn[key]

    def _draw_map(self, map: Map, kind: Kind) -> Drawn:
        return self._as_drawn(draw_map(map, self._theme, kind, WORD_MAP))

    def _as_drawn(self, svg: str) -> Drawn:
        return Drawn(svg, draw_png(svg, self._theme.colours.paper, self._font_dir))


def _labels(document: Document) -> dict[str, str]:
    """Return the labels of tables and figures by block id."""
    blocks = walk((*document.head, *document.body, *document.foot))
    return {b.id: b.label for b in blocks if isinstance(b, Table | Figure) and b.label}


def _begin_package(look: Look) -> Package:
    """Return a package that holds what does not depend on the document's words."""
    package = Package()
    for kind, name, data in (
        (PartKind.STYLES, _STYLES, look.styles),
        (PartKind.SETTINGS, "/word/settings.xml", look.settings),
        (PartKind.THEME, "/word/theme/theme1.xml", look.theme),
    ):
        if data is not None:
            package.attach(DOCUMENT, kind, name, data, shared=True)
    return package
