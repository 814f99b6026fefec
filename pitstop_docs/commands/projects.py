"""Commands that begin and fill a project: init, new, add.

Enters: what was typed, or is answered at the terminal. Leaves: files under the project's folder, and their
names on the terminal. What is slow to load, commands import themselves."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pitstop_docs.commands.asking import Question, answers, path_of
from pitstop_docs.commands.options import Project
from pitstop_docs.commands.parser import Parameter, command
from pitstop_docs.problems.diagnostics import relative
from pitstop_docs.problems.messages import _
from pitstop_docs.readers import require_project

if TYPE_CHECKING:
    from pitstop_docs.records.forms import Item

SETTINGS = (
    Question("name", "--name", _("The project's name"), required=True),
    Question("sender", "--sender", _("Who sends the briefs"), required=True),
    Question("languages.0", "--language", _("The language of the sources"), default="it"),
    Question(
        "logo", "--logo", _("The sender's logo: an SVG or PNG file"), meant=path_of, metavar=_("FILE")
    ),
    Question(
        "colours.accent", "--colour", _("The sender's colour, such as #0B5FA5"),
        meant=lambda answer: f"#{answer}" if is_hexadecimal(answer) else answer, metavar=_("COLOUR"),
    ),
)  # fmt: skip


def is_hexadecimal(answer: str) -> bool:
    """Tell whether *answer* is a colour that lacks its '#', which shells take for a comment."""
    return re.fullmatch("[0-9A-Fa-f]{6}", answer) is not None


def _options(questions: tuple[Question, ...]) -> dict[str, Parameter]:
    return {q.key: Parameter(q.words, (q.option,), q.metavar) for q in questions}


@command(
    "init",
    _("Begin a project in a folder: it asks for what the options do not say."),
    _options(SETTINGS),
)
def init(
    folder: Annotated[Path, Parameter(_("The folder."), metavar=_("FOLDER"), read=Path)] = Path(
        "."
    ),
    **typed: str,
) -> int:
    """Write a project that builds."""
    from pitstop_docs.commands.begin import begin, fault_of_setting, require_room
    from pitstop_docs.commands.records import nested

    root = folder.resolve()
    require_room(root)
    said = answers(SETTINGS, typed, lambda key, answer: fault_of_setting(root, key, answer))
    for path in begin(root, nested(said)):
        print(relative(path, root))
    print(_("The project is ready. Now: pitstop build, then open output/index.html"))
    return 0


@command("new", _("Write the skeleton of a new source: practice, policy or testimony."))
def new(
    kind: Annotated[str, Parameter(_("practice, policy or testimony"), metavar=_("KIND"))],
    id: Annotated[str, Parameter(_("Its id: small letters, digits and hyphens."), metavar="ID")],
    title: Annotated[str, Parameter(_("Its title."), ("--title",), _("TITLE"))] = "",
    project: Project = Path("."),
) -> int:
    """Write a commented skeleton."""
    from pitstop_docs.commands.skeleton import write_skeleton

    root = project.resolve()
    path = write_skeleton(root, kind, id, title)
    print(_("{path} is ready: fill it, then run 'pitstop check'").format(path=relative(path, root)))
    return 0


# --- add -----------------------------------------------------------------------------------------

REFERENCE = (
    Question("id", "--id", _("Its id: small letters, digits and hyphens"), required=True),
    Question(
        "type", "--type",
        _("What it is: law, ruling, guideline, document, article, book, web or dataset"), required=True,
    ),
    Question("title", "--title", _("Its whole title"), required=True),
    Question("short", "--short", _("Its short name, as it is printed"), required=True),
    Question("author", "--author", _("Who wrote it")),
    Question("publisher", "--publisher", _("Who published it")),
    Question("date", "--date", _("Its date: 1991, 1991-01 or 1991-01-26")),
    Question("url", "--url", _("Its address: https://…")),
    Question("located", "--located", _("Where it can be read, if it has no address")),
    Question("checked_on", "--checked", _("The day on which somebody read it: 2026-01-26")),
)  # fmt: skip
PARTNER = (
    Question("id", "--id", _("Its id: small letters, digits and hyphens"), required=True),
    Question("name", "--name", _("Its name"), required=True),
    Question("type", "--type", _("What it is: a cooperative, a municipality…")),
    Question("place", "--place", _("Where it is")),
    Question("contact.name", "--contact", _("Whom to ask there")),
    Question("contact.email", "--email", _("The contact's e-mail address")),
    Question("contact.phone", "--phone", _("The contact's telephone")),
)


@command(
    "add reference",
    _("Add a reference to sources/references.yaml: it asks for what the options do not say."),
    _options(REFERENCE),
)
def add_reference(project: Project = Path("."), **typed: str) -> int:
    """Write a record into the list of references."""
    from pitstop_docs.records.model import Reference

    return _add(project.resolve(), Reference, "references", REFERENCE, typed)


@command(
    "add partner",
    _("Add a partner to sources/partners.yaml: it asks for what the options do not say."),
    _options(PARTNER),
)
def add_partner(project: Project = Path("."), **typed: str) -> int:
    """Write a record into the list of partners."""
    from pitstop_docs.records.model import Partner

    return _add(project.resolve(), Partner, "partners", PARTNER, typed)


def _add(
    root: Path,
    model: "type[Item]",
    key: str,
    questions: tuple[Question, ...],
    typed: dict[str, str],
) -> int:
    from pitstop_docs.commands.records import add_record, fault_of, nested

    require_project(root)
    said = answers(questions, typed, lambda field, answer: fault_of(model, field, answer))
    path = root / "sources" / f"{key}.yaml"
    line = add_record(root, path, key, nested(said))
    print(_("{path}:{line} is written").format(path=relative(path, root), line=line))
    return 0
