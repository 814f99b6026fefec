"""The Word files in ``output/``: measured, and made into ODT files.

Enters: the files of finished briefs. Leaves: the lock with what LibreOffice counted, ODT files beside
the Word files, and what went wrong; a file with which LibreOffice fails concerns itself alone.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pitstop_docs.build.index import Entries
from pitstop_docs.build.page_lock import (
    Measured,
    content_key,
    merge,
    read_lock,
    report_excess,
    write_lock,
)
from pitstop_docs.look.theme import Templates
from pitstop_docs.problems.diagnostics import Location, PitstopError, Reporter, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.files import write_whole
from pitstop_docs.writers.odt.office import Office, OfficeError, Pages

Progress = Callable[[int, int, str, float | None], None]


@dataclass(frozen=True, slots=True)
class WordFile:
    """A finished Word file: of which brief, where, what it may take, where its source is.

    ``letterhead`` is the template it stands on, "" for ours. LibreOffice keeps the fonts that a file
    brings with it: files of different letterheads are never measured by the same process.
    """

    source: str
    edition: str
    path: Path
    budget: int
    place: Location
    letterhead: str = ""

    @property
    def name(self) -> str:
        """Its name in the lock and in messages: "giunta/succiso"."""
        return f"{self.edition}/{self.source}" + (self.letterhead and f"@{self.letterhead}")


def measure_files(
    root: Path,
    files: Iterable[WordFile],
    entries: Entries,
    reporter: Reporter,
    progress: Progress,
) -> tuple[dict[str, Measured], bool]:
    """Measure *files* and write the lock; return what was found by name, and whether it was new.

    *entries* is what the builds made. Files that were not made, or changed since, are not measured.
    Raises :class:`PitstopError` when there is nothing to measure or no LibreOffice.
    """
    keys = {
        f"{edition}/{source}": entry.word.key
        for (source, edition), entry in entries.items()
        if entry.word is not None
    }
    files = list(files)
    for file in files:  # on a letterhead: no page numbers in it, so its own bytes are the key
        if file.letterhead and file.path.is_file():
            keys[file.name] = content_key(file.path.read_bytes())
    made = [file for file in files if file.name in keys and file.path.is_file()]
    if not made:
        raise PitstopError(
            _("there are no Word files to measure"), _("make them first: pitstop build")
        )
    current = [file for file in made if _is_as_built(file, entries, root, reporter)]
    found = {}
    for file, version, pages in _measure(root, current, reporter, progress):
        numbers = {_block_id(name): page for name, page in pages.bookmarks.items()}
        measured = Measured(keys[file.name], version, pages.count, numbers)
        report_excess(file.name, measured, file.budget, file.place, reporter)
        found[file.name] = measured
    known = {f"{edition}/{source}": None for source, edition in entries} | keys
    old = read_lock(root, Reporter())  # a damaged one is replaced: no warning
    return found, write_lock(root, merge(old, found, known))


def _is_as_built(file: WordFile, entries: Entries, root: Path, reporter: Reporter) -> bool:
    word = entries[file.source, file.edition].word
    if file.letterhead:
        return True
    if word is not None and word.file == content_key(file.path.read_bytes()):
        return True
    reporter.error(
        "changed-file",
        _("{path} has changed since it was made: it is not measured").format(
            path=relative(file.path, root)
        ),
        file.place,
        _("make it again: pitstop build"),
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
    by_letterhead = sorted(files, key=lambda file: file.letterhead)
    for _letterhead, group in groupby(by_letterhead, lambda file: file.letterhead):
        with Office(font_folders(root)) as office:
            for file in group:
                progress(done, len(files), file.name, None)
                done += 1
                try:
                    pages = office.measure(file.path)
                except OfficeError as error:
                    reporter.error(
                        "cannot-measure",
                        _("{path} cannot be measured: {reason}").format(
                            path=relative(file.path, root), reason=error
                        ),
                        file.place,
                        _("open it in LibreOffice: if it opens there, try again"),
                    )
                else:
                    yield file, office.version, pages
    progress(done, len(files), "", None)


def convert_files(
    root: Path,
    files: list[WordFile],
    office: Office,
    reporter: Reporter,
    progress: Progress,
) -> list[WordFile]:
    """Write an ODT file beside each of *files*; return those of which there is one now.

    The words and the look are the Word file's; the bytes are not the same twice, since LibreOffice
    numbers lists and sessions at random and notes the time in the zip.
    """
    converted = []
    with office, tempfile.TemporaryDirectory() as folder:
        aside = Path(folder) / "brief.odt"
        for number, file in enumerate(files):
            progress(number, len(files), f"{file.name}.odt", None)
            try:
                office.convert(file.path, aside)
                write_whole(file.path.with_suffix(".odt"), aside.read_bytes())
                converted.append(file)
            except (OfficeError, OSError) as error:
                reporter.error(
                    "cannot-convert",
                    _("{path} cannot be made into ODT: {reason}").format(
                        path=relative(file.path, root), reason=error
                    ),
                    file.place,
                    _("open it in LibreOffice: if it opens there, try again"),
                )
    progress(len(files), len(files), "", None)
    return converted


def font_folders(root: Path) -> list[Path]:
    """Return the folders of the fonts that the project at *root* uses."""
    folders = (folder / "fonts" for folder in Templates.of(root).folders)
    return [folder for folder in folders if folder.is_dir()]
