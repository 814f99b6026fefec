"""``pitstop check --fix``: shown first, agreed to, and no byte but those of the words that were shown."""

import errno
import io
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.checks.typed import placed
from pitstop_docs.commands.mending import mend
from pitstop_docs.readers.files import as_read
from tests.project import POLICY, PRACTICE, make_project, replace_in
from tests.test_cli import Pitstop, snapshot


@pytest.fixture
def pitstop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pitstop:
    return Pitstop(monkeypatch, capsys)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two sources in which something can be put right."""
    root = make_project(tmp_path / "project")
    replace_in(
        root, PRACTICE, "Il paese che ha riaperto", "'E'' riaperta: il paese che ha riaperto"
    )
    replace_in(root, PRACTICE, "la bottega\nsummary", "la bottega'\nsummary")
    replace_in(
        root, PRACTICE, "del paese ha chiuso.", "del paese e' chiusa dal 24/04/2017, e ne' qui xxx."
    )
    replace_in(root, POLICY, "Il testo è quello", "perchè il testo e' quello")
    return root


SHOWN = """\
sources/policies/legge.md:14
- certainty: perchè il testo e' quello della legge.
+ certainty: perché il testo è quello della legge.

sources/practices/paese.md:3
- title: 'E'' riaperta: il paese che ha riaperto la bottega'
+ title: 'È riaperta: il paese che ha riaperto la bottega'

sources/practices/paese.md:39
- La bottega del paese e' chiusa dal 24/04/2017, e ne' qui xxx.
+ La bottega del paese è chiusa dal 24 aprile 2017, e ne' qui xxx.

"""


def test_each_line_is_shown_then_written_and_the_old_files_are_kept(
    pitstop: Pitstop, project: Path
) -> None:
    files = [project / PRACTICE, project / POLICY]
    before, bytes_before = snapshot(project / "sources"), [path.read_bytes() for path in files]
    outcome = pitstop("check", "--fix", "--yes", "-p", project)
    assert sorted(outcome.out.split("\n\n")) == sorted(SHOWN.split("\n\n"))
    assert outcome.code == 0
    assert "3 lines are put right." in outcome.err
    assert "sources/practices/paese.md.bak" in outcome.err
    # What is left is what only the writer can know, and that is checked again.
    assert "'ne'' is written 'né'" in outcome.err
    assert "'xxx' was left to be filled in" in outcome.err
    assert "0 errors, 2 warnings" in outcome.err
    after = snapshot(project / "sources")
    kept = [path.with_name(f"{path.name}.bak") for path in files]
    assert {path for path in after if after[path] != before.get(path)} == {*files, *kept}
    assert [path.read_bytes() for path in kept] == bytes_before


def test_a_second_time_changes_nothing(pitstop: Pitstop, project: Path) -> None:
    pitstop("check", "--fix", "--yes", "-p", project)
    before = snapshot(project)
    outcome = pitstop("check", "--fix", "--yes", "-p", project)
    assert (outcome.code, outcome.out) == (0, "")
    assert "There is nothing that --fix can put right." in outcome.err
    assert snapshot(project) == before


def test_an_older_file_that_was_kept_is_not_written_over(pitstop: Pitstop, project: Path) -> None:
    pitstop("check", "--fix", "--yes", "-p", project)
    first = (project / f"{PRACTICE}.bak").read_bytes()
    replace_in(project, PRACTICE, "Serve un edificio", "Servira' un edificio")
    pitstop("check", "--fix", "--yes", "-p", project)
    assert (project / f"{PRACTICE}.bak").read_bytes() == first
    assert "Servira'" in (project / "sources/practices/paese.md.2.bak").read_text(encoding="utf-8")


def test_without_a_terminal_nothing_is_changed_and_the_exit_code_says_so(
    pitstop: Pitstop, project: Path
) -> None:
    before = snapshot(project)
    outcome = pitstop("check", "--fix", "-p", project)
    assert outcome.code == 1
    assert "+ title: 'È riaperta" in outcome.out
    assert "Nothing was changed: --yes writes these lines without asking." in outcome.err
    assert snapshot(project) == before


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("sì\n", 0), ("n\n", 1), ("\n", 1), ("", 1)]
)
def test_on_a_terminal_it_asks(
    answer: str, code: int, pitstop: Pitstop, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    before = snapshot(project)
    outcome = pitstop("check", "--fix", "-p", project)
    assert "Write these lines? [y/N]" in outcome.out
    assert outcome.code == code
    assert (snapshot(project) == before) is bool(code)


def test_for_machines_the_lines_are_in_the_json(pitstop: Pitstop, project: Path) -> None:
    shown = json.loads(pitstop("check", "--fix", "--json", "-p", project).out)
    assert shown["kept"] == []
    assert shown["changes"][0] == {
        "file": "sources/policies/legge.md",
        "line": 14,
        "before": "certainty: perchè il testo e' quello della legge.",
        "after": "certainty: perché il testo è quello della legge.",
    }
    written = json.loads(pitstop("check", "--fix", "--yes", "--json", "-p", project).out)
    assert written["changes"] == shown["changes"]
    assert len(written["kept"]) == 2
    assert "wrong-accent" not in {
        p["code"] for p in written["problems"] if "né" not in p["message"]
    }


def test_an_error_elsewhere_does_not_stop_it(pitstop: Pitstop, project: Path) -> None:
    replace_in(project, PRACTICE, "maturity: promising", "maturity: promettente")
    outcome = pitstop("check", "--fix", "--yes", "-p", project)
    assert outcome.code == 1
    assert "title: 'È riaperta" in (project / PRACTICE).read_text(encoding="utf-8")


def test_word_files_are_not_mended(pitstop: Pitstop, project: Path) -> None:
    outcome = pitstop("check", "--output", "--fix", "-p", project)
    assert outcome.code == 2
    assert "--fix is for sources" in outcome.err


def test_a_file_that_changed_meanwhile_is_left_alone(
    pitstop: Pitstop, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_something() -> bool:
        (project / POLICY).write_text("other words", encoding="utf-8")
        return True

    monkeypatch.setattr("pitstop_docs.commands.screen.agrees", write_something)
    outcome = pitstop("check", "--fix", "-p", project)
    assert outcome.code == 2
    assert "'legge.md' has changed meanwhile" in outcome.err
    assert (project / POLICY).read_text(encoding="utf-8") == "other words"


def test_rights_and_links_stay(pitstop: Pitstop, project: Path) -> None:
    path = project / PRACTICE
    other = project / "paese-vero.md"
    path.rename(other)
    path.symlink_to(other)
    other.chmod(0o640)
    assert pitstop("check", "--fix", "--yes", "-p", project).code == 0
    assert path.is_symlink()
    assert other.stat().st_mode & 0o777 == 0o640
    assert "È riaperta" in other.read_text(encoding="utf-8")


def test_a_disk_that_cannot_be_written_is_named(
    pitstop: Pitstop, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_anything: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    before = snapshot(project)
    monkeypatch.setattr("pitstop_docs.runs.files.write_whole", refuse)
    outcome = pitstop("check", "--fix", "--yes", "-p", project)
    assert outcome.code == 2
    assert "'legge.md' cannot be written: this disk can only be read" in outcome.err
    assert snapshot(project) == before


# --- bytes -------------------------------------------------------------------------------------


def mended(data: bytes) -> bytes:
    """Return *data* put right as the body of a source would be."""
    read = as_read(data.decode().replace("\r\n", "\n").replace("\r", "\n"))
    slips = [(slip, place) for slip, place in placed(read, "x.md") if slip.certain]
    return mend(Path("x.md"), data, slips).mended


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("E' qui\r\ne e' lì\r\n", "È qui\r\ne è lì\r\n"),
        ("E' qui\re' lì", "È qui\rè lì"),
        ("\ufeffE' qui\n", "\ufeffÈ qui\n"),
        ("cosi\u0300, perche\u0300, e e' qui\u0301\n", "cosi\u0300, perché, e è qui\u0301\n"),
        ("\u200be\u00ad' qui\u200b, e' li\u0300\n", "\u200bè qui\u200b, è li\u0300\n"),
        ("senza fine di riga: e'", "senza fine di riga: è"),
        ("  tab\t e spazi   restano: e'   \n\n\n", "  tab\t e spazi   restano: è   \n\n\n"),
    ],
)
def test_line_ends_marks_and_signs_of_others_stay(typed: str, right: str) -> None:
    assert mended(typed.encode()) == right.encode()


_PIECES = (
    "e'", "perche\u0300", "citta\u0300'", "citta'", "24/04/2017", "l'idea", "\u00ad", "\u200b", "a\u0308", "'",
    "\ufeff", " ", " ", "\r\n", "\n", "\r", "|", "però", "pò", "ﬁ", "x",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=16))
def test_what_is_read_of_a_mended_file_is_what_was_shown(pieces: list[str]) -> None:
    once = mended("".join(pieces).encode())
    assert mended(once) == once
    assert once.count(b"\r\n") == "".join(pieces).encode().count(b"\r\n")
    plain = unicodedata.normalize("NFC", once.decode())
    assert "24/04/2017" not in plain.split()
