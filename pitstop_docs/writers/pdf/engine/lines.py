"""A line of text that was broken once is not broken again.

Grid items are laid out to be measured and to be placed, pages again for their numbers, and whole briefs
again to be cut: each time Pango gets the same text in the same font and width. What became of it is
remembered with the fonts, for up to ``MOST`` lines. A text that has more room than it needs is the same line in
any such room: most are measured in endless room before they are placed. And room that differs by less than
Pango's unit, as it does from one place on a page to another, is the same room. 4,800 lines that are asked for
in a dossier become 1,200, and none at all the second time.
"""

from collections.abc import Callable
from math import floor
from typing import Any

from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS
from weasyprint.text.fonts import FontConfiguration

from pitstop_docs.writers.pdf.engine.inherited import names, source
from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere

MOST = 12_000  # about 12 MB
_ROOM = 1.0  # px: more than what Pango rounds
_WIDEST = 2**21  # px: what the engine takes to be endless
_NEXT_TO = 1e-6  # of a unit: more than what sums of fractions are wrong by
_RATIO = 4  # of a character's height to its width, by which the engine guesses how much text to try
# Every property that decides how text is shaped and broken.
_PROPERTIES = (
    "direction", "lang", "white_space", "tab_size", "hyphens", "hyphenate_character",
    "hyphenate_limit_chars", "hyphenate_limit_zone", "overflow_wrap", "word_break", "letter_spacing",
    "word_spacing", "text_decoration_line", "font_family", "font_size", "font_style", "font_stretch",
    "font_weight", "font_kerning", "font_variant_ligatures", "font_variant_position",
    "font_variant_caps", "font_variant_numeric", "font_variant_alternates",
    "font_variant_east_asian", "font_feature_settings", "font_variation_settings",
    "font_language_override",
)  # fmt: skip
_INHERITED = names(*_PROPERTIES)
_SETTING = "_pitstop_setting"  # an attribute of a style: the number of its properties' values
_SETTINGS = "_pitstop_settings"  # attributes of the fonts
_LINES = "_pitstop_lines"


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    own = line_break.split_first_line
    put_everywhere(put, own, _remembering(own))
    put(FontConfiguration, "add_font_face", _forgetting(FontConfiguration.add_font_face))


def _remembering(split: Callable[..., Any]) -> Callable[..., Any]:
    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        known = vars(style.font_config).setdefault(_LINES, {})
        setting = _setting(style)
        alone = text, setting, justification_spacing
        how = max_width, justification_spacing, is_line_start, minimum
        found = known.get(alone)
        if not found or not _has_room(found[1], max_width):
            key = *alone, _room(style, max_width), is_line_start, minimum
            found = known.get(key)
        if found:
            state, result = found
            layout = line_break.Layout.__new__(line_break.Layout)
            vars(layout).update(state, max_width=max_width)
            return layout, *result
        layout, *result = split(text, style, context, *how)
        if len(known) >= MOST:
            known.clear()
        whole = _is_whole(text, result) and _has_room(result, max_width)
        known[alone if whole else key] = dict(vars(layout)), result
        return layout, *result

    return split_first_line


def _room(style: Any, max_width: float | None) -> Any:
    """Return what is the same for all room in which the engine breaks a line alike. Widths of text are whole
    units, so that only those of the room count, and of what hyphens leave of it."""
    if max_width is None or not 0 < max_width < _WIDEST or not style["font_size"]:
        return max_width
    if style["letter_spacing"] != "normal":
        return max_width
    units = max_width * TO_UNITS
    left = units - percentage(style["hyphenate_limit_zone"], style, max_width) * TO_UNITS
    whole, whole_left = floor(units), floor(left)
    for part in (units - whole, left - whole_left):
        if not _NEXT_TO < part < 1 - _NEXT_TO:
            return max_width
    size = style["font_size"]
    return whole, whole_left, size * _RATIO > max_width, int(max_width / size * _RATIO)


def _is_whole(text: str, result: list[Any]) -> bool:
    """Tell whether nothing of *text* goes on to another line."""
    length, resume_at, *_size = result
    return resume_at is None and length == len(text.encode())


def _has_room(result: list[Any], max_width: float | None) -> bool:
    """Tell whether the line has so much room that it makes no difference how much."""
    _length, _resume_at, width, *_heights = result
    return max_width is None or bool(max_width - width >= _ROOM)


def _setting(style: Any) -> int:
    known = vars(style)
    if _SETTING not in known and (around := source(style, _INHERITED)) is not None:
        known[_SETTING] = _setting(around)
    elif _SETTING not in known:
        values = tuple(map(_fixed, map(style.__getitem__, _PROPERTIES)))
        settings = vars(style.font_config).setdefault(_SETTINGS, {})
        known[_SETTING] = settings.setdefault(values, len(settings))
    number: int = known[_SETTING]
    return number


def _fixed(value: Any) -> Any:
    """Return *value* as one that nobody can change."""
    if isinstance(value, list):
        return tuple(value)
    return frozenset(value) if isinstance(value, set) else value


def _forgetting(add: Callable[..., Any]) -> Callable[..., Any]:
    """Forget all lines when a font comes: it may be the one that their style asked for."""

    def add_font_face(self: Any, *arguments: Any) -> Any:
        vars(self).pop(_LINES, None)
        return add(self, *arguments)

    return add_font_face
