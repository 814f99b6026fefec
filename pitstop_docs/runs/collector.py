"""Python's garbage collector, held back while people wait.

Enters: nothing. Leaves: a block that it does not interrupt. It would look at all that was imported,
which takes longer than to read a project again; what is read has no cycles, and goes without it. What is
laid out has few, or as many as a plain layout engine makes, and those are collected when it is written."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNGEST = 0  # the generation of all that was made since the last collection


@contextmanager
def collector_held_back() -> Iterator[None]:
    """Let the collector wait until the block ends."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def keep_for_good() -> None:
    """Have the collector never look again at what there is now: libraries, fonts, styles, templates."""
    gc.freeze()


@contextmanager
def collected_after() -> Iterator[None]:
    """Collect what the block leaves when it ends, once, and nothing before: a collector that goes on
    before that looks at all of it by itself. What was there before the block has been looked at, and is again
    when the collector finds that it is time."""
    with collector_held_back():
        yield
        gc.collect(_YOUNGEST)
