"""WeasyPrint is loaded without asking a compiler where libraries are, without what it seldom uses, and without
parsing C.

It tries each library by other systems' names first. Of a name that is no file, ctypes asks gcc, ld and
ldconfig: some fifty processes a start. On Linux they answer with the name of a shared object, which the
loader must find itself; WeasyPrint tries that very name too. fontTools' subsetter serves where HarfBuzz's is
not there, and what makes a static font of a variable one where a font is variable: both are loaded when called.
A process starts in half the time.

What it declares of its libraries, CFFI would parse with a parser of C in Python each time that a process
starts, and once more for each length of an array, of which each font that is written has its own:
:mod:`~pitstop_docs.writers.pdf.engine.declarations` has it compiled.
"""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import cffi

from pitstop_docs.runs.digests import file_digest
from pitstop_docs.writers.engine import TUNED, state
from pitstop_docs.writers.pdf.engine import declarations

_SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")


class _Deferred(ModuleType):
    """Stands for a module of whose functions and classes only the names are wanted yet."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system asks whether it is a package
            raise AttributeError(name)
        return partial(_call, self.__name__, name)


def _call(module: str, name: str, *arguments: Any, **options: Any) -> Any:
    return getattr(import_module(module), name)(*arguments, **options)


def declaring() -> Path:
    """Return the path of WeasyPrint's module that declares what its libraries have."""
    found = find_spec("weasyprint")
    return Path(found.origin if found and found.origin else "").parent / "text" / "ffi.py"


@contextmanager
def shortened() -> Iterator[None]:
    """Let WeasyPrint be imported in this block as said above."""
    find, parsing = ctypes.util.find_library, cffi.FFI
    deferred = [name for name in _SELDOM if name not in sys.modules]
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    if file_digest(declaring()) == declarations.SOURCE:
        cffi.FFI = lambda: declarations.ffi
    sys.modules.update((name, _Deferred(name)) for name in deferred)
    try:
        yield
    finally:
        ctypes.util.find_library, cffi.FFI = find, parsing
        for name in deferred:
            del sys.modules[name]


if state() == TUNED:
    with shortened():
        import weasyprint  # noqa: F401
