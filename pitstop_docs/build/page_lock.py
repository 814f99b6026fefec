"""``sources/pages.lock``: what is known of the Word files' pages.

Enters: the bytes of a DOCX file as it is without page numbers in its contents. Leaves: its pages and
the page of each block, as LibreOffice found them, or nothing when the file has changed since. The
lock is text, one line for a file, and goes into version control; nothing here needs LibreOffice.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pitstop_docs.problems.diagnostics import BriefId, Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.files import write_whole
from pitstop_docs.writers.targets import Word

NAME = "sources/pages.lock"
_PROGRAM = "LibreOffice"


@dataclass(frozen=True, slots=True)
class Measured:
    """A file's pages and the page of each block by id; ``version`` is LibreOffice's: "7.4.7.2"."""

    key: str
    version: str
    pages: int
    numbers: Mapping[str, int]

    @property
    def program(self) -> str:
        """Who counted, in words: "LibreOffice 7.4"."""
        return f"{_PROGRAM} {'.'.join(self.version.split('.')[:2])}"


@dataclass(frozen=True, slots=True)
class PageLock:
    """What was measured, by the name of the file: "giunta/succiso"."""

    files: Mapping[str, Measured] = field(default_factory=lambda: MappingProxyType({}))


def name_of(id: BriefId, word: Word) -> str:
    """Return how a Word file is called in the lock and in messages: "giunta/succiso"; those of other kinds
    than briefs say which, "addressed/giunta/succiso"."""
    kind = "" if id.kind == "brief" else f"{id.kind}/"
    return f"{kind}{id.edition}/{id.source}" + (f"@{word.letterhead}" if word.letterhead else "")


def content_key(data: bytes) -> str:
    """Return the key of a file: the SHA-256 of its bytes, which are equal for equal documents."""
    return hashlib.sha256(data).hexdigest()


def read_lock(root: Path, reporter: Reporter) -> PageLock:
    """Return the lock of the project at *root*; a damaged one knows nothing, and a warning says so."""
    try:
        rows = json.loads((root / NAME).read_text(encoding="utf-8"))["files"]
        return PageLock({name: _measured(row) for name, row in rows.items()})
    except FileNotFoundError:
        return PageLock()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        reporter.report(
            "bad-lock",
            Location(NAME),
            _("{name} cannot be read: the pages of the Word files are not known").format(name=NAME),
        )
        return PageLock()


def _measured(row: Mapping[str, object]) -> Measured:
    key, version, pages, numbers = (row[name] for name in ("key", "version", "pages", "numbers"))
    if not (isinstance(key, str) and isinstance(version, str) and isinstance(numbers, dict)):
        raise TypeError
    if not all(type(page) is int and page > 0 for page in (pages, *numbers.values())):
        raise TypeError
    assert isinstance(pages, int)
    return Measured(key, version, pages, numbers)


def merge(
    lock: PageLock, found: Mapping[str, Measured], current: Mapping[str, str | None]
) -> PageLock:
    """Return *lock* with what was *found* now.

    *current* holds the briefs that there are, by name, with the key of their files where it is
    known: what the lock says of others, or of files that have changed, is dropped.
    """
    kept = {
        name: old
        for name, old in lock.files.items()
        if name in current and current[name] in (None, old.key)
    }
    return PageLock(kept | dict(found))


def write_lock(root: Path, lock: PageLock) -> bool:
    """Write *lock*, a line for each file, sorted; return whether it changed. Raises OSError."""
    lines = (
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(_row(one), ensure_ascii=False)}"
        for name, one in sorted(lock.files.items())
    )
    text = '{\n "files": {\n' + ",\n".join(lines) + "\n }\n}\n"
    path = root / NAME
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    write_whole(path, text.encode())
    return True


def _row(one: Measured) -> dict[str, object]:
    numbers = dict(sorted(one.numbers.items(), key=lambda item: (item[1], item[0])))
    return {"pages": one.pages, "version": one.version, "key": one.key, "numbers": numbers}


def report_excess(
    id: BriefId, word: Word, measured: Measured, budget: int, place: Location, reporter: Reporter
) -> None:
    """Warn when the Word file of the brief *id* has more pages than its edition's."""
    if measured.pages > budget:
        reporter.report(
            "word-over-budget",
            place,
            _(
                "the Word file {name} has {pages} pages, measured with {program}: more than the "
                "{budget} of its edition"
            ).format(
                name=name_of(id, word),
                pages=measured.pages,
                program=measured.program,
                budget=budget,
            ),
        )
