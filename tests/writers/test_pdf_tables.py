"""Tables of a PDF where they go on over a page, the rows that are marked, and boxes that stay with what is
above them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pitstop_docs.copyfit.estimate import Estimate
from pitstop_docs.copyfit.units import units_of
from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Block,
    Callout,
    Column,
    Document,
    Inlines,
    Link,
    Note,
    Row,
    Section,
    Table,
)
from pitstop_docs.writers import engine as installed
from pitstop_docs.writers.pdf import PdfWriter, TextSetting
from tests import pdf_pages, specimen
from tests.pdf_opened import pages_of as opened_pages
from tests.pdf_outline import words

CONTINUED = "(segue)"
TIGHTEST = TextSetting(9.8, 1.35)
NAMES = "Strada", "Vantaggio"


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> PdfWriter:
    return PdfWriter(Templates((packaged_templates(),)), tmp_path_factory.mktemp("media"))


def table(rows: int, label: str = "", caption: Inlines = (), marked: int | None = None) -> Table:
    columns = (Column(specimen.t(NAMES[0])), Column(specimen.t(NAMES[1]), 2))
    cells = specimen.t("Nessuna"), specimen.t(specimen.LOREM)
    body = tuple(Row(id=f"r{n}", cells=cells, highlight=n == marked) for n in range(rows))
    return Table(id="t", label=label, caption=caption, columns=columns, rows=body)


def section(id: str, *blocks: Block, title: str = "Le strade") -> Section:
    return Section(id=id, title=specimen.t(title), level=2, blocks=blocks, area="wide")


def brief(*body: Block) -> Document:
    return specimen.document("commissione", pages=4, head=(), body=body, foot=())


def everything(document: Document) -> frozenset[str]:
    return frozenset(unit.key for unit in units_of(document))


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in opened_pages(pdf)]


def written(writer: PdfWriter, document: Document) -> bytes:
    reporter = Reporter()
    data = writer.write(document, reporter).data
    assert reporter.diagnostics == []
    return data


# --- tables that go on ---------------------------------------------------------------------------

SECRET = Note(specimen.t("Nota.")), Link(specimen.t(" qui"), "https://example.org")
TITLES = {
    "its section's": (table(60), "Le strade (segue)"),
    "a caption": (table(60, caption=specimen.t("A confronto")), "A confronto (segue)"),
    "a number": (
        table(60, "Tabella 3", (*specimen.t("A confronto"), *SECRET)),
        "Tabella 3. A confronto qui (segue)",
    ),
}


@pytest.mark.parametrize("name", TITLES)
def test_a_table_that_goes_on_says_its_title_again_and_is_heard_once(
    writer: PdfWriter, name: str
) -> None:
    long, title = TITLES[name]
    pdf = written(writer, brief(section("s", long)))
    first, *others = pages_of(pdf)
    assert len(others) > 1
    assert CONTINUED not in first
    for page in others:
        assert f"{title}\n{' '.join(NAMES)}\n" in page
    heard = words(pdf)
    assert CONTINUED not in heard
    assert [heard.count(name) for name in NAMES] == [1, 1]
    assert heard.count("Nota.") == (name == "a number")
    assert pdf_pages.poor_breaks(pdf, CONTINUED) == []


@pytest.mark.parametrize("short", [False, True], ids=["wide", "as wide as its words"])
def test_columns_are_as_wide_with_the_title_as_without(writer: PdfWriter, short: bool) -> None:
    long = table(60, caption=specimen.t("Un titolo molto più lungo di quanto è larga la tabella"))
    if short:
        rows = (replace(row, cells=(specimen.t("una"), specimen.t("12"))) for row in long.rows)
        long = replace(long, rows=tuple(rows))
    pages = opened_pages(written(writer, brief(section("s", long))))
    found = [{word["text"]: word["x0"] for word in page.extract_words()} for page in pages]
    widths = [lefts[NAMES[1]] - lefts[NAMES[0]] for lefts in found]
    assert len(widths) > 1
    assert max(widths) - min(widths) < 0.01


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: replace(document, continued=""),
        lambda document: replace(document, body=(section("s", table(60), title=""),)),
    ],
    ids=["no word for it", "no title"],
)
def test_a_table_without_a_title_says_none(
    writer: PdfWriter, spoil: Callable[[Document], Document]
) -> None:
    pdf = written(writer, spoil(brief(section("s", table(60)))))
    assert CONTINUED not in "".join(pages_of(pdf))
    assert pdf_pages.poor_breaks(pdf, CONTINUED)


def test_an_engine_that_was_not_proven_repeats_headers_alone(
    writer: PdfWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "PROVEN", {**installed.PROVEN, "weasyprint": "1.0"})
    first, *others = pages_of(written(writer, brief(section("s", table(60)))))
    assert CONTINUED not in "".join([first, *others])
    assert all(" ".join(NAMES) in page for page in others)


def test_what_is_said_again_has_its_height_in_the_estimate(writer: PdfWriter) -> None:
    document = brief(section("s", table(60, "Tabella 3", specimen.t("A confronto"))))
    head = writer.measure(document, TIGHTEST)["t"].head
    layout = writer.layout(document, Reporter(), TIGHTEST)
    places = [layout.places[f"r{n}"][0] for n in range(60)]
    page = next(place for place in places if place.page == 2)
    top = layout.places["t"][1].top
    assert head == pytest.approx(page.top - top, abs=0.5)
    estimate = Estimate(document, writer.measure(document, TIGHTEST), writer.grid)
    assert estimate.plan(everything(document), 4).spare == pytest.approx(layout.spare(4), abs=3)


# --- rows that are marked ------------------------------------------------------------------------


def test_a_marked_row_begins_below_the_others(writer: PdfWriter) -> None:
    pdf = written(writer, brief(section("s", table(3, marked=1))))
    page = opened_pages(pdf)[0]
    found = page.extract_words()
    lefts = [w["x0"] for w in found if w["text"] in ("Le", NAMES[0], "Nessuna")]
    grounds = [r["x0"] for r in page.rects if r["width"] < 12 and r["height"] > 12]
    assert len(lefts) == 5
    assert max(lefts) - min(lefts) < 0.5
    assert min(grounds) == pytest.approx(lefts[0] - 8, abs=0.5), "the mark is outside the text"
    assert words(pdf).count("Nessuna") == 3


# --- boxes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", range(24, 28))
def test_a_risk_does_not_begin_a_page(writer: PdfWriter, rows: int) -> None:
    text = specimen.para("risk-p", specimen.LOREM)
    risk = Callout(id="risk", kind="risk", title=specimen.t("Attenzione"), level=2, blocks=(text,))
    document = brief(section("s", table(rows)), risk)
    layout = writer.layout(document, Reporter(), TIGHTEST)
    (place,) = layout.places["risk"]
    assert place.page == layout.places[f"r{rows - 1}"][0].page
    estimate = Estimate(document, writer.measure(document, TIGHTEST), writer.grid)
    assert estimate.plan(everything(document), 4).spare == pytest.approx(layout.spare(4), abs=3)


def test_inner_pages_say_the_title(writer: PdfWriter) -> None:
    document = brief(section("s", table(60)))
    first, *others = pages_of(written(writer, document))
    assert first.count(document.title) == 1
    assert all(page.startswith(document.title) for page in others)
