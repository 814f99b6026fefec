"""``pitstop watch`` in a terminal of its own: from saving a source to its files.

Enters: a project whose briefs are made, a source of it, texts to save. Leaves: for each text the seconds until
the first file was another one, and the last. What the command prints is not read but for its being ready: when
it has said something and then nothing for a while."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.lanes import LaneError

_LOOKS = 0.003  # seconds between two looks at the files
_SILENCE = 2.0  # seconds without another word, after which none is expected
_PATIENCE = 6.0  # seconds without another file, after which none is expected
_MOST = 120.0  # seconds that anything may take
_QUIT = b"q"
_SIZE = 1 << 16


COMMAND = (sys.executable, "-m", "pitstop_docs", "watch")


def can_watch() -> bool:
    """Tell whether there is such a command here."""
    return subprocess.run([*COMMAND, "--help"], capture_output=True, check=False).returncode == 0


def watch_saves(
    command: Sequence[str], project: Path, source: Path, texts: Iterable[str]
) -> list[tuple[float, float, int]]:
    """Save each of *texts* as *source* while *command* watches; return the seconds to the first of its files,
    to the last, and how many there were: all that are touched, or as many as by the first text."""
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        command, stdin=end, stdout=end, stderr=end, start_new_session=True, close_fds=True
    )
    os.close(end)
    try:
        _heard(terminal, _MOST)
        _await_silence(terminal)
        saves: list[tuple[float, float, int]] = []
        for text in texts:
            saves.append(_saved(terminal, project, source, text, saves[0][2] if saves else 0))
            _await_silence(terminal)
        return saves
    finally:
        _end(terminal, process)
        os.close(terminal)


def files_of(project: Path, source: Path) -> dict[Path, tuple[int, int]]:
    """Return the PDFs and Word files of *source*, and what tells that they are others."""
    found = {}
    for path in sorted((project / "output/briefs").glob(f"*/{source.stem}.*")):
        about = path.stat()
        found[path] = about.st_ino, about.st_mtime_ns
    return found


def _saved(
    terminal: int, project: Path, source: Path, text: str, expected: int
) -> tuple[float, float, int]:
    before = files_of(project, source)
    changed: dict[Path, float] = {}
    aside = source.with_name(f".{source.name}.new")  # as editors save
    aside.write_text(text, encoding="utf-8")
    start = time.perf_counter()
    aside.replace(source)
    last = start
    while time.perf_counter() - last < (_PATIENCE if changed else _MOST):
        if expected and len(changed) >= expected:
            break
        now = time.perf_counter()
        for path, about in files_of(project, source).items():
            if about != before.get(path):
                before[path], changed[path], last = about, now, now
        _heard(terminal, _LOOKS)
    if not changed:
        raise LaneError(f"{source.name} was saved, and no file of it is another one")
    seconds = [moment - start for moment in changed.values()]
    return min(seconds), max(seconds), len(seconds)


def _await_silence(terminal: int) -> None:
    """Wait until the command has nothing more to say; at first it has not said anything yet."""
    start = last = time.perf_counter()
    while (now := time.perf_counter()) - start < _MOST and now - last < _SILENCE:
        if _heard(terminal, _LOOKS):
            last = time.perf_counter()


def _heard(terminal: int, seconds: float) -> bytes:
    """Return what the command prints within *seconds*; it must not wait for somebody who reads."""
    ready, _writable, _failed = select.select([terminal], [], [], seconds)
    try:
        return os.read(terminal, _SIZE) if ready else b""
    except OSError:  # it has ended
        time.sleep(seconds)
        return b""


def _end(terminal: int, process: "subprocess.Popen[bytes]") -> None:
    """Ask it to end, and see to it that it does."""
    if process.poll() is None:
        os.write(terminal, _QUIT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
