"""Faults of the page are found in small made pages, and not where they are mended."""

import io
import zipfile
from collections import Counter

import pytest
import weasyprint

from pitstop_docs.look.templates import packaged_templates
from scripts.faults.__main__ import PDF, table
from scripts.faults.reading import Box, Element, Paper, Piece, read_paper
from scripts.faults.shape import Brief
from scripts.faults.word import read_paragraphs

FONT = (packaged_templates() / "fonts" / "Lora-Regular.ttf").as_uri()
PAGE = """<style>
@font-face {{ font-family: Prova; src: url({font}) }}
@page {{ size: A4; margin: 15mm 16mm 20mm 18mm }}
html {{ font: 10pt/1.4 Prova }} h2 {{ font: 12pt Prova; margin: 0 }} p, table {{ margin: 0 0 6pt }}
.next {{ break-before: page }} table {{ width: 100% }}
.band {{ display: flex; gap: 9mm }} .band > section {{ flex: 0 0 80mm }}
.box {{ background: #F2F7FC; padding: 6pt }} .runs-in h2 {{ float: left; margin-right: 6pt }}
.narrow {{ width: 75mm }} .side {{ width: 40mm }}
</style>
<h1>Prova</h1><h2>Primo</h2><p>Testo.</p>{body}"""
ROW = "<tr><th scope=row>Uno</th><td>Due</td></tr>"
HEAD = "<thead><tr><th>Voce</th><th>Valore</th></tr></thead>"
LINE = "Una riga di prova che è abbastanza lunga"
LINES = "Testo di prova che va a capo. " * 4
SVG = (
    "<img alt='Un grafico' src=\"data:image/svg+xml,"
    "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='60'>"
    "<text x='5' y='20'>120</text><text x='80' y='20'>84,5</text></svg>\">"
)


def brief(body: str, most: int = 0, up_to: bool = False) -> Brief:
    html = f'<html lang="it"><title>Prova</title>{PAGE.format(body=body, font=FONT)}</html>'
    paper = read_paper(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))
    return Brief("commissione", "prova", paper, most or len(paper.pages), up_to)


def test_the_made_page_is_without_fault() -> None:
    assert {kind: list(find(brief(""))) for kind, find in PDF.items()} == {kind: [] for kind in PDF}


def section(title: str, body: str, classes: str = "") -> str:
    return f"<section class='{classes}'><h2>{title}</h2>{body}</section>"


def rows(caption: str = "", head: str = HEAD) -> str:
    """A table whose second row begins a page, with its header there as the engine repeats it."""
    return f"<table>{caption}{head}<tbody>{ROW}<tr class=next><th>Tre</th><td>Quattro</td></tr></tbody></table>"


@pytest.mark.parametrize(
    ("kind", "body", "seen"),
    [
        ("headless-table", section("Costi", rows()), "senza titolo"),
        ("headless-table", section("Costi", rows(head="")), "senza titolo"),
        ("lonely-callout", section("Testo", f"<p class='box next'>{LINES}</p><p>Poi.</p>"), "Testo"),
        ("lonely-callout", section("Attenzione", f"<p>{LINES}</p>", "box next runs-in") + "<p>Poi.</p>", "Att"),
        (
            "uneven-columns",
            f"<div class=band>{section('A', f'<p>{LINES * 4}</p>')}{section('B', '<p>Breve.</p>')}</div>",
            "sinistra",
        ),
        (
            "uneven-columns",
            f"<div class=band>{section('A', '<p>Breve.</p>')}{section('B', f'<p>{LINES * 4}</p>')}</div>",
            "destra",
        ),
        ("short-last-line", f"<p class=narrow>{LINE}<br>{LINE}<br>così.</p>", "così"),
        ("hanging-dot", "<p>Ape Time, 2019 ·<br>certezza media</p>", "·"),
        ("parted-number", "<p>Sono in tutto 86<br>imprese.</p>", "86 / imprese"),
        ("parted-number", "<p>Dura circa 24<br>mesi.</p>", "24 / mesi"),
        ("broken-date", "<table><tr><td>3 ottobre<br>2026</td></tr></table>", "2026"),
        ("broken-date", "<table><tr><td>dal 3<br>ottobre 2026</td></tr></table>", "ottobre"),
        (
            "chart-without-finding",
            section("I dati nel 2020", f"<figure>{SVG}<figcaption>Posti dei tre bandi</figcaption></figure>"),
            "Posti",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_found(kind: str, body: str, seen: str) -> None:
    (hit,) = PDF[kind](brief(body))
    assert seen in hit.seen


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("headless-table", section("Costi", f"<table>{HEAD}{ROW}</table>")),
        ("headless-table", section("Costi", f"<table>{HEAD}{ROW}</table>", "next")),
        (
            "headless-table",
            section("Costi", rows())
            .replace("<tr><th>Voce", "<tr><th colspan=2>Costi (segue)</th></tr><tr><th>Voce"),
        ),
        ("lonely-callout", section("Testo", f"<p class='box'>{LINES}</p>", "next")),
        ("lonely-callout", section("Lezione", f"<p>{LINES}</p>", "box next") + "<p>Poi.</p>"),
        (
            "uneven-columns",
            f"<div class=band>{section('A', f'<p>{LINES}</p>')}{section('B', '<p>Breve.</p>')}</div>",
        ),
        ("uneven-columns", f"<p>{LINES}</p><p>Breve.</p><p>{LINES * 6}</p>"),
        ("short-last-line", f"<p class=narrow>{LINE}<br>{LINE}<br>e una più lunga.</p>"),
        ("short-last-line", f"<p class=side>{LINE}<br>così.</p>"),
        ("short-last-line", f"<p class=narrow>{LINE}<br>così.</p>"),
        ("hanging-dot", "<p>Ape Time, 2019<br>· certezza media</p>"),
        ("parted-number", "<p>Sono in tutto<br>86 imprese.</p>"),
        ("parted-number", "<p>È successo nel 2019<br>imprese e Comuni lo sanno.</p>"),
        ("parted-number", "<p>Lo dice l’articolo 55<br>codice alla mano.</p>"),
        ("parted-number", "<p>Sono passati da 80<br>a 90.</p>"),
        ("broken-date", "<table><tr><td>Ape Time,<br>3 ottobre 2026</td></tr></table>"),
        ("broken-date", "<p>È il 3 ottobre<br>2026.</p>"),
        (
            "chart-without-finding",
            section("I dati", f"<figure>{SVG}<figcaption>Da 84,5 a 120 posti in 5 anni</figcaption></figure>"),
        ),
    ],
)  # fmt: skip
def test_where_it_is_mended_nothing_is_found(kind: str, body: str) -> None:
    assert list(PDF[kind](brief(body))) == []


def drawn(text: str, page: int = 1, top: float = 100.0) -> Piece:
    """What an element draws: letters of 5 pt, each line 14 pt below the one before."""
    chars = [
        {"text": letter, "page": page, "size": 10.0, "top": top + 14 * row, "bottom": top + 14 * row + 10,
         "x0": 50.0 + 5 * column, "x1": 55.0 + 5 * column}
        for row, line in enumerate(text.split("|"))
        for column, letter in enumerate(line)
    ]  # fmt: skip
    return Piece(page, chars, [Box(50, top, 300, top + 10)], False)


def tagged(*elements: tuple[str, Piece]) -> Brief:
    """A brief of such elements: tags that the engine alone does not give."""
    tree = Element("Root")
    tree.kids = [Element(tag, parent=tree, kids=[piece]) for tag, piece in elements]
    return Brief("comitato-tecnico", "prova", Paper([], tree), 12, True)


@pytest.mark.parametrize(
    ("pages", "found"), [((1, 1), ["2 × Corte cost. 131/2020"]), ((1, 2), [])], ids=["one", "two"]
)
def test_two_notes_of_a_page_do_not_say_the_same(pages: tuple[int, int], found: list[str]) -> None:
    first, second = (drawn("Corte cost. 131/2020", page) for page in pages)
    both = tagged(("Note", first), ("Note", drawn("L. 381/1991, art. 4")), ("Note", second))
    assert [hit.seen for hit in PDF["repeated-note"](both)] == found


@pytest.mark.parametrize(("entry", "found"), [("17 Che cosa può|fermarci", 1), ("17 Ostacoli", 0)])
def test_a_line_of_contents_does_not_break(entry: str, found: int) -> None:
    contents = tagged(("TOCI", drawn(entry)))
    assert len(list(PDF["broken-contents"](contents))) == found


@pytest.mark.parametrize(
    ("title", "about", "found"),
    [
        ("B Il caso sezioni 3–8", "Il problema, da dove nasce", []),
        ("B Il caso|sezioni 3–8", "Il problema", ["p. 2 / B Il caso / sezioni 3–8"]),
        ("B Il caso", "Il problema, da|dove nasce", ["Il problema, da / dove nasce"]),
    ],
    ids=["two lines", "broken title", "broken below"],
)
def test_a_part_of_contents_is_a_line_and_one_below_it(
    title: str, about: str, found: list[str]
) -> None:
    contents = tagged(("TOCI", drawn("p. 2")))
    (entry,) = contents.paper.tree.all("TOCI")
    entry.kids += [
        Element("Link", parent=entry, kids=[drawn(title)]),
        Element("P", parent=entry, kids=[drawn(about, top=112.0)]),
    ]
    assert [hit.seen for hit in PDF["broken-contents"](contents)] == found


@pytest.mark.parametrize(("most", "up_to", "found"), [(4, False, 1), (1, False, 0), (12, True, 0)])
def test_a_fixed_edition_has_all_its_pages(most: int, up_to: bool, found: int) -> None:
    assert len(list(PDF["missing-pages"](brief("", most=most, up_to=up_to)))) == found


@pytest.mark.parametrize(("lines", "found"), [(3, 1), (20, 0)])
def test_a_last_page_that_is_mostly_empty_is_found(lines: int, found: int) -> None:
    body = "<p class=next>Comincia.</p>" + "<p>Riga.</p>" * lines
    assert len(list(PDF["empty-last-page"](brief(body, up_to=True)))) == found
    assert list(PDF["empty-last-page"](brief(body, up_to=False))) == []


def word(width: int, line: int, rule: str = "auto") -> bytes:
    """A Word file with one long paragraph in lines of *width* pt."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    style = (
        f'<w:style w:type="paragraph" w:styleId="Base" w:default="1"><w:pPr><w:spacing w:line="{line}" '
        f'w:lineRule="{rule}"/></w:pPr><w:rPr><w:rFonts w:ascii="Lora"/><w:sz w:val="20"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Testo"><w:basedOn w:val="Base"/></w:style>'
    )
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="Testo"/></w:pPr><w:r><w:t>{LINES * 3}</w:t></w:r></w:p>'
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{LINES * 3}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        f'<w:sectPr><w:pgSz w:w="{width * 20 + 2000}"/><w:pgMar w:left="1000" w:right="1000"/></w:sectPr>'
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{name}">{style}</w:styles>')
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>',
        )
    return data.getvalue()


def test_lines_of_word_files_are_as_long_as_there_is_room() -> None:
    (one,), (twice,) = read_paragraphs(word(250, 240)), read_paragraphs(word(500, 240))
    assert one.style == twice.style == "Testo"
    assert 45 < one.length < 60  # 5 pt a letter, at 10 pt
    assert twice.length == pytest.approx(2 * one.length)


@pytest.mark.parametrize(
    ("line", "rule", "leading"), [(240, "auto", 1.28), (300, "auto", 1.6), (280, "exact", 1.4)]
)
def test_lines_of_word_files_stand_as_far_apart_as_style_and_font_say(
    line: int, rule: str, leading: float
) -> None:
    (found,) = read_paragraphs(word(250, line, rule))
    assert found.leading == pytest.approx(leading)


def test_the_table_has_a_row_for_each_fault() -> None:
    lines = list(table(Counter({("hanging-dot", "giunta"): 3}), ["giunta", "consiglio"]))
    (row,) = (line for line in lines if line.startswith("hanging-dot"))
    assert row.split() == ["hanging-dot", "3", "0", "3"]
