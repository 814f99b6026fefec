"""Jobs of the tests: what a worker runs."""

import os
import signal
import threading
import time
from pathlib import Path

from pitstop_docs.runs.jobs import Made, Workshop


def shout(workshop: Workshop, words: str) -> Made:
    """Return *words* in capitals, and how many jobs this process has had."""
    count = workshop.once("count", lambda: [0])
    count[0] += 1
    return Made((("txt", words.upper().encode()),), {"pid": os.getpid(), "count": count[0]})


def copy(workshop: Workshop, folder: str, name: str) -> Made:
    """Return the file *name* of *folder*."""
    return Made(((name, (workshop.folder(folder) / name).read_bytes()),))


def fail(workshop: Workshop, words: str) -> Made:
    """Raise."""
    raise ValueError(words)


def die_once(workshop: Workshop, marker: str) -> Made:
    """Kill this worker, unless *marker* says that it has been killed before."""
    path = Path(marker)
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Made((("txt", b"alive"),))


def die(workshop: Workshop) -> Made:
    """Crash."""
    os._exit(7)


def sleep(workshop: Workshop, seconds: float, marker: str = "") -> Made:
    """Take *seconds*, after telling through the file *marker* that it has begun."""
    if marker:
        Path(marker).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(seconds)
    return Made((("txt", str(threading.active_count()).encode()),))


def spin(workshop: Workshop, rounds: int) -> Made:
    """Keep one core busy."""
    total = 0
    for number in range(rounds):
        total += number * number
    return Made((("txt", str(total).encode()),))


def warm(workshop: Workshop) -> None:
    """Count as one job that this process has had."""
    workshop.once("count", lambda: [100])


def break_start(workshop: Workshop) -> None:
    """End the worker before it has begun."""
    os._exit(3)
