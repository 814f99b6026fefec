"""A style has the initial values of all properties from its beginning, and takes what it inherits at once.

WeasyPrint works each value out when it is first asked for, through all that might have been declared: 80,000
times a dossier. Most properties are declared nowhere and not inherited, so that their values are
known before; of what is inherited, the parent's value is taken as it is unless somebody declared it.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.css import (
    INHERITED,
    INITIAL_NOT_COMPUTED,
    INITIAL_VALUES,
    AnonymousStyle,
    ComputedStyle,
)
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math

from pitstop_docs.writers.pdf.engine.putting import Put

_PROPAGATED = "text_decoration_"
# What no declaration of another property decides, and no ancestor.
_INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED
    and name not in INITIAL_NOT_COMPUTED
    and name not in ("page", "position", "float", "display")
    and not name.startswith(_PROPAGATED)
}
_ALIKE = (
    INHERITED
    - {name for name in INHERITED if name.startswith(_PROPAGATED)}
    - {
        *PHYSICAL_FUNCTIONS,
        "page",
    }
)
_LOGICAL = {
    function(block="ttb", inline=inline)
    for function in PHYSICAL_FUNCTIONS.values()
    for inline in ("ltr", "rtl")
}
# What is known as soon as none of some properties is declared.
_SIDES = ("border_top", "border_right", "border_bottom", "border_left", "outline")
_BORDERLESS = tuple(
    (frozenset({f"{side}_width", f"{side}_style"}), f"{side}_width") for side in _SIDES
)
_IN_FLOW = {name: INITIAL_VALUES[name] for name in ("position", "float")}
_NOT_PHYSICAL = {name: value for name, value in _INITIAL.items() if name not in PHYSICAL_FUNCTIONS}


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(AnonymousStyle, "__init__", _filling_anonymous(AnonymousStyle.__init__))
    put(ComputedStyle, "__init__", _filling(ComputedStyle.__init__))
    put(ComputedStyle, "__missing__", _inheriting(ComputedStyle.__missing__))


def _filling_anonymous(make: Callable[..., None]) -> Callable[..., None]:
    def __init__(self: Any, parent_style: Any) -> None:
        self.update(_INITIAL)
        make(self, parent_style)

    return __init__


def _filling(make: Callable[..., None]) -> Callable[..., None]:
    def __init__(self: Any, parent_style: Any, cascaded: Any, *rest: Any) -> None:
        make(self, parent_style, cascaded, *rest)
        logical = not _LOGICAL.isdisjoint(cascaded)
        self.update(_NOT_PHYSICAL if logical else _INITIAL)
        for name in cascaded:
            self.pop(name, None)
        if not logical:
            self.update((width, 0) for names, width in _BORDERLESS if names.isdisjoint(cascaded))
        if _IN_FLOW.keys().isdisjoint(cascaded):
            self.update(_IN_FLOW)
            self.specified.update(_IN_FLOW)  # for what is displayed

    return __init__


def _inheriting(work_out: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    def __missing__(self: Any, key: str) -> Any:
        if key in _ALIKE and key not in self.cascaded and self.parent_style is not None:
            value = self.parent_style[key]
            if not check_math(value):
                self[key] = value
                return value
        return work_out(self, key)

    return __missing__
