"""Template files by name: a project's own over the packaged ones.

Enters: a project's folder. Leaves: paths. Nothing is read here, and nothing slow is imported."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _

if TYPE_CHECKING:  # slow to load, and a build with nothing to do needs none
    from jinja2 import BytecodeCache, Environment

_PACKAGE = Path(__file__).parents[1]


def packaged_templates() -> Path:
    """Return the default templates: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "_templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


def is_hidden(name: str) -> bool:
    """Tell whether a file of this name is nobody's: systems and editors write ``._x.md``,
    ``.#x.md``, ``~$x.md`` and ``x.md~`` beside the file that people see."""
    return name.startswith((".", "~")) or name.endswith(("~", ".bak"))


@dataclass(frozen=True, slots=True)
class Templates:
    """Template files by name; ``folders`` are searched in order, so a project's own file wins. ``colours``
    are those that a project puts in the place of the theme's, by their names: "colours.ink"."""

    folders: tuple[Path, ...]
    colours: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, project: Path) -> "Templates":
        """Return the templates that apply to the project at *project*."""
        own = project / "templates"
        default = packaged_templates()
        return cls((own, default) if own.resolve() != default.resolve() else (default,))

    def coloured(self, colours: tuple[tuple[str, str], ...]) -> "Templates":
        """Return these templates with *colours* in the place of the theme's."""
        return replace(self, colours=colours)

    def find(self, name: str) -> Path:
        """Return the path of template *name*; raises :class:`PitstopError` when there is none."""
        for folder in self.folders:
            if (folder / name).is_file():
                return folder / name
        raise PitstopError(
            _("template '{name}' is missing").format(name=name),
            _("put it back under templates/, or reinstall pitstop"),
        )

    def list(self, pattern: str) -> list[Path]:
        """Return the files that match *pattern* ("editions/*.yaml"), by name, the project's first."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            paths = (path for path in folder.glob(pattern) if not is_hidden(path.name))
            found.update((path.name, path) for path in paths)
        return [found[name] for name in sorted(found)]

    def environment(self) -> "Environment":
        """Return Jinja's environment for ``html/``: it escapes everything and forgives nothing."""
        from jinja2 import Environment, FunctionLoader, StrictUndefined

        return Environment(
            loader=FunctionLoader(lambda name: self.find(f"html/{name}").read_text("utf-8")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_compiled(),
        )


@cache
def _compiled() -> "BytecodeCache":
    """Return what keeps templates compiled, by what they say, for all environments of this process."""
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

    class Compiled(BytecodeCache):
        def __init__(self) -> None:
            self.code: dict[tuple[str, str], CodeType | None] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            bucket.code = self.code.get((bucket.key, bucket.checksum))

        def dump_bytecode(self, bucket: Bucket) -> None:
            self.code[bucket.key, bucket.checksum] = bucket.code

    return Compiled()
