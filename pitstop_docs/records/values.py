"""The values that records are made of: texts, dates, numbers, references, each with its own rules.

Enters: what a reader found in YAML, every scalar still as text. Leaves: typed values; a wrong one
raises an error whose type the reader turns into a Diagnostic."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError, core_schema

from pitstop_docs.look.theme import HEX
from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.problems.messages import N_
from pitstop_docs.records.quantities import is_unknown, meanings
from pitstop_docs.tree.document import Inlines, Text
from pitstop_docs.tree.origin import Origin
from pitstop_docs.tree.walk import plain


@dataclass(frozen=True, slots=True)
class Prose:
    """A short text with inline Markdown, already parsed, and where it stands."""

    content: Inlines
    origin: Origin

    @property
    def location(self) -> Location:
        """Where it begins."""
        return self.origin.location

    def __str__(self) -> str:
        return plain(self.content)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> Any:
        return core_schema.with_info_plain_validator_function(cls._parse)

    @classmethod
    def __get_pydantic_json_schema__(cls, _core: Any, _handler: GetJsonSchemaHandler) -> Any:
        return {"type": "string"}

    @classmethod
    def _parse(cls, value: Any, info: ValidationInfo) -> "Prose":
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "text expected")
        if not value.strip():
            raise PydanticCustomError("string_too_short", "empty text")
        if info.context is None:
            return cls((Text(str(value)),), Origin("-"))
        parse: Callable[[str], Prose] = info.context["prose"]
        return parse(value)


def _partial_date(value: str) -> str:
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise PydanticCustomError("date_parsing", "not a date") from None
    return value


# What would be printed as it stands, in a text that takes no Markdown.
_TAG = re.compile(r"<!--|</?[A-Za-z][^<>]*>|&(?:#\d+|[A-Za-z]+);")
_MARK = re.compile(
    r"\*\*|\[@|\^\[|\]\(|(?<!\w)\*(?=\w)|(?<!\w)__(?=\w)|`"
    r"|~~|(?<=\w)[~^]\w{1,20}[~^](?!\w)|(?<![=\w])==(?=\w)"
    r"|(?<!\w)_(?=[^\W_])[^_\n]*[^\s_]_(?!\w)|\\(?=[*_\[\]`#]|\s*\Z)"
)
_BLANK = re.compile(r"_{3,}")
_ANGLED = re.compile(r"<<[^<>]+>>")


def _without_markup(value: str) -> str:
    signs = (("markup", _ANGLED), ("raw_html", _TAG), ("markup", _BLANK), ("markup", _MARK))
    for kind, pattern in signs:
        found = pattern.search(value)
        if found:
            raise PydanticCustomError(kind, "markup", {"mark": found[0]})
    return value


def one_or_many(value: Any) -> Any:
    """Return *value* as a list, where one is taken for a list of one."""
    return [value] if isinstance(value, str | dict) else value  # fields are one text gone wrong


def _decimal(value: Any) -> Any:
    """Read a number; what may mean two, or says more than a number, is refused with what to write."""
    found = meanings(value) if isinstance(value, str) else ()
    if not found:
        unknown = isinstance(value, str) and is_unknown(value)
        raise PydanticCustomError("no_number" if unknown else "decimal_parsing", "not a number")
    readings = [q.fields("") for q in found]
    if len(readings) > 1:
        raise PydanticCustomError("ambiguous_number", "two numbers", {"readings": readings})
    if not found[0].sure or len(readings[0]) > 1:
        raise PydanticCustomError("other_fields", "not a number alone", {"readings": readings})
    return found[0].value


def _degrees(value: Any) -> Any:
    # Before pydantic: "44,3688" is what Italians write, "44.368" is no thousands here.
    if not isinstance(value, str):
        return value
    if not re.fullmatch(DEGREES, value):
        raise PydanticCustomError("string_pattern_mismatch", "no degrees", {"pattern": DEGREES})
    return value.replace(",", ".")


def _whole(value: Any) -> Any:
    # pydantic would take "10.000", which is ten thousand, for 10.
    if isinstance(value, str) and not re.fullmatch(r"\s*\d+\s*", value, re.ASCII):
        raise PydanticCustomError("int_parsing", "not a whole number")
    return value


def _exact_date(value: Any) -> Any:
    # pydantic would take "20260101" as seconds since 1970.
    if isinstance(value, str) and not (len(value) == 10 and value[4] == value[7] == "-"):
        raise PydanticCustomError("date_parsing", "not a date")
    return value


def _json_object(value: Any, info: ValidationInfo) -> Any:
    return info.context["json"](value) if info.context else value


# Patterns, with the words that explain them to people (translated when shown).
PATTERNS = {
    (SLUG := r"^[a-z0-9]+(-[a-z0-9]+)*$"): N_(
        "small letters, digits and hyphens: 'valle-dei-cavalieri'"
    ),
    (PARTIAL_DATE := r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"): N_(
        "a date: 1991, 1991-01 or 1991-01-26"
    ),
    (URL := r"^https?://[^\s/.]+\.[^\s]+$"): N_(
        "a whole address, beginning with https:// or http://"
    ),
    (SOURCE := r"^[^\s\[\]()@,;][^\[\]@,]*(,\s*[^\s\[\]@][^\[\]@]*)?$"): N_(
        "the id of a reference, and a place in it if needed: 'legge-381-1991, art. 5'"
    ),
    (PROVINCE := r"^[A-Z]{2}$"): N_("two capital letters: RE"),
    (ISTAT := r"^[0-9]{6}$"): N_("the municipality's ISTAT code, six digits: 035046"),
    # RFC 5322, 3.2.3: what a mail program takes as it stands, without quotes; one address, not several.
    (
        EMAIL := r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$"
    ): N_("an e-mail address"),
    (ECLI := r"^ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:[0-9]{4}:[A-Z0-9.]{1,25}$"): N_(
        "a European Case Law Identifier: ECLI:IT:COST:2020:131"
    ),
    (GAZETTE_CODE := r"^[0-9A-Z]{6,12}$"): N_("the code in the Gazzetta Ufficiale: 24G00155"),
    HEX: N_("a colour in quotes, # and six digits or letters from A to F: '#0066CC'"),
    (INKS := "cmyk"): N_("four percentages, of cyan, magenta, yellow and black: [100, 60, 0, 20]"),
    (ICC := r"^[A-Za-z0-9_-]+\.icc$"): N_(
        "the name of an ICC profile in the same folder: fogra39.icc"
    ),
    (DEGREES := r"^-?[0-9]{1,3}([.,][0-9]{1,8})?$"): N_(
        "degrees with a point, west and south of zero with a minus: 44.3688"
    ),
    (OUTLINE := r"^(M[0-9]+ [0-9]+( [0-9]+ [0-9]+){2,} Z ?)+$"): N_(
        "straight lines in whole numbers: M0 0 10 0 10 10 Z"
    ),
    (WORD := r"^[a-z]+(-[a-z]+)*$"): N_("small letters and hyphens"),
}

# Stands where a text is missing in a record that nothing is made of.
GAP = "…"

# Marks what is printed as words: composition typesets it. Until then it is as it was typed.
PRINTED = "printed"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(_without_markup),
    PRINTED,
]
PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE), AfterValidator(_partial_date)]
Day = Annotated[date, BeforeValidator(_exact_date)]
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
Latitude = Annotated[float, BeforeValidator(_degrees), Field(ge=-90, le=90)]
Longitude = Annotated[float, BeforeValidator(_degrees), Field(ge=-180, le=180)]
Url = Annotated[str, StringConstraints(pattern=URL)]
# A reference id, or an id and a place in it: "bur-183" or "libretto, p. 51".
# What calls something by its id. Whether there is such a thing is said by a rule, which knows all that there is
# and finds what was called by its name.
Call = Annotated[str, StringConstraints(min_length=1)]
Source = Annotated[str, StringConstraints(min_length=1, pattern=SOURCE)]
Sources = Annotated[tuple[Source, ...], BeforeValidator(one_or_many), Field(min_length=1)]
OptionalSources = Annotated[tuple[Source, ...], BeforeValidator(one_or_many)]
JsonObject = Annotated[dict[str, Any], BeforeValidator(_json_object)]


@lru_cache(maxsize=4096)  # names: a project has hundreds, and asks for each many times
def bare(name: str) -> str:
    """Return *name* without what makes an id of it: capitals, signs, spaces and hyphens."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def is_slug(text: str) -> bool:
    """Tell whether *text* may be an id."""
    return bool(re.fullmatch(SLUG.strip("^$"), text)) and len(text) <= 60
