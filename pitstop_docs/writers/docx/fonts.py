"""Font tables and the faces embedded in them, of the reference and of a letterhead.

Enters: a package. Leaves: a :class:`FontTable` to put into each file. The faces are packed once and
shared by all files; docs/word/fonts.md.
"""

from copy import deepcopy
from dataclasses import dataclass, replace
from uuid import UUID

from lxml import etree

from pitstop_docs.writers.docx.markup import R, W, parse, root, serialise
from pitstop_docs.writers.docx.package import DOCUMENT, Package, Part, Relationship
from pitstop_docs.writers.docx.parts import PartKind

PART = "/word/fontTable.xml"


@dataclass(frozen=True, slots=True)
class FontTable:
    """``fontTable.xml`` and, by relationship id, the faces that it points to."""

    table: bytes
    faces: tuple[tuple[str, Part], ...] = ()

    def put(self, package: Package) -> None:
        """Put table and faces into *package*."""
        package.attach(DOCUMENT, PartKind.FONT_TABLE, PART, self.table, shared=True)
        for id, face in self.faces:
            package.add(face)
            package.related(PART).keep(Relationship(id, PartKind.FONT.relation, face.name))


def take_fonts(package: Package, embed: bool) -> FontTable:
    """Return the font table of *package*; without faces when *embed* is false."""
    part = next(
        (
            package.parts[known.target]
            for known in package.related(DOCUMENT)
            if known.type == PartKind.FONT_TABLE.relation
        ),
        None,
    )
    if part is None:
        return FontTable(serialise(root("fonts")))
    parts = {
        known.id: package.parts[known.target]
        for known in package.related(part.name)
        if embed and known.type == PartKind.FONT.relation and not known.external
    }
    faces: dict[str, Part] = {}
    table = parse(part.data)
    for reference in list(table.iter(*(W + tag for tag in _EMBEDDED))):
        id = reference.get(R + "id", "")
        if id in parts and _is_font(parts[id].data, reference.get(W + "fontKey", "")):
            faces[id] = Part(parts[id].name, PartKind.FONT.content_type, parts[id].data, True)
        elif (font := reference.getparent()) is not None:
            font.remove(reference)
    return FontTable(serialise(table), tuple(faces.items()))


def join_fonts(theirs: FontTable, ours: FontTable) -> FontTable:
    """Return *theirs* with our fonts, and their faces, wherever theirs has none embedded."""
    table = parse(theirs.table)
    known = {font.get(W + "name"): font for font in table.iterfind(W + "font")}
    faces = [
        (f"their{id}", replace(face, name=f"/word/fonts/their{number}.odttf"))
        for number, (id, face) in enumerate(theirs.faces)
    ]
    for reference in table.iter(*(W + tag for tag in _EMBEDDED)):
        reference.set(R + "id", f"their{reference.get(R + 'id')}")
    by_id = dict(ours.faces)
    for font in parse(ours.table).iterfind(W + "font"):
        same = known.get(font.get(W + "name"))
        if same is not None and _embedded(same):
            continue
        if same is not None:
            table.remove(same)
        table.append(deepcopy(font))
        faces += [(id, by_id[id]) for id in _embedded(font)]
    return FontTable(serialise(table), tuple(faces))


def obfuscate(data: bytes, key: UUID) -> bytes:
    """Return the font *data* with its first bytes changed by *key*, or changed back (17.8.1)."""
    mask = key.bytes[::-1] * (_HIDDEN // 16)
    return bytes(a ^ b for a, b in zip(data, mask, strict=False)) + data[_HIDDEN:]


def _is_font(data: bytes, key: str) -> bool:
    """Whether *data*, obfuscated by *key*, begins as fonts do (OpenType 1.9, "otff")."""
    try:
        return obfuscate(data[:_HIDDEN], UUID(key)).startswith(_BEGINNINGS)
    except ValueError:  # the key is none
        return False


_HIDDEN = 32  # bytes that obfuscation changes
_BEGINNINGS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
_EMBEDDED = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")


def _embedded(font: etree._Element) -> list[str]:
    return [each.get(R + "id", "") for each in font.iter(*(W + tag for tag in _EMBEDDED))]
