"""Each object of a PDF file is serialised, and compressed, once, by the shortest way.

pydyf does it once to write the object, and once more for the file's identifier, which is a hash of them all.
While a file is written, what an object became is remembered by its number. What kind a value is, which pydyf
asks of each in turn, is looked up: 100,000 values of a dossier.
"""

import zlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import methodcaller
from typing import Any

import pydyf

from pitstop_docs.writers.pdf.engine.putting import Put

_LEVEL = 9  # of compression, pydyf's
_MOST = 8_192  # numbers that are remembered: those of columns, lines and grids come again


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    written: list[dict[int, tuple[Any, bytes]]] = []  # one of each file that is being written
    to_bytes = _looking_up(pydyf._to_bytes)
    put(pydyf, "_to_bytes", to_bytes)
    put(pydyf.Stream, "data", property(_remembering(_of_stream(to_bytes), written)))
    put(pydyf.Dictionary, "data", property(_remembering(_of_dictionary(to_bytes), written)))
    put(pydyf.Array, "data", property(_of_array(to_bytes)))
    put(pydyf.PDF, "write", _writing(pydyf.PDF.write, written))


def _looking_up(convert: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    ways: dict[type, Callable[[Any], bytes]] = {
        bytes: bytes,
        float: _of_float,
        int: b"%d".__mod__,
        str: methodcaller("encode", "ascii"),
    }

    def _to_bytes(item: Any) -> bytes:
        return ways.get(type(item), convert)(item)

    return _to_bytes


@lru_cache(maxsize=_MOST)
def _of_float(number: float) -> bytes:
    if number.is_integer():
        return b"%d" % number
    return f"{number:f}".rstrip("0").encode()


def _of_dictionary(to_bytes: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    def data(self: Any) -> bytes:
        entries = [
            b"/%b %b" % (to_bytes(key), value if type(value) is bytes else to_bytes(value))
            for key, value in self.items()
        ]
        return b"<<%b>>" % b"".join(entries)

    return data


def _of_array(to_bytes: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    def data(self: Any) -> bytes:
        return b"[%b]" % _joined(b" ", self, to_bytes)

    return data


def _of_stream(to_bytes: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    def data(self: Any) -> bytes:
        stream = _joined(b"\n", self.stream, to_bytes)
        extra = pydyf.Dictionary(self.extra.copy())
        if self.compress:
            extra["Filter"] = "/FlateDecode"
            stream = zlib.compress(stream, _LEVEL)
        extra["Length"] = len(stream)
        return b"\n".join((extra.data, b"stream", stream, b"endstream"))

    return data


def _joined(between: bytes, items: Iterable[Any], to_bytes: Callable[[Any], bytes]) -> bytes:
    return between.join([item if type(item) is bytes else to_bytes(item) for item in items])


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
