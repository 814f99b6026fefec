"""Tables of whole builds, of what little changes cost, of the layout engine, and of where time goes."""

from collections.abc import Iterable, Iterator, Mapping
from statistics import mean, median

from bench.grids import Grid, megabytes, middle, milliseconds
from bench.results import COLD, COLD_BEFORE, COLD_CHAIN, Builds, Results, Spread

_CORES = 2
_AIMS = {
    "no change: make briefs": "0.25 s",
    "no change: pitstop build": "0.25 s",
    "one word: make briefs": "3 s",
    "watch: to the first file": "0.8 s",
    "watch: to the last file": "2 s",
}
_DOSSIER_AIM = "1.0"  # seconds of the processor
STEPS = {
    "compose": "compose", "measure": "measuring layouts", "layout": "layouts in pages", "search": "search",
    "write pdf": "write PDF", "write docx": "write DOCX", "cover": "cover",
    "rest": "digests, collecting", "save": "save",
}  # fmt: skip
_STARTED = ("reading: from nothing, with imports", "reading: from nothing")
_RUN_STEPS = {"read": "read and check", "compose": "compose", "plan": "plan", "pages": "index"}


def build_tables(results: Results) -> Iterator[Grid]:
    """Yield the tables of what was measured."""
    builds = results.builds
    if builds.seconds:
        yield _cold(builds)
        yield _changes(builds)
    if results.engine:
        yield _engine(results.engine)
    if builds.seconds:
        yield _where(builds)
        yield _cold_steps(builds)
        yield _workers(builds)
        yield _layouts(builds)
        yield _reading(builds)


def _cold(builds: Builds) -> Grid:
    names = {
        COLD: "pitstop",
        COLD_BEFORE: f"pitstop at {builds.before}: engine plain, search as it was",
        COLD_CHAIN: "pandoc + typst",
    }
    ours = median(builds.seconds[COLD])
    aims = {COLD_BEFORE: "at least 2", COLD_CHAIN: "at least 0.3"}
    rows = []
    for name, called in names.items():
        if name in builds.seconds:
            runs = builds.seconds[name]
            peak = megabytes(builds.peaks[name]) if name in builds.peaks else ""
            rows.append([
                called, str(Spread.of(runs)), f"{median(runs) / builds.briefs:.2f}",
                f"{median(runs) / ours:.2f}" if name != COLD else "", aims.get(name, ""),
                peak, "350" if name == COLD else "",
            ])  # fmt: skip
    return Grid(
        f"All {builds.briefs} bundled briefs from nothing, on two cores; rounds: {len(builds.seconds[COLD])}",
        ("", "seconds", "per brief", "pitstop is so many times as fast", "aim", "MB, largest process", "aim"),
        rows,
        " ".join(f"{note}." for note in dict.fromkeys(builds.notes)),
    )  # fmt: skip


def _changes(builds: Builds) -> Grid:
    rows = [
        [name, str(Spread.of(builds.seconds[name])), aim]
        for name, aim in _AIMS.items()
        if name in builds.seconds
    ]
    watched = f"; a save changes {builds.watched} files" if builds.watched else ""
    rounds = len(builds.seconds["no change: make briefs"])
    title = f"Little or nothing changed, all {builds.briefs} briefs asked for; rounds: {rounds}{watched}"
    return Grid(title, ("run", "seconds", "aim"), rows)


def _engine(editions: Mapping[str, Mapping[str, list[dict[str, float]]]]) -> Grid:
    """What a brief takes with the layout engine as it is, and as we have it."""
    rows = []
    for edition, engines in editions.items():
        plain, tuned = engines.values()
        row = [edition]
        row += [str(Spread.of(run["seconds"] for run in runs)) for runs in (plain, tuned)]
        row.append(f"{middle(plain, 'seconds') / middle(tuned, 'seconds'):.2f}")
        row += [f"{middle(runs, 'cpu'):.2f}" for runs in (plain, tuned)]
        row += [f"{middle(runs, 'once'):.2f}" for runs in (plain, tuned)]
        rows.append([*row, _DOSSIER_AIM if edition == [*editions][-1] else ""])
    return Grid(
        "The layout engine plain and tuned, with today's search, in warm processes",
        ("edition", "fit, write PDF: plain", "tuned", "times", "CPU, whole brief: plain", "tuned",
         "CPU, laid out and written once: plain", "tuned", "aim"),
        rows,
    )  # fmt: skip


def _where(builds: Builds) -> Grid:
    """Where the time of a brief goes, in a process that is warm."""
    rows = []
    every = [brief for briefs in builds.steps.values() for brief in briefs]
    groups = [*builds.steps.values(), every]
    for step, called in STEPS.items():
        rows.append([called, *(_ms(brief.get(step, 0.0) for brief in group) for group in groups)])
    rows.append(["all", *(_ms(sum(brief.values()) for brief in group) for group in groups)])
    once = ", ".join(f"{step} {1000 * seconds:.0f}" for step, seconds in builds.start.items())
    return Grid(
        "Where a brief's time goes in a warm process, milliseconds, means",
        ("step", *builds.steps, "all"),
        rows,
        f"Once for such a process, in milliseconds: {once}.",
    )


def _ms(seconds: Iterable[float]) -> str:
    return f"{1000 * mean(seconds):.0f}"


def _cold_steps(builds: Builds) -> Grid:
    """Where the time of two cores goes in a build from nothing: that of the median run."""
    runs = sorted(zip(builds.seconds[COLD], builds.journals, strict=True), key=lambda run: run[0])
    wall, journal = runs[len(runs) // 2]
    own = {called: journal.get(step, 0.0) for step, called in _RUN_STEPS.items()}
    whole, reading = (median(builds.seconds[name]) for name in _STARTED)
    parts = {"start, import": whole - reading, **own}
    # While it reads and composes, workers start and warm up; while they work, it waits and writes.
    making = wall - sum(parts.values())
    parts["workers at work"] = journal["workers"] / _CORES
    parts["workers idle, parcels, files flushed"] = making - journal["workers"] / _CORES
    rows = [
        [name, f"{seconds:.2f}", f"{1000 * seconds / builds.briefs:.0f}", f"{100 * seconds / wall:.0f}"]
        for name, seconds in parts.items()
    ]  # fmt: skip
    rows.append(["all", f"{wall:.2f}", f"{1000 * wall / builds.briefs:.0f}", "100"])
    columns = ("step", "seconds", "ms a brief", "%")
    return Grid("Where the time of a build from nothing goes, on two cores", columns, rows)


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
            ["its peak, MB", megabytes(builds.peak), "350"],
        ],
    )


def _layouts(builds: Builds) -> Grid:
    """Copyfitting's cost: how often a brief is laid out until it fits, the measuring included."""
    counts = builds.layouts or [0]
    rows = [
        [f"{len(counts)} briefs", f"{median(counts):g}", str(max(counts)), str(sum(counts))],
        ["aim", "2", "4", ""],
    ]
    return Grid(
        "Layouts of a brief, the measuring one included", ("", "median", "most", "in all"), rows
    )


def _reading(builds: Builds) -> Grid:
    aims = {"fresh process": "250", "one file changed": "30"}
    rows = []
    for name, seconds in builds.seconds.items():
        kind, _colon, what = name.partition(": ")
        if kind == "reading":
            rows.append([what, milliseconds(seconds), aims.get(what, "")])
    return Grid("Reading and checking all sources", ("", "milliseconds", "aim"), rows)
