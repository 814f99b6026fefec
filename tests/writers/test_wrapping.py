"""Where lines end on finished pages: after no lone short word, inside no name, before no call of a note."""

import re
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Area,
    Cite,
    Emphasis,
    Inlines,
    Link,
    Note,
    Section,
    Strong,
    Text,
)
from pitstop_docs.tree.typeset import typeset
from pitstop_docs.tree.walk import plain
from pitstop_docs.writers.pdf import PdfWriter
from pitstop_docs.writers.pdf.wrapping import LONG_TAIL, tail_start, whole_words
from pitstop_docs.writers.table_columns import loosened
from tests import pdf_lines, specimen
from tests.pdf_space import letters

WORDS = [
    "a",
    "di",
    "il",
    "che",
    "nel",
    "con",
    "una",
    "per",
    "gruppo",
    "paese",
    "Comune",
    "edificio",
    "servizi",
    "abitanti",
    "cooperativa",
    "Bologna",
    "amministrazione",
    "trasformazione",
    "precipitevolmente",
    "Legacoop",
    "Emilia-Romagna",
    "co-progettazione",
    "tosco-emiliano",
    "Fondazione",
    "Conselice",
    "istituzionalmente",
    "è",
    "86",
    "imprese",
    "24",
    "mesi",
]
ENDS: tuple[tuple[Any, ...], ...] = (
    (".",),
    (".", Cite("x", number=1, target="ref-1"), Cite("x", number=2, target="ref-2")),
    (Note(specimen.t("Una nota.")), "."),
    ("!", Note(specimen.t("Una nota.")), Cite("x", number=1, target="ref-1")),
    (" ", Emphasis(specimen.t("tutta la cooperativa")), "."),
    (" nella ", Link(specimen.t("relazione annuale della Fondazione di Bologna"), "https://example.org/"), "."),
    (" del ", Strong(specimen.t("Comune")), ", ", Emphasis(specimen.t("sì")), "."),
    (" con ", Link((Text("gli "), Emphasis(specimen.t("abitanti"))), "https://example.org/"), " e no."),
    (" amministrazione precipitevolmente.",),
    (" internazionalizzazione sì.",),
)  # fmt: skip


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two hundred paragraphs of words at random, across pages and in the columns of strips."""
    chance = Random(1991)
    paragraphs = []
    for n in range(200):
        said, end = " ".join(chance.choices(WORDS, k=chance.randint(20, 45))), ENDS[n % len(ENDS)]
        if isinstance(end[0], str):  # words that follow words are one text
            said, end = said + end[0], end[1:]
        paragraphs.append(specimen.para(f"p{n}", typeset(said, "it"), *end))
    areas: tuple[Area, ...] = ("main", "side", "wide", "main", "side")
    body = tuple(
        Section(
            id=f"s{n}",
            title=specimen.t("Parte"),
            level=2,
            area=area,
            blocks=tuple(paragraphs[n::5]),
        )
        for n, area in enumerate(areas)
    )
    document = specimen.document(head=(), body=body, pages=30)
    folder = tmp_path_factory.mktemp("media")
    writer = PdfWriter(Templates((packaged_templates(),)), folder)
    return writer.write(document, Reporter()).data


def test_no_last_line_is_short(pdf: bytes) -> None:
    found = pdf_lines.paragraphs(pdf)
    assert sum(each.running and len(each.lines) >= 3 for each in found) > 150
    assert pdf_lines.short_ends(found) == []


def test_names_compounds_and_what_is_counted_are_in_one_piece(pdf: bytes) -> None:
    found = pdf_lines.paragraphs(pdf)
    assert pdf_lines.parted_names(found) == []
    assert pdf_lines.parted_numbers(found) == []
    assert len(pdf_lines.parted_words(found)) > 20  # others are parted as ever
    ends = {line.split()[-1] for each in found for line in each.lines[:-1]}
    assert {"Emilia-", "co-", "tosco-"} <= ends


def test_no_line_begins_with_a_call(pdf: bytes) -> None:
    found = pdf_lines.paragraphs(pdf)
    assert sum(each.calls for each in found) >= 100
    assert pdf_lines.parted_calls(found) == []


def test_no_line_is_too_long(pdf: bytes) -> None:
    seen = [letter for letter in letters(pdf) if letter.text.strip()]
    assert len(seen) > 10_000
    assert all(each.right <= each.page_width - 16 * 72 / 25.4 + 0.5 for each in seen)


@given(
    st.lists(st.sampled_from([*WORDS, "dell’Appennino", "«Legacoop»", "\u00a0", "<b>"])).map(
        " ".join
    )
)
def test_marks_change_no_letter(text: str) -> None:
    html = str(whole_words(text, 99))
    assert re.sub(r"</?span[^>]*>", "", html) == text.replace("<", "&lt;").replace(">", "&gt;")


@given(st.lists(st.sampled_from([w for w in WORDS if len(w) < 14]), min_size=4).map(" ".join))
def test_the_last_words_are_as_few_as_can_be(text: str) -> None:
    start = tail_start(specimen.t(text), LONG_TAIL, 99)
    assert start is not None
    assert text[start - 1] == " "
    last = text[start:]
    assert len(last.partition(" ")[2]) < LONG_TAIL[0]
    assert len(last) >= LONG_TAIL[0] or " " not in text[:start].rstrip()


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("a Legacoop Emilia-Romagna, poi", "a[ Legacoop Emilia-Romagna,] poi"),
        ("dell’Appennino tosco-emiliano", "dell’[Appennino tosco-emiliano]"),
        ("l’amministrazione di Roma", "l’amministrazione di Roma"),
        ("il premio UNIONCAMERE", "il premio[ UNIONCAMERE]"),
        ("Precipitevolissimevolmente", "Precipitevolissimevolmente"),
    ],
)
def test_names_are_marked_as_far_as_columns_have_room(text: str, marked: str) -> None:
    found = whole_words(text, 99)
    shown = found.replace('<span class="whole">', "[").replace("</span>", "]")
    assert shown == marked
    assert whole_words(text, 3) == text


def words_in(content: Inlines, room: float) -> str:
    """Return *content* as a column with so much *room* has it, with ~ where it is held."""
    return plain(loosened(content, room)).replace("\u00a0", "~")


def test_what_is_held_gives_way_in_a_narrow_column() -> None:
    held: Inlines = (
        Text("86\u00a0imprese e 10\u00a0000\u00a0€"),
        Emphasis(specimen.t("24\u00a0mesi")),
    )
    assert words_in(held, 99) == "86~imprese e 10~000~€24~mesi"
    assert words_in(held, 3) == "86 imprese e 10~000~€24 mesi"
