"""The richest selection that an edition's pages can hold, set as large as it fits.

Enters: a ranked Document, how many pages it may take, and an engine that lays documents out. Leaves:
the selection and the layout that proves it. Units are taken in rank order, skipping what does not
fit in the tightest setting; what room is left makes the text larger. Heights measured once say what
should fit; the layout engine has the last word, and what it finds corrects the estimate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Protocol

from pitstop_docs.copyfit.cutting import keep
from pitstop_docs.copyfit.estimate import Estimate
from pitstop_docs.copyfit.linear import Pages, Room, take
from pitstop_docs.copyfit.units import Unit, units_of
from pitstop_docs.look.theme import TextSize
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.pdf import Extent, Grid, Layout, LayoutError, TextSetting

STEPS = 14  # from the tightest setting to the largest
MOST = 6  # layouts of one brief that fits, the measuring one included
_LAST = 12  # layouts after which nothing but what is required is tried
_AIR = 0.06  # of a page's height: less than this is a full page
_NEAR = 8.0  # pt by which an estimate may still be wrong once it is corrected
_SAME = 0.01  # pt between estimates that are equal
_GROWTH = 3.0  # pt by which it errs more for each step and page


class Engine(Protocol):
    """What copyfitting asks of a layout engine."""

    @property
    def text(self) -> TextSize:
        """The bounds of the text setting."""
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
    """The search for one document; ``layouts`` counts what it cost. The first page's columns end with
    it, unless they may be ``split``. What it finds has ``room`` in another format too."""

    document: Document
    budget: int
    engine: Engine
    room: Room | None = None
    split: bool = False
    layouts: int = 0
    units: tuple[Unit, ...] = ()
    _trials: dict[tuple[frozenset[str], int | None], Trial] = field(default_factory=dict)
    _spared: int = 0  # layouts that would have shown again what one before them did
    _extents: Mapping[str, Extent] | None = None
    _estimate: Estimate | None = None
    _spares: dict[tuple[frozenset[str], int], float] = field(default_factory=dict)

    others: Pages = field(init=False)

    def __post_init__(self) -> None:
        self.units = units_of(self.document)
        self.others = Pages(self.document, self.room)

    @property
    def everything(self) -> frozenset[str]:
        """The keys of all units."""
        return frozenset(unit.key for unit in self.units)

    @property
    def required(self) -> frozenset[str]:
        """The keys of the units that are never left out."""
        return frozenset(unit.key for unit in self.units if not unit.rank)

    def whole(self) -> Trial:
        """Return everything in the theme's own setting, or in the tightest where that fails."""
        return self._try(self.everything, None)

    def shorter(self, trial: Trial) -> Trial:
        """Return *trial* in the tightest setting where that takes fewer pages, else as it is."""
        try:
            tight = self._try(trial.kept, 0)
        except LayoutError:
            return trial
        return tight if tight.layout.pages < trial.layout.pages else trial

    def best(self) -> Trial:
        """Return the richest selection that fits; or, when not even what is required does, that."""
        if self._extents is None:
            self._extents = self.engine.measure(self.document, self.setting(0))
            self.layouts += 1
        self._estimate = Estimate(self.document, self._extents, self.engine.grid, self.split)
        best, bias = self._search()
        if best is None:
            return self._try(self.required, 0)
        return self._richer(best, bias)

    def split_over(self) -> "Search":
        """Return a search in which the first page's columns may be longer than it: what is left of
        them goes over to the next."""
        return Search(
            self.document, self.budget, self.engine, self.room, split=True, _extents=self._extents
        )

    def worth(self, trial: Trial) -> tuple[list[bool], int]:
        """Return what makes one trial better than another: the units kept, best first, then the size."""
        return [unit.key in trial.kept for unit in self.units], trial.step or 0

    def _search(self) -> tuple[Trial | None, "_Bias"]:
        """Return the best of the trials, and what an estimate errs by."""
        best: Trial | None = None
        bias = _Bias()
        overflows = 0
        pushed = 0.0
        while self.layouts < (MOST if best else _LAST):
            kept = self._choose(bias)
            step = self._widest(kept, bias) if overflows < 2 else 0
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
            # What is left out elsewhere makes no room on the first page: its columns are split then.
            if trial.spare < 0 and 0 < trial.layout.pushed == pushed:
                break
            pushed = trial.layout.pushed
            bias = _Bias.of(trial.spare - self._spare(kept, step), step)
            overflows = overflows + 1 if trial.spare < 0 else 0
            if trial.spare >= 0:
                best = self._richest(best, trial)
                if trial.spare <= _AIR * self.engine.grid.height and self._choose(bias) == kept:
                    break
        return best, bias

    def _richer(self, best: Trial, bias: "_Bias") -> Trial:
        """Return *best*, or a richer selection that the estimate was too unsure of to try."""
        before = self.required
        for unit in self.units:
            if unit.key in best.kept:
                before |= {unit.key}
            elif self.layouts + self._spared < MOST and unit.needs <= before:
                richer = self._with(unit, before, best, bias)
                if richer:
                    return self._richer(*richer)
        return best

    def _with(
        self, unit: Unit, before: frozenset[str], best: Trial, bias: "_Bias"
    ) -> tuple[Trial, "_Bias"] | None:
        """Return a trial that keeps *unit* besides those *before* it, and what an estimate errs by
        there; None when it surely does not fit, or was seen not to, in a selection with as much room."""
        least = before | {unit.key}
        if self._spare(least, 0) + bias.at(0) <= -_NEAR or not self.others.hold(least):
            return None
        kept = self._choose(bias, best.kept, unit)
        if (kept, 0) in self._trials:
            return None
        if self._spare(kept, 0) <= self._refuted + _SAME:
            self._spared += 1
            return None
        trial = self._try(kept, 0)
        if trial.spare < 0:
            return None
        bias = _Bias.of(trial.spare - self._spare(kept, 0), 0)
        more = self._choose(bias, kept, unit)
        if more != kept and self.layouts < MOST:
            further = self._try(more, 0)
            trial = self._richest(trial, further) if further.spare >= 0 else trial
        return trial, bias

    def _choose(
        self, bias: "_Bias", base: frozenset[str] = frozenset(), wanted: Unit | None = None
    ) -> frozenset[str]:
        """Return the units that should fit, taken in rank order. With *wanted*, the units before it
        are those of *base*, which it needs, and it is taken in any case."""
        kept, rest = self.required, self.units
        if wanted is not None:
            place = self.units.index(wanted)
            before = frozenset(unit.key for unit in self.units[:place])
            kept, rest = kept | (base & before) | {wanted.key}, self.units[place + 1 :]

        def fits(more: frozenset[str]) -> bool:
            return self._spare(more, 0) + bias.at(0) >= 0 and self.others.hold(more)

        return take(kept, rest, fits)

    def _widest(self, kept: frozenset[str], bias: "_Bias") -> int:
        """Return the largest setting in which *kept* should surely fit, on no more pages than in the
        tightest: larger letters are to fill a page, not to begin one. A full page stays as it is."""
        height = self.engine.grid.height
        pages, spare = divmod(max(self._spare(kept, 0) + bias.at(0), 0.0), height)
        if spare <= _AIR * height:
            return 0
        for step in range(STEPS, 0, -1):
            doubt = _GROWTH * step * self.budget
            if self._spare(kept, step) + bias.at(step) >= pages * height + doubt:
                return step
        return 0

    def _spare(self, kept: frozenset[str], step: int) -> float:
        """Return the height that *kept* should leave."""
        assert self._estimate is not None
        if (kept, step) not in self._spares:
            tight, setting = self.setting(0), self.setting(step)
            size, leading = setting.size / tight.size, setting.leading / tight.leading
            self._spares[kept, step] = self._estimate.spare(kept, self.budget, size, leading)
        return self._spares[kept, step]

    def _richest(self, first: Trial | None, second: Trial) -> Trial:
        return second if first is None else max(first, second, key=self.worth)

    def _try(self, kept: frozenset[str], step: int | None) -> Trial:
        if (kept, step) not in self._trials:
            reporter = Reporter()
            document = keep(self.document, kept)
            setting = None if step is None else self.setting(step)
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
        text = self.engine.text
        share = step / STEPS
        return TextSetting(
            round(text.size_min + share * (text.size_max - text.size_min), 3),
            round(text.leading_min + share * (text.leading_max - text.leading_min), 4),
            self.split,
        )
