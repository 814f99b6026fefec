"""``output/ledger.json``: the one record of what lies in ``output/``.

Enters: the file, which people may damage. Leaves: the same, typed. A row that cannot be read costs that
brief, a file that cannot be read all of them: then briefs are written again, and nothing is ever removed
that no row names."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pitstop_docs.build.paths import path_of
from pitstop_docs.problems.diagnostics import BriefId, Diagnostic, Kind, problem_from
from pitstop_docs.runs.files import write_whole
from pitstop_docs.writers.targets import Target, Word, target_named

T = TypeVar("T")
_KINDS: tuple[Kind, ...] = ("brief", "addressed", "act")  # of what is built
NAME = "output/ledger.json"
# What older versions kept beside the briefs: read once, then replaced.
_BEFORE = "output/manifest.json"
_LEFT = (_BEFORE, "output/briefs.json", "output/fit.json")
_DETAILED = ("look", "libraries")
_FAULTS = (ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Row:
    """One brief as it was last made: its key and the ``parts`` of it, the digest of each of its files as it
    was written. Files that are ``older`` than the others were not made again with them. ``failed``: the last
    attempt to make it again did not work."""

    key: str
    files: Mapping[Target, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    older: frozenset[Target] = frozenset()
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a build of one choice ended with: everything that it depended on, the briefs that are right, what
    it found, and the names of the sources that were ``wrong``."""

    everything: str
    briefs: tuple[BriefId, ...]
    problems: tuple[Diagnostic, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """What the pages say of a source besides its briefs, as it was when it was last right; its file."""

    id: str
    path: str
    kind: str
    title: str
    summary: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every brief that is there; ``details`` says looks and libraries in full, by their digests; ``stamps``
    are by the choice's name; ``pages`` has the digest of each page that is drawn of all this, by its path;
    ``headings`` are those of all sources, in the order of the pages."""

    rows: Mapping[BriefId, Row] = field(default_factory=dict)
    details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, Heading] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, str]:
        """The digest of every file that was written, by its path from the root."""
        return {
            path_of(id, target): digest
            for id, row in self.rows.items()
            for target, digest in row.files.items()
        }

    def without_leftovers(self) -> "Ledger":
        """Return it with those details alone that still concern something."""
        used = {row.parts.get(name) for row in self.rows.values() for name in _DETAILED}
        return replace(self, details={d: full for d, full in self.details.items() if d in used})


def read_ledger(root: Path) -> Ledger:
    """Return the ledger of the project at *root*, or what an older version left in its place."""
    data = _load(root / NAME)
    if data is None:
        return Ledger(dict(_rows_before(_load(root / _BEFORE))))
    return Ledger(
        dict(_each(data, "briefs", lambda row: (_id(row), _row(row)))),
        dict(_each(data, "details", lambda row: (str(row["digest"]), _texts(row["full"])))),
        dict(_each(data, "stamps", lambda row: (str(row["choice"]), _stamp(row)))),
        dict(_each(data, "pages", lambda row: (str(row["path"]), str(row["digest"])))),
        dict(_each(data, "headings", lambda row: (str(row["id"]), Heading(**_texts(row))))),
    )


def write_ledger(root: Path, ledger: Ledger) -> None:
    """Write *ledger* in the place of whatever was there; raises OSError."""
    data = {
        "briefs": [_id_and(id, _row_as_json(row)) for id, row in sorted(ledger.rows.items())],
        "details": [
            {"digest": d, "full": dict(full)} for d, full in sorted(ledger.details.items())
        ],
        "stamps": [
            {
                "choice": choice,
                "everything": stamp.everything,
                "briefs": [asdict(id) for id in stamp.briefs],
                "problems": [problem.as_json() for problem in stamp.problems],
                "wrong": list(stamp.wrong),
            }
            for choice, stamp in sorted(ledger.stamps.items())
        ],
        "pages": [
            {"path": path, "digest": digest} for path, digest in sorted(ledger.pages.items())
        ],
        "headings": [asdict(heading) for heading in ledger.headings.values()],
    }
    write_whole(root / NAME, json.dumps(data, ensure_ascii=False, indent=1).encode())
    for name in _LEFT:
        (root / name).unlink(missing_ok=True)


def _load(path: Path) -> dict[str, Any] | None:
    """Return the JSON object in *path*; None if there is no such file, or something else in it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _each(data: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> Iterator[T]:
    """Yield what *read* makes of each row in the list *name*; a bad row is left out."""
    rows = data.get(name)
    for row in rows if isinstance(rows, list) else ():
        try:
            yield read(row)
        except _FAULTS:
            continue


def _id_and(id: BriefId, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**asdict(id), **row}


def _id(row: Mapping[str, Any]) -> BriefId:
    source, edition, language = (str(row[name]) for name in ("source", "edition", "language"))
    kind: Kind = next((kind for kind in _KINDS if row.get("kind") == kind), "brief")
    id = BriefId(source, edition, language, kind)
    # What is named here may be removed one day.
    if any(
        not name or name.startswith(".") or {*name} & {*"/\\\0"} for name in asdict(id).values()
    ):
        raise ValueError(id)
    return id


def _row_as_json(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "files": {target.name: digest for target, digest in sorted(row.files.items())},
        "parts": dict(row.parts),
        "older": sorted(target.name for target in row.older),
        "failed": row.failed,
    }


def _row(row: Mapping[str, Any]) -> Row:
    return Row(
        str(row["key"]),
        {target_named(name): str(digest) for name, digest in row["files"].items()},
        _texts(row["parts"]),
        frozenset(target_named(name) for name in row["older"]),
        bool(row["failed"]),
    )


def _stamp(row: Mapping[str, Any]) -> Stamp:
    return Stamp(
        str(row["everything"]),
        tuple(_id(id) for id in row["briefs"]),
        tuple(problem_from(problem) for problem in row["problems"]),
        tuple(map(str, row["wrong"])),
    )


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in row.items()}


def _rows_before(data: Mapping[str, Any] | None) -> Iterator[tuple[BriefId, Row]]:
    """Yield what version 0.1.0 wrote of each brief: its files are ours, its keys mean nothing any more."""
    briefs = (data or {}).get("briefs")
    for name, row in briefs.items() if isinstance(briefs, dict) else ():
        try:
            source, edition = name.split("/")
            id = _id({"source": source, "edition": edition, "language": "it"})
            files = {_target_before(id, path): str(digest) for path, digest in row["files"].items()}
            yield id, Row("", files)
        except _FAULTS:
            continue


def _target_before(id: BriefId, path: str) -> Target:
    """Return the target whose file is at *path*; raises ValueError where there is none."""
    letterhead = path.split("/")[2] if path.startswith("output/letterheads/") else ""
    target = Word(letterhead) if letterhead else target_named(path.rpartition(".")[2])
    if path_of(id, target) != path:
        raise ValueError(path)
    return target
