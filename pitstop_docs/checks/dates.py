"""Days in digits, which a reader wants in words: 24/04/2017.

Enters: running text. Leaves: a slip for each, with the day in words where there is such a day."""

import re
from collections.abc import Iterator
from datetime import date

from pitstop_docs.checks.slips import Finder, Slip

_MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
    "ottobre", "novembre", "dicembre",
)  # fmt: skip
_YEAR = r"(?P<y>(?:1\d|20)\d\d)"
_FORMS = (
    rf"(?P<d>\d\d?)(?P<sign>[/.-])(?P<m>\d\d?)(?P=sign){_YEAR}",
    rf"{_YEAR}(?P<sign>[/-])(?P<m>\d\d?)(?P=sign)(?P<d>\d\d?)",
    r"(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d\d)",
    r"(?P<d>\d\d)-(?P<m>\d\d)-(?P<y>\d\d)",
)
# Not a piece of a longer number, such as a version or a telephone; but the end of a range is a day.
_BEFORE, _AFTER = r"(?<![\w/])(?:(?<!\d[.,-])|(?<=/\d{4}-))", r"(?![\w/]|[.,]\d|-\d+(?![\d/]))"
_DATES = tuple(re.compile(_BEFORE + form + _AFTER) for form in _FORMS)
# What has a number like a day: a deed, a protocol, a telephone.
_NUMBER_OF = re.compile(r"(?:\b(?:nn?|num|prot|rep|cod|tel)\.?|\b(?:numero|codice)|n\s?°) *$", re.I)
_LONGEST = 12  # characters before a day in which that can stand
_THIS_CENTURY = 40  # years of two digits are of this century if they are fewer


def dates_in(text: str) -> Iterator[Slip]:
    """Yield the days that *text* tells in digits."""
    for found in (found for form in _DATES for found in form.finditer(text)):
        start, end = found.span()
        if _NUMBER_OF.search(text[max(0, start - _LONGEST) : start]):
            continue
        year, month, day = (int(found[name]) for name in "ymd")
        whole = year > 99
        century = 0 if whole else 2000 if year < _THIS_CENTURY else 1900
        right: tuple[str, ...]
        try:
            right = (_in_words(date(century + year, month, day)),)
        except ValueError:
            if not whole:  # more likely some other number
                continue
            right = ()
        yield Slip("numeric-date", start, end, found[0], right, certain=whole and bool(right))


def _in_words(day: date) -> str:
    first = "1°" if day.day == 1 else day.day
    return f"{first} {_MONTHS[day.month - 1]} {day.year}"


# A digit first: then most of a text is passed over at once.
DATES = Finder(re.compile(r"\d(?<![\w-]\d)\d{0,3}[/.-]\d\d?[/.-]\d"), dates_in)
