"""One brief: a Document is cut to its pages and becomes its files, in whatever process.

Enters: a composed Document, an :class:`Order`, the folders of templates and media by their digests.
Leaves: the files' bytes, and a :class:`Report`. This is what workers run: nothing here reads a source
or writes a file."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, cast

from pitstop_docs.build.inputs import makers_here
from pitstop_docs.build.page_lock import Measured, content_key, report_excess
from pitstop_docs.build.paths import letterhead_of
from pitstop_docs.build.results import Word
from pitstop_docs.copyfit import Fitted, fit
from pitstop_docs.copyfit.report import cut_of
from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import Diagnostic, Location, PitstopError, Reporter, Severity
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.jobs import Made, Workshop
from pitstop_docs.runs.libraries import library_versions
from pitstop_docs.tree.document import Contents, Document
from pitstop_docs.tree.walk import walk
from pitstop_docs.writers import Writer, make_writer
from pitstop_docs.writers.pdf import LayoutError, PdfWriter

if TYPE_CHECKING:  # slow to load, and few briefs are on a letterhead
    from pitstop_docs.writers.docx import DocxWriter, Letterhead

MAKE = "pitstop_docs.build.make:make_brief"
WARM_UP = "pitstop_docs.build.make:warm_up"
DOCX, PDF = "docx", "pdf"


class OtherWorkerError(RuntimeError):
    """This process would not make the same bytes."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a worker finds what briefs are made with: digests of folders, templates in the order in
    which they count; ``libraries`` and ``makers`` (our own code) are what it must have itself."""

    templates: tuple[str, ...]
    media: str
    libraries: tuple[tuple[str, str], ...]
    makers: str


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants of a brief: its ``formats`` ("docx", "pdf", "docx@<letterhead>"), whether
    its pages are only the most it may take, whether Word files carry their fonts, what was
    ``measured`` of its Word file, and its source's ``place``, for messages."""

    formats: tuple[str, ...]
    up_to: bool = False
    embed: bool = True
    measured: Measured | None = None
    place: Location = field(default=Location(""))

    @property
    def settings(self) -> tuple[Any, ...]:
        """What of it decides the bytes of the files, besides the formats."""
        seen = self.measured and (self.measured.key, sorted(self.measured.numbers.items()))
        pages = self.measured and (self.measured.pages, self.measured.version)
        return self.up_to, self.embed, seen, pages


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of a brief besides its files: its pages, problems, seconds of each step, and
    ``facts`` for the index: how it was cut, what is known of its Word file.

    ``refused`` is set, message and hint, when no brief could be made with these templates."""

    pages: int | None = None
    problems: tuple[Diagnostic, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    refused: tuple[str, str] | None = None


def make_brief(workshop: Workshop, document: Document, order: Order, places: Places) -> Made:
    """Return *document* cut to its pages, in the formats of *order*; a format in which something is
    wrong is missing, and all are where not even what is required fits."""
    try:
        return _Making(workshop, document, order, places).run()
    except PitstopError as error:
        return Made((), Report(refused=(str(error), error.hint)))


def warm_up(workshop: Workshop, order: Order, places: Places) -> None:
    """Load what every brief needs: libraries, fonts, styles, templates."""
    pdf_writer(workshop, places)
    if any(format != PDF for format in order.formats):
        docx_writer(workshop, places, order.embed)


@dataclass(slots=True)
class _Making:
    workshop: Workshop
    document: Document
    order: Order
    places: Places
    reporter: Reporter = field(default_factory=Reporter)
    seconds: dict[str, float] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def run(self) -> Made:
        """Fit, then write each format."""
        files: list[tuple[str, bytes]] = []
        fitted = self._fit()
        if fitted is not None and not self.reporter.errors:
            for format in self.order.formats:
                before = len(self.reporter.errors)
                with self._timed(f"write {format}"):
                    data = self._write(format, fitted)
                if len(self.reporter.errors) == before:
                    files.append((format, data))
        pages = fitted.layout.pages if fitted else None
        problems = tuple(self.reporter.diagnostics)
        return Made(tuple(files), Report(pages, problems, tuple(self.seconds.items()), self.facts))

    def _fit(self) -> Fitted | None:
        with self._timed("fit"):
            writer = pdf_writer(self.workshop, self.places)
            try:
                fitted = fit(self.document, writer, self.order.place, up_to=self.order.up_to)
            except LayoutError as error:
                self._report_layout(error)
                return None
        for problem in fitted.problems:
            self.reporter.add(problem)
        self.facts["cut"] = cut_of(fitted, self.document).as_json()
        return fitted

    def _write(self, format: str, fitted: Fitted) -> bytes:
        if format == PDF:
            writer = pdf_writer(self.workshop, self.places)
            return writer.export(fitted.layout, self.reporter).data
        word = docx_writer(self.workshop, self.places, self.order.embed)
        letterhead = letterhead_of(format)
        if letterhead:
            sheet = self._letterhead(letterhead, word)
            return word.write(fitted.document, self.reporter, letterhead=sheet).data
        return self._write_word(word, fitted.document)

    def _write_word(self, writer: "DocxWriter", document: Document) -> bytes:
        """Write the Word file; where its pages were measured, its contents say them."""
        data = writer.write(document, self.reporter).data
        key = content_key(data)
        measured = self.order.measured
        if measured is None or measured.key != key:
            self.facts["word"] = asdict(Word(key, key))
            return data
        name = f"{document.edition}/{document.source}"
        report_excess(name, measured, document.pages, self.order.place, self.reporter)
        if any(isinstance(block, Contents) for block in walk((*document.head, *document.body))):
            data = writer.write(document, self.reporter, measured.numbers).data
        self.facts["word"] = asdict(Word(key, content_key(data), measured.pages, measured.program))
        return data

    def _letterhead(self, id: str, writer: "DocxWriter") -> "Letterhead | None":
        from pitstop_docs.writers.docx.letterheads import find_letterheads, read_letterhead

        def read() -> "Letterhead | None":
            path = find_letterheads(templates_of(self.workshop, self.places))[id]
            # What is wrong with it was said when the build began.
            return read_letterhead(path, self.order.place, writer.plain_look, Reporter())

        return self.workshop.once(("letterhead", id, self.places, self.order.embed), read)

    def _report_layout(self, error: LayoutError) -> None:
        message = _("the layout engine cannot set '{source}': {reason}")
        self.reporter.add(
            Diagnostic(
                "layout-failed",
                Severity.ERROR,
                message.format(source=self.document.source, reason=error),
                self.order.place,
                _("make this source simpler, and tell those who look after pitstop"),
                (self.document.source, self.document.edition),
            )
        )

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - start


def pdf_writer(workshop: Workshop, places: Places) -> PdfWriter:
    """Return the PDF's writer, made once per process; raises :class:`PitstopError`."""
    return cast(PdfWriter, _writer(workshop, PDF, places, embed=True))


def docx_writer(workshop: Workshop, places: Places, embed: bool) -> "DocxWriter":
    """Return the Word files' writer, made once per process; raises :class:`PitstopError`."""
    return cast("DocxWriter", _writer(workshop, DOCX, places, embed=embed))


def templates_of(workshop: Workshop, places: Places) -> Templates:
    """Return the templates as this process has them."""
    return Templates(tuple(workshop.folder(name) for name in places.templates))


def _writer(workshop: Workshop, format: str, places: Places, *, embed: bool) -> Writer:
    def make() -> Writer:
        here = library_versions(tuple(name for name, _version in places.libraries))
        other = {n: (v, here.get(n)) for n, v in places.libraries if here.get(n) != v}
        if other:
            raise OtherWorkerError(f"this worker has other libraries: {other}")
        if makers_here() != places.makers:
            raise OtherWorkerError("this worker has another version of pitstop")
        media = workshop.folder(places.media)
        return make_writer(format, templates_of(workshop, places), media, embed=embed)

    return workshop.once(("writer", format, places, embed), make)
