"""A number that was one and became another: said as a change wherever it is said."""

from pathlib import Path

import pytest

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.compose import compose
from pitstop_docs.look.theme import Templates, coverage, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document, KeyFacts, KeyFigure, Table
from pitstop_docs.tree.walk import plain, walk
from tests import docx_words, pdf_outline
from tests.project import PRACTICE, collect, make_project, replace_in

VALUE = "    value: 9\n"


def brief(root: Path, number: str, edition: str) -> Document:
    project = make_project(root)
    replace_in(project, PRACTICE, VALUE, "".join(f"    {line}\n" for line in number.split(", ")))
    reporter = Reporter()
    collection = collect(project, reporter)
    assert not reporter.errors, "\n".join(map(str, reporter.errors))
    return compose(collection, collection.practices["paese"], collection.editions[edition])


def big(document: Document) -> KeyFigure:
    facts = next(block for block in walk(document.body) if isinstance(block, KeyFacts))
    return facts.figures[0]


@pytest.mark.parametrize(
    ("number", "before", "value"),
    [
        ("from: 9, to: 56", "9 →", "56"),
        ("from: 5, to: 18.2, unit: '%'", "5 →", "18,2 %"),
        ("from: 5 %, to: 18,2 %", "5 →", "18,2 %"),
        ("from: 1200, to: 800, qualifier: about", "1.200 →", "circa 800"),
        ("value: 5, to: 6", "", "5–6"),
        ("value: 9", "", "9"),
    ],
)
def test_a_change_has_what_was_before_what_is(
    tmp_path: Path, number: str, before: str, value: str
) -> None:
    document = brief(tmp_path, number, "commissione")
    figure = big(document)
    assert (figure.before, figure.value) == (
        before.replace(" ", "\u00a0"), value.replace(" ", "\u00a0"),
    )  # fmt: skip
    (table,) = (b for b in walk(document.body) if isinstance(b, Table) and "evidence" in b.id)
    cells = [plain(cell).replace("\u00a0", " ") for cell in table.rows[0].cells]
    assert f"{before} {value}".strip() in cells


def test_every_face_of_titles_and_labels_has_the_arrow() -> None:
    templates = Templates((packaged_templates(),))
    fonts = load_theme(templates).fonts
    faces = [face for face in fonts.faces if face.family == fonts.display]
    assert len(faces) == 5
    assert ord("→") in coverage(tuple(templates.find(f"fonts/{face.file}") for face in faces))


def test_whoever_searches_finds_the_change_in_pdf_and_word(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    replace_in(project, PRACTICE, VALUE, "    from: 9\n    to: 56\n")
    reporter = Reporter()
    build(project, Choice(editions=("giunta",), sources=("paese",)), reporter, lambda *told: None)
    assert not reporter.errors
    made = project / "output/briefs/giunta/paese"
    for words in (
        pdf_outline.words(made.with_suffix(".pdf").read_bytes()),
        docx_words.words(made.with_suffix(".docx").read_bytes()),
    ):
        start = words.index("→")
        assert words[start - 1 : start + 2] == ["9", "→", "56"]
