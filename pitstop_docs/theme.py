"""The look in numbers: ``theme.yaml`` → CSS variables, Word styles, the letters that the fonts have.

Enters: the :class:`~pitstop_docs.templates.Templates` that apply. Leaves: a frozen :class:`Theme`.
"""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pitstop_docs.diagnostics import PitstopError
from pitstop_docs.messages import _
from pitstop_docs.templates import Templates as Templates
from pitstop_docs.templates import packaged_templates as packaged_templates


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Margins(_Frozen):
    """Page margins in mm; inner is the bound side."""

    top: float
    bottom: float
    inner: float
    outer: float


class Page(_Frozen):
    """The sheet."""

    size: Literal["A4"]
    margins: Margins
    gutter: float


class Face(_Frozen):
    """One font file: family, weight (CSS), style, file name in ``templates/fonts/``."""

    family: str
    weight: int
    style: Literal["normal", "italic"]
    file: str


class Fonts(_Frozen):
    """Families by role, and their files."""

    display: str
    text: str
    code: str
    faces: tuple[Face, ...]


class TextSize(_Frozen):
    """Running text: size in pt, leading as a factor of it, each within its bounds."""

    size: float
    size_min: float
    size_max: float
    leading: float
    leading_min: float
    leading_max: float


class Scale(_Frozen):
    """The other sizes in pt."""

    small: float
    normal: float
    large: float
    heading: float
    figure: float
    title: float


class Colours(_Frozen):
    """Colours that all briefs share, as ``#RRGGBB``."""

    ink: str
    muted: str
    rule: str
    paper: str
    warning: str
    warning_tint: str
    danger: str


class KindColours(_Frozen):
    """The hue of a kind of source: ``deep`` for titles, ``accent``, ``tint`` and ``line``."""

    deep: str
    accent: str
    tint: str
    line: str


class Spacing(_Frozen):
    """Factors of the Word styles' line height, and of their space above and below."""

    line: float
    space: float


class Word(_Frozen):
    """How tight Word files may be set."""

    tightest: Spacing = Spacing(line=1, space=1)


class Theme(_Frozen):
    """``theme.yaml``, typed."""

    page: Page
    fonts: Fonts
    text: TextSize
    scale: Scale
    colours: Colours
    kinds: dict[Literal["practice", "policy"], KindColours]
    word: Word = Word()


def load_theme(templates: Templates) -> Theme:
    """Read ``theme.yaml``; raises :class:`PitstopError` that names the wrong value."""
    path = templates.find("theme.yaml")
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        faces = [dict(zip(Face.model_fields, face, strict=True)) for face in data["fonts"]["faces"]]
        data["fonts"]["faces"] = faces
        return Theme.model_validate(data)
    except (yaml.YAMLError, ValidationError, KeyError, TypeError, ValueError) as error:
        raise PitstopError(
            _("{path} cannot be read: {error}").format(path=path, error=error),
            _("compare it with the theme.yaml that comes with pitstop"),
        ) from error


@cache
def coverage(font_files: tuple[Path, ...]) -> frozenset[int]:
    """Return the code points that every one of *font_files* can draw."""
    from fontTools.ttLib import TTFont  # deferred: only checks need it

    sets = []
    for path in font_files:
        with TTFont(path, lazy=True) as font:
            sets.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*sets)
