"""``pitstop init``: a project that builds, in an empty folder.

Enters: a folder, who sends the briefs and in which language. Leaves: the files of ``templates/init/`` in it,
filled in; or nothing, if one of them is there already."""

from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pitstop_docs.commands.records import scalar
from pitstop_docs.look.templates import packaged_templates
from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.records.schema import write_schemas
from pitstop_docs.runs.files import write_whole

_TEMPLATES = "init"
# Template → where it goes in the project.
FILES = {
    "project.yaml.j2": "sources/project.yaml",
    "references.yaml.j2": "sources/references.yaml",
    "partners.yaml.j2": "sources/partners.yaml",
    "practice.md.j2": "sources/practices/esempio-bottega.md",
    "policy.md.j2": "sources/policies/esempio-regolamento.md",
    "testimony.md.j2": "sources/testimonies/esempio-testimonianza.md",
    "media.yaml.j2": "sources/media/media.yaml",
    "Makefile.j2": "Makefile",
    "gitignore.j2": ".gitignore",
    "vscode/extensions.json.j2": ".vscode/extensions.json",
    "vscode/settings.json.j2": ".vscode/settings.json",
    "vscode/tasks.json.j2": ".vscode/tasks.json",
}


def begin(folder: Path, settings: dict[str, Any]) -> list[Path]:
    """Write a project into *folder* with *settings*, the fields of ``project.yaml``; return the files.

    Raises :class:`PitstopError`, and writes nothing, if the folder holds one of them."""
    there = [name for name in FILES.values() if (folder / name).exists()]
    if there or (folder / "sources").exists():
        raise PitstopError(
            _("there is a project here already: {paths}").format(
                paths=", ".join(there or ["sources"])
            ),
            _("name another folder: pitstop init FOLDER"),
        )
    environment = Environment(
        loader=FileSystemLoader(packaged_templates() / _TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["yaml"] = scalar
    today = date.today().isoformat()
    texts = {
        path: environment.get_template(template).render(settings, today=today)
        for template, path in FILES.items()
    }
    for path, text in texts.items():
        write_whole(folder / path, text.encode())
    write_schemas(folder / "sources" / ".schemas")
    return [folder / path for path in texts]
