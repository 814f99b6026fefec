"""Only what changed is made again; what is there afterwards is whole and right."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pitstop_docs.build import inputs, make
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.plan import Action, Cause
from pitstop_docs.build.run import Run
from pitstop_docs.build.verify import Finding, verify
from pitstop_docs.build.workers import Labour
from pitstop_docs.problems.diagnostics import BriefId, Reporter
from pitstop_docs.runs import libraries
from pitstop_docs.runs.digests import read_tree
from tests.letterheads import landscape
from tests.project import POLICY, PRACTICE, Once, make_project, replace_in, written
from tests.test_cli import Pitstop

PROBLEM = "La bottega del paese ha chiuso."
DOCX = Choice(formats=("docx",))
GIUNTA = Choice(editions=("giunta",), formats=("docx",))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    return make_project(tmp_path / "project")


@pytest.fixture
def built(once: Once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose Word files are made: a copy, since nothing that is kept names a folder."""
    monkeypatch.setenv("PITSTOP_LANG", "en")
    word = once("word", lambda folder: run(make_project(folder)))
    return Path(shutil.copytree(word, tmp_path / "project"))


def run(project: Path, choice: Choice = DOCX) -> Run:
    """Build, and expect no errors."""
    reporter = Reporter()
    found = build(project, choice, reporter, lambda *told: None)
    assert [str(problem) for problem in reporter.errors] == []
    return found


def made(run: Run) -> set[str]:
    return {
        f"{id.source} {id.edition}" for id, step in run.steps.items() if step.action is Action.MAKE
    }


def actions(run: Run) -> set[Action]:
    return {step.action for step in run.steps.values()}


def files(project: Path) -> dict[str, str]:
    return dict(read_tree(project / "output/briefs").files)


@pytest.fixture
def pitstop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pitstop:
    return Pitstop(monkeypatch, capsys)


UNPRINTED: list[Callable[[Path], object]] = [
    lambda project: os.utime(project / PRACTICE, (1, 1)),
    lambda project: replace_in(project, PRACTICE, PROBLEM, f"<!-- una nota -->\n\n\n{PROBLEM}"),
    lambda project: replace_in(project, PRACTICE, "summary:", "# un commento\n\n\nsummary:"),
    lambda project: (project / "sources/media/altra.png").write_bytes(
        (project / "sources/media/bottega.png").read_bytes()
    ),
    lambda project: replace_in(
        project,
        "sources/references.yaml",
        "located: in bib",
        "independent: true\n    located: in bib",
    ),
]


@pytest.mark.parametrize("change", UNPRINTED)
def test_what_no_edition_prints_makes_nothing(
    built: Path, change: Callable[[Path], object]
) -> None:
    assert len(files(built)) == 8
    before = files(built)
    change(built)
    assert actions(run(built)) == {Action.STAY}
    assert files(built) == before


def test_one_word_makes_only_the_briefs_that_print_it(built: Path) -> None:
    before = files(built)
    replace_in(built, PRACTICE, PROBLEM, "La bottega del borgo ha chiuso.")
    again = run(built)
    assert made(again) == {
        f"paese {e}" for e in ("giunta", "consiglio", "commissione", "comitato-tecnico")
    }
    assert {r.cause for step in again.steps.values() for r in step.reasons} == {Cause.BLOCK}
    after = files(built)
    assert {name for name in after if after[name] != before[name]} == {
        name for name in before if "paese" in name
    }


def test_going_there_and_back_costs_nothing(built: Path) -> None:
    one = files(built)
    replace_in(built, PRACTICE, PROBLEM, "La bottega ha chiuso.")
    run(built, GIUNTA)
    other = files(built)
    for old, new, expected in (
        ("La bottega ha chiuso.", PROBLEM, one),
        (PROBLEM, "La bottega ha chiuso.", other),
    ):
        replace_in(built, PRACTICE, old, new)
        again = run(built, GIUNTA)
        assert made(again) == set()
        assert actions(again) == {Action.STAY, Action.RESTORE}
        assert files(built) == expected


def test_a_template_of_one_edition_makes_that_edition(built: Path) -> None:
    (built / "templates/html/css").mkdir(parents=True)
    (built / "templates/html/css/giunta.css").write_text("p{color:#123}", encoding="utf-8")
    again = run(built)
    assert made(again) == {"paese giunta", "legge giunta"}
    reasons = {(r.cause, r.name) for step in again.steps.values() for r in step.reasons}
    assert reasons == {(Cause.TEMPLATE, "html/css/giunta.css")}


def test_a_part_of_the_project_leaves_the_rest(built: Path, pitstop: Pitstop) -> None:
    replace_in(built, PRACTICE, PROBLEM, "La bottega ha chiuso.")
    assert len(made(run(built, GIUNTA))) == 1
    assert len(run(built, GIUNTA).made) == 2
    assert len(made(run(built, replace(DOCX, editions=("giunta", "consiglio"))))) == 1
    # And the state before is not taken for the one that is there.
    replace_in(built, PRACTICE, "La bottega ha chiuso.", PROBLEM)
    assert "as they were" in pitstop("build", "-p", built, "-f", "docx").out


# --- what is removed ---------------------------------------------------------------------------


def test_outputs_of_removed_sources_go_and_only_ours(built: Path) -> None:
    folder = built / "output/briefs/giunta"
    (folder / "appunti.docx").write_bytes(b"somebody's own")
    edited = built / "output/briefs/consiglio/legge.docx"
    edited.write_bytes(b"edited by hand")
    (built / POLICY).unlink()
    again = run(built)
    assert sorted(again.removed) == [
        f"output/briefs/{e}/legge.docx" for e in ("comitato-tecnico", "commissione", "giunta")
    ]
    assert (folder / "appunti.docx").read_bytes() == b"somebody's own"
    assert edited.read_bytes() == b"edited by hand"
    assert {id.source for id in read_ledger(built).rows} == {"paese"}
    assert again.spared == ("output/briefs/consiglio/legge.docx",)
    assert run(built).removed == []


def test_a_build_of_a_part_prunes_by_the_whole(built: Path) -> None:
    assert run(built, GIUNTA).removed == []
    assert len(files(built)) == 8


# --- nothing keeps old words -------------------------------------------------------------------


def words_of(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode()


def letterhead(project: Path, data: bytes) -> Path:
    folder = project / "templates/docx/letterheads"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "valprova.docx").write_bytes(data)
    return project / "output/letterheads/valprova/giunta/paese.docx"


def test_a_file_on_a_letterhead_is_made_again_with_its_brief(built: Path) -> None:
    path = letterhead(built, landscape())
    run(built, Choice(("paese",), ("giunta",), ("docx",), ("valprova",)))
    assert PROBLEM in words_of(path)
    replace_in(built, PRACTICE, PROBLEM, "La bottega ha chiuso.")
    again = run(built)
    assert "La bottega ha chiuso." in words_of(path)
    id = BriefId("paese", "giunta")
    assert written(again.made[id]) == ["docx", "docx@valprova"]
    assert actions(run(built)) == {Action.STAY}
    # And as long as a letterhead is no letterhead, the file is marked, and the build says so.
    (built / "templates/docx/letterheads/valprova.docx").write_bytes(b"no Word file")
    replace_in(built, PRACTICE, "La bottega ha chiuso.", PROBLEM)
    reporter = Reporter()
    build(built, GIUNTA, reporter, lambda *told: None)
    assert [(p.location.path, p.brief) for p in reporter.errors] == [
        ("templates/docx/letterheads/valprova.docx", id)
    ]
    assert PROBLEM in words_of(built / "output/briefs/giunta/paese.docx")
    assert "La bottega ha chiuso." in words_of(path)
    assert "Out of date" in (built / "output/index.html").read_text(encoding="utf-8")


def test_a_format_that_is_not_made_again_is_marked(built: Path) -> None:
    index = built / "output/index.html"
    pdf = Choice(("legge",), ("giunta",), ("pdf",))
    run(built, pdf)
    assert "Out of date" not in index.read_text(encoding="utf-8")
    replace_in(built, POLICY, "title: ", "title: Anche ")
    reporter = Reporter()
    build(built, pdf, reporter, lambda *told: None)
    (older,) = (p for p in reporter.diagnostics if p.code == "older-files")
    assert older.message == ("1 file is older than its brief: output/briefs/giunta/legge.docx")
    page = index.read_text(encoding="utf-8")
    assert page.count("Out of date: older than its brief.") == 1
    run(built, Choice(("legge",), ("giunta",)))
    assert "Out of date" not in index.read_text(encoding="utf-8")


# --- what is repaired --------------------------------------------------------------------------


def test_whatever_happens_to_output_is_repaired_at_no_cost(built: Path) -> None:
    before = files(built)
    (built / "output/briefs/giunta/paese.docx").write_bytes(b"half")
    (built / "output/briefs/giunta/legge.docx").unlink()
    shutil.rmtree(built / "output/briefs/consiglio")
    (built / "output/briefs/giunta/.paese.docx.abcdefgh.tmp").write_bytes(b"half")
    (built / "output/ledger.json").write_bytes(b"{")
    again = run(built)
    assert made(again) == set()
    assert files(built) == before


def test_a_damaged_store_is_made_again(built: Path) -> None:
    before = files(built)
    for path in (built / "output/.cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    shutil.rmtree(built / "output/briefs")
    assert len(made(run(built, GIUNTA))) == 2
    assert files(built) == {name: before[name] for name in before if name.startswith("giunta/")}


def test_a_store_that_cannot_be_written_is_said_and_no_more(project: Path) -> None:
    (project / "output").mkdir()
    (project / "output/.cache").write_text("in the way", encoding="utf-8")
    reporter = Reporter()
    found = build(project, GIUNTA, reporter, lambda *told: None)
    assert {d.code for d in reporter.diagnostics} == {"cannot-keep", "too-short"}
    assert all(written(made) == ["docx"] for made in found.made.values())


def test_what_changes_while_a_build_is_at_work_is_not_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pitstop_docs.build import flow as building

    load = building.load

    def load_and_change(root: Path, reporter: Reporter) -> object:
        collection = load(root, reporter)
        (root / "templates/html/css").mkdir(parents=True, exist_ok=True)
        (root / "templates/html/css/giunta.css").write_text("p{color:red}", encoding="utf-8")
        return collection

    with monkeypatch.context() as patch:
        patch.setattr(building, "load", load_and_change)
        run(project, GIUNTA)
    assert read_ledger(project).stamps == {}
    assert len(made(run(project, GIUNTA))) == 2


# --- the same everywhere -----------------------------------------------------------------------


def test_the_same_bytes_from_other_folders_workers_and_hash_seeds(tmp_path: Path) -> None:
    found = []
    for name, seed, jobs in (("one", "1", "1"), ("an other/folder", "2", "2")):
        project = make_project(tmp_path / name)
        done = subprocess.run(
            [sys.executable, "-m", "pitstop_docs", "build", "-j", jobs, "-e", "comitato-tecnico"],
            cwd=project,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found.append(files(project))
    assert len(found[0]) == 4
    assert found[0] == found[1]


def test_a_no_op_says_so_and_touches_nothing(built: Path, pitstop: Pitstop) -> None:
    project = built
    before = {p: p.stat().st_mtime_ns for p in project.rglob("*")}
    word = ("build", "-p", project, "-f", "docx")
    again = pitstop(*word)
    assert again.code == 0
    assert again.out.startswith("Nothing has changed: 8 documents are as they should be.")
    assert again.err.endswith("0 errors, 6 warnings\n")  # too little text, still
    assert {p: p.stat().st_mtime_ns for p in project.rglob("*")} == before
    assert "paese · giunta: as it was" in pitstop(*word, "--explain").out
    replace_in(project, PRACTICE, PROBLEM, "La bottega ha chiuso.")
    explained = pitstop(*word, "-e", "giunta", "--explain", "--profile")
    assert "paese · giunta: made ('problem' has changed)" in explained.out
    assert "legge · giunta: as it was" in explained.out
    for step in ("read", "compose", "plan", "fit", "write"):
        assert f" {step} " in explained.err


def test_the_journal_says_what_was_done_and_no_words(project: Path, pitstop: Pitstop) -> None:
    replace_in(project, PRACTICE, "maturity: promising", "maturity: Maria Rossi")
    assert pitstop("build", "-p", project, "-e", "giunta").code == 1
    replace_in(project, PRACTICE, "maturity: Maria Rossi", "maturity: promising")
    assert pitstop("build", "-p", project, "-e", "giunta").code == 0
    text = (project / "output/pitstop.log").read_text(encoding="utf-8")
    assert "error[unknown-value] sources/practices/paese.md:7:11" in text
    assert "make paese/giunta new fit=" in text
    assert "weasyprint=" in text
    for word in ("Maria", "bottega", str(project), str(Path.home())):
        assert word not in text


def test_the_store_can_be_looked_at_and_emptied(built: Path, pitstop: Pitstop) -> None:
    from pitstop_docs.build.output import open_store

    assert open_store(built).contents().results == 8
    done = pitstop("cache", "--clean", "-p", built)
    assert "MB removed" in done.out
    assert "0 results, 0 files" in done.out
    assert len(files(built)) == 8


# --- verify ------------------------------------------------------------------------------------

PAESE = Choice(("paese",), ("giunta",))


def verified(project: Path) -> tuple[dict[str, Finding], list[str]]:
    reporter = Reporter()
    verdicts = verify(project, PAESE, reporter, lambda *told: None, Labour())
    return {v.path[-4:]: v.finding for v in verdicts}, [p.code for p in reporter.diagnostics]


def test_verify_makes_the_same_again(project: Path) -> None:
    run(project, PAESE)
    before = {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
    assert verified(project) == ({"docx": Finding.SAME, ".pdf": Finding.SAME}, [])
    assert {p: p.read_bytes() for p in project.rglob("*") if p.is_file()} == before


def test_verify_finds_what_is_not_as_it_was_made(project: Path) -> None:
    run(project, PAESE)
    pdf = project / "output/briefs/giunta/paese.pdf"
    pdf.write_bytes(pdf.read_bytes() + b"%")
    assert verified(project) == (
        {"docx": Finding.SAME, ".pdf": Finding.DIFFERENT},
        ["not-reproduced"],
    )
    pdf.unlink()
    assert verified(project)[0][".pdf"] is Finding.STALE
    replace_in(project, PRACTICE, PROBLEM, "La bottega ha chiuso.")
    findings, codes = verified(project)
    assert set(findings.values()) == {Finding.STALE}
    assert codes == ["not-built"] * 2


def test_verify_compares_words_where_the_libraries_are_others(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = libraries.library_versions

    def others(packages: tuple[str, ...]) -> dict[str, str]:
        return {**real(packages), "pango": "0.1"}

    with monkeypatch.context() as patch:
        for module in (inputs, make):
            patch.setattr(module, "library_versions", others)
        run(project, PAESE)
    pdf = project / "output/briefs/giunta/paese.pdf"
    pdf.write_bytes(pdf.read_bytes() + b"%")  # other bytes, the same words
    assert verified(project) == (
        {"docx": Finding.SAME, ".pdf": Finding.ALIKE},
        ["other-libraries"],
    )
    other = project / "output/briefs/giunta/legge.pdf"
    run(project, Choice(("legge",), ("giunta",)))
    shutil.copyfile(other, pdf)  # other words
    assert verified(project)[0][".pdf"] is Finding.DIFFERENT
