"""Each rule over finished Word files is proven by a good file with one thing broken in it."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from pitstop_docs.problems.codes import PROBLEMS
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.proofing import proof, proof_output
from pitstop_docs.proofing.access import ACCESS
from pitstop_docs.proofing.acts import ACTS
from pitstop_docs.proofing.structure import STRUCTURE
from tests.proofing.broken import BROKEN, DOCUMENT, STYLES, cut, edited, good_file
from tests.runs.test_archive import REFUSED
from tests.test_cli import Pitstop

PLACE = Location("output/briefs/x.docx")


@pytest.fixture(scope="module")
def good() -> bytes:
    return good_file()


def found(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    reporter = Reporter()
    proof(data, PLACE, reporter)
    assert all(d.location == PLACE and d.hint for d in reporter.diagnostics)
    return [(d.code, d.message) for d in reporter.diagnostics]


def paste_twice(xml: str) -> str:
    control = re.search(r"<w:sdt>(?:(?!</w:sdt>).)*?problem-p.*?</w:sdt>", xml, re.DOTALL)
    assert control
    text = control[0][control[0].rindex("<w:sdt>") :]
    return xml.replace(text, text + re.sub(r"<w:bookmark\w+ [^>]*>", "", text))


def test_a_good_file_is_good(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(good, monkeypatch) == []


@pytest.mark.parametrize("code", BROKEN)
def test_what_is_broken_is_said(code: str, good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    part, edit, message = BROKEN[code]
    assert found(edited(good, part, edit), monkeypatch) == [(code, message)]


def test_a_ratio_is_written_as_the_language_does(
    good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, edit, _message = BROKEN["docx-contrast"]
    monkeypatch.setenv("PITSTOP_LANG", "it")
    reporter = Reporter()
    proof(edited(good, part, edit), PLACE, reporter)
    assert [d.message for d in reporter.diagnostics] == [
        "«Pallido»: #BBBBBB su #FFFFFF ha un contrasto di 1,91 a 1, meno di 4,5"
    ]


@pytest.mark.parametrize("code", [*BROKEN, "docx-unreadable"])
def test_no_remedy_throws_edits_away(code: str) -> None:
    hint = PROBLEMS[code].hint
    assert "again with `make" not in hint or "if nobody has edited" in hint
    assert "make the file again" not in hint


def test_a_cell_may_end_in_a_control(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice moves controls around cells into them."""
    control = (
        r"<w:sdt>(<w:sdtPr>(?:(?!<w:sdt>).)*?</w:sdtPr>)<w:sdtContent>{}</w:sdtContent></w:sdt>"
    )
    cell = control.format(r"(<w:tc>.*?)(<w:p>.*?</w:p>)</w:tc>")
    inside = r"\2<w:sdt>\1<w:sdtContent>{}</w:sdtContent></w:sdt></w:tc>"
    moved = edited(good, DOCUMENT, cut(cell, inside.format(r"\3")))
    assert found(moved, monkeypatch) == []
    emptied = edited(good, DOCUMENT, cut(cell, inside.format(r"\3<w:tbl/>")))
    assert [code for code, _message in found(emptied, monkeypatch)][:1] == ["docx-cell-end"]


def test_every_rule_has_its_proof() -> None:
    names = {rule.__name__.replace("_", "-") for rule in (*STRUCTURE, *ACCESS, *ACTS)}
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
        ("output/locked.docx", "this file cannot be read: permission is missing"),
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
