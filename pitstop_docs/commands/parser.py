"""What a command is, how words become its values, and the help about it.

Enters: functions whose parameters say how they are typed, and what somebody typed. Leaves: a value
for each parameter; or a :class:`Misuse`. The standard library's getopt takes the words apart:
argparse would explain mistakes too, but in English sentences that every Python changes."""

import getopt
import inspect
import shutil
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from pitstop_docs.problems.diagnostics import PitstopError, did_you_mean
from pitstop_docs.problems.messages import _

_WIDTH_MIN, _WIDTH_MAX = 40, 78  # characters of a line of help
_LABEL_MAX = 27  # characters; a longer label has a line of its own


class Misuse(PitstopError):
    """What was typed is no command, or not how it is called."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """How a value is typed: after one of ``names``, or without them right after the command.

    In the help ``metavar`` stands for the value; an option without one is True when it is typed.
    ``read`` makes the value of a word; ``many``: it is a tuple of as many as are typed."""

    help: str
    names: tuple[str, ...] = ()
    metavar: str = ""
    many: bool = False
    read: Callable[[str], Any] = str

    @property
    def row(self) -> tuple[str, str]:
        """What the help shows, and what it says about it."""
        return " ".join(filter(None, (", ".join(self.names), self.metavar))), self.help

    def value(self, words: Sequence[str]) -> Any:
        """Return the value of what was typed; when there is one too many, the last counts."""
        if not self.metavar:
            return True
        values = tuple(self.read(word) for word in words)
        return values if self.many else values[-1]


HELP = Parameter(_("Show this message and exit."), ("-h", "--help"))


@dataclass(frozen=True, slots=True)
class Command:
    """``run`` returns an exit code. Each of its parameters is annotated with a :class:`Parameter`; options
    have defaults, and arguments that may be left out. ``more`` are options that it takes by keyword."""

    name: str
    help: str
    run: Callable[..., int]
    more: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, Parameter]:
        """How each parameter is typed."""
        signature = inspect.signature(self.run).parameters.values()
        named = {
            p.name: p.annotation.__metadata__[0] for p in signature if p.kind is not p.VAR_KEYWORD
        }
        return {**named, **self.more}

    @property
    def optional(self) -> set[str]:
        """The parameters that need not be typed: those with a default."""
        signature = inspect.signature(self.run)
        return {p.name for p in signature.parameters.values() if p.default is not p.empty}

    @property
    def usage(self) -> str:
        """How the command is called."""
        words = [
            f"[{p.metavar}]..."
            if p.many
            else f"[{p.metavar}]"
            if name in self.optional
            else p.metavar
            for name, p in self.parameters.items()
            if not p.names
        ]
        return " ".join(["pitstop", self.name, _("[OPTIONS]"), *words])

    @property
    def page(self) -> str:
        """The help of the command."""
        parameters = (*self.parameters.values(), HELP)
        arguments = [p.row for p in parameters if not p.names]
        options = [p.row for p in parameters if p.names]
        return help_page(self.usage, self.help, {_("Arguments"): arguments, _("Options"): options})

    def values(self, words: Sequence[str]) -> dict[str, Any] | None:
        """Return the values that *words* give to parameters, or None when they ask for help."""
        parameters = self.parameters
        options = {name: p for p in (*parameters.values(), HELP) for name in p.names}
        found, rest = split(words, options)
        if any(name in HELP.names for name, _word in found):
            return None
        typed: dict[str, list[str]] = {}
        for key, parameter in parameters.items():
            if parameter.names:
                typed[key] = [word for name, word in found if name in parameter.names]
                continue
            count = len(rest) if parameter.many else 1
            typed[key], rest = rest[:count], rest[count:]
            if not typed[key] and not parameter.many and key not in self.optional:
                raise Misuse(_("'{name}' is missing").format(name=parameter.metavar))
        if rest:
            raise Misuse(_("there is more than is needed: '{words}'").format(words=" ".join(rest)))
        return {key: parameters[key].value(given) for key, given in typed.items() if given}


def command(
    name: str, help: str, more: Mapping[str, Parameter] | None = None
) -> Callable[[Callable[..., int]], Command]:
    """Make of a function the command *name*, which may be two words; see :class:`Command`."""
    return lambda run: Command(name, help, run, more or {})


def split(
    words: Sequence[str], options: Mapping[str, Parameter]
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the *options* among *words*, each with its value, and the other words."""
    for word in takewhile(lambda word: word != "--", words):
        name = word.partition("=")[0]
        if name.startswith("--") and name not in options:  # getopt would take --ed for --edition
            raise _no_option(name, options)
    short = "".join(n[1] + ":" * bool(p.metavar) for n, p in options.items() if len(n) == 2)
    long = [n[2:] + "=" * bool(p.metavar) for n, p in options.items() if len(n) > 2]
    try:
        return getopt.gnu_getopt(list(words), short, long)
    except getopt.GetoptError as error:
        name = f"--{error.opt}" if len(error.opt) > 1 else f"-{error.opt}"
    if name not in options:
        raise _no_option(name, options)
    if options[name].metavar:
        raise Misuse(_("option '{name}' needs a value, after a space").format(name=name))
    raise Misuse(_("option '{name}' takes no value").format(name=name))


def _no_option(name: str, options: Iterable[str]) -> Misuse:
    near = did_you_mean(name, [option for option in options if option.startswith("--")])
    return Misuse(_("there is no option '{name}'").format(name=name), near)


def help_page(usage: str, about: str, sections: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """Return how something is called, what it does, and *sections* of rows."""
    width = max(_WIDTH_MIN, min(shutil.get_terminal_size().columns - 2, _WIDTH_MAX))
    lines = [_("Usage: ") + usage, "", *_wrapped("  ", about, width)]
    for title, rows in sections.items():
        indent = max((len(label) for label, _help in rows if len(label) <= _LABEL_MAX), default=0)
        lines += ["", f"{title}:"] if rows else []
        for label, help in rows:
            if len(label) > _LABEL_MAX:
                lines.append(f"  {label}")
                label = ""
            lines += _wrapped(f"  {label:{indent}}  ", help, width)
    return "\n".join(lines)


def _wrapped(first: str, text: str, width: int) -> list[str]:
    rest = " " * len(first)
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip
