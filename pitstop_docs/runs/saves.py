"""Files that are saved, heard of as it happens.

Enters: folders, which may not be there yet, and whom to tell. Leaves: names of files, in bursts. What is told
is a call to look, never more: a system may lose some, so whoever is called compares digests."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from watchfiles import watch

# Seconds after which one looks oneself, whatever was told.
LOOK_EVERY = 2.0
_BURST, _STEP = 50, 20  # ms: the longest that a burst is waited for; a pause that ends it
_LOOK = 1_000  # ms after which another folder of the same name is noticed

Heard = Callable[[frozenset[Path]], None]
Identities = dict[Path, tuple[int, int] | None]


@contextmanager
def hearing(folders: Sequence[Path], heard: Heard) -> Iterator[None]:
    """Call *heard*, in another thread, with the files below *folders* that are saved while the block is
    under way, moved or removed ones too; with a folder itself when it is made, gone, or another."""
    stop = threading.Event()
    there = _identities(folders)
    thread = threading.Thread(target=_hear, args=(there, heard, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _hear(there: Identities, heard: Heard, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            for changes in watch(
                *(folder for folder, identity in there.items() if identity),
                watch_filter=None, debounce=_BURST, step=_STEP, stop_event=stop,
                rust_timeout=_LOOK, yield_on_timeout=True, raise_interrupt=False,
            ):  # fmt: skip
                if changes:
                    heard(frozenset(Path(path) for _kind, path in changes))
                if _identities(there) != there:  # made, or put in the place of another
                    break
        except OSError:  # gone just now, or this system lets nobody hear more
            stop.wait(LOOK_EVERY)
        now = _identities(there)
        if others := frozenset(folder for folder in there if now[folder] != there[folder]):
            heard(others)  # nobody told what is in them
        there = now


def _identities(folders: Iterable[Path]) -> Identities:
    """Return the numbers by which the system knows *folders*; None for one that is not there."""
    found: Identities = {}
    for folder in folders:
        try:
            status = os.stat(folder)
        except OSError:
            found[folder] = None
        else:
            found[folder] = status.st_dev, status.st_ino
    return found
