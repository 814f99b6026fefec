"""JSON Schemas of all kinds of record, so that an editor completes and explains YAML.

Enters: the models. Leaves: one ``.json`` file for each kind, and for the files that hold a list.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pitstop_docs.records.acts import ActForm
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.countries import Country
from pitstop_docs.records.editions import Edition, Labels
from pitstop_docs.records.model import (
    Media,
    Partner,
    PolicyCase,
    Practice,
    Project,
    Reference,
    Testimony,
)
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.records.shops import Shop
from pitstop_docs.runs.files import write_whole

SINGLE: dict[str, type[BaseModel]] = {
    "practice": Practice,
    "policy": PolicyCase,
    "testimony": Testimony,
    "project": Project,
    "edition": Edition,
    "act-form": ActForm,
    "shop": Shop,
    "country": Country,
    "labels": Labels,
    "campaign": Campaign,
}
LISTS: dict[str, type[BaseModel]] = {
    "partners": Partner,
    "references": Reference,
    "media": Media,
    "recipients": Recipient,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of every kind, by name."""
    found = {name: model.model_json_schema() for name, model in SINGLE.items()}
    # A file's name is its id, unless it says another.
    for name in ("edition", "act-form", "shop", "country", "campaign"):
        found[name]["required"].remove("id")
    for name, model in LISTS.items():
        item = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions = item.pop("$defs", {})
        found[name] = {
            "type": "object",
            "properties": {name: {"type": "array", "items": item}},
            "required": [name],
            "additionalProperties": False,
            "$defs": definitions,
        }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {name: head | {"title": name} | _typed_by_hand(s) for name, s in sorted(found.items())}


def _typed_by_hand(schema: Any) -> Any:
    """Let an editor accept 035046 or 1 where we read text: the reader takes every scalar as text."""
    if isinstance(schema, dict):
        changed = {key: _typed_by_hand(value) for key, value in schema.items()}
        if changed.get("type") == "string" and "enum" not in changed:
            changed["type"] = ["string", "number"]
        return changed
    return [_typed_by_hand(item) for item in schema] if isinstance(schema, list) else schema


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into *folder*; return the paths."""
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.json"
        text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(path, (text + "\n").encode())
        written.append(path)
    return written
