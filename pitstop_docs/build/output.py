"""``output/``: files put there, put back and taken away, and what is known of them.

Enters: made or kept files. Leaves: the folder, the ledger and the store in step with each other, however a
build ends. Two builds may be at work in one project."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.ledger import NAME, Heading, Ledger, Row, Stamp, read_ledger, write_ledger
from pitstop_docs.build.paths import PACKS, path_of, report_unwritable
from pitstop_docs.problems.diagnostics import BriefId, Location, Reporter
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.runs.files import locked, sweep, write_whole
from pitstop_docs.runs.store import DEFAULT_LIMIT, Store
from pitstop_docs.writers.targets import Pdf, Target

# What somebody may ask for of each brief of the project, chosen today or not.
Asked = Mapping[BriefId, frozenset[Target]]
CACHE = "output/.cache"
LIMIT_VARIABLE = "PITSTOP_CACHE_MB"
_LOCK = f"{CACHE}/lock"


def open_store(root: Path) -> Store:
    """Return the store of the project at *root*, as large as ``PITSTOP_CACHE_MB`` says."""
    megabytes = os.environ.get(LIMIT_VARIABLE, "").strip()
    limit = int(megabytes) * 1_000_000 if megabytes.isdigit() else DEFAULT_LIMIT
    return Store(root / CACHE, limit)


@dataclass(slots=True)
class Output:
    """The folder during one build; ``changed`` is what the build found out about each brief."""

    root: Path
    store: Store
    ledger: Ledger
    changed: dict[BriefId, Row] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, root: Path) -> "Output":
        """Return the folder of the project at *root*, rid of what killed builds left half done."""
        sweep(root / "output", but=[Path(PACKS).name])  # a country of packs has 100,000 files
        return cls(root, open_store(root), read_ledger(root))

    def put(
        self, brief: Brief, files: Mapping[Target, bytes], reporter: Reporter
    ) -> dict[Target, str]:
        """Write *files*; return the digests of those that could be. Others are reported, and the old
        ones stay."""
        written = {}
        for target, data in files.items():
            path = path_of(brief.id, target)
            try:
                write_whole(self.root / path, data)
                written[target] = digest_of(data)
            except OSError as error:
                report_unwritable(path, error, brief.outline.location, reporter)
        return written

    def note(self, brief: Brief, written: Mapping[Target, str]) -> None:
        """Take down that these files of *brief* are there, and which of those before are older now."""
        old = self._row(brief.id)
        failed = len(written) < len(brief.targets)
        same = _printed(old.parts) == _printed(brief.parts)
        older = {*old.older, *(() if same else old.files)} - {*written}
        row = Row(brief.key, {**old.files, **written}, brief.parts, frozenset(older), failed)
        # What failed has the key and the parts of what is there, so that it is tried again; beside the
        # brief itself, what is for a press alone tells nothing new of it.
        beside = same and bool(old.key) and all(map(_is_for_press, brief.targets))
        keeps = failed or beside
        self.changed[brief.id] = replace(row, key=old.key, parts=old.parts) if keeps else row

    def note_one(self, id: BriefId, target: Target, digest: str) -> None:
        """Take down that a file was made of those that are there."""
        old = self._row(id)
        files = {**old.files, target: digest}
        self.changed[id] = replace(old, files=files, older=old.older - {target})

    def note_failure(self, id: BriefId) -> None:
        """Take down that a brief could not be made: what was there before it stays."""
        self.changed[id] = replace(self._row(id), failed=True)

    def _row(self, id: BriefId) -> Row:
        return self.changed.get(id) or self.ledger.rows.get(id) or Row("")

    def prune(self, paths: Iterable[str]) -> None:
        """Remove files that nothing asks for any more, and folders that are empty then."""
        for path in paths:
            file = self.root / path
            try:
                file.unlink()
                self.removed.append(path)
                file.parent.rmdir()
            except OSError:  # gone already, not ours to remove, or a folder with other files
                continue

    def save(
        self,
        details: Mapping[str, Mapping[str, str]],
        asked: Asked,
        headings: Mapping[str, Heading],
        stamp: tuple[str, Stamp] | None,
        draw: Callable[[Ledger], Mapping[str, str]],
        reporter: Reporter,
    ) -> None:
        """Write the ledger: what another build has written meanwhile is kept, what nothing *asked* for is
        dropped. *draw* is given the new ledger, and returns the digests of the pages that it drew of it;
        *stamp*, under its choice's name, says how the build ended, unless drawing reported an error."""
        before = len(reporter.errors)
        try:
            with locked(self.root / _LOCK):
                now = read_ledger(self.root)
                rows = {
                    id: self._there(id, row, asked)
                    for id, row in {**now.rows, **self.changed}.items()
                }
                kept = {
                    id: row for id, row in rows.items() if row.files or (row.failed and id in asked)
                }
                ledger = Ledger(kept, {**now.details, **details}, headings=headings)
                ledger = ledger.without_leftovers()
                ledger = replace(ledger, pages=dict(draw(ledger)))
                if stamp is not None and len(reporter.errors) == before:
                    # A stamp says nothing of a file that was written anew, such as one without fonts.
                    anew = {id for id in self.changed if _is_other(rows[id], now.rows.get(id))}
                    same = {
                        choice: old
                        for choice, old in now.stamps.items()
                        if old.everything == stamp[1].everything and anew.isdisjoint(old.briefs)
                    }
                    ledger = replace(ledger, stamps=same | dict([stamp]))
                if ledger != now:
                    write_ledger(self.root, ledger)
        except OSError as error:
            report_unwritable(NAME, error, Location(NAME), reporter)
        self.store.trim()

    def _there(self, id: BriefId, row: Row, asked: Asked) -> Row:
        """Return *row* with those of its files that are asked for, and there."""
        files = {
            target: digest
            for target, digest in row.files.items()
            if target in asked.get(id, ()) and (self.root / path_of(id, target)).is_file()
        }
        return replace(row, files=files, older=row.older & files.keys())


def _is_for_press(target: Target) -> bool:
    return isinstance(target, Pdf) and bool(target.shop)


def _is_other(row: Row, old: Row | None) -> bool:
    """Tell whether *row* names a file whose digest was another one in *old*."""
    before = old.files if old else {}
    return any(before.get(target, digest) != digest for target, digest in row.files.items())


def _printed(parts: Mapping[str, str]) -> dict[str, str]:
    """Return what all files of a brief are made of: letterheads and presses concern their own alone."""
    own = ("letterhead ", "press ")
    return {name: found for name, found in parts.items() if not name.startswith(own)}
