"""Files → records. Everything wrong is reported with its place; nothing is executed or fetched."""

from pathlib import Path

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _


def require_project(root: Path) -> None:
    """Raise :class:`PitstopError` if *root* holds no project."""
    if not (root / "sources").is_dir():
        if not root.exists():
            raise PitstopError(
                _("there is no folder '{path}'").format(path=root),
                _("name the project's folder with --project; to begin one: pitstop init FOLDER"),
            )
        if root.is_dir() and not any(
            each for each in root.iterdir() if not each.name.startswith(".")
        ):
            raise PitstopError(
                _("there is no project in this folder: it is empty ({root})").format(root=root),
                _("begin one here: pitstop init"),
            )
        raise PitstopError(
            _("there is no 'sources' folder here ({root})").format(root=root),
            _(
                "go to the project's folder, or name it with --project; to begin one: pitstop init FOLDER"
            ),
        )
