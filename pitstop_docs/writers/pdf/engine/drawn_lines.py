"""A line of text is drawn from the glyphs that it was laid out with.

WeasyPrint forgets them: to draw a line it sets up a layout of Pango again, shapes the text again, and asks
for each glyph's number, width and place through its library's interface. Here the glyphs are copied when a
line is finished, some 500 bytes, and stay with the line (see ``lines``). What a glyph of one width becomes in
a file is written out once. Lines that are justified, shortened or underlined are drawn as before, and so are
glyphs that are shifted or pictures. It was a quarter of the time of writing a file.
"""

import re
import sys
from array import array
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pydyf
from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import Layout

from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere

_RUNS = "_pitstop_runs"  # an attribute of a line's layout
_FACES = "_pitstop_faces"  # an attribute of the fonts
_PIECES = "_pitstop_pieces"  # an attribute of a font of a file
_MOST = 1_024  # faces
_BREAKS = re.compile(
    "[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
)  # drawn, these would not end the line
_INFO = ffi.sizeof("PangoGlyphInfo")
_INT = ffi.sizeof("int")
_FIELDS = _INFO // _INT  # glyph, width, x offset, y offset, flags
_EMPTY = 0x0FFF_FFFF  # PANGO_GLYPH_EMPTY
# The highest byte of a glyph, which is 0 or that of an empty one: others stand for what the font lacks.
_KIND, _DRAWN = (_INT - 1 if sys.byteorder == "little" else 0), b"\0\x0f"
_SIZED = 14802  # the version of Pango since which a font knows its size
_LEAST = 1e-6  # px: smaller letters are not drawn


class _Face(NamedTuple):
    """A font in one size; ``holder`` is a layout of Pango in which it is in use, so that it lives."""

    font: Any
    holder: Any
    key: int
    size: float


class _Run(NamedTuple):
    """Glyphs of one face, their widths and the bytes of the text where each begins, as arrays of int; the
    bytes of the text from ``start``, ``length`` of them."""

    face: _Face
    glyphs: bytes
    widths: bytes
    clusters: bytes
    start: int
    length: int
    leftward: bool


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(Layout, "deactivate", _keeping(Layout.deactivate))
    own = drawing.draw_text
    put_everywhere(put, own, _drawing(own))


def _keeping(deactivate: Callable[[Any], None]) -> Callable[[Any], None]:
    def deactivate_later(self: Any) -> None:
        if _RUNS not in vars(self):  # what is drawn later may be shortened
            setattr(self, _RUNS, _runs(self))
        deactivate(self)

    return deactivate_later


def _runs(layout: Any) -> tuple[_Run, ...] | None:
    """Return the glyphs of the line that *layout* is, ``None`` if they would not be those that are drawn."""
    pango_layout = layout.layout
    if (
        layout.justification_spacing
        or _BREAKS.search(layout.text)
        or pango.pango_layout_get_line_readonly(pango_layout, 1) != ffi.NULL
    ):
        return None
    faces = vars(layout.style.font_config).setdefault(_FACES, {})
    runs = []
    link = pango.pango_layout_get_line_readonly(pango_layout, 0).runs
    while link != ffi.NULL:
        item, string = link.data.item, link.data.glyphs
        count = string.num_glyphs
        if not count:
            return None
        infos = ffi.buffer(string.glyphs, count * _INFO)[:]
        fields = array("I", infos)
        glyphs, widths, *offsets = [fields[n::_FIELDS].tobytes() for n in range(_FIELDS - 1)]
        unshifted = bytes(count * _INT)
        if offsets != [unshifted, unshifted] or infos[_KIND::_INFO].translate(None, _DRAWN):
            return None
        analysis = item.analysis
        font = analysis.font
        if font not in faces:
            if len(faces) >= _MOST:
                faces.clear()
            key, _description, size = get_pango_font_key(font)
            faces[font] = _Face(font, pango_layout, key, size)
        clusters = ffi.buffer(string.log_clusters, count * _INT)[:]
        runs.append(
            _Run(
                faces[font], glyphs, widths, clusters,
                item.offset, item.length, bool(analysis.level % 2),
            )
        )  # fmt: skip
        link = link.next
    return tuple(runs)


def _drawing(draw: Callable[..., None]) -> Callable[..., None]:
    def draw_text(
        stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: Any
    ) -> None:
        style = textbox.style
        is_plain = style["text_decoration_line"] == "none" and style["visibility"] == "visible"
        if is_plain and not textbox.text.strip():
            stream.set_color(style["color"])
            stream.begin_text()
            stream.end_text()
            return
        runs = vars(textbox.pango_layout).get(_RUNS)
        is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
        fonts = None
        if runs and is_plain and is_whole and style["font_size"] >= _LEAST:
            fonts = [_font(stream, run.face) for run in runs]
        if fonts is None or any(map(_has_pictures, fonts)):
            draw(stream, textbox, offset_x, text_overflow, block_ellipsis)
            return
        stream.set_color(style["color"])
        stream.begin_text()
        x, y = textbox.position_x, textbox.position_y + textbox.baseline
        place = pydyf._to_bytes(x), pydyf._to_bytes(y)
        stream.stream.append(b"1 0 0 -1 %b %b Tm" % place)
        written, last = "", None
        sized = pango.pango_version() >= _SIZED
        for run, font in zip(runs, fonts, strict=True):
            size = run.face.size if sized else style["font_size"]
            if run.face is not last:
                last = run.face
                if written:
                    stream.show_text(written)
                written = ""
                stream.set_font_size(font.hash, size)
            pieces = _pieces(stream, textbox.pango_layout.text, run, font, size)
            written += _joined(pieces)
        stream.show_text(written)
        stream.end_text()

    return draw_text


def _font(stream: Any, face: _Face) -> Any:
    return stream._fonts.get(face.key) or stream.add_font(face.font)[0]


def _has_pictures(font: Any) -> bool:
    return bool(font.bitmap or font.svg or font.png or font.colr)


def _joined(pieces: Sequence[str]) -> str:
    words = "<" + "".join(pieces)
    return words[:-1] if words[-1] == "<" else words + ">"


def _pieces(stream: Any, text: str, run: _Run, font: Any, size: float) -> list[str]:
    """Return what each glyph of *run* becomes; the *font* learns its width, and its characters."""
    known: dict[tuple[int, int], str] = vars(font).setdefault(_PIECES, {}).setdefault(size, {})
    glyphs, widths = (memoryview(each).cast("i").tolist() for each in (run.glyphs, run.widths))
    pairs = list(zip(glyphs, widths, strict=True))
    try:
        return [*map(known.__getitem__, pairs)]
    except KeyError:
        pass
    for index, (glyph, width) in enumerate(pairs):
        if (glyph, width) in known:
            continue
        if glyph == _EMPTY:
            known[glyph, width] = f">{-width / size}<"
            continue
        if glyph not in font.to_unicode:
            font.to_unicode[glyph] = _characters(text, run, index)
        if glyph not in font.widths:
            pango.pango_font_get_glyph_extents(
                run.face.font, glyph, stream.ink_rect, stream.logical_rect
            )
            font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / size
        known[glyph, width] = f"{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")
    return [known[pair] for pair in pairs]


def _characters(text: str, run: _Run, index: int) -> str:
    """Return what the glyph at *index* of *run* stands for."""
    clusters = memoryview(run.clusters).cast("i")
    begin = clusters[index]
    if run.leftward:
        end = run.length if index == 0 else clusters[index - 1]
    else:
        end = run.length if index == len(clusters) - 1 else clusters[index + 1]
    return text.encode()[run.start + begin : run.start + end].decode()
