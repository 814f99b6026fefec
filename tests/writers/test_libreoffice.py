"""A dossier opened in LibreOffice and saved again: what a town hall without Word sends back."""

import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.proofing import proof
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.letterheads.opening import open_letterhead
from tests import specimen
from tests.docx_controls import bookmarks
from tests.docx_words import WP, W, part, style_names
from tests.drafts import act_of, make_drafts
from tests.letterheads import landscape
from tests.libreoffice import SOFFICE, convert
from tests.proofing.broken import edited, swap
from tests.writers.test_letterhead_apart import CASES, levels
from tests.writers.test_letterheads import PLACE

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


# What is opened and saved again: every edition's blocks, and what letterheads bring with them.
FILES = {
    "dossier": (specimen.dossier(), None),
    "giunta": (specimen.document(), None),
    "consiglio": (specimen.document("consiglio", body=specimen.everything_blocks()), None),
    "commissione": (specimen.document("commissione", body=specimen.everything_blocks()), None),
    "policy": (specimen.document(kind="policy", status="reviewed", status_label=""), None),
    "dossier on a letterhead": (specimen.dossier(), CASES["numbered headings"]),
    "giunta on a letterhead": (specimen.document(), landscape()),
}
ACT = "act"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with our files, and what LibreOffice makes of them as DOCX, of the dossier as ODT."""
    folder = tmp_path_factory.mktemp("libreoffice")
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(folder / "specimen.png")
    writer = DocxWriter(Templates((packaged_templates(),)), folder)
    for name, (document, data) in FILES.items():
        reporter, letterhead = Reporter(), None
        if data is not None:
            letterhead = open_letterhead(data, name, PLACE, writer.plain_look, reporter)
        file = writer.write(document, Reporter(), letterhead=letterhead).data
        (folder / f"{name}.docx").write_bytes(file)
    act = act_of(make_drafts(folder / "project"), "deliberazione-giunta")
    (folder / f"{ACT}.docx").write_bytes(writer.write(act, Reporter()).data)
    for suffix, names in (("docx", [*FILES, ACT]), ("odt", ["dossier"])):
        convert(suffix, folder / "saved", *(folder / f"{name}.docx" for name in names))
    return folder


def both(folder: Path, name: str) -> tuple[bytes, bytes]:
    """Return our file and what LibreOffice saved."""
    return tuple((folder / path / f"{name}.docx").read_bytes() for path in ("", "saved"))  # type: ignore[return-value]


def paragraph_text(paragraph: etree._Element) -> str:
    return " ".join("".join(t.text or "" for t in paragraph.iter(W + "t")).split())


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Return style and words of every paragraph that says something."""
    names = style_names(data)
    found = []
    for paragraph in part(data, "word/document.xml").iter(W + "p"):
        style, text = paragraph.find(f"{W}pPr/{W}pStyle"), paragraph_text(paragraph)
        if text:
            name = names.get(style.get(W + "val", ""), "") if style is not None else ""
            found.append((name.lower(), text))
    return found


def counts(data: bytes) -> dict[str, int]:
    root = part(data, "word/document.xml")
    codes = [f.get(W + "instr", "").split()[0] for f in root.iter(W + "fldSimple")]
    codes += [
        (c.text or "").split()[0] for c in root.iter(W + "instrText") if (c.text or "").strip()
    ]
    return {
        **{tag: len(list(root.iter(W + tag))) for tag in ("tbl", "tr", "tc", "footnoteReference")},
        "header rows": len(list(root.iter(W + "tblHeader"))),
        "links": sum(1 for link in root.iter(W + "hyperlink") if not link.get(W + "anchor")),
        "anchors": sum(1 for link in root.iter(W + "hyperlink") if link.get(W + "anchor")),
        **{code: Counter(codes)[code] for code in ("TOC", "SEQ", "REF")},
    }


def test_saved_again_as_docx_it_says_and_holds_the_same(folder: Path) -> None:
    ours = (folder / "dossier.docx").read_bytes()
    saved = (folder / "saved" / "dossier.docx").read_bytes()
    before, after = paragraphs(ours), paragraphs(saved)
    assert [text for _style, text in after] == [text for _style, text in before]
    headings = [line for line in before if line[0].startswith(("heading", "title"))]
    assert len(headings) == 5
    assert [line for line in after if line[0].startswith(("heading", "title"))] == headings
    assert counts(saved) == counts(ours)


def test_saved_again_as_docx_it_keeps_the_keys(folder: Path) -> None:
    ours = dict(bookmarks((folder / "dossier.docx").read_bytes()))
    saved = dict(bookmarks((folder / "saved" / "dossier.docx").read_bytes()))
    assert len(ours) > 40
    assert set(saved) == set(ours)
    same = {name for name in ours if " ".join(saved[name].split()) == " ".join(ours[name].split())}
    assert set(ours) - same == set()


def test_saved_again_as_docx_it_keeps_what_controls_hold(folder: Path) -> None:
    def held(data: bytes) -> list[str]:
        found = part(data, "word/document.xml").iter(W + "sdtContent")
        return sorted(" ".join(paragraph_text(each).split()) for each in found)

    ours, saved = (
        held((folder / name).read_bytes()) for name in ("dossier.docx", "saved/dossier.docx")
    )
    assert set(ours) - set(saved) == set()


def wrong(data: bytes) -> list[tuple[str, str]]:
    reporter = Reporter()
    proof(data, PLACE, reporter)
    return [(d.code, d.message) for d in reporter.diagnostics]


@pytest.mark.parametrize("name", FILES)
def test_saved_again_as_docx_nothing_is_wrong_with_it(folder: Path, name: str) -> None:
    ours, saved = both(folder, name)
    assert wrong(saved) == wrong(ours)
    # The letterhead's own title is too pale, before and after.
    assert {code for code, _message in wrong(ours)} <= (
        {"docx-contrast"} if FILES[name][1] else set()
    )


def test_saved_again_on_a_letterhead_only_our_chapters_count(folder: Path) -> None:
    ours, saved = both(folder, "dossier on a letterhead")
    assert list(levels(saved)) == list(levels(ours))
    assert [text for _style, text in paragraphs(saved)] == [
        text for _style, text in paragraphs(ours)
    ]


def test_of_an_act_that_was_saved_again_the_points_are_the_same(folder: Path) -> None:
    ours, saved = both(folder, ACT)
    assert wrong(saved) == wrong(ours) == []
    assert paragraphs(saved) == paragraphs(ours)
    changed = edited(saved, "word/document.xml", swap("chiusi, con il", "chiusi con il"))
    assert [code for code, _message in wrong(changed)] == ["docx-changed-act"]


# Two of them in running words: a blank, inside a paragraph that a control holds, and a slot.
BLANKS = len(specimen.dossier().blanks) + 2
# What LibreOffice changes, of what docs/word/libreoffice.md lists: how many there are, before and after.
CHANGES: dict[str, tuple[Callable[[etree._Element], int], Callable[[int], int]]] = {
    "tags of controls": (lambda root: len(list(root.iter(W + "tag"))), lambda _before: 0),
    "names of controls, but of those to fill in": (
        lambda root: len(list(root.iter(W + "alias"))), lambda before: before - BLANKS,
    ),
    "alternative texts of tables": (
        lambda root: len(list(root.iter(W + "tblCaption"))), lambda _before: 0
    ),
    "alternative texts of pictures": (
        lambda root: sum(bool(e.get("descr")) for e in root.iter(WP + "docPr")), lambda before: before
    ),
    "controls around cells": (lambda root: len(root.findall(f".//{W}sdtContent/{W}tc")), lambda _before: 0),
    "cells that end in a control": (
        lambda root: sum(cell[-1].tag == W + "sdt" for cell in root.iter(W + "tc")), lambda before: before + 20
    ),
    "cells": (lambda root: len(list(root.iter(W + "tc"))), lambda before: before),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_what_libreoffice_changes(folder: Path, what: str) -> None:
    count, wanted = CHANGES[what]
    before, after = (count(part(data, "word/document.xml")) for data in both(folder, "dossier"))
    assert max(before, after) > 0
    assert after == wanted(before)


def test_as_odt_it_keeps_text_and_structure(folder: Path) -> None:
    with zipfile.ZipFile(folder / "saved" / "dossier.odt") as archive:
        root = etree.fromstring(archive.read("content.xml"))
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    assert body is not None
    titles = {"".join(map(str, h.itertext())).strip() for h in body.iter(TEXT + "h")}
    assert {"Il problema", "Percorso", "I passi", "Fonti"} <= titles
    tables = list(body.iter(TABLE + "table"))
    assert len(tables) == 1
    assert len(list(tables[0].iter(TABLE + "table-row"))) == 5
    assert len(list(tables[0].iter(TABLE + "table-header-rows"))) == 1
    notes = [n for n in body.iter(TEXT + "note") if n.get(TEXT + "note-class") == "footnote"]
    assert len(notes) == 2
    assert len(list(body.iter(TEXT + "list"))) >= 5
    text = " ".join("".join(map(str, body.itertext())).split())
    for _style, line in paragraphs((folder / "dossier.docx").read_bytes()):
        for piece in line.split(" — "):
            longest = max(piece.split("."), key=len).strip()
            assert longest in text, line
