"""What pitstop says to people: one gettext catalogue, English message ids, Italian by default.

``PITSTOP_LANG`` chooses the language (``it`` or ``en``); codes and JSON keys are never translated.
"""

import gettext
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

DOMAIN = "pitstop"
LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("it", "en")  # the default first


def language() -> str:
    """Return the language in which pitstop speaks: ``it`` or ``en``. The machine's own locale does
    not count, so a report reads the same wherever it is made."""
    wanted = os.environ.get("PITSTOP_LANG", "").strip().lower()[:2]
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    # English is the language of the message ids: it needs no catalogue.
    return gettext.translation(DOMAIN, LOCALE_DIR, [lang], fallback=True)


def _(message: str) -> str:
    """Translate *message*; placeholders (``{name}``) are filled by the caller afterwards."""
    return _catalogue(language()).gettext(message)


def N_(message: str) -> str:
    """Mark *message* for the catalogue without translating it yet."""
    return message


def ngettext(one: str, many: str, count: int) -> str:
    """Translate *one* or *many* as *count* asks; the caller fills the placeholders."""
    return _catalogue(language()).ngettext(one, many, count)


def few(names: Sequence[str], most: int = 5) -> str:
    """Return *names* on one line; of a long list the first *most*, and how many others there are."""
    others = len(names) - most
    if others < 2:  # to say "and 1 other" is no shorter than its name
        return ", ".join(names)
    return _("{names} and {count} others").format(names=", ".join(names[:most]), count=others)


def decimal(value: float) -> str:
    """Return *value* with two decimals at most, as the language writes them: "1,37"."""
    from babel.numbers import format_decimal  # deferred: slow to load

    return format_decimal(value, format="0.##", locale=language())
