"""Which Python ``make test-all`` takes besides the one of ``.venv``."""

from pathlib import Path

import pytest

from scripts.newest_python import newest


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with three of them on PATH, one that does not run, and two that pyenv keeps."""
    for place, told in {
        "bin/python3.12": "echo final 3 12",
        "bin/python3.14": "echo final 3 14",
        "bin/python3.98": "echo beta 3 98",
        "bin/python3.99-config": "echo final 3 99",
        "bin/python3.97": "exit 127",
        "pyenv/versions/3.9.18/bin/python3.9": "echo final 3 9",
        "pyenv/versions/3.15.2/bin/python3.15": "echo final 3 15",
    }.items():
        python = tmp_path / place
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text(f"#!/bin/sh\n{told}\n", encoding="utf-8")
        python.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    return tmp_path


def test_the_newest_release_that_runs_is_taken(machine: Path) -> None:
    assert newest((3, 11)) == machine / "pyenv/versions/3.15.2/bin/python3.15"
    (machine / "pyenv/versions/3.15.2/bin/python3.15").unlink()
    assert newest((3, 11)) == machine / "bin/python3.14"


def test_none_where_none_is_newer(machine: Path) -> None:
    assert newest((3, 15)) is None
    assert newest((3, 99)) is None
