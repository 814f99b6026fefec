"""Bytes → text, and paths that stay inside their folder.

Enters: a path. Leaves: text in the usual characters with ``\\n`` line ends, or a reported error. A byte
order mark and Windows line ends are accepted.
"""

import codecs
import unicodedata
from pathlib import Path

from pitstop_docs.problems.diagnostics import Location, Reporter, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.characters import as_meant

SIZE_MAX = 500_000  # bytes; the longest honest source has some tens of thousands
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def resolved(path: Path) -> Path | None:
    """Return *path* with its links followed, or None if it leads nowhere: a link to itself, a name
    that no file can have."""
    try:
        end = path.resolve()
        # Since Python 3.13 a loop raises nothing: where it ends is still a link.
        return None if end.is_symlink() else end
    except (OSError, RuntimeError, ValueError):
        return None


def inside(path: Path, folder: Path) -> bool:
    """Tell whether *path*, links followed, lies in *folder*."""
    end = resolved(path)
    return end is not None and end.is_relative_to(folder.resolve())


def is_file(path: Path) -> bool:
    """Tell whether *path* is a file that can be there at all: a name may be too long for a disk."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_text(path: Path, root: Path, reporter: Reporter) -> str | None:
    """Return the text of *path*, or None after reporting why it cannot be read."""
    place = Location(relative(path, root))
    # A link could lead to any file of the machine: what it leads to must lie in the project.
    if resolved(path) is not None and not inside(path, root):
        reporter.report("outside-project", place)
        return None
    try:
        # Only a file: reading a pipe would wait for ever.
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= SIZE_MAX else None
        if data is None and path.is_file():
            reporter.report(
                "too-large", place, _("the file has more than {size} bytes").format(size=SIZE_MAX)
            )
            return None
    except OSError as error:
        reason = _("you may not read it") if isinstance(error, PermissionError) else error.strerror
        _report_unreadable(str(reason), place, reporter)
        return None
    if data is None:
        reason = _("it is a folder") if path.is_dir() else _("it is a link that leads nowhere")
        _report_unreadable(reason, place, reporter)
        return None
    return _decode(data, place, reporter)


def _report_unreadable(reason: str, place: Location, reporter: Reporter) -> None:
    reporter.report(
        "unreadable", place, _("this file cannot be read: {reason}").format(reason=reason)
    )


def _decode(data: bytes, place: Location, reporter: Reporter) -> str | None:
    if data.startswith(_UTF16):
        _report_encoding(_("this file is UTF-16 text, not UTF-8"), place, reporter)
        return None
    if b"\x00" in data:
        reporter.report("binary-file", place)
        return None
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not data.strip():
        reporter.report("empty-file", place)
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        _report_encoding(
            _("this character is not UTF-8 (byte 0x{byte:02x})").format(byte=data[error.start]),
            Location(place.path, before.count(b"\n") + 1, column),
            reporter,
        )
        return None
    # NFC never moves a line break, so lines stay true; columns are counted after it.
    return as_meant(unicodedata.normalize("NFC", text), place.path, reporter)


def _report_encoding(message: str, place: Location, reporter: Reporter) -> None:
    reporter.report("not-utf8", place, message)
