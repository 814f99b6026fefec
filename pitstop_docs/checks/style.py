"""Rules over how Italian sources put things: points of what, costs of which kind, sentences that sound alike.

Enters: a Collection. Leaves: warnings in the reporter. They are told where nearly nothing else can have been
meant: who is warned in vain soon reads no warning.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.records.once import once
from pitstop_docs.tree.document import Block, BulletList, OrderedList, Paragraph, Section
from pitstop_docs.tree.typeset import first_sentence_end
from pitstop_docs.tree.walk import plain, text_of, walk

# What is measured in per cent, and changes by percentage points.
_SHARE = re.compile(
    r"\b(?:quot[ae]|percentual[ei]|tass[oi]|incidenz[ae]|aliquot[ae]|(?:dis)?occupazione)\b|%",
    re.IGNORECASE,
)
_POINTS = ("punto", "punti")

# A cell that begins with a pronoun, and ends or goes on without a noun for it. "Nessuno risponde" is a
# sentence, "nessuno studio" has its noun.
_SHORT_WORD = r"(?:in|per|nel|nell|nella|nei|al|alla|ai|a|con|da|oltre)"
_END = r"(?=\s*(?:[.,;:]|$))"
_NO_NOUN = re.compile(
    rf"nessun[oa](?:{_END}|\s+(?:not[oa]|{_SHORT_WORD})\b)"
    rf"|(?:quell[oaei]|(?:gli|le)\s+stess[ie]|l[oa]\s+stess[oa])(?:{_END}|\s+(?:d[aei]|del|dell|della|dei|degli|delle|che)\b)"
    rf"|altrettant[oaie]{_END}",
    re.IGNORECASE,
)

_ROW = 3  # so many beginnings alike, one after the other, are heard
_ARTICLE = re.compile(r"(?:(?:il|lo|la|i|gli|le|un|uno|una)\s+|(?:l|un)['’])", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# Words that many sentences begin with, and nobody hears.
_UNHEARD = frozenset({
    "a", "ad", "ai", "al", "alla", "alle", "anche", "che", "chi", "ci", "come", "con", "così", "da",
    "dal", "dalla", "dei", "del", "della", "di", "dopo", "e", "è", "ed", "fra", "in", "invece", "lo",
    "ma", "nei", "nel", "nella", "nelle", "non", "o", "ogni", "per", "però", "più", "poi", "prima",
    "quando", "questa", "queste", "questi", "questo", "qui", "se", "si", "sono", "su", "sul", "sulla",
    "tra",
})  # fmt: skip


def check_units(collection: Collection, reporter: Reporter) -> None:
    """A share changes by percentage points."""
    for case in _italian(collection):
        for index, number in enumerate(case.numbers):
            values = [
                ((), number),
                *((("conflicts", n), c) for n, c in enumerate(number.conflicts)),
            ]
            for path, value in values:
                if value.unit.casefold() in _POINTS and _SHARE.search(number.label):
                    reporter.report(
                        "unit-points",
                        case.at("numbers", index, *path, "unit"),
                        _("'{label}' is a share: '{unit}' may be points of anything").format(
                            label=number.label, unit=value.unit
                        ),
                    )


def check_cells(collection: Collection, reporter: Reporter) -> None:
    """What an option costs, and what can go wrong with it, is called by its name."""
    for case in _italian(collection):
        for index, option in enumerate(case.options):
            for field in ("costs", "harms"):
                words = plain(getattr(option, field).content)
                if _NO_NOUN.match(words):
                    reporter.report(
                        "cell-without-noun",
                        case.at("options", index, field),
                        _("'{words}' does not say of what").format(words=words),
                    )


def check_openings(collection: Collection, reporter: Reporter) -> None:
    """No three sentences, items or paragraphs in a row begin alike."""
    for case in _italian(collection):
        for place, word in _heard(case):
            reporter.report(
                "repeated-opening",
                place,
                _("{count} in a row begin with '{word}'").format(count=_ROW, word=word),
            )


def _italian(collection: Collection) -> Iterator[Case]:
    return (case for case in collection.every_case if case.language == "it")


@once
def _heard(case: Case) -> list[tuple[Location, str]]:
    """Return where a word is heard at the beginning for the third time, and the word."""
    return [
        found
        for section in case.sections.values()
        for run in _runs(section.blocks)
        for found in _repeated(run)
    ]


Run = list[tuple[str, Location | None]]


def _runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    """Yield what is read in a row: the sentences of a paragraph, the items of a list, paragraphs, each with
    where it stands."""
    inside = [blocks, *(block.blocks for block in walk(blocks) if isinstance(block, Section))]
    for found in inside:
        yield [(text_of(b), b.location) for b in found if isinstance(b, Paragraph)]
    for block in walk(blocks):
        if isinstance(block, Paragraph):
            yield [(sentence, block.location) for sentence in _sentences(plain(block.content))]
        elif isinstance(block, BulletList | OrderedList):
            yield [(text_of(item), item.location or block.location) for item in block.items]


def _sentences(text: str) -> Iterator[str]:
    while text := text.lstrip():
        end = first_sentence_end(text)
        yield text[:end]
        text = text[end:]


def _repeated(run: Run) -> Iterator[tuple[Location, str]]:
    alike = 1
    for (before, _place), (text, place) in pairwise(run):
        word = _opening(text)
        alike = alike + 1 if word and word == _opening(before) else 1
        if alike == _ROW and place:
            yield place, word


def _opening(text: str) -> str:
    """Return the word that *text* is heard to begin with; "" if it is none of any weight."""
    article = _ARTICLE.match(text)
    word = _WORD.match(text, article.end() if article else 0)
    heard = word[0].casefold() if word else ""
    return "" if heard in _UNHEARD or heard.isdecimal() else heard


STYLE_CHECKS: tuple[Callable[[Collection, Reporter], None], ...] = (
    check_units,
    check_cells,
    check_openings,
)
