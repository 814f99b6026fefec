"""Columns of numbers end below each other, from a chart in a source to its pages and its Word file."""

from pathlib import Path

import pytest

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document, Section, Table
from pitstop_docs.tree.walk import walk
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.pdf import PdfWriter
from tests import specimen
from tests.copyfit.test_units import brief
from tests.docx_words import W, part
from tests.pdf_opened import pages_of
from tests.project import PRACTICE, make_project, replace_in

TEMPLATES = Templates((packaged_templates(),))
VALUES = (
    "{soci: 3, anno: '1991', aperta: true, nota: 9, posti: 7}, "
    "{soci: 1500, anno: '2021', aperta: false, nota: no, posti: 12}"
)


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """The data of a chart: members and places are numbers, years and answers words, notes either."""
    project = make_project(tmp_path)
    replace_in(project, PRACTICE, '{anno: "1991", soci: 3}, {anno: "2021", soci: 9}', VALUES)
    document = brief(project, "comitato-tecnico")
    (found,) = [block for block in walk(document.body) if block.id.endswith("-data")]
    assert isinstance(found, Table)
    return found


def document_of(table: Table) -> Document:
    section = Section(id="s", title=specimen.t("Dati"), level=2, blocks=(table,), area="wide")
    return specimen.document(head=(), body=(section,), foot=())


def test_a_column_of_numbers_alone_is_one(table: Table) -> None:
    assert [column.align for column in table.columns] == ["right", "left", "left", "left", "right"]


def test_numbers_end_below_each_other_on_a_page(table: Table, tmp_path: Path) -> None:
    writer = PdfWriter(TEMPLATES, tmp_path)
    pdf = writer.write(document_of(table), Reporter()).data
    words = {word["text"]: word for word in pages_of(pdf)[0].extract_words()}
    for column in (("Soci", "3", "1.500"), ("Posti", "7", "12")):
        ends = [words[text]["x1"] for text in column]
        assert ends == [pytest.approx(ends[0], abs=0.5)] * 3
    starts = [words[text]["x0"] for text in ("Anno", "1991", "2021")]
    assert starts == [pytest.approx(starts[0], abs=0.5)] * 3


def test_numbers_end_below_each_other_in_word(table: Table, tmp_path: Path) -> None:
    data = DocxWriter(TEMPLATES, tmp_path).write(document_of(table), Reporter()).data
    alignment = {
        style.get(W + "styleId"): jc.get(W + "val")
        for style in part(data, "word/styles.xml").iter(W + "style")
        if (jc := style.find(f"{W}pPr/{W}jc")) is not None
    }
    found = []
    for row in part(data, "word/document.xml").iter(W + "tr"):
        styles = [style.get(W + "val") for style in row.iter(W + "pStyle")]
        found.append([alignment.get(style, "left") for style in styles])
    assert found == [["right", "left", "left", "left", "right"]] * 3
