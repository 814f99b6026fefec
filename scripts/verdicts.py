"""What validators say, whoever they are.

Enters: nothing. Leaves: the types that scripts/validate*.py share."""

import os
from dataclasses import dataclass
from pathlib import Path

ENGLISH = os.environ.get("PITSTOP_LANG", "it").startswith("en")


def say(italian: str, english: str) -> str:
    """Return the words in the language that is asked for."""
    return english if ENGLISH else italian


class Unavailable(Exception):
    """A validator cannot be had; the message says how to get it."""


@dataclass(frozen=True)
class Failure:
    """A file that a validator refuses, and why, a line each."""

    file: Path
    reasons: tuple[str, ...]
