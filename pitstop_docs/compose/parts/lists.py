"""Parts that are lists: what happened, who does what; sources, contents, tables, figures.

Enters: the fields of a case; for the last four, what was made of all other parts. Leaves: lists."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pitstop_docs.compose.composition import Composition, area, builds, items, paragraph
from pitstop_docs.records.editions import EditionPart
from pitstop_docs.records.forms import Step
from pitstop_docs.tree.contents import lettered
from pitstop_docs.tree.document import (
    Block,
    Captioned,
    Contents,
    ContentsEntry,
    ContentsPart,
    Figure,
    Inlines,
    LineBreak,
    ListItem,
    OrderedList,
    Section,
    Strong,
    Table,
    Text,
    Timeline,
    TimelineEntry,
)
from pitstop_docs.tree.walk import plain, walk

# Letters in the line that says what is in a part of the contents; what parts names.
_LINE, _COMMA = 100, ", "

# As many steps as stand side by side.
_PATH_LEAST, _PATH_MOST = 3, 6


@builds("timeline")
def timeline(composition: Composition, part: EditionPart) -> Block | None:
    """What happened, in order."""
    entries = tuple(
        TimelineEntry(e.when, e.what.content, composition.case.origin("timeline", index))
        for index, e in enumerate(composition.case.timeline[: part.limit])
    )
    return (
        composition.section(part, Timeline(id="timeline-list", entries=entries))
        if entries
        else None
    )


@builds("steps")
def steps(composition: Composition, part: EditionPart) -> Block | None:
    """Who does what next: a few steps across the page as a path, else one below the other."""
    known = composition.case.steps[: part.limit]
    if not known:
        return None
    is_path = area(part) == "wide" and _PATH_LEAST <= len(known) <= _PATH_MOST
    contents = [
        (_who_and_what(step, is_path), composition.case.origin("steps", index))
        for index, step in enumerate(known)
    ]
    listed = items(composition.names, "step", contents)
    if is_path:
        listed = tuple(map(_with_moment, listed, known))
    style: Literal["path", "steps"] = "path" if is_path else "steps"
    return composition.section(part, OrderedList(id="steps-list", style=style, items=listed))


def _who_and_what(step: Step, is_path: bool) -> Inlines:
    if is_path:
        return (Strong((Text(step.who),)), LineBreak(), *step.what.content)
    if step.when:
        return (Strong((Text(step.who),)), Text(f" ({step.when}). "), *step.what.content)
    return (Strong((Text(f"{step.who}."),)), Text(" "), *step.what.content)


def _with_moment(item: ListItem, step: Step) -> ListItem:
    """Return *item*, which says when *step* is taken before who takes it, if that is known."""
    if not step.when:
        return item
    moment = paragraph(f"{item.id}-when", Text(step.when), style="small")
    return replace(item, blocks=(replace(moment, origin=item.origin), *item.blocks))


# --- of what is there ----------------------------------------------------------------------------


@builds("sources", last=True)
def sources(composition: Composition, part: EditionPart) -> Block | None:
    """The sources that the other parts call, in the order of their numbers."""
    entries = composition.citations.list()
    if not entries:
        return None
    listed = OrderedList(id="sources-list", style="references", items=entries)
    return Section(
        id="sources", key="sources", title=composition.title(part), level=2, blocks=(listed,),
        area=area(part),
    )  # fmt: skip


@builds("contents", last=True)
def contents(composition: Composition, part: EditionPart) -> Block | None:
    """The sections of the body; where the edition names parts, these, each with what is in it."""
    listed = [
        (made_of, ContentsEntry(block.number, block.title, block.id))
        for made_of, block in composition.built
        if isinstance(block, Section)
        and block.title
        and made_of.area != "foot"
        and block.level == 2
    ]
    title = composition.title(part)
    parts = _parts(composition, listed)
    if not parts:
        return Contents(id="contents", title=title, entries=tuple(entry for _part, entry in listed))
    page = composition.wording.labels.words["contents-page"].partition("{page}")[0]
    return Contents(id="contents", title=title, parts=lettered(parts), page=page)


def _parts(
    composition: Composition, listed: list[tuple[EditionPart, ContentsEntry]]
) -> tuple[ContentsPart, ...]:
    """Return what the edition's parts begin, each with those of the sections *listed* that follow it."""
    words = composition.wording.labels.words
    parts: list[ContentsPart] = []
    for row in composition.edition.sections:
        if row.opens:
            title = (Text(row.opens),)
            one, many = words["contents-section"], words["contents-sections"]
            parts.append(ContentsPart("", title, "", "", "", (), one, many))
        entries = tuple(entry for made_of, entry in listed if made_of is row)
        if parts and entries:
            parts[-1] = replace(parts[-1], entries=parts[-1].entries + entries)
    rows = {entry.target: made_of for made_of, entry in listed}
    return tuple(replace(part, entries=_named(part.entries, rows)) for part in parts)


def _named(
    entries: tuple[ContentsEntry, ...], rows: Mapping[str, EditionPart]
) -> tuple[ContentsEntry, ...]:
    """Return *entries*, with a name for those that one line has room for: the first that an edition would
    give up is the first that is not named."""
    names = {entry.target: _name(entry, rows[entry.target]) for entry in entries}
    order = sorted(
        entries, key=lambda e: -(101 if rows[e.target].required else rows[e.target].weight)
    )
    room, kept = _LINE, set[str]()
    for entry in order:
        if len(names[entry.target]) + len(_COMMA) <= room:
            room -= len(names[entry.target]) + len(_COMMA)
            kept.add(entry.target)
    return tuple(
        replace(entry, title=(Text(names[entry.target]),) if entry.target in kept else ())
        for entry in entries
    )


def _name(entry: ContentsEntry, row: EditionPart) -> str:
    """Return what the line of its part calls *entry*, in a sentence."""
    title = plain(entry.title)
    return row.called or f"{title[:1].lower()}{title[1:]}"


@builds("tables", last=True)
def tables(composition: Composition, part: EditionPart) -> Block | None:
    """The tables that have a label."""
    return _captioned(composition, part, "tables", Table)


@builds("figures", last=True)
def figures(composition: Composition, part: EditionPart) -> Block | None:
    """The figures that have a label."""
    return _captioned(composition, part, "figures", Figure)


def _captioned(
    composition: Composition,
    part: EditionPart,
    lists: Literal["tables", "figures"],
    wanted: type[Captioned],
) -> Block | None:
    entries = tuple(
        ContentsEntry(block.label, block.caption, block.id)
        for block in walk(block for _part, block in composition.built)
        if isinstance(block, wanted) and block.label
    )
    if not entries:
        return None
    return Contents(id=f"{lists}-list", title=composition.title(part), entries=entries, lists=lists)
