"""What is made of a brief: one :data:`Target` for each of its files.

Enters: nothing. Leaves: values that are compared, sorted and matched by their type. A target's
``name`` is for people and for the keys of JSON: only :func:`target_named` reads one.
"""

from dataclasses import dataclass
from typing import ClassVar


class _Named:
    """Sorted by name, which is the class's ``format``, and the variant where it has one."""

    __slots__ = ()
    format: ClassVar[str]

    @property
    def variant(self) -> str:
        """What tells files of one format apart; "" for the ordinary one."""
        return ""

    @property
    def name(self) -> str:
        """The format, and the variant: "docx", "docx@035046", "pdf@press"."""
        return f"{self.format}@{self.variant}" if self.variant else self.format

    @property
    def suffix(self) -> str:
        """What its files end in: ".docx"."""
        return f".{self.format}"

    def __lt__(self, other: "_Named") -> bool:
        return self.name < other.name


@dataclass(frozen=True, slots=True)
class Word(_Named):
    """A Word file, on the ``letterhead`` of that id or, with "", on none."""

    letterhead: str = ""
    format: ClassVar[str] = "docx"

    @property
    def variant(self) -> str:
        """The letterhead."""
        return self.letterhead


@dataclass(frozen=True, slots=True)
class Pdf(_Named):
    """A PDF: with "" the one for screen and archive, else for the press in that ``profile``."""

    profile: str = ""
    format: ClassVar[str] = "pdf"

    @property
    def variant(self) -> str:
        """The profile."""
        return self.profile


@dataclass(frozen=True, slots=True)
class Odt(_Named):
    """An ODT file, which LibreOffice makes of the Word file."""

    format: ClassVar[str] = "odt"


Target = Word | Pdf | Odt


def target_named(name: str) -> Target:
    """Return the target whose ``name`` is *name*; raises :class:`ValueError` where none has it.

    A name comes from files that people can touch, and its variant becomes a folder's: one that
    would lead to another folder is no name.
    """
    format, _at, variant = name.partition("@")
    target: Target | None = None
    match format:
        case Word.format:
            target = Word(variant)
        case Pdf.format:
            target = Pdf(variant)
        case Odt.format:
            target = Odt()
    if target is None or target.name != name or variant.startswith(".") or {*variant} & {*"/\\\0"}:
        raise ValueError(f"no target is called {name!r}")
    return target
