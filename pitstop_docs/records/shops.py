"""What a print shop asks for.

Enters: the files of ``templates/press/``. Leaves: frozen records, and the profiles that follow from them."""

from dataclasses import fields
from typing import Annotated

from pydantic import Field, StringConstraints

from pitstop_docs.look.profiles import Binding, Intent, Mark, Pictures, Profile, Version
from pitstop_docs.records.forms import Item
from pitstop_docs.records.record import Record
from pitstop_docs.records.values import ICC, Line

_Millimetres = Annotated[float, Field(ge=0, le=30)]
_Points = Annotated[float, Field(ge=0, le=30)]


class PrintingCondition(Item):
    """How a shop prints: ``profile`` is an ICC file beside this one, ``identifier`` the name of the condition
    in the ``registry``, ``info`` its name for people."""

    profile: Annotated[str, StringConstraints(pattern=ICC)]
    identifier: Line
    registry: Line
    info: Line


class Resolution(Item):
    """Pixels an inch that pictures should have at the size in which they are printed; with fewer than
    ``least`` they are not printed."""

    wanted: Annotated[int, Field(ge=1)]
    least: Annotated[int, Field(ge=1)]


class Shop(Record):
    """A print shop. ``version`` is the standard of its files, ``bleed`` in mm what is printed beyond the sheet
    as it is cut, ``slug`` the paper beyond that, for ``marks``; ``ink_limit`` in per cent is how much of all
    inks together; lines are ``hairline`` pt at least, letters below ``small_text`` pt use two inks at most."""

    label: Line
    version: Version
    condition: PrintingCondition
    bleed: _Millimetres
    slug: _Millimetres = 0
    marks: tuple[Mark, ...] = ()
    ink_limit: Annotated[int, Field(ge=100, le=400)]
    hairline: _Points
    small_text: _Points
    resolution: Resolution

    def profile(self, binding: Binding = "sheet", proof: bool = False) -> Profile:
        """Return what its files must be, for what is bound so; a *proof* of them says that it is one."""
        same = {each.name for each in fields(Profile)} & {*type(self).model_fields}
        return Profile(
            name=self.id,
            intent=Intent(**self.condition.model_dump()),
            pictures=Pictures(**self.resolution.model_dump()),
            binding=binding,
            proof=proof,
            **{name: getattr(self, name) for name in same},
        )
