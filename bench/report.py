"""Samples → medians, tables and JSON.

Enters: what was measured, run by run. Leaves: for each edition the median over the rounds of the
mean seconds per brief, with the fastest and the slowest round, so that noise can be seen."""

from dataclasses import asdict, dataclass, field
from statistics import mean, median

from rich.console import Console
from rich.table import Table

OURS, CHAIN = "pitstop", "pandoc + typst"
LANES = (OURS, CHAIN)
_SETTLED = 50  # briefs after which a worker has loaded all that it will ever load


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
class Builds:
    """Seconds of whole runs by their name, round by round; ``memory`` is a worker's, in bytes, after
    so many briefs; ``briefs`` is how many a run from nothing makes; ``layouts`` is how often each
    bundled brief was laid out."""

    briefs: int = 0
    layouts: list[int] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[int, int] = field(default_factory=dict)

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
    """What packing took, run by run: ``seconds``, ``packs``, ``files``, ``bytes``, the process's ``memory``
    in bytes and, where all of it was kept, the seconds of a ``plain`` copy of it. Where briefs are addressed,
    the seconds of a ``pdf`` for one municipality, and of a ``pair``, Word file and PDF."""

    runs: dict[str, list[dict[str, float]]] = field(default_factory=dict)

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
    rounds: int
    briefs: int
    samples: list[Sample] = field(default_factory=list)
    pages: dict[str, dict[str, list[int]]] = field(default_factory=dict)  # lane → edition → pages
    start: dict[str, dict[str, float]] = field(default_factory=dict)  # lane → step → seconds
    together: dict[str, list[float]] = field(default_factory=dict)  # lane → seconds of whole runs
    memory: dict[str, dict[str, int]] = field(default_factory=dict)  # lane → state → bytes
    builds: Builds = field(default_factory=Builds)
    packs: Packs = field(default_factory=Packs)
    press: Press = field(default_factory=Press)
    engine: dict[str, dict[str, list[float]]] = field(default_factory=dict)  # edition → engine

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
            for edition in ((*self.editions, "") if self.samples else ())
            for lane in LANES
        ]  # fmt: skip
        builds = {"growth": self.builds.growth, "peak": self.builds.peak}
        return {"summary": rows, "workers": builds, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to print: a title, the columns' names, rows of cells; ``note`` stands below it."""

    title: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    note: str = ""


def print_report(results: Results, console: Console) -> None:
    """Print the tables for people."""
    console.print("\n".join(_heading(results)), soft_wrap=True)
    for grid in _grids(results):
        table = Table(
            title=grid.title, title_justify="left", box=None, pad_edge=False, header_style="bold"
        )
        for index, column in enumerate(grid.columns):
            table.add_column(column, justify="right" if index else "left")
        for row in grid.rows:
            table.add_row(*row)
        console.print()
        console.print(table)
        if grid.note:
            console.print(grid.note, soft_wrap=True)


def markdown_report(results: Results) -> str:
    """Return the tables as Markdown, for docs/performance.md."""
    lines = [f"{line}  " for line in _heading(results)]
    for grid in _grids(results):
        rule = ["---", *("---:" for _column in grid.columns[1:])]
        rows = [list(grid.columns), rule, *grid.rows]
        lines += ["", f"**{grid.title}**", "", *(f"| {' | '.join(row)} |" for row in rows)]
        lines += ["", grid.note] if grid.note else []
    return "\n".join(lines)


def _heading(results: Results) -> list[str]:
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = ", ".join(f"{name} {value}" for name, value in results.versions.items())
    rounds = f"{results.briefs} briefs, {results.rounds} rounds; median round (fastest–slowest)"
    return [f"{results.date} · {machine}", versions, rounds]


def _grids(results: Results) -> tuple[Grid, ...]:
    if not results.packs.runs:
        return (_engine(results.engine),)
    if not results.builds.seconds:
        return _press(results.press), _packs(results.packs), _copies(results)
    builds = (
        _press(results.press),
        _packs(results.packs),
        _copies(results),
        _reading(results.builds),
        _builds(results.builds),
        _workers(results.builds),
        _layouts(results.builds),
    )
    if not results.samples:
        return builds
    briefs = _per_brief(results), _word(results), _per_page(results), _whole(results)
    return (*builds, _engine(results.engine), *briefs, _steps(results))


def _word(results: Results) -> Grid:
    """What a Word file costs, fonts included, by the pages that the same words take in the PDF."""
    rows = []
    for edition in (*results.editions, ""):
        seconds = results.steps(OURS, edition)["write docx"]
        pages = results.mean_pages(OURS, edition)
        row = [
            edition or "all four",
            f"{1000 * seconds:.0f}",
            f"{1000 * seconds / pages:.1f}",
            "12",
        ]
        rows.append(row)
    return Grid("Word files, warm, milliseconds", ("edition", "a file", "a page", "aim"), rows)


def _engine(editions: dict[str, dict[str, list[float]]]) -> Grid:
    """What fitting and writing a PDF takes with the layout engine as it is, and as we have it."""
    rows = []
    for edition, engines in editions.items():
        plain, tuned = ((median(runs), min(runs), max(runs)) for runs in engines.values())
        times = f"{plain[0] / tuned[0]:.2f}"
        rows.append([edition, str(Spread(*plain)), str(Spread(*tuned)), times])
    title = "The layout engine: seconds to fit and write a PDF, warm"
    return Grid(title, ("edition", "plain", "tuned", "times as fast"), rows)


def _press(press: Press) -> Grid:
    """What a page for a press costs once it is laid out."""
    rows = []
    for edition, runs in press.runs.items():
        pages = runs[0]["pages"]
        layout, write, look = (
            1000 * median(run[step] for run in runs) / pages
            for step in ("layout", "write", "preflight")
        )
        rows.append([
            edition, f"{pages:.0f}", f"{layout:.0f}", f"{write:.0f}", f"{look:.0f}", f"{write + look:.0f}",
        ])  # fmt: skip
    rows.append(["aim", "", "", "100", "", "300"])
    titles = ("edition", "pages", "layout", "written in inks", "preflight", "both")
    return Grid("Files for a press, warm, milliseconds a page", titles, rows)


_COPY_AIMS = {"pdf": "0.5", "pair": "2"}  # milliseconds


def _packs(packs: Packs) -> Grid:
    rows = []
    for name, runs in packs.runs.items():
        run = sorted(runs, key=lambda each: each["seconds"])[len(runs) // 2]
        times = [each["seconds"] / each["plain"] for each in runs if "plain" in each]
        rows.append([
            name, f"{run['packs']:.0f}", f"{run['files']:.0f}", f"{run['bytes'] / 1e9:.2f}",
            f"{run['seconds']:.1f}", f"{1000 * run['seconds'] / run['packs']:.1f}",
            f"{median(times):.2f} ({min(times):.2f}–{max(times):.2f})" if times else "",
            f"{run['memory'] / 1e6:.0f}",
        ])  # fmt: skip
    return Grid(
        "Packs: folder and zip; four editions of five sources, or of one",
        ("run", "packs", "files", "GB", "seconds", "ms a pack", "times a plain copy (aim: 3)", "MB of memory"),
        rows,
    )  # fmt: skip


def _copies(results: Results) -> Grid:
    """What an addressed copy of a brief takes, without being written; beside the chain, where that was
    measured."""
    chain = results.of(CHAIN)
    rows = []
    for name, runs in results.packs.runs.items():
        for what, title in (("pdf", "PDF"), ("pair", "DOCX and PDF")):
            if what in runs[0]:
                taken = median(run[what] for run in runs)
                times = (
                    f"{mean(s.seconds for s in chain) / taken:.0f}"
                    if chain and what == "pair"
                    else ""
                )
                rows.append([f"{name}: {title}", f"{1000 * taken:.3f}", _COPY_AIMS[what], times])
    return Grid(
        "Addressed briefs: a copy for one municipality, its digest included, not written",
        ("copy", "ms", "aim", "times as fast as the chain (aim: 100)"),
        rows,
    )


def _layouts(builds: Builds) -> Grid:
    """Copyfitting's cost: how often a brief is laid out until it fits, the measuring included."""
    counts = builds.layouts or [0]
    rows = [
        [f"{len(counts)} briefs", f"{median(counts):g}", str(max(counts)), str(sum(counts))],
        ["aim", "3", "6", ""],
    ]
    return Grid("Layouts of a brief", ("", "median", "most", "in all"), rows)


def _reading(builds: Builds) -> Grid:
    aims = {"fresh process": "250", "one file changed": "30"}
    rows = []
    for name, seconds in builds.seconds.items():
        kind, _colon, what = name.partition(": ")
        if kind == "reading":
            least, middle, most = (f"{1000 * s:.0f}" for s in _range(seconds))
            rows.append([what, f"{middle} ({least}–{most})", aims.get(what, "")])
    return Grid("Reading and checking all sources", ("", "milliseconds", "aim"), rows)


def _range(seconds: list[float]) -> tuple[float, float, float]:
    return min(seconds), median(seconds), max(seconds)


def _builds(builds: Builds) -> Grid:
    def row(name: str, aim: str) -> list[str]:
        seconds = builds.seconds[name]
        return [name, str(Spread(median(seconds), min(seconds), max(seconds))), aim]

    ours, chain = (median(builds.seconds[f"cold: {lane}"]) for lane in LANES)
    cold = f"{chain / ours:.2f} times as fast per brief (aim: 1.5)"
    return Grid(
        f"Whole builds; cold: {builds.briefs} briefs from nothing, on two cores",
        ("run", "seconds", "aim"),
        [
            row("no change: make briefs", "0.4 s"),
            row("no change: pitstop build", ""),
            row("one word: pitstop build", "2 s"),
            row(f"cold: {OURS}", cold),
            row(f"cold: {CHAIN}", ""),
        ],
    )


def _workers(builds: Builds) -> Grid:
    briefs, loops = builds.gain("briefs"), builds.gain("loops")
    count = max(builds.memory, default=0)
    return Grid(
        "Workers",
        ("what", "measured", "aim"),
        [
            ["two workers against one, times", f"{briefs:.2f}", ""],
            ["two plain loops against one, times", f"{loops:.2f}", ""],
            ["of the loops' gain", f"{briefs / loops:.2f}", "0.9"],
            [f"growth of a worker over {count} briefs, MB", f"{builds.growth / 1e6:.1f}", "5"],
            ["its peak, MB", f"{builds.peak / 1e6:.0f}", ""],
        ],
    )


def _per_brief(results: Results) -> Grid:
    rows = []
    for edition in (*results.editions, ""):
        row = [edition or "all four"]
        for state in ("warm", "cold"):
            ours, chain = (results.spread(lane, edition, state) for lane in LANES)
            row += [str(ours), str(chain), f"{ours.median / chain.median:.1f}"]
        rows.append(row)
    return Grid(
        "Seconds per brief, DOCX and PDF together",
        ("edition", "warm: pitstop", CHAIN, "times", "cold: pitstop", CHAIN, "times"),
        rows,
    )


def _per_page(results: Results) -> Grid:
    rows = []
    for edition in (*results.editions, ""):
        pages = [results.mean_pages(lane, edition) for lane in LANES]
        seconds = [results.spread(lane, edition).median for lane in LANES]
        per_page = [f"{s / p:.3f}" for s, p in zip(seconds, pages, strict=True)]
        rows.append([edition or "all four", *(f"{p:.1f}" for p in pages), *per_page])
    columns = ("edition", "pages: pitstop", CHAIN, "seconds per page: pitstop", CHAIN)
    return Grid("Seconds per page, warm", columns, rows)


def _whole(results: Results) -> Grid:
    rows = []
    for lane in LANES:
        runs = results.together[lane]
        spread = Spread(median(runs), min(runs), max(runs))
        memory = [f"{results.memory[lane][state] / 1e6:.0f}" for state in ("warm", "cold")]
        rows.append([lane, str(spread), f"{spread.median / results.briefs:.2f}", *memory])
    return Grid(
        f"A fresh run of all {results.briefs} briefs, and the largest process in MB",
        ("", "seconds", "per brief", "MB, all briefs", "MB, one brief"),
        rows,
    )


def _steps(results: Results) -> Grid:
    rows = []
    for lane in LANES:
        by_edition = [results.steps(lane, edition) for edition in (*results.editions, "")]
        for step in by_edition[0]:
            name = step if lane == CHAIN else f"{lane} {step}"
            rows.append([name, *(f"{steps[step]:.3f}" for steps in by_edition)])
    once = (
        f"{lane}: {', '.join(f'{step} {s:.2f}' for step, s in results.start[lane].items())}"
        for lane in LANES
    )
    return Grid(
        "Where warm time goes, seconds per brief",
        ("step", *results.editions, "all four"),
        rows,
        f"Once for each process, in seconds: {'; '.join(once)}.",
    )
