"""Every problem is one row, is met by running something, and is explained in docs/problems.it.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pitstop_docs
from pitstop_docs.problems.codes import GROUPS, PROBLEMS
from tests.problems.examples import EXAMPLES
from tests.problems.page import FOLDERS, PAGE, page, section, sections_of

PACKAGE = Path(pitstop_docs.__file__).parent
WRITTEN = PAGE.read_text(encoding="utf-8")
UPDATE = "run `make problems`, and read the difference"


# --- what is met -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", PROBLEMS)
def test_somebody_meets_it_as_the_page_says(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "it")
    found = section(PROBLEMS[code], tmp_path / "project")
    assert found == sections_of(WRITTEN).get(code), UPDATE
    assert str(tmp_path) not in found


def test_the_page_says_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "it")
    assert page(sections_of(WRITTEN)) == WRITTEN, UPDATE


def test_its_links_lead_to_its_headings() -> None:
    headings = re.findall(r"^##+ (.+)$", WRITTEN, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
    links = re.findall(r"\]\(#([^)]+)\)", WRITTEN)
    assert len(links) == len(PROBLEMS) + len(GROUPS)
    assert [link for link in links if link not in anchors] == []


# --- the table ---------------------------------------------------------------------------------


def test_every_code_is_one_row() -> None:
    codes = [problem.code for group in GROUPS for problem in group.problems]
    assert len(codes) == len(set(codes)) == len(PROBLEMS)
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_every_row_says_what_is_wrong_and_what_to_do() -> None:
    for problem in PROBLEMS.values():
        for words in (problem.message, problem.hint, problem.example):
            assert words == words.strip(" ."), problem.code
        assert problem.message
        assert problem.hint


def test_reading_and_checking_have_a_folder_for_each_code_and_the_rest_an_example() -> None:
    assert codes_in("readers", "checks") == FOLDERS
    assert set(PROBLEMS) - FOLDERS == set(EXAMPLES)


def test_the_package_names_no_code_that_the_table_does_not_have() -> None:
    assert codes_in(".") - set(PROBLEMS) == set()


NAMING = {
    "report", "report_all", "_report", "Diagnostic", "Fault", "Refusal", "Refused", "_Refused", "Slip",
}  # fmt: skip


def codes_in(*folders: str) -> set[str]:
    """Return the codes that the modules of *folders* name, but for the table itself."""
    return {
        node.value
        for folder in folders
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        if path.parent.name != "codes"
        for code in codes_named(ast.parse(path.read_text(encoding="utf-8")))
        for node in ([code.body, code.orelse] if isinstance(code, ast.IfExp) else [code])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def codes_named(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield the expressions of a module that give a problem its code."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[code, *_]):
                if name in NAMING:
                    yield code
            case ast.Return(value=ast.Tuple(elts=[ast.Constant() as code, _message, _hint])):
                yield code
