"""Sources of people who have never seen YAML need one check to be told everything, and one to be clean."""

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.project import diagnose, lay_over
from tests.test_cli import Pitstop

HERE = Path(__file__).parent
FILES = sorted(
    path.relative_to(HERE / "first").as_posix() for path in (HERE / "first").rglob("*.*")
)
_OTHER_LINES = re.compile(r" times: lines? ([\d, ]+)")


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A project as ``pitstop init`` makes it, with its examples."""
    monkeypatch.setenv("PITSTOP_LANG", "en")
    pitstop = Pitstop(monkeypatch, capsys)
    root = tmp_path / "project"
    assert pitstop("init", root, "--name", "Esempio", "--sender", "Ufficio di esempio").code == 0
    return root


def test_the_second_check_is_clean(project: Path) -> None:
    lay_over(project, HERE / "mended")
    assert [str(found) for found in diagnose(project)] == []


@pytest.mark.parametrize("name", FILES)
def test_the_first_check_tells_every_place_that_is_mended(name: str, project: Path) -> None:
    lay_over(project, HERE / "first")
    told: set[int] = set()
    for found in diagnose(project):
        if found.location.path == name:
            told.add(found.location.line)
            others = _OTHER_LINES.search(found.message)
            told.update(map(int, re.findall(r"\d+", others[1])) if others else ())
    first, mended = ((HERE / v / name).read_text().split("\n") for v in ("first", "mended"))
    untold = []
    for kind, start, stop, _start, _stop in SequenceMatcher(
        None, first, mended, False
    ).get_opcodes():
        if kind == "insert":
            # What is missing is told where the item or the field begins that lacks it.
            while not re.match(r"\s*- |\w", first[start - 1]):
                start -= 1
        places = range(start, stop + 2) if kind == "insert" else range(start + 1, stop + 2)
        if kind != "equal" and told.isdisjoint(places):
            untold.append(places)
    assert told
    assert untold == []
