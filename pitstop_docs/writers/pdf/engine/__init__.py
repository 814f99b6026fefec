"""What is changed in WeasyPrint while we work with it: one module a change, with its reason and what it gains.

Changes of ``BEHAVIOUR`` decide what pages look like, and are always made; those of ``SPEED`` leave every byte
as it is, are made only in the versions that they were proven on, and are left out with
``PITSTOP_ENGINE=plain``.
"""

import os
from functools import lru_cache
from types import ModuleType

import pydyf
import weasyprint

from pitstop_docs.writers.pdf.engine import (
    colours,
    descendants,
    font_descriptions,
    html_parser,
    initial_styles,
    lines,
    normal_flow,
    percentages,
    serialising,
    shared_styles,
    struts,
)

PROVEN = {"weasyprint": "70.0", "pydyf": "0.13.0"}
VARIABLE = "PITSTOP_ENGINE"
PLAIN = "plain"
TUNED = "tuned"

BEHAVIOUR: tuple[ModuleType, ...] = ()
SPEED: tuple[ModuleType, ...] = (
    html_parser,
    shared_styles,
    initial_styles,
    colours,
    percentages,
    normal_flow,
    descendants,
    lines,
    struts,
    font_descriptions,
    serialising,
)


@lru_cache(maxsize=1)
def change() -> None:
    """Make the changes, once in a process."""
    for each in (*BEHAVIOUR, *(SPEED if state() == TUNED else ())):
        each.change()


def state() -> str:
    """Return how the engine runs here, for the journal: ``TUNED``, or why it is plain."""
    if os.environ.get(VARIABLE) == PLAIN:
        return f"{PLAIN}: {VARIABLE}"
    here = {"weasyprint": weasyprint.__version__, "pydyf": pydyf.__version__}
    other = [f"{name} {PROVEN[name]}" for name, version in here.items() if version != PROVEN[name]]
    return f"{PLAIN}: proven with {', '.join(other)}" if other else TUNED
