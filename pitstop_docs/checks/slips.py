"""A slip of typing: what it is, who finds one, and where none is looked for.

Enters: running text. Leaves: the same with what is an address blanked, for those who look."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pitstop_docs.records.running_text import DOUBLED, VALUE

# Addresses, targets of links, calls to references, marks in braces, names of files. The last ones
# are looked for where a word begins alone: one of a hundred thousand letters must not take minutes.
_WORD_BEGINS = r"(?<![^\s@<>()\[\]|,;«»\"])"
_ADDRESS = re.compile(
    r"(?:https?://|mailto:|www\.)[^\s|]*"
    r"|(?<=\]\()[^()\n]*(?:\([^()\n]*\)[^()\n]*)*(?=\))"
    r"|\[@[^\[\]]*\]"
    r"|(?<!\{)\{[.#][^{}\n]*\}(?!\})"
    rf"|{_WORD_BEGINS}[^\s@<>()\[\]|,;«»\"]+@[\w.-]+"
    rf"|{_WORD_BEGINS}(?:[\w-]+\.)+[a-z]{{2,6}}/[^\s|]*"
    rf"|{_WORD_BEGINS}[^\s@<>()\[\]|,;«»\"]+\."
    r"(?i:csv|docx?|gif|html?|jpe?g|md|od[pst]|p7m|pdf|png|pptx?|svg|tiff?|txt|xlsx?|ya?ml|zip)\b"
)
_SEEN = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Slip:
    """Something in a text from ``start`` to ``end`` that was ``typed`` for a machine.

    ``right`` are the forms that a reader wants, none if only the writer can know; it is ``certain``
    when there is one, and nothing else can have been meant."""

    code: str
    start: int
    end: int
    typed: str
    right: tuple[str, ...] = ()
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Finder:
    """Who finds slips of one kind. Where ``sign`` matches nowhere there are none: that is looked for
    in a twentieth of the time, and nearly all files are right."""

    sign: re.Pattern[str]
    find: Callable[[str], Iterator[Slip]]


def without_addresses(running: str) -> str:
    """Return *running* with spaces for its addresses: all else keeps its place."""
    return _ADDRESS.sub(lambda found: _SEEN.sub(" ", found[0]), running)


def shown(running: str) -> str:
    """Return a piece of running text as people know it: one sign for one."""
    return running.replace(DOUBLED, "'").replace(VALUE, " ")
