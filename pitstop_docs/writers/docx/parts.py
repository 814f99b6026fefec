"""Kinds of parts in a Word file: what leads to each, how it is declared, and its outermost element.

Enters: nothing. Leaves: :class:`PartKind`, with relationship types and content types as ECMA-376 part 1,
11.3, 14.2 and 15.2, and part 2, annex E, list them.
"""

from enum import Enum
from typing import Self

from pitstop_docs.writers.docx.markup import A, W

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships/"
_DECLARED = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_DECLARED}wordprocessingml."
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWING = "{http://schemas.microsoft.com/office/drawing/2008/diagram}"

HYPERLINK = f"{_OFFICE}hyperlink"  # leads outside, to no part
# Content types by the end of a part's name, where nothing else is said of it.
DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}


class PartKind(Enum):
    """A kind of part: the type of the relationships that lead to it, its content type, and the name of
    its outermost element, where something else would make Word refuse the whole file.

    The content type of an image depends on its bytes.
    """

    DOCUMENT = f"{_OFFICE}officeDocument", f"{_WORD}document.main+xml"
    STYLES = f"{_OFFICE}styles", f"{_WORD}styles+xml", W + "styles"
    SETTINGS = f"{_OFFICE}settings", f"{_WORD}settings+xml", W + "settings"
    NUMBERING = f"{_OFFICE}numbering", f"{_WORD}numbering+xml", W + "numbering"
    THEME = f"{_OFFICE}theme", f"{_DECLARED}theme+xml", A + "theme"
    FONT_TABLE = f"{_OFFICE}fontTable", f"{_WORD}fontTable+xml", W + "fonts"
    FONT = f"{_OFFICE}font", f"{_DECLARED}obfuscatedFont"
    HEADER = f"{_OFFICE}header", f"{_WORD}header+xml", W + "hdr"
    FOOTER = f"{_OFFICE}footer", f"{_WORD}footer+xml", W + "ftr"
    FOOTNOTES = f"{_OFFICE}footnotes", f"{_WORD}footnotes+xml", W + "footnotes"
    ENDNOTES = f"{_OFFICE}endnotes", f"{_WORD}endnotes+xml", W + "endnotes"
    IMAGE = f"{_OFFICE}image", ""
    HD_PHOTO = f"{_MICROSOFT}hdphoto", "image/vnd.ms-photo"
    DIAGRAM_DATA = (
        f"{_OFFICE}diagramData",
        f"{_DECLARED}drawingml.diagramData+xml",
        _DIAGRAM + "dataModel",
    )
    DIAGRAM_LAYOUT = (
        f"{_OFFICE}diagramLayout",
        f"{_DECLARED}drawingml.diagramLayout+xml",
        _DIAGRAM + "layoutDef",
    )
    DIAGRAM_STYLE = (
        f"{_OFFICE}diagramQuickStyle",
        f"{_DECLARED}drawingml.diagramStyle+xml",
        _DIAGRAM + "styleDef",
    )
    DIAGRAM_COLORS = (
        f"{_OFFICE}diagramColors",
        f"{_DECLARED}drawingml.diagramColors+xml",
        _DIAGRAM + "colorsDef",
    )
    DIAGRAM_DRAWING = (
        f"{_MICROSOFT}diagramDrawing",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
        _DRAWING + "drawing",
    )
    CORE_PROPERTIES = (
        f"{_PACKAGE}core-properties",
        "application/vnd.openxmlformats-package.core-properties+xml",
    )
    EXTENDED_PROPERTIES = f"{_OFFICE}extended-properties", f"{_DECLARED}extended-properties+xml"
    CUSTOM_PROPERTIES = f"{_OFFICE}custom-properties", f"{_DECLARED}custom-properties+xml"

    def __init__(self, relation: str, content_type: str, root: str = "") -> None:
        self.relation = relation
        self.content_type = content_type
        self.root = root

    @classmethod
    def of(cls, relation: str) -> Self | None:
        """Return the kind of part that relationships of the type *relation* lead to."""
        return next((kind for kind in cls if kind.relation == relation), None)
