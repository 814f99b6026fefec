"""What a document says of the municipality that it is for: room for it, and the words.

Enters: a source, a recipient, the words of the language. Leaves: slots, for a document that is laid out once;
and what each of them says, by its key, for one recipient. What is not known is said to be so, never guessed."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pitstop_docs.compose.composition import paragraph
from pitstop_docs.compose.wording import Wording
from pitstop_docs.records.forms import Population, Suits
from pitstop_docs.records.model import Case
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.tree.document import Definition, DefinitionList, Paragraph, Slot, Text
from pitstop_docs.tree.typeset import typeset

LINE, HEAD = "line", "head"
_LINES = 2  # the highest that a line above the title, or a running head, may become
_NAMED = 3  # places that a condition names, before it counts the others

# The words of a condition, by the bounds that it has.
_BOUNDS = {("min", "max"): "suits-between", ("min",): "suits-from", ("max",): "suits-up-to"}


def recipient_line(wording: Wording) -> Paragraph:
    """Return the line that says whom a document is for."""
    said = wording.word("recipient-line", name=wording.word("recipient-prompt"))
    return paragraph("recipient", Slot(LINE, said, _LINES), style="addressee")


def recipient_head(wording: Wording) -> Slot:
    """Return what pages after the first say of it."""
    said = wording.word("recipient-head", name=wording.word("recipient-prompt"))
    return Slot(HEAD, said, _LINES)


def municipality_facts(suits: Suits, wording: Wording) -> DefinitionList:
    """Return what is said of any municipality, and which of the conditions of *suits* it meets: as long for
    one as for another."""
    terms = {
        "inhabitants": wording.word("letter-inhabitants"),
        "territory": wording.word("letter-territory"),
        **{
            key: wording.word("recipient-condition", condition=condition)
            for key, condition in _conditions(suits, wording).items()
        },
    }
    unknown = wording.word("answer-unknown")
    items = tuple(
        Definition((Text(term),), (Slot(key, unknown),), id=f"municipality-{key}")
        for key, term in terms.items()
    )
    return DefinitionList(id="municipality-facts", items=items)


def recipient_words(
    recipient: Recipient, name: str, suits: Suits, wording: Wording
) -> Mapping[str, str]:
    """Return what the slots of a document about a source that *suits* say of *recipient*, by their keys;
    *name* is its name as it is printed."""
    answers = {True: "yes", False: "no", None: "unknown"}
    said = {
        LINE: wording.word("recipient-line", name=name),
        HEAD: wording.word("recipient-head", name=name),
        "inhabitants": inhabitants(recipient, wording) or wording.word("answer-unknown"),
        "territory": recipient.territory or wording.word("answer-unknown"),
        **{key: wording.word(f"answer-{answers[met]}") for key, met in _met(suits, recipient)},
    }
    language = wording.labels.language
    return {key: typeset(words, language) for key, words in said.items()}


def conditions_met(
    cases: Iterable[Case], recipient: Recipient, wording: Wording
) -> Iterator[tuple[str, str]]:
    """Yield each condition that one of *cases* declares, with what that is called, and the answer for
    *recipient*."""
    for case in cases:
        words = recipient_words(recipient, recipient.name, case.suits, wording)
        for key, condition in _conditions(case.suits, wording).items():
            asked = wording.word("recipient-condition", condition=condition)
            yield f"{case.short}: {asked}", words[key]


def inhabitants(recipient: Recipient, wording: Wording) -> str:
    """Return how many inhabitants *recipient* has, whoever counted them, and when: "2.630 (ISTAT, 2021)"."""
    if recipient.population is None:
        return ""
    count = wording.number(Decimal(recipient.population))
    known = (recipient.population_source, recipient.population_year)
    source = ", ".join(str(each) for each in known if each)
    return wording.word("recipient-inhabitants", count=count, source=source) if source else count


def _conditions(suits: Suits, wording: Wording) -> dict[str, str]:
    """Return the conditions that *suits* names, in words, by the keys of their slots."""
    least, most = suits.population.min, suits.population.max
    bounds = {"min": least, "max": most}
    shown = {k: wording.number(Decimal(v)) for k, v in bounds.items() if v is not None}
    found = {}
    if shown:
        found["suits-population"] = wording.word(_BOUNDS[tuple(shown)], **shown)
    for kind, names in (("territory", suits.territory), ("region", suits.region)):
        if names:
            listed = wording.word("suits-one-of", names=_listed(names, wording))
            found[f"suits-{kind}"] = listed
    return found


def _listed(names: Iterable[str], wording: Wording) -> str:
    """Return the first of *names*, and how many others there are."""
    every = [*names]
    if len(every) <= _NAMED:
        return ", ".join(every)
    first, others = ", ".join(every[:_NAMED]), len(every) - _NAMED
    return wording.word("suits-others", names=first, count=others)


def _met(suits: Suits, recipient: Recipient) -> Iterator[tuple[str, bool | None]]:
    """Yield for each condition of *suits*, by the key of its slot, whether *recipient* meets it; None where
    that is not known."""
    if suits.population != Population():
        known = recipient.population is not None
        yield "suits-population", suits.population.holds(recipient.population) if known else None
    pairs = (
        ("territory", suits.territory, recipient.territory),
        ("region", suits.region, recipient.region),
    )
    for kind, names, own in pairs:
        if names:
            yield f"suits-{kind}", own.casefold() in map(str.casefold, names) if own else None
