"""One brief: a composed Document becomes its files, in memory.

Enters: a Document with its edition, and the writers of the process. Leaves: the bytes of its files,
how it was cut to its pages, and what was wrong. Nothing is written here, so any process may do it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pitstop_docs.copyfit import Fitted, fit
from pitstop_docs.diagnostics import Diagnostic, Location, Reporter, Severity
from pitstop_docs.document import Contents, Document
from pitstop_docs.editions import Edition
from pitstop_docs.index import Word
from pitstop_docs.letterheads import Letterheads
from pitstop_docs.measure.lock import PageLock, content_key, report_excess
from pitstop_docs.messages import _
from pitstop_docs.theme import Templates
from pitstop_docs.walking import walk
from pitstop_docs.writers import Writer, make_writer
from pitstop_docs.writers.pdf import LayoutError, PdfWriter

if TYPE_CHECKING:  # slow to load
    from pitstop_docs.writers.docx import DocxWriter

DOCX, PDF = "docx", "pdf"


class Writers:
    """The writers of one process, made when they are first needed. The PDF's is always: its layout
    decides what a brief says."""

    def __init__(
        self,
        root: Path,
        templates: Templates,
        embed: bool = True,
        letterheads: Letterheads | None = None,
    ) -> None:
        self._project = templates, root / "sources" / "media"
        self._embed = embed
        self.letterheads = letterheads
        self.pdf = PdfWriter(*self._project)
        self._others: dict[str, Writer] = {DOCX: letterheads.writer} if letterheads else {}

    def __getitem__(self, format: str) -> Writer:
        """Return the writer of *format*, made when it is asked for first."""
        if format == PDF:
            return self.pdf
        if format not in self._others:
            self._others[format] = make_writer(format, *self._project, embed=self._embed)
        return self._others[format]


@dataclass(frozen=True, slots=True)
class Job:
    """A brief to be made: its whole Document, its edition, the formats, its source's place."""

    document: Document
    edition: Edition
    formats: tuple[str, ...]
    place: Location


@dataclass(slots=True)
class Made:
    """What became of a brief: its files by format, those on letterheads by the letterhead's id, its
    pages, what is known of its Word file, how it was cut to its pages, what was wrong. A format without
    a file could not be made."""

    files: dict[str, bytes] = field(default_factory=dict)
    on_letterheads: dict[str, bytes] = field(default_factory=dict)
    pages: int | None = None
    word: Word | None = None
    fitted: Fitted | None = None
    problems: tuple[Diagnostic, ...] = ()


def make_brief(job: Job, writers: Writers, lock: PageLock) -> Made:
    """Fit and write one brief; what goes wrong is among its problems."""
    made = Made()
    reporter = Reporter()
    try:
        made.fitted = fit(job.document, job.edition, writers.pdf, job.place)
    except LayoutError as error:
        _report_layout(error, job, reporter)
    else:
        made.pages = made.fitted.layout.pages
        for problem in made.fitted.problems:
            reporter.add(problem)
    if made.fitted is not None and not reporter.errors:
        for format in job.formats:
            written = Reporter()
            if format == PDF:
                data = writers.pdf.export(made.fitted.layout, written).data
            else:
                data, made.word = _write_word(writers, job, made.fitted.document, lock, written)
            if not written.errors:
                made.files[format] = data
            for problem in written.diagnostics:
                reporter.add(problem)
        if writers.letterheads and DOCX in made.files:
            made.on_letterheads.update(writers.letterheads.write(made.fitted.document, reporter))
    made.problems = tuple(reporter.diagnostics)
    return made


def _write_word(
    writers: Writers, job: Job, document: Document, lock: PageLock, reporter: Reporter
) -> tuple[bytes, Word]:
    """Write a Word file; where the lock knows its pages, its contents say them."""
    writer = cast("DocxWriter", writers[DOCX])
    data = writer.write(document, reporter).data
    key = content_key(data)
    measured = lock.find(data)
    if measured is None:
        return data, Word(key, key)
    name = f"{document.edition}/{document.source}"
    report_excess(name, measured, job.edition.pages, job.place, reporter)
    if any(isinstance(block, Contents) for block in walk((*document.head, *document.body))):
        data = writer.write(document, reporter, measured.numbers).data
    return data, Word(key, content_key(data), measured.pages, measured.program)


def _report_layout(error: LayoutError, job: Job, reporter: Reporter) -> None:
    message = _("the layout engine cannot set '{source}': {reason}")
    reporter.add(
        Diagnostic(
            "layout-failed",
            Severity.ERROR,
            message.format(source=job.document.source, reason=error),
            job.place,
            _("make this source simpler, and tell those who look after pitstop"),
            (job.document.source, job.edition.id),
        )
    )
