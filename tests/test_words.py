"""Every bundled brief: the same words in the same order in Word and PDF, no heading left alone, nothing
that Word would repair."""

import re
from pathlib import Path

import pytest

from pitstop_docs.build import load
from pitstop_docs.compose import compose
from pitstop_docs.diagnostics import Location, Reporter
from pitstop_docs.model import Case, Collection
from pitstop_docs.proofing import proof
from pitstop_docs.theme import Templates
from pitstop_docs.writers import Writer, make_writer
from tests import docx_words, pdf_outline

ROOT = Path(__file__).parents[1]
TEMPLATES = Templates.of(ROOT)


@pytest.fixture(scope="module")
def collection() -> Collection:
    return load(ROOT, Reporter())


@pytest.fixture(scope="module")
def writers() -> dict[str, Writer]:
    media = ROOT / "sources" / "media"
    return {name: make_writer(name, TEMPLATES, media) for name in ("docx", "pdf")}


SOURCES = sorted(
    path.stem
    for kind in ("practices", "policies")
    for path in (ROOT / "sources" / kind).glob("*.md")
)


@pytest.mark.parametrize("source", SOURCES)
def test_word_and_pdf_say_the_same(
    source: str, collection: Collection, writers: dict[str, Writer]
) -> None:
    case: Case = next(c for c in collection.cases if c.id == source)
    for edition in collection.editions.values():
        document = compose(collection, case, edition)
        reporter = Reporter()
        data = writers["docx"].write(document, reporter).data
        proof(data, Location(f"{edition.id}/{source}.docx"), reporter)
        word = docx_words.words(data)
        tree = pdf_outline.read_tree(writers["pdf"].write(document, reporter).data)
        assert not reporter.diagnostics
        assert len(word) > 200
        assert _plain(pdf_outline.words_of(tree)) == _plain(word), edition.id
        assert pdf_outline.lonely_headings(tree) == [], edition.id


def _plain(words: list[str]) -> list[str]:
    return re.sub(r"\s+", " ", " ".join(words)).casefold().split(" ")
