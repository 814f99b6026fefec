"""A workbook of Excel or LibreOffice (.xlsx) → the text of one of its sheets.

Enters: the bytes of a file of strangers. Leaves: a :class:`~pitstop_docs.packs.sheets.Sheet`, or a reported
problem. Formulas are never computed: of one, what the spreadsheet last showed is text. No entity is
expanded, and nothing is fetched. ECMA-376 part 1, chapter 18."""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from pitstop_docs.packs.sheets import HEADER_WITHIN, IsTitle, Row, Sheet
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.files import as_read
from pitstop_docs.runs.archive import WordFileError, read_archive

MOST_XML = 100_000_000  # bytes of one sheet, unpacked: 24,000 administrations have 40 million
MOST_COLUMNS = 300  # a row may name cells far to the right: a list has some tens
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})\d+")
_PARTS = re.compile(
    r"xl/(?:workbook\.xml|_rels/.*|sharedStrings\.xml|worksheets/.*\.xml)", re.IGNORECASE
)


def read_xlsx(data: bytes, path: str, is_title: IsTitle, reporter: Reporter) -> Sheet | None:
    """Return the first sheet of *data*, all of file *path*, that has a row of titles; or None after
    reporting why there is none."""
    try:
        parts = read_archive(
            data, lambda name: bool(_PARTS.fullmatch(name)), MOST_XML, 2 * MOST_XML
        )
        names = _sheet_names(parts)
        shared = list(_strings(parts.get("xl/sharedStrings.xml", b"")))
        for name in names:
            rows = tuple(_rows(parts[name], shared))
            counts = [sum(map(is_title, row.cells)) for row in rows[:HEADER_WITHIN]]
            if max(counts, default=0) > 1:
                head = counts.index(max(counts))
                return Sheet(
                    path,
                    rows[head],
                    tuple(row for row in rows[head + 1 :] if any(map(str.strip, row.cells))),
                    lambda row, index: (row.line, index + 1),
                    rows[:head],
                )
    except (etree.XMLSyntaxError, WordFileError, KeyError, ValueError, IndexError) as error:
        _report(error, path, reporter)
        return None
    reporter.report(
        "missing-column",
        Location(path),
        _("no sheet of this workbook has a row of titles that pitstop knows"),
        _("the titles that it needs: istat, nome, provincia; or those of ISTAT's list"),
    )
    return None


def _report(error: Exception, path: str, reporter: Reporter) -> None:
    if isinstance(error, WordFileError) and error.reason != "unreadable":
        code = "too-large" if error.reason == "too-large" else "unreadable"
        message = _("this file cannot be read: {reason}").format(reason=error)
    else:
        code, message = "unreadable", _("this is no workbook (.xlsx), or it is damaged")
    hint = _("open it in a spreadsheet and save it as CSV, then import that")
    reporter.report(code, Location(path), message, hint)


def _sheet_names(parts: Mapping[str, bytes]) -> list[str]:
    """Return the names of the sheets' parts, in the order in which people see them."""
    targets = {
        each.get("Id"): unquote(each.get("Target", ""))
        for each in _elements(parts["xl/_rels/workbook.xml.rels"], "Relationship")
    }
    found = [
        targets.get(each.get(_RELATION)) for each in _elements(parts["xl/workbook.xml"], "sheet")
    ]
    paths = [posixpath.normpath(posixpath.join("/xl", target))[1:] for target in found if target]
    return [path for path in paths if path in parts]


def _elements(data: bytes, name: str) -> Iterator[etree._Element]:
    """Yield each element called *name* in *data*, which forgets it afterwards; raises ValueError where
    there is a document type, which no spreadsheet writes."""
    if not data:
        return
    for _event, element in etree.iterparse(
        io.BytesIO(data),
        tag=f"{{*}}{name}",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    ):
        if element.getroottree().docinfo.internalDTD is not None:
            raise ValueError("DOCTYPE")
        yield element
        element.clear()
        while element.getprevious() is not None:  # what was read of the same parent
            parent = element.getparent()
            if parent is None:
                break
            del parent[0]


def _strings(data: bytes) -> Iterator[str]:
    """Yield the texts that cells share (18.4)."""
    return (_text(element) for element in _elements(data, "si"))


def _text(element: etree._Element) -> str:
    """Return the words of *element*, without how they are pronounced (18.4.6)."""
    texts = element.iterfind("{*}t"), element.iterfind("{*}r/{*}t")
    return as_read("".join(each.text or "" for found in texts for each in found))


def _rows(data: bytes, shared: list[str]) -> Iterator[Row]:
    line = 0
    for element in _elements(data, "row"):
        line = int(element.get("r", line + 1))
        cells: dict[int, str] = {}
        index = -1
        for cell in element.iterfind("{*}c"):
            place = _CELL.fullmatch(cell.get("r", ""))
            index = _column(place[1]) if place else index + 1
            if index < MOST_COLUMNS:
                cells[index] = _shown(cell, shared)
        yield Row(line, tuple(cells.get(i, "") for i in range(max(cells, default=-1) + 1)))


def _column(letters: str) -> int:
    """Return the number of the column *letters*, counted from 0: A, Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _shown(cell: etree._Element, shared: list[str]) -> str:
    """Return the text of a *cell*: 18.3.1.4, 18.18.11."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return "" if inline is None else _text(inline)
    value = cell.findtext("{*}v") or ""
    if kind == "s":
        return shared[int(value)] if value else ""
    if kind == "n" and re.fullmatch(r"-?\d+\.\d+|-?\d(\.\d+)?E\+?\d{1,2}", value):
        number = float(value)
        return str(int(number)) if number.is_integer() else value
    return as_read(value)
