"""What sources say, typed.

Enters: values that a reader has located. Leaves: frozen records, each of which knows its file and
the line of every field (``Placed.at``). Limits are the established forms' own: title and
summary as in the Interreg Europe good-practice form, maturity as in FAO's ladder, the twelve items
of TIDieR, the options of SUPPORT's tool 13, horizontal and vertical mainstreaming as in EQUAL."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, Field, PrivateAttr, StringConstraints

from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.records.editions import Edition, Labels
from pitstop_docs.records.forms import (
    Actor,
    Barrier,
    ChartRecord,
    Event,
    Indicator,
    Item,
    LegalBasis,
    Mainstreaming,
    NumberRecord,
    Option,
    Period,
    Place,
    Question,
    Request,
    Resource,
    Step,
    Tidier,
    Transferability,
)  # fmt: skip
from pitstop_docs.records.legal import ACT_TYPES
from pitstop_docs.records.record import Kind, Language, Mention, Record
from pitstop_docs.records.values import (
    ECLI,
    EMAIL,
    GAZETTE_CODE,
    Day,
    Line,
    OptionalSources,
    PartialDate,
    Prose,
    Slug,
    Source,
    Url,
)  # fmt: skip
from pitstop_docs.tree.document import Block
from pitstop_docs.tree.origin import Origin

Status = Literal["draft", "reviewed", "example"]
Maturity = Literal["potential-innovation", "promising", "good-practice", "institutionalised"]

TITLE_MAX = 100
SUMMARY_MAX = 160

# --- records -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SectionText:
    """The Markdown under one fixed heading: from the heading to the end of its text."""

    key: str
    origin: Origin
    blocks: tuple[Block, ...]

    @property
    def location(self) -> Location:
        """Where its heading stands."""
        return self.origin.location


class Case(Record):
    """What practices and policy cases share: everything that a brief is made of.

    What is ``reviewed`` says by whom (a name, and in which role) and on which day."""

    title: Annotated[Line, StringConstraints(max_length=TITLE_MAX)]
    summary: Annotated[Line, StringConstraints(max_length=SUMMARY_MAX)]
    short: Annotated[Line, StringConstraints(max_length=60)]
    status: Status = "draft"
    reviewed_by: Line | None = None
    reviewed_on: Day | None = None
    language: Language = "it"
    version: Line = "1"
    updated: Day
    keywords: tuple[Line, ...] = ()
    maturity: Maturity
    mainstreaming: Mainstreaming = Mainstreaming()
    place: Place | None = None
    period: Period = Period()
    actors: tuple[Actor, ...] = ()
    beneficiaries: Prose | None = None
    cost: Prose | None = None
    requests: dict[str, Request] = Field(default_factory=dict)
    messages: Annotated[tuple[Prose, ...], Field(max_length=5)] = ()
    numbers: tuple[NumberRecord, ...] = ()
    risk: Prose | None = None
    certainty: Prose
    options: tuple[Option, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    resources: tuple[Resource, ...] = ()
    timeline: Annotated[tuple[Event, ...], Field(max_length=12)] = ()
    questions: tuple[Question, ...] = ()
    legal: tuple[LegalBasis, ...] = ()
    steps: tuple[Step, ...] = ()
    tidier: Tidier = Tidier()
    transferability: Transferability = Transferability()
    indicators: tuple[Indicator, ...] = ()
    charts: tuple[ChartRecord, ...] = ()
    testimonies: tuple[Slug, ...] = ()
    further: OptionalSources = ()

    _sections: Mapping[str, SectionText] = PrivateAttr(default_factory=dict)
    kind: ClassVar[Kind]

    @property
    def sections(self) -> Mapping[str, SectionText]:
        """The body, by section key."""
        return self._sections

    def with_sections(self, sections: Mapping[str, SectionText]) -> Self:
        """Return this case with its body."""
        self._sections = sections
        return self

    def sources(self) -> Iterator[tuple[str, Location]]:
        """Yield every reference that the case names, "id" or "id, locus", with its place."""
        yield from ((mention.ref, mention.location) for mention in self.mentions)
        yield from ((source, self.at(*path)) for source, path in _sources_in(self, ()))


def _sources_in(
    value: Any, path: tuple[str | int, ...]
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield what stands in fields that hold references, with its path."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _sources_in(item, (*path, index))
    if not isinstance(value, BaseModel):
        return
    for name in type(value).model_fields:
        inner = getattr(value, name)
        if name in ("source", "further") or (name == "act" and isinstance(value, PolicyCase)):
            listed = (inner,) if isinstance(inner, str) else inner or ()
            yield from ((source, (*path, name, index)) for index, source in enumerate(listed))
        else:
            yield from _sources_in(inner, (*path, name))


class Practice(Case):
    """Something that people did."""

    kind: ClassVar[Kind] = "practice"


class PolicyCase(Case):
    """A law, a ruling, a regulation, a procurement rule."""

    kind: ClassVar[Kind] = "policy"

    act: Source | None = None
    issuer: Line | None = None
    applies_to: Line | None = None


class Consent(Item):
    """What a witness agreed to, and when."""

    scope: Line
    date: Day


class Testimony(Record):
    """Somebody's words. Without consent or a pseudonym it cannot be reviewed."""

    speaker: Line
    role: Line | None = None
    status: Status = "draft"
    reviewed_by: Line | None = None
    reviewed_on: Day | None = None
    language: Language = "it"
    consent: Consent | None = None
    pseudonym: bool = False
    source: OptionalSources = ()

    _words: tuple[Block, ...] = PrivateAttr(default=())

    @property
    def words(self) -> tuple[Block, ...]:
        """What was said."""
        return self._words

    def with_words(self, words: tuple[Block, ...]) -> Self:
        """Return this testimony with its body."""
        self._words = words
        return self


class Contact(Item):
    """Where to ask."""

    name: Line | None = None
    email: Annotated[str, StringConstraints(pattern=EMAIL)] | None = None
    phone: Line | None = None
    url: Url | None = None


class Partner(Record):
    """An organisation that takes part."""

    name: Line
    type: Line | None = None
    place: Line | None = None
    contact: Contact | None = None


class Act(Item):
    """What identifies a national or regional act, so that its address can be made."""

    issuer: Literal["stato", "emilia-romagna"] = "stato"
    type: Literal[ACT_TYPES]  # type: ignore[valid-type]
    date: PartialDate
    number: Annotated[int, Field(gt=0)]


class Gazette(Item):
    """Publication in the Gazzetta Ufficiale: day and code ("24G00155")."""

    date: Day
    code: Annotated[str, StringConstraints(pattern=GAZETTE_CODE)]


class Reference(Record):
    """A source: a norm, a ruling, a document, an article, a page.

    ``independent`` is what its subject did not say of itself; ``numbers: false`` marks a source
    whose figures must not be used. ``checked_on`` is the day on which a person last read it at its
    address."""

    type: Literal["law", "ruling", "guideline", "document", "article", "book", "web", "dataset"]
    title: Line
    short: Annotated[Line, StringConstraints(max_length=60)]
    author: Line | None = None
    publisher: Line | None = None
    date: PartialDate | None = None
    url: Url | None = None
    located: Line | None = None
    act: Act | None = None
    ecli: Annotated[str, StringConstraints(pattern=ECLI)] | None = None
    gazette: Gazette | None = None
    independent: bool = False
    numbers: bool = True
    checked_on: Day | None = None
    note: Line | None = None


class Media(Record):
    """An image: its file in ``sources/media/``, its alternative text, caption, credit and
    licence."""

    file: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    alt: Line | None = None
    caption: Line | None = None
    credit: Line
    licence: Line

    _size: tuple[int, int] = PrivateAttr(default=(0, 0))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._size

    def sized(self, size: tuple[int, int]) -> Self:
        """Return this image, which has *size*."""
        self._size = size
        return self


class Project(Item):
    """Settings of a project. ``addresses.dossier`` is a pattern with ``{id}`` for the QR code."""

    name: Line
    sender: Line
    programme: Line | None = None
    contact: Contact | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("it",)
    addresses: dict[Literal["dossier"], Url] = Field(default_factory=dict)


# --- collection --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a case whose fields could not be read."""

    kind: Kind
    language: Language
    location: Location
    sections: Mapping[str, SectionText]
    mentions: tuple[Mention, ...]


ANY = "*"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that has an id, "" where none can be read: it is there and begins at ``location``, whether
    a record could be made of it or not."""

    kind: type[Record]
    id: str
    location: Location


@dataclass(frozen=True)
class Collection:
    """Everything that was read. Mappings go from id to record; ``texts`` from a file's path,
    relative to the project, to what of its text may be printed. ``unread`` holds kind and id of
    what is there but wrong, so that nobody says it is missing; id ``ANY`` when that is a whole
    file. ``entries`` are all that are there, in the order of reading."""

    root: Path
    project: Project
    practices: Mapping[str, Practice] = field(default_factory=dict)
    policies: Mapping[str, PolicyCase] = field(default_factory=dict)
    testimonies: Mapping[str, Testimony] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    media: Mapping[str, Media] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)
    labels: Mapping[str, Labels] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[tuple[str, str]] = frozenset()
    unread_bodies: tuple[Body, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def bodies(self) -> Iterator["Case | Body"]:
        """Whatever has sections."""
        yield from self.cases
        yield from self.unread_bodies

    def may_exist(self, kind: type[Record], id: str) -> bool:
        """Tell whether *id* stands in a file that could not be read to its end."""
        return not self.unread.isdisjoint({(kind.__name__, id), (kind.__name__, ANY)})

    @property
    def cases(self) -> Iterator[Case]:
        """Practices, then policy cases."""
        yield from self.practices.values()
        yield from self.policies.values()
