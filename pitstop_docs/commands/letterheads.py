"""Commands about letterheads: letterhead check.

Enters: what was typed. Leaves: lines on the terminal, a repaired copy, an exit code."""

from pathlib import Path
from typing import Annotated

from pitstop_docs.commands import screen
from pitstop_docs.commands.options import AsJson, Project
from pitstop_docs.commands.parser import Parameter, command
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers import require_project


@command(
    "letterhead check",
    _("List what is missing or wrong in a letterhead, and repair a copy of it."),
)
def check(
    file: Annotated[
        Path, Parameter(_("A Word file, .docx or .dotx."), metavar=_("FILE"), read=Path)
    ],
    repair: Annotated[
        Path | None,
        Parameter(_("Write a repaired copy here."), ("--repair",), _("NEW FILE"), read=Path),
    ] = None,
    project: Project = Path("."),
    as_json: AsJson = False,
) -> int:
    """Check a letterhead."""
    from pitstop_docs.look.templates import Templates
    from pitstop_docs.writers.docx.letterheads import check_letterhead

    if not file.exists():
        require_project(project.resolve())
        raise PitstopError(
            _("there is no file '{path}'").format(path=file), _("name a .docx or .dotx file")
        )
    reporter = Reporter()
    repaired = check_letterhead(file, repair, Templates.of(project.resolve()), reporter)
    if repaired and not as_json:
        print(_("the repaired copy: {path}").format(path=repair))
    return screen.print_outcome(reporter, as_json)
