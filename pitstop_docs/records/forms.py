"""The forms that a record absorbs: requests, numbers, options, barriers, TIDieR's items, the grid…

Each is a row or a small table of a source's front matter. Established forms keep their own items:
TIDieR (BMJ 2014), SUPPORT's tool 13, EQUAL's mainstreaming.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from pitstop_docs.records.quantities import QUALIFIERS, UNIT_MAX, taken_apart
from pitstop_docs.records.values import (
    ISTAT,
    PROVINCE,
    Call,
    JsonObject,
    Latitude,
    Line,
    Longitude,
    Number,
    OptionalSources,
    PartialDate,
    Prose,
    Slug,
    Source,
    Sources,
    Whole,
    one_or_many,
)  # fmt: skip

Names = Annotated[tuple[Line, ...], BeforeValidator(one_or_many)]
Certainty = Literal["high", "medium", "low", "unknown"]
Answer = Literal["yes", "partly", "no", "unknown"]
Opinions = Literal["none", "technical", "technical-and-accounting"]


HOME = "Italia"  # the country whose municipalities read briefs
IN_FORCE = (HOME, "Unione europea")  # whose norms are in force there


class Item(BaseModel):
    """A part of a record."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Population(Item):
    """How many inhabitants a municipality has, both numbers included."""

    min: Annotated[Whole, Field(ge=0)] | None = None
    max: Annotated[Whole, Field(ge=0)] | None = None

    def holds(self, inhabitants: int | None) -> bool:
        """Tell whether so many are meant; where nobody knows how many there are, only without bounds."""
        if inhabitants is None:
            return self.min is None and self.max is None
        return (self.min or 0) <= inhabitants and (self.max is None or inhabitants <= self.max)


class Suits(Item):
    """What a municipality must be like for a source to be meant for it: all that the source itself says of it,
    and nothing else."""

    population: Population = Population()
    territory: Names = ()
    region: Names = ()


class Place(Item):
    """Where it happens. ``istat`` is the municipality's code, six digits. With ``lat`` and ``lon``, in degrees,
    and the ``source`` of both, briefs show a locator map."""

    name: Line
    municipality: Line | None = None
    province: Annotated[str, StringConstraints(pattern=PROVINCE)] | None = None
    region: Line | None = None
    country: Line = HOME
    istat: Annotated[str, StringConstraints(pattern=ISTAT)] | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    source: Source | None = None


class Period(Item):
    """From when to when; a missing end means that it goes on or is not documented."""

    start: PartialDate | None = None
    end: PartialDate | None = None
    note: Line | None = None


class Actor(Item):
    """A partner and its part in the case."""

    partner: Call
    role: Line


class Request(Item):
    """What one body is asked: one sentence, a verb first, and the ``act`` that it leads to: the name of a form
    in ``templates/acts/``.

    ``option`` is the name of the option that it carries out and, where that is not the preferred one, ``why``
    says the reason; ``who`` acts, ``by`` when, the ``effort`` that it takes here, the ``opinions`` that it
    needs (TUEL, art. 49; "none" for a mere act of guidance). What is not known is left out: briefs list it
    among what is to be asked.

    With ``points``, the operative part, each beginning with a verb, there is a draft of the act: the body that
    ``decides`` it, which is said and never inferred (TUEL, art. 42 and 48), its ``subject`` (oggetto), its
    own ``recitals`` beside those of the case, each beginning with its participle ("Visto", "Premesso che"), by
    which all are put in order. A row of underscores in them is a blank for whoever adopts the act."""

    text: Prose
    act: Line
    option: Line | None = None
    why: Prose | None = None
    who: Line | None = None
    by: Line | None = None
    effort: Line | None = None
    opinions: Opinions | None = None
    decides: Slug | None = None
    subject: Line | None = None
    recitals: tuple[Prose, ...] = ()
    points: tuple[Prose, ...] = ()


class ToAsk(Item):
    """What nobody could find out yet, and whom to ask it ("alla cooperativa"); ``whom`` is missing where
    the offices of the municipality are to say it."""

    whom: Line | None = None
    what: Annotated[tuple[Line, ...], Field(min_length=1)]


class Value(Item):
    """One value of a number, with what makes it true. ``to`` is the other end: of a range that begins with
    ``value``, or of a change that begins with ``from`` ("from 9 to 56"); then ``year`` says from when to when.

    What is typed beside the number in ``value`` ("circa 50 %") goes to its own field."""

    # A word of Python can be a field, but has no other way into a class.
    __annotations__["from"] = Annotated[Number | None, Field(default=None)]
    value: Number | None = None
    to: Number | None = None
    qualifier: Literal[QUALIFIERS] | None = None  # type: ignore[valid-type]
    signed: bool = False
    unit: Annotated[str, StringConstraints(max_length=UNIT_MAX)] = ""
    year: Annotated[Line, StringConstraints(max_length=30)] | None = None
    source: Sources
    certainty: Certainty = "unknown"
    note: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _taken_apart(cls, fields: Any) -> Any:
        return taken_apart(fields) if isinstance(fields, dict) else fields

    @property
    def before(self) -> Decimal | None:
        """What a change begins with, ``from``."""
        return getattr(self, "from", None)

    @property
    def known(self) -> bool:
        """Tell whether there is a number: a value, a range, a change with both ends."""
        return self.value is not None or (self.before is not None and self.to is not None)


class NumberRecord(Value):
    """A number and, where sources disagree, the other values that they give."""

    label: Line
    conflicts: tuple[Value, ...] = ()


class Option(Item):
    """A row of SUPPORT's options table."""

    name: Line
    benefits: Prose
    costs: Prose
    harms: Prose
    uncertainty: Prose | None = None
    how: Prose | None = None
    views: Prose | None = None
    do_nothing: bool = False
    preferred: bool = False


class Barrier(Item):
    """What may stop it: how it was met there, what can be done here."""

    barrier: Line
    there: Prose | None = None
    here: Prose


class Resource(Item):
    """What it took, or what our own proposal takes here: what has no ``source`` is that. An amount that is
    missing is asked: of whoever runs the case, or of the municipality's offices."""

    item: Line
    provider: Line | None = None
    amount: Line | None = None
    note: Prose | None = None
    source: OptionalSources = ()


class Event(Item):
    """A moment of the story."""

    when: Annotated[Line, StringConstraints(max_length=24)]
    what: Prose


class Question(Item):
    """A question that may come from the floor, and its answer."""

    question: Line
    answer: Prose


class LegalBasis(Item):
    """A norm and what it is for here."""

    source: Source
    about: Prose


class Step(Item):
    """Something to do next, who does it, and ``when``, where that is known: before what, within how long."""

    who: Line
    what: Prose
    when: Annotated[Line, StringConstraints(max_length=40)] | None = None


class TidierItem(Item):
    """One of TIDieR's items, with its source."""

    text: Prose
    source: OptionalSources = ()


class Tidier(Item):
    """Template for Intervention Description and Replication (BMJ 2014), items 2 to 12; 1 is the title."""

    why: TidierItem | None = None
    materials: TidierItem | None = None
    procedures: TidierItem | None = None
    provider: TidierItem | None = None
    mode: TidierItem | None = None
    place: TidierItem | None = None
    amount: TidierItem | None = None
    tailoring: TidierItem | None = None
    modifications: TidierItem | None = None
    planned: TidierItem | None = None
    actual: TidierItem | None = None


class Condition(Item):
    """A row of the transferability grid."""

    condition: Line
    answer: Answer
    note: Prose | None = None
    source: OptionalSources = ()


class Transferability(Item):
    """The grid in five blocks; answers are never summed into a score."""

    need: tuple[Condition, ...] = ()
    people: tuple[Condition, ...] = ()
    intervention: tuple[Condition, ...] = ()
    context: tuple[Condition, ...] = ()
    transfer: tuple[Condition, ...] = ()

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield the conditions with their blocks, in order."""
        for block in type(self).model_fields:
            for condition in getattr(self, block):
                yield block, condition


class Mainstreaming(Item):
    """EQUAL: horizontal (to peers) and vertical (into laws and ordinary programmes)."""

    horizontal: Prose | None = None
    vertical: Prose | None = None


class Indicator(Item):
    """How to see whether it works."""

    indicator: Line
    how: Prose
    when: Line | None = None


class ChartRecord(Item):
    """A Vega-Lite chart whose data are inline values. ``finding`` says in a sentence what they show, and is the
    heading of the chart; ``unit`` is what its quantity is counted in."""

    title: Line
    finding: Line | None = None
    alt: Line
    unit: Annotated[str, StringConstraints(max_length=UNIT_MAX)] = ""
    source: Sources
    certainty: Certainty = "unknown"
    note: Line | None = None
    spec: JsonObject
