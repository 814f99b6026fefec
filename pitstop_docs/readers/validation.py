"""Plain values → records; what pydantic finds wrong → Diagnostics with their place.

Enters: a :class:`Loaded` document and a model. Leaves: the record, or every problem of it,
reported. """

from collections.abc import Callable
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pitstop_docs.diagnostics import Location, Reporter, did_you_mean
from pitstop_docs.messages import _
from pitstop_docs.model import Places
from pitstop_docs.readers.inline import InlineReader
from pitstop_docs.readers.yaml import Scalar, as_json_value
from pitstop_docs.values import PATTERNS, Prose

M = TypeVar("M", bound=BaseModel)
Keys = dict[tuple[str | int, ...], Location]


def validate(
    model: type[M], value: Any, places: Places, keys: Keys, inline: InlineReader, reporter: Reporter
) -> M | None:
    """Return *value* as *model*, or None after reporting what is wrong with it."""

    def prose(text: Any) -> Prose:
        place = text.location if isinstance(text, Scalar) else places.whole
        return Prose(inline.read(str(text), place.line, place.column), place)

    try:
        return model.model_validate(value, context={"prose": prose, "json": as_json_value})
    except ValidationError as error:
        for details in error.errors(include_url=False):
            _report(details, model, places, keys, reporter)
        return None


def _report(
    details: ErrorDetails, model: type[BaseModel], places: Places, keys: Keys, reporter: Reporter
) -> None:
    path = details["loc"]
    place = keys.get(path) if details["type"] == "extra_forbidden" else None
    place = place or places.at(*path)
    # A missing field has no place: what surrounds it is shown, at its beginning.
    code, message, hint = _words(details, model, path)
    reporter.error(code, message, place, hint)


def _words(
    details: ErrorDetails, model: type[BaseModel], path: tuple[str | int, ...]
) -> tuple[str, str, str]:
    kind, context = details["type"], details.get("ctx", {})
    name = str(path[-1]) if path else ""
    value = details["input"]
    match kind:
        case "missing":
            return (
                "missing-field",
                _("'{field}' is missing").format(field=_dotted(path)),
                _("add '{field}:' with its value").format(field=name),
            )
        case "extra_forbidden":
            known = _fields_at(model, path[:-1])
            listed = _("keys here are: {known}").format(known=", ".join(known))
            return (
                "unknown-key",
                _("there is no field '{field}' here").format(field=name),
                did_you_mean(name, known) or listed,
            )
        case "string_too_long" | "too_long":
            size = len(str(value).strip()) if kind == "string_too_long" else len(value)
            limit = context.get("max_length", 0)
            what = _("characters") if kind == "string_too_long" else _("items")
            return (
                "too-long",
                _("'{field}' has {size} {what}; at most {limit} are allowed").format(
                    field=_dotted(path), size=size, what=what, limit=limit
                ),
                _("shorten it by {over}").format(over=size - limit),
            )
        case "string_too_short" | "too_short":
            return (
                "empty-field",
                _("'{field}' is empty").format(field=_dotted(path)),
                _("write it, or remove the key if it is optional"),
            )
        case "literal_error":
            expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
            choices = expected.split(", ")
            near = did_you_mean(str(value), choices)
            allowed = _("choose one of: {choices}").format(choices=", ".join(choices))
            return (
                "unknown-value",
                _("'{value}' is not a value of '{field}'").format(value=value, field=_dotted(path)),
                f"{near}; {allowed}" if near else allowed,
            )
        case "string_pattern_mismatch":
            wanted = _(PATTERNS[context["pattern"]])
            return (
                "wrong-format",
                _("'{value}' is not well formed").format(value=value),
                _("write {wanted}").format(wanted=wanted),
            )
        case _:
            return _type_words(kind, value, path)


def _type_words(kind: str, value: Any, path: tuple[str | int, ...]) -> tuple[str, str, str]:
    hints: dict[str, Callable[[], str]] = {
        "ambiguous_number": lambda: _(
            "write 1200 without a dot if it is a thousand, 1.2 if it is a decimal number"
        ),
        "decimal_parsing": lambda: _("write a plain number: 1200 or 98.6"),
        "int_parsing": lambda: _("write a whole number"),
        "int_from_float": lambda: _("write a whole number"),
        "int_type": lambda: _("write a whole number"),
        "greater_than": lambda: _("write a number above zero"),
        "greater_than_equal": lambda: _("write a greater number"),
        "less_than_equal": lambda: _("write a smaller number"),
        "bool_parsing": lambda: _("write true or false"),
        "bool_type": lambda: _("write true or false"),
        "date_parsing": lambda: _("write a date: 2026-11-23"),
        "date_from_datetime_parsing": lambda: _("write a date: 2026-11-23"),
        "date_type": lambda: _("write a date: 2026-11-23"),
        "list_type": lambda: _("write a list: each item on its line, after '- '"),
        "tuple_type": lambda: _("write a list: each item on its line, after '- '"),
        "dict_type": lambda: _("write keys and values: 'key: value'"),
        "model_type": lambda: _("write keys and values: 'key: value'"),
        "model_attributes_type": lambda: _("write keys and values: 'key: value'"),
        "string_type": lambda: _("write a text"),
    }
    shown = _("nothing") if value is None else _shorten(value)
    hint = hints.get(kind)
    return (
        "wrong-type",
        _("'{field}' cannot be {value}").format(field=_dotted(path), value=shown),
        hint() if hint else kind,
    )


def _shorten(value: Any) -> str:
    if isinstance(value, dict):
        return _("a group of keys")
    if isinstance(value, list):
        return _("a list")
    text = str(value)
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"


def _dotted(path: tuple[str | int, ...]) -> str:
    """Return *path* as people read it: numbers.2.value, counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def _fields_at(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Return the names of the fields that may stand at *path*."""
    current: type[BaseModel] = model
    for part in path:
        if isinstance(part, int) or part not in current.model_fields:
            continue
        inner = _model_in(current.model_fields[part].annotation)
        if inner is not None:
            current = inner
    return list(current.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
