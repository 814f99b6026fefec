"""``output/fit.html``: every brief's text, with what its readers do not see marked in its place.

Enters: the cuts of the briefs just made. Leaves: one static page, and ``fit.json`` from which the next
build learns what this one did not make. Texts of sources are escaped.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from pitstop_docs.copyfit.report import Cut, Passage, cut_from
from pitstop_docs.look.theme import Templates, load_theme
from pitstop_docs.problems.messages import _, decimal, language, ngettext
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.files import write_whole

Cuts = Mapping[tuple[str, str], Cut]


def write_fit_page(root: Path, collection: Collection, templates: Templates, cuts: Cuts) -> None:
    """Write the page of all briefs; *cuts*, by source and edition, are those that are new."""
    known = {(case.id, edition) for case in collection.cases for edition in collection.editions}
    merged = {key: cut for key, cut in {**_read(root), **cuts}.items() if key in known}
    write_whole(root / "output" / "fit.html", _render(collection, templates, merged))
    rows = [cut.as_json() for _key, cut in sorted(merged.items())]
    write_whole(_state(root), json.dumps(rows, ensure_ascii=False).encode(), durable=False)


def _state(root: Path) -> Path:
    return root / "output" / "fit.json"


def _read(root: Path) -> dict[tuple[str, str], Cut]:
    """Return what earlier builds found; nothing if there were none, or their list is damaged."""
    try:
        cuts = [cut_from(row) for row in json.loads(_state(root).read_text(encoding="utf-8"))]
        return {(cut.source, cut.edition): cut for cut in cuts}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _render(collection: Collection, templates: Templates, cuts: Cuts) -> bytes:
    groups = []
    for case in collection.cases:
        rows = [
            {"edition": edition, "cut": cuts[case.id, edition.id]}
            for edition in collection.editions.values()
            if (case.id, edition.id) in cuts
        ]
        if rows:
            groups.append({"case": case, "rows": rows})
    environment = templates.environment()
    environment.filters.update(groupby_part=_by_part, decimal=decimal)
    page = environment.get_template("fit.html.j2").render(
        project=collection.project,
        groups=groups,
        theme=load_theme(templates),
        lang=language(),
        _=_,
        ngettext=ngettext,
    )
    return page.encode()


def _by_part(passages: Iterable[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    """Yield neighbouring passages of a part with its title."""
    for part, inside in groupby(passages, key=lambda passage: passage.part):
        yield part, list(inside)
