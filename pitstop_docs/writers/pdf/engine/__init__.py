"""What is changed in WeasyPrint while we work with it: one module a change, with its reason and what it gains.

Each is made only in the versions that it was proven on. Those of ``BEHAVIOUR`` decide what pages look like: in
another version pages are as the engine makes them, and the tests of finished pages say what is missing. Those
of ``SPEED`` leave every byte as it is, and are left out with ``PITSTOP_ENGINE=plain``.
"""

import os
from functools import lru_cache
from types import ModuleType

import pydyf
import weasyprint

from pitstop_docs.writers.pdf.engine import (
    colours,
    continued_tables,
    descendants,
    font_descriptions,
    html_parser,
    initial_styles,
    lines,
    normal_flow,
    notes_once,
    percentages,
    serialising,
    shared_styles,
    struts,
)

PROVEN = {"weasyprint": "70.0", "pydyf": "0.13.0"}
VARIABLE = "PITSTOP_ENGINE"
PLAIN = "plain"
TUNED = "tuned"

BEHAVIOUR: tuple[ModuleType, ...] = (continued_tables, notes_once)
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
    changes = (*(() if _unproven() else BEHAVIOUR), *(SPEED if state() == TUNED else ()))
    for each in changes:
        each.change()


def state() -> str:
    """Return how the engine runs here, for the journal: ``TUNED``, or why it is plain."""
    if os.environ.get(VARIABLE) == PLAIN:
        return f"{PLAIN}: {VARIABLE}"
    other = _unproven()
    return f"{PLAIN}: proven with {', '.join(other)}" if other else TUNED


def changes_pages() -> bool:
    """Tell whether pages are as ``BEHAVIOUR`` has them."""
    return not _unproven()


def _unproven() -> list[str]:
    """Return what is here in another version than the changes were proven on, with the right one."""
    here = {"weasyprint": weasyprint.__version__, "pydyf": pydyf.__version__}
    return [f"{name} {PROVEN[name]}" for name, version in here.items() if version != PROVEN[name]]
