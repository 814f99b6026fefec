"""Briefs whose words must have room in another format too, which lays nothing out."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitstop_docs.copyfit import fit, trim
from pitstop_docs.copyfit.cutting import Blocks, keep
from pitstop_docs.copyfit.search import Search
from pitstop_docs.copyfit.units import units_of
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document, Section, Text
from pitstop_docs.tree.walk import text_of
from pitstop_docs.writers.pdf.pages import Ends
from tests import specimen
from tests.copyfit.drawing import PaperEngine, documents, paragraph, sized

COUNTED = settings(max_examples=25)


@dataclass(frozen=True)
class Letters:
    """Pages that hold so many letters, and no layout."""

    most: int

    def spare(self, head: Blocks, body: Blocks, foot: Blocks) -> float:
        return self.most - sum(len(text_of(block)) for block in (*head, *body, *foot))


@COUNTED
@given(documents(longest=400), st.integers(0, 9000))
def test_a_brief_is_the_richest_that_both_hold(document: Document, most: int) -> None:
    paper, room = PaperEngine(), Letters(most)
    fitted = fit(sized(document, 1), paper, room)
    search = Search(sized(document, 1), 1, paper, room)
    kept = search.required
    for unit in fitted.units:  # the definition, word for word
        more = kept | {unit.key}
        if unit.needs <= kept and search.others.hold(more):
            layout = paper.layout(keep(sized(document, 1), more), Reporter(), search.setting(0))
            kept = more if layout.pages == 1 else kept
    assert fitted.kept == kept


@pytest.mark.parametrize(("more", "word"), [(20, True), (4000, False)], ids=["full", "with room"])
def test_pages_that_are_not_filled_because_the_other_format_is_full_say_so(
    more: int, word: bool
) -> None:
    must, long = paragraph("must", 0, 12, 0, 0), paragraph("long", 5, 900, 0, 0)
    body = Section(
        id="s", title=(Text("Che cosa serve"),), level=2, area="wide", blocks=(must, long)
    )
    document = specimen.document(head=(), body=(body,), foot=())
    said = len(text_of(replace(body, blocks=(must,))))
    (problem,) = fit(document, PaperEngine(), Letters(said + more)).problems
    assert problem.code == "not-filled"
    assert ("Word" in problem.message) == ("Word" in problem.hint) == word


def test_a_page_that_is_missing_is_worse_than_columns_that_end_apart() -> None:
    body = Section(
        id="s", title=(Text("S"),), level=2, area="wide", blocks=(paragraph("p", 0, 12, 0, 0),)
    )
    search = Search(specimen.document(head=(), body=(body,), foot=(), pages=2), 2, PaperEngine())
    trial = search.whole()
    apart = (Ends(1, 100.0),) * 3
    short, long = (
        replace(trial, layout=replace(trial.layout, fills=fills, ends=ends))
        for fills, ends in (((490.0,), (Ends(1, 0.0),)), ((490.0, 490.0), apart))
    )
    assert search.worth(long) > search.worth(short)


@COUNTED
@given(documents(longest=400), st.integers(0, 9000))
def test_a_sheet_with_less_room_holds_part_of_it(document: Document, most: int) -> None:
    room = Letters(most)
    shorter, out = trim(document, room)
    left = room.spare(shorter.head, shorter.body, shorter.foot)
    required = trim(document, Letters(0))[0]
    assert left >= 0 or shorter == required
    whole = keep(document, frozenset(unit.key for unit in units_of(document)))
    assert bool(out) == (shorter != whole)
    assert trim(shorter, room) == (shorter, frozenset())
