"""A colour's name is parsed once in a process.

WeasyPrint computes a style's colours by tokenising their names again, "currentcolor" above all: 990 times a
dossier, for about ten names.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from weasyprint.css import computed_values

from pitstop_docs.writers.pdf.engine.putting import Put

_MOST = 512


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(computed_values, "parse_color", _remembering(computed_values.parse_color))


def _remembering(parse: Callable[..., Any]) -> Callable[..., Any]:
    known = lru_cache(maxsize=_MOST)(parse)

    def parse_color(value: Any, *schemes: Any) -> Any:
        return known(value, *schemes) if isinstance(value, str) else parse(value, *schemes)

    return parse_color
