"""What is wanted of a project: its briefs and draft acts, not composed yet.

Enters: a Collection, a choice, what lies in ``output/``. Leaves: a :class:`Draft` for each document, source
by source, each with what is to be made of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from pitstop_docs.build.choice import Choice, formats_of
from pitstop_docs.build.ledger import Ledger
from pitstop_docs.compose import compose
from pitstop_docs.compose.acts import compose_act
from pitstop_docs.look.profiles import Profile
from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.records.acts import drafted_acts
from pitstop_docs.records.editions import Edition
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.letterheads import find_letterheads
from pitstop_docs.writers.targets import Pdf, Target, Word, target_named

FINAL = "reviewed"  # the status of a source whose briefs may be printed


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is wanted: who it is, of which case, what is to be made of it, how it is composed, and
    the ``profiles`` of targets for a press."""

    id: BriefId
    case: Case
    targets: tuple[Target, ...]
    compose: Callable[[], Document]
    profiles: Mapping[str, Profile] = field(default_factory=dict)


def chosen(collection: Collection, choice: Choice) -> Iterator[tuple[Case, Edition]]:
    """Yield the briefs that *choice* names of *collection*, source by source."""
    for case in collection.cases:
        for edition in collection.editions.values():
            if (not choice.sources or case.id in choice.sources) and (
                not choice.editions or edition.id in choice.editions
            ):
                yield case, edition


def drafts_of(
    collection: Collection, choice: Choice, letterheads: tuple[str, ...] = (),
    ledger: Ledger | None = None,
) -> list[Draft]:  # fmt: skip
    """Return the chosen briefs, each with the draft of the act that its body is asked for, where anything is
    to be made of them.

    A letterhead that a document stands on already in *ledger* is made again with it: no file keeps old
    words."""
    if choice.shop:
        return _for_press(collection, choice)
    formats = formats_of(choice)
    rows = ledger.rows if ledger else {}
    there = set(find_letterheads(Templates.of(collection.root))) if rows else set()
    found = []
    for case, edition in chosen(collection, choice):
        wanted = [
            (BriefId(case.id, edition.id, case.language, "addressed" if choice.addressed else "brief"),
             edition.formats, partial(compose, collection, case, edition, choice.addressed)),
            *(
                (BriefId(case.id, act, case.language, "act"), (Word.format,),
                 partial(compose_act, collection, case, body))
                for body, act in drafted_acts(case, collection.act_forms)
                if body == edition.request
            ),
        ]  # fmt: skip
        for id, written, composed in wanted:
            targets = [target_named(format) for format in written if format in formats]
            if Word() in targets:
                before = {
                    t.letterhead
                    for t in (rows[id].files if id in rows else ())
                    if isinstance(t, Word)
                }
                targets += [Word(name) for name in sorted({*letterheads, *(before & there)})]
            if targets:
                found.append(Draft(id, case, tuple(targets), composed))
    return found


def press_targets(collection: Collection, case: Case | None) -> list[Target]:
    """Return what shops may be given of *case*: the file, or a proof of what is not final; either, where
    nobody knows what it is."""
    return [
        Pdf.of_shop(shop, proof)
        for shop in collection.shops
        for proof in (False, True)
        if case is None or proof == (case.status != FINAL)
    ]


def _for_press(collection: Collection, choice: Choice) -> list[Draft]:
    """Return the chosen briefs for a press: proofs of what is not final, unless only that is wanted."""
    found = []
    shop = collection.shops[choice.shop]
    for case, edition in chosen(collection, choice):
        final = case.status == FINAL
        if Pdf.format in edition.formats and (final or not choice.final):
            target = Pdf.of_shop(shop.id, proof=not final)
            profiles = {target.profile: shop.profile(edition.binding, proof=not final)}
            id = BriefId(case.id, edition.id, case.language)
            composed = partial(compose, collection, case, edition)
            found.append(Draft(id, case, (target,), composed, profiles))
    return found
