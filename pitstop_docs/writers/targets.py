"""What is made of a brief: one :data:`Target` for each of its files; and the formats that there are.

Enters: nothing. Leaves: values that are compared, sorted and matched by their type, and a row for each
format in :data:`WRITERS`. A target's ``name`` is for people and for the keys of JSON: only
:func:`target_named` reads one.
"""

from dataclasses import dataclass, fields
from typing import ClassVar

DEFAULT_SHOP = "x4"  # of templates/press/, where nobody names another


class Named:
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

    def __lt__(self, other: "Named") -> bool:
        return self.name < other.name


@dataclass(frozen=True, slots=True)
class Word(Named):
    """A Word file, on the ``letterhead`` of that id or, with "", on none."""

    letterhead: str = ""
    format: ClassVar[str] = "docx"

    @property
    def variant(self) -> str:
        """The letterhead."""
        return self.letterhead


_PROOF = "+proof"


@dataclass(frozen=True, slots=True)
class Pdf(Named):
    """A PDF: with "" the one for screen and archive, else for the press in that ``profile``, the name of
    a shop; of a proof for it, "x4+proof"."""

    profile: str = ""
    format: ClassVar[str] = "pdf"

    @classmethod
    def of_shop(cls, shop: str, proof: bool) -> "Pdf":
        """Return the file for a *shop*, or its *proof*."""
        return cls(f"{shop}{_PROOF}" if proof else shop)

    @property
    def variant(self) -> str:
        """The profile."""
        return self.profile

    @property
    def shop(self) -> str:
        """The name of the shop; "" where there is none."""
        return self.profile.removesuffix(_PROOF)

    @property
    def is_proof(self) -> bool:
        """Whether it says on every page that nobody may print it."""
        return self.profile.endswith(_PROOF)


@dataclass(frozen=True, slots=True)
class Odt(Named):
    """An ODT file, which LibreOffice makes of the Word file."""

    format: ClassVar[str] = "odt"


Target = Word | Pdf | Odt


@dataclass(frozen=True, slots=True)
class Format:
    """What tells a format from the others: the class of its ``target``s, which has its name and its
    files' suffix; the ``module`` that has its ``writer``, and beside it ``reading``, which finds words
    and pages in a finished file; whether its files may do ``bare``, without their fonts."""

    target: type[Target]
    module: str
    writer: str
    bare: bool = False


# What workers make, by name; an ODT file is made of a Word file afterwards. Modules are loaded when
# they are used first, since they are slow to load.
WRITERS = {
    row.target.format: row
    for row in (
        Format(Word, "pitstop_docs.writers.docx", "DocxWriter", bare=True),
        Format(Pdf, "pitstop_docs.writers.pdf", "PdfWriter"),  # a PDF/A has its fonts
    )
}


def target_named(name: str) -> Target:
    """Return the target whose ``name`` is *name*; raises :class:`ValueError` where none has it.

    A name comes from files that people can touch, and its variant becomes a folder's: one that
    would lead to another folder is no name.
    """
    format, _at, variant = name.partition("@")
    leads_away = variant.startswith(".") or {*variant} & {*"/\\\0"}
    for kind in (*(row.target for row in WRITERS.values()), Odt):
        if kind.format == format and not leads_away and (not variant or fields(kind)):
            target: Target = kind(*([variant] if variant else []))
            if target.name == name:
                return target
    raise ValueError(f"no target is called {name!r}")
