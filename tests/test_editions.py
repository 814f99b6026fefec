"""A new audience is a new file: no Python. A new part of one is a function and a row."""

from pathlib import Path

import pytest

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.compose.composition import BUILDERS, Composition, builds, items
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.records.editions import PARTS, EditionPart, PartKind
from pitstop_docs.tree.document import Block, BulletList, Text
from tests import docx_words, pdf_outline
from tests.project import diagnose, make_project

EDITION = """\
label: Per lo sportello · 1 pagina
running: edizione per lo sportello
audience: Chi risponde al pubblico
order: 5
pages: 1
request: giunta
labels: {request: Che cosa può fare lo sportello}
sections:
  - {part: request, area: head}
  - {part: action, depth: sentence}
  - {part: facts, area: side, columns: [where, who]}
  - {part: sources, area: foot}
"""


def test_an_edition_added_as_a_file_is_built_like_the_others(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    (project / "templates/editions").mkdir(parents=True)
    (project / "templates/editions/sportello.yaml").write_text(EDITION, encoding="utf-8")
    reporter = Reporter()
    built = build(project, Choice(editions=("sportello",)), reporter, lambda *told: None)
    assert not reporter.errors
    assert {(id.source, id.edition) for id in built.made} == {
        ("paese", "sportello"),
        ("legge", "sportello"),
    }
    for name in ("paese.docx", "paese.pdf", "legge.docx", "legge.pdf"):
        assert (project / "output/briefs/sportello" / name).stat().st_size > 5_000
    index = (project / "output/index.html").read_text(encoding="utf-8")
    assert "Per lo sportello · 1 pagina" in index
    assert 'href="briefs/sportello/paese.pdf"' in index


# --- a part --------------------------------------------------------------------------------------

SEVERAL = f"{EDITION}  - {{part: actors, area: main}}\n"
TITLE = "language: it\nparts: {actors: Chi lo ha fatto}\n"


def actors(composition: Composition, part: EditionPart) -> Block | None:
    """Who took part, and what they did."""
    partners = composition.collection.partners
    contents = [
        ((Text(f"{partners[a.partner].name}: {a.role}"),), composition.case.origin("actors", index))
        for index, a in enumerate(composition.case.actors)
    ]
    listed = BulletList(id="actors-list", items=items(composition.names, "actor", contents))
    return composition.section(part, listed) if contents else None


@pytest.fixture
def project_with_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with an edition that lists the part "actors", which has a function and a row."""
    monkeypatch.setitem(PARTS, "actors", PartKind())
    monkeypatch.setitem(BUILDERS, "actors", lambda composition, part: None)  # gone after the test
    builds("actors")(actors)
    project = make_project(tmp_path)
    (project / "templates/editions").mkdir(parents=True)
    (project / "templates/editions/sportello.yaml").write_text(SEVERAL, encoding="utf-8")
    return project


def test_a_part_added_as_a_function_and_a_row_is_printed_like_the_others(
    project_with_part: Path,
) -> None:
    (project_with_part / "templates/labels").mkdir()
    (project_with_part / "templates/labels/it.yaml").write_text(TITLE, encoding="utf-8")
    reporter = Reporter()
    choice = Choice(sources=("paese",), editions=("sportello",))
    build(project_with_part, choice, reporter, lambda *told: None)
    assert not reporter.errors
    made = project_with_part / "output/briefs/sportello"
    for words in (
        docx_words.words((made / "paese.docx").read_bytes()),
        pdf_outline.words((made / "paese.pdf").read_bytes()),
    ):
        assert "Chi lo ha fatto Pro Loco: promuove" in " ".join(words)


def test_a_part_without_its_title_is_missed(project_with_part: Path) -> None:
    assert [problem.code for problem in diagnose(project_with_part)] == ["missing-label"]
