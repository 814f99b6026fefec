"""What became of a build, for whoever asked for it.

Enters: what a build did with each brief. Leaves: a :class:`Run`, and the lines of the journal about it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pitstop_docs.build.inputs import PACKAGES
from pitstop_docs.build.journal import about_machine, about_problem, about_seconds, about_trace
from pitstop_docs.build.made import Made
from pitstop_docs.build.plan import Action, Step
from pitstop_docs.problems.diagnostics import BriefId, Reporter
from pitstop_docs.runs.libraries import library_versions
from pitstop_docs.writers import engine

# Told after each brief: how many are made, how many in all, which, the seconds that are left.
Progress = Callable[[int, int, str, float | None], None]


@dataclass(slots=True)
class Run:
    """What a build ``made`` of each brief (the files that are right now), in which ``steps``; the names of
    the chosen sources that are ``wrong``, of which nothing was made; the files removed, those that nothing
    asks for any more but somebody has changed, the seconds of its own steps, and the tracebacks of briefs
    that a fault stopped."""

    made: dict[BriefId, Made] = field(default_factory=dict)
    steps: dict[BriefId, Step] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    removed: list[str] = field(default_factory=list)
    spared: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    traces: dict[BriefId, str] = field(default_factory=dict)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the seconds that the block takes to *step*."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0) + time.perf_counter() - start


def about_run(run: Run, reporter: Reporter) -> list[str]:
    """Return the lines of the journal that say what became of *run*."""
    lines = [*about_machine(library_versions(PACKAGES)), f"engine {engine.state()}"]
    lines.append(about_seconds(run.seconds))
    for id, step in run.steps.items():
        if step.action is not Action.STAY:
            causes = ",".join(dict.fromkeys(str(reason.cause) for reason in step.reasons))
            made = run.made.get(id)
            about = f"{step.action} {id.source}/{id.edition} {causes}"
            lines.append(f"{about} {about_seconds(made.seconds if made else {})}".rstrip())
        lines += about_trace(run.traces[id]) if id in run.traces else []
    return [*lines, *map(about_problem, reporter.diagnostics)]
