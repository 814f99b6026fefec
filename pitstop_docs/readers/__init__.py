"""Files → records. Everything wrong is reported with its place; nothing is executed or fetched."""

from pathlib import Path

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _


def require_project(root: Path) -> None:
    """Raise :class:`PitstopError` if *root* holds no project."""
    if not (root / "sources").is_dir():
        raise PitstopError(
            _("there is no 'sources' folder here ({root})").format(root=root),
            _("go to the project's folder, or name it with --project"),
        )
