"""A box that calls no footnote is not looked for among all that wait.

WeasyPrint asks of each box of each line whether its footnote, mostly None, is one of those to come: 7,500 boxes
of a dossier against up to forty notes.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.layout import LayoutContext

from pitstop_docs.writers.pdf.engine.putting import Put


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(LayoutContext, "__init__", _with_notes(LayoutContext.__init__))


class _Notes(list[Any]):
    """Footnotes that are still to come."""

    def __contains__(self, note: Any) -> bool:
        return note is not None and super().__contains__(note)

    def copy(self) -> "_Notes":
        """Return the same notes, in another list."""
        return _Notes(self)


def _with_notes(make: Callable[..., None]) -> Callable[..., None]:
    def __init__(self: Any, *arguments: Any) -> None:
        make(self, *arguments)
        self.footnotes = _Notes(self.footnotes)

    return __init__
