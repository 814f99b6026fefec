"""What a chart draws: the fields of its values, of which type each is, and what readers are told of it.

Enters: a Vega-Lite specification, which may still be wrong. Leaves: its rows and channels, and its
fields: checks, tables and drawings ask the same questions of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Spec = dict[str, Any]

NAMES = frozenset({"nominal", "ordinal"})
TYPES = ("quantitative", "temporal", "ordinal", "nominal")
# What an author may ask of numbers: written as they stand, or with the language's separators.
PLAIN, SEPARATED = "d", ",d"
FORMATS = (PLAIN, SEPARATED)
_YEARS = range(1000, 2101)
_YEAR = re.compile(
    r"(?<![^\W_])(ann[oi]|annat[ae]|annualità|years?|années?|jahre?|años?)(?![^\W_])", re.I
)
# Where a channel explains its field.
_GUIDES = ("axis", "legend")
# Channels that set marks apart and say nothing.
_SILENT = frozenset({"detail", "order", "xOffset", "yOffset"})


@dataclass(slots=True)
class Field:
    """A field that a chart draws: the ``values`` of its rows, its ``types``, the ``title`` that the
    drawing shows, and whether this names its values (``named``)."""

    name: str
    values: list[Any]
    types: set[str] = field(default_factory=set)
    title: str = ""
    named: bool = False
    formats: set[str] = field(default_factory=set)
    free: bool = False  # the quantity along x of which another one depends

    @property
    def are_years(self) -> bool:
        """Tell whether the values are, or must be taken for, years."""
        return self._may_be_years and (self.free or self._is_called_year)

    @property
    def are_unclear(self) -> bool:
        """Tell whether the values may be years or amounts, and nothing says which."""
        undecided = self.free and not self.formats and not self._is_called_year
        return undecided and self._may_be_years

    @property
    def has_separators(self) -> bool:
        """Tell whether the values are quantities: only these are written with separators."""
        if self.formats:
            return SEPARATED in self.formats
        return (not self.types or "quantitative" in self.types) and not self.are_years

    @property
    def is_quantity(self) -> bool:
        """Tell whether all values are numbers that count or measure."""
        return self.has_separators and all(map(is_number, self.values))

    @property
    def is_told(self) -> bool:
        """Tell whether the values are in what a reader is told: names that the drawing hides are not."""
        return self.named or not self.types or not self.types <= NAMES

    @property
    def _may_be_years(self) -> bool:
        return bool(self.values) and all(
            type(value) is int and value in _YEARS for value in self.values
        )

    @property
    def _is_called_year(self) -> bool:
        return bool(_YEAR.search(self.name) or _YEAR.search(self.title))


def fields_of(spec: Spec) -> Mapping[str, Field]:
    """Return the fields of *spec* by name, in the order in which its rows have them."""
    rows = rows_of(spec)
    names = dict.fromkeys(key for row in rows for key in row)
    found = {name: Field(name, [row.get(name) for row in rows]) for name in names}
    for encoding in encodings_of(spec):
        for name, channel in encoding.items():
            if known := found.get(field_of(channel)):
                _note(known, name, channel)
                # x2 and y2 end what x and y begin.
                known.types |= _types(channel_of(encoding, name.removesuffix("2")))
        x, y = channel_of(encoding, "x"), channel_of(encoding, "y")
        if x.get("type") == y.get("type") == "quantitative" and field_of(x) in found:
            found[field_of(x)].free = True
    return found


def _note(known: Field, name: str, channel: Spec) -> None:
    guides = [channel.get(guide, {}) for guide in _GUIDES]
    hidden = None in guides or any(isinstance(g, dict) and g.get("labels") is False for g in guides)
    own = [guide for guide in (*guides, channel) if isinstance(guide, dict)]
    known.formats |= {each["format"] for each in own if each.get("format") in FORMATS}
    known.named = known.named or not (hidden or name in _SILENT)
    title = next((each["title"] for each in own if "title" in each), None)
    if isinstance(title, str) and not hidden:
        known.title = title


def _types(channel: Spec) -> set[str]:
    kind = channel.get("type")
    return {kind} if isinstance(kind, str) else set()


def rows_of(spec: Spec) -> list[Spec]:
    """Return the rows of values of *spec*, those that are rows."""
    data = spec.get("data")
    rows = data.get("values") if isinstance(data, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def encodings_of(spec: Any, outer: Spec | None = None) -> Iterator[Spec]:
    """Yield the encoding of *spec* and those of its layers, each completed by that of the whole."""
    if not isinstance(spec, dict):
        return
    whole = completed(spec.get("encoding"), outer or {})
    yield whole
    layers = spec.get("layer")
    for layer in layers if isinstance(layers, list) else ():
        yield from encodings_of(layer, whole)


def completed(encoding: Any, outer: Spec) -> Spec:
    """Return the *encoding* of a layer with what the *outer* one says of its channels."""
    own = encoding if isinstance(encoding, dict) else {}
    return outer | {name: channel_of(outer, name) | channel_of(own, name) for name in own}


def channel_of(encoding: Any, name: str) -> Spec:
    """Return the channel *name* of *encoding*; an empty one where there is none."""
    found = encoding.get(name) if isinstance(encoding, dict) else None
    return found if isinstance(found, dict) else {}


def field_of(channel: Any) -> str:
    """Return the field that *channel* draws, or an empty string."""
    found = channel.get("field") if isinstance(channel, dict) else None
    return found if isinstance(found, str) else ""


def is_number(value: Any) -> bool:
    """Tell whether *value* is a number, and no answer."""
    return isinstance(value, int | float) and not isinstance(value, bool)
