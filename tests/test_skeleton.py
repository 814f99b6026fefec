"""What ``pitstop new`` says where it cannot write a skeleton."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pitstop_docs.look import templates
from tests.project import make_project
from tests.test_cli import Pitstop

LABELS = "templates/labels/it.yaml"
BROKEN: dict[str, Callable[[Path], object]] = {
    "1:1: a text cannot begin with 'w' here": lambda path: path.write_text("words: ["),
    "1:11: 'headings' cannot be '3'": lambda path: path.write_text("headings: 3"),
    "1:10: 'headings' is empty": lambda path: path.write_text("headings:"),
    "1:1: there is no field 'titles' here": lambda path: path.write_text("titles: {}"),
    "1:1: this file is UTF-16 text, not UTF-8": lambda path: path.write_bytes(b"\xff\xfe"),
    "1:1: this file cannot be read: it is a folder": lambda path: path.mkdir(),
    "1:1: this file cannot be read: it is a link that leads nowhere": (
        lambda path: path.symlink_to("nowhere")
    ),
}


@pytest.fixture
def pitstop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pitstop:
    return Pitstop(monkeypatch, capsys)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = make_project(tmp_path / "project")
    (root / "templates/labels").mkdir(parents=True)
    return root


@pytest.mark.parametrize("kind", ["practice", "policy", "testimony"])
@pytest.mark.parametrize("said", BROKEN)
def test_broken_labels_are_named_and_nothing_is_written(
    pitstop: Pitstop, project: Path, said: str, kind: str
) -> None:
    BROKEN[said](project / LABELS)
    result = pitstop("new", kind, "nuova", "-p", project)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"error: {LABELS}:{said}\n")
    assert len(result.err.splitlines()) == 2, "what is wrong, and what to do"
    assert not list(project.rglob("nuova.md"))


@pytest.mark.parametrize("left", ["", "language: it\nheadings: {practice: {problem: Problema}}\n"])
def test_labels_of_an_installation_that_lacks_some(
    pitstop: Pitstop, project: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """Where no packaged labels fill up what a file leaves out."""
    own = project / "templates"
    monkeypatch.setattr(templates, "packaged_templates", lambda: own)
    monkeypatch.setattr("pitstop_docs.readers.project.packaged_templates", lambda: own)
    said = "error: template 'labels/it.yaml' is missing\n    put it back under templates/, or "
    if left:
        (project / LABELS).write_text(left, encoding="utf-8")
        said = f"error: {LABELS}:1:1: "
    result = pitstop("new", "practice", "nuova", "-p", project)
    assert result.code == 2
    assert result.err.startswith(said)


def test_other_problems_stop_no_skeleton(pitstop: Pitstop, project: Path) -> None:
    (project / "sources/partners.yaml").write_text("partners: 3", encoding="utf-8")
    result = pitstop("new", "practice", "nuova", "-p", project)
    assert result.code == 0
    assert "## Il problema" in (project / "sources/practices/nuova.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "right"),
    [("Il Paese", "il-paese"), ("città_nuova", "citta-nuova"), ("…", "valle-dei-cavalieri")],
)
def test_what_is_no_id_is_told_with_one_that_is(
    pitstop: Pitstop, project: Path, typed: str, right: str
) -> None:
    result = pitstop("new", "practice", typed, "-p", project)
    assert result.code == 2
    assert f"'{typed}' is not an id" in result.err
    assert f"digits and hyphens: '{right}'" in result.err
