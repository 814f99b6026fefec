"""Every bundled brief, as it is built: on its pages and filling them, the same words in the same order in
Word and PDF, no heading left alone, nothing that Word would repair."""

import re
from pathlib import Path

import pytest

from pitstop_docs.briefs import Job, Made, Writers, make_brief
from pitstop_docs.build import load
from pitstop_docs.compose import compose
from pitstop_docs.copyfit import EMPTY, MOST
from pitstop_docs.diagnostics import Location, Reporter
from pitstop_docs.editions import Edition
from pitstop_docs.measure.lock import PageLock
from pitstop_docs.model import Case, Collection
from pitstop_docs.proofing import proof
from pitstop_docs.theme import Templates
from tests import docx_words, pdf_outline, pdf_space

ROOT = Path(__file__).parents[1]
TEMPLATES = Templates.of(ROOT)


@pytest.fixture(scope="module")
def collection() -> Collection:
    return load(ROOT, Reporter())


@pytest.fixture(scope="module")
def writers() -> Writers:
    return Writers(ROOT, TEMPLATES)


SOURCES = sorted(
    path.stem
    for kind in ("practices", "policies")
    for path in (ROOT / "sources" / kind).glob("*.md")
)


@pytest.mark.parametrize("source", SOURCES)
def test_every_bundled_brief(source: str, collection: Collection, writers: Writers) -> None:
    case: Case = next(c for c in collection.cases if c.id == source)
    for edition in collection.editions.values():
        document = compose(collection, case, edition)
        job = Job(document, edition, ("docx", "pdf"), case.location)
        made = make_brief(job, writers, PageLock())
        assert {problem.code for problem in made.problems} <= {"too-short"}
        word, pdf = made.files["docx"], made.files["pdf"]
        check_pages(made, pdf, edition)
        check_words(word, pdf, f"{edition.id}/{source}")


def check_pages(made: Made, pdf: bytes, edition: Edition) -> None:
    """The budget is kept and filled; a brief with too little text says so."""
    pages = pdf_space.page_count(pdf)
    assert pages == made.pages
    assert pages <= edition.pages
    assert made.fitted
    assert made.fitted.layouts <= MOST
    if not edition.up_to and not made.problems:
        assert pages == edition.pages
        assert pdf_space.largest_gap(pdf) <= EMPTY * 842


def check_words(word: bytes, pdf: bytes, name: str) -> None:
    """Word and PDF say the same, and what is said holds together."""
    reporter = Reporter()
    proof(word, Location(f"{name}.docx"), reporter)
    assert not reporter.diagnostics
    words, tree = docx_words.words(word), pdf_outline.read_tree(pdf)
    assert len(words) > 150
    assert _plain(pdf_outline.words_of(tree)) == _plain(words), name
    assert pdf_outline.lonely_headings(tree) == [], name


def _plain(words: list[str]) -> list[str]:
    return re.sub(r"\s+", " ", " ".join(words)).casefold().split(" ")
