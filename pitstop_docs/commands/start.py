"""Where ``pitstop`` begins: a build with nothing to do also ends here, before anything slow is loaded.

Enters: what somebody typed. Leaves: the answer, if all is as the last build left it; otherwise it is
for :mod:`pitstop_docs.commands.cli` to say."""

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.unchanged import unchanged
from pitstop_docs.commands import screen
from pitstop_docs.problems.diagnostics import Reporter

# Options with a value, by what they choose; "" chooses nothing.
_VALUED = {
    "-s": "source", "--source": "source", "-e": "edition", "--edition": "edition", "-f": "format",
    "--format": "format", "-p": "project", "--project": "project", "-j": "", "--jobs": "",
}  # fmt: skip
_QUIET = ("-q", "--quiet")


@dataclass(frozen=True, slots=True)
class _Request:
    """A plain ``pitstop build``."""

    project: Path
    choice: Choice
    quiet: bool


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # « » and accents stop a program whose terminal claims not to know them.
            stream.reconfigure(encoding="utf-8", errors="replace")
    request = _read(sys.argv[1:])
    if request is not None and _stands(request):
        return
    from pitstop_docs.commands import (
        cli,  # deferred: it loads what a build with nothing to do never needs
    )

    cli.main()


def _read(arguments: Sequence[str]) -> _Request | None:
    """Return what *arguments* ask for, or None when there is more to them than we know here."""
    if arguments[:1] != ["build"]:
        return None
    found: dict[str, list[str]] = {}
    quiet = False
    rest = iter(arguments[1:])
    for word in rest:
        value = next(rest, None) if word in _VALUED else None
        if value is not None:
            found.setdefault(_VALUED[word], []).append(value)
        elif word in _QUIET:
            quiet = True
        else:
            return None
    sources, editions, formats = (tuple(found.get(n, ())) for n in ("source", "edition", "format"))
    if "odt" in formats:  # made of the Word files afterwards
        return None
    project = Path(found.get("project", ["."])[-1])
    return _Request(project, Choice(sources, editions, formats), quiet)


def _stands(request: _Request) -> bool:
    """Return whether a build would change nothing, after having said so."""
    root = request.project.resolve()
    ledger = read_ledger(root)
    if request.choice.name not in ledger.stamps:
        return False
    stamp = unchanged(read_inputs(root), ledger, request.choice)
    if stamp is None:
        return False
    reporter = Reporter()
    for problem in stamp.problems:
        reporter.add(problem)
    if not request.quiet:
        screen.print_unchanged(len(stamp.briefs), request.project)
    screen.print_problems(reporter.diagnostics)
    if not request.quiet:
        screen.print_count(reporter)
    return True
