"""What surrounds the text: header, footer, the section's properties, the document's properties."""

from datetime import datetime, time

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from lxml import etree

from pitstop_docs.document import Document
from pitstop_docs.writers.docx.fields import add_page_number
from pitstop_docs.writers.docx.look import PageSetup
from pitstop_docs.writers.docx.markup import R, add, add_text, legal, root, serialise
from pitstop_docs.writers.docx.package import DOCUMENT, Package, Part
from pitstop_docs.writers.docx.styles import Styles

_GUTTER = "454"  # twips between columns, 8 mm
_TYPES = {
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
}
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def fill_sections(
    sections: list[tuple[etree._Element, int]],
    package: Package,
    document: Document,
    page: PageSetup,
    styles: Styles,
) -> None:
    """Fill each ``sectPr`` of *sections*, and put header and footer into *package*.

    Sections after the first go on where the one before ends, with its header and footer. The first
    page has no header: its eyebrow says the same, and the status, in larger letters.
    """
    for index, (section, columns) in enumerate(sections):
        if index == 0:
            _add_furniture(section, package, document, styles)
        else:
            add(section, "type", val="continuous")
        for tag, attributes in (("pgSz", page.size), ("pgMar", page.margins)):
            element = add(section, tag)
            for key, value in attributes.items():
                element.set(key, value)
        add(section, "cols", num=str(columns), space=_GUTTER)
        if index == 0:
            add(section, "titlePg")


def _add_furniture(
    section: etree._Element, package: Package, document: Document, styles: Styles
) -> None:
    relationships = package.related(DOCUMENT)
    header, footer = _header(document, styles), _footer(document, styles)
    for name, kind, use, data in (
        ("header1", "header", "default", header),
        ("footer1", "footer", "default", footer),
        ("footer2", "footer", "first", footer),
    ):
        content_type, relation = _TYPES[kind]
        path = f"/word/{name}.xml"
        package.add(Part(path, content_type, data))
        add(section, f"{kind}Reference", type=use).set(R + "id", relationships.id(relation, path))


def _header(document: Document, styles: Styles) -> bytes:
    element = root("hdr")
    paragraph = _paragraph(element, "header", styles)
    text = " · ".join(filter(None, (document.brand, document.kind_label)))
    add_text(add(paragraph, "r"), legal(text))
    if document.status_label:
        add(add(paragraph, "r"), "tab")
        add_text(add(paragraph, "r"), legal(document.status_label))
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


def add_properties(package: Package, document: Document, language: str) -> None:
    """Put the document's properties into *package*: its title, author, dates and language."""
    about = document.metadata
    moment = datetime.combine(about.updated, time()).strftime("%Y-%m-%dT%H:%M:%SZ")
    spaces = {"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    core = etree.Element(f"{{{_CORE}}}coreProperties", nsmap=spaces)
    for tag, text in (
        (f"{{{_DC}}}title", document.title),
        (f"{{{_DC}}}subject", about.subject),
        (f"{{{_DC}}}creator", about.author),
        (f"{{{_CORE}}}keywords", ", ".join(about.keywords)),
        (f"{{{_CORE}}}lastModifiedBy", about.author),
        (f"{{{_CORE}}}revision", "1"),
        (f"{{{_TERMS}}}created", moment),
        (f"{{{_TERMS}}}modified", moment),
        (f"{{{_CORE}}}category", document.kind_label),
        (f"{{{_DC}}}language", language),
        (f"{{{_CORE}}}version", about.version),
        (f"{{{_CORE}}}contentStatus", document.status_label),
    ):
        if text:
            element = etree.SubElement(core, tag)
            element.text = legal(text)
            if tag.startswith(f"{{{_TERMS}}}"):
                element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    app = etree.Element(f"{{{_APP}}}Properties", nsmap={"ap": _APP})
    etree.SubElement(app, f"{{{_APP}}}Application").text = "PitStop"
    top = package.related("/")
    for name, content_type, kind, element in (
        ("core", CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES, core),
        ("app", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, app),
    ):
        path = f"/docProps/{name}.xml"
        package.add(Part(path, content_type, serialise(element)))
        top.id(kind, path)
