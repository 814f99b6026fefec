"""Final documents: sources that somebody has reviewed, whose references somebody has read."""

import io
import json
import re
import zipfile
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pitstop_docs.build.flow import load
from pitstop_docs.problems.diagnostics import Reporter
from tests.finals import LETTERHEAD, SAID, finals
from tests.pdf_seen import pages_seen
from tests.project import REVIEWED, Once, make_reviewed, path_in

SOURCES = ("forno-di-borgo-finto", "spazi-vuoti-di-borgo-finto")
CHART = "Addettidelfornoinventato"  # its title, without spaces
EDITIONS = {"giunta": 1, "consiglio": 2, "commissione": 4, "comitato-tecnico": 12}
BRIEFS = [(source, edition) for source in SOURCES for edition in EDITIONS]
TEXTS = sorted(p for p in REVIEWED.rglob("*") if p.suffix in (".md", ".yaml"))


@pytest.fixture(scope="module")
def built(once: Once) -> Path:
    """Return the project with all its briefs, also on a letterhead."""
    return finals(once)


def pdf_text(data: bytes) -> str:
    return " ".join(page.text() for page in pages_seen(data))


def word_text(data: bytes) -> str:
    """Return the words of every part of a Word file: headers, footers and properties too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        ]
    styles = (
        r"<w:style .*?</w:style>|<w:lsdException [^>]*/>"  # "PitStop Status Draft" stays a name
    )
    return " ".join(re.sub(r"<[^>]*>", " ", re.sub(styles, "", part)) for part in parts)


def words(built: Path, source: str, edition: str) -> dict[str, str]:
    """Return the words of each file of a brief by its format, without the spaces between them: where the
    PDF's stand is the layout's."""
    word = path_in(built, source, edition, "docx")
    on_letterhead = built / f"output/letterheads/{LETTERHEAD}/{edition}/{source}.docx"
    texts = {
        "pdf": pdf_text(path_in(built, source, edition, "pdf").read_bytes()),
        "docx": word_text(word.read_bytes()),
        "letterhead": word_text(on_letterhead.read_bytes()),
    }
    return {format: "".join(text.split()) for format, text in texts.items()}


def test_there_is_nothing_to_say_of_any_brief(built: Path) -> None:
    said = json.loads((built / SAID).read_text(encoding="utf-8"))
    # Of the letterhead there is: nobody has counted its pages, it lacks styles, its own lines are pale.
    theirs = ("templates/docx/letterheads", "output/letterheads")
    ours = [p for p in said["problems"] if not p["file"].startswith(theirs)]
    assert ours == []
    assert {(source, edition) for source, edition, _pages in said["pages"]} == set(BRIEFS)
    for _source, edition, pages in said["pages"]:
        full = EDITIONS[edition]
        assert pages == full or (edition == "comitato-tecnico" and 8 <= pages <= full)


@pytest.mark.parametrize(("source", "edition"), BRIEFS)
def test_final_documents_have_no_mark_of_a_draft(built: Path, source: str, edition: str) -> None:
    for format, text in words(built, source, edition).items():
        assert "inventat" in text, format
        assert re.findall(r"bozza|nonverificat", text.lower()) == [], format


@pytest.mark.parametrize("source", SOURCES)
def test_the_dossier_says_that_all_its_sources_were_read(built: Path, source: str) -> None:
    for format, text in words(built, source, "comitato-tecnico").items():
        said = re.search(r"(\d+)riferimenti,tuttiverificati", text)
        assert said, format
        table = text.partition("Verificatail")[2]
        assert len(re.findall(r"\dottobre2026", table)) >= int(said[1]), format


@pytest.mark.parametrize(
    ("source", "said"),
    [(SOURCES[0], "La mattina apro alle cinque"), (SOURCES[1], "un cassetto di carte")],
)
def test_testimonies_that_were_agreed_to_are_printed(built: Path, source: str, said: str) -> None:
    for format, text in words(built, source, "comitato-tecnico").items():
        assert "".join(said.split()) in text, format


def trims_the_chart(built: Path, edition: str) -> bool:
    """Tell whether the build says that the letterhead has no room for the chart."""
    said = json.loads((built / SAID).read_text(encoding="utf-8"))
    texts = [text for *of, text in said["trimmed"] if of == [SOURCES[0], edition]]
    return any(CHART in "".join(text.split()) for text in texts)


def test_photograph_and_chart_are_in_every_format(built: Path) -> None:
    for edition in ("commissione", "comitato-tecnico"):
        pdf = path_in(built, SOURCES[0], edition, "pdf").read_bytes()
        images = [pdfium.FPDF_PAGEOBJ_IMAGE]
        with pypdfium2.PdfDocument(pdf) as pages:
            drawn = [image for page in pages for image in page.get_objects(images, max_depth=9)]
            widths = [image.get_px_size()[0] for image in drawn]
        assert max(widths) >= 900  # it may be made smaller where it is printed small
        word = path_in(built, SOURCES[0], edition, "docx").read_bytes()
        with zipfile.ZipFile(io.BytesIO(word)) as archive:
            kinds = {Path(name).suffix for name in archive.namelist() if "/media/" in name}
        assert {".jpg", ".png", ".svg"} <= {kind.replace("jpeg", "jpg") for kind in kinds}
        texts = words(built, SOURCES[0], edition)
        assert all(CHART in texts[format] for format in ("pdf", "docx"))
        # A letterhead has less room: what it has none for is left out, and the build says so.
        assert (CHART in texts["letterhead"]) != trims_the_chart(built, edition)
    assert not trims_the_chart(built, "comitato-tecnico")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_text_says_that_it_is_invented(path: Path) -> None:
    assert re.search("inventat|Immagine generata", path.read_text(encoding="utf-8"))


def test_every_reference_was_read_on_a_day_before_the_review(tmp_path: Path) -> None:
    reporter = Reporter()
    collection = load(make_reviewed(tmp_path), reporter)
    assert reporter.diagnostics == []
    days = [reference.checked_on for reference in collection.references.values()]
    for case in collection.cases:
        assert case.reviewed_by
        assert case.reviewed_on is not None
        assert all(day is not None and day <= case.reviewed_on for day in days)
