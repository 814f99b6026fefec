"""What the draft of an act says, and what it never says."""

import re
from pathlib import Path

import pytest

from pitstop_docs.tree.document import Blank, Document, OrderedList, Paragraph, Section
from pitstop_docs.tree.keys import words_digest
from pitstop_docs.tree.typeset import NBSP
from pitstop_docs.tree.walk import inlines_of, plain, text_of, walk
from tests.drafts import BODIES, act_of, make_drafts
from tests.project import PRACTICE, replace_in

DELIBERATION = "deliberazione-giunta"
OPINIONS = "    opinions: none\n    act: Proposta di deliberazione"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_drafts(tmp_path)


def words(act: Document) -> str:
    """Return what *act* says, with plain spaces."""
    return " ".join(" ".join(map(text_of, (*act.above, *act.body))).split())


def recitals(act: Document) -> list[str]:
    found = walk(act.body)
    return [
        plain(b.content).replace(NBSP, " ")
        for b in found
        if isinstance(b, Paragraph) and b.style == "recital"
    ]


def points(act: Document) -> list[str]:
    lists = (b for b in walk(act.body) if isinstance(b, OrderedList) and b.style == "points")
    return [text_of(item) for item in next(lists).items]


def blanks(act: Document) -> list[str]:
    return [
        inline.key
        for block in (*act.above, *act.body)
        for inline in inlines_of(block)
        if isinstance(inline, Blank)
    ]


def fingerprint(act: Document) -> str:
    found = re.search(r"SHA-256 ((?:[0-9a-f]{8} ?){8})", words(act))
    assert found
    return found[1].replace(" ", "")


def with_opinions(project: Path, opinions: str) -> Document:
    wanted = f"    opinions: {opinions}\n" if opinions else ""
    replace_in(project, PRACTICE, OPINIONS, f"{wanted}    act: Proposta di deliberazione")
    return act_of(project, DELIBERATION)


def test_whose_it_is_and_who_decides(project: Path) -> None:
    act = act_of(project, DELIBERATION)
    assert act.id.kind == "act"
    assert act.title == "Proposta di deliberazione della Giunta comunale"
    assert [text_of(b).strip() for b in act.above] == ["Comune di", "Provincia di"]
    assert act.status_label == "Bozza"
    running = act.running.replace(NBSP, " ")
    assert running == "BOZZA · Proposta di deliberazione della Giunta comunale · La bottega"
    titles = [plain(b.title) for b in act.body if isinstance(b, Section)]
    assert titles == ["La Giunta comunale", "Delibera", "Allegati", "Per l’adozione"]


def test_the_body_that_decides_is_the_one_that_is_said(project: Path) -> None:
    replace_in(project, PRACTICE, "    decides: giunta", "    decides: consiglio")
    act = act_of(project, DELIBERATION)
    assert act.title == "Proposta di deliberazione del Consiglio comunale"
    assert "Il Consiglio comunale" in words(act)


def test_recitals_of_case_request_and_form_stand_in_the_order_of_acts(project: Path) -> None:
    assert recitals(act_of(project, DELIBERATION)) == [
        "Premesso che la bottega del paese ha chiuso;",
        "Rilevato che sono chiusi gli edifici comunali: ;",
        "Preso atto che la bottega è chiusa;",
        "Esaminata la scheda allegata «Il paese che ha riaperto la bottega» (versione 1, bozza del "
        "23 novembre 2026), che cita le proprie fonti;",
        "Visto quanto previsto da: L. 381/1991, art. 5;",
    ]


@pytest.mark.parametrize(
    ("typed", "between"),
    [
        ("Ritenuto di aprirla", ("Visto l’art. 49", None)),
        ("Richiamata la delibera del 2020", ("Preso atto", "Esaminata la")),
        ("Considerato che serve", ("Visto l’art. 49", None)),
        ("Tutto ciò premesso", ("Visto l’art. 49", None)),
        ("Dato atto che è vuota", ("Rilevato che", "Preso atto")),
        ("che nessuno la usa", ("Rilevato che", "Preso atto")),
    ],
)
def test_a_recital_of_the_case_stands_where_its_participle_does(
    project: Path, typed: str, between: tuple[str, str | None]
) -> None:
    replace_in(project, PRACTICE, 'comunali: ________"', f'comunali: ________"\n  - {typed}')
    said = recitals(with_opinions(project, "technical"))
    at = said.index(f"{typed};")
    before, after = between
    assert said[at - 1].startswith(before)
    assert said[at + 1].startswith(after) if after else at == len(said) - 1


@pytest.mark.parametrize(
    ("recital", "opening"),
    [("Premesso che", "Premesso"), ("Preso atto che", "Preso atto"), ("Visto quanto", "Visto")],
)
def test_a_recital_opens_with_its_participle(project: Path, recital: str, opening: str) -> None:
    found = walk(act_of(project, DELIBERATION).body)
    block = next(
        b for b in found if isinstance(b, Paragraph) and plain(b.content).startswith(recital)
    )
    assert plain(block.content[:1]) == opening


@pytest.mark.parametrize("name", BODIES)
def test_laws_of_other_countries_are_no_ground_for_an_act(project: Path, name: str) -> None:
    said = words(act_of(project, name))
    assert "L. 381/1991" in said
    assert "francese" not in said


def test_what_the_points_say_is_not_said_again(project: Path) -> None:
    report = "di chiedere agli uffici di riferire sull’esito entro il ;"
    assert report in points(act_of(project, DELIBERATION))
    replace_in(project, PRACTICE, "con il loro stato;", "e di riferire alla Giunta;")
    assert report not in points(act_of(project, DELIBERATION))


@pytest.mark.parametrize("point", ["di riferire al Consiglio", "di presentare una relazione"])
def test_a_committee_that_says_how_it_reports_is_not_asked_to_report_again(
    project: Path, point: str
) -> None:
    inquiry, report = "indagine-conoscitiva-commissione", "relazione finale"
    assert report in words(act_of(project, inquiry))
    replace_in(project, PRACTICE, "di sentire gli abitanti e gli uffici", point)
    assert report not in words(act_of(project, inquiry))


GUIDANCE = "di dare atto che il presente atto è di mero indirizzo e non comporta impegno di spesa;"


@pytest.mark.parametrize(
    ("opinions", "says", "asked"),
    [
        ("none", GUIDANCE, []),
        (
            "technical",
            "di dare atto che il presente atto non ha riflessi sul bilancio o sul patrimonio del Comune;",
            ["technical-opinion"],
        ),
        (
            "technical-and-accounting",
            "di dare atto che la spesa di euro trova copertura al capitolo del bilancio ;",
            ["technical-opinion", "accounting-opinion"],
        ),
        (
            "",
            "di dare atto che la spesa di euro trova copertura al capitolo del bilancio ;",
            ["technical-opinion", "accounting-opinion"],
        ),
    ],
)
def test_a_mere_act_of_guidance_says_so_and_no_other_does(
    project: Path, opinions: str, says: str, asked: list[str]
) -> None:
    act = with_opinions(project, opinions)
    said = [" ".join(point.split()) for point in points(act)]
    assert says in said
    assert (GUIDANCE in said) == (opinions == "none")
    assert ("Non dovuti" in words(act)) == (opinions == "none")
    assert ("un parere già dato va chiesto di nuovo" in words(act)) == (opinions != "none")
    assert [key for key in blanks(act) if key.endswith("opinion")] == asked


@pytest.mark.parametrize("name", BODIES)
def test_opinions_votes_numbers_dates_and_signatures_are_blank(project: Path, name: str) -> None:
    act = act_of(project, name)
    said = words(act).casefold()
    for never in ("favorevole", "unanimi", "contrario", "presenti n", "il giorno "):
        assert never not in said
    for block in walk(act.body):
        if isinstance(block, Paragraph) and block.style == "field":
            # Labels and blanks: neither a figure nor a name.
            assert not re.search(r"\d", plain(block.content).replace("Proposta n.", ""))
            labels = [i for i in block.content if not isinstance(i, Blank)]
            assert len(labels) == len(block.content) - len(labels)
    keys = (
        {"votes-for", "sitting-date"} if name != "documento-istruttorio-comitato-tecnico" else set()
    )
    assert {*keys, "municipality", "province"} <= set(blanks(act))
    assert any(key.endswith(("signatory", "president", "secretary")) for key in blanks(act))


def test_an_author_s_row_of_underscores_is_a_blank_with_a_prompt(project: Path) -> None:
    act = act_of(project, DELIBERATION)
    typed = [
        inline.prompt
        for block in act.body
        for inline in inlines_of(block)
        if isinstance(inline, Blank) and inline.key == "blank"
    ]
    assert typed == ["da completare", "da completare"]
    assert "di nominare come referente ;" in points(act)


@pytest.mark.parametrize("name", BODIES)
def test_the_fingerprint_is_that_of_the_points(project: Path, name: str) -> None:
    act = act_of(project, name)
    assert fingerprint(act) == words_digest(" ".join(points(act)))


def test_a_comma_changes_the_fingerprint_and_another_recital_does_not(project: Path) -> None:
    before = fingerprint(act_of(project, DELIBERATION))
    replace_in(project, PRACTICE, "Premesso che la bottega", "Premesso che, purtroppo, la bottega")
    assert fingerprint(act_of(project, DELIBERATION)) == before
    replace_in(project, PRACTICE, "chiusi, con il loro stato", "chiusi con il loro stato")
    assert fingerprint(act_of(project, DELIBERATION)) != before


def test_a_report_says_the_grounds_and_only_costs_that_are_known(project: Path) -> None:
    said = words(act_of(project, "documento-istruttorio-comitato-tecnico"))
    assert "L. 381/1991, art. 5. Convenzioni con le cooperative sociali" in said
    assert "La bottega del paese ha chiuso." in said
    assert "Impegno previsto: ore dell’ufficio tecnico." in said
    assert "Lavori: 10.000 €. Chi la mette: Comune. Fonte: Scheda" in said
    assert "Arredi" not in said


@pytest.mark.parametrize("name", BODIES)
def test_what_is_attached_has_its_place(project: Path, name: str) -> None:
    act = act_of(project, name)
    attached = next(b for b in act.body if isinstance(b, Section) and plain(b.title) == "Allegati")
    brief, *rows = (text_of(block).replace(NBSP, " ") for block in attached.blocks)
    assert brief.startswith("Allegato A: scheda «Il paese che ha riaperto la bottega» (versione 1")
    assert [row.split() for row in rows] == [["Allegato", letter] for letter in "BCD"]


def test_sources_of_a_cost_are_told_apart_though_their_names_have_commas(project: Path) -> None:
    with (project / "sources/references.yaml").open("a", encoding="utf-8") as references:
        references.write(TUEL)
    replace_in(project, PRACTICE, "10.000 €, source: scheda", "10.000 €, source: [tuel, scheda]")
    said = words(act_of(project, "documento-istruttorio-comitato-tecnico"))
    assert "Lavori: 10.000 €. Chi la mette: Comune. Fonte: TUEL, D.Lgs. 267/2000; Scheda" in said


def test_an_example_says_that_it_is_one(project: Path) -> None:
    replace_in(project, PRACTICE, "short: La bottega", "short: La bottega\nstatus: example")
    assert act_of(project, DELIBERATION).status_label == f"Bozza{NBSP}·{NBSP}Esempio"


@pytest.mark.parametrize("name", BODIES)
def test_names_in_it_are_given_once(project: Path, name: str) -> None:
    act = act_of(project, name)
    ids = [block.id for block in walk((*act.above, *act.body))]
    assert len(ids) == len(set(ids))


TUEL = """\
  - {id: tuel, type: law, title: Testo unico, short: "TUEL, D.Lgs. 267/2000", located: in biblioteca}
"""


@pytest.mark.parametrize(
    ("name", "opinions", "named"),
    [
        (DELIBERATION, "none", 0),
        (DELIBERATION, "technical", 1),
        (DELIBERATION, "", 1),
        ("mozione-consiglio", "none", 0),
        ("indagine-conoscitiva-commissione", "none", 0),
    ],
)
def test_the_norm_of_opinions_is_named_once_where_they_are_due(
    project: Path, name: str, opinions: str, named: int
) -> None:
    with (project / "sources/references.yaml").open("a", encoding="utf-8") as references:
        references.write(TUEL)
    norm = '  - {source: "tuel, art. 49, comma 1", about: I pareri.}\n'
    replace_in(project, PRACTICE, "legal:\n", f"legal:\n{norm}")
    with_opinions(project, opinions)
    said = recitals(act_of(project, name))
    assert sum("art. 49" in recital for recital in said) == named
    assert "Visto quanto previsto da: L. 381/1991, art. 5;" in said


ARTICLE = '  - {{source: "legge-381-1991, art. {number}", about: Altro.}}\n'
WHOLE = "  - {source: legge-381-1991, about: Tutta.}\n"


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (WHOLE + ARTICLE.format(number=5), "Visto quanto previsto da: L. 381/1991, art. 5;"),
        (ARTICLE.format(number=1), "Visti: L. 381/1991, art. 1; L. 381/1991, art. 5;"),
        (
            "  - {source: scheda, about: Nessuna.}\n",
            "Visto quanto previsto da: L. 381/1991, art. 5;",
        ),
    ],
)
def test_norms_are_named_once_and_articles_stand_for_the_whole(
    project: Path, more: str, named: str
) -> None:
    replace_in(project, PRACTICE, "legal:\n", f"legal:\n{more}")
    assert named in recitals(act_of(project, DELIBERATION))
