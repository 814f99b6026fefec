"""What no letterhead may hold: every row of the lists of it, as it is found in files."""

from collections.abc import Callable

import pytest

from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.letterheads import safety
from tests import specimen
from tests.letterheads.edits import in_header, parts_of, related, with_field
from tests.writers.test_letterhead_parts import refused
from tests.writers.test_letterheads import TEMPLATES, written


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    return DocxWriter(TEMPLATES, tmp_path_factory.mktemp("media"))


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


# Links as fields, and where they lead; None: to an address of the web or of mail, or to a place inside.
LINKS = [
    ("HYPERLINK &quot;https://example.org&quot;", None),
    ("HYPERLINK mailto:pec@example.org \\o &quot;La posta&quot;", None),
    ("HYPERLINK \\l &quot;articolo_1&quot;", None),
    ("HYPERLINK \\o &quot;file:///C:/a&quot; \\l articolo_1 \\h", None),
    ("HYPERLINK \\t &quot;_blank&quot; “http://example.org/”", None),
    ("HYPERLINKS &quot;file:///C:/a&quot;", None),
    ("HYPERLINK &quot;file:///C:/segreti.txt&quot;", "file:///C:/segreti.txt"),
    ("hyperlink file://server/a", "file://server/a"),
    ("HYPERLINK \\\\server\\a.docx", "\\\\server\\a.docx"),
    ("HYPERLINK &quot;\\\\\\\\server\\\\a.docx&quot;", "\\\\\\\\server\\\\a.docx"),
    (
        "HYPERLINK &quot;javascript:alert(1)&quot; \\o &quot;http://example.org&quot;",
        "javascript:alert(1)",
    ),
    ("HYPERLINK \\n &quot;capitolo.docx&quot;", "capitolo.docx"),
    (
        "HYPERLINK\n&quot;ms-word:ofe|u|http://example.org/a.docx&quot;",
        "ms-word:ofe|u|http://example.org/a.docx",
    ),
]


@pytest.mark.parametrize("make", [with_field, lambda code: in_header(simple_field(code))])
@pytest.mark.parametrize(("code", "target"), LINKS)
def test_links_as_fields_lead_to_addresses_alone(
    writer: DocxWriter, make: Callable[[str], bytes], code: str, target: str | None
) -> None:
    data = make(code)
    if target is None:
        written(writer, specimen.document(), data)
    else:
        message = f"it points outside (hyperlink): {target}"
        assert refused(writer, data) == [("letterhead-unsafe", message)]


def test_a_link_whose_address_another_field_makes_is_refused(writer: DocxWriter) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    inner = f"{begin}{code.format('DOCPROPERTY Dove')}{end}"
    data = in_header(f"{begin}{code.format('HYPERLINK ')}{inner}{code.format(' x')}{end}")
    assert refused(writer, data) == [("letterhead-unsafe", "it points outside (hyperlink): ")]
    with_tip = code.format(r"HYPERLINK https://example.org \o ")
    tip = in_header(f"{begin}{with_tip}{inner}{end}")
    written(writer, specimen.document(), tip)


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
