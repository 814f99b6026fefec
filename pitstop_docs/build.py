"""The whole flow on one screen: read, check, compose, fit and write, index.

Enters: a project's folder and what to make of it. Leaves: files under ``output/briefs/`` and
``output/letterheads/``, the index, and what was found wrong. Errors of reading and checking, and
of a letterhead, write nothing; a later one concerns its brief alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pitstop_docs.briefs import DOCX, Job, Made, Writers, make_brief
from pitstop_docs.checks import check
from pitstop_docs.compose import compose
from pitstop_docs.copyfit import Fitted
from pitstop_docs.diagnostics import (
    Diagnostic,
    Location,
    PitstopError,
    Reporter,
    Severity,
    did_you_mean,
)
from pitstop_docs.editions import Edition
from pitstop_docs.index import Entry, Word, read_entries, write_index
from pitstop_docs.letterheads import Letterheads, letterhead_path, open_letterheads
from pitstop_docs.measure.briefs import WordFile, convert_files, font_folders, measure_files
from pitstop_docs.measure.lock import Measured, read_lock
from pitstop_docs.measure.office import Office
from pitstop_docs.messages import _
from pitstop_docs.model import Case, Collection
from pitstop_docs.readers.project import read_project
from pitstop_docs.runs.files import write_whole
from pitstop_docs.theme import Templates

ODT = "odt"


@dataclass(frozen=True, slots=True)
class Choice:
    """What to build; an empty tuple means everything, of letterheads none.

    *embed* says whether Word files carry their fonts.
    """

    sources: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    letterheads: tuple[str, ...] = ()
    embed: bool = True


@dataclass(frozen=True, slots=True)
class Brief:
    """One case in one edition, and the formats to write."""

    case: Case
    edition: Edition
    formats: tuple[str, ...]


@dataclass(slots=True)
class Built:
    """What became of a brief: its pages, its Word file, how it was cut, the files written, what was
    wrong."""

    source: str
    edition: str
    pages: int | None = None
    word: Word | None = None
    fitted: Fitted | None = None
    written: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether a file could not be made."""
        return any(p.severity is Severity.ERROR for p in self.problems)


Progress = Callable[[int, int, str], None]


def load(root: Path, reporter: Reporter) -> Collection:
    """Read and check the project at *root*; all problems go to *reporter*."""
    templates = Templates.of(root)
    collection = read_project(root, templates, reporter)
    check(collection, templates, reporter)
    return collection


def build(root: Path, choice: Choice, reporter: Reporter, progress: Progress) -> list[Built]:
    """Build the chosen briefs; returns nothing, and writes nothing, when reading finds errors."""
    collection = load(root, reporter)
    if reporter.errors:
        return []
    if not any(collection.cases):
        raise PitstopError(
            _("there are no sources to make briefs of"),
            _("write one: pitstop new practice ID"),
        )
    templates = Templates.of(root)
    briefs = list(plan(collection, choice))
    # Known to be there before anything is made.
    office = Office(font_folders(root)) if ODT in choice.formats else None
    letterheads = _open_letterheads(root, choice, templates, reporter)
    if reporter.errors:
        return []
    lock = read_lock(root, reporter)
    writers = Writers(root, templates, choice.embed, letterheads)
    results = []
    for number, brief in enumerate(briefs):
        progress(number, len(briefs), f"{brief.case.id} · {brief.edition.id}")
        made = make_brief(_job(collection, brief), writers, lock)
        results.append(_written(root, brief, made))
    progress(len(briefs), len(briefs), "")
    if office is not None:
        _convert(root, collection, results, office, reporter, progress)
    for built in results:
        for problem in built.problems:
            reporter.add(problem)
    try:
        _write_index(root, collection, templates, results)
    except OSError as error:
        place = Location("output/index.html")
        _report_unwritable(root / place.path, root, error, place, reporter)
    return results


def _open_letterheads(
    root: Path, choice: Choice, templates: Templates, reporter: Reporter
) -> Letterheads | None:
    if not choice.letterheads:
        return None
    if choice.formats and "docx" not in choice.formats:
        raise PitstopError(
            _("a letterhead is for Word files"), _("leave --format out, or add --format docx")
        )
    return open_letterheads(choice.letterheads, root, templates, choice.embed, reporter)


def plan(collection: Collection, choice: Choice) -> Iterator[Brief]:
    """Yield the briefs to make, source by source; raises :class:`PitstopError` on an unknown name."""
    cases = {case.id: case for case in collection.cases}
    _known(choice.sources, cases, _("no source '{name}'"))
    _known(choice.editions, collection.editions, _("no edition '{name}'"))
    for case in cases.values():
        for edition in collection.editions.values():
            asked = {DOCX if format == ODT else format for format in choice.formats}
            formats = tuple(f for f in edition.formats if not asked or f in asked)
            wanted = (not choice.sources or case.id in choice.sources) and (
                not choice.editions or edition.id in choice.editions
            )
            if wanted and formats:
                yield Brief(case, edition, formats)


def _known(names: tuple[str, ...], known: object, message: str) -> None:
    ids = list(known)  # type: ignore[call-overload]
    for name in names:
        if name not in ids:
            hint = did_you_mean(name, ids) or _("there are: {known}").format(known=", ".join(ids))
            raise PitstopError(message.format(name=name), hint)


def _job(collection: Collection, brief: Brief) -> Job:
    document = compose(collection, brief.case, brief.edition)
    return Job(document, brief.edition, brief.formats, brief.case.location)


def _written(root: Path, brief: Brief, made: Made) -> Built:
    """Put the files of a brief in their places; what is not made, or cannot be written, leaves the old
    file where it is."""
    source, edition = brief.case.id, brief.edition.id
    built = Built(source, edition, made.pages, fitted=made.fitted)
    reporter = Reporter()
    for problem in made.problems:
        reporter.add(problem)
    for format, data in made.files.items():
        path = brief_path(root, source, edition, format)
        if _write_file(path, data, root, brief.case, reporter):
            built.written.append(format)
    for letterhead, data in made.on_letterheads.items():
        path = letterhead_path(root, letterhead, edition, source)
        _write_file(path, data, root, brief.case, reporter)
    built.word = made.word if DOCX in built.written else None
    built.problems = reporter.diagnostics
    return built


def _convert(
    root: Path,
    collection: Collection,
    results: list[Built],
    office: Office,
    reporter: Reporter,
    progress: Progress,
) -> None:
    """Make ODT files of the Word files that were just written."""
    written = {(b.source, b.edition): b for b in results if DOCX in b.written}
    files = [f for f in word_files(root, collection, Choice()) if (f.source, f.edition) in written]
    for file in convert_files(root, files, office, reporter, progress):
        written[file.source, file.edition].written.append(ODT)


def word_files(root: Path, collection: Collection, choice: Choice) -> list[WordFile]:
    """Return the Word files of the chosen briefs, made or not."""
    return [
        WordFile(
            brief.case.id,
            brief.edition.id,
            brief_path(root, brief.case.id, brief.edition.id, DOCX),
            brief.edition.pages,
            brief.case.location,
        )
        for brief in plan(collection, choice)
        if DOCX in brief.formats
    ]


def _write_file(path: Path, data: bytes, root: Path, case: Case, reporter: Reporter) -> bool:
    try:
        write_whole(path, data)
    except OSError as error:
        _report_unwritable(path, root, error, case.location, reporter)
        return False
    return True


def _report_unwritable(
    path: Path, root: Path, error: OSError, place: Location, reporter: Reporter
) -> None:
    reporter.error(
        "cannot-write",
        _("{path} cannot be written: {reason}").format(
            path=path.relative_to(root).as_posix(), reason=error.strerror or error
        ),
        place,
        _("close it if it is open, and check that you may write there and the disk has room"),
    )


def brief_path(root: Path, source: str, edition: str, format: str) -> Path:
    """Return where a brief's file is."""
    return root / "output" / "briefs" / edition / f"{source}.{format}"


def _write_index(
    root: Path, collection: Collection, templates: Templates, results: list[Built]
) -> None:
    """List every brief there is, with what was made before this run too."""
    entries = read_entries(root)
    for built in results:
        key = (built.source, built.edition)
        old = entries.get(key, Entry())
        formats = tuple(sorted({*old.formats, *built.written}))
        entries[key] = Entry(
            built.pages or old.pages, formats, built.failed, built.word or old.word
        )
    write_index(root, collection, templates, entries)


def measure(
    root: Path, choice: Choice, reporter: Reporter, progress: Progress
) -> tuple[dict[str, Measured], bool]:
    """Measure the chosen Word files in ``output/`` with LibreOffice, into the lock.

    Returns what was found by file ("giunta/succiso"), and whether the lock changed."""
    collection = load(root, reporter)
    if reporter.errors:
        return {}, False
    entries = read_entries(root)
    found, changed = measure_files(
        root, word_files(root, collection, choice), entries, reporter, progress
    )
    for key, entry in entries.items():
        one = found.get(f"{key[1]}/{key[0]}")
        if one is not None and entry.word is not None:
            word = replace(entry.word, pages=one.pages, program=one.program)
            entries[key] = replace(entry, word=word)
    write_index(root, collection, Templates.of(root), entries)
    return found, changed
