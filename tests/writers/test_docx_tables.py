"""Tables of Word files: where pages may cut them, how wide they are, what their cells look like; the
boxes that stay on one page, and the marks of lists."""

import pytest
from lxml import etree

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Badge,
    Block,
    Callout,
    Column,
    Row,
    Table,
    Text,
)
from pitstop_docs.writers.docx import DocxWriter
from tests import specimen
from tests.docx_words import W, part

LONG = "Il Comune mette a disposizione un edificio pubblico chiuso e pubblica un avviso. "


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    return DocxWriter(Templates((packaged_templates(),)), tmp_path_factory.mktemp("media"))


def body(writer: DocxWriter, *blocks: Block) -> etree._Element:
    reporter = Reporter()
    data = writer.write(specimen.document(head=(), body=blocks, foot=()), reporter).data
    assert reporter.diagnostics == []
    return part(data, "word/document.xml")[0]


def table(rows: int, text: str = LONG, id: str = "t") -> Table:
    return Table(
        id=id,
        columns=(Column((Text("Voce"),)), Column((Text("Che cosa"),), 3)),
        rows=tuple(
            Row(id=f"{id}-{n}", cells=((Text(f"Riga {n}"),), (Text(text),))) for n in range(rows)
        ),
    )


def kept(root: etree._Element) -> list[int]:
    """Return the indexes of the rows below the header whose paragraphs all stay with the next."""
    found = []
    for index, row in enumerate(list(root.iter(W + "tr"))[1:]):
        marks = [p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(W + "p")]
        assert len(set(marks)) == 1, "Word looks at all paragraphs of a row"
        if marks[0]:
            found.append(index)
    return found


@pytest.mark.parametrize(
    ("rows", "text", "stay"),
    [
        (1, LONG, []),
        (2, LONG, [0]),
        (5, LONG, [0, 1, 2, 3]),
        (5, LONG * 8, [0, 3]),
        (6, LONG, [0, 4]),
        (12, LONG, [0, 10]),
        (1, LONG * 60, []),
    ],
)
def test_no_row_stands_alone_at_the_end_of_a_page(
    writer: DocxWriter, rows: int, text: str, stay: list[int]
) -> None:
    """Short tables are whole; of others the first two rows and the last two stay together."""
    root = body(writer, table(rows, text))
    assert kept(root) == stay
    for properties in root.iter(W + "pPr"):
        tags = [etree.QName(child).localname for child in properties]
        assert "keepNext" not in tags or tags[:2] == ["pStyle", "keepNext"], "17.3.1.26"


def test_a_table_without_rows_is_written(writer: DocxWriter) -> None:
    assert kept(body(writer, table(0))) == []


def test_short_words_stand_near_each_other(writer: DocxWriter) -> None:
    years = Table(
        id="t",
        columns=(Column((Text("Anno"),)), Column((Text("Soci"),), 1, "right")),
        rows=(Row(id="r", cells=((Text("2021"),), (Text("1.056"),))),),
    )
    root = body(writer, years)
    widths = [int(column.get(W + "w", "")) for column in root.iter(W + "gridCol")]
    whole = next(root.iter(W + "tblW")).get(W + "w")
    assert sum(widths) == int(whole or "") < 2000
    assert all(500 <= width <= 1000 for width in widths), "and each word in one line"


def test_references_are_no_row_heads(writer: DocxWriter) -> None:
    looks, styles = [], []
    for id in ("risks-table", "references-table"):
        root = body(writer, table(2, id=id))
        look = next(root.iter(W + "tblLook"))
        looks.append((look.get(W + "val"), look.get(W + "firstColumn")))
        rows = list(root.iter(W + "tr"))
        styles.append([p[0][0].get(W + "val") for p in rows[1].iter(W + "p")])
    assert looks == [("06A0", "1"), ("0620", "0")]
    assert styles == [["PitStopTableRowHead", "PitStopTableText"], ["PitStopTableText"] * 2]


def test_names_of_rows_are_not_hyphenated(writer: DocxWriter) -> None:
    data = writer.write(specimen.document(), Reporter()).data
    style = next(
        s
        for s in part(data, "word/styles.xml").iter(W + "style")
        if s.get(W + "styleId") == "PitStopTableRowHead"
    )
    assert style.find(f"{W}pPr/{W}suppressAutoHyphens") is not None


def test_answers_are_words_with_one_mark_each_and_nothing_has_a_frame(writer: DocxWriter) -> None:
    """The look of their words marks them, no cell; LibreOffice draws frames without one of their sides."""
    levels = ("yes", "partly", "no", "unknown")
    rows = tuple(
        Row(id=level, cells=((Text("Voce"),), (Badge("answer", level, "risposta"),)))
        for level in levels
    )
    columns = (Column((Text("Condizione"),)), Column((Text("Risposta"),)))
    root = body(writer, Table(id="t", columns=columns, rows=rows))
    cells = [list(row.iter(W + "tc"))[1] for row in list(root.iter(W + "tr"))[1:]]
    assert [cell.find(f"{W}tcPr/{W}shd") for cell in cells] == [None] * 4
    marks = [[mark.get(W + "val") for mark in cell.iter(W + "rStyle")] for cell in cells]
    assert marks == [[f"PitStopAnswer{level.capitalize()}"] for level in levels]
    styles = part(writer.write(specimen.document(), Reporter()).data, "word/styles.xml")
    assert not list(styles.iter(W + "bdr"))
    answers = [
        style
        for style in styles.iter(W + "style")
        if style.get(W + "styleId", "").startswith("PitStopAnswer")
    ]
    assert len(answers) == len(levels)
    assert [each for each in answers if each.find(f"{W}rPr/{W}shd") is not None] == []


def test_a_box_stays_on_one_page(writer: DocxWriter) -> None:
    lines = tuple(specimen.para(f"p{n}", "Testo") for n in range(3))
    box = Callout(id="c", kind="request", title=(Text("Titolo"),), level=2, blocks=lines)
    paragraphs = list(body(writer, box).iter(W + "p"))[-4:]
    marks = [p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs]
    assert marks == [True, True, True, False]
    assert paragraphs[-1].getnext() is None, "the box is the last thing here"


def test_marks_of_lists_are_in_the_font_of_their_words(writer: DocxWriter) -> None:
    """Another font asks for a taller line: the first line of an item would stand apart."""
    data = writer.write(specimen.document(), Reporter()).data
    styles = {
        style.get(W + "styleId"): style for style in part(data, "word/styles.xml").iter(W + "style")
    }

    def font(element: etree._Element | None) -> str:
        fonts = element.find(f"{W}rPr/{W}rFonts") if element is not None else None
        return fonts.get(W + "ascii", "") if fonts is not None else ""

    checked = 0
    for level in part(data, "word/numbering.xml").iter(W + "lvl"):
        tie = level.find(W + "pStyle")
        if tie is not None:
            style = styles[tie.get(W + "val")]
            assert font(level) == (font(style) or font(styles["Normal"])), tie.get(W + "val")
            assert level.find(f"{W}rPr/{W}sz") is None
            checked += 1
    assert checked >= 11
