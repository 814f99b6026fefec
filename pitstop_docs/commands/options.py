"""Options that several commands have: the same names, the same words.

Enters: nothing. Leaves: annotated types for the parameters of commands.
"""

from pathlib import Path
from typing import Annotated

import typer

from pitstop_docs.problems.messages import _

ProjectOption = Annotated[
    Path,
    typer.Option(
        "--project",
        "-p",
        metavar=_("FOLDER"),
        show_default=False,
        help=_("The project's folder; the one you are in if you do not say."),
    ),
]
EditionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--edition", "-e", metavar=_("EDITION"), help=_("Only this edition; may be repeated.")
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source", "-s", metavar=_("SOURCE"), help=_("Only this source; may be repeated.")
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar=_("NUMBER"),
        show_default=False,
        help=_("How many processes work at once; as many as there are cores if you do not say."),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print the result as JSON."))]
