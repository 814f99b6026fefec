"""Each rule is proven by a folder: a small project damaged in one way, and all that is said of it.

README.md says what a folder holds."""

from pathlib import Path

import pytest

from tests.checks.cases import CASES, HERE, damaged
from tests.project import diagnose


@pytest.mark.parametrize("case", CASES)
def test_everything_wrong_is_said_with_its_place(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accept: bool
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    with damaged(tmp_path / "project", case) as root:
        found = "".join(f"{diagnostic}\n" for diagnostic in diagnose(root))
    golden = HERE / case / "expected.txt"
    if accept:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
    assert f"[{case.partition('/')[0]}]: " in found
    assert str(tmp_path) not in found
