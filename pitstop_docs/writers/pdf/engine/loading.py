"""WeasyPrint is loaded without asking a compiler where libraries are, and without what it seldom uses.

It tries each library by other systems' names first. Of a name that is no file, ctypes asks gcc, ld and
ldconfig: some fifty processes a start. On Linux they answer with the name of a shared object, which the
loader must find itself; WeasyPrint tries that very name too. fontTools' subsetter serves where HarfBuzz's is
not there, and what makes a static font of a variable one where a font is variable: both are loaded when called.
A process starts in half the time.
"""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from pitstop_docs.writers.engine import TUNED, state

_SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")


class _Deferred(ModuleType):
    """Stands for a module of whose functions and classes only the names are wanted yet."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system asks whether it is a package
            raise AttributeError(name)
        return partial(_call, self.__name__, name)


def _call(module: str, name: str, *arguments: Any, **options: Any) -> Any:
    return getattr(import_module(module), name)(*arguments, **options)


@contextmanager
def shortened() -> Iterator[None]:
    """Let WeasyPrint be imported in this block as said above."""
    find = ctypes.util.find_library
    deferred = [name for name in _SELDOM if name not in sys.modules]
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    sys.modules.update((name, _Deferred(name)) for name in deferred)
    try:
        yield
    finally:
        ctypes.util.find_library = find
        for name in deferred:
            del sys.modules[name]


if state() == TUNED:
    with shortened():
        import weasyprint  # noqa: F401
