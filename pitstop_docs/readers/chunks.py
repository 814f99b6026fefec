"""A Markdown body → its top-level blocks as text, each with its lines.

Enters: the lines of a body. Leaves: chunks: a heading, a paragraph, a list with its items, a table,
a quotation. Python-Markdown keeps no positions, so each chunk is parsed by itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NBSP = "\u00a0"
ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+\S")
_INTERRUPTS = re.compile(r"(?:[-*+]|1[.)])\s+\S")
_FENCE = re.compile(r"\s*(```|~~~)")
_NUMBERED = re.compile(r"(\d{1,9})\)(?=\s)")
# Bullets of Word and of other programs; "o" and "§" are letters, but for the tab that Word puts after them.
_BULLET = re.compile(
    r"^([ \t\u00a0]*)(?:([•◦▪▫●○■□‣⁃∙·➢➤►▶→⇒✓✔\uf0a7\uf0b7\uf0d8\uf0fc](?=[ \t\u00a0])|[o§](?=\t))"
    r"|([-*+]|\d{1,9}[.)])(?=\u00a0))([ \t\u00a0])",
    re.MULTILINE,
)
# Lists as people type them, which Markdown takes for one paragraph: two such lines make one, ...
_LISTLIKE = re.compile(
    r"[–—]\s|[-•·▪●]\w|\(?[a-zA-Z]\)\s|\(?[ivxIVX]{1,5}\)\s|\(\d{1,2}\)\s|\d{1,2}\)\S|\d{1,2}\.[^\W\d]"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?\s|\d{1,2}(?:°|\s[-–—])\s|§\s(?!\d)"
)
# ... or one at the beginning of a block, where no sentence goes on. "A. Manzoni", "v. art. 3" and "(c) 2026"
# are none: letters and Roman numerals with a full stop must count.
_ITEM_ALONE = re.compile(r"[•▪●]\S|[a-z]\)\s|[ivx]{1,5}\)\s|\((?:a|i|1)\)\s")
# ... or one in a list, beside items.
_STUCK_ITEM = re.compile(r"[-•·▪●][^\W\d]")
_LETTERED = re.compile(r"([a-zA-Z]|[ivxIVX]{2,4})\.\s")
_COUNTED = ({"a", "b"}, {"A", "B"}, {"i", "ii"}, {"I", "II"})
_DASHED = re.compile(r"[–—]\s")
_RULE = re.compile(r"\s*(?:=\s*){2,}$|\s*(?:-\s*){3,}$|\s*(?:\*\s*){3,}$|\s*(?:_\s*){3,}$")
_ATTRIBUTION = re.compile(r">\s*[—–]\s")
LIST_LEVELS_MAX = 4
QUOTE_LEVELS_MAX = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of ``#`` signs and a title; ``spaced`` when a space parts them, as it must."""

    level: int
    title: str
    spaced: bool

    @property
    def is_section(self) -> bool:
        """Whether it is written as that of a section must be."""
        return self.level == 2 and self.spaced


@dataclass(frozen=True, slots=True)
class Chunk:
    """A top-level block as text, with the line of the file on which it begins."""

    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text with its line breaks."""
        return "\n".join(self.lines)

    @property
    def parsed_lines(self) -> list[str]:
        """The lines as Python-Markdown wants them."""
        if self.is_list:
            return evened(self.lines)
        return with_attribution(self.lines)

    @property
    def last_line(self) -> int:
        """The line of the file on which it ends."""
        return self.line + len(self.lines) - 1

    @property
    def is_list(self) -> bool:
        """Whether it begins with a list item."""
        return bool(ITEM.match(self.lines[0]))

    @property
    def is_fenced(self) -> bool:
        """Whether it is a code block."""
        return bool(_FENCE.match(self.lines[0]))

    @property
    def is_caption(self) -> bool:
        """Whether it is ``: text``, the caption of the table before it."""
        return self.lines[0].startswith(": ")

    @property
    def rule_line(self) -> int | None:
        """The line of the file that is only a row of hyphens, equals signs or asterisks."""
        lines = (self.line + i for i, line in enumerate(self.lines) if _RULE.match(line))
        return next(lines, None)

    @property
    def listlike_line(self) -> int | None:
        """The line of the file on which items begin that Markdown does not know as such."""
        lines = [
            (self.line + index, line.lstrip(" >"))
            for index, line in enumerate(self.lines)
            if not (self.is_list and ITEM.match(line))
        ]
        marked = [number for number, line in lines if _LISTLIKE.match(line)]
        stuck = [number for number, line in lines if self.is_list and _STUCK_ITEM.match(line)]
        if stuck:
            return stuck[0]
        lettered = {m[1]: number for number, line in lines if (m := _LETTERED.match(line))}
        if len(marked) > 1 or (not self.is_list and _ITEM_ALONE.match(lines[0][1])):
            return marked[0] if marked else self.line
        return next(
            (min(lettered[x] for x in pair) for pair in _COUNTED if pair <= set(lettered)), None
        )

    @property
    def item_apart(self) -> str | None:
        """What it begins with, if with a dash, a letter or a numeral as an item may: beside another such
        block, it is one."""
        if _DASHED.match(self.lines[0]):
            return "–"
        found = _LETTERED.match(self.lines[0])
        return found[1] if found else None

    @property
    def item_lines(self) -> list[int]:
        """The lines of the file on which list items begin, whatever their level."""
        return [self.line + i for i, line in enumerate(self.lines) if ITEM.match(line)]

    @property
    def levels(self) -> int:
        """How many lists or quotations stand inside each other."""
        if self.is_list:
            levels = zip(_indents(self.lines), self.lines, strict=True)
            return max(level for level, line in levels if ITEM.match(line)) + 1
        return max(_quote_level(line) for line in self.lines)


def blank_comments(text: str) -> str:
    """Return *text* with spaces for its comments: everything else keeps its place."""
    out: list[str] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start + 4)) >= 0:
        out += [text[end:start], re.sub(r"[^\n]", " ", text[start : close + 3])]
        end = close + 3
    return "".join([*out, text[end:]])


def with_hyphens(text: str) -> str:
    """Return *text* with hyphens for the bullets of other programs, and usual spaces about them:
    everything else keeps its place."""
    return _BULLET.sub(
        lambda m: f"{m[1].replace(_NBSP, ' ')}{m[3] or '-'}{m[4].replace(_NBSP, ' ')}", text
    )


def are_items_apart(chunk: Chunk, other: Chunk) -> bool:
    """Tell whether two blocks beside each other, *chunk* and *other*, are items that Markdown does not
    know: both after a dash, or the first two of letters or numerals."""
    marks = {chunk.item_apart, other.item_apart}
    return marks == {"–"} or marks in _COUNTED


def heading_of(line: str) -> Heading | None:
    """Return the heading that *line* is, if it is one; closing ``#`` signs are no part of it."""
    text = line.strip()
    title = text.lstrip("#")
    level = len(text) - len(title)
    spaced = not title or title[0].isspace()
    # "#1" may begin a sentence; "##Titolo" is a heading in a hurry.
    if not 1 <= level <= 6 or (level == 1 and not spaced):
        return None
    title = title.strip()
    open_end = title.rstrip("#")
    if not open_end or open_end[-1:].isspace():
        title = open_end.rstrip()
    return Heading(level, title, spaced)


def is_text_below(lines: Sequence[str], line: int, level: int) -> bool:
    """Tell whether anything is typed below the heading of *level* on *line* of a file that has these
    *lines*, whatever became of it."""
    for text in lines[line:]:
        heading = heading_of(text)
        if heading and heading.level <= level:
            return False
        if text.strip():
            return True
    return False


def chunks_of(lines: Sequence[str], first_line: int) -> Iterator[Chunk]:
    """Yield the top-level blocks of *lines*, the first of which is line *first_line* of the
    file."""
    current: list[str] = []
    start, blanks = 0, 0
    for number, raw in enumerate(lines, start=first_line):
        # Two spaces at the end break the line; a comment leaves more, and tabs are spaces.
        line = raw.rstrip() if raw.endswith("   ") else raw.expandtabs(4)
        if not line.strip():
            blanks += 1
            continue
        if current and not _continues(current, line, blanks):
            yield Chunk(start, tuple(current))
            current = []
        if current:
            current += [""] * blanks
        else:
            start = number
        current.append(line)
        blanks = 0
    if current:
        yield Chunk(start, tuple(current))


def _continues(current: list[str], line: str, blanks: int) -> bool:
    """Tell whether *line* belongs to the block that *current* began."""
    first = current[0]
    if heading_of(line) or heading_of(first):
        return False
    if _FENCE.match(first):
        return len(current) < 2 or not _FENCE.match(current[-1])
    begins_other = line.startswith(": ") or any(
        line.startswith(mark) and not first.lstrip().startswith(mark) for mark in "|>"
    )
    is_item, in_list = bool(ITEM.match(line)), bool(ITEM.match(first))
    same_kind = first.lstrip()[:1].isdigit() == line.lstrip()[:1].isdigit()
    if begins_other or (first.startswith("|") and "|" not in line):
        return False
    if in_list:
        if is_item and not line.startswith(" "):
            return same_kind
        return not blanks or line.startswith(" ") or is_item
    if not blanks:
        return not _INTERRUPTS.match(line)
    return first.startswith(">") and line.startswith(">")


def evened(lines: Sequence[str]) -> list[str]:
    """Return a list's lines as Python-Markdown wants them: indents in fours, ``1.`` for ``1)``, and
    an empty line between an item's second paragraph and the next item."""
    out: list[str] = []
    in_paragraph = False
    for level, line in zip(_indents(lines), lines, strict=True):
        text = _NUMBERED.sub(r"\1.", line.strip(" "), count=1)
        if ITEM.match(line):
            out += [""] if in_paragraph else []
            in_paragraph = False
        elif text:
            in_paragraph = in_paragraph or not out[-1]
        out.append("    " * level + text + _break(line) if text else "")
    return out


def with_attribution(lines: Sequence[str]) -> list[str]:
    """Return a quotation's lines with whose words they are, after a dash, as a paragraph."""
    out: list[str] = []
    for line in lines:
        out += [">"] if out and _ATTRIBUTION.match(line) else []
        out.append(line)
    return out


def _break(line: str) -> str:
    return "  " if line.endswith("  ") else ""


def _indents(lines: Sequence[str]) -> list[int]:
    """Return the level of each line of a list; staff indent by two, three or four spaces."""
    levels, widths = [], [0]
    for line in lines:
        width = len(line) - len(line.lstrip(" "))
        if line.strip():
            while widths[-1] > width:
                widths.pop()
            if width > widths[-1]:
                widths.append(width)
        levels.append(len(widths) - 1)
    return levels


def _quote_level(line: str) -> int:
    marks = re.match(r"[\s>]*", line)
    return marks[0].count(">") if marks else 0


def cells_of(row: str) -> int:
    """Return how many cells a table's *row* has."""
    text = row.strip().removeprefix("|")
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return len(re.findall(r"(?<!\\)\|", text)) + 1
