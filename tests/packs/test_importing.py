"""Lists that others publish become a list of the project's own, and what is there is not lost."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.packs.importing import Import, imported
from pitstop_docs.packs.recipients import read_recipients
from pitstop_docs.problems.diagnostics import Reporter
from tests.packs.municipalities import COUNTRY, municipality, needs_country, write_list
from tests.packs.workbooks import workbook
from tests.project import make_project
from tests.test_cli import Pitstop, snapshot

# The titles that ISTAT gives its columns, line breaks and all; the municipalities are invented.
ISTAT = [
    [
        "Codice Regione", "Codice dell'Unità territoriale sovracomunale \n(valida a fini statistici)",
        "Codice Provincia (Storico)(1)", "Progressivo del Comune (2)",
        "Codice Comune formato alfanumerico", "Denominazione (Italiana e straniera)",
        "Denominazione in italiano", "Denominazione altra lingua", "Denominazione Regione",
        "Flag Comune capoluogo di provincia/città metropolitana/libero consorzio",
        "Sigla automobilistica", "Codice Comune formato numerico",
        "Popolazione legale 2021 (31/12/2021)", "Popolazione legale 2011 (09/10/2011)",
    ],
    [
        "08", "235", "035", "901", "035901", "Borgo Àlto", "Borgo Àlto", "", "Emilia-Romagna", "0",
        "RE", "35901", "1.204", "1.300",
    ],
    [
        "04", "021", "021", "902", "021902", "Valle/Tal", "Valle", "Tal",
        "Trentino-Alto Adige/Südtirol", "0", "BZ", "21902", "812", "800",
    ],
    [
        "01", "201", "001", "903", "001903", "None", "None", "", "Piemonte", "0", "TO", "1903",
        "7.896", "7.000",
    ],
]  # fmt: skip
INDEX = [
    [
        "Codice_IPA", "Denominazione_ente", "Codice_Categoria", "Codice_comune_ISTAT",
        "Mail1", "Tipo_Mail1", "Mail2", "Tipo_Mail2",
    ],
    ["s_1", "Comune di Borgo Alto", "L8", "035901", "farmacia@pec.example.org", "Pec", "", ""],
    [
        "c_1", "Comune di Borgo Alto", "L6", "035901",
        "info@example.org", "Altro", "Comune@PEC.example.org", "Pec",
    ],
    ["u_1", "Unione di Comuni del Crinale", "L6", "035901", "unione@pec.example.org", "Pec", "", ""],
    ["c_2", "COMUNE DI VALLE", "L6", "021902", "crinale@pec.example.org", "Pec", "", ""],
    ["c_3", "Comune di None", "L6", "001903", "crinale@pec.example.org", "Pec", "", ""],
    ["c_4", "Comune di Altrove", "L6", "001904", "non un indirizzo", "Pec", "", ""],
]  # fmt: skip


@pytest.fixture
def pitstop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pitstop:
    return Pitstop(monkeypatch, capsys)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make_project(tmp_path / "project")
    monkeypatch.chdir(root)
    return root


def table(rows: list[list[str]], separator: str = ";", encoding: str = "latin-1") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def put(name: str, data: bytes) -> str:
    Path(name).write_bytes(data)
    return name


def listed(root: Path) -> dict[str, dict[str, object]]:
    """Return the fields of all municipalities of the project, by code, where nothing is wrong."""
    reporter = Reporter()
    found = read_recipients(root, reporter)
    assert [str(problem) for problem in reporter.diagnostics] == []
    return {record.istat: record.model_dump(exclude_none=True) for record in found}


WAYS = {
    "as ISTAT saves CSV": ("comuni.csv", table(ISTAT)),
    "as Excel saves a workbook": ("comuni.xlsx", workbook(ISTAT)),
    "with commas, in UTF-8": ("comuni.csv", table(ISTAT, ",", "utf-8-sig")),
    "with a remark below": ("comuni.csv", table([*ISTAT, ["(1) dal 2010"]])),
    "with a line break of Word": ("comuni.csv", table([ISTAT[0], *(["\x0b", *r[1:]] for r in ISTAT[1:])])),
    "its zeros lost": ("comuni.csv", table([ISTAT[0], *([c.lstrip("0") for c in row] for row in ISTAT[1:])])),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_list_of_istat_is_known_by_its_columns(
    way: str, pitstop: Pitstop, project: Path
) -> None:
    name, data = WAYS[way]
    done = pitstop("recipients", "import", put(name, data))
    assert (done.code, done.out) == (
        0, "sources/recipients/comuni.csv: 3 added, 0 changed, 0 left as they were\n",
    )  # fmt: skip
    fields = ("name", "province", "region", "population", "population_year")
    assert [tuple(record[name] for name in fields) for record in listed(project).values()] == [
        ("None", "TO", "Piemonte", 7896, 2021),
        ("Valle/Tal", "BZ", "Trentino-Alto Adige/Südtirol", 812, 2021),
        ("Borgo Àlto", "RE", "Emilia-Romagna", 1204, 2021),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (("--region", "emilia-romagna"), ["035901"]),
        (("--region", "Südtirol"), ["021902"]),
        (("--province", "to", "--province", "RE"), ["001903", "035901"]),
    ],
)
def test_a_region_or_a_province_may_be_asked_for(
    options: tuple[str, ...], codes: list[str], pitstop: Pitstop, project: Path
) -> None:
    pitstop("recipients", "import", put("comuni.csv", table(ISTAT)), *options)
    assert list(listed(project)) == codes


def test_addresses_come_from_the_index(pitstop: Pitstop, project: Path) -> None:
    done = pitstop(
        "recipients", "import", put("i.csv", table(ISTAT)), put("a.xlsx", workbook(INDEX))
    )
    assert [record.get("pec") for record in listed(project).values()] == [
        "crinale@pec.example.org", "crinale@pec.example.org", "comune@pec.example.org",
    ]  # fmt: skip
    assert "PEC of several municipalities, look at them: crinale@pec.example.org\n" in done.out


def test_the_index_alone_completes_the_list_that_there_is(pitstop: Pitstop, project: Path) -> None:
    pitstop(
        "recipients", "import", put("i.csv", table(ISTAT)), "--to", "monti.csv", "--province", "RE"
    )
    done = pitstop("recipients", "import", put("a.csv", table(INDEX, ",", "utf-8")))
    assert "sources/recipients/monti.csv: 0 added, 1 changed, 0 left" in done.out
    assert listed(project)["035901"]["pec"] == "comune@pec.example.org"


def test_of_several_towns_none_is_guessed(pitstop: Pitstop, project: Path) -> None:
    bodies = [
        [f"c_{n}", f"Comune di {name}", "L6", "035901", f"{name}@pec.example.org", "Pec", "", ""]
        for n, name in enumerate(("Altrove", "Lontano"))
    ]
    pitstop(
        "recipients", "import", put("i.csv", table(ISTAT)), put("a.csv", table([INDEX[0], *bodies]))
    )
    assert "pec" not in listed(project)["035901"]


def test_the_index_alone_makes_no_list(pitstop: Pitstop, project: Path) -> None:
    done = pitstop("recipients", "import", put("a.csv", table(INDEX)))
    assert (done.code, "import ISTAT's list first" in done.out) == (0, True)
    assert listed(project) == {}


def test_two_lists_complete_each_other(pitstop: Pitstop, project: Path) -> None:
    words = [["istat", "nome", "sigla", "territorio"], ["035901", "Borgo alto", "RE", "montagna"]]
    pitstop("recipients", "import", put("t.csv", table(words)), put("i.csv", table(ISTAT)))
    borgo = listed(project)["035901"]
    assert (borgo["name"], borgo["territory"], borgo["population"]) == (
        "Borgo alto",
        "montagna",
        1204,
    )


BY_HAND = """\
# Scritto a mano\r
istat;nome;sigla;telefono;pec;ufficio;carta intestata;note;popolazione 2011\r
035901;Borgo alto;RE;0522 1;a.mano@example.org;Segreteria;;"chiamare ""prima"" ; poi";1300\r
035999;Borgo Sparito;RE;0522 2;;;;;90\r
"""


def test_what_was_written_by_hand_stays(pitstop: Pitstop, project: Path) -> None:
    path = project / "sources/recipients/comuni.csv"
    path.parent.mkdir()
    path.write_bytes(BY_HAND.encode())
    done = pitstop(
        "recipients",
        "import",
        put("i.csv", table(ISTAT)),
        put("a.csv", table(INDEX)),
        "--region",
        "Emilia-Romagna",
    )
    assert (
        path.read_bytes().decode()
        == """\
# Scritto a mano\r
istat;nome;sigla;telefono;pec;ufficio;carta intestata;note;popolazione 2011;anno popolazione\r
035901;Borgo Àlto;RE;0522 1;a.mano@example.org;Segreteria;;"chiamare ""prima"" ; poi";1204;2021\r
035999;Borgo Sparito;RE;0522 2;;;;;90\r
"""
    )
    assert done.out.splitlines() == [
        "sources/recipients/comuni.csv: 0 added, 1 changed, 0 left as they were",
        "  changed: Borgo alto (035901)",
        "  no longer in the official list: Borgo Sparito (035999) (left: --ended DATE gives them a last day)",
        "  the index has another PEC: Borgo alto (035901) (yours stayed)",
        "  The old files are kept: sources/recipients/comuni.csv.bak",
    ]
    assert path.with_name("comuni.csv.bak").read_bytes() == BY_HAND.encode()


@given(
    st.lists(
        st.tuples(*[st.text("ab;,\t\"\n' è€#=", max_size=6)] * 4).filter(
            lambda row: any(map(str.strip, row))
        )
    ),
    st.sampled_from(";,\t"),
)
def test_whatever_stands_in_other_columns_stays(
    rows: list[tuple[str, ...]], separator: str
) -> None:
    titles = ["istat", "nome", "telefono", "provincia"]
    data = table([titles, *map(list, rows)], separator, "utf-8-sig")
    plan = Import(added=[municipality()])
    written = imported(data, "comuni.csv", plan).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(written, newline=""), delimiter=separator))
    assert found[0][:4] == titles
    assert found[1:-1] == [list(row) for row in rows]
    assert found[-1][:4] == ["900001", municipality().name, "", municipality().province]


def test_who_vanished_gets_a_last_day_only_when_told(pitstop: Pitstop, project: Path) -> None:
    write_list(project, [municipality(province="RE")], "sources/recipients/comuni.csv")
    words = ("recipients", "import", put("i.csv", table(ISTAT)), "--province", "RE")
    pitstop(*words)
    assert "valid_to" not in listed(project)["900001"]
    pitstop(*words, "--ended", "2025-12-31")
    assert str(listed(project)["900001"]["valid_to"]) == "2025-12-31"


@pytest.mark.parametrize(
    ("fields", "options"), [({"valid_to": "2015-12-31"}, ()), ({}, ("--province", "BZ"))]
)
def test_whose_story_is_over_or_nobody_asks_for_stays_as_it_is(
    fields: dict[str, Any], options: tuple[str, ...], pitstop: Pitstop, project: Path
) -> None:
    given: dict[str, Any] = {"istat": "035901", "name": "Borgo", "province": "RE", "pec": None}
    write_list(project, [municipality(**given, **fields)], "sources/recipients/comuni.csv")
    lists = put("i.csv", table(ISTAT)), put("a.csv", table(INDEX))
    done = pitstop("recipients", "import", *lists, *options)
    assert "0 changed, 1 left" in done.out
    assert listed(project)["035901"]["name"] == "Borgo"


def test_a_second_time_there_is_nothing_to_do(pitstop: Pitstop, project: Path) -> None:
    words = ("recipients", "import", put("i.csv", table(ISTAT)), put("a.csv", table(INDEX)))
    pitstop(*words)
    before = snapshot(project)
    done = pitstop(*words)
    assert "0 added, 0 changed, 3 left as they were" in done.out
    assert snapshot(project) == before


def test_older_numbers_do_not_come_back(pitstop: Pitstop, project: Path) -> None:
    pitstop("recipients", "import", put("i.csv", table(ISTAT)))
    old = [["istat", "nome", "sigla", "popolazione_2011"], ["035901", "Borgo Àlto", "RE", "1300"]]
    done = pitstop("recipients", "import", put("o.csv", table(old)), "--province", "RE")
    assert "0 changed" in done.out
    assert listed(project)["035901"]["population"] == 1204


def test_people_without_a_year_are_not_taken(pitstop: Pitstop, project: Path) -> None:
    rows = [["istat", "nome", "sigla", "abitanti"], ["035901", "Borgo", "RE", "7"]]
    done = pitstop("recipients", "import", put("i.csv", table(rows)))
    assert "i.csv:1:18: warning[ignored-column]: column 'abitanti' is not read" in done.err
    assert "population" not in listed(project)["035901"]


def test_what_stands_in_another_list_is_left_there(pitstop: Pitstop, project: Path) -> None:
    name = put("i.csv", table(ISTAT))
    pitstop("recipients", "import", name, "--to", "monti.csv", "--province", "RE")
    done = pitstop("recipients", "import", name)
    assert "comuni.csv: 2 added" in done.out
    assert "in other lists of the project: Borgo Àlto (035901) (left: --to names" in done.out
    assert len(listed(project)) == 3


def test_a_list_may_be_brought_up_to_date_without_growing(pitstop: Pitstop, project: Path) -> None:
    name = put("i.csv", table(ISTAT))
    pitstop("recipients", "import", name, "--province", "RE")
    done = pitstop("recipients", "import", name, "--known")
    assert "0 added, 0 changed, 1 left" in done.out
    assert list(listed(project)) == ["035901"]


WRONG = {
    "unknown columns": (table([["uno", "due"], ["a", "b"]]), "missing-column"),
    "a formula": (table([ISTAT[0], [*ISTAT[1][:5], "=1+1", *ISTAT[1][6:]]]), "spreadsheet-formula"),
    "no code": (table([ISTAT[0], [*ISTAT[1][:4], "H501", *ISTAT[1][5:]]]), "wrong-format"),
    "no letters": (table([["istat", "nome", "sigla"], ["035901", "Borgo", "XX1"]]), "wrong-format"),
    "no workbook": (b"PK\x03\x04", "unreadable"),
    "no text": (b"\xd0\xcf\x11\xe0\x00", "binary-file"),
    "nothing": (b"", "empty-file"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_nothing_is_written_when_something_is_wrong(
    case: str, pitstop: Pitstop, project: Path
) -> None:
    data, code = WRONG[case]
    name = put("lista.csv", data)
    before = snapshot(project)
    done = pitstop("recipients", "import", name)
    assert done.code == 1
    assert f"[{code}]" in done.err
    assert "Nothing was written" in done.out
    assert snapshot(project) == before


def test_what_is_wrong_in_the_project_is_put_right_first(pitstop: Pitstop, project: Path) -> None:
    write_list(project, [municipality(), municipality()])
    done = pitstop("recipients", "import", put("i.csv", table(ISTAT)))
    assert (done.code, "recipient-twice" in done.err) == (1, True)
    assert not (project / "sources/recipients/comuni.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "'FILE' is missing"),
        (("manca.csv",), "there is no file 'manca.csv'"),
        ((".",), "cannot be read"),
        (("i.csv", "--to", "../fuori.csv"), "is no name for a list"),
        (("i.csv", "--to", "nul.csv"), "is no name for a list"),
        (("i.csv", "--to", "comuni.yaml"), "is no name for a list"),
        (("i.csv", "--province", "PX"), "no province is called 'PX'"),
        (("i.csv", "--region", "Emilia"), "no region is called 'Emilia'"),
        (("i.csv", "--ended", "ieri"), "'ieri' is no date"),
    ],
)
def test_wrong_usage_is_explained(
    words: tuple[str, ...], said: str, pitstop: Pitstop, project: Path
) -> None:
    put("i.csv", table(ISTAT))
    done = pitstop("recipients", "import", *words)
    assert (done.code, said in done.err) == (2, True), done.err


# --- what there is ------------------------------------------------------------------------------


def test_recipients_are_counted_by_province(pitstop: Pitstop, project: Path) -> None:
    write_list(project, [municipality(1), municipality(2, pec=None), municipality(8, pec=None)])
    done = pitstop("recipients")
    assert done.code == 0
    assert [line.split("  ") for line in done.out.rstrip().splitlines() if "PEC" in line] == [
        ["BO", "2", "without PEC: 2", "with letterhead: 0"],
        ["MO", "1", "without PEC: 0", "with letterhead: 0"],
    ]
    found = json.loads(pitstop("recipients", "--json").out)["recipients"]
    assert [record["istat"] for record in found] == ["900001", "900002", "900008"]


def test_check_reads_the_lists(pitstop: Pitstop, project: Path) -> None:
    write_list(project, [municipality(), municipality()])
    assert "[recipient-twice]" in pitstop("check").err
    assert "[recipient-twice]" not in pitstop("check", "--source", "paese").err


@needs_country
def test_the_whole_country_comes_in_and_is_read_again(pitstop: Pitstop, project: Path) -> None:
    done = pitstop("recipients", "import", COUNTRY)
    assert done.code == 0
    with open(COUNTRY, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = listed(project)
    assert {code: record["name"] for code, record in found.items()} == {
        row["istat"]: row["nome_ufficiale"] for row in rows
    }
