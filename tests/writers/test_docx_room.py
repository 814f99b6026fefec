"""How much room Word's pages have, and lines that are no longer than a reader can follow."""

from dataclasses import replace

import pytest

from pitstop_docs.copyfit import trim
from pitstop_docs.copyfit.units import units_of
from pitstop_docs.look.theme import Templates, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.heights import Piece, level, read_metrics
from pitstop_docs.writers.docx.letterheads.opening import open_letterhead
from pitstop_docs.writers.lines import DISPLAY, TEXT
from tests import specimen
from tests.docx_words import part
from tests.letterheads import first_page

TEMPLATES = Templates((packaged_templates(),))
FACES = {"Lora": TEXT, "Titillium Web": DISPLAY, "Titillium Web Light": DISPLAY}
SENTENCE = "Il Comune mette a disposizione un edificio pubblico chiuso e pubblica un avviso. "


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    return DocxWriter(TEMPLATES, tmp_path_factory.mktemp("media"))


def long(count: int, pages: int = 1) -> Document:
    """A brief of so many passages of five lines, the first of which is required."""
    blocks = tuple(replace(specimen.para(f"p{n}", SENTENCE * 4), rank=n) for n in range(count))
    return specimen.document(head=(), body=blocks, foot=(), pages=pages)


def spare(writer: DocxWriter, document: Document) -> float:
    return writer.room(document).spare(document.head, document.body, document.foot)


# --- lines -------------------------------------------------------------------------------------


def test_lines_have_as_many_letters_as_the_theme_says(writer: DocxWriter) -> None:
    most = load_theme(TEMPLATES).word.measure
    styles = part(writer.write(long(1), Reporter()).data, "word/styles.xml")
    metrics = read_metrics(styles, FACES, {})
    for id in ("BodyText", "ListBullet", "PitStopLessonText", "PitStopSmall", "FootnoteText"):
        metric = metrics[id]
        assert 0.85 * most < (9978 - metric.indents) / metric.letter < most


def test_a_box_is_as_wide_as_its_title(writer: DocxWriter) -> None:
    styles = part(writer.write(long(1), Reporter()).data, "word/styles.xml")
    metrics = read_metrics(styles, FACES, {})
    for box in ("Messages", "Lesson", "Risk"):
        title, text = metrics[f"PitStop{box}Title"], metrics[f"PitStop{box}Text"]
        assert title.right == text.right > 0


# --- columns -----------------------------------------------------------------------------------


def test_two_columns_are_as_high_as_what_cannot_be_parted() -> None:
    line, held = Piece(10), Piece(10, held=True)
    even = level([line] * 8)
    assert level([line] * 9) - even == 10
    assert level([*[line] * 3, held, *[line] * 4]) - even == 10
    assert level([]) == 0


# --- room --------------------------------------------------------------------------------------


def test_each_passage_takes_its_room_and_a_page_more_is_room_for_more(writer: DocxWriter) -> None:
    one, two, three = (spare(writer, long(count)) for count in (1, 2, 3))
    assert one > two > three
    assert one - two == pytest.approx(two - three)
    assert spare(writer, long(3, pages=2)) > three


def test_room_is_what_the_whole_file_would_leave(writer: DocxWriter) -> None:
    """Blocks measured one by one, or all at once in another Document."""
    document = specimen.document()
    room = writer.room(document)
    whole = room.spare(document.head, document.body, document.foot)
    assert room.spare(document.head, document.body, document.foot) == whole
    assert spare(writer, document) == whole


def test_a_letterhead_with_less_room_leaves_less(writer: DocxWriter) -> None:
    document, place = long(3), Location("borgo.docx")
    sheet = open_letterhead(first_page(), "borgo", place, writer.plain_look, Reporter())
    assert sheet is not None
    room = writer.room(document, sheet)
    assert room.spare((), document.body, ()) < spare(writer, document)


def test_a_sheet_with_less_room_holds_the_best_of_it(writer: DocxWriter) -> None:
    document = long(40)
    shorter, out = trim(document, writer.room(document))
    kept = [unit.key for unit in units_of(shorter)]
    assert kept == [unit.key for unit in units_of(document)][: len(kept)]
    assert len(kept) + len(out) == 40
    assert spare(writer, shorter) >= 0
    assert trim(shorter, writer.room(shorter)) == (shorter, frozenset())
