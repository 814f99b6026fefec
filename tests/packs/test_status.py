"""Who has which version, and who should get a newer one; the page of all packs."""

import csv
import io
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build, load
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.look.templates import Templates
from pitstop_docs.packs.register import NAME, open_register
from pitstop_docs.packs.status import State, current_of, states, versions_of, write_csv
from pitstop_docs.packs.texts import Writer
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from pitstop_docs.records.campaigns import Campaign
from tests.packs.projects import BASE, MAILED, change_campaign, municipality, packed_well
from tests.packs.test_packs import ALL
from tests.packs.test_verify_pack import PRACTICE
from tests.project import replace_in

HOSTILE = "=HYPERLINK(\"https://male.example\");<script>alert('x')</script>"


def found_states(root: Path) -> list[State]:
    current = current_of(load(root, Reporter()), read_ledger(root))
    with open_register(root) as register:
        return list(states(register, current))


def test_everybody_has_what_was_sent(campaign: Path) -> None:
    found = found_states(campaign)
    assert [state.row.istat for state in found] == ALL
    assert {versions_of(state.row) for state in found} == {"forno-di-borgo-finto 2"}
    assert {state.newer for state in found} == {()}


def test_who_should_get_a_newer_version(campaign: Path) -> None:
    replace_in(campaign, PRACTICE, "version: 2", "version: 3")
    assert [[str(one) for one in state.newer] for state in found_states(campaign)] == [
        ["forno-di-borgo-finto/giunta (2 → 3)"]
    ] * 3
    packed_well(campaign, MAILED, to=("040012",))
    newer = {state.row.istat: bool(state.newer) for state in found_states(campaign)}
    assert newer == {"033004": True, "040012": False, "065067": True}


def test_words_that_changed_under_the_same_version_are_newer_too(campaign: Path) -> None:
    replace_in(campaign, PRACTICE, "title: Il forno", "title: Un forno")
    build(campaign, Choice(editions=("giunta",)), Reporter(), lambda *told: None)
    assert [str(one) for state in found_states(campaign) for one in state.newer] == [
        "forno-di-borgo-finto/giunta (2 → 2)"
    ] * 3


def test_word_files_without_fonts_are_no_newer_version(campaign: Path) -> None:
    build(campaign, Choice(editions=("giunta",), embed=False), Reporter(), lambda *told: None)
    assert {state.newer for state in found_states(campaign)} == {()}


def test_a_spreadsheet_computes_nothing(campaign: Path, tmp_path: Path) -> None:
    change_campaign(campaign, "040012;'+1+1;FC;;", "065067;-2;SA;;", "033004;Bettola;PC;;")
    packed_well(campaign)
    path = tmp_path / "stato.csv"
    write_csv(path, found_states(campaign))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    assert [row[1] for row in rows] == ALL
    assert {len(row) for row in (head, *rows)} == {9}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_register_that_is_none_is_told(campaign: Path) -> None:
    (campaign / NAME).write_bytes(b"un appunto" * 1000)
    with pytest.raises(PitstopError, match="cannot be used"):
        found_states(campaign)


class Page(HTMLParser):
    """What a page holds: tags, links, words; the ways in which it could reach out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name == "src" for name, _value in attributes)
        self.links += [value or "" for name, value in attributes if name == "href"]


def test_the_page_of_all_leads_to_every_file(campaign: Path) -> None:
    page = Page((campaign / BASE / "index.html").read_text("utf-8"))
    links = [link for link in page.links if not link.startswith("#")]
    there = {
        path.relative_to(campaign / BASE).as_posix()
        for path in (campaign / BASE).rglob("*")
        if path.is_file() and path.name != "index.html"
    }
    assert set(links) == there
    assert "script" not in page.tags


def test_leggimi_is_whole_and_alone(campaign: Path) -> None:
    """It lists every file that it comes with, needs nothing else, and leads nowhere else."""
    folder = campaign / BASE / "040012-forli"
    text = (folder / "LEGGIMI.html").read_text("utf-8")
    page = Page(text)
    assert set(page.links) == {p.name for p in folder.iterdir() if p.name.startswith("forno-")}
    assert {"script", "img", "link", "iframe"}.isdisjoint(page.tags)
    assert "url(" not in text
    assert '<html lang="it">' in text
    assert page.tags.count("h1") == 1
    assert page.tags.count("caption") == page.tags.count("table") == 1
    assert "Abilita modifica" in text
    assert "sha256sum -c SHA256SUMS" in text


@pytest.mark.parametrize("field", ["name", "province", "region"])
def test_a_hostile_municipality_breaks_no_page(campaign: Path, field: str) -> None:
    hostile = municipality(**{field: f"{HOSTILE}\u202e\x00\n"})
    words = {"id": "p", "title": "T", "date": "2026-12-01", "sender": "S"}
    writer = Writer.of(Campaign.model_validate(words), Templates.of(campaign))
    readme, manifest, sums = (m.data or b"" for m in writer.texts(hostile, ()))
    assert "script" not in Page(readme.decode()).tags
    for data in (readme, manifest, sums):
        assert not {*"\u202e\x00"} & {*data.decode()}
