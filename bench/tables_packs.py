"""Tables of packs, addressed briefs and files for a press."""

from collections.abc import Iterator
from statistics import mean, median

from bench.grids import Grid, megabytes, middle
from bench.results import ADDRESSED, Packs, Press, Results

_PLAIN_AIM = "3"  # times what copying the same bytes takes
_CHAIN_AIM = "100"
_NOISE = 1.25  # what is called linear: the dearest pack beside the cheapest


def pack_tables(results: Results) -> Iterator[Grid]:
    """Yield the tables of what was measured."""
    packs = results.packs
    regions = {name: runs for name, runs in packs.runs.items() if "," not in name}
    if ADDRESSED in packs.runs:
        yield _copies(packs)
        yield _packs(regions)
        yield _linear({name: runs for name, runs in packs.runs.items() if name not in regions})
    if results.press.runs:
        yield _press(results.press)


def _copies(packs: Packs) -> Grid:
    """What a brief costs that names its municipality, ever more of it counted, beside the chain."""
    runs = packs.runs[ADDRESSED]
    chain = mean(packs.chain)
    copies = runs[0]["briefs"]
    written = median(run["seconds"] / run["briefs"] for run in runs)
    pair = middle(runs, "pair")
    rows = [["a PDF, not written", f"{1000 * middle(runs, 'pdf'):.2f}", "0.5", "", ""]]
    for name, seconds, aim, times in (
        ("a DOCX and a PDF, not written", pair, "2", _CHAIN_AIM),
        (
            "the same in whole packs: folder, zip, what packs say of themselves",
            written,
            "",
            _CHAIN_AIM,
        ),
        (
            f"and its share of {packs.laid_out} layouts, once",
            written + packs.layouts / copies,
            "",
            "",
        ),
    ):
        rows.append([name, f"{1000 * seconds:.2f}", aim, f"{chain / seconds:.0f}", times])
    rows.append(["pandoc and typst, a DOCX and a PDF", f"{1000 * chain:.0f}", "", "1", ""])
    return Grid(
        f"An addressed brief; {runs[0]['packs']:.0f} municipalities, {packs.laid_out} briefs each",
        ("what", "ms a brief", "aim", "times as fast as the chain", "aim"),
        rows,
        f"The chain made {len(packs.chain)} of the same briefs, for {len(packs.chain) // packs.laid_out} of "
        "the municipalities, with their words in them.",
    )


def _packs(regions: dict[str, list[dict[str, float]]]) -> Grid:
    rows = []
    for name, runs in regions.items():
        times = [run["seconds"] / run["plain"] for run in runs if "plain" in run]
        rows.append([
            name, f"{runs[0]['packs']:.0f}", f"{runs[0]['files']:.0f}", f"{runs[0]['bytes'] / 1e9:.2f}",
            f"{middle(runs, 'seconds'):.1f}", f"{1000 * middle(runs, 'seconds') / runs[0]['packs']:.1f}",
            f"{median(times):.2f} ({min(times):.2f}–{max(times):.2f})" if times else "",
            _PLAIN_AIM if times else "", megabytes(middle(runs, "memory")),
        ])  # fmt: skip
    rounds = len(regions[ADDRESSED])
    return Grid(
        f"Whole packs, folder and zip, no letterheads; rounds: {rounds}",
        ("briefs", "packs", "files", "GB", "seconds", "ms a pack", "times a plain copy", "aim", "MB of memory"),
        rows,
    )  # fmt: skip


def _linear(countries: dict[str, list[dict[str, float]]]) -> Grid:
    """Whether a pack takes longer the more there are, and more memory."""
    rows, each = [], []
    for (run,) in countries.values():
        each.append(run["seconds"] / run["packs"])
        rows.append([
            f"{run['packs']:.0f}", f"{run['bytes'] / 1e9:.2f}", f"{run['seconds']:.1f}",
            f"{1000 * each[-1]:.1f}", megabytes(run["memory"]),
            f"{1000 * run['pdf']:.2f}", f"{1000 * run['pair']:.2f}",
        ])  # fmt: skip
    return Grid(
        "Linear: addressed packs of one source in four editions, each counted and removed",
        ("packs", "GB", "seconds", "ms a pack", "MB of memory", "ms a PDF", "ms a DOCX and a PDF"),
        rows,
        f"A pack takes at most {max(each) / min(each):.2f} times what it takes where it takes least "
        f"(linear: up to {_NOISE}).",
    )


def _press(press: Press) -> Grid:
    """What a page for a press costs once it is laid out."""
    rows = []
    for edition, runs in press.runs.items():
        pages = runs[0]["pages"]
        layout, write, look = (
            1000 * middle(runs, step) / pages for step in ("layout", "write", "preflight")
        )
        rows.append([
            edition, f"{pages:.0f}", f"{layout:.0f}", f"{write:.0f}", f"{look:.0f}", f"{write + look:.0f}",
        ])  # fmt: skip
    rows.append(["aim", "", "", "100", "", "300"])
    titles = ("edition", "pages", "layout", "written in inks", "preflight", "both")
    return Grid("Files for a press, warm, milliseconds a page", titles, rows)
