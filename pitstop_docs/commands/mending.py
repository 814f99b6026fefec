"""``pitstop check --fix``: what is certain among slips of typing, put right in the sources.

Enters: a Collection. Leaves: each line before and after, for somebody to agree; then the files, whole, with
the words that were shown changed and no other byte, and beside each the file that was there before."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pitstop_docs.checks.slips import Slip
from pitstop_docs.checks.typed import placed, running_of
from pitstop_docs.problems.diagnostics import Location, PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.readers.files import as_read
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.files import replace_keeping_old

_LINE_END = re.compile("(\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a source that is put right; ``file`` is relative to the project."""

    file: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Mending:
    """A file, its bytes as they are and as they will be, and the lines that differ."""

    file: Path
    data: bytes
    mended: bytes
    changes: tuple[Change, ...]


def mendings(collection: Collection) -> list[Mending]:
    """Return what can be put right in each source, without writing anything."""
    found = []
    for path, running in sorted(running_of(collection)):
        certain = [(slip, place) for slip, place in placed(running, path) if slip.certain]
        if certain:
            # The file itself, should a link have led to it: a link stays one.
            file = (collection.root / path).resolve()
            mending = mend(file, file.read_bytes(), certain)
            found += [mending] if mending.changes else []
    return found


def mend(file: Path, data: bytes, slips: list[tuple[Slip, Location]]) -> Mending:
    """Return *data*, the bytes of *file*, with *slips* put right: line ends, byte order mark and all
    that is not read stay. A line that no longer says what was read stays as well."""
    by_line: Mapping[int, list[tuple[Slip, Location]]] = defaultdict(list)
    for slip, place in slips:
        by_line[place.line].append((slip, place))
    # Every second piece is a line's end; bytes that are no text, where somebody just put them, stay.
    pieces = _LINE_END.split(data.decode("utf-8", "surrogateescape"))
    lines = dict(enumerate(pieces[::2], start=1))
    changes = []
    for line, found in by_line.items():
        before = after = lines.get(line, "")
        for slip, place in reversed(found):
            span = _typed_span(before, place.column - 1, slip)
            after = after[: span[0]] + slip.right[0] + after[span[1] :] if span else after
        if after != before:
            pieces[2 * line - 2] = after
            changes.append(Change(found[0][1].path, line, as_read(before), as_read(after)))
    return Mending(file, data, "".join(pieces).encode("utf-8", "surrogateescape"), tuple(changes))


def write(mending: Mending) -> Path:
    """Put a file right, if it is still the one that was shown; return where the old one is kept."""
    file = mending.file
    try:
        if file.read_bytes() != mending.data:
            raise PitstopError(
                _("'{name}' has changed meanwhile").format(name=file.name),
                _("start again: pitstop check --fix"),
            )
        return replace_keeping_old(file, mending.mended)
    except OSError as error:
        raise PitstopError(
            _("'{name}' cannot be written: {reason}").format(
                name=file.name, reason=reason_of(error)
            ),
            _("close it if it is open, and check that you may write there and the disk has room"),
        ) from error


def _typed_span(line: str, column: int, slip: Slip) -> tuple[int, int] | None:
    """Return from where to where *slip* stands in *line* as its file has it: accents may be signs of
    their own there, and what nobody sees may stand between. *column* counts what was read."""
    length = slip.end - slip.start
    read = as_read(line)
    if read[column : column + length] != slip.typed:
        return None
    if read == line:
        return column, column + length
    starts, ends = _indices(line, column), _indices(line, column + length)
    return (starts[-1], ends[0]) if starts and ends else None


def _indices(line: str, column: int) -> list[int]:
    """Return the places in *line* that come after *column* characters of what is read of it: several,
    where there is something between two that nobody sees."""
    read = as_read(line)
    before, after = read[:column], read[column:]
    parts = ((i, line[:i], line[i:]) for i in range(len(line) + 1))
    return [i for i, left, right in parts if as_read(left) == before and as_read(right) == after]
