"""Municipalities to which packs go.

Enters: values that a reader has located. Leaves: frozen records by ISTAT code. A code may have several records,
one after the other: municipalities merge, and get other names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from pitstop_docs.records.provinces import REGIONS
from pitstop_docs.records.record import Language, Placed
from pitstop_docs.records.values import EMAIL, ISTAT, PROVINCE, Day, Line, Whole
from pitstop_docs.runs.names import is_device

SLUG_MAX = 40  # characters: with its code and a campaign before it, a path that Windows takes
_EMAIL_MAX = 254  # RFC 5321, 4.5.3.1.3: a path of 256, without its brackets
# Letters that are no other letter with an accent, for Unicode.
_ALONE = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def _one_line(value: Any) -> Any:
    """Return a text on one line: a spreadsheet's cell may have several."""
    return " ".join(value.split()) if isinstance(value, str) else value


OneLine = Annotated[Line, BeforeValidator(_one_line)]
Address = Annotated[
    str,
    StringConstraints(pattern=EMAIL, max_length=_EMAIL_MAX, to_lower=True, strip_whitespace=True),
]


class Recipient(Placed):
    """A municipality, and where its office is reached. It is valid from its first day to its last, both
    included; without them, always. Its region is its province's, unless it says another."""

    istat: Annotated[str, StringConstraints(pattern=ISTAT)]
    name: OneLine
    province: Annotated[str, StringConstraints(pattern=PROVINCE)]
    region: OneLine | None = None
    population: Annotated[Whole, Field(gt=0, le=10_000_000)] | None = None
    population_year: Annotated[Whole, Field(ge=1861, le=2100)] | None = None
    population_source: OneLine | None = None
    territory: OneLine | None = None
    office: OneLine | None = None
    pec: Address | None = None
    language: Language = "it"
    letterhead: Annotated[OneLine, StringConstraints(max_length=60)] | None = None
    notes: OneLine | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_its_region(cls, fields: Any) -> Any:
        if (
            isinstance(fields, dict)
            and "region" not in fields
            and (letters := fields.get("province"))
        ):
            return {**fields, "region": REGIONS.get(str(letters))}
        return fields

    @property
    def slug(self) -> str:
        """Its name as part of a file's: see :func:`slug_of`."""
        return slug_of(self.name)

    def is_valid_on(self, day: date) -> bool:
        """Tell whether it exists on *day*."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def overlaps(self, other: "Recipient") -> bool:
        """Tell whether there is a day on which both exist."""
        first = max(self.valid_from or date.min, other.valid_from or date.min)
        return first <= min(self.valid_to or date.max, other.valid_to or date.max)


@dataclass(frozen=True)
class Recipients:
    """Municipalities, by code and then by their first day."""

    records: tuple[Recipient, ...] = ()
    by_istat: Mapping[str, tuple[Recipient, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_istat: dict[str, tuple[Recipient, ...]] = defaultdict(tuple)
        for record in sorted(self.records, key=lambda r: (r.istat, r.valid_from or date.min)):
            by_istat[record.istat] += (record,)
        object.__setattr__(self, "by_istat", dict(by_istat))
        object.__setattr__(self, "records", tuple(r for found in by_istat.values() for r in found))

    def __iter__(self) -> Iterator[Recipient]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def valid_on(self, day: date) -> Iterator[Recipient]:
        """Yield those that exist on *day*, by code."""
        return (record for record in self.records if record.is_valid_on(day))

    def find(self, istat: str, day: date) -> Recipient | None:
        """Return the one with the code *istat* on *day*, if there is one."""
        return next((r for r in self.by_istat.get(istat, ()) if r.is_valid_on(day)), None)


def overlapping(records: Iterable[Recipient]) -> Iterator[tuple[Recipient, Recipient]]:
    """Yield each of *records*, in their order, that has the code of an earlier one and shares a day with
    it, after that one."""
    earlier: dict[str, list[Recipient]] = defaultdict(list)
    for record in records:
        same = earlier[record.istat]
        if first := next((r for r in same if r.overlaps(record)), None):
            yield first, record
        same.append(record)


def slug_of(name: str) -> str:
    """Return *name* in small plain letters, digits and hyphens, 1 to 40 of them: a name that every disk
    takes and every archive keeps. Names may share one; codes tell them apart."""
    letters = unicodedata.normalize("NFKD", name.lower().translate(_ALONE))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not slug or is_device(slug):
        slug = f"comune-{slug}".rstrip("-")
    if len(slug) > SLUG_MAX:  # cut between two words, if that leaves enough
        cut = slug[:SLUG_MAX].rpartition("-")[0]
        slug = cut if len(cut) >= SLUG_MAX // 2 else slug[:SLUG_MAX].rstrip("-")
    return slug
