"""Whether a style sets text as the one around it does.

Enters: a style, names of properties that are inherited. Leaves: the style around it, where all of them are as
they are there; then what was worked out of them for that serves for this.
"""

from typing import Any

from weasyprint.css import INHERITED

_PROPAGATED = "text_decoration_line"  # as good as inherited by what declares none
_UNKNOWN = object()


def names(*properties: str) -> frozenset[str]:
    """Return *properties*, which must be such as are inherited."""
    assert set(properties) <= {*INHERITED, _PROPAGATED}
    return frozenset(properties)


def source(style: Any, properties: frozenset[str]) -> Any:
    """Return the style that *style* has all *properties* from; None, where it may have one of its own."""
    parent = getattr(style, "parent_style", None)  # texts in pictures have none
    if parent is None or not properties.isdisjoint(getattr(style, "cascaded", ())):
        return None
    for name in properties:
        # What the engine has set on a copy is no declaration.
        value = dict.get(style, name, _UNKNOWN)
        if value is not _UNKNOWN and value != parent[name]:
            return None
    return parent
