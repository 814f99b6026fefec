"""Which sources briefs can be made of: one colleague's mistake stops nobody else.

Enters: a Collection, all that was found wrong in it, and a choice. Leaves: a :class:`Readout`, and in the
reporter the problems of what is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.ledger import Heading, Ledger
from pitstop_docs.problems.diagnostics import Reporter, UnknownName, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.records.concerns import Concerns, Source
from pitstop_docs.records.model import Case, Collection

C = TypeVar("C", bound=Case)


@dataclass(frozen=True, slots=True)
class Readout:
    """What was read: ``right`` holds those cases alone of which, and of all that they use, nothing is wrong;
    ``sources`` are all that are there, ``wrong`` the files of the others. ``stopped``: something is wrong
    that everything is made of."""

    right: Collection
    sources: tuple[Source, ...]
    wrong: frozenset[str]
    stopped: bool

    def wrong_names(self, choice: Choice) -> tuple[str, ...]:
        """Return the names of the wrong sources that are chosen."""
        names = (source.name for source in self.sources if source.path in self.wrong)
        return tuple(dict.fromkeys(name for name in names if _is_chosen(name, choice)))

    def names(self, ledger: Ledger) -> dict[str, Source]:
        """Return each source by the name that its briefs have; by the one in *ledger* too that they had
        before it was wrong, since its id may be what cannot be read."""
        found: dict[str, Source] = {}
        for source in self.sources:
            if source.path not in self.wrong or source.name not in found:
                found[source.name] = source
        by_path = {source.path: source for source in self.sources if source.path in self.wrong}
        for heading in ledger.headings.values():
            if heading.path in by_path:
                found.setdefault(heading.id, by_path[heading.path])
        return found

    def headings(self, ledger: Ledger) -> dict[str, Heading]:
        """Return the heading of each source; of one that is wrong, as *ledger* knows it."""
        found = {}
        for name, source in self.names(ledger).items():
            old = ledger.headings.get(name) if source.path in self.wrong else None
            found[name] = old or _heading(source, name)
        return found


def sort_out(
    collection: Collection, found: Reporter, choice: Choice, reporter: Reporter
) -> Readout:
    """Return what of *collection* is right, given all that was *found*; what concerns the sources of *choice*
    goes to *reporter*, all of it if none is named. Raises :class:`UnknownName` on one."""
    concerns = Concerns(collection)
    stopped = any(concerns.everybody(error.location) for error in found.errors)
    if not stopped:  # else nobody knows what there is
        know(choice.sources, (s.name for s in concerns.sources), _("no source '{name}'"))
        know(choice.editions, collection.editions, _("no edition '{name}'"))
    for problem in found.diagnostics:
        place = problem.location
        if (
            concerns.everybody(place)
            or not choice.sources
            or any(_is_chosen(source.name, choice) for source in concerns.whom(place))
        ):
            reporter.add(problem)
    wrong = frozenset(s.path for error in found.errors for s in concerns.whom(error.location))
    right = replace(
        collection,
        practices=_right(collection.practices.values(), wrong),
        policies=_right(collection.policies.values(), wrong),
    )
    return Readout(right, concerns.sources, wrong, stopped)


def know(names: tuple[str, ...], known: Iterable[str], message: str) -> None:
    """Raise :class:`UnknownName` with *message* if one of *names* is not *known*."""
    ids = list(known)
    for name in names:
        if name not in ids:
            hint = did_you_mean(name, ids) or _("there are: {known}").format(known=", ".join(ids))
            raise UnknownName(message.format(name=name), hint)


def _right(cases: Iterable[C], wrong: frozenset[str]) -> dict[str, C]:
    return {case.id: case for case in cases if case.location.path not in wrong}


def _is_chosen(name: str, choice: Choice) -> bool:
    return not choice.sources or name in choice.sources


def _heading(source: Source, name: str) -> Heading:
    case = source.case
    if case is None:
        return Heading(name, source.path, source.kind, name)
    return Heading(name, source.path, case.kind, case.title, case.summary, case.status)
