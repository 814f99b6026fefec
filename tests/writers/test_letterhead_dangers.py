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
