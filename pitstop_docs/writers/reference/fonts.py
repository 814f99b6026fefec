"""The fonts of the reference document: each family's row of the font table, its faces embedded.

Enters: the theme and the files in ``templates/fonts/``. Leaves: ``fontTable.xml`` and the parts
that it points to, made once, with the reference: every brief carries the same bytes
(docs/word/fonts.md).
"""

import io
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from pitstop_docs.look.theme import Templates, Theme
from pitstop_docs.writers.docx.fonts import PART, obfuscate
from pitstop_docs.writers.docx.markup import R, add, root, serialise
from pitstop_docs.writers.docx.package import DOCUMENT, Package
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.reference.stylesheet import Fonts, Role

# Fonts of a similar width that come with Word, and their kind.
_SUBSTITUTES: dict[Role, tuple[str, str]] = {
    "display": ("Segoe UI", "swiss"), "light": ("Segoe UI Light", "swiss"),
    "text": ("Georgia", "roman"), "code": ("Consolas", "modern"),
}  # fmt: skip
# Every letter of the Latin scripts, and every sign, that a person editing a brief may type: blocks
# Basic Latin to Extended-B, Additional, punctuation, currency, numbers, arrows, signs, ligatures.
_LETTERS = (
    (0x20, 0x24F), (0x2B0, 0x2FF), (0x1E00, 0x1EFF), (0x2000, 0x23FF), (0x25A0, 0x27BF),
    (0xFB00, 0xFB06),
)  # fmt: skip
_SIGNS = ((0x20, 0x7E),)  # what codes are made of: nobody types a text in their face
_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]  # copyright, names and licence
_MONOSPACED = 9  # of PANOSE's proportions
_FACES = {
    "embedRegular": (400, "normal"), "embedBold": (700, "normal"),
    "embedItalic": (400, "italic"), "embedBoldItalic": (700, "italic"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """A face as Word carries it: the key that hides its first bytes, and its bytes, hidden."""

    key: str
    data: bytes


def add_font_table(package: Package, theme: Theme, fonts: Fonts, templates: Templates) -> None:
    """Put the font table into *package*, with the faces that the styles use."""
    element = root("fonts")
    count = 0
    # One row for each family, whatever it is used for (17.8.3.10).
    roles = {family: role for role, family in reversed(list(fonts.families.items()))}
    for family, role in sorted(roles.items()):
        faces = _faces(role, theme, templates)
        substitute, kind = _SUBSTITUTES[role]
        font = add(element, "font", name=family)
        add(font, "altName", val=substitute)
        _add_metrics(font, kind, next(iter(faces.values())))
        for tag, path in faces.items():
            face = embed(path, _SIGNS if role == "code" else _LETTERS)
            count += 1
            name = f"/word/fonts/font{count}.odttf"
            reference = package.attach(PART, PartKind.FONT, name, face.data)
            add(font, tag, fontKey=face.key).set(R + "id", reference)
    package.attach(DOCUMENT, PartKind.FONT_TABLE, PART, serialise(element))


def _faces(role: Role, theme: Theme, templates: Templates) -> dict[str, Path]:
    """Return the files of the faces of *role* by the element that names them."""
    family = getattr(theme.fonts, "display" if role == "light" else role)
    known = {
        (face.weight, face.style): face.file for face in theme.fonts.faces if face.family == family
    }
    wanted = (
        {"embedRegular": (300, "normal")}
        if role == "light" and (300, "normal") in known
        else _FACES
    )
    return {
        tag: templates.find(f"fonts/{known[face]}") for tag, face in wanted.items() if face in known
    }


def _add_metrics(font: Any, kind: str, path: Path) -> None:
    """Append what Word chooses a substitute by, where even the named one is missing (17.8.3.10)."""
    with TTFont(path, lazy=True) as file:
        metrics = file["OS/2"]
        panose = metrics.panose
        fields = (
            "bFamilyType", "bSerifStyle", "bWeight", "bProportion", "bContrast", "bStrokeVariation",
            "bArmStyle", "bLetterForm", "bMidline", "bXHeight",
        )  # fmt: skip
        add(font, "panose1", val="".join(f"{getattr(panose, name):02X}" for name in fields))
        add(font, "charset", val="00")
        add(font, "family", val=kind)
        add(font, "pitch", val="fixed" if metrics.panose.bProportion == _MONOSPACED else "variable")
        signature = {f"usb{n}": getattr(metrics, f"ulUnicodeRange{n + 1}") for n in range(4)}
        signature |= {f"csb{n}": getattr(metrics, f"ulCodePageRange{n + 1}") for n in range(2)}
        add(font, "sig", **{name: f"{bits:08X}" for name, bits in signature.items()})


def embed(path: Path, letters: tuple[tuple[int, int], ...] = _LETTERS) -> EmbeddedFace:
    """Return the part of the font at *path* that has *letters*, obfuscated (17.8.1); the key is a digest of it.

    Without kerning and ligatures: Word applies them where a style asks, and none of ours does.
    """
    options = subset.Options()
    options.name_IDs = _NAMES
    options.notdef_outline = True
    options.hinting = True
    options.drop_tables += ["GPOS", "GSUB", "GDEF"]
    font = subset.load_font(path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(
        unicodes=[code for first, last in letters for code in range(first, last + 1)]
    )
    subsetter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    data = buffer.getvalue()
    key = uuid.uuid5(uuid.NAMESPACE_OID, data.hex())
    return EmbeddedFace(f"{{{str(key).upper()}}}", obfuscate(data, key))
