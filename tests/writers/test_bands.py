"""Strips of the page: columns that end together, in the order of reading."""

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.tree.document import (
    Block,
    BulletList,
    Figure,
    Image,
    ListItem,
    OrderedList,
    Paragraph,
    Section,
    Text,
)
from pitstop_docs.tree.walk import text_of, walk
from pitstop_docs.writers.pdf.bands import (
    Band,
    Blocks,
    ColumnName,
    balanced,
    bands,
    cuts,
    figure_widths,
    is_rest,
    lines_in,
    turned,
)

LINE = "una riga di testo lunga quanto mezza pagina "


def section(id: str, area: str, lines: int = 1) -> Section:
    words = (Text(LINE * lines),)
    paragraph = Paragraph(id=f"{id}-text", content=words)
    return Section(id=id, title=(Text(id),), level=2, blocks=(paragraph,), area=area)  # type: ignore[arg-type]


def length(blocks: Blocks, _name: ColumnName = "main") -> float:
    return sum(lines_in(block, 46) for block in blocks)


lines = balanced(length, inf)


def ids(band: Band) -> tuple[list[str], list[str], list[str]]:
    main, side, wide = ([b.id for b in part] for part in (band.main, band.side, band.wide))
    return main, side, wide


def test_the_first_columns_are_those_of_the_edition() -> None:
    body = (section("a", "main", 30), section("b", "main"), section("c", "side"))
    assert [ids(band) for band in bands(body, lines)] == [(["a", "b"], ["c"], [])]


def test_later_columns_end_as_close_together_as_sections_allow() -> None:
    first = (section("a", "main"), section("b", "side"), section("c", "wide"))
    body = (*first, section("d", "main", 8), section("e", "main", 5), section("f", "side", 2))
    *_others, last = bands(body, lines)
    assert ids(last) == (["d"], ["e", "f"], [])


def test_where_later_columns_cannot_be_equal_the_first_is_rather_the_longer_one() -> None:
    first = (section("a", "main"), section("b", "side"), section("c", "wide"))
    body = (*first, section("d", "main", 5), section("e", "main", 9), section("f", "side", 5))
    assert ids(bands(body, lines)[-1]) == (["d", "e"], ["f"], [])


def test_a_section_that_is_alone_gets_the_width() -> None:
    first = (section("a", "main"), section("b", "side"), section("c", "wide"))
    assert ids(bands((*first, section("d", "main")), lines)[-1]) == ([], [], ["d"])


def test_figures_in_columns_have_the_room_of_these() -> None:
    def drawn(id: str, area: str) -> Section:
        figure = Figure(id=f"{id}-figure", graphic=Image("x.png", 1, 1), alt="")
        return replace(section(id, area), blocks=(figure,))

    areas = ("main", "side", "wide", "main", "side")
    body = tuple(drawn(f"s{number}", area) for number, area in enumerate(areas))
    widths: dict[ColumnName, float] = {
        "first main": 64, "first side": 30, "main": 50, "side": 51, "wide": 100,
    }  # fmt: skip
    rooms = figure_widths(bands(body, lines), widths)
    assert rooms == {"s0-figure": 64, "s1-figure": 30, "s3-figure": 50, "s4-figure": 51}


@given(st.lists(st.tuples(st.sampled_from(("main", "side", "wide")), st.integers(1, 40))))
def test_the_order_of_reading_stays(drawn: list[tuple[str, int]]) -> None:
    body: tuple[Block, ...] = tuple(
        section(f"s{number}", area, lines) for number, (area, lines) in enumerate(drawn)
    )
    found = bands(body, lines)
    assert [b for band in found for b in (*band.main, *band.side, *band.wide)] == list(body)
    assert all(bool(band.main and band.side) == bool(band.position) for band in found)


# --- columns of later strips -------------------------------------------------------------------


def words(count: int, id: str) -> Paragraph:
    return Paragraph(id=id, content=(Text(" ".join([id] * count)),))


def held(id: str, lengths: list[int], listed: list[int], numbered: bool) -> Section:
    paragraphs = tuple(words(count, f"{id}p{place}") for place, count in enumerate(lengths))
    items = tuple(
        ListItem(blocks=(words(count, f"{id}i{place}-text"),), id=f"{id}i{place}")
        for place, count in enumerate(listed)
    )
    kind = OrderedList if numbered else BulletList
    inside: Blocks = (*paragraphs, *([kind(id=f"{id}-list", items=items)] if items else []))
    return Section(id=id, title=(Text(id),), level=2, blocks=inside)


def count_of(blocks: Blocks) -> float:
    return float(sum(len(text_of(block).split()) for block in blocks))


@st.composite
def later(draw: st.DrawFn) -> Blocks:
    lengths = st.lists(st.integers(1, 30), min_size=1, max_size=4)
    return tuple(
        held(
            f"s{number}",
            draw(lengths),
            draw(st.lists(st.integers(1, 12), max_size=6)),
            draw(st.booleans()),
        )
        for number in range(draw(st.integers(2, 4)))
    )


@given(later())
def test_no_way_to_part_a_strip_loses_or_moves_a_word(blocks: Blocks) -> None:
    said = " ".join(map(text_of, blocks)).split()
    for cut in cuts(blocks):
        assert cut.first
        assert cut.second
        assert " ".join(map(text_of, (*cut.first, *cut.second))).split() == said
        ids = [block.id for block in walk((*cut.first, *cut.second))]
        assert len(ids) == len(set(ids)), "each is a place of its own"
        assert all(section.blocks for section in cut.first if isinstance(section, Section))
        lists = [
            block
            for block in walk((*cut.first, *cut.second))
            if isinstance(block, BulletList | OrderedList)
        ]
        torn = {block.id for block in lists if is_rest(block)}
        for block in lists:
            if block.id in torn or f"{block.id}_on" in torn:
                assert len(block.items) >= 2
            if isinstance(block, OrderedList):
                assert block.items[0].id.endswith(f"i{block.start - 1}"), "numbers go on"


def counted(blocks: Blocks, _name: ColumnName) -> float:
    return count_of(blocks)


@given(later(), st.integers(0, 20))
def test_columns_end_as_close_together_as_they_can(blocks: Blocks, level: int) -> None:
    """Whole sections where they are level; only then parts of them, and only then parts of lists."""
    cut = balanced(counted, level)(blocks)
    assert cut is not None

    def over(deep: int) -> float:
        ways = [way for way in cuts(blocks) if way.deep <= deep]
        return min(abs(count_of(way.first) - count_of(way.second)) for way in ways)

    got = abs(count_of(cut.first) - count_of(cut.second))
    enough = next((deep for deep in (0, 1) if over(deep) <= level), 2)
    assert (got, cut.deep <= enough) == (over(enough), True)


@given(later(), st.data())
def test_a_strip_is_parted_where_it_was_told_to_be(blocks: Blocks, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from(list(cuts(blocks))))
    assert turned({way.turn, "elsewhere"}, balanced(counted, 0))(blocks) == way
    assert turned({"elsewhere"}, balanced(counted, 0))(blocks) == balanced(counted, 0)(blocks)


@pytest.mark.parametrize(
    ("last", "kept"), [("Gli attori sono:", False), ("Gli attori sono tre.", True)]
)
def test_what_introduces_a_list_stays_with_it(last: str, kept: bool) -> None:
    intro = Paragraph(id="intro", content=(Text(last),))
    items = tuple(ListItem(blocks=(words(3, f"i{n}-text"),), id=f"i{n}") for n in range(2))
    inside = (intro, BulletList(id="list", items=items))
    section = Section(id="s", title=(Text("s"),), level=2, blocks=inside)
    assert ("list" in {cut.turn for cut in cuts((section,))}) == kept
