"""The font of words that are put into finished PDFs: one fixed set of Latin letters.

Enters: a font file of the theme's. Leaves: the same letters in every PDF, embedded once, under the codes that
Unicode gives them: so a reader finds the words, and whoever sets them needs no other table."""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pydyf

FONT = "PitStopSlot"  # its name among the resources
# What names of places in Italy are written with, in all their languages.
REPERTOIRE = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) + "–—‘’“”„•…€"


@dataclass(frozen=True, slots=True)
class _Face:
    """A font file of the fixed repertoire: the glyph and the width of each letter, by its code point."""

    name: str
    data: bytes
    glyphs: dict[int, int]
    widths: dict[int, int]
    box: tuple[int, ...]
    ascent: int
    descent: int
    capitals: int


@lru_cache(4)
def _face(path: Path) -> _Face:
    """Return the letters of :data:`REPERTOIRE` that the font in *path* has."""
    from fontTools import subset  # slow to load, and few documents have slots
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = [6]
    font = TTFont(path, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=REPERTOIRE)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    per_mille: float = 1000 / font["head"].unitsPerEm

    def scaled(value: float) -> int:
        return round(value * per_mille)

    names = font.getBestCmap()
    head, lines = font["head"], font["hhea"]
    return _Face(
        str(font["name"].getDebugName(6)),
        out.getvalue(),
        {code: font.getGlyphID(name) for code, name in names.items()},
        {code: scaled(font["hmtx"][name][0]) for code, name in names.items()},
        tuple(map(scaled, (head.xMin, head.yMin, head.xMax, head.yMax))),
        scaled(lines.ascent),
        scaled(lines.descent),
        scaled(getattr(font["OS/2"], "sCapHeight", 0) or lines.ascent),
    )


def add_font(pdf: Any, path: Path) -> Any:
    """Add the font to *pdf*: its codes are Unicode's (ISO 32000-1, 9.7)."""
    face = _face(path)
    name = f"/PSSLOT+{face.name}"

    def add(made: Any) -> Any:
        pdf.add_object(made)
        return made

    codes = sorted(face.glyphs)
    glyphs = bytearray(2 * (codes[-1] + 1))
    for code in codes:
        glyphs[2 * code : 2 * code + 2] = face.glyphs[code].to_bytes(2, "big")
    descriptor = pydyf.Dictionary({
        "Type": "/FontDescriptor", "FontName": name, "Flags": 4, "FontBBox": pydyf.Array(face.box),
        "ItalicAngle": 0, "Ascent": face.ascent, "Descent": face.descent, "CapHeight": face.capitals,
        "StemV": 100, "FontFile2": add(_packed(face.data, {"Length1": len(face.data)})).reference,
    })  # fmt: skip
    system = {
        "Registry": pydyf.String("Adobe"),
        "Ordering": pydyf.String("Identity"),
        "Supplement": 0,
    }
    letters = pydyf.Dictionary({
        "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name, "DW": 0,
        "CIDSystemInfo": pydyf.Dictionary(system), "FontDescriptor": add(descriptor).reference,
        "CIDToGIDMap": add(_packed(bytes(glyphs), {})).reference,
        "W": pydyf.Array([w for c in codes for w in (c, pydyf.Array([face.widths[c]]))]),
    })  # fmt: skip
    return add(pydyf.Dictionary({
        "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
        "DescendantFonts": pydyf.Array([add(letters).reference]),
        "ToUnicode": add(_packed(_to_unicode(codes), {})).reference,
    }))  # fmt: skip


def _packed(data: bytes, extra: dict[str, Any]) -> Any:
    return pydyf.Stream([zlib.compress(data, 9)], {**extra, "Filter": "/FlateDecode"})


def _to_unicode(codes: list[int]) -> bytes:
    """Return the map from codes to letters: each is its own."""
    rows = [f"<{code:04x}> <{code:04x}>" for code in codes]
    lists = [
        rows[start : start + 100] for start in range(0, len(rows), 100)
    ]  # as many as it may have
    return "\n".join([
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
        "1 begincodespacerange", "<0000> <ffff>", "endcodespacerange",
        *(line for each in lists for line in (f"{len(each)} beginbfchar", *each, "endbfchar")),
        "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end",
    ]).encode()  # fmt: skip
