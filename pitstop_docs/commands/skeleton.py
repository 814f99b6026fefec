"""``pitstop new``: the commented skeleton of a source.

Enters: a kind and an id. Leaves: a new file under ``sources/``, which passes the checks once
filled."""

import posixpath
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pitstop_docs.checks.labels import check_labels
from pitstop_docs.commands.records import scalar
from pitstop_docs.look.theme import Templates
from pitstop_docs.problems.diagnostics import PitstopError, Reporter, did_you_mean, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.advice import repaired
from pitstop_docs.readers.project import read_project
from pitstop_docs.records.editions import REQUIRED_SECTIONS, Labels
from pitstop_docs.records.model import SHORT_MAX, SUMMARY_MAX, TITLE_MAX, Collection
from pitstop_docs.records.values import SLUG, is_slug
from pitstop_docs.runs.files import write_whole

# Kind → folder under sources/ and template under templates/new/.
KINDS = {
    "practice": ("practices", "case.md.j2"),
    "policy": ("policies", "case.md.j2"),
    "testimony": ("testimonies", "testimony.md.j2"),
}

ACTS = ("law", "ruling", "guideline")  # references on which a policy case can rest


def write_skeleton(root: Path, kind: str, id: str, title: str = "") -> Path:
    """Write the skeleton of *id*, with its *title* if that is known and the ids that the project has;
    raises :class:`PitstopError` on a wrong kind or id, if the file is there already, or where the
    labels, which give it its headings, are broken."""
    if kind not in KINDS:
        known = _("there are: {known}").format(known=", ".join(KINDS))
        message = _("no kind of source '{kind}'").format(kind=kind)
        raise PitstopError(message, did_you_mean(kind, KINDS) or known)
    if not is_slug(id):
        raise PitstopError(
            _("'{id}' is not an id").format(id=id),
            _("use small letters, digits and hyphens: '{example}'").format(
                example=repaired(SLUG, id) or "valle-dei-cavalieri"
            ),
        )
    templates = Templates.of(root)
    reporter = Reporter()
    collection = read_project(root, templates, reporter)
    taken = {case.id for case in collection.cases} | set(collection.testimonies)
    folder, template = KINDS[kind]
    path = root / "sources" / folder / f"{id}.md"
    if path.exists() or id in taken:
        raise PitstopError(
            _("there is a source '{id}' already").format(id=id), _("choose another id")
        )
    environment = Environment(
        loader=FileSystemLoader([folder / "new" for folder in templates.folders]),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    labels = _labels(collection, templates, reporter)
    text = environment.get_template(template).render(
        id=id,
        kind=kind,
        title=scalar(title) if title else "",
        short=scalar(title) if title and len(title) <= SHORT_MAX else "",
        today=date.today().isoformat(),
        title_max=TITLE_MAX,
        summary_max=SUMMARY_MAX,
        short_max=SHORT_MAX,
        bodies=[e.request for e in collection.editions.values() if e.request],
        forms=[form.label for form in collection.act_forms.values()],
        partners=sorted(collection.partners),
        references=sorted(collection.references),
        acts=sorted(r.id for r in collection.references.values() if r.type in ACTS),
        voices=sorted(collection.testimonies),
        headings=labels.headings.get(kind, {}),  # type: ignore[call-overload]
        required=REQUIRED_SECTIONS,
    )
    write_whole(path, text.encode())
    return path


def _labels(collection: Collection, templates: Templates, reporter: Reporter) -> Labels:
    """Return the labels of the project's first language; raises :class:`PitstopError`."""
    check_labels(collection, reporter)
    folders = {relative(folder / "labels", collection.root) for folder in templates.folders}
    for problem in reporter.errors:
        if posixpath.dirname(problem.location.path) in folders:
            raise PitstopError(f"{problem.location}: {problem.message}", problem.hint)
    language = collection.project.languages[0]
    if language not in collection.labels:
        raise PitstopError(
            _("template '{name}' is missing").format(name=f"labels/{language}.yaml"),
            _("put it back under templates/, or reinstall pitstop"),
        )
    return collection.labels[language]
