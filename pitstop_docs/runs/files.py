"""Files that appear whole or not at all.

Enters: bytes and a path. Leaves: a file that holds all of them, or the one that was there before.
"""

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What a file is called until it is whole: see mkstemp below.
_ASIDE = re.compile(r"\..+\.[a-z0-9_]{8}\.tmp")


def write_whole(path: Path, data: bytes, durable: bool = True) -> None:
    """Put *data* in *path*: written aside, flushed to the disk, then renamed. Raises OSError.

    Not ``durable`` leaves the flushing to the system: for what is verified when it is read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = _open_aside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
            # mkstemp makes files that others may not read; a brief is for everybody.
            umask = os.umask(0)
            os.umask(umask)
            aside.chmod(0o666 & ~umask)
            aside.replace(path)  # while it is still locked: see sweep
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    if durable:
        flush_folder(path.parent)


def sweep(folder: Path) -> int:
    """Remove what killed builds left half written below *folder*; return how many files.

    A file that somebody is still writing is locked, and stays."""
    swept = 0
    for path in [p for p in folder.rglob(".*.tmp") if _ASIDE.fullmatch(p.name)]:
        try:
            handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
            swept += 1
        except OSError:  # locked, or a disk that is read-only or knows no locks
            pass
        finally:
            os.close(handle)
    return swept


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Hold the lock *path* while the block runs, waiting for others who do; False: no lock can be
    had there (a folder that may not be written, a disk without locks)."""
    handle = -1
    try:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
            fcntl.flock(handle, fcntl.LOCK_EX)
            held = True
        except OSError:
            held = False
        yield held
    finally:
        if handle >= 0:
            os.close(handle)


def _open_aside(path: Path) -> tuple[int, Path]:
    """Return a new file beside *path*, locked so that no sweep of another build takes it away."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # a sweep was quicker
            os.close(handle)
            continue
        except OSError:  # no locks on this disk: then no sweep removes anything either
            return handle, Path(name)
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Make what was renamed in *folder* last (fsync(2): a file's own flush does not)."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:  # some disks flush no folders
        pass
    finally:
        os.close(handle)
