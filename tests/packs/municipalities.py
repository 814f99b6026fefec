"""Municipalities that do not exist, well-behaved and hostile, and where real ones are found.

Enters: how many, or what a test wants of one. Leaves: records, lists in a project. Codes begin with 9, which
ISTAT gives to no province. ``PITSTOP_COMUNI`` names a table of real ones: istat, nome_ufficiale, sigla,
popolazione_2021."""

import csv
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pitstop_docs.records.recipients import Recipient

COUNTRY = os.environ.get("PITSTOP_COMUNI", "")
needs_country = pytest.mark.skipif(not COUNTRY, reason="PITSTOP_COMUNI names no table")

LIST = "sources/recipients/prova.csv"
_FIRST = ("Borgo", "Castel", "Monte", "Pieve", "Rocca", "San", "Sant'", "Val", "Villa", "Torre")
_SECOND = ("Àlto", "Bèllo", "d'Arco", "di Sopra", "Fiorìto", "Lungo", "Nuovo", "Rosso", "Tondo")
_PROVINCES = ("RE", "MO", "BO", "PR", "BZ", "NA")

# What is in a name that the reader takes, but that leads elsewhere where it is not escaped.
ODD_NAMES = (
    "None",
    "Nan",
    "True",
    "Sì",
    "Con",
    "NUL",
    "Aux",
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "C:\\Windows\\System32",
    'Castel «Bello» & "Brutto" d\'Arco',
    "Bolzano/Bozen",
    "100 % {{ name }} {% raw %} ${HOME} $(id)",
    "A & B < C > D",
    "]]>",
    "'; DROP TABLE packs; --",
    "+39",
    "-",
    "Ñandú Ærø Łódź Straße",
    "東京",
    "🏔",
    "x" * 300,
    "Comune di " + "Longo " * 48,
)
# What the reader refuses, should it come by another way.
REFUSED_NAMES = (
    "Forlì\u202eRTL",
    "Borgo\u0000Nullo",
    "Borgo\u001b[31mRosso",
    '=HYPERLINK("http://example.org","clic")',
    "@SUM(1+1)cmd|' /C calc'!A0",
    "x" * 301,
)
# Each on several lines: what would be two headers of a message.
BROKEN_LINES = (
    "Ufficio\r\nBcc: altri@example.org",
    "Ufficio\nProtocollo",
    "Ufficio\u2028Protocollo",
)


def municipality(number: int = 1, **fields: Any) -> Recipient:
    """Return the municipality *number* of those that do not exist, with *fields* of its own."""
    first, second = _FIRST[number % len(_FIRST)], _SECOND[number // len(_FIRST) % len(_SECOND)]
    joined = f"{first}{second}" if first.endswith("'") else f"{first} {second}"
    given = {
        "istat": f"9{number:05}",
        "name": f"{joined} {number}",
        "province": _PROVINCES[number % len(_PROVINCES)],
        "population": 100 + 37 * number,
        "population_year": 2021,
        "pec": f"protocollo.{number}@example.org",
    }
    return Recipient.model_validate(given | fields)


def municipalities(count: int) -> list[Recipient]:
    """Return *count* municipalities that do not exist, always the same."""
    return [municipality(number) for number in range(1, count + 1)]


def hostile() -> Iterator[Recipient]:
    """Yield municipalities as bad as a record can hold, whatever the reader would say of them."""
    names = (*ODD_NAMES, *REFUSED_NAMES[:-1])
    yield from (municipality(number, name=name) for number, name in enumerate(names, start=1))
    for number, words in enumerate(BROKEN_LINES, start=len(names) + 1):
        good = municipality(number)
        yield good.model_copy(
            update={"name": words, "office": words, "pec": f"a@example.org{words[7:]}"}
        )


def write_list(root: Path, records: Iterable[Recipient], name: str = LIST) -> Path:
    """Put *records* into a list of the project at *root*; return its path."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(Recipient.model_fields), delimiter=";")
        table.writeheader()
        table.writerows(record.model_dump() for record in records)
    return path


def country() -> list[Recipient]:
    """Return the real municipalities of ``PITSTOP_COMUNI``."""
    with open(COUNTRY, encoding="utf-8", newline="") as file:
        return [
            Recipient(
                istat=row["istat"],
                name=row["nome_ufficiale"],
                province=row["sigla"],
                population=int(row["popolazione_2021"]),
                population_year=2021,
            )
            for row in csv.DictReader(file)
        ]
