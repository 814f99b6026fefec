"""The manifest comes back as it was written; a damaged one is empty, and can remove nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from pitstop_docs.build.ledger import (
    NAME,
    Choice,
    Entry,
    Manifest,
    Stamp,
    read_manifest,
    write_manifest,
)
from pitstop_docs.problems.diagnostics import Diagnostic, Location, Severity

PROBLEM = Diagnostic(
    "too-short", Severity.WARNING, "«x» è lungo", Location("a.md", 2, 3), "accorciate", ("a", "b")
)
MANIFEST = Manifest(
    {("a", "b"): Entry("k", {"output/briefs/b/a.pdf": "d"}, {"look": "l"}, 3, 1.5, True)},
    {"l": {"theme.yaml": "t"}},
    {Choice().name: Stamp("e", (("a", "b"),), (PROBLEM,))},
    "i",
)


def test_it_comes_back(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert read_manifest(tmp_path / "nowhere") == Manifest()


def _without(data: dict[str, Any], *path: str) -> str:
    inner = data
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    return json.dumps(data)


@pytest.mark.parametrize("path", [("form",), ("briefs",), ("briefs", "a/b", "files"), ("stamps",)])
def test_a_part_that_is_missing(tmp_path: Path, path: tuple[str, ...]) -> None:
    write_manifest(tmp_path, MANIFEST)
    data = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))
    (tmp_path / NAME).write_text(_without(data, *path), encoding="utf-8")
    assert read_manifest(tmp_path) == Manifest()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"form": 1, "briefs": []}'])
def test_any_damage(tmp_path: Path, text: str) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) == Manifest()


@pytest.mark.parametrize(
    "path", ["sources/practices/a.md", "/etc/passwd", "output/briefs/../../sources/a.md", "../a"]
)
def test_it_names_nothing_outside_our_folder(tmp_path: Path, path: str) -> None:
    write_manifest(tmp_path, MANIFEST)
    text = (tmp_path / NAME).read_text(encoding="utf-8")
    (tmp_path / NAME).write_text(text.replace("output/briefs/b/a.pdf", path), encoding="utf-8")
    assert read_manifest(tmp_path) == Manifest()


def test_a_choice_is_the_same_in_any_order() -> None:
    assert Choice(("a", "b"), (), ("pdf",)).name == Choice(("b", "a", "a"), (), ("pdf",)).name
    assert Choice(("a",)).name != Choice((), ("a",)).name
