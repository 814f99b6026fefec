"""A dossier opened in LibreOffice and saved again: what a town hall without Word sends back."""

import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.writers.docx import DocxWriter
from tests import specimen
from tests.docx_controls import bookmarks
from tests.docx_words import W, part, style_names

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with our dossier, and what LibreOffice makes of it as DOCX and ODT."""
    folder = tmp_path_factory.mktemp("libreoffice")
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(folder / "specimen.png")
    writer = DocxWriter(Templates((packaged_templates(),)), folder)
    (folder / "dossier.docx").write_bytes(writer.write(specimen.dossier(), Reporter()).data)
    for suffix in ("docx", "odt"):
        subprocess.run(
            [str(SOFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
             "--convert-to", suffix, "--outdir", str(folder / "saved"), str(folder / "dossier.docx")],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    return folder


def paragraph_text(paragraph: etree._Element) -> str:
    return " ".join("".join(t.text or "" for t in paragraph.iter(W + "t")).split())


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Return style and words of every paragraph that says something."""
    names = style_names(data)
    found = []
    for paragraph in part(data, "word/document.xml").iter(W + "p"):
        style, text = paragraph.find(f"{W}pPr/{W}pStyle"), paragraph_text(paragraph)
        if text:
            name = names.get(style.get(W + "val", ""), "") if style is not None else ""
            found.append((name.lower(), text))
    return found


def counts(data: bytes) -> dict[str, int]:
    root = part(data, "word/document.xml")
    codes = [f.get(W + "instr", "").split()[0] for f in root.iter(W + "fldSimple")]
    codes += [
        (c.text or "").split()[0] for c in root.iter(W + "instrText") if (c.text or "").strip()
    ]
    return {
        **{tag: len(list(root.iter(W + tag))) for tag in ("tbl", "tr", "tc", "footnoteReference")},
        "header rows": len(list(root.iter(W + "tblHeader"))),
        "links": sum(1 for link in root.iter(W + "hyperlink") if not link.get(W + "anchor")),
        "anchors": sum(1 for link in root.iter(W + "hyperlink") if link.get(W + "anchor")),
        **{code: Counter(codes)[code] for code in ("TOC", "SEQ", "REF")},
    }


def test_saved_again_as_docx_it_says_and_holds_the_same(folder: Path) -> None:
    ours = (folder / "dossier.docx").read_bytes()
    saved = (folder / "saved" / "dossier.docx").read_bytes()
    before, after = paragraphs(ours), paragraphs(saved)
    assert [text for _style, text in after] == [text for _style, text in before]
    headings = [line for line in before if line[0].startswith(("heading", "title"))]
    assert len(headings) == 5
    assert [line for line in after if line[0].startswith(("heading", "title"))] == headings
    assert counts(saved) == counts(ours)


def test_saved_again_as_docx_it_keeps_the_keys(folder: Path) -> None:
    ours = dict(bookmarks((folder / "dossier.docx").read_bytes()))
    saved = dict(bookmarks((folder / "saved" / "dossier.docx").read_bytes()))
    assert len(ours) > 40
    assert set(saved) == set(ours)
    same = {name for name in ours if " ".join(saved[name].split()) == " ".join(ours[name].split())}
    assert set(ours) - same == set()


def test_saved_again_as_docx_it_keeps_what_controls_hold(folder: Path) -> None:
    def held(data: bytes) -> list[str]:
        found = part(data, "word/document.xml").iter(W + "sdtContent")
        return sorted(" ".join(paragraph_text(each).split()) for each in found)

    ours, saved = (
        held((folder / name).read_bytes()) for name in ("dossier.docx", "saved/dossier.docx")
    )
    assert set(ours) - set(saved) == set()


def test_as_odt_it_keeps_text_and_structure(folder: Path) -> None:
    with zipfile.ZipFile(folder / "saved" / "dossier.odt") as archive:
        root = etree.fromstring(archive.read("content.xml"))
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    assert body is not None
    titles = {"".join(map(str, h.itertext())).strip() for h in body.iter(TEXT + "h")}
    assert {"Il problema", "Percorso", "I passi", "Fonti"} <= titles
    tables = list(body.iter(TABLE + "table"))
    assert len(tables) == 1
    assert len(list(tables[0].iter(TABLE + "table-row"))) == 5
    assert len(list(tables[0].iter(TABLE + "table-header-rows"))) == 1
    notes = [n for n in body.iter(TEXT + "note") if n.get(TEXT + "note-class") == "footnote"]
    assert len(notes) == 2
    assert len(list(body.iter(TEXT + "list"))) >= 5
    text = " ".join("".join(map(str, body.itertext())).split())
    for _style, line in paragraphs((folder / "dossier.docx").read_bytes()):
        for piece in line.split(" — "):
            longest = max(piece.split("."), key=len).strip()
            assert longest in text, line
