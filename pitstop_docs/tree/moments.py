"""When something was, as people write it → its place in time.

Enters: "2003", "2012/13", "novembre 2021", "2021-11-30", "fine 2024". Leaves: the middle of what it names, in
years; None where it names no time that a calendar has ("cinque anni dopo").
"""

import calendar
import re
from datetime import date
from typing import Any

# The names of the months, short and whole, in Italian, English, French, German and Spanish, as CLDR has them:
# to load those of five languages takes longer than to check all sources.
_NAMES = (
    "gen gennaio jan january janv janvier januar ene enero",
    "feb febbraio february févr février februar febrero",
    "mar marzo march mars märz",
    "apr aprile april avr avril abr abril",
    "mag maggio may mai mayo",
    "giu giugno jun june juin juni junio",
    "lug luglio jul july juil juillet juli julio",
    "ago agosto aug august août",
    "set settembre sep september sept septembre septiembre",
    "ott ottobre oct october octobre okt oktober octubre",
    "nov novembre november noviembre",
    "dic dicembre dec december déc décembre dez dezember diciembre",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_YEAR = r"([12]\d{3})"
# A school or budget year, several years: "2012/13", "2012/2013", "2014–2023".
_PERIOD = re.compile(rf"{_YEAR} ?[/–—-] ?(\d\d|[12]\d{{3}})")
_LONGEST = 50  # years of a period: a century turns in "1999/00", in no "2013/12"
_ISO = re.compile(rf"{_YEAR}(?:-(\d\d)(?:-(\d\d))?)?")
_WORDS = re.compile(rf"(?:(\d{{1,2}})[°º]? )?([^\W\d_]+)\.? {_YEAR}")
# What part of a year words before it name, as its beginning and end.
_PARTS = {"inizio": (0, 0.1), "metà": (0.45, 0.55), "fine": (0.9, 1), "early": (0, 0.1), "mid": (0.45, 0.55),
          "late": (0.9, 1), "end": (0.9, 1)}  # fmt: skip


def moment_of(written: Any) -> float | None:
    """Return the middle of the time that is *written*, in years: 2003.5 is that of 2003."""
    text = " ".join(str(written).split()).casefold()
    if (match := _ISO.fullmatch(text)) and not _is_no_month(match[2]):
        return _in_year(int(match[1]), int(match[2] or 0), int(match[3] or 0))
    if match := _PERIOD.fullmatch(text):
        first, last = int(match[1]), int(match[2])
        if len(match[2]) == 2:  # of the same century, or "1999/00"
            last += first // 100 * 100 + (100 if last < first % 100 else 0)
        return (first + last + 1) / 2 if 0 < last - first <= _LONGEST else None
    if match := _WORDS.fullmatch(text):
        year, name = int(match[3]), match[2]
        if name in _PARTS and not match[1]:
            return year + sum(_PARTS[name]) / 2
        return _in_year(year, month, int(match[1] or 0)) if (month := MONTHS.get(name)) else None
    return None


def _is_no_month(text: str | None) -> bool:
    """Tell whether *text* after a hyphen is the end of a period: "2012-13"."""
    return text is not None and not 1 <= int(text) <= 12


def _in_year(year: int, month: int, day: int) -> float | None:
    if not month:
        return year + 0.5
    days = calendar.monthrange(year, month)[1]
    if day > days:
        return None
    middle = date(year, month, 1).timetuple().tm_yday - 1 + (day - 0.5 if day else days / 2)
    return year + middle / (366 if calendar.isleap(year) else 365)
