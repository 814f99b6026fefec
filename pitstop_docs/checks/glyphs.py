"""Every character can be drawn by every bundled font: never another font by surprise."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

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
    for path, start, text in _parts(collection):
        for word, found in _undrawn(text, covered).items():
            places = [Location(path, start + line, column) for line, column in found]
            lacking = list(dict.fromkeys(c for c in word if ord(c) not in covered))
            hint = _plain_form(word, covered) or _remedy(lacking[0])
            reporter.report_all("missing-glyph", places, _words(word, lacking), hint)


def _parts(collection: Collection) -> Iterator[tuple[str, int, str]]:
    """Yield the texts with their files and first lines, cut where entries begin: others use each."""
    begins: dict[str, set[int]] = defaultdict(set)
    for entry in collection.entries:
        begins[entry.location.path].add(entry.location.line)
    for path, text in collection.texts.items():
        lines = text.split("\n")
        cuts = sorted({1, *begins[path], len(lines) + 1})
        for start, end in pairwise(cuts):
            yield path, start, "\n".join(lines[start - 1 : end - 1])


@lru_cache(maxsize=1000)  # texts: a project that is read again has few new ones
def _undrawn(text: str, covered: frozenset[int]) -> dict[str, list[tuple[int, int]]]:
    """Return the words of *text* with characters that are not *covered*, and the places of those: lines
    counted from 0, columns from 1. A word is made of letters, digits and such characters."""
    text = straight_primes(text)
    lacking = "".join(sorted({c for c in set(text) if ord(c) not in covered} - set("\n\t")))
    if not lacking:
        return {}
    odd = f"[{re.escape(lacking)}]"
    found: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(text.split("\n")):
        for match in re.finditer(rf"\w*{odd}(?:\w|{odd})*", line):
            column = match.start() + 1 + re.search(odd, match[0]).start()  # type: ignore[union-attr]
            found.setdefault(match[0], []).append((number, column))
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


def _plain_form(word: str, covered: frozenset[int]) -> str:
    """Return how *word* is written in characters that all fonts have, or nothing."""
    # On the line, an exponent would be another number: 10⁻³.
    if any(ord(c) not in covered and "<super>" in unicodedata.decomposition(c) for c in word):
        return ""
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
