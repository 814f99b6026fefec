"""The zip around a Word file: bytes of an untrusted archive in, files by name out.

Enters: what somebody calls a .docx. Leaves: its files, or an :class:`WordFileError` that says why not:
nothing is unpacked before the archive's own directory has shown that it is small enough. Whoever reads
Word files that others may have made or changed reads them here.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from pitstop_docs.problems.diagnostics import printable
from pitstop_docs.problems.messages import _

# What a file may have at most; a large letterhead has 40 parts and 5 million bytes.
MOST_FILES = 1000
MOST_BYTES = 100_000_000  # the archive itself; and unpacked, all files together
MOST_XML = 20_000_000  # one file that is no picture, unpacked
MOST_RATIO = 200  # unpacked to packed; XML reaches 30
_SMALL = 1_000_000  # bytes: what is smaller cannot be a bomb, however well it packs
_PICTURES = (
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".webp",
)  # fmt: skip
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # ECMA-376 part 2, annex B

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file: [MS-CFB] 2.2
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # its stream: [MS-OFFCRYPTO] 2.3.4.4
_ODD_NAME = re.compile(r"^[/\\]|\\|(?:^|/)\.\.?(?:/|$)|:")


class WordFileError(Exception):
    """A Word file that is not opened: why, in a word and in a sentence, and what to do if there is
    something that nobody else knows better."""

    def __init__(
        self, reason: Literal["unreadable", "unsafe", "too-large"], message: str, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.hint = hint


def load_archive(path: Path) -> bytes:
    """Return the bytes of the file *path*; raises :class:`WordFileError` or OSError."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise _too_large(
            _("it has {size} MB").format(size=_megabytes(size)), _megabytes(MOST_BYTES)
        )
    return path.read_bytes()


def read_archive(
    data: bytes,
    wanted: Callable[[str], bool] = lambda name: True,
    most_xml: int = 0,
    most_bytes: int = 0,
) -> dict[str, bytes]:
    """Return the files in the zip *data* whose names are *wanted*; raises :class:`WordFileError`.

    Unpacked, a file that is no picture may have *most_xml* bytes, all together *most_bytes*; what is not
    given is what a Word file may have."""
    if data.startswith(_OLE):
        raise _compound(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check_names(infos)
            _check_sizes(infos, most_xml or MOST_XML, most_bytes or MOST_BYTES)
            # A file that unpacks to more than its directory says fails its checksum.
            return {info.filename: archive.read(info) for info in infos if wanted(info.filename)}
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError,
        ValueError, struct.error,
    ) as error:  # fmt: skip
        raise WordFileError(
            "unreadable", _("this is not a Word file, or it is damaged"), _save_again()
        ) from error


def check_xml_size(name: str, size: int, most: int = MOST_XML) -> None:
    """Raise :class:`WordFileError` when *size* is more than is parsed; *name* is the file's."""
    if size > most:
        holds = _("'{file}' has {size} MB").format(file=name, size=_megabytes(size))
        raise _too_large(holds, _megabytes(most))


def _save_again() -> str:
    return _("open it in Word and save it again as a Word document (.docx)")


def _compound(data: bytes) -> WordFileError:
    if _ENCRYPTED in data:
        return WordFileError(
            "unreadable",
            _("it is protected with a password"),
            _("in Word: File, Info, Protect Document, Encrypt with Password: delete it and save"),
        )
    return WordFileError(
        "unreadable", _("it is in the format of Word 97-2003 (.doc)"), _save_again()
    )


def _check_sizes(infos: list[zipfile.ZipInfo], most_xml: int, most_bytes: int) -> None:
    """Raise when the archive's directory announces more than is unpacked."""
    if any(info.flag_bits & 1 for info in infos):
        raise WordFileError(
            "unreadable",
            _("it is protected with a password"),
            _("save it again without a password"),
        )
    if any(info.compress_type not in _METHODS for info in infos):
        raise zipfile.BadZipFile
    if len(infos) > MOST_FILES:
        raise _too_large(_("it holds {count} files").format(count=len(infos)), str(MOST_FILES))
    for info in infos:
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > _SMALL and ratio > MOST_RATIO:
            swells = _("'{file}' unpacks to {ratio} times its size")
            raise _too_large(swells.format(file=info.filename, ratio=round(ratio)), str(MOST_RATIO))
        if not info.filename.lower().endswith(_PICTURES):
            check_xml_size(info.filename, info.file_size, most_xml)
    if (total := sum(info.file_size for info in infos)) > most_bytes:
        unpacked = _("unpacked, it has {size} MB").format(size=_megabytes(total))
        raise _too_large(unpacked, _megabytes(most_bytes))


def _too_large(message: str, limit: str) -> WordFileError:
    return WordFileError(
        "too-large", _("{message}; at most {limit} are taken").format(message=message, limit=limit)
    )


def _megabytes(size: int) -> str:
    return str(round(size / 1_000_000))


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    """Raise on names that lead elsewhere, or twice to the same place (ECMA-376 part 2, 6.2.2.3)."""
    seen: set[str] = set()
    for info in infos:
        # orig_filename: zipfile shortens names at a NUL and turns backslashes where it runs.
        name = unquote(info.orig_filename)
        if not name.isprintable() or _ODD_NAME.search(name) or name.lower() in seen:
            raise WordFileError(
                "unsafe",
                _("it holds a file with a forbidden name: '{file}'").format(file=printable(name)),
            )
        seen.add(name.lower())
