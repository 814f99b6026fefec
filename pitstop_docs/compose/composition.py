"""One case in one edition, while its brief is being made: what every part of it is made with.

Enters: the records, the words of the language. Leaves: titles, labels, and the blocks that most parts
are. The function that makes a part is entered in :data:`BUILDERS`, under its name, by :func:`builds`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pitstop_docs.compose.citations import Citations
from pitstop_docs.compose.wording import Wording
from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.records.editions import Edition, EditionPart
from pitstop_docs.records.model import Case, Collection, Contact
from pitstop_docs.records.values import Prose
from pitstop_docs.tree.document import (
    Area,
    Block,
    Callout,
    Inline,
    Inlines,
    ListItem,
    Paragraph,
    Section,
    Text,
)

_LISTS_OF_SOURCES = ("sources", "references")


@dataclass(slots=True)
class Composition:
    """The brief of ``case`` in ``edition``. Parts are asked for in the order in which they are read;
    ``built`` is what was made so far."""

    collection: Collection
    case: Case
    edition: Edition
    wording: Wording
    citations: Citations
    built: list[tuple[EditionPart, Block]] = field(default_factory=list)

    def title(self, part: EditionPart) -> Inlines:
        """Return the title of *part*: its own, the edition's, or the language's."""
        labels = self.wording.labels
        headings = labels.headings[self.case.kind]
        name = part.part
        title = (
            part.title or self.edition.labels.get(name) or headings.get(name) or labels.parts[name]
        )
        if name in _LISTS_OF_SOURCES and self.wording.none_checked:
            title = self.wording.word("not-checked", title=title)
        return (Text(title),)

    def section(self, part: EditionPart, *blocks: Block) -> Section:
        """Return *part* as a section that holds *blocks*."""
        return Section(
            id=part.part, location=self.case.at(part.part), key=part.part, title=self.title(part),
            level=2, area=area(part), blocks=blocks,
        )  # fmt: skip

    def callout(
        self,
        part: EditionPart,
        kind: Literal["request", "messages", "lesson", "risk", "certainty", "contact"],
        location: Location | None,
        *blocks: Block,
    ) -> Callout:
        """Return *part* as a box that holds *blocks*."""
        return Callout(
            id=kind, location=location, kind=kind, title=self.title(part), level=2, blocks=blocks,
            area=area(part),
        )  # fmt: skip

    def contact(self) -> Contact | None:
        """Return whom to ask: the first actor that can be reached, or the project."""
        partners = (self.collection.partners.get(a.partner) for a in self.case.actors)
        known = (p.contact for p in partners if p and p.contact)
        return next(known, self.collection.project.contact)


def area(part: EditionPart) -> Area:
    """Return where a block of *part* stands, whatever zone it is in."""
    return part.area if part.area == "main" or part.area == "side" else "wide"


def paragraph(
    id: str,
    *content: Inline | Inlines | Prose,
    style: Literal["body", "small", "label"] = "body",
) -> Paragraph:
    """Return a paragraph of what *content* says, where the last prose in it stands."""
    inlines: list[Inline] = []
    location = None
    for piece in content:
        if isinstance(piece, Prose):
            location = piece.location
            inlines += piece.content
        elif isinstance(piece, tuple):
            inlines += piece
        else:
            inlines.append(piece)
    return Paragraph(
        id=id, location=location, content=tuple(inlines), lead=len(inlines), style=style
    )


def items(prefix: str, contents: Sequence[Inlines]) -> tuple[ListItem, ...]:
    """Return a list's items, one for each of *contents*."""
    return tuple(
        ListItem(id=f"{prefix}-{n}", blocks=(paragraph(f"{prefix}-{n}-text", content),))
        for n, content in enumerate(contents, start=1)
    )


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
