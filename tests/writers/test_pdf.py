"""The PDF as its readers meet it: by eye, by ear, by machine."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, assert_never

import pikepdf
import pypdfium2
import pytest
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Chart,
    Cite,
    Code,
    Column,
    Contents,
    ContentsEntry,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    Image,
    Inline,
    Inlines,
    KeyFacts,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    QrCode,
    Row,
    Section,
    Slot,
    Strong,
    Table,
    Text,
    Timeline,
    TimelineEntry,
)
from pitstop_docs.tree.origin import Origin
from pitstop_docs.tree.walk import blocks_in, walk
from pitstop_docs.writers.pdf import LayoutError, PdfWriter, TextSetting
from pitstop_docs.writers.pdf.notes import lost_notes
from tests import specimen
from tests.pdf_opened import pages_of
from tests.pdf_outline import Drawn, Element, elements, outline, read_tree, untagged, words

GOLDENS = Path(__file__).parent.parent / "goldens" / "pdf"
TEMPLATES = Templates((packaged_templates(),))
A4 = (595.28, 841.89)
MM = 72 / 25.4


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project") / "media"
    folder.mkdir()
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(folder / "specimen.png")
    return folder


@pytest.fixture(scope="module")
def writer(media: Path) -> PdfWriter:
    return PdfWriter(TEMPLATES, media)


@pytest.fixture(scope="module")
def giunta(writer: PdfWriter) -> bytes:
    return written(writer, specimen.document())


@pytest.fixture(scope="module")
def dossier(writer: PdfWriter) -> bytes:
    return written(writer, specimen.dossier())


def written(writer: PdfWriter, document: Document) -> bytes:
    """Return the file, and fail on any problem: a warning of our own stylesheets too."""
    reporter = Reporter()
    data = writer.write(document, reporter).data
    assert reporter.diagnostics == []
    return data


def problems(writer: PdfWriter, document: Document) -> list[tuple[str, str, str]]:
    reporter = Reporter()
    writer.write(document, reporter)
    return [(str(d.location), d.code, d.message) for d in reporter.errors]


def section(id: str, *blocks: Block, area: Any = "wide", title: str = "Titolo") -> Section:
    return Section(id=id, title=specimen.t(title), level=2, blocks=blocks, area=area)


def body_of(*blocks: Block, **changes: Any) -> Document:
    return specimen.document("commissione", pages=4, body=blocks, foot=(), **changes)


def paragraphs(prefix: str, count: int, *content: Any) -> list[Paragraph]:
    return [specimen.para(f"{prefix}-{n}", *(content or (specimen.LOREM,))) for n in range(count)]


def table(id: str, rows: int, *extra: Inline) -> Table:
    columns = (Column(specimen.t("Voce")), Column(specimen.t("Spiegazione"), 2))
    cells = (specimen.t("voce"), (Text(specimen.LOREM), *extra, Text(" fine.")))
    found = tuple(Row(id=f"{id}-{n}", cells=cells) for n in range(rows))
    return Table(id=id, columns=columns, rows=found)


# --- what a Document says, independently of the writer ------------------------------------------


def said(inlines: Inlines) -> str:
    """Return the words of *inlines*, each note after the word that calls it."""
    parts: list[str] = []
    waiting: list[str] = []

    def say(text: str) -> None:
        if waiting and " " in text:
            head, text = text.split(" ", 1)
            parts.append(f"{head} {' '.join(waiting)} ")
            waiting.clear()
        parts.append(text)

    def hear(found: Inlines) -> None:
        for inline in found:
            match inline:
                case Text(text) | Code(text) | Badge(text=text):
                    say(text)
                case Emphasis(content) | Strong(content) | Link(content):
                    hear(content)
                case Note(content):
                    waiting.append(said(content))
                case Cite(number=number):
                    say(str(number))
                case LineBreak():
                    say(" ")
                case Blank() | Slot():
                    pass  # a ruled line
                case _:
                    assert_never(inline)

    hear(inlines)
    return f"{''.join(parts)} {' '.join(waiting)}"


def block_words(block: Block) -> Iterator[str]:
    match block:
        case Section():
            yield from (block.number, said(block.title))
        case Callout():
            yield said(block.title)
        case Paragraph():
            yield said(block.content)
        case DefinitionList():
            yield from (f"{said(item.term)} {said(item.content)}" for item in block.items)
        case KeyFacts():
            yield from (f"{f.value} {said(f.label)} {said(f.note)}" for f in block.figures)
        case Table():
            yield from (block.label, said(block.caption))
            yield from (said(column.title) for column in block.columns)
            yield from (said(cell) for row in block.rows for cell in row.cells)
        case Figure():
            yield from (block.alt, block.label, said(block.caption), said(block.credit))
        case Timeline():
            yield from (f"{entry.when} {said(entry.content)}" for entry in block.entries)
        case QrCode():
            yield from (block.alt, said(block.caption))
        case Contents():
            yield said(block.title)
            yield from (f"{entry.number} {said(entry.title)}" for entry in block.entries)
            for part in block.parts:
                yield f"{part.letter} {said(part.title)} {part.sections} {part.about}"
        case BulletList() | OrderedList() | BlockQuote():
            pass
        case _:
            assert_never(block)


def document_words(document: Document) -> list[str]:
    """Return what *document* says: quotations have their attribution after their blocks."""

    def heard(blocks: tuple[Block, ...]) -> Iterator[str]:
        for block in blocks:
            yield from block_words(block)
            yield from heard(blocks_in(block))
            if isinstance(block, BlockQuote):
                yield said(block.attribution)

    opening = [document.brand, document.kind_label, document.edition_label, document.status_label]
    opening += [document.title, said(document.standfirst)]
    rest = heard((*document.head, *document.body, *document.foot))
    return " ".join([*opening, *rest]).split()


# --- what is heard ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["giunta", "dossier"])
def test_outline_is_the_golden_one(request: pytest.FixtureRequest, accept: bool, name: str) -> None:
    found = outline(request.getfixturevalue(name))
    golden = GOLDENS / f"{name}.txt"
    if accept:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8"), "read the diff, then pytest --accept"


def narrow_columns() -> Document:
    """Long words, so that nearly every line is hyphenated, and hyphens that are in the text."""
    text = "La co-progettazione amministrativa (art. 55/117) responsabilizza i soci 1991–2021. " * 9
    side = section("s", *paragraphs("s", 6, text), area="side")
    return body_of(section("m", *paragraphs("m", 3, text), area="main"), side)


def inline_seams() -> Document:
    link = Link(specimen.t("una scheda"), "https://example.org")
    one, two = Note(specimen.t("prima nota")), Note(specimen.t("seconda nota"))
    content = ("Dove ", Strong(specimen.t("forte")), " ", Emphasis(specimen.t("enfasi")), ", ")
    text = paragraphs("p", 12, *content, link, " e ", link, one, two, ". Poi altro", one, ".")
    items = (specimen.item("i-1", "Punto", one, " fine"), specimen.item("i-2", "Altro"))
    return body_of(section("w", *text, BulletList(id="ul", items=items)))


def notes_in_a_broken_column() -> Document:
    side = section("s", *paragraphs("s", 2), area="side")
    long = table("t", 12)
    rows = tuple(
        replace(row, cells=(row.cells[0], (*row.cells[1], Note(specimen.t(f"nota di cella {n}")))))
        for n, row in enumerate(long.rows)
    )
    return body_of(section("m", replace(long, rows=rows), area="main"), side)


def one_note_called_often() -> Document:
    """Twelve calls of one note over several pages, and between them one of another."""
    often, other = Note(specimen.t("nota spesso detta")), Note(specimen.t("altra nota"))
    texts = paragraphs("s", 30, Text(specimen.LOREM), often)
    texts[1] = specimen.para("s-1", specimen.LOREM, other, often)
    return body_of(section("s", *texts))


def second_column_first() -> Document:
    """Nothing of the first column fits under the table, something of the second does."""
    picture = Figure(id="f", graphic=Image("specimen.png", 600, 400), alt="Un’immagine alta")
    first = section("one", *paragraphs("x", 1), area="main"), section("two", area="side")
    rest = section("m", picture, area="main"), section("s", *paragraphs("s", 3), area="side")
    return body_of(*first, section("t", table("tab", 5)), *rest)


def long_words() -> Document:
    long = "Sovramagnificentissimamente" * 3
    rows = (Row(id="r", cells=(specimen.t(long), specimen.t(long))),)
    columns = (Column(specimen.t(long)), Column(specimen.t(long)))
    return body_of(
        section("m", specimen.para("mp", long), area="main", title=long),
        section("s", specimen.para("sp", long), area="side", title=long),
        section("t", Table(id="tab", columns=columns, rows=rows), title=long),
        title=long, standfirst=specimen.t(long),
    )  # fmt: skip


def many_sections(count: int = 60) -> Document:
    areas = ("main", "side", "wide")
    body = tuple(
        section(
            f"x{n}",
            *paragraphs(f"x{n}", 1, "Poche parole."),
            area=areas[n % 3],
            title=f"Sezione {n}",
        )
        for n in range(count)
    )
    entries = tuple(
        ContentsEntry(str(n), specimen.t(f"Sezione {n}"), f"x{n}") for n in range(count)
    )
    contents = Contents(id="toc", title=specimen.t("Indice"), entries=entries)
    return body_of(*body, head=(contents,), cover=True)


def bare() -> Document:
    return specimen.document(head=(), standfirst=(), body=(), foot=(), status_label="")


HARD: list[Callable[[], Document]] = [
    narrow_columns, inline_seams, notes_in_a_broken_column, one_note_called_often, second_column_first,
    long_words, many_sections, bare,
]  # fmt: skip


@pytest.fixture(
    scope="module",
    params=[specimen.document, specimen.dossier, *HARD],
    ids=lambda make: str(make.__name__),
)
def hard(request: pytest.FixtureRequest, writer: PdfWriter, long: bool) -> tuple[Document, bytes]:
    """Return each of the documents that are hard to lay out, and its file."""
    make = request.param
    document = make(200) if long and make is many_sections else make()
    return document, written(writer, document)


def test_every_word_is_heard_once_and_in_order(hard: tuple[Document, bytes]) -> None:
    document, data = hard
    assert words(data) == document_words(document)
    assert untagged(data) == ""


def test_hyphens_of_line_ends_are_not_heard(writer: PdfWriter) -> None:
    data = written(writer, narrow_columns())
    lines = "\n".join(page.extract_text() for page in pages_of(data))
    assert re.search(r"[a-z]-\n", lines), "the specimen must break words"
    assert {"co-progettazione", "amministrativa", "1991–2021."} <= set(words(data))
    assert not [word for word in words(data) if "\u00ad" in word or word.endswith("-")]


def test_capitals_of_the_look_are_heard_as_they_were_written(giunta: bytes) -> None:
    assert "COSA SI CHIEDE ALLA GIUNTA" in pages_of(giunta)[0].extract_text()
    assert "COSA" not in words(giunta)


def test_header_of_a_long_table_is_seen_on_each_page_and_heard_once(writer: PdfWriter) -> None:
    data = written(writer, body_of(section("w", table("t", 40))))
    pages = [page.extract_text() for page in pages_of(data)]
    assert len(pages) > 2
    assert all("Spiegazione" in page for page in pages)
    assert words(data).count("Spiegazione") == 1


def test_a_note_that_is_called_again_on_a_page_is_printed_once_there(writer: PdfWriter) -> None:
    layout = writer.layout(one_note_called_often(), Reporter())
    data = writer.export(layout, Reporter()).data
    with pypdfium2.PdfDocument(data) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len(pages) > 2
    assert [page.count("nota spesso detta") for page in pages] == [1] * len(pages)
    assert sum(page.count("altra nota") for page in pages) == 1
    assert "1 nota spesso detta" in pages[-1]
    calls: list[Drawn] = []
    notes: list[Element] = []
    for element in elements(read_tree(data)):
        if element.tag == "Reference":
            calls += [kid for kid in element.kids if isinstance(kid, Drawn)]
        elif element.tag == "Note":
            notes.append(element)
    assert len(calls) == 31
    assert len(notes) == len(pages) + 1


def test_each_note_stands_on_the_page_of_its_call(writer: PdfWriter) -> None:
    pages: list[tuple[int, int]] = []

    def first_page(element: Element) -> int:
        return next(kid.page for kid in element.kids if isinstance(kid, Drawn))

    def look(element: Element) -> None:
        for before, kid in zip(element.kids, element.kids[1:], strict=False):
            if isinstance(kid, Element) and kid.tag == "Note" and isinstance(before, Element):
                pages.append((first_page(before), first_page(kid)))
        for kid in element.kids:
            if isinstance(kid, Element):
                look(kid)

    look(read_tree(written(writer, notes_in_a_broken_column())))
    assert len(pages) == 12
    assert len({call for call, _note in pages}) > 1, "the specimen must go over pages"
    assert all(call == note for call, note in pages)


# --- what is seen -------------------------------------------------------------------------------


def test_no_letter_leaves_the_page(hard: tuple[Document, bytes]) -> None:
    _document, data = hard
    for page in pages_of(data):
        for char in page.chars:
            assert char["x0"] > 10 * MM, (page.page_number, char["text"])
            assert char["x1"] < A4[0] - 10 * MM, (page.page_number, char["text"])
            assert char["top"] > 3 * MM, (page.page_number, char["text"])
            assert char["bottom"] < A4[1] - 3 * MM, (page.page_number, char["text"])
            assert char["size"] >= 5.5, "superscripts are the smallest letters"


def test_no_text_is_under_eight_points_but_calls(giunta: bytes) -> None:
    small = {char["text"] for char in pages_of(giunta)[0].chars if char["size"] < 7.99}
    assert small <= set("0123456789,")


def test_foot_stands_at_the_end_of_the_last_page(writer: PdfWriter) -> None:
    layout = writer.layout(specimen.document(), Reporter())
    (foot,) = layout.places["pitstop-foot"]
    (last,) = layout.places["needs-p"]
    bottom = A4[1] - load_theme(TEMPLATES).page.margins.bottom * MM
    assert foot.top + foot.height == pytest.approx(bottom, abs=1)
    assert last.top + last.height < foot.top - 3 * MM, "the text keeps its distance"


def test_room_that_is_left_sets_strips_apart_and_grounds_go_with_their_text(
    writer: PdfWriter,
) -> None:
    layout = writer.layout(specimen.document(), Reporter())
    (request,), (top,) = layout.places["request"], layout.places["pitstop-top"]
    assert request.top - (top.top + top.height) > 8, "room above the box too"
    page = pages_of(written(writer, specimen.document()))[0]
    grounds = [(r["top"], r["bottom"]) for r in page.rects if r["height"] > 40]
    lines = [w for w in page.extract_words() if w["text"] in ("Individuare", "COSA")]
    assert lines
    assert any(all(a < w["top"] and w["bottom"] < b for w in lines) for a, b in grounds)


def test_strips_of_a_page_that_the_next_one_leaves_empty_are_set_apart(writer: PdfWriter) -> None:
    entries = tuple(TimelineEntry(str(year), specimen.t(specimen.LOREM)) for year in range(9))
    line = section("l", Timeline(id="line", entries=entries))
    gaps = {}
    for filler in range(1, 12):
        above = section("a", *paragraphs("a", filler)), section("b", *paragraphs("b", 1))
        layout = writer.layout(body_of(*above, line), Reporter())
        a, b, after = (layout.places[id][-1] for id in ("a", "b", "line"))
        if (b.page, after.page) == (1, 2):
            gaps[filler] = b.top - (a.top + a.height)
            assert b.top + b.height < A4[1] - load_theme(TEMPLATES).page.margins.bottom * MM
    emptiest, fullest = gaps[min(gaps)], gaps[max(gaps)]
    assert fullest + 5 < emptiest, gaps


def test_foot_that_does_not_fit_goes_on_to_a_new_page(writer: PdfWriter) -> None:
    body = (section("w", *paragraphs("w", 14)),)
    layout = writer.layout(specimen.document(body=body), Reporter())
    (foot,) = layout.places["pitstop-foot"]
    assert (foot.page, layout.pages) == (2, 2)


def test_side_stands_beside_main_in_the_first_band(writer: PdfWriter) -> None:
    layout = writer.layout(specimen.document(), Reporter())
    (problem,), (numbers,) = layout.places["problem"], layout.places["numbers"]
    assert problem.top == pytest.approx(numbers.top, abs=1)


def test_every_block_has_its_place(writer: PdfWriter) -> None:
    document = specimen.dossier()
    layout = writer.layout(document, Reporter())
    blocks = walk((*document.head, *document.body, *document.foot))
    assert [block.id for block in blocks if block.id not in layout.places] == []
    assert all(1 <= place.page <= layout.pages for at in layout.places.values() for place in at)


def test_size_and_leading_are_set_for_each_document(writer: PdfWriter) -> None:
    def height(setting: TextSetting | None) -> float:
        layout = writer.layout(specimen.document(), Reporter(), setting)
        return layout.places["problem-p"][0].height

    assert height(TextSetting(10, 1.4)) == height(None)
    assert height(TextSetting(10, 1.5)) == pytest.approx(height(None) * 1.5 / 1.4, rel=0.01)
    assert height(TextSetting(10.5, 1.5)) > height(TextSetting(10, 1.5))


@pytest.mark.parametrize("filler", range(2, 14))
@pytest.mark.parametrize("notes", [(), (Note(specimen.t("Dove sta scritto.")),)], ids=["", "notes"])
def test_no_row_of_a_table_stands_alone(
    writer: PdfWriter, filler: int, notes: tuple[Inline, ...]
) -> None:
    before = paragraphs("before", filler, specimen.LOREM[:60])
    # In what has a cover rows of several lines may.
    body = (section("w", *before, table("t", 9, *notes)),)
    document = replace(specimen.dossier(), cover=False, body=body)
    layout = writer.layout(document, Reporter())
    pages = [layout.places[f"t-{row}"][0].page for row in range(9)]
    assert pages[0] == pages[1]
    assert pages[-2] == pages[-1]
    assert lost_notes(layout.rendered.pages, layout.root) == 0


@pytest.mark.parametrize("filler", range(10, 18))
def test_a_timeline_is_not_parted(writer: PdfWriter, filler: int) -> None:
    entries = tuple(TimelineEntry(str(year), specimen.t(specimen.LOREM)) for year in range(7))
    before = paragraphs("before", filler)
    body = body_of(section("w", *before, Timeline(id="line", entries=entries)))
    assert len(writer.layout(body, Reporter()).places["line"]) == 1


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Breve", ["Breve"]),
        ("Un patto per curare ciò che è di tutti", ["Un patto per curare", "ciò che è di tutti"]),
        ("L’impresa ordina, la cooperativa assume", ["L’impresa ordina,", "la cooperativa assume"]),
    ],
)
def test_lines_of_a_cover_title_are_equally_long(
    writer: PdfWriter, title: str, lines: list[str]
) -> None:
    data = written(writer, specimen.dossier(title=title))
    big = pages_of(data)[0].filter(lambda item: item.get("size", 0) > 20)
    assert big.extract_text().splitlines() == lines


def test_status_stands_on_every_page(dossier: bytes) -> None:
    assert all("BOZZA" in page.extract_text() for page in pages_of(dossier))


def test_reviewed_brief_says_no_status(writer: PdfWriter) -> None:
    data = written(writer, specimen.dossier(status="reviewed", status_label=""))
    assert not any("BOZZA" in page.extract_text() for page in pages_of(data))


def test_margins_say_section_brief_and_page(dossier: bytes) -> None:
    cover, second, *_rest = (page.extract_text() for page in pages_of(dossier))
    count = len(pages_of(dossier))
    assert "edizione per la giunta" not in cover
    assert second.startswith("Il paese che si è fatto cooperativa · 1 Il problema")
    assert f"2 / {count}" in second
    assert "PitStop · Succiso · edizione per la giunta" in second


@pytest.mark.parametrize(
    "page_format", ["{page} / {pages}", "pag. {page}", 'di {pages} la "{page}"']
)
def test_page_numbers_are_written_as_the_document_says(writer: PdfWriter, page_format: str) -> None:
    data = written(writer, specimen.document(page_format=page_format))
    assert page_format.format(page=1, pages=1) in pages_of(data)[0].extract_text()


def test_text_that_looks_like_a_template_or_a_tag_is_text(writer: PdfWriter) -> None:
    text = "{{ 7*7 }} {% include 'x' %} <b>no</b> & </style> \\0041"
    data = written(writer, body_of(section("w", specimen.para("p", text)), running=text))
    assert " ".join(text.split()) in " ".join(words(data))


def test_two_calls_beside_each_other_do_not_make_one_number(writer: PdfWriter) -> None:
    cites = (Cite("a", number=1, target="ref-1"), Cite("b", number=2, target="ref-2"))
    body = (section("w", specimen.para("p", "Detto da due", *cites, ".")),)
    data = written(writer, specimen.document(body=body))
    assert "1,2" in pages_of(data)[0].extract_text()


# --- what machines read -------------------------------------------------------------------------


def objects(data: bytes, type: str) -> list[Any]:
    """Return the keys and values, as text, of all objects of *type*."""
    with pikepdf.open(io.BytesIO(data)) as file:
        found = [o for o in file.objects if isinstance(o, pikepdf.Dictionary | pikepdf.Stream)]
        return [
            {key: str(each[key]) for key in each.keys()}  # noqa: SIM118
            for each in found
            if each.get("/Type") == type
        ]


def test_only_bundled_fonts_embedded_and_subset(giunta: bytes, dossier: bytes) -> None:
    families = {face.family.replace(" ", "") for face in load_theme(TEMPLATES).fonts.faces}
    for data in (giunta, dossier):
        fonts = objects(data, "/FontDescriptor")
        assert fonts
        for font in fonts:
            subset, _, name = font["/FontName"].lstrip("/").partition("+")
            assert re.fullmatch("[A-Z]{6}", subset), font
            assert any(name.replace("-", "").startswith(family) for family in families), font
            assert {"/FontFile2", "/FontFile3"} & set(font), font


def test_letter_that_no_bundled_font_has_is_an_error(writer: PdfWriter) -> None:
    body = section("w", specimen.para("p", "Parola 漢字"))
    found = [(code, message) for _place, code, message in problems(writer, body_of(body))]
    assert {code for code, _message in found} == {"missing-character"}
    assert "漢" in found[0][1] + found[-1][1]


def test_one_packet_says_pdf_a_2a_and_pdf_ua_1(giunta: bytes) -> None:
    assert len(objects(giunta, "/Metadata")) == 1
    with pikepdf.open(io.BytesIO(giunta)) as file:
        packet = file.Root.Metadata.read_bytes()
        metadata = file.open_metadata()
        keys = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
        assert [metadata.get(key) for key in keys] == ["2", "A", "1"]
    assert b"http://www.aiim.org/pdfa/ns/extension/" in packet


def test_properties_come_from_the_document(giunta: bytes) -> None:
    with pikepdf.open(io.BytesIO(giunta)) as file:
        info = {str(key).lstrip("/"): str(value) for key, value in file.docinfo.items()}
        assert str(file.Root.Lang) == "it"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_outline() as bookmarks:
            root = bookmarks.root[0]
            assert root.title == specimen.document().title
            assert [child.title for child in root.children][1:3] == [
                "Il problema", "Che cosa è stato fatto",
            ]  # fmt: skip
    assert info["Title"] == "Il paese che si è fatto cooperativa"
    assert (info["Author"], info["Subject"]) == ("PitStop", "Un esempio di scheda")
    assert info["Keywords"] == "cooperative, aree interne"
    assert info["Creator"] == "PitStop"
    assert info["CreationDate"].startswith("D:20261122000000")


def test_links_lead_where_they_say(giunta: bytes) -> None:
    with pikepdf.open(io.BytesIO(giunta)) as file:
        annotations = [a for page in file.pages for a in page.get("/Annots", [])]
        targets = {str(a.A.URI) if "/A" in a else str(a.Dest) for a in annotations}
        names = [str(name) for name in list(file.Root.Names.Dests.Names)[::2]]
    assert {"https://example.org/a", "https://example.org/succiso", "ref-1"} <= targets
    assert "ref-1" in names


def test_second_writer_writes_the_same_bytes(media: Path, giunta: bytes, tmp_path: Path) -> None:
    templates = tmp_path / "elsewhere" / "templates"
    shutil.copytree(packaged_templates(), templates)
    shutil.copytree(media, tmp_path / "elsewhere" / "media")
    other = PdfWriter(Templates((templates,)), tmp_path / "elsewhere" / "media")
    written(other, specimen.dossier())
    assert written(other, specimen.document()) == giunta


def test_bytes_do_not_depend_on_the_hash_seed(media: Path, dossier: bytes) -> None:
    code = (
        "import hashlib, pathlib, sys; from tests import specimen;"
        "from pitstop_docs.problems.diagnostics import Reporter;"
        "from pitstop_docs.look.theme import Templates, packaged_templates;"
        "from pitstop_docs.writers.pdf import PdfWriter;"
        "w = PdfWriter(Templates((packaged_templates(),)), pathlib.Path(sys.argv[1]));"
        "print(hashlib.sha256(w.write(specimen.dossier(), Reporter()).data).hexdigest())"
    )
    root = Path(__file__).parents[2]
    found = {
        subprocess.run(
            [sys.executable, "-c", code, str(media)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
            cwd=root, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1


# --- what may go wrong --------------------------------------------------------------------------


def picture(name: str) -> Document:
    figure = Figure(
        id="f", graphic=Image(name, 10, 10), alt="Un’immagine",
        origin=Origin("sources/practices/succiso.md", (14, 9)),
    )  # fmt: skip
    return body_of(section("w", figure))


def test_missing_image_is_an_error_at_its_place(writer: PdfWriter) -> None:
    ((place, code, message),) = problems(writer, picture("manca.png"))
    assert (place, code) == ("sources/practices/succiso.md:14:9", "missing-image")
    assert "manca.png" in message


@pytest.mark.parametrize(
    "name", ["../secret.png", "link.png", "/etc/hostname", "sub", "sub/../../secret.png", "..", ""]
)
def test_image_outside_the_media_folder_is_refused(
    writer: PdfWriter, media: Path, name: str
) -> None:
    Picture.new("RGB", (4, 4)).save(media.parent / "secret.png")
    (media / "sub").mkdir(exist_ok=True)
    if not (media / "link.png").is_symlink():
        (media / "link.png").symlink_to(media.parent / "secret.png")
    assert [code for _place, code, _message in problems(writer, picture(name))] == ["missing-image"]


def test_template_that_asks_for_another_address_is_an_error(media: Path, tmp_path: Path) -> None:
    blocks = tmp_path / "html" / "blocks"
    blocks.mkdir(parents=True)
    secret = tmp_path / "secret.png"
    Picture.new("RGB", (4, 4)).save(secret)
    for address in (secret.as_uri(), "http://localhost/x.png", "pitstop:///fonts/../theme.yaml"):
        (blocks / "paragraph.html.j2").write_text(f'<p><img src="{address}" alt="x"></p>')
        writer = PdfWriter(Templates((tmp_path, packaged_templates())), media)
        found = problems(writer, body_of(section("w", specimen.para("p", "Testo"))))
        assert [code for _place, code, _message in found] == ["incomplete-page"], address


def test_words_of_a_chart_are_as_large_as_those_around_it(writer: PdfWriter) -> None:
    chart = Figure(id="f", graphic=Chart(specimen.CHART), alt="Barre")
    body = (
        section("a", specimen.para("a-text", "Testo"), area="main"),
        section("b", specimen.para("b-text", "Testo"), area="side"),
        section("wide", chart),
        section("c", specimen.para("c-text", "Testo"), area="main"),
        section("column", replace(chart, id="g"), area="side"),
    )
    found = [
        (word["text"], round(word["size"], 1))
        for page in pages_of(written(writer, body_of(*body)))
        for word in page.extract_words(extra_attrs=["size"])
    ]
    assert [size for word, size in found if word == "2003"] == [8.6, 8.6]
    assert [size for word, size in found if word == "9"] == [9.0, 9.0]


def data_of_a_chart() -> Table:
    columns = (Column(specimen.t("Anno")), Column(specimen.t("Persone"), align="right"))
    years = ("2003", "2020", "2025")
    rows = tuple(Row(id=f"row-{year}", cells=(specimen.t(year), specimen.t("9"))) for year in years)
    caption = specimen.t("Dati del grafico: persone che lavorano nella cooperativa")
    return Table(id="data", columns=columns, rows=rows, caption=caption)


def test_table_of_few_short_words_is_as_wide_as_these(writer: PdfWriter) -> None:
    pdf = written(writer, body_of(section("w", data_of_a_chart())))
    found = {word["text"]: word for word in pages_of(pdf)[0].extract_words()}
    assert 50 * MM < found["Persone"]["x1"] - found["Anno"]["x0"] < 80 * MM
    assert found["cooperativa"]["top"] == found["Dati"]["top"], "a caption keeps its line"


def test_chart_stays_with_its_data(writer: PdfWriter) -> None:
    chart = Figure(
        id="f", graphic=Chart(specimen.CHART), alt="Barre", caption=specimen.t("Disegno")
    )
    found = set()
    for lines in (3, 9, 11, 13, 15, 17):
        before = [specimen.para(f"p{number}", "Riga") for number in range(lines)]
        document = body_of(section("w", *before, chart, data_of_a_chart()))
        pages = [page.extract_text() for page in pages_of(written(writer, document))]
        (drawn,) = (n for n, page in enumerate(pages) if "Disegno" in page)
        assert all(word in pages[drawn] for word in ("Dati del grafico", "Persone", "2025"))
        found.add(drawn)
    assert found == {0, 1}, "the chart must go over"


def test_chart_that_cannot_be_drawn_is_an_error(writer: PdfWriter) -> None:
    chart = Figure(id="f", graphic=Chart('{"data": {"url": "x.csv"}, "mark": "bar"}'), alt="Barre")
    found = problems(writer, body_of(section("w", chart)))
    assert [code for _place, code, _message in found] == ["chart"]


def test_call_without_a_target_is_an_error(writer: PdfWriter) -> None:
    body = section("w", specimen.para("p", "Detto", Cite("x", number=1, target="nowhere")))
    ((_place, code, message),) = problems(writer, body_of(body))
    assert code == "incomplete-page"
    assert "nowhere" in message


# --- adding a look ------------------------------------------------------------------------------


def test_new_edition_needs_no_stylesheet_but_may_have_one(media: Path, tmp_path: Path) -> None:
    document = specimen.document("assemblea")
    plain = written(PdfWriter(TEMPLATES, media), document)
    (tmp_path / "html" / "css").mkdir(parents=True)
    (tmp_path / "html" / "css" / "assemblea.css").write_text("h1 { color: var(--danger) }")
    styled = written(PdfWriter(Templates((tmp_path, packaged_templates())), media), document)
    assert words(plain) == words(styled)
    colour = load_theme(TEMPLATES).colours.danger
    assert title_colour(styled) == colour != title_colour(plain)


def title_colour(data: bytes) -> str:
    biggest = max(pages_of(data)[0].chars, key=lambda char: float(char["size"]))
    return "#" + "".join(f"{round(255 * c):02X}" for c in biggest["non_stroking_color"])


def test_mistake_in_a_stylesheet_is_a_warning(media: Path, tmp_path: Path) -> None:
    (tmp_path / "html" / "css").mkdir(parents=True)
    (tmp_path / "html" / "css" / "giunta.css").write_text("h1 { colour: red }")
    reporter = Reporter()
    writer = PdfWriter(Templates((tmp_path, packaged_templates())), media)
    writer.write(specimen.document(), reporter)
    assert [(d.code, str(d.severity)) for d in reporter.diagnostics] == [("layout", "warning")]
    assert "colour" in reporter.diagnostics[0].message
    # Of a brief that it is no style of, nothing is said, whatever was written before.
    document = specimen.document()
    other = replace(document, id=replace(document.id, edition="consiglio"))
    writer.write(other, reporter := Reporter())
    assert not reporter.diagnostics


def test_a_mistake_in_what_bands_fall_back_on_is_told_where_they_do(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pitstop_docs.writers import pdf as room

    (tmp_path / "html" / "css").mkdir(parents=True)
    (tmp_path / "html" / "css" / "bands-as-tables.css").write_text("h1 { colour: red }")
    writer = PdfWriter(Templates((tmp_path, packaged_templates())), media)
    told = []
    for stray in (False, True, False):
        monkeypatch.setattr(room, "stray_notes", lambda _pages, stray=stray: stray)
        writer.layout(specimen.document(), reporter := Reporter())
        told.append([problem.code for problem in reporter.diagnostics])
    assert told == [[], ["layout"], []]


def test_a_footnote_that_the_engine_loses_is_found_again(
    writer: PdfWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pitstop_docs.writers import pdf as room

    tightest = TextSetting(writer.text.size_min, writer.text.leading_min)
    lose = iter([1, 2, 0])
    monkeypatch.setattr(room, "lost_notes", lambda pages, root: next(lose))
    assert writer.layout(specimen.dossier(), Reporter(), tightest).pages > 1
    monkeypatch.setattr(room, "lost_notes", lambda pages, root: 2)
    with pytest.raises(LayoutError, match="2 footnotes got lost"):
        writer.layout(specimen.dossier(), Reporter(), tightest)


def test_every_footnote_is_printed(writer: PdfWriter) -> None:
    layout = writer.layout(specimen.dossier(), Reporter())
    pages = layout.rendered.pages
    assert lost_notes(pages, layout.root) == 0
    assert lost_notes(pages[:1], layout.root) > 0  # without the pages that have them
