"""Finished Word files, read again: what readers and Word trip over and schema validators miss.

Enters: the files under ``output/``, ours or edited since. Leaves: an error for each fault, one code
for each rule. The rules know nothing of how the files were made.
"""

from pathlib import Path

from pitstop_docs.problems.diagnostics import Location, Reporter, relative
from pitstop_docs.proofing.access import ACCESS
from pitstop_docs.proofing.opening import open_finished
from pitstop_docs.proofing.structure import STRUCTURE

__all__ = ["proof", "proof_output"]


def proof_output(root: Path, reporter: Reporter) -> int:
    """Check every Word file below ``output/`` of the project at *root*; return how many."""
    # Word leaves lock files (~$name.docx) beside the documents it has open.
    files = [f for f in sorted((root / "output").rglob("*.docx")) if not f.name.startswith("~$")]
    for file in files:
        proof(file.read_bytes(), Location(relative(file, root)), reporter)
    return len(files)


def proof(data: bytes, place: Location, reporter: Reporter) -> None:
    """Check the Word file *data*, which is at *place*."""
    finished = open_finished(data, place, reporter)
    if finished is not None:
        for check in (*STRUCTURE, *ACCESS):
            check(finished, reporter)
