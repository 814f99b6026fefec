"""Parts that are tables: options, barriers, resources, evidence, TIDieR, the grid, references…

Enters: the records of a case. Leaves: rows, with one cell for every column that the edition shows.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count, groupby

from pitstop_docs.compose.composition import Composition, builds, items, paragraph
from pitstop_docs.compose.parts.doubt import Cells, ask, sifted
from pitstop_docs.compose.parts.facts import ask_of_numbers, used_references
from pitstop_docs.compose.parts.figures import is_charted, numbers_in
from pitstop_docs.compose.wording import split_source
from pitstop_docs.records.editions import PARTS, EditionPart
from pitstop_docs.records.forms import (
    HOME,
    IN_FORCE,
    LegalBasis,
    NumberRecord,
    Tidier,
    TidierItem,
    Value,
)
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
    ("evidence", "label"): 2.0, ("evidence", "value"): 1.2, ("evidence", "year"): 1.15,
    ("evidence", "source"): 1.5, ("evidence", "certainty"): 0.9, ("legal", "about"): 1.8,
    ("foreign-norms", "about"): 1.8,
    ("tidier", "item"): 0.7, ("tidier", "text"): 2.6, ("tidier", "source"): 0.8,
    ("transferability", "condition"): 1.4, ("transferability", "block"): 0.8,
    ("transferability", "answer"): 0.7, ("transferability", "note"): 1.9,
    ("transferability", "source"): 1.0,
    ("indicators", "how"): 1.6, ("indicators", "when"): 0.7,
    ("references", "reference"): 4, ("references", "checked"): 0.9,
}  # fmt: skip
_RIGHT = {("evidence", "value"), ("resources", "amount")}


@builds("options")
def options(composition: Composition, part: EditionPart) -> Block | None:
    """SUPPORT's options, "do nothing" first as written; the preferred one is highlighted."""
    found = composition.case.options
    rows: list[Cells] = [
        {
            "name": (Text(option.name),),
            "benefits": option.benefits.content,
            "costs": option.costs.content,
            "harms": option.harms.content,
            "uncertainty": _prose(option.uncertainty) or (),
            "how": _prose(option.how) or (),
            "views": _prose(option.views) or (),
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
    rows: list[Cells] = [
        {
            "barrier": (Text(b.barrier),),
            "there": _prose(b.there),
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
            "provider": _text(r.provider),
            "amount": _text(r.amount),
            "note": _prose(r.note) or (),
            "source": _sources(composition, r.source),
        }
        for r in composition.case.resources
    ]
    table = _table(composition, part, rows, _items(composition, "resources"))
    return _section(composition, part, table)


@builds("evidence")
def evidence(composition: Composition, part: EditionPart) -> Block | None:
    """Every number that is known, with its year, source and certainty; conflicting values in rows of
    their own. What a chart has in a table of its own is said there."""
    rows: list[Cells] = []
    origins: list[Origin] = []
    units: list[str] = []
    named: list[tuple[str, NumberRecord]] = []
    for index, number in enumerate(composition.case.numbers):
        if not number.known:
            continue
        label = f"{number.label[:1].upper()}{number.label[1:]}"
        rows.append(_number(composition, number, label))
        other = composition.wording.word("other-source", label=label)
        rows += [_number(composition, value, other) for value in number.conflicts]
        origin = partial(composition.case.origin, "numbers", index)
        origins += [origin(), *(origin("conflicts", n) for n in range(len(number.conflicts)))]
        unit = composition.names.name("evidence", key_of(number.label))
        named.append((unit, number))
        units += [unit] * (1 + len(number.conflicts))
    ask_of_numbers(composition, composition.case.numbers)
    table = _table(composition, part, rows, origins)
    if table is None:
        return None
    evident = numbers_in((table,))
    charted = {unit for unit, number in named if is_charted(composition, number, evident)}
    pairs = zip(table.rows, units, strict=True)
    kept = tuple(replace(row, unit=unit) for row, unit in pairs if unit not in charted)
    return _section(composition, part, replace(table, rows=kept)) if kept else None


@builds("tidier")
def tidier(composition: Composition, part: EditionPart) -> Block | None:
    """Those of TIDieR's items 2 to 12 of which something is known; the others are asked, but where nothing
    is known: then the source says nothing of them."""
    titles = composition.wording.labels.tidier
    said: dict[str, TidierItem | None] = {
        key: getattr(composition.case.tidier, key) for key in Tidier.model_fields
    }
    rows: list[Cells] = [
        {
            "item": (Text(titles[key]),),
            "text": item.text.content,
            "source": _sources(composition, item.source),
        }
        for key, item in said.items()
        if item
    ]
    if rows and len(rows) < len(said):
        ask(composition, "tidier", (titles[key] for key, item in said.items() if not item))
    origins = [composition.case.origin("tidier", key) for key, item in said.items() if item]
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
            "note": _prose(c.note) or (),
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
    rows: list[Cells] = [
        {
            "indicator": (Text(i.indicator),),
            "how": i.how.content,
            "when": _text(i.when),
        }
        for i in composition.case.indicators
    ]
    table = _table(composition, part, rows, _items(composition, "indicators"))
    return _section(composition, part, table)


@builds("legal")
def legal(composition: Composition, part: EditionPart) -> Block | None:
    """Norms and what they are for: a table where the edition is numbered, a list elsewhere. Those of other
    countries are in none of them where the edition has a part of their own."""
    apart = any(other.part == "foreign-norms" for other in composition.edition.sections)
    return _norms(composition, part, _cited(composition, lambda abroad: not (apart and abroad)))


@builds("foreign-norms")
def foreign_norms(composition: Composition, part: EditionPart) -> Block | None:
    """Norms that are in force in other countries, likewise: nobody here can rely on them."""
    return _norms(composition, part, _cited(composition, bool))


def _cited(
    composition: Composition, wanted: Callable[[bool], bool]
) -> list[tuple[Inlines, LegalBasis, Origin]]:
    """Return the norms of the case that are *wanted*, which is told whether one is of another country, each
    with its name and where it stands. The country stands after the name of a foreign one."""
    known = composition.collection.references
    found: list[tuple[Inlines, LegalBasis, Origin]] = []
    for index, norm in enumerate(composition.case.legal):
        ref, _locus = split_source(norm.source)
        country = known[ref].country if ref in known else HOME
        abroad = country not in IN_FORCE
        if wanted(abroad):
            name = composition.wording.norm(known, norm.source)
            if abroad:
                name += (Text(f" ({country})"),)
            found.append((name, norm, composition.case.origin("legal", index)))
    return found


def _norms(
    composition: Composition, part: EditionPart, norms: list[tuple[Inlines, LegalBasis, Origin]]
) -> Block | None:
    if composition.edition.numbered:
        rows: list[Cells] = [{"source": name, "about": n.about.content} for name, n, _at in norms]
        table = _table(composition, part, rows, [origin for _name, _norm, origin in norms])
        return _section(composition, part, table)
    said = [
        ((Strong(name), Text(". "), *norm.about.content), origin)
        for name, norm, origin in norms[: part.limit]
    ]
    if not said:
        return None
    listed = items(composition.names, "norm", said)
    return composition.section(part, BulletList(id=f"{part.part}-list", items=listed))


@builds("references")
def references(composition: Composition, part: EditionPart) -> Block | None:
    """Every reference of the case in full, norms first, with the day on which each was checked."""
    used = used_references(composition.collection, composition.case)
    rows: list[Cells] = [
        {
            "reference": composition.wording.full_reference(r),
            "checked": (Text(composition.wording.day(r.checked_on)),) if r.checked_on else (),
        }
        for r in used
    ]
    table = _table(composition, part, rows, [r.origin() for r in used])
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
    first = PARTS[name].columns[0]
    ids = [composition.names.name(name, key_of(plain(cells[first] or ()))) for cells in rows]
    rows, shown = sifted(composition, name, rows, part.columns or default or PARTS[name].columns)
    if not rows:
        return None
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
            id=id,
            origin=origin,
            cells=tuple(cells[column] or (Text("–"),) for column in shown),
        )
        for id, cells, origin in zip(ids, rows, origins, strict=False)
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
        "year": _text(value.year) or (),
        "source": _sources(composition, value.source),
        "certainty": (composition.wording.certainty(value.certainty),),
    }


def _prose(prose: Prose | None) -> Inlines | None:
    return prose.content if prose else None


def _text(text: str | None) -> Inlines | None:
    return (Text(text),) if text else None


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
