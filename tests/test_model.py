"""Values: what each field takes, and what it refuses."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from pitstop_docs.problems.diagnostics import Diagnostic, Location, Reporter, Severity, did_you_mean
from pitstop_docs.records.values import (
    EMAIL,
    PATTERNS,
    PROVINCE,
    Day,
    Line,
    Number,
    PartialDate,
    Slug,
    Source,
    Sources,
    Url,
    is_slug,
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (Slug, ["paese", "legge-381-1991", "a1"],
         ["", "Paese", "due parole", "-a", "a-", "a--b", "città", "a_b", "a" * 61, "paese\n"]),
        (PartialDate, ["1991", "1991-01", "1991-01-26", "2024-02-29"],
         ["91", "1991-13", "1991-1", "1991-02-30", "26/01/1991", "2023-02-29", "0000", "١٩٩١"]),
        (Day, ["2026-11-23"], ["2026", "2026-11", "20261123", "2026-11-31", "ieri", "1"]),
        (Url, ["https://esempio.it", "http://esempio.it/a?b=c#d", "https://esempio.it/{id}"],
         ["esempio.it", "www.esempio.it", "https://esempio", "ftp://esempio.it", "javascript:x",
          "https://esempio.it/due parole", "file:///etc/passwd", ""]),
        # Whether there is such a reference, or one of such a name, is for a rule over all of them.
        (Source, ["scheda", "legge-381-1991, art. 5", "libro,p. 3", "Legge 381", "scheda p. 3"],
         ["", "scheda,", "@scheda", "[@scheda]", "[@scheda, p. 2]"]),
        (Line, ["Una riga", "2 * 3", "nome_file", "a [sic] b", "3 < 4 & 5 > 2"],
         ["", "   ", "**forte**", "*forte*", "[@scheda]", "^[nota]", "[x](y)", "`x`", "<b>x</b>",
          "<br/>", "<!-- x -->", "&amp;", "a" * 301]),
    ],
)  # fmt: skip
def test_values(kind: Any, right: list[str], wrong: list[str]) -> None:
    adapter: TypeAdapter[object] = TypeAdapter(kind)
    for text in right:
        adapter.validate_python(text)
    for text in wrong:
        with pytest.raises(ValidationError):
            adapter.validate_python(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", "7"),
        ("1200", "1200"),
        ("98.6", "98.6"),
        ("-3", "-3"),
        ("\u22125", "-5"),
        ("0.125", "0.125"),
        ("0.200", "0.200"),
        ("12,5", "12.5"),
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("1.234.567", "1234567"),
        ("1.200,50", "1200.50"),
        ("12345.678", "12345.678"),
        ("700000", "700000"),
        ("1.20", "1.20"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert TypeAdapter(Number).validate_python(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "1.200",
        "1,200",
        "+74",
        "10%",
        "007",
        "1_200",
        "NaN",
        "Infinity",
        "1e9",
        ".5",
        "5.",
        "--1",
        "",
        "9" * 16,
        "٧",
    ],
)
def test_what_is_no_plain_number_or_may_be_two(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Number).validate_python(text)


def test_one_source_or_many() -> None:
    adapter: TypeAdapter[tuple[str, ...]] = TypeAdapter(Sources)
    assert adapter.validate_python("scheda") == ("scheda",)
    assert adapter.validate_python(["a", "b, p. 2"]) == ("a", "b, p. 2")
    with pytest.raises(ValidationError):
        adapter.validate_python([])


def test_lines_are_kept_as_they_were_typed() -> None:
    assert TypeAdapter(Line).validate_python("  l'art. 5 e il 70% ") == "l'art. 5 e il 70%"


def test_every_pattern_says_in_words_what_it_wants() -> None:
    assert {EMAIL, PROVINCE} <= set(PATTERNS)
    assert all(words for words in PATTERNS.values())
    assert is_slug("valle-dei-cavalieri")
    assert not is_slug("Valle")


# --- diagnostics -------------------------------------------------------------------------------


def test_a_reporter_keeps_each_problem_once_and_in_order() -> None:
    reporter = Reporter()
    for line in (3, 1, 3):
        reporter.report("wrong-type", Location("b.md", line), "due\nrighe", "rimedio")
    reporter.report("file-name", Location("a.md"), "nome", "nomi uguali")
    assert [str(d) for d in reporter.diagnostics] == [
        "a.md:1:1: warning[file-name]: nome\n    nomi uguali",
        "b.md:1:1: error[wrong-type]: due righe\n    rimedio",
        "b.md:3:1: error[wrong-type]: due righe\n    rimedio",
    ]
    assert [d.severity for d in reporter.errors] == [Severity.ERROR] * 2


def test_what_is_not_said_of_a_problem_is_said_by_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    reporter = Reporter()
    reporter.report("two-preferred", Location("a.md"))
    reporter.report("file-name", Location("a.md"), "other words")
    assert [str(d) for d in reporter.diagnostics] == [
        "a.md:1:1: warning[file-name]: other words\n    give them the same name",
        "a.md:1:1: error[two-preferred]: more than one option is preferred\n"
        "    keep 'preferred: true' on one",
    ]


def test_a_code_that_the_table_does_not_have_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        Reporter().report("x-y", Location("a.md"), "messaggio", "rimedio")


def test_a_diagnostic_for_machines_has_english_keys() -> None:
    found = Diagnostic("too-short", Location("a.md", 2, 3), "messaggio", "rimedio")
    assert found.as_json() == {
        "code": "too-short",
        "severity": "warning",
        "message": "messaggio",
        "file": "a.md",
        "line": 2,
        "column": 3,
        "hint": "rimedio",
        "brief": None,
    }


def test_did_you_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    assert did_you_mean("titel", ["title", "summary"]) == "did you mean 'title'?"
    assert did_you_mean("xyz", ["title", "summary"]) == ""
