"""Letterheads from the command line: where they are, what is made of them, what is said of them."""

import io
import json
import unicodedata
import zipfile
from pathlib import Path

import pytest

from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.writers.letterheads import find_letterheads
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


# File names → the folder of their briefs, in any writing of the letters.
NAMES = {
    "035046.docx": "035046", "Comune di Forlì.docx": "Comune di Forlì",
    "comune_di-prova.v2.dotx": "comune_di-prova.v2", "L’Aquila (2024).docx": "L’Aquila (2024)",
    unicodedata.normalize("NFD", "Cantù.docx"): "Cantù", "console.docx": "console",
    "a" * 60 + ".docx": "a" * 60,
}  # fmt: skip
# What may lie in the folder, and how it is shown.
WRONG_NAMES = {
    "finale .docx": "", " iniziale.docx": "", "punto..docx": "", "-trattino.docx": "",
    "CON.docx": "", "nul.docx": "", "Com1.x.docx": "", "lpt9.dotx": "", "all.docx": "", "All.docx": "",
    "a@b.docx": "", "a#b.docx": "", "a%2Fb.docx": "", "a\\b.docx": "", "a:b.docx": "", "a*b.docx": "",
    "a" * 61 + ".docx": "", "a\nb.docx": "a␊b.docx", "a\x1b[31mb.docx": "a␛[31mb.docx",
    "a\u202eb.docx": "a\ufffdb.docx", "a\udcffb.docx": "a\ufffdb.docx",
}  # fmt: skip


def in_folder(tmp_path: Path, name: str) -> Templates:
    folder = tmp_path / "docx/letterheads"
    folder.mkdir(parents=True)
    try:
        (folder / name).write_bytes(b"")
    except OSError:
        pytest.skip("no such name can be on this disk")
    return Templates((tmp_path,))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_s_name_is_the_folder_of_its_briefs(tmp_path: Path, name: str) -> None:
    assert list(find_letterheads(in_folder(tmp_path, name))) == [NAMES[name]]


@pytest.mark.parametrize("name", WRONG_NAMES)
def test_a_file_that_no_folder_can_be_called_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    with pytest.raises(PitstopError) as caught:
        find_letterheads(in_folder(tmp_path, name))
    shown = f"templates/docx/letterheads/{WRONG_NAMES[name] or name}"
    assert str(caught.value) == f"{shown}: no folder can have this name"
    assert caught.value.hint == (
        "the letterhead's briefs go into a folder of its name: rename it, with letters, digits, spaces "
        "and .,-_'()+& only, a letter or digit first and no space or dot last, at most 60 characters; "
        "not 'all', nor what Windows keeps for itself (CON, NUL, COM1)"
    )


@pytest.mark.parametrize(
    "name", [".docx", "..docx", "...docx", "....dotx", ".nascosto.docx", "._comune.docx"]
)
def test_hidden_files_are_passed_over(tmp_path: Path, name: str) -> None:
    """What a system or an editor puts beside a letterhead is none: no brief goes into such a folder."""
    assert list(find_letterheads(in_folder(tmp_path, name))) == []


def test_no_brief_is_written_beside_its_folder(pitstop: Pitstop, project: Path) -> None:
    (project / "templates/docx/letterheads/...docx").write_bytes(first_page())
    result = pitstop(
        "build", "-p", project, "-s", "paese", "-e", "giunta", "-f", "docx", "-l", ".."
    )
    assert result.code == 2
    assert result.err.startswith("error: no letterhead '..'")
    assert not (project / "output").exists()


def test_letters_and_accents_may_be_written_apart(pitstop: Pitstop, tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    file = root / "templates/docx/letterheads" / unicodedata.normalize("NFD", "Cantù.docx")
    file.parent.mkdir(parents=True)
    brief = root / "output/letterheads/Cantù/giunta/paese.docx"
    found = []
    for make, id in ((first_page, "Cantù"), (landscape, unicodedata.normalize("NFD", "Cantù"))):
        file.write_bytes(make())
        arguments = ("-p", root, "-s", "paese", "-e", "giunta", "-f", "docx", "-q")
        assert pitstop("build", *arguments, "-l", id).code == 0
        found.append(brief.read_bytes())
    assert found[0] != found[1], "another letterhead, another brief"


@pytest.mark.parametrize("other", ["VALPROVA.docx", "valprova.docx"])
def test_names_that_are_one_on_other_systems(pitstop: Pitstop, project: Path, other: str) -> None:
    (project / "templates/docx/letterheads" / other).write_bytes(first_page())
    result = pitstop("build", "-p", project, "-l", "valprova")
    assert result.code == 2
    assert result.err == (
        f"error: two letterheads are called 'valprova'\n    keep one of {other} and valprova.dotx\n"
    )


def test_what_other_programs_leave_beside_a_file_is_no_letterhead(
    pitstop: Pitstop, project: Path
) -> None:
    for name in ("~$lprova.dotx", "._valprova.dotx"):  # Word's lock, macOS's attributes
        (project / "templates/docx/letterheads" / name).write_bytes(b"x")
    arguments = ("-p", project, "-s", "paese", "-e", "giunta", "-f", "docx", "-q")
    assert pitstop("build", *arguments, "-l", "all", "--no-embed").code == 0


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
    assert "there is no file '" in result.err
    assert "name a .docx or .dotx file" in result.err
    large = tmp_path / "grande.docx"
    with large.open("wb") as file:
        file.truncate(101_000_000)  # a hole: it takes no room
    result = pitstop("letterhead", "check", large)
    assert result.code == 1
    assert "error[letterhead-too-large]: it has 101 MB; at most 100 are taken" in result.err
