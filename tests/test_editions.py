"""A new audience is a new file: no Python."""

from pathlib import Path

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.problems.diagnostics import Reporter
from tests.project import make_project

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
