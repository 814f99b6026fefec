"""Marks beside a block, in braces: ``{.keep}``, ``{.detail .follows}``, ``{.giunta}``.

Enters: text, or inlines, that may end in marks. Leaves: the same without them, and their names.
"""

import re
from dataclasses import replace

from pitstop_docs.records.editions import MARKS
from pitstop_docs.tree.document import Inlines, Text

_MARKS = re.compile(r"(?:\.[a-z0-9-]+)+")
# Marks as people type them in a hurry: without the dot, with a colon, in capitals.
_ALMOST = re.compile(rf":?\.?({'|'.join(MARKS)})", re.IGNORECASE)


def take_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Return *text* without the marks at its end, and those."""
    start, inside = _braces(text)
    if not _MARKS.fullmatch(inside):
        return text, ()
    return text[:start].rstrip(), tuple(inside[1:].split("."))


def take_marks_of(content: Inlines) -> tuple[Inlines, tuple[str, ...]]:
    """Return *content* without the marks at its end, and those."""
    if not content or not isinstance(content[-1], Text):
        return content, ()
    text, marks = take_marks(content[-1].text)
    if not marks:
        return content, ()
    return (*content[:-1], *((replace(content[-1], text=text),) if text else ())), marks


def almost_mark(text: str) -> str | None:
    """Return the mark that *text* ends in, if it is written as no mark can be."""
    inside = _braces(text)[1]
    found = _ALMOST.fullmatch(inside)
    return found[1].lower() if found and not _MARKS.fullmatch(inside) else None


def _braces(text: str) -> tuple[int, str]:
    """Return where the braces at the end of *text* begin, and what is in them without spaces."""
    text = text.rstrip()
    start = text.rfind("{")
    if start < 0 or not text.endswith("}"):
        return len(text), ""
    return start, "".join(text[start + 1 : -1].split())
