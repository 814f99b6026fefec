"""The briefs measured by the real LibreOffice. Where it is missing these say so and are not run."""

import json
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.made import Made
from pitstop_docs.build.measure import measure
from pitstop_docs.build.page_lock import (
    NAME,
    Measured,
    PageLock,
    content_key,
    read_lock,
    write_lock,
)
from pitstop_docs.problems.diagnostics import Diagnostic, PitstopError, Reporter
from pitstop_docs.writers.docx.markup import W
from pitstop_docs.writers.odt.office import Office, OfficeError, Pages, Programs, find_office
from tests.letterheads import landscape
from tests.project import PRACTICE, make_project, path_in, replace_in, written


def missing() -> str:
    try:
        find_office()
    except PitstopError as error:
        return f"{error}: {error.hint}"
    return ""


MISSING = missing()
needs_office = pytest.mark.skipif(bool(MISSING), reason=MISSING or "LibreOffice is there")
ALL = Choice()
GIUNTA = Choice(("paese",), ("giunta",), ("docx",))
DOSSIER = Choice(("paese",), ("comitato-tecnico",), ("docx",))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    return make_project(tmp_path / "project")


def quiet(*_told: object) -> None:
    return None


def make(project: Path, choice: Choice) -> tuple[list[Made], list[Diagnostic]]:
    reporter = Reporter()
    run = build(project, choice, reporter, quiet)
    return list(run.made.values()), [
        problem for problem in reporter.diagnostics if problem.code != "too-short"
    ]


def count(
    project: Path, choice: Choice = ALL
) -> tuple[dict[str, Measured], bool, list[Diagnostic]]:
    reporter = Reporter()
    found, changed = measure(project, choice, reporter, quiet)
    return {file.name: one for file, one in found.items()}, changed, reporter.diagnostics


def pages_on_the_cover(project: Path, *, addressed: bool = False) -> dict[str, int]:
    """Return the pages that the dossier's contents show, by what they lead to."""
    path = path_in(project, "paese", "comitato-tecnico", "docx")
    if addressed:
        path = project / "output/addressed/comitato-tecnico/paese.docx"
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    fields = ((field.get(W + "instr", "").split(), field) for field in root.iter(W + "fldSimple"))
    return {
        code[1]: int("".join(map(str, field.itertext())))
        for code, field in fields
        if code[0] == "PAGEREF"
    }


def test_nothing_to_measure(project: Path) -> None:
    with pytest.raises(PitstopError, match="there are no Word files to measure") as stopped:
        count(project)
    assert stopped.value.hint == "make them first: pitstop build"


@needs_office
def test_pages_and_page_numbers(project: Path) -> None:
    make(project, DOSSIER)
    found, changed, problems = count(project)
    assert (list(found), changed, problems) == (["comitato-tecnico/paese"], True, [])
    one = found["comitato-tecnico/paese"]
    assert 3 <= one.pages <= 12
    assert one.numbers["summary"] == 2  # after the cover
    pages = list(one.numbers.values())  # of the parts that the cover lists
    assert pages == sorted(pages)
    assert pages[0] < pages[-1] <= one.pages
    assert read_lock(project, Reporter()).files == found
    assert pages_on_the_cover(project) == {}
    make(project, DOSSIER)
    assert pages_on_the_cover(project) == one.numbers
    assert count(project)[:2] == (found, False)


@needs_office
def test_an_addressed_dossier_has_pages_of_its_own(project: Path) -> None:
    """It says more than the one of the archive, and neither takes the other's place in the lock."""
    addressed = replace(DOSSIER, addressed=True)
    for choice in (DOSSIER, addressed):
        make(project, choice)
    assert pages_on_the_cover(project, addressed=True) == {}
    found, _changed, problems = count(project)
    assert sorted(found) == ["addressed/comitato-tecnico/paese", "comitato-tecnico/paese"]
    assert problems == []
    for choice in (DOSSIER, addressed):
        make(project, choice)
    assert pages_on_the_cover(project) == found["comitato-tecnico/paese"].numbers
    shown = pages_on_the_cover(project, addressed=True)
    assert shown == found["addressed/comitato-tecnico/paese"].numbers != {}
    assert count(project)[:2] == (found, False)


@needs_office
def test_a_build_uses_what_was_measured_until_the_source_changes(project: Path) -> None:
    make(project, GIUNTA)
    found, _changed, _problems = count(project)
    built, problems = make(project, GIUNTA)
    assert problems == []
    assert built[0].word is not None
    assert (built[0].word.pages, built[0].word.program) == (
        found["giunta/paese"].pages,
        found["giunta/paese"].program,
    )
    page = (project / "output/index.html").read_text(encoding="utf-8")
    assert f"Word: 1 page ({found['giunta/paese'].program})" in page
    replace_in(project, PRACTICE, "La bottega del paese ha chiuso.", "La bottega ha chiuso.")
    built, _problems = make(project, GIUNTA)
    assert built[0].word is not None
    assert built[0].word.pages is None
    assert "Word: 1 page" not in (project / "output/index.html").read_text(encoding="utf-8")


@needs_office
def test_a_letterhead_that_needs_more_pages_is_named(project: Path) -> None:
    folder = project / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    (folder / "valprova.docx").write_bytes(landscape())
    make(project, replace(GIUNTA, letterheads=("valprova",)))
    found, _changed, problems = count(project)
    assert set(found) == {"giunta/paese", "giunta/paese@valprova"}
    assert found["giunta/paese"].pages == 1
    pages = found["giunta/paese@valprova"].pages
    assert pages > 1
    (problem,) = problems
    assert problem.code == "word-over-budget"
    said = (
        "on the letterhead 'valprova', 1 brief has more pages than its edition, measured with "
        f"{found['giunta/paese'].program}: giunta/paese ({pages} instead of 1)"
    )
    assert problem.message == said
    _built, problems = make(project, replace(GIUNTA, letterheads=("valprova",)))
    assert [p.message for p in problems if p.code != "letterhead-styles"] == [said]


def test_a_build_says_once_what_is_known_of_pages_on_letterheads(project: Path) -> None:
    folder = project / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    for name in ("borgo", "valprova"):
        (folder / f"{name}.docx").write_bytes(landscape())
    choice = Choice(editions=("giunta", "consiglio"), formats=("docx",), letterheads=("all",))

    def told() -> list[tuple[str, str, str, str]]:
        return [
            (p.code, p.location.path, p.message, p.hint)
            for p in make(project, choice)[1]
            if p.code != "letterhead-styles"
        ]

    names = [
        f"{edition}/{source}"
        for edition in ("giunta", "consiglio")
        for source in ("paese", "legge")
    ]
    unknown = ("not-measured", "output/letterheads")
    count_them = "count them with LibreOffice: make measure (or pitstop measure)"
    assert told() == [
        (*unknown, "how many pages 8 briefs on letterheads have is not known: giunta/paese@borgo, "
         "giunta/paese@valprova, consiglio/paese@borgo, consiglio/paese@valprova, giunta/legge@borgo "
         "and 3 others", count_them)
    ]  # fmt: skip
    assert told() == told(), "when nothing is made again too"
    lock = {}
    for name in names:
        for letterhead, pages in (("borgo", 3), ("valprova", 1)):
            key = content_key(
                (project / f"output/letterheads/{letterhead}/{name}.docx").read_bytes()
            )
            if (name, letterhead) != ("giunta/legge", "valprova"):
                lock[f"{name}@{letterhead}"] = Measured(key, "7.4.7.2", pages, {})
    write_lock(project, PageLock(lock))
    assert told() == [
        (*unknown, "how many pages 1 brief on a letterhead has is not known: giunta/legge@valprova",
         count_them),
        ("word-over-budget", "output/letterheads/borgo",
         "on the letterhead 'borgo', 4 briefs have more pages than their editions, measured with "
         "LibreOffice 7.4: consiglio/legge (3 instead of 2), consiglio/paese (3 instead of 2), "
         "giunta/legge (3 instead of 1), giunta/paese (3 instead of 1)",
         "in Word, give the letterhead smaller margins, and a lower header and footer; or shorten the "
         "source's longest sections"),
    ]  # fmt: skip


@needs_office
def test_a_file_changed_by_hand_is_not_measured(project: Path) -> None:
    make(project, GIUNTA)
    path = path_in(project, "paese", "giunta", "docx")
    path.write_bytes(path.read_bytes() + b"\0")
    found, _changed, problems = count(project)
    assert found == {}
    assert [p.code for p in problems] == ["changed-file"]


@needs_office
def test_what_is_not_measured_now_is_kept_while_it_holds(project: Path) -> None:
    both = Choice(editions=("giunta",), formats=("docx",))
    make(project, both)
    count(project)
    replace_in(project, PRACTICE, "La bottega del paese ha chiuso.", "La bottega ha chiuso.")
    make(project, both)
    count(project, Choice(sources=("legge",)))
    assert list(read_lock(project, Reporter()).files) == ["giunta/legge"]


@needs_office
def test_what_libreoffice_cannot_open_is_named(project: Path, tmp_path: Path) -> None:
    make(project, GIUNTA)
    path = path_in(project, "paese", "giunta", "docx")
    with Office([]) as office:
        with pytest.raises(OfficeError):
            office.measure(project / PRACTICE)
        assert office.measure(path).count == 1


@needs_office
def test_odt_has_the_words_of_the_word_file(project: Path) -> None:
    built, problems = make(project, Choice(("paese",), ("giunta",), ("odt",)))
    assert problems == []
    assert written(built[0]) == ["docx", "odt"]
    path = path_in(project, "paese", "giunta", "odt")
    with zipfile.ZipFile(path) as odt:
        assert odt.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        content = odt.read("content.xml").decode()
    assert "La bottega del paese ha chiuso." in content
    assert 'text:outline-level="1"' in content
    (row,) = read_ledger(project).rows.values()
    assert sorted(target.name for target in row.files) == ["docx", "odt"]
    assert "paese.odt" in (project / "output/index.html").read_text(encoding="utf-8")


class Failing(Office):
    """A LibreOffice that fails with every file."""

    def __init__(self, fonts: Iterable[Path]) -> None:
        super().__init__(fonts, Programs("", ""))

    def measure(self, path: Path) -> Pages:
        raise OfficeError("LibreOffice stopped")

    def convert(self, path: Path, to: Path) -> None:
        raise OfficeError("LibreOffice stopped")


def test_a_file_with_which_libreoffice_fails_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pitstop_docs.build.word_pages.Office", Failing)
    monkeypatch.setattr("pitstop_docs.build.flow.Office", Failing)
    built, problems = make(project, Choice(("paese",), ("giunta",), ("odt",)))
    assert written(built[0]) == ["docx"]
    assert [p.code for p in problems] == ["cannot-convert"]
    assert [str(p).split("\n")[0] for p in problems] == [
        "sources/practices/paese.md:2:1: error[cannot-convert]: output/briefs/giunta/paese.docx "
        "cannot be made into ODT: LibreOffice stopped"
    ]
    found, _changed, problems = count(project)
    assert found == {}
    assert [p.code for p in problems] == ["cannot-measure"]


def test_odt_without_libreoffice_makes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pitstop_docs.writers.odt import office

    monkeypatch.setenv("PATH", str(project))
    monkeypatch.setattr(office, "_PROGRAMS", ())
    with pytest.raises(PitstopError, match="LibreOffice is not installed"):
        make(project, Choice(formats=("odt",)))
    assert not (project / "output").exists()


def test_the_lock_is_no_unknown_source(project: Path) -> None:
    (project / NAME).write_text(json.dumps({"files": {}}), encoding="utf-8")
    assert make(project, GIUNTA)[1] == []
