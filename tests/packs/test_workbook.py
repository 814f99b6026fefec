"""Workbooks of strangers: their text is read, and nothing else happens."""

import io
import zipfile

import pytest

from pitstop_docs.packs.recipients import is_title
from pitstop_docs.packs.sheets import Sheet
from pitstop_docs.packs.workbook import read_xlsx
from pitstop_docs.problems.diagnostics import Reporter
from tests.packs.workbooks import sheet, workbook

ROWS = [
    ["istat", "Nome\ndel Comune", "nome", "sigla"],
    ["001168", "x", "None", "TO"],
    ["", "", "", "NA"],
]
PART = "xl/worksheets/sheet1.xml"
TITLES = (
    '<row><c t="str"><v>istat</v></c><c t="str"><v>nome</v></c><c t="str"><v>sigla</v></c></row>'
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


def read(data: bytes) -> tuple[Sheet | None, list[str]]:
    reporter = Reporter()
    found = read_xlsx(data, "comuni.xlsx", is_title, reporter)
    return found, [f"{problem.code}: {problem.message}" for problem in reporter.diagnostics]


def cells(xml: str) -> list[str]:
    """Return the cells of the row *xml* below titles."""
    found, said = read(workbook(ROWS, {PART: sheet(TITLES + xml).encode()}))
    assert said == []
    assert found
    return list(found.rows[0].cells)


def test_the_first_sheet_with_titles_is_read() -> None:
    found, said = read(workbook(ROWS))
    assert said == []
    assert found
    assert [list(row.cells) for row in (found.titles, *found.rows)] == [
        ROWS[0],
        ["1168", "x", "None", "TO"],
        ["", "", "", "NA"],
    ]
    assert str(found.place(found.rows[1], 3)) == "comuni.xlsx:3:4"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<c><v>1168</v></c>", "1168"),
        ("<c><v>1168.0</v></c>", "1168"),
        ("<c><v>1.168E3</v></c>", "1168"),
        ("<c><v>12.5</v></c>", "12.5"),
        ("<c><v>1E99999</v></c>", "1E99999"),
        ('<c t="str"><f>CONCAT("a")</f><v>a</v></c>', "a"),
        ('<c><f>HYPERLINK("http://example.org")</f></c>', ""),
        ('<c t="inlineStr"><is><r><t>Val</t></r><r><t>to</t></r></is></c>', "Valto"),
        ('<c t="inlineStr"><is><t>漢</t><rPh sb="0" eb="1"><t>かん</t></rPh></is></c>', "漢"),
        ('<c t="str"><v>Forl\u0069\u0300\u202e</v></c>', "Forlì"),
        ('<c t="b"><v>1</v></c>', "1"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
    ],
)
def test_a_cell_is_what_the_spreadsheet_showed(cell: str, shown: str) -> None:
    assert cells(f"<row>{cell}<c><v>7</v></c></row>") == [shown, "7"]


def test_a_cell_far_to_the_right_takes_no_room() -> None:
    assert cells('<row r="1048576"><c r="A1"><v>7</v></c><c r="XFD1"><v>8</v></c></row>') == ["7"]


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PART, b" " * 50_000_000)
    return data.getvalue()


_ENTITY = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
_LAUGHS = "<!DOCTYPE w [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 20}'>" for n in range(12)
) + "]>"  # fmt: skip
HOSTILE = {
    "no zip": b"PK\x03\x04 and no more",
    "bomb": bomb(),
    "no sheets": workbook(ROWS, {"xl/workbook.xml": b"<workbook/>"}),
    "no workbook": workbook(ROWS, {"xl/workbook.xml": b""}),
    "cut off": workbook(ROWS, {PART: sheet(TITLES)[:-20].encode()}),
    "entity": workbook(ROWS, {PART: (_ENTITY + sheet(f"{TITLES}<row><c><v>&x;</v></c></row>")).encode()}),
    "laughs": workbook(ROWS, {PART: (_LAUGHS + sheet(f"{TITLES}<row><c><v>&m;</v></c></row>")).encode()}),
    "laughing places": workbook(ROWS, {PART: (_LAUGHS + sheet('<row r="&m;"/>')).encode()}),
    "no such text": workbook(ROWS, {PART: sheet('<row><c t="s"><v>99999</v></c></row>').encode()}),
    "row of words": workbook(ROWS, {PART: sheet('<row r="uno"/>').encode()}),
    "name outside": workbook(ROWS, {"../../tmp/x.xml": b"<x/>"}),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_refused_in_words(case: str) -> None:
    found, said = read(HOSTILE[case])
    assert found is None
    assert [
        line.partition(":")[0] in ("unreadable", "too-large", "missing-column") for line in said
    ] == [True]


def test_no_file_of_the_machine_comes_in_by_an_entity() -> None:
    _found, said = read(HOSTILE["entity"])
    assert said == ["unreadable: this is no workbook (.xlsx), or it is damaged"]
