"""The parts of a brief: one function for each that an edition may list.

Enters: a :class:`~pitstop_docs.compose.composition.Composition` and one row of its edition. Leaves: a
block, mostly a section or a callout, or None where the source has nothing to say. What is
not known is left out and asked, once."""

from pitstop_docs.compose.composition import BUILDERS, LAST, Composition
from pitstop_docs.compose.parts import facts, figures, lists, recipient, request, tables, texts
from pitstop_docs.records.editions import EditionPart
from pitstop_docs.tree.document import Block

# Loading them enters their functions.
MODULES = (facts, figures, lists, recipient, request, tables, texts)

__all__ = ["BUILDERS", "LAST", "build_part"]


def build_part(composition: Composition, part: EditionPart) -> Block | None:
    """Return the block of *part*, or None if the case has nothing for it."""
    return BUILDERS[part.part](composition, part)
