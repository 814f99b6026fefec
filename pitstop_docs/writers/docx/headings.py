"""Numbered headings: one multilevel list, tied to the heading styles (docs/word/headings.md).

Enters: the styles and list definitions of a look. Leaves: the same, with headings that count, and
:class:`HeadingNumbers`, which says whether Word would count what the document says.
"""

from dataclasses import dataclass, field

from lxml import etree

from pitstop_docs.tree.document import Section
from pitstop_docs.writers.docx.markup import W, add

LEVELS = ("heading 1", "heading 2", "heading 3")
NONE = "0"  # 17.9.18: a paragraph that leaves its style's list
# What comes before numPr in pPr, 17.3.1.26.
_BEFORE = frozenset(
    W + tag
    for tag in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)


def number_headings(styles: etree._Element, numbering: etree._Element, accent: str) -> bool:
    """Tie a new multilevel list to the heading styles; numbers take the colour *accent*.

    Returns whether all the styles are there; otherwise nothing changes.
    """
    found = {}
    for style in styles.iterfind(W + "style"):
        name = style.find(W + "name")
        if name is not None and style.get(W + "type") == "paragraph":
            found[name.get(W + "val", "").lower()] = style
    if any(name not in found for name in LEVELS):
        return False
    taken = [int(a.get(W + "abstractNumId", "0")) for a in numbering.iterfind(W + "abstractNum")]
    numbers = [int(n.get(W + "numId", "0")) for n in numbering.iterfind(W + "num")]
    abstract, number = str(max(taken, default=-1) + 1), str(max(numbers, default=0) + 1)
    definition = etree.Element(W + "abstractNum", {W + "abstractNumId": abstract})
    add(definition, "multiLevelType", val="multilevel")
    for level, style_name in enumerate(LEVELS):
        _add_level(definition, level, found[style_name].get(W + "styleId", ""), accent)
        _join(found[style_name], level, number)
    # 17.9.16: all definitions stand before the first num, numIdMacAtCleanup after the last.
    nums = numbering.findall(W + "num")
    if nums:
        nums[0].addprevious(definition)
    else:
        numbering.insert(len(taken), definition)
        nums = [definition]
    num = etree.Element(W + "num", {W + "numId": number})
    add(num, "abstractNumId", val=abstract)
    nums[-1].addnext(num)
    return True


def _add_level(definition: etree._Element, level: int, style: str, accent: str) -> None:
    element = add(definition, "lvl", ilvl=str(level))
    add(element, "start", val="1")
    add(element, "numFmt", val="decimal")
    add(element, "pStyle", val=style)
    add(element, "suff", val="space")
    add(element, "lvlText", val=".".join(f"%{n + 1}" for n in range(level + 1)))
    add(element, "lvlJc", val="left")
    add(add(element, "pPr"), "ind", left="0", firstLine="0")
    add(add(element, "rPr"), "color", val=accent, themeColor="accent1")


def _join(style: etree._Element, level: int, number: str) -> None:
    properties = style.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        run = style.find(W + "rPr")
        if run is None:
            style.append(properties)
        else:
            run.addprevious(properties)
    for old in properties.findall(W + "numPr"):
        properties.remove(old)
    element = etree.Element(W + "numPr")
    add(element, "ilvl", val=str(level))
    add(element, "numId", val=number)
    place = sum(child.tag in _BEFORE for child in properties)
    properties.insert(place, element)


@dataclass(slots=True)
class HeadingNumbers:
    """Counts as Word does; ``linked`` when the heading styles belong to a list."""

    linked: bool
    _counts: list[int] = field(default_factory=lambda: [0] * len(LEVELS))

    def counts(self, section: Section) -> bool:
        """Return whether Word gives *section* the number that it has; if so, count it."""
        level = section.level - 2
        if not (self.linked and section.number and 0 <= level < len(LEVELS)):
            return False
        counts = [*self._counts[:level], self._counts[level] + 1]
        if section.number != ".".join(map(str, counts)):
            return False
        self._counts = counts + [0] * (len(LEVELS) - level - 1)
        return True
