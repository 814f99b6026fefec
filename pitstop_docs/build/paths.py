"""Where the files of briefs are, from the project's root, and what is said where they cannot be."""

from typing import assert_never

from pitstop_docs.problems.diagnostics import BriefId, Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.writers.targets import Odt, Pdf, Target, Word

BRIEFS = "output/briefs"
LETTERHEADS = "output/letterheads"
INDEX = "output/index.html"
FIT = "output/fit.html"


def path_of(id: BriefId, target: Target) -> str:
    """Return where the file of a brief is that *target* asks for."""
    name = f"{id.edition}/{id.source}{target.suffix}"
    match target:
        case Word(letterhead) if letterhead:
            return f"{LETTERHEADS}/{letterhead}/{name}"
        case Word() | Pdf() | Odt():
            return f"{BRIEFS}/{name}"
        case _:
            assert_never(target)


def report_unwritable(path: str, error: OSError, place: Location, reporter: Reporter) -> None:
    """Report that the file *path*, from the project's root, cannot be written."""
    reporter.report(
        "cannot-write",
        place,
        _("{path} cannot be written: {reason}").format(path=path, reason=error.strerror or error),
    )
