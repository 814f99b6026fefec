"""Letterheads for the tests, of municipalities that do not exist, as people make them in Word.

Enters: nothing. Leaves: the bytes of three Word files that differ as much as letterheads do, and of
files that no letterhead may be.
"""

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from PIL import Image, ImageDraw

from pitstop_docs.writers.docx.letterheads.opening import PLACEHOLDER

_TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


def coat_of_arms(field: str, charge: str, size: int = 300) -> io.BytesIO:
    """Return a PNG of a shield that no municipality has: two colours and a bar."""
    picture = Image.new("RGB", (size, round(size * 1.2)), "white")
    draw = ImageDraw.Draw(picture)
    s = size / 100
    shield = [(8 * s, 8 * s), (92 * s, 8 * s), (92 * s, 70 * s), (50 * s, 112 * s), (8 * s, 70 * s)]
    draw.polygon(shield, fill=field, outline="black", width=round(2 * s))
    draw.rectangle((14 * s, 40 * s, 86 * s, 58 * s), fill=charge)
    draw.ellipse((38 * s, 66 * s, 62 * s, 90 * s), fill=charge)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    buffer.seek(0)
    return buffer


@cache
def first_page() -> bytes:
    """A coat of arms in the header of the first page alone; the others have a line of text.

    The styles are those of a plain Word file in Times New Roman; no text, no placeholder.
    """
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    section = document.sections[0]
    _a4(section)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.different_first_page_header_footer = True
    arms = section.first_page_header.paragraphs[0]
    arms.alignment = WD_ALIGN_PARAGRAPH.CENTER
    arms.add_run().add_picture(coat_of_arms("#7A1F2B", "#E8C547"), height=Cm(2.2))
    _alternative_text(arms, "Stemma del Comune di Borgo Esempio")
    name = section.first_page_header.add_paragraph()
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = name.add_run("COMUNE DI BORGO ESEMPIO")
    run.bold, run.font.size = True, Pt(16)
    section.header.paragraphs[0].text = "Comune di Borgo Esempio"
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run("Piazza della Prova 1 – 00000 Borgo Esempio – tel. 000 000000")
        run.font.size = Pt(8)
    return _saved(document)


@cache
def tables() -> bytes:
    """A template (.dotx) with a table in the header and in the footer, and text around the brief.

    Headers hold a picture, a web address and the page's number; its headings are its own.
    """
    document = docx.Document()
    for heading, size in (("Heading 1", 15), ("Heading 2", 12)):
        style = document.styles[heading]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor.from_string("9C2A00")
        fonts = style.element.rPr.rFonts
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
    section = document.sections[0]
    _a4(section)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin, section.bottom_margin = Mm(42), Mm(28)
    table = section.header.add_table(1, 3, Mm(170))
    _remove(section.header.paragraphs[0])
    section.header.add_paragraph()
    arms, name, office = table.rows[0].cells
    arms.paragraphs[0].add_run().add_picture(coat_of_arms("#0B5345", "#F4F6F6"), height=Cm(1.8))
    _alternative_text(arms.paragraphs[0], "Stemma del Comune di Valprova")
    name.paragraphs[0].add_run("Comune di Valprova").bold = True
    name.add_paragraph("Provincia di Nessunluogo")
    office.paragraphs[0].text = "Area Servizi alla persona"
    _link(office.add_paragraph(), "www.example.org", "https://www.example.org/valprova")
    foot = section.footer.add_table(1, 2, Mm(170))
    foot.rows[0].cells[0].paragraphs[0].text = "Via dei Test 12, Valprova"
    page = foot.rows[0].cells[1].paragraphs[0]
    page.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(page, "PAGE")
    document.add_paragraph("Prot. n. ______ del ______")
    document.add_paragraph("Ai componenti dell’organo competente")
    document.add_paragraph(PLACEHOLDER)
    signed = document.add_paragraph("La responsabile dell’Area")
    signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return _saved(document, template=True)


@cache
def landscape() -> bytes:
    """Headers for odd and even pages with a text frame, mirrored margins, a landscape section.

    Saved by an Italian Word: built-in styles have Italian ids. Few styles, and no list.
    """
    document = docx.Document()
    _few_italian_styles(document)
    settings = document.settings.element
    document.settings.odd_and_even_pages_header_footer = True
    zoom = settings.find(qn("w:zoom"))
    mirror = OxmlElement("w:mirrorMargins")
    zoom.addnext(mirror)
    section = document.sections[0]
    _a4(section)
    section.left_margin, section.right_margin = Mm(28), Mm(14)
    section.top_margin = section.bottom_margin = Mm(24)
    odd, even = section.header.paragraphs[0], section.even_page_header.paragraphs[0]
    odd.text = "Unione dei Comuni della Piana di Prova"
    even.text = "Piana di Prova – pagina pari"
    odd.alignment, even.alignment = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    frame = OxmlElement("w:framePr")
    for name, value in (
        ("w", "2000"), ("wrap", "around"), ("vAnchor", "page"), ("hAnchor", "page"),
        ("x", "600"), ("y", "600"),
    ):  # fmt: skip
        frame.set(qn(f"w:{name}"), value)
    framed = section.header.add_paragraph("Ufficio di piano")
    framed._p.get_or_add_pPr().insert(0, frame)
    section.footer.paragraphs[0].text = "Sede: Corso dell’Esempio 3"
    section.even_page_footer.paragraphs[0].text = "pec@example.org"
    document.add_paragraph(PLACEHOLDER)
    wide = document.add_section(WD_SECTION.NEW_PAGE)
    wide.orientation = WD_ORIENT.LANDSCAPE
    wide.page_width, wide.page_height = Mm(297), Mm(210)
    wide.header.is_linked_to_previous = False
    wide.header.paragraphs[0].text = "Allegati dell’Unione"
    document.add_paragraph("Spazio per gli allegati")
    return _saved(document)


LETTERHEADS: dict[str, Callable[[], bytes]] = {
    "borgo-esempio.docx": first_page,
    "valprova.dotx": tables,
    "piana-di-prova.docx": landscape,
}


def _a4(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.header_distance = section.footer_distance = Mm(10)


def _alternative_text(paragraph: Any, text: str) -> None:
    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("descr", text)


def _remove(paragraph: Any) -> None:
    paragraph._p.getparent().remove(paragraph._p)


def _link(paragraph: Any, text: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
    paragraph.add_run(text)
    link.append(paragraph.runs[-1]._r)
    paragraph._p.append(link)


def _field(paragraph: Any, code: str) -> None:
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), code)
    paragraph.add_run("1")
    simple.append(paragraph.runs[-1]._r)
    paragraph._p.append(simple)


def _few_italian_styles(document: Any) -> None:
    """Leave five styles, with the ids that an Italian Word gives them, and take the lists away."""
    ids = {"Normal": "Normale", "heading 1": "Titolo1", "Title": "Titolo", "header": "Intestazione"}
    styles = document.styles.element
    kept = ("Normal", "heading 1", "header", "footer", "Default Paragraph Font", "Normal Table")
    for style in styles.findall(qn("w:style")):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if name not in kept:
            styles.remove(style)
            continue
        style.set(qn("w:styleId"), ids.get(name, style.get(qn("w:styleId"))))
        for tag in ("w:basedOn", "w:next", "w:link"):
            for reference in style.findall(qn(tag)):
                style.remove(reference)
    for paragraph in document.element.body.iter(qn("w:pStyle")):
        paragraph.set(qn("w:val"), ids.get(paragraph.get(qn("w:val")), "Normale"))
    part = document.part
    for id, relationship in list(part.rels.items()):
        if relationship.reltype == RELATIONSHIP_TYPE.NUMBERING:
            part.drop_rel(id)
            part.rels.pop(id, None)


def _saved(document: Any, template: bool = False) -> bytes:
    if template:
        document.part._content_type = _TEMPLATE_TYPE
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
