"""Python's garbage collector, held back while people wait.

Enters: nothing. Leaves: a block that it does not interrupt. It would look at all that was imported,
which takes longer than to read a project again; what is read has no cycles, and goes without it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
