"""A new format is a module, a class in targets.py and a row: editions, builds and the ledger know it."""

import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.verify import Finding, verify
from pitstop_docs.build.workers import Labour
from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document
from pitstop_docs.tree.walk import text_of
from pitstop_docs.writers import Written, reading
from pitstop_docs.writers.targets import WRITERS, Format, Named, target_named
from tests.project import diagnose, make_project

EDITION = """\
label: Per la radio
running: edizione per la radio
audience: Chi ascolta
pages: 1
formats: [pdf, txt]
sections:
  - {part: problem, area: main}
  - {part: sources, area: foot}
"""


@dataclass(frozen=True, slots=True)
class Plain(Named):
    """Words alone."""

    format: ClassVar[str] = "txt"


class PlainWriter:
    """Writes the words of the body, a block on a line."""

    def __init__(self, templates: Templates, media: Path) -> None:
        pass

    def write(self, document: Document, reporter: Reporter) -> Written:
        return Written("\n".join(map(text_of, document.body)).encode())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with an edition in the new format, which has its module and its row."""
    module: Any = ModuleType("plain")
    module.PlainWriter = PlainWriter
    read: Any = ModuleType("plain.reading")
    read.words_of, read.pages_of = bytes.decode, lambda data: None
    monkeypatch.setitem(sys.modules, "plain", module)
    monkeypatch.setitem(sys.modules, "plain.reading", read)
    row = Format(Plain, "plain", "PlainWriter")  # type: ignore[arg-type]
    monkeypatch.setitem(WRITERS, Plain.format, row)
    project = make_project(tmp_path)
    (project / "templates/editions").mkdir(parents=True)
    (project / "templates/editions/radio.yaml").write_text(EDITION, encoding="utf-8")
    return project


def test_a_format_added_as_a_module_and_a_row_is_made_like_the_others(project: Path) -> None:
    reporter = Reporter()
    choice = Choice(sources=("paese",), editions=("radio",))
    run = build(project, choice, reporter, lambda *told: None)
    assert not reporter.errors
    path = project / "output/briefs/radio/paese.txt"
    assert path.read_text("utf-8").startswith("Il problema La bottega del paese ha chiuso.")
    (made,) = run.made.values()
    assert [target.name for target in sorted(made.files)] == ["pdf", "txt"]
    (row,) = read_ledger(project).rows.values()
    assert target_named("txt") in row.files
    index = (project / "output/index.html").read_text(encoding="utf-8")
    assert 'href="briefs/radio/paese.txt"' in index
    assert reading(target_named("txt")).words_of(path.read_bytes()).startswith("Il problema")
    verdicts = verify(project, choice, reporter, lambda *told: None, Labour())
    assert [(v.path, v.finding) for v in verdicts] == [
        ("output/briefs/radio/paese.pdf", Finding.SAME),
        ("output/briefs/radio/paese.txt", Finding.SAME),
    ]


def test_asked_for_alone_it_is_made_alone(project: Path) -> None:
    choice = Choice(sources=("paese",), editions=("radio",), formats=("txt",))
    build(project, choice, Reporter(), lambda *told: None)
    assert [path.name for path in (project / "output/briefs/radio").iterdir()] == ["paese.txt"]


def test_without_a_writer_it_is_no_format(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(WRITERS, Plain.format)
    assert [problem.code for problem in diagnose(project)] == ["unknown-value"]
    with pytest.raises(ValueError, match="no target is called 'txt'"):
        target_named("txt")
