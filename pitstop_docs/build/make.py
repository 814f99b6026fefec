"""One brief: a Document is cut to its pages and becomes its files, in whatever process.

Enters: a :class:`~pitstop_docs.build.briefs.Brief`, and the folders of templates and media. Leaves: a
:class:`~pitstop_docs.build.made.Made` and the files' bytes. This is what workers run: nothing here reads a
source or writes a file."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.inputs import Places, makers_here
from pitstop_docs.build.made import Files, Made, WordPages
from pitstop_docs.build.page_lock import content_key, report_excess
from pitstop_docs.copyfit import Fitted, fit, trim
from pitstop_docs.copyfit.report import cut_of
from pitstop_docs.look.profiles import Profile
from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import TextSize
from pitstop_docs.problems.diagnostics import Diagnostic, Location, PitstopError, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.collector import collected_after, keep_for_good
from pitstop_docs.runs.digests import digest, digest_of
from pitstop_docs.runs.libraries import library_versions
from pitstop_docs.runs.parcels import pack
from pitstop_docs.tree.document import Contents, Document
from pitstop_docs.tree.walk import walk
from pitstop_docs.writers import Writer, make_writer
from pitstop_docs.writers.letterheads import FOLDER, find_letterheads
from pitstop_docs.writers.pdf import (
    Extent,
    Grid,
    Heights,
    Layout,
    LayoutError,
    PdfWriter,
    TextSetting,
)
from pitstop_docs.writers.targets import Pdf, Target, Word

if TYPE_CHECKING:  # slow to load, and few briefs are on a letterhead or for a press
    from pitstop_docs.writers.docx import DocxWriter, Letterhead
    from pitstop_docs.writers.press import Press

_MEASURED_BY = ("image", "look", "libraries", "makers")  # what heights depend on besides words


class OtherWorkerError(RuntimeError):
    """This process would not make the same bytes."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a process makes briefs with: the same, and where it finds the folders."""

    places: Places
    templates: Templates
    media: Path

    @classmethod
    def of(cls, places: Places, folders: Mapping[str, Path]) -> "Tools":
        """Return the tools whose *folders* are known by their digests."""
        templates = Templates(tuple(folders[name] for name in places.templates), places.colours)
        return cls(places, templates, folders[places.media])


def make(brief: Brief, tools: Tools) -> tuple[Made, Files]:
    """Return what becomes of *brief*; raises :class:`PitstopError` when none could be made with such
    templates."""
    with collected_after():
        return _Maker(brief, tools).run()


def make_parcel(folders: Mapping[str, Path], brief: Brief, places: Places) -> bytes:
    """Do as :func:`make`, and return it as a parcel, for :func:`~pitstop_docs.build.made.open_parcel`."""
    try:
        made, files = make(brief, Tools.of(places, folders))
    except PitstopError as error:
        return pack({"refused": [str(error), error.hint]})
    return pack({"made": made.as_json()}, {target.name: data for target, data in files.items()})


def warm_up(
    folders: Mapping[str, Path], places: Places, targets: tuple[Target, ...], embed: bool
) -> bytes:
    """Load what every brief needs: libraries, fonts, styles, templates. Nothing is laid out: that starts
    threads, and whoever has had some cannot be forked."""
    from pitstop_docs.writers.pdf import reading  # noqa: F401

    tools = Tools.of(places, folders)
    pdf_writer(tools).load()
    if any(isinstance(target, Word) for target in targets):
        docx_writer(tools, embed)
    keep_for_good()
    return b""


@dataclass(frozen=True, slots=True)
class _Knowing:
    """The PDF's writer as copyfitting asks it, when some *heights* are known."""

    writer: PdfWriter
    heights: Heights

    @property
    def text(self) -> TextSize:
        return self.writer.text

    @property
    def grid(self) -> Grid:
        return self.writer.grid

    def measure(self, document: Document, setting: TextSetting) -> Mapping[str, Extent]:
        return self.writer.measure(document, setting, self.heights)

    def layout(
        self, document: Document, reporter: Reporter, setting: TextSetting | None = None
    ) -> Layout:
        return self.writer.layout(document, reporter, setting)


@dataclass(slots=True)
class _Maker:
    brief: Brief
    tools: Tools
    reporter: Reporter = field(default_factory=Reporter)
    seconds: dict[str, float] = field(default_factory=dict)
    word: WordPages | None = None
    trimmed: dict[str, frozenset[str]] = field(default_factory=dict)
    heights: Heights = field(init=False)

    def __post_init__(self) -> None:
        parts = self.brief.parts.items()
        basis = {name: part for name, part in parts if name.split()[0] in _MEASURED_BY}
        self.heights = Heights.read(digest(basis), self.brief.heights)

    def run(self) -> tuple[Made, Files]:
        """Fit, then write each target; acts are as long as they are."""
        files: Files = {}
        whole = self.brief.document
        fitted = self._fit() if whole.id.kind != "act" else None
        document = fitted.document if fitted else whole
        if (fitted or whole.id.kind == "act") and not self.reporter.errors:
            for target in self.brief.targets:
                before = len(self.reporter.errors)
                with self._timed(f"write {target.format}"):
                    data = self._write(target, document, fitted)
                if len(self.reporter.errors) == before:
                    files[target] = data
        return (
            Made(
                self.brief.key,
                {target: digest_of(data) for target, data in files.items()},
                fitted.layout.pages if fitted else None,
                cut_of(fitted, whole, self.trimmed) if fitted else None,
                self.word,
                tuple(self.reporter.diagnostics),
                self.seconds,
                self._cover(files),
                self.heights.text(),
            ),
            files,
        )

    def _cover(self, files: Files) -> str:
        """Return the first page, for the index: here, where briefs are made side by side."""
        if self.brief.id.kind != "brief" or Pdf() not in files:
            return ""
        from pitstop_docs.writers.pdf.reading import first_page

        with self._timed("cover"):
            return first_page(files[Pdf()])

    def _fit(self) -> Fitted | None:
        document = self.brief.document
        with self._timed("fit"):
            try:
                room = docx_writer(self.tools, self.brief.embed).room(document)
                fitted = fit(document, _Knowing(pdf_writer(self.tools), self.heights), room)
            except LayoutError as error:
                self._report_layout(error)
                return None
        for problem in fitted.problems:
            self.reporter.add(problem)
        return fitted

    def _write(self, target: Target, document: Document, fitted: Fitted | None) -> bytes:
        if isinstance(target, Pdf) and target.profile and fitted:
            return self._write_press(self.brief.profiles[target.profile], fitted)
        if isinstance(target, Pdf) and fitted:  # it is what was laid out to be fitted
            return pdf_writer(self.tools).export(fitted.layout, self.reporter).data
        if isinstance(target, Word):
            writer = docx_writer(self.tools, self.brief.embed)
            if not target.letterhead:
                return self._write_word(writer, document)
            return self._write_on(target.letterhead, writer, document)
        other = writer_of(self.tools, target.format, self.brief.embed)
        return other.write(document, self.reporter).data

    def _write_press(self, profile: Profile, fitted: Fitted) -> bytes:
        """Lay the brief out once more, as the press wants it, and convert it."""
        document, writer = fitted.document, pdf_writer(self.tools)
        try:
            layout = writer.layout(document, self.reporter, fitted.layout.setting, profile)
            if layout.pages != fitted.layout.pages:
                raise LayoutError(f"{layout.pages} pages, not {fitted.layout.pages}")
        except LayoutError as error:
            self._report_layout(error)
            return b""
        laid_out = writer.export(layout, self.reporter, profile).data
        from pitstop_docs.writers.press import RefusedPageError

        try:
            return _press(self.tools, profile).convert(laid_out, document)
        except RefusedPageError as error:
            message = _(
                "'{source}' cannot go to press: page {page} has something without inks, {what}"
            ).format(source=document.id.source, page=error.page, what=error.what)
            self.reporter.add(Diagnostic("no-inks", document.location, message, brief=document.id))
            return b""

    def _write_word(self, writer: "DocxWriter", document: Document) -> bytes:
        """Write the Word file; where its pages were measured, its contents say them."""
        draft = writer.draft(document, self.reporter)
        data = draft.data()
        key = content_key(data)
        measured = self.brief.measured
        if measured is None or measured.key != key:
            self.word = WordPages(key, key)
            return data
        report_excess(
            document.id, Word(), measured, document.pages, document.location, self.reporter
        )
        if any(isinstance(block, Contents) for block in walk((*document.head, *document.body))):
            data = draft.data(measured.numbers)
        self.word = WordPages(key, content_key(data), measured.pages, measured.program)
        return data

    def _write_on(self, id: str, writer: "DocxWriter", document: Document) -> bytes:
        letterhead, problems = _letterhead(self.tools, self.brief.embed, id)
        for problem in problems:
            # Of those that were asked for, it was said before anything was made.
            self.reporter.add(replace(problem, brief=document.id))
        if letterhead is None:
            return b""
        if document.id.is_edition:
            document, self.trimmed[id] = trim(document, writer.room(document, letterhead))
        return writer.write(document, self.reporter, letterhead=letterhead).data

    def _report_layout(self, error: LayoutError) -> None:
        document = self.brief.document
        message = _("the layout engine cannot set '{source}': {reason}")
        self.reporter.add(
            Diagnostic(
                "layout-failed",
                document.location,
                message.format(source=document.id.source, reason=error),
                brief=document.id,
            )
        )

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - start


# --- made once per process, and forgotten when other tools come -------------------------------


def pdf_writer(tools: Tools) -> PdfWriter:
    """Return the PDF's writer; raises :class:`PitstopError`."""
    return cast(PdfWriter, writer_of(tools, Pdf.format, True))


def docx_writer(tools: Tools, embed: bool) -> "DocxWriter":
    """Return the Word files' writer; raises :class:`PitstopError`."""
    return cast("DocxWriter", writer_of(tools, Word.format, embed))


@lru_cache(maxsize=8)
def _press(tools: Tools, profile: Profile) -> "Press":
    """Return the press of *profile*; raises :class:`PitstopError`."""
    from pitstop_docs.writers.press import Press

    return Press.of(profile, tools.templates)


@lru_cache(maxsize=512)
def _letterhead(
    tools: Tools, embed: bool, id: str
) -> "tuple[Letterhead | None, tuple[Diagnostic, ...]]":
    """Return the letterhead *id*, and the errors that keep it from being one."""
    from pitstop_docs.writers.docx.letterheads import read_letterhead

    reporter = Reporter()
    path = find_letterheads(tools.templates)[id]
    place = Location(f"templates/{FOLDER}/{path.name}")
    look = docx_writer(tools, embed).plain_look
    opened = read_letterhead(path, place, look, reporter)
    return opened, tuple(reporter.errors)


@lru_cache(maxsize=4)
def writer_of(tools: Tools, format: str, embed: bool) -> Writer:
    """Return the writer of *format*; raises :class:`PitstopError`."""
    places = tools.places
    here = library_versions(tuple(name for name, _version in places.libraries))
    other = {n: (v, here.get(n)) for n, v in places.libraries if here.get(n) != v}
    if other:
        raise OtherWorkerError(f"this worker has other libraries: {other}")
    if makers_here() != places.makers:
        raise OtherWorkerError("this worker has another version of pitstop")
    writer = make_writer(format, tools.templates, tools.media, embed=embed)
    keep_for_good()
    return writer
