"""Footnotes: one for each source on a page, whatever number of calls lead to it.

Enters: the HTML, in which notes that say the same have the same ``data-number``. Leaves: pages, each of
which prints a note once; and whether they print all of them, where they are called.

A source has its number in the whole document: on which page a call will stand is not known before it is
laid out, and a number that depended on it would change what is laid out.
"""

from typing import Any

import weasyprint
from weasyprint.layout import LayoutContext

_CALL = "span::footnote-call"


class _Staying(list[Any]):
    """The notes of a page. To make room for the line that may end it, the engine (WeasyPrint 70) moves the last
    ones to the next page, away from their calls, and forgets those that the line itself calls; it leaves that
    where it takes the page to have no notes, and ends the page before the line."""

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
        if any(_number(note.element) == _number(footnote.element) for note in there):
            return False
        return super().layout_footnote(footnote)

    def report_footnote(self, footnote: Any) -> None:
        """Move *footnote* to the next page, where it is one that this page prints."""
        if footnote in self.current_page_footnotes:
            super().report_footnote(footnote)

    def _update_footnote_area(self) -> bool:
        """Give the notes of the page their room. They never overflow it, since it is as high as they are; the
        engine compares sums of fractions, and would now and then have all later notes a page late."""
        notes, self._notes = self._notes, [*self._notes]
        super()._update_footnote_area()
        self._notes = notes
        return False


class _Document(weasyprint.Document):  # type: ignore[misc]
    @classmethod
    def _build_layout_context(cls, *arguments: Any) -> LayoutContext:
        context = super()._build_layout_context(*arguments)
        context.__class__ = _Context
        context.current_page_footnotes = []
        return context


def render(html: weasyprint.HTML, font_config: Any, **options: Any) -> weasyprint.Document:
    """Return the pages of *html*, as its own ``render`` does, with each note once a page."""
    return _Document._render(
        html, font_config, None, None, {**weasyprint.DEFAULT_OPTIONS, **options}
    )


def lost_notes(pages: list[weasyprint.Page], root: Any) -> int:
    """Return how many calls of the document *root* lead to no note: the engine has printed it nowhere, nor
    another of the same number on the page of the call.

    WeasyPrint 70 drops one now and then when it lays pages out again for the page numbers in the
    contents.
    """
    found = {element for page in pages for element in _printed(page)}
    for page in pages:
        numbers = {_number(element) for element in _printed(page)}
        found |= {call for call in _called(page) if _number(call) in numbers}
    return sum(1 for element in root.iter("span") if _is_note(element) and element not in found)


def stray_notes(pages: list[weasyprint.Page]) -> bool:
    """Return whether a footnote stands on an earlier page than its call."""
    calls = {call: number for number, page in enumerate(pages) for call in _called(page)}
    return any(
        number < calls.get(note, 0) for number, page in enumerate(pages) for note in _printed(page)
    )


def printed_notes(pages: list[weasyprint.Page]) -> set[Any]:
    """Return the elements of the notes that *pages* print."""
    return {element for page in pages for element in _printed(page)}


def sort_notes(page: weasyprint.Page) -> None:
    """Put the notes of *page* in the order of their numbers."""
    for area in _areas(page):
        notes = list(area.children)
        if not all(note.element is not None and _is_note(note.element) for note in notes):
            continue
        top = min((note.position_y for note in notes), default=0.0)
        area.children = sorted(notes, key=lambda note: int(_number(note.element)))
        for note in area.children:
            note.translate(0, top - note.position_y)
            top += note.margin_height()


def _areas(page: weasyprint.Page) -> list[Any]:
    children = page._page_box.children
    return [part for part in children if type(part).__name__ == "FootnoteAreaBox"]


def _printed(page: weasyprint.Page) -> list[Any]:
    boxes = (box for area in _areas(page) for box in area.descendants())
    found = (box.element for box in boxes if box.element_tag == "span" and _is_note(box.element))
    return list(dict.fromkeys(found))


def _called(page: weasyprint.Page) -> list[Any]:
    return [box.element for box in page._page_box.descendants() if box.element_tag == _CALL]


def _is_note(element: Any) -> bool:
    return bool(element.get("class", "").split()[:1] == ["note"])


def _number(element: Any) -> str:
    return str(element.get("data-number"))
