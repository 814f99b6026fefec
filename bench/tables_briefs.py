"""Tables of single briefs, beside the chain's."""

from collections.abc import Iterator

from bench.grids import Grid, megabytes
from bench.results import CHAIN, LANES, OURS, Results, Spread

_WORD_AIM = "12"  # milliseconds a page


def brief_tables(results: Results) -> Iterator[Grid]:
    """Yield the tables, where single briefs were measured."""
    if results.samples:
        yield _per_brief(results)
        yield _word(results)
        yield _per_page(results)
        yield _whole(results)
        yield _steps(results)


def _per_brief(results: Results) -> Grid:
    rows = []
    for edition in (*results.editions, ""):
        row = [edition or "all four"]
        for state in ("warm", "cold"):
            ours, chain = (results.spread(lane, edition, state) for lane in LANES)
            row += [str(ours), str(chain), f"{ours.median / chain.median:.1f}"]
        rows.append(row)
    return Grid(
        f"Seconds per brief, DOCX and PDF together: {results.briefs} briefs; rounds: {results.rounds}",
        ("edition", "warm: pitstop", CHAIN, "times", "cold: pitstop", CHAIN, "times"),
        rows,
    )


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
            _WORD_AIM,
        ]
        rows.append(row)
    return Grid("Word files, warm, milliseconds", ("edition", "a file", "a page", "aim"), rows)


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
        spread = Spread.of(results.together[lane])
        memory = [megabytes(results.memory[lane][state]) for state in ("warm", "cold")]
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
