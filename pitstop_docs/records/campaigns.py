"""A campaign: which documents go to which municipalities, from whom and when.

Enters: the values of a file of ``sources/campaigns/``. Leaves: a frozen record. Who is meant by it, and what
is in a pack, is decided in :mod:`pitstop_docs.packs`."""

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from pitstop_docs.records.forms import Item, Names, Population
from pitstop_docs.records.record import Record
from pitstop_docs.records.values import (
    ISTAT,
    PROVINCE,
    Call,
    Day,
    Line,
    Prose,
    Whole,
    one_or_many,
)

ALL = "all"
MESSAGE_MB = (
    30  # what a certified mailbox must take at least: decree of 2 November 2005, article 12
)

Calls = Annotated[tuple[Call, ...], BeforeValidator(one_or_many)]


class Addressees(Item):
    """Which municipalities: those that are all of what is said here; without any of it, all of the list."""

    istat: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=ISTAT)], ...], BeforeValidator(one_or_many)
    ] = ()
    province: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=PROVINCE)], ...],
        BeforeValidator(one_or_many),
    ] = ()
    region: Names = ()
    population: Population = Population()
    territory: Names = ()


class Campaign(Record):
    """What is sent. Without ``sources`` and ``topics`` (keywords of sources), all sources; without
    ``editions``, all that the project makes; ``acts`` are forms of acts, or ``all`` of them. ``letter`` are
    the paragraphs of the cover letter after its salutation; without them it says what is always right.

    Documents that are ``addressed`` name the municipality on each page, and say what is known of it. Sources
    that nobody has reviewed come along only where ``allow_drafts`` says so."""

    title: Annotated[Line, StringConstraints(max_length=100)]
    date: Day
    sender: Line
    sources: Calls = ()
    topics: Names = ()
    editions: Calls = ()
    acts: Calls = ()
    to: Addressees = Addressees()
    letter: Annotated[tuple[Prose, ...], BeforeValidator(one_or_many)] = ()
    licence: Line | None = None
    addressed: bool = False
    embed_fonts: bool = True
    allow_drafts: bool = False
    max_message_mb: Annotated[Whole, Field(ge=1, le=500)] = MESSAGE_MB
    folder: bool = True
    zip: bool = True
