"""The footnotes of finished pages: in the order of their numbers, all there, where they are called.

Enters: pages; notes that say the same have the same ``data-number``, and stand once a page
(``engine/notes_once.py``). Leaves: what is lost or astray, and pages with notes in order.

A source has its number in the whole document: on which page a call will stand is not known before it is
laid out, and a number that depended on it would change what is laid out.
"""

from typing import Any

import weasyprint

_CALL = "span::footnote-call"


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
