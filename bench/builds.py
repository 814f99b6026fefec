"""Reading alone, whole builds (nothing to do, one word changed, from nothing on two cores), workers.

Enters: a copy of the project, ready Markdown for the chain. Leaves: seconds of each run, round by
round. What is compared runs in turns, in one run of the bench, so that noise strikes both."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.lanes import LaneError, run_once
from bench.reading import measure_reading
from bench.report import Builds
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import load, wanted
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.made import find_made
from pitstop_docs.build.output import open_store
from pitstop_docs.build.workers import job_for
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.jobs import Job, Workers, run_all
from pitstop_docs.runs.pool import Pool

_WORKERS = 2
_SAMPLE = 10  # briefs between two looks at a worker's memory
_SPIN = "sum(n * n for n in range(12_000_000))"
Brief = tuple[str, str]  # edition, source


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is measured: the project's copy, the chain's command and its Markdown's briefs."""

    project: Path
    root: Path
    chain: list[str]
    briefs: list[Brief]


def measure_builds(site: Site, rounds: int, memory: int, tell: Callable[[str], None]) -> Builds:
    """Return everything measured; *memory* is how many briefs one worker makes in a row."""
    found = Builds(len(site.briefs))
    for number in range(rounds):
        measure_reading(site.project, found.add)
        _measure_cold(site, number, found)
        _measure_changes(site, number, found)
        _measure_gain(site, number, found)
        tell(f"builds: round {number + 1} of {rounds}")
    _measure_memory(site, memory, found)
    return found


def _measure_cold(site: Site, number: int, found: Builds) -> None:
    """Build from nothing on two cores, with pitstop and with the chain in two processes."""

    def ours() -> None:
        shutil.rmtree(site.project / "output", ignore_errors=True)
        found.add("cold: pitstop", _build(site, *_chosen(site.briefs), "-j", str(_WORKERS)))

    def chain() -> None:
        # As evenly as can be: each takes every other brief of each edition.
        halves = [site.briefs[start::_WORKERS] for start in range(_WORKERS)]
        given = ["".join(f"{e} {s}\n" for e, s in half) for half in halves]
        start = time.perf_counter()
        with ThreadPoolExecutor(_WORKERS) as pool:
            list(pool.map(lambda words: run_once(site.chain, words), given))
        found.add("cold: pandoc + typst", time.perf_counter() - start)

    for run in (ours, chain) if number % 2 == 0 else (chain, ours):
        run()


def _measure_changes(site: Site, number: int, found: Builds) -> None:
    """Build all briefs once; then with nothing changed, and with one word of one source changed."""
    _build(site, "-j", str(_WORKERS))
    store, rows = open_store(site.project), read_ledger(site.project).rows
    made = [find_made(store, row.key) for row in rows.values()]
    found.layouts = [one.cut.layouts for one in made if one and one.cut]
    make = ["make", "--no-print-directory", "-C", str(site.root), "briefs"]
    found.add("no change: make briefs", _timed([*make, f"ARGS=--project {site.project}"]))
    found.add("no change: pitstop build", _build(site))
    source = next(iter(sorted((site.project / "sources/practices").glob("*.md"))))
    text = source.read_text(encoding="utf-8")
    # A word of the text's first paragraph, which most editions print.
    changed, count = re.subn(r"(\n## [^\n]+\n\n\S+) ", rf"\1 parola{number} ", text, count=1)
    if not count:
        raise LaneError(f"{source.name} has no section to change a word in")
    source.write_text(changed, encoding="utf-8")
    found.add("one word: pitstop build", _build(site, "-j", str(_WORKERS)))


def _measure_gain(site: Site, number: int, found: Builds) -> None:
    """The same work with one worker and with two: our briefs, and a plain loop."""
    jobs = _work(site)
    for workers in (1, _WORKERS) if number % 2 == 0 else (_WORKERS, 1):
        with Pool(workers) as pool:
            _expect_all(pool, jobs[:workers])  # until all are warm
            start = time.perf_counter()
            _expect_all(pool, jobs)
            found.add(f"briefs {workers}", time.perf_counter() - start)
        start = time.perf_counter()
        for _share in range(_WORKERS // workers):
            loops = [subprocess.Popen([sys.executable, "-c", _SPIN]) for _worker in range(workers)]
            for process in loops:
                process.wait()
        found.add(f"loops {workers}", time.perf_counter() - start)


def _measure_memory(site: Site, count: int, found: Builds) -> None:
    """Let one worker make *count* briefs, and look at its memory now and then."""
    many = enumerate(islice(cycle(_work(site)), count))
    with Pool(1) as pool:
        for number, (_which, _future) in enumerate(run_all(pool, many), start=1):
            if number % _SAMPLE == 0 or number == count:
                found.memory[number] = memory_of(pool.pids[0])


def memory_of(pid: int) -> int:
    """Return the bytes that process *pid* has in memory."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True)
    return int(said.stdout) * 1024


def _work(site: Site) -> list[Job]:
    """Return the jobs of the first edition, all sources; an even load, so that ends do not count."""
    inputs = read_inputs(site.project)
    choice = Choice(editions=(site.briefs[0][0],))
    briefs = wanted(load(site.project, Reporter()), choice, inputs)
    return [job_for(brief, inputs) for brief in briefs]


def _expect_all(pool: Workers, jobs: list[Job]) -> None:
    for _number, future in run_all(pool, enumerate(jobs)):
        failed = future.exception()
        if failed is not None:
            raise LaneError(str(failed))


def _chosen(briefs: list[Brief]) -> Iterator[str]:
    for edition in dict.fromkeys(edition for edition, _source in briefs):
        yield from ("--edition", edition)
    for source in dict.fromkeys(source for _edition, source in briefs):
        yield from ("--source", source)


def _build(site: Site, *arguments: str) -> float:
    command = [sys.executable, "-m", "pitstop_docs", "build", "--project", str(site.project)]
    return _timed([*command, *arguments])


def _timed(command: list[str]) -> float:
    return run_once(command)[0]
