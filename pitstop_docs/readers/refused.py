"""What pydantic finds wrong → the fault, and what should stand in its place.

Enters: pydantic's name for it, the value, its path and what stands beside it. Leaves: a :class:`Fault`, and
the right value where it is plain what was meant. What people are told is in
:mod:`~pitstop_docs.readers.faults`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.advice import NoSuchDate, date_meant, repaired
from pitstop_docs.readers.shape import Path, items_of
from pitstop_docs.records.italian import value_meant
from pitstop_docs.records.record import Places
from pitstop_docs.records.values import is_slug


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place: pydantic's name for it and what it knows of it; the value, its
    path and place; the model of the record, and the fields beside the one that is wrong."""

    kind: str
    known: Mapping[str, Any]
    value: Any
    path: Path
    place: Location
    model: type[BaseModel]
    beside: Mapping[str, Any]

    @classmethod
    def of(
        cls, details: ErrorDetails, model: type[BaseModel], value: Any, places: Places
    ) -> "Fault":
        """Return what *details* say of *value*."""
        kind, path = details["type"], details["loc"]
        # A text where a list may stand was made a list of one.
        while path and isinstance(path[-1], int) and path not in places.fields:
            path = path[:-1]
        if details["input"] is None and kind not in ("missing", "extra_forbidden"):
            kind = "empty"
        known, beside = details.get("ctx", {}), at_path(value, path[:-1])
        beside = beside if isinstance(beside, dict) else {}
        return cls(kind, known, details["input"], path, places.at(*path), model, beside)

    @property
    def field(self) -> str:
        """The name of the field alone."""
        return next((part for part in reversed(self._names) if isinstance(part, str)), "")

    @property
    def name(self) -> str:
        """The field, with its item where that is wrong: "keywords, item 2"."""
        return _named(self._names[self._cut :])

    @property
    def around(self) -> str:
        """The list or the group that the field is in: "numbers, item 2"."""
        return _named(self._names[: self._cut])

    @property
    def shown(self) -> str:
        """The value, as messages quote it."""
        return shortened(self.value)

    @property
    def _names(self) -> Path:
        # pydantic adds "[key]" where it is the key of a mapping that is wrong.
        return tuple(part for part in self.path if part != "[key]")

    @property
    def _cut(self) -> int:
        names = [i for i, part in enumerate(self._names) if isinstance(part, str)]
        return names[-1] if names else 0


def at_path(value: Any, path: Path) -> Any:
    """Return what stands at *path* in *value*, or None."""
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _named(path: Path) -> str:
    """Return *path* as people read it, counted from 1."""
    return ", ".join(
        part if isinstance(part, str) else _("item {number}").format(number=part + 1)
        for part in path
    )


def shortened(value: Any) -> str:
    """Return *value* as messages quote it."""
    if value is None:
        return _("nothing")
    if isinstance(value, dict):
        return _("a group of fields")
    if isinstance(value, list):
        return _("a list")
    text = str(value)
    shown = _("'{text}…'") if len(text) > 40 else _("'{text}'")
    return shown.format(text=text[:40])


def choices_of(known: Mapping[str, Any]) -> list[str]:
    """Return pydantic's "'a', 'b' or 'c'" as a list."""
    return str(known["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


def own_name(fault: Fault) -> str:
    """Return the name of the file that is one record: its id is the same."""
    name = PurePosixPath(fault.place.path)
    own = fault.path == ("id",) and name.suffix == ".md" and is_slug(name.stem)
    return name.stem if own else ""


def colon_text(fault: Fault) -> str:
    """Return the text of which a colon made a field, or ""; what looks like a field may be meant as one."""
    if not (
        fault.kind == "string_type" and isinstance(fault.value, dict) and len(fault.value) == 1
    ):
        return ""
    ((name, after),) = fault.value.items()
    return f"{name}: {after}" if isinstance(after, str) and not is_slug(name) else ""


# What parts thousands: a whole number has no decimals.
_THOUSANDS = re.compile(r"(?<=\d)[.,'’\s](?=\d{3}(?!\d))")


def right_value(fault: Fault) -> str | list[str] | dict[str, str]:
    """Return what should stand in the place of what is wrong, "" where nobody can know: a text, a list, or
    fields for the place of one."""
    typed = fault.value if isinstance(fault.value, str) else ""
    family = fault.kind.partition("_")[0]
    readings = fault.known.get("readings", ())
    if len(readings) == 1:
        own = "value" if "to" in readings[0] else fault.field
        return {name or own: text for name, text in readings[0].items()}
    if fault.kind in ("string_too_long", "too_long") and typed:
        return typed[: fault.known["max_length"]]
    if said := colon_text(fault):
        return said
    if not typed:
        return ""
    try:
        if fault.kind == "string_pattern_mismatch":
            return own_name(fault) or repaired(fault.known["pattern"], typed)
        if family == "date":
            right = date_meant(typed)
            return right if len(right) == len("2026-11-23") and right != typed else ""
    except NoSuchDate:
        return ""
    if fault.kind == "literal_error":
        return value_meant(fault.field, typed, choices_of(fault.known))
    if family == "bool":
        return value_meant(fault.field, typed, ("true", "false"))
    if family == "int" and (digits := re.search(r"\d+", _THOUSANDS.sub("", typed))):
        return str(int(digits[0]))
    listed = family == "tuple" and re.fullmatch(r"[\w.'’ -]+(,[\w.'’ -]+)*", typed)
    # "1. Uno", "- Uno": items on lines of their own, each with its sign.
    signed = re.match(r"\w{1,2}\.\s|-", typed)
    if listed and not signed and not items_of(fault.model, fault.path):
        return [part.strip() for part in typed.split(",")]
    return ""
