"""The whole flow on one screen: read, check, compose, write, index.

Enters: a project's folder and what to make of it. Leaves: files under ``output/briefs/`` and
``output/letterheads/``, the index, and what was found wrong. Errors of reading and checking, and
of a letterhead, write nothing; a later one concerns its brief alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pitstop_docs.checks import check
from pitstop_docs.compose import compose
from pitstop_docs.diagnostics import (
    Diagnostic,
    Location,
    PitstopError,
    Reporter,
    Severity,
    did_you_mean,
)
from pitstop_docs.document import Document, Section
from pitstop_docs.editions import Edition
from pitstop_docs.index import Entry, read_entries, write_index
from pitstop_docs.messages import _
from pitstop_docs.model import Case, Collection
from pitstop_docs.readers.project import read_project
from pitstop_docs.runs.files import write_whole
from pitstop_docs.theme import Templates
from pitstop_docs.walking import plain, text_of
from pitstop_docs.writers import Writer, make_writer

if TYPE_CHECKING:
    from pitstop_docs.letterheads import Letterheads


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
    """What became of a brief: pages of its PDF, the files written, what was wrong."""

    source: str
    edition: str
    pages: int | None = None
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
    writers: dict[str, Writer] = {}
    letterheads = _open_letterheads(root, choice, templates, reporter)
    if reporter.errors:
        return []
    if letterheads:
        writers["docx"] = letterheads.writer
    results = []
    for number, brief in enumerate(briefs):
        progress(number, len(briefs), f"{brief.case.id} · {brief.edition.id}")
        results.append(
            _build_brief(root, collection, templates, brief, writers, letterheads, choice.embed)
        )
    progress(len(briefs), len(briefs), "")
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
) -> "Letterheads | None":
    if not choice.letterheads:
        return None
    if choice.formats and "docx" not in choice.formats:
        raise PitstopError(
            _("a letterhead is for Word files"), _("leave --format out, or add --format docx")
        )
    from pitstop_docs.letterheads import open_letterheads  # deferred: few builds need it

    return open_letterheads(choice.letterheads, root, templates, choice.embed, reporter)


def plan(collection: Collection, choice: Choice) -> Iterator[Brief]:
    """Yield the briefs to make, source by source; raises :class:`PitstopError` on an unknown name."""
    cases = {case.id: case for case in collection.cases}
    _known(choice.sources, cases, _("no source '{name}'"))
    _known(choice.editions, collection.editions, _("no edition '{name}'"))
    for case in cases.values():
        for edition in collection.editions.values():
            formats = tuple(f for f in edition.formats if not choice.formats or f in choice.formats)
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


def _build_brief(
    root: Path,
    collection: Collection,
    templates: Templates,
    brief: Brief,
    writers: dict[str, Writer],
    letterheads: "Letterheads | None",
    embed: bool,
) -> Built:
    """Make one brief's files; what goes wrong stays with it, and its old files stay too."""
    case, edition = brief.case, brief.edition
    built = Built(case.id, edition.id)
    reporter = Reporter()
    document = compose(collection, case, edition)
    for format in brief.formats:
        if format not in writers:
            media = root / "sources" / "media"
            writers[format] = make_writer(format, templates, media, embed=embed)
        before = len(reporter.errors)
        output = writers[format].write(document, reporter)
        built.pages = output.pages or built.pages
        if len(reporter.errors) > before:
            continue
        path = brief_path(root, case.id, edition.id, format)
        if _write_file(path, output.data, root, case, reporter):
            built.written.append(format)
    if letterheads and "docx" in built.written:
        for path, data in letterheads.write(document, reporter):
            _write_file(path, data, root, case, reporter)
    if built.pages and built.pages > edition.pages:
        _warn_over_budget(case, edition, document, built.pages, reporter)
    built.problems = reporter.diagnostics
    return built


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


def _warn_over_budget(
    case: Case, edition: Edition, document: Document, pages: int, reporter: Reporter
) -> None:
    sections = [b for b in document.body if isinstance(b, Section)]
    longest = sorted(sections, key=lambda s: -len(text_of(s).split()))[:3]
    named = ", ".join(f"{plain(s.title)} ({len(text_of(s).split())})" for s in longest)
    reporter.warning(
        "over-budget",
        _("'{source}' takes {pages} pages in edition '{edition}', whose budget is {budget}").format(
            source=case.id, pages=pages, edition=edition.id, budget=edition.pages
        ),
        case.location,
        _("its longest sections, in words: {sections}").format(sections=named),
    )


def _write_index(
    root: Path, collection: Collection, templates: Templates, results: list[Built]
) -> None:
    """List every brief there is, with what was made before this run too."""
    entries = read_entries(root)
    for built in results:
        key = (built.source, built.edition)
        old = entries.get(key, Entry())
        formats = tuple(sorted({*old.formats, *built.written}))
        entries[key] = Entry(built.pages or old.pages, formats, outdated=built.failed)
    write_index(root, collection, templates, entries)
