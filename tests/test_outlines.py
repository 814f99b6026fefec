"""What a screen reader meets, in order, in each edition's PDF."""

from pathlib import Path

import pytest

from pitstop_docs.compose import compose
from pitstop_docs.look.theme import Templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.writers import make_writer
from tests import pdf_outline
from tests.project import collect, make_project

GOLDENS = Path(__file__).parent / "goldens" / "pdf"


@pytest.mark.parametrize("edition", ["giunta", "consiglio", "commissione", "comitato-tecnico"])
def test_each_edition_keeps_its_tag_outline(edition: str, tmp_path: Path, accept: bool) -> None:
    project = make_project(tmp_path)
    collection = collect(project, Reporter())
    document = compose(collection, collection.practices["paese"], collection.editions[edition])
    writer = make_writer("pdf", Templates.of(project), project / "sources" / "media")
    reporter = Reporter()
    outline = pdf_outline.outline(writer.write(document, reporter).data)
    assert not reporter.diagnostics
    golden = GOLDENS / f"edition-{edition}.txt"
    if accept:
        golden.write_text(outline, encoding="utf-8")
    assert outline == golden.read_text(encoding="utf-8")
    assert outline.index("H1 ") < outline.index("H2 ")
