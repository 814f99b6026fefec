"""Where the files of briefs are, from the project's root, and what is said where they cannot be."""

from pitstop_docs.problems.diagnostics import BriefId, Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.writers.targets import DEFAULT_SHOP, Pdf, Target, Word

BRIEFS = "output/briefs"
ADDRESSED = "output/addressed"  # with room for the words of a recipient: what packs are made of
ACTS = "output/acts"
LETTERHEADS = "output/letterheads"
PACKS = "output/packs"  # copies of the files above: packs/ looks after them
PRESS = "output/press"
JOB_SHEETS = "output/job-sheets"
INDEX = "output/index.html"
FIT = "output/fit.html"


def path_of(id: BriefId, target: Target) -> str:
    """Return where the file of a brief or an act is that *target* asks for."""
    acts = id.kind == "act"
    name = f"{id.source}/{id.edition}" if acts else f"{id.edition}/{id.source}"
    if id.kind == "addressed":
        paper = f"{target.letterhead}/" if isinstance(target, Word) and target.letterhead else ""
        return f"{ADDRESSED}/{paper}{name}{target.suffix}"
    if isinstance(target, Word) and target.letterhead:
        return f"{LETTERHEADS}/{target.letterhead}/{'acts/' if acts else ''}{name}{target.suffix}"
    if isinstance(target, Pdf) and target.shop:
        return f"{press_folder(target.shop)}/{name}{'-prova' if target.is_proof else ''}{target.suffix}"
    return f"{ACTS if acts else BRIEFS}/{name}{target.suffix}"


def press_folder(shop: str) -> str:
    """Return where the files for a print shop are: those of the usual one in no folder of its own."""
    return PRESS if shop == DEFAULT_SHOP else f"{PRESS}/{shop}"


def report_unwritable(path: str, error: OSError, place: Location, reporter: Reporter) -> None:
    """Report that the file *path*, from the project's root, cannot be written."""
    reporter.report(
        "cannot-write",
        place,
        _("{path} cannot be written: {reason}").format(path=path, reason=reason_of(error)),
    )
