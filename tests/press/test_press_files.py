"""What a print shop is given: sheets in inks alone, with boxes and marks, the same each time."""

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.plan import Action
from pitstop_docs.build.workers import Labour
from pitstop_docs.press.flow import press
from pitstop_docs.press.preflight import preflight
from pitstop_docs.press.shops import profile_of
from pitstop_docs.problems.diagnostics import Reporter
from tests.press.fixtures import EDITIONS, SOURCE, make_pressed, quiet
from tests.project import PRACTICE, make_project, replace_in

PT = 72 / 25.4
PAGES = {"giunta": 1, "commissione": 4, "comitato-tecnico": 12}
FILES = [*(f"{edition}/{SOURCE}" for edition in EDITIONS), f"x1a/giunta/{SOURCE}"]


STAMP = "BOZZA–NONSTAMPARE"


def words_of(page: pypdfium2.PdfPage) -> str:
    """Return the words of *page*, without the spaces between and in them: its letters stand apart."""
    return "".join(page.get_textpage().get_text_bounded().split())


def opened(pressed: Path, name: str) -> pikepdf.Pdf:
    return pikepdf.open(pressed / f"output/press/{name}.pdf")


def streams(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    """Yield every stream that paints, with its page."""
    for number, page in enumerate(pdf.pages, start=1):
        yield number, page
        for drawn in page.obj.Resources.get("/XObject", {}).values():
            if drawn.Subtype == Name.Form:
                yield number, drawn


@pytest.mark.parametrize("name", FILES)
def test_every_paint_is_of_inks(pressed: Path, name: str) -> None:
    with opened(pressed, name) as pdf:
        operators = {
            str(instruction.operator)
            for _page, stream in streams(pdf)
            for instruction in pikepdf.parse_content_stream(stream)
        }
        assert "k" in operators
        assert not operators & {"g", "G", "rg", "RG", "sc", "SC", "cs", "scn", "sh", "BI"}
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
                assert found.get("/ColorSpace") in (None, Name.DeviceCMYK) or "/PressAll" in str(
                    found.ColorSpace
                )
                assert "/Group" not in found
                assert found.get("/Subtype") != Name.Link


@pytest.mark.parametrize("name", FILES)
def test_boxes_are_exact(pressed: Path, name: str) -> None:
    with opened(pressed, name) as pdf:
        for page in pdf.pages:
            media, bleed, trim = (
                [float(side) for side in page.obj[box]]
                for box in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            assert trim == pytest.approx([0, 0, 210 * PT, 297 * PT], abs=0.01)
            assert bleed == pytest.approx([-3 * PT, -3 * PT, 213 * PT, 300 * PT], abs=0.01)
            assert media == pytest.approx([-10 * PT, -10 * PT, 220 * PT, 307 * PT], abs=0.01)


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_folded_has_a_multiple_of_four_pages(pressed: Path, edition: str) -> None:
    brief = pressed / f"output/press/{edition}/{SOURCE}.pdf"
    with pypdfium2.PdfDocument(brief) as pdf:
        assert len(pdf) == PAGES[edition]
        if edition == "comitato-tecnico":  # of ten pages: two blank ones before the last
            words = [page.get_textpage().get_text_bounded().strip() for page in pdf]
            assert [not text for text in words] == [False] * 9 + [True] * 2 + [False]


def test_a_cover_runs_beyond_the_edge(pressed: Path) -> None:
    with pypdfium2.PdfDocument(pressed / f"output/press/comitato-tecnico/{SOURCE}.pdf") as pdf:
        picture = pdf[0].render(scale=1).to_pil().convert("RGB")
    inside, bleed = 10 * PT, 10 * PT - 1.5 * PT  # of the MediaBox: 10 mm around the sheet
    cover = picture.getpixel((int(inside + 30), int(inside + 20)))
    for x in (bleed, picture.width - bleed):
        assert picture.getpixel((int(x), int(inside + 100))) == cover
    assert picture.getpixel((int(picture.width / 2 + 60), int(bleed)))[0] < 128
    assert picture.getpixel((int(bleed / 3), int(inside + 100))) == (255, 255, 255)


def test_black_overprints_and_nothing_else_does(pressed: Path) -> None:
    with opened(pressed, f"commissione/{SOURCE}") as pdf:
        for page in pdf.pages:
            parameters = page.obj.Resources.ExtGState
            over = False
            inks: tuple[float, ...] = (0, 0, 0, 1)
            kept = []
            for instruction in pikepdf.parse_content_stream(page):
                operator, operands = str(instruction.operator), instruction.operands
                if operator == "k":
                    inks = tuple(float(ink) for ink in operands)
                elif operator == "gs":
                    over = bool(parameters[str(operands[0])].op)
                elif operator == "q":
                    kept.append((over, inks))
                elif operator == "Q":
                    over, inks = kept.pop()
                elif operator == "TJ":
                    assert over == (inks == (0, 0, 0, 1))


@pytest.mark.parametrize("name", FILES)
def test_files_say_what_they_are(pressed: Path, name: str) -> None:
    with opened(pressed, name) as pdf:
        x1a = name.startswith("x1a")
        assert pdf.pdf_version == ("1.4" if x1a else "1.6")
        intents = {str(intent.S): intent for intent in pdf.Root.OutputIntents}
        assert {*intents} == {"/GTS_PDFX", "/GTS_PDFA1"}
        assert str(intents["/GTS_PDFX"].OutputConditionIdentifier) == "FOGRA39"
        assert intents["/GTS_PDFX"].DestOutputProfile.N == 4
        assert str(pdf.docinfo["/GTS_PDFXVersion"]) == ("PDF/X-1:2001" if x1a else "PDF/X-4")
        assert pdf.docinfo.get("/GTS_PDFXConformance") == ("PDF/X-1a:2003" if x1a else None)
        assert str(pdf.docinfo["/Trapped"]) == "/False"
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>2<" in xmp
        assert "<xmpMM:DocumentID>uuid:" in xmp


def test_the_photograph_is_in_inks_with_pixels_enough(pressed: Path) -> None:
    with opened(pressed, f"comitato-tecnico/{SOURCE}") as pdf:
        images = [
            drawn
            for page in pdf.pages
            for drawn in page.obj.Resources.get("/XObject", {}).values()
            if drawn.Subtype == Name.Image
        ]
        assert {(int(each.Width), str(each.ColorSpace)) for each in images} == {
            (1500, "/DeviceCMYK")
        }


def test_the_same_sources_make_the_same_bytes(pressed: Path, tmp_path: Path) -> None:
    root = tmp_path / "again"
    for folder in ("sources", "templates"):
        if (pressed / folder).is_dir():
            shutil.copytree(pressed / folder, root / folder)
    make_pressed(root, editions=("giunta",))
    for name in (f"press/giunta/{SOURCE}.pdf", f"job-sheets/giunta/{SOURCE}-scheda-di-stampa.json"):
        assert (root / "output" / name).read_bytes() == (pressed / "output" / name).read_bytes()


def test_what_is_there_is_not_made_again(pressed: Path, tmp_path: Path) -> None:
    root = shutil.copytree(pressed, tmp_path / "copy")
    choice = Choice((SOURCE,), EDITIONS, ("pdf",), shop="x4")
    run = build(root, choice, Reporter(), quiet, Labour())
    assert {step.action for step in run.steps.values()} == {Action.STAY}
    (root / f"output/press/giunta/{SOURCE}.pdf").unlink()
    run = build(root, choice, Reporter(), quiet, Labour())
    assert [step.action for step in run.steps.values()].count(Action.RESTORE) == 1
    rows = read_ledger(root).rows.values()
    assert {target.name for row in rows for target in row.files} == {"pdf@x4", "pdf@x1a"}


def test_a_file_for_a_press_leaves_what_is_known_of_the_brief(
    pressed: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(pressed, tmp_path / "copy")
    build(root, Choice((SOURCE,), ("giunta",)), Reporter(), quiet, Labour())
    (before,) = [row for id, row in read_ledger(root).rows.items() if id.edition == "giunta"]
    make_pressed(root, editions=("giunta",))
    (row,) = [row for id, row in read_ledger(root).rows.items() if id.edition == "giunta"]
    assert (row.key, row.older) == (before.key, frozenset())
    assert {target.name for target in row.files} == {"docx", "pdf", "pdf@x4", "pdf@x1a"}
    # Its words change: what was made for the press before is older than they are.
    replace_in(root, f"sources/practices/{SOURCE}.md", "status: reviewed\n", "status: draft\n")
    build(root, Choice((SOURCE,), ("giunta",)), Reporter(), quiet, Labour())
    assert not list((root / "output/press/giunta").glob("*.pdf"))  # they are no files of a draft


def test_the_job_sheet_says_what_the_file_is(pressed: Path) -> None:
    file = pressed / f"output/press/commissione/{SOURCE}.pdf"
    base = pressed / f"output/job-sheets/commissione/{SOURCE}-scheda-di-stampa"
    said = json.loads(base.with_name(f"{base.name}.json").read_text(encoding="utf-8"))
    assert said["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert (said["pages"], said["trim_mm"], said["flat_mm"]) == (4, [210, 297], [420, 297])
    assert (said["binding"], said["sides"]) == ("folded", [[4, 1], [2, 3]])
    assert (said["bleed_mm"], said["colours_per_side"], said["proof"]) == (3, "4/4", False)
    assert 100 < said["ink_maximum"] <= said["ink_limit"] == 300
    assert said["copies"] is said["paper"] is None  # to be agreed
    assert "Sportello inventato" in said["contact"]
    with pypdfium2.PdfDocument(base.with_name(f"{base.name}.pdf")) as sheet:
        words = " ".join(page.get_textpage().get_text_bounded() for page in sheet)
        assert len(sheet) == 1
    assert said["sha256"] in words.replace("\r\n", "").replace("\n", "")
    assert "BOZZA" not in words


# --- drafts --------------------------------------------------------------------------------------


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Return a project whose source is a draft."""
    root = make_project(tmp_path / "draft")
    text = (root / PRACTICE).read_text(encoding="utf-8")
    assert "status: reviewed" not in text
    return root


def pressing(root: Path, final: bool = False) -> tuple[list[str], Reporter]:
    reporter = Reporter()
    choice = Choice(("paese",), ("giunta",), ("pdf",), shop="x4", final=final)
    _run, printed = press(root, choice, reporter, quiet, Labour())
    return [each.path for each in printed], reporter


def test_drafts_are_proofs_which_say_so_on_every_page_and_in_the_job_sheet(draft: Path) -> None:
    paths, _said = pressing(draft)
    assert paths == ["output/press/giunta/paese-prova.pdf"]
    with pypdfium2.PdfDocument(draft / paths[0]) as pdf:
        for page in pdf:
            assert STAMP in words_of(page)
    sheet = draft / "output/job-sheets/giunta/paese-prova-scheda-di-stampa"
    assert json.loads(Path(f"{sheet}.json").read_text(encoding="utf-8"))["proof"] is True
    with pypdfium2.PdfDocument(f"{sheet}.pdf") as pdf:
        assert STAMP in words_of(pdf[0])


def test_final_refuses_drafts(draft: Path) -> None:
    paths, reporter = pressing(draft, final=True)
    assert paths == []
    assert [problem.code for problem in reporter.errors] == ["not-final"]
    assert not (draft / "output/press").exists()


def test_a_proof_goes_when_its_source_is_final(pressed: Path, tmp_path: Path) -> None:
    root = shutil.copytree(pressed, tmp_path / "copy")
    name = f"sources/practices/{SOURCE}.md"
    replace_in(root, name, "status: reviewed\n", "status: draft\n")
    make_pressed(root, editions=("giunta",))
    folder = root / "output/press/giunta"
    assert [path.name for path in folder.iterdir()] == [f"{SOURCE}-prova.pdf"]
    replace_in(root, name, "status: draft\n", "status: reviewed\n")
    make_pressed(root, editions=("giunta",))
    assert [path.name for path in folder.iterdir()] == [f"{SOURCE}.pdf"]
    assert not list((root / "output").rglob("*-prova*"))


def test_a_project_of_ones_own_colours_names_inks_or_is_warned(draft: Path) -> None:
    with (draft / "sources/project.yaml").open("a", encoding="utf-8") as settings:
        settings.write('colours:\n  accent: {rgb: "#8A1538", cmyk: [10, 100, 60, 40]}\n')
    paths, reporter = pressing(draft)
    (warning,) = [each for each in reporter.diagnostics if each.code == "derived-inks"]
    assert "kinds.practice.accent" not in warning.message  # its inks are named
    assert "kinds.practice.deep" in warning.message  # it follows from the accent
    data = (draft / paths[0]).read_bytes()
    with pikepdf.open(BytesIO(data)) as pdf:
        painted = {
            tuple(float(ink) for ink in instruction.operands)
            for instruction in pikepdf.parse_content_stream(pdf.pages[0])
            if str(instruction.operator) == "k"
        }
    assert (0.1, 1.0, 0.6, 0.4) in painted
    found = {each.code for each in preflight(data, profile_of("x4", draft)).errors}
    assert found == {"resolution"}  # of the project's picture: four pixels by three
