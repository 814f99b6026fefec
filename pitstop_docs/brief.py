"""One brief: a Document becomes its files, in whatever process.

Enters: a composed Document, the formats, the folders of templates and media by their digests. Leaves:
the files' bytes, and a :class:`Report`. This is what workers run: nothing here reads a source or
writes a file."""

import time
from dataclasses import dataclass

from pitstop_docs.diagnostics import Diagnostic, PitstopError, Reporter
from pitstop_docs.document import Document
from pitstop_docs.planning.survey import makers_here
from pitstop_docs.runs.jobs import Made, Workshop
from pitstop_docs.runs.libraries import library_versions
from pitstop_docs.templates import Templates
from pitstop_docs.writers import Writer, make_writer

MAKE = "pitstop_docs.brief:make_brief"
WARM_UP = "pitstop_docs.brief:warm_up"


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
class Report:
    """What is said of a brief besides its files: pages of its PDF, problems, seconds of each step.

    ``refused`` is set, message and hint, when no brief could be made with these templates."""

    pages: int | None = None
    problems: tuple[Diagnostic, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()
    refused: tuple[str, str] | None = None


def make_brief(
    workshop: Workshop, document: Document, formats: tuple[str, ...], places: Places
) -> Made:
    """Return *document* in *formats*; a format in which something is wrong is missing."""
    reporter = Reporter()
    files: list[tuple[str, bytes]] = []
    seconds: list[tuple[str, float]] = []
    pages: int | None = None
    try:
        for format in formats:
            writer = writer_of(workshop, format, places)
            before, start = len(reporter.errors), time.perf_counter()
            output = writer.write(document, reporter)
            seconds.append((format, time.perf_counter() - start))
            pages = output.pages or pages
            if len(reporter.errors) == before:
                files.append((format, output.data))
    except PitstopError as error:
        return Made((), Report(refused=(str(error), error.hint)))
    return Made(tuple(files), Report(pages, tuple(reporter.diagnostics), tuple(seconds)))


def warm_up(workshop: Workshop, formats: tuple[str, ...], places: Places) -> None:
    """Load what every brief in *formats* needs: libraries, fonts, styles, templates."""
    for format in formats:
        writer_of(workshop, format, places)


def writer_of(workshop: Workshop, format: str, places: Places) -> Writer:
    """Return the writer of *format*, made once per process; raises :class:`PitstopError`."""

    def make() -> Writer:
        here = library_versions(tuple(name for name, _version in places.libraries))
        other = {n: (v, here.get(n)) for n, v in places.libraries if here.get(n) != v}
        if other:
            raise OtherWorkerError(f"this worker has other libraries: {other}")
        if makers_here() != places.makers:
            raise OtherWorkerError("this worker has another version of pitstop")
        templates = Templates(tuple(workshop.folder(name) for name in places.templates))
        return make_writer(format, templates, workshop.folder(places.media))

    return workshop.once(("writer", format, places), make)
