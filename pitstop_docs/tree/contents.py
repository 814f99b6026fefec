"""What is inside a brief, in words: the parts of its contents, how many tables and figures it has.

Enters: parts with their sections. Leaves: the same, with the letters and the words that say so; a part that
has lost all its sections is gone.
"""

from dataclasses import replace
from string import ascii_uppercase

from pitstop_docs.tree.document import ContentsPart, Tally
from pitstop_docs.tree.walk import plain


def lettered(parts: tuple[ContentsPart, ...]) -> tuple[ContentsPart, ...]:
    """Return those of *parts* that have sections, with their letters and words."""
    there = (part for part in parts if part.entries)
    return tuple(map(_said, there, ascii_uppercase))


def _said(part: ContentsPart, letter: str) -> ContentsPart:
    first, last = part.entries[0], part.entries[-1]
    words = part.one if first == last else part.many
    names = ", ".join(plain(entry.title) for entry in part.entries if entry.title)
    return replace(
        part,
        letter=letter,
        sections=words.format(first=first.number, last=last.number),
        about=f"{names[:1].upper()}{names[1:]}",
        target=first.target,
    )


def counted(tally: Tally, count: int) -> Tally:
    """Return *tally*, which says that there are *count*."""
    words = tally.one if count == 1 else tally.many if count else ""
    return replace(tally, text=words.format(count=count))
