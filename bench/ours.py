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
    from pitstop_docs.build.briefs import brief_of
    from pitstop_docs.build.choice import Choice
    from pitstop_docs.build.drafts import chosen
    from pitstop_docs.build.flow import load
    from pitstop_docs.build.inputs import read_inputs
    from pitstop_docs.build.make import Tools, make, warm_up
    from pitstop_docs.build.workers import job_for, places
    from pitstop_docs.compose import compose
    from pitstop_docs.problems.diagnostics import Reporter
    from pitstop_docs.runs.files import write_whole
    from pitstop_docs.writers.targets import Pdf, Word

    clock = Clock(_STARTED)
    clock.lap("import")
    inputs = read_inputs(root)
    collection = load(root, Reporter())
    cases = {(e.id, case.id): (case, e) for case, e in chosen(collection, Choice())}
    clock.lap("read")
    targets = (Word(), Pdf())
    first = brief_of(compose(collection, *next(iter(cases.values()))), targets, inputs)
    folders = {need.digest: need.folder for need in job_for(first, inputs).needs}
    tools = Tools.of(places(inputs), folders)
    warm_up(folders, places(inputs), targets, embed=True)
    clock.lap("prepare")
    answer(clock)

    for line in sys.stdin:
        edition, source = line.split()
        clock = Clock()
        brief = brief_of(compose(collection, *cases[edition, source]), targets, inputs)
        clock.lap("compose")
        made, files = make(brief, tools)
        clock.steps.update(made.seconds)
        clock.lap("rest")
        clock.steps["rest"] -= sum(made.seconds.values())
        for target, data in files.items():
            write_whole(folder / f"{edition}--{source}{target.suffix}", data)
        clock.lap("save")
        answer(clock, made.pages or 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
