"""What is not known, and of whom it is asked: said once in a document, in one line.

Enters: what a source wants asked, and what the parts of its brief found missing. Leaves: whom to ask, and
for what, in order; each thing once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pitstop_docs.records.forms import ToAsk

OFFICES = ""  # the municipality's own, who are asked what nobody else is asked


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked ("alla cooperativa"; :data:`OFFICES` are nobody in particular), and for what."""

    whom: str
    what: tuple[str, ...]


def gather(wanted: Iterable[ToAsk], missing: Iterable[Asked]) -> list[Asked]:
    """Return what the source *wanted* asked and what is *missing* besides, together for each whom, the offices
    last. What the source has somebody asked is not asked of another."""
    found: dict[str, dict[str, str]] = {}
    for one in wanted:
        of = found.setdefault(one.whom or OFFICES, {})
        for what in one.what:
            of.setdefault(what.casefold(), what)
    for asked in missing:
        for what in asked.what:
            if not any(what.casefold() in of for of in found.values()):
                found.setdefault(asked.whom, {})[what.casefold()] = what
    order = sorted(found, key=lambda whom: whom == OFFICES)
    return [Asked(whom, tuple(found[whom].values())) for whom in order]
