"""What a table of the bench is, before it is drawn."""

from dataclasses import dataclass
from statistics import median

from bench.results import Spread


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to print: a title, the columns' names, rows of cells; ``note`` stands below it. Without rows
    there is none."""

    title: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    note: str = ""


def milliseconds(seconds: list[float]) -> str:
    """Return the median of *seconds*, the least and the most, in milliseconds."""
    spread = Spread.of(1000 * each for each in seconds)
    return f"{spread.median:.0f} ({spread.low:.0f}–{spread.high:.0f})"


def megabytes(size: float) -> str:
    """Return so many bytes in MB."""
    return f"{size / 1e6:.0f}"


def middle(runs: list[dict[str, float]], of: str) -> float:
    """Return the median of what *runs* say of something."""
    return median(run[of] for run in runs)
