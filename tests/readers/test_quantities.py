"""A quantity as people type it: read as what it means, and printed as it was typed."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from pitstop_docs.compose.wording import Wording
from pitstop_docs.look.theme import Templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.readers.project import read_project
from pitstop_docs.records.forms import Value
from pitstop_docs.records.quantities import QUALIFIERS, Quantity, meanings, taken_apart
from pitstop_docs.records.values import Number
from tests.project import MINIMAL, PRACTICE, make_project, replace_in

LABELS = read_project(MINIMAL, Templates.of(MINIMAL), Reporter()).labels["it"]

# What is typed, the fields that it fills, what a brief prints.
READ = [
    ("9", "value: 9", "9"),
    ("1200", "value: 1200", "1.200"),
    ("98.6", "value: 98.6", "98,6"),
    ("98,6", "value: 98.6", "98,6"),
    ("12,50 €", "value: 12.50, unit: €", "12,50 €"),
    ("0.200", "value: 0.200", "0,200"),
    ("1.234.567", "value: 1234567", "1.234.567"),
    ("1.200,50", "value: 1200.50", "1.200,50"),
    ("1,234.56", "value: 1234.56", "1.234,56"),
    ("1 200", "value: 1200", "1.200"),
    ("1\u00a0200", "value: 1200", "1.200"),
    ("1\u202f200\u202f000", "value: 1200000", "1.200.000"),
    ("1'200", "value: 1200", "1.200"),
    ("+20", "value: 20, signed: true", "+20"),
    ("+ 20", "value: 20, signed: true", "+20"),
    ("+4,5 %", "value: 4.5, signed: true, unit: %", "+4,5 %"),
    ("-5", "value: -5", "-5"),
    ("\u22125", "value: -5", "-5"),
    ("–5 punti", "value: -5, unit: punti", "-5 punti"),
    ("10%", "value: 10, unit: %", "10 %"),
    ("10 per cento", "value: 10, unit: per cento", "10 per cento"),
    ("49 mln", "value: 49, unit: mln", "49 mln"),
    ("2 milioni", "value: 2, unit: milioni", "2 milioni"),
    ("1,5 milioni di euro", "value: 1.5, unit: milioni di euro", "1,5 milioni di euro"),
    ("3 mila", "value: 3, unit: mila", "3 mila"),
    ("€ 49", "value: 49, unit: €", "49 €"),
    ("1.234.567 €", "value: 1234567, unit: €", "1.234.567 €"),
    ("-€ 5", "value: -5, unit: €", "-5 €"),
    ("circa 50", "value: 50, qualifier: about", "circa 50"),
    ("50 circa", "value: 50, qualifier: about", "circa 50"),
    ("ca. 50", "value: 50, qualifier: about", "circa 50"),
    ("all'incirca 50", "value: 50, qualifier: about", "circa 50"),
    ("Quasi 137", "value: 137, qualifier: almost", "quasi 137"),
    ("oltre 1000", "value: 1000, qualifier: over", "oltre 1.000"),
    ("oltre il 50%", "value: 50, unit: %, qualifier: over", "oltre 50 %"),
    ("più di 50", "value: 50, qualifier: over", "oltre 50"),
    ("piu' di 50", "value: 50, qualifier: over", "oltre 50"),
    ("non piu di 50", "value: 50, qualifier: up-to", "fino a 50"),
    ("più del 50 %", "value: 50, unit: %, qualifier: over", "oltre 50 %"),
    ("> 50", "value: 50, qualifier: over", "oltre 50"),
    ("almeno 12", "value: 12, qualifier: at-least", "almeno 12"),
    ("meno di 5", "value: 5, qualifier: under", "meno di 5"),
    ("fino a 10", "value: 10, qualifier: up-to", "fino a 10"),
    ("fino al 70%", "value: 70, unit: %, qualifier: up-to", "fino a 70 %"),
    ("al massimo 20", "value: 20, qualifier: up-to", "fino a 20"),
    ("200-231", "value: 200, to: 231", "200–231"),
    ("200–231", "value: 200, to: 231", "200–231"),
    ("200 — 231", "value: 200, to: 231", "200–231"),
    ("da 200 a 231", "value: 200, to: 231", "200–231"),
    ("dal 5 al 10 %", "value: 5, to: 10, unit: %", "5–10 %"),
    ("dai 5 ai 10", "value: 5, to: 10", "5–10"),
    ("5÷10 mln€", "value: 5, to: 10, unit: mln€", "5–10 mln€"),
    ("tra i 5 e i 10", "value: 5, to: 10", "5–10"),
    ("5%-10%", "value: 5, to: 10, unit: %", "5–10 %"),
    ("€ 5-10", "value: 5, to: 10, unit: €", "5–10 €"),
    ("-5--3", "value: -5, to: -3", "-5–-3"),
    ("+5-+10", "value: 5, to: 10, signed: true", "+5–+10"),
    ("circa 200-231 mln", "value: 200, to: 231, unit: mln, qualifier: about", "circa 200–231 mln"),
]  # fmt: skip


def printed(value: Value) -> str:
    return Wording(LABELS).value(value).replace("\u00a0", " ")


@pytest.mark.parametrize(("typed", "fields", "shown"), READ)
def test_what_is_typed_is_read_as_what_it_means(typed: str, fields: str, shown: str) -> None:
    found = meanings(typed)
    assert [q.sure for q in found] == [True]
    assert ", ".join(f"{k}: {v}" for k, v in found[0].fields("value").items()) == fields
    assert printed(Value.model_validate({"value": typed, "source": "scheda"})) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "1.200", "1,200", "circa 1.200", "700.000 €", "1.200-1.300", "10k", "½", "49 soci", "49 forse", "5 o 6",
        "n.d.", "venti", "10 su 20", "5 x 3", "1e9", "2021-01", "01/02/2021", "--1", "+-1", "5.", "5-10-15",
        "5 € 3", "10%-20 €", "007", "9" * 16, "1_200", "٧", "",
    ],
)  # fmt: skip
def test_what_may_mean_two_things_or_is_no_number_is_not_taken(typed: str) -> None:
    assert taken_apart({"value": typed}) == {"value": typed}
    with pytest.raises(ValidationError):
        TypeAdapter(Number).validate_python(typed)


@pytest.mark.parametrize(
    ("fields", "taken"),
    [
        ({"value": "10%", "unit": "%"}, {"value": "10", "unit": "%"}),
        ({"value": "+20", "signed": "true"}, {"value": "20", "signed": "true"}),
        ({"value": "+20", "signed": "yes"}, {"value": "20", "signed": "true"}),
        ({"value": "+20", "to": "venti"}, {"value": "20", "to": "venti", "signed": "true"}),
        ({"value": "9" * 15 + "k"}, None),
        ({"value": "200-231", "to": "231"}, {"value": "200", "to": "231"}),
        ({"value": "200-2.310,0", "to": "2310,0"}, {"value": "200", "to": "2310.0"}),
        ({"value": "5", "to": "10 %"}, {"value": "5", "to": "10", "unit": "%"}),
        ({"value": "5 %", "to": "10 %"}, {"value": "5", "to": "10", "unit": "%"}),
        ({"value": "10%", "unit": "€"}, None),
        ({"value": "+20", "signed": "false"}, None),
        ({"value": "200-231", "to": "240"}, None),
        ({"value": "circa 5", "qualifier": "over"}, None),
        ({"value": "5 %", "to": "10 €"}, None),
    ],
)
def test_a_field_that_is_given_must_agree(fields: dict[str, str], taken: Any) -> None:
    assert taken_apart(fields) == (taken or fields)


def test_a_plus_sign_is_printed_as_it_was_typed(tmp_path: Path) -> None:
    replace_in(make_project(tmp_path), PRACTICE, "    value: 9\n", "    value: +20 %\n")
    read = read_project(tmp_path, Templates.of(tmp_path), Reporter())
    assert printed(read.practices["paese"].numbers[0]) == "+20 %"


DECIMALS = st.decimals(0, 10**9, places=2) | st.integers(0, 10**12).map(Decimal)
UNITS = ("", "%", "€", "mln", "milioni di €", "per cento", "punti")
QUANTITIES = st.builds(
    Quantity,
    value=DECIMALS,
    to=st.none() | DECIMALS,
    signed=st.booleans(),
    unit=st.sampled_from(UNITS),
    qualifier=st.none() | st.sampled_from(QUALIFIERS),
)


def as_italian(number: Decimal) -> str:
    return f"{number:,}".translate(str.maketrans(",.", ".,"))


@given(QUANTITIES)
@example(Quantity(Decimal("1.00"), to=Decimal(1000), signed=True, unit="%", qualifier="over"))
def test_what_a_brief_prints_is_what_was_typed(quantity: Quantity) -> None:
    """Typed in Italian, read, and printed: the same number, sign, range, unit and qualifier."""
    sign = "+" if quantity.signed and quantity.value else ""
    ends = [sign + as_italian(quantity.value)]
    if quantity.to is not None:
        ends.append(("+" if quantity.signed and quantity.to else "") + as_italian(quantity.to))
    words = LABELS.words[quantity.qualifier] if quantity.qualifier else ""
    typed = " ".join(part for part in (words, "–".join(ends), quantity.unit) if part)
    found = meanings(typed)
    assume(len(found) == 1)  # two are offered, none is taken
    value = Value.model_validate({"value": typed, "source": "scheda"})
    assert printed(value) == typed
    assert (value.value, value.to, value.unit) == (quantity.value, quantity.to, quantity.unit)
    assert value.qualifier == quantity.qualifier


@given(QUANTITIES, st.sampled_from(["1.200", "1,234", "12.500"]))
def test_every_reading_that_is_offered_can_be_typed(quantity: Quantity, ambiguous: str) -> None:
    words = LABELS.words[quantity.qualifier] if quantity.qualifier else ""
    found = meanings(f"{words} {ambiguous} {quantity.unit}")
    assert len(found) == 2
    for reading in found:
        value = Value.model_validate({**reading.fields("value"), "source": "scheda"})
        assert (value.value, value.unit, value.qualifier) == (
            reading.value, quantity.unit, quantity.qualifier,
        )  # fmt: skip


@given(st.text(alphabet="0123456789.,'’ +-–−%€k½", max_size=14) | st.text(max_size=20))
@example("da 1.200,50 a 2.000,00 €")
def test_no_digit_is_lost_or_added(typed: str) -> None:
    digits = re.sub(r"[^0-9]", "", typed)
    for reading in meanings(typed):
        ends = [end for end in (reading.value, reading.to) if end is not None]
        if reading.sure:
            assert re.sub(r"[^0-9]", "", "".join(format(end, "f") for end in ends)) == digits
