"""The forms of draft acts: what a deliberation, a motion, a preparatory report consist of.

Enters: the files of ``templates/acts/``. Leaves: frozen records. Regulations differ from municipality to
municipality: every word that an act prints of its own stands in these files.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field

from pitstop_docs.records.forms import Item
from pitstop_docs.records.record import Language, Record
from pitstop_docs.records.values import Line, Slug, Source, bare, one_or_many

if TYPE_CHECKING:
    from pitstop_docs.records.model import Case


class DecidingBody(Item):
    """How an act speaks of the body that decides it: its ``title`` ("Proposta di deliberazione della Giunta
    comunale"), the ``opening`` above the recitals ("LA GIUNTA COMUNALE"), the ``verb`` above the operative
    part ("DELIBERA")."""

    title: Line
    opening: Line
    verb: Line


# A name in the lines of a form, and what a blank shows.
HOLE = re.compile(r"\{([a-z-]+)(?::\s*([^{}]+))?\}")
# What a line of an act may name in braces: composition fills it from the source and its request; "norm"
# where there is one, "norms" where there are more.
ACT_WORDS = (
    "title",
    "version",
    "sender",
    "subject",
    "who",
    "by",
    "effort",
    "norm",
    "norms",
    "digest",
)
# What recitals begin with, but for the ending ("Visto", "Vista", "Visti", "Viste"), in the order in which acts
# have them: what is given, the facts, what others did, what was read and heard, the norms, what follows.
RECITALS = (
    ("premess",),
    ("accertat", "appurat", "constatat", "dat", "evidenziat", "osservat", "precisat", "pres", "rilevat",
     "riscontrat", "verificat"),
    ("richiamat", "ricordat"),
    ("acquisit", "esaminat", "lett", "sentit", "udit"),
    ("vist",),
    ("attes", "considerat", "tenut", "valutat"),
    ("ravvisat", "ritenut", "tutto ciò premess"),
)  # fmt: skip
_RECITAL = re.compile(
    "|".join(rf"((?:{'|'.join(stems)})[oaie]\b)" for stems in RECITALS), re.IGNORECASE
)
Due = Literal["none", "technical", "technical-and-accounting", "unknown"]


class ActLine(Item):
    """A line of the form's own. A name in braces is filled, one of :data:`ACT_WORDS`; with words after it
    ("{amount: importo}") it is a blank, which shows them until somebody writes there.

    It is printed ``when`` the act needs these opinions, or always; not where a name has nothing to fill it,
    nor where the words ``unless``, or one of several, stand in the lines before it already."""

    text: Line
    when: tuple[Due, ...] = ()
    unless: Annotated[tuple[Line, ...], BeforeValidator(one_or_many)] = ()


class ActPart(Item):
    """A part of an act, under a heading where it has a ``title``, ``inside`` the part before it or beside it.
    ``text`` introduces it.

    "issuer" is whose act it is, above all; "lines" are lines of the form's own, those with a blank to be
    filled in, the others in small letters; "recitals" and "points" are those of the source and then
    ``lines``, titled with what the body says of itself unless they have a title; "reasons" the beginnings of
    these ``sections`` of the source; "norms" its Italian norms and what they are for; "costs" what it took
    elsewhere."""

    part: Literal["issuer", "lines", "subject", "recitals", "points", "reasons", "norms", "costs"]
    title: Line | None = None
    inside: bool = False
    text: Line | None = None
    sections: tuple[Slug, ...] = ()
    lines: tuple[ActLine, ...] = ()


class ActForm(Record):
    """A kind of act. ``label`` is the one word that briefs have for it ("Proposta di deliberazione"),
    ``not_due`` what they say where it needs no opinion; ``bodies`` are those that may decide it. It consists
    of ``parts``, in this order; ``openings`` are the participles of more than one word that recitals begin
    with ("Preso atto"), ``procedural`` the norms of how acts are made ("tuel, art. 49"): its own lines name
    them where they are due, the norms of a source without them."""

    label: Line
    language: Language = "it"
    order: int = 100
    not_due: Line
    openings: tuple[Line, ...] = ()
    procedural: tuple[Source, ...] = ()
    parts: Annotated[tuple[ActPart, ...], Field(min_length=1)]
    bodies: Annotated[dict[Slug, DecidingBody], Field(min_length=1)]


def recital_rank(words: str) -> int | None:
    """Return where a recital that says *words* stands among others: the lower, the earlier; None where it does
    not begin with a participle."""
    found = _RECITAL.match(words)
    return found.lastindex if found else None


def form_called(forms: Mapping[str, ActForm], name: str) -> ActForm | None:
    """Return the form whose id or label is *name*, however it is written."""
    called = {bare(word): form for form in forms.values() for word in (form.id, form.label)}
    return called.get(bare(name))


def drafted_acts(case: "Case", forms: Mapping[str, ActForm]) -> Iterator[tuple[str, str]]:
    """Yield each body that *case* offers the draft of an act, with the act's name: "mozione-consiglio"."""
    for body, request in case.requests.items():
        form = form_called(forms, request.act)
        if form and request.points:
            yield body, f"{form.id}-{body}"
