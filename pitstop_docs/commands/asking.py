"""What a command must know: from options, else from who sits at the terminal.

Enters: what was typed, and what is to be known. Leaves: a text for each; or a :class:`PitstopError` that names
the options that are missing, where nobody can be asked."""

import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _

# Says what is wrong with an answer, and what to do; nothing where it is right.
Fault = Callable[[str, str], str]


def path_of(answer: str) -> str:
    """Return the path that *answer* means: a file that is dragged onto a terminal comes in quotes, or with
    a backslash before each space."""
    if not Path(answer).exists():
        try:
            words = shlex.split(answer)
        except ValueError:  # an apostrophe of its name
            words = []
        answer = words[0] if len(words) == 1 else answer
    return str(Path(answer).expanduser()) if answer else ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``key`` is the field, ``option`` how it is typed instead; ``default`` is taken when
    the answer is empty. What is not ``required`` may stay unsaid. ``meant`` makes of an answer what it
    means, ``metavar`` stands for it in the help."""

    key: str
    option: str
    words: str
    required: bool = False
    default: str = ""
    meant: Callable[[str], str] = str.strip
    metavar: str = _("TEXT")


def answers(
    questions: Iterable[Question], typed: Mapping[str, str | None], fault: Fault
) -> dict[str, str]:
    """Return an answer for each of *questions* that has one: what was *typed*, else what somebody says.

    Wrong answers are asked again; wrong options, and required ones that are missing where nobody can be
    asked, raise :class:`PitstopError`, all at once."""
    found: dict[str, str] = {}
    wrong: list[str] = []
    asking = sys.stdin.isatty()
    for question in questions:
        given = typed.get(question.key)
        if given is not None:
            found[question.key] = given = question.meant(given) or question.default
            said = fault(question.key, given) if given or question.required else ""
            if said:
                wrong.append(f"{question.option}: {said}")
        elif not asking:
            found[question.key] = question.default
            if question.required and not question.default:
                wrong.append(_("'{name}' is missing").format(name=question.option))
        elif not wrong:
            found[question.key] = _ask(question, fault)
    if wrong:
        raise PitstopError(
            "\n".join(wrong), _("write the options, or run it in a terminal to be asked")
        )
    return {key: answer for key, answer in found.items() if answer}


def _ask(question: Question, fault: Fault) -> str:
    note = f" [{question.default}]" if question.default else ""
    if not question.required and not note:
        note = _(" (Enter: leave it out)")
    while True:
        try:
            answer = question.meant(input(f"{question.words}{note}: ").strip()) or question.default
        except KeyboardInterrupt:
            print()  # what is said next stands below the question
            raise
        except EOFError:
            print()
            raise PitstopError(
                _("nobody answers"), _("say it with {option}").format(option=question.option)
            ) from None
        said = fault(question.key, answer) if answer else ""
        if question.required and not answer:
            said = _("this must be said")
        if not said:
            return answer
        print(said)
