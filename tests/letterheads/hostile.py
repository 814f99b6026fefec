"""Word files that no letterhead may be, each made from a good one by one change.

Enters: nothing. Leaves: the bytes, what pitstop says of them in English, and what to do.
"""

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.letterheads import first_page

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SAVE = "open it in Word and save it again as a Word document (.docx)"
_ASK = "Word never writes such a file: ask for the letterhead again, from its author"
_NEW = "a letterhead is a page or two: copy header and footer into a new Word document"
_OBJECT = "in Word, replace the object by a picture of it, then save"
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY file SYSTEM "file:///etc/passwd">]><x>&c;&file;</x>'
)
_LARGE_PNG = b"\x89PNG\r\n\x1a\n" + os.urandom(6_000_000)
Parts = dict[str, bytes]


@dataclass(frozen=True)
class Hostile:
    """A way to make a file, and the diagnostic that it must give."""

    make: Callable[[], bytes]
    code: str
    message: str
    hint: str


def parts_of(data: bytes) -> Parts:
    """Return the files in a Word file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return *parts* as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_part(name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a good letterhead in which the part *name* is *data*."""
    return zipped(parts_of(first_page()) | {name: data}, method)


def edited(name: str, old: str, new: str) -> bytes:
    """Return a good letterhead in which *new* stands for *old*, somewhere in part *name*."""
    parts = parts_of(first_page())
    assert old.encode() in parts[name], name
    return zipped(parts | {name: parts[name].replace(old.encode(), new.encode(), 1)})


def related(
    name: str, kind: str, target: str, external: bool = True, more: Parts | None = None
) -> bytes:
    """Return a good letterhead whose part *name* of ``word/`` points to *target*."""
    parts = parts_of(first_page()) | (more or {})
    path = f"word/_rels/{name}.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Id="rIdX" Type="{_REL}{kind}" Target="{target}"{mode}/></Relationships>'
    rels = parts.get(path, empty)
    if b"</Relationships>" not in rels:
        rels = empty
    return zipped(parts | {path: rels.replace(b"</Relationships>", link.encode())})


def with_field(*codes: str) -> bytes:
    """Return a good letterhead with a field in its header, its code dealt over some runs."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    name = next(
        n for n, d in parts_of(first_page()).items() if b"Comune di Borgo" in d and "header" in n
    )
    return edited(name, "</w:p>", f"{begin}{runs}{end}</w:p>")


def macros() -> bytes:
    """A .docm: another content type, and a program."""
    parts = parts_of(
        related(
            "document.xml", "vbaProject", "vbaProject.bin", False, {"word/vbaProject.bin": b"x"}
        )
    )
    types = parts["[Content_Types].xml"]
    return zipped(parts | {"[Content_Types].xml": types.replace(_DOCX.encode(), _DOCM.encode())})


def without_main() -> bytes:
    """Return a package whose main document is not there."""
    parts = parts_of(first_page())
    del parts["word/document.xml"]
    return zipped(parts)


def encrypted() -> bytes:
    """Return a compound file as Word writes when a password is set; only its outside is told."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le")
    )


def encrypted_zip() -> bytes:
    """Return a zip whose entries are marked as encrypted."""
    data = bytearray(first_page())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = data.find(mark)
        while found >= 0:
            data[found + place] |= 1
            found = data.find(mark, found + 1)
    return bytes(data)


def lying() -> bytes:
    """Return a zip whose directory says that a part is much smaller than it unpacks to."""
    data = bytearray(with_part("word/extra.xml", b"x" * 900_000))
    found = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/extra.xml"))
    data[found + 24 : found + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def twice() -> bytes:
    """Return a zip with two parts whose names differ only in their case."""
    return with_part("WORD/Document.xml", b"<x/>")


HOSTILE: dict[str, Hostile] = {
    "macros": Hostile(
        macros, "letterhead-unsafe", "it holds macros (.docm, .dotm)",
        "in Word: Save As, Word Document (.docx); the macros stay behind",
    ),
    "text": Hostile(
        lambda: b"Comune di Prova", "letterhead-unreadable",
        "this is not a Word file, or it is damaged", _SAVE,
    ),
    "cut off": Hostile(
        lambda: first_page()[:-2000], "letterhead-unreadable",
        "this is not a Word file, or it is damaged", _SAVE,
    ),
    "lying directory": Hostile(
        lying, "letterhead-unreadable", "this is not a Word file, or it is damaged", _SAVE
    ),
    "damaged part": Hostile(
        lambda: with_part("word/styles.xml", b"<w:styles"), "letterhead-unreadable",
        "its part 'word/styles.xml' is damaged", _SAVE,
    ),
    "missing header": Hostile(
        lambda: edited("word/document.xml", 'type="default" r:id="', 'type="default" r:id="no'),
        "letterhead-unreadable", "its part 'word/document.xml' is damaged", _SAVE,
    ),
    "no number": Hostile(
        lambda: edited("word/numbering.xml", '<w:num w:numId="1"', '<w:num w:numId="uno"'),
        "letterhead-unreadable",
        "the number of a list in it is damaged", _SAVE,
    ),
    "number too high": Hostile(
        lambda: edited("word/numbering.xml", '<w:num w:numId="1"', f'<w:num w:numId="{2**31}"'),
        "letterhead-unreadable",
        "the number of a list in it is damaged", _SAVE,
    ),
    "no main document": Hostile(
        without_main, "letterhead-unreadable", "it has no Word document inside",
        f"{_SAVE}, not 'Strict Open XML'",
    ),
    "strict": Hostile(
        lambda: edited("_rels/.rels", f"{_REL}officeDocument", "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"),
        "letterhead-unreadable", "it has no Word document inside",
        f"{_SAVE}, not 'Strict Open XML'",
    ),
    "password": Hostile(
        encrypted, "letterhead-unreadable", "it is protected with a password",
        "in Word: File, Info, Protect Document, Encrypt with Password: delete it and save",
    ),
    "encrypted zip": Hostile(
        encrypted_zip, "letterhead-unreadable", "it is protected with a password",
        "save it again without a password",
    ),
    "old Word": Hostile(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "letterhead-unreadable",
        "it is in the format of Word 97-2003 (.doc)", _SAVE,
    ),
    "bomb": Hostile(
        lambda: with_part("word/bomb.xml", bytes(15_000_000)), "letterhead-too-large",
        "'word/bomb.xml' unpacks to 1028 times its size; at most 200 are taken", _NEW,
    ),
    "many files": Hostile(
        lambda: zipped(parts_of(first_page()) | {f"word/x{n}.xml": b"<x/>" for n in range(1000)}),
        "letterhead-too-large", "it holds {count} files; at most 1000 are taken", _NEW,
    ),
    "large part": Hostile(
        lambda: with_part("word/large.xml", os.urandom(21_000_000), zipfile.ZIP_STORED),
        "letterhead-too-large", "'word/large.xml' has 21 MB; at most 20 are taken", _NEW,
    ),
    "large picture": Hostile(
        lambda: related("header1.xml", "image", "media/9.png", False, {"word/media/9.png": _LARGE_PNG}),
        "letterhead-too-large",
        "picture 'word/media/9.png' has 6 MB; at most 5 are taken",
        "every brief would carry it: in Word, Picture Format, Compress Pictures, then save",
    ),
    "entities": Hostile(
        lambda: with_part("word/styles.xml", _BOMB), "letterhead-unsafe",
        "its part 'word/styles.xml' declares entities (DOCTYPE)", _ASK,
    ),
    "entities in the directory": Hostile(
        lambda: with_part("[Content_Types].xml", _BOMB), "letterhead-unsafe",
        "its part '[Content_Types].xml' declares entities (DOCTYPE)", _ASK,
    ),
    "path upwards": Hostile(
        lambda: with_part("../../evil.xml", b"<x/>"), "letterhead-unsafe",
        "it holds a file with a forbidden name: '../../evil.xml'", _ASK,
    ),
    "absolute path": Hostile(
        lambda: with_part("/etc/cron.d/evil", b"x"), "letterhead-unsafe",
        "it holds a file with a forbidden name: '/etc/cron.d/evil'", _ASK,
    ),
    "backslash": Hostile(
        lambda: with_part("word\\..\\evil.xml", b"x"), "letterhead-unsafe",
        "it holds a file with a forbidden name: 'word\\..\\evil.xml'", _ASK,
    ),
    "drive": Hostile(
        lambda: with_part("C:evil.xml", b"x"), "letterhead-unsafe",
        "it holds a file with a forbidden name: 'C:evil.xml'", _ASK,
    ),
    "twice": Hostile(
        twice, "letterhead-unsafe",
        "it holds a file with a forbidden name: 'WORD/Document.xml'", _ASK,
    ),
    "attached template": Hostile(
        lambda: related("settings.xml", "attachedTemplate", "https://example.org/evil.dotm"),
        "letterhead-unsafe",
        "it is attached to a template outside: https://example.org/evil.dotm",
        "in Word: Developer, Document Template: empty the field, then save",
    ),
    "linked picture": Hostile(
        lambda: related("document.xml", "image", "https://example.org/spy.png"),
        "letterhead-unsafe",
        "it shows a picture that is not in the file: https://example.org/spy.png",
        "in Word: File, Info, Edit Links to Files: Break Link, or insert the picture again",
    ),
    "linked object": Hostile(
        lambda: related("document.xml", "oleObject", "file:///C:/evil.xlsx"), "letterhead-unsafe",
        "it holds an embedded object (oleObject)", _OBJECT,
    ),
    "embedded object": Hostile(
        lambda: related("header1.xml", "oleObject", "embeddings/o.bin", False, {"word/embeddings/o.bin": b"x"}),
        "letterhead-unsafe", "it holds an embedded object (oleObject)", _OBJECT,
    ),
    "chart in the header": Hostile(
        lambda: related("header1.xml", "chart", "charts/c.xml", False, {"word/charts/c.xml": b"<c/>"}),
        "letterhead-unsafe", "it holds an embedded object (chart)", _OBJECT,
    ),
    "file address": Hostile(
        lambda: related("header1.xml", "hyperlink", "file:///C:/Windows/calc.exe"),
        "letterhead-unsafe", "it points outside (hyperlink): file:///C:/Windows/calc.exe",
        "in Word, remove the link or the object; web and mail addresses may stay",
    ),
    "mail merge": Hostile(
        lambda: related("settings.xml", "mailMergeSource", "file:///C:/people.xlsx"),
        "letterhead-unsafe", "it points outside (mailMergeSource): file:///C:/people.xlsx",
        "in Word, remove the link or the object; web and mail addresses may stay",
    ),
    "field": Hostile(
        lambda: with_field(" DDE", "AUTO c:\\\\windows\\\\system32\\\\cmd.exe"),
        "letterhead-unsafe", "it holds a field that fetches or starts something (DDEAUTO)",
        "in Word: select it and press Ctrl+Shift+F9, so that its result becomes text",
    ),
}  # fmt: skip
