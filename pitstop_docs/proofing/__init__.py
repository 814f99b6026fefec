"""Finished Word files, read again: what readers and Word trip over and schema validators miss.

Enters: the files under ``output/``, ours or edited since. Leaves: an error for each fault, one code
for each rule. The rules know nothing of how the files were made.
"""

from pathlib import Path

from pitstop_docs.problems.diagnostics import Location, Reporter, printable, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.proofing.access import ACCESS
from pitstop_docs.proofing.acts import ACTS
from pitstop_docs.proofing.opening import open_finished, report_unreadable
from pitstop_docs.proofing.structure import STRUCTURE
from pitstop_docs.runs.archive import WordFileError, load_archive

__all__ = ["proof", "proof_output"]


def proof_output(root: Path, reporter: Reporter) -> int:
    """Check every Word file below ``output/`` of the project at *root*, but for the copies in packs; return
    how many."""
    output = root / "output"
    # Word leaves lock files (~$name.docx) beside the documents it has open.
    found = (f for f in output.rglob("*.docx") if not f.name.startswith("~$"))
    found = (f for f in found if output / "packs" not in f.parents)
    files = sorted(file for file in found if file.is_file())
    for file in files:
        place = Location(printable(relative(file, root)))
        try:
            proof(load_archive(file), place, reporter)
        except WordFileError as error:
            report_unreadable(str(error), place, reporter, error.hint)
        except OSError as error:
            message = _("this file cannot be read: {reason}").format(reason=reason_of(error))
            report_unreadable(message, place, reporter)
    return len(files)


def proof(data: bytes, place: Location, reporter: Reporter) -> None:
    """Check the Word file *data*, which is at *place*."""
    finished = open_finished(data, place, reporter)
    if finished is not None:
        for check in (*STRUCTURE, *ACCESS, *ACTS):
            check(finished, reporter)
