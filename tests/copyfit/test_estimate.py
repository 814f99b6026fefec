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
    Cite,
    Definition,
    DefinitionList,
    Document,
    Figure,
    LineBreak,
    ListItem,
    Map,
    Note,
    OrderedList,
    Paragraph,
    Section,
    Text,
)
from pitstop_docs.writers.pdf import PdfWriter, TextSetting
from pitstop_docs.writers.pdf.bands import LEAST_BEGUN
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


@pytest.mark.parametrize("filler", [4, 5, 6, 7])
def test_columns_keep_the_space_above_what_begins_in_them_on_a_new_page(
    engine: PdfWriter, filler: int
) -> None:
    later = (section(f"s{number}", "main", 1) for number in range(8))
    body = (*FIRST, section("w", "wide", filler), *later)
    document = brief(*body, pages=3)
    kept = frozenset(f"{block.id}-text" for block in body)
    plan = Estimate(document, engine.measure(document, TIGHTEST), engine.grid).plan(kept, 3)
    layout = engine.layout(document, Reporter(), replace(TIGHTEST, turns=plan.turns))
    assert layout.ends[-1].page == 2
    assert plan.ends[-1].over == pytest.approx(layout.ends[-1].over, abs=1)


@pytest.mark.parametrize("long", [0, 6])
def test_gaps_are_those_of_the_column_where_a_section_stands(engine: PdfWriter, long: int) -> None:
    """And not of the one where it stood when it was measured."""
    later = (section(f"s{number}", "main", 6 if number == long else 1) for number in range(7))
    body = (*FIRST, section("w", "wide", 1), *later)
    document = brief(*body, pages=2)
    kept = frozenset(f"{block.id}-text" for block in body if block.id != f"s{long}")
    plan = Estimate(document, engine.measure(document, TIGHTEST), engine.grid).plan(kept, 2)
    layout = engine.layout(keep(document, kept), Reporter(), replace(TIGHTEST, turns=plan.turns))
    assert plan.ends[-1].over == pytest.approx(layout.ends[-1].over, abs=0.1)


def test_sources_in_another_order_stand_as_far_apart(engine: PdfWriter) -> None:
    listed = OrderedList(
        id="list",
        style="references",
        items=tuple(
            ListItem(id=f"s{n}", blocks=(Paragraph(id=f"s{n}-p", content=(Text(f"Fonte {n}."),)),))
            for n in (1, 2, 3)
        ),
    )
    calls = {"a": ("s1", "s2"), "b": ("s3",), "c": ("s2",)}
    told = tuple(
        Section(
            id=id,
            title=(Text(id),),
            level=2,
            area="wide",
            blocks=(
                Paragraph(id=f"{id}-text", rank=1, content=(Text("Parole"), *map(cite, calls[id]))),
            ),
        )
        for id in calls
    )
    sources = Section(id="f", title=(Text("Fonti"),), level=2, area="wide", blocks=(listed,))
    document = brief(*told, sources, section("w", "wide", 1))
    estimated, left = spares(engine, document, "a")
    assert estimated == pytest.approx(left, abs=0.5)


def cite(target: str) -> Cite:
    return Cite("fonte", number=1, target=target)


def test_columns_begin_on_one_page(engine: PdfWriter) -> None:
    """A heading asks for more room below it than a paragraph that goes on in the second column; and some lines
    alone are no beginning."""
    told = tuple(Paragraph(id=f"d-{n}", rank=1, content=(Text(specimen.LOREM),)) for n in range(6))
    parted = Section(id="d", title=(Text("d"),), level=2, area="main", blocks=told)
    turned = 0
    for lines in range(24, 30):
        filler = Paragraph(id="w-0", rank=1, content=(Text("Una riga."), LineBreak()) * lines)
        wide = Section(id="w", title=(Text("w"),), level=2, area="wide", blocks=(filler,))
        document = brief(*FIRST, wide, parted, section("e", "side", 1), pages=3)
        texts = {block.id for block in (filler, *told)}
        kept = frozenset({"a-text", "b-text", "e-text", *texts})
        plan = Estimate(document, engine.measure(document, TIGHTEST), engine.grid).plan(kept, 3)
        layout = engine.layout(document, Reporter(), replace(TIGHTEST, turns=plan.turns))
        begun = [layout.places[id][0].page for id in ("d", "d_on")]
        assert begun[0] == begun[1], lines
        first = layout.places["d"][0]
        assert first.page == 2 or first.height > LEAST_BEGUN - LINE / 2, lines
        if first.page == 2:
            assert plan.ends[-1].over == pytest.approx(layout.ends[-1].over, abs=LINE), lines
        turned += layout.height - layout.fills[0] > 2 * LINE
    assert turned, "one of them has room for two lines on the first page"


def known(words: str, count: int) -> Section:
    rows = tuple(
        Definition((Text("Dove"),), (Text(words),), f"fact-{n}", None, 1, n > 0)
        for n in range(count)
    )
    listed = DefinitionList(id="facts-list", rank=1, items=rows)
    title = (Text("In sintesi"),)
    return Section(id="f", key="facts", level=2, title=title, area="side", blocks=(listed,))


def test_openings_facts_and_boxes_grow_with_the_text(engine: PdfWriter) -> None:
    larger = TextSetting(10.5, 1.5)
    words = "Succiso, frazione di Ventasso, sull’Appennino reggiano, in Emilia-Romagna"
    said = Paragraph(id="r-text", rank=1, content=(Text(specimen.LOREM),))
    box = Callout(
        id="r", kind="risk", level=2, title=(Text("Rischio"),), area="side", blocks=(said,)
    )
    items = tuple(ListItem(id=f"m{n}", blocks=(specimen.para(f"m{n}-text", words),)) for n in "123")
    points = OrderedList(id="m-list", items=items, style="messages")
    head = Callout(
        id="m", kind="messages", level=2, title=(Text("In tre punti"),), blocks=(points,)
    )
    body = (section("a", "main", 1), known(words, 6), box)
    document = replace(brief(*body), head=(head,))
    kept = {"a-text", "facts-list", "r-text", *(f"fact-{n}" for n in range(6))}
    estimate = Estimate(document, engine.measure(document, TIGHTEST), engine.grid)
    size, leading = larger.size / TIGHTEST.size, larger.leading / TIGHTEST.leading
    grows = (
        estimate.plan(frozenset(kept), 1).spare
        - estimate.plan(frozenset(kept), 1, size, leading).spare
    )
    tight, large = (engine.layout(document, Reporter(), each) for each in (TIGHTEST, larger))
    assert grows == pytest.approx(tight.spare(1) - large.spare(1), rel=0.25)


@pytest.mark.parametrize("facts", [1, 4], ids=["facts end above the map", "and below it"])
@pytest.mark.parametrize("mapped", [True, False], ids=["", "and are wider without it"])
def test_a_box_stands_below_the_map_and_the_facts(
    engine: PdfWriter, facts: int, mapped: bool
) -> None:
    outline = Map("M0 0 700 0 700 1000 0 1000 Z", 350.0, 300.0, "Succiso")
    figure = Figure(id="map-figure", rank=1, graphic=outline, alt="Carta")
    where = Section(id="m", key="map", level=2, title=(), area="side", blocks=(figure,))
    risk = Paragraph(id="risk-text", rank=1, content=(Text("Attenzione."),))
    box = Callout(
        id="r", kind="risk", level=2, title=(Text("Rischio"),), area="side", blocks=(risk,)
    )
    listed = known("Succiso, frazione di Ventasso, Emilia-Romagna", 4)
    document = brief(section("a", "main", 3), where, listed, box, pages=2)
    kept = {"a-text", "facts-list", "risk-text"} | {f"fact-{n}" for n in range(facts)}
    kept |= {"map-figure"} if mapped else set()
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
