"""A finished PDF, opened once for all that tests ask of it: its letters are slow to read.

Enters: the bytes of a PDF. Leaves: its pages, as pdfplumber has them.
"""

import io
from functools import lru_cache
from typing import Any

import pdfplumber


@lru_cache(maxsize=2)
def pages_of(pdf: bytes) -> list[Any]:
    """Return the pages of *pdf*, which remember what was read of them; nobody changes that."""
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)
