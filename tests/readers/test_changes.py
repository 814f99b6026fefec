"""A field that changed is told to whoever still writes the old one."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from pitstop_docs.look.theme import packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.shape import model_at
from pitstop_docs.readers.validation import validate
from pitstop_docs.readers.yaml import load_yaml
from pitstop_docs.records import changes, editions, model
from pitstop_docs.records.changes import CHANGES, Change

LABELS: dict[str, Any] = yaml.safe_load(
    (packaged_templates() / "labels/it.yaml").read_text(encoding="utf-8")
)


def is_field(change: Change, dotted: str) -> bool:
    """Tell whether *dotted* is a field of the row's model; the words of labels are free names."""
    path = tuple(dotted.split("."))
    if change.model == "Labels":
        value: Any = LABELS
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        return value is not None
    kind = getattr(model, change.model, None) or getattr(editions, change.model)
    return path[-1] in model_at(kind, path[:-1]).model_fields


@pytest.mark.parametrize("change", CHANGES, ids=lambda row: f"{row.model}:{row.old}:{row.new}")
def test_the_old_name_is_no_field_and_the_new_one_is(change: Change) -> None:
    assert change.old or change.new
    assert not change.old or not is_field(change, change.old)
    assert not change.new or is_field(change, change.new)


class Shop(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    open: int


class Village(BaseModel):
    model_config = ConfigDict(extra="forbid")
    shops: tuple[Shop, ...]
    mayor: str


ROWS = (
    Change("Village", "shops.opened", "shops.open", "2.0.0", "write the year alone"),
    Change("Village", "shops.owner", "", "2.0.0"),
    Change("Village", "", "mayor", "2.1.0", "write who governs it"),
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "mayor: Anna\nshops: [{name: A, open: 1}, {name: B, opened: 2}]",
            ["2:39 unknown-key 'shops.opened' is called 'shops.open' since pitstop 2.0.0; "
             "write the year alone"],
        ),
        (
            "mayor: Anna\nshops: [{name: A, open: 1, owner: Gino}]",
            ["2:28 unknown-key 'shops.owner' is no longer used since pitstop 2.0.0; remove it"],
        ),
        ("shops: []", ["1:1 missing-field 'mayor' is missing; write who governs it"]),
        (
            "mayor: Anna\nshops: [{name: A, opens: 1}]",
            ["2:9 missing-field shops, item 1: 'open' is missing; add 'open:' with its value",
             "2:19 unknown-key shops, item 1: there is no field 'opens' here; did you mean 'open'?"],
        ),
    ],
)  # fmt: skip
def test_what_is_said(typed: str, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it stands, what it is called now, and what to write: once."""
    monkeypatch.setenv("PITSTOP_LANG", "en")
    monkeypatch.setattr(changes, "CHANGES", ROWS)
    reporter = Reporter()
    loaded = load_yaml(typed, "a.yaml", reporter)
    assert loaded
    inline = InlineReader(Passage("a.yaml", typed.split("\n"), reporter))
    validate(Village, loaded.value, loaded.places, loaded.keys, inline, reporter)
    assert [
        f"{d.location.line}:{d.location.column} {d.code} {d.message}; {d.hint}"
        for d in reporter.diagnostics
    ] == said


def test_the_rule_is_in_the_house() -> None:
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "records/changes.py" in text
