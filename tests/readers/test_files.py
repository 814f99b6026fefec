"""Bytes become text whatever editor and system they come from; columns and lines stay true."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.readers.characters import as_meant, location_in
from pitstop_docs.readers.files import read_bytes, resolved
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
        f"{PRACTICE}:1:1: error[unreadable]: this file cannot be read: permission is missing"
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
    replace_in(root, PRACTICE, "maturity: promising", "maturity: pro\x1fmet\u202etente")
    replace_in(root, PRACTICE, "La bottega del paese ha chiuso.", "La [@bottega] ha chiuso.")
    assert [(d.code, str(d.location)) for d in diagnose(root)] == [
        ("unknown-value", f"{PRACTICE}:7:11"),
        ("control-character", f"{PRACTICE}:7:14"),
        ("control-character", f"{PRACTICE}:7:18"),
        ("unknown-reference", f"{PRACTICE}:39:5"),
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # spaces
        ("10\u202f000\u2007€", "10~000~€"),
        ("10\u2009000\u2009€, e\u2009poi", "10~000 €, e poi"),
        ("".join(f"a{chr(code)}" for code in (*range(0x2000, 0x2007), 0x2008, 0x205F, 0x3000)), "a " * 10),
        ("un\u00a0altro", "un~altro"),
        # hyphens and dashes
        ("e\u2011mail, e\u2010mail, 1991\u20122012, \u2015 poi", "e-mail, e-mail, 1991–2012, — poi"),
        ("\u22125", "\u22125"),
        # ligatures and apostrophes
        ("\ufb01ne, \ufb02usso, e\ufb00etto, u\ufb03cio, ba\ufb04o, po\ufb06",
         "fine, flusso, effetto, ufficio, bafflo, post"),
        ("dell\u02bcanno", "dell’anno"),
        # without width or meaning
        ("com\u00adpatto, pa\u200brola, pa\u200dro\u200cla, a\ufeffb\u2060c, \u200ed, ✔\ufe0f",
         "compatto, parola, parola, abc, d, ✔"),
    ],
)  # fmt: skip
def test_characters_are_what_they_mean(typed: str, meant: str) -> None:
    reporter = Reporter()
    assert as_meant(typed, "x", reporter) == meant.replace("~", "\u00a0")
    assert reporter.diagnostics == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\x0cb", ["x:1:2: there is an invisible character: a page break (U+000C)"]),
        ("a\n\x01", ["x:2:1: there is an invisible character: a control character (U+0001)"]),
        (
            "uno\u202e\u202e\ndue\ntre \u202e",
            [
                "x:1:4: there is an invisible character: RIGHT-TO-LEFT OVERRIDE (U+202E) "
                "(3 times: lines 1, 3)"
            ],
        ),
        (
            "\x85\x85\U000e0041",
            [
                "x:1:1: there is an invisible character: a line break of other systems (U+0085) "
                "(2 times: line 1)",
                "x:1:3: there is an invisible character: TAG LATIN CAPITAL LETTER A (U+E0041)",
            ],
        ),
    ],
)
def test_all_places_of_a_refused_character_are_told(
    text: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    reporter = Reporter()
    as_meant(text, "x", reporter)
    assert [f"{d.location}: {d.message}" for d in reporter.diagnostics] == words
    assert {d.code for d in reporter.diagnostics} == {"control-character"}


def test_a_file_with_a_thousand_refused_characters_is_told_in_one_line() -> None:
    reporter = Reporter()
    as_meant("\x01\n" * 1000, "x", reporter)
    (found,) = reporter.diagnostics
    assert "1000" in found.message
    assert len(found.message) < 300


def test_soft_hyphens_and_narrow_spaces_are_read_in_fields_too(reader: Bench) -> None:
    typed = VALID.replace("Il paese che", "Il pae\u00adse che").replace(
        "Serve un", "Ser\ufb01\u202fun"
    )
    collection, found = reader.read(typed)
    assert found == []
    assert str(collection.practices["paese"].title).startswith("Il paese che")
