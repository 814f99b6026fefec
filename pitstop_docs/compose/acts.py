"""A case, a body that is asked → the draft of an act, as a Document.

Enters: a checked Collection. Leaves: one Document, for Word alone; nothing in it is ever cut."""

from pitstop_docs.records.model import Case, Collection
from pitstop_docs.tree.document import Document


def compose_act(collection: Collection, case: Case, body: str) -> Document:
    """Return the draft of the act that *body* is asked for."""
    raise NotImplementedError
