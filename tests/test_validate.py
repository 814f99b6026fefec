"""What the validators of others say reaches us whole: each file that fails, and each without a
verdict. They themselves are tried by ``make validate``, on a file that is broken on purpose."""

import shutil
import sys
from pathlib import Path

import pytest

from scripts import validate, validate_press
from scripts.verdicts import Failure, Unavailable
from tests.press.sabotage import SABOTAGE, broken, paint

# Stands for the Open XML SDK validator: a file's name says what it thinks of the file.
OOXML = """
import json, os, sys

with open(LOG, "a") as log:
    print("start", file=log)
others = sys.stdin.read().split() if "DOTNET_STARTUP_HOOKS" in os.environ else []
for name in (*others, sys.argv[1]):
    stem = os.path.basename(name).partition(".")[0]
    if stem == "stops":
        sys.exit("out of memory")
    told = {"bad": ["Sch_Bad"], "broken": BROKEN}.get(stem, [])
    errors = [{"id": id, "description": "why", "path": "/p", "xPath": "/x"} for id in told]
    print(json.dumps({"file": name, "ok": not errors, "errors": errors}, indent=2))
"""

# Stands for veraPDF.
VERAPDF = """
import os, sys

with open(LOG, "a") as log:
    print(*map(os.path.basename, sys.argv[2:]), file=log)
for name in sys.argv[2:]:
    for flavour in sys.argv[1].split(","):
        if "stops" in name:
            sys.exit("java.lang.Exception: out of memory")
        print(name, flavour, "FAIL" if "bad" in name else "PASS", "0ms", sep="\\t")
        if "bad" in name:
            print("   7.1-1 x3 no title")
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A line for each start of a validator, which the two programs above stand for."""
    log = tmp_path / "log"
    for variable, text in (("OOXML_VALIDATOR_CLI", OOXML), ("PITSTOP_VERAPDF", VERAPDF)):
        program = tmp_path / variable
        program.write_text(
            f"#!{sys.executable}\nLOG = {str(log)!r}\nBROKEN = {sorted(validate.BROKEN)}\n{text}",
            encoding="utf-8",
        )
        program.chmod(0o755)
        monkeypatch.setenv(variable, str(program))
    monkeypatch.setattr(validate, "_compile_hook", lambda: Path("hook.dll"))
    monkeypatch.setenv("PITSTOP_LANG", "it")
    return log


def files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(b"")
    return [folder / name for name in names]


def starts(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines()


def reasons(failures: list[Failure]) -> dict[str, tuple[str, ...]]:
    return {failure.file.name: failure.reasons for failure in failures}


BAD = ("Sch_Bad: why  @/p /x",)
STOPPED = ("nessun verdetto", "out of memory")


def test_word_files_are_validated_in_one_start(tmp_path: Path, log: Path) -> None:
    found = validate.validate_docx(files(tmp_path, "one.docx", "bad.docx", "other.docx"))
    assert reasons(found) == {"bad.docx": BAD}
    assert len(starts(log)) == 1


def test_where_nothing_compiles_the_hook_each_word_file_has_a_start(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validate, "_compile_hook", lambda: None)
    found = validate.validate_docx(files(tmp_path, "one.docx", "bad.docx", "stops.docx"))
    assert reasons(found) == {"bad.docx": BAD, "stops.docx": STOPPED}
    assert len(starts(log)) == 4  # and the broken one


def test_a_word_file_that_stops_the_validator_fails_alone(tmp_path: Path, log: Path) -> None:
    found = validate.validate_docx(files(tmp_path, "one.docx", "stops.docx", "bad.docx"))
    assert reasons(found) == {"stops.docx": STOPPED, "bad.docx": BAD}


def test_a_validator_that_passes_everything_is_refused(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validate, "BROKEN", {"Sch_Other"})
    with pytest.raises(Unavailable, match="sbagliato"):
        validate.validate_docx(files(tmp_path, "one.docx"))


def test_pdfs_are_dealt_to_the_processors_and_each_has_its_verdict(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(validate, "FEW", 3)
    pdfs = files(tmp_path, "a.pdf", "stops.pdf", "b.pdf", "bad.pdf", "c.pdf")
    for size, pdf in enumerate(pdfs):
        pdf.write_bytes(bytes(size))
    assert reasons(validate.validate_pdfs(pdfs)) == {
        "bad.pdf": ("2a: FAIL", "7.1-1 x3 no title", "ua1: FAIL", "7.1-1 x3 no title"),
        "stops.pdf": ("nessun verdetto: java.lang.Exception: out of memory",),
    }
    first, *rest = starts(log)
    assert first == "a.pdf"  # alone: the first start may have to fetch the program
    assert {"stops.pdf bad.pdf", "b.pdf c.pdf"} <= set(rest)


def test_few_pdfs_have_one_start_and_the_first_alone_of_a_run(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    for pdfs in (files(tmp_path, "a.pdf", "b.pdf", "c.pdf"), files(tmp_path, "d.pdf", "e.pdf")):
        assert validate.validate_pdfs(pdfs) == []
    assert starts(log) == ["a.pdf", "b.pdf c.pdf", "d.pdf e.pdf"]


# --- files for a press ----------------------------------------------------------------------------

PROGRAMS = all(map(shutil.which, validate_press.PROGRAMS))
needs_programs = pytest.mark.skipif(not PROGRAMS, reason="Ghostscript, qpdf or poppler is missing")
SEEN = {
    "ink": "400 %",
    "font": "pdffonts",
    "rgb-image": "pdfimages",
    "resolution": "pdfimages",
    "spot": "PANTONE",
}


@needs_programs
def test_a_file_for_a_press_passes(pressed: Path) -> None:
    assert validate_press.validate_press([*(pressed / "output/press").rglob("*.pdf")]) == []


@needs_programs
@pytest.mark.parametrize("code", SEEN)
def test_programs_of_others_see_what_is_broken(code: str, file: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(broken(file, SABOTAGE[code]))
    (failure,) = validate_press.validate_press([path])
    assert SEEN[code] in " ".join(failure.reasons)


@needs_programs
def test_what_is_below_black_is_seen_on_the_plates(file: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rich.pdf"
    path.write_bytes(broken(file, lambda pdf: paint(pdf, "0.4 0 0 1 k 100 100 50 50 re f")))
    (failure,) = validate_press.validate_press([path])
    assert [reason for reason in failure.reasons if "cyan" in reason]


@needs_programs
def test_a_damaged_file_is_refused(file: bytes, tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(file[: len(file) // 2])
    (failure,) = validate_press.validate_press([path])
    assert any(reason.startswith("qpdf") for reason in failure.reasons)


def test_missing_programs_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match=r"gs \(ghostscript\)"):
        validate_press.validate_press([])
