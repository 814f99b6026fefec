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
    bare_boxes,
    breaks,
    colours,
    contexts,
    continued_tables,
    cycles,
    descendants,
    drawn_lines,
    floats,
    font_descriptions,
    footnote_calls,
    glyph_arrays,
    heads,
    html_parser,
    initial_styles,
    lines,
    margins,
    measured_sheets,
    normal_flow,
    notes_once,
    numbered_tags,
    page_names,
    percentages,
    plain_lines,
    selectors,
    serialising,
    shared_styles,
    struts,
    surroundings,
    wrappers,
)

BEHAVIOUR: tuple[ModuleType, ...] = (bands_together, continued_tables, notes_once)
SPEED: tuple[ModuleType, ...] = (
    html_parser,
    wrappers,
    heads,
    selectors,
    shared_styles,
    initial_styles,
    colours,
    percentages,
    normal_flow,
    page_names,
    margins,
    descendants,
    floats,
    footnote_calls,
    plain_lines,
    lines,
    struts,
    breaks,
    contexts,
    font_descriptions,
    backgrounds,
    drawn_lines,
    bare_boxes,
    surroundings,
    glyph_arrays,
    numbered_tags,
    measured_sheets,
    serialising,
    cycles,
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
