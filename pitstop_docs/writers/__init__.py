"""Formats: one module each, one row in :data:`WRITERS`. A writer sees a Document, never a record.

Enters: Documents. Leaves: the bytes of files, and what can be read in such files again."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pitstop_docs.writers.targets import WRITERS, Target

if TYPE_CHECKING:  # a build with nothing to do names formats, and loads no more
    from pitstop_docs.look.templates import Templates
    from pitstop_docs.problems.diagnostics import Reporter
    from pitstop_docs.tree.document import Document


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file: its bytes, and its pages where the format knows them."""

    data: bytes
    pages: int | None = None


class Writer(Protocol):
    """Made once per process (it may warm up), then asked for each brief.

    ``write`` reports what goes wrong as errors to *reporter* (the caller then keeps the old file)
    and returns the bytes of the file; the same document gives the same bytes.
    """

    def write(self, document: "Document", reporter: "Reporter") -> Written:
        """Return *document* in this format."""
        ...


def make_writer(format: str, templates: "Templates", media: Path, *, embed: bool = True) -> Writer:
    """Return the writer of *format*; *media* is the only folder it may read images from.

    *embed* says whether files carry their fonts, in formats that leave the choice.
    """
    row = WRITERS[format]
    options = {"embed": embed} if row.bare else {}
    writer: Writer = getattr(import_module(row.module), row.writer)(templates, media, **options)
    return writer


class Reading(Protocol):
    """What the module ``reading`` of a format finds in its files, which may come from anywhere."""

    def words_of(self, data: bytes) -> str:
        """Return the words of a file, in reading order; spaces and hyphens as its layout has them."""
        ...

    def pages_of(self, data: bytes) -> int | None:
        """Return how many pages a file has, if it says so itself."""
        ...


def reading(target: Target) -> Reading:
    """Return what reads the files of *target*."""
    module: Reading = import_module(f"{WRITERS[target.format].module}.reading")
    return module
