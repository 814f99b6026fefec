"""Pages → sheets: boxes, crop and registration marks.

Enters: pages whose MediaBox is the sheet as it is cut. Leaves: TrimBox, BleedBox and MediaBox around it, and
marks outside the bleed, in every ink (ISO 15930-7, 6.12)."""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from pitstop_docs.look.profiles import Profile

PT_PER_MM = 72 / 25.4
EVERY_INK = "/PressAll"
_MARK = 5.0  # mm: the length of a crop mark, the width of a cross
_APART = 1.0  # mm, from the bleed to a crop mark
_RADIUS = 1.4  # mm, of the circle in a cross
_LINE = 0.25  # pt
_ROUND = 0.5523  # of a circle's radius: where the control points of its quarters stand

Box = tuple[float, float, float, float]


def set_boxes(page: pikepdf.Page, trim: Box, profile: Profile) -> None:
    """Set the boxes of *page*, which is cut to *trim*."""
    bleed = profile.bleed * PT_PER_MM
    media = bleed + profile.slug * PT_PER_MM
    page.obj.MediaBox = _box(trim, media)
    page.obj.BleedBox = _box(trim, bleed)
    page.obj.TrimBox = _box(trim, 0)
    for gone in ("/CropBox", "/ArtBox"):
        if gone in page.obj:
            del page.obj[gone]


def every_ink() -> Array:
    """Return the colour space that prints on every plate."""
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, function])


def marks(trim: Box, profile: Profile) -> bytes:
    """Return what draws the marks of *profile* around *trim*."""
    if not profile.marks:
        return b""
    gap = (profile.bleed + _APART) * PT_PER_MM
    lines = [f"q {EVERY_INK} CS 1 SCN {_LINE} w [] 0 d 0 J"]
    if "crop" in profile.marks:
        lines += _crop(trim, gap, _MARK * PT_PER_MM)
    if "registration" in profile.marks:
        lines += _registration(trim, profile.bleed * PT_PER_MM, profile.slug * PT_PER_MM)
    return "\n".join([*lines, "Q"]).encode()


def _crop(trim: Box, gap: float, length: float) -> Iterator[str]:
    left, bottom, right, top = trim
    for x, away in ((left, -1), (right, 1)):
        for y, up in ((bottom, -1), (top, 1)):
            yield _line(x, y + up * gap, x, y + up * (gap + length))
            yield _line(x + away * gap, y, x + away * (gap + length), y)


def _registration(trim: Box, gap: float, slug: float) -> Iterator[str]:
    """Yield a cross in a circle in the middle of each side, in the slug."""
    left, bottom, right, top = trim
    across, along = (left + right) / 2, (bottom + top) / 2
    away = gap + slug / 2
    arm, radius = min(_MARK * PT_PER_MM, slug) / 2, _RADIUS * PT_PER_MM
    middle = (
        (across, top + away),
        (across, bottom - away),
        (left - away, along),
        (right + away, along),
    )
    for x, y in middle:
        yield _line(x - arm, y, x + arm, y)
        yield _line(x, y - arm, x, y + arm)
        yield _circle(x, y, radius)


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S"


def _circle(x: float, y: float, radius: float) -> str:
    """Return a circle, as four curves around its centre."""
    bend = radius * _ROUND
    quarters = (
        (radius, bend, bend, radius, 0, radius), (-bend, radius, -radius, bend, -radius, 0),
        (-radius, -bend, -bend, -radius, 0, -radius), (bend, -radius, radius, -bend, radius, 0),
    )  # fmt: skip
    curves = " ".join(
        f"{x + a:.3f} {y + b:.3f} {x + c:.3f} {y + d:.3f} {x + e:.3f} {y + f:.3f} c"
        for a, b, c, d, e, f in quarters
    )
    return f"{x + radius:.3f} {y:.3f} m {curves} S"


def _box(box: Box, margin: float) -> Array:
    left, bottom, right, top = box
    sides = (left - margin, bottom - margin, right + margin, top + margin)
    return Array([round(side, 4) for side in sides])


def box_of(page: Any, name: str) -> Box:
    """Return the box *name* of *page*."""
    left, bottom, right, top = (float(side) for side in page.obj[name])
    return left, bottom, right, top
