"""Contents, captions, cross-references and numbered headings of Word files; the golden parts."""

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Block,
    Cite,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Figure,
    Image,
    Link,
    Section,
    Table,
)
from pitstop_docs.writers.docx import DocxWriter
from tests import docx_words, specimen
from tests.docx_words import HeadingNumbers, W, part, words

PARTS = Path(__file__).parent.parent / "goldens" / "docx" / "parts"
CHARFORMAT = r" \* CHARFORMAT"
PAGES = {"problem": 2, "deep": 3, "tab": 4, "fig": 5}


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    media = tmp_path_factory.mktemp("media")
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(media / "specimen.png")
    return DocxWriter(Templates((packaged_templates(),)), media)


def write(writer: DocxWriter, document: Document, **numbers: int) -> bytes:
    reporter = Reporter()
    data = writer.write(document, reporter, numbers).data
    assert reporter.diagnostics == []
    return data


@pytest.fixture(scope="module")
def dossier(writer: DocxWriter) -> bytes:
    return write(writer, specimen.dossier(), **PAGES)


def body_of(*blocks: Block, head: tuple[Block, ...] = ()) -> Document:
    return specimen.document(head=head, body=blocks, foot=())


def fields(data: bytes) -> list[tuple[str, str]]:
    """Return code and result of each field but contents."""
    return [
        (code, "".join(t.text or "" for run in runs for t in run.iter(W + "t")))
        for code, runs in docx_words.fields(part(data, "word/document.xml"))
    ]


def toc_codes(data: bytes) -> list[str]:
    """Return the codes of contents."""
    codes = [(c.text or "").strip() for c in part(data, "word/document.xml").iter(W + "instrText")]
    return [code for code in codes if code.startswith("TOC")]


@pytest.mark.parametrize(
    "name",
    ["word/document", "word/footnotes", "word/numbering", "word/settings", "word/styles",
     "word/header1", "word/footer1", "docProps/core", "docProps/custom"],
)  # fmt: skip
def test_parts_are_the_golden_ones(dossier: bytes, accept: bool, name: str) -> None:
    root = part(dossier, f"{name}.xml")
    etree.indent(root)
    found = etree.tostring(root, encoding="unicode") + "\n"
    golden = PARTS / f"{Path(name).name}.xml"
    if accept:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8"), "read the diff, then pytest --accept"


def test_contents_and_lists_are_fields(dossier: bytes) -> None:
    assert toc_codes(dossier) == [
        r'TOC \o "1-1" \h \z', r'TOC \h \z \c "Tabella"', r'TOC \h \z \c "Figura"',
    ]  # fmt: skip
    kinds = [
        c.get(W + "fldCharType") for c in part(dossier, "word/document.xml").iter(W + "fldChar")
    ]
    assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)


def test_pages_stand_where_they_are_known(dossier: bytes, writer: DocxWriter) -> None:
    pages = [(code.split()[1], page) for code, page in fields(dossier) if code[:4] == "PAGE"]
    sections = [("problem", "2"), ("deep", "3")]
    # As contents and as what its parts begin with.
    assert pages == [*sections, *sections, ("tab", "4"), ("fig", "5")], "img is unknown"
    plain = write(writer, specimen.dossier())
    assert not [code for code, _result in fields(plain) if code.startswith("PAGEREF")]
    assert words(plain) == words(dossier)


def test_page_numbers_stand_at_the_end_of_the_line(dossier: bytes) -> None:
    root = part(dossier, "word/document.xml")
    size, margins = next(root.iter(W + "pgSz")), next(root.iter(W + "pgMar"))
    width = int(size.get(W + "w", "")) - sum(int(margins.get(W + s, "")) for s in ("left", "right"))
    tabs = list(root.iter(W + "tab"))
    stops = [t for t in tabs if t.get(W + "val") == "right" and t.get(W + "pos") == str(width)]
    # After dots, but where what a part holds stands before it.
    assert Counter(t.get(W + "leader") for t in stops) == {"dot": 4, "none": 2}


def test_pages_take_the_place_of_others_in_contents_that_stand(
    writer: DocxWriter, dossier: bytes
) -> None:
    draft = writer.draft(specimen.dossier(), Reporter())
    plain = write(writer, specimen.dossier())
    assert [draft.data(), draft.data({**PAGES, "img": 9}), draft.data(PAGES), draft.data()] == [
        plain,
        write(writer, specimen.dossier(), **PAGES, img=9),
        dossier,
        plain,
    ]


def test_nothing_asks_when_it_is_opened(dossier: bytes) -> None:
    for name in ("document", "settings", "footnotes"):
        xml = etree.tostring(part(dossier, f"word/{name}.xml"))
        assert b"dirty" not in xml
        assert b"updateFields" not in xml


def test_captions_are_counted_by_word(dossier: bytes) -> None:
    counted = [(code, result) for code, result in fields(dossier) if code.startswith("SEQ")]
    assert counted == [
        (rf"SEQ Tabella \* ARABIC{CHARFORMAT}", "1"), (rf"SEQ Figura \* ARABIC{CHARFORMAT}", "1"),
        (rf"SEQ Figura \* ARABIC{CHARFORMAT}", "2"),
    ]  # fmt: skip


def test_a_label_that_word_would_count_otherwise_says_its_number(writer: DocxWriter) -> None:
    image = Image("specimen.png", 60, 40)
    figures = [
        Figure(id=f"f{n}", graphic=image, alt="Immagine", label=label)
        for n, label in enumerate(("Figura 1", "Figura 3", "Figura 4", "Schema"))
    ]
    data = write(writer, body_of(*figures))
    assert [code for code, _result in fields(data) if code[:3] == "SEQ"] == [
        rf"SEQ Figura \* ARABIC{CHARFORMAT}", rf"SEQ Figura \* ARABIC \r 3{CHARFORMAT}",
        rf"SEQ Figura \* ARABIC{CHARFORMAT}",
    ]  # fmt: skip
    assert "Schema" in words(data)


def test_cross_references_are_fields(dossier: bytes, writer: DocxWriter) -> None:
    assert (r"REF tab_label \h \* MERGEFORMAT", "Tabella 1") in fields(dossier)
    root = part(dossier, "word/document.xml")
    start = next(m for m in root.iter(W + "bookmarkStart") if m.get(W + "name") == "tab_label")
    inside = []
    for element in start.itersiblings():
        if element.tag == W + "bookmarkEnd" and element.get(W + "id") == start.get(W + "id"):
            break
        inside += [t.text or "" for t in element.iter(W + "t")]
    assert "".join(inside) == "Tabella 1", "the label without its point"
    cited = write(writer, specimen.document())
    assert [f for f in fields(cited) if f[0][:3] == "REF"] == [
        (rf"REF ref_1 \r \h{CHARFORMAT}", "1"), (rf"REF ref_2 \r \h{CHARFORMAT}", "2"),
    ]  # fmt: skip


def test_an_update_of_fields_keeps_their_look(dossier: bytes, writer: DocxWriter) -> None:
    """Word gives a new result the look of the code: every run of a field has it."""
    styles = {"SEQ": "PitStopCaptionLabel", "REF": "PitStopCitation"}
    found = []
    for data in (dossier, write(writer, specimen.document())):
        for code, runs in docx_words.fields(part(data, "word/document.xml")):
            if CHARFORMAT in code:
                looks = [run.find(f"{W}rPr/{W}rStyle") for run in runs]
                names = {look.get(W + "val") if look is not None else None for look in looks}
                assert names == {styles[code[:3]]}, code
                found.append(code[:3])
    assert set(found) == set(styles)


def test_a_link_with_words_of_its_own_stays_a_link(writer: DocxWriter) -> None:
    target = specimen.para("p", Link(specimen.t("la tabella che segue"), "#t"))
    table = Table(
        id="t", label="Tabella 1", columns=(Column(specimen.t("A")),), rows=(),
        caption=specimen.t("Voci"),
    )  # fmt: skip
    data = write(writer, body_of(target, table))
    assert [f for f in fields(data) if f[0][:3] == "REF"] == []
    anchors = [h.get(W + "anchor") for h in part(data, "word/document.xml").iter(W + "hyperlink")]
    assert anchors == ["t"]


def test_a_citation_inside_a_link_leaves_the_link_whole(writer: DocxWriter) -> None:
    cite = Cite("x", number=1, target="ref-1")
    data = write(
        writer,
        specimen.document(
            head=(), body=(specimen.para("p", Link((cite,), "https://example.org/a")),)
        ),
    )
    assert fields(data) == []


# --- headings ----------------------------------------------------------------------------------


def section(id: str, number: str, level: int = 2, *blocks: Block) -> Section:
    return Section(id=id, key=id, title=specimen.t(id), level=level, number=number, blocks=blocks)


def shown(data: bytes) -> list[str]:
    numbers = HeadingNumbers(data)
    lines = []
    for paragraph in part(data, "word/document.xml").iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and re.fullmatch(r"Heading\d", style.get(W + "val", "")):
            text = "".join(t.text or "" for t in paragraph.iter(W + "t"))
            lines.append(f"{numbers.text(paragraph)}| {text}")
    return lines


def test_headings_count_by_themselves(writer: DocxWriter) -> None:
    inner = (section("a1", "1.1", 3, section("a11", "", 4)), section("a2", "1.2", 3))
    blocks = (
        section("a", "1", 2, *inner),
        section("b", "2", 2, section("b1", "2.1", 3)),
        section("c", ""),
    )
    assert shown(write(writer, body_of(*blocks))) == [
        "1 | a", "1.1 | a1", "| a11", "1.2 | a2", "2 | b", "2.1 | b1", "| c",
    ]  # fmt: skip


def test_numbers_that_word_would_not_give_are_typed(writer: DocxWriter) -> None:
    blocks = (section("a", "1"), section("b", "3"), section("c", "2"))
    assert shown(write(writer, body_of(*blocks))) == ["1 | a", "| 3 b", "2 | c"]


def test_without_numbers_headings_belong_to_no_list(writer: DocxWriter) -> None:
    data = write(writer, body_of(section("a", "")))
    styles = part(data, "word/styles.xml")
    heading = next(s for s in styles.iterfind(W + "style") if s.get(W + "styleId") == "Heading1")
    assert heading.find(f"{W}pPr/{W}numPr") is None
    assert shown(data) == ["| a"]


def test_the_list_and_the_styles_name_each_other(dossier: bytes) -> None:
    numbering = part(dossier, "word/numbering.xml")
    tags = [etree.QName(child).localname for child in numbering]
    assert tags == sorted(tags), "all definitions before the first list"
    styles = {
        s.get(W + "styleId"): s for s in part(dossier, "word/styles.xml").iterfind(W + "style")
    }
    for level, style in enumerate(("Heading1", "Heading2", "Heading3")):
        number = styles[style].find(f"{W}pPr/{W}numPr/{W}numId")
        depth = styles[style].find(f"{W}pPr/{W}numPr/{W}ilvl")
        assert number is not None
        assert depth is not None
        assert depth.get(W + "val") == str(level)
        num = next(
            n for n in numbering.iterfind(W + "num") if n.get(W + "numId") == number.get(W + "val")
        )
        link = num.find(W + "abstractNumId")
        assert link is not None
        tied = numbering.xpath(
            "w:abstractNum[@w:abstractNumId=$id]/w:lvl[@w:ilvl=$level]/w:pStyle/@w:val",
            id=link.get(W + "val", ""), level=str(level), namespaces={"w": W[1:-1]},
        )  # fmt: skip
        assert tied == [style]


def test_contents_of_sections_inside_sections_ask_for_two_levels(writer: DocxWriter) -> None:
    entries = (
        ContentsEntry("1", specimen.t("a"), "a"),
        ContentsEntry("1.1", specimen.t("a1"), "a1"),
    )
    contents = Contents(id="toc", title=specimen.t("Indice"), entries=entries)
    blocks = section("a", "1", 2, section("a1", "1.1", 3))
    assert toc_codes(write(writer, body_of(blocks, head=(contents,)))) == [r'TOC \o "1-2" \h \z']


def test_decorative_pictures_say_so(writer: DocxWriter) -> None:
    image = Image("specimen.png", 60, 40)
    figures = [Figure(id=a or "none", graphic=image, alt=a) for a in ("Foto", "")]
    marks = [
        [m.get("val") for m in about.iter("{*}decorative")]
        for about in part(write(writer, body_of(*figures)), "word/document.xml").iter("{*}docPr")
    ]
    assert marks == [[], ["1"]]
