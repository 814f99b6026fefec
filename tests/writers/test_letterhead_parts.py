"""What of a letterhead's parts gets into a brief: what they are, not what the file says of them."""

import gzip
import io
import posixpath
from collections.abc import Callable

import docx
import pytest
from PIL import Image as Picture

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.letterheads import opening, safety, writing
from pitstop_docs.writers.docx.letterheads.opening import open_letterhead
from pitstop_docs.writers.docx.package import open_package
from tests import specimen
from tests.docx_words import W, part
from tests.letterheads import first_page, tables
from tests.letterheads.edits import (
    declared,
    edited,
    in_header,
    linked,
    parts_of,
    related,
    with_field,
    zipped,
)
from tests.writers.test_letterheads import PLACE, TEMPLATES, opened, repaired, written


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    return DocxWriter(TEMPLATES, tmp_path_factory.mktemp("media"))


def refused(writer: DocxWriter, data: bytes) -> list[tuple[str, str]]:
    reporter = Reporter()
    assert open_letterhead(data, "ostile", PLACE, writer.plain_look, reporter) is None
    return [(d.code, d.message) for d in reporter.diagnostics]


def content_type(data: bytes, name: str) -> str:
    """Return what the Word file *data* declares its part *name* to be (part 2, 7.2.3)."""
    types = part(data, "[Content_Types].xml")
    overrides = {each.get("PartName"): each.get("ContentType", "") for each in types}
    defaults = {each.get("Extension"): each.get("ContentType", "") for each in types}
    return overrides.get(f"/{name}") or defaults[posixpath.splitext(name)[1][1:]]


# --- what the file declares --------------------------------------------------------------------


# What a file may say of its header, which is one because a relationship leads to it as to a header.
DECLARED = [
    None, "", "application/xml;x=y", "application/octet-stream", "APPLICATION/XML", "text/plain",
    "image/png", " application/xml ",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml; charset=utf-8",
    "APPLICATION/VND.OPENXMLFORMATS-OFFICEDOCUMENT.WORDPROCESSINGML.HEADER+XML",
]  # fmt: skip
HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"


@pytest.mark.parametrize("said", DECLARED)
def test_a_header_is_one_whatever_it_is_declared_to_be(
    writer: DocxWriter, said: str | None
) -> None:
    data = with_field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe")
    [name] = [n for n, file in parts_of(data).items() if b"DDEAUTO" in file]
    assert refused(writer, declared(name, said, parts_of(data))) == [
        ("letterhead-unsafe", "it holds a field that fetches or starts something (DDEAUTO)")
    ]
    good = declared(name, said, parts_of(first_page()))
    letterhead = opened(writer, good)
    for made in (written(writer, specimen.document(), good), repaired(writer, letterhead)):
        headers = [each for each in parts_of(made) if each.rpartition("/")[2].startswith("header")]
        assert len(headers) == 3  # two, and what one of them points to
        assert {content_type(made, each) for each in headers if "_rels" not in each} == {HEADER}


@pytest.mark.parametrize("said", DECLARED)
def test_a_picture_in_a_header_is_what_its_bytes_say(writer: DocxWriter, said: str | None) -> None:
    data = declared("word/media/image1.png", said, parts_of(first_page()))
    made = written(writer, specimen.document(), data)
    assert content_type(made, "word/letterhead/media/image1.png") == "image/png"


@pytest.mark.parametrize(
    "said",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "APPLICATION/VND.MS-WORD.TEMPLATE.MACROENABLEDTEMPLATE.MAIN+XML; a=b",
        "application/vnd.ms-office.vbaProject",
    ],
)
@pytest.mark.parametrize("name", ["word/document.xml", "word/fontTable.xml"])
def test_who_declares_macros_is_believed(writer: DocxWriter, said: str, name: str) -> None:
    assert refused(writer, declared(name, said, parts_of(first_page()))) == [
        ("letterhead-unsafe", "it holds macros (.docm, .dotm)")
    ]


# --- pictures ----------------------------------------------------------------------------------


def drawn(format: str) -> bytes:
    buffer = io.BytesIO()
    Picture.new("RGB", (30, 20), "red").save(buffer, format)
    return buffer.getvalue()


EMF = b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(60)
WMF = b"\xd7\xcd\xc6\x9a" + bytes(36)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,AA=="/>'
    '<use href="#a"/><path id="a" d="M0 0"/></svg>'
)
PICTURES = {
    "image/png": drawn("PNG"), "image/jpeg": drawn("JPEG"), "image/gif": drawn("GIF"),
    "image/bmp": drawn("BMP"), "image/tiff": drawn("TIFF"), "image/webp": drawn("WEBP"),
    "image/x-emf": EMF, "image/x-wmf": WMF, "image/x-emz": gzip.compress(EMF),
    "image/x-wmz": gzip.compress(WMF), "image/svg+xml": SVG.encode(),
    "application/pdf": b"%PDF-1.4 a coat of arms", "image/vnd.ms-photo": b"II\xbc\x01" + bytes(40),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        *(("image", wanted) for wanted in PICTURES),
        ("a bullet", "image/x-emz"),
        ("in a diagram", "image/png"),
    ],
)
def test_pictures_are_declared_as_what_they_are(writer: DocxWriter, wanted: str, kind: str) -> None:
    more = {"word/media/p.xml": PICTURES[wanted]}
    if kind == "image":
        data = related("header1.xml", "image", "media/p.xml", False, more)
    elif kind == "a bullet":
        data = related("numbering.xml", "image", "media/p.xml", False, more)
    else:
        more |= {
            "word/diagrams/d.xml": b"<d/>",
            "word/diagrams/_rels/d.xml.rels": linked("image", "../media/p.xml"),
        }
        data = related("header1.xml", "diagramData", "diagrams/d.xml", False, more)
    made = written(writer, specimen.document(), data)
    assert parts_of(made)["word/letterhead/media/p.xml"] == PICTURES[wanted]
    assert content_type(made, "word/letterhead/media/p.xml") == wanted
    assert content_type(made, "word/document.xml").endswith(".document.main+xml")
    if kind == "in a diagram":
        assert content_type(made, "word/letterhead/diagrams/d.xml").endswith("diagramData+xml")


# Names that other programs give, and that nobody gives.
NAMES = {
    "media/STEMMA.PNG": "STEMMA.PNG", "media/stemma comune.png": "stemma%20comune.png",
    "media/stemma%20comune.png": "stemma%20comune.png", "media/città.png": "citt%C3%A0.png",
    "media/50%25.png": "50%25.png", "media/evil.rels": "evil.rels", "media/evil.xml": "evil.xml",
    "media/none": "none", "../media/above.png": "above.png",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_pictures_of_any_name_are_found_again(writer: DocxWriter, name: str) -> None:
    target = f"word/{name}".replace("word/../", "")
    data = related("header1.xml", "image", name, False, {target: PICTURES["image/png"]})
    made = written(writer, specimen.document(), data)
    [found] = [n for n in parts_of(made) if n.endswith(f"/{NAMES[name]}")]
    assert parts_of(made)[found] == PICTURES["image/png"]
    assert content_type(made, found) == "image/png"
    links = [each.target for each in open_package(made).related("/word/letterhead/header1.xml")]
    assert f"/{found}" in links
    docx.Document(io.BytesIO(made))


def test_parts_of_one_name_in_two_folders_stay_two(writer: DocxWriter) -> None:
    inside = related(
        "header1.xml", "image", "media/a.png", False, {"word/media/a.png": PICTURES["image/png"]}
    )
    header = parts_of(inside)["word/_rels/header1.xml.rels"]
    link = linked("image", "/media/a.png").decode()
    link = link[link.index("<Relationship ") : link.index("</Relationships>")].replace(
        "rId1", "rIdY"
    )
    header = header.replace(b"</Relationships>", f"{link}</Relationships>".encode())
    more = {"word/_rels/header1.xml.rels": header, "media/a.png": PICTURES["image/jpeg"]}
    made = written(writer, specimen.document(), zipped(parts_of(inside) | more))
    found = [file for name, file in parts_of(made).items() if name.endswith("media/a.png")]
    assert sorted(found) == sorted((PICTURES["image/png"], PICTURES["image/jpeg"]))


# --- every row of the lists of what is dangerous -----------------------------------------------

# Fields as they are written.
FIELDS = {
    "CONTROL": "CONTROL Forms.CommandButton.1 \\s",
    "DATABASE": "DATABASE \\d &quot;C:\\dati.mdb&quot; \\s &quot;SELECT * FROM t&quot;",
    "DDE": "DDE Excel &quot;C:\\conti.xls&quot; R1C1",
    "DDEAUTO": "DDEAUTO c:\\windows\\system32\\cmd.exe &quot;/k calc&quot;",
    "EMBED": "EMBED Excel.Sheet.8",
    "IMPORT": "IMPORT &quot;https://example.org/spia.wmf&quot; \\d",
    "INCLUDE": "INCLUDE &quot;\\\\server\\share\\a.docx&quot;",
    "INCLUDEPICTURE": "INCLUDEPICTURE &quot;https://example.org/spia.png&quot; \\d",
    "INCLUDETEXT": "INCLUDETEXT &quot;C:\\segreti.txt&quot;",
    "LINK": "LINK Excel.Sheet.8 C:\\conti.xls a \\f 0",
    "RD": "RD &quot;C:\\capitolo.docx&quot;",
}
HARMLESS = (
    "PAGE", "NUMPAGES", "DATE", "STYLEREF &quot;Heading 1&quot;", "TITLE", "FILENAME", "LINKED",
    "DDEAUTOS", "IMPORTO", "QUOTE &quot;DDE&quot;", "REF RD", "CONTROLLO", "RDX", "EMBEDDED",
)  # fmt: skip


def test_every_dangerous_thing_has_its_proof() -> None:
    assert set(FIELDS) == set(safety.ACTIVE_FIELDS)
    assert set(MACROS) == set(safety.MACROS)
    assert set(OBJECTS) == set(safety.OBJECTS)
    assert set(LEFT_OUT) == {*opening.LEFT_OUT, *writing.DROPPED}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("make", [with_field, lambda code: in_header(simple_field(code))])
def test_fields_that_fetch_or_start_are_refused(
    writer: DocxWriter, make: Callable[[str], bytes], field: str
) -> None:
    message = f"it holds a field that fetches or starts something ({field})"
    for code in (FIELDS[field], f" {FIELDS[field].lower()}"):
        assert refused(writer, make(code)) == [("letterhead-unsafe", message)]


def simple_field(code: str) -> str:
    return f'<w:fldSimple w:instr="{code}"/>'


@pytest.mark.parametrize("code", HARMLESS)
def test_other_fields_are_carried(writer: DocxWriter, code: str) -> None:
    made = written(writer, specimen.document(), with_field(code))
    assert code.replace("&quot;", '"') in parts_of(made)["word/letterhead/header1.xml"].decode()


MACROS = {
    "vbaProject": "vbaProject.bin", "wordVbaData": "vbaData.xml",
    "keyMapCustomizations": "customizations.xml", "attachedToolbars": "attachedToolbars.bin",
}  # fmt: skip
OBJECTS = {
    "oleObject": "embeddings/oleObject1.bin", "package": "embeddings/foglio.xlsx",
    "control": "activeX/activeX1.xml", "activeXControlBinary": "activeX/activeX1.bin",
    "aFChunk": "afchunk.html", "subDocument": "capitolo.docx", "frame": "cornice.html",
}  # fmt: skip


@pytest.mark.parametrize("source", ["document.xml", "header1.xml", "settings.xml"])
@pytest.mark.parametrize("kind", [*MACROS, *OBJECTS])
def test_programs_and_objects_are_refused_wherever_they_hang(
    writer: DocxWriter, kind: str, source: str
) -> None:
    target = (MACROS | OBJECTS)[kind]
    data = related(source, kind, target, False, {f"word/{target}": b"<x/>"})
    macros = "it holds macros (.docm, .dotm)"
    message = macros if kind in MACROS else f"it holds an embedded object ({kind})"
    assert refused(writer, data) == [("letterhead-unsafe", message)]


@pytest.mark.parametrize("scheme", ["https", "http", "mailto", "HTTPS"])
def test_web_and_mail_addresses_are_carried(writer: DocxWriter, scheme: str) -> None:
    address = f"{scheme}:a@example.org"
    made = written(writer, specimen.document(), related("header1.xml", "hyperlink", address))
    assert address in parts_of(made)["word/letterhead/_rels/header1.xml.rels"].decode()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://a", "a.docx", "http[://a", "\\\\server\\a"]
)
def test_other_addresses_are_refused(writer: DocxWriter, address: str) -> None:
    assert refused(writer, related("header1.xml", "hyperlink", address)) == [
        ("letterhead-unsafe", f"it points outside (hyperlink): {address}")
    ]


# What leads to parts that stay behind, in the text of a letterhead.
LEFT_OUT = {
    "footnoteReference": '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "endnoteReference": '<w:r><w:endnoteReference w:id="2"/></w:r>',
    "commentReference": '<w:r><w:commentReference w:id="2"/></w:r>',
    "commentRangeStart": '<w:commentRangeStart w:id="2"/>',
    "commentRangeEnd": '<w:commentRangeEnd w:id="2"/>',
    "printerSettings": "",
    "sectPrChange": "",
}
SECTION = '<w:printerSettings r:id="rIdX"/><w:sectPrChange w:id="9" w:author="a"><w:sectPr/></w:sectPrChange>'


def test_what_leads_to_parts_left_behind_is_left_behind_too(writer: DocxWriter) -> None:
    parts = parts_of(tables())
    xml = parts["word/document.xml"].decode()
    xml = xml.replace("<w:r><w:t>Prot.", f"{''.join(LEFT_OUT.values())}<w:r><w:t>Prot.")
    xml = xml.replace("</w:sectPr>", f"{SECTION}</w:sectPr>")
    assert all(f"<w:{tag}" in xml for tag in LEFT_OUT)
    rels = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        linked("printerSettings", "p.bin").partition(b">")[2].replace(b"rId1", b"rIdX"),
    )
    data = zipped(
        parts
        | {
            "word/document.xml": xml.encode(),
            "word/_rels/document.xml.rels": rels,
            "word/p.bin": b"a printer",
        }
    )
    for made in (
        written(writer, specimen.document(), data),
        repaired(writer, opened(writer, data)),
    ):
        body = part(made, "word/document.xml")
        # Ours has footnotes: none of them is the letterhead's second.
        left = [e.tag for tag in LEFT_OUT for e in body.iter(W + tag) if e.get(W + "id") == "2"]
        assert left == []
        assert not [*body.iter(W + "printerSettings", W + "sectPrChange")]
        assert b"Prot." in parts_of(made)["word/document.xml"]
        assert not [name for name in parts_of(made) if name.endswith("p.bin")]


MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships/"
DRAWN = {
    "image": ("m.bin", PICTURES["image/gif"], "image/gif"),
    f"{MICROSOFT}hdphoto": ("m.wdp", PICTURES["image/vnd.ms-photo"], "image/vnd.ms-photo"),
    "diagramData": ("d.xml", b"<d/>", "drawingml.diagramData+xml"),
    "diagramLayout": ("d.xml", b"<d/>", "drawingml.diagramLayout+xml"),
    "diagramQuickStyle": ("d.xml", b"<d/>", "drawingml.diagramStyle+xml"),
    "diagramColors": ("d.xml", b"<d/>", "drawingml.diagramColors+xml"),
    f"{MICROSOFT}diagramDrawing": ("d.xml", b"<d/>", "ms-office.drawingml.diagramDrawing+xml"),
}


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize(
    "source", ["header1.xml", "footer2.xml", "numbering.xml", "theme/theme1.xml"]
)
def test_what_is_drawn_in_headers_lists_and_themes_is_carried(
    writer: DocxWriter, source: str, kind: str
) -> None:
    name, data, wanted = DRAWN[kind]
    folder = posixpath.join("word", posixpath.dirname(source)).rstrip("/")
    path = f"{folder}/_rels/{posixpath.basename(source)}.rels"
    made_of = parts_of(first_page())
    rels = made_of.get(path, linked("image", "nowhere"))
    link = linked(kind, name).partition(b">")[2].replace(b'"rId1"', b'"rIdX"')
    more = {path: rels.replace(b"</Relationships>", link), f"{folder}/{name}": data}
    letterhead = zipped(made_of | more)
    if "diagram" in kind and "header" not in source and "footer" not in source:
        message = f"it holds an embedded object ({kind.rpartition('/')[2]})"
        assert refused(writer, letterhead) == [("letterhead-unsafe", message)]
        return
    for made in (
        written(writer, specimen.document(), letterhead),
        repaired(writer, opened(writer, letterhead)),
    ):
        [found] = [each for each in parts_of(made) if each.endswith(f"/{name}")]
        assert content_type(made, found).endswith(wanted)
        assert parts_of(made)[found].endswith(data)


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_a_repaired_copy_keeps_the_notes_that_its_settings_name(
    writer: DocxWriter, kind: str
) -> None:
    notes = {f"word/{kind}.xml": f'<w:{kind} xmlns:w="{W.strip("{}")}"/>'.encode()}
    data = related("document.xml", kind, f"{kind}.xml", False, notes)
    made = repaired(writer, opened(writer, data))
    assert content_type(made, f"word/{kind}.xml").endswith(f"wordprocessingml.{kind}+xml")


def test_parts_of_no_known_kind_stay_behind(writer: DocxWriter) -> None:
    extra = {"word/people.xml": b"<!DOCTYPE x><x/>", "word/glossary/document.xml": b"no XML"}
    for kind, target in (("people", "people.xml"), ("glossaryDocument", "glossary/document.xml")):
        data = related("document.xml", kind, target, False, extra)
        for made in (
            written(writer, specimen.document(), data),
            repaired(writer, opened(writer, data)),
        ):
            assert not [n for n in parts_of(made) if "people" in n or "glossary" in n]


def test_every_story_is_written_again_in_utf_8(writer: DocxWriter) -> None:
    data = edited("word/header2.xml", "Comune di Borgo Esempio", "Città")
    parts = parts_of(data)
    text = parts["word/header2.xml"].decode().replace("encoding='UTF-8'", "encoding='UTF-16'")
    data = zipped(parts | {"word/header2.xml": text.encode("utf-16")})
    made = parts_of(written(writer, specimen.document(), data))
    assert "Città" in made["word/letterhead/header2.xml"].decode("utf-8")
