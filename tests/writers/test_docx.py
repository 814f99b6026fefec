"""Word files: what a reader, a screen reader and Word itself find in them."""

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.text.paragraph import Paragraph as Line
from lxml import etree
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import BriefId, PitstopError, Reporter
from pitstop_docs.tree.document import (
    Badge,
    Block,
    BulletList,
    Chart,
    Cite,
    Column,
    Definition,
    DefinitionList,
    Document,
    Figure,
    Image,
    Inlines,
    KeyFacts,
    KeyFigure,
    Link,
    ListItem,
    Note,
    OrderedList,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    Text,
)
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.look import list_numbers
from pitstop_docs.writers.docx.package import open_package
from pitstop_docs.writers.reference.document import make_reference
from tests import specimen
from tests.docx_words import CITATION, W, fields, notes_of, outline, part, words

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
GOLDENS = Path(__file__).parent.parent / "goldens" / "docx"
TEMPLATES = Templates((packaged_templates(),))
Write = Callable[..., bytes]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(folder / "specimen.png")
    return folder


@pytest.fixture(scope="module")
def writer(media: Path) -> DocxWriter:
    return DocxWriter(TEMPLATES, media)


@pytest.fixture(scope="module")
def dossier(writer: DocxWriter) -> bytes:
    return written(writer, specimen.dossier())


def written(writer: DocxWriter, document: Document) -> bytes:
    """Return the file, and fail on any problem."""
    reporter = Reporter()
    output = writer.write(document, reporter)
    assert reporter.diagnostics == []
    assert output.pages is None, "only Word knows the pages of a Word file"
    return output.data


def body_of(*blocks: Block) -> Document:
    return specimen.document(head=(), body=blocks, foot=())


def line(*content: Any, id: str = "p") -> Paragraph:
    return specimen.para(id, *content)


def items(prefix: str, *texts: str) -> tuple[ListItem, ...]:
    return tuple(specimen.item(f"{prefix}{n}", text) for n, text in enumerate(texts))


def table(id: str, caption: Inlines = (), words: str = "Lavori") -> Table:
    columns = (Column(specimen.t("Voce")), Column(specimen.t("Importo"), 2, "right"))
    rows = (Row(id=f"{id}-r", cells=(specimen.t(words), specimen.t("10 €"))),)
    return Table(id=id, columns=columns, rows=rows, caption=caption)


def paragraphs(data: bytes) -> list[etree._Element]:
    return list(part(data, "word/document.xml").iter(W + "p"))


def text_of(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


def relationships(data: bytes, name: str = "document") -> dict[str, str]:
    """Return targets by id of a part of ``word/``."""
    root = part(data, f"word/_rels/{name}.xml.rels")
    return {each.get("Id", ""): each.get("Target", "") for each in root}


def style_of(paragraph: etree._Element) -> str | None:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(W + "val") if style is not None else None


# --- the whole ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["giunta", "dossier"])
def test_outline_is_the_golden_one(writer: DocxWriter, accept: bool, name: str) -> None:
    document = specimen.document() if name == "giunta" else specimen.dossier()
    found = outline(written(writer, document))
    golden = GOLDENS / f"{name}.txt"
    if accept:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8"), "read the diff, then pytest --accept"


def test_equal_documents_give_equal_bytes(writer: DocxWriter, media: Path, dossier: bytes) -> None:
    assert written(DocxWriter(TEMPLATES, media), specimen.dossier()) == dossier
    written(writer, specimen.document(kind="policy"))
    assert written(writer, specimen.dossier()) == dossier


def test_zip_dates_do_not_tell_when_it_was_made(dossier: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(dossier)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_every_relationship_leads_to_a_part(dossier: bytes) -> None:
    package = open_package(dossier)
    for source, known in package.relationships.items():
        for relationship in known:
            assert relationship.external or relationship.target in package.parts, source


def test_python_docx_reads_it(dossier: bytes) -> None:
    document = docx.Document(io.BytesIO(dossier))
    # ``document.paragraphs`` does not see inside content controls.
    texts = [Line(p, document).text for p in document.element.body.iter(W + "p")]
    assert "Il paese che si è fatto cooperativa" in texts
    assert len(document.tables) == 1


# --- structure ---------------------------------------------------------------------------------


def test_headings_are_real_and_skip_no_level(dossier: bytes) -> None:
    styles = part(dossier, "word/styles.xml")
    levels = {}
    for style in styles.iterfind(W + "style"):
        outlined = style.find(f"{W}pPr/{W}outlineLvl")
        if outlined is not None:
            levels[style.get(W + "styleId")] = int(outlined.get(W + "val", ""))
    assert (levels["Title"], levels["Heading1"], levels["Heading2"]) == (0, 0, 1)
    found = []
    for paragraph in paragraphs(dossier):
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        level = int(own.get(W + "val", "")) if own is not None else levels.get(style_of(paragraph))
        if level is not None:
            found.append((level, text_of(paragraph)))
    assert (1, "I passi") in found
    assert (1, "Che cosa ne ricaviamo") in found, "a callout's title is a heading of its level"
    assert all(after[0] - before[0] <= 1 for before, after in pairwise(found))


def test_every_ordered_list_begins_anew(writer: DocxWriter) -> None:
    data = written(
        writer,
        body_of(
            OrderedList(id="a", items=items("a", "Uno", "Due")),
            OrderedList(id="b", items=items("b", "Ancora uno")),
            OrderedList(id="c", items=items("c", "Cinque"), start=5),
        ),
    )
    numbers = [p.find(f"{W}pPr/{W}numPr/{W}numId") for p in paragraphs(data)]
    used = [n.get(W + "val") for n in numbers if n is not None]
    assert used[0] == used[1], "items of one list share a numbering"
    assert len(set(used)) == 3, "lists share none"
    starts = {}
    for number in part(data, "word/numbering.xml").iterfind(W + "num"):
        start = number.find(f"{W}lvlOverride/{W}startOverride")
        if start is not None:
            starts[number.get(W + "numId")] = start.get(W + "val")
    assert [starts[used[0]], starts[used[2]], starts[used[3]]] == ["1", "1", "5"]


def test_nested_lists_take_the_next_level(writer: DocxWriter) -> None:
    inner = OrderedList(id="in", items=items("in", "Dentro"))
    outer = BulletList(id="out", items=(ListItem(id="o", blocks=(line("Fuori"), inner)),))
    data = written(writer, body_of(outer))
    assert outline(data).splitlines()[-2:] == [
        "List Bullet (list 1, level 0): Fuori",
        "List Number 2 (list 9, level 1): Dentro",
    ]


def test_second_paragraph_of_an_item_has_no_number(writer: DocxWriter) -> None:
    item = ListItem(id="i", blocks=(line("Primo"), line("Secondo", id="p2")))
    data = written(writer, body_of(BulletList(id="l", items=(item,))))
    assert outline(data).splitlines()[-1] == "List Continue: Secondo"


def test_table_header_repeats_and_rows_stay_whole(dossier: bytes) -> None:
    found = part(dossier, "word/document.xml").find(f".//{W}tbl")
    assert found is not None
    rows = found.findall(W + "tr")
    repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    assert repeated == [True, False, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    look = found.find(f"{W}tblPr/{W}tblLook")
    assert look is not None
    assert (look.get(W + "firstRow"), look.get(W + "firstColumn")) == ("1", "1")
    assert not list(found.iter(W + "gridSpan", W + "vMerge")), "merged cells"


def test_column_widths_are_their_shares_of_the_line(writer: DocxWriter) -> None:
    root = part(written(writer, body_of(table("t", words="Lavori " * 9))), "word/document.xml")
    widths = [int(column.get(W + "w", "")) for column in root.iter(W + "gridCol")]
    size, margins = next(root.iter(W + "pgSz")), next(root.iter(W + "pgMar"))
    line_width = int(size.get(W + "w", "")) - sum(
        int(margins.get(W + side, "")) for side in ("left", "right")
    )
    assert sum(widths) == line_width
    assert widths[1] == pytest.approx(2 * widths[0], abs=2)


def test_captions_stand_above_tables_and_below_figures(dossier: bytes) -> None:
    lines = outline(dossier).splitlines()
    above = lines.index("caption: Tabella 1 Si può fare qui?")
    assert lines[above + 1].startswith("  table head:")
    below = lines.index("caption: Figura 1 Addetti stabili")
    assert lines[below - 1].startswith("PitStop Picture:")
    assert lines[below + 1].startswith("PitStop Credit:")


def test_tables_that_touch_stay_apart(writer: DocxWriter) -> None:
    data = written(writer, body_of(table("a"), table("b")))
    body = part(data, "word/document.xml")[0]
    tags = [etree.QName(child).localname for child in body]
    assert tags[-5:] == ["tbl", "p", "tbl", "p", "sectPr"], "Word joins them, or adds a paragraph"


def test_no_empty_paragraphs_nor_boxes_nor_frames(writer: DocxWriter, dossier: bytes) -> None:
    for data in (dossier, written(writer, specimen.document())):
        root = part(data, "word/document.xml")
        for paragraph in root.iter(W + "p"):
            assert text_of(paragraph).strip() or list(paragraph.iter(W + "drawing"))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            xml = archive.read("word/document.xml")
        for forbidden in (b"txbx", b"framePr", b"wp:anchor", b"w:pict"):
            assert forbidden not in xml


def test_columns_hold_short_facts_only_and_end_again(writer: DocxWriter) -> None:
    figure = KeyFigure("7", specimen.t("posti"), specimen.t("2021"))
    facts = KeyFacts(id="k", figures=(figure,) * 3)
    root = part(written(writer, body_of(line("Prima"), facts, line("Dopo"))), "word/document.xml")
    columns = [c.get(W + "num") for c in root.iter(W + "cols")]
    assert columns == ["1", "3", "1"]
    kinds = [s.find(W + "type") for s in root.iter(W + "sectPr")]
    assert [k.get(W + "val") if k is not None else None for k in kinds][1:] == ["continuous"] * 2
    breaks = [b for b in root.iter(W + "br") if b.get(W + "type") == "column"]
    assert len(breaks) == 2
    assert words(written(writer, body_of(facts)))[-9:] == ["7", "posti", "2021"] * 3


def test_a_brief_that_names_its_recipient_has_the_same_columns(writer: DocxWriter) -> None:
    plain = specimen.document()
    addressed = dataclasses.replace(plain, id=dataclasses.replace(plain.id, kind="addressed"))
    found = [
        [c.get(W + "num") for c in part(data, "word/document.xml").iter(W + "cols")]
        for data in (writer.write(each, Reporter()).data for each in (plain, addressed))
    ]
    assert found[0] == found[1]
    assert "2" in found[0]


@pytest.mark.parametrize(("kind", "strips"), [("brief", 1), ("addressed", 1), ("act", 0)])
def test_what_stands_beside_each_other_in_the_pdf_does_in_editions(
    writer: DocxWriter, kind: Any, strips: int
) -> None:
    body = (specimen.section("problem", "Uno"), specimen.section("needs", "Due", "side"))
    id = BriefId("succiso", "giunta", kind=kind)
    document = specimen.document(id=id, head=(), body=body, foot=())
    root = part(written(writer, document), "word/document.xml")
    assert [c.get(W + "num") for c in root.iter(W + "cols")].count("2") == strips


def test_footnotes_and_columns_never_meet(writer: DocxWriter) -> None:
    figure = KeyFigure("7", specimen.t("posti"), ())
    called = line("Testo", Note(specimen.t("nota")))
    data = written(writer, body_of(KeyFacts(id="k", figures=(figure,) * 3), called))
    columns = part(data, "word/document.xml").iter(W + "cols")
    assert [c.get(W + "num") for c in columns] == ["1"], "Word may end the page at the break"


def test_cover_is_a_page_of_its_own(writer: DocxWriter, dossier: bytes) -> None:
    new_pages = [p for p in paragraphs(dossier) if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert [text_of(p) for p in new_pages] == ["Il problema"]
    plain = written(writer, specimen.document())
    assert not list(part(plain, "word/document.xml").iter(W + "pageBreakBefore"))


# --- words and what hangs on them --------------------------------------------------------------


def test_hyperlinks_are_live(writer: DocxWriter) -> None:
    link = Link(specimen.t("scheda"), "https://example.org/a?b=1&c=è")
    data = written(writer, body_of(line("La ", link, ".")))
    found = next(part(data, "word/document.xml").iter(W + "hyperlink"))
    assert text_of(found) == "scheda"
    assert relationships(data)[found.get(R + "id", "")] == "https://example.org/a?b=1&c=%C3%A8"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "http://", "http://[", "altro.html"]
)
def test_dangerous_or_broken_addresses_become_errors(writer: DocxWriter, url: str) -> None:
    reporter = Reporter()
    data = writer.write(body_of(line(Link(specimen.t("qui"), url))), reporter).data
    assert [d.code for d in reporter.errors] == ["broken-link"]
    assert not list(part(data, "word/document.xml").iter(W + "hyperlink"))
    assert words(data)[-1] == "qui", "the words stay"


def test_citations_and_contents_lead_to_bookmarks(dossier: bytes, writer: DocxWriter) -> None:
    for data in (dossier, written(writer, specimen.document())):
        root = part(data, "word/document.xml")
        anchors = {a for link in root.iter(W + "hyperlink") if (a := link.get(W + "anchor"))}
        codes = [code.split() for code, _runs in fields(root)]
        anchors |= {code[1] for code in codes if code[0] == "REF"}
        names = visible_bookmarks(root)
        assert anchors
        assert anchors == set(names)
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)


def test_similar_ids_get_different_bookmarks(writer: DocxWriter) -> None:
    long = "x" * 60
    ids = ("a-b", "a.b", f"{long}1", f"{long}2", "1")
    links = [Link(specimen.t("vai"), f"#{id}") for id in ids]
    data = written(writer, body_of(line(*links), *(line("Qui", id=id) for id in ids)))
    names = visible_bookmarks(part(data, "word/document.xml"))
    assert len(set(names)) == len(names) == len(ids)


def visible_bookmarks(root: etree._Element) -> list[str]:
    names = [mark.get(W + "name", "") for mark in root.iter(W + "bookmarkStart")]
    return [name for name in names if not name.startswith("_")]


def test_link_to_nothing_is_an_error_with_its_place(writer: DocxWriter) -> None:
    reporter = Reporter()
    writer.write(body_of(line(Link(specimen.t("vai"), "#altrove"))), reporter)
    assert [d.code for d in reporter.errors] == ["broken-link"]
    assert "altrove" in reporter.errors[0].message


def test_footnotes_are_real(dossier: bytes) -> None:
    calls = [
        call.get(W + "id")
        for call in part(dossier, "word/document.xml").iter(W + "footnoteReference")
    ]
    notes = notes_of(dossier)
    assert [notes[id or ""] for id in calls] == [
        "Una nota a piè di pagina, con il suo testo.",
        "Seconda nota.",
    ]
    assert set(notes) - set(calls) == {"-1", "0"}, "the two separators"
    announced = part(dossier, "word/settings.xml").findall(f"{W}footnotePr/{W}footnote")
    assert [note.get(W + "id") for note in announced] == ["-1", "0"]


def test_link_in_a_note_belongs_to_the_notes(writer: DocxWriter) -> None:
    note = Note((Link(specimen.t("legge"), "https://example.org/l"),))
    data = written(writer, body_of(line("Testo", note, ".")))
    link = next(part(data, "word/footnotes.xml").iter(W + "hyperlink"))
    assert relationships(data, "footnotes")[link.get(R + "id", "")] == "https://example.org/l"


def test_note_in_a_note_is_an_error_that_keeps_the_words(writer: DocxWriter) -> None:
    reporter = Reporter()
    inner = Note((Text("fuori"), Note(specimen.t("dentro"))))
    data = writer.write(body_of(line("Testo", inner)), reporter).data
    assert [d.code for d in reporter.errors] == ["nested-note"]
    assert words(data)[-2:] == ["Testo", "fuoridentro"]


def test_words_of_a_note_follow_the_word_that_calls_it(writer: DocxWriter) -> None:
    data = written(writer, body_of(line("Prima", Note(specimen.t("la nota")), ", dopo")))
    assert words(data)[-4:] == ["Prima,", "la", "nota", "dopo"]


def test_template_text_stays_literal(writer: DocxWriter) -> None:
    data = written(writer, body_of(line("{{ 7*7 }} {% raw %} <b>&amp;")))
    assert " ".join(words(data)).endswith("{{ 7*7 }} {% raw %} <b>&amp;")


def test_control_characters_are_errors_not_crashes(writer: DocxWriter) -> None:
    reporter = Reporter()
    document = dataclasses.replace(body_of(line("a\x00b\x0bc\ud800d")), title="T\x07itolo")
    data = writer.write(document, reporter).data
    assert {d.code for d in reporter.errors} == {"control-character"}
    assert words(data)[-1] == "abcd"


def test_hyphens_that_word_draws_as_elements(writer: DocxWriter) -> None:
    data = written(writer, body_of(line("co\u2011progetta\u00adzione")))
    root = part(data, "word/document.xml")
    assert len(list(root.iter(W + "noBreakHyphen"))) == len(list(root.iter(W + "softHyphen"))) == 1
    assert words(data)[-1] == "co\u2011progettazione"


def test_unknown_nodes_raise(writer: DocxWriter) -> None:
    stranger: Any = object()
    with pytest.raises(AssertionError):
        writer.write(body_of(line(stranger)), Reporter())
    with pytest.raises(AttributeError):
        writer.write(body_of(stranger), Reporter())
    block: Any = ListItem(id="item", blocks=())
    with pytest.raises(AssertionError):
        writer.write(body_of(block), Reporter())


def test_cite_that_was_not_composed_raises(writer: DocxWriter) -> None:
    with pytest.raises(ValueError, match="sibater"):
        writer.write(body_of(line(Cite("sibater"))), Reporter())


# --- pictures ----------------------------------------------------------------------------------


def test_pictures_have_alternative_texts(dossier: bytes) -> None:
    about = list(part(dossier, "word/document.xml").iter("{*}docPr"))
    assert [each.get("descr") for each in about] == [
        "Addetti: 1 nel 2003, 8 nel 2020, 9 nel 2025",
        "Un esempio di immagine",
        "Codice QR che porta al fascicolo completo",
    ]
    assert len({each.get("id") for each in about}) == len(about)


def test_chart_is_svg_with_a_png_for_older_words(dossier: bytes) -> None:
    blip = next(part(dossier, "word/document.xml").iter(A + "blip"))
    vector = next(blip.iter("{*}svgBlip"))
    targets = relationships(dossier)
    assert targets[blip.get(R + "embed", "")].endswith(".png")
    assert targets[vector.get(R + "embed", "")].endswith(".svg")


def test_bad_chart_is_an_error(writer: DocxWriter) -> None:
    reporter = Reporter()
    spec = '{"data": {"url": "https://example.org/d.csv"}, "mark": "bar"}'
    writer.write(body_of(Figure(id="f", graphic=Chart(spec), alt="Un grafico")), reporter)
    assert [d.code for d in reporter.errors] == ["chart"]


@pytest.mark.parametrize("name", ["../secret.png", "/etc/hostname", "link.png", "absent.png"])
def test_images_come_from_the_media_folder_only(writer: DocxWriter, media: Path, name: str) -> None:
    secret = media.parent / "secret.png"
    secret.write_bytes((media / "specimen.png").read_bytes())
    (media / "link.png").unlink(missing_ok=True)
    (media / "link.png").symlink_to(secret)
    reporter = Reporter()
    data = writer.write(
        body_of(Figure(id="f", graphic=Image(name, 60, 40), alt="Segreto")), reporter
    ).data
    assert [d.code for d in reporter.errors] in (["image-outside-media"], ["missing-image"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [each for each in archive.namelist() if "/media/" in each]


def test_pictures_fit_the_page(writer: DocxWriter) -> None:
    figure = Figure(id="f", graphic=Image("specimen.png", 9000, 3000), alt="Panorama")
    root = part(written(writer, body_of(figure)), "word/document.xml")
    extent = next(root.iter("{*}extent"))
    width, height = int(extent.get("cx", "")), int(extent.get("cy", ""))
    assert width <= 176.5 * 36000
    assert width == pytest.approx(3 * height, rel=0.01)


# --- look, language, header and footer ---------------------------------------------------------


def test_language_is_italian_everywhere(dossier: bytes) -> None:
    assert {e.get(W + "val") for e in part(dossier, "word/styles.xml").iter(W + "lang")} == {
        "it-IT"
    }
    languages = part(dossier, "word/settings.xml").findall(W + "themeFontLang")
    assert [e.get(W + "val") for e in languages] == ["it-IT"]
    assert docx.Document(io.BytesIO(dossier)).core_properties.language == "it-IT"


def test_another_language_changes_all_of_them(writer: DocxWriter) -> None:
    data = written(writer, specimen.document(id=BriefId("succiso", "giunta", "de")))
    assert {e.get(W + "val") for e in part(data, "word/styles.xml").iter(W + "lang")} == {"de-DE"}


def test_document_properties(dossier: bytes) -> None:
    about = docx.Document(io.BytesIO(dossier)).core_properties
    assert about.title == "Il paese che si è fatto cooperativa"
    assert about.author == about.last_modified_by == "PitStop"
    assert (about.subject, about.keywords) == ("Un esempio di scheda", "cooperative, aree interne")
    assert about.created.date() == about.modified.date() == datetime(2026, 11, 22).date()
    assert about.revision == 1


def test_word_opens_it_without_compatibility_mode(dossier: bytes) -> None:
    settings = part(dossier, "word/settings.xml").iter(W + "compatSetting")
    modes = {s.get(W + "name"): s.get(W + "val") for s in settings}
    assert modes["compatibilityMode"] == "15"


def test_header_footer_and_page_x_of_y(dossier: bytes) -> None:
    section = next(part(dossier, "word/document.xml").iter(W + "sectPr"))
    targets = relationships(dossier)
    found = {
        (etree.QName(each).localname, each.get(W + "type")): part(
            dossier, f"word/{targets[each.get(R + 'id', '')]}"
        )
        for each in section
        if each.get(R + "id")
    }
    header = found["headerReference", "default"]
    assert text_of(header) == "PitStop ·\u00a0Buona praticaBozza"
    for use in ("first", "default"):
        footer = found["footerReference", use]
        assert text_of(footer) == "PitStop · Succiso · edizione per la giunta1 / 1"
        assert [code for code, _runs in fields(footer)] == ["PAGE", "NUMPAGES"]


def test_status_stands_on_the_first_page_too(writer: DocxWriter) -> None:
    data = written(writer, specimen.document())
    assert text_of(paragraphs(data)[0]).endswith("Bozza")
    reviewed = written(writer, specimen.document(status="reviewed", status_label=""))
    assert text_of(paragraphs(reviewed)[0]).endswith("1 pagina")
    assert "Bozza" not in text_of(part(reviewed, "word/header1.xml"))


def test_policies_are_green_where_practices_are_blue(writer: DocxWriter) -> None:
    theme = load_theme(TEMPLATES)
    for kind, other in (("practice", "policy"), ("policy", "practice")):
        data = written(writer, specimen.dossier(kind=kind))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            xml = "".join(
                archive.read(f"word/{name}.xml").decode()
                for name in ("styles", "numbering", "document", "theme/theme1")
            )
        own, foreign = theme.kinds[kind], theme.kinds[other]  # type: ignore[index]
        for name in ("deep", "accent", "tint", "line"):
            assert getattr(own, name)[1:] in xml
            assert getattr(foreign, name)[1:] not in xml


def test_badges_can_be_read(dossier: bytes) -> None:
    for style in part(dossier, "word/styles.xml").iterfind(W + "style"):
        name = style.find(W + "name")
        assert name is not None
        if not re.match("PitStop (Certainty|Answer|Status) ", name.get(W + "val", "")):
            continue
        if style.get(W + "type") != "character":
            continue
        colour, shade = style.find(f"{W}rPr/{W}color"), style.find(f"{W}rPr/{W}shd")
        assert colour is not None
        paper = shade.get(W + "fill", "") if shade is not None else "FFFFFF"
        assert contrast(colour.get(W + "val", ""), paper) >= 4.5, name.get(W + "val")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, 1.4.3)."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_badges_have_a_style_for_each_level(writer: DocxWriter) -> None:
    levels = {
        "certainty": ("high", "medium", "low", "unknown"),
        "answer": ("yes", "partly", "no", "unknown"),
        "status": ("draft", "example", "reviewed"),
    }
    badges = [Badge(s, level, "parola ") for s in levels for level in levels[s]]  # type: ignore[arg-type]
    written(writer, body_of(line(*badges)))  # fails on a missing style


# --- the reference document --------------------------------------------------------------------


def test_reference_is_what_the_theme_makes() -> None:
    committed = TEMPLATES.find("docx/reference.docx").read_bytes()
    assert contents(committed) == contents(make_reference(TEMPLATES)), (
        "theme or styles have changed: run `make reference`; if the file was edited in Word on "
        "purpose, drop this test"
    )


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def edited(tmp_path: Path, media: Path) -> Callable[[Callable[[str, str], str]], DocxWriter]:
    """Return a function that makes a writer whose reference was changed, part by part."""

    def make(change: Callable[[str, str], str]) -> DocxWriter:
        path = tmp_path / "docx" / "reference.docx"
        path.parent.mkdir()
        original = contents(TEMPLATES.find("docx/reference.docx").read_bytes())
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in original.items():
                if name.endswith((".xml", ".rels")):
                    data = change(name, data.decode()).encode()
                archive.writestr(name, data)
        return DocxWriter(Templates((tmp_path, *TEMPLATES.folders)), media)

    return make


Edited = Callable[[Callable[[str, str], str]], DocxWriter]


def test_missing_style_is_a_warning_and_the_default_is_used(edited: Edited) -> None:
    writer = edited(lambda name, xml: xml.replace('w:val="Subtitle"', 'w:val="Altro"'))
    reporter = Reporter()
    data = writer.write(specimen.document(), reporter).data
    assert [(str(d.severity), d.code) for d in reporter.diagnostics] == [
        ("warning", "missing-style")
    ]
    assert "Subtitle" in reporter.diagnostics[0].message
    assert outline(data).splitlines()[2].startswith("Un esempio: quando")


def test_styles_renamed_by_an_italian_word_are_found(edited: Edited) -> None:
    def rename(name: str, xml: str) -> str:
        return re.sub(r'"Heading(\d)"', r'"Titolo\1"', xml) if name == "word/styles.xml" else xml

    data = written(edited(rename), specimen.document())
    assert "Titolo1" in {style_of(p) for p in paragraphs(data)}
    assert "heading 1: Il problema" in outline(data)


def test_list_style_without_numbering_still_counts(edited: Edited) -> None:
    def unnumber(name: str, xml: str) -> str:
        return re.sub(r"<w:numPr>.*?</w:numPr>", "", xml) if name == "word/styles.xml" else xml

    reporter = Reporter()
    lists = (
        OrderedList(id="a", items=items("a", "Uno"), start=2),
        BulletList(id="b", items=items("b", "Punto")),
    )
    data = edited(unnumber).write(body_of(*lists), reporter).data
    assert {d.code for d in reporter.diagnostics} == {"missing-numbering"}
    assert not reporter.errors
    numbering = part(data, "word/numbering.xml")
    defined = {a.get(W + "abstractNumId") for a in numbering.iterfind(W + "abstractNum")}
    assert {a.get(W + "val") for a in numbering.iter(W + "abstractNumId")} <= defined


def test_margins_edited_in_word_are_kept(edited: Edited) -> None:
    writer = edited(lambda name, xml: xml.replace('w:left="1020"', 'w:left="2000"'))
    root = part(written(writer, body_of(table("t", words="Lavori " * 9))), "word/document.xml")
    assert next(root.iter(W + "pgMar")).get(W + "left") == "2000"
    assert sum(int(c.get(W + "w", "")) for c in root.iter(W + "gridCol")) == 11906 - 2000 - 907


def test_reference_that_is_no_word_file_is_explained(tmp_path: Path, media: Path) -> None:
    path = tmp_path / "docx" / "reference.docx"
    path.parent.mkdir()
    for data in (b"no zip", b"", contents_of_empty_zip()):
        path.write_bytes(data)
        with pytest.raises(PitstopError, match="reference"):
            DocxWriter(Templates((tmp_path, *TEMPLATES.folders)), media)


def contents_of_empty_zip() -> bytes:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    return buffer.getvalue()


def hostile_blocks() -> Iterator[Block]:
    """Yield blocks that are allowed but that nobody would write on purpose."""
    yield OrderedList(id="empty-item", items=(ListItem(id="e", blocks=()),))
    yield BulletList(id="empty", items=())
    yield BulletList(
        id="odd", items=(ListItem(id="odd-1", blocks=(table("t1"), line("Dopo", id="d"))),)
    )
    deep: Block = line("Fondo", id="bottom")
    for level in range(12):
        deep = BulletList(id=f"l{level}", items=(ListItem(id=f"i{level}", blocks=(deep,)),))
    yield deep
    yield dataclasses.replace(
        specimen.request(),
        blocks=(
            OrderedList(id="x", items=items("x", "Uno")),
            table("t2", specimen.t("Didascalia")),
        ),
    )
    yield KeyFacts(id="none", figures=())
    yield DefinitionList(
        id="five", items=(Definition(specimen.t("T" * 90), (Strong(()), Text(""))),) * 5
    )
    yield Section(id="s4", title=(), level=4, blocks=())


def test_odd_documents_are_written_without_complaint(writer: DocxWriter) -> None:
    data = written(writer, body_of(*hostile_blocks()))
    assert "Fondo" in words(data)


def test_two_calls_beside_each_other_do_not_read_as_one_number(writer: DocxWriter) -> None:
    calls = [Cite(f"s{n}", number=n, target=f"source-{n}") for n in (1, 2, 3)]
    sources = OrderedList(id="s", style="references", items=tuple(
        ListItem(id=call.target, blocks=(specimen.para(f"{call.target}-p", f"Fonte {call.number}"),))
        for call in calls
    ))  # fmt: skip
    text = line("Testo", calls[0], calls[1], ". Altro", calls[2], Note(specimen.t("nota")), ".")
    root = part(written(writer, body_of(text, sources)), "word/document.xml")
    said = [
        text_of(run) or "note"
        for run in root.iter(W + "r")
        if run.find(W + "footnoteReference") is not None
        or (text_of(run) and run.find(f"{W}rPr/{W}rStyle[@{W}val='{CITATION}']") is not None)
    ]
    assert said == ["1", ",", "2", "3", ",", "note"]
    assert not list(root.iter(W + "spacing")), "a gap would stand between the digits of 12 too"


@pytest.mark.parametrize(("level", "known"), [("1", 1), ("9" * 5000, 0), ("-1", 0), ("due", 0)])
def test_a_list_level_that_is_none_is_the_first(level: str, known: int) -> None:
    style = '<w:style w:styleId="Punti"><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/>'
    xml = f'<w:styles xmlns:w="{W.strip("{}")}">{style.format(level)}</w:numPr></w:pPr></w:style>'
    assert list_numbers(etree.fromstring(f"{xml}</w:styles>")) == {"Punti": ("3", known)}
