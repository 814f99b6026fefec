"""What is the letterhead's and what is the brief's: levels, numbers and contents are not shared.

Enters: the styles of a letterhead, completed with ours, and its stories: text, headers, footers. Leaves:
styles that count for briefs as ours do, whatever they are based on; stories that look as they did, but
are no part of a brief's outline, numbers and contents (docs/word/letterheads.md).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from pitstop_docs.writers.docx.levels import (
    BODY_TEXT,
    NO_LIST,
    Own,
    OwnStyles,
    Standing,
    paragraph_styles,
    parent_of,
    said,
    set_list,
    set_outline,
    set_style,
    standings,
    untie,
)
from pitstop_docs.writers.docx.markup import W, add
from pitstop_docs.writers.docx.styles import named_styles

_HEADING = re.compile("heading ([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*(TOC|TOA|INDEX)\b", re.IGNORECASE)
_SEQUENCE = re.compile(r"\s*SEQ\b", re.IGNORECASE)


# --- styles ------------------------------------------------------------------------------------


def set_apart(
    styles: etree._Element,
    numbering: etree._Element,
    our_styles: etree._Element,
    our_numbering: etree._Element,
    used: set[str],
) -> OwnStyles:
    """Let *styles* that briefs write in have the level of ours, and no number where ours have none.

    *used* are the ids of the styles in which the letterhead's own stories stand: for headings among them
    there is a copy that is none, since Word lists and counts whatever stands in a heading style.
    """
    by_id, before = paragraph_styles(styles), standings(styles, numbering)
    ours = _by_name(our_styles, standings(our_styles, our_numbering))
    names = {style.get(W + "styleId", ""): name for _kind, name, style in named_styles(styles)}
    default = next((id for id, style in by_id.items() if style.get(W + "default")), "")
    after = {
        id: _wanted(before[id], ours.get(names.get(id, "").lower())) if id != default else here
        for id, here in before.items()
    }
    for id, style in by_id.items():
        changed = [each for each in (id, parent_of(style)) if before.get(each) != after.get(each)]
        if any(before[each].outline != after[each].outline for each in changed):
            set_outline(style, after[id].outline)
        if any(before[each].list != after[each].list for each in changed):
            set_list(style, *after[id].list)
    untie(numbering, {id for id in by_id if before[id].number != after[id].number == NO_LIST})
    own = {}
    for id in by_id:
        here, there = before[id], after[id]
        place = here.list if here.list != there.list else None
        unlisted = {here.outline, there.outline} != {BODY_TEXT}
        copy = ""
        if id in used and (heading := _HEADING.fullmatch(names.get(id, ""))):
            copy = _copy_heading(styles, id, heading[1], here)
        if copy or unlisted or place:
            own[id] = Own(copy, unlisted, place)
    return OwnStyles(default, own)


def _by_name(styles: etree._Element, known: Mapping[str, Standing]) -> dict[str, Standing]:
    return {
        name.lower(): known[style.get(W + "styleId", "")]
        for kind, name, style in named_styles(styles)
        if kind == "paragraph"
    }


def _wanted(theirs: Standing, ours: Standing | None) -> Standing:
    """Return what a style counts for on a letterhead; *ours* is that of the same name, if there is one."""
    if ours is None:
        return theirs
    if ours.number == NO_LIST:
        return ours
    return replace(theirs, outline=ours.outline)


def _copy_heading(styles: etree._Element, id: str, number: str, standing: Standing) -> str:
    """Add a style that looks as the heading *id* and is none; return its id."""
    taken = {style.get(W + "styleId") for style in styles.iterfind(W + "style")}
    stem = f"PitStopLetterhead{number}"
    new = next(each for n in range(len(taken) + 1) if (each := f"{stem}{n or ''}") not in taken)
    style = add(styles, "style", type="paragraph", customStyle="1", styleId=new)
    add(style, "name", val=f"PitStop Letterhead {number}")
    add(style, "basedOn", val=id)
    set_outline(style, BODY_TEXT)
    set_list(style, *standing.list)
    return new


# --- stories -----------------------------------------------------------------------------------


def used_styles(stories: Iterable[etree._Element]) -> set[str]:
    """Return the ids of the styles of paragraphs in *stories*."""
    return {style.get(W + "val", "") for story in stories for style in story.iter(W + "pStyle")}


def name_styles(text: etree._Element, own: OwnStyles) -> None:
    """Let each paragraph of a letterhead's *text* name its style: one without counts as pasted (proofing)."""
    for paragraph in text.iter(W + "p"):
        if own.default and not said(paragraph, "pStyle"):
            set_style(paragraph, own.default)


def keep_apart(story: etree._Element, own: OwnStyles) -> None:
    """Take the paragraphs of a letterhead's *story* out of the outline and the numbers of the brief."""
    for paragraph in story.iter(W + "p"):
        instead = own.by_id.get(said(paragraph, "pStyle") or own.default, Own())
        if instead.style:
            set_style(paragraph, instead.style)
        if instead.unlisted or said(paragraph, "outlineLvl"):
            set_outline(paragraph, BODY_TEXT)
        if instead.place and not instead.style and not said(paragraph, "numPr/numId"):
            number, level = instead.place
            set_list(paragraph, number, said(paragraph, "numPr/ilvl") or level)
    for marks in list(_fields(story)):
        if _SEQUENCE.match(marks.code):  # it would count among the brief's tables or figures
            marks.unlink()


def has_contents(story: etree._Element) -> bool:
    """Tell whether *story* holds contents or an index of its own."""
    return any(_CONTENTS.match(marks.code) for marks in _fields(story))


def drop_contents(story: etree._Element) -> None:
    """Take contents and indexes out of *story*: they list what the letterhead once held."""
    for marks in list(_fields(story)):
        if _CONTENTS.match(marks.code):
            marks.drop()


@dataclass(slots=True)
class _Field:
    """A field's code, and its marks in the order of the story: a fldSimple, or fldChars and code between
    the beginning and the end; ``last_code`` is how many of them stand before the result."""

    story: etree._Element
    code: str
    marks: list[etree._Element]

    def unlink(self) -> None:
        """Leave the result as text."""
        for mark in self.marks:
            if mark.tag == W + "fldSimple":
                for child in list(mark):
                    mark.addprevious(child)
            _take_out(mark)

    def drop(self) -> None:
        """Take out the whole field, the paragraphs that it fills, and the control that Word puts around."""
        first, last = self.marks[0], self.marks[-1]
        for control in first.iterancestors(W + "sdt"):
            if control.find(f"{W}sdtPr/{W}docPartObj") is not None:
                _take_out(control)
                return
        runs = {first} if first.tag == W + "fldSimple" else set(self._between(first, last))
        paragraphs = [each for run in runs for each in run.iterancestors(W + "p")]
        for run in runs:
            _take_out(run)
        for paragraph in dict.fromkeys(paragraphs):
            filled = next(paragraph.iter(W + "r", W + "fldSimple", W + "sectPr"), None)
            if filled is None and paragraph.getparent() is not None:
                _empty(paragraph)

    def _between(self, first: etree._Element, last: etree._Element) -> Iterator[etree._Element]:
        """Yield the runs from that of *first* to that of *last*."""
        inside = False
        for run in self.story.iter(W + "r"):
            inside = inside or first in run
            if inside:
                yield run
            if last in run:
                return


def _fields(story: etree._Element) -> Iterator[_Field]:
    """Yield the fields of *story*, inner ones first; what lacks its beginning or end is no field."""
    waiting: list[tuple[_Field, bool]] = []
    for mark in story.iter(W + "fldSimple", W + "fldChar", W + "instrText"):
        if mark.tag == W + "fldSimple":
            yield _Field(story, mark.get(W + "instr", ""), [mark])
            continue
        kind = mark.get(W + "fldCharType", "")
        if kind == "begin":
            waiting.append((_Field(story, "", []), True))
        if not waiting:
            continue
        current, in_code = waiting[-1]
        if mark.tag == W + "fldChar" or in_code:
            current.marks.append(mark)
        if mark.tag == W + "instrText" and in_code:
            current.code += mark.text or ""
        if kind == "separate":
            waiting[-1] = current, False
        if kind == "end":
            waiting.pop()
            yield current


def _empty(paragraph: etree._Element) -> None:
    """Take out a paragraph that says nothing any more; the last one of a cell or box must stay."""
    parent = paragraph.getparent()
    if parent is not None and len(parent.findall(W + "p")) > 1:
        parent.remove(paragraph)


def _take_out(element: etree._Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)
