"""Documents and an engine for copyfitting's tests: any size, any order, no real facts.

Enters: hypothesis. Leaves: ranked Documents, and layouts on paper whose heights are only counted."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

from hypothesis import strategies as st

from pitstop_docs.look.theme import Shares, TextSize
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Block,
    BulletList,
    Column,
    Document,
    ListItem,
    OrderedList,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from pitstop_docs.tree.origin import Origin
from pitstop_docs.tree.walk import plain, text_of
from pitstop_docs.writers.pdf import Extent, Grid, Layout, TextSetting
from pitstop_docs.writers.pdf.bands import ColumnName
from pitstop_docs.writers.pdf.extents import Piece
from tests import specimen

WORDS = (
    "pane",
    "scuola",
    "bottega",
    "paese",
    "lavoro",
    "strada",
    "neve",
    "bosco",
    "fiume",
    "socio",
)
PLACE = Origin("sources/practices/esempio.md")


def prose(words: int, seed: int = 0) -> str:
    """Return a sentence of *words* words."""
    picked = [WORDS[(seed * 7 + n * 5 + n * n) % len(WORDS)] for n in range(max(words, 1))]
    return " ".join(picked).capitalize() + "."


def paragraph(id: str, rank: int, first: int, rest: int, rest_rank: int) -> Paragraph:
    """Return a paragraph whose first sentence has *first* words, and what follows it *rest*."""
    if not rest:
        return Paragraph(id=id, origin=PLACE, content=(Text(prose(first)),), lead=1, rank=rank)
    content = (Text(prose(first)), Text(" " + prose(rest, 3)))
    return Paragraph(id=id, origin=PLACE, content=content, lead=1, rank=rank, rest_rank=rest_rank)


@st.composite
def blocks(draw: st.DrawFn, id: str, longest: int) -> Block:
    """A paragraph, a list or a table with rows that may be left out, ranked at random."""
    rank = st.integers(1, 60)
    size = st.integers(3, longest)
    kind = draw(st.sampled_from(("paragraph", "paragraph", "bullets", "steps", "table")))
    if kind == "paragraph":
        rest = draw(st.one_of(st.just(0), size))
        return paragraph(id, draw(rank), draw(size), rest, draw(rank))
    if kind == "table":
        rows = tuple(
            Row(
                id=f"{id}-{n}", rank=draw(rank), optional=n > 0,
                cells=((Text(prose(2)),), (Text(prose(draw(size) // 2)),)),
            )
            for n in range(draw(st.integers(1, 4)))
        )  # fmt: skip
        columns = (Column((Text("Voce"),)), Column((Text("Che cosa"),), 2))
        return Table(id=id, rank=draw(rank), columns=columns, rows=rows)
    items = tuple(
        ListItem(
            id=f"{id}-{n}", rank=draw(rank),
            blocks=(Paragraph(id=f"{id}-{n}-p", content=(Text(prose(draw(size) // 2)),)),),
        )
        for n in range(draw(st.integers(1, 4)))
    )  # fmt: skip
    return (OrderedList if kind == "steps" else BulletList)(id=id, items=items)


@st.composite
def documents(draw: st.DrawFn, sections: int = 4, longest: int = 90) -> Document:
    """A one-page document in one column; its first passage is required."""
    body: list[Section] = []
    for number in range(draw(st.integers(1, sections))):
        inside = tuple(
            draw(blocks(f"s{number}-{index}", longest)) for index in range(draw(st.integers(1, 3)))
        )
        body.append(
            Section(
                id=f"s{number}",
                title=(Text(f"Parte {number}"),),
                level=2,
                blocks=inside,
                area="wide",
            )
        )
    must = Section(
        id="must", title=(Text("Che cosa serve"),), level=2, area="wide",
        blocks=(paragraph("must-1", 0, 12, 0, 0),),
    )  # fmt: skip
    return specimen.document(head=(), body=(must, *body))


def sized(document: Document, pages: int) -> Document:
    """Return *document* with another budget."""
    return replace(document, pages=pages)


class PaperEngine:
    """Counts heights instead of laying out: ten words a line, every block with the same gap.

    ``moods`` disturbs each layout by what its words say, so that the estimate is never quite
    right."""

    grid = Grid(500.0, dict.fromkeys(get_args(ColumnName), 400.0), 46)
    text = TextSize(
        size=10, size_min=9.8, size_max=10.5, leading=1.4, leading_min=1.35, leading_max=1.5,
        shares=Shares(side=1, facts=1, messages=1, quote=1),
    )  # fmt: skip

    def __init__(self, moods: int = 0) -> None:
        self.moods = moods
        self.laid: list[Document] = []

    def measure(self, document: Document, setting: TextSetting) -> Mapping[str, Extent]:
        """Return every block's extent, one below the other."""
        extents: dict[str, Extent] = {"pitstop-top": Extent(0, 0)}
        y = 40.0
        for section in document.body:
            assert isinstance(section, Section)
            top = y
            y += 20
            for block in section.blocks:
                start = y
                for name, text in _parts(block):
                    below = y + self._lines(text, setting)
                    if name != block.id:
                        extents[name] = Extent(y, below, whole=True)
                    y = below
                extents[block.id] = self._extent(block, start, y, setting)
                y += 5
            extents[section.id] = Extent(top, y - 5)
            y += 5
        return MappingProxyType(extents)

    def layout(
        self, document: Document, reporter: Reporter, setting: TextSetting | None = None
    ) -> Layout:
        """Return as many pages as the heights need."""
        self.laid.append(document)
        setting = setting or TextSetting(self.text.size, self.text.leading)
        words = " ".join(text_of(block) for block in document.body)
        height = 40.0 + (sum(map(ord, words)) % (self.moods + 1))
        for section in document.body:
            assert isinstance(section, Section)
            inside = [self._height(block, setting) for block in section.blocks]
            height += 20 + sum(inside) + 5 * (len(inside) - 1)
        height += 10 * (len(document.body) - 1)
        full = self.grid.height
        pages, rest = divmod(height, full)
        fills = (*[full] * int(pages), rest)
        return Layout(document, setting, None, None, full, {}, fills, full - rest, None)

    def _extent(self, block: Block, top: float, bottom: float, setting: TextSetting) -> Extent:
        if not isinstance(block, Paragraph) or not block.rest_rank:
            return Extent(top, bottom)
        parts = [block.content[: block.lead], block.content]
        ends = [top + self._lines(plain(part), setting) for part in parts]
        pieces = (Piece(top, ends[0]), Piece(ends[0], ends[1]))
        return Extent(top, bottom, pieces[: 1 + (ends[1] > ends[0])], lead=1, whole=True)

    def _height(self, block: Block, setting: TextSetting) -> float:
        return sum(self._lines(text, setting) for _name, text in _parts(block))

    @staticmethod
    def _lines(text: str, setting: TextSetting) -> float:
        return -(-len(text.split()) // 10) * setting.size * setting.leading


def _parts(block: Block) -> list[tuple[str, str]]:
    """Return what a block lists, each with its words; a paragraph is one."""
    match block:
        case BulletList() | OrderedList():
            return [(i.id, " ".join(text_of(b) for b in i.blocks)) for i in block.items]
        case Table():
            return [(row.id, text_of(row)) for row in block.rows]
        case _:
            return [(block.id, text_of(block))]
