"""Where ``pitstop`` begins and ends.

Enters: what somebody typed. Leaves: an exit code, 0 all well, 1 problems in the sources or a brief that
could not be made, 2 wrong usage or nothing to work on, 130 interrupted. Whatever stops a command is
told without a traceback; a fault of pitstop keeps it, and goes to the journal."""

import io
import os
import sys
import traceback
from pathlib import Path

from pitstop_docs import __version__
from pitstop_docs.build.journal import about_trace, write_journal
from pitstop_docs.commands import (
    briefs,
    letterheads,
    packs,
    press,
    projects,
    recipients,
    screen,
    sources,
    watch,
)
from pitstop_docs.commands.parser import HELP, Command, Misuse, Parameter, help_page, split
from pitstop_docs.problems.diagnostics import PitstopError, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.readers import require_project

# Every command of these modules, in this order.
COMMANDS = {
    command.name: command
    for module in (briefs, watch, sources, projects, letterheads, recipients, packs, press)
    for command in vars(module).values()
    if isinstance(command, Command)
}
_VERSION = Parameter(_("Print the version."), ("--version",))
_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells say it


def main() -> int:
    """Run the command line; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # « » and accents stop a program whose terminal claims not to know them.
            stream.reconfigure(encoding="utf-8", errors="replace")
    command, words = _find_command(sys.argv[1:])
    try:
        code = _run(command, words) if command else _explain(words)
        sys.stdout.flush()
        return code
    except Misuse as error:
        print(_("Usage: ") + (command.usage if command else _usage()), file=sys.stderr)
        screen.print_error(str(error), error.hint)
        called = f"pitstop {command.name}" if command else "pitstop"
        screen.print_hint(_("to know more: {command}").format(command=f"{called} --help"))
    except PitstopError as error:
        screen.print_error(str(error), error.hint)
    except KeyboardInterrupt:
        print(_("Interrupted: what was made is kept."), file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:  # whoever reads has read enough: `pitstop list | head`
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return 1
    return 2


def _find_command(words: list[str]) -> tuple[Command | None, list[str]]:
    """Return the command that *words* begin with, and the other words."""
    for count in (2, 1):
        if command := COMMANDS.get(" ".join(words[:count])):
            return command, words[count:]
    return None, words


def _run(command: Command, words: list[str]) -> int:
    values = command.values(words)
    if values is None:
        print(command.page)
        return 0
    try:
        return command.run(**values)
    except (PitstopError, BrokenPipeError):
        raise
    except Exception:
        project = values.get("project", Path("."))
        if (project / "sources").is_dir():
            write_journal(project, f"{command.name}: a fault", about_trace(traceback.format_exc()))
        raise


def _explain(words: list[str]) -> int:
    """Say which commands there are, where *words* name none; or the version."""
    group = f"{words[0]} " if words else ""
    listed = [command for name, command in COMMANDS.items() if name.startswith(group)]
    rest = words[1:] if listed else words
    if rest and not rest[0].startswith("-"):
        name = group + rest[0] if listed else rest[0]
        near = did_you_mean(name, COMMANDS)
        raise Misuse(_("there is no command '{name}'").format(name=name), near)
    options = {name: option for option in (_VERSION, HELP) for name in option.names}
    found, _rest = split(rest[:1], options)
    if any(name in _VERSION.names for name, _word in found):
        print(f"pitstop {__version__}")
        return 0
    about = _("Structured sources become Word and PDF briefs for the bodies that decide.")
    sections = {
        _("Options"): [_VERSION.row, HELP.row],
        _("Commands"): [(c.name, c.help) for c in listed or COMMANDS.values()],
    }
    print(help_page(_usage(), about, sections), file=sys.stdout if found else sys.stderr)
    if not words:
        require_project(Path.cwd())
    return 0 if found else 2


def _usage() -> str:
    return "pitstop " + _("COMMAND [ARGUMENTS]")
