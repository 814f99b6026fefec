"""``output/index.html`` and ``output/fit.html``: what was made, and what each reader does not see.

Enters: the project's settings, the ledger and the store, and nothing else. Leaves: two static pages. Texts of
sources are escaped."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from pitstop_docs.build.entries import Entries
from pitstop_docs.build.ledger import Ledger
from pitstop_docs.build.paths import FIT, INDEX, report_unwritable
from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import load_theme
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _, decimal, language, ngettext
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.digests import digest_of, file_digest
from pitstop_docs.runs.files import write_whole
from pitstop_docs.runs.store import Store
from pitstop_docs.tree.cut import Passage

_WEIGHTS = (400, 600, 700)


def draw_pages(
    root: Path, collection: Collection, ledger: Ledger, store: Store, reporter: Reporter
) -> dict[str, str]:
    """Draw the pages; return the digest of each by its path from the root. One that cannot be written is
    reported, and the old one stays."""
    entries = Entries(root, collection, ledger, store)
    words = collection.labels[collection.project.languages[0]].words
    index = _render(collection, entries, INDEX, words=words, faces=_faces(collection))
    pages = {INDEX: index, FIT: _render(collection, entries, FIT)}
    entries.save()
    drawn = {}
    for path, data in pages.items():
        drawn[path] = digest_of(data)
        if file_digest(root / path) != drawn[path]:
            try:
                write_whole(root / path, data)
            except OSError as error:
                report_unwritable(path, error, Location(path), reporter)
    return drawn


def _faces(collection: Collection) -> list[dict[str, Any]]:
    """Return the project's upright faces that the index is set in: they are inside it, so that it looks the
    same wherever it is copied to."""
    templates = Templates.of(collection.root)
    fonts = load_theme(templates).fonts
    return [
        {
            "family": face.family,
            "weight": face.weight,
            "data": b64encode(templates.find(f"fonts/{face.file}").read_bytes()).decode(),
        }
        for face in fonts.faces
        if face.style == "normal"
        and (face.family, face.weight)
        in {*((fonts.display, w) for w in _WEIGHTS), (fonts.text, 400)}
    ]


def _render(collection: Collection, entries: Entries, path: str, **values: Any) -> bytes:
    templates = Templates.of(collection.root).coloured(collection.project.theme_colours)
    environment = templates.environment()
    environment.filters.update(groupby_part=_by_part, decimal=decimal)
    theme = load_theme(templates)
    page = environment.get_template(f"{Path(path).name}.j2").render(
        project=collection.project,
        theme=theme,
        lang=language(),
        groups=entries.groups(path),
        drawn=entries.drawn,
        _=_,
        ngettext=ngettext,
        **values,
    )
    return page.encode()


def _by_part(passages: Iterable[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    """Yield neighbouring passages of a part with its title."""
    for part, inside in groupby(passages, key=lambda passage: passage.part):
        yield part, list(inside)
