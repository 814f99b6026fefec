"""Each rule over finished Word files is proven by a good file with one thing broken in it."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.proofing import proof, proof_output
from pitstop_docs.proofing.access import ACCESS
from pitstop_docs.proofing.structure import STRUCTURE
from pitstop_docs.writers.docx import DocxWriter
from tests import specimen
from tests.runs.test_archive import REFUSED
from tests.test_cli import Pitstop

PLACE = Location("output/briefs/x.docx")
DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
Edit = Callable[[str], str]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    media = tmp_path_factory.mktemp("media")
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(media / "specimen.png")
    writer = DocxWriter(Templates((packaged_templates(),)), media)
    return writer.write(specimen.dossier(), Reporter(), {"problem": 2}).data


def edited(data: bytes, part: str, edit: Edit) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                before = text.decode()
                text = edit(before).encode()
                assert text.decode() != before, "the edit changes nothing"
            new.writestr(name, text)
    return buffer.getvalue()


def found(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    reporter = Reporter()
    proof(data, PLACE, reporter)
    assert all(d.location == PLACE and d.hint for d in reporter.diagnostics)
    return [(d.code, d.message) for d in reporter.diagnostics]


def swap(old: str, new: str, count: int = 1) -> Edit:
    return lambda xml: xml.replace(old, new, count)


def cut(pattern: str, new: str = "") -> Edit:
    return lambda xml: re.sub(pattern, new, xml, count=1, flags=re.DOTALL)


def paste_twice(xml: str) -> str:
    control = re.search(r"<w:sdt>(?:(?!</w:sdt>).)*?problem-p.*?</w:sdt>", xml, re.DOTALL)
    assert control
    text = control[0][control[0].rindex("<w:sdt>") :]
    return xml.replace(text, text + re.sub(r"<w:bookmark\w+ [^>]*>", "", text))


PARAGRAPH = '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>{}</w:p>'
END = '<w:p><w:pPr><w:pStyle w:val="PitStopForm"/>'


def before_end(*inside: str) -> Edit:
    added = "".join(PARAGRAPH.format(each) for each in inside)
    return swap(END, added + END)


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


# Code → the part, how it is broken, and what is said.
BROKEN: dict[str, tuple[str, Edit, str]] = {
    "docx-undefined-style": (
        DOCUMENT, swap('w:val="PitStopTimeline"', 'w:val="Perduto"'),
        "style 'Perduto' is used but not defined",
    ),
    "docx-undefined-list": (
        DOCUMENT, swap('<w:numId w:val="1"/>', '<w:numId w:val="77"/>'),
        "list 77 is used but not defined",
    ),
    "docx-unbalanced-bookmark": (
        DOCUMENT, before_end('<w:bookmarkStart w:id="9999" w:name="aperto"/>'),
        "bookmark 'aperto' lacks its beginning or its end",
    ),
    "docx-duplicate-bookmark": (
        DOCUMENT,
        before_end('<w:bookmarkStart w:id="9999" w:name="problem"/><w:bookmarkEnd w:id="9999"/>'),
        "there are several bookmarks 'problem'",
    ),
    "docx-lost-target": (
        DOCUMENT, swap('w:anchor="problem"', 'w:anchor="altrove"'),
        "a link leads to 'altrove', which is not in the document",
    ),
    "docx-duplicate-control": (
        DOCUMENT, swap('<w:tag w:val="ps-form:date"/>', '<w:tag w:val="ps-form:protocol"/>'),
        "there are several content controls 'ps-form:protocol'",
    ),
    "docx-empty-control": (
        DOCUMENT, swap("<w:t>[numero]</w:t>", "<w:t> </w:t>"),
        "content control 'ps-form:protocol' is empty",
    ),
    "docx-cell-end": (
        DOCUMENT, cut("</w:p></w:tc>", "</w:p><w:proofErr w:type='spellEnd'/></w:tc>"),
        "the table cell 'Condizione' does not end in a paragraph",
    ),
    "docx-unbalanced-field": (
        DOCUMENT, swap('<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""),
        "a field in 'document' lacks its beginning or its end",
    ),
    "docx-prompts": (
        SETTINGS, swap("<w:footnotePr>", '<w:updateFields w:val="true"/><w:footnotePr>'),
        "Word will ask about updating fields when it opens the file",
    ),
    "docx-unstyled-text": (
        DOCUMENT, swap(END, f"<w:p>{run('Incollato')}</w:p>{END}"), "'Incollato' has no style",
    ),
    "docx-no-title": (
        "docProps/core.xml", cut("<dc:title>.*?</dc:title>"),
        "the document has no title among its properties",
    ),
    "docx-no-language": (
        STYLES, cut(r"<w:lang [^>]*/>"), "the document does not say in which language it is",
    ),
    "docx-heading-order": (
        DOCUMENT, swap('<w:pStyle w:val="Heading2"/>', '<w:pStyle w:val="Heading3"/>'),
        "heading 'I passi' has level 3 after one of level 1",
    ),
    "docx-table-header": (
        DOCUMENT, swap("<w:tblHeader/>", ""),
        "the table 'CondizioneRispostaImportoPerchéBase giur…' has no header row",
    ),
    "docx-merged-cells": (
        DOCUMENT, cut(r'(<w:tcPr><w:tcW [^>]*/>)', r'\1<w:gridSpan w:val="2"/>'),
        "the table 'CondizioneRispostaImportoPerchéBase giur…' has merged cells",
    ),
    "docx-alt-text": (
        DOCUMENT, cut(r' descr="Un esempio di immagine"'), "picture 'Picture 2' has no alternative text",
    ),
    "docx-typed-list": (
        DOCUMENT, before_end(run("- Uno"), run("- Due")),
        "'- Uno' begins with a bullet or number that was typed",
    ),
    "docx-link-text": (
        DOCUMENT, swap("<w:t>Fascicolo completo</w:t>", "<w:t>Clicca qui</w:t>"),
        "the words 'Clicca qui' do not say where their link leads",
    ),
    "docx-contrast": (
        DOCUMENT, before_end(run("Pallido", '<w:rPr><w:color w:val="BBBBBB"/></w:rPr>')),
        "'Pallido': #BBBBBB on #FFFFFF is 1.9 to 1, less than 4.5",
    ),
    "docx-floating": (
        DOCUMENT, swap("wp:inline", "wp:anchor", 2),
        "a floating object (anchor) is read out of its place",
    ),
}  # fmt: skip


def test_a_good_file_is_good(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(good, monkeypatch) == []


@pytest.mark.parametrize("code", BROKEN)
def test_what_is_broken_is_said(code: str, good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    part, edit, message = BROKEN[code]
    assert found(edited(good, part, edit), monkeypatch) == [(code, message)]


def test_every_rule_has_its_proof() -> None:
    names = {rule.__name__.replace("_", "-") for rule in (*STRUCTURE, *ACCESS)}
    assert {f"docx-{name}" for name in names} == set(BROKEN)


@pytest.mark.parametrize(
    "data", [b"", b"no zip", b"PK\x03\x04 half a zip"], ids=["empty", "text", "half"]
)
def test_what_is_no_word_file_is_explained(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [code for code, _message in found(data, monkeypatch)] == ["docx-unreadable"]


def test_a_zip_without_a_document_and_broken_xml_too(
    good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (DOCUMENT, STYLES):
        broken = edited(good, name, lambda xml: xml[:200])
        assert [code for code, _message in found(broken, monkeypatch)] == ["docx-unreadable"]
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    assert [code for code, _m in found(buffer.getvalue(), monkeypatch)] == ["docx-unreadable"]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DOCUMENT, b" " * 60_000_000)
    assert [code for code, _m in found(buffer.getvalue(), monkeypatch)] == ["docx-unreadable"]


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_archives_are_named_at_their_file(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make, _reason, message = REFUSED[case]
    folder = tmp_path / "output" / "briefs" / "giunta"
    folder.mkdir(parents=True)
    (tmp_path / "sources").mkdir()
    (folder / "x.docx").write_bytes(make())
    result = Pitstop(monkeypatch, capsys)("check", "--output", "-p", tmp_path)
    assert result.code == 1
    place = "output/briefs/giunta/x.docx:1:1: error[docx-unreadable]: "
    assert result.err.startswith(f"{place}{message}\n    ")


def test_what_cannot_be_read_at_all_is_named_too(
    good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    folder = tmp_path / "output"
    (folder / "folder.docx").mkdir(parents=True)
    (folder / "good.docx").write_bytes(good)
    with (folder / "large.docx").open("wb") as file:
        file.truncate(101_000_000)  # a hole: it takes no room
    (folder / "locked.docx").write_bytes(good)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "locked.docx":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    reporter = Reporter()
    assert proof_output(tmp_path, reporter) == 3
    assert [(d.location.path, d.message) for d in reporter.diagnostics] == [
        ("output/large.docx", "it has 101 MB; at most 100 are taken"),
        ("output/locked.docx", "this file cannot be read: Permission denied"),
    ]


def test_decorative_pictures_need_no_words(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    adec = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    mark = (
        f'<a:extLst><a:ext uri="{{x}}"><d:decorative xmlns:d="{adec}" val="1"/></a:ext></a:extLst>'
    )
    edit = cut(r' descr="Un esempio di immagine"/>', f">{mark}</wp:docPr>")
    assert found(edited(good, DOCUMENT, edit), monkeypatch) == []


def test_a_text_pasted_twice_is_noticed(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = {code for code, _m in found(edited(good, DOCUMENT, paste_twice), monkeypatch)}
    assert codes == {"docx-duplicate-control"}


def test_all_files_below_output_are_looked_at(good: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "output" / "briefs" / "giunta"
    folder.mkdir(parents=True)
    (folder / "good.docx").write_bytes(good)
    (folder / "bad.docx").write_bytes(b"")
    (folder / "~$good.docx").write_bytes(b"lock")
    reporter = Reporter()
    assert proof_output(tmp_path, reporter) == 2
    assert [d.location.path for d in reporter.diagnostics] == ["output/briefs/giunta/bad.docx"]
