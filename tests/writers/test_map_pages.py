"""Maps and paths of steps on finished pages, of PDF and of Word."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Block,
    Document,
    Figure,
    LineBreak,
    ListItem,
    Map,
    OrderedList,
    Section,
    Strong,
)
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.pdf import PdfWriter, TextSetting
from tests import specimen
from tests.docx_words import part
from tests.pdf_lines import paragraphs
from tests.pdf_outline import outline, words

TEMPLATES = Templates((packaged_templates(),))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
ALT = "Carta: Terra, con un punto su Succiso"
SQUARE = "M0 0 700 0 700 1000 0 1000 Z"
MAP = Figure(
    id="map-figure", graphic=Map(SQUARE, 350.0, 300.0, "Succiso"), alt=ALT,
    credit=specimen.t("Confini: Natural Earth"),
)  # fmt: skip

DONE = (
    "Elenca gli acquisti degli ultimi tre anni e segna quelli adatti.",
    "Dicono quante persone, in forma aggregata, cercano un inserimento e con quali sostegni.",
    "Sente cooperative, consorzi e imprese del territorio.",
    "Dà l’indirizzo; poi approva il programma annuale, con i pareri.",
    "Pubblicano gli avvisi, verificano i requisiti, firmano i contratti.",
    "Riceve la relazione su persone, ore e spesa.",
)


@pytest.fixture(scope="module")
def pdf() -> PdfWriter:
    return PdfWriter(TEMPLATES, Path("."))


@pytest.fixture(scope="module")
def docx() -> DocxWriter:
    return DocxWriter(TEMPLATES, Path("."))


def with_map() -> Document:
    """Return a brief whose map stands before its key facts, at the side."""
    document = specimen.document()
    beside = Section(id="map", key="map", title=(), level=2, area="side", blocks=(MAP,))
    body: list[Block] = []
    for block in document.body:
        body += [beside, block] if block.id == "facts" else [block]
    return replace(document, body=tuple(body))


def steps(count: int) -> Section:
    """Return steps side by side; the second says when."""
    listed: list[ListItem] = []
    for n in range(1, count + 1):
        strong = Strong(specimen.t(f"Ufficio {n}"))
        item = specimen.item(f"s{n}", strong, LineBreak(), f"Fa la cosa {n}.")
        moment = specimen.para("s2-when", "entro tre mesi", style="small")
        listed.append(replace(item, blocks=(moment, *item.blocks)) if n == 2 else item)
    path = OrderedList(id="steps-list", style="path", items=tuple(listed))
    title = specimen.t("I prossimi passi")
    return Section(id="steps", key="steps", title=title, level=2, area="wide", blocks=(path,))


def value(element: etree._Element, path: str) -> str:
    """Return the value of what lies at *path* in a paragraph; "" if nothing does."""
    found = element.find(path)
    return "" if found is None else found.get(W + "val", "")


# --- maps ----------------------------------------------------------------------------------------


def test_a_map_stands_beside_the_key_facts(pdf: PdfWriter) -> None:
    document = with_map()
    layout = pdf.layout(document, Reporter())
    (shown,), (facts,) = layout.places["map"], layout.places["facts"]
    assert facts.top < shown.top + shown.height / 2


def test_a_column_that_is_split_has_its_map_above_the_facts(pdf: PdfWriter) -> None:
    layout = pdf.layout(with_map(), Reporter(), TextSetting(10, 1.4, split=True))
    (shown,), (facts,) = layout.places["map"], layout.places["facts"]
    assert facts.top >= shown.top + shown.height


def test_a_map_is_a_figure_that_says_what_it_shows(pdf: PdfWriter) -> None:
    reporter = Reporter()
    data = pdf.write(with_map(), reporter).data
    assert reporter.diagnostics == []
    assert f'Figure alt="{ALT}"' in outline(data)
    assert outline(data).index(ALT) < outline(data).index("Confini: Natural Earth")


def test_a_map_on_a_cover_stands_in_the_coloured_field(pdf: PdfWriter) -> None:
    plain = specimen.document(cover=True, pages=3)
    document = replace(plain, head=(MAP, *plain.head))
    layout = pdf.layout(document, Reporter())
    (field,), (shown,) = layout.places["pitstop-top"], layout.places["map-figure"]
    (below,) = layout.places["request"]
    assert shown.page == field.page == below.page == 1
    assert field.top < shown.top
    assert shown.top + shown.height < field.top + field.height < below.top


def test_word_has_the_map_as_drawing_and_pixels_in_line_with_the_text(docx: DocxWriter) -> None:
    reporter = Reporter()
    root = part(docx.write(with_map(), reporter).data, "word/document.xml")
    assert reporter.diagnostics == []
    (about,) = (each for each in root.iter(WP + "docPr") if each.get("descr") == ALT)
    inline = about.getparent()
    assert inline is not None
    assert inline.tag == WP + "inline"
    assert list(inline.iter(SVG_BLIP))
    assert not list(root.iter(WP + "anchor"))


def test_in_word_the_map_and_the_facts_are_two_columns(docx: DocxWriter) -> None:
    root = part(docx.write(with_map(), Reporter()).data, "word/document.xml")
    paragraphs = list(root.iter(W + "p"))
    described = [[each.get("descr") for each in p.iter(WP + "docPr")] for p in paragraphs]
    at = described.index([ALT])
    columns = [p.find(f"{W}pPr/{W}sectPr/{W}cols") for p in paragraphs]
    end = next(n for n, found in enumerate(columns) if n > at and found is not None)
    assert [c.get(W + "num") for c in columns[at : end + 1] if c is not None] == ["2"]
    # Word levels them: nothing is parted by hand.
    assert not [b for p in paragraphs[at:end] for b in p.iter(W + "br") if b.get(W + "type")]
    said = ["".join(t.text or "" for t in p.iter(W + "t")) for p in paragraphs[at : end + 1]]
    assert "In breve" in said


# --- steps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 5, 6])
def test_steps_stand_side_by_side_in_their_order(pdf: PdfWriter, count: int) -> None:
    document = specimen.document(head=(), body=(steps(count),), foot=())
    layout = pdf.layout(document, Reporter())
    tops = [layout.places[f"s{n}"][0].top for n in range(1, count + 1)]
    assert max(tops) - min(tops) < 0.1
    said = " ".join(words(pdf.write(document, Reporter()).data))
    places = [said.index(f"Ufficio {n}") for n in range(1, count + 1)]
    assert places == sorted(places)


def test_steps_are_a_numbered_list_for_whoever_hears_them(pdf: PdfWriter) -> None:
    document = specimen.document(head=(), body=(steps(3),), foot=())
    heard = outline(pdf.write(document, Reporter()).data)
    assert "L (Decimal)" in heard
    assert [f'Lbl "{n}"' in heard for n in (1, 2, 3)] == [True] * 3
    assert heard.index('"entro tre mesi"') < heard.index("Ufficio 2")


def test_in_word_steps_are_one_list(docx: DocxWriter) -> None:
    document = specimen.document(head=(), body=(steps(4),), foot=())
    root = part(docx.write(document, Reporter()).data, "word/document.xml")
    numbers = [value(p, f"{W}pPr/{W}numPr/{W}numId") for p in root.iter(W + "p")]
    numbered = [number for number in numbers if number]
    assert len(numbered) == 4
    assert len(set(numbered)) == 1


def test_in_word_a_step_says_when_in_its_own_paragraph(docx: DocxWriter) -> None:
    """Its number stands beside all of it, never beside the moment alone."""
    document = specimen.document(head=(), body=(steps(3),), foot=())
    root = part(docx.write(document, Reporter()).data, "word/document.xml")
    said = [
        [text.text for text in paragraph.iter(W + "t")]
        for paragraph in root.iter(W + "p")
        if value(paragraph, f"{W}pPr/{W}pStyle") == "PitStopStep"
    ]
    assert said == [
        ["Ufficio 1", "Fa la cosa 1."],
        ["entro tre mesi", "Ufficio 2", "Fa la cosa 2."],
        ["Ufficio 3", "Fa la cosa 3."],
    ]


def test_steps_side_by_side_have_no_word_alone_before_their_last_line(pdf: PdfWriter) -> None:
    section = steps(6)
    (path,) = section.blocks
    assert isinstance(path, OrderedList)
    items = tuple(
        specimen.item(f"s{n}", Strong(specimen.t("Ufficio")), LineBreak(), words)
        for n, words in enumerate(DONE, start=1)
    )
    section = replace(section, blocks=(replace(path, items=items),))
    data = pdf.write(specimen.document(body=(section,)), Reporter()).data
    set_ = [each.lines for each in paragraphs(data) if each.lines[0] == "Ufficio"]
    before = [lines[-2].strip() for lines in set_ if len(lines) > 3]
    assert len(before) > 3
    assert [line for line in before if len(line) < len("e spesa.")] == []
