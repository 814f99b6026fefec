"""Settings of a file: the reference's, in a document's language, with what a letterhead's pages need.

Enters: ``settings.xml`` of the reference and, perhaps, of a letterhead. Leaves: the settings of one
document. Nothing that points outside the file is ever taken over.
"""

from copy import deepcopy

from lxml import etree

from pitstop_docs.writers.docx.markup import R, W, parse, serialise

# What a letterhead's header, footer and sheet depend on (17.15.1).
_PAGES = (
    "mirrorMargins", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop",
    "defaultTabStop", "evenAndOddHeaders", "clrSchemeMapping",
)  # fmt: skip
# The order of the schema (17.15.1.78), as far as files of ours and what they take over need it.
_ORDER = (
    "zoom", "embedTrueTypeFonts", "saveSubsetFonts", "mirrorMargins", "bordersDoNotSurroundHeader",
    "bordersDoNotSurroundFooter", "gutterAtTop", "defaultTabStop", "autoHyphenation",
    "consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders",
    "characterSpacingControl", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "mathPr",
    "themeFontLang", "clrSchemeMapping", "shapeDefaults", "decimalSymbol", "listSeparator",
)  # fmt: skip
_OFF = ("0", "false", "off")


def patch_settings(settings: etree._Element, language: str) -> None:
    """Set the language and announce the footnote separators; drop what points to other parts."""
    for child in list(settings):
        if child.get(R + "id") or child.tag == W + "footnotePr":
            settings.remove(child)
    for lang in settings.iter(W + "themeFontLang"):
        lang.set(W + "val", language)
    notes = etree.Element(W + "footnotePr")
    for id in ("-1", "0"):
        etree.SubElement(notes, W + "footnote", {W + "id": id})
    _insert(settings, notes)


def embed_nothing(settings: bytes) -> bytes:
    """Return *settings* with which Word embeds no fonts when it saves."""
    element = parse(settings)
    for child in element.findall(W + "embedTrueTypeFonts"):
        element.remove(child)
    return serialise(element)


def take_pages(settings: etree._Element, letterhead: etree._Element | None) -> None:
    """Put what pages depend on as the letterhead has it: there, or not at all."""
    for name in _PAGES:
        for ours in settings.findall(W + name):
            settings.remove(ours)
        theirs = letterhead.find(W + name) if letterhead is not None else None
        if theirs is not None:
            _insert(settings, deepcopy(theirs))


def is_on(parent: etree._Element | None, name: str) -> bool:
    """Return whether *parent* has the switch *name*, and it is not off (17.17.4)."""
    switch = parent.find(W + name) if parent is not None else None
    return switch is not None and switch.get(W + "val", "1") not in _OFF


def _insert(settings: etree._Element, child: etree._Element) -> None:
    after = _ORDER[_ORDER.index(etree.QName(child).localname) + 1 :]
    for other in settings:
        if isinstance(other.tag, str) and etree.QName(other).localname in after:
            other.addprevious(child)
            return
    settings.append(child)
