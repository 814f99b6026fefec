"""A brief on letterheads in other fonts: cut to the room that is there, it keeps its one page."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.copyfit import trim
from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Block, Document
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.heights import read_metrics
from pitstop_docs.writers.docx.letterheads.opening import open_letterhead
from pitstop_docs.writers.lines import DISPLAY, OTHER, OTHERS, TEXT, Typeface
from pitstop_docs.writers.odt.office import Office
from tests import specimen
from tests.docx_words import W, words
from tests.letterheads import first_page
from tests.libreoffice import SOFFICE
from tests.project import PRACTICE, make_project, replace_in
from tests.writers.test_letterheads import PLACE

SENTENCE = "Il Comune mette a disposizione un edificio pubblico chiuso e pubblica un avviso. "
# Narrow and wide, installed and not.
FONTS = {
    "Liberation Serif": 12,
    "Arial": 11,
    "Calibri": 11,
    "DejaVu Sans": 9,
    "Nessuno Ce l'Ha": 10,
}


def letterhead(font: str, size: float) -> bytes:
    """A sheet with less room, all of whose styles are in *font*."""
    document = docx.Document(io.BytesIO(first_page()))
    for style in document.styles:
        if (getattr(style, "font", None) is not None and style.font.name) or style.name == "Normal":
            style.font.name = font
            fonts = style.element.rPr.rFonts
            for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{attribute}"), None)
    document.styles["Normal"].font.size = Pt(size)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def brief() -> Document:
    """One page, with more passages than it holds."""
    plain = specimen.document()
    passages: list[Block] = [
        replace(specimen.para(f"p{n}", SENTENCE * (1 + n % 4)), rank=n + 1) for n in range(40)
    ]
    return replace(plain, body=(*plain.body[:1], *passages), pages=1)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    return DocxWriter(Templates((packaged_templates(),)), tmp_path_factory.mktemp("media"))


def cut(writer: DocxWriter, font: str) -> tuple[bytes, int]:
    """Return the brief on a letterhead in *font*, and how many passages it keeps."""
    data = letterhead(font, FONTS[font])
    sheet = open_letterhead(data, font, PLACE, writer.plain_look, Reporter())
    assert sheet is not None
    whole = brief()
    shorter, out = trim(whole, writer.room(whole, sheet))
    return writer.write(shorter, Reporter(), letterhead=sheet).data, 40 - len(out)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
def test_one_page_stays_one_page_in_any_font(writer: DocxWriter, tmp_path: Path) -> None:
    pages, kept = {}, {}
    with Office([]) as office:
        for number, font in enumerate(FONTS):
            path = tmp_path / f"{number}.docx"
            data, kept[font] = cut(writer, font)
            path.write_bytes(data)
            pages[font] = office.measure(path).count
            if pages[font] > 1:
                pages[font] = office.printed(path)
    assert pages == dict.fromkeys(FONTS, 1)
    assert min(kept.values()) >= 4, "nor is the page left half empty"


@pytest.mark.parametrize(
    ("fonts", "face"),
    [
        ('w:ascii="Lora"', TEXT),
        ('w:ascii="Titillium Web"', DISPLAY),
        ('w:ascii="ARIAL"', OTHERS["arial"]),
        ('w:ascii="Nessuno Ce l\'Ha"', OTHER),
        ('w:hAnsi="Lora"', OTHER),
        ('w:asciiTheme="minorHAnsi"', OTHERS["calibri"]),
        ('w:asciiTheme="majorHAnsi" w:ascii="Lora"', OTHERS["times new roman"]),
        ('w:asciiTheme="none" w:ascii="Lora"', TEXT),
    ],
)
def test_a_font_is_measured_as_what_it_is(fonts: str, face: Typeface) -> None:
    """By its name, or by its role in the file's theme, which wins; in a style or in one below it."""
    styles = etree.fromstring(
        f'<w:styles xmlns:w="{W[1:-1]}"><w:style w:type="paragraph" w:styleId="a"><w:rPr>'
        f'<w:rFonts {fonts}/><w:sz w:val="20"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    themed = {"major": "Times New Roman", "minor": "Calibri"}
    metrics = read_metrics(styles, {"Lora": TEXT, "Titillium Web": DISPLAY}, themed)
    for id in ("a", "b"):
        assert (metrics[id].leading, metrics[id].letter) == (face.line, 200 * face.letter)


@pytest.mark.parametrize("addressed", [False, True])
def test_a_brief_is_cut_to_its_letterhead_whoever_gets_it(tmp_path: Path, addressed: bool) -> None:
    root = make_project(tmp_path)
    more = "\n\n".join(f"La bottega {n} ha chiuso. {SENTENCE * 2}" for n in range(30))
    replace_in(root, PRACTICE, "La bottega del paese ha chiuso.", more)
    folder = root / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    (folder / "borgo.docx").write_bytes(letterhead("Arial", 12))
    choice = Choice(("paese",), ("giunta",), ("docx",), letterheads=("borgo",), addressed=addressed)
    build(root, choice, Reporter(), lambda *_told: None)
    plain, on_it = sorted(
        (root / "output").rglob("paese.docx"), key=lambda path: "borgo" in path.parts
    )
    said = [" ".join(words(path.read_bytes())).count("ha chiuso") for path in (plain, on_it)]
    assert said[0] > said[1] > 0
