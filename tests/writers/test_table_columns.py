"""Tables as people fill them: no number is broken, no cell is missing, in PDF and in Word."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Area,
    Block,
    Code,
    Column,
    Definition,
    Document,
    LineBreak,
    Row,
    Section,
    Table,
    Text,
)
from pitstop_docs.tree.origin import Origin
from pitstop_docs.tree.typeset import typeset
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.pdf import PdfWriter
from pitstop_docs.writers.table_columns import Setting, fit_columns, fit_row, width_of
from pitstop_docs.writers.table_lines import count_all, fewest_lines
from tests import specimen
from tests.docx_words import W, part
from tests.pdf_outline import Drawn, Element, read_tree

WIDE: Area = "wide"
MAIN: Area = "main"
TEMPLATES = Templates((packaged_templates(),))
PLACE = Origin("sources/practices/paese.md", (29, 1), (40, 1))
SCHOOL = "Ristrutturazione dell'ex scuola elementare di via Roma"
LONG = "Una spiegazione che va su più righe della cella, con parole di ogni lunghezza"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> PdfWriter:
    return PdfWriter(TEMPLATES, tmp_path_factory.mktemp("media"))


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    return DocxWriter(TEMPLATES, tmp_path_factory.mktemp("media"))


def table(*rows: str, right: range = range(0), header: str = "") -> Table:
    """Return what is written between bars; the columns of *right* are of numbers."""
    cells = [[typeset(cell.strip(), "it") for cell in row.split("|")] for row in rows]
    titles = header.split("|") if header else [f"Voce {n}" for n in range(len(cells[0]))]
    return Table(
        id="t",
        origin=PLACE,
        columns=tuple(
            Column(specimen.t(title.strip()), 1.0, "right" if index in right else "left")
            for index, title in enumerate(titles)
        ),
        rows=tuple(
            Row(id=f"t-{n}", cells=tuple(specimen.t(cell) for cell in row))
            for n, row in enumerate(cells)
        ),
    )


def document(*blocks: Block, area: Area = "wide") -> Document:
    section = Section(id="s", title=specimen.t("Conti"), level=2, blocks=blocks, area=area)
    beside = Section(
        id="b", title=specimen.t("Accanto"), level=2, blocks=(specimen.para("p", "Testo"),),
        area="side" if area == "main" else "wide",
    )  # fmt: skip
    return specimen.document("commissione", pages=4, head=(), body=(section, beside), foot=())


FITTING = {
    "five years and their sum": table(
        f"{SCHOOL} | 1.000.000,00 € | 2.000.000,00 € | 3.000.000,00 € | 4.000.000,00 € | 5.000.000,00 €"
        " | 15.000.000,00 €",
        "Arredi | 100.000,00 € | 20.000,00 € | 30.000,00 € | 40.000,00 € | 50.000,00 € | 240.000,00 €",
        right=range(1, 7),
    ),
    "amounts to the left, their sign first": table(
        f"{SCHOOL} | " + " | ".join(["€ 1.000.000,00"] * 5) + " | € 15.000.000,00"
    ),
    "numbers of every form among texts": table(
        f"2014-2020 | 24 aprile 2017 | {LONG} | {LONG} | 1 200 000 € | 12,5 % | {LONG}",
        f"1991 | 31/12/2024 | {LONG} | {LONG} | 700.000 € | − 3,75 % | {LONG}",
        right=range(4, 6),
    ),
    "so many that letters must be smaller": table(
        "Personale amministrativo | " + " | ".join(f"{n}3.200,50 €" for n in range(11, 19)),
        right=range(1, 9),
    ),
    "long words that give way": table(
        "Internazionalizzazione amministrativa | " + " | ".join(["123.456,78 €"] * 7),
        right=range(1, 8),
        header="Denominazione|" + "|".join(["Cofinanziamento"] * 7),
    ),
}  # fmt: skip


NOTES = "DGR 5 giugno 2020, DM 27 dicembre 2019, avviso della Regione"
CELLS = st.lists(
    st.lists(st.lists(st.floats(1, 9), max_size=12).map(lambda words: [words]), min_size=3, max_size=3),
    min_size=1, max_size=6,
)  # fmt: skip


def test_room_goes_where_it_saves_lines() -> None:
    uneven = table(f"Comune | Sì | {LONG}, {LONG}, {LONG}", f"Uffici | No | {LONG}, {NOTES}")
    (setting, *_) = SETTINGS
    before = [400 / 3] * 3
    name, answer, text = fit_columns(uneven, 400, (setting,), fewest=True).widths
    assert text > before[2] > max(name, answer)
    assert name + answer + text == pytest.approx(400)
    # Where nothing is saved all stays as it was asked for.
    short = table("Comune | Sì | No")
    assert fit_columns(short, 400, (setting,), fewest=True).widths == tuple(before)


@given(CELLS, st.lists(st.floats(0, 20), min_size=3, max_size=3))
def test_columns_that_change_take_fewer_lines_and_none_gives_more_than_it_may(
    rows: list[list[list[list[float]]]], least: list[float]
) -> None:
    shares, gaps = [20.0, 10.0, 30.0], [1.0, 1.0, 0.0]

    def lines(widths: Sequence[float]) -> int:
        return sum(
            max(count_all(c, w - g) for c, w, g in zip(row, widths, gaps, strict=True))
            for row in rows
        )

    found = fewest_lines(rows, shares, gaps, least)
    assert sum(found) == pytest.approx(sum(shares))
    assert all(
        new >= min(old, low) - 1e-6 for new, old, low in zip(found, shares, least, strict=True)
    )
    assert tuple(found) == tuple(shares) or lines(found) < lines(shares)


def is_amount(text: str) -> bool:
    return sum(map(str.isdigit, text)) > 2 and not any(map(str.isalpha, text.replace("aprile", "")))


def cells_of(element: Element) -> Iterator[Element]:
    for kid in element.kids:
        if isinstance(kid, Element):
            if kid.tag in ("TH", "TD"):
                yield kid
            yield from cells_of(kid)


def lines_of(cell: Element) -> list[Drawn]:
    return [kid for kid in cell.kids if isinstance(kid, Drawn)]


@pytest.mark.parametrize("found", FITTING.values(), ids=FITTING)
def test_no_number_is_broken_on_a_page(pdf: PdfWriter, found: Table) -> None:
    reporter = Reporter()
    data = pdf.write(document(found), reporter).data
    assert reporter.diagnostics == []
    checked, ends = 0, 0.0
    for cell in cells_of(read_tree(data)):
        lines = lines_of(cell)
        if is_amount("".join(line.text for line in lines)):
            assert len({round(line.top) for line in lines}) == 1, [line.text for line in lines]
            checked += 1
        ends = max([ends, *(line.right for line in lines)])
    assert checked >= 6
    assert ends < 595.28 - 15 * 72 / 25.4, "and none goes into the margin"


@pytest.mark.parametrize("found", FITTING.values(), ids=FITTING)
def test_cells_of_a_row_do_not_touch(pdf: PdfWriter, found: Table) -> None:
    tree = read_tree(pdf.write(document(found), Reporter()).data)
    cells = [lines_of(cell) for cell in cells_of(tree)]
    count = len(found.columns)
    for start in range(0, len(cells), count):
        row = cells[start : start + count]
        for left, right in pairwise(row):
            assert max(line.right for line in left) + 2 < min(line.left for line in right)


@pytest.mark.parametrize("found", FITTING.values(), ids=FITTING)
def test_each_column_in_word_is_as_wide_as_its_longest_number(
    word: DocxWriter, found: Table
) -> None:
    reporter = Reporter()
    data = word.write(document(found), reporter).data
    assert reporter.diagnostics == []
    body, styles = part(data, "word/document.xml"), part(data, "word/styles.xml")
    sizes = {s.get(W + "styleId"): s.find(f"{W}rPr/{W}sz") for s in styles.iter(W + "style")}
    margin = next(iter(body.iter(W + "tblCellMar")), None)
    margin = next(styles.iter(W + "tblCellMar")) if margin is None else margin
    beside = sum(int(side.get(W + "w", "")) for side in margin)
    checked = 0
    for row in body.iter(W + "tr"):
        for cell in row.iter(W + "tc"):
            text = "".join(t.text or "" for t in cell.iter(W + "t"))
            if not is_amount(text):
                continue
            style = next(cell.iter(W + "pStyle")).get(W + "val")
            size = int(sizes[style].get(W + "val", "")) / 2  # type: ignore[union-attr]
            width = int(next(cell.iter(W + "tcW")).get(W + "w", "")) - beside
            assert drawn_width(text) * size * 20 < width, text
            checked += 1
    assert checked >= 6
    widths = [int(column.get(W + "w", "")) for column in body.iter(W + "gridCol")]
    assert sum(widths) == int(next(body.iter(W + "tblW")).get(W + "w", ""))


def drawn_width(text: str) -> float:
    """Return how wide *text* is in sizes of the font that tables are set in, where it is bold."""
    with TTFont(TEMPLATES.find("fonts/TitilliumWeb-Bold.ttf")) as font:
        names, metrics = font.getBestCmap(), font["hmtx"]
        return float(sum(metrics[names[ord(c)]][0] for c in text) / font["head"].unitsPerEm)


TOO_WIDE = table(
    "Personale | " + " | ".join(f"1.{n}00.000,50 €" for n in range(1, 10)), right=range(1, 10)
)


def test_a_table_whose_numbers_have_no_room_is_named(pdf: PdfWriter, word: DocxWriter) -> None:
    for writer in (pdf, word):
        reporter = Reporter()
        writer.write(document(TOO_WIDE), reporter)
        assert [(d.code, d.location) for d in reporter.diagnostics] == [
            ("wide-table", PLACE.location)
        ]


def test_a_column_of_the_page_has_less_room_than_the_page(pdf: PdfWriter) -> None:
    eight = table("Voce | " + " | ".join(["1.000.000 €"] * 8), right=range(1, 9))
    for name, area in (("page", WIDE), ("column", MAIN)):
        reporter = Reporter()
        pdf.layout(document(eight, area=area), reporter)
        codes = [diagnostic.code for diagnostic in reporter.diagnostics]
        assert codes == (["wide-table"] if name == "column" else []), name


# --- how room is dealt ------------------------------------------------------------------------------

SETTINGS = (Setting(9, (8, 12, 0)), Setting(9, (5, 5, 0)), Setting(8.5, (5, 5, 0)))
AMOUNT = st.integers(0, 10**9).map(lambda n: f"{n:,} €".replace(",", "."))
TEXT = st.text("abcdefghilmnopqrstuvz ", min_size=1, max_size=40)
ROWS = st.integers(1, 9).flatmap(
    lambda count: st.lists(
        st.lists(st.one_of(AMOUNT, TEXT, st.just("")), min_size=count, max_size=count),
        min_size=1, max_size=4,
    )
)  # fmt: skip


@given(rows=ROWS, room=st.floats(50, 600))
def test_numbers_have_room_or_it_is_said_that_they_have_none(
    rows: list[list[str]], room: float
) -> None:
    found = table(*(" | ".join(row) for row in rows))
    columns = fit_columns(found, room, SETTINGS)
    assert sum(columns.widths) <= room + 0.01
    assert all(width > 0 for width in columns.widths)
    setting = SETTINGS[columns.setting]
    for index, width in enumerate(columns.widths):
        for row in found.rows:
            text = "".join(getattr(inline, "text", "") for inline in row.cells[index])
            if text.endswith("€") and not columns.broken:
                assert drawn_width(text) * setting.size <= width


def test_columns_in_which_numbers_have_room_keep_their_shares() -> None:
    found = table(f"{LONG} | 1.200 €", f"{LONG} | 12,5 %")
    columns = fit_columns(found, 400, SETTINGS)
    assert (columns.widths, columns.setting, columns.broken) == ((200, 200), 0, False)


@pytest.mark.parametrize("date", ["2 dicembre 2025", "1° aprile 2017", "novembre 2021"])
def test_dates_have_room_where_their_spaces_hold(date: str) -> None:
    held = date.replace(" ", "\u00a0")
    found = table(" | ".join([f"dal {held}", *[LONG] * 6]))
    columns = fit_columns(found, 400, SETTINGS)
    assert width_of(held) * SETTINGS[columns.setting].size <= columns.widths[0]
    assert not columns.broken


# --- facts side by side -----------------------------------------------------------------------------

ROOM, GAP = 54.0, 1.7  # in sizes of the font, as in the box of a request
FACTS = st.lists(
    st.lists(st.from_regex(r"[A-Za-z0-9]{1,12}", fullmatch=True), min_size=1, max_size=12),
    min_size=1,
    max_size=5,
)


def facts_of(*said: str) -> list[Definition]:
    return [Definition(specimen.t("Voce"), specimen.t(words)) for words in said]


@given(words=FACTS)
def test_facts_fill_their_room_and_a_word_is_whole_where_all_words_can_be(
    words: list[list[str]],
) -> None:
    widths = fit_row(facts_of(*(" ".join(each) for each in words)), ROOM, GAP)
    assert sum(widths) + GAP * (len(widths) - 1) == pytest.approx(ROOM)
    longest = [max(map(width_of, each)) for each in words]
    if sum(longest) + GAP * (len(widths) - 1) <= ROOM:
        for width, word in zip(widths, longest, strict=True):
            assert width >= 0.9 * word - 0.01


def test_short_facts_stand_on_one_line_and_a_long_one_has_the_room() -> None:
    short, long = (
        "Entro sei mesi",
        "Ore dell’ufficio tecnico e del referente; lavori ancora da stimare",
    )
    first, second = fit_row(facts_of(short, long), 30.0, GAP)
    assert first >= 0.9 * width_of(short)
    assert second > first


def test_the_name_of_a_file_is_parted_after_a_hyphen_or_not_at_all() -> None:
    name = "documento-istruttorio-comitato-tecnico.docx"
    act = Definition(specimen.t("Atto"), (Text("Istruttoria"), LineBreak(), Code(name)))
    wide = fit_row([act, *facts_of("Breve")], ROOM, GAP)[0]
    tight = fit_row([act, *facts_of("Una frase lunga " * 6)], 32.0, GAP)[0]
    letter = 0.6 * 8 / 8.5
    assert wide >= letter * len(name)
    assert letter * len("istruttorio-") <= tight < letter * len(name)


# --- empty cells ------------------------------------------------------------------------------------

GAPS = {
    "in the last column": table("Acqua | 10 € | ", "Gas | 20 € | x"),
    "in the first column": table(" | 10 € | y", "Gas | 20 € | x"),
    "in the header": table("Acqua | 10 € | y", header=" | Importo | "),
    "all of the header": table("Acqua | 10 € | y", header=" | | "),
    "all of a row": table("Acqua | 10 € | y", " | | ", "Gas | 20 € | x"),
    "all of the table": table(" | | ", header=" | | "),
    "over pages": table(*["Acqua | | x", " | | "] * 60, header=" | Importo | Note"),
}


@pytest.mark.parametrize("found", GAPS.values(), ids=GAPS)
def test_each_cell_has_its_element(pdf: PdfWriter, word: DocxWriter, found: Table) -> None:
    data = pdf.write(document(found), Reporter()).data
    wanted = len(found.columns)
    rows = list(rows_of(read_tree(data)))
    assert [len(row.kids) for row in rows] == [wanted] * (len(found.rows) + 1)
    tags = [[kid.tag for kid in row.kids if isinstance(kid, Element)] for row in rows]
    assert tags == [["TH"] * wanted] + [["TH", *["TD"] * (wanted - 1)]] * len(found.rows)
    scopes = {kid.scope for row in rows for kid in row.kids if isinstance(kid, Element)}
    assert scopes == {"Column", "Row", ""}
    body = part(word.write(document(found), Reporter()).data, "word/document.xml")
    cells = [
        [len(list(cell.iter(W + "p"))) for cell in row.iter(W + "tc")]
        for row in body.iter(W + "tr")
    ]
    assert cells == [[1] * wanted] * (len(found.rows) + 1)


def rows_of(element: Element) -> Iterator[Element]:
    for kid in element.kids:
        if isinstance(kid, Element):
            if kid.tag == "TR":
                yield kid
            yield from rows_of(kid)
