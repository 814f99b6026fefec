"""What an estimate says is left, beside what the layout engine leaves."""

import pytest

from pitstop_docs.copyfit.cutting import keep
from pitstop_docs.copyfit.estimate import Estimate
from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Area, Block, Document, Note, Paragraph, Section, Text
from pitstop_docs.writers.pdf import PdfWriter, TextSetting
from tests import specimen

TIGHTEST = TextSetting(9.8, 1.35)
LINE = 9.8 * 1.35


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> PdfWriter:
    return PdfWriter(Templates((packaged_templates(),)), tmp_path_factory.mktemp("media"))


def section(id: str, area: Area, times: int) -> Section:
    text = Paragraph(id=f"{id}-text", rank=1, content=(Text(" ".join([specimen.LOREM] * times)),))
    return Section(id=id, title=(Text(id),), level=2, area=area, blocks=(text,))


def brief(*body: Block, foot: tuple[Block, ...] = (), pages: int = 1) -> Document:
    return specimen.document(head=(), body=body, foot=foot, pages=pages)


def spares(engine: PdfWriter, document: Document, *gone: str) -> tuple[float, float]:
    """Return what is left of the pages of *document* without the sections *gone*, estimated and laid
    out."""
    kept = frozenset(f"{b.id}-text" for b in document.body if b.id not in gone)
    kept |= {block.id for block in document.foot}
    estimate = Estimate(document, engine.measure(document, TIGHTEST), engine.grid)
    layout = engine.layout(keep(document, kept), Reporter(), TIGHTEST)
    return estimate.spare(kept, document.pages), layout.spare(document.pages)


FIRST = section("a", "main", 3), section("b", "side", 2)
LATER = section("c", "wide", 1), section("d", "main", 4), section("e", "side", 4)


@pytest.mark.parametrize(
    ("body", "gone"),
    [(FIRST, "a"), (FIRST, "b"), ((*FIRST, *LATER), "d"), ((*FIRST, *LATER), "e")],
    ids=["main", "side", "later main", "later side"],
)
def test_a_column_that_loses_its_neighbour_is_as_wide_as_the_page(
    engine: PdfWriter, body: tuple[Block, ...], gone: str
) -> None:
    estimated, left = spares(engine, brief(*body, pages=2), gone)
    assert estimated == pytest.approx(left, abs=3 * LINE)


def test_the_foot_stands_below_a_gap(engine: PdfWriter) -> None:
    foot = Paragraph(id="contact", content=(Text("Scriveteci."),), style="small")
    for body in (FIRST, (*FIRST, *LATER)):
        for pages in (1, 2):
            estimated, left = spares(engine, brief(*body, foot=(foot,), pages=pages))
            assert estimated == pytest.approx(left, abs=0.5)


def test_the_first_footnote_of_a_page_takes_room_for_its_rule(engine: PdfWriter) -> None:
    noted = Paragraph(id="n-text", rank=1, content=(Text("Parole"), Note((Text("Dove."),))))
    body = Section(id="n", title=(Text("N"),), level=2, area="wide", blocks=(noted,))
    estimated, left = spares(engine, brief(body, section("c", "wide", 1)))
    assert left - 8 < estimated <= left, "and some more"
