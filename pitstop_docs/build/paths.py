"""Where the files of briefs are, from the project's root, and what is said where they cannot be."""

from pitstop_docs.problems.diagnostics import BriefId, Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.writers.targets import Target, Word

BRIEFS = "output/briefs"
ACTS = "output/acts"
LETTERHEADS = "output/letterheads"
PACKS = "output/packs"  # copies of the files above: packs/ looks after them
INDEX = "output/index.html"
FIT = "output/fit.html"


def path_of(id: BriefId, target: Target) -> str:
    """Return where the file of a brief or an act is that *target* asks for."""
    acts = id.kind == "act"
    name = f"{id.source}/{id.edition}" if acts else f"{id.edition}/{id.source}"
    if isinstance(target, Word) and target.letterhead:
        return f"{LETTERHEADS}/{target.letterhead}/{'acts/' if acts else ''}{name}{target.suffix}"
    return f"{ACTS if acts else BRIEFS}/{name}{target.suffix}"


def report_unwritable(path: str, error: OSError, place: Location, reporter: Reporter) -> None:
    """Report that the file *path*, from the project's root, cannot be written."""
    reporter.report(
        "cannot-write",
        place,
        _("{path} cannot be written: {reason}").format(path=path, reason=error.strerror or error),
    )
