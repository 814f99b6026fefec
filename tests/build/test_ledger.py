"""The ledger comes back as it was written; what is damaged costs its own row, and can remove nothing."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.ledger import NAME, Heading, Ledger, Row, Stamp, read_ledger, write_ledger
from pitstop_docs.problems.diagnostics import BriefId, Diagnostic, Location
from pitstop_docs.writers.targets import Odt, Pdf, Target, Word

ID = BriefId("a", "b")
OTHER = BriefId("c", "b")
PROBLEM = Diagnostic("too-short", Location("a.md", 2, 3), "«x» è lungo", "accorciate", ID)
FILES: dict[Target, str] = {Pdf(): "d", Word("035046"): "e", Odt(): "f"}
LEDGER = Ledger(
    {ID: Row("k", FILES, {"look": "l"}, frozenset({Odt()}), True), OTHER: Row("o", {Pdf(): "g"})},
    {"l": {"theme.yaml": "t"}},
    {Choice().name: Stamp("e", (ID, OTHER), (PROBLEM,), ("x",))},
    {"output/index.html": "i"},
    {h: Heading(h, f"{h}.md", "practice", h.upper(), "Di «h».", "draft") for h in ("c", "a")},
)


def test_it_comes_back(tmp_path: Path) -> None:
    write_ledger(tmp_path, LEDGER)
    assert read_ledger(tmp_path) == LEDGER
    assert read_ledger(tmp_path / "nowhere") == Ledger()


def damaged(root: Path, list_name: str, **changes: Any) -> Ledger:
    """Return what is read when the first row of a list has *changes*."""
    write_ledger(root, LEDGER)
    data = json.loads((root / NAME).read_text(encoding="utf-8"))
    data[list_name][0] |= changes
    (root / NAME).write_text(json.dumps(data), encoding="utf-8")
    return read_ledger(root)


@pytest.mark.parametrize(
    "changes",
    [
        {"files": None},
        {"files": {"docs": "d"}},
        {"older": 3},
        {"source": "../../sources/practices/a"},
        {"source": ".."},
        {"edition": "/etc"},
        {"edition": ""},
        {"files": {"docx@../x": "d"}},
    ],
)
def test_a_bad_row_costs_that_row(tmp_path: Path, changes: dict[str, Any]) -> None:
    found = damaged(tmp_path, "briefs", **changes)
    assert found == replace(LEDGER, rows={OTHER: LEDGER.rows[OTHER]})


def test_a_bad_stamp_costs_that_stamp(tmp_path: Path) -> None:
    assert damaged(tmp_path, "stamps", briefs=[1]) == replace(LEDGER, stamps={})
    assert damaged(tmp_path, "stamps", problems=[{}]) == replace(LEDGER, stamps={})
    assert damaged(tmp_path, "details", full=[]) == replace(LEDGER, details={})


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"briefs": {}}', '{"stamps": 3}'])
def test_any_damage(tmp_path: Path, text: str) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert read_ledger(tmp_path) == Ledger()


def test_what_an_older_version_left_is_read_once_and_replaced(tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    good = {
        "key": "k",
        "files": {"output/briefs/b/a.pdf": "d", "output/letterheads/035046/b/a.docx": "e"},
    }
    stranger = {"key": "k", "files": {"output/briefs/b/../../../sources/x.md": "d"}}
    briefs = {"a/b": good, "x/b": stranger, "nothing": good, "y/b": None}
    (output / "manifest.json").write_text(json.dumps({"form": 1, "briefs": briefs}))
    for name in ("briefs.json", "fit.json"):
        (output / name).write_text("{}", encoding="utf-8")
    ledger = read_ledger(tmp_path)
    assert ledger == Ledger({ID: Row("", {Pdf(): "d", Word("035046"): "e"})})
    write_ledger(tmp_path, ledger)
    assert [path.name for path in output.iterdir()] == ["ledger.json"]
    assert read_ledger(tmp_path) == ledger


def test_a_choice_is_the_same_in_any_order() -> None:
    assert Choice(("a", "b"), (), ("pdf",)).name == Choice(("b", "a", "a"), (), ("pdf",)).name
    assert Choice(("a",)).name != Choice((), ("a",)).name
