"""Parts that are tables: options, barriers, resources, evidence, TIDieR, the grid, references…

Enters: the records of a case. Leaves: rows, with one cell for every column that the edition shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count, groupby

from pitstop_docs.compose.composition import Composition, builds, items, paragraph
from pitstop_docs.compose.parts.facts import used_references
from pitstop_docs.records.editions import PARTS, EditionPart
from pitstop_docs.records.forms import Tidier, TidierItem, Value
from pitstop_docs.records.values import Prose
from pitstop_docs.tree.document import (
    Block,
    BulletList,
    Column,
    Inlines,
    LineBreak,
    Row,
    Strong,
    Table,
    Text,
)
from pitstop_docs.tree.origin import Origin, key_of
from pitstop_docs.tree.walk import plain

# Share of the width by column; what is not named has 1.
_WIDTHS = {
    ("options", "name"): 0.9, ("barriers", "barrier"): 0.8, ("barriers", "there"): 1.5,
    ("barriers", "here"): 1.5, ("resources", "item"): 1.1, ("resources", "note"): 1.6,
    ("evidence", "label"): 2.2, ("evidence", "value"): 1.2, ("evidence", "year"): 0.8,
    ("evidence", "source"): 1.6, ("evidence", "certainty"): 0.9, ("legal", "about"): 1.8,
    ("tidier", "item"): 0.7, ("tidier", "text"): 2.6, ("tidier", "source"): 0.8,
    ("transferability", "condition"): 1.4, ("transferability", "block"): 0.8,
    ("transferability", "answer"): 0.7, ("transferability", "note"): 1.9,
    ("transferability", "source"): 1.0,
    ("indicators", "how"): 1.6, ("indicators", "when"): 0.7,
    ("references", "reference"): 4, ("references", "checked"): 0.9,
}  # fmt: skip
_RIGHT = {("evidence", "value"), ("resources", "amount")}

Cells = dict[str, Inlines]


@builds("options")
def options(composition: Composition, part: EditionPart) -> Block | None:
    """SUPPORT's options, "do nothing" first as written; the preferred one is highlighted."""
    found = composition.case.options
    rows = [
        {
            "name": (Text(option.name),),
            "benefits": option.benefits.content,
            "costs": option.costs.content,
            "harms": option.harms.content,
            "uncertainty": _prose(composition, option.uncertainty),
            "how": _prose(composition, option.how),
            "views": _prose(composition, option.views),
        }
        for option in found
    ]
    default = ("name", "benefits", "costs", "harms")
    table = _table(composition, part, rows, _items(composition, "options"), default)
    if table is None:
        return None
    pairs = zip(table.rows, found, strict=True)
    marked = tuple(replace(row, highlight=option.preferred) for row, option in pairs)
    return _section(composition, part, replace(table, rows=marked))


@builds("barriers")
def barriers(composition: Composition, part: EditionPart) -> Block | None:
    """Obstacles, how they went elsewhere, what can be done here."""
    rows = [
        {
            "barrier": (Text(b.barrier),),
            "there": _prose(composition, b.there),
            "here": b.here.content,
        }
        for b in composition.case.barriers
    ]
    table = _table(composition, part, rows, _items(composition, "barriers"))
    return _section(composition, part, table)


@builds("resources")
def resources(composition: Composition, part: EditionPart) -> Block | None:
    """What it took, who gave it, how much."""
    rows: list[Cells] = [
        {
            "item": (Text(r.item),),
            "provider": _text(composition, r.provider),
            "amount": _text(composition, r.amount),
            "note": r.note.content if r.note else (),
            "source": _sources(composition, r.source),
        }
        for r in composition.case.resources
    ]
    table = _table(composition, part, rows, _items(composition, "resources"))
    return _section(composition, part, table)


@builds("evidence")
def evidence(composition: Composition, part: EditionPart) -> Block | None:
    """Every number with its year, source and certainty; conflicting values in rows of their own."""
    rows: list[Cells] = []
    origins: list[Origin] = []
    units: list[str] = []
    for index, number in enumerate(composition.case.numbers):
        label = f"{number.label[:1].upper()}{number.label[1:]}"
        rows.append(_number(composition, number, label))
        other = composition.wording.word("other-source", label=label)
        rows += [_number(composition, value, other) for value in number.conflicts]
        origin = partial(composition.case.origin, "numbers", index)
        origins += [origin(), *(origin("conflicts", n) for n in range(len(number.conflicts)))]
        unit = composition.names.name("evidence", key_of(number.label))
        units += [unit] * (1 + len(number.conflicts))
    table = _table(composition, part, rows, origins)
    if table is None:
        return None
    pairs = zip(table.rows, units, strict=True)
    return _section(
        composition,
        part,
        replace(table, rows=tuple(replace(row, unit=unit) for row, unit in pairs)),
    )


@builds("tidier")
def tidier(composition: Composition, part: EditionPart) -> Block | None:
    """TIDieR's items 2 to 12; what is not known says so. A form in which nothing is known says nothing."""
    rows: list[Cells] = []
    if all(getattr(composition.case.tidier, key) is None for key in Tidier.model_fields):
        return None
    for key in Tidier.model_fields:
        item: TidierItem | None = getattr(composition.case.tidier, key)
        rows.append(
            {
                "item": (Text(composition.wording.labels.tidier[key]),),
                "text": _prose(composition, item.text if item else None),
                "source": _sources(composition, item.source) if item else (),
            }
        )
    origins = [composition.case.origin("tidier", key) for key in Tidier.model_fields]
    return _section(composition, part, _table(composition, part, rows, origins))


@builds("transferability")
def transferability(composition: Composition, part: EditionPart) -> Block | None:
    """The transferability grid, block by block, with the count of its answers: never a score."""
    names = composition.wording.labels.transferability
    conditions = list(composition.case.transferability.conditions())
    rows: list[Cells] = [
        {
            "condition": (Text(c.condition),),
            "block": (Text(names[block]),),
            "answer": (composition.wording.answer(c.answer),),
            "note": c.note.content if c.note else (),
            "source": _sources(composition, c.source),
        }
        for block, c in conditions
    ]
    origins = [
        composition.case.origin("transferability", block, index)
        for block, found in groupby(block for block, _condition in conditions)
        for index, _block in enumerate(found)
    ]
    table = _table(composition, part, rows, origins)
    if table is None:
        return None
    answers = [condition.answer for _block, condition in conditions]
    counts = {answer: answers.count(answer) for answer in ("yes", "partly", "no", "unknown")}
    lead = paragraph("grid-count", Text(composition.wording.word("grid-count", **counts)))
    # One unit: a part of the grid would belie the count.
    return composition.section(part, replace(lead, unit="grid"), replace(table, unit="grid"))


@builds("indicators")
def indicators(composition: Composition, part: EditionPart) -> Block | None:
    """What to measure, how and when."""
    rows = [
        {
            "indicator": (Text(i.indicator),),
            "how": i.how.content,
            "when": _text(composition, i.when),
        }
        for i in composition.case.indicators
    ]
    table = _table(composition, part, rows, _items(composition, "indicators"))
    return _section(composition, part, table)


@builds("legal")
def legal(composition: Composition, part: EditionPart) -> Block | None:
    """Norms and what they are for: a table where the edition is numbered, a list elsewhere."""
    norms = [
        (composition.wording.norm(composition.collection.references, n.source), n.about.content)
        for n in composition.case.legal
    ]
    if composition.edition.numbered:
        rows: list[Cells] = [{"source": norm, "about": about} for norm, about in norms]
        table = _table(composition, part, rows, _items(composition, "legal"))
        return _section(composition, part, table)
    contents = [(Strong(norm), Text(": "), *about) for norm, about in norms[: part.limit]]
    if not contents:
        return None
    said = zip(contents, _items(composition, "legal"), strict=False)
    listed = items(composition.names, "norm", said)
    return composition.section(part, BulletList(id="legal-list", items=listed))


@builds("references")
def references(composition: Composition, part: EditionPart) -> Block | None:
    """Every reference of the case in full, norms first, with the day on which each was checked."""
    used = used_references(composition.collection, composition.case)
    rows: list[Cells] = [
        {
            "reference": composition.wording.full_reference(r),
            "checked": (Text(composition.wording.checked(r)),),
        }
        for r in used
    ]
    names = ("reference",) if composition.wording.none_checked else ("reference", "checked")
    table = _table(composition, part, rows, [r.origin() for r in used], names)
    return composition.section(part, table) if table else None


# --- tables and their cells ----------------------------------------------------------------------


def _section(composition: Composition, part: EditionPart, table: Table | None) -> Block | None:
    """Return *table* in its section, as many rows as the edition wants."""
    if table is None:
        return None
    return composition.section(part, replace(table, rows=table.rows[: part.limit]))


def _items(composition: Composition, field: str) -> Iterator[Origin]:
    """Yield where the items of *field* stand, as many as are asked for."""
    return (composition.case.origin(field, index) for index in count())


def _table(
    composition: Composition,
    part: EditionPart,
    rows: list[Cells],
    origins: Iterable[Origin],
    default: tuple[str, ...] = (),
) -> Table | None:
    """Return the table of *part*, or None if it has no rows, each of which is named by its first cell and
    stands at one of *origins*; *default* are the columns that are shown where the edition does not choose:
    all of them, if none are named."""
    if not rows:
        return None
    name = part.part
    id = f"{name}-table"
    shown = part.columns or default or PARTS[name].columns
    titles = composition.wording.labels.columns[name]
    columns = tuple(
        Column(
            (Text(titles[column]),),
            _WIDTHS.get((name, column), 1.0),
            "right" if (name, column) in _RIGHT else "left",
        )
        for column in shown
    )
    body = tuple(
        Row(
            id=composition.names.name(name, key_of(plain(cells[PARTS[name].columns[0]]))),
            origin=origin,
            cells=tuple(cells[column] or (Text("–"),) for column in shown),
        )
        for cells, origin in zip(rows, origins, strict=False)
    )
    words = composition.wording.labels.captions[name] if composition.edition.numbered else ""
    return Table(
        id=id, origin=composition.case.origin(name), columns=columns, rows=body,
        caption=(Text(words),) if words else (),
    )  # fmt: skip


def _number(composition: Composition, value: Value, label: str) -> Cells:
    name: Inlines = (Text(label),)
    if value.note:
        name += (Text(f" ({value.note})"),)
    return {
        "label": name,
        "value": (Text(composition.wording.value(value)),),
        "year": (Text(composition.wording.year(value)),),
        "source": _sources(composition, value.source),
        "certainty": (composition.wording.certainty(value.certainty),),
    }


def _prose(composition: Composition, prose: Prose | None) -> Inlines:
    return prose.content if prose else composition.wording.text("not-documented")


def _text(composition: Composition, text: str | None) -> Inlines:
    return (Text(text),) if text else composition.wording.text("not-documented")


def _sources(composition: Composition, sources: tuple[str, ...]) -> Inlines:
    """Return the short names of *sources*, one below the other."""
    known = composition.collection.references
    out: Inlines = ()
    for source in sources:
        ref, locus = composition.wording.place_in(source)
        if ref in known:
            name = known[ref].short + (f", {locus}" if locus else "")
            out += ((LineBreak(),) if out else ()) + (Text(name),)
    return out
