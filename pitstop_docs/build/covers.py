"""First pages as small pictures, for ``output/index.html``: drawn once for each PDF that was ever made.

Enters: what workers drew, or a PDF that nobody has drawn. Leaves: ``data:`` addresses. They are kept under the
digest of their PDF, whatever else was made of the brief with it."""

from pathlib import Path

from pitstop_docs.build.ledger import Row
from pitstop_docs.build.made import Made
from pitstop_docs.build.paths import path_of
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.runs.digests import digest
from pitstop_docs.runs.store import Store
from pitstop_docs.writers.targets import Pdf

_FORM = "cover 1"


def keep_cover(store: Store, made: Made) -> None:
    """Keep the first page that came with *made*."""
    if made.cover and Pdf() in made.files:
        store.write_down(_key(made.files[Pdf()]), made.cover)


def cover_of(root: Path, id: BriefId, row: Row, store: Store) -> str:
    """Return the address of the first page of a brief's PDF, drawn now if that is not kept; "" without a
    PDF, or for one that somebody has spoilt."""
    if id.kind != "brief" or Pdf() not in row.files:
        return ""
    key = _key(row.files[Pdf()])
    kept = store.look_up(key)
    if kept is not None:
        return kept
    from pitstop_docs.writers.pdf.reading import first_page  # slow to load, and mostly it is kept

    try:
        drawn = first_page((root / path_of(id, Pdf())).read_bytes())
    except OSError:  # gone meanwhile
        return ""
    store.write_down(key, drawn)
    return drawn


def _key(pdf: str) -> str:
    return digest((_FORM, pdf))
