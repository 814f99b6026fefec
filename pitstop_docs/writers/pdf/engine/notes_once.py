"""A footnote of the class ``once`` stands once on a page, whatever number of calls lead to it; and notes stay
on the pages of their calls.

The engine prints a note for each call, and has no word for two that say the same: those with the same
``data-number``. To make room for the line that may end a page, it moves the last notes of the page away from
their calls, and forgets those that the line itself calls. And it compares sums of fractions, and would now and
then have all later notes a page late.
"""

from typing import Any

from weasyprint import document
from weasyprint.layout import LayoutContext

from pitstop_docs.writers.pdf.engine.putting import Put

ONCE = "once"  # the class of the note


def change(put: Put = setattr) -> None:
    """Lay out notes so from now on."""
    put(document, "LayoutContext", _Context)


class _Staying(list[Any]):
    """The notes of a page. The engine moves none of them where it takes the page to have no notes, and ends the
    page before the line."""

    def __bool__(self) -> bool:
        return False


class _Context(LayoutContext):  # type: ignore[misc]
    """The engine's state: a note that stands on the page already takes no room there again."""

    _notes: list[Any]

    @property
    def current_page_footnotes(self) -> list[Any]:
        """The notes of the page."""
        return self._notes

    @current_page_footnotes.setter
    def current_page_footnotes(self, notes: list[Any]) -> None:
        self._notes = _Staying(notes)

    def layout_footnote(self, footnote: Any) -> Any:
        """Add *footnote* to the page; return whether that is too much for it. One that stands there already
        goes on waiting: its line may yet go to a page that has no such note."""
        there = (*self.current_page_footnotes, *self.reported_footnotes)
        if any(_say_the_same(note.element, footnote.element) for note in there):
            return False
        return super().layout_footnote(footnote)

    def report_footnote(self, footnote: Any) -> None:
        """Move *footnote* to the next page, where it is one that this page prints."""
        if footnote in self.current_page_footnotes:
            super().report_footnote(footnote)

    def _update_footnote_area(self) -> bool:
        """Give the notes of the page their room. They never overflow it, since it is as high as they are."""
        notes, self._notes = self._notes, [*self._notes]
        super()._update_footnote_area()
        self._notes = notes
        return False


def _say_the_same(one: Any, other: Any) -> bool:
    return ONCE in other.get("class", "").split() and (
        one.get("data-number") == other.get("data-number")
    )
