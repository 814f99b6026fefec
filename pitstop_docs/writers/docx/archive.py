"""The zip around a Word file of ours: files in, bytes out.

Enters: files in their order. Leaves: bytes that depend on nothing but the contents; files that documents
share are compressed once. Reading is for files of strangers: ``runs/archive.py``.
"""

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

_DOS_DATE = 0x21  # the first of January 1980, the first date that a zip can hold
_VERSION = 20  # what reads deflated files
_UNIX = 3
_MODE = 0o100644 << 16
_DEFLATED = 8
_UTF8 = 1 << 11
_BLOCK = 0xFFFF  # bytes of a block that is not compressed: its length, and the complement of that


@dataclass(frozen=True, slots=True)
class File:
    """A file to put into an archive; ``shared`` ones come back in others, so they are kept packed."""

    name: str
    data: bytes
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """A file that is packed already: its ``checksum`` and ``size`` are those of what it holds."""

    name: str
    checksum: int
    data: bytes
    size: int


class Spliced:
    """A file whose words come *between* pieces that are the same in every archive, and packed once: what
    deflate makes of each begins and ends with a byte (RFC 1951, 3.2.4)."""

    def __init__(self, name: str, between: Sequence[bytes]) -> None:
        self._name = name
        self._pieces = between
        last = len(between) - 1
        self._packed = [_piece(data, last=n == last) for n, data in enumerate(between)]

    def packed(self, words: Iterable[bytes]) -> Packed:
        """Return the file with *words* between its pieces, one less than these."""
        checksum = size = 0
        packed = []
        for piece, data, word in zip_longest(self._pieces, self._packed, words, fillvalue=b""):
            checksum = zlib.crc32(word, zlib.crc32(piece, checksum))
            size += len(piece) + len(word)
            packed += [data, _stored(word)]
        return Packed(self._name, checksum, b"".join(packed), size)


def _piece(data: bytes, last: bool) -> bytes:
    deflate = _deflate()
    return deflate.compress(data) + deflate.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def _stored(data: bytes) -> bytes:
    blocks = [data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK)]
    return b"".join(
        b"\0" + struct.pack("<HH", len(block), _BLOCK - len(block)) + block for block in blocks
    )


def write_archive(files: Iterable[File | Packed]) -> bytes:
    """Return a zip of *files* in their order, with fixed dates: equal contents, equal bytes."""
    buffer = io.BytesIO()
    directory = []
    count = 0
    for each in files:
        file = pack(each) if isinstance(each, File) else each
        name = file.name.encode()
        # APPNOTE 4.3.7: version, flags, method, time, date, checksum, sizes, lengths of names.
        common = struct.pack(
            "<5H3I2H", _VERSION, _UTF8, _DEFLATED, 0, _DOS_DATE, file.checksum,
            len(file.data), file.size, len(name), 0,
        )  # fmt: skip
        place = buffer.tell()
        buffer.write(b"PK\x03\x04" + common + name + file.data)
        made_by = struct.pack("<H", _UNIX << 8 | _VERSION)
        rest = struct.pack("<3H2I", 0, 0, 0, _MODE, place)
        directory.append(b"PK\x01\x02" + made_by + common + rest + name)
        count += 1
    begin = buffer.tell()
    listed = b"".join(directory)
    buffer.write(listed)
    buffer.write(b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, count, count, len(listed), begin, 0))
    return buffer.getvalue()


def pack(file: File) -> Packed:
    """Return *file* as it goes into archives."""
    checksum, data = (_pack_shared if file.shared else _pack)(file.data)
    return Packed(file.name, checksum, data, len(file.data))


def _deflate() -> "zlib._Compress":
    return zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)


def _pack(data: bytes) -> tuple[int, bytes]:
    deflate = _deflate()
    return zlib.crc32(data), deflate.compress(data) + deflate.flush()


_pack_shared = lru_cache(256)(_pack)
