"""Parts that are facts: where, since when, who, at what cost; big numbers; the state of the sources.

Enters: a case. Leaves: pairs of label and content, in order. What is not known is left out, and asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pitstop_docs.compose.composition import Composition, builds
from pitstop_docs.compose.parts.doubt import ask, in_sentence
from pitstop_docs.compose.wording import Wording, split_source
from pitstop_docs.records.editions import Edition, EditionPart
from pitstop_docs.records.forms import HOME, NumberRecord
from pitstop_docs.records.model import (
    Case,
    Collection,
    PolicyCase,
    Reference,
)
from pitstop_docs.tree.document import (
    Block,
    Definition,
    DefinitionList,
    Inlines,
    KeyFacts,
    KeyFigure,
    LineBreak,
    Text,
)
from pitstop_docs.tree.origin import key_of

Rows = list[tuple[str, Inlines | None]]  # None is what ought to be known and is not
# The field that a fact comes from; without one it is the record's.
_FIELDS: dict[str, tuple[str, ...]] = {
    "norm": ("act",), "issuer": ("issuer",), "applies-to": ("applies_to",), "where": ("place",),
    "since": ("period", "start"), "until": ("period", "end"), "who": ("actors",),
    "for-whom": ("beneficiaries",), "cost": ("cost",), "maturity": ("maturity",), "audience": (),
    "sources-state": (),
}  # fmt: skip
_ACTORS, _ACTORS_BESIDE = 9, 2  # names at most; so many in a side column


@builds("numbers")
def numbers(composition: Composition, part: EditionPart) -> Block | None:
    """The first numbers, big, each with year, source and certainty."""
    known = [
        (index, number) for index, number in enumerate(composition.case.numbers) if number.known
    ][: part.limit]
    figures = tuple(
        replace(
            _key_figure(number, composition.collection.references, composition.wording),
            id=composition.names.name("number", key_of(number.label)),
            origin=composition.case.origin("numbers", index),
        )
        for index, number in known
    )
    ask_of_numbers(composition, [number for _index, number in known])
    return (
        composition.section(part, KeyFacts(id="numbers-list", figures=figures)) if figures else None
    )


def ask_of_numbers(composition: Composition, known: Iterable[NumberRecord]) -> None:
    """Have asked what is not known of the numbers of a case: the value of some, the year of the *known*."""
    unknown = [number.label for number in composition.case.numbers if not number.known]
    if unknown:
        ask(composition, "value", unknown)
    if not all(number.year for number in known):
        ask(composition, "year")


@builds("facts")
def facts(composition: Composition, part: EditionPart) -> Block | None:
    """Where, since when, who, for whom, at what cost; in the order in which the edition names them."""
    actors = _ACTORS_BESIDE if part.area == "side" else _ACTORS
    rows = _key_facts(composition.collection, composition.case, composition.wording, actors)
    shown = [(key, content) for key, content in rows if not part.columns or key in part.columns]
    if part.columns:
        shown.sort(key=lambda row: part.columns.index(row[0]))
    for key, content in shown:
        if not content:
            title = composition.wording.labels.columns["facts"][key]
            composition.ask(in_sentence(title), composition.doers())
    known = [(key, content) for key, content in shown if content][: part.limit]
    if not known:
        return None
    return composition.section(part, _definitions(composition, "facts-list", known))


@builds("cover-facts")
def cover_facts(composition: Composition, part: EditionPart) -> Block | None:
    """What stands on a cover: for whom, how mature, how well the sources were checked."""
    rows = _cover_facts(composition.case, composition.edition, composition.wording)
    return _definitions(composition, "cover-facts", rows)


def _definitions(
    composition: Composition, id: str, rows: Iterable[tuple[str, Inlines]]
) -> DefinitionList:
    names = composition.wording.labels.columns["facts"]
    items = tuple(
        Definition(
            (Text(names[key]),),
            content,
            id=f"{id}-{key}",
            origin=composition.case.origin(*_FIELDS[key]),
        )
        for key, content in rows
    )
    return DefinitionList(id=id, items=items)


def _key_facts(collection: Collection, case: Case, wording: Wording, actors: int) -> Rows:
    """Return the key facts of *case*, with at most *actors* names."""
    rows: Rows = []
    policy = isinstance(case, PolicyCase)
    if isinstance(case, PolicyCase):
        if case.act:
            rows.append(("norm", wording.norm(collection.references, case.act)))
        rows.append(("issuer", _text(case.issuer)))
        if case.applies_to:
            rows.append(("applies-to", (Text(case.applies_to),)))
    # A national norm holds everywhere: only another place is news.
    if not policy or (case.place and case.place.name != HOME):
        rows.append(("where", _text(_place(case))))
    rows.append(("since", _text(_since(case, wording))))
    if case.period.end:
        rows.append(("until", (Text(wording.partial_date(case.period.end)),)))
    if case.actors or not policy:
        rows.append(("who", _text(_actors(collection, case, actors))))
    if case.beneficiaries:
        rows.append(("for-whom", case.beneficiaries.content))
    rows.append(("cost", case.cost.content if case.cost else None))
    rows.append(("maturity", wording.text(f"maturity-{case.maturity}")))
    return rows


def _cover_facts(case: Case, edition: Edition, wording: Wording) -> list[tuple[str, Inlines]]:
    """Return for whom the brief is, how mature the case is, how well its sources were checked."""
    return [
        ("audience", (Text(edition.audience),)),
        ("maturity", wording.text(f"maturity-{case.maturity}")),
        ("sources-state", (Text(_sources_state(wording)),)),
    ]


def _key_figure(
    number: NumberRecord, references: Mapping[str, Reference], wording: Wording
) -> KeyFigure:
    """Return *number*, big. The year and the source come first: they are what makes it true; how certain it
    is has a line of its own. The column is narrow: the first source stands for those that agree; the
    evidence table names them all."""

    def first(sources: tuple[str, ...]) -> str:
        names = wording.names(references, sources)
        if len(names) < 2:
            return "".join(names)
        key = "and-one-more" if len(names) == 2 else "and-more"
        return wording.word(key, name=names[0], count=len(names) - 1)

    pieces = [*filter(None, [number.year]), first(number.source)]
    others = [
        f"{wording.value(c)} ({', '.join(filter(None, (c.year, first(c.source))))})"
        for c in number.conflicts
    ]
    if others:
        pieces.append(wording.word("sources-disagree", values="; ".join(others)))
    note = (Text(wording.in_a_row(pieces)), LineBreak(), wording.how_certain(number.certainty))
    before, value = wording.change(number)
    return KeyFigure(
        value, (Text(number.label),), note, before=before, conflicting=bool(number.conflicts)
    )


def used_references(collection: Collection, case: Case) -> list[Reference]:
    """Return the references that *case* uses anywhere, norms first, then by short name."""
    ids = {split_source(source)[0] for source, _place in case.sources()}
    found = [collection.references[id] for id in ids if id in collection.references]
    return sorted(found, key=lambda r: (r.type not in ("law", "ruling"), r.short.casefold(), r.id))


def _text(text: str | None) -> Inlines | None:
    return (Text(text),) if text else None


def _place(case: Case) -> str | None:
    place = case.place
    if place is None:
        return None
    text = place.name
    if place.municipality and place.municipality != place.name:
        text += f", {place.municipality}"
    if place.province:
        text += f" ({place.province})"
    elif place.country not in (HOME, place.name):
        text += f", {place.country}"
    return text


def _since(case: Case, wording: Wording) -> str | None:
    start = wording.partial_date(case.period.start) if case.period.start else ""
    note = f"({case.period.note})" if case.period.note else ""
    return " ".join(filter(None, (start, note))) or None


def _actors(collection: Collection, case: Case, limit: int) -> str | None:
    partners = collection.partners
    names = [partners[a.partner].name for a in case.actors if a.partner in partners]
    return "; ".join(names[:limit]) or None


def _sources_state(wording: Wording) -> str:
    checks = wording.checks
    key = {"none": "none-checked", "all": "all-checked"}.get(checks.state, "some-checked")
    count = "sources-count-one" if checks.total == 1 else "sources-count"
    return wording.word(
        count, count=checks.total, checked=wording.word(key, checked=checks.checked)
    )
