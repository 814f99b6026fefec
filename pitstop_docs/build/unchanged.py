"""Is there anything to do at all? Answered without reading a source or loading a library.

Enters: the survey, the manifest, the files in ``output/``. Leaves: what the last build of the same
choice found, when everything that it depended on is the same and every file is what it wrote."""

from pathlib import Path

from pitstop_docs.build.inputs import Survey
from pitstop_docs.build.ledger import BRIEFS, LETTERHEADS, Choice, Manifest, Stamp
from pitstop_docs.runs.digests import file_digest, read_tree

INDEX = "output/index.html"


def standing(survey: Survey, manifest: Manifest, choice: Choice) -> Stamp | None:
    """Return the stamp of *choice* if it holds: then a build would change nothing."""
    stamp = manifest.stamps.get(choice.name)
    if stamp is None or stamp.everything != survey.everything:
        return None
    if file_digest(survey.root / INDEX) != manifest.index:
        return None
    for brief in stamp.briefs:
        entry = manifest.entries.get(brief)
        if entry is None or entry.failed:
            return None
        if any(file_digest(survey.root / path) != found for path, found in entry.files.items()):
            return None
    return stamp


def written_files(root: Path) -> dict[str, str]:
    """Return the digest of each file of ``output/briefs/`` and ``output/letterheads/`` by its path
    from the root."""
    return {
        f"{folder}/{name}": found
        for folder in (BRIEFS, LETTERHEADS)
        for name, found in read_tree(root / folder).files.items()
    }
