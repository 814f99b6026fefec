"""What `pitstop fit` and output/fit.html say of a brief."""

import html
import json
from pathlib import Path

import pytest

from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.tree.cut import Cut, Passage, cut_from
from tests.project import PRACTICE, make_project, replace_in
from tests.test_cli import Pitstop, pitstop

__all__ = ["pitstop"]

PROBLEM = "La bottega del paese ha chiuso."
LONG = "Prima frase. " + "Una frase che si ripete. " * 250


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = make_project(tmp_path)
    replace_in(root, PRACTICE, PROBLEM, f"{LONG}\n\nCinque < sei & altro.")
    return root


def test_a_cut_survives_json() -> None:
    passages = (
        Passage("Il problema", "a.md:1:1", "Uno due", 0, ""),
        Passage("Il problema", "a.md:2:1", "parola " * 20, 40, "no-room"),
        Passage("Altro", "", "Tre", 20, "needs"),
    )
    cut = Cut(BriefId("paese", "giunta"), "Titolo", 1, (0.98,), 9.8, 1.35, 3, passages)
    assert cut_from(json.loads(json.dumps(cut.as_json()))) == cut
    assert [passage.rank for passage in cut.left_out] == [20, 40]
    assert passages[1].first_words == "parola " * 9 + "parola…"


def test_fit_says_what_was_left_out_where_and_why(pitstop: Pitstop, project: Path) -> None:
    result = pitstop("fit", "paese", "-p", project, "-e", "giunta", "-j", "1")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].startswith("paese · giunta  ")
    assert " pt, leading 1." in lines[0]
    assert lines[1].startswith("   1 ██████")
    assert lines[1].endswith(" %")
    assert any(
        line.startswith(
            "    sources/practices/paese.md:39:1: Il problema · Una frase che si ripete."
        )
        for line in lines
    )


def test_fit_for_machines(pitstop: Pitstop, project: Path) -> None:
    result = pitstop("fit", "paese", "-p", project, "-e", "giunta", "-j", "1", "--json")
    (brief,) = json.loads(result.out)["briefs"]
    assert (brief["source"], brief["edition"], brief["budget"]) == ("paese", "giunta", 1)
    assert len(brief["fills"]) == 1
    assert brief["layouts"] <= 6
    whys = {passage["why"] for passage in brief["passages"]}
    assert whys >= {"", "no-room"}


def test_the_page_marks_each_passage_in_its_text_and_keeps_other_briefs(
    pitstop: Pitstop, project: Path
) -> None:
    for edition in ("giunta", "consiglio"):
        assert pitstop("build", "-p", project, "-s", "paese", "-e", edition, "-j", "1").code == 0
    page = (project / "output/fit.html").read_text(encoding="utf-8")
    assert 'id="paese-giunta"' in page
    assert 'id="paese-consiglio"' in page
    giunta = page.split('id="paese-giunta"')[1].split("</details>")[0]
    marked = [part.split("</p>")[0] for part in giunta.split('class="passage out"')[1:]]
    assert any(LONG[13:60] in html.unescape(part) for part in marked)
    assert all("left out" in part for part in marked)
    assert "Cinque &lt; sei &amp; altro." in page


def test_an_unknown_source_is_named(pitstop: Pitstop, project: Path) -> None:
    result = pitstop("fit", "paesi", "-p", project)
    assert result.code == 2
    assert "no source 'paesi'" in result.err
    assert "did you mean 'paese'?" in result.err
