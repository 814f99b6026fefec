"""Every bundled brief, as it is built: on its pages and filling them, the same words in the same order in
Word and PDF, no heading left alone, nothing that Word would repair."""

import re
from pathlib import Path
from statistics import median

import pytest

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import load, wanted
from pitstop_docs.build.inputs import Inputs, read_inputs
from pitstop_docs.build.made import Made, find_again, open_parcel
from pitstop_docs.build.output import open_store
from pitstop_docs.build.page_lock import read_lock
from pitstop_docs.build.workers import job_for
from pitstop_docs.compose.recipients import recipient_words
from pitstop_docs.compose.wording import Wording
from pitstop_docs.copyfit import EMPTY, MOST
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.proofing import proof
from pitstop_docs.tree.document import Callout, Document, Section
from pitstop_docs.tree.walk import plain, walk
from pitstop_docs.writers.docx.filling import Fillable
from pitstop_docs.writers.pdf.stamps import Stampable
from pitstop_docs.writers.targets import Pdf, Target, Word
from tests import docx_words, pdf_lines, pdf_outline, pdf_pages, pdf_space
from tests.packs.municipalities import municipality
from tests.project import Once

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return read_inputs(ROOT)


@pytest.fixture(scope="module")
def briefs(inputs: Inputs) -> list[Brief]:
    lock = read_lock(ROOT, Reporter())
    return list(wanted(load(ROOT, Reporter()), Choice(), inputs, lock))


SOURCES = sorted(
    path.stem
    for kind in ("practices", "policies")
    for path in (ROOT / "sources" / kind).glob("*.md")
)


@pytest.mark.parametrize("source", SOURCES)
def test_every_bundled_brief(source: str, briefs: list[Brief], inputs: Inputs, once: Once) -> None:
    mine = [brief for brief in briefs if brief.id.source == source]
    acts = [brief for brief in mine if brief.id.kind == "act"]
    assert (len(mine), len(acts)) == (8, 4)
    for act in acts:
        made, _files = make(act, inputs, once)
        assert (made.problems, set(made.files)) == ((), {Word()})
    for brief in (brief for brief in mine if brief.id.kind == "brief"):
        made, files = make(brief, inputs, once)
        assert {problem.code for problem in made.problems} <= {"too-short"}
        check_pages(made, files[Pdf()], brief.document)
        check_lines(files[Pdf()], str(brief.id))
        check_breaks(files[Pdf()], brief.document)
        check_words(files[Word()], files[Pdf()], str(brief.id))


LONGEST = "Cortaccia sulla strada del vino/Kurtatsch an der Weinstraße"


@pytest.mark.parametrize("source", ["valle-dei-cavalieri", "territoires-zero-chomeur"])
def test_addressed_briefs_say_the_same_in_both_formats(
    source: str, inputs: Inputs, once: Once
) -> None:
    collection = load(ROOT, Reporter())
    case = next(case for case in collection.cases if case.id == source)
    recipient = municipality(1, name=LONGEST, population_source="ISTAT")
    wording = Wording(collection.labels[case.language])
    said = recipient_words(recipient, recipient.name, case.suits, wording)
    for brief in wanted(collection, Choice((source,), addressed=True), inputs):
        if brief.id.kind != "addressed":
            continue
        made, files = make(brief, inputs, once)
        assert {problem.code for problem in made.problems} <= {"too-short"}
        pdf, word = Stampable(files[Pdf()]).fill(said), Fillable(files[Word()]).fill(said)
        check_pages(made, pdf, brief.document)
        check_words(word, pdf, str(brief.id))
        heard = " ".join(pdf_outline.words(pdf))
        assert f"Per il Comune di {LONGEST}" in heard
        # One page has no room for more than the line.
        assert ("Il vostro comune" in heard) == (brief.document.pages > 1)
        asked = "Fra 5.000 e 10.000 abitanti? no"
        assert (asked in heard) == (brief.document.pages > 1 and bool(said.get("suits-population")))


def test_the_bundled_briefs_are_measured_and_laid_out_once_in_the_median(
    briefs: list[Brief], inputs: Inputs, once: Once
) -> None:
    cuts = [make(brief, inputs, once)[0].cut for brief in briefs]
    counts = [cut.layouts for cut in cuts if cut]
    assert len(counts) == 48
    assert median(counts) <= 2
    assert sum(count > 2 for count in counts) <= len(counts) // 10


def test_the_board_reads_problem_action_result_a_number_and_the_risk(
    briefs: list[Brief], inputs: Inputs, once: Once
) -> None:
    """Whatever finds no room."""
    mine = [brief for brief in briefs if (brief.id.edition, brief.id.kind) == ("giunta", "brief")]
    assert len(mine) == len(SOURCES)
    for brief in mine:
        cut = make(brief, inputs, once)[0].cut
        assert cut
        names = {
            plain(block.title): block.kind if isinstance(block, Callout) else block.key
            for block in brief.document.body
            if isinstance(block, Section | Callout)
        }
        kept = {names.get(passage.part) for passage in cut.passages if not passage.why}
        wanted = {"problem", "action", "results", "numbers", "risk"} & set(names.values())
        assert wanted <= kept, str(brief.id)
        assert len(wanted) >= 4, "some sources have no numbers"
        assert cut.size >= 10
        assert cut.leading >= 1.4


def make(brief: Brief, inputs: Inputs, once: Once) -> tuple[Made, dict[Target, bytes]]:
    """Make *brief*, unless `make briefs` has just done so: then what it kept is the same."""
    store = open_store(ROOT)
    made = find_again(store, brief)
    files = {target: store.get(digest) for target, digest in made.files.items()} if made else {}
    if made and all(files.values()):
        return made, {target: data for target, data in files.items() if data}

    def keep(folder: Path) -> None:
        folder.mkdir()
        (folder / "parcel").write_bytes(job_for(brief, inputs)())

    return open_parcel((once(brief.key, keep) / "parcel").read_bytes(), brief)


def check_pages(made: Made, pdf: bytes, document: Document) -> None:
    """The budget is kept and filled; a brief with too little text says so."""
    pages = pdf_space.page_count(pdf)
    assert pages == made.pages
    assert pages <= document.pages
    assert made.cut
    assert made.cut.layouts <= MOST
    assert made.cut.uneven == (), str(document.id)
    if not document.up_to and not made.problems:
        assert pages == document.pages
        assert pdf_space.largest_gap(pdf) <= EMPTY * 842


def check_lines(pdf: bytes, name: str) -> None:
    """No line ends where no typesetter would end it."""
    found = pdf_lines.paragraphs(pdf)
    assert pdf_lines.short_ends(found) == [], name
    assert pdf_lines.parted_calls(found) == [], name
    assert pdf_lines.parted_numbers(found) == [], name
    assert pdf_lines.parted_names(found) == [], name
    assert pdf_lines.dots_at_ends(pdf) == [], name


def check_breaks(pdf: bytes, document: Document) -> None:
    """Tables that go on say which they are, and no box begins a page that what it speaks of is not on."""
    assert pdf_pages.poor_breaks(pdf, document.continued, tall=document.cover) == [], document.id
    risks = {
        plain(block.title)
        for block in walk(document.body)
        if isinstance(block, Callout) and block.kind == "risk"
    }
    assert not risks & set(pdf_pages.opening_headings(pdf)), document.id


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
