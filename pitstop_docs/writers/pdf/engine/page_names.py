"""The names of the pages that a box begins and ends on are found along its edges.

WeasyPrint asks the first box inside and the last one for both names, and goes on so with each: what is on no
edge is asked over and over, 22,000 times for two dossiers' 5,500 questions.
"""

from typing import Any

from weasyprint.formatting_structure.boxes import ParentBox

from pitstop_docs.writers.pdf.engine.putting import Put


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(ParentBox, "page_values", _page_values)


def _page_values(self: Any) -> tuple[Any, Any]:
    return _name(self, 0), _name(self, 1)


def _name(box: Any, edge: int) -> Any:
    """Return the name that the innermost box at the *edge*, first (0) or last (1), of *box* has; else of one
    around it."""
    name = box.style["page"]
    while type(box).page_values is _page_values:
        inside = reversed(box.children) if edge else box.children
        inner = next((each for each in inside if _counts(each)), None)
        if inner is None:
            return name
        box = inner
        name = box.style["page"] or name
    return box.page_values()[edge] or name


def _counts(box: Any) -> bool:
    return bool(box.is_in_normal_flow() or box.is_floated())
