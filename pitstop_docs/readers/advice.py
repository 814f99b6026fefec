"""A value that is wrong → what to write in its place.

Enters: what somebody typed, and the form that the field needs. Leaves: the same in that form, where
it is plain what was meant; what is said otherwise is for :mod:`~pitstop_docs.readers.faults`."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from functools import cache

from pitstop_docs.problems.messages import N_
from pitstop_docs.records.values import (
    ECLI,
    EMAIL,
    GAZETTE_CODE,
    ISTAT,
    PARTIAL_DATE,
    PROVINCE,
    SLUG,
    SOURCE,
    URL,
    WORD,
)  # fmt: skip

_LONGEST = 300  # what is longer is no slip, and may be made to keep patterns busy


class NoSuchDate(ValueError):
    """A date that no calendar has: why, in words that are still to be translated."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.message, self.number = message, number


def repaired(pattern: str, typed: str) -> str:
    """Return *typed* in the form that *pattern* wants, or "" where it is not plain what was meant;
    raises :class:`NoSuchDate`."""
    if pattern not in _REPAIRS or len(typed) > _LONGEST:
        return ""
    found = _REPAIRS[pattern](typed.strip())
    return found if re.fullmatch(pattern, found) and found != typed else ""


def one_of_many(pattern: str, typed: str) -> str:
    """Return the first of several right values that stand in *typed*, or ""."""
    parts = re.split(r"[\s,;]+", typed[:_LONGEST])
    parts = [part for part in parts if re.fullmatch(pattern, part)]
    return parts[0] if len(parts) > 1 and pattern in (URL, EMAIL) else ""


# --- dates ---------------------------------------------------------------------------------------

_SEP = r"\s*[-/.\s]\s*"
# In Italian the day stands before the month. A year of two digits may be of two centuries.
_DATES = tuple(
    re.compile(form)
    for form in (
        rf"(?P<y>\d{{4}}){_SEP}(?P<m>\d{{1,2}})(?:{_SEP}(?P<d>\d{{1,2}}))?",
        r"(?P<y>[12]\d{3})(?P<m>\d{2})(?P<d>\d{2})",
        rf"(?:(?P<d>\d{{1,2}}){_SEP})?(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}})",
        r"(?:(?:il |l['’])?(?P<d>\d{1,2})[°ºª]?\s+)?(?P<name>[^\W\d_]+)\.?\s+(?:del )?(?P<y>\d{4})",
        r"(?:anno |nel |del )(?P<y>\d{4})",
    )
)


def date_meant(typed: str) -> str:
    """Return the date that *typed* is, as far as it goes: "2017-04-24", "2017-04", "2017"; "" if it
    is none. Raises :class:`NoSuchDate`."""
    text = " ".join(typed.casefold().split())
    for form in _DATES:
        match = form.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = _months().get(parts["name"], 0) if parts.get("name") else parts.get("m")
        if parts.get("name") and not month:
            return ""
        return _calendar(int(parts["y"]), None if month is None else int(month), parts.get("d"))
    return ""


def _calendar(year: int, month: int | None, day: str | None) -> str:
    if month is None:
        return f"{year:04}"
    if not 1 <= month <= 12:
        raise NoSuchDate(N_("there is no month {number}: months go from 01 to 12"), month)
    if day is None:
        return f"{year:04}-{month:02}"
    last = monthrange(max(year, 1), month)[1]
    if not 1 <= int(day) <= last:
        raise NoSuchDate(N_("there is no such day: that month has {number} days"), last)
    return f"{year:04}-{month:02}-{int(day):02}"


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names  # slow to load, and rarely needed

    return {
        name.casefold().rstrip("."): month
        for language in ("it", "en")
        for width in ("wide", "abbreviated")
        for month, name in get_month_names(width, locale=language).items()
    }


# --- other forms ---------------------------------------------------------------------------------


def _slug(typed: str) -> str:
    name = re.sub(r"\.(?:md|ya?ml)$", "", typed.casefold())  # of a file, for what is in it
    letters = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    # What has no plain letter cannot be guessed.
    return (
        "" if re.search(r"[^\W_](?<![a-z0-9])", plain) else re.sub(r"[\W_]+", "-", plain).strip("-")
    )


def _source(typed: str) -> str:
    bare = typed.strip("[]() ").removeprefix("@").strip()
    # A place in it without its comma: "scheda p. 3".
    return re.sub(r"^([a-z0-9-]+) (?=(?:art|pp?|cap|par|c|n|§)\b)", r"\1, ", bare)


def _url(typed: str) -> str:
    address = typed.strip("<>\"'“”«» ")
    scheme = re.compile(r"^(https?)[:;]*/*(?=[^:/;])", re.IGNORECASE)
    address = scheme.sub(lambda match: f"{match[1].lower()}://", address)
    host = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
    if host.fullmatch(address):
        address = f"https://{address}"
    words = address.split()
    # A space in a file's name; where words follow, it is a remark or another address.
    if len(words) > 1 and not re.search(r"[/=][^/]*\s.*(?:\.\w{2,5}|/)$", address):
        return ""
    return "" if address.count("://") > 1 else "%20".join(words)


def _email(typed: str) -> str:
    bare = re.sub(r"^mailto:", "", typed.strip("<>()\"',;. "), flags=re.IGNORECASE)
    at = re.sub(r"\s*(?:@|\s(?:at|chiocciola)\s|[\[(](?:at|chiocciola)[\])])\s*", "@", bare)
    return re.sub(r"\s*\.\s*", ".", at)


_REPAIRS: dict[str, Callable[[str], str]] = {
    SLUG: _slug,
    SOURCE: _source,
    URL: _url,
    EMAIL: _email,
    PARTIAL_DATE: date_meant,
    PROVINCE: lambda typed: typed.strip("() ").upper(),
    # Spreadsheets drop the zero that it begins with.
    ISTAT: lambda typed: re.sub(r"\s", "", typed).zfill(6) if len(typed) > 3 else "",
    ECLI: lambda typed: re.sub(r"\s", "", typed).upper(),
    GAZETTE_CODE: lambda typed: re.sub(r"\s", "", typed).upper(),
    WORD: _slug,
}
