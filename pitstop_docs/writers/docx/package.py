"""Open Packaging Conventions: a Word file in, a finished file out.

Enters: the bytes of ``reference.docx`` or of a letterhead, which people may have saved in Word or
elsewhere. Leaves: the same parts and new ones in a zip whose bytes depend on nothing but their
contents.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, unquote

from lxml import etree

from pitstop_docs.problems.messages import _
from pitstop_docs.runs.archive import WordFileError, check_xml_size, read_archive
from pitstop_docs.writers.docx.archive import File, write_archive
from pitstop_docs.writers.docx.markup import parse
from pitstop_docs.writers.docx.parts import DEFAULTS, PartKind

DOCUMENT = "/word/document.xml"
_RELATIONSHIPS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_IMAGE_TYPES = {
    "png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relationship:
    """From a part to another part (an absolute part name) or, if ``external``, to an address."""

    id: str
    type: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Relationships:
    """What one part points to; the same target is kept once."""

    _all: dict[str, Relationship] = field(default_factory=dict)
    _found: dict[tuple[str, str], str] = field(default_factory=dict)

    def id(self, type: str, target: str, external: bool = False) -> str:
        """Return the id of the relationship to *target*, made when it is new."""
        if (type, target) not in self._found:
            number = len(self._all) + 1
            while f"rId{number}" in self._all:
                number += 1
            self.keep(Relationship(f"rId{number}", type, target, external))
        return self._found[type, target]

    def keep(self, relationship: Relationship) -> None:
        """Take *relationship* over with its id, for a part whose bytes stay as they are."""
        self._all[relationship.id] = relationship
        self._found.setdefault((relationship.type, relationship.target), relationship.id)

    def move(self, old: str, new: str) -> None:
        """Lead to *new* what led to the part *old*."""
        for known in list(self._all.values()):
            if known.target == old and not known.external:
                self._found.pop((known.type, old), None)
                self.keep(Relationship(known.id, known.type, new))

    def __iter__(self) -> Iterator[Relationship]:
        return iter(self._all.values())

    def __bool__(self) -> bool:
        return bool(self._all)

    def xml(self, part: str) -> bytes:
        """Return the relationships part of *part*; internal targets are relative to its folder."""
        root = etree.Element("Relationships", {"xmlns": _RELATIONSHIPS_NS})
        for known in self._all.values():
            target = known.target
            if not known.external:
                target = _relative(target, posixpath.dirname(part))
            attributes = {"Id": known.id, "Type": known.type, "Target": target}
            if known.external:
                attributes["TargetMode"] = "External"
            etree.SubElement(root, "Relationship", attributes)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_relative = lru_cache(1024)(posixpath.relpath)  # slow, and the same for every brief


@dataclass(frozen=True, slots=True)
class Part:
    """A file in the package: its absolute name, percent-encoded (part 2, 6.2.2), its content type,
    its bytes.

    ``shared`` parts stand in many documents: they are compressed once.
    """

    name: str
    content_type: str
    data: bytes
    shared: bool = False


@dataclass(slots=True)
class Package:
    """The parts of a file and what each points to; ``"/"`` stands for the package itself."""

    parts: dict[str, Part] = field(default_factory=dict)
    relationships: dict[str, Relationships] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Put *part* in, instead of the one with its name."""
        self.parts[part.name] = part

    def attach(
        self, source: str, kind: PartKind, name: str, data: bytes, *, shared: bool = False
    ) -> str:
        """Put a part of a *kind* in, to which *source* points; return the relationship's id."""
        self.add(Part(name, kind.content_type, data, shared))
        return self.related(source).id(kind.relation, name)

    def related(self, source: str) -> Relationships:
        """Return what *source* points to, to be added to."""
        return self.relationships.setdefault(source, Relationships())

    def add_image(self, data: bytes, suffix: str) -> str:
        """Put an image in and return its part name; the same bytes are kept once."""
        for part in self.parts.values():
            if part.data == data:
                return part.name
        name = f"/word/media/image{sum('/media/' in known for known in self.parts) + 1}.{suffix}"
        self.add(Part(name, _IMAGE_TYPES[suffix], data))
        return name

    def save(self) -> bytes:
        """Return the zip: fixed order, fixed dates, so equal contents give equal bytes."""
        return write_archive(self._files())

    def _files(self) -> Iterator[File]:
        yield File("[Content_Types].xml", self._content_types())
        for source in sorted(self.relationships):
            if self.relationships[source]:
                folder, name = posixpath.split(source)
                path = posixpath.join(folder, "_rels", f"{name}.rels")
                yield File(path.lstrip("/"), self.relationships[source].xml(source))
        for name in sorted(self.parts):
            part = self.parts[name]
            yield File(name.lstrip("/"), part.data, part.shared)

    def _content_types(self) -> bytes:
        root = etree.Element("Types", {"xmlns": _TYPES_NS})
        defaults = dict(DEFAULTS)
        for part in self.parts.values():
            suffix = _suffix(part.name)
            if suffix and ("/media/" in part.name or "/fonts/" in part.name):
                defaults.setdefault(suffix, part.content_type)
        for suffix in sorted(defaults):
            etree.SubElement(
                root, "Default", {"Extension": suffix, "ContentType": defaults[suffix]}
            )
        for name in sorted(self.parts):
            part = self.parts[name]
            if defaults.get(_suffix(name)) != part.content_type:
                etree.SubElement(
                    root, "Override", {"PartName": name, "ContentType": part.content_type}
                )
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def open_package(data: bytes) -> Package:
    """Return the parts of a Word file that its relationships lead to; raises :class:`WordFileError`.

    The main document is moved to :data:`DOCUMENT`, wherever its author's program had put it.
    """
    files = {quote(f"/{unquote(name)}"): part for name, part in read_archive(data).items()}
    by_case = {name.lower(): name for name in files}  # part names are equal without case
    types = _ContentTypes(files.get(by_case.get(quote("/[content_types].xml").lower(), "")))
    package = Package()
    waiting = ["/"]
    while waiting:
        source = waiting.pop()
        folder, name = posixpath.split(source)
        rels = by_case.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
        if rels is None:
            continue
        for known in _read_relationships(parse_part(files[rels], rels), folder):
            if not known.external:
                target = by_case.get(known.target.lower())
                if target is None:  # leads nowhere, as in files that other programs have saved
                    continue
                known = Relationship(known.id, known.type, target)
                if target not in package.parts:
                    package.add(Part(target, types.of(target), files[target]))
                    waiting.append(target)
            package.related(source).keep(known)
    return _move_main(package)


def parse_part(data: bytes, name: str) -> etree._Element:
    """Return the root of an untrusted part; raises :class:`WordFileError` where it is no plain XML."""
    check_xml_size(name.lstrip("/"), len(data))
    try:
        root = parse(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged_part(name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise WordFileError(
            "unsafe",
            _("its part '{part}' declares entities (DOCTYPE)").format(part=name.lstrip("/")),
        )
    return root


def damaged_part(name: str) -> WordFileError:
    """Return what is said of a part that does not hold what it should."""
    return WordFileError(
        "unreadable",
        _("its part '{part}' is damaged").format(part=name.lstrip("/")),
        _("open it in Word and save it again as a Word document (.docx)"),
    )


def _suffix(name: str) -> str:
    """Return the end of a part's name; PNG and png are one (ECMA-376 part 2, 7.2.3.5)."""
    return posixpath.splitext(name)[1][1:].lower()


class _ContentTypes:
    """What kind of thing each part is: ECMA-376 part 2, 7.2.3."""

    def __init__(self, data: bytes | None) -> None:
        if data is None:
            raise no_main_document()
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        for child in parse_part(data, "[Content_Types].xml").iter(f"{{{_TYPES_NS}}}*"):
            kind = child.get("ContentType", "")
            self._defaults[child.get("Extension", "").lower()] = kind
            self._overrides[quote(unquote(child.get("PartName", ""))).lower()] = kind

    def of(self, name: str) -> str:
        found = self._overrides.get(name.lower()) or self._defaults.get(_suffix(name))
        return found or "application/octet-stream"


def _read_relationships(root: etree._Element, folder: str) -> Iterator[Relationship]:
    for child in root.iter(f"{{{_RELATIONSHIPS_NS}}}Relationship"):
        id, kind, target = (child.get(name, "") for name in ("Id", "Type", "Target"))
        if child.get("TargetMode") == "External":
            yield Relationship(id, kind, target, external=True)
        else:
            path = posixpath.join(unquote(folder), unquote(target.split("#")[0]))
            yield Relationship(id, kind, quote("/" + posixpath.normpath(path).lstrip("/")))


def _move_main(package: Package) -> Package:
    relation = PartKind.DOCUMENT.relation
    main = next((known.target for known in package.related("/") if known.type == relation), None)
    if main is None:
        raise no_main_document()
    if main != DOCUMENT:
        part = package.parts.pop(main)
        package.add(Part(DOCUMENT, part.content_type, part.data))
        package.relationships[DOCUMENT] = package.relationships.pop(main, Relationships())
        for source in package.relationships:
            package.relationships[source].move(main, DOCUMENT)
    return package


def no_main_document() -> WordFileError:
    """Return what is wrong with a package that holds no document of Word's."""
    return WordFileError(
        "unreadable",
        _("it has no Word document inside"),
        _("open it in Word and save it again as a Word document (.docx), not 'Strict Open XML'"),
    )
