"""What paragraph styles count for: their outline level and their place in a list, inherited ones too.

Enters: the parts with styles and lists. Leaves: a :class:`Standing` for each style; styles and paragraphs
that say theirs themselves, so that what they are based on may change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from pitstop_docs.writers.docx.markup import W, add

NO_LIST = "0"  # 17.9.18: a paragraph that leaves its style's list
BODY_TEXT = "9"  # 17.3.1.20: no level of the outline
# What comes before numPr and after outlineLvl in pPr, 17.3.1.26.
_BEFORE_LIST = frozenset(
    W + tag
    for tag in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)
_AFTER_OUTLINE = frozenset(W + tag for tag in ("divId", "cnfStyle", "rPr", "sectPr", "pPrChange"))
# What comes after pPr in a style, 17.7.4.17.
_AFTER_PROPERTIES = frozenset(W + tag for tag in ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr"))


@dataclass(frozen=True, slots=True)
class Standing:
    """A style's level in the outline, from "0", and its list with the level in it."""

    outline: str = BODY_TEXT
    number: str = NO_LIST
    level: str = "0"

    @property
    def list(self) -> tuple[str, str]:
        """The list and the level in it."""
        return self.number, self.level


@dataclass(frozen=True, slots=True)
class Own:
    """What a letterhead's own paragraphs of one style say instead: another ``style``, that they are
    ``unlisted``, the list and level at which they counted."""

    style: str = ""
    unlisted: bool = False
    place: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OwnStyles:
    """:class:`Own` by the ids of styles; ``default`` is the style of a paragraph that names none."""

    default: str = ""
    by_id: Mapping[str, Own] = field(default_factory=dict)


def paragraph_styles(styles: etree._Element) -> dict[str, etree._Element]:
    """Return the paragraph styles by id."""
    return {
        style.get(W + "styleId", ""): style
        for style in styles.iterfind(W + "style")
        if style.get(W + "type", "paragraph") == "paragraph"
    }


def standings(styles: etree._Element, numbering: etree._Element) -> dict[str, Standing]:
    """Return what each paragraph style counts for, by its id."""
    by_id = paragraph_styles(styles)
    tied = _tied_levels(numbering)
    found = {}
    for id in by_id:
        standing = Standing()
        for each in reversed(list(chain(id, by_id))):
            standing = _said(by_id[each], standing)
            # 17.9.23: the level that names the style is the one at which it counts.
            level = tied.get((standing.number, each), standing.level)
            standing = replace(standing, level=level)
        found[id] = standing if standing.number != NO_LIST else Standing(standing.outline)
    return found


def chain(id: str, by_id: Mapping[str, etree._Element]) -> Iterator[str]:
    """Yield *id* and the styles that it is based on."""
    seen: set[str] = set()
    while id in by_id and id not in seen:
        seen.add(id)
        yield id
        id = parent_of(by_id[id])


def parent_of(style: etree._Element) -> str:
    """Return the id of the style on which *style* is based; "" if there is none."""
    parent = style.find(W + "basedOn")
    return parent.get(W + "val", "") if parent is not None else ""


def _said(style: etree._Element, inherited: Standing) -> Standing:
    """Return what *style* itself says, over what it has *inherited*."""
    return Standing(
        said(style, "outlineLvl") or inherited.outline,
        said(style, "numPr/numId") or inherited.number,
        said(style, "numPr/ilvl") or inherited.level,
    )


def said(element: etree._Element, path: str) -> str:
    """Return what a style or paragraph says at *path* of its properties: "numPr/numId"; "" if nothing."""
    steps = "/".join(W + step for step in ("pPr", *path.split("/")))
    found = element.find(steps)
    return found.get(W + "val", "") if found is not None else ""


def _tied_levels(numbering: etree._Element) -> dict[tuple[str, str], str]:
    """Return the levels that name a style, by the list's number and the style's id."""
    definitions = {a.get(W + "abstractNumId"): a for a in numbering.iterfind(W + "abstractNum")}
    found = {}
    for number in numbering.iterfind(W + "num"):
        link = number.find(W + "abstractNumId")
        definition = definitions.get(link.get(W + "val")) if link is not None else None
        for level in definition.iterfind(W + "lvl") if definition is not None else ():
            if (tie := level.find(W + "pStyle")) is not None:
                key = number.get(W + "numId", ""), tie.get(W + "val", "")
                found[key] = level.get(W + "ilvl", "0")
    return found


def untie(numbering: etree._Element, ids: set[str]) -> None:
    """Let no level of a list name one of the styles *ids*: they count elsewhere now."""
    for tie in list(numbering.iterfind(f"{W}abstractNum/{W}lvl/{W}pStyle")):
        level = tie.getparent()
        if tie.get(W + "val") in ids and level is not None:
            level.remove(tie)


def set_style(paragraph: etree._Element, id: str) -> None:
    """Give *paragraph* the style of that *id*."""
    properties = _properties(paragraph)
    for old in properties.findall(W + "pStyle"):
        properties.remove(old)
    properties.insert(0, etree.Element(W + "pStyle", {W + "val": id}))


def set_list(element: etree._Element, number: str, level: str) -> None:
    """Let a style or paragraph count in the list *number*, or in none."""
    properties = _properties(element)
    for old in properties.findall(W + "numPr"):
        properties.remove(old)
    list_place = etree.Element(W + "numPr")
    add(list_place, "ilvl", val=level)
    add(list_place, "numId", val=number)
    properties.insert(sum(child.tag in _BEFORE_LIST for child in properties), list_place)


def set_outline(element: etree._Element, level: str) -> None:
    """Give a style or paragraph its level in the outline."""
    properties = _properties(element)
    for old in properties.findall(W + "outlineLvl"):
        properties.remove(old)
    place = sum(child.tag not in _AFTER_OUTLINE for child in properties)
    properties.insert(place, etree.Element(W + "outlineLvl", {W + "val": level}))


def _properties(element: etree._Element) -> etree._Element:
    """Return the properties of a style or paragraph, made in their place if there are none."""
    properties = element.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        in_style = element.tag == W + "style"
        place = sum(child.tag not in _AFTER_PROPERTIES for child in element) if in_style else 0
        element.insert(place, properties)
    return properties
