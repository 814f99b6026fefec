"""Strips of the page: columns that end together, in the order of reading."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.tree.document import Block, Figure, Image, Paragraph, Section, Text
from pitstop_docs.writers.pdf.bands import Band, ColumnName, bands, figure_widths, lines_in

LINE = "una riga di testo lunga quanto mezza pagina "


def section(id: str, area: str, lines: int = 1) -> Section:
    words = (Text(LINE * lines),)
    paragraph = Paragraph(id=f"{id}-text", content=words)
    return Section(id=id, title=(Text(id),), level=2, blocks=(paragraph,), area=area)  # type: ignore[arg-type]


def lines(block: Block) -> float:
    return lines_in(block, 46)


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
    body = (*first, section("d", "main", 5), section("e", "main", 5), section("f", "side", 4))
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
