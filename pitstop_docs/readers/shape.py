"""A model → what may stand where in it.

Enters: a pydantic model and a path. Leaves: the model there, a field's definition, where a field of
that name belongs."""

from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Path = tuple[str | int, ...]


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """Return the model of what stands at *path*, or of the nearest thing around it."""
    current = model
    for part in path:
        if isinstance(part, int) or part not in current.model_fields:
            continue
        current = _model_in(current.model_fields[part].annotation) or current
    return current


def field_at(model: type[BaseModel], path: Path) -> FieldInfo | None:
    """Return the definition of the field at *path*, or None where a name of people's own stands."""
    return model_at(model, path[:-1]).model_fields.get(str(path[-1])) if path else None


def homes_of(model: type[BaseModel], name: str) -> list[str]:
    """Return the fields of *model* below which a field *name* may stand."""
    inner = {home: _model_in(field.annotation) for home, field in model.model_fields.items()}
    return [home for home, found in inner.items() if found and name in found.model_fields]


def items_of(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the model of the items of the list at *path*, or None where they are no records."""
    field = field_at(model, path)
    return _model_in(field.annotation) if field else None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
