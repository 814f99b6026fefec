"""Whole builds: nothing to do, one word changed, from nothing on two cores; workers and their memory.

Enters: a copy of the project, ready Markdown for the chain. Leaves: seconds of each run, round by
round. What is compared runs in turns, in one run of the bench, so that noise strikes both."""

import json
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
from bench.report import Builds
from pitstop_docs.build.flow import Choice, load, plan
from pitstop_docs.build.inputs import read_survey
from pitstop_docs.build.make import WARM_UP
from pitstop_docs.build.workers import job_for, places
from pitstop_docs.compose import compose
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.jobs import Job
from pitstop_docs.runs.pool import Pool, WarmUp

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
    cuts = json.loads((site.project / "output/fit.json").read_text(encoding="utf-8"))
    found.layouts = [cut["layouts"] for cut in cuts]
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
    jobs, folders, warm_up = _work(site)
    for workers in (1, _WORKERS) if number % 2 == 0 else (_WORKERS, 1):
        with Pool(workers, folders, warm_up) as pool:
            list(pool.run(jobs[:workers]))  # until all are warm
            start = time.perf_counter()
            _expect_all(pool, jobs)
            found.add(f"briefs {workers}", time.perf_counter() - start)
        start = time.perf_counter()
        for _share in range(_WORKERS // workers):
            crew = [subprocess.Popen([sys.executable, "-c", _SPIN]) for _worker in range(workers)]
            for process in crew:
                process.wait()
        found.add(f"loops {workers}", time.perf_counter() - start)


def _measure_memory(site: Site, count: int, found: Builds) -> None:
    """Let one worker make *count* briefs, and look at its memory now and then."""
    jobs, folders, warm_up = _work(site)
    many = [
        Job(f"{number} {job.name}", job.function, job.arguments, job.needs)
        for number, job in enumerate(islice(cycle(jobs), count))
    ]
    with Pool(1, folders, warm_up) as pool:
        for number, _outcome in enumerate(pool.run(many), start=1):
            if number % _SAMPLE == 0 or number == count:
                found.memory[number] = memory_of(pool.pids[0])


def memory_of(pid: int) -> int:
    """Return the bytes that process *pid* has in memory."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True)
    return int(said.stdout) * 1024


def _work(site: Site) -> tuple[list[Job], dict[str, Path], WarmUp]:
    """Return the jobs of the first edition, all sources; an even load, so that ends do not count."""
    survey = read_survey(site.project)
    collection = load(site.project, Reporter())
    briefs = [b for b in plan(collection, Choice()) if b.edition.id == site.briefs[0][0]]
    jobs = [job_for(compose(collection, b.case, b.edition), b.order, survey) for b in briefs]
    media = places(survey).media
    folders = {tree.digest: tree.folder for tree in survey.templates}
    folders[media] = site.project / "sources/media"
    return jobs, folders, WarmUp(WARM_UP, (briefs[0].order, places(survey)))


def _expect_all(pool: Pool, jobs: list[Job]) -> None:
    failed = [outcome.error for outcome in pool.run(jobs) if outcome.made is None]
    if failed:
        raise LaneError(failed[0])


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
