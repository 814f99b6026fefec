"""WordprocessingML elements: names in, lxml elements out.

``add(parent, "jc", val="right")`` makes ``<w:jc w:val="right"/>``. Children must be added in the
order of the schema: Word refuses files that do not follow it. Plain lxml elements: a class for each, as
python-docx has, costs several times as much.
"""

import re

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
ASVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"
ADEC = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

NAMESPACES = {
    prefix: tag.strip("{}")
    for prefix, tag in {
        "w": W,
        "r": R,
        "wp": WP,
        "a": A,
        "pic": PIC,
        "asvg": ASVG,
        "w15": W15,
        "mc": MC,
    }.items()
}

TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM = 36000
EMU_PER_TWIP = 635
EMU_PER_PX = 9525  # a CSS px, 1/96 inch

# What XML 1.0 (2.2) cannot hold: lxml raises on most of it, Word refuses the rest.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile(r"[\t\n\r]")

# Word draws these two only as elements of their own; see docs/word/text.md.
_SPECIAL = {"\u2011": "noBreakHyphen", "\u00ad": "softHyphen"}
_SPECIAL_SPLIT = re.compile("([\u2011\u00ad])")


def root(tag: str) -> etree._Element:
    """Return the root element of a part."""
    # Part 3, 10.2: who does not know what Word 2013 added passes over it.
    return etree.Element(W + tag, {MC + "Ignorable": "w15"}, nsmap=NAMESPACES)


def add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    """Append ``<w:tag w:attribute="…"/>`` to *parent* and return it."""
    element = etree.SubElement(parent, W + tag)
    for name, value in attributes.items():  # lxml takes longer over a dictionary of them
        element.set(W + name, value)
    return element


def add_plain(
    parent: etree._Element, tag: str, attributes: dict[str, str] | None = None
) -> etree._Element:
    """Append an element of any namespace, with attributes named as they stand (DrawingML)."""
    return etree.SubElement(parent, tag, attributes)


def child(parent: etree._Element, tag: str) -> etree._Element | None:
    """Return the first ``<w:tag>`` right inside *parent*, as ``find`` does in twice the time."""
    return next(parent.iterchildren(W + tag), None)


def legal(text: str) -> str:
    """Return *text* without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def add_text(run: etree._Element, text: str) -> None:
    """Append *text* to *run*; tabs and line ends in it are spaces, never layout."""
    if _SPECIAL_SPLIT.search(text):
        for part in _SPECIAL_SPLIT.split(text):
            if part in _SPECIAL:
                add(run, _SPECIAL[part])
            elif part:
                _add_t(run, part)
    else:
        _add_t(run, text)


def _add_t(run: etree._Element, text: str) -> None:
    element = etree.SubElement(run, W + "t")
    element.text = _BREAKS.sub(" ", text)
    if text[:1].isspace() or text[-1:].isspace():
        element.set(SPACE, "preserve")


def keep_next(paragraph: etree._Element) -> None:
    """Keep *paragraph* on the page of the next one; keepNext comes second in pPr, 17.3.1.26."""
    properties = child(paragraph, "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    if child(properties, "keepNext") is None:
        place = 1 if len(properties) and properties[0].tag == W + "pStyle" else 0
        properties.insert(place, etree.Element(W + "keepNext"))


def serialise(element: etree._Element) -> bytes:
    """Return a part's bytes."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def parse(data: bytes) -> etree._Element:
    """Return the root element of a part: no entity is resolved, nothing fetched, no huge tree."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_blank_text=True,
    )  # fmt: skip
    return etree.fromstring(data, parser)


def twips(mm: float) -> int:
    """Return *mm* in twentieths of a point."""
    return round(mm * TWIPS_PER_MM)
