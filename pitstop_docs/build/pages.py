"""``output/index.html`` and ``output/fit.html``: what was made, and what each reader does not see.

Enters: the project's settings, the ledger and the store, and nothing else. Leaves: two static pages. Texts of
sources are escaped."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from pitstop_docs.build.covers import cover_of
from pitstop_docs.build.ledger import Ledger, Row
from pitstop_docs.build.made import Made, find_made
from pitstop_docs.build.paths import FIT, INDEX, path_of, report_unwritable
from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import load_theme
from pitstop_docs.problems.diagnostics import BriefId, Location, Reporter
from pitstop_docs.problems.messages import _, decimal, language, ngettext
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.digests import digest_of, file_digest
from pitstop_docs.runs.files import write_whole
from pitstop_docs.runs.store import Store
from pitstop_docs.tree.cut import Passage
from pitstop_docs.writers.targets import DEFAULT_SHOP, Pdf, Target, Word

_WEIGHTS = (400, 600, 700)


def draw_pages(
    root: Path, collection: Collection, ledger: Ledger, store: Store, reporter: Reporter
) -> dict[str, str]:
    """Draw the pages; return the digest of each by its path from the root. One that cannot be written is
    reported, and the old one stays."""
    made = {id: find_made(store, row.key) or Made(row.key) for id, row in ledger.rows.items()}
    words = collection.labels[collection.project.languages[0]].words
    rows = {
        id: {**_row(id, row, made[id]), "cover": cover_of(root, id, row, store)}
        for id, row in ledger.rows.items()
    }
    cuts = {id: row for id, row in rows.items() if row["cut"]}
    pages = {
        INDEX: _render(
            collection,
            "index.html.j2",
            groups=_groups(collection, ledger, rows),
            words=words,
            faces=_faces(collection),
        ),
        FIT: _render(collection, "fit.html.j2", groups=_groups(collection, ledger, cuts)),
    }
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


def _groups(
    collection: Collection, ledger: Ledger, rows: Mapping[BriefId, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the rows of each source, in the order of the editions; sources without any are left out."""
    groups = []
    for heading in ledger.headings.values():
        found = [
            {"label": edition.label, "edition": edition.id, **row}
            for edition in collection.editions.values()
            for id, row in rows.items()
            if (id.source, id.edition, id.kind) == (heading.id, edition.id, "brief")
        ]
        acts = [
            {"label": _act_title(collection, id), **row}
            for id, row in rows.items()
            if (id.source, id.kind) == (heading.id, "act")
        ]
        if found or acts:
            groups.append({"case": heading, "rows": found, "acts": acts})
    return groups


def _act_title(collection: Collection, id: BriefId) -> str:
    """Return what the act is called, as far as its name says it: its source may be wrong today."""
    for form in collection.act_forms.values():
        name, _form, body = id.edition.partition(f"{form.id}-")
        if not name and body:
            return form.bodies[body].title if body in form.bodies else form.label
    return id.edition


def _row(id: BriefId, row: Row, made: Made) -> dict[str, Any]:
    files = [
        {
            "title": _title(target),
            "format": target.format.upper(),
            "path": Path(path_of(id, target)).relative_to("output").as_posix(),
            "older": target in row.older,
        }
        for target in sorted(row.files, key=_order)
    ]
    return {
        "files": files, "pages": made.pages, "word": made.word, "cut": made.cut,
        "failed": row.failed,
    }  # fmt: skip


def _order(target: Target) -> tuple[bool, bool, Target]:
    """Sort by format, the PDF first; Word files on letterheads and files for a press come last."""
    return bool(target.variant), not isinstance(target, Pdf), target


def _title(target: Target) -> str:
    if isinstance(target, Pdf) and target.shop:
        words = _("PDF for the press, proof") if target.is_proof else _("PDF for the press")
        return words if target.shop == DEFAULT_SHOP else f"{words} ({target.shop})"
    if not isinstance(target, Word):
        return target.format.upper()
    if not target.letterhead:
        return "Word"
    return _("Word, letterhead {id}").format(id=target.letterhead)


def _render(collection: Collection, name: str, **values: Any) -> bytes:
    templates = Templates.of(collection.root).coloured(collection.project.theme_colours)
    environment = templates.environment()
    environment.filters.update(groupby_part=_by_part, decimal=decimal)
    page = environment.get_template(name).render(
        project=collection.project,
        theme=load_theme(templates),
        lang=language(),
        _=_,
        ngettext=ngettext,
        **values,
    )
    return page.encode()


def _by_part(passages: Iterable[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    """Yield neighbouring passages of a part with its title."""
    for part, inside in groupby(passages, key=lambda passage: passage.part):
        yield part, list(inside)
