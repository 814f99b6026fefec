"""Files → bytes → text, and paths that stay inside their folder.

Enters: a path. Leaves: its bytes; text in the usual characters with ``\\n`` line ends; or a reported error.
A byte order mark and Windows line ends are accepted.
"""

import codecs
import re
import unicodedata
from os.path import lexists
from pathlib import Path

from pitstop_docs.problems.diagnostics import Location, Reporter, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.readers.characters import as_meant, location_in, usual

SIZE_MAX = 500_000  # bytes; the longest honest source has some tens of thousands
_PER_NUL = 20  # bytes for each NUL in what is still text
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


def found_in(folder: Path, name: str) -> Path:
    """Return where the file that *name* means in *folder* is, or would be: macOS writes an accent
    in a name as a sign of its own."""
    path = folder
    for part in Path(name).parts:
        here, path = path, path / part
        if not lexists(path):
            entries = sorted(here.iterdir()) if here.is_dir() else []
            path = next((entry for entry in entries if composed(entry.name) == part), path)
    return path


def composed(name: str) -> str:
    """Return *name* as names are compared: each accent with its letter."""
    return unicodedata.normalize("NFC", name)


def read_bytes(path: Path, root: Path, reporter: Reporter, most: int = SIZE_MAX) -> bytes | None:
    """Return what *path* holds, at most *most* bytes, or None after reporting why it cannot be read."""
    place = Location(relative(path, root))
    # A link could lead to any file of the machine: what it leads to must lie in the project.
    end = resolved(path)
    if end and not (end.is_relative_to(root) or end.is_relative_to(root.resolve())):
        reporter.report("outside-project", place)
        return None
    try:
        # Only a file: reading a pipe would wait for ever.
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= most else None
        if data is None and path.is_file():
            reporter.report(
                "too-large", place, _("the file has more than {size} bytes").format(size=most)
            )
            return None
    except OSError as error:
        _report_unreadable(reason_of(error), place, reporter)
        return None
    if data is None:
        reason = _("it is a folder") if path.is_dir() else _("it is a link that leads nowhere")
        _report_unreadable(reason, place, reporter)
    return data


# What git writes where two versions of a file meet.
_CONFLICT = re.compile(r"^(<<<<<<<|\|\|\|\|\|\|\||>>>>>>>)(?: |$)|^(=======)$", re.MULTILINE)


def _report_conflicts(text: str, place: Location, reporter: Reporter) -> bool:
    """Report each conflict at its first mark, and tell whether there is any."""
    conflicts: list[list[re.Match[str]]] = []
    for match in _CONFLICT.finditer(text):
        begins = match[1] == "<<<<<<<" or not conflicts or conflicts[-1][-1][1] == ">>>>>>>"
        conflicts += [[match]] if begins else []
        conflicts[-1] += [] if begins else [match]
    # A row of equals signs alone is none: so people underline.
    real = [marks for marks in conflicts if any(mark[1] for mark in marks)]
    for first, *_others in real:
        reporter.report("merge-conflict", location_in(text, first.start(), place.path))
    return bool(real)


def _report_unreadable(reason: str, place: Location, reporter: Reporter) -> None:
    reporter.report(
        "unreadable", place, _("this file cannot be read: {reason}").format(reason=reason)
    )


def text_of(data: bytes, name: str, reporter: Reporter) -> str | None:
    """Return the text that *data*, all of file *name*, is; or None after reporting why it is none."""
    place = Location(name)
    if data.startswith(_UTF16):
        _report_encoding(_("this file is UTF-16 text, not UTF-8"), place, reporter)
        return None
    if _is_binary(data):
        table = _("in the spreadsheet choose 'Save as…', then 'CSV UTF-8'")
        reporter.report("binary-file", place, hint=table if name.endswith(".csv") else "")
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
    text = as_meant(unicodedata.normalize("NFC", text), place.path, reporter)
    return None if _report_conflicts(text, place, reporter) else text


def _is_binary(data: bytes) -> bool:
    """Tell whether *data* is no text: it has NULs, and not just a few that a program has left in a text."""
    nuls = data.count(0)
    if not nuls:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return nuls * _PER_NUL > len(data)


def as_read(text: str) -> str:
    """Return *text*, a line of a file or all of it, as the rules and the records see it."""
    return usual(unicodedata.normalize("NFC", text))


def _report_encoding(message: str, place: Location, reporter: Reporter) -> None:
    reporter.report("not-utf8", place, message)
