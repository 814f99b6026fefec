"""Every character can be drawn by every bundled font: never another font by surprise."""

import re
import unicodedata
from collections.abc import Set

from pitstop_docs.look.theme import Templates, coverage, load_theme
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Collection
from pitstop_docs.tree.typeset import straight_primes

# Where NFKC gives what nobody types here: the slash of ⅓, the English "No".
_TYPED = str.maketrans({"\u2044": "/", "№": "n."})


def check_glyphs(collection: Collection, templates: Templates, reporter: Reporter) -> None:
    """Report each word that the bundled fonts cannot draw, once for each file, with all its places."""
    fonts = load_theme(templates).fonts
    faces = [f for f in fonts.faces if f.family != fonts.code]
    covered = coverage(tuple(templates.find(f"fonts/{face.file}") for face in faces))
    for path, text in collection.texts.items():
        for word, places in _undrawn(straight_primes(text), path, covered).items():
            lacking = list(dict.fromkeys(c for c in word if ord(c) not in covered))
            hint = _plain_form(word, covered) or _remedy(lacking[0])
            reporter.report_all("missing-glyph", places, _words(word, lacking), hint)


def _undrawn(text: str, path: str, covered: Set[int]) -> dict[str, list[Location]]:
    """Return the words of *text* with characters that are not *covered*, and the places of those. A
    word is made of letters, digits and such characters."""
    lacking = "".join(sorted({c for c in text if ord(c) not in covered} - set("\n\t")))
    if not lacking:
        return {}
    odd = f"[{re.escape(lacking)}]"
    found: dict[str, list[Location]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for match in re.finditer(rf"\w*{odd}(?:\w|{odd})*", line):
            column = match.start() + 1 + re.search(odd, match[0]).start()  # type: ignore[union-attr]
            found.setdefault(match[0], []).append(Location(path, number, column))
    return found


def _words(word: str, lacking: list[str]) -> str:
    first = _("'{char}' (U+{code:04X}, {name})").format(
        char=lacking[0], code=ord(lacking[0]), name=unicodedata.name(lacking[0], "?")
    )
    if word == lacking[0]:
        return _("the fonts have no {char}").format(char=first)
    if len(lacking) == 1:
        return _("the fonts have no {char}, which is in '{word}'").format(
            char=first, word=word[:60]
        )
    return _("the fonts lack {count} characters of '{word}': the first is {char}").format(
        count=len(lacking), word=word[:60], char=first
    )


def _plain_form(word: str, covered: Set[int]) -> str:
    """Return how *word* is written in characters that all fonts have, or nothing."""
    plain = unicodedata.normalize("NFKC", word.translate(_TYPED)).translate(_TYPED).strip()
    usable = plain and plain != word and all(ord(c) in covered for c in plain)
    return _("write '{plain}'").format(plain=plain[:60]) if usable else ""


def _remedy(char: str) -> str:
    """Return what to do about a word with *char*; nothing leaves it to the table."""
    if char == "\ufffd":
        return _("a letter was lost here when the file was saved or copied: type it again")
    if char.isalpha():
        return _("write the word in Latin letters")
    return ""
