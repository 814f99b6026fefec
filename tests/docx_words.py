"""What a Word file says, for tests: its words in reading order, and an outline for goldens.

``python tests/docx_words.py FILE`` prints both. Header, footer and the numbers that Word makes
(lists, notes, pages) are left out; the words of a footnote stand after the word that calls it, and
those of a picture are its alternative text.
"""

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
LABEL = "PitStopCaptionLabel"
SIGNS = {"tab": " ", "br": " ", "noBreakHyphen": "\u2011", "softHyphen": ""}


def part(docx: bytes, name: str) -> etree._Element:
    """Return the root element of a part such as ``word/document.xml``."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def paragraph_text(paragraph: etree._Element, notes: dict[str, str]) -> str:
    """Return the text of *paragraph*, each note after the word that calls it."""
    said: list[str] = []
    waiting: list[str] = []

    def say(text: str) -> None:
        space = next((n for n, letter in enumerate(text) if letter.isspace()), -1)
        if waiting and space >= 0:
            said.append(text[:space])
            said.extend(f" {note} " for note in waiting)
            waiting.clear()
            text = text[space:]
        said.append(text)

    for element in paragraph.iter(etree.Element):
        tag = etree.QName(element).localname
        if element.tag == W + "t":
            # The point after a label is the look's, as in the PDF: "Tabella 1." says "Tabella 1".
            text = element.text or ""
            say(text.rstrip(". ") + " " if _style(element.getparent()) == LABEL else text)
        elif element.tag == W + "footnoteReference":
            waiting.append(notes[element.get(W + "id", "")])
        elif element.tag == WP + "docPr":
            say(f" {element.get('descr', '')} ")
        elif element.tag == W + tag and tag in SIGNS and _in_run(element):
            say(SIGNS[tag])
    say(" ")
    return "".join(said)


def _in_run(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == W + "r"


def _style(run: etree._Element | None) -> str:
    style = run.find(f"{W}rPr/{W}rStyle") if run is not None else None
    return style.get(W + "val", "") if style is not None else ""


def notes_of(docx: bytes) -> dict[str, str]:
    """Return the words of each footnote by its id."""
    return {
        note.get(W + "id", ""): "".join(
            paragraph_text(paragraph, {}) for paragraph in note.iter(W + "p")
        ).strip()
        for note in part(docx, "word/footnotes.xml").iterfind(W + "footnote")
    }


def words(docx: bytes) -> list[str]:
    """Return all words in the order of the body."""
    notes = notes_of(docx)
    body = part(docx, "word/document.xml").iter(W + "p")
    return "".join(paragraph_text(paragraph, notes) for paragraph in body).split()


def style_names(docx: bytes) -> dict[str, str]:
    """Return the name of each style by its id."""
    names = {}
    for style in part(docx, "word/styles.xml").iterfind(W + "style"):
        name = style.find(W + "name")
        if name is not None:
            names[style.get(W + "styleId", "")] = name.get(W + "val", "")
    return names


def outline(docx: bytes) -> str:
    """Return a line for each paragraph (style and text) and for each row of a table."""
    return "\n".join(_lines(docx)) + "\n"


def _lines(docx: bytes) -> Iterator[str]:
    names, notes = style_names(docx), notes_of(docx)
    body = part(docx, "word/document.xml")[0]
    for block in body:
        if block.tag == W + "p":
            yield _line(block, names, notes)
        elif block.tag == W + "tbl":
            for row in block.iterfind(W + "tr"):
                mark = "table head" if row.find(f"{W}trPr/{W}tblHeader") is not None else "row"
                cells = [_line(cell, {}, notes) for cell in row.iterfind(f"{W}tc/{W}p")]
                yield f"  {mark}: {' | '.join(cells)}"


def _line(paragraph: etree._Element, names: dict[str, str], notes: dict[str, str]) -> str:
    text = " ".join(paragraph_text(paragraph, notes).split())
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = names.get(style.get(W + "val", ""), "") if style is not None else ""
    number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
    if number is not None:
        level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
        depth = level.get(W + "val", "0") if level is not None else "0"
        name += f" (list {number.get(W + 'val')}, level {depth})"
    return f"{name}: {text}" if name else text


if __name__ == "__main__":
    data = Path(sys.argv[1]).read_bytes()
    print(outline(data))
    print(" ".join(words(data)))
