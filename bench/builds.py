"""Whole builds (from nothing on two cores, one word changed, nothing to do), watched ones, reading, workers.

Enters: a copy of the project, ready Markdown for the chain. Leaves: seconds of each run, round by
round. What is compared runs in turns, in one run of the bench, so that noise strikes both."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.before import COMMIT, ENVIRONMENT
from bench.lanes import Lane, LaneError, run_once
from bench.reading import measure_reading
from bench.results import COLD, COLD_BEFORE, COLD_CHAIN, OURS, Builds, Extent
from bench.watching import COMMAND, can_watch, watch_saves
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import load, wanted
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.build.journal import NAME as JOURNAL
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.made import find_made
from pitstop_docs.build.output import open_store
from pitstop_docs.build.workers import job_for
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.jobs import Job, Workers, run_all
from pitstop_docs.runs.pool import Pool
from pitstop_docs.writers.engine import VARIABLE

_WORKERS = 2
_SAMPLE = 10  # briefs between two looks at a worker's memory
_SECONDS = re.compile(r"([a-z][a-z ]*)=([0-9.]+)s\b")  # as the journal tells them
_SPIN = "sum(n * n for n in range(12_000_000))"
Brief = tuple[str, str]  # edition, source


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is measured: the ``project``'s copy; the repository's ``root``; the project as it was
    ``before``, if there is one; the ``chain``'s command, and ``ours`` that makes single briefs; the bundled
    ``briefs``."""

    project: Path
    root: Path
    before: Path | None
    chain: list[str]
    ours: list[str]
    briefs: list[Brief]


def measure_builds(site: Site, extent: Extent, tell: Callable[[str], None]) -> Builds:
    """Return everything measured."""
    found = Builds(len(site.briefs), COMMIT[:7] if site.before else "")
    for number in range(extent.builds):
        _measure_cold(site, number, found)
        tell(f"cold builds: round {number + 1} of {extent.builds}")
    for number in range(extent.short):
        _measure_changes(site, number, found)
    tell("builds: little changed")
    _measure_watching(site, extent.short, found)
    tell("builds: watched")
    for number in range(extent.whole):
        measure_reading(site.project, found.add)
        _measure_gain(site, number, found)
    tell("builds: reading, workers")
    with Lane(OURS, site.ours) as lane:
        for edition, source in site.briefs:
            found.steps.setdefault(edition, []).append(lane.make(edition, source).steps)
        found.start = lane.start.steps
    tell("builds: where time goes")
    _measure_memory(site, extent.memory, found)
    return found


def _measure_cold(site: Site, number: int, found: Builds) -> None:
    """Build from nothing on two cores: as it is, as it was before, and with the chain in two processes."""

    def build(name: str, project: Path, folder: Path | None, environment: dict[str, str]) -> None:
        shutil.rmtree(project / "output", ignore_errors=True)
        command = [sys.executable, "-m", "pitstop_docs", "build", "--quiet", "-j", str(_WORKERS)]
        command += ["--project", str(project)]
        seconds, memory = run_once(command, folder=folder, environment=environment)
        found.add(name, seconds)
        found.peaks[name] = max(found.peaks.get(name, 0), memory)

    def ours() -> None:
        build(COLD, site.project, None, {VARIABLE: ""})
        found.journals.append(read_journal(site.project))

    def before() -> None:
        if site.before is None:
            return
        try:
            build(COLD_BEFORE, site.before, site.before, ENVIRONMENT)
        except LaneError as error:  # sources say what it does not know yet
            found.notes.append(f"{COMMIT[:7]} cannot build these sources: {str(error)[-200:]}")

    def chain() -> None:
        # As evenly as can be: each takes every other brief of each edition.
        halves = [site.briefs[start::_WORKERS] for start in range(_WORKERS)]
        given = ["".join(f"{e} {s}\n" for e, s in half) for half in halves]
        start = time.perf_counter()
        with ThreadPoolExecutor(_WORKERS) as pool:
            list(pool.map(lambda words: run_once(site.chain, words), given))
        found.add(COLD_CHAIN, time.perf_counter() - start)

    runs = (before, chain, ours)
    for run in runs if number % 2 == 0 else runs[::-1]:
        run()


def read_journal(project: Path) -> dict[str, float]:
    """Return the seconds that the last build of *project* took for its own steps, by their names, and those of
    its workers under "workers"."""
    entry = (project / JOURNAL).read_text(encoding="utf-8").rpartition("\n== ")[2]
    own, *briefs = [line for line in entry.splitlines() if _SECONDS.search(line)]
    told = {name: float(seconds) for name, seconds in _SECONDS.findall(own)}
    told["workers"] = sum(float(s) for line in briefs for _name, s in _SECONDS.findall(line))
    return told


def _measure_changes(site: Site, number: int, found: Builds) -> None:
    """Build all briefs once; then with nothing changed, and with one word of one source changed."""
    make = ["make", "--no-print-directory", "-C", str(site.root), "briefs"]
    make.append(f"ARGS=--quiet --project {site.project}")
    if number == 0:
        _build(site, "-j", str(_WORKERS))
        store, rows = open_store(site.project), read_ledger(site.project).rows
        made = [find_made(store, row.key) for row in rows.values()]
        found.layouts = [one.cut.layouts for one in made if one and one.cut]
        found.text = _source(site).read_text(encoding="utf-8")
    found.add("no change: make briefs", _timed(make))
    found.add("no change: pitstop build", _build(site))
    _source(site).write_text(_with_word(found.text, f"parola{number}"), encoding="utf-8")
    found.add("one word: make briefs", _timed(make))


def _measure_watching(site: Site, rounds: int, found: Builds) -> None:
    """Save a source with another word in it, again and again, while somebody watches."""
    if not can_watch():
        found.notes.append("pitstop watch: there is no such command here")
        return
    texts = [_with_word(found.text, f"vista{number}") for number in range(rounds + 1)]
    command = (*COMMAND, "--project", str(site.project))
    saves = watch_saves(command, site.project, _source(site), texts)[
        1:
    ]  # the first one warms it up
    for first, last, files in saves:
        found.add("watch: to the first file", first)
        found.add("watch: to the last file", last)
        found.watched = files


def _source(site: Site) -> Path:
    return next(iter(sorted((site.project / "sources/practices").glob("*.md"))))


def _with_word(text: str, word: str) -> str:
    """Return *text* with one more *word* in its first paragraph, which most editions print."""
    changed, count = re.subn(r"(\n## [^\n]+\n\n\S+) ", rf"\1 {word} ", text, count=1)
    if not count:
        raise LaneError("a source has no section to change a word in")
    return changed


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


def _build(site: Site, *arguments: str) -> float:
    command = [sys.executable, "-m", "pitstop_docs", "build", "--project", str(site.project)]
    return _timed([*command, *arguments])


def _timed(command: list[str]) -> float:
    return run_once(command)[0]
