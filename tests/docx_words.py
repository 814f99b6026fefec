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
CITATION = "PitStopCitation"
FORM = "PitStopForm"
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

    if _is_form(paragraph) or _is_open(paragraph):
        return " "
    for element in paragraph.iter(etree.Element):
        tag = etree.QName(element).localname
        if _counted(element) or _is_comma(element) or in_blank(element):
            continue
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


def fields(root: etree._Element) -> list[tuple[str, list[etree._Element]]]:
    """Return the code of each field in *root*, and the runs from its beginning to its end; contents,
    which hold fields themselves, are left out."""
    found = [
        (field.get(W + "instr", "").strip(), list(field.iter(W + "r")))
        for field in root.iter(W + "fldSimple")
    ]
    opened: list[list[etree._Element]] = []
    for run in root.iter(W + "r"):
        mark = run.find(W + "fldChar")
        kind = mark.get(W + "fldCharType") if mark is not None else None
        if kind == "begin":
            opened.append([])
        for runs in opened:
            runs.append(run)
        if kind == "end":
            runs = opened.pop()
            code = "".join(t.text or "" for each in runs for t in each.iter(W + "instrText"))
            if code.split()[0] != "TOC":
                found.append((code.strip(), runs))
    return found


def _is_form(paragraph: etree._Element) -> bool:
    """Tell whether *paragraph* is what a municipality fills in: the PDF has none."""
    return _style_of(paragraph) == FORM


def in_blank(element: etree._Element) -> bool:
    """Tell whether *element* stands in a blank: a control inside a paragraph, filled in or not. The PDF has a
    line in its place."""
    controls = element.iterancestors(W + "sdt")
    return any(next(each.iterancestors(W + "p"), None) is not None for each in controls)


def _is_open(paragraph: etree._Element) -> bool:
    """Tell whether *paragraph* is a fact that nobody knows: a term, a tab, a blank. The PDF leaves it out."""
    term, said = [None, None, *paragraph.iterchildren(W + "r", W + "sdt")][-2:]
    blank = said is not None and said.tag == W + "sdt"
    return blank and term is not None and term.find(W + "tab") is not None


def _counted(text: etree._Element) -> bool:
    """Tell whether *text* is a page number that Word counts."""
    field = next(text.iterancestors(W + "fldSimple"), None)
    return field is not None and field.get(W + "instr", "").split()[0] == "PAGEREF"


def _is_comma(text: etree._Element) -> bool:
    """Tell whether *text* stands between two calls: the look's, as in the PDF."""
    return text.text == "," and _style(text.getparent()) == CITATION


def _in_run(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == W + "r"


def _style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(W + "val", "") if style is not None else ""


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


class HeadingNumbers:
    """The numbers that Word puts before headings, and before whatever is based on a heading and counts
    in the same list: what a style does not say, it has from the style that it is based on."""

    def __init__(self, docx: bytes) -> None:
        styles = {
            style.get(W + "styleId", ""): style
            for style in part(docx, "word/styles.xml").iterfind(W + "style")
        }
        ids = {name.lower(): id for id, name in style_names(docx).items()}

        def inherited(id: str, tag: str) -> str:
            while id in styles:
                said = styles[id].find(f"{W}pPr/{W}numPr/{W}{tag}")
                if said is not None:
                    return said.get(W + "val", "")
                parent = styles[id].find(W + "basedOn")
                id = parent.get(W + "val", "") if parent is not None else ""
            return "0"

        headings = inherited(ids.get("heading 1", ""), "numId")
        self._styles = {
            id: (headings, int(inherited(id, "ilvl")))
            for id in styles
            if inherited(id, "numId") == headings != "0"
        }
        self._texts: dict[tuple[str, int], str] = {}
        numbering = part(docx, "word/numbering.xml")
        lists = {a.get(W + "abstractNumId"): a for a in numbering.iterfind(W + "abstractNum")}
        for num in numbering.iterfind(W + "num"):
            link = num.find(W + "abstractNumId")
            assert link is not None
            for level in lists[link.get(W + "val")].iterfind(W + "lvl"):
                text = level.find(W + "lvlText")
                assert text is not None
                key = num.get(W + "numId", ""), int(level.get(W + "ilvl", ""))
                self._texts[key] = text.get(W + "val", "")
        self._counts = [0] * 9

    def text(self, paragraph: etree._Element) -> str:
        """Return what stands before *paragraph*, or ""; each is counted when asked for."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        known = self._styles.get(style.get(W + "val", "")) if style is not None else None
        own = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if known is None or (own is not None and own.get(W + "val") == "0"):
            return ""
        _number, level = known
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (8 - level)
        text = self._texts[known]
        for depth, count in enumerate(self._counts, start=1):
            text = text.replace(f"%{depth}", str(count))
        return f"{text} "


def words(docx: bytes) -> list[str]:
    """Return all words in the order of the body."""
    notes, numbers = notes_of(docx), HeadingNumbers(docx)
    body = part(docx, "word/document.xml").iter(W + "p")
    return "".join(numbers.text(p) + paragraph_text(p, notes) for p in body).split()


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
    names, notes, numbers = style_names(docx), notes_of(docx), HeadingNumbers(docx)
    body = part(docx, "word/document.xml")[0]
    for block in body.iter(W + "p", W + "tr"):
        if block.tag == W + "tr":
            mark = "table head" if block.find(f"{W}trPr/{W}tblHeader") is not None else "row"
            cells = [_line(cell, {}, notes) for cell in block.iter(W + "p")]
            yield f"  {mark}: {' | '.join(cells)}"
        elif next(block.iterancestors(W + "tbl"), None) is None:
            yield _line(block, names, notes, numbers.text(block))


def _line(
    paragraph: etree._Element, names: dict[str, str], notes: dict[str, str], number_text: str = ""
) -> str:
    text = number_text + " ".join(paragraph_text(paragraph, notes).split())
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
