"""The look in numbers: ``theme.yaml`` → CSS variables, Word styles, the letters that the fonts have.

Enters: the :class:`~pitstop_docs.look.templates.Templates` that apply. Leaves: a frozen :class:`Theme`.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from pitstop_docs.look.templates import Templates as Templates
from pitstop_docs.look.templates import packaged_templates as packaged_templates
from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import N_, _

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HINT = N_("compare it with the theme.yaml that comes with pitstop")
_SHEETS = {"A4": (210.0, 297.0)}  # mm, ISO 216


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Margins(_Frozen):
    """Page margins in mm; inner is the bound side."""

    top: float
    bottom: float
    inner: float
    outer: float


class Columns(_Frozen):
    """Strips of two columns: mm between them and before the text of the one at the side, and per cent of
    their width that the first strip's ``main`` one takes. Those of later strips are equal."""

    gap: float
    indent: float
    main: Annotated[int, Field(gt=0, lt=100)]


class Page(_Frozen):
    """The sheet, in mm. Across it running text is as wide as ``measure`` times its size at most, and
    pictures as wide as ``figure``."""

    size: Literal["A4"]
    margins: Margins
    gutter: float
    columns: Columns
    measure: float
    figure: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return _SHEETS[self.size][0]

    @property
    def height(self) -> float:
        """From edge to edge."""
        return _SHEETS[self.size][1]

    @property
    def text_width(self) -> float:
        """Between the margins."""
        return self.width - self.margins.inner - self.margins.outer

    @property
    def text_height(self) -> float:
        """Between the margins."""
        return self.height - self.margins.top - self.margins.bottom


class Face(_Frozen):
    """One font file: family, weight (CSS), style, file name in ``templates/fonts/``."""

    family: str
    weight: int
    style: Literal["normal", "italic"]
    file: str

    @model_validator(mode="before")
    @classmethod
    def _from_row(cls, row: Any) -> Any:
        """A face is a row of the file: its fields in their order."""
        return dict(zip(cls.model_fields, row, strict=False)) if isinstance(row, list) else row


class Fonts(_Frozen):
    """Families by role, and their files."""

    display: str
    text: str
    code: str
    faces: tuple[Face, ...]


class Shares(_Frozen):
    """Text that grows with the running text, as factors of its size: that at the side, facts, key
    messages, quotations."""

    side: float
    facts: float
    messages: float
    quote: float


class TextSize(_Frozen):
    """Running text: size in pt, leading as a factor of it, each within its bounds."""

    size: float
    size_min: float
    size_max: float
    leading: float
    leading_min: float
    leading_max: float
    shares: Shares


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

    line: Annotated[float, Field(gt=0, le=1)]
    space: Annotated[float, Field(gt=0, le=1)]


class WordSettings(_Frozen):
    """Word files: mm between the columns of short lists, and how tight text may be set."""

    gutter: float
    tightest: Spacing = Spacing(line=1, space=1)


class Theme(_Frozen):
    """``theme.yaml``, typed."""

    page: Page
    fonts: Fonts
    text: TextSize
    scale: Scale
    colours: Colours
    kinds: dict[Literal["practice", "policy"], KindColours]
    word: WordSettings


def load_theme(templates: Templates) -> Theme:
    """Read ``theme.yaml``; raises :class:`PitstopError` that names every wrong value and its place."""
    path = templates.find("theme.yaml")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return _theme_of(text, path)


@lru_cache(maxsize=4)
def _theme_of(text: str, path: Path) -> Theme:
    try:
        data = yaml.load(text, _Loader)
    except (ValueError, yaml.YAMLError) as error:
        raise _unreadable(path, error) from error
    try:
        return Theme.model_validate(data)
    except ValidationError as error:
        node = yaml.compose(text, _Loader)
        wrong = [
            f"{_place(path, node, problem['loc'])}: {_what_is_wrong(problem)}"
            for problem in error.errors(include_url=False)
        ]
        raise PitstopError("\n".join(wrong), _(_HINT)) from error


def _unreadable(path: Path, error: Exception) -> PitstopError:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or error
    place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
    message = _("{path} cannot be read: {error}").format(path=place, error=reason)
    return PitstopError(message, _(_HINT))


def _place(path: Path, node: yaml.Node | None, keys: tuple[int | str, ...]) -> str:
    """Return where *keys* lead below *node*, or the last of them that is there."""
    mark = node.start_mark if node else None
    for key in keys:
        below: dict[int | str, yaml.Node] = {}
        if isinstance(node, yaml.MappingNode):
            below = {name.value: value for name, value in node.value}
        elif isinstance(node, yaml.SequenceNode):
            below = dict(enumerate(node.value))
        node = below.get(key)
        if node is None:
            break
        mark = node.start_mark
    return f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else f"{path}:1:1"


def _what_is_wrong(problem: ErrorDetails) -> str:
    field = ".".join(map(str, problem["loc"])) or "theme.yaml"
    kind, limits = problem["type"], problem.get("ctx", {})
    if kind == "missing":
        return _("'{field}' is missing").format(field=field)
    if kind == "extra_forbidden":
        return _("a theme has no '{field}'").format(field=field)
    if kind in ("greater_than", "less_than_equal"):
        limit = limits.get("gt", limits.get("le"))
        words = {
            "greater_than": _("'{field}' must be greater than {limit}"),
            "less_than_equal": _("'{field}' must be {limit} at most"),
        }
        return words[kind].format(field=field, limit=limit)
    if kind.startswith(("float", "int")):
        return _("'{field}' must be a number, not {value}").format(
            field=field, value=repr(problem["input"])
        )
    return _("{value} is not a value of '{field}'").format(
        value=repr(problem["input"])[:60], field=field
    )


@cache
def coverage(font_files: tuple[Path, ...]) -> frozenset[int]:
    """Return the code points that every one of *font_files* can draw."""
    from fontTools.ttLib import TTFont  # deferred: only checks need it

    sets = []
    for path in font_files:
        with TTFont(path, lazy=True) as font:
            sets.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*sets)
