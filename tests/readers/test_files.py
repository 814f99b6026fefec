"""Bytes become text whatever editor and system they come from; columns and lines stay true."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.readers.files import location_in, read_bytes, resolved
from pitstop_docs.tree.document import Paragraph
from pitstop_docs.tree.walk import plain
from tests.project import PRACTICE, diagnose, make_project, replace_in
from tests.readers.reading import VALID, Bench, bench


@pytest.fixture(scope="module")
def reader() -> Iterator[Bench]:
    with bench() as made:
        yield made


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["unix", "windows", "old-mac"])
def test_line_ends_and_byte_order_mark_are_accepted(reader: Bench, bom: bytes, end: bytes) -> None:
    assert reader.read(bom + VALID.encode().replace(b"\n", end))[1] == []
    wrong = VALID.replace("Serve un edificio libero.", "Serve un edificio [@mai].")
    wrong = wrong.replace("maturity: promising", "maturity: promessa")
    found = reader.read(bom + wrong.encode().replace(b"\n", end))[1]
    places = [(d.location.line, d.location.column, d.code) for d in found]
    assert places == [(7, 11, "unknown-value"), (53, 20, "unknown-reference")]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_the_byte_that_is_not_utf8_is_shown_where_it_is(reader: Bench, bom: bytes) -> None:
    data = VALID.replace("Serve un", "Però un").encode().replace(b"edificio libero", b"edifici\xf2")
    found = reader.read(bom + data.replace(b"\n", b"\r\n"))[1]
    assert [(d.location.line, d.location.column, d.code) for d in found] == [(53, 16, "not-utf8")]


def test_decomposed_letters_are_composed(reader: Bench) -> None:
    decomposed = VALID.replace("Serve un", "Perche\u0301 serve un")
    collection, found = reader.read(decomposed)
    assert found == []
    block = collection.practices["paese"].sections["needs"].blocks[0]
    assert isinstance(block, Paragraph)
    assert plain(block.content).startswith("Perché serve")


def test_a_file_that_may_not_be_read(reader: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    path = reader.root / PRACTICE

    def forbidden(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    reporter = Reporter()
    assert read_bytes(path, reader.root, reporter) is None
    assert [str(d).split("\n")[0] for d in reporter.diagnostics] == [
        f"{PRACTICE}:1:1: error[unreadable]: this file cannot be read: you may not read it"
    ]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    reporter = Reporter()
    assert read_bytes(tmp_path / "pipe.md", tmp_path, reporter) is None
    assert [d.code for d in reporter.diagnostics] == ["unreadable"]


def test_names_of_files_may_be_anything(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    for name in ("Il paese più bello.md", "PAESE.md", "日本.md", "a'b\"c.md", "x" * 200 + ".md"):
        (root / "sources/practices" / name).write_text(VALID, encoding="utf-8")
    found = diagnose(root)
    assert {d.code for d in found} == {"duplicate-id", "file-name"}
    assert "sources/practices/Il paese più bello.md" in {d.location.path for d in found}


def test_a_project_inside_a_link_is_its_own_place(tmp_path: Path) -> None:
    make_project(tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert diagnose(tmp_path / "link") == []


def test_a_sources_folder_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    make_project(tmp_path / "real")
    (tmp_path / "project").mkdir()
    (tmp_path / "project/sources").symlink_to(tmp_path / "real/sources")
    codes = {d.code for d in diagnose(tmp_path / "project")}
    assert "outside-project" in codes
    assert "missing-field" not in codes


def test_a_media_folder_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    (root / "sources/media").rename(tmp_path / "media")
    (root / "sources/media").symlink_to(tmp_path / "media")
    assert [d.code for d in diagnose(root)] == ["outside-project"]


def test_a_damaged_record_is_said_once(tmp_path: Path) -> None:
    """What is there but wrong is not also missing: nobody should look for two mistakes."""
    root = make_project(tmp_path)
    replace_in(root, "sources/references.yaml", "    title: Scheda del progetto\n", "")
    replace_in(root, "sources/partners.yaml", "name: Pro Loco", "name: [Pro Loco")
    replace_in(root, "sources/testimonies/socia.md", "speaker: Una socia", "speaker:")
    replace_in(root, "sources/media/media.yaml", "bottega.png", "altro.png")
    assert sorted(d.code for d in diagnose(root)) == [
        "empty-field",
        "missing-field",
        "missing-image",
        "undescribed-image",
        "yaml-syntax",
    ]


def test_a_path_that_leads_nowhere_is_none(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert resolved(tmp_path / "loop") is None
    assert resolved(tmp_path / "\0") is None
    assert resolved(tmp_path / "missing") == tmp_path.resolve() / "missing"


def test_places_are_counted_from_one() -> None:
    assert location_in("ab\ncd", 0, "x") == Location("x", 1, 1)
    assert location_in("ab\ncd", 4, "x") == Location("x", 2, 2)


def test_an_invisible_character_hides_no_other_problem(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    replace_in(root, PRACTICE, "maturity: promising", "maturity: pro\u200dmet\u202etente")
    replace_in(root, PRACTICE, "La bottega del paese ha chiuso.", "La [@bottega] ha chiuso.")
    assert [(d.code, str(d.location)) for d in diagnose(root)] == [
        ("unknown-value", f"{PRACTICE}:7:11"),
        ("control-character", f"{PRACTICE}:7:14"),
        ("control-character", f"{PRACTICE}:7:18"),
        ("unknown-reference", f"{PRACTICE}:39:5"),
    ]
