"""The theme part of the reference document.

Enters: the theme's families and colours. Leaves: ``theme1.xml``, whose colours styles refer to.
"""

from lxml import etree

from pitstop_docs.look.theme import Theme
from pitstop_docs.writers.docx.markup import A, serialise
from pitstop_docs.writers.reference.stylesheet import Palette

# In the order of the schema (20.1.6.2).
_SLOTS = {
    "dk1": "text1", "lt1": "background1", "dk2": "text2", "lt2": "background2",
    **{f"accent{n}": f"accent{n}" for n in range(1, 7)},
    "hlink": "hyperlink", "folHlink": "followedHyperlink",
}  # fmt: skip
_SOLID = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_SOLID}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
# The schema wants three of each, for shapes that our documents do not have.
_FORMATS = (
    f'<a:fmtScheme xmlns:a="{A.strip("{}")}" name="PitStop">'
    f"<a:fillStyleLst>{_SOLID * 3}</a:fillStyleLst>"
    f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_SOLID * 3}</a:bgFillStyleLst></a:fmtScheme>"
)


def theme_xml(theme: Theme, palette: Palette) -> bytes:
    """Return ``theme1.xml``: twelve colours, a heading font and a text font."""
    element = etree.Element(A + "theme", {"name": "PitStop"}, nsmap={"a": A.strip("{}")})
    elements = etree.SubElement(element, A + "themeElements")
    scheme = etree.SubElement(elements, A + "clrScheme", {"name": "PitStop"})
    for slot, name in _SLOTS.items():
        colour = etree.SubElement(scheme, A + slot)
        etree.SubElement(colour, A + "srgbClr", {"val": palette.theme[name]})
    fonts = etree.SubElement(elements, A + "fontScheme", {"name": "PitStop"})
    for role, family in (("majorFont", theme.fonts.display), ("minorFont", theme.fonts.text)):
        font = etree.SubElement(fonts, A + role)
        etree.SubElement(font, A + "latin", {"typeface": family})
        for script in ("ea", "cs"):
            etree.SubElement(font, A + script, {"typeface": ""})
    elements.append(etree.fromstring(_FORMATS))
    return serialise(element)
