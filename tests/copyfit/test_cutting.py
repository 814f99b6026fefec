"""What is left without some units: the same for the estimate, which makes no Document of it."""

import random
from pathlib import Path

import pytest

from pitstop_docs.copyfit import cutting, fit
from pitstop_docs.copyfit.cutting import Cutter, keep
from pitstop_docs.copyfit.units import units_of
from pitstop_docs.tree.document import (
    Block,
    BulletList,
    Cite,
    Contents,
    Document,
    Emphasis,
    Inline,
    Link,
    ListItem,
    OrderedList,
    Paragraph,
    Section,
    Strong,
    Text,
)
from pitstop_docs.tree.number import renumber
from pitstop_docs.tree.walk import text_of, walk
from tests import specimen
from tests.copyfit.drawing import PaperEngine, paragraph
from tests.copyfit.test_units import brief
from tests.project import make_project

BODY = """Prima [@scheda, p. 1]. Resto [@scheda, p. 2].

Le attività sono:

- pane [@scheda, p. 3];
- vino [@scheda, p. 1];
- sale [@scheda, p. 4].

### Dentro [@scheda, p. 5]

| Anno | Soci |
| --- | --- |
| 1991 | 9 |
| 2004 | 20 {.optional} |
| 2021 | 56 {.optional} |

Tabella: Soci.
"""


def choices(document: Document, count: int = 60) -> list[frozenset[str]]:
    """Return *count* selections of the units of *document*, each with what its units need."""
    units, drawn = units_of(document), random.Random(document.id.edition)
    found = []
    for _n in range(count):
        share = drawn.random()
        kept: frozenset[str] = frozenset()
        for unit in sorted(units, key=lambda unit: unit.order):
            if unit.needs <= kept and (not unit.rank or drawn.random() < share):
                kept |= {unit.key}
        found.append(kept)
    return found


def shape(blocks: tuple[Block, ...]) -> list[tuple[str, ...]]:
    """Return what takes room in *blocks*: numbers, and lines of contents, do not."""
    found = []
    for block in walk(blocks):
        items = block.items if isinstance(block, BulletList | OrderedList) else ()
        text = "" if isinstance(block, Contents) else text_of(block)
        found.append((block.id, text, *(item.id for item in items)))
    return found


@pytest.mark.parametrize("edition", ["giunta", "consiglio", "commissione", "comitato-tecnico"])
def test_an_estimate_sees_the_blocks_that_will_be_laid_out(tmp_path: Path, edition: str) -> None:
    document = brief(make_project(tmp_path), edition, BODY)
    cutter = Cutter(document)
    for kept in choices(document):
        left = keep(document, kept)
        assert [*map(shape, cutter.body_and_foot(kept))] == [shape(left.body), shape(left.foot)]


def test_sources_are_listed_while_something_calls_them() -> None:
    def calling(number: int, *content: Inline) -> Paragraph:
        return Paragraph(id=f"p{number}", rank=1, content=(Text("Parole"), *content))

    calls = [Cite("a", number=n, target=f"source-{n}") for n in range(4)]
    entries = tuple(
        ListItem(
            id=call.target, blocks=(Paragraph(id=f"{call.target}-text", content=(Text("A"),)),)
        )
        for call in calls
    )
    sources = Section(
        id="sources", title=(Text("Fonti"),), level=2, area="side",
        blocks=(OrderedList(id="sources-list", items=entries, style="references"),),
    )  # fmt: skip
    body = (
        calling(1, Strong((calls[1],)), calls[3]),
        calling(2, Link((Emphasis((calls[2],)),), "https://example.org"), calls[1]),
        sources,
    )
    document = specimen.document(head=(calling(0, calls[0]),), body=body, foot=())
    cutter, listed = Cutter(document), set()
    for kept in choices(document):
        left = keep(document, kept)
        assert [*map(shape, cutter.body_and_foot(kept))] == [shape(left.body), shape(left.foot)]
        listed |= {names[2:] for names in shape(left.body) if names[0] == "sources-list"}
    assert {("source-0",), ("source-1", "source-3"), ("source-2", "source-1")} <= listed
    assert not any(block.id == "sources" for block in keep(document, {"p9"}).body)


def test_an_estimate_makes_no_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    sections = tuple(
        Section(
            id=f"s{n}", title=(Text(f"Parte {n}"),), level=2, area="wide",
            blocks=(paragraph(f"s{n}-1", n, 12, 30, n + 50),),
        )
        for n in range(40)
    )  # fmt: skip
    numbered: list[Document] = []

    def renumber_and_count(document: Document) -> Document:
        numbered.append(document)
        return renumber(document)

    monkeypatch.setattr(cutting, "renumber", renumber_and_count)
    fitted = fit(specimen.document(body=sections, head=(), foot=(), pages=1), PaperEngine(7))
    assert fitted.left_out
    assert len(numbered) == fitted.layouts - 1
