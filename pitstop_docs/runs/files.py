"""Files that appear whole or not at all.

Enters: bytes and a path. Leaves: a file that holds all of them, or the one that was there before.
"""

import fcntl
import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

# What a file is called until it is whole; older versions wrote other letters.
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
            aside.replace(path)  # while it is still locked: see sweep
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    if durable:
        flush_folder(path.parent)


def replace_keeping_old(path: Path, data: bytes) -> Path:
    """Put *data* in the file *path*, with its permissions, and what was there into a file beside it, whose
    path is returned: its name ends in .bak, which no reader takes for a source. Raises OSError."""
    kept = next(name for name in _names_for_old(path) if not name.exists())
    mode = path.stat().st_mode
    write_whole(kept, path.read_bytes())
    write_whole(path, data)
    for each in (kept, path):
        each.chmod(mode)
    return kept


def _names_for_old(path: Path) -> Iterator[Path]:
    """Yield x.md.bak, x.md.2.bak, x.md.3.bak…: nothing that was kept is ever written over."""
    yield path.with_name(f"{path.name}.bak")
    number = 2
    while True:
        yield path.with_name(f"{path.name}.{number}.bak")
        number += 1


def sweep(folder: Path, but: Collection[str] = ()) -> int:
    """Remove what killed builds left half written below *folder*; return how many files. Its folders of the
    names *but* are not looked into.

    A file that somebody is still writing is locked, and stays."""
    swept = 0
    for path in _left_below(folder, but):
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


def _left_below(folder: Path, but: Collection[str]) -> list[Path]:
    found = []
    for here, folders, names in os.walk(folder):
        if Path(here) == folder:
            folders[:] = [name for name in folders if name not in but]
        found += [Path(here, name) for name in names if _ASIDE.fullmatch(name)]
    return found


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
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            # Unlike mkstemp's, it is for everybody whom the system's mask lets read it, like the brief.
            handle = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
        except FileExistsError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # a sweep was quicker
            os.close(handle)
            continue
        except OSError:  # no locks on this disk: then no sweep removes anything either
            return handle, aside
        if os.fstat(handle).st_nlink:
            return handle, aside
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
