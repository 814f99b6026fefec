"""Every character can be drawn by every bundled font: never another font by surprise."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from pitstop_docs.look.theme import Templates, coverage, load_theme
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Collection


def check_glyphs(collection: Collection, templates: Templates, reporter: Reporter) -> None:
    """Report each character that the bundled fonts lack, once for each file."""
    fonts = load_theme(templates).fonts
    faces = [f for f in fonts.faces if f.family != fonts.code]
    covered = coverage(tuple(templates.find(f"fonts/{face.file}") for face in faces))
    for path, start, text in _parts(collection):
        for char, offset in _undrawn(text, covered):
            line, column = text.count("\n", 0, offset), _column(text, offset)
            name = unicodedata.name(char, "?")
            reporter.report(
                "missing-glyph",
                Location(path, start + line, column),
                _("the fonts have no '{char}' (U+{code:04X}, {name})").format(
                    char=char, code=ord(char), name=name
                ),
            )


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
def _undrawn(text: str, covered: frozenset[int]) -> tuple[tuple[str, int], ...]:
    """Return each character of *text* that is not *covered*, and where it stands first."""
    lacking = {char for char in set(text) if ord(char) not in covered} - set("\n\t")
    return tuple((char, text.index(char)) for char in sorted(lacking))


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1) + 1
