"""Sheets that are only measured get nothing that pages have for being drawn and read.

WeasyPrint gives all that is laid out backgrounds, margin boxes, anchors, bookmarks and the file's metadata, for
which it goes through all boxes again: a sheet whose boxes are asked for their places alone needs none of them
(7 % of what it takes).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import document, layout

from pitstop_docs.writers.pdf.engine.putting import Put

_FOR_PAGES: tuple[tuple[Any, str, Callable[[], Any]], ...] = (
    (layout, "layout_backgrounds", lambda: None),
    (layout, "make_margin_boxes", tuple),
    (document, "gather_anchors", lambda: None),
    (document, "get_html_metadata", dict),
)
_measuring = False


@contextmanager
def only_measured() -> Iterator[None]:
    """Say that what is laid out meanwhile is measured, and thrown away."""
    global _measuring  # the engine hands nothing on that could say it
    _measuring = True
    try:
        yield
    finally:
        _measuring = False


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    for module, name, nothing in _FOR_PAGES:
        put(module, name, _unless_measured(getattr(module, name), nothing))


def _unless_measured(own: Callable[..., Any], nothing: Callable[[], Any]) -> Callable[..., Any]:
    def made(*given: Any, **named: Any) -> Any:
        return nothing() if _measuring else own(*given, **named)

    return made
