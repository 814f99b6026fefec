"""A brief that was laid out once, addressed to one municipality after the other."""

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.pdf import PdfWriter
from pitstop_docs.writers.pdf.stamps import Stampable, UnsetError
from tests import specimen
from tests.pdf_opened import pages_of
from tests.pdf_outline import untagged, words

LONGEST = "Cortaccia sulla strada del vino/Kurtatsch an der Weinstraße"
NAMES = ("Ne", "Forlì", "None", "San Dorligo della Valle/Dolina", "Žitomir č š", LONGEST)
EIGHT = 8 - 0.01  # pt
A4_WIDTH, MARGIN = 595.28, 16 * 72 / 25.4 - 0.1


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> PdfWriter:
    media = tmp_path_factory.mktemp("media")
    Picture.new("RGB", (600, 400), (90, 140, 200)).save(media / "specimen.png")
    return PdfWriter(Templates((packaged_templates(),)), media)


def addressed(writer: PdfWriter, document: Document) -> bytes:
    reporter = Reporter()
    data = writer.write(document, reporter).data
    assert reporter.diagnostics == []
    return data


@pytest.fixture(scope="module")
def dossier(writer: PdfWriter) -> Stampable:
    document = specimen.dossier(above=(specimen.LINE,), running_head=specimen.HEAD)
    return Stampable(addressed(writer, document))


@pytest.fixture(scope="module")
def giunta(writer: PdfWriter) -> Stampable:
    document = specimen.document(above=(specimen.LINE,), running_head=specimen.HEAD)
    return Stampable(addressed(writer, document))


def said(name: str) -> dict[str, str]:
    return {"line": f"Per il Comune di {name}", "head": f"Comune di {name}", "municipality": "qui"}


def flat(text: str) -> str:
    return " ".join(text.split())


# --- what readers find -------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_and_read_in_its_place(dossier: Stampable, name: str) -> None:
    pdf = dossier.fill(said(name))
    # By ear: above the title, below what kind of document it is; what repeats is not read again.
    heard = " ".join(words(pdf))
    assert f"Bozza Per il Comune di {name} Il paese" in heard
    assert f"Comune di {name}" not in heard.replace(f"Per il Comune di {name}", "")
    assert untagged(pdf) == ""
    # By two readers of text, which go by what is drawn and by where.
    drawn = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(pages_of(pdf)):
        texts = page.extract_text(), drawn[number].get_textpage().get_text_range()
        for text in map(flat, texts):
            if number == 0:
                assert f"Per il Comune di {name} Il paese" in text
            else:
                assert re.search(rf"Comune di {re.escape(name[:20])}", text)


def test_the_running_head_is_one_form_and_no_part_of_the_text(dossier: Stampable) -> None:
    pdf = dossier.fill(said("Forlì"))
    with pikepdf.open(io.BytesIO(pdf)) as file:
        forms = {
            (name, form.objgen)
            for page in file.pages
            for name, form in page.Resources.XObject.items()
            if form.get("/Subtype") == "/Form" and "PitStopSlot" in name
        }
        assert len(forms) == 1
        [(name, _form)] = forms
        calls = [page.Contents for page in file.pages]
        shown = [
            b"".join(s.read_bytes() for s in (c if isinstance(c, pikepdf.Array) else [c]))
            for c in calls
        ]
        drawn = [text.count(f"{name} Do".encode()) for text in shown]
        assert drawn == [0, *[1] * (len(drawn) - 1)]
        artifact = rb"/Artifact\s<</Type /Pagination>>\sBDC\s[^B]*" + name.encode() + b" Do"
        assert all(re.search(artifact, text) for text in shown[1:])


@pytest.mark.parametrize("name", NAMES)
def test_the_running_head_stands_beside_what_else_is_there(dossier: Stampable, name: str) -> None:
    page = pages_of(dossier.fill(said(name)))[1]
    letters = [c for c in page.crop((0, 0, page.width, 50)).chars if c["text"].strip()]
    named = [c for c in letters if "PSSLOT" in c["fontname"]]
    others = [c for c in letters if c not in named]
    begin, end = min(c["x0"] for c in named), max(c["x1"] for c in named)
    assert {c["x1"] < begin - 4 for c in others} == {True, False}, "a title at its left"
    assert all(c["x1"] < begin - 4 or c["x0"] > end + 4 for c in others)
    feet, beside = ({round(c["matrix"][5], 1) for c in each} for each in (named, others))
    assert sum(feet) / len(feet) == pytest.approx(max(beside), abs=0.5)


def test_each_copy_has_an_identifier_of_its_own(giunta: Stampable) -> None:
    def ids(pdf: bytes) -> list[bytes]:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            return [bytes(each) for each in file.trailer.ID]

    one, same, other = (ids(giunta.fill(said(name))) for name in ("Ne", "Ne", "Forlì"))
    assert one == same
    assert one[0] == other[0]
    assert one[1] != other[1]
    assert giunta.fill(said("Ne")) == giunta.fill(said("Ne"))


def test_files_of_all_recipients_are_equally_long(giunta: Stampable) -> None:
    assert len({len(giunta.fill(said(name))) for name in NAMES}) == 1


# --- what does not fit -------------------------------------------------------------------------


def sizes(pdf: bytes, page: int, word: str) -> list[tuple[float, float]]:
    """Return size and height on the page of the letters of each *word* there."""
    found = pages_of(pdf)[page].extract_words(extra_attrs=["size", "fontname"])
    return [
        (each["size"], each["top"])
        for each in found
        if "PSSLOT" in each["fontname"] and word in each["text"]
    ]


def test_what_is_too_long_becomes_smaller_then_takes_another_line(dossier: Stampable) -> None:
    short = dossier.fill(said("Ne"))
    [(full, _top)] = sizes(short, 1, "Comune")
    smaller = dossier.fill(said("San Valentino in Abruzzo Citeriore sul Mare Piccolo"))
    [(size, top)], [(_size, end)] = sizes(smaller, 1, "Comune"), sizes(smaller, 1, "Piccolo")
    assert EIGHT <= size < full
    assert top == pytest.approx(end, abs=0.1)
    wrapped = dossier.fill(said(LONGEST))
    [(size, top)], [(_size, end)] = sizes(wrapped, 1, "Comune"), sizes(wrapped, 1, "Weinstraße")
    assert EIGHT <= size <= full
    assert end > top + size


def test_what_is_longer_than_its_place_is_refused(dossier: Stampable) -> None:
    with pytest.raises(UnsetError) as refused:
        dossier.fill(said("Comune " * 40))
    assert not refused.value.letter


@pytest.mark.parametrize("letter", ["Ω", "中", "\n", "\u202e", "\U0001f600"])
def test_a_letter_that_the_font_lacks_is_refused(giunta: Stampable, letter: str) -> None:
    with pytest.raises(UnsetError) as refused:
        giunta.fill(said(f"Comune {letter} di mare"))
    assert refused.value.letter == letter


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(codec="latin-1"), max_size=300))
def test_whatever_the_words_they_fit_or_are_refused(giunta: Stampable, words: str) -> None:
    try:
        pdf = giunta.fill(said(words))
    except UnsetError:
        return
    assert len(pdf) == len(giunta.fill(said("Ne")))
    letters = [c for c in pages_of(pdf)[0].chars if "PSSLOT" in c["fontname"]]
    right = A4_WIDTH - MARGIN
    assert all(letter["size"] >= EIGHT and letter["x1"] <= right for letter in letters)


def test_letters_and_accents_apart_are_one(giunta: Stampable) -> None:
    assert giunta.fill(said("Forli\u0300")) == giunta.fill(said("Forlì"))


# --- what somebody else wrote ------------------------------------------------------------------

HOSTILE = ("(", "\\) Tj ET Q", "<41> Tj", "endstream endobj", "%PitStop-slot {}", "<<>>", "Q Q Q")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_words_and_nothing_else(giunta: Stampable, name: str) -> None:
    pdf = giunta.fill(said(name))
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.check_pdf_syntax() == []
    assert f"Per il Comune di {flat(name)}" in " ".join(words(pdf))


def test_a_title_is_no_slot(writer: PdfWriter) -> None:
    title = '%PitStop-slot {"key":"other","lines":1,"width":9,"leading":9,"size":9}'
    base = addressed(writer, specimen.document(title=title, above=(specimen.LINE,)))
    assert Stampable(base).keys == {"line"}


def test_a_brief_for_everybody_has_no_slots(writer: PdfWriter, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without slots"):
        Stampable(addressed(writer, specimen.document()))
