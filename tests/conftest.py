"""Options and fixtures that all tests share."""

import fcntl
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pitstop_docs.look.profiles import ARCHIVE, Profile
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.tree.document import Document, Figure, Table
from pitstop_docs.tree.walk import walk
from pitstop_docs.writers import Written
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.filling import Fillable
from pitstop_docs.writers.docx.letterheads import repair
from pitstop_docs.writers.docx.package import Package
from pitstop_docs.writers.docx.writer import Draft
from pitstop_docs.writers.pdf import Layout, PdfWriter
from pitstop_docs.writers.pdf.stamps import Stampable
from tests.project import Once

pytest_plugins = ("tests.press.fixtures",)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write what is found into the goldens: read the diff"
    )
    parser.addoption(
        "--long", action="store_true", help="the long form of trials: more rounds, larger documents"
    )
    parser.addoption("--keep-word", metavar="FOLDER", help="keep the Word files that tests write")
    parser.addoption(
        "--keep-pdf",
        metavar="FOLDER",
        help="keep the PDFs with tables and pictures that tests write",
    )
    parser.addoption("--keep-press", metavar="FOLDER", help="keep the files for a press")


def pytest_configure() -> None:
    """Let programs that tests start hear Ctrl-C, though a shell in the background made us deaf."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are to be rewritten."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Whether trials have their long form."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Have a folder filled once for all workers. Whoever changes it takes a copy."""
    root = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        root = root.parent  # which all workers share

    def fill(name: str, make: Callable[[Path], object]) -> Path:
        folder, aside = root / name, root / f"{name}.tmp"
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                make(aside)
                aside.rename(folder)
        return folder

    return fill


@pytest.fixture(autouse=True, scope="session")
def keep_word(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep each Word file that is written without an error or filled in, and each repaired letterhead, for
    the validators of others."""
    wanted = request.config.getoption("--keep-word")
    folder = Path(wanted or "").resolve()  # some tests go to other folders
    draft, fill = DocxWriter.draft, Fillable.fill

    def keep(data: bytes) -> None:
        (folder / f"{digest_of(data)}.docx").write_bytes(data)

    class KeptDraft(Draft):
        def data(self, *numbers: Any) -> bytes:
            data = super().data(*numbers)
            keep(data)
            return data

    def draft_to_keep(
        self: DocxWriter, document: Document, reporter: Reporter, *more: Any, **named: Any
    ) -> Draft:
        before = len(reporter.errors)
        made = draft(self, document, reporter, *more, **named)
        if len(reporter.errors) > before:
            return made
        return KeptDraft(made.package, made.main, made.contents, made.styles)

    def fill_and_keep(self: Fillable, words: Mapping[str, str]) -> bytes:
        data = fill(self, words)
        keep(data)
        return data

    class KeptPackage(Package):
        def save(self) -> bytes:
            data = super().save()
            keep(data)
            return data

    with pytest.MonkeyPatch.context() as patch:
        if wanted:
            folder.mkdir(parents=True, exist_ok=True)
            patch.setattr(DocxWriter, "draft", draft_to_keep)
            patch.setattr(Fillable, "fill", fill_and_keep)
            patch.setattr(repair, "Package", KeptPackage)
        yield


@pytest.fixture(autouse=True, scope="session")
def keep_pdf(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep each PDF with a table, a picture or a logo that is written without an error, and each that is
    addressed to somebody, for the validators of others."""
    wanted = request.config.getoption("--keep-pdf")
    folder = Path(wanted or "").resolve()
    export, fill = PdfWriter.export, Stampable.fill

    def fill_and_keep(self: Stampable, words: Mapping[str, str]) -> bytes:
        data = fill(self, words)
        (folder / f"{digest_of(data)}.pdf").write_bytes(data)
        return data

    def export_and_keep(
        self: PdfWriter, layout: Layout, reporter: Reporter, profile: Profile = ARCHIVE
    ) -> Written:
        output = export(self, layout, reporter, profile)
        if profile != ARCHIVE:
            return output
        document = layout.document
        blocks = walk((*document.head, *document.body, *document.foot))
        shown = document.logo or any(isinstance(block, Table | Figure) for block in blocks)
        if shown and not reporter.errors:
            (folder / f"{digest_of(output.data)}.pdf").write_bytes(output.data)
        return output

    with pytest.MonkeyPatch.context() as patch:
        if wanted:
            folder.mkdir(parents=True, exist_ok=True)
            patch.setattr(PdfWriter, "export", export_and_keep)
            patch.setattr(Stampable, "fill", fill_and_keep)
        yield
