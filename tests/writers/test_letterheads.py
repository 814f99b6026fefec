"""Briefs on a municipality's letterhead: what is the municipality's, what is ours, what is refused."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from lxml import etree
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Location, Reporter, Severity
from pitstop_docs.runs import archive
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.docx import DocxWriter, Letterhead
from pitstop_docs.writers.docx.letterheads.opening import complete_parts, open_letterhead
from pitstop_docs.writers.docx.letterheads.repair import repair
from pitstop_docs.writers.docx.package import open_package
from tests import specimen
from tests.docx_words import W, part, words
from tests.letterheads import LETTERHEADS, first_page, landscape, tables
from tests.letterheads.edits import edited, parts_of, zipped
from tests.letterheads.hostile import HOSTILE, Hostile

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEMPLATES = Templates((packaged_templates(),))
PLACE = Location("templates/docx/letterheads/prova.docx")
DOCUMENTS = {
    "giunta": specimen.document(),
    "commissione": specimen.document("commissione", body=specimen.everything_blocks()),
    "dossier": specimen.dossier(),
    "policy": specimen.document(kind="policy"),
}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(folder / "specimen.png")
    return folder


@pytest.fixture(scope="module")
def writer(media: Path) -> DocxWriter:
    return DocxWriter(TEMPLATES, media)


def opened(writer: DocxWriter, data: bytes, reporter: Reporter | None = None) -> Letterhead:
    return _opened(writer, data) if reporter is None else _open(writer, data, reporter)


@lru_cache(maxsize=8)
def _opened(writer: DocxWriter, data: bytes) -> Letterhead:
    return _open(writer, data, Reporter())


def _open(writer: DocxWriter, data: bytes, reporter: Reporter) -> Letterhead:
    # An id for each: a writer remembers how it looks on a letterhead.
    id = str(hash(data))
    letterhead = open_letterhead(data, id, PLACE, writer.plain_look, reporter)
    assert letterhead is not None
    return letterhead


def repaired(writer: DocxWriter, letterhead: Letterhead) -> bytes:
    return repair(letterhead, writer.plain_look)


def written(writer: DocxWriter, document: Document, data: bytes) -> bytes:
    """Return *document* on the letterhead in *data*, and fail on any problem in writing."""
    reporter = Reporter()
    output = writer.write(document, reporter, letterhead=opened(writer, data))
    assert reporter.diagnostics == []
    return output.data


def text_of(element: etree._Element) -> str:
    return "".join(each.text or "" for each in element.iter(W + "t"))


def sections(data: bytes) -> list[etree._Element]:
    return list(part(data, "word/document.xml").iter(W + "sectPr"))


def headers_and_footers(data: bytes) -> Iterator[dict[tuple[str, str], str]]:
    """Yield what each section shows at its head and foot, by kind and use: "header", "first"."""
    targets = {
        each.get("Id", ""): each.get("Target", "")
        for each in part(data, "word/_rels/document.xml.rels")
    }
    shown: dict[tuple[str, str], str] = {}
    for section in sections(data):
        for kind in ("header", "footer"):
            for reference in section.iterfind(f"{W}{kind}Reference"):
                name = posixpath.join("word", targets[reference.get(R + "id", "")])
                shown[kind, reference.get(W + "type", "")] = text_of(part(data, name))
        yield dict(shown)


ON_ALL = [(name, document) for name in LETTERHEADS for document in DOCUMENTS]


# --- the content -------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "document"), ON_ALL)
def test_the_words_are_those_of_the_ordinary_brief(
    writer: DocxWriter, name: str, document: str
) -> None:
    plain = words(writer.write(DOCUMENTS[document], Reporter()).data)
    found = words(written(writer, DOCUMENTS[document], LETTERHEADS[name]()))
    around = {
        "borgo-esempio.docx": ("", ""),
        "valprova.dotx": (
            "Prot. n. ______ del ______ Ai componenti dell’organo competente",
            "La responsabile dell’Area",
        ),
        "piana-di-prova.docx": ("", "Spazio per gli allegati"),
    }[name]
    assert found == [*around[0].split(), *plain, *around[1].split()]


@pytest.mark.parametrize(("name", "document"), ON_ALL)
def test_python_docx_opens_it(writer: DocxWriter, name: str, document: str) -> None:
    data = written(writer, DOCUMENTS[document], LETTERHEADS[name]())
    word: WordDocument = docx.Document(io.BytesIO(data))
    # Paragraphs inside content controls too, which python-docx does not list.
    paragraphs = (Paragraph(p, word) for p in word.element.body.iter(f"{W}p"))
    styles = {p.style.name for p in paragraphs if p.style}
    assert "Title" in styles
    assert "Heading 1" in styles
    buffer = io.BytesIO()
    word.save(buffer)
    again: WordDocument = docx.Document(io.BytesIO(buffer.getvalue()))
    assert [p.text for p in again.paragraphs] == [p.text for p in word.paragraphs]


@pytest.mark.parametrize(("name", "document"), ON_ALL)
def test_every_relationship_and_every_reference_leads_somewhere(
    writer: DocxWriter, name: str, document: str
) -> None:
    data = written(writer, DOCUMENTS[document], LETTERHEADS[name]())
    package = open_package(data)
    assert set(parts_of(data)) >= {known.lstrip("/") for known in package.parts}
    for source, known in package.relationships.items():
        for relationship in known:
            assert relationship.external or relationship.target in package.parts, source
    for path, xml in parts_of(data).items():
        if path.startswith("word/") and path.endswith(".xml"):
            ids = {known.id for known in package.related(f"/{path}")}
            used = {
                value
                for element in etree.fromstring(xml).iter(etree.Element)
                for key, value in element.items()
                if str(key).startswith(R)
            }
            assert used <= ids, path


@pytest.mark.parametrize(("name", "document"), ON_ALL)
def test_every_style_and_every_list_is_defined(
    writer: DocxWriter, name: str, document: str
) -> None:
    data = written(writer, DOCUMENTS[document], LETTERHEADS[name]())
    styles = {s.get(W + "styleId") for s in part(data, "word/styles.xml").iter(W + "style")}
    numbering = part(data, "word/numbering.xml")
    numbers = {n.get(W + "numId") for n in numbering.iterfind(W + "num")}
    for path in (
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/footnotes.xml",
    ):
        root = part(data, path)
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
            assert {e.get(W + "val") for e in root.iter(W + tag)} <= styles, (path, tag)
        used = {e.get(W + "val") for e in root.iter(W + "numId")}
        assert used <= numbers | {"0"}, path
    ids = [s.get(W + "styleId") for s in part(data, "word/styles.xml").iter(W + "style")]
    assert len(ids) == len(set(ids))
    tags = [etree.QName(each).localname for each in numbering]
    assert tags == sorted(tags), "definitions come before numbers"


def test_equal_input_gives_equal_bytes(writer: DocxWriter, media: Path) -> None:
    data = tables()
    once = written(writer, specimen.dossier(), data)
    written(writer, specimen.document(kind="policy"), data)
    assert written(writer, specimen.dossier(), data) == once
    assert written(DocxWriter(TEMPLATES, media), specimen.dossier(), data) == once


def test_briefs_on_letterheads_leave_the_others_alone(writer: DocxWriter, media: Path) -> None:
    plain = DocxWriter(TEMPLATES, media).write(specimen.dossier(), Reporter()).data
    written(writer, specimen.dossier(), landscape())
    assert writer.write(specimen.dossier(), Reporter()).data == plain


# --- header, footer, page ----------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_first_page_header_with_its_picture_on_every_section(
    writer: DocxWriter, document: str
) -> None:
    data = written(writer, DOCUMENTS[document], first_page())
    found = list(headers_and_footers(data))
    assert len(found) == len(sections(data)) >= 1
    address = "Piazza della Prova 1 – 00000 Borgo Esempio – tel. 000 000000"
    draft = f"{DOCUMENTS[document].running} ·\u00a0Bozza"
    for shown in found:
        assert shown == {
            ("header", "first"): "COMUNE DI BORGO ESEMPIO",
            ("header", "default"): "Comune di Borgo Esempio",
            ("footer", "first"): draft + address,
            ("footer", "default"): draft + address,
        }
    first, *others = sections(data)
    assert first.find(W + "titlePg") is not None
    assert all(each.find(W + "titlePg") is None for each in others)
    pictures = [n for n in parts_of(data) if n.startswith("word/letterhead/media/")]
    assert len(pictures) == 1
    assert parts_of(data)[pictures[0]] in parts_of(first_page()).values()


def test_sections_that_go_on_name_no_headers_again(writer: DocxWriter) -> None:
    # LibreOffice takes the style from the last paragraph of a continuous section that does.
    data = written(writer, specimen.dossier(), first_page())
    for section in sections(data)[1:]:
        kind = section.find(W + "type")
        assert kind is not None
        assert kind.get(W + "val") == "continuous"
        assert section.find(W + "headerReference") is None


def test_tables_in_header_and_footer_stay_as_they_are(writer: DocxWriter) -> None:
    reviewed = specimen.document(status="reviewed", status_label="")
    before, after = parts_of(tables()), parts_of(written(writer, reviewed, tables()))
    for name in ("header1.xml", "footer1.xml"):
        assert after[f"word/letterhead/{name}"] == before[f"word/{name}"]
    links = after["word/letterhead/_rels/header1.xml.rels"].decode()
    assert 'Target="https://www.example.org/valprova" TargetMode="External"' in links
    assert 'Target="media/image1.png"' in links


def test_a_draft_says_so_in_every_footer(writer: DocxWriter) -> None:
    for make in LETTERHEADS.values():
        for shown in headers_and_footers(written(writer, specimen.document(), make())):
            footers = {use: text for (kind, use), text in shown.items() if kind == "footer"}
            assert footers
            assert all("Bozza" in text for text in footers.values())


def test_odd_and_even_headers_mirrored_margins_and_the_landscape_section(
    writer: DocxWriter,
) -> None:
    data = written(writer, specimen.dossier(), landscape())
    settings = part(data, "word/settings.xml")
    names = [etree.QName(child).localname for child in settings]
    assert names.index("mirrorMargins") < names.index("evenAndOddHeaders") < names.index("compat")
    *ours, wide = headers_and_footers(data)
    for shown in ours:
        assert shown["header", "default"].startswith("Unione dei Comuni della Piana di Prova")
        assert shown["header", "even"] == "Piana di Prova – pagina pari"
        assert shown["footer", "even"].endswith("pec@example.org")
    assert wide["header", "default"] == "Allegati dell’Unione"
    size = sections(data)[-1].find(W + "pgSz")
    assert size is not None
    assert size.get(W + "orient") == "landscape"
    odd = (
        parts_of(data)["word/letterhead/header1.xml"]
        + parts_of(data)["word/letterhead/header2.xml"]
    )
    assert b"framePr" in odd


def test_without_mirrored_margins_ours_are_not_mirrored(writer: DocxWriter) -> None:
    settings = part(written(writer, specimen.document(), first_page()), "word/settings.xml")
    assert settings.find(W + "mirrorMargins") is None
    assert settings.find(W + "evenAndOddHeaders") is None


def test_size_and_margins_are_the_letterhead_s(writer: DocxWriter) -> None:
    data = written(
        writer, specimen.document("commissione", body=specimen.everything_blocks()), tables()
    )
    for section in sections(data):
        margins = section.find(W + "pgMar")
        assert margins is not None
        assert (margins.get(W + "left"), margins.get(W + "right")) == ("1417", "850")
    width = 11906 - 1417 - 850
    body = part(data, "word/document.xml")
    assert {t.get(W + "w") for t in body.iter(W + "tblW")} == {str(width)}
    eyebrow = next(
        s for s in part(data, "word/styles.xml").iter(W + "style")
        if s.get(W + "styleId") == "PitStopEyebrow"
    )  # fmt: skip
    assert [t.get(W + "pos") for t in eyebrow.iter(W + "tab")] == [str(width)]


def test_a_footer_with_page_numbers_where_there_is_none(writer: DocxWriter) -> None:
    parts = parts_of(first_page())
    xml = re.sub(rb"<w:footerReference[^>]*/>", b"", parts["word/document.xml"])
    data = written(writer, specimen.document(), zipped(parts | {"word/document.xml": xml}))
    shown = next(headers_and_footers(data))
    text = "PitStop · Succiso · edizione per la giunta ·\u00a0Bozza ·\u00a01 / 1"
    assert shown["footer", "first"] == shown["footer", "default"] == text
    assert shown["header", "first"] == "COMUNE DI BORGO ESEMPIO"


def test_a_placeholder_that_ends_its_section(writer: DocxWriter) -> None:
    parts = parts_of(landscape())
    xml = parts["word/document.xml"].decode()
    # Word puts the section's end into the last paragraph: here, into the placeholder's.
    end = re.search(r"<w:p>(?:<w:pPr>)(<w:sectPr.*?</w:sectPr>)</w:pPr></w:p>", xml, re.DOTALL)
    assert end
    xml = xml.replace(end[0], "").replace(
        "<w:r><w:t>{{pitstop}}", f"<w:pPr>{end[1]}</w:pPr><w:r><w:t>{{{{pitstop}}}}"
    )
    data = written(writer, specimen.dossier(), zipped(parts | {"word/document.xml": xml.encode()}))
    assert "{{pitstop}}" not in " ".join(words(data))
    *ours, wide = headers_and_footers(data)
    assert ours
    assert wide["header", "default"] == "Allegati dell’Unione"


def test_notes_and_bookmarks_of_the_letterhead_do_not_meet_ours(writer: DocxWriter) -> None:
    parts = parts_of(tables())
    xml = parts["word/document.xml"].decode().replace(
        "<w:r><w:t>Prot.",
        '<w:bookmarkStart w:id="0" w:name="protocollo"/><w:bookmarkEnd w:id="0"/>'
        '<w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t>Prot.',
    )  # fmt: skip
    data = zipped(parts | {"word/document.xml": xml.encode()})
    reporter = Reporter()
    opened(writer, data, reporter)
    assert [d.message for d in reporter.diagnostics if d.code == "letterhead-notes"] == [
        "notes, comments and contents in its text are left out"
    ]
    body = part(written(writer, specimen.dossier(), data), "word/document.xml")
    ids = [b.get(W + "id") for b in body.iter(W + "bookmarkStart")]
    assert len(ids) == len(set(ids)) > 1
    notes = {n.get(W + "id") for n in body.iter(W + "footnoteReference")}
    assert "7" not in notes


# --- styles ------------------------------------------------------------------------------------


def missing(writer: DocxWriter, data: bytes) -> list[str]:
    """Return the names of the styles that *data* lacks; a warning names the first of them, on one line."""
    reporter = Reporter()
    letterhead = opened(writer, data, reporter)
    names = complete_parts(letterhead, writer.plain_look, 0)[2].styles
    [found] = [d for d in reporter.diagnostics if d.code == "letterhead-styles"]
    first, count = ", ".join(names[:5]), len(names) - 5
    assert (found.severity, found.message) == (
        Severity.WARNING,
        f"it lacks these styles, ours are used: {first} and {count} others",
    )
    return list(names)


def test_missing_styles_are_named_and_ours_are_used(writer: DocxWriter) -> None:
    names = missing(writer, landscape())
    assert {"Title", "heading 2", "Body Text", "List Bullet", "PitStop Request Text"} <= set(names)
    assert not {"heading 1", "header", "Normal", "PitStop Base"} & set(names)
    styles = part(written(writer, specimen.document(), landscape()), "word/styles.xml")
    by_name = {
        name.get(W + "val"): style
        for style in styles.iter(W + "style")
        if (name := style.find(W + "name")) is not None
    }
    title, base = by_name["Title"], by_name["PitStop Base"]
    assert {e.get(W + "val") for e in title.iter(W + "color")} == {"003366"}
    assert not any("theme" in str(key).lower() for e in title.iter() for key in e.attrib)
    assert [e.get(W + "val") for e in title.iter(W + "basedOn")] == [base.get(W + "styleId")]
    assert base.get(W + "default") is None
    assert by_name["heading 1"].get(W + "styleId") == "Titolo1", "theirs, found by name"


def test_our_styles_keep_the_colour_of_the_kind(writer: DocxWriter) -> None:
    for kind, colour in (("practice", "003366"), ("policy", "00402B")):
        data = written(writer, specimen.document(kind=kind), landscape())
        assert colour in parts_of(data)["word/styles.xml"].decode()
        assert ("themeFill" in parts_of(data)["word/document.xml"].decode()) is False


def test_an_id_that_stands_for_another_name_is_left_to_it(writer: DocxWriter) -> None:
    parts = parts_of(landscape())
    other = (
        '<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Avviso"/></w:style>'
        "</w:styles>"
    )
    styles = parts["word/styles.xml"].replace(b"</w:styles>", other.encode())
    data = written(writer, specimen.document(), zipped(parts | {"word/styles.xml": styles}))
    found = {
        name.get(W + "val"): style.get(W + "styleId")
        for style in part(data, "word/styles.xml").iter(W + "style")
        if (name := style.find(W + "name")) is not None
    }
    assert found["Avviso"] == "BodyText"
    assert found["Body Text"] == "PitStopBodyText"
    assert 'w:val="PitStopBodyText"' in parts_of(data)["word/document.xml"].decode()


def test_list_styles_without_numbering_get_ours(writer: DocxWriter) -> None:
    parts = parts_of(first_page())
    xml = re.sub(rb"<w:numPr>.*?</w:numPr>", b"", parts["word/styles.xml"], flags=re.DOTALL)
    data = zipped(parts | {"word/styles.xml": xml})
    reporter = Reporter()
    opened(writer, data, reporter)
    assert [d.message for d in reporter.diagnostics if d.code == "letterhead-lists"] == [
        "these list styles have no numbering, ours is used: List Bullet, List Number, "
        "List Bullet 2, List Number 2, List Bullet 3, List Number 3"
    ]
    found = written(writer, specimen.dossier(), data)
    bullet = next(
        s for s in part(found, "word/styles.xml").iter(W + "style")
        if s.get(W + "styleId") == "ListBullet"
    )  # fmt: skip
    assert bullet.find(f"{W}pPr/{W}numPr/{W}numId") is not None


def test_nested_lists_count_at_the_level_of_their_style(writer: DocxWriter) -> None:
    for make, wanted in ((first_page, "0"), (landscape, "1")):
        data = written(writer, specimen.dossier(), make())
        ids = {
            name.get(W + "val"): style.get(W + "styleId")
            for style in part(data, "word/styles.xml").iter(W + "style")
            if (name := style.find(W + "name")) is not None
        }
        levels = {
            level.get(W + "val")
            for paragraph in part(data, "word/document.xml").iter(W + "p")
            for style in paragraph.iterfind(f"{W}pPr/{W}pStyle")
            if style.get(W + "val") == ids["List Bullet 2"]
            for level in paragraph.iterfind(f"{W}pPr/{W}numPr/{W}ilvl")
        }
        assert levels == {wanted}, "Word's own style has a list of its own, ours one for all levels"


def test_a_cover_has_no_block_around_titles_of_the_letterhead(writer: DocxWriter) -> None:
    own = parts_of(written(writer, specimen.dossier(), tables()))["word/document.xml"]
    none = parts_of(written(writer, specimen.dossier(), landscape()))["word/document.xml"]
    assert b"PitStopCoverEyebrow" not in own
    assert b"PitStopCoverEyebrow" in none


# --- what is wrong with a letterhead -----------------------------------------------------------


PAGE = [
    ('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"',
     "the page is 216 × 279 mm; briefs are made for upright A4"),
    ('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"',
     "the page is 297 × 210 mm; briefs are made for upright A4"),
    ('w:left="1134"', 'w:left="3402"', "the text is 130 mm wide; our tables need 140 mm"),
    ('w:left="1134"', 'w:left="283"', "margins of less than 10 mm, which printers cut: left"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), PAGE)
def test_wrong_pages_are_named_and_repaired(
    writer: DocxWriter, old: str, new: str, message: str
) -> None:
    data = edited("word/document.xml", old, new)
    reporter = Reporter()
    letterhead = opened(writer, data, reporter)
    found = [d for d in reporter.diagnostics if d.code == "letterhead-page"]
    assert [(d.severity, d.message, d.hint) for d in found] == [
        (
            Severity.WARNING,
            message,
            f"for a repaired copy: pitstop letterhead check {PLACE.path} --repair NEW.docx",
        )
    ]
    written(writer, specimen.dossier(), data)
    again = Reporter()
    opened(writer, repaired(writer, letterhead), again)
    assert again.diagnostics == []


def test_a_page_without_room_is_an_error_that_a_copy_repairs(writer: DocxWriter) -> None:
    data = edited("word/document.xml", 'w:left="1134"', 'w:left="9000"')
    reporter = Reporter()
    letterhead = opened(writer, data, reporter)
    assert [(d.code, d.message) for d in reporter.errors] == [
        ("letterhead-narrow", "only 31 mm are left for the text between the margins")
    ]
    again = Reporter()
    opened(writer, repaired(writer, letterhead), again)
    assert again.diagnostics == []


def with_sizes(size: str) -> bytes:
    """Return a letterhead in which every size of a type is *size*."""
    parts = parts_of(first_page())
    xml, count = re.subn(
        rb'<w:sz w:val="[^"]*"', f'<w:sz w:val="{size}"'.encode(), parts["word/styles.xml"]
    )
    assert count
    return zipped(parts | {"word/styles.xml": xml})


@pytest.mark.parametrize("size", ["9" * 5000, "-1", "grande", "", "3277", "٣"])
def test_sizes_that_are_none_are_named_and_left_out(writer: DocxWriter, size: str) -> None:
    data, reporter = with_sizes(size), Reporter()
    letterhead = opened(writer, data, reporter)
    [found] = [d for d in reporter.diagnostics if d.code == "letterhead-sizes"]
    assert found.severity is Severity.WARNING
    assert found.message.startswith("sizes that Word does not take are left out, in: styles.xml, ")
    assert "Normal" in found.message.split(", ")
    assert found.hint.startswith("for a repaired copy: ")
    document = written(writer, specimen.document(), data)
    assert words(document) == words(written(writer, specimen.document(), first_page()))
    copy = repaired(writer, letterhead)
    again = Reporter()
    opened(writer, copy, again)
    assert again.diagnostics == []
    for file in (document, copy):
        sizes = {each.get(W + "val", "") for each in part(file, "word/styles.xml").iter(W + "sz")}
        assert all(1 <= int(each) <= 3276 for each in sizes)


@pytest.mark.parametrize("size", ["12pt", "24.0", " 24 ", "1pc", "0.1666666667in"])
def test_sizes_written_otherwise_are_taken(writer: DocxWriter, size: str) -> None:
    data, reporter = with_sizes(size), Reporter()
    opened(writer, data, reporter)
    assert "letterhead-sizes" not in {d.code for d in reporter.diagnostics}
    styles = part(written(writer, specimen.document(), data), "word/styles.xml")
    [defaults] = [each.get(W + "val") for each in styles.iterfind(f"{W}docDefaults//{W}sz")]
    assert defaults == "24"


def test_a_margin_that_is_none_makes_the_margins_ours(writer: DocxWriter) -> None:
    data = edited("word/document.xml", 'w:left="1134"', 'w:left="largo"')
    reporter = Reporter()
    opened(writer, data, reporter)
    assert [d.message for d in reporter.diagnostics if d.code != "letterhead-styles"] == [
        "it does not say its page size and margins (sectPr): ours are used",
        "sizes that Word does not take are left out, in: document.xml",
    ]
    written(writer, specimen.document(), data)


def test_no_page_setup_at_all(writer: DocxWriter) -> None:
    parts = parts_of(first_page())
    xml = re.sub(rb"<w:sectPr.*</w:sectPr>", b"", parts["word/document.xml"], flags=re.DOTALL)
    data = zipped(parts | {"word/document.xml": xml})
    reporter = Reporter()
    letterhead = opened(writer, data, reporter)
    assert "it does not say its page size and margins (sectPr): ours are used" in [
        d.message for d in reporter.diagnostics
    ]
    for found in (
        sections(written(writer, specimen.document(), data))[0],
        sections(repaired(writer, letterhead))[0],
    ):
        size = found.find(W + "pgSz")
        assert size is not None
        assert (size.get(W + "w"), size.get(W + "h")) == ("11906", "16838")
    again = Reporter()
    opened(writer, repaired(writer, letterhead), again)
    assert again.diagnostics == []


def test_text_without_a_placeholder_is_left_out_and_said(writer: DocxWriter) -> None:
    parts = parts_of(tables())
    xml = parts["word/document.xml"].replace(b"{{pitstop}}", b"Gentili consiglieri")
    data = zipped(parts | {"word/document.xml": xml})
    reporter = Reporter()
    letterhead = opened(writer, data, reporter)
    assert [
        (d.message, d.hint) for d in reporter.diagnostics if d.code == "letterhead-placeholder"
    ] == [
        (
            "its text is left out, since no paragraph of it says {{pitstop}} alone",
            "write it in a paragraph of its own, outside tables and boxes, where briefs go",
        )
    ]
    assert "Gentili" not in words(written(writer, specimen.document(), data))
    copy = repaired(writer, letterhead)
    found = words(written(writer, specimen.document(), copy))
    assert found[:3] == ["Prot.", "n.", "______"]


@pytest.mark.parametrize("name", LETTERHEADS)
def test_a_repaired_copy_lacks_nothing(writer: DocxWriter, name: str) -> None:
    letterhead = opened(writer, LETTERHEADS[name]())
    copy = repaired(writer, letterhead)
    reporter = Reporter()
    again = opened(writer, copy, reporter)
    assert reporter.diagnostics == []
    assert again.faults == frozenset()
    assert repaired(writer, again) == copy
    before, after = (
        text_of(part(data, "word/document.xml")) for data in (LETTERHEADS[name](), copy)
    )
    assert after == before
    here, there = (
        list(headers_and_footers(written(writer, specimen.dossier(), data)))
        for data in (LETTERHEADS[name](), copy)
    )
    assert here == there


# --- files that no letterhead may be -----------------------------------------------------------


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_in_clear_words(writer: DocxWriter, case: Hostile) -> None:
    data = case.make()
    reporter = Reporter()
    assert open_letterhead(data, "ostile", PLACE, writer.plain_look, reporter) is None
    count = 0
    if "{count}" in case.message:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            count = len(archive.namelist())
    wanted = (Severity.ERROR, case.code, case.message.replace("{count}", str(count)), case.hint)
    assert [(d.severity, d.code, d.message, d.hint) for d in reporter.diagnostics] == [wanted]
    assert all(d.location == PLACE for d in reporter.diagnostics)


def test_every_way_to_refuse_has_a_file_that_proves_it() -> None:
    assert {case.code for case in HOSTILE.values()} == {
        "letterhead-unreadable",
        "letterhead-unsafe",
        "letterhead-too-large",
    }


def test_the_size_of_all_files_together_is_bounded(
    writer: DocxWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 100_000)
    reporter = Reporter()
    assert open_letterhead(first_page(), "x", PLACE, writer.plain_look, reporter) is None
    assert [d.code for d in reporter.diagnostics] == ["letterhead-too-large"]
    assert reporter.diagnostics[0].message.startswith("unpacked, it has")


def test_a_web_address_and_the_page_s_number_are_no_danger(writer: DocxWriter) -> None:
    reporter = Reporter()
    opened(writer, tables(), reporter)
    assert {d.code for d in reporter.diagnostics} == {"letterhead-styles"}


def test_nothing_of_a_letterhead_runs_or_calls_out(writer: DocxWriter) -> None:
    for make in LETTERHEADS.values():
        data = written(writer, specimen.dossier(), make())
        package = open_package(data)
        types = {each.content_type for each in package.parts.values()}
        assert not any("macro" in each.lower() or "vba" in each.lower() for each in types)
        outside = {
            k.type.rpartition("/")[2]
            for r in package.relationships.values()
            for k in r
            if k.external
        }
        assert outside <= {"hyperlink"}
        assert "document.main+xml" in package.parts["/word/document.xml"].content_type


def test_a_chart_on_a_narrow_letterhead_is_narrower_and_its_words_are_not(
    writer: DocxWriter,
) -> None:
    narrow = docx.Document(io.BytesIO(first_page()))
    narrow.sections[0].left_margin = narrow.sections[0].right_margin = Mm(60)
    saved = io.BytesIO()
    narrow.save(saved)
    document = specimen.document("commissione", body=specimen.everything_blocks())
    data = written(writer, document, saved.getvalue())
    (drawing,) = (text for name, text in parts_of(data).items() if name.endswith(".svg"))
    svg = etree.fromstring(drawing)
    assert float(svg.get("width", "")) <= 90 / 25.4 * 96
    extents = [int(e.get("cx", "")) for e in part(data, "word/document.xml").iter("{*}extent")]
    assert round(float(svg.get("width", "")) * 9525) in extents, "as it was drawn, not made smaller"
