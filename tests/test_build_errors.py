"""What goes wrong after reading concerns its brief alone: the others are made, the old file stays."""

import shutil
import zipfile
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
import weasyprint

from pitstop_docs.build import flow as building
from pitstop_docs.build import ledger as keeping
from pitstop_docs.build import output as putting
from pitstop_docs.build import pages as drawing
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.made import Made
from pitstop_docs.compose import compose
from pitstop_docs.problems.diagnostics import Diagnostic, PitstopError, Reporter
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.files import write_whole
from pitstop_docs.tree.walk import text_of
from tests.project import PRACTICE, make_project, path_in, replace_in, written

GIUNTA = Choice(editions=("giunta",))
DOCX = Choice(editions=("giunta",), formats=("docx",))
PROBLEM = "La bottega del paese ha chiuso."


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    return make_project(tmp_path / "project")


def run(project: Path, choice: Choice) -> tuple[list[Diagnostic], dict[str, Made]]:
    """Return what was wrong but for pages that the small project cannot fill, and what became of each
    source."""
    reporter = Reporter()
    """Return what was wrong but for pages that the small project cannot fill, and what became of each
    source."""
    reporter = Reporter()
    results = build(project, choice, reporter, lambda *told: None)
    found = [problem for problem in reporter.diagnostics if problem.code != "too-short"]
    return found, {id.source: made for id, made in results.made.items()}


def outdated(project: Path) -> list[str]:
    """Return the sources whose briefs the index marks as out of date."""
    page = (project / "output/index.html").read_text(encoding="utf-8")
    failed = [id.source for id, row in read_ledger(project).rows.items() if row.failed]
    assert bool(failed) == ("outdated" in page.split("</style>")[-1])
    return failed


def failing(broken: Callable[[Path], bool]) -> Callable[[Path, bytes], None]:
    """Return a write that finds the disk full for paths that are *broken*."""

    def write(path: Path, data: bytes) -> None:
        if broken(path):
            raise OSError(28, "No space left on device")
        write_whole(path, data)

    return write


def test_a_brief_that_cannot_be_written_fails_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(project, DOCX)[0] == []
    old = path_in(project, "paese", "giunta", "docx").read_bytes()
    replace_in(project, PRACTICE, PROBLEM, "La bottega ha chiuso.")
    with monkeypatch.context() as patch:
        patch.setattr(putting, "write_whole", failing(lambda path: path.name == "paese.docx"))
        problems, built = run(project, DOCX)
    assert [str(problem) for problem in problems] == [
        "sources/practices/paese.md:2:1: error[cannot-write]: output/briefs/giunta/paese.docx cannot "
        "be written: the disk is full\n"
        "    close it if it is open, and check that you may write there and the disk has room"
    ]
    assert built["paese"].failed
    assert written(built["legge"]) == ["docx"]
    assert path_in(project, "paese", "giunta", "docx").read_bytes() == old
    assert outdated(project) == ["paese"]
    assert run(project, DOCX)[0] == []
    assert outdated(project) == []
    assert path_in(project, "paese", "giunta", "docx").read_bytes() != old


def test_where_nothing_can_be_written_everything_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (putting, drawing, keeping):
        monkeypatch.setattr(module, "write_whole", failing(lambda path: True))
    problems, built = run(project, DOCX)
    assert [problem.code for problem in problems] == ["cannot-write"] * 5
    for name, problem in zip(("fit.html", "index.html", "ledger.json"), problems, strict=False):
        assert f"output/{name}" in problem.message
    assert all(made.failed and not made.files for made in built.values())


def test_an_output_folder_that_is_a_file(project: Path) -> None:
    (project / "output").write_text("", encoding="utf-8")
    assert {problem.code for problem in run(project, DOCX)[0]} == {"cannot-write"}


def test_an_image_that_vanishes_before_it_is_drawn(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_in(
        project, PRACTICE, f"{PROBLEM}\n\n![](bottega.png)", f"![](bottega.png)\n\n{PROBLEM}"
    )
    choice = Choice(editions=("comitato-tecnico",))
    assert not [p for p in run(project, choice)[0] if p.severity == "error"]
    paths = [path_in(project, "paese", "comitato-tecnico", f) for f in ("docx", "pdf")]
    old = [path.read_bytes() for path in paths]
    load = building.load

    def load_and_lose(root: Path, reporter: Reporter) -> Collection:
        collection = load(root, reporter)
        (root / "sources/media/bottega.png").unlink()
        return collection

    replace_in(project, PRACTICE, PROBLEM, "La bottega ha chiuso.")
    monkeypatch.setattr(building, "load", load_and_lose)
    problems, built = run(project, choice)
    errors = [problem for problem in problems if problem.severity == "error"]
    assert {problem.code for problem in errors} == {"missing-image"}
    assert {problem.location.path for problem in errors} == {PRACTICE}
    assert written(built["paese"]) == []
    assert written(built["legge"]) == ["docx", "pdf"]
    assert [path.read_bytes() for path in paths] == old
    assert outdated(project) == ["paese"]


def test_what_looks_like_a_template_is_text(project: Path) -> None:
    literal = "Il conto {{ 7*7 }} e {% if x %} e {# y #} e ${x} e {0} e %(s)s."
    # "{%" is a command of other programs and named as such; after a backslash it is text.
    replace_in(project, PRACTICE, PROBLEM, literal.replace("{%", "\\{%"))
    replace_in(project, PRACTICE, "short: La bottega", "short: La {{ 7*7 }} bottega {% x %}")
    reporter = Reporter()
    collection = building.load(project, reporter)
    case = collection.practices["paese"]
    for edition in collection.editions.values():
        document = compose(collection, case, edition)
        said = " ".join(text_of(block) for block in document.body)
        assert literal in said
        assert "La {{ 7*7 }} bottega {% x %}" in document.running
    assert {d.code for d in run(project, GIUNTA)[0]} == {"left-placeholder"}
    with zipfile.ZipFile(path_in(project, "paese", "giunta", "docx")) as package:
        assert literal in package.read("word/document.xml").decode()
    with pdfplumber.open(path_in(project, "paese", "giunta", "pdf")) as pdf:
        words = " ".join(pdf.pages[0].extract_text().split())
    assert "{{ 7*7 }} e {% if x %} e {# y #}" in words
    assert "49" not in words


def test_a_brief_that_the_layout_engine_cannot_set_fails_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = weasyprint.HTML.render

    def crash(html: weasyprint.HTML, *args: Any, **options: Any) -> Any:
        # A grid that the engine stumbles over, in one of the two sources.
        assert "riaperto la bottega" not in "".join(html.etree_element.itertext())
        return render(html, *args, **options)

    pdf = Choice(editions=("giunta",), formats=("pdf",))
    run(project, pdf)
    old = path_in(project, "paese", "giunta", "pdf").read_bytes()
    monkeypatch.setattr(weasyprint.HTML, "render", crash)
    shutil.rmtree(project / "output/.cache")  # else nothing would be made again
    found, built = run(project, pdf)
    assert [d.code for d in found] == ["layout-failed"]
    assert {source: b.failed for source, b in built.items()} == {"paese": True, "legge": False}
    assert path_in(project, "paese", "giunta", "pdf").read_bytes() == old
    assert outdated(project) == ["paese"]


def test_where_the_layout_of_columns_fails_another_is_tried(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets: list[int] = []
    render = weasyprint.HTML.render

    def crash_first(html: weasyprint.HTML, *args: Any, **options: Any) -> Any:
        sheets.append(len(options["stylesheets"]))
        assert len(options["stylesheets"]) > 2
        return render(html, *args, **options)

    monkeypatch.setattr(weasyprint.HTML, "render", crash_first)
    found, built = run(project, Choice(editions=("giunta",), formats=("pdf",)))
    assert found == []
    assert all(written(b) == ["pdf"] for b in built.values())
    retries = [after for before, after in pairwise(sheets) if before == 2]
    assert len(retries) >= 2
    assert set(retries) == {3}


@pytest.mark.parametrize("where", ["build.drafts.compose", "build.make.make_writer"])
def test_a_fault_of_ours_concerns_its_brief_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    module, _dot, name = where.rpartition(".")
    real = getattr(import_module(f"pitstop_docs.{module}"), name)
    calls: list[int] = []

    def break_first(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise ZeroDivisionError("Maria Rossi")
        return real(*arguments, **options)

    monkeypatch.setattr(f"pitstop_docs.{where}", break_first)
    reporter = Reporter()
    broken = build(project, DOCX, reporter, lambda *told: None)
    found = [problem for problem in reporter.diagnostics if problem.code != "too-short"]
    assert [(d.code, d.location.path) for d in found] == [("brief-failed", PRACTICE)]
    assert "ZeroDivisionError" in found[0].message
    assert [written(broken.made[id]) for id in broken.made] == [[], ["docx"]]
    assert ["break_first" in trace for trace in broken.traces.values()] == [True]
    assert run(project, DOCX)[0] == []


def test_a_project_without_sources_says_so(project: Path) -> None:
    for path in (*project.glob("sources/practices/*"), *project.glob("sources/policies/*")):
        path.unlink()
    with pytest.raises(PitstopError, match="no sources"):
        run(project, GIUNTA)
