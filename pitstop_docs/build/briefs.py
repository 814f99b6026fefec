"""Briefs on their way from a Document to ``output/``: kept ones put back, others made.

Enters: briefs, the survey, an executor. Leaves: files, and a :class:`Run` that says what became of
each brief. What goes wrong concerns its brief alone."""

import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pitstop_docs.build.inputs import PACKAGES, Survey
from pitstop_docs.build.journal import about_machine, about_problem, about_seconds, about_trace
from pitstop_docs.build.make import Order, Report
from pitstop_docs.build.output import Output
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.plan import Action, Cause, Plan, Reason, Step, plan_build
from pitstop_docs.build.recipes import Recipe, write_recipe
from pitstop_docs.build.remaining import remaining
from pitstop_docs.build.results import Result, Word, find_result, keep_result
from pitstop_docs.build.workers import job_for
from pitstop_docs.compose import compose
from pitstop_docs.copyfit.report import Cut, cut_from
from pitstop_docs.problems.diagnostics import Diagnostic, PitstopError, Reporter, Severity
from pitstop_docs.problems.messages import _
from pitstop_docs.records.editions import Edition
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.runs.jobs import Executor, Outcome
from pitstop_docs.runs.libraries import library_versions
from pitstop_docs.tree.document import Document

# Told after each brief: how many are made, how many in all, which, the seconds that are left.
Progress = Callable[[int, int, str, float | None], None]


@dataclass(frozen=True, slots=True)
class Brief:
    """One case in one edition, and what is wanted of it."""

    case: Case
    edition: Edition
    order: Order


@dataclass(slots=True)
class Built:
    """What became of a brief: pages of its PDF, formats whose files are right, what was wrong;
    what was done, why, and the seconds of each step."""

    source: str
    edition: str
    pages: int | None = None
    word: Word | None = None
    cut: Cut | None = None
    written: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    action: Action = Action.MAKE
    reasons: tuple[Reason, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    trace: str = ""

    @property
    def failed(self) -> bool:
        """Whether a file could not be made."""
        return any(p.severity is Severity.ERROR for p in self.problems)


@dataclass(slots=True)
class Run:
    """What became of a build: its briefs, the files removed, those that nothing asks for any more
    but somebody has changed, and the seconds of its own steps."""

    briefs: list[Built] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    spared: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the seconds that the block takes to *step*."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0) + time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief whose content is decided."""

    brief: Brief
    document: Document
    recipe: Recipe


def compose_all(
    collection: Collection, briefs: list[Brief], survey: Survey, output: Output, run: Run
) -> list[Draft]:
    """Return what each brief says; one that cannot be composed fails alone."""
    drafts = []
    for brief in briefs:
        order = brief.order
        try:
            document = compose(collection, brief.case, brief.edition)
        except Exception as error:
            words = f"{type(error).__name__}: {error}"
            run.briefs.append(_failed(brief, words, traceback.format_exc()))
            output.note_failure((brief.case.id, brief.edition.id))
            continue
        drafts.append(
            Draft(brief, document, write_recipe(document, order.formats, survey, order.settings))
        )
    return drafts


def find_kept(drafts: list[Draft], present: Mapping[str, str], output: Output) -> dict[str, Result]:
    """Return, by the key, what is kept of earlier builds: all files, here or in the store."""
    found = {}
    for draft in drafts:
        result = find_result(output.store, draft.recipe, draft.document)
        if result is not None and all(
            present.get(path_of(*draft.recipe.brief, format)) == digest
            or output.store.get(digest) is not None
            for format, digest in result.files.items()
        ):
            found[draft.recipe.key] = result
    return found


def plan_drafts(
    drafts: list[Draft], kept: Mapping[str, Result], present: Mapping[str, str],
    wanted: set[str], output: Output,
) -> Plan:  # fmt: skip
    """Return what is to be done; *present* are the digests of the files that are there."""
    recipes = [draft.recipe for draft in drafts]
    digests = {key: result.files for key, result in kept.items()}
    strange = {found for path, found in present.items() if path not in wanted}
    ours = {found for found in strange if output.store.get(found) is not None}
    return plan_build(recipes, output.manifest, digests, present, wanted, ours)


def restore_all(
    drafts: list[Draft], plan: Plan, kept: Mapping[str, Result], output: Output, run: Run
) -> list[Step]:
    """Put files that are kept where they belong; return the steps whose files have just gone."""
    lost = []
    for draft, step in zip(drafts, plan.steps, strict=True):
        if step.action is Action.MAKE:
            continue
        result, reporter = kept[draft.recipe.key], Reporter()
        written = {path_of(*draft.recipe.brief, f): d for f, d in result.files.items()}
        if step.action is Action.RESTORE:
            files = {f: data for f, d in result.files.items() if (data := output.store.get(d))}
            if len(files) < len(written):  # another build has trimmed the store
                lost.append(Step(draft.recipe, Action.MAKE, (Reason(Cause.FORGOTTEN),)))
                continue
            with run.timed("write"):
                written = output.put(draft.recipe, files, draft.brief.case.location, reporter)
        built = _built(draft, step)
        built.pages, built.problems = result.pages, list(result.problems)
        _take_facts(built, result.facts)
        output.note(draft.recipe, result, written)
        _close(draft, built, written, reporter, run)
    return lost


def make_all(
    drafts: list[Draft], steps: Sequence[Step], survey: Survey, executor: Executor,
    output: Output, run: Run, progress: Progress,
) -> None:  # fmt: skip
    """Make what is to be made, and write each brief as it comes."""
    by_name = {"/".join(draft.recipe.brief): draft for draft in drafts}
    waiting = {"/".join(step.recipe.brief): step for step in steps}
    total, measured = len(waiting), list[tuple[float | None, float]]()
    # The longest first, so that workers end together.
    names = sorted(waiting, key=lambda name: -by_name[name].document.pages)
    jobs = [job_for(by_name[name].document, by_name[name].brief.order, survey) for name in names]
    progress(0, total, "", remaining([s.seconds for s in waiting.values()], (), executor.workers))
    for outcome in executor.run(jobs):
        step, draft = waiting.pop(outcome.job.name), by_name[outcome.job.name]
        with run.timed("write"):
            _take(draft, step, outcome, survey, output, run)
        measured.append((step.seconds, outcome.seconds))
        left = remaining([s.seconds for s in waiting.values()], measured, executor.workers)
        progress(total - len(waiting), total, " · ".join(draft.recipe.brief), left)


def _take(
    draft: Draft, step: Step, outcome: Outcome, survey: Survey, output: Output, run: Run
) -> None:
    """Write what was made of one brief, keep it, and take down what became of it."""
    made, brief = outcome.made, draft.brief
    report = made.report if made is not None else None
    if made is None or not isinstance(report, Report):
        run.briefs.append(_failed(brief, outcome.error, outcome.trace))
        output.note_failure(draft.recipe.brief)
        return
    if report.refused:
        raise PitstopError(*report.refused)
    built, reporter = _built(draft, step), Reporter()
    built.pages, built.problems = report.pages, list(report.problems)
    built.seconds = dict(report.seconds)
    _take_facts(built, report.facts)
    files = dict(made.files)
    digests = {format: output.store.put(data) for format, data in files.items()}
    written = output.put(draft.recipe, files, brief.case.location, reporter)
    result = Result(digests, report.pages, outcome.seconds, report.problems, report.facts)
    if not built.failed and survey.still_holds():
        keep_result(output.store, draft.recipe, draft.document, result)
    output.note(draft.recipe, result, written)
    _close(draft, built, written, reporter, run)


def _close(
    draft: Draft, built: Built, written: Mapping[str, str], reporter: Reporter, run: Run
) -> None:
    """Add what only this build can know of a brief, and the brief to the run."""
    case, edition = draft.brief.case, draft.brief.edition
    formats = draft.brief.order.formats
    built.written = [f for f in formats if path_of(case.id, edition.id, f) in written]
    built.problems += reporter.diagnostics
    run.briefs.append(built)


def _take_facts(built: Built, facts: Mapping[str, Any]) -> None:
    if "word" in facts:
        built.word = Word(**facts["word"])
    if "cut" in facts:
        built.cut = cut_from(facts["cut"])


def _built(draft: Draft, step: Step) -> Built:
    return Built(*draft.recipe.brief, action=step.action, reasons=step.reasons)


def _failed(brief: Brief, words: str, trace: str) -> Built:
    """Return what became of a brief that a bug stopped; the others go on."""
    message = _("the brief '{edition}' of '{source}' cannot be made: {reason}").format(
        edition=brief.edition.id, source=brief.case.id, reason=words
    )
    hint = _("this is a fault of pitstop: send output/pitstop.log to those who look after it")
    problem = Diagnostic("brief-failed", Severity.ERROR, message, brief.case.location, hint)
    return Built(brief.case.id, brief.edition.id, problems=[problem], trace=trace)


def about_run(run: Run, reporter: Reporter) -> list[str]:
    """Return the lines of the journal that say what became of *run*."""
    lines = about_machine(library_versions(PACKAGES))
    lines.append(about_seconds(run.seconds))
    for built in run.briefs:
        if built.action is not Action.STAY:
            causes = ",".join(dict.fromkeys(str(reason.cause) for reason in built.reasons))
            about = f"{built.action} {built.source}/{built.edition} {causes}"
            lines.append(f"{about} {about_seconds(built.seconds)}".rstrip())
            lines += about_trace(built.trace) if built.trace else []
    return [*lines, *map(about_problem, reporter.diagnostics)]
