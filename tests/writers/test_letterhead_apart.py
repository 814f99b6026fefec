"""The chapters of a brief are the brief's: a letterhead's headings are neither counted nor listed."""

from collections.abc import Iterator

import pytest
from lxml import etree
from PIL import Image as Picture

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.letterheads.opening import PLACEHOLDER
from tests import specimen
from tests.docx_words import HeadingNumbers, W, part, style_names, words
from tests.letterheads import first_page, tables
from tests.letterheads.edits import parts_of, zipped
from tests.writers.test_letterheads import TEMPLATES, opened, repaired, written


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    folder = tmp_path_factory.mktemp("media")
    Picture.new("RGB", (60, 40), "navy").save(folder / "specimen.png")
    return DocxWriter(TEMPLATES, folder)


# --- letterheads -------------------------------------------------------------------------------


def line(text: str, style: str = "", more: str = "") -> str:
    """Return a paragraph, in the style of that id."""
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{name}{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def style(id: str, parent: str, more: str = "", name: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name or id}"/>'
        f'<w:basedOn w:val="{parent}"/><w:pPr>{more}</w:pPr></w:style>'
    )


def with_own(text: str = "", styles: str = "", lists: str = "", header: str = "") -> bytes:
    """Return a letterhead with *text* before the brief's place, and more styles, lists and header.

    A style in *styles* stands for the one of that name that was there."""
    parts = parts_of(tables())
    edits = {
        "word/document.xml": (f"<w:p><w:r><w:t>{PLACEHOLDER}", f"{text}<w:p><w:r><w:t>{PLACEHOLDER}"),
        "word/styles.xml": ("</w:styles>", f"{styles}</w:styles>"),
        "word/numbering.xml": ("<w:num ", f"{lists}<w:num "),
        "word/header1.xml": ("</w:hdr>", f"{header}</w:hdr>"),
    }  # fmt: skip
    for name, (old, new) in edits.items():
        xml = parts[name].decode()
        assert old in xml
        parts[name] = xml.replace(old, new, 1).encode()
    root = etree.fromstring(parts["word/styles.xml"])
    by_name: dict[str, etree._Element] = {}
    for each in list(root.iterfind(W + "style")):
        name_element = each.find(W + "name")
        assert name_element is not None
        before = by_name.get(name_element.get(W + "val", "").lower())
        if before is not None:
            root.remove(before)
        by_name[name_element.get(W + "val", "").lower()] = each
    return zipped(parts | {"word/styles.xml": etree.tostring(root)})


def numbered(*styles_of_levels: str) -> str:
    """Return the definition of a list whose levels name these styles; its number is 77."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="{id}"/><w:lvlText w:val="Art. %{n + 1}"/><w:lvlJc w:val="left"/></w:lvl>'
        for n, id in enumerate(styles_of_levels)
    )
    return f'<w:abstractNum w:abstractNumId="77">{levels}</w:abstractNum>'


NUMBER = '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
IN_LIST = '<w:numPr><w:numId w:val="77"/></w:numPr>'
FIRST_LEVEL = '<w:outlineLvl w:val="0"/>'
BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def code(words: str) -> str:
    return f"<w:r><w:instrText>{words}</w:instrText></w:r>"


def contents(*entries: str) -> str:
    """Return contents as Word makes them, without the control around."""
    toc = code(r" TOC \o &quot;1-3&quot; \u ")
    first = f"<w:p>{BEGIN}{toc}{SEPARATE}<w:r><w:t>{{}}</w:t></w:r></w:p>"
    rest = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    lines = [(first if n == 0 else rest).format(entry) for n, entry in enumerate(entries)]
    return f"{''.join(lines)}<w:p>{END}</w:p>"


HEADING = "heading 1"
WORDS = "Gli uffici"
BEFORE = "Prot. n. ______ del ______ Ai componenti dell’organo competente"
AFTER = "La responsabile dell’Area"
# What letterheads have: none of it is counted or listed.
CASES = {
    "headings in its text": with_own(line(WORDS, "Heading1") + line(WORDS, "Heading2")),
    "a style based on a heading": with_own(
        line(WORDS, "Atto"), style("Atto", "Heading1") + style("Comma", "Atto")
    ),
    "its contents' title is a heading": with_own(
        styles=style("TOCHeading", "Heading1", name="TOC Heading")
    ),
    "its title, text and captions are headings": with_own(
        styles=style("Title", "Heading1", name="Title")
        + style("Caption", "Heading2", name="caption")
        + style("BodyText", "Heading3", FIRST_LEVEL, name="Body Text")
    ),
    "numbered headings": with_own(
        line(WORDS, "Heading1") + line(WORDS, "Comma"),
        style("Heading1", "Normal", IN_LIST + FIRST_LEVEL, HEADING)
        + style("Heading2", "Normal", IN_LIST, "heading 2")
        + style("Comma", "Heading2"),
        numbered("Heading1", "Heading2") + NUMBER,
    ),
    "levels of the outline in its text": with_own(
        line(WORDS, "", FIRST_LEVEL) + line(WORDS, "Avviso"), style("Avviso", "Normal", FIRST_LEVEL)
    ),
    "a heading in its header": with_own(header=line(WORDS, "Heading1") + line(WORDS, "Title")),
    "titles and deeper headings": with_own(line(WORDS, "Title") + line(WORDS, "Heading4")),
    "a level without its list": with_own(
        line(WORDS, "Comma"), style("Comma", "Heading1", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    ),
    "contents of its own": with_own(contents("1 Gli uffici", "2 Gli orari")),
    "contents in Word's control": with_own(
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{line('Sommario', 'TOCHeading')}{contents('1 Gli uffici')}"
        "</w:sdtContent></w:sdt>"
    ),
    "contents in one element": with_own(
        '<w:p><w:fldSimple w:instr="TOC \\o"><w:r><w:t>Gli orari</w:t></w:r></w:fldSimple></w:p>'
    ),
}  # fmt: skip
CONTENTS = [name for name in CASES if name.startswith("contents")]
DOCUMENTS = {"dossier": specimen.dossier(), "giunta": specimen.document()}


# --- what Word would make of it ----------------------------------------------------------------


def levels(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the level and the words of every paragraph in the outline, as Word shows it: a heading style
    has the level of its name, whatever is said of it."""
    names = style_names(data)
    styles = {s.get(W + "styleId", ""): s for s in part(data, "word/styles.xml").iter(W + "style")}
    for paragraph in part(data, "word/document.xml").iter(W + "p"):
        mark = paragraph.find(f"{W}pPr/{W}pStyle")
        id = mark.get(W + "val", "") if mark is not None else ""
        kind, _space, number = names.get(id, "").lower().partition(" ")
        said = paragraph.find(f"{W}pPr/{W}outlineLvl")
        while said is None and id in styles:
            said = styles[id].find(f"{W}pPr/{W}outlineLvl")
            parent = styles[id].find(W + "basedOn")
            id = parent.get(W + "val", "") if parent is not None else ""
        level = (
            int(number) - 1
            if kind == "heading"
            else 9
            if said is None
            else int(said.get(W + "val", ""))
        )
        if level < 9:
            yield level, "".join(t.text or "" for t in paragraph.iter(W + "t"))  # fmt: skip


def sequences(data: bytes) -> int:
    """Return how many numbers of tables and figures Word would count."""
    return etree.tostring(part(data, "word/document.xml")).count(b"SEQ ")


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("case", CASES)
def test_levels_and_numbers_are_those_of_the_brief(
    writer: DocxWriter, case: str, document: str
) -> None:
    plain = writer.write(DOCUMENTS[document], Reporter()).data
    made = written(writer, DOCUMENTS[document], CASES[case])
    assert list(levels(made)) == list(levels(plain))
    own = etree.tostring(part(CASES[case], "word/document.xml"), encoding="unicode").count(WORDS)
    before = BEFORE + f" {WORDS}" * (0 if case in CONTENTS else own)
    assert words(made) == [*before.split(), *words(plain), *AFTER.split()]
    for name in parts_of(made):
        if "/header" in name and name.endswith(".xml"):
            counted = HeadingNumbers(made)
            assert {counted.text(p) for p in part(made, name).iter(W + "p")} <= {""}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_its_own_articles_keep_the_numbers_that_they_had(writer: DocxWriter, document: str) -> None:
    made = written(writer, DOCUMENTS[document], CASES["numbered headings"])
    found = []
    styles = {s.get(W + "styleId", ""): s for s in part(made, "word/styles.xml").iter(W + "style")}
    for paragraph in part(made, "word/document.xml").iter(W + "p"):
        if "".join(t.text or "" for t in paragraph.iter(W + "t")) == WORDS:
            mark = paragraph.find(f"{W}pPr/{W}pStyle")
            assert mark is not None
            places = (paragraph, styles[mark.get(W + "val", "")])
            found.append(
                [
                    next(e.get(W + "val") for p in places for e in p.iterfind(f"{W}pPr/{W}numPr/{W}{tag}"))
                    for tag in ("numId", "ilvl")
                ]
            )  # fmt: skip
    assert found == [["77", "0"], ["77", "1"]]


@pytest.mark.parametrize("case", CONTENTS)
def test_contents_of_its_own_are_left_out_and_said(writer: DocxWriter, case: str) -> None:
    reporter = Reporter()
    letterhead = opened(writer, CASES[case], reporter)
    assert [d.message for d in reporter.diagnostics if d.code == "letterhead-notes"] == [
        "notes, comments and contents in its text are left out"
    ]
    made = written(writer, specimen.document(), CASES[case])
    assert not {"uffici", "orari", "Sommario"} & {*words(made)}
    assert b"TOC " not in etree.tostring(part(made, "word/document.xml"))
    again = Reporter()
    opened(writer, repaired(writer, letterhead), again)
    assert again.diagnostics == []


def test_its_captions_do_not_count_among_ours(writer: DocxWriter) -> None:
    simple = '<w:fldSimple w:instr=" SEQ Tabella \\* ARABIC "><w:r><w:t>7</w:t></w:r></w:fldSimple>'
    caption = (
        f"<w:p><w:r><w:t>Tabella </w:t></w:r>{simple}<w:r><w:t> e </w:t></w:r>"
        f"{BEGIN}{code('SEQ Figura')}{SEPARATE}<w:r><w:t>8</w:t></w:r>{END}</w:p>"
    )
    made = written(writer, specimen.dossier(), with_own(caption))
    assert sequences(made) == sequences(writer.write(specimen.dossier(), Reporter()).data) > 0
    assert "Tabella 7 e 8" in " ".join(words(made))


# --- where the brief goes ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "runs",
    [
        ["{{ pitstop }}"], ["{{\u00a0pitstop\u00a0}}"], ["{{  PitStop}}"], ["{{PITSTOP }}"],
        ["{{", "pitstop", "}}"], ["{", "{ pit", "stop", " }", "} "], ["\u200b{{pitstop\u200b}}"],
        ["\u2003{{\u202fpitstop }}\u00a0"],
    ],
)  # fmt: skip
def test_the_place_of_the_brief_is_found_as_people_write_it(
    writer: DocxWriter, runs: list[str]
) -> None:
    parts = parts_of(tables())
    old = f"<w:r><w:t>{PLACEHOLDER}</w:t></w:r>"
    new = "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    xml = parts["word/document.xml"].decode()
    assert old in xml
    data = zipped(parts | {"word/document.xml": xml.replace(old, new).encode()})
    reporter = Reporter()
    opened(writer, data, reporter)
    assert {d.code for d in reporter.diagnostics} == {"letterhead-styles"}
    assert words(written(writer, specimen.document(), data)) == words(
        written(writer, specimen.document(), tables())
    )


@pytest.mark.parametrize("text", ["{{pit stop}}", "{{pitstop}} a", "{pitstop}", "{{pitstops}}"])
def test_other_words_are_no_place_of_a_brief(writer: DocxWriter, text: str) -> None:
    parts = parts_of(tables())
    xml = parts["word/document.xml"].decode().replace(PLACEHOLDER, text)
    reporter = Reporter()
    opened(writer, zipped(parts | {"word/document.xml": xml.encode()}), reporter)
    assert "letterhead-placeholder" in {d.code for d in reporter.diagnostics}


CELL = (
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>'
    "<w:tr><w:tc>{}</w:tc></w:tr></w:tbl><w:p/>"
)


AGAIN = {
    "in a cell": with_own(CELL.format(line("{{ pitstop }}"))),
    "in its header": with_own(header=line("{{pitstop}}")),
    "before": with_own(line("{{PitStop}}")),
}


@pytest.mark.parametrize("data", AGAIN.values(), ids=AGAIN)
def test_a_second_place_is_said_and_stays_empty(writer: DocxWriter, data: bytes) -> None:
    reporter = Reporter()
    opened(writer, data, reporter)
    assert [d.message for d in reporter.diagnostics if d.code == "letterhead-placeholder"] == [
        "{{pitstop}} is there more than once: the brief stands in the place of the first"
    ]
    made = written(writer, specimen.document(), data)
    stories = [name for name in parts_of(made) if name.endswith(".xml")]
    assert not any(b"{{" in parts_of(made)[name] for name in stories)
    assert words(made).count("Bozza") == words(
        written(writer, specimen.document(), tables())
    ).count("Bozza")


def test_a_letterhead_without_headings_is_carried_as_it_is(writer: DocxWriter) -> None:
    made = written(writer, specimen.dossier(), first_page())
    for kind in ("header", "footer"):
        for n in (1, 2):
            own = part(first_page(), f"word/{kind}{n}.xml")
            carried = part(made, f"word/letterhead/{kind}{n}.xml")
            assert len(carried) == len(own) + (kind == "footer"), "a draft's footer has a line more"
            assert b"outlineLvl" not in etree.tostring(carried)
