"""The look in numbers: ``theme.yaml`` → CSS variables, Word styles, the letters that the fonts have.

Enters: the :class:`~pitstop_docs.look.templates.Templates` that apply; a project's ``theme.yaml`` says only
what it changes. Leaves: a frozen :class:`Theme`.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from pitstop_docs.look.inks import Inks, Mixture
from pitstop_docs.look.templates import Templates as Templates
from pitstop_docs.look.templates import packaged_templates as packaged_templates
from pitstop_docs.problems.diagnostics import PitstopError, did_you_mean
from pitstop_docs.problems.messages import N_, _

NAME = "theme.yaml"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HINT = N_("compare it with the theme.yaml that comes with pitstop")
_SHEETS = {"A4": (210.0, 297.0)}  # mm, ISO 216


_Size = Annotated[float, Field(gt=0)]
# What leaves a page its room, and a printer its edge.
_Margin = Annotated[float, Field(ge=5, le=60)]
_SLOT_WEIGHT = 600
_REGULAR = (400, "normal")  # the face without which a family has none for words


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Margins(_Frozen):
    """Page margins in mm; inner is the bound side."""

    top: _Margin
    bottom: _Margin
    inner: _Margin
    outer: _Margin


class Columns(_Frozen):
    """Strips of two columns: mm between them and before the text of the one at the side, and per cent of
    their width that the first strip's ``main`` one takes. Those of later strips are equal."""

    gap: _Size
    indent: _Size
    main: Annotated[int, Field(gt=0, lt=100)]


class Page(_Frozen):
    """The sheet, in mm. Across it running text is as wide as ``measure`` times its size at most, and
    pictures as wide as ``figure``."""

    size: Literal["A4"]
    margins: Margins
    gutter: _Size
    columns: Columns
    measure: _Size
    figure: _Size

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

    @property
    def slot(self) -> Face:
        """The face of words that are put into finished files: display's, as near to semi-bold as there is."""
        upright = (f for f in self.faces if f.family == self.display and f.style == "normal")
        return min(upright, key=lambda face: abs(face.weight - _SLOT_WEIGHT))

    @model_validator(mode="after")
    def _have_faces(self) -> "Fonts":
        known = {each.family for each in self.faces if (each.weight, each.style) == _REGULAR}
        for role in ("display", "text", "code"):
            if (family := getattr(self, role)) not in known:
                raise PydanticCustomError("face", role, {"role": role, "family": family})
        return self


class Shares(_Frozen):
    """Text that grows with the running text, as factors of its size: that at the side, facts, key
    messages, quotations."""

    side: _Size
    facts: _Size
    messages: _Size
    quote: _Size


class TextSize(_Frozen):
    """Running text: size in pt, leading as a factor of it, each within its bounds."""

    size: _Size
    size_min: _Size
    size_max: _Size
    leading: _Size
    leading_min: _Size
    leading_max: _Size
    shares: Shares

    @model_validator(mode="after")
    def _within_bounds(self) -> "TextSize":
        for name in ("size", "leading"):
            least, value, most = (getattr(self, name + end) for end in ("_min", "", "_max"))
            if not least <= value <= most:
                raise PydanticCustomError("bounds", name, {"name": name})
        return self

    def at_least(self, size: float, leading: float) -> "TextSize":
        """Return these bounds for a text that is never smaller than *size*, nor set closer than *leading*,
        as far as they go."""
        values: dict[str, float] = {}
        for name, least in (("size", size), ("leading", leading)):
            low, value, most = (getattr(self, name + end) for end in ("_min", "", "_max"))
            low = min(max(low, least), most)
            values |= {f"{name}_min": low, name: max(value, low)}
        return self.model_copy(update=values)


class Scale(_Frozen):
    """The other sizes in pt."""

    small: _Size
    normal: _Size
    large: _Size
    heading: _Size
    figure: _Size
    title: _Size


HEX = r"^#[0-9A-Fa-f]{6}$"
Hex = Annotated[str, StringConstraints(pattern=HEX)]


class Colours(_Frozen):
    """Colours that all briefs share, as ``#RRGGBB``."""

    ink: Hex
    muted: Hex
    rule: Hex
    paper: Hex
    warning: Hex
    warning_tint: Hex
    danger: Hex


class KindColours(_Frozen):
    """The hue of a kind of source: ``deep`` for titles, ``accent``, ``tint`` and ``line``."""

    deep: Hex
    accent: Hex
    tint: Hex
    line: Hex


class Tightest(_Frozen):
    """How tight Word's styles may be set: the leading that no line goes below, in sizes of its text, and
    what is left of the space above and below paragraphs."""

    leading: Annotated[float, Field(ge=1)]
    space: Annotated[float, Field(gt=0, le=1)]


class WordSettings(_Frozen):
    """Word files: mm between the columns of short lists, the letters that a line of running text has at
    most, and how tight text may be set."""

    gutter: _Size
    measure: Annotated[int, Field(ge=40)]
    tightest: Tightest


class ThemeInks(_Frozen):
    """The inks of colours, by the colours' names; of those that are not here nobody has said any."""

    colours: dict[str, Inks] = Field(default_factory=dict)
    kinds: dict[Literal["practice", "policy"], dict[str, Inks]] = Field(default_factory=dict)


class Theme(_Frozen):
    """``theme.yaml``, typed."""

    page: Page
    fonts: Fonts
    text: TextSize
    scale: Scale
    colours: Colours
    kinds: dict[Literal["practice", "policy"], KindColours]
    word: WordSettings
    inks: ThemeInks = ThemeInks()

    @property
    def mixtures(self) -> dict[str, tuple[str, Mixture | None]]:
        """The value of each colour, and its inks if somebody has named them, by its full name."""
        found = {
            f"colours.{name}": (value, self.inks.colours.get(name)) for name, value in self.colours
        }
        for kind, hues in self.kinds.items():
            inks = self.inks.kinds.get(kind, {})
            found |= {f"kinds.{kind}.{name}": (value, inks.get(name)) for name, value in hues}
        return found

    def colour(self, name: str) -> str:
        """Return the colour of that full name: "colours.ink", "kinds.policy.accent"."""
        found: Any = self
        for key in name.split("."):
            found = found[key] if isinstance(found, Mapping) else getattr(found, key)
        return str(found)


def load_theme(templates: Templates) -> Theme:
    """Return the theme: a project's ``theme.yaml`` over the packaged one, and over both the colours of its
    settings. Raises :class:`PitstopError` that names every wrong value and its place."""
    default, own = packaged_templates() / NAME, templates.find(NAME)
    texts = tuple((path, _read(path)) for path in dict.fromkeys((default, own)))
    return _theme_of(texts, templates.colours)


@lru_cache(maxsize=8)  # every writer and check asks for it
def _theme_of(texts: tuple[tuple[Path, str], ...], colours: tuple[tuple[str, str], ...]) -> Theme:
    """Return the theme of files that follow each other: the first says everything."""
    data: Any = None
    for path, text in texts:
        try:
            found = yaml.load(text, _Loader)
        except (ValueError, yaml.YAMLError) as error:
            raise _unreadable(path, error) from error
        if found is not None:  # all of a file may be commented out
            data = found if data is None else overlay(_unmixed(data, found), found)
    changes: dict[str, Any] = {}
    for name, colour in colours:
        *groups, last = name.split(".")
        inner = changes
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[last] = colour
    try:
        return Theme.model_validate(overlay(data, changes) if changes else data)
    except ValidationError as error:
        path, text = texts[-1]
        node, default = yaml.compose(text, _Loader), yaml.load(texts[0][1], _Loader)
        wrong = [
            f"{_place(path, node, problem['loc'])}: {_what_is_wrong(problem, default)}"
            for problem in _problems(error)
        ]
        raise PitstopError("\n".join(wrong), _(_HINT)) from error


def _unmixed(base: Any, found: Any) -> Any:
    """Return *base* without inks of the colours that *found* changes: they were those of others."""

    def without(inks: Any, changed: Any) -> Any:
        if not isinstance(inks, Mapping) or not isinstance(changed, Mapping):
            return ""
        return {
            name: without(each, changed[name]) if changed.get(name) else each
            for name, each in inks.items()
        }

    mixed = isinstance(base, Mapping) and isinstance(base.get("inks"), Mapping)
    return {**base, "inks": without(base["inks"], found)} if mixed and found else base


def _problems(error: ValidationError) -> list[ErrorDetails]:
    """Return what is wrong; of a kind that there is not, that it is not."""
    found = error.errors(include_url=False)
    unknown = {each["loc"][:-1] for each in found if each["loc"][-1:] == ("[key]",)}
    for each in found:
        if each["loc"][-1:] == ("[key]",):
            each["loc"], each["type"] = each["loc"][:-1], "extra_forbidden"
    return [
        each
        for each in found
        if each["type"] == "extra_forbidden" or each["loc"][:2] not in unknown
    ]


def overlay(base: Any, over: Any) -> Any:
    """Return *base* with what *over* says in its place: mappings name by name, anything else whole. A
    group after whose name there is nothing changes nothing."""
    if over is None and isinstance(base, Mapping):
        return base
    if not isinstance(base, Mapping) or not isinstance(over, Mapping):
        return over
    return {**base, **{key: overlay(base.get(key), value) for key, value in over.items()}}


def theme_place(templates: Templates, name: str) -> tuple[int, int] | None:
    """Return line and column where the ``theme.yaml`` of a project itself says *name* ("colours.ink")."""
    path = templates.find(NAME)
    keys = tuple(name.split("."))
    found, mark = _reach(yaml.compose(_read(path), _Loader), keys)
    return (mark.line + 1, mark.column + 1) if found == len(keys) else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> PitstopError:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or error
    place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
    message = _("{path} cannot be read: {error}").format(path=place, error=reason)
    return PitstopError(message, _(_HINT))


def _place(path: Path, node: yaml.Node | None, keys: tuple[int | str, ...]) -> str:
    """Return where *keys* lead below *node*, or the last of them that is there."""
    _found, mark = _reach(node, keys)
    return f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else f"{path}:1:1"


def _reach(node: yaml.Node | None, keys: tuple[int | str, ...]) -> tuple[int, Any]:
    """Return how many of *keys* there are below *node*, and where the last of them stands."""
    mark = node.start_mark if node else None
    for count, key in enumerate(keys):
        below: dict[int | str, yaml.Node] = {}
        if isinstance(node, yaml.MappingNode):
            below = {name.value: value for name, value in node.value}
        elif isinstance(node, yaml.SequenceNode):
            below = dict(enumerate(node.value))
        node = below.get(key)
        if node is None:
            return count, mark
        mark = node.start_mark
    return len(keys), mark


def _what_is_wrong(problem: ErrorDetails, default: Any) -> str:
    """Return what *problem* is; *default* has every name that a theme may say."""
    field = ".".join(map(str, problem["loc"])) or NAME
    kind, limits = problem["type"], problem.get("ctx", {})
    if kind == "bounds":
        return _("'{field}.{name}' must lie between its {name}_min and its {name}_max").format(
            field=field, name=limits["name"]
        )
    if kind == "missing":
        return _("'{field}' is missing").format(field=field)
    if kind == "extra_forbidden":
        *groups, last = problem["loc"]
        for group in groups:
            default = default.get(group, {}) if isinstance(default, Mapping) else {}
        near = did_you_mean(str(last), map(str, default))
        message = _("a theme has no '{field}'").format(field=field)
        return f"{message}; {near}" if near else message
    if kind == "face":
        return _(
            "no file in 'fonts.faces' is the regular face (400, normal) of '{family}', which "
            "'{field}.{role}' asks for"
        ).format(field=field, **limits)
    words = {
        "greater_than": _("'{field}' must be greater than {limit}"),
        "greater_than_equal": _("'{field}' must be {limit} at least"),
        "less_than": _("'{field}' must be less than {limit}"),
        "less_than_equal": _("'{field}' must be {limit} at most"),
    }
    if kind in words:
        (limit,) = limits.values()
        return words[kind].format(field=field, limit=limit)
    if kind == "string_pattern_mismatch" or field.startswith(("colours.", "kinds.")):
        return _("'{field}' must be a colour in quotes, such as '#0066CC', not {value}").format(
            field=field, value=repr(problem["input"])
        )
    if kind.startswith(("float", "int", "finite")):
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
            # What glyphs are called takes half the time, and nobody asks.
            font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
            sets.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*sets)
