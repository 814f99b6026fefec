"""What an audience gets: editions, and the words that briefs print of their own.

Enters: the files of ``templates/editions/`` and ``templates/labels/``. Leaves: frozen records. What a
file must hold is a table here: :data:`SECTIONS`, :data:`PARTS`, :data:`COLUMNS`, :data:`WORDS`.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pitstop_docs.records.forms import Item
from pitstop_docs.records.record import Kind, Language, Placed, Record
from pitstop_docs.records.values import WORD, Line, Slug

# The body's sections, in order; their headings are in templates/labels/<language>.yaml.
SECTIONS = (
    "problem", "context", "action", "method", "funding", "results", "needs", "lesson", "legal-path", "pitfalls",
)  # fmt: skip
# The other parts that an edition may list: they are made from fields.
PARTS = (
    "request", "messages", "summary", "numbers", "facts", "cover-facts", "risk", "options", "barriers",
    "resources", "evidence", "tidier", "indicators", "transferability", "timeline", "questions", "legal",
    "steps", "mainstreaming", "charts", "testimonies", "references", "certainty", "version", "contact",
    "qr", "sources", "contents", "tables", "figures",
)  # fmt: skip
# What an author may write beside a block, in braces; other marks are editions, whose wording it is.
MARKS = ("keep", "detail", "follows", "optional")
REQUIRED_SECTIONS = ("problem", "action", "results", "needs", "lesson")

# Columns of the parts that are tables (and rows of the key facts), in their usual order.
COLUMNS = {
    "facts": (
        "where",
        "since",
        "until",
        "who",
        "for-whom",
        "cost",
        "maturity",
        "issuer",
        "applies-to",
        "norm",
        "audience",
        "sources-state",
    ),
    "options": ("name", "benefits", "costs", "harms", "uncertainty", "how", "views"),
    "barriers": ("barrier", "there", "here"),
    "resources": ("item", "provider", "amount", "note", "source"),
    "evidence": ("label", "value", "year", "source", "certainty"),
    "legal": ("source", "about"),
    "tidier": ("item", "text", "source"),
    "transferability": ("condition", "block", "answer", "note", "source"),
    "indicators": ("indicator", "how", "when"),
    "references": ("reference", "checked"),
}
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
    "not-documented": "",
    "not-verified": "",
    "verified": "date",
    "no-contact": "",
    "undated": "",
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
    "over": "",
    "under": "",
    "up-to": "",
    "act": "",
    "table": "",
    "figure": "",
    "sources-count": "count checked",
    "sources-count-one": "checked",
    "none-checked": "",
    "not-checked": "title",
    "all-checked": "",
    "some-checked": "checked",
    "full-dossier": "",
    "blank-protocol": "",
    "blank-protocol-prompt": "",
    "blank-date": "",
    "blank-date-prompt": "",
    "blank-office": "",
    "blank-office-prompt": "",
    "blank-signatory": "",
    "blank-signatory-prompt": "",
    "qr-alt": "url",
    "chart-data": "title",
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


class Part(Item):
    """One part of an edition: a body section or a component, its area, depth and weight.

    ``limit`` is the greatest number of items; a table may lose its rows after the first ``least``;
    ``columns`` chooses a table's columns; ``title`` replaces the label. The greater the weight, the
    later it is left out; ``required`` parts never are, but for what follows the first sentence of a
    body section."""

    part: Annotated[str, StringConstraints(pattern=WORD)]
    area: Literal["head", "main", "side", "wide", "foot"] = "main"
    depth: Depth = "full"
    weight: Annotated[int, Field(ge=0, le=100)] = 50
    required: bool = False
    limit: Annotated[int, Field(ge=1)] | None = None
    least: Annotated[int, Field(ge=1)] | None = None
    columns: tuple[str, ...] = ()
    title: Line | None = None


class Edition(Record):
    """An audience: how many pages, which parts in which order, which formats.

    It fills its ``pages``, unless it is ``up_to`` so many; with ``details`` it prints what authors
    hold for the longer editions."""

    label: Line
    running: Line
    audience: Line
    order: int = 100
    pages: Annotated[int, Field(ge=1, le=100)]
    up_to: bool = False
    details: bool = False
    formats: Annotated[tuple[Literal["docx", "pdf"], ...], Field(min_length=1)] = ("docx", "pdf")
    request: Slug | None = None
    cover: bool = False
    numbered: bool = False
    citations: Literal["numbers", "footnotes"] = "numbers"
    sections: Annotated[tuple[Part, ...], Field(min_length=1)]
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
