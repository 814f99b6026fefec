"""What is changed in WeasyPrint while we lay out with it: one module a change, with its reason.

Each is made only in the version that it was proven on (``PROVEN``); in another, pages are as the engine
makes them, and the tests of finished pages say what is missing.
"""

from functools import lru_cache

import weasyprint

from pitstop_docs.writers.pdf.engine import continued_tables

PROVEN = weasyprint.__version__ == "70.0"


@lru_cache(maxsize=1)
def change() -> None:
    """Make all changes, once in a process."""
    if PROVEN:
        continued_tables.change()
