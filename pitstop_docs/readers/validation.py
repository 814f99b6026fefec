"""Plain values → records; what pydantic finds wrong → Diagnostics with their place.

Enters: a :class:`Loaded` document and a model. Leaves: the record, or every problem of it,
reported."""

from copy import copy
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import ErrorDetails

from pitstop_docs.problems.diagnostics import Location, Reporter, did_you_mean, nearest
from pitstop_docs.problems.messages import N_, _
from pitstop_docs.readers.inline import InlineReader
from pitstop_docs.readers.yaml import Scalar, as_json_value
from pitstop_docs.readers.yaml_words import SHOWN_MAX, quoted, words
from pitstop_docs.records.record import Places, Record
from pitstop_docs.records.values import PATTERNS, Prose

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", bound=Record)
Keys = dict[tuple[str | int, ...], Location]
Misread = frozenset[tuple[str | int, ...]]


def validate(
    model: type[M],
    value: Any,
    places: Places,
    keys: Keys,
    inline: InlineReader,
    reporter: Reporter,
    misread: Misread = frozenset(),
) -> M | None:
    """Return *value* as *model*, or None after reporting what is wrong with it. Whatever is wrong
    with fields that were *misread* has been reported: all the others are looked at."""

    try:
        record = model.model_validate(value, context=_context(places, inline))
    except ValidationError as error:
        problems = error.errors(include_url=False)
        meant = {name for details in problems if (name := _meant(details, model))}
        for details in problems:
            if not _is_misread(details, misread | meant):
                _report(details, model, places, keys, reporter)
        return None
    return None if misread else record


def readable_part(
    model: type[R], value: Any, places: Places, inline: InlineReader, misread: Misread
) -> R:
    """Return the fields of *value* in which nothing is wrong as a *model*, for rules that look at
    one field: what is wrong with the others has been reported."""
    fields = value if isinstance(value, dict) else {}
    context = _context(places, inline)
    lost = {path[0] for path in misread if path}
    try:
        model.model_validate(fields, context=context)
    except ValidationError as error:
        lost |= {details["loc"][0] for details in error.errors(include_url=False)}
    if () in misread or not isinstance(value, dict):
        lost |= set(model.model_fields)
    known = {k: v for k, v in fields.items() if k in model.model_fields and k not in lost}
    return with_gaps(model, known, context).without(frozenset(map(str, lost)))


def with_gaps(model: type[M], fields: dict[str, Any], context: dict[str, Any]) -> M:
    """Return *fields*, in which nothing is wrong, as a *model* that lacks the others."""
    part: BaseModel = _with_gaps(model).model_validate(fields, context=context)
    values = {name: getattr(part, name) for name in model.model_fields}
    return model.model_construct(set(fields), **values)


@cache
def _with_gaps(model: type[BaseModel]) -> type[BaseModel]:
    """Return *model* with no field required."""
    gaps: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if info.is_required():
            gaps[name] = (info.annotation, copy(info))
            gaps[name][1].default = None
    return create_model(model.__name__, __base__=model, **gaps)


def _context(places: Places, inline: InlineReader) -> dict[str, Any]:
    """Return what the fields of a record need to read their values."""

    def prose(text: Any) -> Prose:
        origin = text.origin if isinstance(text, Scalar) else places.whole
        return Prose(inline.read(str(text), origin.location, origin.end[0]), origin)

    return {"prose": prose, "json": as_json_value}


def _meant(details: ErrorDetails, model: type[BaseModel]) -> tuple[str | int, ...] | None:
    """Return the path of the field whose name is misspelt here: it is not missing too."""
    path = details["loc"]
    if details["type"] != "extra_forbidden":
        return None
    known, name = _fields_at(model, path[:-1]), str(path[-1])
    first = name.partition(" ")[0]
    near = first if first in known else nearest(name, known)
    return (*path[:-1], near) if near else None


def _is_misread(details: ErrorDetails, misread: Misread) -> bool:
    """Tell whether a problem only follows from what could not be read."""
    path = tuple(part for part in details["loc"] if part != "[key]")
    if details["type"] == "extra_forbidden":
        return () in misread
    if any(path[: len(lost)] == lost for lost in misread):
        return True
    emptied = details["input"] is None or details["type"] == "too_short"
    return emptied and any(lost[: len(path)] == path for lost in misread)


def _report(
    details: ErrorDetails, model: type[BaseModel], places: Places, keys: Keys, reporter: Reporter
) -> None:
    path = details["loc"]
    place = keys.get(path) if details["type"] == "extra_forbidden" else None
    place = place or places.at(*path)
    # A missing field has no place: what surrounds it is shown, at its beginning.
    code, message, hint = _words(details, model, path)
    reporter.report(code, place, message, hint)


def _words(
    details: ErrorDetails, model: type[BaseModel], path: tuple[str | int, ...]
) -> tuple[str, str, str]:
    """Return the code, the message and the hint; an empty hint is that of the table."""
    kind, context = details["type"], details.get("ctx", {})
    value = details["input"]
    field, shown = _dotted(path), _shorten(value)
    if value is None and kind not in ("missing", "extra_forbidden"):
        kind = "string_too_short"
    match kind:
        case "missing":
            return (
                "missing-field",
                _("'{field}' is missing").format(field=field),
                _("add '{field}:' with its value").format(field=path[-1]),
            )
        case "extra_forbidden":
            return _unknown_words(str(path[-1]), _fields_at(model, path[:-1]), value is None)
        case "literal_error" if path[-1] == "[key]":
            return _unknown_words(str(path[-2]), _choices(context))
        case "string_too_long" | "too_long":
            return _too_long_words(value, field, context)
        case "string_too_short":
            return (
                "empty-field",
                _("'{field}' is empty").format(field=field),
                "",
            )
        case "too_short":
            return (
                "empty-field",
                _("'{field}' is empty").format(field=field),
                _("write at least one"),
            )
        case "literal_error":
            choices = _choices(context)
            near = did_you_mean(str(value), choices)
            allowed = _("choose one of: {choices}").format(choices=", ".join(choices))
            return (
                "unknown-value",
                _("{value} is not a value of '{field}'").format(value=shown, field=field),
                f"{near} {allowed}" if near else allowed,
            )
        case "string_pattern_mismatch":
            wanted = PATTERNS[context["pattern"]]
            return (
                "wrong-format",
                _("{value} is not well formed for '{field}'").format(value=shown, field=field),
                _("write {wanted}").format(wanted=_(wanted)),
            )
        case "raw_html" | "markup":
            return _markup_words(kind, context["mark"], field)
        case _:
            return _type_words(kind, value, field)


def _choices(context: dict[str, Any]) -> list[str]:
    """Return pydantic's "'a', 'b' or 'c'" as a list."""
    return str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


def _unknown_words(name: str, known: list[str], empty: bool = False) -> tuple[str, str, str]:
    first, *others = name.split() or [""]
    if empty and others and first in known:
        return (
            "unknown-key",
            _("a colon is missing after '{field}'").format(field=first),
            _("write 'field: value', with a space after the colon"),
        )
    if empty and not name.isidentifier():
        return (
            "unknown-key",
            _("'{text}' is no field: a comma parts it from what is before").format(text=name),
            _("put the text that has the comma in quotes"),
        )
    return (
        "unknown-key",
        _("there is no field '{field}' here").format(field=name[:60]),
        did_you_mean(name, known) or _("fields here are: {known}").format(known=", ".join(known)),
    )


def _too_long_words(value: Any, field: str, context: dict[str, Any]) -> tuple[str, str, str]:
    limit = context["max_length"]
    size = context.get("actual_length", len(value))
    if isinstance(value, str):
        message = _("'{field}' has {size} characters; at most {limit} are allowed")
    else:
        message = _("'{field}' has {size} items; at most {limit} are allowed")
    return (
        "too-long",
        message.format(field=field, size=size, limit=limit),
        _("shorten it by {over}").format(over=size - limit),
    )


def _markup_words(kind: str, mark: str, field: str) -> tuple[str, str, str]:
    if kind == "raw_html":
        return (
            "raw-html",
            _("raw HTML is not accepted: {html}").format(html=mark.split("\n")[0][:60]),
            _("write plain text; among the fields a comment begins with '#'"),
        )
    return (
        "plain-text",
        _("'{field}' is plain text: {mark} would be printed as it stands").format(
            field=field, mark=mark
        ),
        "",
    )


_HINTS = {
    "ambiguous_number": N_(
        "write 1200 without a dot if it is a thousand, 1.2 if it is a decimal number"
    ),
    "decimal_parsing": N_("write a plain number: 1200 or 98.6"),
    "date_parsing": N_("write a date: 2026-11-23"),
    "bool": N_("write true or false"),
    "int": N_("write a whole number"),
    "greater_than": N_("write a number above zero"),
    "greater_than_equal": N_("write a greater number"),
    "less_than_equal": N_("write a smaller number"),
    "date": N_("write a date: 2026-11-23"),
    "tuple": N_("write a list: each item on its line, after '- '"),
    "dict": N_("write fields and values: 'field: value', with a space after the colon"),
    "model": N_("write fields and values: 'field: value', with a space after the colon"),
    "string": N_("write a text"),
}


def _type_words(kind: str, value: Any, field: str) -> tuple[str, str, str]:
    """Return the words for a pydantic error type such as "int_parsing" or "date_type"."""
    if kind == "string_type" and isinstance(value, dict | list):
        return _not_a_text_words(value, field)
    hint = _HINTS.get(kind) or _HINTS.get(kind.partition("_")[0], "")
    message = (
        _("'{field}' cannot be {value}").format(field=field, value=_shorten(value))
        if field
        else _("there should be fields here, not {value}").format(value=_shorten(value))
    )
    return "wrong-type", message, _(hint) if hint else kind


def _not_a_text_words(value: dict[str, Any] | list[Any], field: str) -> tuple[str, str, str]:
    """Return the words for what was meant as a text, and became fields or a list."""
    if isinstance(value, dict) and len(value) == 1:
        ((name, after),) = value.items()
        if isinstance(after, str):
            told = words("colon-in-text", name=name[:SHOWN_MAX], text=quoted(f"{name}: {after}"))
            return "wrong-type", *told
    message = _("'{field}' cannot be {value}").format(field=field, value=_shorten(value))
    hint = _("write a text; one that begins with a bracket must be put in quotes")
    return "wrong-type", message, hint


def _shorten(value: Any) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, dict):
        return _("a group of fields")
    if isinstance(value, list):
        return _("a list")
    text = str(value)
    quoted = _("'{text}…'") if len(text) > 40 else _("'{text}'")
    return quoted.format(text=text[:40])


def _dotted(path: tuple[str | int, ...]) -> str:
    """Return *path* as people read it: numbers.2.value, counted from 1."""
    # pydantic adds "[key]" when it is the key of a mapping that is wrong.
    named = [part for part in path if part != "[key]"]
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in named)


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
