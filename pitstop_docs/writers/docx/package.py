"""Open Packaging Conventions: the reference document in, a finished file out.

Enters: the bytes of ``reference.docx``, which a person may have saved in Word. Leaves: the same
parts and new ones in a zip whose bytes depend on nothing but their contents.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PACKAGE_URI
from docx.opc.pkgreader import PackageReader
from lxml import etree

from pitstop_docs.diagnostics import PitstopError
from pitstop_docs.messages import _

DOCUMENT = "/word/document.xml"
_RELATIONSHIPS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold
_IMAGE_TYPES = {
    "png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml",
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

    _found: dict[tuple[str, str], Relationship] = field(default_factory=dict)

    def id(self, type: str, target: str, external: bool = False) -> str:
        """Return the id of the relationship to *target*, made when it is new."""
        known = self._found.get((type, target))
        if known is None:
            known = Relationship(f"rId{len(self._found) + 1}", type, target, external)
            self._found[type, target] = known
        return known.id

    def keep(self, relationship: Relationship) -> None:
        """Take *relationship* over with its id, for a part whose bytes stay as they are."""
        self._found[relationship.type, relationship.target] = relationship

    def __iter__(self) -> Iterator[Relationship]:
        return iter(self._found.values())

    def __bool__(self) -> bool:
        return bool(self._found)

    def xml(self, part: str) -> bytes:
        """Return the relationships part of *part*; internal targets are relative to its folder."""
        root = etree.Element("Relationships", {"xmlns": _RELATIONSHIPS_NS})
        for known in self._found.values():
            target = known.target
            if not known.external:
                target = posixpath.relpath(target, posixpath.dirname(part))
            attributes = {"Id": known.id, "Type": known.type, "Target": target}
            if known.external:
                attributes["TargetMode"] = "External"
            etree.SubElement(root, "Relationship", attributes)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


@dataclass(frozen=True, slots=True)
class Part:
    """A file in the package: its absolute name, its content type, its bytes."""

    name: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Package:
    """The parts of a file and what each points to; ``"/"`` stands for the package itself."""

    parts: dict[str, Part] = field(default_factory=dict)
    relationships: dict[str, Relationships] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Put *part* in, instead of the one with its name."""
        self.parts[part.name] = part

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
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            _store(archive, "/[Content_Types].xml", self._content_types())
            for source in sorted(self.relationships):
                if self.relationships[source]:
                    folder, name = posixpath.split(source)
                    path = posixpath.join(folder, "_rels", f"{name}.rels")
                    _store(archive, path, self.relationships[source].xml(source))
            for name in sorted(self.parts):
                _store(archive, name, self.parts[name].data)
        return buffer.getvalue()

    def _content_types(self) -> bytes:
        root = etree.Element("Types", {"xmlns": _TYPES_NS})
        defaults = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
        for part in self.parts.values():
            if "/media/" in part.name or "/fonts/" in part.name:
                defaults[posixpath.splitext(part.name)[1][1:]] = part.content_type
        for suffix in sorted(defaults):
            etree.SubElement(
                root, "Default", {"Extension": suffix, "ContentType": defaults[suffix]}
            )
        for name in sorted(self.parts):
            part = self.parts[name]
            if defaults.get(posixpath.splitext(name)[1][1:]) != part.content_type:
                etree.SubElement(
                    root, "Override", {"PartName": name, "ContentType": part.content_type}
                )
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _store(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name.lstrip("/"), _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3  # the same on every system
    archive.writestr(info, data)


def open_package(data: bytes, name: str) -> Package:
    """Return the parts of a Word file; raises :class:`PitstopError` when *data* is none.

    The main document is moved to :data:`DOCUMENT`, wherever its author's program had put it.
    """
    try:
        reader = PackageReader.from_file(io.BytesIO(data))  # type: ignore[no-untyped-call]
        main = next(
            str(rel.target_partname)
            for source, rel in reader.iter_srels()
            if source == PACKAGE_URI and rel.reltype == RELATIONSHIP_TYPE.OFFICE_DOCUMENT
        )
        package = Package()
        renamed = {main: DOCUMENT}
        for partname, content_type, _reltype, blob in reader.iter_sparts():
            part = renamed.get(str(partname), str(partname))
            package.add(Part(part, content_type, blob))
        for source, rel in reader.iter_srels():
            target = rel.target_ref if rel.is_external else str(rel.target_partname)
            package.related(renamed.get(str(source), str(source))).keep(
                Relationship(rel.rId, rel.reltype, renamed.get(target, target), rel.is_external)
            )
    except (zipfile.BadZipFile, KeyError, ValueError, StopIteration, etree.XMLSyntaxError) as error:
        raise PitstopError(
            _("{name} is not a Word document: {error}").format(name=name, error=error),
            _("save it again as .docx in Word, or delete it to use the packaged one"),
        ) from error
    return package
