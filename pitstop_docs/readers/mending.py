"""Values in which something is wrong → the same, as they will be when it is put right.

Enters: plain values, and the faults that were found in them. Leaves: values in which each wrong one is
what its message says to write, or is gone. Nothing is made of them: they let the rules look at all the
rest, so that whoever writes is told everything at once."""

from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from pitstop_docs.problems.diagnostics import nearest
from pitstop_docs.readers.refused import Fault, right_value
from pitstop_docs.readers.shape import Path, field_at, model_at
from pitstop_docs.readers.yaml import Scalar
from pitstop_docs.records.italian import field_meant
from pitstop_docs.records.record import Places
from pitstop_docs.records.values import GAP


class Mending:
    """Mends *value*, which stands at *places*, as often as there are faults in what comes of it.

    ``lost`` are the fields that are no good as they are, ``unsure`` those of which something is gone."""

    def __init__(self, value: Any, places: Places) -> None:
        self.value, self.places = value, places
        self.begun = False
        self.lost: set[str | int] = set()
        self.unsure: set[str | int] = set()
        self._tried: set[Path] = set()
        self._gone: set[Path] = set()

    def explains(self, path: Path) -> bool:
        """Tell whether what is wrong at *path* may only be so because something was mended."""
        return any(gone[: len(path)] == path for gone in self._gone) or path in self._tried

    def mend(self, faults: list[Fault]) -> None:
        """Put right what each of *faults* is about."""
        if not self.begun:
            self.value, self.begun = _copied(self.value), True
        for fault in faults:
            if not (fault.path and self._mend(fault)):
                self._lose(fault.path)

    def _mend(self, fault: Fault) -> bool:
        """Tell whether something could be done about *fault*."""
        path, name = fault.path, fault.path[-1]
        around = self.value
        for part in path[:-1]:
            try:
                around = around[part]
            except (LookupError, TypeError):
                return False
        if path in self._tried or not isinstance(around, dict | list) or name == "[key]":
            return False
        self._tried.add(path)
        if fault.kind == "extra_forbidden":
            return isinstance(around, dict) and self._rename(fault, around)
        right = right_value(fault)
        if isinstance(right, dict) and isinstance(around, dict):
            around.update({key: self._scalar(text, path) for key, text in right.items()})
        elif isinstance(right, list):
            around[name] = [self._scalar(text, path) for text in right]  # type: ignore[index]
        elif right:
            around[name] = self._scalar(right, path)  # type: ignore[index, arg-type]
        else:
            return self._take_away(fault, around)
        return True

    def _take_away(self, fault: Fault, around: Any) -> bool:
        path, name = fault.path, fault.path[-1]
        field = field_at(fault.model, path)
        if len(path) == 1:
            return False
        self._gone.add(path)
        if isinstance(name, int) or (field and field.is_required()):
            if isinstance(fault.value, dict | list) and fault.kind != "missing":
                return False
            around[name] = self._scalar(GAP, path)
        else:
            around.pop(name, None)
            self.unsure.add(path[0])
        return True

    def _rename(self, fault: Fault, around: dict[Any, Any]) -> bool:
        """Give a field its name, or a text what follows its comma."""
        path, names = fault.path, list(around)
        before = names[max(names.index(path[-1]) - 1, 0)]
        value = around.pop(path[-1])
        meant = meant_name(str(path[-1]), fault.model, path[:-1])
        if value is None and isinstance(around.get(before), str):
            around[before] = self._scalar(f"{around[before]}, {path[-1]}", (*path[:-1], before))
        elif meant and meant not in around:
            around[meant] = value
            self.places.fields.setdefault((*path[:-1], meant), self.places.origin(*path))
        return True

    def _lose(self, path: Path) -> None:
        if path and isinstance(self.value, dict):
            self.value.pop(path[0], None)
            self._gone.add(path[:1])
            self.lost.add(path[0])

    def _scalar(self, text: str, path: Path) -> Scalar:
        return Scalar(text, self.places.origin(*path), plain=True)


def meant_path(details: ErrorDetails, model: type[BaseModel]) -> Path | None:
    """Return the path of the field whose name is misspelt here, or is another language's."""
    path = details["loc"]
    if details["type"] != "extra_forbidden":
        return None
    name = meant_name(str(path[-1]), model, path[:-1])
    return (*path[:-1], name) if name else None


def meant_name(name: str, model: type[BaseModel], around: Path) -> str | None:
    """Return which field of what stands at *around* somebody means who called it *name*."""
    known = list(model_at(model, around).model_fields)
    first = name.partition(" ")[0]
    return first if first in known else field_meant(name, known) or nearest(name, known)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value
