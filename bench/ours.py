"""One process that makes briefs as ``pitstop build`` does, and times each step.

Enters: a project's folder and one for the files; on standard input one ``edition source`` on each
line. Leaves: a line of JSON for each brief (see :func:`bench.lanes.answer`), and one before them
for what a process does once: importing, reading and checking, loading fonts and styles."""

import sys
import time
from pathlib import Path

from bench.lanes import Clock, answer

_STARTED = time.perf_counter()


def main(root: Path, folder: Path) -> None:
    """Serve until standard input ends."""
    from pitstop_docs.build.flow import Choice, load, plan
    from pitstop_docs.build.inputs import read_survey
    from pitstop_docs.build.make import make_brief, warm_up
    from pitstop_docs.build.workers import places
    from pitstop_docs.compose import compose
    from pitstop_docs.problems.diagnostics import Reporter
    from pitstop_docs.runs.files import write_whole
    from pitstop_docs.runs.jobs import Workshop

    clock = Clock(_STARTED)
    clock.lap("import")
    survey = read_survey(root)
    collection = load(root, Reporter())
    briefs = {(b.edition.id, b.case.id): b for b in plan(collection, Choice())}
    clock.lap("read")
    here = places(survey)
    folders = {tree.digest: tree.folder for tree in survey.templates}
    workshop = Workshop({**folders, here.media: root / "sources/media"})
    warm_up(workshop, next(iter(briefs.values())).order, here)
    clock.lap("prepare")
    answer(clock)

    for line in sys.stdin:
        edition, source = line.split()
        brief = briefs[edition, source]
        clock = Clock()
        document = compose(collection, brief.case, brief.edition)
        clock.lap("compose")
        made = make_brief(workshop, document, brief.order, here)
        clock.steps.update(made.report.seconds)
        clock.lap("rest")
        clock.steps["rest"] -= sum(seconds for _step, seconds in made.report.seconds)
        for name, data in made.files:
            write_whole(folder / f"{edition}--{source}.{name}", data)
        clock.lap("save")
        answer(clock, made.report.pages or 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
