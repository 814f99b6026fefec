"""Columns that end together, by choice of passages."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.copyfit.estimate import Plan, StripEnd
from pitstop_docs.copyfit.levelling import Kept, Levelling
from pitstop_docs.copyfit.units import Unit
from pitstop_docs.writers.pdf import EMPTY, FEATHER, LEVEL

PAGE = 700.0
Passage = tuple[float, int]  # how high, which rank


class Sheet:
    """A page with one strip: its columns are as high as the passages kept in them."""

    def __init__(self, main: list[Passage], side: list[Passage]) -> None:
        units: list[Unit] = []
        self.heights: dict[str, float] = {}
        for part, passages in (("main", main), ("side", side)):
            first: frozenset[str] = frozenset()
            for number, (height, rank) in enumerate(passages):
                key = f"{part}{number}"
                self.heights[key] = height
                units.append(Unit(key, rank if number else 0, first, part, None, key, len(units)))
                first = first or frozenset({key})
        self.units = tuple(sorted(units, key=lambda unit: unit.rank))

    def plan(self, kept: Kept) -> Plan:
        main, side = (
            sum(self.heights[key] for key in kept if key.startswith(part))
            for part in ("main", "side")
        )
        end = StripEnd(main - side, frozenset({"main", "side"}))
        return Plan(PAGE - max(main, side), ends=(end,))

    def level(self, kept: Kept, fixed: Kept = frozenset()) -> Kept:
        fits = lambda some: self.plan(some).spare >= 0  # noqa: E731
        return Levelling(self.units, PAGE, self.plan, fits).of(kept, self.required | fixed)

    @property
    def required(self) -> Kept:
        return frozenset(unit.key for unit in self.units if not unit.rank)


passages = st.lists(st.tuples(st.floats(10, 120), st.integers(1, 90)), min_size=1, max_size=8)


@given(passages, passages, st.data())
def test_no_choice_loses_what_must_stay_or_ends_further_apart(
    main: list[Passage], side: list[Passage], data: st.DataObject
) -> None:
    sheet = Sheet(main, side)
    kept = frozenset(sheet.heights)
    fixed = frozenset(data.draw(st.sets(st.sampled_from(sorted(kept)), max_size=2)))
    level = sheet.level(kept, fixed)
    assert sheet.required | fixed <= level
    assert all(unit.needs <= level for unit in sheet.units if unit.key in level)
    before, after = (abs(sheet.plan(some).ends[0].over) for some in (kept, level))
    assert level == kept or after <= LEVEL < before + 2


def test_the_passage_that_matters_least_goes_of_those_that_mend() -> None:
    sheet = Sheet([(560, 0), (60, 20), (62, 30), (10, 40)], [(620, 0)])
    kept = frozenset(sheet.heights)
    assert abs(sheet.plan(kept).ends[0].over) > LEVEL
    assert kept - sheet.level(kept) == {"main2"}, "the last one is too short for that"
    assert kept - sheet.level(kept, frozenset({"main2"})) == {"main1"}


def test_a_page_is_not_emptied_for_it() -> None:
    sheet = Sheet([(400, 0), (280, 20)], [(410, 0)])
    kept = frozenset(sheet.heights)
    assert sheet.level(kept) == kept


@pytest.mark.parametrize(("more", "mended"), [(2 * FEATHER - 1, True), (2 * FEATHER + 1, False)])
def test_what_strips_set_apart_take_is_no_hole(more: float, mended: bool) -> None:
    class Inner(Sheet):
        def plan(self, kept: Kept) -> Plan:
            hole = 0.0 if "main1" in kept else EMPTY * PAGE + more
            return replace(super().plan(kept), hole=hole)

    sheet = Inner([(630, 0), (60, 20)], [(630, 0)])
    kept = frozenset(sheet.heights)
    assert (sheet.level(kept) == kept - {"main1"}) == mended
