"""The richest selection that an edition's pages can hold, set as large as it fits.

Enters: a ranked Document, how many pages it may take, and an engine that lays documents out. Leaves:
the selection and the layout that proves it. Units are taken in rank order, skipping what does not
fit in the tightest setting; what room is left makes the text larger. Heights measured once say what
should fit; the layout engine has the last word, and what it finds corrects the estimate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import Protocol

from pitstop_docs.copyfit.cutting import keep
from pitstop_docs.copyfit.estimate import Estimate, Plan
from pitstop_docs.copyfit.levelling import Kept, Levelling
from pitstop_docs.copyfit.linear import Pages, Room, take
from pitstop_docs.copyfit.units import Unit, units_of
from pitstop_docs.look.theme import TextSize
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.pdf import (
    LEVEL,
    Extent,
    Grid,
    Layout,
    LayoutError,
    TextSetting,
    is_wasted,
)

STEPS = 14  # from the tightest setting to the largest
MOST = 4  # layouts of one brief that fits, the measuring one included
_PAGED = MOST - 1  # of these, on pages
_LAST = 12  # layouts after which nothing but what is required is tried
# Settings of one that need not fill its pages, tried until the last is full enough: first one that may take a
# page less, then those that surely take more of it; the estimate of such a one may err by a share of a page.
_ENDINGS = (0, STEPS, STEPS * 3 // 4, STEPS // 2)
_ASTRAY = 0.25
_AIR = 0.06  # of a page's height: less than this is a full page
_NEAR = 8.0  # pt by which an estimate is lowered for what was seen not to fit
_DOUBT = 2.0  # pt by which one may still be wrong once it is corrected
_SAME = 0.01  # pt between estimates that are equal
_DOUBTS = 2  # times that an estimate of the first columns is mended
_GROWTH = 3.0  # pt by which it errs more for each step and page


class Engine(Protocol):
    """What copyfitting asks of a layout engine."""

    @property
    def text(self) -> TextSize:
        """The bounds of the text setting, in editions that have none of their own."""
        ...

    @property
    def grid(self) -> Grid:
        """Where text stands on its pages."""
        ...

    def measure(self, document: Document, setting: TextSetting) -> Mapping[str, Extent]:
        """Return the extents of blocks on a sheet without end."""
        ...

    def layout(
        self, document: Document, reporter: Reporter, setting: TextSetting | None = None
    ) -> Layout:
        """Return the pages of *document*."""
        ...


@dataclass(frozen=True, slots=True)
class Trial:
    """One selection, laid out: the keys of the units kept, the step of the setting (None: the
    theme's own), and the height left (below 0: too much), in pt."""

    kept: frozenset[str]
    step: int | None
    layout: Layout
    reporter: Reporter
    spare: float


@dataclass(frozen=True, slots=True)
class _Bias:
    """What an estimate errs by, in pt: page breaks in every setting alike, new line breaks the more
    the larger the text."""

    fixed: float = 0.0
    growing: float = 0.0

    @classmethod
    def of(cls, error: float, step: int) -> "_Bias":
        """Return the bias that explains *error*, seen in the setting *step*. What does not fit in a
        large setting may still fit in the tightest: that is tried before anything is left out."""
        if step and error < 0:
            return cls(0.0, error / step)
        return cls(error * (1 - step / STEPS), error / STEPS)

    def at(self, step: int) -> float:
        """Return what is to be added to an estimate for *step*."""
        return self.fixed + self.growing * step


@dataclass(slots=True)
class Search:
    """The search for one document; ``layouts`` counts what it cost, with what was before it. The first
    page's columns end with it, unless they may be ``split``. What it finds has ``room`` in another format
    too."""

    document: Document
    budget: int
    engine: Engine
    room: Room | None = None
    split: bool = False
    layouts: int = 0
    units: tuple[Unit, ...] = ()
    _trials: dict[tuple[frozenset[str], int | None], Trial] = field(default_factory=dict)
    _documents: dict[frozenset[str], Document] = field(default_factory=dict)
    _spared: int = 0  # layouts that would have shown again what one before them did
    _extents: Mapping[str, Extent] | None = None
    _estimate: Estimate | None = None
    _doubts: int = 0
    _given_up: set[str] = field(default_factory=set)  # so that columns end together
    _plans: dict[tuple[frozenset[str], int], Plan] = field(default_factory=dict)

    others: Pages = field(init=False)

    def __post_init__(self) -> None:
        self.units = units_of(self.document)
        self.others = Pages(self.document, self.room)

    @property
    def everything(self) -> frozenset[str]:
        """The keys of all units."""
        return frozenset(unit.key for unit in self.units)

    def holds_all(self, trial: Trial) -> bool:
        """Tell whether *trial* leaves out nothing for want of room."""
        return trial.kept | self._given_up >= self.everything

    @property
    def required(self) -> frozenset[str]:
        """The keys of the units that are never left out."""
        return frozenset(unit.key for unit in self.units if not unit.rank)

    def whole(self) -> Trial:
        """Return everything in the theme's own setting, or in the tightest where that fails."""
        return self._try(self.everything, None)

    def fuller(self, trial: Trial, share: float) -> Trial:
        """Return *trial* where its last page is full to that *share*; else in the tightest setting, if that
        takes a page less, or in one so large that enough goes over to it; else what comes nearest."""
        best, steps = trial, [*_ENDINGS]
        while (
            steps and best.layout.last < share and best.layout.pages > 1 and self.layouts < _PAGED
        ):
            try:
                found = self._try(trial.kept, step := steps.pop(0))
            except LayoutError:
                continue
            if (
                not step
            ):  # two layouts tell which of the others are likely to end well: these come first
                steps.sort(key=lambda larger: not self._ends_well(trial, found, larger, share))
            if found.spare >= 0 and found.layout.last > best.layout.last:
                best = found
        return best

    def _ends_well(self, first: Trial, second: Trial, step: int, share: float) -> bool:
        """Tell whether what was laid out twice should fill the last of its pages to that *share* in the setting
        *step*, where text takes as much more height as it has more surface."""
        (small, low), (large, high) = sorted(
            (_surface(each.layout.setting), each.layout.pages - 1 + each.layout.last)
            for each in (first, second)
        )
        if small == large:
            return True
        pages = low + (high - low) * (_surface(self.setting(step)) - small) / (large - small)
        return pages % 1 >= share and pages <= self.budget - _ASTRAY

    def best(self) -> Trial:
        """Return the richest selection that fits; or, when not even what is required does, that."""
        if self._extents is None:
            self._extents = self.engine.measure(self.document, self.setting(0))
            self.layouts += 1
        self._estimate = Estimate(
            self.document,
            self._extents,
            self.engine.grid.at(self.setting(0).size),
            self.split,
            cutter=self.others.cutter,
        )
        best, bias = self._search()
        if best is None:
            return self._try(self.required, 0)
        return self._richer(best, bias)

    def split_over(self) -> "Search":
        """Return a search in which the first page's columns may be longer than it: what is left of
        them goes over to the next."""
        return Search(
            self.document,
            self.budget,
            self.engine,
            self.room,
            split=True,
            layouts=self.layouts,
            _extents=self._extents,
        )

    def worth(self, trial: Trial) -> tuple[int, int, list[bool], int]:
        """Return what makes one trial better than another: no page is missing that should be filled; columns
        that end together, where empty pages are no better than columns that do not; then the units kept,
        best first, then the size."""
        layout = trial.layout
        faults = sum(abs(end.over) > LEVEL for end in layout.ends)
        faults += bool(layout.ends) and layout.wastes(self.budget)
        faults += self.split
        missing = self.budget - layout.pages if layout.ends else 0
        return -missing, -faults, self._listed(trial.kept), trial.step or 0

    def _search(self) -> tuple[Trial | None, "_Bias"]:
        """Return the best of the trials, and what an estimate errs by."""
        best: Trial | None = None
        bias = _Bias()
        overflows = 0
        pushed = 0.0
        while self.layouts < (MOST if best else _LAST):
            kept = self._best_chosen(bias)
            step = self._widest(kept, bias) if overflows < 2 else 0
            if step and self._plan(kept, step).uneven > LEVEL:
                kept, step = self._level_at(step, kept, bias)
            known = self._trials.get((kept, step))
            if known and known.spare >= 0:
                break
            if known:  # it did not fit, and the estimate still says that it does
                if kept == self.required and not step:
                    break
                bias = _Bias(bias.fixed - _NEAR, bias.growing)
                continue
            trial = self._try(kept, step)
            step = trial.step or 0
            if trial.layout.pushed and not self.split and self._doubt_opening(trial.layout.pushed):
                continue
            planned = self._plan(kept, step).pushed
            if planned and not trial.layout.pushed:
                self._trust_opening(planned)
            # What is left out elsewhere makes no room on the first page: its columns are split then.
            if trial.spare < 0 and 0 < trial.layout.pushed == pushed:
                break
            pushed = trial.layout.pushed
            bias = _Bias.of(trial.spare - self._spare(kept, step), step)
            overflows = overflows + 1 if trial.spare < 0 else 0
            if trial.spare >= 0:
                best = self._richest(best, trial)
                full = trial.spare <= _AIR * self.engine.grid.height
                if full and self._best_chosen(bias) == kept:
                    break
        return best, bias

    def _doubt_opening(self, pushed: float) -> bool:
        """Take the first columns to be longer than they are estimated, by what they were *pushed* for; tell
        whether that may be the reason."""
        assert self._estimate is not None
        if self._doubts == _DOUBTS:
            return False
        self._doubts += 1
        self._estimate.doubt += pushed + _NEAR
        self._plans.clear()
        return True

    def _trust_opening(self, planned: float) -> None:
        """Take the first columns, which were to be too long by so much and are not, to be shorter."""
        assert self._estimate is not None
        self._estimate.doubt -= planned + _NEAR
        self._plans.clear()

    def _richer(self, best: Trial, bias: "_Bias") -> Trial:
        """Return *best*, or a richer selection that the estimate was too unsure of to try."""
        for unit, least in self._missing(best.kept):
            if self._may_try(unit):
                richer = self._with(unit, least, best, bias)
                if richer:
                    return self._richer(*richer)
        return best

    def _may_try(self, unit: Unit) -> bool:
        return unit.key not in self._given_up and self.layouts + self._spared < MOST

    def _with(
        self, unit: Unit, least: Kept, best: Trial, bias: "_Bias"
    ) -> tuple[Trial, "_Bias"] | None:
        """Return a trial that keeps *unit*, which makes *least* of what is before it, and what an estimate
        errs by there; None when it surely does not fit, or was seen not to, in a selection with as much
        room."""
        if not self._may_fit(least, bias):
            return None
        kept = self._choose(bias, best.kept, unit)
        if (kept, 0) in self._trials:
            return None
        if self._spare(kept, 0) <= self._refuted + _SAME:
            self._spared += 1
            return None
        if self._plan(kept, 0).uneven > LEVEL >= best.layout.uneven:
            return None
        trial = self._try(kept, 0)
        if trial.spare < 0 or self.worth(trial) < self.worth(best):
            return None
        bias = _Bias.of(trial.spare - self._spare(kept, 0), 0)
        more = self._choose(bias, kept, unit)
        if more != kept and self.layouts < MOST:
            further = self._try(more, 0)
            trial = self._richest(trial, further) if further.spare >= 0 else trial
        return trial, bias

    def _best_chosen(self, bias: "_Bias", base: Kept | None = None) -> Kept:
        """Return the units that should fit, *base* or what is richer. A unit that does not fit after those
        before it may do so when others follow: columns are parted elsewhere then."""
        best = self._choose(bias) if base is None else base
        for unit, least in self._missing(best):
            if unit.key not in self._given_up and self._may_fit(least, bias):
                kept = self._choose(bias, best, unit)
                uneven = self._plan(kept, 0).uneven > max(LEVEL, self._plan(best, 0).uneven)
                fits = self._left(kept, 0, bias) >= 0 and not uneven
                if fits and self._listed(kept) > self._listed(best):
                    return self._best_chosen(bias, kept)
        return best

    def _missing(self, kept: Kept) -> Iterator[tuple[Unit, Kept]]:
        """Yield the units that *kept* lacks, but not what they need, best first: each with those before it."""
        before = self.required
        for unit in self.units:
            if unit.key in kept:
                before |= {unit.key}
            elif unit.needs <= before:
                yield unit, before | {unit.key}

    def _may_fit(self, least: Kept, bias: "_Bias") -> bool:
        return self._left(least, 0, bias) > -_DOUBT and self.others.hold(least)

    def _listed(self, kept: Kept) -> list[bool]:
        """Return what makes one selection richer than another."""
        return [unit.key in kept for unit in self.units]

    def _choose(
        self, bias: "_Bias", base: frozenset[str] = frozenset(), wanted: Unit | None = None
    ) -> frozenset[str]:
        """Return the units that should fit, taken in rank order, but for those that keep columns from
        ending together. With *wanted*, the units before it are those of *base*, which it needs, and it is
        taken in any case."""
        kept, rest = self.required, self.units
        if wanted is not None:
            place = self.units.index(wanted)
            before = frozenset(unit.key for unit in self.units[:place])
            kept, rest = kept | (base & before) | {wanted.key}, self.units[place + 1 :]

        def fits(more: Kept) -> bool:
            return self._left(more, 0, bias) >= 0 and self.others.hold(more)

        chosen = take(kept, rest, fits)
        level = self._levelling(bias).of(chosen, kept)
        self._given_up |= chosen - level
        return level

    def _level_at(self, step: int, kept: Kept, bias: "_Bias") -> tuple[Kept, int]:
        """Return a selection near *kept* whose columns end together in the setting *step*, or a larger one;
        or the same, where there is none."""
        level = self._levelling(bias, step).of(kept, self.required)
        self._given_up |= kept - level
        wider = self._widest(level, bias)
        return level, wider if self._plan(level, wider).uneven <= LEVEL else step

    def _levelling(self, bias: "_Bias", step: int = 0) -> Levelling:
        def fits(kept: Kept) -> bool:
            doubt = _GROWTH * step * self.budget
            return self._left(kept, step, bias) >= doubt and self.others.hold(kept)

        height = self.engine.grid.height
        return Levelling(self.units, height, lambda kept: self._plan(kept, step), fits)

    def _widest(self, kept: frozenset[str], bias: "_Bias") -> int:
        """Return the largest setting in which *kept* should surely fit, on no more pages than in the
        tightest: larger letters are to fill a page, not to begin one. A full page stays as it is."""
        height = self.engine.grid.height
        pages, spare = divmod(max(self._left(kept, 0, bias), 0.0), height)
        if spare <= _AIR * height:
            return 0
        uneven = max(self._plan(kept, 0).uneven, LEVEL)
        fitting: list[int] = []
        for step in range(STEPS, 0, -1):
            left = self._left(kept, step, bias) - pages * height
            if left >= _GROWTH * step * self.budget:
                fitting.append(step)
                if self._plan(kept, step).uneven <= uneven and not is_wasted(left, height):
                    return step
        return fitting[0] if fitting else 0

    def _spare(self, kept: frozenset[str], step: int) -> float:
        """Return the height that *kept* should leave."""
        return self._plan(kept, step).spare

    def _left(self, kept: frozenset[str], step: int, bias: "_Bias") -> float:
        """Return the height that *kept* should leave when *bias* is true: it was seen at the end of the last
        page, and says nothing of first columns that are too long for theirs."""
        plan = self._plan(kept, step)
        return plan.spare + (0.0 if plan.pushed else bias.at(step))

    def _plan(self, kept: frozenset[str], step: int) -> Plan:
        """Return how *kept* should stand on its pages."""
        assert self._estimate is not None
        if (kept, step) not in self._plans:
            tight, setting = self.setting(0), self.setting(step)
            size, leading = setting.size / tight.size, setting.leading / tight.leading
            self._plans[kept, step] = self._estimate.plan(kept, self.budget, size, leading)
        return self._plans[kept, step]

    def _richest(self, first: Trial | None, second: Trial) -> Trial:
        return second if first is None else max(first, second, key=self.worth)

    def _try(self, kept: frozenset[str], step: int | None) -> Trial:
        if (kept, step) not in self._trials:
            reporter = Reporter()
            if kept not in self._documents:
                self._documents[kept] = keep(self.document, kept)
            document = self._documents[kept]
            setting = None if step is None else self.setting(step)
            if setting and self._estimate:
                setting = replace(setting, turns=self._plan(kept, step or 0).turns)
            self.layouts += 1
            try:
                layout = self.engine.layout(document, reporter, setting)
            except LayoutError:
                if step == 0:
                    raise
                # What the engine cannot set in one size it may set in another.
                self._trials[kept, step] = self._try(kept, 0)
                return self._trials[kept, step]
            spare = layout.spare(self.budget)
            if layout.pushed and not self.split:
                spare = min(spare, -layout.pushed)
            self._trials[kept, step] = Trial(kept, step, layout, reporter, spare)
        return self._trials[kept, step]

    @property
    def _refuted(self) -> float:
        """The largest height that an estimate left to a selection which did not fit."""
        return max(
            (
                self._spare(kept, 0)
                for (kept, step), trial in self._trials.items()
                if step == 0 and trial.spare < 0
            ),
            default=-inf,
        )

    def setting(self, step: int) -> TextSetting:
        """Return the setting *step* of the way from the tightest (0) to the largest (STEPS)."""
        text = self.engine.text.at_least(self.document.size_min, self.document.leading_min)
        share = step / STEPS
        return TextSetting(
            round(text.size_min + share * (text.size_max - text.size_min), 3),
            round(text.leading_min + share * (text.leading_max - text.leading_min), 4),
            self.split,
        )


def _surface(setting: TextSetting) -> float:
    """Return what a letter takes of a page: its width, times the height of its line."""
    return setting.size * setting.size * setting.leading
