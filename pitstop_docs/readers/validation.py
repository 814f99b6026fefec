"""Plain values → records; what pydantic finds wrong → Diagnostics with their place.

Enters: a :class:`Loaded` document and a model. Leaves: the record, or every problem of it,
reported in the words of :mod:`~pitstop_docs.readers.faults`."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.faults import Fault, words_of
from pitstop_docs.readers.inline import InlineReader
from pitstop_docs.readers.shape import Path
from pitstop_docs.readers.yaml import Scalar, as_json_value
from pitstop_docs.records.changes import Change, change_of
from pitstop_docs.records.record import Places
from pitstop_docs.records.values import Prose

M = TypeVar("M", bound=BaseModel)
Keys = dict[Path, Location]


def validate(
    model: type[M], value: Any, places: Places, keys: Keys, inline: InlineReader, reporter: Reporter
) -> M | None:
    """Return *value* as *model*, or None after reporting what is wrong with it."""

    def prose(text: Any) -> Prose:
        origin = text.origin if isinstance(text, Scalar) else places.whole
        return Prose(inline.read(str(text), origin.location, origin.end[0]), origin)

    changed = {path: change for path in keys if (change := change_of(model, path))}
    for path, change in changed.items():
        reporter.report("unknown-key", keys[path], *_changed_words(change))
    try:
        return model.model_validate(value, context={"prose": prose, "json": as_json_value})
    except ValidationError as error:
        # What is there under its old name is not missing as well.
        told = {*changed, *(change.new_path(path) for path, change in changed.items())}
        for details in error.errors(include_url=False):
            if details["loc"] not in told:
                _report(Fault.of(details, model, value, places), keys, reporter)
        return None


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
