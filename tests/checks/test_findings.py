"""What a chart may be said to show: the numbers of its series, and what follows from them."""

from decimal import Decimal
from typing import Any

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.checks.findings import unfounded
from pitstop_docs.tree.chart_series import Reading, read
from pitstop_docs.tree.moments import MONTHS, moment_of


def over_time(rows: list[tuple[str, str, float]], mark: str = "line") -> Reading:
    reading = read({
        "mark": mark,
        "data": {"values": [{"chi": who, "anno": year, "n": n} for who, year, n in rows]},
        "encoding": {
            "x": {"field": "anno", "type": "ordinal"},
            "y": {"field": "n", "type": "quantitative"},
            "color": {"field": "chi", "type": "nominal"},
        },
    })  # fmt: skip
    assert reading
    return reading


SHARES = over_time([
    ("Preston", "2012/13", 5), ("Preston", "cinque anni dopo", 18.2),
    ("Lancashire", "2012/13", 39), ("Lancashire", "cinque anni dopo", 79.2),
])  # fmt: skip
JOBS = over_time([
    ("Imprese rilevate", "novembre 2021", 9655), ("Imprese rilevate", "dicembre 2022", 9954),
    ("Altre", "novembre 2021", 15462), ("Altre", "dicembre 2022", 17251),
], mark="bar")  # fmt: skip
FUNDS = over_time([("", "2022", 200), ("", "2023", 157), ("", "2025", 300)])


@pytest.mark.parametrize(
    ("reading", "unit", "finding"),
    [
        (SHARES, "%", "Dal 5 al 18,2 % a Preston dal 2012/13"),
        (SHARES, "%", "A Preston la quota è più che triplicata: 13,2 punti percentuali in più"),
        (SHARES, "%", "Nel Lancashire la quota è raddoppiata"),
        (SHARES, "%", "A Preston la quota è cresciuta del 264 %"),
        (SHARES, "%", "Oltre 40 punti in più nel Lancashire, circa 13 a Preston"),
        (SHARES, "%", "La quota di Preston è 3,6 volte quella di prima"),
        (JOBS, "posti", "2.088 posti in più in 13 mesi, 299 nelle imprese rilevate (3,1 %)"),
        (JOBS, "posti", "A dicembre 2022 quasi 10.000 posti"),
        (JOBS, "posti", "Due serie, 27.205 posti in tutto"),
        (FUNDS, "mila euro", "Nel 2025 quasi il doppio del 2023: 300.000 euro contro 157 mila"),
        (FUNDS, "mila euro", "Da 200 a 300 mila euro, 0,3 milioni"),
        (JOBS, "posti", "9,7 mila posti, poi 10 mila"),
        (FUNDS, "mila euro", "Nel 2023 43 mila euro in meno"),
    ],
)  # fmt: skip
def test_what_the_series_has_may_be_said(reading: Reading, unit: str, finding: str) -> None:
    assert unfounded(finding, reading, unit) == []


@pytest.mark.parametrize(
    ("reading", "unit", "finding", "wrong"),
    [
        (SHARES, "%", "Dal 5 al 18,3 %", ["18,3"]),
        (SHARES, "%", "13,2 punti percentuali in meno", ["13,2"]),
        (SHARES, "%", "13,2 % in più", ["13,2"]),
        (SHARES, "%", "La quota di Preston è quadruplicata", ["quadruplicata"]),
        (SHARES, "%", "La quota del Lancashire è quasi raddoppiata", ["raddoppiata"]),
        (SHARES, "%", "La quota è dimezzata", ["dimezzata"]),
        (SHARES, "%", "364 % in più a Preston", ["364"]),
        (JOBS, "posti", "Oltre 10.000 posti nelle imprese rilevate", ["10.000"]),
        (JOBS, "posti", "Nel 2020 c’erano 9.655 posti", ["2020"]),
        (JOBS, "posti", "In 12 mesi 299 posti in più", ["12"]),
        (JOBS, "posti", "Nove imprese", ["Nove"]),
        (JOBS, "posti", "299 punti percentuali in più", ["299"]),
        (FUNDS, "mila euro", "300 milioni di euro nel 2026", ["300", "2026"]),
    ],
)
def test_what_it_has_not_is_named(
    reading: Reading, unit: str, finding: str, wrong: list[str]
) -> None:
    assert unfounded(finding, reading, unit) == wrong


def test_a_finding_without_numbers_finds_nothing() -> None:
    assert unfounded("A Preston la quota è cresciuta nel 2012/13", SHARES, "%") is None


@given(st.lists(st.decimals(1, 10_000, places=1), min_size=2, max_size=5, unique=True))
def test_every_value_and_difference_may_be_said(values: list[Decimal]) -> None:
    rows = [("", str(2000 + n), float(value)) for n, value in enumerate(values)]
    reading = over_time(rows)
    first, last = values[0], values[-1]
    turn = "in più" if last > first else "in meno"
    written = f"Da {first} a {last}: {abs(last - first)} {turn}".replace(".", ",")
    assert unfounded(written, reading, "") == []
    assert unfounded(f"Sono diventati {sum(values) * 7 + 20_000}", reading, "") != []


# --- places in time -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("2003", 2003.5), (2003, 2003.5), ("2012/13", 2013), ("1999/00", 2000), ("2012–2013", 2013),
        ("2014–2023", 2019), ("fine 2024", 2024.95), ("2024-02-29", 2024.1626), ("2021-11", 2021.874),
        ("novembre 2021", 2021.874), ("nov. 2021", 2021.874), ("November 2021", 2021.874),
        ("26 gennaio 1991", 1991.0699), ("cinque anni dopo", None), ("2023-02-29", None), ("2013/12", None),
        ("20030", None), ("gennaio", None),
    ],
)  # fmt: skip
def test_a_time_stands_in_its_middle(written: Any, place: float | None) -> None:
    assert moment_of(written) == (None if place is None else pytest.approx(place, abs=1e-3))


def test_months_are_called_as_languages_call_them() -> None:
    called = {
        name.casefold().rstrip("."): number
        for language in ("it", "en", "fr", "de", "es")
        for width in ("abbreviated", "wide")
        for number, name in get_month_names(width, locale=language).items()
    }
    assert called == MONTHS
