"""Addresses of norms, in full: a wrong one lands silently on another article."""

from datetime import date

import pytest

from pitstop_docs.compose.wording import reference_url
from pitstop_docs.records.legal import (
    article_of,
    demetra_url,
    ecli_url,
    gazzetta_url,
    normattiva_url,
)
from pitstop_docs.records.model import Reference

NORMATTIVA = "https://www.normattiva.it/uri-res/N2Ls?urn:nir:stato:"
DLGS = "decreto.legislativo"


@pytest.mark.parametrize(
    ("kind", "day", "number", "locus", "address"),
    [
        (DLGS, "2000-08-18", 267, "art. 49", "decreto.legislativo:2000-08-18;267~art49"),
        ("legge", "1991-11-08", 381, "art. 5", "legge:1991-11-08;381~art5"),
        ("legge", "1985-02-27", 49, "", "legge:1985-02-27;49"),
        (DLGS, "2017-07-03", 117, "art. 55", "decreto.legislativo:2017-07-03;117~art55"),
        (DLGS, "2003-09-10", 276, "art. 14", "decreto.legislativo:2003-09-10;276~art14"),
        ("legge", "1999-03-12", 68, "art. 12-bis", "legge:1999-03-12;68~art12bis"),
        (DLGS, "2023-03-31", 36, "art. 61", "decreto.legislativo:2023-03-31;36~art61"),
        ("legge", "2004-01-09", 4, "art. 11", "legge:2004-01-09;4~art11"),
        ("legge", "2009-06-18", 69, "art. 32", "legge:2009-06-18;69~art32"),
        ("legge", "2025-12-30", 198, "", "legge:2025-12-30;198"),
    ],
)
def test_national_acts_lead_to_normattiva(
    kind: str, day: str, number: int, locus: str, address: str
) -> None:
    url = normattiva_url(kind, day, number, article_of(locus))
    assert url == NORMATTIVA + address
    assert reference_url(reference(act={"type": kind, "date": day, "number": number}), locus) == url


@pytest.mark.parametrize(
    ("version", "ending"),
    [
        ("", ""),
        ("originale", "@originale"),
        ("vigente", "!vig="),
        ("2009-11-10", "!vig=2009-11-10"),
    ],
)
def test_an_act_can_be_asked_for_as_it_was(version: str, ending: str) -> None:
    url = normattiva_url("legge", "1991-11-08", 381, "2", version)
    assert url == f"{NORMATTIVA}legge:1991-11-08;381~art2{ending}"


@pytest.mark.parametrize(
    ("locus", "article"),
    [
        ("art. 55", "55"),
        ("art.\u00a055", "55"),
        ("Art. 5, comma 2", "5"),
        ("articolo 12-bis", "12bis"),
        ("art. 3 ter", "3ter"),
        ("art. 2-undecies", "2undecies"),
        ("art. 2-quaterdecies", "2quaterdecies"),
        ("artt. 55 e 56", "55"),
        ("articoli 3 e 4", "3"),
        ("comma 3 dell'art. 7", "7"),
        ("art. 5 terzo comma", "5"),
        ("art. 5 bisogna", "5"),
        ("parte 3", ""),
        ("p. 51", ""),
        ("", ""),
    ],
)
def test_the_article_is_read_from_the_locus(locus: str, article: str) -> None:
    assert article_of(locus) == article


def test_other_collections() -> None:
    assert (
        gazzetta_url(date(2024, 10, 1), "24G00155")
        == "https://www.gazzettaufficiale.it/eli/id/2024/10/01/24G00155/SG"
    )
    assert (
        ecli_url("ECLI:IT:COST:2020:131")
        == "https://e-justice.europa.eu/ecli/ECLI:IT:COST:2020:131"
    )
    assert demetra_url(2014, 12) == (
        "https://demetra.regione.emilia-romagna.it/al/articolo"
        "?urn=er:assemblealegislativa:legge:2014;12"
    )
    with pytest.raises(ValueError, match="ECLI:IT"):
        ecli_url("ECLI:IT")


def test_a_reference_leads_to_the_best_of_its_addresses() -> None:
    regional = {"issuer": "emilia-romagna", "type": "legge", "date": "2014", "number": 12}
    assert reference_url(reference(act=regional), "art. 3") == demetra_url(2014, 12)
    ruling = reference(ecli="ECLI:IT:COST:2020:131", url="https://esempio.it")
    assert reference_url(ruling) == ecli_url("ECLI:IT:COST:2020:131")
    gazette = reference(gazette={"date": "2024-10-01", "code": "24G00155"})
    assert reference_url(gazette) == gazzetta_url(date(2024, 10, 1), "24G00155")
    assert reference_url(reference(url="https://esempio.it/a")) == "https://esempio.it/a"
    assert reference_url(reference()) == ""


def reference(**fields: object) -> Reference:
    return Reference.model_validate(
        {"id": "atto", "type": "law", "title": "Atto", "short": "Atto", **fields}
    )
