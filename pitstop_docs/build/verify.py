"""``pitstop verify``: everything made once more, from nothing, and compared with what is there.

Enters: a project that has been built. Leaves: a :class:`Verdict` for each file. The same libraries
give the same bytes; with others, words and pages must still be the same."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import load_chosen, wanted
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.build.ledger import NAME, Ledger, read_ledger
from pitstop_docs.build.made import open_parcel
from pitstop_docs.build.page_lock import read_lock
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.run import Progress
from pitstop_docs.build.steps import details_of
from pitstop_docs.build.workers import Labour, at_work, job_for
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _, few
from pitstop_docs.readers.project import ProjectReader
from pitstop_docs.runs.jobs import JobError, run_all
from pitstop_docs.runs.parcels import DamagedError
from pitstop_docs.writers import reading
from pitstop_docs.writers.targets import WRITERS, Target

# Where a line ends, and with which hyphen, depends on the library that sets it.
_BETWEEN = re.compile(r"[\s\u00ad\u2010\u2011\ufffe-]+")


class Finding(StrEnum):
    """What comparing a file says."""

    SAME = "same"  # the same bytes
    ALIKE = "alike"  # other libraries: the same words on as many pages
    DIFFERENT = "different"
    STALE = "stale"  # not made from the sources of today, or not there
    FAILED = "failed"  # it cannot be made any more


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file, by its path from the project's root."""

    path: str
    finding: Finding


def verify(
    root: Path, choice: Choice, reporter: Reporter, progress: Progress, labour: Labour
) -> list[Verdict]:
    """Make the chosen briefs again, without using or writing anything that is kept, and compare."""
    inputs, ledger, lock = read_inputs(root), read_ledger(root), read_lock(root, reporter)
    with at_work(labour, inputs, [row.target() for row in WRITERS.values()]) as executor:
        read = load_chosen(root, choice, reporter, ProjectReader(root))
        if read.stopped:
            return []
        inputs = inputs.coloured(read.right.project.theme_colours)
        briefs = list(wanted(read.right, choice, inputs, lock))
        details = details_of(briefs, inputs)
        _tell_of_libraries(briefs, details, ledger, reporter)
        verdicts = []
        jobs = ((brief, job_for(brief, inputs)) for brief in briefs)
        for number, (brief, future) in enumerate(run_all(executor, jobs), start=1):
            try:
                _made, files = open_parcel(future.result(), brief)
            except (JobError, DamagedError):
                files = {}
            for target in brief.targets:
                finding = _compare(brief, target, files.get(target), root, ledger)
                verdicts.append(Verdict(path_of(brief.id, target), finding))
            progress(number, len(briefs), str(brief.id), None)
    verdicts.sort(key=lambda verdict: verdict.path)
    for verdict in verdicts:
        _report(verdict, reporter)
    return verdicts


def _compare(
    brief: Brief, target: Target, data: bytes | None, root: Path, ledger: Ledger
) -> Finding:
    row = ledger.rows.get(brief.id)
    if data is None:
        return Finding.FAILED
    try:
        there = (root / path_of(brief.id, target)).read_bytes()
    except OSError:
        return Finding.STALE
    if there == data:
        return Finding.SAME
    if row is None or _but_libraries(row.parts) != _but_libraries(brief.parts):
        return Finding.STALE
    if row.parts.get("libraries") == brief.parts["libraries"]:
        return Finding.DIFFERENT
    pages_of = reading(target).pages_of
    alike = words_of(target, there) == words_of(target, data) and pages_of(there) == pages_of(data)
    return Finding.ALIKE if alike else Finding.DIFFERENT


def _but_libraries(parts: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in parts.items() if name != "libraries"}


def _tell_of_libraries(
    briefs: Sequence[Brief],
    details: Mapping[str, Mapping[str, str]],
    ledger: Ledger,
    reporter: Reporter,
) -> None:
    """Report, once, which libraries are not those that the files were made with."""
    found: dict[str, None] = {}
    for brief in briefs:
        row = ledger.rows.get(brief.id)
        before = ledger.details.get(row.parts.get("libraries", ""), {}) if row else {}
        now = details[brief.parts["libraries"]]
        for name in sorted({*before, *now} if before else ()):
            if before.get(name) != now.get(name):
                found[f"{name} {before.get(name, '–')} → {now.get(name, '–')}"] = None
    if found:
        reporter.report(
            "other-libraries",
            Location(NAME),
            _("these files were made with other libraries: {libraries}").format(
                libraries=few(list(found))
            ),
        )


def _report(verdict: Verdict, reporter: Reporter) -> None:
    match verdict.finding:
        case Finding.DIFFERENT | Finding.FAILED:
            reporter.report(
                "not-reproduced",
                Location(verdict.path),
                _("{path} is not what these sources and these libraries make").format(
                    path=verdict.path
                ),
            )
        case Finding.STALE:
            reporter.report(
                "not-built",
                Location(verdict.path),
                _("{path} is not made from the sources of today").format(path=verdict.path),
            )


def words_of(target: Target, data: bytes) -> str:
    """Return the words of a file, one after another, without what only the layout decides."""
    return _BETWEEN.sub("", reading(target).words_of(data))
