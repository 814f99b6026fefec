"""The journal helps those who help, and tells nothing of anybody."""

import traceback
from pathlib import Path

import pytest

from pitstop_docs.build.journal import (
    NAME,
    about_machine,
    about_problem,
    about_seconds,
    about_trace,
    write_journal,
)
from pitstop_docs.build.run import Run, about_run
from pitstop_docs.problems.diagnostics import Diagnostic, Location, Reporter


def test_it_grows_and_forgets_its_older_half(tmp_path: Path) -> None:
    for number in range(40):
        write_journal(tmp_path, "build", [f"entry {number}", "x" * 10_000])
    text = (tmp_path / NAME).read_text(encoding="utf-8")
    assert len(text) < 250_000
    assert text.startswith("== ")
    assert "entry 39\n" in text
    assert "entry 1\n" not in text


def test_a_journal_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("in the way", encoding="utf-8")
    write_journal(tmp_path, "build", ["x"])
    assert (tmp_path / "output").read_text(encoding="utf-8") == "in the way"


def test_a_trace_has_no_words_and_no_folders() -> None:
    try:
        raise ValueError("Maria Rossi, via Roma 1")
    except ValueError:
        trace = traceback.format_exc()
    lines = about_trace(trace)
    assert lines[-1] == "  ValueError"
    assert lines[0].startswith("  tests/test_journal.py:")
    assert "Maria" not in "\n".join(lines)
    assert str(Path(__file__).parent) not in "\n".join(lines)


def test_a_problem_is_its_code_and_place() -> None:
    place = Location("sources/practices/a.md", 3, 4)
    problem = Diagnostic("unknown-value", place, "'Maria Rossi' is not…", "h")
    assert about_problem(problem) == "error[unknown-value] sources/practices/a.md:3:4"
    assert about_seconds({"read": 0.5}) == "read=0.50s"
    assert "pango=1.2" in about_machine({"pango": "1.2"})[1]


def test_it_says_how_the_layout_engine_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_ENGINE", "plain")
    assert "engine plain: PITSTOP_ENGINE" in about_run(Run(), Reporter())
    monkeypatch.delenv("PITSTOP_ENGINE")
    assert "engine tuned" in about_run(Run(), Reporter())
