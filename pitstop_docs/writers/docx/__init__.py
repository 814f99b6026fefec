"""Word documents: a Document and the styles of ``templates/docx/reference.docx`` → a DOCX file.

The OOXML layer (``markup``, ``package``) knows no Document; the writing layer (``writer`` and its
siblings) knows no zip file. Rules of the format are quoted as ECMA-376 part 1, clause.
"""

from pitstop_docs.writers.docx.letterheads import Letterhead
from pitstop_docs.writers.docx.writer import DocxWriter

__all__ = ["DocxWriter", "Letterhead"]
