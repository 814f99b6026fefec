"""Word files that no letterhead may be, each made from a good one by one change.

Enters: nothing. Leaves: the bytes, what pitstop says of them in English, and what to do.
"""

import gzip
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.letterheads import first_page
from tests.letterheads.edits import (
    REL,
    edited,
    encoded,
    in_header,
    linked,
    parts_of,
    related,
    with_field,
    with_part,
    with_text,
    zipped,
)

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
_SAVE = "open it in Word and save it again as a Word document (.docx)"
_ASK = "Word never writes such a file: ask for the letterhead again, from its author"
_NEW = "a letterhead is a page or two: copy header and footer into a new Word document"
_FIELD = "in Word: select it and press Ctrl+Shift+F9, so that its result becomes text"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RNS = f'xmlns:r="{REL.rstrip("/")}"'
_OBJECT = "in Word, replace the object by a picture of it, then save"
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY file SYSTEM "file:///etc/passwd">]><x>&c;&file;</x>'
)
_LARGE_PNG = b"\x89PNG\r\n\x1a\n" + os.urandom(6_000_000)
_SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
# What a relationship calls a picture.
NO_PICTURES: dict[str, bytes] = {
    "nothing": b"",
    "a program": b"MZ\x90\x00\x03" + bytes(100),
    "a page of the web": b"<html><script>alert(1)</script></html>",
    "a header": b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0",
    "entities": f'<!DOCTYPE svg [<!ENTITY a "a">]><svg {_SVG}>&a;</svg>'.encode(),
    "a script": f"<svg {_SVG}><script>alert(1)</script></svg>".encode(),
    "a page inside": f"<svg {_SVG}><foreignObject/></svg>".encode(),
    "a picture from elsewhere": f'<svg {_SVG}><image href="https://example.org/spy.png"/></svg>'.encode(),
    "another picture from elsewhere": f'<svg {_SVG}><use xlink:href="file:///C:/a.svg#b"/></svg>'.encode(),
    "something packed": gzip.compress(b"MZ program"),
    "a packed bomb": gzip.compress(b"\xd7\xcd\xc6\x9a" + bytes(20_000_000)),
    "half of something packed": b"\x1f\x8b half",
}


@dataclass(frozen=True)
class Hostile:
    """A way to make a file, and the diagnostic that it must give."""

    make: Callable[[], bytes]
    code: str
    message: str
    hint: str


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


def called_a_picture(data: bytes) -> Callable[[], bytes]:
    """Return what makes a letterhead in which a relationship calls *data* a picture."""
    return lambda: related("header1.xml", "image", "media/9.png", False, {"word/media/9.png": data})


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
        lambda: edited("_rels/.rels", f"{REL}officeDocument", "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"),
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
    "link to a part": Hostile(
        lambda: related("header1.xml", "hyperlink", "evil.exe", False, {"word/evil.exe": b"MZ"}),
        "letterhead-unsafe", "it holds an embedded object (hyperlink)", _OBJECT,
    ),
    "chart in the text": Hostile(
        lambda: with_text(f'<w:p><w:r><w:drawing {_RNS} r:id="rIdX"/></w:r></w:p>', related(
            "document.xml", "chart", "charts/c.xml", False, {"word/charts/c.xml": b"<c/>"}
        )),
        "letterhead-unsafe", "it holds an embedded object (chart)", _OBJECT,
    ),
    "header that points to nothing": Hostile(
        lambda: edited("word/header2.xml", "<w:p>", f'<w:p {_RNS} r:id="rId77">'),
        "letterhead-unreadable", "its part 'word/header2.xml' is damaged", _SAVE,
    ),
    "text that points to nothing": Hostile(
        lambda: with_text(f'<w:p><w:r><w:drawing {_RNS} r:id="rId77"/></w:r></w:p>'),
        "letterhead-unreadable", "its part 'word/document.xml' is damaged", _SAVE,
    ),
    "header that is a footer too": Hostile(
        lambda: related("document.xml", "footer", "header1.xml", False),
        "letterhead-unsafe", "it uses its part 'word/header1.xml' as two different things", _ASK,
    ),
    "header that is the document too": Hostile(
        lambda: related("document.xml", "header", "document.xml", False),
        "letterhead-unsafe", "it uses its part 'word/document.xml' as two different things", _ASK,
    ),
    "headers in headers": Hostile(
        lambda: related("header1.xml", "header", "x0.xml", False, {
            **{f"word/x{n}.xml": parts_of(first_page())["word/header2.xml"] for n in range(480)},
            **{f"word/_rels/x{n}.xml.rels": linked("header", f"x{n + 1}.xml") for n in range(479)},
        }),
        "letterhead-unsafe", "it holds an embedded object (header)", _OBJECT,
    ),
    "field in the other namespace": Hostile(
        lambda: in_header(f'<s:fldSimple xmlns:s="{_STRICT}" s:instr="DDE a b"/>'),
        "letterhead-unsafe", "it holds a field that fetches or starts something (DDE)", _FIELD,
    ),
    "field that was deleted, to be brought back": Hostile(
        lambda: with_field("DDE a b", tag="delInstrText"),
        "letterhead-unsafe", "it holds a field that fetches or starts something (DDE)", _FIELD,
    ),
    "field in one element": Hostile(
        lambda: in_header('<w:fldSimple w:instr=" dde a b"/>'),
        "letterhead-unsafe", "it holds a field that fetches or starts something (DDE)", _FIELD,
    ),
    "field in UTF-16": Hostile(
        lambda: encoded(with_field("DDEAUTO a b"), "DDEAUTO", "utf-16"),
        "letterhead-unsafe", "it holds a field that fetches or starts something (DDEAUTO)", _FIELD,
    ),
    "field in EBCDIC": Hostile(
        lambda: encoded(with_field("DDEAUTO a b"), "DDEAUTO", "cp037"),
        "letterhead-unreadable", "its part 'word/header1.xml' is damaged", _SAVE,
    ),
    "entities in a diagram": Hostile(
        lambda: related("header1.xml", "diagramData", "d.xml", False, {"word/d.xml": _BOMB}),
        "letterhead-unsafe", "its part 'word/d.xml' declares entities (DOCTYPE)", _ASK,
    ),
    "large XML that is called a picture": Hostile(
        lambda: related("document.xml", "header", "h.png", False, {
            "word/h.png": b"<x>" + bytes(21_000_000).hex().encode() + b"</x>",
        }, zipfile.ZIP_STORED),
        "letterhead-too-large", "'word/h.png' has 42 MB; at most 20 are taken", _NEW,
    ),
    **{
        f"picture: {name}": Hostile(
            called_a_picture(data), "letterhead-unsafe",
            "picture 'word/media/9.png' is none, or holds a program or a link",
            "in Word, insert the picture again as PNG or JPEG, then save",
        )
        for name, data in NO_PICTURES.items()
    },
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
        _FIELD,
    ),
}  # fmt: skip
