"""What is kept of a brief comes back, its problems in the place where the words stand today."""

from dataclasses import replace
from pathlib import Path

import pytest

from pitstop_docs.build.recipes import Recipe
from pitstop_docs.build.results import Result, find_result, keep_result
from pitstop_docs.problems.diagnostics import Diagnostic, Location, Severity
from pitstop_docs.runs.store import Store
from pitstop_docs.tree.document import Document, Paragraph, Section, Text
from tests import specimen

RECIPE = Recipe("a", "b", ("pdf",), {"order": "x"}, {}, {})


def document(line: int) -> Document:
    inner = Paragraph(id="p", location=Location("a.md", line + 2), content=(Text("x"),))
    section = Section(
        id="s", location=Location("a.md", line), title=(Text("t"),), level=2, blocks=(inner,)
    )
    return replace(specimen.document(), head=(), body=(section,), foot=())


def problem(place: Location) -> Diagnostic:
    return Diagnostic("too-short", Severity.WARNING, "m", place, "h", ("a", "b"))


def test_it_comes_back_in_its_new_place(tmp_path: Path) -> None:
    store = Store(tmp_path)
    elsewhere = Location("sources/a", 1, 1)
    problems = tuple(map(problem, (Location("a.md", 10), Location("a.md", 12), elsewhere)))
    result = Result({"pdf": "d"}, 2, 1.5, problems)
    keep_result(store, RECIPE, document(10), result)
    assert find_result(store, RECIPE, document(10)) == result
    found = find_result(store, RECIPE, document(20))
    assert found is not None
    assert [p.location for p in found.problems] == [
        Location("a.md", 20),
        Location("a.md", 22),
        elsewhere,
    ]


def test_problems_in_another_language_are_found_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    said = Result({"pdf": "d"}, problems=(problem(Location("a.md")),))
    keep_result(store, RECIPE, document(1), said)
    monkeypatch.setenv("PITSTOP_LANG", "en")
    assert find_result(store, RECIPE, document(1)) is None
    keep_result(store, RECIPE, document(1), replace(said, problems=()))
    monkeypatch.setenv("PITSTOP_LANG", "it")
    assert find_result(store, RECIPE, document(1)) == replace(said, problems=())


@pytest.mark.parametrize(
    "row", [{}, {"files": []}, {"files": {}, "problems": [{}], "pages": None, "seconds": 0}]
)
def test_what_has_another_form_is_nothing(tmp_path: Path, row: dict[str, object]) -> None:
    store = Store(tmp_path)
    store.remember(RECIPE.key, row)
    assert find_result(store, RECIPE, document(1)) is None


def test_fewer_files_than_asked_for_are_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    keep_result(store, RECIPE, document(1), Result({}))
    assert find_result(store, RECIPE, document(1)) is None
