"""How wide the columns of a table are for its rows to take the fewest lines: a column of long names with few
words beside it makes rows as high as itself.

Enters: the pieces of cells that no line parts, with their widths, and columns as wide as they may stand.
Leaves: columns between which room went from one to the other, as often as that saved a line.
"""

from collections.abc import Sequence
from functools import cache
from itertools import permutations

Pieces = list[list[float]]  # of a cell: for each line that it must have, the widths of its pieces
_STEPS = 48  # of the room: by how much columns grow and shrink
_FARTHEST = 12  # steps from one column to another at once
_ROUNDING = 1e-9


def fewest_lines(
    rows: Sequence[Sequence[Pieces]],
    widths: Sequence[float],
    gaps: Sequence[float],
    least: Sequence[float],
) -> tuple[float, ...]:
    """Return *widths* changed so that *rows* of cells take the fewest lines, each beside its column's *gap*. No
    column gives so much that it is less wide than the *least*; where nothing is saved, none does."""
    step = sum(widths) / _STEPS
    moved = [0] * len(widths)

    @cache
    def heights(column: int, steps: int) -> tuple[int, ...]:
        width = widths[column] + steps * step - gaps[column]
        return tuple(count_all(row[column], width) for row in rows)

    def total(changes: Sequence[int]) -> tuple[int, int]:
        """Return how many lines the rows take, and how many all cells do."""
        columns = [heights(column, steps) for column, steps in enumerate(changes)]
        return sum(map(max, zip(*columns, strict=True))), sum(map(sum, columns))

    lines, _all = total(moved)
    while True:
        best: tuple[int, int, int, list[int]] | None = None
        for giver, taker in permutations(range(len(widths)), 2):
            for steps in range(1, _FARTHEST + 1):
                if widths[giver] + (moved[giver] - steps) * step < least[giver]:
                    break
                changes = list(moved)
                changes[giver] -= steps
                changes[taker] += steps
                found = *total(changes), steps, changes
                if found[0] < lines and (best is None or found < best):
                    best = found
        if best is None:
            return tuple(width + n * step for width, n in zip(widths, moved, strict=True))
        lines, _all, _steps, moved = best


def count_all(lines: Pieces, width: float) -> int:
    """Return how many lines of *width* a cell takes."""
    return sum(_count(pieces, width) for pieces in lines)


def _count(pieces: list[float], width: float) -> int:
    """Return how many lines of *width* the *pieces* take, one after the other."""
    lines, used = 1, 0.0
    for piece in pieces:
        if used and used + piece > width + _ROUNDING:
            lines, used = lines + 1, 0.0
        used += piece
    return lines
