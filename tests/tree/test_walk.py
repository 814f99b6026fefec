"""What a node holds, and the ways through the tree that are made of it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import count
from typing import Any, get_args

import pytest

from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.tree.document import (
    Block,
    Captioned,
    Chart,
    Cite,
    Emphasis,
    Headed,
    Image,
    Inline,
    Inlines,
    Inner,
    Listed,
    Listing,
    Node,
    Note,
    Row,
    Strong,
    Text,
    Words,
)
from pitstop_docs.tree.walk import (
    area_of,
    blocks_in,
    change_blocks,
    change_inlines,
    children,
    has_notes,
    inlines_of,
    listed_in,
    plain,
    rebuild,
    text_of,
    walk,
    with_listed,
)
from tests import specimen
from tests.specimen import t

KINDS: tuple[type[Any], ...] = (*get_args(Block), *get_args(Inline), *get_args(Inner))


def nodes_in(value: object) -> Iterator[Any]:
    """Yield *value* and every node in it, in the order of fields, knowing of no class."""
    if isinstance(value, tuple):
        for item in value:
            yield from nodes_in(item)
    elif is_dataclass(value) and not isinstance(value, Location | Image | Chart):
        yield value
        for field in fields(value):
            yield from nodes_in(getattr(value, field.name))


def below(held: Any) -> Iterator[Any]:
    """Yield every node in *held*, as :func:`children` finds them."""
    for child in held if isinstance(held, tuple) else children(held):
        if not isinstance(child, tuple):
            yield child
        yield from below(child)


def specimens() -> tuple[Block, ...]:
    documents = specimen.dossier(), specimen.document()
    return tuple(block for d in documents for block in (*d.head, *d.body, *d.foot))


NODES = {kind: [n for n in nodes_in(specimens()) if type(n) is kind] for kind in KINDS}


def test_the_specimen_has_every_kind_of_node_and_no_other() -> None:
    assert {type(node) for node in nodes_in(specimens())} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_a_node_holds_is_forgotten(kind: type[Any]) -> None:
    assert NODES[kind]
    for node in NODES[kind]:
        assert [node, *below(node)] == list(nodes_in(node))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_rebuilt_of_its_children_is_the_same(kind: type[Any]) -> None:
    for node in NODES[kind]:
        seen: list[Any] = []
        assert rebuild(node, lambda child, seen=seen: (seen.append(child), child)[1]) is node  # type: ignore[misc]
        assert tuple(seen) == children(node)


@pytest.mark.parametrize("kind", KINDS)
def test_each_child_can_be_changed_alone(kind: type[Any]) -> None:
    for node in NODES[kind]:
        for index, child in enumerate(children(node)):
            other: Any = t("altro") if isinstance(child, tuple) else replace(child)
            numbers = count()
            new = rebuild(node, lambda c, i=index, o=other, n=numbers: o if next(n) == i else c)  # type: ignore[misc]
            wanted = [*children(node)]
            wanted[index] = other
            assert list(map(id, children(new))) == list(map(id, wanted))


# --- what is made of them ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside(Node):
    """A kind of block that no module knows."""

    mark: Words
    title: Inlines
    url: str = ""
    rows: tuple[Row, ...] = ()
    blocks: tuple[Block, ...] = ()


ASIDE: Any = Aside(
    id="aside",
    mark="[nota]",
    title=(Text("Un "), Strong((Emphasis(t("titolo")), Cite("x", number=7, target="ref-7")))),
    url="https://example.org",
    rows=(Row(id="r", cells=(t("uno"), (*t("due"), Note(t("in nota"))))),),
    blocks=(specimen.para("p", "tre", Cite("y", number=8, target="ref-8")),),
)


def test_ways_through_the_tree_know_a_new_kind_at_once() -> None:
    assert text_of(ASIDE) == "[nota] Un titolo uno due tre"
    assert [block.id for block in walk((ASIDE,))] == ["aside", "p"]
    assert blocks_in(ASIDE) == ASIDE.blocks
    assert [i.number for i in inlines_of(ASIDE) if isinstance(i, Cite)] == [7, 8]
    assert "in nota" in "".join(i.text for i in inlines_of(ASIDE) if isinstance(i, Text))
    assert has_notes(ASIDE)
    assert listed_in(ASIDE) == ASIDE.rows
    assert area_of(ASIDE) == "wide"


def test_all_runs_of_inlines_are_changed_in_reading_order() -> None:
    runs: list[str] = []

    def note(content: Inlines) -> Inlines:
        runs.append(plain(content))
        return t(str(len(runs)))

    assert text_of(change_inlines(ASIDE, note)) == "[nota] 1 2 3 4"
    assert runs == ["Un titolo", "uno", "due", "tre"]


def test_inner_blocks_are_changed_before_the_one_that_holds_them() -> None:
    order: list[str] = []

    def mark(block: Block) -> Block:
        order.append(block.id)
        return replace(block, marks=("seen",))

    deep = specimen.everything_blocks()[0]
    changed = change_blocks(deep, mark)
    assert {block.marks for block in walk((changed,))} == {("seen",)}
    assert sorted(order) == sorted(block.id for block in walk((deep,)))
    assert order.index("u1a-p") < order.index("ul2") < order.index("ul") < order.index("deep-1")
    assert order[-1] == "deep"
    assert change_blocks(deep, lambda block: block) is deep


@pytest.mark.parametrize("kind", get_args(Listing))
def test_what_a_block_lists_can_be_left_out_alone(kind: type[Any]) -> None:
    for block in NODES[kind]:
        assert set(map(type, listed_in(block))) <= set(get_args(Listed))
        assert listed_in(with_listed(block, listed_in(block)[1:])) == listed_in(block)[1:]


@pytest.mark.parametrize(
    ("group", "names"),
    [(Headed, {"title", "area", "blocks"}), (Captioned, {"label", "caption"})],
)
def test_a_group_has_all_kinds_that_are_made_so(group: Any, names: set[str]) -> None:
    made_so = {kind for kind in get_args(Block) if names <= {f.name for f in fields(kind)}}
    assert made_so == set(get_args(group))


def test_blocks_that_list_are_those_that_hold_what_may_be_left_out() -> None:
    assert {kind for kind in get_args(Block) if any(map(listed_in, NODES[kind]))} == set(
        get_args(Listing)
    )
