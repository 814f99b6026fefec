"""What a brief is made of: the key under which its files are kept.

Enters: a composed Document and the survey. Leaves: a :class:`Recipe` of named digests, so that two of
them say what differs. Places in the sources do not count: no edition prints them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pitstop_docs.build.inputs import Survey
from pitstop_docs.build.paths import letterhead_of
from pitstop_docs.runs.digests import digest
from pitstop_docs.tree.document import Document, Figure, Image
from pitstop_docs.tree.walk import walk

UNPRINTED = ("location",)
_FORM = 1  # of what is kept under a key: another number, and nothing old is found any more


@dataclass(frozen=True)
class Recipe:
    """One brief to be made. ``parts`` are digests by what they are of:

    "opening" (title, standfirst, metadata), "order" (of the blocks), "block <id>", "image <name>",
    "look", "libraries", "makers"; ``look`` and ``libraries`` say those two in full."""

    source: str
    edition: str
    formats: tuple[str, ...]
    parts: Mapping[str, str]
    look: Mapping[str, str]
    libraries: Mapping[str, str]

    @property
    def brief(self) -> tuple[str, str]:
        """Source and edition."""
        return self.source, self.edition

    @cached_property
    def key(self) -> str:
        """The digest of everything that decides the bytes of the files."""
        return digest((_FORM, self.formats, dict(self.parts)))


def write_recipe(
    document: Document, formats: tuple[str, ...], survey: Survey, settings: object = None
) -> Recipe:
    """Return the recipe of *document* in *formats*; *settings* is whatever else decides its look
    (what an edition says about fitting)."""
    blocks = (*document.head, *document.body, *document.foot)
    opening = replace(document, head=(), body=(), foot=())
    look = survey.look(document.edition)
    media = survey.media
    order = [
        tuple(block.id for block in zone) for zone in (document.head, document.body, document.foot)
    ]
    parts = {
        "opening": digest((opening, settings), UNPRINTED),
        "order": digest(order),
        **{f"block {block.id}": digest(block, UNPRINTED) for block in blocks},
        **{f"image {name}": media.get(name, "absent") for name in images_of(document)},
        **{f"letterhead {f}": survey.letterhead(f) for f in map(letterhead_of, formats) if f},
        "look": digest(look),
        "libraries": digest(survey.libraries),
        "makers": survey.makers,
    }
    return Recipe(document.source, document.edition, formats, parts, look, survey.libraries)


def images_of(document: Document) -> tuple[str, ...]:
    """Return the names of the image files that *document* shows, each once."""
    blocks = walk((*document.head, *document.body, *document.foot))
    graphics = (block.graphic for block in blocks if isinstance(block, Figure))
    return tuple(dict.fromkeys(g.name for g in graphics if isinstance(g, Image)))
