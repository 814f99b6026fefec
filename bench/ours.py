"""One process that makes briefs as ``pitstop build`` does, and times each step.

Enters: a project's folder and one for the files; on standard input one ``edition source`` on each
line. Leaves: a line of JSON for each brief (see :class:`bench.lanes.Answer`), and one before them
for what a process does once: importing, reading and checking, loading fonts and styles."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.lanes import Answer, Clock

_STARTED = time.perf_counter()
_LAYOUTS = ("measure", "layout")  # what copyfitting asks of the layout engine


@dataclass(slots=True)
class Spent:
    """What the calls of one method took: seconds on the clock, and of the processor."""

    calls: int = 0
    seconds: float = 0.0
    cpu: float = 0.0

    def clear(self) -> None:
        """Begin anew."""
        self.calls, self.seconds, self.cpu = 0, 0.0, 0.0

    @property
    def mean_cpu(self) -> float:
        """The seconds of the processor that one call took."""
        return self.cpu / self.calls if self.calls else 0.0


def watched(owner: type, name: str) -> Spent:
    """Return what all calls of method *name* of *owner* will take, from now on."""
    spent, method = Spent(), getattr(owner, name)

    def timed(*arguments: object, **named: object) -> object:
        start, cpu = time.perf_counter(), time.process_time()
        try:
            return method(*arguments, **named)
        finally:
            spent.calls += 1
            spent.seconds += time.perf_counter() - start
            spent.cpu += time.process_time() - cpu

    setattr(owner, name, timed)
    return spent


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
    from pitstop_docs.writers.pdf import PdfWriter
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
    Answer(clock.steps).tell()

    spent = {name: watched(PdfWriter, name) for name in (*_LAYOUTS, "export")}
    for line in sys.stdin:
        edition, source = line.split()
        for each in spent.values():
            each.clear()
        clock = Clock()
        brief = brief_of(compose(collection, *cases[edition, source]), targets, inputs)
        clock.lap("compose")
        cpu = time.process_time()
        made, files = make(brief, tools)
        cpu = time.process_time() - cpu
        seconds = {**made.seconds, **{name: spent[name].seconds for name in _LAYOUTS}}
        seconds["search"] = seconds.pop("fit") - sum(seconds[name] for name in _LAYOUTS)
        clock.steps.update(seconds)
        clock.lap("rest")
        clock.steps["rest"] -= sum(seconds.values())
        for target, data in files.items():
            write_whole(folder / f"{edition}--{source}{target.suffix}", data)
        clock.lap("save")
        once = spent["layout"].mean_cpu + spent["export"].mean_cpu
        Answer(clock.steps, made.pages or 0, cpu, once).tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
