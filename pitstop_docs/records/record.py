"""What is read knows its place: the base of every record.

Enters: places that a reader found. Leaves: records whose every field can be pointed at.
"""

from dataclasses import dataclass
from typing import Literal, Self

from pydantic import PrivateAttr

from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.records.forms import Item
from pitstop_docs.records.values import Slug
from pitstop_docs.tree.origin import Origin

Language = Literal["it"]
Kind = Literal["practice", "policy"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A call to a reference as it stands in a text, with its place."""

    ref: str
    locus: str
    location: Location

    def where(self) -> Location:
        """Return its place."""
        return self.location


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values of one record stand in its file."""

    whole: Origin
    fields: dict[tuple[str | int, ...], Origin]

    def origin(self, *path: str | int) -> Origin:
        """Return where the field at *path* stands, or the nearest thing around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.fields:
                return self.fields[path[:end]]
        return self.whole

    def at(self, *path: str | int) -> Location:
        """Return the place of the field at *path*, or of the nearest thing around it."""
        return self.origin(*path).location


class Placed(Item):
    """Something that was read; it knows where it stands."""

    _places: Places = PrivateAttr(default_factory=lambda: Places(Origin("-"), {}))
    _mentions: tuple[Mention, ...] = PrivateAttr(default=())
    _unread: frozenset[str] = PrivateAttr(default=frozenset())
    _right: bool = PrivateAttr(default=True)

    def placed(self, places: Places, mentions: tuple[Mention, ...] = ()) -> Self:
        """Return this record, which stands at *places* and calls *mentions* in its texts."""
        self._places, self._mentions = places, mentions
        return self

    def without(self, fields: frozenset[str]) -> Self:
        """Return this record, in which something is wrong: of *fields* not all could be read."""
        self._unread, self._right = fields, False
        return self

    @property
    def whole(self) -> bool:
        """Whether nothing in its fields is wrong."""
        return self._right

    def knows(self, field: str) -> bool:
        """Tell whether *field* holds what the source says, if it says anything."""
        return field not in self._unread

    def says(self, *path: str | int) -> bool:
        """Tell whether the source has a field at *path*, be it one that is wrong."""
        return path in self._places.fields

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The calls to references in its texts."""
        return self._mentions

    @property
    def location(self) -> Location:
        """Where the record begins."""
        return self.at()

    def at(self, *path: str | int) -> Location:
        """Return the place of a field, e.g. ``at("numbers", 2, "source")``."""
        return self._places.at(*path)

    def origin(self, *path: str | int) -> Origin:
        """Return where a field stands, e.g. ``origin("numbers", 2)``; without *path*, the record."""
        return self._places.origin(*path)


class Record(Placed):
    """A source or an entry with an id."""

    id: Slug
