"""Processes that make briefs on demand, and how they talk.

Enters: a command line. Leaves: the seconds of each step, and the greatest memory of the process and
of those that it started. Nothing slow is imported here: what measures must stay small.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType


@dataclass(slots=True)
class Clock:
    """Seconds of each step, by name."""

    last: float = field(default_factory=time.perf_counter)
    steps: dict[str, float] = field(default_factory=dict)

    def lap(self, step: str) -> None:
        """End *step*, which began when the one before it ended."""
        now = time.perf_counter()
        self.steps[step], self.last = now - self.last, now


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process says of one brief: the seconds of its ``steps``, its ``pages`` (0: not told); the seconds
    of the processor that it took in all, and ``once`` to be laid out in pages and written as PDF."""

    steps: dict[str, float]
    pages: int = 0
    cpu: float = 0.0
    once: float = 0.0

    def tell(self) -> None:
        """Print a line that :meth:`Lane.listen` reads."""
        print(json.dumps(asdict(self)), flush=True)


class LaneError(RuntimeError):
    """A process ended before its work did."""


class Lane:
    """A process that makes one brief for each line that it is given."""

    def __init__(
        self, name: str, command: list[str], environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.memory = 0  # bytes, known after the end
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**_environment(), **(environment or {})},
        )
        self.start = self.listen()

    def make(self, edition: str, source: str) -> Answer:
        """Return what one brief took."""
        assert self._process.stdin
        self._process.stdin.write(f"{edition} {source}\n")
        self._process.stdin.flush()
        return self.listen()

    def listen(self) -> Answer:
        """Return what the process says next."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise LaneError(self.name)
        return Answer(**json.loads(line))

    def __enter__(self) -> "Lane":
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        error: BaseException | None,
        _tb: TracebackType | None,
    ) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        code, self.memory = _ended(self._process)
        if error is None and code:
            raise LaneError(self.name)


def run_once(
    command: list[str],
    given: str = "",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[float, int]:
    """Run *command* in *folder* from start to end; return its seconds and the memory of its largest process, in
    bytes.

    What it says of its sources is no concern of the bench, unless it fails.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            text=True,
            cwd=folder,
            env={**_environment(), **(environment or {})},
        )
        assert process.stdin
        process.stdin.write(given)
        process.stdin.close()
        code, memory = _ended(process)
        seconds = time.perf_counter() - start
        if code:
            said.seek(0)
            raise LaneError(f"{' '.join(command[1:4])}: {said.read()[-2000:]}")
    return seconds, memory


def _ended(process: subprocess.Popen[str]) -> tuple[int, int]:
    """Wait for *process*; return its exit code and the memory of its largest process."""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # else Popen would wait again
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes on macOS, kB elsewhere
    return process.returncode, usage.ru_maxrss * unit


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
