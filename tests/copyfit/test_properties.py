"""What copyfitting promises, for any document: within the budget, the richest, always the same."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pitstop_docs.copyfit import Fitted, fit
from pitstop_docs.copyfit.cutting import keep
from pitstop_docs.copyfit.estimate import Estimate, Plan
from pitstop_docs.copyfit.levelling import Kept
from pitstop_docs.copyfit.search import MOST, STEPS, Search
from pitstop_docs.copyfit.units import Unit, units_of
from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document, Section, Text
from pitstop_docs.writers.pdf import Layout, LayoutError, PdfWriter, TextSetting
from tests import specimen
from tests.copyfit.drawing import PaperEngine, documents, paragraph, sized

COUNTED = settings(max_examples=80, deadline=None)
LAID_OUT = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    derandomize=True,
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> PdfWriter:
    return PdfWriter(Templates((packaged_templates(),)), tmp_path_factory.mktemp("media"))


def vector(fitted: Fitted) -> tuple[bool, ...]:
    return tuple(unit.key in fitted.kept for unit in fitted.units)


def closed(kept: frozenset[str], units: tuple[Unit, ...]) -> bool:
    return all(unit.needs <= kept for unit in units if unit.key in kept)


# --- on paper, many times ----------------------------------------------------------------------


@COUNTED
@given(documents(longest=400), st.integers(0, 60), st.integers(1, 3))
def test_no_brief_is_over_its_budget_however_wrong_the_estimate(
    document: Document, moods: int, pages: int
) -> None:
    fitted = fit(sized(document, pages), PaperEngine(moods))
    assert fitted.layout.pages <= pages
    assert closed(fitted.kept, fitted.units)
    assert {unit.key for unit in fitted.units if not unit.rank} <= fitted.kept
    assert fitted.layout.document is fitted.document


@COUNTED
@given(documents(longest=400))
def test_a_brief_is_the_richest_that_fits(document: Document) -> None:
    paper = PaperEngine()
    fitted = fit(sized(document, 1), paper)
    search = Search(document, 1, paper)
    kept = search.required
    for unit in fitted.units:  # the definition, word for word
        more = kept | {unit.key}
        if unit.needs <= kept:
            layout = paper.layout(keep(document, more), Reporter(), search.setting(0))
            kept = more if layout.pages == 1 else kept
    assert fitted.kept == kept


@COUNTED
@given(documents(longest=400), st.integers(0, 40))
def test_the_same_document_gives_the_same_brief(document: Document, moods: int) -> None:
    first, second = (fit(sized(document, 1), PaperEngine(moods)) for _ in range(2))
    assert first.document == second.document
    assert first.layout.setting == second.layout.setting


@COUNTED
@given(documents(longest=400), st.integers(1, 3))
def test_a_larger_budget_never_gives_less(document: Document, pages: int) -> None:
    paper = PaperEngine()
    smaller = fit(sized(document, pages), paper)
    larger = fit(sized(document, pages + 1), paper)
    assert vector(larger) >= vector(smaller)


@COUNTED
@given(documents(longest=120))
def test_the_text_stays_within_the_themes_limits(document: Document) -> None:
    paper = PaperEngine()
    fitted = fit(sized(document, 1), paper)
    setting, text = fitted.layout.setting, paper.text
    assert text.size_min <= setting.size <= text.size_max
    assert text.leading_min <= setting.leading <= text.leading_max
    if fitted.layout.gap > 0.12 * paper.grid.height and not fitted.left_out:
        largest = Search(document, 1, paper).setting(STEPS)
        assert setting == largest or fitted.layout.gap < 0.2 * paper.grid.height


@COUNTED
@given(documents(longest=400), st.integers(0, 30))
def test_few_layouts_are_enough(document: Document, moods: int) -> None:
    paper = PaperEngine(moods)
    fitted = fit(sized(document, 1), paper)
    assert len(paper.laid) == fitted.layouts - 1
    assert fitted.layouts <= MOST + 2


def test_what_fits_with_what_follows_alone_is_laid_out_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As where columns are parted elsewhere then."""
    planned = Estimate.plan

    def unsteady(self: Estimate, kept: Kept, budget: int, *setting: float) -> Plan:
        plan = planned(self, kept, budget, *setting)
        return replace(plan, spare=-1.0) if {"b", "c"} & kept == {"b"} else plan

    monkeypatch.setattr(Estimate, "plan", unsteady)
    told = [paragraph(id, rank, 40, 0, 0) for rank, id in enumerate("abc")]
    long = paragraph("d", 9, 2000, 0, 0)
    body = Section(id="s", title=(Text("S"),), level=2, area="wide", blocks=(*told, long))
    fitted = fit(specimen.document(head=(), body=(body,), pages=1), PaperEngine())
    assert fitted.kept & {*"abcd"} == {*"abc"}
    assert fitted.layouts == 2


# --- with the layout engine --------------------------------------------------------------------


def test_the_layout_engine_agrees(engine: PdfWriter, long: bool) -> None:
    @settings(LAID_OUT, max_examples=8 if long else 4)
    @given(documents(longest=260))
    def agrees(document: Document) -> None:
        fitted = {pages: fit(sized(document, pages), engine) for pages in (1, 2)}
        for pages, brief in fitted.items():
            assert brief.layout.pages <= pages
        assert vector(fitted[2]) >= vector(fitted[1])
        again = fit(sized(document, 1), engine)
        assert again.document == fitted[1].document
        assert engine.export(again.layout, Reporter()).data == (
            engine.export(fitted[1].layout, Reporter()).data
        )

    agrees()


@LAID_OUT
@given(st.data())
def test_no_other_selection_is_richer(engine: PdfWriter, data: st.DataObject) -> None:
    """Brute force over every selection of a small document."""
    document = data.draw(documents(sections=2, longest=300))
    units = units_of(document)
    optional = [unit.key for unit in units if unit.rank]
    assume(2 <= len(optional) <= 6)
    fitted = fit(sized(document, 1), engine)
    search = Search(document, 1, engine)
    tightest = search.setting(0)
    best: tuple[bool, ...] = ()
    for count in range(len(optional) + 1):
        for chosen in combinations(optional, count):
            kept = search.required | set(chosen)
            worth = tuple(unit.key in kept for unit in units)
            if worth > best and closed(kept, units):
                layout = engine.layout(keep(document, kept), Reporter(), tightest)
                best = worth if layout.pages == 1 else best
    assert vector(fitted) == best


@pytest.mark.parametrize(("lines", "pages"), [(31, 1), (32, 1), (38, 2), (50, 2)])
def test_a_last_page_that_holds_next_to_nothing_is_saved_where_it_can_be(
    lines: int, pages: int
) -> None:
    text = paragraph("a", 0, 10 * lines, 0, 0)
    section = Section(id="s", title=(Text("Parte"),), level=2, blocks=(text,), area="wide")
    document = specimen.document(body=(section,), head=(), foot=(), pages=3, up_to=True)
    fitted = fit(document, PaperEngine())
    assert fitted.layout.pages == pages
    saved = PaperEngine().layout(document, Reporter()).pages > pages
    assert (fitted.layout.setting.size == PaperEngine.text.size_min) == saved


class Moody(PaperEngine):
    """An engine that cannot set some sizes, as WeasyPrint at times cannot."""

    def layout(
        self, document: Document, reporter: Reporter, setting: TextSetting | None = None
    ) -> Layout:
        """Fail in every setting but the tightest."""
        if setting is None or setting.size > self.text.size_min:
            raise LayoutError("3 footnotes got lost")
        return super().layout(document, reporter, setting)


@COUNTED
@given(documents(longest=400), st.booleans())
def test_what_cannot_be_set_in_one_size_is_set_in_another(document: Document, up_to: bool) -> None:
    fitted = fit(replace(sized(document, 1), up_to=up_to), Moody())
    assert fitted.layout.pages == 1
    assert fitted.layout.setting.size == PaperEngine.text.size_min


@COUNTED
@given(documents(longest=400), st.integers(0, 60), st.integers(2, 4))
def test_what_need_not_fill_its_pages_is_laid_out_three_times_at_most(
    document: Document, moods: int, pages: int
) -> None:
    paper = PaperEngine(moods)
    fitted = fit(replace(sized(document, pages), up_to=True), paper)
    if not fitted.left_out:
        assert len(paper.laid) <= MOST - 1
    assert fitted.layout.pages <= pages


class Growing(PaperEngine):
    """An engine on whose pages text takes as much as told in each setting: so many pages, and a share of
    the last."""

    def __init__(self, taken: Mapping[float, float]) -> None:
        super().__init__()
        self.taken = taken
        self.sizes: list[float] = []

    def layout(
        self, document: Document, reporter: Reporter, setting: TextSetting | None = None
    ) -> Layout:
        """Return as many pages as it was told."""
        size = setting.size if setting else self.text.size
        self.sizes.append(size)
        laid = super().layout(document, reporter, setting)
        pages, last = divmod(self.taken[size], 1)
        fills = (*[laid.height] * int(pages), last * laid.height)
        return replace(laid, fills=fills, gap=laid.height - fills[-1])


@pytest.mark.parametrize(
    ("taken", "tried"),
    [
        ({10: 2.5}, [10]),
        ({10: 2.2, 9.8: 1.9}, [10, 9.8]),
        # As the surface of letters grows, the largest fills the page, and that is tried first.
        ({10: 2.2, 9.8: 2.1, 10.5: 2.6}, [10, 9.8, 10.5]),
        # The largest would begin another page, and leave it nearly empty.
        ({10: 2.4, 9.8: 2.1, 10.3: 2.8}, [10, 9.8, 10.3]),
        # It would be longer than it may be.
        ({10: 3.3, 9.8: 3.1, 10.3: 3.7}, [10, 9.8, 10.3]),
    ],
)
def test_of_larger_settings_that_comes_first_which_should_end_well(
    taken: dict[float, float], tried: list[float]
) -> None:
    paper = Growing(taken)
    document = replace(specimen.document(body=(), head=(), foot=()), pages=4, up_to=True)
    fitted = fit(document, paper)
    assert paper.sizes == tried
    assert fitted.layout.setting.size == tried[-1]
