"""What sources say, typed.

Enters: values that a reader has located. Leaves: frozen records, each of which knows its file and
the line of every field (``Placed.at``). Limits are the established forms' own: title and
summary as in the Interreg Europe good-practice form, maturity as in FAO's ladder, the twelve items
of TIDieR, the options of SUPPORT's tool 13, horizontal and vertical mainstreaming as in EQUAL."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import Field, PrivateAttr, StringConstraints

from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.records.acts import ActForm
from pitstop_docs.records.colours import Palette
from pitstop_docs.records.countries import Country
from pitstop_docs.records.editions import Edition, Labels
from pitstop_docs.records.forms import (
    HOME,
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
    Suits,
    Tidier,
    ToAsk,
    Transferability,
)  # fmt: skip
from pitstop_docs.records.legal import ACT_TYPES
from pitstop_docs.records.once import once
from pitstop_docs.records.record import Kind, Language, Placed, Record
from pitstop_docs.records.shops import Shop
from pitstop_docs.records.values import (
    ECLI,
    EMAIL,
    GAP,
    GAZETTE_CODE,
    Call,
    Day,
    Line,
    OptionalSources,
    PartialDate,
    Prose,
    Slug,
    Source,
    Url,
    Whole,
    bare,
    is_slug,
)  # fmt: skip
from pitstop_docs.tree.document import Block, Image
from pitstop_docs.tree.origin import Origin

Status = Literal["draft", "reviewed", "example"]
Maturity = Literal["potential-innovation", "promising", "good-practice", "institutionalised"]

TITLE_MAX = 100
SUMMARY_MAX = 160
SHORT_MAX = 60

# --- records -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SectionText:
    """The Markdown under one fixed heading, from the heading to the end of its text; ``typed`` says that
    there is some, if only what could not be read."""

    key: str
    origin: Origin
    blocks: tuple[Block, ...]
    typed: bool

    @property
    def location(self) -> Location:
        """Where its heading stands."""
        return self.origin.location


class Case(Record):
    """What practices and policy cases share: everything that a brief is made of.

    What is ``reviewed`` says by whom (a name, and in which role) and on which day."""

    title: Annotated[Line, StringConstraints(max_length=TITLE_MAX)]
    summary: Annotated[Line, StringConstraints(max_length=SUMMARY_MAX)]
    short: Annotated[Line, StringConstraints(max_length=SHORT_MAX)]
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
    suits: Suits = Suits()
    period: Period = Period()
    actors: tuple[Actor, ...] = ()
    beneficiaries: Prose | None = None
    cost: Prose | None = None
    requests: dict[str, Request] = Field(default_factory=dict)
    recitals: tuple[Prose, ...] = ()
    to_ask: tuple[ToAsk, ...] = ()
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
    testimonies: tuple[Call, ...] = ()
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

    def sources(self) -> Iterator[tuple[str, Callable[[], Location]]]:
        """Yield every reference that the case names, "id" or "id, locus", and what says its place."""
        yield from ((mention.ref, mention.where) for mention in self.mentions)
        yield from ((source, partial(self.at, *path)) for source, path in _sources_of(self))


_Path = tuple[str | int, ...]


@once
def _sources_of(case: Case) -> list[tuple[str, _Path]]:
    """Return what stands in the fields of *case* that hold references, with its path."""
    found: list[tuple[str, _Path]] = []
    _gather_sources(case, (), found)
    return found


def _gather_sources(value: Item, path: _Path, found: list[tuple[str, _Path]]) -> None:
    """Add to *found* what stands in the fields of *value* that hold references, with its path."""
    for name, inner in vars(value).items():  # its fields, in their order
        if inner is None:
            continue
        if name in ("source", "further") or (name == "act" and isinstance(value, PolicyCase)):
            listed = (inner,) if isinstance(inner, str) else inner
            found += ((source, (*path, name, index)) for index, source in enumerate(listed))
        elif type(inner) is tuple:
            for index, item in enumerate(inner):
                if isinstance(item, Item):
                    _gather_sources(item, (*path, name, index), found)
        elif type(inner) is not str and isinstance(inner, Item):
            _gather_sources(inner, (*path, name), found)


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
    number: Annotated[Whole, Field(gt=0)]


class Gazette(Item):
    """Publication in the Gazzetta Ufficiale: day and code ("24G00155")."""

    date: Day
    code: Annotated[str, StringConstraints(pattern=GAZETTE_CODE)]


class Reference(Record):
    """A source: a norm, a ruling, a document, an article, a page.

    ``independent`` is what its subject did not say of itself; ``numbers: false`` marks a source
    whose figures must not be used. ``country`` is where a norm or a ruling is in force. ``checked_on``
    is the day on which a person last read it at its address."""

    type: Literal["law", "ruling", "guideline", "document", "article", "book", "web", "dataset"]
    title: Line
    short: Annotated[Line, StringConstraints(max_length=60)]
    author: Line | None = None
    publisher: Line | None = None
    date: PartialDate | None = None
    country: Line = HOME
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

    _name: str = PrivateAttr(default="")
    _size: tuple[int, int] = PrivateAttr(default=(0, 0))

    @property
    def name(self) -> str:
        """The path of its file in ``sources/media/``, as the disk writes it."""
        return self._name

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, upright."""
        return self._size

    def found(self, name: str, size: tuple[int, int]) -> Self:
        """Return this image, whose file has *name* and *size*."""
        image = self.model_copy()
        image._name, image._size = name, size
        return image


class Project(Placed):
    """Settings of a project. ``editions`` are those that are made, all of them if none is named;
    ``addresses.dossier`` is a pattern with ``{id}`` for the QR code, ``logo`` a file in ``sources/media/``."""

    name: Line
    sender: Line
    programme: Line | None = None
    contact: Contact | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("it",)
    editions: tuple[Slug, ...] = ()
    addresses: dict[Literal["dossier"], Url] = Field(default_factory=dict)
    logo: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    colours: Palette | None = None

    _mark: Image | None = PrivateAttr(default=None)

    @property
    def mark(self) -> Image | None:
        """The file of its logo and its size, where it has one that can be shown."""
        return self._mark

    def with_mark(self, mark: Image) -> Self:
        """Return this project, whose logo was found."""
        project = self.model_copy()
        project._mark = mark
        return project

    @property
    def theme_colours(self) -> tuple[tuple[str, str], ...]:
        """What stands in the place of the theme's colours, and of their inks, by their names there."""
        chosen = tuple(self.colours.chosen()) if self.colours else ()
        return tuple(
            pair
            for each in chosen
            for pair in ((each.name, each.rgb), (f"inks.{each.name}", each.inks))
        )


# --- collection --------------------------------------------------------------------------------


ANY = "*"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that has an id, "" where none can be read: it is there and begins at ``location``, whether
    a record could be made of it or not."""

    kind: type[Record]
    id: str
    location: Location


_NAMES = ("name", "title", "short", "speaker", "url")  # what a thing is called by, besides its id


@dataclass(frozen=True)
class Collection:
    """Everything that was read. Mappings go from id to record; ``texts`` from a file's path,
    relative to the project, to what of its text may be printed; ``running_text``, to what of that is
    sentences rather than codes (see records/running_text.py). ``unread`` holds kind and id of
    what is there but wrong, so that nobody says it is missing; id ``ANY`` when that is a whole
    file. ``other_editions`` are those that the project
    does not make, ``countries`` those alone in which a case says where it lies, by their names.
    ``entries`` are all that are there, in the order of reading; ``incomplete`` are cases and
    testimonies some fields of which are wrong: rules look at them, and nothing else does."""

    root: Path
    project: Project
    practices: Mapping[str, Practice] = field(default_factory=dict)
    policies: Mapping[str, PolicyCase] = field(default_factory=dict)
    testimonies: Mapping[str, Testimony] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    media: Mapping[str, Media] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)
    other_editions: Mapping[str, Edition] = field(default_factory=dict)
    act_forms: Mapping[str, ActForm] = field(default_factory=dict)
    shops: Mapping[str, Shop] = field(default_factory=dict)
    countries: Mapping[str, Country] = field(default_factory=dict)
    labels: Mapping[str, Labels] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    running_text: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[tuple[str, str]] = frozenset()
    incomplete: tuple[Case | Testimony, ...] = ()
    entries: tuple[Entry, ...] = ()

    def country_of(self, place: Place) -> Country | None:
        """Return the country in which *place* is, where there is an outline of it."""
        return self.countries.get(" ".join(place.country.split()))  # typeset, some spaces hold

    @property
    def every_case(self) -> Iterator[Case]:
        """The cases, those too of which some fields could not be read."""
        yield from self.cases
        yield from (record for record in self.incomplete if isinstance(record, Case))

    @property
    def every_testimony(self) -> Iterator[Testimony]:
        """The testimonies, those too of which some fields could not be read."""
        yield from self.testimonies.values()
        yield from (record for record in self.incomplete if isinstance(record, Testimony))

    def may_exist(self, kind: type[Record], id: str) -> bool:
        """Tell whether *id* stands in a file that could not be read to its end, or will be the id of what is
        wrong now."""
        return id == GAP or any(
            found in (id, ANY) or bare(found) == bare(id)
            for name, found in self.unread
            if name == kind.__name__
        )

    def ids_of(self, kind: type[Record]) -> dict[str, str]:
        """Return what people may call each *kind* that is there, right or wrong: its id, or one of its
        names, with its id."""
        records: Iterable[Record] = {
            Partner: self.partners, Reference: self.references, Testimony: self.testimonies
        }[kind].values()  # fmt: skip
        ids = {
            entry.id: entry.id for entry in self.entries if entry.kind is kind and is_slug(entry.id)
        }
        named = {
            name: record.id
            for record in records
            for field in _NAMES
            if isinstance(name := getattr(record, field, None), str)
        }
        return {**named, **ids}

    @property
    def cases(self) -> Iterator[Case]:
        """Practices, then policy cases."""
        yield from self.practices.values()
        yield from self.policies.values()


@cache
def field_names() -> frozenset[str]:
    """Return the names of all fields that stand in sources."""
    seen: set[type[Item]] = set()
    waiting: list[Any] = [Practice, PolicyCase, Testimony, Partner, Reference, Media]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, Item) and kind not in seen:
            seen.add(kind)
            waiting += [field.annotation for field in kind.model_fields.values()]
    return frozenset(name for kind in seen for name in kind.model_fields)
