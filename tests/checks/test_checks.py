"""Each rule is proven by a folder: a small project damaged in one way, and all that is said
about it."""

from pathlib import Path

import pytest

from tests.project import diagnose, lay_over, make_project

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.rglob("edits.txt")) + sorted(
    path.parent for path in HERE.rglob("sources") if not (path.parent / "edits.txt").exists()
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.relative_to(HERE).as_posix())
def test_everything_wrong_is_said_with_its_place(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accept: bool
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    lay_over(make_project(tmp_path), case)
    found = "".join(f"{diagnostic}\n" for diagnostic in diagnose(tmp_path))
    golden = case / "expected.txt"
    if accept:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
    assert f"[{case.relative_to(HERE).parts[0]}]" in found
