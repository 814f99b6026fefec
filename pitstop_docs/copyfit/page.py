"""``output/fit.html``: every brief's text, with what its readers do not see marked in its place.

Enters: the cuts of all briefs. Leaves: one static page. Texts of sources are escaped.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pitstop_docs.copyfit.report import Cut, Passage
from pitstop_docs.messages import _, language, ngettext
from pitstop_docs.model import Collection
from pitstop_docs.theme import Templates, load_theme

PAGE = "output/fit.html"


def render_fit_page(
    collection: Collection, templates: Templates, cuts: Mapping[tuple[str, str], Cut]
) -> bytes:
    """Return the page; *cuts* go from source and edition to what was cut."""
    groups = []
    for case in collection.cases:
        rows = [
            {"edition": edition, "cut": cuts[case.id, edition.id]}
            for edition in collection.editions.values()
            if (case.id, edition.id) in cuts
        ]
        if rows:
            groups.append({"case": case, "rows": rows})
    environment = Environment(
        loader=FileSystemLoader([folder / "html" for folder in templates.folders]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["groupby_part"] = _by_part
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
