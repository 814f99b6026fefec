"""What the command line says, and with which exit code: 0 well, 1 problems, 2 nothing to work on."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pitstop_docs.build import workers
from pitstop_docs.build.journal import NAME
from pitstop_docs.commands.cli import main
from pitstop_docs.problems.diagnostics import PitstopError
from tests.letterheads import LETTERHEADS
from tests.project import POLICY, PRACTICE, make_project, replace_in


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code and what it said."""

    code: int
    out: str
    err: str


class Pitstop:
    """Runs commands in this process, in English: workers only where a test asks for them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys
        monkeypatch.setenv("PITSTOP_LANG", "en")
        monkeypatch.setattr(workers, "cores", lambda: 1)

    def __call__(self, *arguments: str | Path) -> Outcome:
        self.monkeypatch.setattr(sys, "argv", ["pitstop", *map(str, arguments)])
        code = main()
        said = self.capsys.readouterr()
        assert "Traceback" not in said.err
        assert "\x1b[" not in said.out + said.err
        return Outcome(code, said.out, said.err)


@pytest.fixture
def pitstop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pitstop:
    return Pitstop(monkeypatch, capsys)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def damage(project: Path) -> None:
    """Put a problem of each kind in three files: reading, checking, a warning."""
    replace_in(project, PRACTICE, "maturity: promising", "maturity: promettente")
    replace_in(
        project, POLICY, "[@legge-381-1991, art. 5].\n\n## Che cosa ha", "[@leg].\n\n## Che cosa ha"
    )
    (project / "sources/practices/appunti.txt").write_text("x", encoding="utf-8")


# --- check -------------------------------------------------------------------------------------


def test_check_finds_nothing(pitstop: Pitstop, project: Path) -> None:
    assert pitstop("check", "-p", project) == Outcome(0, "", "0 errors, 0 warnings\n")


def test_check_says_all_problems_of_all_files(pitstop: Pitstop, project: Path) -> None:
    damage(project)
    result = pitstop("check", "--project", project)
    assert (result.code, result.out) == (1, "")
    assert result.err.split("\n") == [
        "sources/policies/legge.md:23:29: error[unknown-reference]: no reference 'leg'",
        "    correct it, or add it to sources/references.yaml",
        "sources/practices/appunti.txt:1:1: warning[ignored-file]: this is not read: no source has "
        "such a name or place",
        "    a source is a file whose name ends in '.md', right in its folder",
        "sources/practices/paese.md:7:11: error[unknown-value]: 'promettente' is not a value of "
        "'maturity'",
        "    write 'promising'; choose one of: potential-innovation, promising, good-practice, "
        "institutionalised",
        "2 errors, 1 warning",
        "",
    ]


def test_warnings_alone_are_no_failure(pitstop: Pitstop, project: Path) -> None:
    (project / "sources/practices/appunti.txt").write_text("x", encoding="utf-8")
    result = pitstop("check", "-p", project)
    assert result.code == 0
    assert result.err.endswith("0 errors, 1 warning\n")


def test_check_for_machines(pitstop: Pitstop, project: Path) -> None:
    damage(project)
    result = pitstop("check", "--json", "-p", project)
    assert (result.code, result.err) == (1, "")
    problems = json.loads(result.out)["problems"]
    assert [p["code"] for p in problems] == ["unknown-reference", "ignored-file", "unknown-value"]
    assert problems[0] == {
        "code": "unknown-reference",
        "severity": "error",
        "message": "no reference 'leg'",
        "file": "sources/policies/legge.md",
        "line": 23,
        "column": 29,
        "hint": "correct it, or add it to sources/references.yaml",
        "brief": None,
    }


def test_italian_unless_asked_otherwise(
    pitstop: Pitstop, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(project)
    english = pitstop("check", "--json", "-p", project).out
    monkeypatch.delenv("PITSTOP_LANG")
    italian = pitstop("check", "--json", "-p", project).out
    both = list(zip(json.loads(english)["problems"], json.loads(italian)["problems"], strict=True))
    for one, other in both:
        assert [one[k] for k in ("code", "file", "line")] == [
            other[k] for k in ("code", "file", "line")
        ]
        assert one["message"] != other["message"]
        assert one["hint"] != other["hint"]
    monkeypatch.setenv("PITSTOP_LANG", "it")
    assert pitstop("check", "--json", "-p", project).out == italian


# --- list --------------------------------------------------------------------------------------


def test_list(pitstop: Pitstop, project: Path) -> None:
    result = pitstop("list", "-p", project)
    assert result.code == 0
    for words in ("paese", "Il paese che ha riaperto la bottega", "legge", "giunta", "docx, pdf"):
        assert words in result.out
    damage(project)
    assert pitstop("list", "-p", project).code == 1


def test_list_for_machines(pitstop: Pitstop, project: Path) -> None:
    listed = json.loads(pitstop("list", "--json", "-p", project).out)
    assert [source["id"] for source in listed["sources"]] == ["paese", "legge"]
    assert [edition["id"] for edition in listed["editions"]] == [
        "giunta",
        "consiglio",
        "commissione",
        "comitato-tecnico",
    ]
    assert listed["problems"] == []


# --- wrong usage -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "", "build", "fit", "verify", "cache", "cache --clean", "measure", "check", "check --output",
        "list", "schema", "new practice borgo", "add reference --id a --type web --title A --short A",
        "add partner --id a --name A",
    ],
)  # fmt: skip
@pytest.mark.parametrize("holds", ["", "lettera.docx"])
def test_where_there_is_no_project(
    pitstop: Pitstop, tmp_path: Path, command: str, holds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if holds:
        (tmp_path / holds).touch()
    monkeypatch.chdir(tmp_path)
    result = pitstop(*command.split())
    assert (result.code, result.out) == (2, "")
    if holds:
        assert f"error: there is no 'sources' folder here ({tmp_path})" in result.err
        assert "name it with --project" in result.err
    else:
        assert f"error: there is no project in this folder: it is empty ({tmp_path})" in result.err
    assert "pitstop init" in result.err
    assert [path.name for path in tmp_path.iterdir()] == [holds] * bool(holds)


def test_a_command_that_is_printed_can_be_copied(
    pitstop: Pitstop, project: Path, tmp_path: Path
) -> None:
    file = tmp_path / "carta del comune.docx"
    file.write_bytes(LETTERHEADS["valprova.dotx"]())
    said = pitstop("letterhead", "check", file, "-p", project).err
    command = re.search(r"for a repaired copy: pitstop (.+)", said)
    assert command
    assert shlex.split(command[1]) == ["letterhead", "check", str(file), "--repair", "NEW.docx"]


@pytest.mark.parametrize(
    ("option", "name", "message"),
    [
        ("--edition", "giunto", "no edition 'giunto'\n    did you mean 'giunta'?"),
        ("--source", "paesi", "no source 'paesi'\n    did you mean 'paese'?"),
        ("--source", "xyz", "no source 'xyz'\n    there are: paese, legge"),
        ("--format", "dox", "no format 'dox'\n    did you mean 'docx'?"),
        ("--format", "rtf", "no format 'rtf'\n    there are: docx, pdf, odt"),
    ],
)
def test_an_unknown_name(
    pitstop: Pitstop, project: Path, option: str, name: str, message: str
) -> None:
    result = pitstop("build", "-p", project, option, name)
    assert result.code == 2
    assert message in result.err
    assert not (project / "output").exists()
    if option != "--format":  # which no saved file can bring
        assert pitstop("watch", "-p", project, option, name) == result
        assert not (project / "output").exists()


# --- what stops a command ----------------------------------------------------------------------


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Let reading a project end with what the test says."""

    def stop(error: BaseException) -> None:
        def load(*_arguments: object) -> None:
            raise error

        monkeypatch.setattr("pitstop_docs.build.flow.load", load)

    return stop


def test_ctrl_c(pitstop: Pitstop, project: Path, stopped: Callable[[BaseException], None]) -> None:
    stopped(KeyboardInterrupt())
    assert pitstop("list", "-p", project) == Outcome(
        130, "", "Interrupted: what was made is kept.\n"
    )


@pytest.mark.parametrize("command", ["check", "list", "build"])
def test_a_fault_of_any_command_goes_to_the_journal(
    pitstop: Pitstop, project: Path, stopped: Callable[[BaseException], None], command: str
) -> None:
    stopped(RuntimeError("Maria Rossi, via Roma 1"))
    with pytest.raises(RuntimeError):
        pitstop(command, "-p", project)
    journal = (project / NAME).read_text(encoding="utf-8")
    assert f" {command}: a fault\n" in journal
    assert "/briefs.py:" in journal or "/sources.py:" in journal
    assert "RuntimeError" in journal
    assert "Maria" not in journal


def test_what_stops_a_command_is_no_fault(
    pitstop: Pitstop, project: Path, stopped: Callable[[BaseException], None]
) -> None:
    stopped(PitstopError("it cannot go on", "do this"))
    assert pitstop("check", "-p", project) == Outcome(
        2, "", "error: it cannot go on\n    do this\n"
    )
    assert not (project / NAME).exists()


def test_a_fault_where_there_is_no_project_leaves_nothing_behind(
    pitstop: Pitstop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(*_arguments: object) -> None:
        raise RuntimeError

    where = "pitstop_docs.writers.docx.letterheads.check_letterhead"
    monkeypatch.setattr(where, check)
    with pytest.raises(RuntimeError):
        pitstop("letterhead", "check", __file__, "-p", tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_reader_who_has_read_enough_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "pitstop_docs", "--help"]
    result = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (result.returncode, result.stderr) == (1, "")


# --- build -------------------------------------------------------------------------------------


def test_what_is_wrong_keeps_its_briefs(pitstop: Pitstop, project: Path) -> None:
    result = pitstop("build", "-p", project, "-e", "comitato-tecnico", "-f", "docx")
    assert (result.code, result.err) == (0, "0 errors, 0 warnings\n")
    before = snapshot(project / "output")
    assert {path.name for path in before} == {
        "paese.docx",
        "legge.docx",
        "index.html",
        "fit.html",
        "ledger.json",
    }
    damage(project)
    result = pitstop("build", "-p", project)
    assert result.code == 1
    assert "sources/practices/paese.md:7:11: error[unknown-value]" in result.err
    assert "sources/policies/legge.md:23:29: error[unknown-reference]" in result.err
    assert "2 errors, 1 warning. 2 wrong sources were not made again: paese, legge." in result.err
    after = snapshot(project / "output")
    assert {path.name for path in before if before[path] != after[path]} == {
        "index.html",
        "fit.html",
        "ledger.json",
    }
    replace_in(project, "sources/project.yaml", "sender:", "mittente:")
    result = pitstop("build", "-p", project)
    assert result.code == 1
    assert "sources/practices/paese.md:7:11: error[unknown-value]" in result.err
    assert "Nothing was written: the previous briefs are untouched." in result.err
    assert snapshot(project / "output") == after


def snapshot(folder: Path) -> dict[Path, tuple[bytes, int]]:
    kept = (".cache", "pitstop.log")
    files = [p for p in folder.rglob("*") if p.is_file() and not set(kept) & set(p.parts)]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_build_for_machines(pitstop: Pitstop, project: Path) -> None:
    chosen = ("-e", "comitato-tecnico", "-f", "docx", "-s", "paese")
    result = pitstop("build", "-p", project, *chosen, "--json")
    assert result.code == 0
    assert json.loads(result.out) == {
        "problems": [],
        "briefs": [
            {
                "source": "paese",
                "edition": "comitato-tecnico",
                "kind": "brief",
                "pages": 3,
                "word_pages": None,
                "written": ["docx"],
                "problems": [],
            }
        ],
        "wrong": [],
    }


def test_a_build_with_nothing_to_do_loads_nothing_slow(pitstop: Pitstop, project: Path) -> None:
    chosen = ("-p", str(project), "-e", "comitato-tecnico", "-f", "docx", "--no-embed")
    assert pitstop("build", *chosen).code == 0
    program = (
        "import sys; from pitstop_docs.commands.cli import main\n"
        f"sys.argv = ['pitstop', 'build', *{chosen}, '-j', '2']\n"
        "assert main() == 0; print(*sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("Nothing has changed: 2 documents are as they should be.\n")
    assert said.stderr == "0 errors, 0 warnings\n"
    slow = {"weasyprint", "pydantic", "docx", "rich", "yaml", "jinja2", "lxml", "multiprocessing"}
    assert not slow & set(said.stdout.split())


def test_what_another_build_wrote_is_something_to_do(pitstop: Pitstop, project: Path) -> None:
    arguments = ("build", "-p", project, "-e", "comitato-tecnico", "-f", "docx", "-s", "paese")
    file = project / "output/briefs/comitato-tecnico/paese.docx"
    assert pitstop(*arguments).code == 0
    with_fonts = file.read_bytes()
    assert pitstop(*arguments, "--no-embed").code == 0
    assert file.read_bytes() != with_fonts
    assert pitstop(*arguments).code == 0
    assert file.read_bytes() == with_fonts
    assert "Nothing has changed: 1 document" in pitstop(*arguments).out


def test_quiet_says_problems_alone(pitstop: Pitstop, project: Path) -> None:
    chosen = ("-e", "comitato-tecnico", "-f", "docx", "-s", "legge")
    arguments = ("build", "-p", project, *chosen, "--quiet")
    assert pitstop(*arguments) == Outcome(0, "", "")
    damage(project)
    assert "error[unknown-reference]" in pitstop(*arguments).err


def test_from_another_folder_through_a_pipe(project: Path, tmp_path: Path) -> None:
    damage(project)
    result = subprocess.run(
        [sys.executable, "-m", "pitstop_docs", "check", "--project", "project"],
        cwd=tmp_path,
        env={**os.environ, "PITSTOP_LANG": "en", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    said = result.stderr.decode()
    assert (result.returncode, result.stdout) == (1, b"")
    assert said.startswith("sources/policies/legge.md:23:29: error[unknown-reference]")
    assert "Traceback" not in said
    assert "\x1b[" not in said
