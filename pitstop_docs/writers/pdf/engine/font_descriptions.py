"""A style's font is described to Pango once, not once a piece of text.

Pango copies a description that is given to a layout, so that one serves all of a style: 4,600 descriptions
a dossier become some sixty.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.text import fonts

from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere

_DESCRIPTION = "_pitstop_description"  # an attribute of a style


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put_everywhere(put, fonts.get_font_description, _remembering(fonts.get_font_description))


def _remembering(describe: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get_font_description(style: Any) -> Any:
        known = vars(style)
        if _DESCRIPTION not in known:
            known[_DESCRIPTION] = describe(style)
        return known[_DESCRIPTION]

    return get_font_description
