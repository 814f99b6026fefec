"""The table that a chart becomes: each value in the form of its field's type, as a reader knows it."""

from dataclasses import replace
from pathlib import Path

import pytest

from pitstop_docs.tree.document import Chart, Document, Figure, Paragraph, Section, Table
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
        for block in blocks(brief(project, "comitato-tecnico"))
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


NUMBER = "    value: 9\n    source: scheda\n    certainty: medium"
DATED = NUMBER.replace("value: 9", "value: 9\n    year: '2021'")
SAID = "alt: I soci erano tre nel 1991 e nove nel 2021.\n    certainty: medium"


@pytest.mark.parametrize(
    ("number", "chart", "stays"),
    [
        (DATED, SAID, False),
        (f"{DATED}\n    note: Con i volontari", f"{SAID}\n    note: Con i volontari", False),
        (f"{DATED}\n    note: Con i volontari", SAID, True),  # the chart has no such caveat
        (NUMBER, SAID, True),  # of which year?
        (DATED.replace("2021", "2020"), SAID, True),
        (DATED.replace("medium", "low"), SAID, True),
        (DATED.replace("value: 9", "value: 8"), SAID, True),
        (DATED.replace("value: 9", "value: 9\n    qualifier: about"), SAID, True),
        (DATED, f"{SAID}\n    unit: '%'", True),
    ],
)
def test_a_number_that_a_chart_has_in_its_table_is_no_row_of_evidence_too(
    tmp_path: Path, number: str, chart: str, stays: bool
) -> None:
    project = make_project(tmp_path)
    more = "\n  - {label: visitatori, value: 20, year: '2021', source: scheda, certainty: medium}"
    replace_in(project, PRACTICE, NUMBER, number + more)
    replace_in(project, PRACTICE, "alt: I soci erano tre nel 1991 e nove nel 2021.", chart)
    (evidence,) = (
        block
        for block in blocks(brief(project, "comitato-tecnico"))
        if isinstance(block, Table) and block.id == "evidence-table"
    )
    names = [plain(row.cells[0]).split()[0] for row in evidence.rows]
    assert names == (["Soci", "Visitatori"] if stays else ["Visitatori"])


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


# --- what a chart shows, and its data in words ------------------------------------------------------

FINDING = "finding: 'In trent’anni i soci sono triplicati: 6 in più'"
VALUES = "I valori: 1991: 3 %; 2021: 9 %."
ALT = "alt: I soci erano tre nel 1991 e nove nel 2021."


def charts(document: Document) -> tuple[Section, list[Figure]]:
    part = next(b for b in document.body if isinstance(b, Section) and b.key == "charts")
    return part, [b for b in walk(part.blocks) if isinstance(b, Figure)]


@pytest.mark.parametrize("edition", ["commissione", "comitato-tecnico"])
def test_what_a_chart_shows_is_its_heading_and_its_title_the_caption(
    tmp_path: Path, edition: str
) -> None:
    project = make_project(tmp_path)
    replace_in(project, PRACTICE, ALT, f"{FINDING}\n    {ALT}")
    part, (figure,) = charts(brief(project, edition))
    inner = [block for block in part.blocks if isinstance(block, Section)]
    titles = [(each.number, plain(each.title)) for each in (part, *inner)]
    said = "In trent’anni i soci sono triplicati: 6 in più"
    if edition == "commissione":
        assert titles == [("", said)]
    else:  # sections are numbered, and stand in the contents by their short names
        number = part.number
        assert titles == [(number, "I dati nel tempo"), (f"{number}.1", said)]
    assert plain(figure.caption) == "Soci"


@pytest.mark.parametrize(
    ("alt", "read"),
    [
        (ALT, f"I soci erano tre nel 1991 e nove nel 2021. {VALUES}"),
        ("alt: Soci.", f"Soci. {VALUES}"),
        ('alt: "Soci: 3 % nel 1991, 9 % nel 2021."', "Soci: 3 % nel 1991, 9 % nel 2021."),
        ('alt: "Soci: 3 nel 1991, 9 nel 2021."', f"Soci: 3 nel 1991, 9 nel 2021. {VALUES}"),
        ('alt: "Soci: 23 % nel 1991, 9 % nel 2021."', f"Soci: 23 % nel 1991, 9 % nel 2021. {VALUES}"),
    ],
)  # fmt: skip
def test_a_chart_without_a_table_has_its_values_in_words(
    tmp_path: Path, alt: str, read: str
) -> None:
    project = make_project(tmp_path)
    replace_in(project, PRACTICE, ALT, f'{alt}\n    unit: "%"')
    document = brief(project, "commissione")
    _part, (figure,) = charts(document)
    assert figure.alt.replace("\u00a0", " ") == read
    assert not [b for b in blocks(document) if b.id.endswith("-data")]  # type: ignore[attr-defined]
    assert "tabella" not in plain(figure.credit)
    part, (figure,) = charts(brief(project, "comitato-tecnico"))
    assert "I valori" not in figure.alt
    # Where a page ends between them, the chart says what follows.
    assert plain(figure.credit).endswith(" I dati stanno nella tabella che segue.")
    assert isinstance(part.blocks[part.blocks.index(figure) + 1], Table)


@pytest.mark.parametrize(
    ("unit", "values", "change"),
    [
        ("%", (5, 18.2), "+13,2 punti percentuali"),
        ("", (9655, 9954), "+299 (+3,1 %)"),
        ("soci", (9, 56), "+47 (+522 %)"),
        ("€", (200, 157), "-43 (-22 %)"),
        ("", (0, 5), "+5"),
    ],
)
def test_what_changed_is_said_in_words(
    tmp_path: Path, unit: str, values: tuple[float, float], change: str
) -> None:
    project = make_project(tmp_path)
    before, after = values
    rows = f'{{anno: "1991", soci: {before}}}, {{anno: "2021", soci: {after}}}'
    replace_in(project, PRACTICE, SPEC, f"{{values: [{rows}]}}")
    replace_in(project, PRACTICE, ALT, f"{ALT}\n    unit: '{unit}'")
    _part, (figure,) = charts(brief(project, "commissione"))
    assert isinstance(figure.graphic, Chart)
    found = [(name, words.replace("\u00a0", " ")) for name, words in figure.graphic.changes]
    assert found == [("", change)]
