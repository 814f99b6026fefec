"""Faults of type: lines that end badly, contents that break, sources told twice, charts without a finding.

Enters: a :class:`Brief`. Leaves: what is wrong, as :class:`Hit`."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from scripts.faults.reading import HEADINGS, MM, Element, Line, lines_of
from scripts.faults.shape import Brief, Hit

SHORT = 15  # characters of a last line
_LEVEL = 0.7  # sizes of the font: what stands on one line, in several sizes, ends so far apart
DISPLAY = 13.0  # pt: running text is smaller than titles and standfirsts
MAIN = 60 * MM  # no column of running text is narrower; side columns and cells are
_MONTHS = (
    "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
)
_COUNTED = re.compile(r"(?:^|\s)(?:(\S+) )?([+−]?\d[\d.,]*)$")
_NOUN = re.compile(r"[«“(]?([a-zà-ù’]+)")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
# What goes before a number that names something, and counts nothing.
_NAMES = re.compile(
    r"(?:\w+’)?(?:[Aa]rtt?|[Cc]omm[ai]|[Ll]egge|[Pp]unt[oi]|[Aa]rticol[oi]|[Nn]n?|[Pp]a?g?g|[Pp]art[ei]|[Ff]onte|[Ff]ase"
    r"|[Ss]entenza|[Dd]elibera|[Dd]eterminazione|[Tt]abella|[Ff]igura|[Rr]eg|[Ll]|[Dd]\.[Ll]gs|L\.R|D\.M)\.?",
)
# Words that follow a number and are not what it counts.
_NO_NOUNS = re.compile(
    "e|ed|o|oppure|a|ad|al|allo|alla|ai|agli|alle|all’|anche|di|del|dello|della|dei|degli|"
    "delle|dell’|da|dal|dalla|dai|dalle|dall’|in|nel|nello|nella|nei|nelle|nell’|negli|con|col|"
    "su|sul|sulla|sui|sulle|sugli|per|tra|fra|che|chi|cui|il|lo|la|i|gli|le|l’|un|uno|una|un’|"
    "si|non|è|sono|era|erano|ha|hanno|aveva|avevano|ma|se|come|quando|dove|più|meno|circa|"
    "entro|dopo|prima|fino|già|ancora|invece|contro"
)


def short_last_lines(brief: Brief) -> Iterator[Hit]:
    """A paragraph of three lines or more, in a main column, ends with a line under 15 characters."""
    for paragraph in _running_text(brief.paper.tree):
        lines = paragraph.lines()
        if len(lines) >= 3 and len(lines[-1].text) < SHORT:
            yield Hit(lines[-1].page, f"{lines[-2].text[-30:]} / {lines[-1].text}")


def hanging_dots(brief: Brief) -> Iterator[Hit]:
    """A line ends with the dot that sets what follows apart."""
    for line, _following in _neighbours(brief.paper.tree):
        if line.text.endswith("·"):
            yield Hit(line.page, line.text[-50:])


def parted_numbers(brief: Brief) -> Iterator[Hit]:
    """A line ends with a number, and the next one begins with what it counts."""
    for line, following in _neighbours(brief.paper.tree):
        found = _COUNTED.search(line.text)
        noun = _NOUN.match(following.text)
        if not found or not noun or _NO_NOUNS.fullmatch(noun[1]) or noun[1] in _MONTHS.split("|"):
            continue
        before, number = found[1] or "", found[2]
        if number[-1] in ".," or _NAMES.fullmatch(before) or _YEAR.fullmatch(number):
            continue
        yield Hit(line.page, f"{line.text[-30:]} / {following.text[:30]}")


def broken_dates(brief: Brief) -> Iterator[Hit]:
    """A date breaks over two lines of a table's cell."""
    day, month, year = r"\d{1,2}°?º?", f"(?:{_MONTHS})", r"\d{4}"
    ends = re.compile(rf"(?:^|\W){day}$|(?:^|\W){month}$", re.IGNORECASE)
    goes_on = re.compile(rf"{month}\b|{year}\b", re.IGNORECASE)
    whole = re.compile(rf"(?:^|\W)(?:{day} {month}|{month} {year})(?:\W|$)", re.IGNORECASE)
    for cell in brief.paper.tree.all("TD", "TH"):
        for line, following in pairwise(cell.lines()):
            seam = f"{line.text.split(' ')[-1]} {following.text.split(' ')[0]}"
            if ends.search(line.text) and goes_on.match(following.text) and whole.search(seam):
                yield Hit(line.page, f"{line.text[-20:]} / {following.text[:20]}")


def broken_contents(brief: Brief) -> Iterator[Hit]:
    """An entry of the contents takes more than one line, or what one says of a part does, in a paragraph of its
    own below it."""
    for entry in brief.paper.tree.all("TOCI"):
        below = list(entry.all("P"))
        own = [char for piece in entry.pieces(("Note", "P")) for char in piece.chars]
        for lines in (lines_of(own), *(paragraph.lines() for paragraph in below)):
            # The number of the page, at the right end, may be drawn first.
            lines = [line for line in lines if not line.text.strip(" .").isdigit()]
            tops = [line.box.bottom for line in lines]
            if tops and max(tops) - min(tops) > _LEVEL * max(line.size for line in lines):
                yield Hit(lines[0].page, " / ".join(line.text for line in lines)[:70])


def repeated_notes(brief: Brief) -> Iterator[Hit]:
    """Two footnotes of one page say the same source."""
    said: dict[tuple[int, str], int] = defaultdict(int)
    for note in brief.paper.tree.all("Note"):
        words = " ".join("".join(_without_label(note)).split())
        pages = note.pages()
        if words and pages:
            said[pages[0], words] += 1
    for (page, words), times in said.items():
        if times > 1:
            yield Hit(page, f"{times} × {words[:60]}")


def charts_without_finding(brief: Brief) -> Iterator[Hit]:
    """Neither heading nor caption of a chart names a value or a difference."""
    for figure in brief.paper.tree.all("Figure"):
        if not _is_chart(figure):
            continue
        titles = _titles(figure)
        if not any(_says_a_value(title) for title in titles):
            yield Hit(figure.pages()[0], " · ".join(titles)[:70])


def _is_chart(figure: Element) -> bool:
    """Whether numbers are drawn in it that do not simply count from one, as steps do; photographs are
    pictures."""
    pieces = list(figure.pieces())
    if any(piece.has_picture for piece in pieces):
        return False
    labels = [line.text for piece in pieces for line in lines_of(piece.chars)]
    numbers = re.findall(r"\d[\d.,]*", " ".join(labels))
    return len(numbers) > 1 and numbers != [str(n + 1) for n in range(len(numbers))]


def _titles(figure: Element) -> list[str]:
    """Return the heading above it, and what stands out in the captions and paragraphs beside it."""
    sect, beside = figure.above("Sect"), figure.parent
    while beside is not None and beside.tag == "NonStruct":
        figure, beside = beside, beside.parent  # boxes without a meaning of their own
    headings = [next(sect.all(*HEADINGS), None)] if sect else []
    captions = [*figure.all("Caption")]
    if beside is not None and beside.tag == "Div":
        captions += [k for k in beside.kids if isinstance(k, Element) and k.tag in ("Caption", "P")]
    titles = [heading.text for heading in headings if heading]
    return titles + [title for caption in captions if (title := _first_of_its_face(caption))]


def _first_of_its_face(caption: Element) -> str:
    """Return what is set apart at the beginning of *caption*, three words or more: in a face of its own, or on
    lines of its own, after which the next word would have had room. Source and remarks follow."""
    chars = [char for piece in caption.pieces() for char in piece.chars]
    right = max((char["x1"] for char in chars), default=0.0)
    for _key, run in groupby(chars, key=_face):
        first: list[str] = []
        rows = lines_of(list(run))
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            first.append(row.text)
            word = len(following.text.split()[0]) * following.size * 0.45 if following else 0.0
            if right - row.box.x1 > word + row.size:
                break
        if len(" ".join(first).split()) > 2:
            return " ".join(first)
    return ""


def _face(char: Any) -> tuple[str, float, Any]:
    return char["fontname"], round(char["size"], 1), char["non_stroking_color"]


def _says_a_value(title: str) -> bool:
    """Whether a number stands in *title* that is no year, no date and no number of the figure."""
    plain = re.sub(
        rf"^(?:Figura|Tabella)?\s*\d+\b|\b\d{{1,2}} (?:{_MONTHS})\b|\b{_YEAR.pattern}\b", "", title
    )
    words = r"\b(?:metà|doppio|triplo|raddoppi\w+|triplic\w+|dimezz\w+)\b"
    return bool(re.search(rf"\d|{words}", plain, re.IGNORECASE))


def _running_text(tree: Element) -> Iterator[Element]:
    """Yield the paragraphs of main columns: wide enough, in no table, figure or note."""
    for paragraph in tree.all("P"):
        if paragraph.above("Table", "Figure", "Note", "TOC"):
            continue
        lines = [line for line in paragraph.lines() if line.size < DISPLAY]
        if lines and max(line.box.x1 - line.box.x0 for line in lines) > MAIN:
            yield paragraph


def _neighbours(tree: Element) -> Iterator[tuple[Line, Line]]:
    """Yield each line of a text with the one below it."""
    texts = ("P", "TD", "TH", "LBody", "Lbl", "Caption", *HEADINGS, "Note", "TOCI")
    for element in tree.all(*texts):
        if any(True for _ in element.all("P", "L", "Table")):
            continue  # its paragraphs come by themselves
        yield from pairwise(element.lines())


def _without_label(note: Element) -> Iterator[str]:
    for kid in note.kids:
        if not isinstance(kid, Element):
            yield "".join(char["text"] for char in kid.chars)
        elif kid.tag != "Lbl":
            yield from _without_label(kid)
