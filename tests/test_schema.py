"""Editors complete what the reader accepts."""

import json
from pathlib import Path

from pitstop_docs.records.schema import schemas, write_schemas

ROOT = Path(__file__).parents[1]


def test_the_schemas_in_the_project_are_current(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    kept = ROOT / "sources" / ".schemas"
    assert {p.name for p in kept.glob("*.json")} == {p.name for p in tmp_path.glob("*.json")}
    for path in tmp_path.glob("*.json"):
        assert (kept / path.name).read_bytes() == path.read_bytes(), "run 'pitstop schema'"


def test_every_yaml_file_points_to_its_schema() -> None:
    files = [*(ROOT / "sources").rglob("*.yaml"), *(ROOT / "templates/editions").glob("*.yaml")]
    assert len(files) >= 7
    for path in files:
        hint = path.read_text(encoding="utf-8").split("\n")[0]
        assert hint.startswith("# yaml-language-server: $schema="), path
        assert (path.parent / hint.partition("=")[2]).is_file(), path


def test_unknown_keys_are_refused_and_required_ones_named() -> None:
    practice = schemas()["practice"]
    assert practice["additionalProperties"] is False
    assert {"id", "title", "summary", "maturity", "certainty"} <= set(practice["required"])
    json.dumps(practice)
