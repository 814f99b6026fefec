"""The document's properties: what Word shows under File, and what tells a brief from another.

Enters: a Document. Leaves: ``core.xml`` (title, author, dates, language), ``app.xml`` and
``custom.xml`` (source, edition, version, status); docs/word/properties.md.
"""

from collections.abc import Mapping
from datetime import datetime, time

from lxml import etree

from pitstop_docs.tree.document import Document
from pitstop_docs.writers.docx.markup import legal, serialise
from pitstop_docs.writers.docx.package import Package, parse_part
from pitstop_docs.writers.docx.parts import PartKind

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_DEFINED = (
    "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # [MS-OLEPS] 2.2, FMTID_UserDefinedProperties
)
CUSTOM = "/docProps/custom.xml"
_FIRST_ID = 2  # 22.3.2.2: 0 and 1 are taken


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
    for name, kind, element in (
        ("core", PartKind.CORE_PROPERTIES, core),
        ("app", PartKind.EXTENDED_PROPERTIES, app),
    ):
        package.attach("/", kind, f"/docProps/{name}.xml", serialise(element))
    # What later steps look for in a file that somebody has edited and renamed.
    values = {
        "PitStop source": document.id.source,
        "PitStop edition": document.id.edition,
        "PitStop version": document.metadata.version,
        "PitStop status": document.status,
        "PitStop language": language,
    }
    add_custom(package, values)


def add_custom(package: Package, values: Mapping[str, str]) -> None:
    """Put properties of our own into *package*: programs keep them when they save it."""
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={"cu": _CUSTOM, "vt": _VALUES})
    for id, (name, value) in enumerate(values.items(), start=_FIRST_ID):
        attributes = {"fmtid": _USER_DEFINED, "pid": str(id), "name": name}
        element = etree.SubElement(root, f"{{{_CUSTOM}}}property", attributes)
        etree.SubElement(element, f"{{{_VALUES}}}lpwstr").text = legal(value)
    package.attach("/", PartKind.CUSTOM_PROPERTIES, CUSTOM, serialise(root))


def read_custom(package: Package) -> dict[str, str]:
    """Return the properties of *package* that are texts, whatever its part is called."""
    kind = PartKind.CUSTOM_PROPERTIES.relation
    name = next((known.target for known in package.related("/") if known.type == kind), None)
    if name is None:
        return {}
    return {
        each.get("name", ""): each.findtext(f"{{{_VALUES}}}lpwstr") or ""
        for each in parse_part(package.parts[name].data, name)
    }
