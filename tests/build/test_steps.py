"""Briefs are begun in an order: who waits sees the first soon, and the last as soon as can be."""

from dataclasses import replace
from heapq import heapify, heapreplace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.build.briefs import Brief, Composed
from pitstop_docs.build.outlines import outline_of
from pitstop_docs.build.steps import soon_and_together
from pitstop_docs.problems.diagnostics import Kind
from tests import specimen

WHOLE = specimen.document()


def brief(pages: int, kind: Kind = "brief") -> Brief:
    outline = replace(outline_of(WHOLE), id=replace(WHOLE.id, kind=kind), pages=pages)
    return Brief(outline, Composed(WHOLE), (), {})


def begun(pages: list[int], workers: int) -> list[int]:
    """Return the pages of briefs and acts (no pages) in the order in which they are begun."""
    briefs = [brief(number, "brief" if number else "act") for number in pages]
    costs = [(one, float(one.outline.pages)) for one in briefs]
    return [one.outline.pages for one in soon_and_together(costs, workers)]


def ends(pages: list[int], workers: int) -> int:
    """Return when the last is done, if a page takes one second and each worker takes what is next."""
    free = [0] * workers
    heapify(free)
    for number in pages:
        heapreplace(free, free[0] + number)
    return max(free)


@pytest.mark.parametrize(
    ("workers", "order"),
    [
        (1, [1, 2, 4, 12, 0, 0]),  # each as soon as can be
        (2, [1, 12, 2, 4, 0, 0]),  # 12 pages on one, the other seven on the other
        (3, [1, 12, 4, 2, 0, 0]),
        (8, [1, 12, 4, 2, 0, 0]),
    ],
)
def test_the_shortest_is_begun_first_and_the_longest_beside_it(
    workers: int, order: list[int]
) -> None:
    assert begun([12, 4, 2, 1, 0, 0], workers) == order
    assert begun([], workers) == []
    assert begun([3], workers) == [3]
    assert begun([0], workers) == [0]


def test_the_last_is_soonest_where_one_takes_nearly_as_long_as_another() -> None:
    costs = {12: 1.6, 4: 1.45, 2: 0.65, 1: 0.43}
    briefs = [(brief(pages), cost) for pages, cost in costs.items()]
    order = [one.outline.pages for one in soon_and_together(briefs, 2)]
    assert order == [
        1,
        2,
        12,
        4,
    ]  # whoever makes the first makes the longest after it: 2.1, not 2.53


@given(st.lists(st.integers(0, 12), max_size=12), st.integers(1, 6))
def test_each_is_begun_once_and_the_longest_is_waited_for_no_longer_than_it_takes(
    pages: list[int], workers: int
) -> None:
    pages.sort(reverse=True)
    order = begun(pages, workers)
    assert sorted(order, reverse=True) == pages
    assert order[:1] == [min((number for number in pages if number), default=0)][: len(pages)]
    # One of two makes it, the other the others.
    assert ends(begun(pages, 2), 2) <= max(pages[0], sum(pages[1:])) if pages else not order
