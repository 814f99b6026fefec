"""Colours: whether words in one can be read on another, and hues that follow from one.

Enters: ``#RRGGBB``. Leaves: contrasts by WCAG 2.2, and colours.
"""

from pitstop_docs.look.theme import Theme

READABLE = 4.5  # WCAG 2.2, 1.4.3, level AA
_CLEARLY = 1.12  # times as much: what follows from a colour that is proposed can be read as well
# Words in the first stand on the second somewhere in a brief, in every kind's hues.
WORDS_ON = (
    ("ink", "paper"), ("muted", "paper"), ("warning", "paper"), ("danger", "paper"),
    ("deep", "paper"), ("accent", "paper"), ("ink", "tint"), ("muted", "tint"), ("deep", "tint"),
    ("accent", "tint"), ("deep", "line"), ("line", "deep"), ("ink", "warning_tint"),
    ("warning", "warning_tint"),
)  # fmt: skip
# What of another colour is in each that follows from an accent, as in the packaged theme.
_DEEP, _TINT, _LINE = 0.5, 0.05, 0.27
_BLACK, _WHITE = "#000000", "#FFFFFF"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def hues_of(accent: str) -> dict[str, str]:
    """Return the hues of a kind whose *accent* is all that somebody names."""
    return {
        "deep": _mix(accent, _BLACK, _DEEP),
        "accent": accent,
        "tint": _mix(accent, _WHITE, _TINT),
        "line": _mix(accent, _WHITE, _LINE),
    }


def moved_apart(colour: str, other: str) -> str:
    """Return the nearest shade of *colour*, darker if it is the darker one, that can be read with *other*;
    black or white if there is none."""
    end = _BLACK if luminance(colour) <= luminance(other) else _WHITE
    shades = (_mix(colour, end, share / 100) for share in range(100, -1, -1))
    clear = (shade for shade in shades if contrast(shade, other) >= READABLE * _CLEARLY)
    return next(clear, end)


def unreadable(theme: Theme) -> list[tuple[str, str, float]]:
    """Return each pair of *theme*, by full names ("kinds.policy.accent"), and its contrast that is too low."""
    found = {}
    for kind, hues in theme.kinds.items():
        colours = {f"colours.{name}": value for name, value in theme.colours}
        colours |= {f"kinds.{kind}.{name}": value for name, value in hues}
        full = {name.rpartition(".")[2]: name for name in colours}
        for words, ground in WORDS_ON:
            pair = full[words], full[ground]
            ratio = contrast(*(colours[name] for name in pair))
            if ratio < READABLE:
                found[pair] = ratio
    return [(*pair, ratio) for pair, ratio in found.items()]


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def luminance(colour: str) -> float:
    """Return how light *colour* is, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    levels = [level / 255 for level in _channels(colour)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(colour: str, other: str, share: float) -> str:
    """Return *share* of *colour*, the rest of *other*."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
