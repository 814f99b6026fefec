"""Formats: one module each, one row in :data:`WRITERS`. A writer sees a Document, never a record."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document


@dataclass(frozen=True, slots=True)
class Output:
    """A finished file: its bytes, and its pages where the format knows them."""

    data: bytes
    pages: int | None = None


class Writer(Protocol):
    """Made once per process (it may warm up), then asked for each brief.

    ``write`` reports what goes wrong as errors to *reporter* (the caller then keeps the old file)
    and returns the bytes of the file; the same document gives the same bytes.
    """

    def write(self, document: Document, reporter: Reporter) -> Output:
        """Return *document* in this format."""
        ...


# Format (and file suffix) → module and class; imported when first used, since they are slow to
# load.
WRITERS = {
    "docx": ("pitstop_docs.writers.docx", "DocxWriter"),
    "pdf": ("pitstop_docs.writers.pdf", "PdfWriter"),
}


# Formats whose files may do without their fonts: a PDF/A may not.
_EMBEDDING = ("docx",)


def make_writer(format: str, templates: Templates, media: Path, *, embed: bool = True) -> Writer:
    """Return the writer of *format*; *media* is the only folder it may read images from.

    *embed* says whether files carry their fonts, in formats that leave the choice.
    """
    module, name = WRITERS[format]
    options = {"embed": embed} if format in _EMBEDDING else {}
    writer: Writer = getattr(import_module(module), name)(templates, media, **options)
    return writer
