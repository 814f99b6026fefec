"""How wide columns are: those of a table where numbers need more than their share, none is broken inside;
those of facts side by side.

Enters: a table, the room that it has, and the settings in which it may stand, the roomiest first; or facts.
Leaves: widths in the unit of the room. Letters are counted by the display font's widths, rounded up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from math import ceil

from pitstop_docs.tree.document import (
    Badge,
    Cite,
    Code,
    Definition,
    Inline,
    Inlines,
    LineBreak,
    Note,
    Table,
    Text,
)
from pitstop_docs.tree.walk import change_inlines, plain, rebuild
from pitstop_docs.writers.table_lines import Pieces, count_all, fewest_lines

# In sizes of the font, semibold: digits are equally wide in all of its weights.
_WIDTHS = {
    **dict.fromkeys(" \u00a0\u202f.,:;'’‘|ijl", 0.27),
    **dict.fromkeys("frtI()[]/", 0.45),
    **dict.fromkeys("mwMW", 0.93),
    **dict.fromkeys("–—", 0.64),
}
_LETTER, _CAPITAL, _CALL = 0.57, 0.68, 0.4
_DOTS, _BOX, _BOX_SIDES = (
    2.8,
    4.6,
    1.2,
)  # what is drawn of a badge: dots, a box at least so wide (blocks.css)
_REGULAR = 0.9  # how wide regular letters are beside semibold ones, at most
_CODE = 0.6 * 8 / 8.5  # a letter of the code font, which is set smaller
_LEAST = 0.84  # how wide regular letters are, at least, beside what is counted
_SYLLABLES = 8  # letters of a word that a line keeps together where words are hyphenated
_SHORT = 24  # letters of a cell that is a number and signs, and keeps them all on a line
_SPACES = re.compile(r"[ \n]+")  # not those that hold
_PIECES = re.compile(r"[^ \n-]*(?:-|[ \n]+|$)")  # a line may end after a hyphen
_UNPARTED = re.compile(r"[^ \n]*\u00a0[^ \n]*")
_HELD = re.compile(
    r"\u00a0(?=[^\W\d])|(?<=[^\W\d.])\u00a0"
)  # not inside numbers, nor before their signs
_CODE_PIECES = re.compile(r"[^-]+-?|-")
_MOST_LINES = 8
# Of which columns, lines and widths are remembered: briefs are measured, then laid out, with the same words.
_MOST_TABLES, _MOST_CELLS, _MOST_WORDS = 256, 1024, 4096
# What holds like a number where its spaces do: "86 imprese", "26 gennaio 1991", "novembre 2021".
_NUMBER = re.compile(r"\W*(?:\d[\d\W]*(?:[^\W\d]\w{0,11}[\d\W]*)?|[^\W\d]+\u00a0\d{4}\W*)")


@dataclass(frozen=True, slots=True)
class Setting:
    """The size of the letters of cells, and the ``gap`` that a cell keeps beside its words: after
    words, after numbers, after the last cell of a row."""

    size: float
    gap: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """The ``widths`` of a table's columns in the ``setting`` of that index. ``broken`` when numbers
    have no room even so; ``hyphenated`` when words are parted that would be whole."""

    widths: tuple[float, ...]
    setting: int = 0
    hyphenated: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class _Need:
    """What a column must be as wide as: its longest number, a piece of a word, its longest word."""

    number: float
    piece: float
    word: float


@lru_cache(maxsize=_MOST_TABLES)
def fit_columns(
    table: Table, room: float, settings: tuple[Setting, ...], *, fewest: bool = False
) -> Columns:
    """Return the columns of *table* in *room*: by their shares where numbers have room in these, or so that it
    takes the *fewest* lines; else text gives way to numbers, first as far as whole words, in less gap too, then
    as far as syllables, then in smaller letters; if that is not enough, nothing holds to its number."""
    total = sum(column.width for column in table.columns)
    shares = tuple(room * column.width / total for column in table.columns)
    needs = _needs(table, settings[0])
    if all(need.number <= share for need, share in zip(needs, shares, strict=True)):
        return Columns(_in_fewest_lines(table, shares, needs, settings[0]) if fewest else shares)
    for index, setting in enumerate(settings):
        needs = _needs(table, setting)
        if sum(need.word for need in needs) <= room:
            return Columns(_at_least([need.word for need in needs], shares, room), index)
        as_large = (other.size == setting.size for other in settings[index + 1 :])
        if sum(need.piece for need in needs) <= room and not any(as_large):
            return Columns(_between(needs, room), index, hyphenated=True)
    if (loose := _loose(table)) != table:
        return fit_columns(loose, room, settings, fewest=fewest)
    least = sum(need.piece for need in needs)
    widths = tuple(need.piece * room / least for need in needs)
    return Columns(widths, len(settings) - 1, hyphenated=True, broken=True)


def _in_fewest_lines(
    table: Table, shares: Sequence[float], needs: Sequence[_Need], setting: Setting
) -> tuple[float, ...]:
    """Return *shares* changed so that the rows of *table* take the fewest lines; no column gives of what its
    longest word takes."""
    names = [column.title for column in table.columns]
    rows = [
        [_lines_of_pieces(cell, bold=not (row and index)) for index, cell in enumerate(cells)]
        for row, cells in enumerate((names, *(row.cells for row in table.rows)))
    ]
    gaps = [_gap(table, index, setting) / setting.size for index in range(len(names))]
    found = fewest_lines(
        rows, [each / setting.size for each in shares], gaps, [n.word / setting.size for n in needs]
    )
    return tuple(width * setting.size for width in found)


def _gap(table: Table, index: int, setting: Setting) -> float:
    last = index == len(table.columns) - 1
    return setting.gap[2] if last else setting.gap[table.columns[index].align == "right"]


def _loose(table: Table) -> Table:
    """Return *table* with nothing held beside a number."""
    return change_inlines(table, lambda run: loosened(run, 0.0))


def _needs(table: Table, setting: Setting) -> list[_Need]:
    found = []
    for index, column in enumerate(table.columns):
        gap = _gap(table, index, setting)
        cells = [column.title, *(row.cells[index] for row in table.rows)]
        pieces = [piece for cell in cells for piece in _pieces(cell)]
        number = max((width for width, is_number in pieces if is_number), default=0.0)
        word = max((width for width, _is_number in pieces), default=0.0)
        least = max(number, min(word, _SYLLABLES * _LETTER))
        found.append(_Need(*(each * setting.size + gap for each in (number, least, word))))
    return found


def _pieces(cell: Inlines) -> list[tuple[float, bool]]:
    """Return the width of each piece of *cell* that no line parts, and whether it is a number."""
    text = plain(cell).strip()
    words = [word for word in _SPACES.split(text) if word]
    numbers = [bool(_NUMBER.fullmatch(word)) for word in words]
    signs = all(
        number or not any(map(str.isalnum, w)) for w, number in zip(words, numbers, strict=True)
    )
    if any(numbers) and signs and len(text) <= _SHORT:
        words, numbers = [text], [True]
    beside = _CALL * sum(isinstance(inline, Note | Cite) for inline in cell)
    beside += sum(_drawn(inline) for inline in cell if isinstance(inline, Badge))
    return [(width_of(word) + beside, number) for word, number in zip(words, numbers, strict=True)]


def _drawn(badge: Badge) -> float:
    """Return by how much *badge* is wider than its word."""
    if badge.scale == "certainty":
        return _DOTS
    return max(_BOX - width_of(badge.text), 0.0) + _BOX_SIDES


def loosened(content: Inlines, room: float) -> Inlines:
    """Return *content* with plain spaces for those that hold a word to a number ("86 imprese", "articolo 55"),
    where both have no *room*, in sizes of the font: a line ends there rather than inside the word."""
    return tuple(_loosened(inline, room) for inline in content)


def _loosened(inline: Inline, room: float) -> Inline:
    if not isinstance(inline, Text):
        return rebuild(inline, partial(loosened, room=room))

    def loosen(piece: re.Match[str]) -> str:
        return _HELD.sub(" ", piece[0]) if width_of(piece[0]) > room else piece[0]

    text = _UNPARTED.sub(loosen, inline.text)
    return inline if text == inline.text else Text(text)


@lru_cache(maxsize=_MOST_WORDS)
def width_of(text: str) -> float:
    """Return how wide *text* is in sizes of the font, at most."""
    return sum(_WIDTHS.get(c, _CAPITAL if c.isupper() else _LETTER) for c in text)


def _at_least(least: Sequence[float], shares: Sequence[float], room: float) -> tuple[float, ...]:
    """Return *room* dealt by *shares*, no column less wide than the *least*, which fit."""
    tight: set[int] = set()
    while True:
        left = room - sum(least[i] for i in tight)
        total = sum(share for i, share in enumerate(shares) if i not in tight) or 1.0
        widths = tuple(
            least[i] if i in tight else left * share / total for i, share in enumerate(shares)
        )
        short = {i for i, width in enumerate(widths) if width < least[i]} - tight
        if not short:
            return widths
        tight |= short


def _between(needs: Sequence[_Need], room: float) -> tuple[float, ...]:
    """Return *room* dealt so that each column has its piece, and is as near to its word as others."""
    spare = room - sum(need.piece for need in needs)
    missing = sum(need.word - need.piece for need in needs)
    return tuple(need.piece + spare * (need.word - need.piece) / missing for need in needs)


def fit_row(facts: Sequence[Definition], room: float, gap: float) -> tuple[float, ...]:
    """Return how wide the words of *facts* are side by side in *room*, in sizes of the font, a *gap* between
    them: so that the longest takes the fewest lines; then others fewer, names of files first; what is left
    is dealt out evenly."""
    return _fit_row(tuple(facts), room, gap) if facts else ()


@lru_cache(maxsize=_MOST_TABLES)
def _fit_row(facts: tuple[Definition, ...], room: float, gap: float) -> tuple[float, ...]:
    pieces = [_lines_of_pieces(fact.content) for fact in facts]
    terms = [_REGULAR * width_of(plain(fact.term)) for fact in facts]

    def narrowest(index: int, lines: int) -> float:
        return max(terms[index], _narrowest(pieces[index], lines))

    room -= gap * (len(facts) - 1)
    for lines in range(1, _MOST_LINES + 1):
        widths = [narrowest(index, lines) for index in range(len(facts))]
        if sum(widths) <= room:
            break
    while True:
        left = room - sum(widths)
        shorter = [
            (not any(isinstance(inline, Code) for inline in fact.content), more, index)
            for index, fact in enumerate(facts)
            for more in [
                narrowest(index, count_all(pieces[index], widths[index]) - 1) - widths[index]
            ]
            if 0 < more <= left
        ]
        if not shorter:
            break
        _prose, more, index = min(shorter)
        widths[index] += more
    spare = (room - sum(widths)) / len(widths)
    return tuple(width + spare for width in widths)


def _lines_of_pieces(content: Inlines, bold: bool = False) -> Pieces:
    """Return, for each line that *content* must have, the widths of its pieces, with the space after."""
    lines: Pieces = [[]]
    letters = 1.0 if bold else _REGULAR
    for inline in content:
        if isinstance(inline, LineBreak):
            lines.append([])
        elif isinstance(inline, Code):
            lines[-1] += [_CODE * len(piece) for piece in _CODE_PIECES.findall(inline.text)]
        else:
            words = _PIECES.findall(plain((inline,)))
            lines[-1] += [letters * width_of(word) for word in words]
    return lines


@lru_cache(maxsize=_MOST_CELLS)
def least_lines(content: Inlines, width: float) -> int:
    """Return how many lines of *width*, in sizes of the font, *content* takes at least."""
    lines = _lines_of_pieces(content, bold=True)
    return sum(max(ceil(_LEAST * sum(pieces) / width), 1) for pieces in lines)


def _narrowest(lines: Pieces, most: int) -> float:
    """Return how wide a column must be in which *lines* of pieces take no more than *most* lines, or the
    fewest that they can."""
    runs = {
        end - start
        for pieces in lines
        for sums in [(0.0, *accumulate(pieces))]
        for n, start in enumerate(sums)
        for end in sums[n + 1 :]
    }
    least = max((piece for pieces in lines for piece in pieces), default=0.0)
    widths = sorted(width for width in runs if width >= least)
    fitting = (width for width in widths if count_all(lines, width) <= most)
    return next(fitting, widths[-1] if widths else 0.0)
