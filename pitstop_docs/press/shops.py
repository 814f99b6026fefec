"""What print shops ask for, by name, also where there is no project.

Enters: a shop's name and a folder. Leaves: its profile."""

from pathlib import Path

from pitstop_docs.build.readout import know
from pitstop_docs.look.profiles import Profile
from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.sources import FileReader
from pitstop_docs.records.shops import Shop
from pitstop_docs.writers.press import FOLDER


def profile_of(name: str, root: Path) -> Profile:
    """Return what files for the shop *name* must be, as the templates at *root* say; raises
    :class:`PitstopError`."""
    paths = {path.stem: path for path in Templates.of(root).list(f"{FOLDER}/*.yaml")}
    know((name,), paths, _("no print shop '{name}'"))
    reporter = Reporter()
    found = FileReader(paths[name], str(paths[name])).shop(paths[name].read_bytes())
    for problem in found.problems:
        reporter.add(problem)
    shop = next((record for record in found.records if isinstance(record, Shop)), None)
    if shop is None:
        lines = [f"{problem.location}: {problem.message}" for problem in reporter.diagnostics]
        raise PitstopError("\n".join(lines), _("compare it with x4.yaml, which comes with pitstop"))
    return shop.profile()
