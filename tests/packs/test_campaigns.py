"""What is wrong in a campaign is told at its line, all of it at once."""

from pathlib import Path

import pytest

from pitstop_docs.build.flow import load
from pitstop_docs.packs.campaigns import (
    campaign_named,
    check_campaigns,
    chosen_cases,
    chosen_recipients,
    read_campaigns,
)
from pitstop_docs.packs.members import Documents, Member
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.forms import Population
from pitstop_docs.runs.store import Store
from tests.packs.projects import CAMPAIGN, change_campaign, municipality
from tests.project import collect, make_reviewed

ROOT = Path(__file__).parents[2]
HEAD = "title: Pane\ndate: 2026-12-01\nsender: Unione\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    return change_campaign(make_reviewed(tmp_path))


def problems(root: Path, text: str, name: str = CAMPAIGN) -> list[str]:
    """Return what is wrong in the campaign *text*: line, column, code and words."""
    (root / name).write_text(text, encoding="utf-8")
    reporter = Reporter()
    check_campaigns(root, collect(root, Reporter()), reporter)
    return [
        f"{d.location.line}:{d.location.column} {d.code}: {d.message}; {d.hint}"
        for d in reporter.diagnostics
    ]


WRONG = {
    "destinatari: {}": "4:1 unknown-key: there is no field 'destinatari' here; write 'to'",
    "bozze: true": "4:1 unknown-key: there is no field 'bozze' here; write 'allow_drafts'",
    "sources: [forno-di-borgo-fnito]": (
        "4:11 unknown-choice: 'sources' names 'forno-di-borgo-fnito', which is not there; "
        "did you mean 'forno-di-borgo-finto'?"
    ),
    "sources: Forno-di-borgo-finto": (
        "4:10 unknown-choice: 'sources' names 'Forno-di-borgo-finto', which is not there; "
        "did you mean 'forno-di-borgo-finto'?"
    ),
    "editions: giunto": (
        "4:11 unknown-choice: 'editions' names 'giunto', which is not there; did you mean 'giunta'?"
    ),
    "topics: forno": (
        "4:9 unknown-choice: 'topics' names 'forno', which is not there; did you mean 'forni'?"
    ),
    "acts: delibera": (
        "4:7 unknown-choice: 'acts' names 'delibera', which is not there; did you mean 'deliberazione'?"
    ),
    "to: {istat: 040013}": (
        "4:13 unknown-choice: 'istat' names '040013', which is not there; did you mean '040012'?"
    ),
    "to: {province: Forlì}": (
        "4:16 wrong-format: to: 'Forlì' is not well formed for 'province'; "
        "write two capital letters: RE"
    ),
    "to: {population: {min: 10, max: 5}}": (
        "4:24 wrong-range: 'min' (10) is more than 'max' (5); write the smaller number in 'min'"
    ),
    "to: {population: {min: 5}}": (
        "4:5 no-recipients: the campaign is for no municipality; "
        "all that 'to' says must hold for the same municipality: ask for less"
    ),
    "max_message_mb: 0": "4:17 wrong-type: 'max_message_mb' cannot be '0'; write a greater number",
}  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_is_told_where_it_stands(project: Path, line: str) -> None:
    assert problems(project, f"{HEAD}{line}\n") == [WRONG[line]]


def test_all_of_it_is_told_at_once(project: Path) -> None:
    lines = ("sources: [forno-di-borgo-fnito]", "editions: giunto", "acts: delibera")
    found = problems(project, HEAD + "\n".join(lines))
    assert [problem.partition(" ")[0] for problem in found] == ["4:11", "5:11", "6:7"]


def test_a_right_one_is_right(project: Path) -> None:
    text = f"{HEAD}topics: FORNI\nacts: all\nto:\n  province: [FC, PC]\nletter: Gentile sindaca.\n"
    assert problems(project, text) == []
    campaign = read_campaigns(project, Reporter())["prova"]
    assert [case.id for case in chosen_cases(campaign, collect(project, Reporter()))] == [
        "forno-di-borgo-finto"
    ]
    assert str(campaign.letter[0]) == "Gentile sindaca."


def test_names_of_files_count(project: Path) -> None:
    (said,) = problems(project, f"id: altra\n{HEAD}", "sources/campaigns/terza.yaml")
    assert said.startswith("1:5 file-name: ")
    (project / "sources/campaigns/note.txt").touch()
    found = problems(project, f"id: prova\n{HEAD}", "sources/campaigns/terza.yaml")
    assert [line.split()[1] for line in found] == ["ignored-file:", "duplicate-id:", "file-name:"]


def test_a_campaign_that_cannot_be_read_is_not_missing(project: Path) -> None:
    problems(project, "title: [\n")
    with pytest.raises(PitstopError, match="the campaign 'prova' cannot be read"):
        campaign_named(read_campaigns(project, Reporter()), "prova", project)


RECIPIENTS = [
    municipality(istat="040012", province="FC", population=117_000, region="Emilia-Romagna"),
    municipality(istat="035046", province="RE", population=4_000, territory="appennino"),
    municipality(istat="065067", province="SA", population=None, territory="Appennino"),
]
CHOSEN: list[tuple[dict[str, object], str]] = [
    ({}, "035046 040012 065067"),
    ({"istat": ["065067", "040012"]}, "040012 065067"),
    ({"province": "RE"}, "035046"),
    ({"region": "EMILIA-ROMAGNA"}, "040012"),
    ({"territory": "Appennino"}, "035046 065067"),
    ({"population": {"max": 5000}}, "035046"),
    ({"population": {"min": 4000}}, "035046 040012"),
    ({"population": {"min": 4000, "max": 4000}}, "035046"),
    ({"territory": "appennino", "province": ["SA", "FC"]}, "065067"),
    ({"territory": "appennino", "province": "FC"}, ""),
]


@pytest.mark.parametrize(("to", "expected"), CHOSEN)
def test_a_municipality_must_be_all_that_is_said(to: dict[str, object], expected: str) -> None:
    words = {"id": "prova", "title": "Pane", "date": "2026-12-01", "sender": "Unione"}
    campaign = Campaign.model_validate({**words, "to": to})
    found = chosen_recipients(campaign, RECIPIENTS)
    assert " ".join(recipient.istat for recipient in found) == expected


def test_nobody_knows_how_many_live_there() -> None:
    assert Population().holds(None)
    assert not Population(max=10).holds(None)


def test_a_document_that_a_letterhead_lacks_is_never_another(tmp_path: Path) -> None:
    members = [Member(f"{name}.docx", name * 64, 1) for name in "ab"]
    own = {"a.docx": Member("a.docx", "c" * 64, 1)}
    documents = Documents(tmp_path, Store(tmp_path), tuple(members), {"forli": own})
    assert documents.lacking("forli") == ("b.docx",)
    assert documents.lacking("") == ()


def test_the_campaign_of_this_project_is_right_and_says_that_all_is_draft() -> None:
    reporter = Reporter()
    check_campaigns(ROOT, load(ROOT, Reporter()), reporter)
    assert [str(problem) for problem in reporter.diagnostics] == []
    campaign = read_campaigns(ROOT, Reporter())["appennino"]
    assert campaign.allow_drafts
    assert any("bozze" in str(paragraph) for paragraph in campaign.letter)
