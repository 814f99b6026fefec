"""Letterheads from the command line: where they are, what is made of them, what is said of them."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.letterheads import LETTERHEADS, first_page, landscape
from tests.letterheads.edits import edited
from tests.letterheads.hostile import macros
from tests.project import make_project
from tests.test_cli import Pitstop, snapshot


@pytest.fixture
def pitstop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pitstop:
    return Pitstop(monkeypatch, capsys)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = make_project(tmp_path / "project")
    folder = root / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    for name, make in LETTERHEADS.items():
        (folder / name).write_bytes(make())
    return root


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.docx")}


# --- build -------------------------------------------------------------------------------------


def test_briefs_on_a_letterhead_stand_beside_the_others(pitstop: Pitstop, project: Path) -> None:
    result = pitstop(
        "build", "-p", project, "-s", "paese", "-e", "giunta", "-e", "comitato-tecnico",
        "-f", "docx", "--letterhead", "valprova",
    )  # fmt: skip
    assert result.code == 0
    assert files(project / "output") == {
        "briefs/giunta/paese.docx",
        "briefs/comitato-tecnico/paese.docx",
        "letterheads/valprova/giunta/paese.docx",
        "letterheads/valprova/comitato-tecnico/paese.docx",
    }
    index = (project / "output/index.html").read_text(encoding="utf-8")
    assert 'href="letterheads/valprova/giunta/paese.docx"' in index
    assert "Word, letterhead valprova" in index
    data = (project / "output/letterheads/valprova/giunta/paese.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"Comune di Valprova" in archive.read("word/letterhead/header1.xml")
    assert (
        "templates/docx/letterheads/valprova.dotx:1:1: warning[letterhead-styles]: "
        "it lacks these styles, ours are used: PitStop Small, " in result.err
    )
    assert (
        "    for a repaired copy: pitstop letterhead check "
        "templates/docx/letterheads/valprova.dotx --repair NEW.docx" in result.err
    )
    assert result.err.count("letterhead-styles") == 1, "once, not for each brief"


def test_all_letterheads_at_once(pitstop: Pitstop, project: Path) -> None:
    arguments = ("-p", project, "-s", "paese", "-e", "giunta", "-f", "docx", "-q")
    assert pitstop("build", *arguments, "-l", "all", "--no-embed").code == 0
    assert files(project / "output/letterheads") == {
        f"{id}/giunta/paese.docx" for id in ("borgo-esempio", "piana-di-prova", "valprova")
    }
    sizes = [path.stat().st_size for path in (project / "output").rglob("*.docx")]
    assert max(sizes) < 100_000, "without fonts"


def test_none_unless_asked_for(pitstop: Pitstop, project: Path) -> None:
    result = pitstop("build", "-p", project, "-s", "paese", "-e", "comitato-tecnico", "-f", "docx")
    assert (result.code, result.err) == (0, "0 errors, 0 warnings\n")
    assert files(project / "output") == {"briefs/comitato-tecnico/paese.docx"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-l", "valprov"), "no letterhead 'valprov'\n    did you mean 'valprova'?"),
        (
            ("-l", "999999"),
            "no letterhead '999999'\n    they are .docx or .dotx files in "
            "templates/docx/letterheads; there are: borgo-esempio, piana-di-prova, valprova",
        ),
        (
            ("-l", "valprova", "-f", "pdf"),
            "a letterhead is for Word files\n    leave --format out, or add --format docx",
        ),
    ],
)
def test_wrong_usage(
    pitstop: Pitstop,
    project: Path,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    result = pitstop("build", "-p", project, *arguments)
    assert result.code == 2
    assert message in result.err
    assert not (project / "output").exists()


def test_no_letterheads_at_all(pitstop: Pitstop, tmp_path: Path) -> None:
    root = make_project(tmp_path / "empty")
    result = pitstop("build", "-p", root, "-l", "all")
    assert (result.code, result.err) == (
        2,
        "error: there are no letterheads\n"
        "    they are .docx or .dotx files in templates/docx/letterheads\n",
    )


def test_two_of_one_name(pitstop: Pitstop, project: Path) -> None:
    folder = project / "templates/docx/letterheads"
    (folder / "valprova.docx").write_bytes(first_page())
    result = pitstop("build", "-p", project, "-l", "valprova")
    assert result.code == 2
    assert "two letterheads are called 'valprova'" in result.err
    assert "keep one of valprova.docx and valprova.dotx" in result.err


def test_a_hostile_letterhead_stops_everything_and_writes_nothing(
    pitstop: Pitstop,
    project: Path,
) -> None:
    arguments = ("build", "-p", project, "-s", "paese", "-e", "giunta", "-f", "docx", "-l", "all")
    assert pitstop(*arguments).code == 0
    before = snapshot(project / "output")
    (project / "templates/docx/letterheads/borgo-esempio.docx").write_bytes(macros())
    result = pitstop(*arguments)
    assert result.code == 1
    assert (
        "templates/docx/letterheads/borgo-esempio.docx:1:1: error[letterhead-unsafe]: "
        "it holds macros (.docm, .dotm)\n"
        "    in Word: Save As, Word Document (.docx); the macros stay behind\n" in result.err
    )
    assert "Nothing was written: the previous briefs are untouched." in result.err
    assert snapshot(project / "output") == before


# --- letterhead check --------------------------------------------------------------------------


def test_check_names_what_is_missing_and_repairs_a_copy(pitstop: Pitstop, tmp_path: Path) -> None:
    file, copy = tmp_path / "carta.docx", tmp_path / "corretta.docx"
    file.write_bytes(edited("word/document.xml", 'w:left="1134"', 'w:left="283"'))
    result = pitstop("letterhead", "check", file)
    assert (result.code, result.out) == (0, "")
    assert (
        f"{file}:1:1: warning[letterhead-page]: margins of less than 10 mm, which printers cut: "
        f"left\n    for a repaired copy: pitstop letterhead check {file} --repair NEW.docx\n"
        in result.err
    )
    assert "it lacks these styles, ours are used: PitStop Small, PitStop Label, " in result.err
    assert result.err.endswith("0 errors, 2 warnings\n")
    assert list(tmp_path.iterdir()) == [file]
    result = pitstop("letterhead", "check", file, "--repair", copy)
    assert (result.code, result.out) == (0, f"the repaired copy: {copy}\n")
    again = pitstop("letterhead", "check", copy)
    assert (again.code, again.err) == (0, "0 errors, 0 warnings\n")


def test_check_for_machines(pitstop: Pitstop, tmp_path: Path) -> None:
    file = tmp_path / "carta.docx"
    file.write_bytes(landscape())
    problems = json.loads(pitstop("letterhead", "check", file, "--json").out)["problems"]
    assert [p["code"] for p in problems] == ["letterhead-styles"]


def test_nothing_is_repaired_of_a_hostile_file_nor_written_over(
    pitstop: Pitstop,
    tmp_path: Path,
) -> None:
    file, copy = tmp_path / "carta.docm", tmp_path / "corretta.docx"
    file.write_bytes(macros())
    result = pitstop("letterhead", "check", file, "--repair", copy)
    assert result.code == 1
    assert "error[letterhead-unsafe]: it holds macros (.docm, .dotm)" in result.err
    assert not copy.exists()
    copy.write_bytes(b"mine")
    file.write_bytes(first_page())
    result = pitstop("letterhead", "check", file, "--repair", copy)
    assert result.code == 2
    assert f"error: {copy} is there already\n" in result.err
    assert copy.read_bytes() == b"mine"


def test_no_file_and_a_file_too_large_to_read(pitstop: Pitstop, tmp_path: Path) -> None:
    result = pitstop("letterhead", "check", tmp_path / "nessuno.docx")
    assert result.code == 2
    assert "nessuno.docx cannot be read: No such file or directory" in result.err
    assert "name a .docx or .dotx file" in result.err
    large = tmp_path / "grande.docx"
    with large.open("wb") as file:
        file.truncate(101_000_000)  # a hole: it takes no room
    result = pitstop("letterhead", "check", large)
    assert result.code == 1
    assert "error[letterhead-too-large]: it has 101 MB; at most 100 are taken" in result.err
