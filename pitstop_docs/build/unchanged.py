"""Is there anything to do at all? Answered without reading a source or loading a library.

Enters: the inputs, the ledger, the files in ``output/``. Leaves: what the last build of the same choice
found, when everything that it depended on is the same and every file is what it wrote."""

from collections.abc import Mapping
from pathlib import Path

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.inputs import Inputs
from pitstop_docs.build.lazily import Lazily
from pitstop_docs.build.ledger import Ledger, Stamp
from pitstop_docs.build.paths import ACTS, BRIEFS, LETTERHEADS, PRESS, path_of
from pitstop_docs.runs.digests import file_digest, files_in


def unchanged(inputs: Inputs, ledger: Ledger, choice: Choice) -> Stamp | None:
    """Return the stamp of *choice* if it holds: then a build would change nothing."""
    stamp = ledger.stamps.get(choice.name)
    if stamp is None or stamp.everything != inputs.everything:
        return None
    rows = [ledger.rows.get(id) for id in stamp.briefs]
    if any(row is None or row.failed for row in rows):
        return None
    files = {
        path_of(id, target): digest
        for id, row in zip(stamp.briefs, rows, strict=True)
        if row is not None
        for target, digest in row.files.items()
    }
    written = {**files, **ledger.pages}
    as_written = all(file_digest(inputs.root / path) == found for path, found in written.items())
    return stamp if as_written else None


def written_files(root: Path) -> Mapping[str, str]:
    """Return the digest of each file of briefs and acts, on letterheads and for presses too, by its path from
    the root."""
    folders = (BRIEFS, ACTS, LETTERHEADS, PRESS)
    paths = [f"{folder}/{name}" for folder in folders for name in files_in(root / folder)]
    return Lazily(paths, lambda path: file_digest(root / path))
