"""Rules over what people type that is right for the machine and wrong for a reader.

Enters: the running text of sources. Leaves: a warning for each fault of a file, with its right form and
all its places; the slips themselves, for whoever puts them right."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pitstop_docs.checks.accents import ACCENTS
from pitstop_docs.checks.dates import DATES
from pitstop_docs.checks.placeholders import PLACEHOLDERS
from pitstop_docs.checks.slips import Slip, without_addresses
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _, ngettext
from pitstop_docs.records.model import Collection

_FINDERS = (ACCENTS, DATES, PLACEHOLDERS)
_FILES = (
    512  # whose slips are remembered, so that a second check in one process looks for none again
)


def check_typed(collection: Collection, reporter: Reporter) -> None:
    """Accents, days in digits and placeholders; not where an error is told already."""
    errors = {error.location for error in reporter.errors}
    for path, running in running_of(collection):
        faults: dict[tuple[str, str], list[tuple[Slip, Location]]] = defaultdict(list)
        for slip, place in placed(running, path):
            length = slip.end - slip.start
            if errors.isdisjoint(replace(place, column=place.column + i) for i in range(length)):
                faults[slip.code, slip.typed].append((slip, place))
        for (code, _typed), found in faults.items():
            (slip, place), *others = found
            message, hint = _words(slip)
            if others:
                message = _counted(message, [place for _slip, place in found])
            reporter.report(code, place, message, hint)


def running_of(collection: Collection) -> Iterator[tuple[str, str]]:
    """Yield path and running text of each source: what templates say is not typed every day."""
    yield from (
        (p, text) for p, text in collection.running_text.items() if p.startswith("sources/")
    )


@lru_cache(maxsize=_FILES)
def slips_in(running: str) -> tuple[Slip, ...]:
    """Return what is wrong in a file's running text, in its order."""
    finders = [finder for finder in _FINDERS if finder.sign.search(running)]
    text = without_addresses(running) if finders else ""
    return tuple(sorted((s for f in finders for s in f.find(text)), key=lambda s: s.start))


def placed(running: str, path: str) -> Iterator[tuple[Slip, Location]]:
    """Yield each slip of file *path* with its place."""
    line, line_start = 1, 0
    for slip in slips_in(running):
        line += running.count("\n", line_start, slip.start)
        line_start = running.rfind("\n", 0, slip.start) + 1
        yield slip, Location(path, line, slip.start - line_start + 1)


def _words(slip: Slip) -> tuple[str, str]:
    """Return what is wrong, and what to do; an empty hint is that of the table."""
    if slip.code == "left-placeholder":
        return _("'{words}' was left to be filled in").format(words=slip.typed), ""
    by_hand = "" if slip.certain else _("correct it by hand, if it is what you mean")
    if not slip.right:
        message = _("there is no day '{date}'").format(date=slip.typed)
        return message, _("correct it: the day, the month in words, the year")
    right = _("' or '").join(slip.right)
    return _("'{typed}' is written '{right}'").format(typed=slip.typed, right=right), by_hand


def _counted(message: str, places: list[Location]) -> str:
    """Return *message* with how often it is so, and in which lines."""
    lines = list(dict.fromkeys(place.line for place in places))
    where = ngettext("line {lines}", "lines {lines}", len(lines))
    return _("{message} ({count} times: {where})").format(
        message=message, count=len(places), where=where.format(lines=", ".join(map(str, lines)))
    )
