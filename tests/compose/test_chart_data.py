"""The table that a chart becomes: each value in the form of its field's type, as a reader knows it."""

from dataclasses import replace
from pathlib import Path

import pytest

from pitstop_docs.tree.document import Document, Figure, Paragraph, Table
from pitstop_docs.tree.number import renumber
from pitstop_docs.tree.walk import plain, walk
from tests.copyfit.test_units import brief
from tests.project import PRACTICE, make_project, replace_in

SPEC = '{values: [{anno: "1991", soci: 3}, {anno: "2021", soci: 9}]}'
AXES = "{x: {field: anno, type: ordinal}, y: {field: soci, type: quantitative}}"
SOCI = "y: {field: soci, type: quantitative}"


def blocks(document: Document) -> list[object]:
    return list(walk((*document.head, *document.body, *document.foot)))


def data_of(project: Path, rows: str, axes: str) -> Table:
    """Return the table of a chart of *rows* on *axes*."""
    replace_in(project, PRACTICE, SPEC, f"{{values: [{rows}]}}")
    replace_in(project, PRACTICE, AXES, f"{{{axes}}}")
    (table,) = (
        block
        for block in blocks(brief(project, "commissione"))
        if isinstance(block, Table) and block.id.endswith("-data")
    )
    return table


@pytest.mark.parametrize(
    ("rows", "x", "cells"),
    [
        ("{anno: 2003, soci: 1200}", "field: anno, type: ordinal", ["2003", "1.200"]),
        ("{anno: 2003, soci: 1200}", "field: anno, type: nominal", ["2003", "1.200"]),
        ("{anno: 2003, soci: 1200}", "field: anno, type: quantitative", ["2003", "1.200"]),
        ("{tempo: 2003, soci: 1200}", "field: tempo, type: quantitative", ["2003", "1.200"]),
        ("{t: 2003, soci: 1}", "field: t, type: quantitative, axis: {format: ',d'}", ["2.003", "1"]),
        ("{t: 2303, soci: 1}", "field: t, type: quantitative", ["2.303", "1"]),
        ("{t: 2303, soci: 1}", "field: t, type: quantitative, axis: {format: d}", ["2303", "1"]),
        ("{taglia: 37.5, soci: 1}", "field: taglia, type: ordinal", ["37,5", "1"]),
        ("{zona: 12345, soci: 1}", "field: zona, type: nominal", ["12345", "1"]),
        ("{g: 2017-04-24, soci: 1.5}", "field: g, type: temporal", ["24 aprile 2017", "1,5"]),
        ("{g: 2017-04, soci: 1}", "field: g, type: temporal", ["aprile 2017", "1"]),
        ('{g: "2017", soci: 1}', "field: g, type: temporal", ["2017", "1"]),
        ("{g: 2017-04, soci: 1}", "field: g, type: ordinal", ["2017-04", "1"]),
        ("{g: a, soci: 1, anno: 2003, aperta: true}", "field: g, type: nominal",
         ["a", "1", "2003", "sì"]),
        ("{g: a, soci: 1, posti: 2003, nota: null}", "field: g, type: nominal",
         ["a", "1", "2.003", "–"]),
    ],
)  # fmt: skip
def test_each_value_has_the_form_of_its_type(
    tmp_path: Path, rows: str, x: str, cells: list[str]
) -> None:
    table = data_of(make_project(tmp_path), rows, f"x: {{{x}}}, {SOCI}")
    assert [plain(cell).replace("\u00a0", " ") for cell in table.rows[0].cells] == cells


def test_bars_that_lie_have_amounts_along_x(tmp_path: Path) -> None:
    axes = "x: {field: soci, type: quantitative}, y: {field: anno, type: ordinal}"
    table = data_of(
        make_project(tmp_path), "{anno: 2003, soci: 1999}, {anno: 2004, soci: 1200}", axes
    )
    assert [[plain(cell) for cell in row.cells] for row in table.rows] == [
        ["2003", "1.999"],
        ["2004", "1.200"],
    ]
    assert [column.align for column in table.columns] == ["left", "right"]


def test_a_table_stands_where_its_chart_does_and_each_row_where_its_values_do(
    tmp_path: Path,
) -> None:
    rows = "{anno: 2003, soci: 1}, {anno: 2004, soci: 2}"
    table = data_of(make_project(tmp_path), rows, AXES[1:-1])
    assert table.origin is not None
    assert (table.origin.path, table.origin.field) == (PRACTICE, "charts.1")
    assert [row.origin.field for row in table.rows if row.origin] == [
        "charts.1.spec.data.values.1",
        "charts.1.spec.data.values.2",
    ]


# --- labels -----------------------------------------------------------------------------------------

WRITTEN = """
Prima.

| Voce | Importo |
| --- | ---: |
| Acqua | 10 € |

: Le spese

Poi.

| Voce | Importo |
| --- | ---: |
| Gas | 20 € |

![](bottega.png)
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Document:
    return brief(make_project(tmp_path), "comitato-tecnico", f"La bottega ha chiuso.\n{WRITTEN}")


def test_tables_and_figures_of_a_text_are_counted_with_ours(dossier: Document) -> None:
    tables = [block for block in blocks(dossier) if isinstance(block, Table)]
    assert [table.label for table in tables] == [f"Tabella {n + 1}" for n in range(len(tables))]
    first, bare, *ours = tables
    assert (plain(first.caption), bare.caption) == ("Le spese", ())
    assert all(table.caption for table in ours)
    figures = [block for block in blocks(dossier) if isinstance(block, Figure)]
    assert [(figure.label, plain(figure.caption)) for figure in figures] == [
        ("Figura 1", "La bottega"),
        ("Figura 2", "Soci"),
    ]


def test_the_cover_says_how_many_tables_and_figures_there_are(dossier: Document) -> None:
    tables = [block for block in blocks(dossier) if isinstance(block, Table)]
    colophon = next(b for b in dossier.head if isinstance(b, Paragraph) and b.id == "colophon")
    assert plain(colophon.content).endswith(f" · {len(tables)} tabelle · 2 figure")
    few = replace(dossier, body=tuple(b for b in dossier.body if b.id != "charts"))
    (said,) = (plain(b.content) for b in renumber(few).head if isinstance(b, Paragraph))
    charted = len([b for b in blocks(few) if isinstance(b, Table)])
    assert said.endswith(f" · {charted} tabelle · una figura")


def test_editions_without_numbers_label_nothing(tmp_path: Path) -> None:
    document = brief(make_project(tmp_path), "commissione", f"La bottega ha chiuso.\n{WRITTEN}")
    tables = [block for block in blocks(document) if isinstance(block, Table)]
    assert tables
    assert {table.label for table in tables} == {""}
