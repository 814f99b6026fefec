"""The forms of draft acts: what a deliberation, a motion, a preparatory report consist of.

Enters: the files of ``templates/acts/``. Leaves: frozen records. Regulations differ from municipality to
municipality: every word that an act prints of its own stands in these files.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from pitstop_docs.records.forms import Item
from pitstop_docs.records.record import Language, Record
from pitstop_docs.records.values import Line, Slug, bare


class DecidingBody(Item):
    """How an act speaks of the body that decides it: its ``title`` ("Proposta di deliberazione della Giunta
    comunale"), the ``opening`` above the recitals ("LA GIUNTA COMUNALE"), the ``verb`` above the operative
    part ("DELIBERA")."""

    title: Line
    opening: Line
    verb: Line


class ActForm(Record):
    """A kind of act. ``label`` is the one word that briefs have for it ("Proposta di deliberazione"),
    ``not_due`` what they say where it needs no opinion; ``bodies`` are those that may decide it."""

    label: Line
    language: Language = "it"
    order: int = 100
    not_due: Line
    bodies: Annotated[dict[Slug, DecidingBody], Field(min_length=1)]


def form_called(forms: Mapping[str, ActForm], name: str) -> ActForm | None:
    """Return the form whose id or label is *name*, however it is written."""
    called = {bare(word): form for form in forms.values() for word in (form.id, form.label)}
    return called.get(bare(name))
