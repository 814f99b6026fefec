"""Rules over what a chart draws: each field has a type, and each value is of it.

Enters: a chart's specification whose shape is right. Leaves: problems, each with the path to its place.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pitstop_docs.problems.messages import _
from pitstop_docs.tree.chart_fields import (
    FORMATS,
    TYPES,
    Spec,
    channel_of,
    completed,
    encodings_of,
    field_of,
    fields_of,
    is_number,
    rows_of,
)

Path = tuple[str | int, ...]
Problem = tuple[Path, str, str]

CHANNELS = frozenset({
    "x", "y", "x2", "y2", "xOffset", "yOffset", "color", "opacity", "shape", "size", "strokeDash",
    "text", "detail", "order",
})  # fmt: skip
# Of the same type as the channels that they end.
_WITHOUT_TYPE = frozenset({"x2", "y2"})
# As Italian hands write numbers: 1.234.567 or 12,5; the first may mean a decimal number too.
_THOUSANDS = re.compile(r"[+-]?\d{1,3}\.\d{3}")
_ITALIAN = re.compile(r"([+-]?(?:\d{1,3}(?:\.\d{3})+|\d+))(?:,(\d+))?")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def type_problems(spec: Spec, path: Path = (), outer: Spec | None = None) -> Iterator[Problem]:
    """Yield the channels of *spec* and its layers that draw a field of no known type; what the whole
    says of a channel, as *outer*, holds in its layers."""
    own, known = spec.get("encoding"), ", ".join(TYPES)
    whole = completed(own, outer or {})
    for name in own if isinstance(own, dict) else ():
        kind, place = whole[name].get("type"), (*path, "encoding", name)
        if kind is None and field_of(whole[name]) and name in CHANNELS - _WITHOUT_TYPE:
            yield (
                place,
                _("'{channel}' does not say of which type its field '{name}' is").format(
                    channel=name, name=field_of(whole[name])
                ),
                _("add 'type: …': types are {known}").format(known=known),
            )
        elif kind is not None and kind not in TYPES:
            yield (
                (*place, "type") if "type" in channel_of(own, name) else place,
                _("'{type}' is no type of a field").format(type=kind),
                _("types are {known}").format(known=known),
            )
    layers = spec.get("layer")
    for index, layer in enumerate(layers if isinstance(layers, list) else ()):
        if isinstance(layer, dict):
            yield from type_problems(layer, (*path, "layer", index), whole)


def value_problems(spec: Spec) -> Iterator[Problem]:
    """Yield the values of *spec* that are not of the type of their field."""
    fields = fields_of(spec)
    data = spec.get("data")
    for index, row in enumerate(data["values"] if isinstance(data, dict) and rows_of(spec) else ()):
        for name, value in row.items() if isinstance(row, dict) else ():
            kinds = fields[name].types & set(TYPES)
            wrong = next(
                (found for kind in TYPES if kind in kinds and (found := _wrong(kind, value))), None
            )
            if wrong:
                yield ("data", "values", index, name), *wrong


def _wrong(kind: str, value: Any) -> tuple[str, str] | None:
    """Return why *value* is not of type *kind* and what to do, or None where it is."""
    if isinstance(value, dict | list):  # said elsewhere
        return None
    if value is None:
        hint = _("write it, or leave out the whole row and say so in 'note'")
        return _("a value is missing"), hint
    if isinstance(value, bool):
        return (
            _("'{value}' is an answer, not a name or a number").format(value=str(value).lower()),
            _("write the word in quotes, as text"),
        )
    if kind == "quantitative" and not is_number(value):
        return _no_number(str(value))
    if kind == "temporal":
        return _no_date(value)
    return None


def _no_number(text: str) -> tuple[str, str]:
    message = _("'{value}' is a text, but its field has numbers").format(value=text)
    if is_thousands(text):
        hint = plain_number()
    elif _NUMBER.fullmatch(text):
        hint = _("write the number without quotes: {number}").format(number=text)
    elif match := _ITALIAN.fullmatch(text):
        number = ".".join(filter(None, (match[1].replace(".", ""), match[2])))
        hint = _("write the number like this: {number}").format(number=number)
    else:
        hint = _("write a plain number: 1200 or 98.6")
    return message, hint


def is_thousands(value: Any) -> bool:
    """Tell whether *value* is text that may be a thousand or a decimal number."""
    return isinstance(value, str) and bool(_THOUSANDS.fullmatch(value))


def plain_number() -> str:
    """Return what to write in its place."""
    return _("write 1200 without a dot if it is a thousand, 1.2 if it is a decimal number")


def _no_date(value: Any) -> tuple[str, str] | None:
    if is_number(value):
        return (
            _("'{value}' is a number, but its field has dates").format(value=value),
            _("write a year in quotes, or 'type: ordinal' in place of 'temporal'"),
        )
    match = _DATE.fullmatch(value)
    if match is None:
        message = _("'{value}' is no date").format(value=value)
        return message, _("a date: 1991, 1991-01 or 1991-01-26")
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return _("the date {value} does not exist").format(value=value), _(
            "correct it, or leave out the day"
        )
    return None


def cut_numbers(spec: Spec) -> Iterator[Problem]:
    """Yield the decimals that a comma cuts in two: in braces YAML takes it for the end of a value."""
    data = spec.get("data")
    rows = data.get("values") if isinstance(data, dict) else None
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        before: Any = None
        for name, value in row.items() if isinstance(row, dict) else ():
            if value is None and name.isdigit() and is_number(before):
                yield (
                    ("data", "values", index, name),
                    _("the comma cuts the number {number} in two").format(
                        number=f"{before},{name}"
                    ),
                    _("write decimals with a point: {number}").format(number=f"{before}.{name}"),
                )
            before = value


def unclear_fields(spec: Spec) -> Iterator[Problem]:
    """Yield the fields whose values may be years or amounts, at their x axis."""
    unclear = {name for name, known in fields_of(spec).items() if known.are_unclear}
    seen = {field_of(channel_of(encoding, "x")) for encoding in encodings_of(spec)}
    for name in sorted(unclear & seen):
        yield (
            ("encoding", "x"),
            _("the numbers of '{name}' may be years or amounts: they are written as years").format(
                name=name
            ),
            _(
                "write 'type: ordinal' for years; for amounts give the axis the format ',d', in "
                "quotes"
            ),
        )


def format_problems(path: Path, value: Any) -> Iterator[Problem]:
    """Yield a format of numbers that is none of ours."""
    if value not in FORMATS:
        yield (
            path,
            _("a chart cannot have the format '{format}'").format(format=value),
            _("write 'd' for numbers without separators, ',d' for numbers with them"),
        )
