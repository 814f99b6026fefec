"""The colours of a project, by the theme's names, each with the inks that a press uses for it.

Enters: ``colours`` of ``project.yaml``. Leaves: what stands in the place of the theme's colours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from pitstop_docs.look.colours import hues_of
from pitstop_docs.look.theme import HEX
from pitstop_docs.records.forms import Item
from pitstop_docs.records.values import INKS

_KINDS = ("practice", "policy")
_SHARE = re.compile(r"[0-9]{1,2}|100")


def _inks(value: Any) -> Any:
    shares = [str(share) for share in value] if isinstance(value, list | tuple) else []
    if len(shares) != 4 or not all(map(_SHARE.fullmatch, shares)):
        raise PydanticCustomError("string_pattern_mismatch", "inks", {"pattern": INKS})
    return tuple(map(int, shares))


def _named(value: Any) -> Any:
    """Read a colour that is all there is to say: "#0066CC"."""
    if value is None:  # '#' without quotes begins a comment
        raise PydanticCustomError("string_too_short", "empty")
    return value if isinstance(value, dict | Ink) else {"rgb": value}


class Ink(Item):
    """A colour on a screen and, as four percentages, the inks of cyan, magenta, yellow and black that a
    press prints for it."""

    rgb: Annotated[str, StringConstraints(pattern=HEX)]
    cmyk: Annotated[tuple[int, int, int, int] | None, BeforeValidator(_inks)] = None

    @property
    def inks(self) -> str:
        """Its inks as the theme has them: "100 70 0 40"; "" where there are none."""
        return " ".join(map(str, self.cmyk or ()))


Colour = Annotated[Ink | None, BeforeValidator(_named, json_schema_input_type=str | Ink)]


class Hues(Item):
    """The hues of a kind of source; where only the accent is named, the others follow from it."""

    deep: Colour = None
    accent: Colour = None
    tint: Colour = None
    line: Colour = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A colour that stands in the place of the theme's ``name`` ("kinds.policy.deep"), which field says so,
    and its ``inks``: "100 70 0 40", or "" where nobody has named any."""

    name: str
    rgb: str
    field: tuple[str, ...]
    inks: str = ""


class Palette(Hues):
    """Colours by the theme's names; hues are those of both kinds, unless one of them names its own."""

    ink: Colour = None
    muted: Colour = None
    rule: Colour = None
    paper: Colour = None
    warning: Colour = None
    warning_tint: Colour = None
    danger: Colour = None
    practice: Hues | None = None
    policy: Hues | None = None

    def chosen(self) -> Iterator[Chosen]:
        """Yield every colour that differs from the theme's because of this."""
        for kind in _KINDS:
            found: dict[str, Chosen] = {}
            for group, field in ((self, ()), (getattr(self, kind), (kind,))):
                if group is not None:
                    found |= {c.name: c for c in _hues(group, kind, field)}
            yield from found.values()
        for name in (name for name in type(self).model_fields if name not in Hues.model_fields):
            colour = getattr(self, name)
            if isinstance(colour, Ink):
                yield Chosen(f"colours.{name}", colour.rgb, (name,), colour.inks)


def _hues(group: Hues, kind: str, field: tuple[str, ...]) -> Iterator[Chosen]:
    accent = group.accent
    for role in Hues.model_fields:
        colour: Ink | None = getattr(group, role)
        if colour is not None:
            yield Chosen(f"kinds.{kind}.{role}", colour.rgb, (*field, role), colour.inks)
        elif accent is not None:
            yield Chosen(f"kinds.{kind}.{role}", hues_of(accent.rgb)[role], (*field, "accent"))
