"""One case in one edition, while its brief is being made: what every part of it is made with.

Enters: the records, the words of the language. Leaves: titles, labels, and the blocks that most parts
are. The function that makes a part is entered in :data:`BUILDERS`, under its name, by :func:`builds`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from pitstop_docs.compose.asking import OFFICES, Asked
from pitstop_docs.compose.citations import Citations
from pitstop_docs.compose.wording import Wording
from pitstop_docs.records.editions import Edition, EditionPart
from pitstop_docs.records.model import Case, Collection, Contact
from pitstop_docs.records.values import Prose
from pitstop_docs.tree.document import (
    Area,
    Block,
    Callout,
    Column,
    ContentsEntry,
    ContentsPart,
    Inline,
    Inlines,
    Inner,
    ListItem,
    Paragraph,
    ParagraphStyle,
    Section,
    Text,
)
from pitstop_docs.tree.origin import Names, Origin, key_of
from pitstop_docs.tree.walk import plain, rebuild

N = TypeVar("N", bound=Block | Inner)

_COUNT = "{count}"  # in a title: how many things stand below it, in words

# What an item of a list says, and where that stands.
Said = tuple[Inlines, Origin | None]
_LISTS_OF_SOURCES = ("sources", "references")


@dataclass(slots=True)
class Composition:
    """The brief of ``case`` in ``edition``, with room for the words of a recipient if it is ``addressed``.
    Parts are asked for in the order in which they are read; ``built`` is what was made so far, ``names`` are
    those given to nodes, ``missing`` is what the parts made so far do not know."""

    collection: Collection
    case: Case
    edition: Edition
    wording: Wording
    citations: Citations
    addressed: bool = False
    built: list[tuple[EditionPart, Block]] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    missing: list[Asked] = field(default_factory=list)

    def ask(self, what: str, whom: str = OFFICES) -> None:
        """Have *what* a part does not know ("entro quando") asked where the brief does so, of *whom* ("alla
        cooperativa") or of the municipality's offices."""
        self.missing.append(Asked(whom, (what,)))

    def doers(self) -> str:
        """Return of whom is asked what is not known of the case: the first whom its source names, or whoever
        runs it."""
        named = (one.whom for one in self.case.to_ask if one.whom)
        return next(named, self.wording.word("doers"))

    def title(self, part: EditionPart, count: int = 0) -> Inlines:
        """Return the title of *part*: its own, the edition's, or the language's. One with ``{count}`` says
        how many things stand below it: it is for two and more."""
        labels = self.wording.labels
        headings = labels.headings[self.case.kind]
        name = part.part
        words = dict(enumerate(self.wording.word("counts").split(), start=2))
        titles = (
            part.title, self.edition.labels.get(name), headings.get(name), labels.parts.get(name)
        )  # fmt: skip
        fits = (t for t in titles if t and (_COUNT not in t or count in words))
        title = next(fits, name).replace(_COUNT, words.get(count, ""))
        if name in _LISTS_OF_SOURCES:
            title = self.wording.with_state(title)
        return (Text(title),)

    def section(self, part: EditionPart, *blocks: Block) -> Section:
        """Return *part* as a section that holds *blocks*."""
        return Section(
            id=part.part, origin=self.case.origin(part.part), key=part.part, title=self.title(part),
            level=2, area=area(part), blocks=blocks,
        )  # fmt: skip

    def callout(
        self,
        part: EditionPart,
        kind: Literal[
            "request",
            "messages",
            "lesson",
            "risk",
            "certainty",
            "to-ask",
            "contact",
            "municipality",
        ],
        origin: Origin | None,
        *blocks: Block,
        count: int = 0,
    ) -> Callout:
        """Return *part* as a box that holds *blocks*; *count* is how many things they are."""
        return Callout(
            id=kind, origin=origin, kind=kind, title=self.title(part, count), level=2,
            blocks=blocks, area=area(part),
        )  # fmt: skip

    def contact(self) -> Contact | None:
        """Return whom to ask: the first actor that can be reached, or the project."""
        partners = (self.collection.partners.get(a.partner) for a in self.case.actors)
        known = (p.contact for p in partners if p and p.contact)
        return next(known, self.collection.project.contact)


def area(part: EditionPart) -> Area:
    """Return where a block of *part* stands, whatever zone it is in."""
    return part.area if part.area == "main" or part.area == "side" else "wide"


def placed(node: N, outer: Origin | None = None) -> N:
    """Return *node* with everything in it placed: what has no place of its own stands where the node that
    holds it does."""
    if isinstance(node, Column | ContentsEntry | ContentsPart):
        return node
    origin = node.origin or outer
    if node.origin is None and origin is not None:
        node = replace(node, origin=origin)
    return rebuild(node, lambda held: held if isinstance(held, tuple) else placed(held, origin))


def paragraph(
    id: str,
    *content: Inline | Inlines | Prose,
    style: ParagraphStyle = "body",
) -> Paragraph:
    """Return a paragraph of what *content* says, where the last prose in it stands."""
    inlines: list[Inline] = []
    origin = None
    for piece in content:
        if isinstance(piece, Prose):
            origin = piece.origin
            inlines += piece.content
        elif isinstance(piece, tuple):
            inlines += piece
        else:
            inlines.append(piece)
    return Paragraph(id=id, origin=origin, content=tuple(inlines), lead=len(inlines), style=style)


def items(names: Names, prefix: str, contents: Iterable[Said]) -> tuple[ListItem, ...]:
    """Return a list's items, one for each of *contents*, named by their first words."""
    found: list[ListItem] = []
    for content, origin in contents:
        id = names.name(prefix, key_of(plain(content)))
        said = replace(paragraph(f"{id}-text", content), origin=origin)
        found.append(ListItem(id=id, origin=origin, blocks=(said,)))
    return tuple(found)


# --- which function makes which part -------------------------------------------------------------

Builder = Callable[[Composition, EditionPart], Block | None]

# The functions by part; and the parts that say what is in all the others.
BUILDERS: dict[str, Builder] = {}
LAST: set[str] = set()


def builds(*names: str, last: bool = False) -> Callable[[Builder], Builder]:
    """Make a function the builder of the parts *names*; with *last* it is asked when all others are
    made, and what it returns is required."""

    def enter(builder: Builder) -> Builder:
        BUILDERS.update(dict.fromkeys(names, builder))
        if last:
            LAST.update(names)
        return builder

    return enter
