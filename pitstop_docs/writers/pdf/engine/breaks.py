"""Whether a line may end in a text is asked of Pango once.

WeasyPrint asks for each piece of each line, whenever it is laid out, and Pango looks at all of the text: 2,400
times a dossier, mostly for the same letters.
"""

from functools import lru_cache

from weasyprint.text import line_break

from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere

_MOST = 4096  # texts: about 1 MB


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    own = line_break.can_break_text
    put_everywhere(put, own, lru_cache(maxsize=_MOST)(own))
