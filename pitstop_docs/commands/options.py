"""Options that several commands have: the same names, the same words.

Enters: nothing. Leaves: annotated types for the parameters of commands."""

from pathlib import Path
from typing import Annotated

from pitstop_docs.commands.parser import Misuse, Parameter
from pitstop_docs.problems.messages import _


def _count(word: str) -> int:
    if not word.isdecimal() or not int(word):
        raise Misuse(_("'{word}' is not a number from 1 up").format(word=word))
    return int(word)


_PROJECT = _("The project's folder; the one you are in if you do not say.")
_EDITION = _("Only this edition; may be repeated.")
_SOURCE = _("Only this source; may be repeated.")
_JOBS = _("How many processes work at once; as many as there are cores if you do not say.")

Project = Annotated[Path, Parameter(_PROJECT, ("-p", "--project"), _("FOLDER"), read=Path)]
Editions = Annotated[
    tuple[str, ...], Parameter(_EDITION, ("-e", "--edition"), _("EDITION"), many=True)
]
Sources = Annotated[tuple[str, ...], Parameter(_SOURCE, ("-s", "--source"), _("SOURCE"), many=True)]
Jobs = Annotated[int | None, Parameter(_JOBS, ("-j", "--jobs"), _("NUMBER"), read=_count)]
AsJson = Annotated[bool, Parameter(_("Print the result as JSON."), ("--json",))]
