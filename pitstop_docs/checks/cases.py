"""Rules over practices, policy cases, testimonies and what they name."""

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from pitstop_docs.problems.diagnostics import Location, Reporter, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.records.changes import required_since
from pitstop_docs.records.editions import REQUIRED_SECTIONS
from pitstop_docs.records.forms import Value
from pitstop_docs.records.model import (
    Case,
    Collection,
    Partner,
    Reference,
    Testimony,
)
from pitstop_docs.records.values import bare, is_slug
from pitstop_docs.tree.document import Block, Cite, Paragraph
from pitstop_docs.tree.walk import inlines_of, plain, walk

# What is said by those who made the norm or the count, not by those whom it is about.
_OFFICIAL = ("law", "ruling", "dataset")


def check_references(collection: Collection, reporter: Reporter) -> None:
    """Every call to a reference finds one."""
    known = collection.references
    named = [pair for case in collection.every_case for pair in case.sources()]
    for testimony in collection.every_testimony:
        named += [(m.ref, m.where) for m in testimony.mentions]
        named += [(s, partial(testimony.at, "source", i)) for i, s in enumerate(testimony.source)]
    for source, where in named:
        ref = source.partition(",")[0].strip()
        if ref not in known and not collection.may_exist(Reference, ref):
            reporter.report(
                "unknown-reference",
                where(),
                _("no reference '{ref}'").format(ref=ref),
                _unknown(source, collection.ids_of(Reference), "references.yaml"),
            )


def check_partners(collection: Collection, reporter: Reporter) -> None:
    """Every actor is a partner."""
    for case in collection.every_case:
        for index, actor in enumerate(case.actors):
            id = actor.partner
            if id not in collection.partners and not collection.may_exist(Partner, id):
                reporter.report(
                    "unknown-partner",
                    case.at("actors", index, "partner"),
                    _("no partner '{id}'").format(id=id),
                    _unknown(id, collection.ids_of(Partner), "partners.yaml"),
                )


def check_testimonies(collection: Collection, reporter: Reporter) -> None:
    """Every testimony exists, and was agreed to before it counts as reviewed."""
    for case in collection.every_case:
        for index, id in enumerate(case.testimonies):
            if id not in collection.testimonies and not collection.may_exist(Testimony, id):
                reporter.report(
                    "unknown-testimony",
                    case.at("testimonies", index),
                    _("no testimony '{id}'").format(id=id),
                    _unknown(id, collection.ids_of(Testimony), "testimonies/"),
                )
    for testimony in collection.every_testimony:
        known = testimony.knows("consent") and testimony.knows("pseudonym")
        if (
            testimony.status == "reviewed"
            and known
            and not (testimony.consent or testimony.pseudonym)
        ):
            reporter.report("missing-consent", testimony.at("status"))


def check_reviews(collection: Collection, reporter: Reporter) -> None:
    """What counts as reviewed says by whom and when, and its references were read by a person."""
    records: list[Case | Testimony] = [*collection.cases, *collection.testimonies.values()]
    for record in records:
        if record.status != "reviewed":
            continue
        for field in ("reviewed_by", "reviewed_on"):
            change = required_since(type(record), (field,))
            if change and getattr(record, field) is None:
                message = _("'{field}' is missing: '{status}' asks for it since pitstop {version}")
                reporter.report(
                    "missing-field",
                    record.at("status"),
                    message.format(field=field, status="status: reviewed", version=change.since),
                    _(change.rewrite),
                )
    for case in collection.cases:
        if case.status != "reviewed":
            continue
        if case.reviewed_on and case.reviewed_on < case.updated:
            reporter.report("old-review", case.at("reviewed_on"))
        unchecked = [
            reference.id
            for reference in _references_of(case, collection)
            if reference.checked_on is None
        ]
        if unchecked:
            reporter.report(
                "unchecked-reference",
                case.at("status"),
                _(
                    "this source is reviewed, its references are not all checked: {count} ({refs})"
                ).format(count=len(unchecked), refs=", ".join(unchecked)),
            )


def _references_of(case: Case, collection: Collection) -> list[Reference]:
    """Return the references that *case* names, each once, those alone that there are."""
    ids = dict.fromkeys(source.partition(",")[0].strip() for source, _place in case.sources())
    return [collection.references[id] for id in ids if id in collection.references]


def check_sections(collection: Collection, reporter: Reporter) -> None:
    """The required sections are there, and no section is empty."""
    for case in collection.every_case:
        headings = collection.labels[case.language].headings[case.kind]
        for key in REQUIRED_SECTIONS:
            if key not in case.sections:
                reporter.report(
                    "missing-section",
                    case.location,
                    _("section '{heading}' is missing").format(heading=headings[key]),
                    _("write '## {heading}' and its text in the body").format(
                        heading=headings[key]
                    ),
                )
        for section in case.sections.values():
            if not section.typed:
                reporter.report(
                    "empty-section",
                    section.location,
                    _("section '{heading}' is empty").format(heading=headings[section.key]),
                )


def check_evidence(collection: Collection, reporter: Reporter) -> None:
    """Every paragraph and list item of the results calls a reference."""
    for case in collection.every_case:
        section = case.sections.get("results")
        for paragraph, place in _claims(section.blocks if section else ()):
            if not any(isinstance(inline, Cite) for inline in inlines_of(paragraph.content)):
                reporter.report(
                    "uncited-evidence",
                    place,
                    _("this result names no source: '{words}'").format(
                        words=textwrap.shorten(plain(paragraph.content), 50, placeholder="…")
                    ),
                )


def check_numbers(collection: Collection, reporter: Reporter) -> None:
    """Numbers come from sources that may be used for them, and claim no more certainty than
    those."""
    for case in collection.every_case:
        for index, number in enumerate(case.numbers):
            if _YEAR.match(number.label) and number.value in _YEARS and not number.unit:
                message = _("'{label}' is a year: briefs would print it as an amount, with a point")
                reporter.report(
                    "years-or-amounts",
                    case.at("numbers", index, "value"),
                    message.format(label=number.label),
                    _("say when in 'period' or 'timeline'; in 'numbers' write how many"),
                )
            _check_value(number, case, ("numbers", index), collection, reporter)
            for n, value in enumerate(number.conflicts):
                _check_value(value, case, ("numbers", index, "conflicts", n), collection, reporter)


_YEAR = re.compile(r"(?:l[’'])?anno\b|year\b", re.IGNORECASE)
_YEARS = range(1000, 2100)


def _check_range(number: Value, place: Location, reporter: Reporter) -> None:
    if number.before is not None:
        _check_change(number, place, reporter)
    elif number.to is not None and number.value is None:
        reporter.report("wrong-range", place, _("'to' ends a range that 'value' does not begin"))
    elif number.to is not None and number.value is not None and number.to <= number.value:
        ends = _("the range from {value} to {to} does not rise")
        reporter.report("wrong-range", place, ends.format(value=number.value, to=number.to))


def _check_change(number: Value, place: Location, reporter: Reporter) -> None:
    hint = _("write 'from: 9' and 'to: 56' for what was 9 and became 56, without 'value'")
    if number.value is not None:
        message = _("a number has 'value' or 'from', not both")
    elif number.to is None:
        message = _("'from' begins a change that 'to' does not end")
    elif number.to == number.before:
        message = _("from {value} to {to} nothing changes").format(
            value=number.before, to=number.to
        )
    else:
        return
    reporter.report("wrong-range", place, message, hint)


def _check_value(
    value: Value,
    case: Case,
    path: tuple[str | int, ...],
    collection: Collection,
    reporter: Reporter,
) -> None:
    _check_range(value, case.at(*path), reporter)
    used = [
        (index, reference)
        for index, source in enumerate(value.source)
        if (reference := collection.references.get(source.partition(",")[0].strip()))
    ]
    for index, reference in used:
        if not reference.numbers:
            reporter.report(
                "rejected-for-numbers",
                case.at(*path, "source", index),
                _("figures of '{ref}' must not be used: {why}").format(
                    ref=reference.id, why=reference.note or _("it says 'numbers: false'")
                ),
            )
    if value.certainty == "high" and used and not any(_independent(r) for _index, r in used):
        reporter.report("certainty-too-high", case.at(*path, "certainty"))


def _independent(reference: Reference) -> bool:
    return reference.independent or reference.type in _OFFICIAL


def check_periods(collection: Collection, reporter: Reporter) -> None:
    """What ends has begun before."""
    for case in collection.every_case:
        start, end = case.period.start or "", case.period.end or ""
        known = min(len(start), len(end))  # 2003 may be before 2003-05, or after
        if end[:known] < start[:known]:
            message = _("'end' ({end}) is before 'start' ({start})").format(end=end, start=start)
            hint = _("write the first date in 'start', the last in 'end'")
            reporter.report("wrong-range", case.at("period", "end"), message, hint)


def check_options(collection: Collection, reporter: Reporter) -> None:
    """One option is to do nothing, and at most one is preferred."""
    for case in collection.every_case:
        if not (case.options and case.knows("options")):
            continue
        place = case.at("options")
        nothing = sum(option.do_nothing for option in case.options)
        if nothing != 1:
            keep = _("keep 'do_nothing: true' on one") if nothing else ""
            reporter.report("no-do-nothing", place, hint=keep)
        if sum(option.preferred for option in case.options) > 1:
            reporter.report("two-preferred", place)


_WORD = re.compile(r"[^\s,;]+")
_LOCUS = re.compile(r"(?:(?:all|art|artt|c|cap|n|p|pag|par|pp|tab)\b|§|\d)", re.IGNORECASE)


def _unknown(typed: str, ids: Mapping[str, str], where: str) -> str:
    """Return what to write for *typed*, which is called by none of *ids*: these go from what something may
    be called to its id."""
    id = typed.partition(",")[0]
    called = {bare(name): found for name, found in ids.items()}
    # "Relazione del consorzio", "scheda p. 3": its name or its id, then perhaps a place in it.
    for end in reversed([word.end() for word in _WORD.finditer(typed)]):
        found = called.get(bare(typed[:end]))
        rest = typed[end:].strip(" ,;")
        if found and (not rest or _LOCUS.match(rest)):
            return _("write '{value}'").format(value=f"{found}, {rest}" if rest else found)
    near = did_you_mean(id, set(ids.values()))
    if near:
        return near
    if is_slug(id):
        return _("correct it, or add it to sources/{where}").format(where=where)
    return _(
        "an id stands here, not a name: add an entry to sources/{where}, and write its id"
    ).format(where=where)


def _claims(blocks: Iterable[Block]) -> list[tuple[Paragraph, Location]]:
    """Return the paragraphs that must name a source, those of list items too."""
    return [
        (block, block.location)
        for block in walk(blocks)
        if isinstance(block, Paragraph) and block.location
    ]


CASE_CHECKS: tuple[Callable[[Collection, Reporter], None], ...] = (
    check_references,
    check_partners,
    check_testimonies,
    check_reviews,
    check_sections,
    check_evidence,
    check_numbers,
    check_periods,
    check_options,
)
