"""``output/``: files put there, put back and taken away, and what is known of them.

Enters: made or kept files. Leaves: the folder, the manifest and the store in step with each other,
however a build ends. Two builds may be at work in one project."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pitstop_docs.build.ledger import (
    BRIEFS,
    NAME,
    Brief,
    Entry,
    Manifest,
    Stamp,
    read_manifest,
    write_manifest,
)
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.recipes import Recipe
from pitstop_docs.build.results import Result
from pitstop_docs.build.unchanged import INDEX
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.digests import digest_of, file_digest
from pitstop_docs.runs.files import locked, sweep, write_whole
from pitstop_docs.runs.store import DEFAULT_LIMIT, Store

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
    manifest: Manifest
    changed: dict[Brief, Entry] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, root: Path) -> "Output":
        """Return the folder of the project at *root*, rid of what killed builds left half done."""
        sweep(root / "output")
        return cls(root, open_store(root), read_manifest(root))

    def put(
        self, recipe: Recipe, files: Mapping[str, bytes], place: Location, reporter: Reporter
    ) -> dict[str, str]:
        """Write *files*; return the digests of those that could be. Others are reported at *place*,
        and the old ones stay."""
        written = {}
        for format, data in files.items():
            path = path_of(*recipe.brief, format)
            try:
                write_whole(self.root / path, data)
                written[path] = digest_of(data)
            except OSError as error:
                report_unwritable(path, error, place, reporter)
        return written

    def note(self, recipe: Recipe, result: Result, written: Mapping[str, str]) -> None:
        """Take down that the files of *recipe* are there."""
        old = self.manifest.entries.get(recipe.brief)
        files = {**(old.files if old else {}), **written}
        failed = len(written) < len(recipe.formats)
        key = old.key if old and failed else recipe.key
        parts = old.parts if old and failed else recipe.parts
        pages = result.pages or (old.pages if old else None)
        self.changed[recipe.brief] = Entry(key, files, parts, pages, result.seconds, failed)

    def note_failure(self, brief: Brief) -> None:
        """Take down that *brief* could not be made: what was there before it stays."""
        old = self.manifest.entries.get(brief)
        self.changed[brief] = replace(old, failed=True) if old else Entry("", {}, {}, failed=True)

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
        recipes: Iterable[Recipe],
        wanted: Iterable[str] | None,
        name: str,
        stamp: Stamp | None,
        reporter: Reporter,
    ) -> None:
        """Write the manifest: what another build has written meanwhile is kept, what is no longer
        *wanted* (None: not known) is dropped, and *stamp*, if the build ended well, is added."""
        details = {}
        for recipe in recipes:
            details[recipe.parts["look"]] = recipe.look
            details[recipe.parts["libraries"]] = recipe.libraries
        try:
            with locked(self.root / _LOCK):
                now = read_manifest(self.root)
                entries = {**now.entries, **self.changed}
                if wanted is not None:
                    entries = _only(entries, set(wanted))
                # A stamp says nothing of a file that was written anew, such as one without fonts.
                other = {b for b, entry in self.changed.items() if _rewrites(entry, now, b)}
                stamps = {
                    n: s
                    for n, s in now.stamps.items()
                    if stamp is not None
                    and s.everything == stamp.everything
                    and other.isdisjoint(s.briefs)
                }
                if stamp is not None:
                    stamps[name] = stamp
                manifest = Manifest(
                    entries, {**now.details, **details}, stamps, file_digest(self.root / INDEX)
                ).without_leftovers()
                if manifest != now:
                    write_manifest(self.root, manifest)
        except OSError as error:
            report_unwritable(NAME, error, Location(NAME), reporter)
        self.store.trim()


def _rewrites(entry: Entry, now: Manifest, brief: Brief) -> bool:
    """Return whether *entry* names a file whose digest was another one *now*."""
    old = now.entries[brief].files if brief in now.entries else {}
    return any(old.get(path, found) != found for path, found in entry.files.items())


def _only(entries: Mapping[Brief, Entry], wanted: set[str]) -> dict[Brief, Entry]:
    """Return *entries* without the files that nothing wants, and without those left with nothing."""
    found = {}
    for brief, entry in entries.items():
        files = {path: digest for path, digest in entry.files.items() if path in wanted}
        if files or any(path_of(*brief, format) in wanted for format in ("docx", "pdf")):
            found[brief] = replace(entry, files=files)
    return found


def report_unwritable(path: str, error: OSError, place: Location, reporter: Reporter) -> None:
    """Report that the file *path*, from the project's root, cannot be written."""
    reporter.error(
        "cannot-write",
        _("{path} cannot be written: {reason}").format(path=path, reason=error.strerror or error),
        place,
        _("close it if it is open, and check that you may write there and the disk has room"),
    )


__all__ = ["BRIEFS", "CACHE", "Output", "open_store", "report_unwritable"]
