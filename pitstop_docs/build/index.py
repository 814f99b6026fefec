"""``output/index.html``: every brief with title, kind, edition, pages and links.

Enters: the Collection and what is known of each brief. Leaves: one static page, and ``briefs.json``
from which the next build learns what this one made."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pitstop_docs.build.ledger import LETTERHEADS
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.results import Word
from pitstop_docs.look.theme import Templates, load_theme
from pitstop_docs.problems.messages import _, language, ngettext
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.files import write_whole

Entries = dict[tuple[str, str], "Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one brief: its PDF's pages, the formats that exist, whether they are old."""

    pages: int | None = None
    formats: tuple[str, ...] = ()
    outdated: bool = False
    word: Word | None = None


def _state(root: Path) -> Path:
    return root / "output" / "briefs.json"


def read_entries(root: Path) -> Entries:
    """Return what earlier builds made; nothing if there were none, or their list is damaged."""
    try:
        data = json.loads(_state(root).read_text(encoding="utf-8"))
        return {
            (row["source"], row["edition"]): Entry(
                row["pages"],
                tuple(row["formats"]),
                row["outdated"],
                Word(**row["word"]) if row.get("word") else None,
            )
            for row in data["briefs"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write_index(
    root: Path,
    collection: Collection,
    templates: Templates,
    entries: Mapping[tuple[str, str], Entry],
) -> None:
    """Write the index of the briefs of *collection*, and the list for the next build."""
    groups = []
    kept = []
    for case in collection.cases:
        rows = []
        for edition in collection.editions.values():
            entry = entries.get((case.id, edition.id))
            present = [
                f for f in (entry.formats if entry else ()) if _exists(root, edition.id, case.id, f)
            ]
            if entry is None or not present:
                continue
            kept.append(
                {
                    "source": case.id, "edition": edition.id, "pages": entry.pages,
                    "formats": present, "outdated": entry.outdated,
                    "word": asdict(entry.word) if entry.word else None,
                }
            )  # fmt: skip
            rows.append(
                {
                    "edition": edition, "entry": entry, "formats": sorted(present, reverse=True),
                    "sheets": _sheets(root, edition.id, case.id),
                }
            )  # fmt: skip
        if rows:
            groups.append({"case": case, "rows": rows})
    page = (
        templates.environment()
        .get_template("index.html.j2")
        .render(
            project=collection.project,
            groups=groups,
            words=collection.labels[collection.project.languages[0]].words,
            theme=load_theme(templates),
            lang=language(),
            _=_,
            ngettext=ngettext,
        )
    )
    write_whole(root / "output" / "index.html", page.encode())
    text = json.dumps({"briefs": kept}, ensure_ascii=False, indent=1)
    write_whole(_state(root), text.encode())


def _exists(root: Path, edition: str, source: str, format: str) -> bool:
    return (root / "output" / "briefs" / edition / f"{source}.{format}").is_file()


def _sheets(root: Path, edition: str, source: str) -> dict[str, str]:
    """Return the Word files of a brief on letterheads: where each is, from ``output/``."""
    ids = sorted(folder.name for folder in (root / LETTERHEADS).glob("*") if folder.is_dir())
    paths = {id: Path(path_of(source, edition, f"docx@{id}")) for id in ids}
    return {
        id: path.relative_to("output").as_posix()
        for id, path in paths.items()
        if (root / path).is_file()
    }
