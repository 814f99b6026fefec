"""What a chart's finding may say: each number in it is one that its series has.

Enters: a sentence and what a chart says. Leaves: the numbers of the sentence that nothing in the series
bears out. A number is a value, a difference (of one series between two steps, or of two at one step), how many
per cent or how many times one is of another; "triplicata" is a number of times. What stands beside a number
says which of these are meant: "%", "punti percentuali", "volte", "in più", "in meno", "anni".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from babel.numbers import format_decimal

from pitstop_docs.problems.messages import _
from pitstop_docs.records.forms import ChartRecord
from pitstop_docs.records.quantities import numbers_of
from pitstop_docs.tree.chart_series import Reading, every_series, read

# How near a number must be that such words stand before: as a share of it, from and to. What is "oltre 40" is
# more than 40, if only by a hair; "più che triplicata" is more than three times, and not yet six.
_HAIR, _ROUGHLY = Decimal("0.0001"), Decimal("0.1")
_ARTICLE = r"(?: (?:il|lo|la|i|gli|le|the)| l['’])? ?$"
_OF = r" d(?:i|el|ello|ella|ei|egli|elle|ell['’])"
_NEAR = tuple(
    (re.compile(rf"(?<!\w)(?:{words}){_ARTICLE}", re.I), (Decimal(low), Decimal(high)))
    for words, low, high in (
        ("circa|intorno a|about", -_ROUGHLY, _ROUGHLY),
        (f"quasi|meno{_OF}|almost|nearly|less than", -_ROUGHLY, -_HAIR),
        (f"oltre|più{_OF}|over", _HAIR, _ROUGHLY),
        ("più che|more than", _HAIR, 1),
        ("almeno|at least", 0, _ROUGHLY),
    )
)
# Words that are numbers of times, by their beginnings.
_TIMES: dict[str, int | str] = {
    "raddoppi": 2, "doppi": 2, "triplic": 3, "tripl": 3, "quadruplic": 4, "quintuplic": 5, "decuplic": 10,
    "dimezz": "0.5", "doubl": 2, "quadrupl": 4, "halv": "0.5",
}  # fmt: skip
_AS_WRITTEN, _ABOUT_SO_MANY_TIMES = (Decimal(0),) * 2, (Decimal("-0.05"), Decimal("0.05"))
# Numbers in words; "un" is an article too.
_WORDS = {
    word: Decimal(number)
    for number, words in enumerate((
        "due two", "tre three", "quattro four", "cinque five", "sei six", "sette seven", "otto eight",
        "nove nine", "dieci ten", "undici eleven", "dodici twelve",
    ), start=2)
    for word in words.split()
}  # fmt: skip
_SCALES = {  # how many noughts
    "mila": 3, "thousand": 3, "milion": 6, "million": 6, "miliard": 9, "billion": 9,
}  # fmt: skip

_NUMBER = re.compile(
    r"(?<![\w.,/])([+−-]?)(\d+(?:[.,' ’]\d{3})*(?:[.,]\d+)?|" + "|".join(_WORDS) + r")(?![\w/])", re.I
)  # fmt: skip
_TURNED = re.compile(r"(?<!\w)(" + "|".join(dict.fromkeys(_TIMES)) + r")\w*", re.I)
_KINDS = (
    ("percent", re.compile(r" ?(?:%|per ?cento\b|percent\b)")),
    ("points", re.compile(r" ?(?:punti\b|(?:percentage )?points\b)")),
    ("multiples", re.compile(r" ?(?:volte\b|times\b)")),
    ("years", re.compile(r" ?(?:anni\b|years\b)")),
    ("months", re.compile(r" ?(?:mesi\b|months\b)")),
)
_SHARES = ("%", "per cento")
_YEARS = re.compile(r"[12]\d{3}")
_RISE, _FALL = (
    re.compile(rf"\W*(?:[\w%]+\W+){{0,3}}?(?:{words})\b")
    for words in (r"in più|di più|more|higher", r"in meno|di meno|fewer|less|lower")
)


Near = tuple[Decimal, Decimal]
Facts = dict[str, list[Decimal]]


@dataclass(frozen=True, slots=True)
class Said:
    """A number as a finding says it: the ``words``, what they may mean, how near it must be, of which kind
    it is ("" where nothing says), whether it is more or less than what it is compared with."""

    words: str
    meant: tuple[Decimal, ...]
    near: Near
    kind: str = ""
    sign: int = 0

    def is_one_of(self, known: Iterable[Decimal]) -> bool:
        """Tell whether one of the numbers *known* may be said so."""
        return any(self._is(number, meant) for number in known for meant in self.meant)

    def _is(self, number: Decimal, meant: Decimal) -> bool:
        if self.sign and number * self.sign < 0:
            return False
        low, high = (meant * share for share in self.near)
        if self.near == _AS_WRITTEN:  # rounded to its last figure
            high = Decimal(5).scaleb(int(meant.as_tuple().exponent) - 1)
            low = -high
        return low <= abs(number) - meant <= high


def finding_problem(chart: ChartRecord, language: str) -> tuple[str, str] | None:
    """Return what is wrong with the finding of *chart*, whose specification is right, and what could be said;
    None where it is borne out."""
    reading = read(chart.spec)
    if reading is None:
        return (
            _("nothing can be found in this chart: it has not one quantity by steps"),
            _("leave out 'finding', or draw one quantity over years or names"),
        )
    wrong = unfounded(chart.finding or "", reading, chart.unit)
    if wrong == []:
        return None
    message = _("the finding names no number of the series")
    if wrong:
        message = _("the series has no {numbers}").format(
            numbers=", ".join(f"'{number}'" for number in wrong)
        )
    return message, _what_there_is(reading, chart.unit, language)


def _what_there_is(reading: Reading, unit: str, language: str) -> str:
    known = facts_of(reading, unit)

    def some(kind: str, most: int = 6) -> str:
        rounded = dict.fromkeys(round(abs(number), 2).normalize() for number in known[kind])
        written = [format_decimal(number, locale=language) for number in rounded]
        return ", ".join(written[:most]) + (" …" if len(written) > most else "")

    return _(
        "it has the values {values}; differences of {differences}; changes of {changes} per cent; ratios "
        "of {multiples}"
    ).format(**{kind: some(kind) for kind in ("values", "differences", "changes", "multiples")})


def unfounded(finding: str, reading: Reading, unit: str) -> list[str] | None:
    """Return the numbers of *finding* that *reading*, counted in *unit*, does not have, as they are written;
    None where it says no number."""
    known = facts_of(reading, unit)
    said = list(numbers_in(finding, reading))
    if not said:
        return None
    return [each.words for each in said if not each.is_one_of(_of(each, known, unit))]


def _of(said: Said, known: Facts, unit: str) -> list[Decimal]:
    """Return the numbers that *said* may be."""
    if said.kind == "percent":
        shares = [] if said.sign else known["shares"]
        return [*(known["values"] if unit in _SHARES else ()), *known["changes"], *shares]
    if said.kind == "points":  # of a share
        return known["differences"] if unit in _SHARES or unit.startswith("punti") else []
    if said.kind:
        return known[said.kind]
    return [*(() if said.sign else known["values"]), *known["differences"], *known["counts"]]


def facts_of(reading: Reading, unit: str) -> Facts:
    """Return the numbers that *reading*, counted in *unit*, has by their kind; what is compared with another
    has a sign."""
    pairs = list(_pairs(reading))
    values = [value for series in every_series(reading) for value in series.values.values()]
    differences = [after - before for before, after in pairs]
    scales = {0: None, _noughts(unit.casefold()): None}  # "da 200 a 300 mila"
    years = [Decimal(round((b - a) * 12)) / 12 for a, b in combinations(reading.moments or (), 2)]
    return {
        "values": [value.scaleb(noughts) for noughts in scales for value in values],
        "differences": [each.scaleb(noughts) for noughts in scales for each in differences],
        "changes": [(after - before) / before * 100 for before, after in pairs if before],
        "shares": [after / before * 100 for before, after in pairs if before],
        "multiples": [after / before for before, after in pairs if before],
        "years": years,
        "months": [each * 12 for each in years],
        "counts": [Decimal(len(reading.steps)), Decimal(len(reading.series))],
    }


def _pairs(reading: Reading) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield what can be compared: before and after in one series, two series at one step in both ways, a
    part and its whole."""
    every = list(every_series(reading))
    for series in every:
        there = [series.values[step] for step in reading.steps if step in series.values]
        yield from combinations(there, 2)
        if not reading.over_time:
            yield from combinations(there[::-1], 2)
    for one, other in combinations(every, 2):
        for step in reading.steps:
            if step in one.values and step in other.values:
                yield one.values[step], other.values[step]
                yield other.values[step], one.values[step]


def numbers_in(finding: str, reading: Reading) -> Iterator[Said]:
    """Yield the numbers that *finding* says, but for the times of the axis and numbers in names."""
    text = " ".join(finding.split())
    labels = [*reading.steps, *(series.name for series in reading.series)]
    names = [label for label in labels if label and not numbers_of(label)]
    years = _YEARS.findall(" ".join(labels)) if reading.over_time else []
    for label in sorted({*names, *years}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", lambda m: "~" * len(m[0]), text)
    for match in _NUMBER.finditer(text):
        yield _said(match, text)
    for match in _TURNED.finditer(text):
        near = _nearness(text[: match.start()]) or _ABOUT_SO_MANY_TIMES
        yield Said(match[0], (Decimal(_TIMES[match[1].casefold()]),), near, "multiples")


def _said(match: re.Match[str], text: str) -> Said:
    sign, typed = match.groups()
    after = text[match.end() :]
    word = _WORDS.get(typed.casefold())
    meant = numbers_of(typed) if word is None else [word]
    meant = [number.scaleb(_noughts(after.lstrip())) for number in meant]
    kind = next((kind for kind, form in _KINDS if form.match(after)), "")
    rest = re.split(r"[\d;:.]", after)[0]
    turn = 1 if sign == "+" or _RISE.match(rest) else -1 if sign or _FALL.match(rest) else 0
    near = _nearness(text[: match.start()]) or _AS_WRITTEN
    return Said(match[0], tuple(meant), near, kind, turn)


def _noughts(words: str) -> int:
    """Return how many noughts the first of *words* adds to a number."""
    return next((noughts for word, noughts in _SCALES.items() if words.startswith(word)), 0)


def _nearness(before: str) -> Near | None:
    """Return how near a number is that stands after *before*, or None where it is said as it is."""
    return next((near for form, near in _NEAR if form.search(before)), None)
