"""Options and fixtures that all tests share."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.tree.document import Document
from pitstop_docs.writers import Written
from pitstop_docs.writers.docx import DocxWriter, Letterhead


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write what is found into the goldens: read the diff"
    )
    parser.addoption("--kills", default=4, type=int, help="how many builds are killed (4)")
    parser.addoption("--keep-word", metavar="FOLDER", help="keep the Word files that tests write")


def pytest_configure() -> None:
    """Let programs that tests start hear Ctrl-C, though a shell in the background made us deaf."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are to be rewritten."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(autouse=True, scope="session")
def keep_word(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep each Word file that is written without an error, and each repaired letterhead, for the
    validators of others."""
    wanted = request.config.getoption("--keep-word")
    write, repair = DocxWriter.write, DocxWriter.repair

    def keep(data: bytes) -> None:
        (Path(wanted) / f"{digest_of(data)}.docx").write_bytes(data)

    def write_and_keep(
        self: DocxWriter, document: Document, reporter: Reporter, *more: Any, **named: Any
    ) -> Written:
        before = len(reporter.errors)
        output = write(self, document, reporter, *more, **named)
        if len(reporter.errors) == before:
            keep(output.data)
        return output

    def repair_and_keep(self: DocxWriter, letterhead: Letterhead) -> bytes:
        data = repair(self, letterhead)
        keep(data)
        return data

    with pytest.MonkeyPatch.context() as patch:
        if wanted:
            Path(wanted).mkdir(parents=True, exist_ok=True)
            patch.setattr(DocxWriter, "write", write_and_keep)
            patch.setattr(DocxWriter, "repair", repair_and_keep)
        yield
