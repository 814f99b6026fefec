"""Lists of municipalities: what is read of them, what is said of them, what their names become."""

import re
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.build.flow import load
from pitstop_docs.packs.recipients import read_recipients
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.records.recipients import Recipient, Recipients, slug_of
from pitstop_docs.runs.names import is_device
from tests.packs.municipalities import (
    BROKEN_LINES,
    LIST,
    ODD_NAMES,
    REFUSED_NAMES,
    country,
    hostile,
    municipalities,
    municipality,
    needs_country,
    write_list,
)

TITLES = "istat;nome;provincia"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


def read(root: Path, data: str | bytes, name: str = LIST) -> tuple[Recipients, list[str]]:
    """Return what is read of the list *data*, and what is said of it: place, code, message."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    reporter = Reporter()
    found = read_recipients(root, reporter)
    said = [
        f"{d.location.line}:{d.location.column} {d.code}: {d.message} | {d.hint}"
        for d in reporter.diagnostics
    ]
    return found, said


def names(found: Recipients) -> list[str]:
    return [record.name for record in found]


def dumped(records: Iterable[Recipient]) -> list[dict[str, Any]]:
    """Return the fields of *records*, wherever they stand."""
    return [record.model_dump() for record in records]


# --- files --------------------------------------------------------------------------------------

TABLES = {
    "semicolons": f"{TITLES}\n040012;Forlì;FC\n",
    "commas": "istat,nome,provincia\n040012,Forlì,FC\n",
    "tabs": "istat\tnome\tprovincia\n040012\tForlì\tFC\n",
    "english titles": "istat;name;province\n040012;Forlì;FC\n",
    "loose titles": "Codice ISTAT; COMUNE ;Sigla\n040012;Forlì;FC\n",
    "titles on two lines": '"Codice\nISTAT";Nome;Provincia\n040012;Forlì;FC\n',
    "Windows line ends": f"{TITLES}\r\n040012;Forlì;FC\r\n",
    "byte order mark": f"\ufeff{TITLES}\n040012;Forlì;FC\n",
    "remarks above": f"# Fonte: ISTAT; licenza CC BY\n;;\n{TITLES}\n040012;Forlì;FC\n",
    "empty rows": f"{TITLES}\n;;\n\n040012;Forlì;FC\n;;\n",
    "spaces": f"{TITLES}\n 040012 ; Forlì ; FC \n",
    "name on two lines": f'{TITLES}\n040012;"Forlì\n";FC\n',
    "accent apart": f"{TITLES}\n040012;Forl\u0069\u0300;FC\n",
}


@pytest.mark.parametrize("case", TABLES)
def test_a_table_is_read_as_spreadsheets_save_it(case: str, tmp_path: Path) -> None:
    found, said = read(tmp_path, TABLES[case])
    assert said == []
    assert [(r.istat, r.name, r.province, r.region) for r in found] == [
        ("040012", "Forlì", "FC", "Emilia-Romagna")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_the_encoding_is_found_out(encoding: str, tmp_path: Path) -> None:
    found, said = read(tmp_path, TABLES["semicolons"].encode(encoding))
    assert (names(found), said) == (["Forlì"], [])


def test_a_byte_that_is_wrong_among_right_ones_spoils_no_accents(tmp_path: Path) -> None:
    found, said = read(tmp_path, TABLES["semicolons"].encode() + b"040013;Forl\xecmpopoli;FC\n")
    assert names(found) == []
    assert said[0].startswith("3:12 not-utf8")


def test_a_byte_that_no_encoding_of_windows_has_is_named(tmp_path: Path) -> None:
    _found, said = read(tmp_path, TABLES["semicolons"].encode("cp1252") + b"040013;Forl\x81;FC\n")
    assert [line.partition(": ")[0] for line in said] == ["3:12 control-character"]


def test_yaml_says_the_same(tmp_path: Path) -> None:
    text = """\
recipients:
  - {istat: 001168, name: None, province: TO, population: 7896, population_year: 2021}
  - istat: 033004
    name: Sì
    province: PC
    office: |
      Ufficio
      Protocollo
"""
    found, said = read(tmp_path, text, "sources/recipients/a.yaml")
    assert said == []
    assert names(found) == ["None", "Sì"]
    assert found.by_istat["033004"][0].office == "Ufficio Protocollo"
    assert str(found.by_istat["033004"][0].at("name")) == "sources/recipients/a.yaml:4:11"


def test_a_formula_in_yaml_is_refused_too(tmp_path: Path) -> None:
    text = "recipients:\n  - {istat: 001168, name: None, province: TO, office: '=1+1'}\n"
    found, said = read(tmp_path, text, "sources/recipients/a.yaml")
    assert (names(found), [line.partition(": ")[0] for line in said]) == (
        [],
        ["2:55 spreadsheet-formula"],
    )


def test_the_year_of_a_population_may_stand_in_its_title(tmp_path: Path) -> None:
    found, said = read(tmp_path, f"{TITLES};Popolazione_2021\n040012;Forlì;FC;117946\n")
    assert said == []
    assert (found.records[0].population, found.records[0].population_year) == (117946, 2021)


def test_a_project_without_lists_has_no_recipients(tmp_path: Path) -> None:
    assert len(read_recipients(tmp_path, Reporter())) == 0


def test_what_is_no_list_is_named(tmp_path: Path) -> None:
    for name in ("README.md", ".nascosto.csv", "comuni.csv.bak"):
        read(tmp_path, "x", f"sources/recipients/{name}")
    found, said = read(tmp_path, "x", "sources/recipients/comuni.xlsx")
    assert [line.partition(" |")[0] for line in said] == [
        "1:1 ignored-file: this is not read: no source has such a name or place"
    ]
    assert len(found) == 0


def test_a_list_that_leads_outside_is_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "altrove.csv"
    outside.write_text(TABLES["semicolons"])
    root = tmp_path / "progetto"
    (root / "sources/recipients").mkdir(parents=True)
    (root / LIST).symlink_to(outside)
    reporter = Reporter()
    assert len(read_recipients(root, reporter)) == 0
    assert [d.code for d in reporter.diagnostics] == ["outside-project"]


# --- what is wrong ------------------------------------------------------------------------------

FULL = f"{TITLES};Popolazione 2021;pec;valid_from;valid_to;note"
GOOD = ["033004", "Bettola", "PC", "2630", "comune@example.org", "2016-01-01", "2030-12-31", ""]
WRONG = {
    # column, what is typed there → where, code, what is said (the beginnings of it)
    "zero lost": (0, "33004", "2:1 wrong-format: '33004'", "write '033004'"),
    "no code": (0, "", "2:1 empty-field: 'istat' is empty", "write it"),
    "letters": (0, "H501", "2:1 wrong-format: 'H501'", "write the municipality's ISTAT code"),
    "no name": (1, "", "2:8 empty-field: column 'nome': 'name' is empty", "write it"),
    "long name": (1, "x" * 301, "2:8 too-long: column 'nome': 'name' has 301", "shorten it by 1"),
    "tag in a name": (1, "<b>x</b>", "2:8 raw-html: column 'nome'", "write plain text"),
    "formula": (1, "=1+1", "2:8 spreadsheet-formula: column 'nome': 'name' is a", "write the text"),
    "command": (7, "-1+cmd|'x'!A0", "2:65 spreadsheet-formula: column 'note'", "write the text"),
    "small letters": (2, "pc", "2:16 wrong-format: column 'provincia': 'pc'", "write 'PC'"),
    "whole name": (2, "Piacenza", "2:16 wrong-format: column 'provincia'", "write two capital"),
    "no province": (2, "PX", "2:16 unknown-province: no province is called 'PX'", "look for"),
    "thousands": (3, "10.384", "2:19 wrong-type: column 'Popolazione 2021'", "write 10384"),
    "ten thousand": (3, "10.000", "2:19 wrong-type: column 'Popolazione 2021'", "write 10000"),
    "spaced": (3, "1 010 384", "2:19 wrong-type: column 'Popolazione 2021'", "write 1010384"),
    "nobody": (3, "0", "2:19 wrong-type: column 'Popolazione 2021'", "write a number above zero"),
    "words": (3, "pochi", "2:19 wrong-type: column 'Popolazione 2021'", "write a whole number"),
    "no address": (4, "comune", "2:24 wrong-format: 'comune'", "write an e-mail address"),
    "two": (4, "a@x.it, b@x.it", "2:24 wrong-format: 'a@x.it, b@x.it'", "this field takes one"),
    "named": (4, "Ufficio <a@x.it>", "2:24 wrong-format: 'Ufficio <a@x.it>'", "write an e-mail"),
    "in brackets": (4, "<a@x.it>", "2:24 wrong-format: '<a@x.it>'", "write 'a@x.it'"),
    "day first": (5, "01/01/2016", "2:43 wrong-type: 'valid_from'", "write 2016-01-01"),
    "no such day": (6, "2016-02-30", "2:54 wrong-type: 'valid_to'", "write a date that exists"),
    "backwards": (6, "2015-12-31", "2:54 wrong-range: 'valid_to' is before", "write the first day"),
    "turned round": (1, "Bet\u202etola", "2:11 control-character: there is", "delete it"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_in_a_cell_is_said_where_it_stands(case: str, tmp_path: Path) -> None:
    column, typed, message, hint = WRONG[case]
    cells = [*GOOD[:column], typed, *GOOD[column + 1 :]]
    _found, said = read(tmp_path, f"{FULL}\n{';'.join(cells)}\n")
    assert [line[: len(message)] for line in said] == [message], said
    assert said[0].partition(" | ")[2].startswith(hint), said


def test_nothing_is_wrong_with_the_row_that_these_damage(tmp_path: Path) -> None:
    found, said = read(tmp_path, f"{FULL}\n{';'.join(GOOD)}\n")
    assert (names(found), said) == (["Bettola"], [])


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    cells = {number: (case[0], case[1]) for number, case in enumerate(WRONG.values())}
    rows = [";".join([*GOOD[:c], typed, *GOOD[c + 1 :]]) for c, typed in cells.values()]
    _found, said = read(tmp_path, "\n".join([FULL, *rows]))
    lines = {int(line.partition(":")[0]) for line in said}
    assert lines == set(range(2, len(WRONG) + 2))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("040012;Forlì;FC\n", ["1:1 missing-column"]),
        ("istat;nome\n040012;Forlì\n", ["1:1 missing-column"]),
        (f"{TITLES};Nome\n040012;Forlì;FC;Forlì\n", ["1:22 duplicate-key"]),
        (f"{TITLES};Telefono\n040012;Forlì;FC;1\n", ["1:22 ignored-column"]),
        (f'{TITLES}\n040012;"Forlì;FC\n', ["2:1 broken-list"]),
        (f"{TITLES}\n040012;Forlì;FC;altro\n", ["2:1 broken-list"]),
        (f"{TITLES}\n040012;{'x' * 200_000};FC\n", ["2:1 broken-list"]),
        (f"{TITLES};abitanti\n040012;Forlì;FC;117946\n", ["2:17 missing-field"]),
        (f"{TITLES};carta intestata\n040012;Forlì;FC;forli\n", ["2:17 unknown-letterhead"]),
        (f"{TITLES}\n040012;Forlì;FC\n040012;Forlì;FC\n", ["3:1 recipient-twice"]),
        ("", ["1:1 empty-file"]),
        ("a\x00b", ["1:1 binary-file"]),
        (f"{TITLES}\n040012;Fo\x00rlì;FC\n", ["2:10 control-character"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table(text: str, wanted: list[str], tmp_path: Path) -> None:
    _found, said = read(tmp_path, text)
    assert [line.partition(": ")[0] for line in said] == wanted


@given(st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=5), st.sampled_from(";,\t"))
def test_no_table_stops_the_reader(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str
) -> None:
    text = "\n".join([TITLES.replace(";", separator), *(separator.join(row) for row in rows)])
    read(tmp_path_factory.mktemp("p"), text.encode("utf-8", "surrogatepass"))


def test_one_code_may_have_several_records_one_after_the_other(tmp_path: Path) -> None:
    found, said = read(
        tmp_path,
        f"{TITLES};valid_from;valid_to\n"
        "040012;Forlì nuova;FC;2024-01-01;\n"
        "040012;Forlì;FC;;2023-12-31\n",
    )
    assert said == []
    assert names(found) == ["Forlì", "Forlì nuova"]
    days = {
        day: [r.name for r in found.valid_on(day)] for day in (date(2023, 12, 31), date(2024, 1, 1))
    }
    assert list(days.values()) == [["Forlì"], ["Forlì nuova"]]
    assert found.find("040012", date(2024, 1, 1)) == found.records[1]
    assert found.find("040013", date(2024, 1, 1)) is None


def test_homonyms_are_no_fault(tmp_path: Path) -> None:
    found, said = read(tmp_path, f"{TITLES}\n016065;Castro;BG\n075096;Castro;LE\n")
    assert (names(found), said) == (["Castro", "Castro"], [])


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Forlì", "forli"),
        ("Castelnovo ne' Monti", "castelnovo-ne-monti"),
        ("Bolzano/Bozen", "bolzano-bozen"),
        ("None", "none"),
        ("Con", "comune-con"),
        ("NUL", "comune-nul"),
        ("..", "comune"),
        ("東京", "comune"),
        ("Łódź Straße", "lodz-strasse"),
        ("San Valentino in Abruzzo Citeriore di Sopra", "san-valentino-in-abruzzo-citeriore-di"),
        ("x" * 300, "x" * 40),
    ],
)
def test_a_name_becomes_part_of_a_file_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text(max_size=400))
def test_a_slug_is_short_plain_and_no_device(name: str) -> None:
    slug = slug_of(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 40
    assert not is_device(slug)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_stays_a_name(name: str, tmp_path: Path) -> None:
    write_list(tmp_path, [municipality(name=name)])
    reporter = Reporter()
    found = read_recipients(tmp_path, reporter)
    assert reporter.diagnostics == []
    assert names(found) == [" ".join(name.split())]


@pytest.mark.parametrize("name", REFUSED_NAMES)
def test_a_name_that_turns_computes_or_commands_is_refused(name: str, tmp_path: Path) -> None:
    path = write_list(tmp_path, [municipality()])
    text = path.read_text(encoding="utf-8")
    quoted = name.replace('"', '""')
    path.write_text(text.replace(municipality().name, f'"{quoted}"'), encoding="utf-8")
    reporter = Reporter()
    read_recipients(tmp_path, reporter)
    assert reporter.errors


@pytest.mark.parametrize("words", BROKEN_LINES)
def test_every_text_of_a_record_is_on_one_line(words: str) -> None:
    record = municipality(name=words, office=words, notes=words)
    assert len(f"{record.name}{record.office}{record.notes}".splitlines()) == 1


def test_hostile_municipalities_differ() -> None:
    records = list(hostile())
    assert len({record.istat for record in records}) == len(records) > 25


# --- the list of this project --------------------------------------------------------------------

ROOT = Path(__file__).parents[2]


def test_the_bundled_list_has_the_towns_that_the_sources_name() -> None:
    reporter = Reporter()
    found = read_recipients(ROOT, reporter)
    assert reporter.diagnostics == []
    cases = load(ROOT, Reporter()).cases
    places = {
        (case.place.istat, case.place.municipality)
        for case in cases
        if case.place and case.place.istat
    }
    assert len(places) > 1
    assert places <= {(record.istat, record.name) for record in found}
    assert {record.territory for record in found} == {"appennino", None}


@needs_country
def test_the_bundled_list_says_what_the_official_one_says() -> None:
    official = {record.istat: record for record in country()}
    for record in read_recipients(ROOT, Reporter()):
        theirs = official[record.istat]
        fields = ("name", "province", "region", "population", "population_year")
        assert [getattr(record, f) for f in fields] == [getattr(theirs, f) for f in fields]
        assert record.pec is None


# --- many ---------------------------------------------------------------------------------------


def test_a_list_of_ours_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = municipalities(330)
    write_list(tmp_path, written)
    reporter = Reporter()
    assert dumped(read_recipients(tmp_path, reporter)) == dumped(written)
    assert reporter.diagnostics == []


@needs_country
def test_the_whole_country_is_read_in_a_second(tmp_path: Path) -> None:
    records = country()
    write_list(tmp_path, records)
    reporter = Reporter()
    began = time.process_time()
    found = read_recipients(tmp_path, reporter)
    assert time.process_time() - began < 1
    assert reporter.diagnostics == []
    assert dumped(found) == dumped(sorted(records, key=lambda record: record.istat))
    assert "None" in names(found)
    assert len({f"{r.istat}-{r.slug}" for r in found}) == len(records)
