"""The zip around a Word file: bytes of an untrusted archive in, files by name out, and back.

Enters: what somebody calls a .docx. Leaves: its files, or a :class:`Refused` that says why not:
nothing is unpacked before the archive's own directory has shown that it is small enough. Writing
gives bytes that depend on nothing but the contents; files that documents share are compressed once.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _

# What a letterhead may have at most; a large one has 40 files and 5 million bytes.
MOST_FILES = 1000
MOST_BYTES = 100_000_000  # unpacked, all files together
MOST_XML = 20_000_000  # one XML file, unpacked
MOST_PICTURE = 5_000_000  # one picture: every brief carries it
MOST_RATIO = 200  # unpacked to packed; XML reaches 30
_SMALL = 1_000_000  # bytes: what is smaller cannot be a bomb, however well it packs
_PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".svg",
    ".webp",
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file: [MS-CFB] 2.2
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # its stream: [MS-OFFCRYPTO] 2.3.4.4
_ODD_NAME = re.compile(r"^[/\\]|\\|(?:^|/)\.\.?(?:/|$)|[\x00-\x1f:]")

_DOS_DATE = 0x21  # the first of January 1980, the first date that a zip can hold
_VERSION = 20  # what reads deflated files
_UNIX = 3
_MODE = 0o100644 << 16
_DEFLATED = 8
_UTF8 = 1 << 11


class Refused(PitstopError):
    """A Word file that is not opened: a diagnostic's code, what is wrong and what to do."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.code = code


@dataclass(frozen=True, slots=True)
class File:
    """A file to put into an archive; ``shared`` ones come back in others, so they are kept packed."""

    name: str
    data: bytes
    shared: bool = False


def read_archive(data: bytes) -> dict[str, bytes]:
    """Return the files in the zip *data* by name; raises :class:`Refused`."""
    if data.startswith(_OLE):
        raise _compound(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check_sizes(infos)
            _check_names(infos)
            # A file that unpacks to more than its directory says fails its checksum.
            return {info.filename: archive.read(info) for info in infos}
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError,
        ValueError, struct.error,
    ) as error:  # fmt: skip
        raise Refused(
            "letterhead-unreadable",
            _("this is not a Word file, or it is damaged"),
            _("open it in Word and save it again as a Word document (.docx)"),
        ) from error


def _compound(data: bytes) -> Refused:
    if _ENCRYPTED in data:
        return Refused(
            "letterhead-unreadable",
            _("it is protected with a password"),
            _("in Word: File, Info, Protect Document, Encrypt with Password: delete it and save"),
        )
    return Refused(
        "letterhead-unreadable",
        _("it is in the format of Word 97-2003 (.doc)"),
        _("open it in Word and save it again as a Word document (.docx)"),
    )


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    """Raise when the archive's directory announces more than a Word file has."""
    if any(info.flag_bits & 1 for info in infos):
        raise Refused(
            "letterhead-unreadable",
            _("it is protected with a password"),
            _("save it again without a password"),
        )
    if len(infos) > MOST_FILES:
        raise _too_large(_("it holds {count} files").format(count=len(infos)), str(MOST_FILES))
    for info in infos:
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > _SMALL and ratio > MOST_RATIO:
            swells = _("'{file}' unpacks to {ratio} times its size")
            raise _too_large(swells.format(file=info.filename, ratio=round(ratio)), str(MOST_RATIO))
        if info.filename.lower().endswith(_PICTURES):
            if info.file_size > MOST_PICTURE:
                raise _large_picture(info)
        elif info.file_size > MOST_XML:
            raise _too_large(_holds(info.filename, info.file_size), _megabytes(MOST_XML))
    if (total := sum(info.file_size for info in infos)) > MOST_BYTES:
        unpacked = _("unpacked, it has {size} MB").format(size=_megabytes(total))
        raise _too_large(unpacked, _megabytes(MOST_BYTES))


def _large_picture(info: zipfile.ZipInfo) -> Refused:
    return Refused(
        "letterhead-too-large",
        _("picture '{file}' has {size} MB; at most {limit} are taken").format(
            file=info.filename, size=_megabytes(info.file_size), limit=_megabytes(MOST_PICTURE)
        ),
        _("every brief would carry it: in Word, Picture Format, Compress Pictures, then save"),
    )


def _too_large(message: str, limit: str) -> Refused:
    return Refused(
        "letterhead-too-large",
        _("{message}; at most {limit} are taken").format(message=message, limit=limit),
        _("a letterhead is a page or two: copy header and footer into a new Word document"),
    )


def _holds(name: str, size: int) -> str:
    return _("'{file}' has {size} MB").format(file=name, size=_megabytes(size))


def _megabytes(size: int) -> str:
    return str(round(size / 1_000_000))


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    """Raise on names that lead elsewhere, or twice to the same place (ECMA-376 part 2, 6.2.2.3)."""
    seen: set[str] = set()
    for info in infos:
        # orig_filename: zipfile shortens names at a NUL and turns backslashes where it runs.
        if _ODD_NAME.search(info.orig_filename) or info.filename.lower() in seen:
            raise Refused(
                "letterhead-unsafe",
                _("it holds a file with a forbidden name: '{file}'").format(
                    file=info.orig_filename.replace("\x00", "␀")
                ),
                _("Word never writes such a file: ask for the letterhead again, from its author"),
            )
        seen.add(info.filename.lower())


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
