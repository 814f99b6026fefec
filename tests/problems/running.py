"""Pitstop, run in this process as somebody runs it in a project's folder.

Enters: a folder and the words of a command. Leaves: the problems that were printed."""

import contextlib
import io
import re
import runpy
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from pitstop_docs.build import workers

_FIRST_LINE = re.compile(
    r"(?P<path>[^ ].*?):(?P<line>\d+):\d+: (?P<severity>\w+)\[(?P<code>.+?)\]: "
)


@dataclass(frozen=True, slots=True)
class Said:
    """One problem as it was printed: ``lines`` are its message and its remedy."""

    path: str
    line: int
    severity: str
    code: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was ``typed``, and all problems that were printed."""

    typed: str
    said: tuple[Said, ...]


def pitstop(root: Path, *words: str) -> Answer:
    """Return what ``pitstop`` prints to *words* in the folder *root*, without workers."""
    stderr = io.StringIO()
    with (
        contextlib.chdir(root),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(stderr),
        patch.object(sys, "argv", ["pitstop", *words]),
        patch.object(workers, "cores", lambda: 1),
        contextlib.suppress(SystemExit),
    ):
        runpy.run_module("pitstop_docs", run_name="__main__")
    return Answer(" ".join(["pitstop", *words]), tuple(_read(stderr.getvalue())))


def _read(printed: str) -> list[Said]:
    found: list[Said] = []
    for line in printed.splitlines():
        if first := _FIRST_LINE.match(line):
            path, number, severity, code = first.groups()
            found.append(Said(path, int(number), severity, code, (line,)))
        elif found and line.startswith("    "):
            last = found.pop()
            found.append(Said(last.path, last.line, last.severity, last.code, (*last.lines, line)))
    return found
