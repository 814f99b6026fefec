"""Each rule is proven by a folder: a small project damaged in one way, and all that is said of it.

A case is a folder with ``expected.txt``; README.md says how it damages ``tests/minimal/``."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.project import POLICY, diagnose, lay_over, make_image, make_project

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "templates"
PACKAGE = HERE.parents[1] / "pitstop_docs"
CASES = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.rglob("expected.txt"))


def link_outside(root: Path) -> None:
    outside = root.with_name("outside")
    outside.mkdir()
    (outside / "secret.md").write_text("---\nid: secret\n---\n", encoding="utf-8")
    (root / "sources/practices/secret.md").symlink_to(outside / "secret.md")
    (root / "sources/policies/password.md").symlink_to("/etc/passwd")
    (root / "sources/testimonies/socia.md").unlink()
    (root / "sources/testimonies").rmdir()
    (root / "sources/testimonies").symlink_to(outside)


def put_no_files(root: Path) -> None:
    (root / "sources/practices/folder.md").mkdir()
    (root / "sources/practices/lost.md").symlink_to(root / "nothing.md")
    (root / "sources/practices/loop.md").symlink_to("loop.md")
    (root / "sources/partners.yaml").unlink()
    (root / "sources/partners.yaml").mkdir()


def put_large_file(root: Path) -> None:
    (root / POLICY).write_text("x" * 500_001, encoding="utf-8")


def forget_labels(root: Path) -> None:
    text = (TEMPLATES / "labels/it.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("  undated:", "  risk:"))]
    (root / "templates/labels").mkdir(parents=True)
    (root / "templates/labels/it.yaml").write_text("\n".join(kept), encoding="utf-8")


# What no file of a repository can be.
MADE: dict[str, Callable[[Path], None]] = {
    "missing-label": forget_labels,
    "outside-project": link_outside,
    "unreadable": put_no_files,
    "too-large": put_large_file,
    "missing-file": lambda root: (root / "sources/project.yaml").unlink(),
    "undescribed-image": lambda root: make_image(root / "sources/media/scuola.png"),
    "image-outside-media": lambda root: (root / "sources/media/collegamento.png").symlink_to(
        "/etc/passwd"
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_everything_wrong_is_said_with_its_place(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accept: bool
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    root = make_project(tmp_path / "project")
    lay_over(root, HERE / case)
    if case in MADE:
        MADE[case](root)
    if case == "missing-label":
        # In a checkout the project's own templates are the default ones: nothing fills them up.
        own = root / "templates"
        monkeypatch.setattr("pitstop_docs.readers.project.packaged_templates", lambda: own)
    found = "".join(f"{diagnostic}\n" for diagnostic in diagnose(root))
    golden = HERE / case / "expected.txt"
    if accept:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
    assert f"[{case.partition('/')[0]}]: " in found
    assert str(tmp_path) not in found


# --- every code has its proof ------------------------------------------------------------------


def calls_with_codes(path: Path) -> Iterator[ast.expr]:
    """Yield the expressions of a module that give a diagnostic its code."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="error" | "warning" | "_error"), args=[code, *_]):
                yield code
            case ast.Call(func=ast.Name(id="Diagnostic" | "_Refused"), args=[code, *_]):
                yield code
            case ast.Return(value=ast.Tuple(elts=[ast.Constant() as code, _message, _hint])):
                yield code


def codes_in(*folders: str) -> set[str]:
    """Return the codes that the modules of *folders* can report."""
    return {
        node.value
        for folder in folders
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for code in calls_with_codes(path)
        for node in ([code.body, code.orelse] if isinstance(code, ast.IfExp) else [code])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_code_of_reading_and_checking_has_a_folder_and_every_folder_a_code() -> None:
    assert codes_in("readers", "checks") == {case.partition("/")[0] for case in CASES}


def test_every_code_of_later_steps_stands_in_a_test() -> None:
    elsewhere = codes_in(".") - codes_in("readers", "checks")
    tests = "".join(
        path.read_text(encoding="utf-8") for path in sorted(HERE.parent.rglob("test_*.py"))
    )
    assert {code for code in elsewhere if f'"{code}"' not in tests} == set()
