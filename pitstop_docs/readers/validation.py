"""Plain values → records; what pydantic finds wrong → Diagnostics with their place.

Enters: a :class:`Loaded` document and a model. Leaves: the record, or every problem of it,
reported in the words of :mod:`~pitstop_docs.readers.faults`."""

from copy import copy
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import ErrorDetails

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.faults import words_of
from pitstop_docs.readers.inline import InlineReader
from pitstop_docs.readers.mending import Mending, meant_path
from pitstop_docs.readers.refused import Fault, at_path
from pitstop_docs.readers.shape import Path, field_at, model_at
from pitstop_docs.readers.yaml import Scalar, as_json_value
from pitstop_docs.records.changes import Change, change_of
from pitstop_docs.records.record import Places, Record
from pitstop_docs.records.values import Prose

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", bound=Record)
Keys = dict[Path, Location]
Misread = frozenset[Path]

TURNS_MAX = 4  # mending shows what was behind: a list of texts, then each of them


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

    changed = {path: change for path in keys if (change := change_of(model, path))}
    for path, change in changed.items():
        reporter.report("unknown-key", keys[path], *_changed_words(change))
    # What is there under another name, or a misspelt one, is not missing as well.
    told = {*changed, *(change.new_path(path) for path, change in changed.items())}
    record = None
    mending = Mending(value, places)
    for turn in range(TURNS_MAX):
        try:
            record = model.model_validate(mending.value, context=_context(places, inline))
            break
        except ValidationError as error:
            problems = error.errors(include_url=False)
        meant = {name for details in problems if (name := meant_path(details, model))}
        meant |= _replaced(problems, model, mending.value)
        faults = []
        for details in problems:
            fault = Fault.of(details, model, mending.value, places)
            faults.append(fault)
            follows = turn and mending.explains(fault.path)
            if not (details["loc"] in told or follows or _is_misread(details, misread | meant)):
                _report(fault, keys, reporter)
        mending.mend(faults)
    return None if misread or mending.begun else record


def readable_part(
    model: type[R], value: Any, places: Places, inline: InlineReader, misread: Misread
) -> R:
    """Return the fields of *value* in which nothing is wrong as a *model*, for rules that look at
    one field: what is wrong with the others has been reported."""
    mending = Mending(value if isinstance(value, dict) else {}, places)
    context = _context(places, inline)
    lost: set[str | int] = set()
    for turn in range(TURNS_MAX):
        try:
            model.model_validate(mending.value, context=context)
            break
        except ValidationError as error:
            problems = error.errors(include_url=False)
        if turn == TURNS_MAX - 1:
            lost |= {details["loc"][0] for details in problems if details["loc"]}
        mending.mend([Fault.of(details, model, mending.value, places) for details in problems])
    if () in misread or not isinstance(value, dict):
        lost |= set(model.model_fields)
    lost |= mending.lost
    known = {k: v for k, v in mending.value.items() if k in model.model_fields and k not in lost}
    unsure = lost | mending.unsure
    # Of an item that lacks a text only, all the rest is known.
    for path in misread:
        field = field_at(model, path) if len(path) > 2 else None
        if path and not (field and field.is_required()):
            unsure.add(path[0])
    return with_gaps(model, known, context).without(frozenset(map(str, unsure)))


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
        return Prose(inline.read_field(str(text), origin.location, origin.end[0]), origin)

    return {"prose": prose, "json": as_json_value}


def _replaced(problems: list[ErrorDetails], model: type[BaseModel], value: Any) -> set[Path]:
    """Return the paths of the fields in whose place others stand that are none at all: "1991: fondazione"
    in a list of moments. They are not missing as well."""
    return {
        (*path[:-1], name)
        for details in problems
        if details["type"] == "extra_forbidden" and len(path := details["loc"]) > 1
        for fields in [model_at(model, path[:-1]).model_fields]
        if fields.keys().isdisjoint(at_path(value, path[:-1]) or ())
        for name in fields
    }


def _is_misread(details: ErrorDetails, misread: Misread) -> bool:
    """Tell whether a problem only follows from what could not be read."""
    path = tuple(part for part in details["loc"] if part != "[key]")
    if details["type"] == "extra_forbidden":
        return () in misread
    if details["type"] == "too_short" and details["input"]:
        return True  # there are items: what is wrong with each is told
    if any(path[: len(lost)] == lost for lost in misread):
        return True
    emptied = details["input"] is None or details["type"] == "too_short"
    return emptied and any(lost[: len(path)] == path for lost in misread)


def _report(fault: Fault, keys: Keys, reporter: Reporter) -> None:
    place = keys.get(fault.path) if fault.kind == "extra_forbidden" else None
    code, message, hint = words_of(fault)
    if fault.around:
        message = _("{where}: {message}").format(where=fault.around, message=message)
    # A missing field has no place: what surrounds it is shown, at its beginning.
    reporter.report(code, place or fault.place, message, hint)


def _changed_words(change: Change) -> tuple[str, str]:
    if change.new:
        message = _("'{field}' is called '{new}' since pitstop {version}")
        hint = _("move its value there")
    else:
        message = _("'{field}' is no longer used since pitstop {version}")
        hint = _("remove it")
    return (
        message.format(field=change.old, new=change.new, version=change.since),
        _(change.rewrite) if change.rewrite else hint,
    )
