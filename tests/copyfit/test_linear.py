"""Briefs whose words must have room in another format too, which lays nothing out."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from pitstop_docs.copyfit import fit, trim
from pitstop_docs.copyfit.cutting import Blocks, keep
from pitstop_docs.copyfit.search import Search
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document
from pitstop_docs.tree.walk import text_of
from tests.copyfit.drawing import PaperEngine, documents, sized

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


@COUNTED
@given(documents(longest=400), st.integers(0, 9000))
def test_a_sheet_with_less_room_holds_part_of_it(document: Document, most: int) -> None:
    room = Letters(most)
    shorter, out = trim(document, room)
    left = room.spare(shorter.head, shorter.body, shorter.foot)
    required = trim(document, Letters(0))[0]
    assert left >= 0 or shorter == required
    assert bool(out) == (shorter != document)
    assert trim(shorter, room) == (shorter, frozenset())
