"""A style's strut is looked up once, not once a line.

WeasyPrint has the struts it measured by a text of fourteen properties, which it writes anew for each line:
5,000 times a dossier, for some forty styles.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.text import line_break

from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere

_STRUT = "_pitstop_strut"  # an attribute of a style


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put_everywhere(put, line_break.strut, _remembering(line_break.strut))


def _remembering(measure: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def strut(style: Any) -> Any:
        known = vars(style)
        if _STRUT not in known:
            known[_STRUT] = measure(style)
        return known[_STRUT]

    return strut
