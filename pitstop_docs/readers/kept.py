"""What was read, kept until what it was read from is another.

Enters: a place ("sources/practices/paese.md"), a key that digests all that its reading depends on, the
type of what was read. Leaves: what was kept under that key, in this process or in the store, or
nothing. A place holds its latest reading alone, so that readings never crowd out what took longer."""

import platform
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import markdown
import pydantic
import pydantic_core
import yaml

from pitstop_docs.problems.messages import language
from pitstop_docs.readers.codec import DAMAGED, from_json, to_json
from pitstop_docs.runs.digests import digest, read_tree
from pitstop_docs.runs.store import Store

T = TypeVar("T")
# The rooms whose code decides what is read, and what is said of it.
ROOMS = ("look", "problems", "readers", "records", "tree")
_PACKAGE = Path(__file__).parents[1]


@cache
def _makers() -> str:
    """Return the digest of what reads: our code and the libraries, those of this very process."""
    libyaml = getattr(yaml, "_yaml", None)
    versions = {
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        "markdown": markdown.__version__,
        "pydantic": pydantic.VERSION,
        "pydantic-core": pydantic_core.__version__,
        "pyyaml": yaml.__version__,
        "libyaml": libyaml.get_version_string() if libyaml else "",
    }
    return digest((versions, [read_tree(_PACKAGE / room).digest for room in ROOMS]))


class Kept:
    """Keeps readings in memory, and in *store* if there is one."""

    def __init__(self, store: Store | None) -> None:
        self.store = store
        self._memory: dict[str, tuple[str, Any]] = {}
        self._unsaved: set[str] = set()

    def key_of(self, *needs: object) -> str:
        """Return the key of a reading that depends on *needs*, on our code and on the language of
        its messages."""
        return digest((_makers(), language(), needs))

    def find(self, place: str, key: str, kind: type[T]) -> T | None:
        """Return what was read at *place* under *key*; None if that is not known, or damaged."""
        kept, value = self._memory.get(place, ("", None))
        if kept == key:
            return cast(T, value)
        text = self.store.look_up(_name(place)) if self.store else None
        written_under, _line, text = (text or "").partition("\n")
        if written_under != key:
            return None
        try:
            value = cast(T, from_json(text, kind))
        except DAMAGED:
            return None
        self._memory[place] = key, value
        return value

    def keep(self, place: str, key: str, value: object) -> None:
        """Keep *value* as what was read at *place* under *key*."""
        self._memory[place] = key, value
        self._unsaved.add(place)

    def save(self) -> None:
        """Put into the store what was kept since the last time."""
        if self.store is None:
            return
        for place in self._unsaved:
            key, value = self._memory[place]
            try:
                self.store.write_down(_name(place), f"{key}\n{to_json(value, type(value))}")
            except ValueError:  # a file whose name is no text
                continue
        self._unsaved.clear()


def _name(place: str) -> str:
    return digest(("read", place, language()))
