"""The air in Word files: wide where the pages have room, tighter where the words would need more."""

from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from pitstop_docs.look.theme import Templates, Tightest, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Block, Column, KeyFacts, KeyFigure, Row, Table, Text
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.heights import Metric, height_of, read_metrics
from pitstop_docs.writers.docx.spacing import STEPS, find_step, room_on, space
from pitstop_docs.writers.lines import DISPLAY, TEXT
from tests import specimen
from tests.docx_words import W, part

FACES = {"Lora": TEXT, "Titillium Web": DISPLAY, "Titillium Web Light": DISPLAY}
SENTENCE = "Il Comune mette a disposizione un edificio pubblico chiuso e pubblica un avviso. "
WIDTH = 9979  # twips


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    return DocxWriter(Templates((packaged_templates(),)), tmp_path_factory.mktemp("media"))


def write(writer: DocxWriter, *blocks: Block, pages: int = 1) -> bytes:
    document = specimen.document(head=(), body=blocks, foot=(), pages=pages)
    return writer.write(document, Reporter()).data


def text(count: int) -> tuple[Block, ...]:
    return tuple(specimen.para(f"p{n}", SENTENCE * 4) for n in range(count))


def leading(data: bytes) -> int:
    normal = next(
        style
        for style in part(data, "word/styles.xml").iter(W + "style")
        if style.get(W + "styleId") == "Normal"
    )
    spacing = normal.find(f"{W}pPr/{W}spacing")
    assert spacing is not None
    return int(spacing.get(W + "line", ""))


def height(data: bytes) -> float:
    metrics = read_metrics(part(data, "word/styles.xml"), FACES, {})
    return height_of(part(data, "word/document.xml"), metrics, WIDTH)


def test_the_more_words_the_tighter_they_are_set(writer: DocxWriter) -> None:
    lines = [leading(write(writer, *text(count))) for count in (2, 9, 10, 40)]
    theme = load_theme(Templates((packaged_templates(),)))
    widest = round(240 * theme.text.leading / 1.28)
    assert lines[0] == pytest.approx(widest, abs=1)
    assert lines[0] > lines[1] > lines[2] == lines[3]
    assert lines[3] == pytest.approx(240 * theme.word.tightest.leading / 1.28, abs=1)
    assert leading(write(writer, *text(11), pages=2)) == lines[0], "two pages have room for them"


def test_nothing_but_spacing_differs(writer: DocxWriter) -> None:
    wide, tight = (part(write(writer, *text(count)), "word/styles.xml") for count in (1, 40))
    assert etree.tostring(wide) != etree.tostring(tight)
    for root in (wide, tight):
        for element in root.iter(W + "spacing"):
            for side in ("before", "after", "line"):
                element.attrib.pop(W + side, "")
    assert etree.tostring(wide) == etree.tostring(tight)


def test_no_line_of_text_is_set_tighter_than_the_theme_allows(writer: DocxWriter) -> None:
    """Nor is any heading; titles of documents are: each is large, and a line or two."""
    titles = ("Title", "PitStopCover", "PitStopLetterTitle", "PitStopAddressee")
    metrics = read_metrics(part(write(writer, *text(40)), "word/styles.xml"), FACES, {})
    least = load_theme(Templates((packaged_templates(),))).word.tightest.leading
    found = {
        id: metric.leading
        for id, metric in metrics.items()
        if metric.leading is not None and not id.startswith(titles)
    }
    assert {id: leading for id, leading in found.items() if leading < least - 0.06} == {}
    assert found["BodyText"] >= least


@pytest.mark.parametrize(
    ("wide", "tight", "step"),
    [(900, 800, 0), (5000, 4000, STEPS), (1170, 770, STEPS // 2)],
)
def test_the_first_step_that_fits_is_taken(wide: float, tight: float, step: int) -> None:
    assert find_step(lambda n: tight if n else wide, 985.5) == step


def test_a_page_more_is_room_for_more() -> None:
    def tall(step: int) -> float:
        return 1800 - 20 * step

    assert find_step(tall, room_on(1000, 2)) < find_step(tall, room_on(1000, 1))


def test_what_one_page_loses_another_makes_up_for() -> None:
    """No page is counted as full; the third and those after it are counted as fuller than the second."""
    pages = [room_on(1000, count) for count in (1, 2, 3, 4)]
    more = [after - before for before, after in pairwise(pages)]
    assert pages[0] > more[1] > more[0] > 900
    assert more[2] == pytest.approx(more[1])


def test_what_has_a_place_of_its_own_is_not_spaced() -> None:
    styles = etree.fromstring(
        f'<w:styles xmlns:w="{W.strip("{}")}">'
        + "".join(
            f'<w:style w:styleId="{name}"><w:name w:val="{name}"/><w:pPr><w:spacing w:before="100" '
            f'w:after="40" w:line="200" w:lineRule="{rule}"/></w:pPr></w:style>'
            for name, rule in (
                ("Body Text", "auto"), ("PitStop Table End", "exact"), ("footer", "auto"),
                ("Title", "auto"), ("heading 1", "auto"),
            )
        )
        + "</w:styles>"
    )  # fmt: skip
    metric = Metric(0, 1.4, 0, 0, 0, 0, 0, "", 0)
    names = ("Body Text", "PitStop Table End", "footer", "Title", "heading 1")
    space(styles, dict.fromkeys(names, metric), STEPS, Tightest(leading=1.26, space=0.5), {"title"})
    found = [
        tuple(each.get(W + side) for side in ("before", "after", "line"))
        for each in styles.iter(W + "spacing")
    ]
    assert found == [
        ("50", "20", "180"), ("50", "20", "200"), ("100", "40", "200"), ("100", "40", "200"),
        ("50", "20", "200"),
    ]  # fmt: skip


# --- heights -----------------------------------------------------------------------------------


def test_lines_are_counted(writer: DocxWriter) -> None:
    """Five more lines of 10 pt at the theme's leading, four more gaps between paragraphs."""
    heights = [height(write(writer, *text(count), pages=4)) for count in (1, 2, 3)]
    assert heights[2] - heights[1] == pytest.approx(heights[1] - heights[0])
    assert heights[1] - heights[0] == pytest.approx(5 * 10 * 20 * 1.4 + 6 * 20, abs=5)


def test_a_row_is_as_high_as_its_highest_cell(writer: DocxWriter) -> None:
    def rows(first: str, second: str) -> float:
        cells = ((Text(first),), (Text(second),))
        columns = (Column((Text("Uno"),)), Column((Text("Due"),)))
        table = Table(id="t", columns=columns, rows=(Row(id="r", cells=cells),))
        return height(write(writer, table, pages=4))

    both, one = rows(SENTENCE * 3, SENTENCE * 3), rows(SENTENCE * 3, "No")
    assert both == one > rows("No", "No")


def test_columns_stand_beside_each_other(writer: DocxWriter) -> None:
    def facts(count: int) -> float:
        figure = KeyFigure("7", (Text("posti"),), (Text("2021"),))
        return height(write(writer, KeyFacts(id="k", figures=(figure,) * count), pages=4))

    assert facts(3) == facts(2) > facts(0)


def test_a_line_is_as_long_as_the_paragraph_itself_says() -> None:
    """Its own indents stand for those of its style, at either side."""

    def tall(indents: str) -> float:
        body = etree.fromstring(
            f'<w:body xmlns:w="{W.strip("{}")}"><w:p><w:pPr><w:pStyle w:val="a"/>{indents}</w:pPr>'
            f"<w:r><w:t>{SENTENCE * 4}</w:t></w:r></w:p></w:body>"
        )
        metric = Metric(200, 1.0, 90, 0, 0, 6000, 1000, "", 0)
        return height_of(body, {"a": metric}, WIDTH)

    styled = tall("")
    assert tall('<w:ind w:left="5000" w:right="1000"/>') == styled
    assert tall('<w:ind w:left="0"/>') < tall('<w:ind w:right="0"/>') < styled


def test_columns_are_as_far_apart_as_the_theme_says(writer: DocxWriter, tmp_path: Path) -> None:
    theme = (packaged_templates() / "theme.yaml").read_text(encoding="utf-8")
    assert theme.count("gutter: 8 ") == 1
    (tmp_path / "theme.yaml").write_text(theme.replace("gutter: 8 ", "gutter: 60 "), "utf-8")
    wider = DocxWriter(Templates((tmp_path, packaged_templates())), tmp_path)
    figure = KeyFigure("7", (Text(SENTENCE),), (Text("2021"),))
    facts = KeyFacts(id="k", figures=(figure,) * 3)
    near, far = (write(each, facts, pages=4) for each in (writer, wider))
    for data, gutter in ((near, "454"), (far, "3402")):
        columns = part(data, "word/document.xml").iter(W + "cols")
        assert ("3", gutter) in [(c.get(W + "num"), c.get(W + "space")) for c in columns]
    assert height(far) > height(near), "their lines are shorter"


def test_a_cover_does_not_count(writer: DocxWriter, tmp_path: Path) -> None:
    document = specimen.document(head=text(9), body=text(1), foot=(), cover=True, pages=12)
    data = writer.write(document, Reporter()).data
    assert height(data) == pytest.approx(5 * 10 * 20 * 1.4 + 6 * 20, abs=20)


def test_styles_of_strangers_have_a_height_too() -> None:
    """No sizes, no fonts, styles that rest on each other: a letterhead may hold anything."""
    styles = etree.fromstring(
        f'<w:styles xmlns:w="{W.strip("{}")}"><w:style w:type="paragraph" w:styleId="a"><w:basedOn '
        'w:val="b"/></w:style><w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/>'
        '<w:pPr><w:spacing w:before="x" w:line="240" w:lineRule="exact"/></w:pPr></w:style></w:styles>'
    )
    metrics = read_metrics(styles, FACES, {})
    assert (metrics["a"].line, metrics["a"].space) == (240, 0)
    body = etree.fromstring(
        f'<w:body xmlns:w="{W.strip("{}")}"><w:p/><w:tbl><w:tr><w:tc><w:tcPr>'
        '<w:tcW w:w="50%" w:type="pct"/></w:tcPr>'
        '<w:p><w:pPr><w:sectPr><w:cols w:num="x"/></w:sectPr></w:pPr></w:p></w:tc></w:tr></w:tbl></w:body>'
    )
    assert height_of(body, metrics, 0) > 240
