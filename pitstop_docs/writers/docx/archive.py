"""The zip around a Word file of ours: files in, bytes out.

Enters: files in their order. Leaves: bytes that depend on nothing but the contents; files that documents
share are compressed once. Reading is for files of strangers: ``runs/archive.py``.
"""

import io
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_DOS_DATE = 0x21  # the first of January 1980, the first date that a zip can hold
_VERSION = 20  # what reads deflated files
_UNIX = 3
_MODE = 0o100644 << 16
_DEFLATED = 8
_UTF8 = 1 << 11


@dataclass(frozen=True, slots=True)
class File:
    """A file to put into an archive; ``shared`` ones come back in others, so they are kept packed."""

    name: str
    data: bytes
    shared: bool = False


def write_archive(files: Iterable[File]) -> bytes:
    """Return a zip of *files* in their order, with fixed dates: equal contents, equal bytes."""
    buffer = io.BytesIO()
    directory = []
    count = 0
    for file in files:
        name = file.name.encode()
        checksum, packed = _pack_shared(file.data) if file.shared else _pack(file.data)
        # APPNOTE 4.3.7: version, flags, method, time, date, checksum, sizes, lengths of names.
        common = struct.pack(
            "<5H3I2H", _VERSION, _UTF8, _DEFLATED, 0, _DOS_DATE, checksum, len(packed),
            len(file.data), len(name), 0,
        )  # fmt: skip
        place = buffer.tell()
        buffer.write(b"PK\x03\x04" + common + name + packed)
        made_by = struct.pack("<H", _UNIX << 8 | _VERSION)
        rest = struct.pack("<3H2I", 0, 0, 0, _MODE, place)
        directory.append(b"PK\x01\x02" + made_by + common + rest + name)
        count += 1
    begin = buffer.tell()
    listed = b"".join(directory)
    buffer.write(listed)
    buffer.write(b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, count, count, len(listed), begin, 0))
    return buffer.getvalue()


def _pack(data: bytes) -> tuple[int, bytes]:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return zlib.crc32(data), deflate.compress(data) + deflate.flush()


_pack_shared = lru_cache(256)(_pack)
