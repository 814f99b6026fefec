"""Every bundled brief, as it is built: on its pages and filling them, the same words in the same order in
Word and PDF, no heading left alone, nothing that Word would repair."""

import re
from pathlib import Path
from statistics import median

import pytest

from pitstop_docs.build.flow import Choice, load, plan
from pitstop_docs.build.inputs import Survey, read_survey
from pitstop_docs.build.make import Order, Report, make_brief
from pitstop_docs.build.output import open_store
from pitstop_docs.build.page_lock import read_lock
from pitstop_docs.build.recipes import write_recipe
from pitstop_docs.build.results import find_result
from pitstop_docs.build.workers import places
from pitstop_docs.compose import compose
from pitstop_docs.copyfit import EMPTY, MOST
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.proofing import proof
from pitstop_docs.records.editions import Edition
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.jobs import Workshop
from pitstop_docs.tree.document import Document
from tests import docx_words, pdf_outline, pdf_space

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def collection() -> Collection:
    return load(ROOT, Reporter())


@pytest.fixture(scope="module")
def survey() -> Survey:
    return read_survey(ROOT)


@pytest.fixture(scope="module")
def workshop(survey: Survey) -> Workshop:
    folders = {tree.digest: tree.folder for tree in survey.templates}
    return Workshop({**folders, places(survey).media: ROOT / "sources/media"})


SOURCES = sorted(
    path.stem
    for kind in ("practices", "policies")
    for path in (ROOT / "sources" / kind).glob("*.md")
)


@pytest.mark.parametrize("source", SOURCES)
def test_every_bundled_brief(
    source: str, collection: Collection, survey: Survey, workshop: Workshop
) -> None:
    for brief in plan(collection, Choice((source,)), lock=read_lock(ROOT, Reporter())):
        document = compose(collection, brief.case, brief.edition)
        files, report = made(document, brief.order, survey, workshop)
        assert {problem.code for problem in report.problems} <= {"too-short"}
        check_pages(report, files["pdf"], brief.edition)
        check_words(files["docx"], files["pdf"], f"{brief.edition.id}/{source}")


def test_the_bundled_briefs_are_laid_out_three_times_in_the_median(
    collection: Collection, survey: Survey, workshop: Workshop
) -> None:
    counts = []
    for brief in plan(collection, Choice(), lock=read_lock(ROOT, Reporter())):
        document = compose(collection, brief.case, brief.edition)
        _files, report = made(document, brief.order, survey, workshop)
        counts.append(report.facts["cut"]["layouts"])
    assert len(counts) == 48
    assert median(counts) <= 3


def made(
    document: Document, order: Order, survey: Survey, workshop: Workshop
) -> tuple[dict[str, bytes], Report]:
    """Make *document*, unless `make briefs` has just done so: then what it kept is the same."""
    recipe = write_recipe(document, order.formats, survey, order.settings)
    store = open_store(ROOT)
    kept = find_result(store, recipe, document)
    files = {name: store.get(digest) for name, digest in kept.files.items()} if kept else {}
    if kept and all(files.values()):
        report = Report(kept.pages, kept.problems, (), kept.facts)
        return {name: data for name, data in files.items() if data}, report
    new = make_brief(workshop, document, order, places(survey))
    return dict(new.files), new.report


def check_pages(report: Report, pdf: bytes, edition: Edition) -> None:
    """The budget is kept and filled; a brief with too little text says so."""
    pages = pdf_space.page_count(pdf)
    assert pages == report.pages
    assert pages <= edition.pages
    assert report.facts["cut"]["layouts"] <= MOST
    if not edition.up_to and not report.problems:
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
