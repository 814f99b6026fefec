"""LibreOffice: what is said where it is missing, hangs or crashes, and what it counts."""

import sys
from pathlib import Path

import pytest

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.writers.odt import office
from pitstop_docs.writers.odt.office import Office, OfficeError, Programs, find_office

CRASHING = """
import json, os, sys
tries = "tries.txt"
count = len(open(tries).read()) if os.path.exists(tries) else 0
open(tries, "a").write("x")
print(json.dumps({"version": "9.9"}), flush=True)
for line in sys.stdin:
    if count < FAILURES:
        sys.exit(1)
    print(json.dumps({"pages": 7, "bookmarks": {}}), flush=True)
"""
SILENT = "import time\ntime.sleep(600)\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    monkeypatch.chdir(tmp_path)


def program(path: Path, text: str) -> str:
    """Return a program that does *text*, whatever it is told."""
    path.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def pretended(folder: Path, bridge: str, soffice: str = SILENT) -> Programs:
    return Programs(program(folder / "soffice", soffice), program(folder / "bridge", bridge))


def test_a_crash_costs_one_more_try(tmp_path: Path) -> None:
    with Office([], pretended(tmp_path, CRASHING.replace("FAILURES", "1"))) as running:
        assert running.measure(tmp_path / "brief.docx").count == 7
        assert running.version == "9.9"
    assert (tmp_path / "tries.txt").read_text() == "xx"


def test_a_second_crash_is_told(tmp_path: Path) -> None:
    with (
        Office([], pretended(tmp_path, CRASHING.replace("FAILURES", "9"))) as running,
        pytest.raises(OfficeError, match="LibreOffice stopped"),
    ):
        running.measure(tmp_path / "brief.docx")
    assert (tmp_path / "tries.txt").read_text() == "xx"


@pytest.mark.parametrize(
    ("soffice", "reason"),
    [(SILENT, "did not answer within 1 seconds"), ("", "LibreOffice stopped")],
)
def test_one_that_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, soffice: str, reason: str
) -> None:
    monkeypatch.setattr(office, "_START_TIMEOUT", 1.0)
    with (
        Office([], pretended(tmp_path, SILENT, soffice)) as running,
        pytest.raises(PitstopError, match=f"does not start: .*{reason}"),
    ):
        running.measure(tmp_path / "brief.docx")


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PROGRAMS", ())
    with pytest.raises(PitstopError, match="LibreOffice is not installed") as stopped:
        find_office()
    assert stopped.value.hint.startswith("install it: ")


def test_without_uno(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "soffice", SILENT)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PYTHONS", ())
    with pytest.raises(PitstopError, match="'uno'"):
        find_office()


def test_what_it_runs_in_knows_nothing_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    environment = office._environment(tmp_path, (tmp_path / "a & b",))
    assert "SECRET" not in environment
    assert environment["HOME"] == str(tmp_path)
    settings = (tmp_path / "profile/user/registrymodifications.xcu").read_text(encoding="utf-8")
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true<' in settings
    if "FONTCONFIG_FILE" in environment:
        fonts = Path(environment["FONTCONFIG_FILE"]).read_text(encoding="utf-8")
        assert "a &amp; b</dir>" in fonts
