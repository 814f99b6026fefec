"""Document → DOCX: the parts of one file, put together.

Enters: a Document, the project's templates and its media folder. Leaves: the bytes of a Word file
with the words of the PDF in the same order, linear and editable; equal documents give equal bytes.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from pitstop_docs.look.theme import Templates, load_theme
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Chart, Document, Figure, Table
from pitstop_docs.tree.walk import walk
from pitstop_docs.writers import Written
from pitstop_docs.writers.charts import draw_png, draw_svg
from pitstop_docs.writers.docx import form, headers, lists, notes
from pitstop_docs.writers.docx.blanks import Blanks
from pitstop_docs.writers.docx.blocks import BlockWriter
from pitstop_docs.writers.docx.controls import Controls
from pitstop_docs.writers.docx.fields import Bookmarks
from pitstop_docs.writers.docx.fonts import FontTable, join_fonts, take_fonts
from pitstop_docs.writers.docx.heights import Metric, height_of, read_metrics
from pitstop_docs.writers.docx.inlines import InlineWriter
from pitstop_docs.writers.docx.letterheads import Letterhead, LetterheadWriter, look_on
from pitstop_docs.writers.docx.letterheads.repeats import without_repeats
from pitstop_docs.writers.docx.lists import Lists
from pitstop_docs.writers.docx.look import (
    REFERENCE_KIND,
    Kind,
    Look,
    has_numbers,
    make_look,
    with_numbers,
    with_spacing,
)
from pitstop_docs.writers.docx.markup import add, parse, root, serialise
from pitstop_docs.writers.docx.notes import Notes
from pitstop_docs.writers.docx.package import DOCUMENT, Package
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.docx.pictures import DrawnChart, Pictures
from pitstop_docs.writers.docx.properties import add_properties
from pitstop_docs.writers.docx.reference import open_reference
from pitstop_docs.writers.docx.settings import embed_nothing
from pitstop_docs.writers.docx.spacing import find_step, spacing_at
from pitstop_docs.writers.docx.styles import REFERENCE_LOCATION, Styles

_STYLES = "/word/styles.xml"


class DocxWriter:
    """Writes Word files in the styles of the reference document, opened once.

    *embed* says whether they carry their fonts.
    """

    def __init__(self, templates: Templates, media: Path, *, embed: bool = True) -> None:
        self._theme = load_theme(templates)
        opened = open_reference(templates)
        self._reference, self._outdated = opened.package, opened.outdated
        self._media = media
        self._looks: dict[tuple[str, str, bool, str, bool, str, int], Look] = {}
        self._wide: dict[tuple[str, str, bool, str], Look] = {}
        self._metrics: dict[bytes, dict[str, Metric]] = {}
        self._embed = embed
        self._fonts = take_fonts(self._reference, embed)
        self._joined: dict[str, FontTable] = {}
        self._font_dir = templates.find(f"fonts/{self._theme.fonts.faces[0].file}").parent

    @property
    def plain_look(self) -> Look:
        """The look in which the reference itself stands: what letterheads are completed with."""
        return self._plain(REFERENCE_KIND, "it", cover=False)

    def write(
        self,
        document: Document,
        reporter: Reporter,
        numbers: Mapping[str, int] = MappingProxyType({}),
        letterhead: Letterhead | None = None,
    ) -> Written:
        """Return *document* as a Word file, on *letterhead* if there is one.

        Word alone knows its pages, so ``pages`` is None. *numbers* are the pages on which blocks were
        found, by block id: the contents show them.
        """
        if self._outdated:
            reporter.report("old-reference", REFERENCE_LOCATION)
        if letterhead is not None:
            document = without_repeats(document, letterhead)
        look = self._look(document, letterhead)
        styles = Styles(look.ids, reporter)
        package = _begin_package(look)
        self._fonts_of(letterhead).put(package)
        relationships = package.related(DOCUMENT)
        bookmarks = Bookmarks(reporter, _labels(document))
        footnotes = Notes(styles)
        controls = Controls(document.id.source)
        blanks = Blanks(styles, controls, look.language)
        numbering = Lists(look.numbering, look.list_numbers, styles, reporter)
        main = root("document")
        body = add(main, "body")
        blocks = BlockWriter(
            body=body,
            inlines=InlineWriter(styles, relationships, bookmarks, reporter, footnotes, blanks),
            lists=numbering,
            pictures=self._pictures(document, look, package, reporter),
            look=look,
            controls=controls,
            numbers=numbers,
        )
        blocks.write_document(document)
        form.add_form(body, document.blanks, styles, blanks)
        controls.insert(bookmarks.insert())
        blocks.sections.append((add(body, "sectPr"), 1))
        if letterhead is None:
            pictures = blocks.pictures.in_header(package.related(headers.PART))
            headers.fill_sections(
                blocks.sections, package, document, look, styles, pictures, blanks
            )
        else:
            around = LetterheadWriter(letterhead, package, document, look, styles)
            main = around.lay_out(body, blocks.sections)
        for kind, name, element in (
            (PartKind.FOOTNOTES, notes.PART, footnotes.root),
            (PartKind.NUMBERING, lists.PART, numbering.root),
        ):
            package.attach(DOCUMENT, kind, name, serialise(element))
        package.relationships[notes.PART] = footnotes.relationships
        package.attach("/", PartKind.DOCUMENT, DOCUMENT, serialise(main))
        spaced = self._spaced(document, letterhead, (main, footnotes.root))
        package.add(replace(package.parts[_STYLES], data=spaced))
        add_properties(package, document, look.language)
        return Written(package.save())

    def _look(self, document: Document, letterhead: Letterhead | None, step: int = 0) -> Look:
        counted = has_numbers(document)
        sheet = letterhead.id if letterhead else ""
        genre = document.id.kind
        key = document.kind, document.language, document.cover, genre, counted, sheet, step
        if key not in self._looks:
            cover = document.cover and (letterhead is None or letterhead.has_cover)
            look = self._plain(document.kind, document.language, cover=cover, genre=genre)
            if step:
                look = with_spacing(look, spacing_at(step, self._theme.word.tightest))
            if not self._embed:
                look = replace(look, settings=embed_nothing(look.settings))
            look = look if letterhead is None else look_on(letterhead, look)
            self._looks[key] = with_numbers(look) if counted else look
        return self._looks[key]

    def _plain(self, kind: Kind, language: str, *, cover: bool, genre: str = "brief") -> Look:
        key = kind, language, cover, genre
        if key not in self._wide:
            self._wide[key] = make_look(
                self._reference, self._theme, kind, language, cover=cover, genre=genre
            )
        return self._wide[key]

    def _spaced(
        self,
        document: Document,
        letterhead: Letterhead | None,
        stories: tuple[etree._Element, ...],
    ) -> bytes:
        """Return the styles in which *stories*, the text and its notes, fit the document's pages; an act
        has as many as it takes."""
        if document.id.kind == "act":
            return self._look(document, letterhead).styles

        def height(step: int) -> float:
            look = self._look(document, letterhead, step)
            if look.styles not in self._metrics:
                text_font = self._theme.fonts.text
                self._metrics[look.styles] = read_metrics(parse(look.styles), text_font)
            metrics = self._metrics[look.styles]
            return sum(height_of(story, metrics, look.page.text_width) for story in stories)

        look = self._look(document, letterhead)
        pages = document.pages - 1 if document.cover else document.pages
        step = find_step(height, look.page.text_height, max(pages, 1))
        return self._look(document, letterhead, step).styles

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
            text_width=look.page.text_width,
            ink=look.colours["dk2"],
            draw_chart=partial(self._draw, kind=document.kind, language=document.language),
            reporter=reporter,
        )

    def _draw(self, chart: Chart, kind: Kind, language: str) -> DrawnChart:
        svg = draw_svg(chart, self._theme, kind, self._font_dir, language)
        return DrawnChart(svg, draw_png(svg, self._theme.colours.paper, self._font_dir))


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
