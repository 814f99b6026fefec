"""What an audience gets: editions, and the words that briefs print of their own.

Enters: the files of ``templates/editions/`` and ``templates/labels/``. Leaves: frozen records. What a
file must hold is a table here: :data:`SECTIONS`, :data:`PARTS`, :data:`WORDS`.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pitstop_docs.look.profiles import Binding
from pitstop_docs.records.forms import Item
from pitstop_docs.records.record import Kind, Language, Placed, Record
from pitstop_docs.records.values import WORD, Line, Slug

# The body's sections, in order; their headings are in templates/labels/<language>.yaml.
SECTIONS = (
    "problem", "context", "action", "method", "funding", "results", "needs", "lesson", "legal-path", "pitfalls",
)  # fmt: skip
# What an author may write beside a block, in braces; other marks are editions, whose wording it is.
MARKS = ("keep", "detail", "follows", "optional")
REQUIRED_SECTIONS = ("problem", "action", "results", "needs", "lesson")


@dataclass(frozen=True, slots=True)
class PartKind:
    """What an edition may ask of a part, and what the labels must say of it: its ``columns``, in their
    usual order, if it is a table (or key facts, one below the other); whether it prints a title;
    whether it is a table that prints a caption."""

    columns: tuple[str, ...] = ()
    titled: bool = True
    captioned: bool = False


def _table(*columns: str) -> PartKind:
    return PartKind(columns, captioned=True)


# The other parts that an edition may list: each is made by a function in compose/parts/.
PARTS = {
    "request": PartKind(("who", "by", "effort", "opinions", "act")),
    "messages": PartKind(),
    "summary": PartKind(),
    "numbers": PartKind(),
    "facts": PartKind((
        "where", "since", "until", "who", "for-whom", "cost", "maturity", "issuer", "applies-to", "norm",
        "audience", "sources-state",
    )),
    "cover-facts": PartKind(titled=False),
    "map": PartKind(titled=False),
    "risk": PartKind(),
    "options": _table("name", "benefits", "costs", "harms", "uncertainty", "how", "views"),
    "municipality": PartKind(),
    "barriers": _table("barrier", "there", "here"),
    "resources": _table("item", "provider", "amount", "note", "source"),
    "evidence": _table("label", "value", "year", "source", "certainty"),
    "tidier": _table("item", "text", "source"),
    "indicators": _table("indicator", "how", "when"),
    "transferability": _table("condition", "block", "answer", "note", "source"),
    "timeline": PartKind(),
    "questions": PartKind(),
    "legal": _table("source", "about"),
    "foreign-norms": _table("source", "about"),
    "steps": PartKind(),
    "mainstreaming": PartKind(),
    "charts": PartKind(),
    "testimonies": PartKind(),
    "references": _table("reference", "checked"),
    "certainty": PartKind(),
    "to-ask": PartKind(),
    "version": PartKind(titled=False),
    "colophon": PartKind(titled=False),
    "contact": PartKind(),
    "qr": PartKind(titled=False),
    "sources": PartKind(),
    "contents": PartKind(),
    "tables": PartKind(),
    "figures": PartKind(),
}  # fmt: skip
# Every word that composition asks for, and the placeholders that it fills.
WORDS = {
    "practice": "",
    "policy": "",
    "page": "page pages",
    "draft": "",
    "example": "",
    "draft-version": "version date",
    "example-version": "version date",
    "reviewed-version": "version date",
    "not-verified": "",
    "verified": "date",
    "sources-none": "title",
    "sources-few": "title",
    "sources-most": "title",
    "sources-all": "title",
    "doers": "",
    "ask-of": "what of",
    "ask-value": "",
    "ask-year": "",
    "ask-barriers-there": "",
    "ask-resources-provider": "",
    "ask-resources-amount": "",
    "ask-indicators-when": "",
    "ask-tidier": "",
    "ask-horizontal": "",
    "ask-vertical": "",
    "sources-disagree": "values",
    "certainty": "level",
    "certainty-high": "",
    "certainty-medium": "",
    "certainty-low": "",
    "certainty-unknown": "",
    "answer-yes": "",
    "answer-partly": "",
    "answer-no": "",
    "answer-unknown": "",
    "and-one-more": "name",
    "and-more": "name count",
    "maturity-potential-innovation": "",
    "maturity-promising": "",
    "maturity-good-practice": "",
    "maturity-institutionalised": "",
    "about": "",
    "almost": "",
    "over": "",
    "at-least": "",
    "under": "",
    "up-to": "",
    "offices": "",
    "draft-act": "",
    "opinions-technical": "",
    "opinions-technical-and-accounting": "",
    "table": "",
    "figure": "",
    "continued": "",
    "tables-count": "count",
    "tables-count-one": "",
    "figures-count": "count",
    "figures-count-one": "",
    "contents-sections": "first last",
    "contents-section": "first",
    "contents-page": "page",
    "sources-count": "count checked",
    "sources-count-one": "checked",
    "none-checked": "",
    "all-checked": "",
    "some-checked": "checked",
    "full-dossier": "",
    "blank": "",
    "blank-protocol": "",
    "blank-protocol-prompt": "",
    "blank-date": "",
    "blank-date-prompt": "",
    "blank-office": "",
    "blank-office-prompt": "",
    "blank-signatory": "",
    "blank-signatory-prompt": "",
    "blank-contact-prompt": "",
    "recipient-line": "name",
    "recipient-head": "name",
    "recipient-prompt": "",
    "recipient-inhabitants": "count source",
    "recipient-condition": "condition",
    "suits-between": "min max",
    "suits-from": "min",
    "suits-up-to": "max",
    "suits-one-of": "names",
    "suits-others": "names count",
    "recipient-others": "",
    "recipient-count": "count",
    "letter-territory": "",
    "letter-to": "name",
    "letter-offices": "",
    "letter-drafts": "",
    "letter-salutation": "",
    "letter-text": "",
    "letter-municipality": "",
    "letter-province": "",
    "letter-region": "",
    "letter-inhabitants": "",
    "letter-in-year": "year",
    "letter-contents": "",
    "letter-acts": "",
    "letter-names": "example",
    "letter-drafted-acts": "",
    "letter-source": "",
    "letter-what": "",
    "letter-for": "",
    "letter-pages": "",
    "letter-closing": "",
    "letter-on-letterhead": "",
    "letter-running": "brand name istat",
    "qr-alt": "url",
    "chart-data": "title",
    "chart-below": "",
    "map-alt": "country place",
    "map-credit": "",
    "chart-values": "values",
    "points": "change",
    "in-all": "change",
    "horizontal": "",
    "vertical": "",
    "example-testimony": "",
    "pseudonym": "",
    "consent": "date scope",
    "other-source": "label",
    "grid-count": "yes partly no unknown",
    "counts": "",
}


Depth = Literal["sentence", "lead", "full"]


class EditionPart(Item):
    """One part of an edition: a body section or a component, its area, depth and weight.

    ``limit`` is the greatest number of items; a table may lose its rows after the first ``least``;
    ``columns`` chooses a table's columns; with ``data`` charts have theirs in a table; ``title`` replaces
    the label. The greater the weight, the later it is left out; ``required`` parts never are, but for what
    follows the first sentence of a body section. With a part that ``opens`` one begins what contents list
    under that title, up to the next that does; ``called`` is its name there, where its title is too long."""

    part: Annotated[str, StringConstraints(pattern=WORD)]
    area: Literal["head", "main", "side", "wide", "foot"] = "main"
    depth: Depth = "full"
    weight: Annotated[int, Field(ge=0, le=100)] = 50
    required: bool = False
    limit: Annotated[int, Field(ge=1)] | None = None
    least: Annotated[int, Field(ge=1)] | None = None
    columns: tuple[str, ...] = ()
    data: bool = False
    title: Line | None = None
    opens: Line | None = None
    called: Line | None = None


class EditionText(Item):
    """Running text is set no smaller than ``size``, in pt, and its lines no closer than ``leading`` times
    that, as far as the theme goes."""

    size: Annotated[float, Field(ge=8, le=14)] = 8
    leading: Annotated[float, Field(ge=1, le=2)] = 1


class Edition(Record):
    """An audience: how many pages, which parts in which order, which formats.

    ``about`` says what it is to whoever gets it beside others ("Scheda con la richiesta e i numeri").
    Printed, it is bound as ``binding`` says. It fills its ``pages``, unless it is ``up_to`` so many; with
    ``details`` it prints what authors hold for the longer editions. ``text`` says what its text never
    goes below, whatever finds no room then; without it, that is the theme's."""

    label: Line
    running: Line
    audience: Line
    about: Line | None = None
    order: int = 100
    pages: Annotated[int, Field(ge=1, le=100)]
    up_to: bool = False
    details: bool = False
    formats: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=WORD)], ...], Field(min_length=1)
    ] = ("docx", "pdf")
    request: Slug | None = None
    text: EditionText = EditionText()
    cover: bool = False
    binding: Binding = "sheet"
    numbered: bool = False
    citations: Literal["numbers", "footnotes"] = "numbers"
    sections: Annotated[tuple[EditionPart, ...], Field(min_length=1)]
    labels: dict[str, Line] = Field(default_factory=dict)


class Labels(Placed):
    """The words that documents print of their own, in one language."""

    language: Language
    headings: dict[Kind, dict[str, Line]]
    parts: dict[str, Line]
    words: dict[str, Line]
    columns: dict[str, dict[str, Line]]
    captions: dict[str, Line]
    tidier: dict[str, Line]
    transferability: dict[str, Line]
