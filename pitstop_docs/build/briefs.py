"""A brief that is wanted, and the key under which what becomes of it is kept.

Enters: a composed Document, what is to be made of it, the digests of all that decides its bytes. Leaves: a
:class:`Brief`, whose ``parts`` are named digests, so that two of them say what differs. Places in the
sources do not count: no edition prints them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pitstop_docs.build.inputs import Inputs
from pitstop_docs.build.outlines import Outline, outline_of
from pitstop_docs.build.page_lock import Measured
from pitstop_docs.look.profiles import Profile
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.runs.digests import digest
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.targets import Target, Word

_FORM = 2  # of what is kept under a key: another number, and nothing old is found any more


@dataclass(frozen=True, slots=True)
class Composed:
    """A Document that there is already, in the place of one that is composed when somebody asks for it."""

    document: Document

    def __call__(self) -> Document:
        """Return it."""
        return self.document


@dataclass(frozen=True)
class Brief:
    """One Document, which is composed when it is asked for, and the ``targets`` to be made of it; its
    ``outline`` says what else is to be known of it. ``embed`` says whether Word files carry their fonts,
    ``measured`` what is known of the Word file's pages. ``parts`` are digests by what they are of:

    "opening" (title, standfirst, metadata), "order" (of the blocks), "block <id>", "image <name>",
    "letterhead <id>", "press <profile>", "look", "libraries", "makers". ``profiles`` are what targets
    for a press ask for, by their names; ``heights`` what is known of its blocks' (writers/pdf/heights.py), on
    which nothing depends."""

    outline: Outline
    compose: Callable[[], Document]
    targets: tuple[Target, ...]
    parts: Mapping[str, str]
    embed: bool = True
    measured: Measured | None = None
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    heights: str = ""

    @property
    def id(self) -> BriefId:
        """Who it is."""
        return self.outline.id

    @cached_property
    def document(self) -> Document:
        """What it says."""
        return self.compose()

    def composed(self) -> "Brief":
        """Return it with its Document, for another process."""
        return replace(self, compose=Composed(self.document))

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
    outline, whole = outline_of(document), Composed(document)
    return outlined(outline, whole, targets, inputs, embed, measured, profiles)


def outlined(
    outline: Outline, compose: Callable[[], Document], targets: tuple[Target, ...], inputs: Inputs,
    embed: bool = True, measured: Measured | None = None,
    profiles: Mapping[str, Profile] | None = None,
) -> Brief:  # fmt: skip
    """Return the document of *outline*, which *compose* gives, as it is wanted: see :class:`Brief`."""
    # What of the measuring is printed: page numbers in the contents, a warning.
    seen = measured and (measured.key, measured.pages, measured.version, dict(measured.numbers))
    media = inputs.media
    presses = profiles or {}
    letterheads = (t.letterhead for t in targets if isinstance(t, Word) and t.letterhead)
    parts = {
        "opening": digest((outline.opening, embed, seen)),
        "order": outline.order,
        **{f"block {id}": found for id, found in outline.blocks.items()},
        **{f"image {name}": media.get(name, "absent") for name in outline.images},
        **{f"letterhead {id}": inputs.letterhead(id) for id in letterheads},
        **{
            f"press {name}": digest((profile, inputs.press(profile.intent.profile)))
            for name, profile in presses.items()
            if profile.intent
        },
        "look": inputs.look_digest(outline.id.edition),
        "libraries": inputs.libraries_digest,
        "makers": inputs.makers,
    }
    return Brief(outline, compose, targets, parts, embed, measured, presses)
