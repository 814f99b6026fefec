"""A brief that is wanted, and the key under which what becomes of it is kept.

Enters: a composed Document, what is to be made of it, the digests of all that decides its bytes. Leaves: a
:class:`Brief`, whose ``parts`` are named digests, so that two of them say what differs. Places in the
sources do not count: no edition prints them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pitstop_docs.build.inputs import Inputs
from pitstop_docs.build.page_lock import Measured
from pitstop_docs.look.profiles import Profile
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.runs.digests import digest
from pitstop_docs.tree.document import Document, Figure, Image
from pitstop_docs.tree.walk import walk
from pitstop_docs.writers.targets import Target, Word

UNPRINTED = ("origin",)
_FORM = 2  # of what is kept under a key: another number, and nothing old is found any more


@dataclass(frozen=True)
class Brief:
    """One Document and the ``targets`` to be made of it; ``embed`` says whether Word files carry their
    fonts, ``measured`` what is known of the Word file's pages. ``parts`` are digests by what they are of:

    "opening" (title, standfirst, metadata), "order" (of the blocks), "block <id>", "image <name>",
    "letterhead <id>", "press <profile>", "look", "libraries", "makers". ``profiles`` are what targets
    for a press ask for, by their names; ``heights`` what is known of its blocks' (writers/pdf/heights.py), on
    which nothing depends."""

    document: Document
    targets: tuple[Target, ...]
    parts: Mapping[str, str]
    embed: bool = True
    measured: Measured | None = None
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    heights: str = ""

    @property
    def id(self) -> BriefId:
        """Who it is."""
        return self.document.id

    @cached_property
    def key(self) -> str:
        """The digest of everything that decides the bytes of the files."""
        return digest((_FORM, [target.name for target in self.targets], dict(self.parts)))


def brief_of(
    document: Document,
    targets: tuple[Target, ...],
    inputs: Inputs,
    embed: bool = True,
    measured: Measured | None = None,
    profiles: Mapping[str, Profile] | None = None,
) -> Brief:
    """Return *document* as it is wanted: see :class:`Brief`."""
    zones = (document.head, document.body, document.foot)
    opening = replace(document, head=(), body=(), foot=())
    # What of the measuring is printed: page numbers in the contents, a warning.
    seen = measured and (measured.key, measured.pages, measured.version, dict(measured.numbers))
    media = inputs.media
    presses = profiles or {}
    letterheads = (t.letterhead for t in targets if isinstance(t, Word) and t.letterhead)
    parts = {
        "opening": digest((opening, embed, seen), UNPRINTED),
        "order": digest([[block.id for block in zone] for zone in zones]),
        **{f"block {block.id}": digest(block, UNPRINTED) for zone in zones for block in zone},
        **{f"image {name}": media.get(name, "absent") for name in images_of(document)},
        **{f"letterhead {id}": inputs.letterhead(id) for id in letterheads},
        **{
            f"press {name}": digest((profile, inputs.press(profile.intent.profile)))
            for name, profile in presses.items()
            if profile.intent
        },
        "look": digest(inputs.look(document.id.edition)),
        "libraries": digest(inputs.libraries),
        "makers": inputs.makers,
    }
    return Brief(document, targets, parts, embed, measured, presses)


def images_of(document: Document) -> tuple[str, ...]:
    """Return the names of the image files that *document* shows, each once."""
    blocks = walk((*document.head, *document.body, *document.foot))
    graphics = [block.graphic for block in blocks if isinstance(block, Figure)]
    if document.logo:
        graphics.append(document.logo.image)
    return tuple(dict.fromkeys(g.name for g in graphics if isinstance(g, Image)))
