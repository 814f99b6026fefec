"""What pages say of each source: drawn when it is another, and kept.

Enters: the ledger, the store. Leaves: for each page a group for each source, whose documents are read when a
template asks for them, and what was drawn of it. Nothing is read of a group that is as it was."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pitstop_docs.build.covers import cover_of
from pitstop_docs.build.ledger import Heading, Ledger, Row
from pitstop_docs.build.made import Made, find_made
from pitstop_docs.build.paths import FIT, INDEX, path_of
from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.kept import Kept
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.digests import digest, file_digest, read_tree
from pitstop_docs.runs.libraries import library_versions
from pitstop_docs.runs.store import Store
from pitstop_docs.writers.targets import DEFAULT_SHOP, Pdf, Target, Word

_HERE = Path(__file__).parent
_LIBRARIES = ("jinja2", "markupsafe")
_FILES = ("theme.yaml", *(f"html/{Path(path).name}.j2" for path in (INDEX, FIT)))
# What is read of a document where a template asks for it; None where a page has nothing of it.
Load = Callable[["Shown"], "dict[str, Any] | None"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A document in a group: what it is called there, its row of the ledger, the seal of what is kept of it."""

    label: str
    id: BriefId
    row: Row
    seal: str

    @property
    def key(self) -> tuple[object, ...]:
        """All that what is shown of it depends on."""
        row = self.row
        files = {target.name: found for target, found in row.files.items()}
        older = sorted(target.name for target in row.older)
        return self.label, self.id, row.key, files, older, row.failed, self.seal


@dataclass(frozen=True)
class Group:
    """A source on a page: its heading, its briefs in the order of the editions, its acts."""

    page: str
    case: Heading
    briefs: tuple[Shown, ...]
    drafts: tuple[Shown, ...]
    load: Load

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """What the page shows of the briefs."""
        return [row for shown in self.briefs if (row := self.load(shown))]

    @cached_property
    def acts(self) -> list[dict[str, Any]]:
        """What the page shows of the drafts of acts."""
        return [row for shown in self.drafts if (row := self.load(shown))]

    @property
    def has_covers(self) -> bool:
        """Whether each brief that should show its first page does."""
        return all(row.get("cover") != "" for row in self.rows)


class Entries:
    """The groups of all pages, and what was drawn of them: at each place the latest alone."""

    def __init__(self, root: Path, collection: Collection, ledger: Ledger, store: Store) -> None:
        self.root, self.collection, self.ledger, self.store = root, collection, ledger, store
        self._kept = Kept(store)
        self._lost = False  # what became of a document that is shown
        folders = Templates.of(root).folders
        self._shared = digest((
            [file_digest(folder / name) for folder in folders for name in _FILES],
            read_tree(_HERE).digest,
            library_versions(_LIBRARIES),
            collection.project.model_dump_json(),
            {name: labels.model_dump_json() for name, labels in collection.labels.items()},
        ))  # fmt: skip

    def groups(self, page: str) -> list[Group]:
        """Return the sources that have documents, in the order of the ledger."""
        loads: dict[str, Load] = {INDEX: self._index_row, FIT: self._cut_row}
        found = (
            self._group(page, heading, loads[page]) for heading in self.ledger.headings.values()
        )
        return [group for group in found if group.briefs or group.drafts]

    def drawn(self, group: Group, draw: Callable[[Group], str]) -> str:
        """Return *group* as *draw* draws it, or as it did before, if nothing of it has changed."""
        from markupsafe import Markup  # with Jinja: slow to load

        place = f"drawn {group.page} {group.case.id}"
        shown = [[each.key for each in documents] for documents in (group.briefs, group.drafts)]
        key = self._kept.key_of(self._shared, group.case, shown)
        kept = self._kept.find(place, key, str)
        if kept is None:
            kept = str(draw(group)) if group.rows or group.acts else ""
            if not self._lost and group.has_covers:  # else it is drawn again next time
                self._kept.keep(place, key, kept)
        return Markup(kept)  # what a template has drawn, which escapes everything

    def save(self) -> None:
        """Put into the store what was drawn."""
        self._kept.save()

    def _group(self, page: str, heading: Heading, load: Load) -> Group:
        rows = {id: row for id, row in self.ledger.rows.items() if id.source == heading.id}
        briefs = (
            self._shown(edition.label, id, row)
            for edition in self.collection.editions.values()
            for id, row in rows.items()
            if (id.edition, id.kind) == (edition.id, "brief")
        )
        acts = (
            self._shown(self._act_title(id), id, row)
            for id, row in rows.items()
            if id.kind == "act"
        )
        return Group(page, heading, tuple(briefs), tuple(acts), load)

    def _shown(self, label: str, id: BriefId, row: Row) -> Shown:
        return Shown(label, id, row, self.store.seal_of(row.key))

    def _act_title(self, id: BriefId) -> str:
        """Return what the act is called, as far as its name says it: its source may be wrong today."""
        for form in self.collection.act_forms.values():
            name, _form, body = id.edition.partition(f"{form.id}-")
            if not name and body:
                return form.bodies[body].title if body in form.bodies else form.label
        return id.edition

    # --- what is read of a document ----------------------------------------------------------------

    def _made(self, shown: Shown) -> Made:
        made = find_made(self.store, shown.row.key)
        if made is None:
            self._lost = True
        return made or Made(shown.row.key)

    def _index_row(self, shown: Shown) -> dict[str, Any]:
        id, row, made = shown.id, shown.row, self._made(shown)
        cover = {"cover": cover_of(self.root, id, row, self.store) if _has_cover(id, row) else None}
        return _row(shown, made) | cover

    def _cut_row(self, shown: Shown) -> dict[str, Any] | None:
        made = self._made(shown)
        return _row(shown, made) if made.cut else None


def _has_cover(id: BriefId, row: Row) -> bool:
    return id.kind == "brief" and Pdf() in row.files


def _row(shown: Shown, made: Made) -> dict[str, Any]:
    id, row = shown.id, shown.row
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
        "label": shown.label, "edition": id.edition, "files": files, "pages": made.pages,
        "word": made.word, "cut": made.cut, "failed": row.failed,
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
