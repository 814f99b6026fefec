"""Jobs of the tests: what a worker runs."""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pitstop_docs.runs.parcels import pack

Folders = Mapping[str, Path]


@cache
def count() -> list[int]:
    """Return how many jobs this process has had, in a list that can be changed."""
    return [0]


def shout(folders: Folders, words: str) -> bytes:
    """Return *words* in capitals, and how many jobs this process has had."""
    count()[0] += 1
    said = {"pid": os.getpid(), "count": count()[0]}
    return pack(said, {"txt": words.upper().encode()})


def copy(folders: Folders, folder: str, name: str) -> bytes:
    """Return the file *name* of *folder*."""
    return pack({}, {"txt": (folders[folder] / name).read_bytes()})


def fail(folders: Folders, words: str) -> bytes:
    """Raise."""
    raise ValueError(words)


def die_once(folders: Folders, marker: str) -> bytes:
    """Kill this worker, unless *marker* says that it has been killed before."""
    path = Path(marker)
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return pack({}, {"txt": b"alive"})


def die(folders: Folders, marker: str) -> bytes:
    """Crash, after writing a line into *marker*."""
    with Path(marker).open("a", encoding="utf-8") as file:
        file.write("x")
    os._exit(7)


def sleep(folders: Folders, seconds: float, marker: str = "") -> bytes:
    """Take *seconds*, after telling through the file *marker* that it has begun."""
    if marker:
        Path(marker).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(seconds)
    return pack({}, {"txt": str(threading.active_count()).encode()})


def poison(folders: Folders, marker: str) -> object:
    """Return something that, when it is unpickled, makes the file *marker*."""
    return _Poison(marker)


class _Poison:
    def __init__(self, marker: str) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (Path(self.marker),)  # type: ignore[return-value]


def warm(folders: Folders) -> bytes:
    """Count as a hundred jobs that this process has had."""
    count()[0] += 100
    return b""


def tell(folders: Folders, marker: str) -> bytes:
    """Write the number of this process into *marker*."""
    with Path(marker).open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()} ")
    return b""


def litter(folders: Folders) -> bytes:
    """Leave a temporary file."""
    tempfile.mkstemp(prefix="litter")
    return pack({}, {"txt": b"left"})


def start_thread(folders: Folders, marker: str) -> bytes:
    """Do as :func:`tell`, and leave a thread that goes on."""
    threading.Thread(target=time.sleep, args=(60.0,), daemon=True).start()
    return tell(folders, marker)


def break_start(folders: Folders) -> bytes:
    """End the worker before it has begun."""
    os._exit(3)
