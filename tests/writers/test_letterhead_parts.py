"""What of a letterhead's parts gets into a brief: what they are, not what the file says of them."""

import gzip
import io
import posixpath

import docx
import pytest
from PIL import Image as Picture

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.letterheads import opening, writing
from pitstop_docs.writers.docx.letterheads.opening import open_letterhead
from pitstop_docs.writers.docx.package import open_package
from tests import specimen
from tests.docx_words import W, part
from tests.letterheads import first_page, tables
from tests.letterheads.edits import (
    declared,
    edited,
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
    return overrides.get(f"/{name}") or defaults[posixpath.splitext(name)[1][1:].lower()]


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
            "word/diagrams/d.xml": DIAGRAMS["diagramData"],
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
    types = part(made, "[Content_Types].xml")
    defaults = {
        e.get("Extension"): e.get("ContentType") for e in types if e.get("PartName") is None
    }
    assert defaults["xml"] == "application/xml"
    assert defaults["rels"] == "application/vnd.openxmlformats-package.relationships+xml"
    assert "" not in defaults


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


# --- what is carried, what stays behind ---------------------------------------------------------

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


def test_whatever_leads_to_parts_left_behind_has_its_proof() -> None:
    assert set(LEFT_OUT) == {*opening.LEFT_OUT, *writing.DROPPED}


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


_DIAGRAM = b'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
_DRAWING = b'xmlns:d="http://schemas.microsoft.com/office/drawing/2008/diagram"'
# The least that each part of a diagram may hold (ECMA-376 part 1, 21.4; [MS-ODRAWXML] 2.4).
DIAGRAMS = {
    "diagramData": b"<d:dataModel %b><d:ptLst/></d:dataModel>" % _DIAGRAM,
    "diagramLayout": b"<d:layoutDef %b><d:layoutNode/></d:layoutDef>" % _DIAGRAM,
    "diagramQuickStyle": b'<d:styleDef %b><d:styleLbl name="node0"/></d:styleDef>' % _DIAGRAM,
    "diagramColors": b"<d:colorsDef %b/>" % _DIAGRAM,
    "diagramDrawing": (
        b'<d:drawing %b><d:spTree><d:nvGrpSpPr><d:cNvPr id="0" name=""/><d:cNvGrpSpPr/></d:nvGrpSpPr>'
        b"<d:grpSpPr/></d:spTree></d:drawing>" % _DRAWING
    ),
}


MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships/"
DRAWN = {
    "image": ("m.bin", PICTURES["image/gif"], "image/gif"),
    f"{MICROSOFT}hdphoto": ("m.wdp", PICTURES["image/vnd.ms-photo"], "image/vnd.ms-photo"),
    "diagramData": ("d.xml", DIAGRAMS["diagramData"], "drawingml.diagramData+xml"),
    "diagramLayout": ("d.xml", DIAGRAMS["diagramLayout"], "drawingml.diagramLayout+xml"),
    "diagramQuickStyle": ("d.xml", DIAGRAMS["diagramQuickStyle"], "drawingml.diagramStyle+xml"),
    "diagramColors": ("d.xml", DIAGRAMS["diagramColors"], "drawingml.diagramColors+xml"),
    f"{MICROSOFT}diagramDrawing": (
        "d.xml",
        DIAGRAMS["diagramDrawing"],
        "ms-office.drawingml.diagramDrawing+xml",
    ),
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


def test_there_is_one_document_and_links_are_of_one_type(writer: DocxWriter) -> None:
    parts = parts_of(first_page())
    links = (
        linked("officeDocument", "word/other.xml"),
        linked("http://example.org/hyperlink", "https://example.org").replace(
            b"/></", b' TargetMode="External"/></'
        ),
    )
    for link, path in zip(links, ("_rels/.rels", "word/_rels/header1.xml.rels"), strict=True):
        added = link.partition(b">")[2].replace(b"rId1", b"rIdX")
        parts[path] = parts[path].replace(b"</Relationships>", added)
    data = zipped(parts | {"word/other.xml": parts["word/document.xml"]})
    for made in (
        written(writer, specimen.document(), data),
        repaired(writer, opened(writer, data)),
    ):
        assert not [name for name in parts_of(made) if "other" in name]
        package = open_package(made)
        assert not [
            k for each in package.relationships.values() for k in each if "example" in k.type
        ]


def test_every_story_is_written_again_in_utf_8(writer: DocxWriter) -> None:
    data = edited("word/header2.xml", "Comune di Borgo Esempio", "Città")
    parts = parts_of(data)
    text = parts["word/header2.xml"].decode().replace("encoding='UTF-8'", "encoding='UTF-16'")
    data = zipped(parts | {"word/header2.xml": text.encode("utf-16")})
    made = parts_of(written(writer, specimen.document(), data))
    assert "Città" in made["word/letterhead/header2.xml"].decode("utf-8")


@pytest.mark.parametrize("part", ["word/header1.xml", "word/styles.xml", "word/theme/theme1.xml"])
def test_a_part_that_is_something_else_is_damaged(writer: DocxWriter, part: str) -> None:
    data = zipped(parts_of(first_page()) | {part: b"<other/>"})
    assert refused(writer, data) == [("letterhead-unreadable", f"its part '{part}' is damaged")]
