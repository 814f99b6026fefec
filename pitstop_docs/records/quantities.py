"""A quantity as people type it → the fields of a number.

Enters: "circa 49 mln", "+20", "200–231", "1.200,50 €". Leaves: all that it may mean. One meaning is
read; two are told to whoever typed it, since nothing is guessed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from pitstop_docs.records.italian import words_for

QUALIFIERS = ("about", "almost", "over", "at-least", "under", "up-to")
UNIT_MAX = 20


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what was typed beside it, each for the field that takes it.

    ``sure`` is false where it is not plain that this was meant, or that a brief would print what was
    typed: it is offered, not taken."""

    value: Decimal
    to: Decimal | None = None
    signed: bool = False
    unit: str = ""
    qualifier: str | None = None
    sure: bool = True

    def fields(self, name: str) -> dict[str, str]:
        """Return the fields that it fills, as they are written; its number stands in *name*."""
        typed = {name: as_typed(self.value)}
        if self.to is not None:
            typed["to"] = as_typed(self.to)
        if self.signed:
            typed["signed"] = "true"
        beside = {"unit": self.unit, "qualifier": self.qualifier}
        return typed | {field: text for field, text in beside.items() if text}


def as_typed(number: Decimal) -> str:
    """Return *number* as a field takes it; three decimals alone could be thousands."""
    text = format(number, "f")
    forms = (text, format(number.normalize(), "f"), f"{text}0")
    return next(form for form in forms if len(numbers_of(form.lstrip("-"))) == 1)


# How numbers are written: the form, what parts its thousands, what begins its decimals. What has
# two forms may mean two numbers: "1.200" is 1200 in Italian, 1.2 in English.
_WHOLE, _GROUP, _DECIMALS = "(?:0|[1-9][0-9]{0,14})", "[1-9][0-9]{0,2}", "[0-9]{1,6}"
_FORMS = tuple(
    (re.compile(form), thousands, decimals)
    for form, thousands, decimals in (
        (rf"{_GROUP}(?:\.[0-9]{{3}}){{1,4}}(?:,{_DECIMALS})?", ".", ","),
        (rf"{_GROUP}(?:,[0-9]{{3}}){{1,4}}(?:\.{_DECIMALS})?", ",", "."),
        (rf"{_GROUP}(?:[ '’][0-9]{{3}}){{1,4}}(?:,{_DECIMALS})?", " '’", ","),
        (rf"{_WHOLE}(?:\.{_DECIMALS})?", "", "."),
        (rf"{_WHOLE}(?:,{_DECIMALS})?", "", ","),
    )
)
_LIMIT = Decimal(10) ** 15
_LONGEST = 100  # what is longer is a text, and may be made to keep patterns busy
# Written out by us, and so only offered: a brief would not print what was typed.
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_MULTIPLES = {"k": 1000}

_CURRENCY = r"€|euro?|£|sterline|\$|dollari|lire"
_DASHES = r"\-‐‑–—−"
_SIDE = re.compile(
    rf"(?P<sign>[+{_DASHES}])? ?(?P<before>{_CURRENCY})? ?(?P<inner>[+{_DASHES}])? ?"
    rf"(?P<number>[0-9](?:[0-9.,'’ ]*[0-9])?)?(?P<fraction>[{''.join(_FRACTIONS)}])? ?(?P<unit>[^0-9]*)",
    re.IGNORECASE,
)
# What is surely a unit. Other words may be one, or a remark: "49 soci", "49 forse".
_UNITS = re.compile(
    rf"%|‰|per ?cento|per ?mille|punti(?: percentuali)?|{_CURRENCY}"
    rf"|(?:mila|mln\.?|mld\.?|milion[ei]|miliard[oi])(?: ?(?:di |d['’])?(?:{_CURRENCY}))?",
    re.IGNORECASE,
)
_MAY_BE_UNIT = re.compile(
    r"(?!(?:o|e|ma|su|non|forse|in|a|x)\b)(?=.*[^\W\d_])[€£$°\w][\w./²³€ '’]*", re.IGNORECASE
)
_RANGES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(.*?[^{_DASHES} ]) ?[{_DASHES}] ?(.+)",
        r"(.+?) ?÷ ?(.+)",
        r"da(?:l|i|gli|lle|ll['’])? ?(.+?) (?:fino )?a(?:l|i|gli|lle|ll['’])? ?(.+)",
        r"(?:tra|fra) (?:il |i |gli |le |l['’])?(.+?) ed? (?:il |i |gli |le |l['’])?(.+)",
    )
)
# An article after a qualifier, and what its preposition becomes with one: "più del 50 %".
_ARTICLE = r"(?: (?:il|lo|la|i|gli|le)(?= )| l['’])?"
_WITH_ARTICLE = {
    " di": r" d(?:i|el|ello|ella|ei|egli|elle|ell['’])",
    " a": r" a(?:|l|llo|lla|i|gli|lle|ll['’])",
}
_NOTHING = re.compile(
    r"n\.? ?/?[dac]\.?|[?\-–—]+|non (?:documentat|disponibil|not|si sa|rilevat).*|ignot[oa]|sconosciut[oa]"
    r"|da (?:verificare|definire|completare)|nessun dato|boh",
    re.IGNORECASE,
)


def meanings(typed: str) -> tuple[Quantity, ...]:
    """Return all that *typed* may mean: nothing if it is no number, thousands before decimals."""
    text = " ".join(typed.split())  # no-break and thin spaces too
    if len(text) > _LONGEST:
        return ()
    found = tuple(_unqualified(text))
    if found and all(q.sure for q in found):
        return found
    for qualifier, before, after in _qualifiers():
        match = before.fullmatch(text) or after.fullmatch(text)
        if match and (inner := tuple(_unqualified(match[1].strip()))):
            return tuple(replace(quantity, qualifier=qualifier) for quantity in inner)
    return found


def is_unknown(typed: str) -> bool:
    """Tell whether *typed* says that there is no number."""
    return bool(_NOTHING.fullmatch(" ".join(typed.split())))


def taken_apart(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the *fields* of a number in which ``from``, ``value`` and ``to`` are plain, and what was typed
    beside them is in its own field; as they are, where that is not sure or a field says otherwise."""
    apart: dict[str, str] = {}
    for name in ("from", "value", "to"):
        typed = fields.get(name)
        found = meanings(typed) if isinstance(typed, str) else ()
        is_range_in_end = name != "value" and any(quantity.to is not None for quantity in found)
        if len(found) != 1 or not found[0].sure or is_range_in_end:
            continue
        for field, text in found[0].fields(name).items():
            if apart.setdefault(field, text) != text:
                return dict(fields)
    others = {name: text for name, text in apart.items() if name not in ("from", "value")}
    agree = all(_agrees(name, fields.get(name), text) for name, text in others.items())
    return {**fields, **apart} if agree else dict(fields)


def _agrees(name: str, given: Any, typed: str) -> bool:
    """Tell whether a field, if it is *given*, says what was *typed* beside the number."""
    if given is None or not isinstance(given, str):
        return given is None
    if name == "to":
        return [as_typed(quantity.value) for quantity in meanings(given)] == [typed]
    if name == "signed":
        return given.casefold() in ("true", "yes", "on", "y", "t", "1")
    return given.strip().casefold() == typed.casefold()


def _unqualified(text: str) -> Iterator[Quantity]:
    for form in _RANGES:
        match = form.fullmatch(text)
        ends = [_side(end) for end in match.groups()] if match else []
        if all(ends) and ends:
            yield from _joined(*ends)
            return
    yield from _side(text)


def _joined(lows: list[Quantity], highs: list[Quantity]) -> Iterator[Quantity]:
    """Yield the ranges between two ends; the unit stands at the second or at both, a currency also
    at the first."""
    low_unit, high_unit = lows[0].unit, highs[0].unit
    currency = re.fullmatch(_CURRENCY, low_unit, re.IGNORECASE) and not high_unit
    if low_unit not in ("", high_unit) and not currency:
        return
    # Whoever types thousands at one end does at the other.
    pairs = {(lows[0], highs[0]): None, (lows[-1], highs[-1]): None}
    for low, high in pairs:
        yield replace(
            high,
            value=low.value,
            to=high.value,
            unit=high_unit or low_unit,
            signed=low.signed or high.signed,
            sure=low.sure and high.sure,
        )


def _side(text: str) -> list[Quantity]:
    """Return what a number with its sign and unit may mean."""
    match = _SIDE.fullmatch(text)
    if match is None or not (match["number"] or match["fraction"]):
        return []
    if match["sign"] and match["inner"]:
        return []
    unit = " ".join(part for part in (match["unit"].strip(), match["before"]) if part)
    times = _MULTIPLES.get(unit.casefold(), 1)
    known = not unit or bool(_UNITS.fullmatch(match["unit"].strip() or unit))
    if not known and times == 1 and not _MAY_BE_UNIT.fullmatch(unit):
        return []
    sign = match["sign"] or match["inner"]
    numbers = numbers_of(match["number"]) if match["number"] else [Decimal(0)]
    sizes = [(number + _FRACTIONS.get(match["fraction"] or "", 0)) * times for number in numbers]
    return [
        Quantity(
            value=-size if sign and sign != "+" else size,
            signed=sign == "+",
            unit=unit if times == 1 else "",
            sure=known and not match["fraction"],
        )
        for size in sizes
        if size < _LIMIT
    ]


def numbers_of(text: str) -> list[Decimal]:
    """Return the numbers that *text* may be, the greater first."""
    found = set()
    for form, thousands, decimals in _FORMS:
        if form.fullmatch(text):
            plain = "".join(c for c in text if c not in thousands)
            found.add(Decimal(plain.replace(decimals, ".")))
    return sorted(found, reverse=True)


@cache
def _qualifiers() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Return each way to write a qualifier, the longest first: before the number, or after it."""
    rows = []
    for qualifier in QUALIFIERS:
        for words in (qualifier.replace("-", " "), *words_for("qualifier", qualifier)):
            preposition = next((p for p in _WITH_ARTICLE if words.endswith(p)), "")
            form = re.escape(words.removesuffix(preposition)).replace("’", "['’]")
            form = form.replace("ù", "(?:ù|u['’]?)")
            start = form + (_WITH_ARTICLE[preposition] if preposition else _ARTICLE)
            before = re.compile(rf"{start} ?(?![a-z])(.+)", re.IGNORECASE)
            after = re.compile(
                rf"(.+?) \(?{form}\)?" if not preposition else r"(?!)()", re.IGNORECASE
            )
            rows.append((len(words), qualifier, before, after))
    return tuple(row[1:] for row in sorted(rows, key=lambda row: -row[0]))
