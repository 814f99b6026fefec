"""Columns that end together, by choice of passages: never by stretched space.

Enters: a selection that fits, and what tells how another one would stand on its pages. Leaves: one of nearly
equal worth whose strips of two columns end within ``LEVEL``, or the same. Each step gives up one passage
of a strip whose columns end apart, the one that matters least among those that mend it; then what is
left out elsewhere, and leaves them as they are, comes in again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter

from pitstop_docs.copyfit.estimate import Plan
from pitstop_docs.copyfit.units import Unit
from pitstop_docs.writers.pdf import FEATHER, LEVEL, is_wasted

Kept = frozenset[str]
_STEPS = 6  # passages that may go, at most: what it takes more would be another brief
_FILLED = 6  # selections that mend a strip, and are tried to be filled
_APART = 2 * FEATHER  # pt of a hole that the strips of a page share: most have three
_NEAR = 2.0  # pt by which an estimate of where columns end errs


@dataclass(frozen=True, slots=True)
class Levelling:
    """Levels selections of *units*, best first, on pages of so much ``height``; ``plan`` tells how one
    stands, ``fits`` whether it does."""

    units: tuple[Unit, ...]
    height: float
    plan: Callable[[Kept], Plan]
    fits: Callable[[Kept], bool]

    def of(self, kept: Kept, fixed: Kept) -> Kept:
        """Return *kept* or a selection near it with fewer strips whose columns end apart; what is *fixed*,
        and all that is required, stays. Pages stay as full as they must be."""
        found = less = kept
        for _step in range(_STEPS):
            faults = self._faults(found)
            if not faults[0]:
                break
            others = (*self._without_one(less, fixed), *self._with_one(less, fixed))
            tries = [(self._faults(each), each) for each in others]
            better = [each for faulty, each in tries if faulty[0] < faults[0]][:_FILLED]
            filled = (self._filled(each, kept - each) for each in better)
            mended = next((each for each in filled if self._is_full(each, kept)), None)
            if mended is not None:
                found = less = mended
            elif tries and (best := min(tries, key=itemgetter(0)))[0] < self._faults(less):
                less = best[1]
            else:
                break
        return found

    def _without_one(self, kept: Kept, fixed: Kept) -> Iterable[Kept]:
        """Yield *kept* without one passage of the strips that end apart, the least first, and without what
        needs it."""
        parts = self._uneven_parts(kept)
        for unit in reversed(self.units):
            if unit.part in parts and unit.key in kept - fixed:
                less = self._without(kept, unit)
                if not (kept - less) & fixed:
                    yield less

    def _with_one(self, kept: Kept, fixed: Kept) -> Iterable[Kept]:
        """Yield *kept* with one passage more in the strips that end apart, the best first, in the room of
        passages elsewhere that matter least."""
        parts = self._uneven_parts(kept)
        for unit in self.units:
            if unit.part in parts and unit.key not in kept and unit.needs <= kept:
                more = kept | {unit.key}
                for other in reversed(self.units):
                    if self.fits(more):
                        yield more
                        break
                    if other.key in more - fixed and other.part not in parts:
                        more = self._without(more, other)
                    if len(kept - more) > _STEPS:
                        break

    def _uneven_parts(self, kept: Kept) -> frozenset[str]:
        uneven = [end.parts for end in self.plan(kept).ends if is_uneven(end.over)]
        return frozenset().union(*uneven)

    def _without(self, kept: Kept, gone: Unit) -> Kept:
        lost = {gone.key}
        for unit in self.units:  # what is needed is never ranked after what needs it
            if unit.needs & lost:
                lost.add(unit.key)
        return kept - lost

    def _filled(self, kept: Kept, gone: Kept) -> Kept:
        """Return *kept* with what else there is room for, but what is *gone*, where columns end no further
        apart then."""
        faults = self._faults(kept)
        for unit in self.units:
            if unit.key not in kept | gone and unit.needs <= kept:
                more = kept | {unit.key}
                if self.fits(more) and self._faults(more)[0] <= faults[0]:
                    kept, faults = more, self._faults(more)
        return kept

    def _faults(self, kept: Kept) -> tuple[int, float]:
        """Return how many strips have columns that end apart, and how far beyond what may be in all."""
        overs = [abs(end.over) for end in self.plan(kept).ends]
        beyond = [over - LEVEL for over in overs if is_uneven(over)]
        return len(beyond), sum(beyond)

    def _is_full(self, kept: Kept, before: Kept) -> bool:
        """Tell whether no page of *kept* is emptier than may be, or than *before*; a last one that has too
        little text anyway may lose as much as columns may differ."""
        plan, old = self.plan(kept), self.plan(before)
        limits = ((plan.hole - _APART, old.hole + _NEAR), (plan.spare, old.spare + LEVEL))
        return all(not is_wasted(now, self.height) or now <= limit for now, limit in limits)


def is_uneven(over: float) -> bool:
    """Tell whether columns of which one should end so far ``over`` the other will surely not end together."""
    return abs(over) > LEVEL - _NEAR
