"""A letterhead's styles and lists, and ours for whatever they lack.

Enters: ``styles.xml`` and ``numbering.xml`` of a letterhead and of the reference. Leaves: the
letterhead's, with our styles in the places of missing ones. Ours keep their look there: they rest on
a base style of ours instead of the letterhead's "Normal", and name colours and fonts by value
instead of by the letterhead's theme (docs/word/letterheads.md).
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain, count

from lxml import etree

from pitstop_docs.writers.docx.levels import NO_LIST, said, set_list
from pitstop_docs.writers.docx.markup import W, add
from pitstop_docs.writers.docx.styles import named_styles, style_names

BASE = "PitStop Base"
_STYLES_OF_WORD = ("normal", "default paragraph font", "normal table")
_REFERENCES = ("basedOn", "next", "link")
_THEMED = frozenset(
    W + name
    for name in ("themeColor", "themeTint", "themeShade", "themeFill", "themeFillTint", "themeFillShade")
)  # fmt: skip
_THEMED_FONTS = frozenset(
    W + name for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
)
_MOST = 2**31 - 10_000  # ids are 32-bit numbers, and ours come after


@dataclass(frozen=True, slots=True)
class Added:
    """What was put in: names of styles, and of lists that had no numbering."""

    styles: tuple[str, ...]
    lists: tuple[str, ...]


def by_value(root: etree._Element, *tags: str) -> None:
    """Take theme colours and fonts out of *root*: what stands beside them is meant.

    *tags* name the elements that may have them; without any, all are looked at.
    """
    for element in root.iter(*(W + tag for tag in tags)) if tags else root.iter(etree.Element):
        names = _THEMED_FONTS if element.tag == W + "rFonts" else _THEMED
        for name in names.intersection(element.keys()):
            del element.attrib[name]


def complete(
    styles: etree._Element,
    numbering: etree._Element,
    our_styles: etree._Element,
    our_numbering: etree._Element,
    wider: int,
) -> Added:
    """Add to *styles* and *numbering* what they lack of ours, and return its names.

    *wider* is how much wider their lines are than ours, in twips: right tab stops move by it.
    """
    ours = deepcopy(our_styles)
    by_value(ours)
    _make_base(ours)
    theirs = style_names(styles)
    taken = set(theirs.values())
    defaults = {style.get(W + "type") for style in styles if style.get(W + "default")}
    ids: dict[str, str] = {}
    new: dict[str, etree._Element] = {}
    for kind, name, style in named_styles(ours):
        key, id = (kind, name.lower()), style.get(W + "styleId", "")
        if key not in theirs:
            theirs[key] = _unused(id, taken)
            taken.add(theirs[key])
            new[name] = style
            if kind in defaults:
                style.attrib.pop(W + "default", "")
        ids[id] = theirs[key]
    bare = _bare_lists(styles, numbering, ours, ids, set(new.values()))
    wanted = {
        number.get(W + "val", "")
        for style in (*new.values(), *bare.values())
        for number in style.iterfind(f"{W}pPr/{W}numPr/{W}numId")
    }
    numbers = _add_lists(numbering, our_numbering, wanted)
    for style in new.values():
        _adapt(style, ids, numbers, wider)
        styles.append(style)
    by_id = {style.get(W + "styleId"): style for style in styles.iterfind(W + "style")}
    for id, ours_numbered in bare.items():
        _number(by_id[id], ours_numbered, numbers)
    _tie_levels(numbering, set(numbers.values()), ids, by_id)
    named = tuple(name for name in new if name != BASE and name.lower() not in _STYLES_OF_WORD)
    return Added(named, tuple(_name(by_id[id]) for id in bare))


def _name(style: etree._Element) -> str:
    name = style.find(W + "name")
    return name.get(W + "val", "") if name is not None else ""


def _make_base(ours: etree._Element) -> None:
    """Turn our "Normal" into a style of its own, which says what the defaults below it said."""
    for kind, name, style in named_styles(ours):
        if (kind, name.lower()) == ("paragraph", "normal"):
            for each in style.iterfind(W + "name"):
                each.set(W + "val", BASE)
            style.attrib.pop(W + "default", "")
            style.set(W + "customStyle", "1")
            spacing = style.find(f"{W}pPr/{W}spacing")
            if spacing is not None:
                for side in (W + "before", W + "after"):
                    spacing.set(side, spacing.get(side, "0"))


def _unused(id: str, taken: set[str]) -> str:
    """Return *id*, or one like it that no style has: an id may stand for another name there."""
    candidates = chain([id], (f"PitStop{id}{n or ''}" for n in count()))
    return next(each for each in candidates if each not in taken)


def _adapt(
    style: etree._Element, ids: Mapping[str, str], numbers: Mapping[str, str], wider: int
) -> None:
    """Let *style* name what is called so among its new neighbours."""
    style.set(W + "styleId", ids[style.get(W + "styleId", "")])
    for tag in _REFERENCES:
        for reference in style.findall(W + tag):
            id = ids.get(reference.get(W + "val", ""))
            if id is None:
                style.remove(reference)
            else:
                reference.set(W + "val", id)
    for number in style.iterfind(f"{W}pPr/{W}numPr/{W}numId"):
        number.set(W + "val", numbers.get(number.get(W + "val", ""), "0"))
    for tab in style.iterfind(f"{W}pPr/{W}tabs/{W}tab"):
        if tab.get(W + "val") == "right":
            tab.set(W + "pos", str(int(tab.get(W + "pos", "0")) + wider))


# --- lists -------------------------------------------------------------------------------------


def _bare_lists(
    styles: etree._Element,
    numbering: etree._Element,
    ours: etree._Element,
    ids: Mapping[str, str],
    new: set[etree._Element],
) -> dict[str, etree._Element]:
    """Return our list styles by the ids of the letterhead's that should have a numbering too."""
    known = {number.get(W + "numId") for number in numbering.iterfind(W + "num")}
    numbered = {
        style.get(W + "styleId", "")
        for style in styles.iterfind(W + "style")
        for number in style.iterfind(f"{W}pPr/{W}numPr/{W}numId")
        if number.get(W + "val") in known
    }
    return {
        ids[id]: style
        for _kind, _name, style in named_styles(ours)
        if style not in new
        and style.find(f"{W}pPr/{W}numPr/{W}numId") is not None
        and ids[id := style.get(W + "styleId", "")] not in numbered
    }


def _add_lists(numbering: etree._Element, ours: etree._Element, wanted: set[str]) -> dict[str, str]:
    """Add the definitions of the *wanted* numberings; return their new numbers."""
    definitions = {
        number.get(W + "numId", ""): each.get(W + "val", "")
        for number in ours.iterfind(W + "num")
        if (each := number.find(W + "abstractNumId")) is not None
    }
    next_number = _highest(numbering, "num", "numId") + 1
    next_definition = _highest(numbering, "abstractNum", "abstractNumId") + 1
    first = numbering.find(W + "num")
    last = numbering.find(W + "numIdMacAtCleanup")
    numbers: dict[str, str] = {}
    for old in sorted(wanted & set(definitions)):
        definition = deepcopy(ours.find(f"{W}abstractNum[@{W}abstractNumId='{definitions[old]}']"))
        if definition is None:
            continue
        by_value(definition)
        definition.set(W + "abstractNumId", str(next_definition))
        # The schema (17.9.16) wants all definitions before the first num.
        if first is None:
            numbering.append(definition)
        else:
            first.addprevious(definition)
        number = add(numbering, "num", numId=str(next_number))
        first = number if first is None else first
        add(number, "abstractNumId", val=str(next_definition))
        numbers[old] = str(next_number)
        next_number, next_definition = next_number + 1, next_definition + 1
    if last is not None:
        numbering.append(last)
    return numbers


def _highest(numbering: etree._Element, tag: str, attribute: str) -> int:
    """Return the highest id of *tag*; raises :class:`ValueError` where one is no number of Word's."""
    ids = [int(each.get(W + attribute, "")) for each in numbering.iterfind(W + tag)]
    if any(abs(id) > _MOST for id in ids):
        raise ValueError(max(ids, key=abs))
    return max(ids, default=0)


def _number(style: etree._Element, ours: etree._Element, numbers: Mapping[str, str]) -> None:
    """Give the letterhead's list *style* the numbering of *ours*."""
    number = numbers.get(said(ours, "numPr/numId"), NO_LIST)
    set_list(style, number, said(ours, "numPr/ilvl") or "0")


def _tie_levels(
    numbering: etree._Element,
    numbers: set[str],
    ids: Mapping[str, str],
    styles: Mapping[str | None, etree._Element],
) -> None:
    """Let the levels of our *numbers* name their styles, where these name the number (17.9.23)."""
    definitions = {
        each.get(W + "val"): number.get(W + "numId")
        for number in numbering.iterfind(W + "num")
        if number.get(W + "numId") in numbers
        and (each := number.find(W + "abstractNumId")) is not None
    }
    for definition in numbering.iterfind(W + "abstractNum"):
        number = definitions.get(definition.get(W + "abstractNumId"))
        for level in definition.iterfind(W + "lvl") if number else ():
            tie = level.find(W + "pStyle")
            if tie is None:
                continue
            id = ids.get(tie.get(W + "val", ""), "")
            used = styles[id].find(f"{W}pPr/{W}numPr/{W}numId") if id in styles else None
            if used is not None and used.get(W + "val") == number:
                tie.set(W + "val", id)
            else:
                level.remove(tie)
