"""How the words of a finished PDF stand in lines, and what no line of them should end or begin with.

``python -m tests.pdf_lines FILE…`` prints the faults. Enters: the bytes of a PDF. Leaves: its paragraphs, line
by line as they are seen, by the structure tree; and each kind of fault, as the words around it.
"""

import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from tests.pdf_outline import INLINE, SOFT_HYPHEN, WORD_JOINER, Drawn, Element, read_tree

_TEXT_FONT = "Lora"  # what is set in it is running text; all else is small matter
_LEAST, _LINES = 15, 3
_CALL = re.compile(r",?\d+")
# "nel 1991", "381/1991": a year and the number of a law count nothing.
_NUMBER = re.compile(r"(?:^|[\s(«])(?!(?:1[89]|20)\d\d$)\d+(?:[.,]\d+)*$")
_NAMED = re.compile(
    r"(?:artt?\.|articol[oi]|L\.R\.|legge|n\.)[ \u00a0]\d+$"
)  # it counts nothing either
# What never is a noun, though it follows a number.
_FUNCTION = re.compile(
    r"(?:e|o|a|i|il|lo|la|le|gli|un|una|ma|se|che|chi|cui|di|da|in|su|per|con|tra|fra|al|allo|alla|ai|agli|alle|del|dello"
    r"|della|dei|degli|delle|dal|dalla|dai|nel|nella|nei|negli|nelle|sul|sulla|sui|sulle|è|ha|ed|od|non|più|contro|secondo|fino|oltre"
    r"|sono|hanno|come|poi|ma|cioè|già|ogni|entro|circa)\b"
)


@dataclass(frozen=True, slots=True)
class Set:
    """A paragraph as it is set: its lines, how many notes and sources it calls, those lines that a call begins,
    and whether it is running text."""

    lines: tuple[str, ...]
    calls: int
    begun: tuple[str, ...]
    running: bool


def paragraphs(pdf: bytes) -> list[Set]:
    """Return what stands in *pdf*, paragraph by paragraph, cell by cell; calls and numbers of lists are no
    words."""
    return list(_set(read_tree(pdf)))


def _set(element: Element) -> Iterator[Set]:
    pieces: list[tuple[Drawn, bool]] = []  # and whether it is a call

    def collect(kids: list[Element | Drawn], call: bool = False) -> Iterator[Set]:
        for kid in kids:
            if isinstance(kid, Drawn):
                pieces.append((kid, call))
            elif kid.tag in INLINE:
                yield from collect(kid.kids, call or _is_call(kid))
            elif kid.tag not in ("Lbl", "TOC"):  # contents are looked at in test_dossiers.py
                yield from _set(kid)

    yield from collect(element.kids)
    lines, begun = [""], []
    last: Drawn | None = None
    for piece, call in pieces:
        if last and piece.is_below(last):
            if call:
                begun.append(f"{lines[-1]} | {piece.text}")
            lines.append("")
        if not call:
            lines[-1] += piece.text.replace(WORD_JOINER, "")
        last = piece
    if pieces:
        calls = sum(call for _piece, call in pieces)
        yield Set(tuple(lines), calls, tuple(begun), _TEXT_FONT in pieces[0][0].font)


def _is_call(element: Element) -> bool:
    """Tell whether *element* is the number of a note, or of a source that it leads to."""
    text = "".join(kid.text for kid in element.kids if isinstance(kid, Drawn))
    return element.tag == "Reference" or bool(element.tag == "Link" and _CALL.fullmatch(text))


def short_ends(found: Collection[Set]) -> list[str]:
    """Return the last lines that are too short."""
    return [
        f"{each.lines[-2]} | {each.lines[-1]}"
        for each in found
        if each.running and len(each.lines) >= _LINES and len(each.lines[-1].strip()) < _LEAST
    ]


def parted_calls(found: Collection[Set]) -> list[str]:
    """Return the calls of notes and sources that begin a line."""
    return [words for each in found for words in each.begun]


def parted_numbers(found: Collection[Set]) -> list[str]:
    """Return the numbers that are parted from what they count."""
    return [
        f"{first} | {second}"
        for each in found
        for first, second in zip(each.lines, each.lines[1:], strict=False)
        if _NUMBER.search(first.rstrip(" "))
        and not _NAMED.search(first.rstrip(" "))
        and re.match(r"[^\W\d]", second)
        and not _FUNCTION.match(second)
    ]


def parted_words(found: Collection[Set]) -> list[str]:
    """Return the words that are parted by a hyphen that is not their own."""
    return [
        f"{first.split()[-1].rstrip(SOFT_HYPHEN)}-{second.split()[0]}"
        for each in found
        for first, second in zip(each.lines, each.lines[1:], strict=False)
        if first.endswith(SOFT_HYPHEN) and second.strip()
    ]


def parted_names(found: Collection[Set]) -> list[str]:
    """Return those of them that are names or compounds."""
    return [
        word
        for word in parted_words(found)
        if re.search(r"[A-ZÀ-Ý]\w", word) or re.search(r"\w-\w+-\w", word)
    ]


def dots_at_ends(pdf: bytes) -> list[str]:
    """Return the lines that end with a dot between two things, running lines too."""
    with pypdfium2.PdfDocument(pdf) as file:
        lines = [
            line.rstrip()
            for page in file
            for line in page.get_textpage().get_text_bounded().splitlines()
        ]
    return [line for line in lines if line.endswith("·")]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        data = Path(name).read_bytes()
        sets = paragraphs(data)
        for fault in (short_ends, parted_calls, parted_numbers, parted_names):
            for words in fault(sets):
                print(f"{name}: {fault.__name__}: {words}")
        for line in dots_at_ends(data):
            print(f"{name}: dots_at_ends: {line}")
        print(f"{name}: hyphens: {len(parted_words(sets))}")
