"""Bytes → text, and paths that stay inside their folder.

Enters: a path. Leaves: UTF-8 text with ``\\n`` line ends, or a reported error. A byte order mark
and Windows line ends are accepted. """

import re
import unicodedata
from pathlib import Path

from pitstop_docs.diagnostics import Location, Reporter, relative
from pitstop_docs.messages import _

SIZE_MAX = 2_000_000  # bytes; the longest honest source has some tens of thousands
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def read_text(path: Path, root: Path, reporter: Reporter) -> str | None:
    """Return the text of *path*, or None after reporting why it cannot be read."""
    place = Location(relative(path, root))
    try:
        # A link could lead to any file of the machine: what it leads to must lie in the project.
        if not path.resolve(strict=True).is_relative_to(root.resolve()):
            reporter.error(
                "outside-project",
                _("this file leads outside the project"),
                place,
                _("put a copy of the file in the project instead of a link"),
            )
            return None
        if path.stat().st_size > SIZE_MAX:
            reporter.error(
                "too-large",
                _("the file has more than {size} bytes").format(size=SIZE_MAX),
                place,
                _("a source is a text of some pages: is this the right file?"),
            )
            return None
        data = path.read_bytes()
    except OSError as error:
        reporter.error(
            "unreadable",
            _("the file cannot be read: {reason}").format(reason=error.strerror or error),
            place,
            _("check that it exists and that you may read it"),
        )
        return None
    return _decode(data, place, reporter)


def _decode(data: bytes, place: Location, reporter: Reporter) -> str | None:
    if not data.strip():
        reporter.error(
            "empty-file",
            _("the file is empty"),
            place,
            _("fill it, or delete it; 'pitstop new' writes a skeleton"),
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            _report_binary(place, reporter)
            return None
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        reporter.error(
            "not-utf8",
            _("this character is not UTF-8 (byte 0x{byte:02x})").format(byte=data[error.start]),
            Location(place.path, line, column),
            _("save the file as UTF-8: in the editor, 'Save with encoding'"),
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        _report_binary(place, reporter)
        return None
    found = _CONTROL.search(text)
    if found:
        reporter.error(
            "control-character",
            _("there is an invisible control character (U+{code:04X})").format(code=ord(found[0])),
            location_in(text, found.start(), place.path),
            _("delete it; it often comes with text pasted from a PDF"),
        )
        return None
    # NFC never moves a line break, so lines stay true; columns are counted after it.
    return unicodedata.normalize("NFC", text)


def _report_binary(place: Location, reporter: Reporter) -> None:
    reporter.error(
        "binary-file",
        _("this is not a text file"),
        place,
        _("a source is plain text: a Word file must be copied into a .md file as text"),
    )


def location_in(text: str, offset: int, path: str, first_line: int = 1) -> Location:
    """Return the place of *offset* in *text*, whose first line is line *first_line* of *path*."""
    before = text[:offset]
    return Location(path, first_line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1)
