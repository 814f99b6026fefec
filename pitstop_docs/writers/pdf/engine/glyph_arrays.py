"""The glyphs that a font keeps are listed in an array of one C type.

WeasyPrint asks for an array of just so many glyphs: each number is another type, for which a parser of C is
run, 10 ms a time, and which stays for good. It was a fifteenth of the time of writing a file, in a process
that has written few.
"""

from typing import Any

from weasyprint.pdf import fonts

from pitstop_docs.writers.pdf.engine.putting import Put

_ARRAY = "hb_codepoint_t["


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(fonts, "ffi", _Ffi(fonts.ffi))


class _Ffi:
    """What speaks to libraries, as *own* does it."""

    def __init__(self, own: Any) -> None:
        self._own = own

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def new(self, kind: str, *values: Any) -> Any:
        """Return what *kind* says, made of *values*: an array is as long as they are."""
        return self._own.new(f"{_ARRAY}]" if values and kind.startswith(_ARRAY) else kind, *values)
