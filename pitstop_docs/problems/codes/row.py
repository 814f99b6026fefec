"""What a row of the table of problems says.

Enters: nothing. Leaves: the types of the table, and how much a problem matters."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error stops what it concerns, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: its stable ``code``, how much it matters, and in general words what is
    wrong and what to do. Who finds one says more: names, numbers, the nearest right word.

    The words are marked for the catalogue, not yet translated. ``example`` says what somebody did,
    where no line that was typed can show it."""

    code: str
    severity: Severity
    message: str
    hint: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Problems that are met together; ``about`` says what holds for all of them."""

    title: str
    problems: tuple[Problem, ...]
    about: str = ""
