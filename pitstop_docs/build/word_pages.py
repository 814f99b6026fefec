"""The Word files in ``output/``: measured, and made into ODT files.

Enters: the files of finished briefs. Leaves: the lock with what LibreOffice counted, ODT files beside
the Word files, and what went wrong; a file with which LibreOffice fails concerns itself alone.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from pitstop_docs.build.ledger import Ledger
from pitstop_docs.build.made import WordPages, find_made, keep_pages
from pitstop_docs.build.page_lock import (
    Measured,
    PageLock,
    content_key,
    merge,
    name_of,
    read_lock,
    report_excess,
    write_lock,
)
from pitstop_docs.build.paths import LETTERHEADS, path_of
from pitstop_docs.build.run import Progress
from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import BriefId, Location, PitstopError, Reporter
from pitstop_docs.problems.messages import _, few, ngettext
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.runs.files import write_whole
from pitstop_docs.runs.store import Store
from pitstop_docs.writers.odt.office import Office, OfficeError, Pages
from pitstop_docs.writers.targets import Odt, Word


@dataclass(frozen=True, slots=True)
class WordFile:
    """A finished Word file: of which brief, on which letterhead, the pages it may take, its source's place.

    LibreOffice keeps the fonts that a file brings with it: files of different letterheads are never
    measured by the same process.
    """

    id: BriefId
    word: Word
    budget: int
    place: Location

    @property
    def path(self) -> str:
        """Where it is, from the project's root."""
        return path_of(self.id, self.word)

    @property
    def name(self) -> str:
        """Its name in the lock and in messages."""
        return name_of(self.id, self.word)


def measure_files(
    root: Path,
    files: Iterable[WordFile],
    ledger: Ledger,
    store: Store,
    reporter: Reporter,
    progress: Progress,
) -> tuple[dict[WordFile, Measured], bool]:
    """Measure *files* and write the lock; return what was found, and whether it was new.

    Files that no build made, or that have changed since, are not measured. Raises :class:`PitstopError`
    when there is nothing to measure or no LibreOffice.
    """
    rows = ledger.rows.items()
    known = {id: made.word for id, row in rows if (made := find_made(store, row.key)) and made.word}
    keys = {}
    for file in files:
        if not (root / file.path).is_file():
            continue
        word = known.get(file.id)
        if file.word.letterhead:  # no page numbers in it, so its own bytes are the key
            keys[file] = content_key((root / file.path).read_bytes())
        elif word is not None:
            keys[file] = word.key
    if not keys:
        raise PitstopError(
            _("there are no Word files to measure"), _("make them first: pitstop build")
        )
    current = [file for file in keys if _is_as_built(file, known.get(file.id), root, reporter)]
    found = {}
    for file, version, pages in _measure(root, current, reporter, progress):
        numbers = {_block_id(name): page for name, page in pages.bookmarks.items()}
        measured = Measured(keys[file], version, pages.count, numbers)
        if not file.word.letterhead:
            report_excess(file.id, file.word, measured, file.budget, file.place, reporter)
        found[file] = measured
        if not file.word.letterhead:
            keep_pages(store, ledger.rows[file.id].key, measured.pages, measured.program)
    tell_of_excess({file: one for file, one in found.items() if file.word.letterhead}, reporter)
    names: dict[str, str | None] = {name_of(id, Word()): None for id in ledger.rows}
    names |= {name_of(id, Word()): word.key for id, word in known.items()}
    names |= {file.name: key for file, key in keys.items()}
    old = read_lock(root, Reporter())  # a damaged one is replaced: no warning
    new = {file.name: measured for file, measured in found.items()}
    return found, write_lock(root, merge(old, new, names))


def measured_of(root: Path, file: WordFile, lock: PageLock) -> Measured | None:
    """Return what *lock* knows of a file on a letterhead as it is now, if anything."""
    known = lock.files.get(file.name)
    try:
        same = known is not None and known.key == content_key((root / file.path).read_bytes())
    except OSError:  # it could not be written: that was said
        same = False
    return known if same else None


def tell_of_excess(found: Mapping[WordFile, Measured], reporter: Reporter) -> None:
    """Warn once for each letterhead on which briefs have more pages than their editions."""
    excess = [file for file, one in found.items() if one.pages > file.budget]
    excess.sort(key=lambda file: (file.word, file.name))
    for word, group in groupby(excess, lambda file: file.word):
        files = list(group)
        program = found[files[0]].program
        listed = [
            _("{name} ({pages} instead of {budget})").format(
                name=f"{file.id.edition}/{file.id.source}",
                pages=found[file].pages,
                budget=file.budget,
            )
            for file in files
        ]
        reporter.report(
            "word-over-budget",
            Location(f"{LETTERHEADS}/{word.letterhead}"),
            ngettext(
                "on the letterhead '{id}', {count} brief has more pages than its edition, measured with "
                "{program}: {names}",
                "on the letterhead '{id}', {count} briefs have more pages than their editions, measured "
                "with {program}: {names}",
                len(files),
            ).format(id=word.letterhead, count=len(files), program=program, names=few(listed)),
            _(
                "in Word, give the letterhead smaller margins, and a lower header and footer; or shorten "
                "the source's longest sections"
            ),
        )


def tell_of_unmeasured(files: Sequence[WordFile], reporter: Reporter) -> None:
    """Warn, once, that nobody knows how many pages *files*, on letterheads, have."""
    if files:
        reporter.report(
            "not-measured",
            Location(LETTERHEADS),
            ngettext(
                "how many pages {count} brief on a letterhead has is not known: {names}",
                "how many pages {count} briefs on letterheads have is not known: {names}",
                len(files),
            ).format(count=len(files), names=few([file.name for file in files])),
        )


def _is_as_built(file: WordFile, word: WordPages | None, root: Path, reporter: Reporter) -> bool:
    if file.word.letterhead:
        return True
    if word is not None and word.file == content_key((root / file.path).read_bytes()):
        return True
    reporter.report(
        "changed-file",
        file.place,
        _("{path} has changed since it was made: it is not measured").format(path=file.path),
    )
    return False


def _block_id(bookmark: str) -> str:
    """Return the block after which the writer named *bookmark* (writers/docx/fields.py)."""
    return bookmark.replace("_", "-")


def _measure(
    root: Path, files: list[WordFile], reporter: Reporter, progress: Progress
) -> Iterator[tuple[WordFile, str, Pages]]:
    """Yield each file with LibreOffice's version and what it counted."""
    done = 0
    by_letterhead = sorted(files, key=lambda file: file.word)
    for _letterhead, group in groupby(by_letterhead, lambda file: file.word):
        with Office(font_folders(root)) as office:
            for file in group:
                progress(done, len(files), file.name, None)
                done += 1
                try:
                    pages = office.measure(root / file.path)
                    if pages.count > file.budget:  # in print too?
                        pages = replace(pages, count=office.printed(root / file.path))
                except OfficeError as error:
                    reporter.report(
                        "cannot-measure",
                        file.place,
                        _("{path} cannot be measured: {reason}").format(
                            path=file.path, reason=error
                        ),
                    )
                else:
                    yield file, office.version, pages
    progress(done, len(files), "", None)


def convert_files(
    root: Path, files: list[WordFile], office: Office, reporter: Reporter
) -> Iterator[tuple[WordFile, str]]:
    """Write an ODT file beside each of *files*; yield those of which there is one now, with its digest.

    The words and the look are the Word file's; the bytes are not the same twice, since LibreOffice
    numbers lists and sessions at random and notes the time in the zip.
    """
    with office, tempfile.TemporaryDirectory() as folder:
        aside = Path(folder) / "brief.odt"
        for file in files:
            try:
                office.convert(root / file.path, aside)
                data = aside.read_bytes()
                write_whole(root / path_of(file.id, Odt()), data)
                yield file, digest_of(data)
            except (OfficeError, OSError) as error:
                reporter.report(
                    "cannot-convert",
                    file.place,
                    _("{path} cannot be made into ODT: {reason}").format(
                        path=file.path, reason=error
                    ),
                )


def font_folders(root: Path) -> list[Path]:
    """Return the folders of the fonts that the project at *root* uses."""
    folders = (folder / "fonts" for folder in Templates.of(root).folders)
    return [folder for folder in folders if folder.is_dir()]
