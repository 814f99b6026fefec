"""What a document says, as digests: enough to know whether anything is to be made of it.

Enters: a composed Document. Leaves: its :class:`Outline`, which can be kept
(:mod:`pitstop_docs.build.kept_outlines`): what did not change is not composed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from itertools import groupby

from pitstop_docs.problems.diagnostics import BriefId, Location
from pitstop_docs.runs.digests import digest
from pitstop_docs.tree.document import Document, Figure, Image
from pitstop_docs.tree.origin import Origin
from pitstop_docs.tree.walk import walk

UNPRINTED = ("origin",)


@dataclass(frozen=True, slots=True)
class Outline:
    """A Document without its words: the digests of its ``opening`` (title, standfirst, metadata), of the
    ``order`` of its blocks and of each of the ``blocks``; the ``images`` that it shows; the ``origins`` of all
    its nodes, in the order of the tree, as a place and how often it follows ("3:7:2": line, column, times),
    file by file."""

    id: BriefId
    location: Location
    pages: int
    opening: str
    order: str
    blocks: Mapping[str, str]
    images: tuple[str, ...]
    origins: tuple[tuple[str, str], ...]

    @property
    def places(self) -> Iterator[Location]:
        """The place of every node that has one, in the order of the tree."""
        for path, runs in self.origins:
            for run in runs.split():
                line, column, times = map(int, run.split(":"))
                yield from [Location(path, line, column)] * times


def outline_of(document: Document) -> Outline:
    """Return the outline of *document*."""
    zones = (document.head, document.body, document.foot)
    return Outline(
        document.id,
        document.location,
        document.pages,
        digest(replace(document, head=(), body=(), foot=()), UNPRINTED),
        digest([[block.id for block in zone] for zone in zones]),
        {block.id: digest(block, UNPRINTED) for zone in zones for block in zone},
        images_of(document),
        tuple(_origins(_places(document))),
    )


def images_of(document: Document) -> tuple[str, ...]:
    """Return the names of the image files that *document* shows, each once."""
    blocks = walk((*document.head, *document.body, *document.foot))
    graphics = [block.graphic for block in blocks if isinstance(block, Figure)]
    if document.logo:
        graphics.append(document.logo.image)
    return tuple(dict.fromkeys(g.name for g in graphics if isinstance(g, Image)))


def _places(node: object) -> Iterator[Location]:
    """Yield the place of every node that has one, in the order of the tree."""
    if isinstance(node, tuple):
        for part in node:
            yield from _places(part)
    elif isinstance(node, Origin):
        yield node.location
    elif hasattr(node, "__dataclass_fields__"):
        for one in fields(node):  # type: ignore[arg-type]
            yield from _places(getattr(node, one.name))


def _origins(places: Iterator[Location]) -> Iterator[tuple[str, str]]:
    """Yield each file with the *places* in it that follow each other."""
    for path, inside in groupby(places, key=lambda place: place.path):
        runs = groupby((place.line, place.column) for place in inside)
        yield path, " ".join(f"{line}:{column}:{len([*same])}" for (line, column), same in runs)
