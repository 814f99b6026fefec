"""Typer's own words, in the language in which pitstop speaks.

Enters: what somebody typed. Leaves: help and usage errors in the words of our catalogue. Typer
translates few of its words, and those only after ``LANGUAGE``, which the programs that pitstop
starts would inherit: so nothing here touches the environment. A sentence of Typer that is not in
``_SAID`` is shown as it is, in English; tests/test_messages.py proves that none is missing.
"""

import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from pitstop_docs.problems.messages import N_, _

if TYPE_CHECKING:  # private names of Typer, for annotations only
    from typer._click import Context, HelpFormatter
    from typer.core import TyperOption

_INTERRUPTED = 130  # what Typer makes of Ctrl-C: 128 and the signal's number
F = TypeVar("F", bound=Callable[..., Any])

# What Typer says, as it says it; each {placeholder} is what it puts there.
_SAID = (
    N_("Missing argument '{name}'."),
    N_("Missing option '{name}'."),
    N_("Missing command."),
    N_("No such command '{name}'. Did you mean '{near}'?"),
    N_("No such command '{name}'."),
    N_("No such option: {name} (Possible options: {near})"),
    N_("No such option: {name}"),
    N_("Option '{name}' requires an argument."),
    N_("Option '{name}' does not take a value."),
    N_("Got unexpected extra argument(s) ({words})"),
    N_("Invalid value for '{name}': {reason}"),
)


class Cli(typer.Typer):
    """A Typer whose group and commands speak pitstop's language."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            cls=_Group,
            options_metavar=_("[OPTIONS]"),
            subcommand_metavar=_("COMMAND [ARGUMENTS]"),
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[F], F]:
        """Declare a command, as :meth:`typer.Typer.command` does."""
        settings = {"cls": _Command, "options_metavar": _("[OPTIONS]"), **settings}
        return super().command(name, **settings)


class _Command(TyperCommand):
    """A command whose help is in pitstop's language."""

    def format_usage(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        _write_usage(self, ctx, formatter)

    def get_help_option(self, ctx: "Context") -> "TyperOption | None":
        return _named(super().get_help_option(ctx))

    def format_options(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        _write_options(self, ctx, formatter)


class _Group(TyperGroup):
    """The whole command line: its help, and the errors of those who call it wrongly."""

    def format_usage(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        _write_usage(self, ctx, formatter)

    def get_help_option(self, ctx: "Context") -> "TyperOption | None":
        return _named(super().get_help_option(ctx))

    def format_options(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        _write_options(self, ctx, formatter)
        rows = [(name, command.help or "") for name, command in self.commands.items()]
        _write_section(_("Commands"), rows, formatter)

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        if not args:
            typer.echo(ctx.get_help(), err=True)
            raise typer.Exit(2)
        return super().parse_args(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run what *args* ask; wrong usage is explained and ends with 2."""
        try:
            # Not standalone: the errors come to us instead of being printed in English.
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.TyperException as error:
            _explain(error)
            sys.exit(error.exit_code)
        if code == _INTERRUPTED:
            print(_("Interrupted: what was made is kept."), file=sys.stderr)
        sys.exit(code if isinstance(code, int) else 0)


def _named(option: "TyperOption | None") -> "TyperOption | None":
    if option is not None:
        option.help = _("Show this message and exit.")
    return option


def _write_usage(
    command: TyperCommand | TyperGroup, ctx: "Context", formatter: "HelpFormatter"
) -> None:
    # Typer puts braces around what must be given; somebody would type them.
    pieces = re.sub(r"[{}]", "", " ".join(command.collect_usage_pieces(ctx)))
    formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage: "))


def _write_options(
    command: TyperCommand | TyperGroup, ctx: "Context", formatter: "HelpFormatter"
) -> None:
    arguments, options = [], []
    for param in command.get_params(ctx):
        if isinstance(param, TyperArgument):
            arguments.append((param.display_name_raw, param.help or ""))
        elif row := param.get_help_record(ctx):
            options.append(row)
    _write_section(_("Arguments"), arguments, formatter)
    _write_section(_("Options"), options, formatter)


def _write_section(title: str, rows: list[tuple[str, str]], formatter: "HelpFormatter") -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


def _explain(error: typer.TyperException) -> None:
    """Print how the command is called, what is wrong, and where to read more."""
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        typer.echo(ctx.get_usage(), err=True)
    typer.echo(_("error: {message}").format(message=say(error.format_message())), err=True)
    if ctx is not None:
        command = f"{ctx.command_path} {ctx.help_option_names[0]}"
        typer.echo("    " + _("to know more: {command}").format(command=command), err=True)


def say(sentence: str) -> str:
    """Return *sentence* of Typer in pitstop's language; one that we do not know stays as it is."""
    for known in _SAID:
        found = _pattern(known).fullmatch(sentence)
        if found:
            # Of several names Typer quotes each: 'build', 'list' or '--edition' / '-e'.
            words = {k: re.sub(r"'(, | / )'", r"\1", v) for k, v in found.groupdict().items()}
            return _(known).format(**words)
    return sentence


@cache
def _pattern(known: str) -> re.Pattern[str]:
    """Return *known* as a pattern that gives each {placeholder} its text."""
    parts = re.split(r"\{(\w+)\}", known)
    return re.compile(
        "".join(f"(?P<{p}>.+)" if i % 2 else re.escape(p) for i, p in enumerate(parts)), re.DOTALL
    )
