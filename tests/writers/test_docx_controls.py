"""Controls and bookmarks that tell where each text of a Word file comes from."""

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Blank,
    Block,
    BulletList,
    Callout,
    Column,
    Document,
    KeyFacts,
    KeyFigure,
    ListItem,
    Note,
    OrderedList,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from pitstop_docs.tree.keys import Key, words_hash
from pitstop_docs.tree.walk import plain, walk
from pitstop_docs.writers.docx import DocxWriter
from tests import specimen
from tests.docx_controls import KEY, bookmarks, controls, hash_of, said
from tests.docx_words import W, part

W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
VT = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    media = tmp_path_factory.mktemp("media")
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(media / "specimen.png")
    return DocxWriter(Templates((packaged_templates(),)), media)


def write(writer: DocxWriter, document: Document) -> bytes:
    reporter = Reporter()
    data = writer.write(document, reporter).data
    assert reporter.diagnostics == []
    return data


@pytest.fixture(scope="module")
def dossier(writer: DocxWriter) -> bytes:
    return write(writer, specimen.dossier())


def body_of(*blocks: Block) -> Document:
    return specimen.document(head=(), body=blocks, foot=())


def test_every_text_of_the_tree_is_held(dossier: bytes) -> None:
    document = specimen.dossier()
    held = {" ".join(text.split()) for _tag, text in controls(dossier)}
    wanted: list[Any] = [(Text(document.title),), document.standfirst]
    for block in walk((*document.head, *document.body, *document.foot)):
        match block:
            case Paragraph():
                wanted.append(block.content)
            case Table():
                wanted += [column.title for column in block.columns]
                wanted += chain(*(row.cells for row in block.rows))
                wanted.append(block.caption)
            case Section() if not block.key:
                wanted.append(block.title)
            case _:
                pass
    assert len(wanted) > 40
    assert {" ".join(plain(text).split()) for text in wanted} - held == {""}  # a slot


@pytest.mark.parametrize("make", [specimen.dossier, specimen.document])
def test_keys_carry_the_hash_of_what_they_hold(writer: DocxWriter, make: Any) -> None:
    data = write(writer, make())
    tags, marks = list(controls(data)), list(bookmarks(data))
    for tag, text in tags:
        assert tag.rpartition(":")[2] == hash_of(text), (tag, text)
    for name, text in marks:
        found = KEY.fullmatch(name)
        assert found, name
        assert found[1] == hash_of(text), (name, text)
    assert len(marks) >= len(tags)
    assert len(marks) > 15 <= len(tags)  # where columns end, bookmarks stand alone


def test_a_key_is_short_and_says_its_place() -> None:
    key = Key("succiso", "problem-2", words_hash("Testo"))
    assert key.tag == f"ps2:succiso:problem-2:{hash_of('Testo')}"
    long = Key("s" * 70, "f" * 70, words_hash(""))
    assert len(long.tag) <= 64
    assert len(long.bookmark) <= 40
    others = {Key("s" * 71, "f" * 70, "0"), Key("s" * 70, "f" * 71, "0"), replace(long, digest="0")}
    assert len({key.tag for key in others}) == len({key.bookmark for key in others}) == 3


def test_hash_does_not_change_with_what_word_changes() -> None:
    assert words_hash("80\u00a0% di co\u00adprogetto ") == words_hash("80 % di\nco" + "progetto")
    assert words_hash("perche\u0301") == words_hash("perch\u00e9")
    assert words_hash("perché") != words_hash("Perché")


def test_controls_are_hidden_deletable_and_unlike(dossier: bytes) -> None:
    properties = list(part(dossier, "word/document.xml").iter(W + "sdtPr"))
    ids, tags = [], []
    for each in properties:
        tag, alias, id = (each.find(W + name) for name in ("tag", "alias", "id"))
        assert tag is not None
        assert alias is not None
        assert id is not None
        assert 0 < len(tag.get(W + "val", "")) <= 64
        assert 0 < len(alias.get(W + "val", "")) <= 64
        assert each.find(W + "lock") is None
        ids.append(id.get(W + "val"))
        tags.append(tag.get(W + "val", ""))
        look = each.find(W15 + "appearance")
        assert look is not None
        assert (look.get(W15 + "val") == "hidden") == tags[-1].startswith("ps2:")
    assert len(set(ids)) == len(ids)
    assert len(set(tags)) == len(tags)
    assert any(
        (a := p.find(W + "alias")) is not None and a.get(W + "val") == "I passi (s1-p)"
        for p in properties
    )


def test_where_word_allows_no_control_a_bookmark_stands_alone(writer: DocxWriter) -> None:
    figures = (KeyFigure("7", specimen.t("posti"), specimen.t("2021")),) * 3
    data = write(writer, body_of(specimen.para("a", "Prima"), KeyFacts(id="k", figures=figures)))
    for control in part(data, "word/document.xml").iter(W + "sdt"):
        assert next(control.iter(W + "sectPr"), None) is None, "a section ends inside a control"
    assert len(list(bookmarks(data))) == len(list(controls(data))) + 2


def test_notes_are_found_by_their_calls(writer: DocxWriter) -> None:
    note = Note(specimen.t("Una nota."))
    data = write(writer, body_of(specimen.para("p", "Testo", note, ".")))
    assert tuple(text for _n, text in list(bookmarks(data))[-1:-3:-1]) == ("Una nota.", "Testo.")
    assert not list(part(data, "word/footnotes.xml").iter(W + "bookmarkStart", W + "sdt"))


def test_the_same_field_twice_has_two_keys(writer: DocxWriter) -> None:
    data = write(writer, body_of(specimen.para("p", "Uno"), specimen.para("p", "Uno")))
    assert [tag.split(":")[2] for tag, _text in controls(data)][-2:] == ["p", "p.2"]


def test_texts_that_are_empty_have_no_control(writer: DocxWriter) -> None:
    row = Row(id="r", cells=(specimen.t("Voce"), ()))
    table = Table(id="t", columns=(Column(specimen.t("A")), Column(())), rows=(row,))
    data = write(writer, body_of(table, OrderedList(id="o", items=(ListItem(id="i", blocks=()),))))
    assert [tag.split(":")[2] for tag, _text in controls(data)][2:] == ["t-column-1", "r-1"]


def test_cells_stay_cells(dossier: bytes) -> None:
    table = next(part(dossier, "word/document.xml").iter(W + "tbl"))
    for row in table.iterfind(W + "tr"):
        cells = list(row.iter(W + "tc"))
        assert len(cells) == 4
        assert all(etree.QName(cell[-1]).localname == "p" for cell in cells)


# --- what a municipality fills in --------------------------------------------------------------


def test_blanks_are_prompts_and_nothing_is_filled_in(dossier: bytes) -> None:
    forms = [
        each
        for each in part(dossier, "word/document.xml").iter(W + "sdt")
        if each.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    ]
    texts = ["".join(t.text or "" for t in each.iter(W + "t")) for each in forms]
    assert texts == ["[giorno]", "[nome del Comune]", "[numero]", "[giorno]"]
    dates = [each.find(f"{W}sdtPr/{W}date") is not None for each in forms]
    assert dates == [False, False, False, True]
    for each in forms[2:]:
        # The prompt, what will be written in its place, and the line that goes on.
        content = each.find(f"{W}sdtContent/{W}r/{W}rPr/{W}rStyle")
        written = each.find(f"{W}sdtPr/{W}rPr/{W}rStyle")
        line = each.getnext()
        assert line is not None
        assert line.find(W + "tab") is not None
        looks = [content, written, line.find(f"{W}rPr/{W}rStyle")]
        names = [look.get(W + "val") if look is not None else None for look in looks]
        assert names == ["PitStopFormPrompt", "PitStopFormBlank", "PitStopFormBlank"]
        # In a plain-text control LibreOffice forgets the prompt's look.
        assert each.find(f"{W}sdtPr/{W}text") is None
    for style in part(dossier, "word/styles.xml").iter(W + "style"):
        if style.get(W + "styleId") in ("PitStopFormPrompt", "PitStopFormBlank"):
            assert style.find(f"{W}rPr/{W}u") is not None


@pytest.mark.parametrize("written", ["31 marzo", ""])
def test_what_is_written_in_a_blank_is_none_of_the_words_around_it(
    writer: DocxWriter, written: str
) -> None:
    words = ("Entro il ", Blank("term", "giorno"), " si riferisce in aula.")
    data = write(writer, body_of(specimen.para("p", *words)))
    document = part(data, "word/document.xml")
    (blank,) = (
        each
        for each in document.iter(W + "sdt")
        if each.find(f"{W}sdtPr/{W}tag").get(W + "val") == "ps-form:term"  # type: ignore[union-attr]
    )
    for text in blank.iter(W + "t"):
        text.text = written
    held = next(blank.iterancestors(W + "sdt"))
    tag = held.find(f"{W}sdtPr/{W}tag")
    assert tag is not None
    assert said(held) == "Entro il  si riferisce in aula."
    assert tag.get(W + "val", "").rpartition(":")[2] == hash_of(said(held))


def test_without_blanks_there_is_no_form(writer: DocxWriter) -> None:
    data = write(writer, specimen.document())
    assert b"PitStopForm" not in etree.tostring(part(data, "word/document.xml"))


def test_properties_say_which_brief_it_is(dossier: bytes) -> None:
    found = {e.get("name"): e.findtext(VT + "lpwstr") for e in part(dossier, "docProps/custom.xml")}
    assert found == {
        "PitStop source": "succiso", "PitStop edition": "comitato-tecnico", "PitStop version": "1",
        "PitStop status": "draft", "PitStop language": "it-IT",
    }  # fmt: skip


def test_controls_cost_no_words(writer: DocxWriter, tmp_path: Path) -> None:
    deep = BulletList(id="b", items=(specimen.item("i", "Punto"),))
    box = Callout(id="c", kind="risk", title=specimen.t("Attenzione"), level=2, blocks=(deep,))
    root = part(write(writer, body_of(box)), "word/document.xml")
    assert re.findall("Punto", "".join(t.text or "" for t in root.iter(W + "t"))) == ["Punto"]
