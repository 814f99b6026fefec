"""What surrounds the text: header, footer and the sections' properties."""

from lxml import etree

from pitstop_docs.tree.document import Document
from pitstop_docs.tree.typeset import DOT
from pitstop_docs.writers.docx.blanks import Blanks
from pitstop_docs.writers.docx.fields import add_page_number
from pitstop_docs.writers.docx.look import Look
from pitstop_docs.writers.docx.markup import R, add, add_text, legal, root, serialise
from pitstop_docs.writers.docx.package import DOCUMENT, Package
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.docx.pictures import Pictures
from pitstop_docs.writers.docx.styles import Styles

PART = "/word/header1.xml"  # the one that shows the logo
_LOGO_HEIGHT = 6  # mm


def fill_sections(
    sections: list[tuple[etree._Element, int]],
    package: Package,
    document: Document,
    look: Look,
    styles: Styles,
    pictures: Pictures,
    blanks: Blanks,
) -> None:
    """Fill each ``sectPr`` of *sections*, and put header and footer into *package*.

    Sections after the first go on where the one before ends, with its header and footer. The first
    page has no header: its eyebrow says the same, and the status, in larger letters.
    """
    for index, (section, columns) in enumerate(sections):
        if index == 0:
            _add_header_and_footer(section, package, document, styles, pictures, blanks)
        else:
            add(section, "type", val="continuous")
        for tag, attributes in (("pgSz", look.page.size), ("pgMar", look.page.margins)):
            element = add(section, tag)
            for key, value in attributes.items():
                element.set(key, value)
        add(section, "cols", num=str(columns), space=str(look.gutter))
        if index == 0:
            add(section, "titlePg")


def _add_header_and_footer(
    section: etree._Element,
    package: Package,
    document: Document,
    styles: Styles,
    pictures: Pictures,
    blanks: Blanks,
) -> None:
    footer = _footer(document, styles)
    parts = [
        ("footer1", PartKind.FOOTER, "default", footer),
        ("footer2", PartKind.FOOTER, "first", footer),
    ]
    if document.id.kind != "act":  # an act's header is for who adopts it
        header = _header(document, styles, pictures, blanks)
        parts.insert(0, ("header1", PartKind.HEADER, "default", header))
    for name, kind, use, data in parts:
        id = package.attach(DOCUMENT, kind, f"/word/{name}.xml", data)
        add(section, f"{kind.name.lower()}Reference", type=use).set(R + "id", id)


def _header(document: Document, styles: Styles, pictures: Pictures, blanks: Blanks) -> bytes:
    element = root("hdr")
    paragraph = _paragraph(element, "header", styles)
    logo = document.logo
    if logo and pictures.add_logo(paragraph, logo, _LOGO_HEIGHT, document.location):
        add_text(add(paragraph, "r"), "  ")
    text = DOT.join(filter(None, (document.brand, document.short or document.kind_label)))
    add_text(add(paragraph, "r"), legal(text))
    if document.running_head:
        add_text(add(paragraph, "r"), " · ")
        blanks.add_slot(paragraph, document.running_head)
    if document.status_label:
        add(add(paragraph, "r"), "tab")
        run = add(paragraph, "r")
        if style := styles.character(f"PitStop Status {document.status.capitalize()}"):
            add(add(run, "rPr"), "rStyle", val=style)
        add_text(run, legal(document.status_label))
    return serialise(element)


def _footer(document: Document, styles: Styles) -> bytes:
    element = root("ftr")
    paragraph = _paragraph(element, "footer", styles)
    add_text(add(paragraph, "r"), legal(document.running))
    add(add(paragraph, "r"), "tab")
    add_page_number(paragraph, legal(document.page_format), styles.character("page number"))
    return serialise(element)


def _paragraph(parent: etree._Element, style: str, styles: Styles) -> etree._Element:
    paragraph = add(parent, "p")
    if id := styles.paragraph(style):
        add(add(paragraph, "pPr"), "pStyle", val=id)
    return paragraph
