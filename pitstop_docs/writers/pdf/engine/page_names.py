"""The names of the pages that a box begins and ends on are found along its edges, each when it is asked for.

WeasyPrint asks the first box inside and the last one for both names, and goes on so with each: what is on no
edge is asked over and over, 22,000 times for two dossiers' 5,500 questions. And of two names one is asked for.
"""

from typing import Any

from weasyprint.formatting_structure.boxes import ParentBox

from pitstop_docs.writers.pdf.engine.putting import Put


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(ParentBox, "page_values", _page_values)


class _Names:
    """Both names of *box*."""

    __slots__ = ("_box",)

    def __init__(self, box: Any) -> None:
        self._box = box

    def __getitem__(self, edge: int) -> Any:
        if edge not in (0, 1):
            raise IndexError(edge)
        return _name(self._box, edge)


def _page_values(self: Any) -> _Names:
    return _Names(self)


def _name(box: Any, edge: int) -> Any:
    """Return the name that the innermost box at the *edge*, first (0) or last (1), of *box* has; else of one
    around it."""
    name = box.style["page"]
    while type(box).page_values is _page_values:
        inside = reversed(box.children) if edge else box.children
        for inner in inside:
            if inner.is_in_normal_flow() or inner.is_floated():
                break
        else:
            return name
        box = inner
        name = box.style["page"] or name
    return box.page_values()[edge] or name
