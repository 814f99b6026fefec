"""Every bundled dossier, as its finished PDF shows it: a cover that says what is inside, pages without a hole,
one number for one source, no datum said three times."""

import io
import re
from collections import Counter
from typing import Any

import pikepdf
import pytest

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import load, wanted
from pitstop_docs.build.inputs import Inputs, read_inputs
from pitstop_docs.build.page_lock import read_lock
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Contents, ContentsPart, Document, Figure, Row, Section, Table
from pitstop_docs.tree.walk import plain, walk
from pitstop_docs.writers.targets import Pdf
from tests import pdf_outline, pdf_space
from tests.pdf_seen import Seen, pages_seen
from tests.project import Once
from tests.test_words import ROOT, SOURCES, make

EDITION = "comitato-tecnico"
FULL = 0.4  # of a page's height: the last page holds as much
HOLE = 0.25  # of a page's height: no page before it has a larger empty space
TEXT_HEIGHT = 842 - 100  # pt


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return read_inputs(ROOT)


@pytest.fixture(scope="module")
def dossiers(inputs: Inputs) -> dict[str, Brief]:
    lock = read_lock(ROOT, Reporter())
    briefs = wanted(load(ROOT, Reporter()), Choice(editions=(EDITION,)), inputs, lock)
    return {brief.id.source: brief for brief in briefs if brief.id.kind == "brief"}


@pytest.mark.parametrize("source", SOURCES)
def test_every_bundled_dossier(
    source: str, dossiers: dict[str, Brief], inputs: Inputs, once: Once
) -> None:
    document = dossiers[source].document
    _made, files = make(dossiers[source], inputs, once)
    data = files[Pdf()]
    pages = pages_seen(data)
    check_cover(pages[0], document)
    check_parts(pages, document)
    for page in pages[1:-1]:
        assert hole(page) <= HOLE, page.page_number
    for page in pages[1:]:
        check_notes(page)
    assert pdf_space.largest_gap(data) <= (1 - FULL) * TEXT_HEIGHT
    check_bookmarks(data, document)
    check_data(document)
    check_calls(pdf_outline.read_tree(data))


def parts_of(document: Document) -> tuple[ContentsPart, ...]:
    (contents,) = (block for block in document.head if isinstance(block, Contents))
    return contents.parts


def check_cover(page: Seen, document: Document) -> None:
    """Each part stands on the cover with its letter, its sections, its page; what it is about, in one line."""
    lines = page.text().splitlines()
    parts = parts_of(document)
    assert [part.letter for part in parts] == list("ABCDE")
    for part in parts:
        first = rf"{part.letter} {re.escape(plain(part.title))} {re.escape(part.sections)} p\. \d+"
        assert [line for line in lines if re.fullmatch(first, line)], part.title
        assert part.about in lines, "a line of the contents is broken"
    tables = sum(isinstance(block, Table) and bool(block.label) for block in walk(document.body))
    # A space that holds together may be a gap, and no letter.
    assert f"{tables}tabelle" in lines[-1].replace(" ", "")
    maps = [block for block in document.head if isinstance(block, Figure)]
    assert page.text().count("Natural Earth") == lines[-1].count("Natural Earth") == len(maps)


def check_parts(pages: list[Seen], document: Document) -> None:
    """The page that the cover says is that of the part's first section, and a part begins none of its own."""
    cover = pages[0].text()
    titles = {b.id: f"{b.number} {plain(b.title)}" for b in document.body if isinstance(b, Section)}
    begun = 0
    for part in parts_of(document):
        found = re.search(rf"{re.escape(part.sections)} p\. (\d+)", cover)
        assert found
        lines = pages[int(found[1]) - 1].text().splitlines()
        # The running head names the section with which the page begins.
        assert titles[part.target] in lines[1:]
        begun += lines[1] == titles[part.target]
    assert begun < len(parts_of(document))


def check_notes(page: Seen) -> None:
    """No note stands twice on a page, and each call has its note there."""
    small = [char for char in page.chars if abs(char["size"] - 8.5) < 0.01]
    rows: dict[int, list[dict[str, Any]]] = {}
    for char in small:
        rows.setdefault(round(char["top"]), []).append(char)
    left = min(char["x0"] for char in page.chars)
    said = [
        "".join(char["text"] for char in row)
        for row in rows.values()
        if abs(row[0]["x0"] - left) < 1
        and row[0]["text"].isdigit()
        and "SemiBold" in row[0]["fontname"]
    ]
    notes = [re.sub(r"^\d+ ", "", one) for one in said]
    assert [note for note, count in Counter(notes).items() if count > 1] == [], page.page_number


def check_calls(tree: pdf_outline.Element) -> None:
    """Each call leads to a note of its number on its page, printed once there; a source has one number."""
    calls: set[tuple[str, int]] = set()
    notes: list[tuple[str, int]] = []
    words: dict[str, set[str]] = {}
    for element in pdf_outline.elements(tree):
        if element.tag == "Reference":
            calls.add((pdf_outline.number_of(element), pdf_outline.page_of(element)))
        elif element.tag == "Note":
            label = next(kid for kid in element.kids if getattr(kid, "tag", "") == "Lbl")
            assert isinstance(label, pdf_outline.Element)
            number = pdf_outline.number_of(label)
            notes.append((number, pdf_outline.page_of(label)))
            words.setdefault(number, set()).add(" ".join(pdf_outline.words_of(element)))
    assert [note for note, count in Counter(notes).items() if count > 1] == []
    assert set(notes) == calls
    assert all(len(said) == 1 for said in words.values())
    assert len(set(map(frozenset, words.values()))) == len(words)


def hole(page: Seen) -> float:
    """Return the largest empty height of *page*, as a share of what may be filled."""
    top, bottom = 40.0, page.height - 62
    things = [(char["top"], char["bottom"]) for char in page.chars]
    things += [(box.top, box.bottom) for box in page.boxes]
    spans = sorted((above, below) for above, below in things if below > top and above < bottom)
    largest, end = 0.0, top
    for above, below in [*spans, (bottom, bottom)]:
        largest, end = max(largest, above - end), max(end, below)
    return largest / (bottom - top)


def check_bookmarks(data: bytes, document: Document) -> None:
    """They have the parts, and below each the sections that stand in it."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        (root,) = outline.root
        parts = [each for each in root.children if re.match("[A-E] ", each.title)]
        assert [part.title for part in parts] == [
            f"{part.letter} {plain(part.title)}" for part in parts_of(document)
        ]
        found = [len(part.children) for part in parts]
    assert found == [len(part.entries) for part in parts_of(document)]


def check_data(document: Document) -> None:
    """What a chart draws stands in one table besides: no value of a time is in two."""
    blocks = list(walk(document.body))
    tables = [block for block in blocks if isinstance(block, Table)]
    for figure in (block for block in blocks if isinstance(block, Figure)):
        data = next((table for table in tables if table.id == f"{figure.id}-data"), None)
        if data is None:
            continue
        others = [row for table in tables if table is not data for row in table.rows]
        assert not numbers_in(data, right=True) <= {n for row in others for n in numbers_of(row)}
        for drawn in data.rows:
            time, *_names, value = map(plain, drawn.cells)
            again = [
                row
                for row in others
                if value in numbers_of(row) and time in {plain(cell) for cell in row.cells}
            ]
            assert again == [], f"{value} of {time} is in three places"


def numbers_of(row: Row) -> set[str]:
    return {number for cell in row.cells for number in re.findall(r"\d[\d.,]*", plain(cell))}


def numbers_in(table: Table, right: bool = False) -> set[str]:
    cells = (
        plain(cell)
        for row in table.rows
        for cell, column in zip(row.cells, table.columns, strict=True)
        if column.align == "right" or not right
    )
    return {number for cell in cells for number in re.findall(r"\d[\d.,]*", cell)}
