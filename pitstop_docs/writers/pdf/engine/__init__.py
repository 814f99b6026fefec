"""What is changed in WeasyPrint while we work with it: one module a change, with its reason and what it gains.

Each is made only in the versions that it was proven on. Those of ``BEHAVIOUR`` decide what pages look like: in
another version pages are as the engine makes them, and the tests of finished pages say what is missing. Those
of ``SPEED`` leave every byte as it is, and are left out with ``PITSTOP_ENGINE=plain``.
"""

from functools import lru_cache
from types import ModuleType

from pitstop_docs.writers.pdf.engine import loading as loading  # first: it loads WeasyPrint

# isort: split
from pitstop_docs.writers.engine import TUNED, state, unproven
from pitstop_docs.writers.pdf.engine import (
    backgrounds,
    bands_together,
    breaks,
    colours,
    contexts,
    continued_tables,
    descendants,
    floats,
    font_descriptions,
    footnote_calls,
    html_parser,
    initial_styles,
    lines,
    measured_sheets,
    normal_flow,
    notes_once,
    page_names,
    percentages,
    selectors,
    serialising,
    shared_styles,
    struts,
)

BEHAVIOUR: tuple[ModuleType, ...] = (bands_together, continued_tables, notes_once)
SPEED: tuple[ModuleType, ...] = (
    html_parser,
    selectors,
    shared_styles,
    initial_styles,
    colours,
    percentages,
    normal_flow,
    page_names,
    descendants,
    floats,
    footnote_calls,
    lines,
    struts,
    breaks,
    contexts,
    font_descriptions,
    backgrounds,
    measured_sheets,
    serialising,
)


@lru_cache(maxsize=1)
def change() -> None:
    """Make the changes, once in a process."""
    changes = (*(() if unproven() else BEHAVIOUR), *(SPEED if state() == TUNED else ()))
    for each in changes:
        each.change()


def changes_pages() -> bool:
    """Tell whether pages are as ``BEHAVIOUR`` has them."""
    return not unproven()
