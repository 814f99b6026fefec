"""Where words come from, and what the nodes that hold them are called.

Enters: places in a source, words. Leaves: an :class:`Origin`, and keys that stay the same when something is
put in before them."""

import re
import unicodedata
from dataclasses import dataclass, field

from pitstop_docs.problems.diagnostics import Location

# A line and a column, both counted from 1.
Position = tuple[int, int]

_KEY_WORDS, _KEY_MAX = 4, 28  # words of a text, and letters of them, that make its key


@dataclass(frozen=True, slots=True)
class Origin:
    """Where words stand in a source, as they were typed there.

    ``path`` is relative to the project; ``start`` is the first character and ``end`` the one after the
    last, both as (line, column) counted from 1. ``field`` is what holds them: a field and the way to it,
    items counted from 1 ("numbers.2.label"), or a section of the text ("problem")."""

    path: str
    start: Position = (1, 1)
    end: Position = (1, 1)
    field: str = ""

    @property
    def location(self) -> Location:
        """Where they begin."""
        return Location(self.path, *self.start)


def field_of(path: tuple[str | int, ...]) -> str:
    """Return the name of the field at *path*, whose items are counted from 0: "numbers.2.label"."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def key_of(words: str) -> str:
    """Return the first words of *words* as part of a key: small letters, digits and hyphens; "" if there
    are none."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    found = re.findall(r"[a-z0-9]+", re.sub(r"['’]", " ", plain))
    key = "-".join(found[:_KEY_WORDS])
    if len(key) <= _KEY_MAX:
        return key
    return key[:_KEY_MAX].rpartition("-")[0] or key[:_KEY_MAX]


@dataclass(slots=True)
class Names:
    """Names of nodes of one document, each given once. What is named by its own words keeps its name when
    something is put in before it."""

    taken: set[str] = field(default_factory=set)
    _last: dict[str, int] = field(default_factory=dict)

    def name(self, *parts: str) -> str:
        """Return *parts* joined by hyphens, without those that are empty; one that is taken gets a
        number."""
        wanted = "-".join(filter(None, parts))
        number = self._last.get(wanted, 0) + 1
        while (name := wanted if number == 1 else f"{wanted}-{number}") in self.taken:
            number += 1
        self._last[wanted] = number
        self.taken.add(name)
        return name
