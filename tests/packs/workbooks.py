"""Workbooks as spreadsheets save them, and as strangers may.

Enters: rows of text. Leaves: the bytes of an .xlsx file."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.letterheads.edits import zipped

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(rows: Sequence[Sequence[str]], parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a workbook whose second sheet holds *rows*, texts shared and numbers as numbers; *parts* take
    the place of its own, or come to them."""
    texts = list(dict.fromkeys(cell for row in rows for cell in row))
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    lines = "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{chr(65 + i)}{number}", cell, texts) for i, cell in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    made = {
        "xl/workbook.xml": f'<workbook xmlns="{_NS}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="Note" sheetId="1" r:id="rId2"/><sheet name="Comuni" sheetId="2" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_NS}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": sheet(lines),
        "xl/worksheets/sheet2.xml": sheet(
            '<row><c t="inlineStr"><is><t>Leggimi</t></is></c></row>'
        ),
    }
    return zipped({name: text.encode() for name, text in made.items()} | dict(parts or {}))


def sheet(rows: str) -> str:
    """Return the part of a sheet that holds *rows*."""
    return f'<worksheet xmlns="{_NS}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(place: str, text: str, texts: list[str]) -> str:
    if not text:
        return ""
    if text.isdecimal():  # a spreadsheet drops the zeros that a number begins with
        return f'<c r="{place}"><v>{int(text)}</v></c>'
    return f'<c r="{place}" t="s"><v>{texts.index(text)}</v></c>'
