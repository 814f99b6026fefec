"""Where lines may not end: in names, before the call of a note, within the last words of a paragraph.

Enters: text and inlines. Leaves: HTML in which CSS finds what holds together (``base/page.css``), or the place
from which it does. Not one character is added, so a page has the words of its document."""

import re
from functools import lru_cache
from math import inf
from typing import assert_never

from markupsafe import Markup, escape

from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Cite,
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Slot,
    Strong,
    Text,
)
from pitstop_docs.writers.table_columns import width_of

# The last line of a paragraph keeps at least so many letters, in the first pair where columns are wide enough
# for the second, so that a line before it may lack so many.
LONG_TAIL, SHORT_TAIL = (15, 40), (8, 18)
# Shorter words are never parted (hyphenate-limit-chars); longer ones always may be, since narrow columns have
# no room for them.
_PIECE, _LONGEST = re.compile(r" ?[^\s’]{7,}"), 16
_MOST_TEXTS = 2048  # that are remembered: briefs are measured, then laid out, with the same words
_OWN_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
# After these a line may end before a digit, as the call of a note is one (UAX 14, of two letters alone).
_PARTING = frozenset(".,;:!?…–—/|")


@lru_cache(maxsize=_MOST_TEXTS)
def whole_words(text: str, room: float) -> Markup:
    """Return *text* with its names and acronyms marked, which are words with a capital, and its compounds,
    which have hyphens of their own: no other hyphen parts them, but where a part has no *room*, in sizes of the
    font.

    A space before a name goes with it: see :func:`before_element`.
    """
    if not room:
        return escape(text)
    out, done = Markup(""), 0
    start = end = 0  # of names beside each other
    for found in _PIECE.finditer(text):
        if not _is_whole(found[0], room):
            continue
        if found.start() != end or not end:
            out += _marked(text, done, start, end)
            done, start = max(done, end), found.start()
        end = found.end()
    return out + _marked(text, done, start, end) + escape(text[max(done, end) :])


def _marked(text: str, done: int, start: int, end: int) -> Markup:
    """Return *text* from *done* to *end*, marked from *start*."""
    if start == end:
        return Markup("")
    return Markup('{}<span class="whole">{}</span>').format(text[done:start], text[start:end])


def _is_whole(word: str, room: float) -> bool:
    parts = _OWN_HYPHEN.split(word.strip())
    named = len(parts) > 1 or word != word.lower()
    return named and all(len(part) <= _LONGEST and _has_room(part, room) for part in parts)


def _has_room(text: str, room: float) -> bool:
    return room == inf or width_of(text) <= room


def before_element(text: str, room: float) -> Markup:
    """Return *text* with its last space in an element of its own.

    WeasyPrint 70 breaks a line after its first word when a text that ends in a space fills the line
    but for that space, and an element follows (split_first_line, step 3).
    """
    if text.endswith(" "):
        return whole_words(text[:-1], room) + Markup("<span> </span>")
    return whole_words(text, room)


def parts_from_call(text: str) -> bool:
    """Tell whether a line might end between *text* and the call of a note."""
    return text[-1:] in _PARTING and bool(text)


def tail_start(inlines: Inlines, tail: tuple[int, int], room: float) -> int | None:
    """Return after how many letters the last words begin that hold together: at least as many letters as the
    first of *tail* says, as far as they are no more than the second and have *room*, in sizes of the font."""
    least, most = tail
    text = "".join(map(letters, inlines)).rstrip()
    start = end = len(text)
    while end - start < least:
        space = text.rfind(" ", 0, max(start - 1, 0))
        if space < 0 or end - space - 1 > most or not _has_room(text[space + 1 :], room):
            break
        start = space + 1
    return start if 2 <= end - start <= most and "\n" not in text[start:] else None


def letters(inline: Inline) -> str:
    """Return the letters that *inline* puts on a line; a line break is a "\\n"."""
    match inline:
        case Text(text) | Code(text) | Badge(text=text):
            return text
        case LineBreak():
            return "\n"
        case Note() | Cite() | Blank() | Slot():
            return ""
        case Emphasis(content) | Strong(content) | Link(content):
            return "".join(map(letters, content))
        case _:
            assert_never(inline)
