"""Samples → medians, tables and JSON.

Enters: what was measured, run by run. Leaves: for each edition the median over the rounds of the
mean seconds per brief, with the fastest and the slowest round, so that noise can be seen."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from statistics import mean, median

from rich.console import Console
from rich.table import Table

OURS, CHAIN = "pitstop", "pandoc + typst"
LANES = (OURS, CHAIN)


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

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f}–{self.high:.2f})"


@dataclass(slots=True)
class Results:
    """Everything that one run measured."""

    date: str
    machine: dict[str, str]
    versions: dict[str, str]
    rounds: int
    briefs: int
    samples: list[Sample] = field(default_factory=list)
    pages: dict[str, dict[str, list[int]]] = field(default_factory=dict)  # lane → edition → pages
    start: dict[str, dict[str, float]] = field(default_factory=dict)  # lane → step → seconds
    together: dict[str, list[float]] = field(default_factory=dict)  # lane → seconds of whole runs
    memory: dict[str, dict[str, int]] = field(default_factory=dict)  # lane → state → bytes

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
        return Spread(median(rounds), min(rounds), max(rounds))

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
            for edition in (*self.editions, "")
            for lane in LANES
        ]  # fmt: skip
        return {"summary": rows, **asdict(self)}


def print_report(results: Results, console: Console) -> None:
    """Print the tables."""
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = ", ".join(f"{name} {value}" for name, value in results.versions.items())
    console.print(f"{results.date} · {machine}\n{versions}")
    console.print(
        f"{results.briefs} briefs, {results.rounds} rounds; median round (fastest–slowest)\n"
    )
    for table in (_per_brief(results), _per_page(results), _whole(results), _steps(results)):
        console.print(table)
        console.print()


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right", no_wrap=True)
    return table


def _per_brief(results: Results) -> Table:
    table = _table(
        "Seconds per brief, DOCX and PDF together", "edition", "warm: pitstop", "pandoc + typst",
        "times", "cold: pitstop", "pandoc + typst", "times",
    )  # fmt: skip
    for edition in (*results.editions, ""):
        cells: list[str] = []
        for state in ("warm", "cold"):
            ours, chain = (results.spread(lane, edition, state) for lane in LANES)
            cells += [str(ours), str(chain), f"{ours.median / chain.median:.1f}"]
        table.add_row(edition or "all four", *cells)
    return table


def _per_page(results: Results) -> Table:
    table = _table(
        "Seconds per page, warm", "edition", "pages: pitstop", "pandoc + typst", "s/page: pitstop",
        "pandoc + typst",
    )  # fmt: skip
    for edition in (*results.editions, ""):
        pages = [results.mean_pages(lane, edition) for lane in LANES]
        seconds = [results.spread(lane, edition).median for lane in LANES]
        per_page = [f"{s / p:.3f}" for s, p in zip(seconds, pages, strict=True)]
        table.add_row(edition or "all four", *(f"{p:.1f}" for p in pages), *per_page)
    return table


def _whole(results: Results) -> Table:
    table = _table(
        f"A whole run of {results.briefs} briefs, and memory", "", "seconds", "s/brief",
        "largest process, whole run: MB", "one brief: MB",
    )  # fmt: skip
    for lane in LANES:
        runs = results.together[lane]
        memory = [f"{results.memory[lane][state] / 1e6:.0f}" for state in ("warm", "cold")]
        spread = Spread(median(runs), min(runs), max(runs))
        table.add_row(lane, str(spread), f"{spread.median / results.briefs:.2f}", *memory)
    return table


def _steps(results: Results) -> Table:
    table = _table("Where warm time goes, seconds per brief", "", *results.editions, "all four")
    for lane in LANES:
        by_edition = [results.steps(lane, edition) for edition in (*results.editions, "")]
        for step in by_edition[0]:
            name = step if lane == CHAIN else f"pitstop {step}"
            table.add_row(name, *(f"{steps[step]:.3f}" for steps in by_edition))
    table.add_section()
    for lane in LANES:
        table.add_row(f"{lane}, once: {_once(results.start[lane].items())}")
    return table


def _once(steps: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{step} {seconds:.2f}" for step, seconds in steps)
