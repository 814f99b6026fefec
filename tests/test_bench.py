"""The bench is fair only if pandoc gets the same content; it runs, at the smallest size; tables say what was
measured."""

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bench import watching
from bench.addressed import WHOM, main
from bench.before import project_before
from bench.builds import read_journal
from bench.lanes import Lane, LaneError
from bench.markdown import markdown_of
from bench.packing import municipalities_of
from bench.packs import BUILD, GONE
from bench.report import markdown_report
from bench.results import (
    ADDRESSED,
    CHAIN,
    COLD,
    COLD_BEFORE,
    COLD_CHAIN,
    OURS,
    Builds,
    Results,
    Sample,
)
from bench.tables_builds import STEPS
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import load, wanted
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.build.journal import about_seconds, write_journal
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document, QrCode
from pitstop_docs.tree.walk import text_of
from tests import specimen
from tests.project import make_project


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("&nbsp;", " "))


def missing(document: Document) -> list[str]:
    """Return the words of *document* that its Markdown lacks. Pandoc wants a table's caption after
    the table, so the order is not compared."""
    blocks = (*document.head, *document.body, *document.foot)
    # A QR code is not drawn: only the words beside it are there.
    wanted = [w for block in blocks if not isinstance(block, QrCode) for w in words(text_of(block))]
    return list((Counter(wanted) - Counter(words(markdown_of(document)))).elements())


def test_markdown_has_every_word_of_a_brief(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    briefs = list(wanted(load(project, Reporter()), Choice(), read_inputs(project)))
    assert len(briefs) == 8
    for brief in briefs:
        assert missing(brief.document) == []


def test_a_word_that_is_lost_is_noticed() -> None:
    document = specimen.document()
    assert missing(document) == []
    shorter = replace(document, body=document.body[:-1])
    assert words(markdown_of(shorter)) != words(markdown_of(document))


def test_markdown_has_what_pandoc_needs_of_each_kind() -> None:
    text = markdown_of(specimen.dossier())
    assert "\n## 1 Il problema {#problem}\n" in text
    assert "](<#problem>)" in text
    for sign in ("\n- ", "\n1.  ", "\n:   ", "\n| ", "\n> ", "^["):
        assert sign in text, sign


def test_what_looks_like_markdown_stays_text() -> None:
    title = [specimen.para("p", "1. *no* [x](y) <b> $x$ @z {{ 7*7 }}")]
    document = specimen.document(head=(), body=tuple(title), foot=())
    assert r"1\. \*no\* \[x\]\(y\) \<b\> \$x\$ \@z \{\{ 7\*7 \}\}" in markdown_of(document)


# --- what the bench measures with ---------------------------------------------------------------


def test_an_addressed_brief_is_given_to_the_chain_with_the_words_of_its_municipality(
    tmp_path: Path,
) -> None:
    main(make_project(tmp_path / "project"), _made(tmp_path / "md"), 1, 5)
    texts = {path.name: path.read_text() for path in (tmp_path / "md").iterdir()}
    assert len(texts) == 4 * WHOM  # an edition each
    for one in sorted(municipalities_of(5), key=lambda one: len(one.name))[:: 4 // (WHOM - 1)]:
        named = [text for name, text in texts.items() if name.endswith(f"--{one.istat}.md")]
        assert len(named) == 4
        name = " ".join(words(one.name))
        assert all(name in " ".join(words(text)) for text in named)


def test_a_process_says_of_a_brief_all_that_the_tables_show(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    command = [sys.executable, "-m", "bench.ours", str(project), str(_made(tmp_path / "files"))]
    with Lane("ours", command) as lane:
        told = lane.make("giunta", "paese")
    assert set(told.steps) == set(STEPS)
    assert told.pages == 1
    assert min(told.cpu, told.once, told.steps["layout"], told.steps["measure"]) > 0
    assert {path.suffix for path in (tmp_path / "files").iterdir()} == {".docx", ".pdf"}


def test_packs_are_made_of_a_few_municipalities(tmp_path: Path) -> None:
    project = make_project(tmp_path)

    def packed(how: str) -> dict[str, float]:
        command = [sys.executable, "-m", "bench.packing", str(project), "3", "1", how]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return dict(json.loads(said))

    assert packed(BUILD)["briefs"] == 4
    kept, gone = packed(ADDRESSED), packed(GONE)
    assert kept["packs"] == gone["packs"] == 3
    assert kept["bytes"] >= gone["bytes"] > 100_000  # the page that lists them stays
    assert 0 < kept["pdf"] < kept["pair"]
    assert kept["plain"] > 0
    assert not [*(project / "output/packs").glob("*")]


_WATCHER = """
import os, pathlib, sys, time, tty
tty.setcbreak(0)  # a key is heard without its line's end
source, folders = pathlib.Path(sys.argv[1]), [pathlib.Path(name) for name in sys.argv[2:]]
before = source.read_text()
print("ready", flush=True)
os.set_blocking(0, False)
while True:
    if (now := source.read_text()) != before:
        before = now
        for folder in folders:
            time.sleep(0.2)
            (folder / "new").write_text(now)
            (folder / "new").replace(folder / "paese.pdf")
    try:
        if b"q" in os.read(0, 9):
            break
    except BlockingIOError:
        pass
    time.sleep(0.01)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals of that kind")
def test_a_watcher_is_timed_by_the_files_that_appear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_PATIENCE", 1.5)
    monkeypatch.setattr(watching, "_SILENCE", 0.2)
    source = tmp_path / "paese.md"
    source.write_text("prima")
    folders = [_made(tmp_path / "output/briefs" / name) for name in ("consiglio", "giunta")]
    for folder in folders:
        (folder / "paese.pdf").write_text("prima")
    command = [sys.executable, "-c", _WATCHER, str(source), *map(str, folders)]
    for first, last, files in watching.watch_saves(command, tmp_path, source, ["seconda", "terza"]):
        assert first >= 0.2
        assert last >= 0.4
        assert files == 2


def test_who_says_nothing_of_what_was_saved_is_not_timed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_MOST", 0.5)
    source = tmp_path / "paese.md"
    source.write_text("prima")
    with pytest.raises(LaneError, match="no file of it"):
        watching.watch_saves([sys.executable, "-c", ""], tmp_path, source, ["seconda"])


def test_the_journal_of_the_last_build_says_where_time_went(tmp_path: Path) -> None:
    write_journal(tmp_path, "build", ["read=9.00s", "make paese/giunta new fit=9.00s"])
    seconds = {"read": 0.5, "compose": 0.25}
    made = about_seconds({"fit": 0.4, "write pdf": 0.1})
    lines = ["zlib=1.2.13", about_seconds(seconds), f"make paese/giunta new {made}", "engine tuned"]
    write_journal(tmp_path, "build", lines)
    assert read_journal(tmp_path) == pytest.approx({**seconds, "workers": 0.5})


def test_without_a_history_nothing_is_compared_with_what_was_before(tmp_path: Path) -> None:
    assert not project_before(tmp_path, tmp_path, tmp_path / "before")


# --- tables --------------------------------------------------------------------------------------


def results() -> Results:
    return Results("2026-12-01", {"cores": "2"}, {"python": "3.11"})


def table_of(text: str, title: str) -> list[list[str]]:
    """Return the rows of the table that *title* begins, its columns first."""
    lines = text.split(f"**{title}")[1].split("\n\n")[1].splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line
    ]


def test_what_was_not_measured_has_no_table() -> None:
    assert "**" not in markdown_report(results())


def test_cold_builds_stand_beside_those_before_and_the_chain() -> None:
    found = results()
    builds = found.builds = Builds(briefs=10, before="abc1234")
    for name, seconds in ((COLD, 10.0), (COLD_BEFORE, 25.0), (COLD_CHAIN, 4.0)):
        builds.add(name, seconds)
    builds.journals = [{"read": 1.0, "compose": 0.5, "plan": 0.0, "pages": 0.5, "workers": 14.0}]
    for name, seconds in (("from nothing, with imports", 3.0), ("from nothing", 2.0)):
        builds.add(f"reading: {name}", seconds)
    for name in ("no change: make briefs", "briefs 1", "briefs 2", "loops 1", "loops 2"):
        builds.add(name, 1.0)
    builds.steps = {"giunta": [dict.fromkeys(STEPS, 0.1)]}
    builds.notes = ["no watcher"]
    text = markdown_report(found)
    rows = table_of(text, "All 10 bundled briefs from nothing")
    assert [row[3:5] for row in rows[1:]] == [
        ["", ""],
        ["2.50", "at least 2"],
        ["0.40", "at least 0.3"],
    ]
    assert "no watcher." in text
    parts = {row[0]: float(row[1]) for row in table_of(text, "Where the time of a build")[1:]}
    assert parts["workers at work"] == 7
    assert parts["start, import"] == 1
    assert sum(parts.values()) == pytest.approx(2 * parts["all"])


def test_addressed_briefs_stand_beside_the_chain() -> None:
    found = results()
    packs = found.packs
    packs.chain, packs.layouts, packs.laid_out = [0.4, 0.6], 10.0, 2
    run = {
        "packs": 5.0,
        "briefs": 10.0,
        "files": 35.0,
        "bytes": 1e6,
        "memory": 1e8,
        "seconds": 0.02,
    }
    packs.add(ADDRESSED, {**run, "plain": 0.01, "pdf": 0.0004, "pair": 0.001})
    for number in (1, 3):
        packs.add(f"{number}, one", {**run, "pdf": 0.0004, "pair": 0.001, "seconds": 0.02 * number})
    text = markdown_report(found)
    rows = table_of(text, "An addressed brief")[1:]
    assert [row[1] for row in rows] == ["0.40", "1.00", "2.00", "1002.00", "500"]
    assert [row[3] for row in rows] == ["", "500", "250", "0", "1"]
    assert "at most 3.00 times" in text


def test_engines_and_single_briefs_stand_side_by_side() -> None:
    found = results()
    slow, fast = ({"seconds": n, "cpu": 2 * n, "once": n / 2} for n in (3.0, 1.5))
    found.engine = {"comitato-tecnico": {"plain": [slow] * 3, "tuned": [fast] * 3}}
    found.rounds = found.briefs = 1
    for lane, seconds in ((OURS, 1.0), (CHAIN, 0.5)):
        for state in ("warm", "cold"):
            steps = {"write docx": seconds}
            found.samples.append(Sample(lane, "giunta", "paese", 0, steps, state))
            found.reach(lane, state, 10**8)
        found.pages[lane] = {"giunta": [2]}
        found.start[lane] = {"import": 1.0}
        found.together[lane] = [seconds]
    text = markdown_report(found)
    (engine,) = table_of(text, "The layout engine plain and tuned")[1:]
    assert engine[3:] == ["2.00", "6.00", "3.00", "1.50", "0.75", "1.0"]
    assert [row[3] for row in table_of(text, "Seconds per brief")[1:]] == ["2.0", "2.0"]
    assert [row[2] for row in table_of(text, "Word files")[1:]] == ["500.0", "500.0"]
    json.dumps(found.as_json())


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
