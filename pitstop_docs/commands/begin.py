"""``pitstop init``: a project that builds, in an empty folder.

Enters: a folder; who sends the briefs, in which language, with which logo and colour. Leaves: the files of
``templates/init/`` in it, filled in, and the logo; or nothing, if one of them is there already."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pitstop_docs.checks.colours import low_contrasts
from pitstop_docs.commands.records import fault_of, scalar
from pitstop_docs.look.colours import READABLE
from pitstop_docs.look.flaws import PictureError
from pitstop_docs.look.media import examine_logo
from pitstop_docs.look.theme import HEX, Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Diagnostic, Location, PitstopError
from pitstop_docs.problems.messages import _, decimal
from pitstop_docs.readers.files import composed
from pitstop_docs.readers.images import verdict_on
from pitstop_docs.records.colours import Palette
from pitstop_docs.records.model import Project
from pitstop_docs.records.schema import write_schemas
from pitstop_docs.runs.files import write_whole

_TEMPLATES = "init"
LOGO, ACCENT = "logo", "colours.accent"
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


def require_room(folder: Path) -> None:
    """Raise :class:`PitstopError` if *folder* holds a project, or one of its files."""
    if folder.exists() and not folder.is_dir():
        raise PitstopError(
            _("'{path}' is a file, not a folder").format(path=folder.name),
            _("name another folder: pitstop init FOLDER"),
        )
    if (folder / "sources").exists():
        raise PitstopError(
            _("there is a project here already: {paths}").format(paths="sources/"),
            _("name another folder: pitstop init FOLDER"),
        )
    there = [name for name in FILES.values() if (folder / name).exists()]
    if there:
        raise PitstopError(
            _("files of a project are here already: {paths}").format(paths=", ".join(there)),
            _("name another folder: pitstop init FOLDER"),
        )


def fault_of_setting(folder: Path, key: str, answer: str) -> str:
    """Return what is wrong with *answer* as setting *key* of a project in *folder*, and what to do; "" if
    nothing is. Of the logo, the answer is the file that it comes from."""
    if key == LOGO:
        return _fault_of_logo(Path(answer)) or fault_of(Project, key, _logo_name(answer))
    return _fault_of_accent(folder, answer) if key == ACCENT else fault_of(Project, key, answer)


def _fault_of_logo(path: Path) -> str:
    if not path.is_file():
        return _("there is no file '{path}'; write its whole path, or drag it here").format(
            path=path
        )
    verdict = verdict_on(path, examine_logo)
    if verdict.known is not None:
        return ""
    flaw = PictureError(verdict.flaw, verdict.detail)
    problem = Diagnostic("bad-image", Location(path.name), flaw.about(path.name), flaw.hint)
    return f"{problem.message}; {problem.hint}"


def _fault_of_accent(folder: Path, colour: str) -> str:
    if not re.fullmatch(HEX, colour):
        return _(
            "'{colour}' is not written as a colour; write # and six digits or letters from A to F: {example}"
        ).format(colour=colour, example="#0B5FA5")
    settings = Project(name="-", sender="-", colours=Palette.model_validate({"accent": colour}))
    low = low_contrasts(settings, Templates.of(folder)).get(settings.at("colours"))
    if low is None:
        return ""
    return _(
        "words in '{colour}' cannot be read: their contrast is {ratio}:1, and at least {least}:1 "
        "is needed; '{shade}' can be read"
    ).format(colour=colour, ratio=decimal(low.ratio), least=decimal(READABLE), shade=low.shade)


def _logo_name(answer: str) -> str:
    """Return what the logo is called in the project: a name that YAML and every system keep."""
    return " ".join(composed(Path(answer).name).split())


def begin(folder: Path, settings: dict[str, Any]) -> list[Path]:
    """Write a project into *folder* with *settings*, the fields of ``project.yaml``, in which nothing is
    wrong; return the files. ``logo`` is the file that it comes from.

    Raises :class:`PitstopError`, and writes nothing, if the folder holds one of them."""
    require_room(folder)
    environment = Environment(
        loader=FileSystemLoader(packaged_templates() / _TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["yaml"] = scalar
    today = date.today().isoformat()
    files = {}
    if source := settings.get("logo"):
        settings = {**settings, "logo": _logo_name(source)}
        files[f"sources/media/{settings['logo']}"] = Path(source).read_bytes()
    for template, path in FILES.items():
        text = environment.get_template(template).render(settings, today=today)
        files[path] = text.encode()
    for path, data in files.items():
        write_whole(folder / path, data)
    write_schemas(folder / "sources" / ".schemas")
    return [folder / path for path in files]
