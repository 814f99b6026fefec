"""What a letterhead may not hold, and what is left of it: every part known by what leads to it.

Enters: the package of a foreign Word file. Leaves: a package of ours with the parts that briefs and
repaired copies need, each checked, written again as it was read and declared by us; or a
:class:`WordFileError` that names the part and the remedy. docs/word/letterheads.md says what each is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from pitstop_docs.problems.messages import _
from pitstop_docs.runs.archive import WordFileError
from pitstop_docs.writers.docx.letterheads.pictures import MOST, picture_type
from pitstop_docs.writers.docx.markup import R, W, serialise
from pitstop_docs.writers.docx.package import (
    DOCUMENT,
    Package,
    Part,
    Relationship,
    Relationships,
    damaged_part,
    no_main_document,
    parse_part,
)
from pitstop_docs.writers.docx.parts import HYPERLINK, PartKind

SCHEMES = ("http", "https", "mailto")
# The last word of a relationship's type.
MACROS = ("vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars")
OBJECTS = (
    "oleObject", "package", "control", "activeXControlBinary", "aFChunk", "subDocument", "frame",
)  # fmt: skip
# Fields that fetch or start something when Word updates them (17.16.5, [MS-OE376] 2.1.466).
ACTIVE_FIELDS = (
    "CONTROL", "DATABASE", "DDE", "DDEAUTO", "EMBED", "IMPORT", "INCLUDE", "INCLUDEPICTURE",
    "INCLUDETEXT", "LINK", "RD",
)  # fmt: skip
_ACTIVE_FIELD = re.compile(rf"^\s*({'|'.join(ACTIVE_FIELDS)})\b", re.IGNORECASE | re.MULTILINE)
_LINK = re.compile(r"^\s*HYPERLINK\b(.*)$", re.IGNORECASE | re.MULTILINE)
_INNER = "\x01"  # in a field's code, where another field begins: XML cannot hold it
_ARGUMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)')
_SWITCH = re.compile(r"\\[A-Za-z]")
_WITH_ARGUMENT = ("\\l", "\\o", "\\t")  # switches of HYPERLINK that a word follows
# What may point to another part.
_REFERRING = etree.XPath(
    "descendant-or-self::*[@r:* or self::w:headerReference or self::w:footerReference]",
    namespaces={"r": R.strip("{}"), "w": W.strip("{}")},
)

_PICTURES = frozenset({PartKind.IMAGE, PartKind.HD_PHOTO})
_DIAGRAMS = (
    PartKind.DIAGRAM_DATA, PartKind.DIAGRAM_LAYOUT, PartKind.DIAGRAM_STYLE,
    PartKind.DIAGRAM_COLORS, PartKind.DIAGRAM_DRAWING,
)  # fmt: skip
_STORIES = (PartKind.HEADER, PartKind.FOOTER, PartKind.FOOTNOTES, PartKind.ENDNOTES)
_DRAWN = _PICTURES | {*_DIAGRAMS}
# To what a part of a kind may lead; None is the file itself. Whatever else the file or its document
# leads to (comments, custom XML, a glossary) stays behind.
_LEADS_TO: Mapping[PartKind | None, frozenset[PartKind]] = {
    None: frozenset({
        PartKind.DOCUMENT, PartKind.CORE_PROPERTIES, PartKind.EXTENDED_PROPERTIES,
        PartKind.CUSTOM_PROPERTIES,
    }),
    PartKind.DOCUMENT: _DRAWN.union(_STORIES) | {
        PartKind.STYLES, PartKind.SETTINGS, PartKind.NUMBERING, PartKind.THEME,
        PartKind.FONT_TABLE,
    },
    PartKind.FONT_TABLE: frozenset({PartKind.FONT}),
    **dict.fromkeys(_STORIES, _DRAWN),
    **dict.fromkeys((PartKind.NUMBERING, PartKind.THEME, *_DIAGRAMS), _PICTURES),
}  # fmt: skip


def make_safe(package: Package) -> Package:
    """Return what a letterhead needs of *package*; raises :class:`WordFileError`."""
    _check_macros(package)
    for relationships in package.relationships.values():
        for known in relationships:
            _check_relationship(known)
    safe = Package()
    kinds: dict[str, PartKind] = {}
    waiting: list[tuple[str, PartKind | None]] = [("/", None)]
    while waiting:
        source, source_kind = waiting.pop()
        for known, kind in _kept(package.related(source), source_kind):
            safe.related(source).keep(known)
            if kind is not None and known.target not in kinds:
                kinds[known.target] = kind
                safe.add(_checked(package.parts[known.target], kind, package))
                waiting.append((known.target, kind))
            elif kind is not kinds.get(known.target):
                raise WordFileError(
                    "unsafe",
                    _("it uses its part '{part}' as two different things").format(
                        part=known.target.lstrip("/")
                    ),
                )
    return safe


def _kept(
    relationships: Relationships, source: PartKind | None
) -> Iterator[tuple[Relationship, PartKind | None]]:
    """Yield the *relationships* of a part of the kind *source* that are kept, and what they lead to."""
    for known in relationships:
        kind = PartKind.of(known.type)
        if known.external:
            if known.type == HYPERLINK:
                yield known, None
        elif kind is PartKind.DOCUMENT and known.target != DOCUMENT:  # a second one
            continue
        elif kind in _LEADS_TO.get(source, ()):
            yield known, kind
        elif source not in (None, PartKind.DOCUMENT):
            raise _embedded(known)


def _checked(part: Part, kind: PartKind, package: Package) -> Part:
    """Return *part*, which is of a *kind*, as it may be carried."""
    if kind in _PICTURES:
        return Part(part.name, _check_picture(part), part.data)
    if kind is PartKind.FONT:  # no part to be parsed: see take_fonts
        return Part(part.name, kind.content_type, part.data)
    root = parse_part(part.data, part.name)
    if kind is PartKind.DOCUMENT and root.tag != W + "document":
        raise no_main_document()
    if kind.root not in ("", root.tag):
        raise damaged_part(part.name)
    _check_fields(root)
    _check_references(root, part.name, package.related(part.name), kind)
    # Written again, so that what was checked is what Word reads, whatever its encoding was.
    return Part(part.name, kind.content_type, serialise(root))


def _kind_of(relationship: Relationship) -> str:
    """Return the last word of the relationship's type: "image"."""
    return relationship.type.rpartition("/")[2]


def _check_macros(package: Package) -> None:
    kinds = {_kind_of(known) for each in package.relationships.values() for known in each}
    types = {part.content_type.lower() for part in package.parts.values()}
    if kinds & {*MACROS} or any("macroenabled" in each or "vba" in each for each in types):
        raise WordFileError(
            "unsafe",
            _("it holds macros (.docm, .dotm)"),
            _("in Word: Save As, Word Document (.docx); the macros stay behind"),
        )


def _check_relationship(known: Relationship) -> None:
    kind = _kind_of(known)
    if kind in OBJECTS:
        raise _embedded(known)
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
    if kind != "hyperlink" or _scheme(known.target) not in SCHEMES:
        raise _outside(kind, known.target)


def _check_references(
    root: etree._Element, name: str, relationships: Relationships, kind: PartKind
) -> None:
    """Raise when the part *name* points to what no brief can carry, or to nothing."""
    known = {each.id: each for each in relationships}
    kept = {each.id for each, _kind in _kept(relationships, kind)}
    for element in cast(list[etree._Element], _REFERRING(root)):
        ids = [str(value) for key, value in element.items() if str(key).startswith(R) and value]
        if element.tag in (W + "headerReference", W + "footerReference"):
            ids = [element.get(R + "id", "")]
        for id in ids if element.tag != W + "printerSettings" else ():  # they are left out
            if id not in known:
                raise damaged_part(name)
            if id not in kept:
                raise _embedded(known[id])


def _check_picture(part: Part) -> str:
    """Return the content type of a picture; raises :class:`WordFileError` when it is none."""
    name = part.name.lstrip("/")
    if len(part.data) > MOST:
        size, limit = (round(count / 1_000_000) for count in (len(part.data), MOST))
        raise WordFileError(
            "too-large",
            _("picture '{file}' has {size} MB; at most {limit} are taken").format(
                file=name, size=size, limit=limit
            ),
            _("every brief would carry it: in Word, Picture Format, Compress Pictures, then save"),
        )
    content_type = picture_type(part.data)
    if content_type is None:
        raise WordFileError(
            "unsafe",
            _("picture '{file}' is none, or holds a program or a link").format(file=name),
            _("in Word, insert the picture again as PNG or JPEG, then save"),
        )
    return content_type


def _scheme(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return ""


def _outside(kind: str, target: str) -> WordFileError:
    return WordFileError(
        "unsafe",
        _("it points outside ({kind}): {target}").format(kind=kind, target=target),
        _("in Word, remove the link or the object; web and mail addresses may stay"),
    )


def _embedded(known: Relationship) -> WordFileError:
    return WordFileError(
        "unsafe",
        _("it holds an embedded object ({kind})").format(kind=_kind_of(known)),
        _("in Word, replace the object by a picture of it, then save"),
    )


def _check_fields(root: etree._Element) -> None:
    """Raise on a field that fetches or starts something, and on a link that leads to no address; its code
    may be dealt over many runs.

    In any namespace: Word knows two for its own elements.
    """
    code = []
    for element in root.iter("{*}instrText", "{*}delInstrText", "{*}fldChar", "{*}fldSimple"):
        if etree.QName(element).localname.endswith("nstrText"):
            code.append(" ".join((element.text or "").splitlines()))
            continue
        attributes = {etree.QName(name).localname: each for name, each in element.attrib.items()}
        inner = _INNER if attributes.get("fldCharType") == "begin" else ""
        words = " ".join(str(attributes.get("instr", "")).splitlines())
        code.append(f"{inner}\n{words}\n")
    codes = "".join(code)
    if found := _ACTIVE_FIELD.search(codes):
        raise WordFileError(
            "unsafe",
            _("it holds a field that fetches or starts something ({field})").format(
                field=found[1].upper()
            ),
            _("in Word: select it and press Ctrl+Shift+F9, so that its result becomes text"),
        )
    for link in _LINK.finditer(codes):
        target = _target(link[1])
        if target is not None and _scheme(target) not in SCHEMES:
            raise _outside("hyperlink", target.strip(_INNER))


def _target(arguments: str) -> str | None:
    """Return where a HYPERLINK field leads (17.16.5.25), None if to a place in the document.

    What another field inside would say is not known: it leads to no address."""
    switch = ""
    for quoted, bare in _ARGUMENT.findall(arguments):
        if switch not in _WITH_ARGUMENT:
            if not _SWITCH.fullmatch(bare):
                return str(quoted or bare.strip("“”"))
            switch = bare.lower()
        else:
            switch = ""
    return None
