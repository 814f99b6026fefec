"""``output/manifest.json``: what builds have written, from what.

Enters: the file, which people may damage. Leaves: the same, typed. A manifest that cannot be read is
empty: then briefs are written again, and nothing is ever removed that it does not name."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from pitstop_docs.problems.diagnostics import Diagnostic, Location, Severity
from pitstop_docs.runs.files import write_whole

_FORM = 1
BRIEFS = "output/briefs"
LETTERHEADS = "output/letterheads"
NAME = "output/manifest.json"
Brief = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to build; an empty tuple means everything, but for ``letterheads``: none. ``embed`` says
    whether Word files carry their fonts."""

    sources: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    letterheads: tuple[str, ...] = ()
    embed: bool = True

    @property
    def name(self) -> str:
        """The choice as one word, the same for the same."""
        parts = (self.sources, self.editions, self.formats, self.letterheads)
        return json.dumps([*(sorted(set(part)) for part in parts), self.embed])


@dataclass(frozen=True, slots=True)
class Entry:
    """One brief as it was last made: the ``files`` (paths from the project's root) with the digest
    of what was written, and the recipe. ``failed``: the last attempt to make it again did not work.
    """

    key: str
    files: Mapping[str, str]
    parts: Mapping[str, str]
    pages: int | None = None
    seconds: float = 0.0
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a build of one choice ended with: everything that it depended on, and what it found."""

    everything: str
    briefs: tuple[Brief, ...]
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every brief that is there, by source and edition; ``details`` says looks and libraries in full,
    by their digests; ``stamps`` are by the choice's name; ``index`` is the digest of the index."""

    entries: Mapping[Brief, Entry] = field(default_factory=dict)
    details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    index: str = ""

    @property
    def files(self) -> dict[str, str]:
        """The digest of every file that was written."""
        return {
            path: found for entry in self.entries.values() for path, found in entry.files.items()
        }

    def without_leftovers(self) -> "Manifest":
        """Return it with those details and stamps alone that still concern something."""
        used = {entry.parts.get(name) for entry in self.entries.values() for name in _DETAILED}
        return replace(self, details={d: full for d, full in self.details.items() if d in used})


_DETAILED = ("look", "libraries")


def read_manifest(root: Path) -> Manifest:
    """Return the manifest of the project at *root*."""
    try:
        data = json.loads((root / NAME).read_text(encoding="utf-8"))
        if data["form"] != _FORM:
            return Manifest()
        return Manifest(
            {_brief(name): _entry(row) for name, row in data["briefs"].items()},
            {str(name): _texts(full) for name, full in data["details"].items()},
            {str(name): _stamp(row) for name, row in data["stamps"].items()},
            str(data["index"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Write *manifest*; raises OSError."""
    briefs = {"/".join(brief): asdict(entry) for brief, entry in sorted(manifest.entries.items())}
    stamps = {
        name: {
            "everything": stamp.everything,
            "briefs": ["/".join(brief) for brief in stamp.briefs],
            "problems": [write_problem(problem) for problem in stamp.problems],
        }
        for name, stamp in sorted(manifest.stamps.items())
    }
    data = {
        "form": _FORM, "index": manifest.index, "briefs": briefs, "stamps": stamps,
        "details": dict(sorted(manifest.details.items())),
    }  # fmt: skip
    write_whole(root / NAME, json.dumps(data, ensure_ascii=False, indent=1).encode())


def write_problem(problem: Diagnostic) -> dict[str, Any]:
    """Return *problem* as what JSON can hold."""
    return {
        "code": problem.code, "severity": str(problem.severity), "message": problem.message,
        "hint": problem.hint, "brief": problem.brief,
        "place": [problem.location.path, problem.location.line, problem.location.column],
    }  # fmt: skip


def read_problem(row: Mapping[str, Any]) -> Diagnostic:
    """Return what :func:`write_problem` wrote; raises ValueError, KeyError or TypeError."""
    path, line, column = row["place"]
    brief = row["brief"]
    return Diagnostic(
        str(row["code"]),
        Severity(row["severity"]),
        str(row["message"]),
        Location(str(path), int(line), int(column)),
        str(row["hint"]),
        None if brief is None else (str(brief[0]), str(brief[1])),
    )


def _brief(name: str) -> Brief:
    source, edition = name.split("/")
    return source, edition


def _entry(row: Mapping[str, Any]) -> Entry:
    files = _texts(row["files"])
    for path in files:
        # What is named here may be removed one day.
        if ".." in PurePosixPath(path).parts or not path.startswith(
            (f"{BRIEFS}/", f"{LETTERHEADS}/")
        ):
            raise ValueError(path)
    pages = row["pages"]
    return Entry(
        str(row["key"]),
        files,
        _texts(row["parts"]),
        None if pages is None else int(pages),
        float(row["seconds"]),
        bool(row["failed"]),
    )


def _stamp(row: Mapping[str, Any]) -> Stamp:
    return Stamp(
        str(row["everything"]),
        tuple(_brief(name) for name in row["briefs"]),
        tuple(read_problem(problem) for problem in row["problems"]),
    )


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in row.items()}
