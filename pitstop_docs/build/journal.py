"""``output/pitstop.log``: what builds did, to be sent to those who help.

Enters: what became of a build. Leaves: lines with ids, codes, places inside the project, versions and
seconds. No words of sources, no messages that could quote them, no names of people, machines or
folders."""

import platform
import re
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from pitstop_docs import __version__
from pitstop_docs.problems.diagnostics import Diagnostic
from pitstop_docs.runs.files import write_whole

NAME = "output/pitstop.log"
_SIZE_MAX = 200_000  # bytes; the older half goes when it is more
_FRAME = re.compile(r'^  File "(.*)", line (\d+), in (.+)$', re.MULTILINE)


def write_journal(root: Path, title: str, lines: Iterable[str]) -> None:
    """Append an entry; a journal that cannot be written is no reason to fail."""
    path = root / NAME
    head = f"== {time.strftime('%Y-%m-%d %H:%M:%S')} {title}"
    entry = "\n".join([head, *lines, ""])
    try:
        old = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        if len(old) > _SIZE_MAX:
            old = (
                old[old.index("\n== ", len(old) // 2) + 1 :]
                if "\n== " in old[len(old) // 2 :]
                else ""
            )
        write_whole(path, (old + entry).encode(), durable=False)
    except OSError:
        pass


def about_machine(libraries: Mapping[str, str]) -> list[str]:
    """Return the lines that say what runs here."""
    versions = " ".join(f"{name}={version}" for name, version in libraries.items())
    python = ".".join(map(str, sys.version_info[:3]))
    return [
        f"pitstop {__version__} python {python} {platform.system()} {platform.machine()}",
        versions,
    ]


def about_problem(problem: Diagnostic) -> str:
    """Return the line that says where a problem is, and of which kind."""
    return f"{problem.severity}[{problem.code}] {problem.location}"


def about_trace(trace: str) -> list[str]:
    """Return a traceback without the words of its exception and without folders of this machine."""
    frames = [
        f"  {'/'.join(Path(path).parts[-2:])}:{line} {function}"
        for path, line, function in _FRAME.findall(trace)
    ]
    last = trace.strip().splitlines()[-1] if trace.strip() else ""
    return [*frames, f"  {last.partition(':')[0]}"]


def about_seconds(seconds: Mapping[str, float]) -> str:
    """Return the line that says where the time went."""
    return " ".join(f"{step}={value:.2f}s" for step, value in seconds.items())
