"""Most boxes are in the normal flow, which two looks at their style tell.

WeasyPrint asks six other questions first, each a method with looks of its own: 41,000 times a dossier.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure.boxes import Box

from pitstop_docs.writers.pdf.engine.putting import Put


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(Box, "is_in_normal_flow", _looking(Box.is_in_normal_flow))


def _looking(ask: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def is_in_normal_flow(self: Any) -> bool:
        style = self.style
        return (style["float"] == "none" and style["position"] in _IN_FLOW) or ask(self)

    return is_in_normal_flow


_IN_FLOW = ("static", "relative")
