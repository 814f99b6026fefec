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
    from pitstop_docs.build import load
    from pitstop_docs.compose import compose
    from pitstop_docs.diagnostics import Reporter
    from pitstop_docs.runs.files import write_whole
    from pitstop_docs.theme import Templates
    from pitstop_docs.writers import WRITERS, make_writer

    clock = Clock(_STARTED)
    clock.lap("import")
    reporter = Reporter()
    collection = load(root, reporter)
    clock.lap("read")
    templates = Templates.of(root)
    writers = {name: make_writer(name, templates, root / "sources" / "media") for name in WRITERS}
    clock.lap("prepare")
    answer(clock)

    cases = {case.id: case for case in collection.cases}
    for line in sys.stdin:
        edition, source = line.split()
        clock = Clock()
        document = compose(collection, cases[source], collection.editions[edition])
        clock.lap("compose")
        pages = 0
        for name, writer in writers.items():
            output = writer.write(document, reporter)
            write_whole(folder / f"{edition}--{source}.{name}", output.data)
            pages = output.pages or pages
            clock.lap(name)
        answer(clock, pages)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
