"""A plan carried out: kept files put back, other briefs made, each as it comes.

Enters: briefs, their plan, an executor. Leaves: files in ``output/``, and in the run what became of each.
What goes wrong concerns its brief alone."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from heapq import heapreplace
from itertools import permutations

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.covers import keep_cover
from pitstop_docs.build.inputs import Inputs
from pitstop_docs.build.kept_heights import keep_heights, with_heights
from pitstop_docs.build.lazily import Lazily
from pitstop_docs.build.made import (
    Files,
    Made,
    find_again,
    find_made,
    keep_made,
    open_parcel,
)
from pitstop_docs.build.output import Asked, Output
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.plan import Action, Cause, Known, Plan, Reason, Step, plan_build
from pitstop_docs.build.remaining import remaining
from pitstop_docs.build.run import Progress, Run
from pitstop_docs.build.standing import Standing
from pitstop_docs.build.unchanged import written_files
from pitstop_docs.build.workers import job_for
from pitstop_docs.problems.diagnostics import BriefId, Diagnostic, Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.digests import digest
from pitstop_docs.runs.jobs import Job, JobError, Workers, run_all
from pitstop_docs.runs.parcels import DamagedError
from pitstop_docs.writers.targets import Target

_MANY = 6  # briefs, of which all orders are too many to look at


@dataclass(slots=True)
class Steps:
    """The briefs of one build on their way into ``output/``."""

    inputs: Inputs
    output: Output
    run: Run
    briefs: Sequence[Brief]
    kept: dict[str, Made]
    plan: Plan
    standing: Standing | None = None

    @classmethod
    def of(
        cls, inputs: Inputs, output: Output, run: Run, briefs: Sequence[Brief], asked: Asked,
        standing: Standing | None = None,
    ) -> "Steps":  # fmt: skip
        """Return what is to be done with *briefs*; *asked* is what the whole project may ask for."""
        present = written_files(inputs.root)
        store, rows = output.store, output.ledger.rows
        kept = {brief.key: made for brief in briefs if (made := _whole(brief, present, output))}

        def seconds(id: BriefId) -> float | None:
            made = kept.get(rows[id].key) or find_made(store, rows[id].key)
            return sum(made.seconds.values()) if made else None

        paths = {path_of(id, target) for id, targets in asked.items() for target in targets}
        known = Known(
            output.ledger,
            {key: made.files for key, made in kept.items()},
            present,
            details_of(briefs, inputs),
            Lazily(rows, seconds),
            {f for path in present.keys() - paths if store.get(f := present[path]) is not None},
        )
        plan = plan_build(briefs, known, paths)
        run.spared = plan.altered
        run.steps |= plan.steps
        return cls(inputs, output, run, briefs, kept, plan, standing)

    def restore(self) -> None:
        """Put files that are kept where they belong; what has just gone from the store will be made."""
        for brief in self.briefs:
            step = self.run.steps[brief.id]
            if step.action is Action.MAKE:
                continue
            made, reporter = self.kept[brief.key], Reporter()
            written = dict(made.files)
            if step.action is Action.RESTORE:
                get = self.output.store.get
                files = {t: data for t, digest in made.files.items() if (data := get(digest))}
                if len(files) < len(written):  # another build has trimmed the store
                    gone = Step(brief.id, Action.MAKE, (Reason(Cause.FORGOTTEN),))
                    self.run.steps[brief.id] = gone
                    continue
                with self.run.timed("write"):
                    written = self.output.put(brief, files, reporter)
            self.output.note(brief, written)
            self._take_down(brief, made, written, reporter)
            if step.action is Action.RESTORE:
                self._tell(brief)

    def make(self, executor: Workers, progress: Progress) -> None:
        """Make what is to be made, and write each brief as it comes."""
        steps = self.run.steps
        todo = [brief for brief in self.briefs if steps[brief.id].action is Action.MAKE]
        # The longest first, so that workers end together.
        todo.sort(key=lambda brief: -(steps[brief.id].seconds or float("inf")))
        todo.sort(key=lambda brief: -brief.outline.pages)
        if self.standing:
            taken = [steps[brief.id].seconds for brief in todo]
            costs = [cost for cost in taken if cost] if all(taken) else _pages(todo)
            todo = soon_and_together(list(zip(todo, costs, strict=True)), executor.workers)
            self.standing.go_on()
        left = {brief.id: steps[brief.id].seconds for brief in todo}
        done: list[tuple[float | None, float]] = []
        progress(0, len(todo), "", remaining([*left.values()], (), executor.workers))
        with closing(run_all(executor, self._jobs(todo))) as finished:
            for brief, future in finished:
                with self.run.timed("write"):
                    made = self._receive(brief, future)
                done.append((left.pop(brief.id), sum(made.seconds.values())))
                still = remaining([*left.values()], done, executor.workers)
                progress(len(todo) - len(left), len(todo), str(brief.id), still)
                self._tell(brief)
                if self.standing:
                    self.standing.go_on()

    def _receive(self, brief: Brief, future: Future[bytes]) -> Made:
        try:
            made, files = open_parcel(future.result(), brief)
        except (JobError, DamagedError) as error:
            return self._fail(brief, error)
        self._write(brief, made, files)
        return made

    def _tell(self, brief: Brief) -> None:
        if self.standing:
            self.standing.tell(self.run.steps[brief.id], self.run.made[brief.id])

    def _jobs(self, todo: Sequence[Brief]) -> Iterator[tuple[Brief, Job]]:
        """Yield a job for each; one that cannot be composed fails alone, and workers have the first before the
        last is composed."""
        for brief in todo:
            known = with_heights(self.output.store, brief)
            try:
                job = job_for(known, self.inputs)
            except Exception as error:
                self._fail(known, JobError.of(error))
                self._tell(known)
            else:
                yield known, job

    def _write(self, brief: Brief, made: Made, files: Files) -> None:
        """Write what was made of *brief*, keep it, and take down what became of it."""
        reporter = Reporter()
        for data in files.values():
            self.output.store.put(data)
        written = self.output.put(brief, files, reporter)
        keep_cover(self.output.store, made)
        if not made.failed and self.inputs.still_holds():
            keep_made(self.output.store, brief, made)
            keep_heights(self.output.store, brief, made)
        self.output.note(brief, written)
        self._take_down(brief, made, written, reporter)

    def _fail(self, brief: Brief, error: JobError | DamagedError) -> Made:
        trace = error.trace if isinstance(error, JobError) else ""
        made = failed(brief.id, brief.outline.location, str(error))
        self.run.made[brief.id] = made
        self.run.traces[brief.id] = trace
        self.output.note_failure(brief.id)
        return made

    def _take_down(
        self, brief: Brief, made: Made, written: Mapping[Target, str], reporter: Reporter
    ) -> None:
        """Add to the run what only this build can know of a brief: which files are there."""
        files = {target: digest for target, digest in made.files.items() if target in written}
        problems = (*made.problems, *reporter.diagnostics)
        self.run.made[brief.id] = replace(made, files=files, problems=problems)


def soon_and_together(briefs: Sequence[tuple[Brief, float]], workers: int) -> list[Brief]:
    """Return *briefs*, each with what it costs, in the order in which somebody who waits for each wants them
    begun: the shortest at once, then so that the *workers* end together. Acts, which nobody reads while
    writing, come last."""
    acts = [brief for brief, _cost in briefs if brief.id.kind == "act"]
    read = [(brief, cost) for brief, cost in briefs if brief.id.kind != "act"]
    read.sort(key=lambda each: -each[1])
    shortest, others = read[-1:], read[:-1]
    if len(others) < _MANY:  # those of one source
        orders = ([*shortest, *order] for order in permutations(others))
        best = min(orders, key=lambda order: _waits([cost for _brief, cost in order], workers))
    else:
        longest, between = others[: workers - 1], others[workers - 1 :]
        best = [*shortest, *longest, *reversed(between)]
    return [*(brief for brief, _cost in best), *acts]


def _waits(costs: Sequence[float], workers: int) -> tuple[float, float]:
    """Return when the last is done, and what people wait for all of them together, where each of the *workers*
    takes the next when it is free."""
    free, waited = [0.0] * workers, 0.0
    for cost in costs:
        waited += free[0] + cost
        heapreplace(free, free[0] + cost)
    return max(free), waited


def _pages(briefs: Sequence[Brief]) -> list[float]:
    return [float(brief.outline.pages) for brief in briefs]


def details_of(briefs: Sequence[Brief], inputs: Inputs) -> dict[str, dict[str, str]]:
    """Return the looks and libraries of *briefs* in full, by their digests."""
    looks = [inputs.look(edition) for edition in {brief.id.edition for brief in briefs}]
    return {digest(full): dict(full) for full in (*looks, inputs.libraries)}


def failed(id: BriefId, place: Location, words: str) -> Made:
    """Return what became of a brief that a fault stopped; the others go on."""
    message = _("the brief '{edition}' of '{source}' cannot be made: {reason}").format(
        edition=id.edition, source=id.source, reason=words
    )
    problem = Diagnostic("brief-failed", place, message)
    return Made("", problems=(problem,))


def _whole(brief: Brief, present: Mapping[str, str], output: Output) -> Made | None:
    """Return what is kept of *brief*, when all its files are, here or in the store."""
    made = find_again(output.store, brief)
    if made is not None and all(
        present.get(path_of(brief.id, target)) == digest or output.store.get(digest) is not None
        for target, digest in made.files.items()
    ):
        return made
    return None
