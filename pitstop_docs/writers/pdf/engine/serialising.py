"""Each object of a PDF file is serialised, and compressed, once.

pydyf does it once to write the object, and once more for the file's identifier, which is a hash of them all.
While a file is written, what an object became is remembered by its number.
"""

from collections.abc import Callable
from typing import Any

import pydyf

from pitstop_docs.writers.pdf.engine.putting import Put

_KINDS = (pydyf.Stream, pydyf.Dictionary)


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    written: list[dict[int, tuple[Any, bytes]]] = []  # one of each file that is being written
    for kind in _KINDS:
        put(kind, "data", property(_remembering(kind.data.fget, written)))
    put(pydyf.PDF, "write", _writing(pydyf.PDF.write, written))


def _remembering(
    serialise: Callable[[Any], bytes], written: list[dict[int, tuple[Any, bytes]]]
) -> Callable[[Any], bytes]:
    def data(self: Any) -> bytes:
        if not written or self.number is None:
            return serialise(self)
        known = written[-1]
        holder, found = known.get(self.number, (None, b""))
        if holder is not self:
            found = serialise(self)
            known[self.number] = self, found
        return found

    return data


def _writing(
    write: Callable[..., None], written: list[dict[int, tuple[Any, bytes]]]
) -> Callable[..., None]:
    def write_once(self: Any, *arguments: Any, **options: Any) -> None:
        written.append({})
        try:
            write(self, *arguments, **options)
        finally:
            written.pop()

    return write_once
