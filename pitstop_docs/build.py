"""The whole flow on one screen: read, check, compose, fit, write, index.

Enters: a project's folder and what to make of it. Leaves: files under ``output/briefs/``, the
index, and what was found wrong. Errors of reading and checking write nothing; a later one concerns
its brief alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pitstop_docs.checks import check
from pitstop_docs.compose import compose
from pitstop_docs.copyfit import Fitted, fit
from pitstop_docs.diagnostics import (
    Diagnostic,
    Location,
    PitstopError,
    Reporter,
    Severity,
    did_you_mean,
)
from pitstop_docs.editions import Edition
from pitstop_docs.index import Entry, read_entries, write_index
from pitstop_docs.messages import _
from pitstop_docs.model import Case, Collection
from pitstop_docs.readers.project import read_project
from pitstop_docs.runs.files import write_whole
from pitstop_docs.theme import Templates
from pitstop_docs.writers import Writer, make_writer
from pitstop_docs.writers.pdf import LayoutError, PdfWriter


@dataclass(frozen=True, slots=True)
class Choice:
    """What to build; an empty tuple means everything."""

    sources: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """One case in one edition, and the formats to write."""

    case: Case
    edition: Edition
    formats: tuple[str, ...]


@dataclass(slots=True)
class Built:
    """What became of a brief: its pages, how it was cut to them, the files written, what was wrong."""

    source: str
    edition: str
    pages: int | None = None
    fitted: Fitted | None = None
    written: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether a file could not be made."""
        return any(p.severity is Severity.ERROR for p in self.problems)


Progress = Callable[[int, int, str], None]


class Writers:
    """The writers of one process, made when they are first needed. The PDF's is always: its layout
    decides what a brief says."""

    def __init__(self, root: Path, templates: Templates) -> None:
        self._project = templates, root / "sources" / "media"
        self.pdf = PdfWriter(*self._project)
        self._others: dict[str, Writer] = {}

    def write(self, format: str, fitted: Fitted, reporter: Reporter) -> bytes:
        """Return *fitted* as a file of *format*."""
        if format == "pdf":
            return self.pdf.export(fitted.layout, reporter).data
        if format not in self._others:
            self._others[format] = make_writer(format, *self._project)
        return self._others[format].write(fitted.document, reporter).data


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
    writers = Writers(root, templates)
    results = []
    for number, brief in enumerate(briefs):
        progress(number, len(briefs), f"{brief.case.id} · {brief.edition.id}")
        results.append(_build_brief(root, collection, brief, writers))
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
    brief: Brief,
    writers: Writers,
) -> Built:
    """Make one brief's files; what goes wrong stays with it, and its old files stay too."""
    case, edition = brief.case, brief.edition
    built = Built(case.id, edition.id)
    reporter = Reporter()
    try:
        built.fitted = fit(compose(collection, case, edition), edition, writers.pdf, case.location)
    except LayoutError as error:
        _report_layout(error, case, edition, reporter)
    else:
        built.pages = built.fitted.layout.pages
        for problem in built.fitted.problems:
            reporter.add(problem)
    for format in brief.formats:
        before = len(reporter.errors)
        data = (
            b"" if built.fitted is None or before else writers.write(format, built.fitted, reporter)
        )
        if not data or len(reporter.errors) > before:
            continue
        path = brief_path(root, case.id, edition.id, format)
        try:
            write_whole(path, data)
            built.written.append(format)
        except OSError as error:
            _report_unwritable(path, root, error, case.location, reporter)
    built.problems = reporter.diagnostics
    return built


def _report_layout(error: LayoutError, case: Case, edition: Edition, reporter: Reporter) -> None:
    message = _("the layout engine cannot set '{source}': {reason}")
    reporter.add(
        Diagnostic(
            "layout-failed",
            Severity.ERROR,
            message.format(source=case.id, reason=error),
            case.location,
            _("make this source simpler, and tell those who look after pitstop"),
            (case.id, edition.id),
        )
    )


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
        entries[key] = Entry(built.pages or old.pages, formats, outdated=built.failed)
    write_index(root, collection, templates, entries)
