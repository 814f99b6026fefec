"""The neutral tree between composition and the writers.

Enters: nothing but what :mod:`compose` decides. Leaves: the same words, in the same order, for
every format. No page breaks, colours or fonts: those belong to CSS and to Word styles. Names follow
Pandoc and Djot. Fields stand in reading order, and what a class holds is known by their types alone
(:mod:`pitstop_docs.tree.walk`). Whoever tells kinds apart ends in ``assert_never``: an unknown kind
raises, nothing is dropped."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pitstop_docs.problems.diagnostics import BriefId, Location
from pitstop_docs.tree.origin import Origin

# What is read out although it is no inline: an alternative text, a number with its unit.
Words = Annotated[str, "words"]

# --- inlines -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters: as they were typed, once composed typeset (no-break spaces, typographic
    apostrophes and quotation marks)."""

    text: str


@dataclass(frozen=True, slots=True)
class Tally(Text):
    """How many tables or figures there are, those whose label begins with ``counted`` ("Tabella"): ``one`` or
    ``many`` of them, in words that hold ``{count}``; nothing where there is none."""

    counted: str
    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Strong:
    """Strongly stressed words."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to ``url``: ``https:``, ``http:``, ``mailto:``, ``tel:`` or ``#block-id``."""

    content: "Inlines"
    url: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, called where it stands and numbered by the writer through the whole document."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Cite:
    """A call to a reference: as read ``ref`` and ``locus`` ("art. 5"); once composed, the ``number``
    printed as superscript and the ``target`` block id of its entry in the list of sources."""

    ref: str
    locus: str = ""
    number: int = 0
    target: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Characters that are copied as they are: a fingerprint, the name of a file. Never typeset, never
    hyphenated."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A level on a scale, in words; writers may add colour or dots, never other words.

    ``scale`` "certainty": high, medium, low, unknown; "answer": yes, partly, no, unknown;
    "status": draft, example, reviewed.
    """

    scale: Literal["certainty", "answer", "status"]
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """What whoever adopts the document fills in: in its place until then, formats that can be filled in show
    ``prompt`` ("numero"), others a ruled line. ``label`` ("Protocollo n.") is what it is called, and stands
    before it where a writer sets it in a line of its own. Blanks with the same ``key`` are the same thing, but
    for those that an author typed, which have no prompt until they are composed. Its words are no field's."""

    key: str
    prompt: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for words that each recipient has of its own, under ``key``: as wide as where it stands, and up to
    so many ``lines`` high. It stands alone in its run; no field has its words. Files that are not addressed
    yet show ``prompt`` where a format can."""

    key: str
    prompt: str
    lines: int = 1


Inline = Text | Emphasis | Strong | Link | Note | Cite | Code | LineBreak | Badge | Blank | Slot
Inlines = tuple[Inline, ...]

# --- blocks ------------------------------------------------------------------------------------

Area = Literal["main", "side", "wide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every block has: a stable ``id`` derived from its field and its own words (also its anchor,
    unique in its document), where its words stand in the source (nowhere if they are the house's own), and
    its ``rank`` (0 is required; the greater, the sooner it may be left out).

    Nodes of the same ``unit`` are kept or left out together ("" is a unit of its own). ``marks`` are
    what the author wrote beside the block, in braces: "keep" it, hold it as a "detail", keep it only
    if it "follows" the block before it, or the editions whose wording it is."""

    id: str
    origin: Origin | None = None
    rank: int = 0
    unit: str = ""
    marks: tuple[str, ...] = ()

    @property
    def location(self) -> Location | None:
        """Where its words begin in the source."""
        return self.origin.location if self.origin else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Node):
    """A heading and what belongs to it.

    Without a ``title`` there is no heading. ``level`` is the heading's (2 to 4; the document's title is 1),
    ``number`` its printed number ("3.1") or "", ``area`` where top-level sections stand: "main" and "side" are
    columns beside each other, "wide" goes across both. ``key`` is the section's name in the edition
    ("problem").
    """

    title: Inlines
    level: int
    blocks: "tuple[Block, ...]"
    area: Area = "main"
    number: str = ""
    key: str = ""


ParagraphStyle = Literal[
    "body", "small", "label", "issuer", "subject", "recital", "field", "addressee", "signature"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Node):
    """A paragraph; ``content[:lead]`` is its first sentence, which may stand alone. ``rest_rank`` is
    the rank of what follows it.

    Acts have some of their own: "issuer", whose act it is; "subject", what it is about, and "recital", a
    reason for it, both after an opening word in bold; "field", labels with blanks that fill the line. So have
    letters: "addressee", and "signature", a label and a blank at the right end of the page."""

    content: Inlines
    lead: int = 0
    rest_rank: int = 0
    style: ParagraphStyle = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem(Node):
    """One item of a list."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletList(Node):
    """Items in no order."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedList(Node):
    """Numbered items. Style "decimal" is ordinary, "steps" shows big numerals (a procedure), "path" the same
    side by side where a format has columns (an item says, one below the other, when, who and what),
    "messages" the key messages of a brief, "points" the operative part of an act, "references" the small
    list of numbered sources: its items are the targets of :class:`Cite`."""

    items: tuple[ListItem, ...]
    start: int = 1
    style: Literal["decimal", "steps", "path", "messages", "points", "references"] = "decimal"


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what is said of it; an ``optional`` one may be left out by its ``rank``. One of which
    nothing is known, whose content is a :class:`Blank`, stands only in formats that can be filled in."""

    term: Inlines
    content: Inlines
    id: str = ""
    origin: Origin | None = None
    rank: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionList(Node):
    """Terms with short contents: the key facts of a brief (where, since when, who…). In style "row" they
    stand side by side where a format has columns."""

    items: tuple[Definition, ...]
    style: Literal["list", "row"] = "list"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A big number: ``value`` with its unit ("700.000 €"), what it counts, and its year, source and
    certainty in words; what was ``before`` it ("9 →"), where it tells a change. ``conflicting`` when sources
    disagree; an ``optional`` one may be left out by its ``rank``."""

    before: Words = field(default="", kw_only=True)
    value: Words
    label: Inlines
    note: Inlines
    conflicting: bool = False
    id: str = ""
    origin: Origin | None = None
    rank: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts(Node):
    """The two or three numbers that a reader must remember."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its header, its share of the width, its alignment."""

    title: Inlines
    width: float = 1.0
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Node):
    """A table row, one cell per column; the first cell is the row's header. ``highlight`` marks the
    option that the text recommends; an ``optional`` row may be left out."""

    cells: tuple[Inlines, ...]
    highlight: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Node):
    """A table with one header row, no merged cells and no tables inside. ``label`` ("Tabella 3") is
    printed before the caption; both may be empty."""

    label: str = ""
    caption: Inlines = ()
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """An image file of the project: ``name`` inside ``sources/media/``, its size in pixels."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Logo:
    """The mark of who sends a brief, beside the brand, and its alternative text."""

    image: Image
    alt: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification as JSON text; its data are inline values, counted in ``unit``. ``changes``
    are the names of series that have a before and an after ("" for their total), with what changed in words."""

    spec: str
    unit: str = ""
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Map:
    """Where a place is in its country: the ``outline``, an SVG path of straight lines in units from its own
    corner, and ``x`` and ``y`` of the place called ``name``, in the same units."""

    outline: str
    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Node):
    """An image, a chart or a map with its alternative text, numbered label, caption and credit. What has no
    caption has no label either."""

    graphic: Image | Chart | Map
    alt: Words
    label: str = ""
    caption: Inlines = ()
    credit: Inlines = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockQuote(Node):
    """Somebody's words and whose they are."""

    blocks: "tuple[Block, ...]"
    attribution: Inlines = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout(Node):
    """A box with a heading of ``level``. Kinds: "request" (what the body is asked), "messages" (key
    messages), "lesson" (recommendation), "risk" (one risk), "certainty" (how sure this is),
    "to-ask" (what is not known), "contact", "municipality" (whom a letter is for). ``area`` says where a
    top-level callout of the body stands, as for sections."""

    kind: Literal[
        "request", "messages", "lesson", "risk", "certainty", "to-ask", "contact", "municipality"
    ]
    title: Inlines
    level: int
    blocks: "tuple[Block, ...]"
    area: Area = "wide"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A moment and what happened."""

    when: Words
    content: Inlines
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Node):
    """Moments in order."""

    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode(Node):
    """An address as QR code: never the only way to it, so ``caption`` says it in words as a link."""

    url: str
    alt: Words
    caption: Inlines


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: the section's number, title and id."""

    number: Words
    title: Inlines
    target: str


@dataclass(frozen=True, slots=True)
class ContentsPart:
    """A line for several sections that belong together: its letter, its title; which ``sections`` they are
    ("sezioni 3–8") and, in one line, what they are ``about``. It leads to the ``target``, its first one.

    What it says is said of its ``entries``, in words (:mod:`pitstop_docs.tree.contents`): those with a title
    are named, ``one`` and ``many`` have ``{first}`` and ``{last}``."""

    letter: Words
    title: Inlines
    sections: Words
    about: Words
    target: str
    entries: tuple[ContentsEntry, ...]
    one: str
    many: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents(Node):
    """What is inside, with links; writers add page numbers where they know them, after ``page`` ("p. ").
    ``lists`` says what: sections, or captioned tables or figures, whose ``number`` is their label
    ("Tabella 3"). With ``parts`` there is a line for each of them, and none for each of their sections."""

    title: Inlines
    entries: tuple[ContentsEntry, ...] = ()
    parts: tuple[ContentsPart, ...] = ()
    page: str = ""
    lists: Literal["sections", "tables", "figures"] = "sections"


Block = (
    Section
    | Paragraph
    | BulletList
    | OrderedList
    | DefinitionList
    | KeyFacts
    | Table
    | Figure
    | BlockQuote
    | Callout
    | Timeline
    | QrCode
    | Contents
)

# What a block lists, one below the other, and may be left out alone; and the blocks that do so.
Listed = Row | Definition | KeyFigure
Listing = Table | DefinitionList | KeyFacts

# Blocks with a heading, which may stand in a column; and those with a label that is counted.
Headed = Section | Callout
Captioned = Table | Figure

# All that holds something, and what it holds: a run of inlines is one child.
Inner = ListItem | Listed | Column | TimelineEntry | ContentsEntry | ContentsPart
Parent = Block | Inner | Inline
Child = Block | Inner | Inlines

# --- document ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Metadata:
    """Document properties: ``author`` is the sender, ``updated`` dates every output."""

    author: str
    subject: str
    keywords: tuple[str, ...]
    updated: date
    version: str


@dataclass(frozen=True, slots=True)
class Document:
    """One brief: one source in one edition, ready for any writer.

    Reading order: ``logo``, ``eyebrow`` (brand, kind, edition), ``above`` (what stands above the title: whose
    act it is, whom a letter is for), title, ``standfirst``, ``head``, ``body``, ``foot``. With ``cover`` the
    part up to and including ``head`` is a page of its own. ``running`` is the footer's text, ``page_format``
    has ``{page}`` and ``{pages}``, ``short`` is the title that inner pages carry, ``status_label`` ("Bozza")
    stands on every page when it is not empty, ``continued`` ("(segue)") after the title of a table where it
    goes on over a page, ``running_head`` at the top of each page but the first. It fills its ``pages``, unless
    it takes ``up_to`` so many; its text is no smaller than ``size_min``, in pt, and its lines no closer than
    ``leading_min`` times that. ``origin`` is its source.

    The draft of an act (``id.kind``) has no eyebrow, and as many pages as it takes, whatever ``pages`` says;
    what is ``above`` its title is left out on paper on which that is printed.
    """

    id: BriefId
    origin: Origin
    kind: Literal["practice", "policy"]
    title: str
    standfirst: Inlines
    brand: str
    kind_label: str
    edition_label: str
    status: str
    status_label: str
    running: str
    page_format: str
    pages: int
    up_to: bool
    cover: bool
    head: tuple[Block, ...]
    body: tuple[Block, ...]
    foot: tuple[Block, ...]
    metadata: Metadata
    blanks: tuple[Blank, ...] = ()
    logo: Logo | None = None
    above: tuple[Block, ...] = ()
    short: str = ""
    continued: str = ""
    size_min: float = 0.0
    leading_min: float = 0.0
    running_head: Slot | None = None

    @property
    def location(self) -> Location:
        """Where its source begins."""
        return self.origin.location

    @property
    def language(self) -> str:
        """The language of its words: "it"."""
        return self.id.language
