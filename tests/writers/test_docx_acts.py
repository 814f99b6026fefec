"""The drafts of acts as Word files: what stands where, on letterheads too, and what becomes of an edit."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.proofing import proof
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.letterheads import Letterhead
from pitstop_docs.writers.docx.letterheads.opening import PLACEHOLDER, open_letterhead
from pitstop_docs.writers.docx.letterheads.repeats import has_head, has_protocol
from tests import specimen
from tests.docx_words import W, outline, part
from tests.drafts import BODIES, act_of, make_drafts
from tests.letterheads import first_page, tables
from tests.letterheads.edits import with_text
from tests.project import PRACTICE, Once, replace_in

GOLDENS = Path(__file__).parents[1] / "goldens" / "docx" / "acts"
PLACE = Location("bozza.docx")
DELIBERATION = "deliberazione-giunta"
# Forms that no body of the small project asks for: the act of another, with its body.
OTHERS = {
    "deliberazione-consiglio": ("act: Mozione", "act: Proposta di deliberazione"),
    "ordine-del-giorno-consiglio": ("act: Mozione", "act: Ordine del giorno"),
}


@pytest.fixture(scope="module")
def project(once: Once) -> Path:
    return once("drafts", make_drafts)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    media = tmp_path_factory.mktemp("media")
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(media / "specimen.png")
    return DocxWriter(Templates((packaged_templates(),)), media)


@pytest.fixture(scope="module")
def acts(project: Path) -> dict[str, Document]:
    return {name: act_of(project, name) for name in BODIES}


def written(writer: DocxWriter, document: Document, letterhead: Letterhead | None = None) -> bytes:
    reporter = Reporter()
    data = writer.write(document, reporter, letterhead=letterhead).data
    assert reporter.diagnostics == []
    return data


def opened(writer: DocxWriter, data: bytes) -> Letterhead:
    found = open_letterhead(data, "borgo", PLACE, writer.plain_look, Reporter())
    assert found is not None
    return found


def wrong(data: bytes) -> list[str]:
    reporter = Reporter()
    proof(data, PLACE, reporter)
    return [problem.code for problem in reporter.diagnostics]


def edited(data: bytes, edit: Callable[[str], str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                before = content.decode()
                content = edit(before).encode()
                assert content.decode() != before, "the edit changes nothing"
            new.writestr(name, content)
    return buffer.getvalue()


def stories(data: bytes, kind: str) -> list[str]:
    """Return the words of each header or footer."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if re.fullmatch(rf"word/(?:\w+/)*{kind}\d*\.xml", n)]
    return ["".join(t.text or "" for t in part(data, name).iter(W + "t")) for name in names]


# --- without a letterhead ----------------------------------------------------------------------


@pytest.mark.parametrize("name", [*BODIES, *OTHERS])
def test_outline_is_the_golden_one(
    writer: DocxWriter, tmp_path: Path, accept: bool, name: str
) -> None:
    root = make_drafts(tmp_path)
    if name in OTHERS:
        replace_in(root, PRACTICE, *OTHERS[name])
    found = outline(written(writer, act_of(root, name)))
    golden = GOLDENS / f"{name}.txt"
    if accept:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8"), "read the diff, then pytest --accept"


@pytest.mark.parametrize("name", BODIES)
def test_nothing_is_wrong_with_it(writer: DocxWriter, acts: dict[str, Document], name: str) -> None:
    assert wrong(written(writer, acts[name])) == []


def test_it_says_that_it_is_a_draft_on_every_page_and_has_no_header(
    writer: DocxWriter, acts: dict[str, Document]
) -> None:
    data = written(writer, acts[DELIBERATION])
    assert "Bozza" in outline(data)
    assert stories(data, "header") == []
    feet = stories(data, "footer")
    assert feet
    assert all(foot.startswith("BOZZA\u00a0·\u00a0Proposta di deliberazione") for foot in feet)


def test_what_a_later_step_fills_in_has_stable_tags(
    writer: DocxWriter, acts: dict[str, Document]
) -> None:
    for act in acts.values():
        root = part(written(writer, act), "word/document.xml")
        tags = [tag.get(W + "val") for tag in root.iter(W + "tag")]
        assert {"ps-form:municipality", "ps-form:province"} <= set(tags)


def kept(data: bytes) -> dict[str, bool]:
    """Return, for the beginning of each paragraph, whether it stays on the page of the next."""
    paragraphs = part(data, "word/document.xml").iter(W + "p")
    return {
        "".join(t.text or "" for t in p.iter(W + "t")): p.find(f"{W}pPr/{W}keepNext") is not None
        for p in paragraphs
    }


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        (
            "mozione-consiglio",
            "Presentazione e voto|Lo completano|Data [giorno]Firma|Firma [|Votazione",
        ),
        ("indagine-conoscitiva-commissione", "Per l’avvio|Lo completa|Audizioni|Votazione|Firme"),
        ("indagine-conoscitiva-commissione", "Seduta del [giorno]Favorevoli"),
        ("documento-istruttorio-comitato-tecnico", "Per questi motivi si propone:"),
    ],
)
def test_no_page_begins_with_what_belongs_to_the_page_before(
    writer: DocxWriter, acts: dict[str, Document], name: str, begins: str
) -> None:
    found = kept(written(writer, acts[name]))
    for beginning in begins.split("|"):
        held = [keeps for words, keeps in found.items() if words.startswith(beginning)]
        assert held, beginning
        assert all(held), beginning


def test_the_fingerprint_is_no_word_to_be_proofed(
    writer: DocxWriter, acts: dict[str, Document]
) -> None:
    data = written(writer, acts[DELIBERATION])
    runs = part(data, "word/document.xml").iter(W + "r")
    codes = [
        run for run in runs if run.find(f"{W}rPr/{W}rStyle[@{W}val='PitStopCode']") is not None
    ]
    assert ["".join(t.text or "" for run in codes for t in run.iter(W + "t")).replace(" ", "")] == [
        re.search(r"SHA-256((?: [0-9a-f]{8}){8})", outline(data))[1].replace(" ", "")  # type: ignore[index]
    ]
    style = next(
        s for s in part(data, "word/styles.xml").iter(W + "style") if s.get(W + "styleId") == "PitStopCode"
    )  # fmt: skip
    assert style.find(f"{W}rPr/{W}noProof") is not None


# --- on a letterhead ---------------------------------------------------------------------------


@pytest.mark.parametrize("make", [first_page, tables])
def test_the_municipality_s_own_head_stays_and_ours_does_not_repeat_it(
    writer: DocxWriter, acts: dict[str, Document], make: Callable[[], bytes]
) -> None:
    data = written(writer, acts[DELIBERATION], opened(writer, make()))
    theirs, feet = " ".join(stories(data, "header")), stories(data, "footer")
    assert "omune di" in theirs or "COMUNE DI" in theirs
    assert "PitStop Issuer" not in outline(data)
    assert "Bozza" in outline(data)
    assert "BOZZA" not in theirs
    assert [foot.casefold().count("bozza") for foot in feet] == [1] * len(feet)


def protocol_lines(data: bytes) -> list[str]:
    lines = outline(data).splitlines()
    return [line for line in lines if re.search(r"\bprot(\.|ocollo) n\b", line, re.IGNORECASE)]


@pytest.mark.parametrize("document", ["mozione-consiglio", "brief"])
@pytest.mark.parametrize("make", [None, first_page, tables])
def test_there_is_one_line_for_the_protocol_and_never_two(
    writer: DocxWriter, acts: dict[str, Document], document: str, make: Callable[[], bytes] | None
) -> None:
    tree = specimen.dossier() if document == "brief" else acts[document]
    data = written(writer, tree, opened(writer, make()) if make else None)
    assert len(protocol_lines(data)) == 1


def lines(*texts: str) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    return with_text(paragraphs)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Prot. n. ____", True),
        ("Prot. N° 000/2026", True),
        ("Protocollo generale n. …", True),
        ("PROT. ________", True),
        ("Prot.", True),
        ("PEC: protocollo@pec.comune.esempio.it", False),
        ("Ufficio protocollo, tel. 000 000000", False),
        ("Protezione civile n. 1", False),
    ],
)
def test_a_line_for_the_protocol_is_known_by_its_words(
    writer: DocxWriter, text: str, asks: bool
) -> None:
    letterhead = opened(writer, lines(text, PLACEHOLDER))
    assert has_protocol(letterhead) == asks
    assert has_head(letterhead)


def test_paper_with_nothing_above_the_text_has_no_head(writer: DocxWriter) -> None:
    paper, buffer = docx.Document(), io.BytesIO()
    for text in ("", PLACEHOLDER, "Il Sindaco"):
        paper.add_paragraph(text)
    paper.save(buffer)
    assert not has_head(opened(writer, buffer.getvalue()))


# --- edited ------------------------------------------------------------------------------------


def point(words: str) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="PitStopPoint"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'
    )


LAST = '<w:p><w:pPr><w:pStyle w:val="PitStopSmall"/>'
EDITS: dict[str, tuple[Callable[[str], str], bool]] = {
    "a comma": (lambda xml: xml.replace("chiusi, con il", "chiusi con il"), True),
    "a word": (lambda xml: xml.replace("di nominare come", "di proporre come"), True),
    "one point more": (lambda xml: xml.replace(LAST, point("di aggiungere") + LAST, 1), True),
    "one point less": (
        lambda xml: re.sub(r"<w:t[^>]*>di pubblicare[^<]*</w:t>", "<w:t/>", xml), True,
    ),
    "a recital": (lambda xml: xml.replace("del paese ha chiuso", "ha chiuso"), False),
    "a blank": (lambda xml: xml.replace("[da completare]", "Rosa Neri"), False),
    "a date": (lambda xml: xml.replace("[giorno]", "31 marzo"), False),
    "spaces": (lambda xml: xml.replace("di dare indirizzo", "di  dare\u00a0indirizzo"), False),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_opinion_is_asked_again_when_the_points_change(
    writer: DocxWriter, acts: dict[str, Document], edit: str
) -> None:
    change, told = EDITS[edit]
    data = edited(written(writer, acts[DELIBERATION]), change)
    assert ("docx-changed-act" in wrong(data)) == told


@pytest.mark.parametrize("make", [first_page, tables])
def test_on_a_letterhead_the_points_are_found_too(
    writer: DocxWriter, acts: dict[str, Document], make: Callable[[], bytes]
) -> None:
    data = written(writer, acts[DELIBERATION], opened(writer, make()))
    assert "docx-changed-act" not in wrong(data)
    assert "docx-changed-act" in wrong(edited(data, EDITS["a comma"][0]))
