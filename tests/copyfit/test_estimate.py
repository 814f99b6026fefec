"""What an estimate says is left, beside what the layout engine leaves."""

from dataclasses import replace

import pytest

from pitstop_docs.copyfit.cutting import keep
from pitstop_docs.copyfit.estimate import Estimate
from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Area,
    Block,
    Callout,
    Definition,
    DefinitionList,
    Document,
    Figure,
    Map,
    Note,
    Paragraph,
    Section,
    Text,
)
from pitstop_docs.writers.pdf import PdfWriter, TextSetting
from tests import specimen

TIGHTEST = TextSetting(9.8, 1.35)
LINE = 9.8 * 1.35


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> PdfWriter:
    return PdfWriter(Templates((packaged_templates(),)), tmp_path_factory.mktemp("media"))


def section(id: str, area: Area, times: int) -> Section:
    text = Paragraph(id=f"{id}-text", rank=1, content=(Text(" ".join([specimen.LOREM] * times)),))
    return Section(id=id, title=(Text(id),), level=2, area=area, blocks=(text,))


def brief(*body: Block, foot: tuple[Block, ...] = (), pages: int = 1) -> Document:
    return specimen.document(head=(), body=body, foot=foot, pages=pages)


def spares(engine: PdfWriter, document: Document, *gone: str) -> tuple[float, float]:
    """Return what is left of the pages of *document* without the sections *gone*, estimated and laid
    out."""
    kept = frozenset(f"{b.id}-text" for b in document.body if b.id not in gone)
    kept |= {block.id for block in document.foot}
    estimate = Estimate(document, engine.measure(document, TIGHTEST), engine.grid)
    layout = engine.layout(keep(document, kept), Reporter(), TIGHTEST)
    return estimate.plan(kept, document.pages).spare, layout.spare(document.pages)


FIRST = section("a", "main", 3), section("b", "side", 2)
LATER = section("c", "wide", 1), section("d", "main", 4), section("e", "side", 4)


@pytest.mark.parametrize(
    ("body", "gone"),
    [(FIRST, "a"), (FIRST, "b"), ((*FIRST, *LATER), "d"), ((*FIRST, *LATER), "e")],
    ids=["main", "side", "later main", "later side"],
)
def test_a_column_that_loses_its_neighbour_is_as_wide_as_the_page(
    engine: PdfWriter, body: tuple[Block, ...], gone: str
) -> None:
    estimated, left = spares(engine, brief(*body, pages=2), gone)
    assert estimated == pytest.approx(left, abs=3 * LINE)


def test_the_foot_stands_below_a_gap(engine: PdfWriter) -> None:
    foot = Paragraph(id="contact", content=(Text("Scriveteci."),), style="small")
    for body in (FIRST, (*FIRST, *LATER)):
        for pages in (1, 2):
            estimated, left = spares(engine, brief(*body, foot=(foot,), pages=pages))
            assert estimated == pytest.approx(left, abs=0.5)


def test_the_first_footnote_of_a_page_takes_room_for_its_rule(engine: PdfWriter) -> None:
    noted = Paragraph(id="n-text", rank=1, content=(Text("Parole"), Note((Text("Dove."),))))
    body = Section(id="n", title=(Text("N"),), level=2, area="wide", blocks=(noted,))
    estimated, left = spares(engine, brief(body, section("c", "wide", 1)))
    assert left - 8 < estimated <= left, "and some more"


@pytest.mark.parametrize("setting", [TIGHTEST, TextSetting(10.2, 1.45)], ids=["tightest", "larger"])
def test_columns_end_where_they_were_estimated_to(engine: PdfWriter, setting: TextSetting) -> None:
    body = (*FIRST, *LATER[:2], *(section(f"g{number}", "side", 1) for number in range(4)))
    document = brief(*body, pages=2)
    kept = frozenset(f"{block.id}-text" for block in body)
    estimate = Estimate(document, engine.measure(document, TIGHTEST), engine.grid)
    size, leading = setting.size / TIGHTEST.size, setting.leading / TIGHTEST.leading
    plan = estimate.plan(kept, document.pages, size, leading)
    layout = engine.layout(keep(document, kept), Reporter(), replace(setting, turns=plan.turns))
    assert len(plan.ends) == len(layout.ends) == 2
    near = LINE if setting is TIGHTEST else 3 * LINE
    for planned, end in zip(plan.ends, layout.ends, strict=True):
        assert planned.over == pytest.approx(end.over, abs=near)


def test_first_columns_go_over_to_the_next_page_together(engine: PdfWriter) -> None:
    above = section("w", "wide", 9)
    document = brief(above, section("a", "main", 9), section("b", "side", 1), pages=3)
    kept = frozenset(f"{block.id}-text" for block in document.body)
    estimate = Estimate(document, engine.measure(document, TIGHTEST), engine.grid)
    (end,) = estimate.plan(kept, document.pages).ends
    layout = engine.layout(document, Reporter(), TIGHTEST)
    assert layout.places["a"][0].page == layout.places["b"][0].page == 2
    assert end.over == pytest.approx(layout.ends[0].over, abs=LINE)


@pytest.mark.parametrize("facts", [1, 4], ids=["facts end above the map", "and below it"])
def test_a_box_stands_below_the_map_and_the_facts(engine: PdfWriter, facts: int) -> None:
    outline = Map("M0 0 700 0 700 1000 0 1000 Z", 350.0, 300.0, "Succiso")
    figure = Figure(id="map-figure", rank=1, graphic=outline, alt="Carta")
    where = Section(id="m", key="map", level=2, title=(), area="side", blocks=(figure,))
    rows = tuple(
        Definition((Text("Dove"),), (Text("Succiso, Ventasso"),), f"fact-{n}", None, 1, n > 0)
        for n in range(4)
    )
    listed = DefinitionList(id="facts-list", rank=1, items=rows)
    known = Section(
        id="f", key="facts", level=2, title=(Text("In sintesi"),), area="side", blocks=(listed,)
    )
    risk = Paragraph(id="risk-text", rank=1, content=(Text("Attenzione."),))
    box = Callout(
        id="r", kind="risk", level=2, title=(Text("Rischio"),), area="side", blocks=(risk,)
    )
    document = brief(section("a", "main", 3), where, known, box, pages=2)
    kept = {"a-text", "map-figure", "facts-list", "risk-text"} | {r.id for r in rows[:facts]}
    estimate = Estimate(document, engine.measure(document, TIGHTEST), engine.grid)
    (planned,) = estimate.plan(frozenset(kept), document.pages).ends
    (end,) = engine.layout(keep(document, kept), Reporter(), TIGHTEST).ends
    assert planned.over == pytest.approx(end.over, abs=LINE)


@pytest.mark.parametrize(("times", "over"), [(4, False), (9, True)], ids=["it fits", "too long"])
def test_a_first_column_that_goes_over_is_too_long_by_what_goes_over(
    engine: PdfWriter, times: int, over: bool
) -> None:
    document = brief(section("a", "main", 1), section("b", "side", times), pages=3)
    layout = engine.layout(document, Reporter(), replace(TIGHTEST, split=True))
    rest = [place.height for place in layout.places["b"] if place.page > 1]
    assert bool(rest) == bool(layout.pushed) == over
    assert layout.pushed == pytest.approx(sum(rest), abs=2 * LINE)
