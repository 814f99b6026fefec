"""Numbered headings: one multilevel list, tied to the heading styles (docs/word/headings.md).

Enters: the styles and list definitions of a look. Leaves: the same, with headings that count, and
:class:`HeadingNumbers`, which says whether Word would count what the document says.
"""

from dataclasses import dataclass, field

from lxml import etree

from pitstop_docs.tree.document import Section
from pitstop_docs.writers.docx.levels import (
    chain,
    paragraph_styles,
    said,
    set_list,
    standings,
    untie,
)
from pitstop_docs.writers.docx.markup import W, add

LEVELS = ("heading 1", "heading 2", "heading 3")


def number_headings(styles: etree._Element, numbering: etree._Element, accent: str) -> bool:
    """Tie a new multilevel list to the heading styles; numbers take the colour *accent*.

    Styles that are based on headings go on counting where they did, or nowhere. Returns whether all the
    styles are there; otherwise nothing changes.
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
    ids = {found[name].get(W + "styleId", "") for name in LEVELS}
    _keep_others(styles, numbering, ids)
    untie(numbering, ids)
    definition = etree.Element(W + "abstractNum", {W + "abstractNumId": abstract})
    add(definition, "multiLevelType", val="multilevel")
    for level, style_name in enumerate(LEVELS):
        _add_level(definition, level, found[style_name].get(W + "styleId", ""), accent)
        set_list(found[style_name], number, str(level))
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


def _keep_others(styles: etree._Element, numbering: etree._Element, headings: set[str]) -> None:
    """Let styles that are based on *headings* say themselves in which list they count, if in any."""
    by_id, before = paragraph_styles(styles), standings(styles, numbering)
    for id, style in by_id.items():
        if id not in headings and headings & {*chain(id, by_id)} and not said(style, "numPr/numId"):
            set_list(style, *before[id].list)


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
