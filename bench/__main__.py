"""``make bench``: our DOCX and PDF beside pandoc and typst, in one run.

Enters: the project in the current folder. Leaves: tables, or JSON. Both make the same briefs in
turns, first one then the other, so that a noisy machine is noisy for both. Warm: in a process that
has made briefs before. Cold: a fresh process that makes one brief, its start and imports included;
ours is ``pitstop build``, so it also reads and checks all sources. The chain begins with ready
Markdown, and draws no charts. Packs are measured beside a plain copy of the same bytes.
"""

import argparse
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bench.lanes import Lane, LaneError, run_once

if TYPE_CHECKING:
    from bench.report import Results

_SOURCES = ("valle-dei-cavalieri", "microcip-pitstop-trailer", "lr-12-2022-cooperative-di-comunita")
_ENGINE_ROUNDS = 5  # they are short
T = TypeVar("T")
Brief = tuple[str, str]  # edition, source


class Track:
    """A copy of the project, the Markdown of its briefs, and the two ways to make them."""

    def __init__(self, root: Path, folder: Path, sources: tuple[str, ...], pandoc: str) -> None:
        self.project, self.markdown, self.files = (folder / n for n in ("project", "md", "files"))
        for path in (self.markdown, self.files):
            path.mkdir()
        # A build writes into its project: not into the one that people are using.
        for name in ("sources", "templates"):
            shutil.copytree(root / name, self.project / name)
        self.pandoc = pandoc
        self.root = root
        python = [sys.executable, "-m"]
        # In a process of its own: what measures stays small.
        export = [*python, "bench.markdown", str(self.project), str(self.markdown)]
        subprocess.run(export, check=True)
        names = [path.stem.partition("--") for path in self.markdown.glob("*.md")]
        briefs: list[Brief] = sorted(
            ((edition, source) for edition, _dashes, source in names),
            key=lambda brief: (_order(self.project, brief[0]), brief),
        )
        self.briefs = [brief for brief in briefs if brief[1] in sources or not sources]
        # What warms a process up is not measured: sources of both kinds, others if there are any.
        others = [brief for brief in briefs if brief not in self.briefs] or briefs
        practices = {path.stem for path in (self.project / "sources/practices").iterdir()}
        self.others = [
            brief
            for kind in (True, False)
            for brief in _one_of_each([b for b in others if (b[1] in practices) == kind])
        ]
        self.briefs = [brief for brief in self.briefs if sources or brief not in self.others]
        self.ours = [*python, "bench.ours", str(self.project), str(self.files)]
        fonts = str(self.project / "templates/fonts")
        self.chain = [*python, "bench.chain", str(self.markdown), fonts, pandoc]

    def build(self, briefs: list[Brief]) -> list[str]:
        """Return the command that makes *briefs*, after forgetting all that was made before."""
        # From nothing, in one process: what is kept of other runs would be put back.
        shutil.rmtree(self.project / "output", ignore_errors=True)
        command = [sys.executable, "-m", "pitstop_docs", "build", "--quiet", "--jobs", "1"]
        command += ["--project", str(self.project)]
        for edition in dict.fromkeys(edition for edition, _source in briefs):
            command += ["--edition", edition]
        for source in dict.fromkeys(source for _edition, source in briefs):
            command += ["--source", source]
        return command


def _order(project: Path, edition: str) -> int:
    """Return an edition's place among the editions."""
    path = project / "templates" / "editions" / f"{edition}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((int(line[6:]) for line in lines if line.startswith("order:")), 100)


def measure(
    track: Track, rounds: int, briefs: bool, builds: bool, packs: bool, memory: int, country: int
) -> "Results":
    """Return everything measured in *rounds*: single *briefs*, whole *builds*, *packs*; the engine, unless
    it is packs alone."""
    from bench.report import CHAIN, Results

    results = Results(
        date.today().isoformat(), _machine(), _versions(track.pandoc), rounds, len(track.briefs)
    )
    for number in range(rounds if briefs else 0):
        _warm_round(track, number, results)
        _cold_round(track, number, results)
        _progress(f"round {number + 1} of {rounds}")
    if briefs:
        results.pages[CHAIN] = _pages(track)
    if not packs or builds:
        from bench.engine import measure_engine

        results.engine = measure_engine(
            track.ours, track.others, _one_of_each(track.briefs), max(rounds, _ENGINE_ROUNDS)
        )
    if not packs:
        return results
    from bench.builds import Site, measure_builds  # deferred: what measures memory stays small

    if builds:
        site = Site(track.project, track.root, track.chain, track.briefs)
        results.builds = measure_builds(site, rounds, memory, _progress)
    from bench.packs import measure_packs

    subprocess.run([*track.build([]), "--jobs", "2"], check=True)
    results.packs = measure_packs(track.project, rounds, country)
    from bench.press import measure_press

    results.press = measure_press(track.project, track.briefs[0][1], rounds)
    return results


def _warm_round(track: Track, number: int, results: "Results") -> None:
    """Make every brief once in processes that have made others before.

    Fresh processes for each round: typst remembers what it has compiled, and would do the same
    brief a second time in no time."""
    from bench.report import CHAIN, OURS, Sample

    with Lane(OURS, track.ours) as ours, Lane(CHAIN, track.chain) as chain:
        for brief in track.others:
            for lane in (ours, chain):
                lane.make(*brief)
        for edition, source in track.briefs:
            for lane in _turns((ours, chain), number):
                steps, pages = lane.make(edition, source)
                results.samples.append(Sample(lane.name, edition, source, number, steps))
                if lane is ours and number == 0:
                    results.pages.setdefault(OURS, {}).setdefault(edition, []).append(pages)
    results.start = {lane.name: lane.start[0] for lane in (ours, chain)}
    for lane in (ours, chain):
        results.reach(lane.name, "warm", lane.memory)


def _cold_round(track: Track, number: int, results: "Results") -> None:
    """Make one brief of each edition in a process of its own, then all briefs in one."""
    from bench.report import LANES, OURS, Sample

    def run(lane: str, briefs: list[Brief], state: str) -> float:
        command = track.build(briefs) if lane == OURS else track.chain
        given = "".join(f"{edition} {source}\n" for edition, source in briefs)
        seconds, memory = run_once(command, "" if lane == OURS else given)
        results.reach(lane, state, memory)
        return seconds

    for edition, source in _one_of_each(track.briefs):
        for lane in _turns(LANES, number):
            steps = {"whole": run(lane, [(edition, source)], "cold")}
            results.samples.append(Sample(lane, edition, source, number, steps, "cold"))
    for lane in _turns(LANES, number):
        results.together.setdefault(lane, []).append(run(lane, track.briefs, "warm"))


def _turns(lanes: tuple[T, ...], number: int) -> tuple[T, ...]:
    """Return *lanes* in the order of round *number*: each begins every other time."""
    return lanes if number % 2 == 0 else lanes[::-1]


def _one_of_each(briefs: list[Brief]) -> list[Brief]:
    """Return the first brief of each edition."""
    first = {edition: (edition, source) for edition, source in reversed(briefs)}
    return list(first.values())[::-1]


def _pages(track: Track) -> dict[str, list[int]]:
    """Count the pages of the chain's PDFs."""
    import pikepdf

    found: dict[str, list[int]] = {}
    for edition, source in track.briefs:
        with pikepdf.open(track.markdown / f"{edition}--{source}.pdf") as pdf:
            found.setdefault(edition, []).append(len(pdf.pages))
    return found


def _machine() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cores": str(os.cpu_count()), "memory": f"{memory:.0f} GB", "system": sys.platform}


def _versions(pandoc: str) -> dict[str, str]:
    said = subprocess.run([pandoc, "--version"], capture_output=True, text=True, check=True).stdout
    packages = ("pitstop-docs", "weasyprint", "typst")
    versions = {name: importlib.metadata.version(name) for name in packages}
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python, **versions, "pandoc": said.split()[1]}


def _progress(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--markdown", action="store_true", help="print tables for the documents")
    parser.add_argument("--rounds", type=int, default=3, help="how many times (3)")
    parser.add_argument("--source", action="append", help="a source; may be repeated (three)")
    parser.add_argument(
        "--all", action="store_true", help="every source, but the briefs that warm up"
    )
    parser.add_argument("--builds", action="store_true", help="whole builds alone")
    parser.add_argument("--engine", action="store_true", help="the layout engine alone")
    parser.add_argument("--packs", action="store_true", help="packs alone")
    parser.add_argument(
        "--country", type=int, default=7896, help="municipalities that get one source (7896)"
    )
    parser.add_argument(
        "--memory", type=int, default=1000, help="briefs that one worker makes in a row (1000)"
    )
    args = parser.parse_args()
    try:
        import pypandoc
    except ImportError:
        sys.exit("pandoc and typst are not installed: run 'make bench', which brings them")
    sources = () if args.all else tuple(args.source or _SOURCES)
    with tempfile.TemporaryDirectory(prefix="pitstop-bench-") as folder:
        track = Track(Path.cwd(), Path(folder), sources, pypandoc.get_pandoc_path())
        try:
            results = measure(
                track,
                max(args.rounds, 1),
                briefs=not (args.builds or args.packs or args.engine),
                builds=not (args.packs or args.engine),
                packs=not args.engine,
                memory=max(args.memory, 60),
                country=max(args.country, 1),
            )
        except LaneError as error:
            sys.exit(f"the bench stopped: a process ended before its work did: {error}")
    from rich.console import Console

    from bench.report import markdown_report, print_report

    if args.json:
        print(json.dumps(results.as_json(), ensure_ascii=False, indent=1))
    elif args.markdown:
        print(markdown_report(results))
    else:
        print_report(results, Console(width=None if sys.stdout.isatty() else 120))


if __name__ == "__main__":
    main()
