"""How a brief was cut: its pages, its setting, what was kept and what left out.

Enters: what copyfitting decided. Leaves: a :class:`Cut`, which holds no layout and no Document, and can be
kept as JSON: whoever shows it loads nothing of what made it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pitstop_docs.problems.diagnostics import BriefId

_FIRST_WORDS = 10

Why = Literal["", "no-room", "needs"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit of the brief, in reading order: the title of its part, its place ("file:line:column"),
    its words, and why it was left out: there was "no-room", or it "needs" a
    passage that was left out; "" when it was kept. The lower its ``rank``, the more it matters.
    ``letterheads`` are those that have less room, where it was left out too."""

    part: str
    place: str
    text: str
    rank: int
    why: Why
    letterheads: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether it is never left out."""
        return not self.rank

    @property
    def first_words(self) -> str:
        """How it begins."""
        words = self.text.split()
        return " ".join(words[:_FIRST_WORDS]) + ("…" if len(words) > _FIRST_WORDS else "")


@dataclass(frozen=True, slots=True)
class Cut:
    """One brief: ``fills`` is how far down each page is filled (1: to its end), ``budget`` its
    edition's pages, ``size`` in pt and ``leading`` those of the text, ``layouts`` what it cost. ``uneven``
    are strips whose columns do not end together, though no choice of passages mends it: the page, and by
    how many mm the first column ends below the second (below 0: above it)."""

    id: BriefId
    title: str
    budget: int
    fills: tuple[float, ...]
    size: float
    leading: float
    layouts: int
    passages: tuple[Passage, ...]
    uneven: tuple[tuple[int, int], ...] = ()

    @property
    def left_out(self) -> tuple[Passage, ...]:
        """The passages that this brief's readers do not see, the most important first."""
        return tuple(sorted((p for p in self.passages if p.why), key=lambda p: p.rank))

    @property
    def trimmed(self) -> dict[str, int]:
        """How many passages more are left out on each letterhead that has less room."""
        return dict(sorted(Counter(id for p in self.passages for id in p.letterheads).items()))

    def as_json(self) -> dict[str, Any]:
        """Return the fields for machines."""
        row = asdict(self)
        return {**row.pop("id"), **row}


def cut_from(data: Mapping[str, Any]) -> Cut:
    """Return the cut that :meth:`Cut.as_json` gave; raises ``TypeError`` or ``KeyError``."""
    row = dict(data)
    id = BriefId(*(row.pop(name) for name in ("source", "edition", "language", "kind")))
    passages = tuple(
        Passage(**{**passage, "letterheads": tuple(passage["letterheads"])})
        for passage in row.pop("passages")
    )
    row |= {"fills": tuple(row["fills"]), "uneven": tuple(map(tuple, row["uneven"]))}
    return Cut(id, **row, passages=passages)
