"""Through the neutral tree: what a node holds, its words, and changed copies of it.

Enters: blocks, inlines and what stands between them. Leaves: what is inside, plain text, or copies.
Pure functions. What a class holds is read off the types of its fields, as Python's ``ast`` and Pandoc's
``Walkable`` do: :func:`children` and :func:`rebuild` need no case for a new class, and all other ways
through the tree are made of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from operator import is_not
from typing import (
    Any,
    Literal,
    TypeVar,
    assert_never,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

from pitstop_docs.tree.document import (
    Area,
    Badge,
    Blank,
    Block,
    Callout,
    Child,
    Cite,
    Code,
    DefinitionList,
    Emphasis,
    Headed,
    Inline,
    Inlines,
    Inner,
    KeyFacts,
    LineBreak,
    Link,
    Listed,
    Listing,
    Note,
    Paragraph,
    Parent,
    Row,
    Section,
    Slot,
    Strong,
    Table,
    Text,
    Words,
)

P = TypeVar("P", bound=Parent)
L = TypeVar("L", bound=Listing)

_BLOCKS = frozenset(get_args(Block))
_NODES = _BLOCKS | frozenset(get_args(Inner))


# --- what a node holds -------------------------------------------------------------------------


@overload
def children(parent: Inline) -> tuple[Inlines, ...]: ...
@overload
def children(parent: Block | Inner) -> tuple[Child, ...]: ...
def children(parent: Parent) -> tuple[Child, ...]:
    """Return what *parent* holds, in reading order: runs of inlines, and nodes."""
    found: list[Child] = []
    for name, many in _SHAPES[type(parent)].held:
        held = getattr(parent, name)
        found += held if many else (held,)
    return tuple(found)


def rebuild(parent: P, change: Callable[[Any], Any]) -> P:
    """Return *parent* with each of its :func:`children` as *change* has it, called in their order;
    *parent* itself where nothing changes."""
    held = _SHAPES[type(parent)].held
    if not held:  # most inlines
        return parent
    changed: dict[str, Any] = {}
    for name, many in held:
        old = getattr(parent, name)
        new = tuple(map(change, old)) if many else change(old)
        if len(new) != len(old) or any(map(is_not, new, old)):
            changed[name] = new
    if not changed:
        return parent
    copy: P = replace(cast(Any, parent), **changed)
    return copy


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a class is made: its fields in reading order. ``said`` are all that have words, own ones or
    inside; ``held`` those with children, and whether many; ``blocks`` those that lead to blocks."""

    said: tuple[tuple[str, Literal["words", "run", "nodes"]], ...]
    held: tuple[tuple[str, bool], ...]
    blocks: tuple[str, ...]


class _Shapes(dict[type[Any], _Shape]):
    """The shape of each class, read when it is met first."""

    def __missing__(self, kind: type[Any]) -> _Shape:
        said: dict[str, Literal["words", "run", "nodes"]] = {}
        blocks: list[str] = []
        for name, hint in get_type_hints(kind, include_extras=True).items():
            member = get_args(hint)[0] if get_origin(hint) is tuple else None
            kinds = _NODES.intersection(get_args(member) or (member,))
            if hint == Words:
                said[name] = "words"
            elif hint == Inlines:
                said[name] = "run"
            elif kinds or member == Inlines:
                said[name] = "nodes"
            if kinds & _BLOCKS or any(self[inner].blocks for inner in kinds):
                blocks.append(name)
        held = tuple((name, what == "nodes") for name, what in said.items() if what != "words")
        self[kind] = shape = _Shape(tuple(said.items()), held, tuple(blocks))
        return shape


_SHAPES = _Shapes()


# --- ways through it ---------------------------------------------------------------------------


def blocks_in(parent: Block | Inner) -> tuple[Block, ...]:
    """Return the blocks right inside *parent*; those of a list are its items'."""
    found: list[Block] = []
    for name in _SHAPES[type(parent)].blocks:
        for node in getattr(parent, name):
            found += (node,) if type(node) in _BLOCKS else blocks_in(node)
    return tuple(found)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield *blocks* and all blocks inside them, in reading order."""
    for block in blocks:
        yield block
        yield from walk(blocks_in(block))


def inlines_of(held: Inlines | Block | Inner) -> Iterator[Inline]:
    """Yield the inlines of a run or a node, and those inside them, in reading order."""
    if isinstance(held, tuple):
        for inline in held:
            yield inline
            for run in children(inline):
                yield from inlines_of(run)
    else:
        for child in children(held):
            yield from inlines_of(child)


def has_notes(block: Block) -> bool:
    """Tell whether there is a footnote in *block*."""
    return any(isinstance(inline, Note) for inline in inlines_of(block))


def is_intro(block: Block) -> bool:
    """Tell whether *block* introduces the one after it ("Le attività sono:")."""
    return isinstance(block, Paragraph) and plain(block.content).rstrip().endswith(":")


def area_of(block: Block) -> Area:
    """Return where *block* stands when it is a top-level one of the body."""
    return block.area if isinstance(block, Headed) else "wide"


# --- words -------------------------------------------------------------------------------------


def plain(inlines: Iterable[Inline]) -> str:
    """Return the words of *inlines* without notes and calls."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text) | Code(text) | Badge(text=text):
                parts.append(text)
            case Emphasis(content) | Strong(content) | Link(content):
                parts.append(plain(content))
            case LineBreak():
                parts.append(" ")
            case Note() | Cite() | Blank() | Slot():
                pass
            case _:
                assert_never(inline)
    return "".join(parts)


def is_open(content: Inlines) -> bool:
    """Tell whether *content* is but a blank: somebody is still to say it."""
    return bool(content) and all(isinstance(inline, Blank) for inline in content)


def says_nothing(block: Block) -> bool:
    """Tell whether *block* holds nothing but blanks, whatever its title: formats that cannot be filled in
    leave it out."""
    if isinstance(block, Paragraph):
        return is_open(block.content)
    if isinstance(block, DefinitionList):
        return bool(block.items) and all(is_open(item.content) for item in block.items)
    inner = block.blocks if isinstance(block, Callout | Section) else ()
    return bool(inner) and all(map(says_nothing, inner))


def text_of(node: Block | Inner) -> str:
    """Return the words of *node* and of what is inside it, in reading order. Numbers and labels that
    are counted are none of them."""
    parts: list[str] = []
    for name, what in _SHAPES[type(node)].said:
        held = getattr(node, name)
        if what == "run":
            parts.append(plain(held))
        elif what == "words":
            parts += [held] if held else []
        else:
            parts += [plain(each) if type(each) is tuple else text_of(each) for each in held]
    return " ".join(parts)


# --- changed copies ----------------------------------------------------------------------------


def change_inlines(parent: P, change: Callable[[Inlines], Inlines]) -> P:
    """Return *parent* with *change* applied to every run of inlines in it, in reading order; what
    is inside an inline is up to *change*."""

    def each(child: Child) -> Child:
        return change(child) if isinstance(child, tuple) else change_inlines(child, change)

    return rebuild(parent, each)


def change_blocks(block: Block, change: Callable[[Block], Block]) -> Block:
    """Return *block* with *change* applied to every block inside it, then to itself."""
    return change(rebuild(block, partial(_change_inside, change)) if blocks_in(block) else block)


def _change_inside(change: Callable[[Block], Block], child: Any) -> Any:
    if type(child) in _BLOCKS:
        return change_blocks(child, change)
    return rebuild(child, partial(_change_inside, change)) if blocks_in(child) else child


# --- what may be left out alone ----------------------------------------------------------------


def listed_in(block: Block) -> tuple[Listed, ...]:
    """Return what *block* lists: rows, facts, big numbers; nothing for other blocks."""
    return tuple(child for child in children(block) if isinstance(child, Listed))


def with_listed(block: L, found: Iterable[Any]) -> L:
    """Return *block* with *found*, which are of the kind that it lists."""
    match block:
        case Table():
            return replace(block, rows=tuple(found))
        case DefinitionList():
            return replace(block, items=tuple(found))
        case KeyFacts():
            return replace(block, figures=tuple(found))
        case _:
            assert_never(block)


def key_of_listed(one: Listed) -> str:
    """Return the name of the unit that *one* belongs to."""
    return (one.unit if isinstance(one, Row) else "") or one.id
