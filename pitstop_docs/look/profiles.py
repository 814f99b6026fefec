"""What a PDF is for: one type, which layout and export both take.

Enters: nothing. Leaves: a :class:`Profile`, as plain data. What a shop asks for is in ``templates/press/``:
see :mod:`pitstop_docs.records.shops`."""

from dataclasses import dataclass
from typing import Literal

Version = Literal["PDF/A-2a", "PDF/X-4", "PDF/X-1a:2003"]
Mark = Literal["crop", "registration"]
# Loose sheets; one sheet, folded in the middle; folded sheets, stitched there.
Binding = Literal["sheet", "folded", "booklet"]
_MULTIPLE: dict[Binding, int] = {"sheet": 1, "folded": 4, "booklet": 4}  # pages of what is folded


@dataclass(frozen=True, slots=True)
class Intent:
    """How colours will be printed: ``profile`` is a file of ``templates/press/``, ``identifier`` the
    printing condition's name in the ``registry``, ``info`` its name for people."""

    profile: str
    identifier: str
    registry: str
    info: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pixels an inch at the size in which a picture is printed: what it should have, and must have."""

    wanted: int
    least: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of PDF must be: for the archive unless it has an ``intent``.

    ``bleed`` and ``slug`` (the paper beyond it, for marks) are in mm, ``ink_limit`` in per cent of one ink,
    ``hairline`` and ``small_text`` (whose letters use two inks at most) in pt; ``binding`` says of how many
    pages a multiple there must be. A ``proof`` says on every page that it is one."""

    name: str = ""
    version: Version = "PDF/A-2a"
    intent: Intent | None = None
    bleed: float = 0.0
    slug: float = 0.0
    marks: tuple[Mark, ...] = ()
    ink_limit: int = 400
    hairline: float = 0.0
    small_text: float = 0.0
    pictures: Pictures = Pictures(0, 0)
    binding: Binding = "sheet"
    proof: bool = False

    @property
    def multiple(self) -> int:
        """Of how many pages a multiple a file has."""
        return _MULTIPLE[self.binding]


ARCHIVE = Profile()
