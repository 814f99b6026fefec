"""Reading and checking a project: from nothing, in a fresh process after that, and in one that stays.

Enters: a copy of the project. Leaves: the seconds of each, without imports, and those of importing.
Run as a program it is such a process, which then changes a word of one source after the other."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHANGES = 6  # in one process; what it read first, and the collector, count for less


def measure_reading(project: Path, add: Callable[[str, float], None]) -> None:
    """Measure one round: *add* takes a name and seconds."""
    shutil.rmtree(project / "output", ignore_errors=True)
    (project / "output").mkdir()
    changes = ("one file changed", "one file changed that another process had read")
    for name, changed in zip(("from nothing", "fresh process"), changes, strict=True):
        found = _reading(project)
        add(f"reading: {name}", found["read"][0])
        add(f"reading: {name}, with imports", found["import"][0] + found["read"][0])
        for seconds in found["changed"]:
            add(f"reading: {changed}", seconds)


def _reading(project: Path) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "bench.reading", str(project)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(said.stdout))


def main(root: Path) -> None:
    """Read, change, read again; print the seconds of each."""
    start = time.perf_counter()
    from pitstop_docs.build.flow import load
    from pitstop_docs.build.output import open_store
    from pitstop_docs.problems.diagnostics import Reporter
    from pitstop_docs.readers.project import ProjectReader

    reader = ProjectReader(root, open_store(root))
    laps = [time.perf_counter() - start]

    def read() -> float:
        began = time.perf_counter()
        load(root, Reporter(), reader)
        ended = time.perf_counter()
        reader.save()  # nobody waits for that
        return ended - began

    laps += [read()]
    changed = []
    sources = sorted((root / "sources").glob("p*/*.md"))
    for number in range(CHANGES):
        path = sources[number * len(sources) // CHANGES]
        before = path.read_bytes()
        path.write_bytes(re.sub(rb"(\n## [^\n]+\n\n\S+) ", rb"\1 parola ", before, count=1))
        changed.append(read())
        path.write_bytes(before)
        read()
    print(json.dumps({"import": laps[:1], "read": laps[1:], "changed": changed}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
