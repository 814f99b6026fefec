"""A repaired copy of a letterhead: its own file, with what briefs need and it lacks.

Enters: a :class:`Letterhead` with its faults, and our look. Leaves: the bytes of a Word file in which
``open_letterhead`` finds nothing to say: our styles and lists beside its own, an A4 sheet, margins
that printers reach, the placeholder after its text.
"""

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from pitstop_docs.writers.docx.letterheads.opening import (
    A4,
    LEAST_MARGIN,
    NARROWEST,
    PLACEHOLDER,
    Letterhead,
    complete_parts,
    find_placeholder,
    find_section,
    narrow_margins,
)
from pitstop_docs.writers.docx.letterheads.writing import drop_unprintable
from pitstop_docs.writers.docx.look import Look, main_parts, page_setup
from pitstop_docs.writers.docx.markup import W, add, add_text, serialise
from pitstop_docs.writers.docx.package import DOCUMENT, Package, Relationships
from pitstop_docs.writers.docx.parts import PartKind

# What in a section comes before size and margins (17.6.17).
_BEFORE_SIZE = ("headerReference", "footerReference", "footnotePr", "endnotePr", "type")


def repair(letterhead: Letterhead, look: Look) -> bytes:
    """Return *letterhead* without its faults, as a Word document (.docx)."""
    package = Package(dict(letterhead.package.parts), dict(letterhead.package.relationships))
    document = letterhead.document
    drop_unprintable(document)
    _add_placeholder(document, letterhead)
    page = page_setup(_repair_page(document, letterhead, look))
    part = replace(package.parts[DOCUMENT], content_type=PartKind.DOCUMENT.content_type)
    package.add(replace(part, data=serialise(document)))
    styles, numbering, _added = complete_parts(
        letterhead, look, page.text_width - look.page.text_width
    )
    related = Relationships()  # a copy: the letterhead's own stay as they are
    for known in package.related(DOCUMENT):
        related.keep(known)
    package.relationships[DOCUMENT] = related
    for kind, element in ((PartKind.STYLES, styles), (PartKind.NUMBERING, numbering)):
        name = main_parts(letterhead.package).get(kind, f"/word/{kind.name.lower()}.xml")
        package.attach(DOCUMENT, kind, name, serialise(element))
    return package.save()


def _add_placeholder(document: etree._Element, letterhead: Letterhead) -> None:
    if "placeholder" not in letterhead.faults:
        return
    body = document.find(W + "body")
    for section in document.iterfind(f"{W}body/{W}sectPr"):
        paragraph = etree.Element(W + "p")
        add_text(add(paragraph, "r"), PLACEHOLDER)
        section.addprevious(paragraph)
        return
    if body is not None:
        add_text(add(add(body, "p"), "r"), PLACEHOLDER)


def _repair_page(document: etree._Element, letterhead: Letterhead, look: Look) -> etree._Element:
    """Return the section that briefs take, its size and margins put right."""
    section = find_section(document, find_placeholder(document))
    if section is None:
        body = document.find(W + "body")
        section = add(document if body is None else body, "sectPr")
    faults = letterhead.faults
    if "section" in faults:
        _set(section, "pgSz", look.page.size)
        _set(section, "pgMar", look.page.margins)
        return section
    page = page_setup(section)
    if "size" in faults:
        _set(section, "pgSz", {W + "w": str(A4[0]), W + "h": str(A4[1])})
    margins = dict(page.margins)
    for side in narrow_margins(page):
        margins[W + side] = str(LEAST_MARGIN)
    _set(section, "pgMar", margins)
    if page_setup(section).text_width < NARROWEST:
        sides = {W + side: look.page.margins[W + side] for side in ("left", "right")}
        _set(section, "pgMar", margins | sides | {W + "gutter": "0"})
    return section


def _set(section: etree._Element, tag: str, attributes: Mapping[str, str]) -> None:
    element = section.find(W + tag)
    if element is None:
        element = etree.Element(W + tag)
        before = {W + name for name in (*_BEFORE_SIZE, *(("pgSz",) if tag == "pgMar" else ()))}
        section.insert(sum(child.tag in before for child in section), element)
    element.attrib.clear()
    for name, value in attributes.items():
        element.set(name, value)
