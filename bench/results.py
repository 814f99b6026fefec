"""What one run of the bench measured, and the sums of it.

Enters: samples, run by run. Leaves: medians over the rounds, with the fastest and the slowest, so that noise
can be seen; everything for machines."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from statistics import mean, median

OURS, CHAIN = "pitstop", "pandoc + typst"
LANES = (OURS, CHAIN)
COLD, COLD_BEFORE, COLD_CHAIN = "cold: pitstop", "cold: pitstop before", f"cold: {CHAIN}"
ADDRESSED = "addressed"
_SETTLED = 50  # briefs after which a worker has loaded all that it will ever load


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: rounds of what is ``short``, of ``builds`` from nothing, of what else is ``whole``,
    of single ``briefs``; how many briefs one worker makes in a row (``memory``); municipalities of a
    ``region``, whose packs are of so many ``sources``, and ever more of a ``country``."""

    short: int = 5
    builds: int = 5
    whole: int = 3
    briefs: int = 2
    memory: int = 1000
    region: int = 330
    sources: int = 5
    country: tuple[int, ...] = (100, 1000, 7896)


@dataclass(frozen=True, slots=True)
class Sample:
    """One brief made once: the seconds of its steps in one round."""

    lane: str
    edition: str
    source: str
    round: int
    steps: dict[str, float]
    state: str = "warm"  # or "cold": the first and only brief of its process

    @property
    def seconds(self) -> float:
        """All steps together."""
        return sum(self.steps.values())


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds: the median round, the fastest, the slowest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Spread":
        """Return the spread of *seconds*."""
        runs = [*seconds]
        return cls(median(runs), min(runs), max(runs))

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f}–{self.high:.2f})"


@dataclass(slots=True)
class Builds:
    """Seconds of whole runs by their name, round by round, and the ``peaks`` of their largest processes, in
    bytes.

    A run from nothing makes so many ``briefs``, and is compared with one at the commit ``before`` ("": there
    was none); ``journals`` say what its steps took. ``layouts`` is how often each bundled brief was laid out;
    ``steps`` are the seconds of each brief by edition, in a process that took ``start``. ``memory`` is a
    worker's, in bytes, after so many briefs. ``watched`` is how many files a save changed, ``text`` the source
    that was; ``notes`` say what could not be measured."""

    briefs: int = 0
    before: str = ""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    peaks: dict[str, int] = field(default_factory=dict)
    journals: list[dict[str, float]] = field(default_factory=list)
    layouts: list[int] = field(default_factory=list)
    steps: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    start: dict[str, float] = field(default_factory=dict)
    memory: dict[int, int] = field(default_factory=dict)
    watched: int = 0
    text: str = field(default="", repr=False)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, seconds: float) -> None:
        """Keep one run."""
        self.seconds.setdefault(name, []).append(seconds)

    @property
    def growth(self) -> int:
        """How many bytes a worker grew after it had settled."""
        settled = [size for count, size in self.memory.items() if count >= _SETTLED]
        return settled[-1] - settled[0] if settled else 0

    @property
    def peak(self) -> int:
        """The most that a worker took, in bytes."""
        return max(self.memory.values(), default=0)

    def gain(self, name: str) -> float:
        """Return how much faster *name* is with two workers than with one: the middle round."""
        pairs = zip(self.seconds[f"{name} 1"], self.seconds[f"{name} 2"], strict=True)
        gains = sorted(one / two for one, two in pairs)
        return gains[len(gains) // 2]


@dataclass(slots=True)
class Packs:
    """What packing took, run by run: ``seconds``, ``packs``, ``files``, ``briefs``, ``bytes``, the process's
    ``memory`` in bytes and, where all of it was kept, the seconds of a ``plain`` copy of it. Where briefs are
    addressed, the seconds of a ``pdf`` for one municipality, and of a ``pair``, Word file and PDF.

    ``chain`` has what pandoc and typst took for each of some of the same addressed briefs, ``layouts`` the
    seconds in which the ``laid_out`` ones were made that all municipalities' are made of."""

    runs: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    chain: list[float] = field(default_factory=list)
    layouts: float = 0.0
    laid_out: int = 0

    def add(self, name: str, run: dict[str, float]) -> None:
        """Keep one run."""
        self.runs.setdefault(name, []).append(run)


@dataclass(slots=True)
class Press:
    """What files for a press took, edition by edition, run by run: ``pages``, and the seconds of ``layout``,
    ``write`` and ``preflight``."""

    runs: dict[str, list[dict[str, float]]] = field(default_factory=dict)


@dataclass(slots=True)
class Results:
    """Everything that one run measured."""

    date: str
    machine: dict[str, str]
    versions: dict[str, str]
    rounds: int = 0
    briefs: int = 0
    samples: list[Sample] = field(default_factory=list)
    pages: dict[str, dict[str, list[int]]] = field(default_factory=dict)  # lane → edition → pages
    start: dict[str, dict[str, float]] = field(default_factory=dict)  # lane → step → seconds
    together: dict[str, list[float]] = field(default_factory=dict)  # lane → seconds of whole runs
    memory: dict[str, dict[str, int]] = field(default_factory=dict)  # lane → state → bytes
    builds: Builds = field(default_factory=Builds)
    packs: Packs = field(default_factory=Packs)
    press: Press = field(default_factory=Press)
    engine: dict[str, dict[str, list[dict[str, float]]]] = field(default_factory=dict)

    def reach(self, lane: str, state: str, memory: int) -> None:
        """Keep *memory* if it is the most that *lane* has taken in *state*."""
        reached = self.memory.setdefault(lane, {})
        reached[state] = max(reached.get(state, 0), memory)

    @property
    def editions(self) -> list[str]:
        """The editions measured, in their order."""
        return list(dict.fromkeys(sample.edition for sample in self.samples))

    def of(self, lane: str, edition: str = "", state: str = "warm") -> list[Sample]:
        """Return the samples of *lane*; "" means every edition."""
        return [
            s
            for s in self.samples
            if s.lane == lane and s.state == state and edition in ("", s.edition)
        ]

    def spread(self, lane: str, edition: str = "", state: str = "warm") -> Spread:
        """Return the seconds per brief."""
        samples = self.of(lane, edition, state)
        rounds = [
            mean(s.seconds for s in samples if s.round == r)
            for r in sorted({s.round for s in samples})
        ]
        return Spread.of(rounds)

    def mean_pages(self, lane: str, edition: str = "") -> float:
        """Return how many pages a brief has."""
        counts = self.pages[lane]
        return mean(p for e, found in counts.items() if edition in ("", e) for p in found)

    def steps(self, lane: str, edition: str = "") -> dict[str, float]:
        """Return the mean seconds of each warm step."""
        samples = self.of(lane, edition)
        return {step: mean(s.steps[step] for s in samples) for step in samples[0].steps}

    def as_json(self) -> dict[str, object]:
        """Return everything for machines: the summary first, then the samples."""
        rows = [
            {
                "lane": lane, "edition": edition or "all", "pages": self.mean_pages(lane, edition),
                "warm": asdict(self.spread(lane, edition)),
                "warm_per_page": self.spread(lane, edition).median / self.mean_pages(lane, edition),
                "warm_steps": self.steps(lane, edition),
                "cold": asdict(self.spread(lane, edition, "cold")),
            }
            for edition in ((*self.editions, "") if self.samples else ())
            for lane in LANES
        ]  # fmt: skip
        builds = {"growth": self.builds.growth, "peak": self.builds.peak}
        return {"summary": rows, "workers": builds, **asdict(self)}
