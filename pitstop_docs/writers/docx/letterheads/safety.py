"""What a letterhead may not hold: programs, doors to the outside, things that no brief can carry.

Enters: the package of a foreign Word file. Leaves: nothing, or a :class:`WordFileError` that names the part
and the remedy. docs/word/letterheads.md says what each is.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from pitstop_docs.problems.messages import _
from pitstop_docs.runs.archive import WordFileError
from pitstop_docs.writers.docx.markup import W
from pitstop_docs.writers.docx.package import DOCUMENT, Package, Part, Relationship, parse_part

_MAIN_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
}
MOST_PICTURE = 5_000_000  # bytes: every brief carries it
_SCHEMES = ("http", "https", "mailto")
# The last word of a relationship's type: what the parts of a header or a text may point to.
CARRIED = {
    "header", "footer", "image", "hyperlink", "hdphoto", "diagramData", "diagramLayout",
    "diagramQuickStyle", "diagramColors", "diagramDrawing",
}  # fmt: skip
_MACROS = {
    "vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars",
}  # fmt: skip
_OBJECTS = {
    "oleObject",
    "package",
    "control",
    "activeXControlBinary",
    "aFChunk",
    "subDocument",
    "frame",
}
# Fields that fetch or start something when Word updates them (17.16.5, [MS-OE376] 2.1.466).
_ACTIVE_FIELD = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|RD|CONTROL|EMBED)\b",
    re.IGNORECASE | re.MULTILINE,
)


def kind_of(relationship: Relationship) -> str:
    """Return the last word of the relationship's type: "image"."""
    return relationship.type.rpartition("/")[2]


def check_safety(package: Package) -> None:
    """Raise :class:`WordFileError` when *package* holds what no letterhead may hold."""
    _check_macros(package)
    for source in package.relationships:
        for known in package.related(source):
            _check_relationship(known)
            if kind_of(known) == "image":
                _check_picture(package.parts[known.target])
    for part in package.parts.values():
        if part.content_type.endswith(("+xml", "/xml")):
            _check_fields(parse_part(part.data, part.name))
    for name in (DOCUMENT, *carried_parts(package)):
        for known in package.related(name):
            if name != DOCUMENT:
                check_carried(known)


def check_carried(known: Relationship) -> None:
    """Raise :class:`WordFileError` when *known* leads to something that no brief can carry: a chart."""
    if kind_of(known) not in CARRIED:
        raise _embedded(kind_of(known))


def carried_parts(package: Package) -> Iterator[str]:
    """Yield the names of headers and footers, and of all that they or the text may point to."""
    seen = {DOCUMENT}
    waiting = [DOCUMENT]
    while waiting:
        for known in package.related(waiting.pop()):
            if not known.external and kind_of(known) in CARRIED and known.target not in seen:
                seen.add(known.target)
                waiting.append(known.target)
                yield known.target


def _check_macros(package: Package) -> None:
    kinds = {kind_of(known) for each in package.relationships.values() for known in each}
    types = {part.content_type.lower() for part in package.parts.values()}
    if kinds & _MACROS or any("macroenabled" in each or "vba" in each for each in types):
        raise WordFileError(
            "unsafe",
            _("it holds macros (.docm, .dotm)"),
            _("in Word: Save As, Word Document (.docx); the macros stay behind"),
        )
    main = package.parts[DOCUMENT].content_type
    if main not in _MAIN_TYPES:
        raise WordFileError(
            "unreadable",
            _("it has no Word document inside"),
            _(
                "open it in Word and save it again as a Word document (.docx), not 'Strict Open XML'"
            ),
        )


def _check_relationship(known: Relationship) -> None:
    kind = kind_of(known)
    if kind in _OBJECTS:
        raise _embedded(kind)
    if not known.external:
        return
    if kind == "attachedTemplate":
        raise WordFileError(
            "unsafe",
            _("it is attached to a template outside: {target}").format(target=known.target),
            _("in Word: Developer, Document Template: empty the field, then save"),
        )
    if kind == "image":
        raise WordFileError(
            "unsafe",
            _("it shows a picture that is not in the file: {target}").format(target=known.target),
            _("in Word: File, Info, Edit Links to Files: Break Link, or insert the picture again"),
        )
    if kind != "hyperlink" or _scheme(known.target) not in _SCHEMES:
        raise WordFileError(
            "unsafe",
            _("it points outside ({kind}): {target}").format(kind=kind, target=known.target),
            _("in Word, remove the link or the object; web and mail addresses may stay"),
        )


def _check_picture(part: Part) -> None:
    if len(part.data) > MOST_PICTURE:
        size, limit = (round(count / 1_000_000) for count in (len(part.data), MOST_PICTURE))
        raise WordFileError(
            "too-large",
            _("picture '{file}' has {size} MB; at most {limit} are taken").format(
                file=part.name.lstrip("/"), size=size, limit=limit
            ),
            _("every brief would carry it: in Word, Picture Format, Compress Pictures, then save"),
        )


def _scheme(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return ""


def _embedded(kind: str) -> WordFileError:
    return WordFileError(
        "unsafe",
        _("it holds an embedded object ({kind})").format(kind=kind),
        _("in Word, replace the object by a picture of it, then save"),
    )


def _check_fields(root: etree._Element) -> None:
    """Raise on a field that fetches or starts something; its code may be dealt over many runs."""
    code = []
    for element in root.iter(W + "instrText", W + "fldChar", W + "fldSimple"):
        if element.tag == W + "instrText":
            code.append(element.text or "")
        else:
            code.append(f"\n{element.get(W + 'instr', '')}\n")
    if found := _ACTIVE_FIELD.search("".join(code)):
        raise WordFileError(
            "unsafe",
            _("it holds a field that fetches or starts something ({field})").format(
                field=found[1].upper()
            ),
            _("in Word: select it and press Ctrl+Shift+F9, so that its result becomes text"),
        )
