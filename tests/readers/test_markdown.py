"""Markdown as people write it: what it becomes, and the places of what is inside."""

from collections.abc import Iterator

import pytest

from pitstop_docs.compose.typesetting import split_first_sentence
from pitstop_docs.readers.chunks import blank_comments
from pitstop_docs.tree.document import (
    Block,
    BlockQuote,
    BulletList,
    Cite,
    Emphasis,
    Figure,
    Inlines,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
)
from pitstop_docs.tree.walk import plain
from tests.project import PRACTICE
from tests.readers.reading import Bench, bench, in_body


@pytest.fixture(scope="module")
def reader() -> Iterator[Bench]:
    with bench() as made:
        yield made


def outline(blocks: tuple[Block, ...]) -> list[str]:
    """Return *blocks* as lines: the words of paragraphs, indented below what they stand in."""
    out: list[str] = []
    for block in blocks:
        match block:
            case Paragraph():
                out.append(plain(block.content))
            case BulletList() | OrderedList():
                start = block.start if isinstance(block, OrderedList) else 0
                for number, item in enumerate(block.items, start=start):
                    mark = f"{number}." if isinstance(block, OrderedList) else "-"
                    inner = outline(item.blocks)
                    out += [f"{mark} {inner[0]}", *(f"  {line}" for line in inner[1:])]
            case BlockQuote():
                out += [f"> {line}" for line in outline(block.blocks)]
                out += [f"> = {plain(block.attribution)}"] if block.attribution else []
            case Section():
                out += [f"# {plain(block.title)}", *(f"  {line}" for line in outline(block.blocks))]
            case Table():
                rows = [tuple(c.title for c in block.columns), *(row.cells for row in block.rows)]
                out += [" | ".join(plain(cell) for cell in row) for row in rows]
                out += [f": {plain(block.caption)}"] if block.caption else []
            case Figure():
                out.append(f"! {block.alt}")
            case _:
                raise AssertionError(block)
    return out


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        # lists
        ("Testo\n- uno\n- due", ["Testo", "- uno", "- due"]),
        ("Testo\n1. uno\n2. due", ["Testo", "1. uno", "2. due"]),
        ("Nel\n2026 a capo", ["Nel 2026 a capo"]),
        ("- uno\n  - due\n  - tre\n- quattro", ["- uno", "  - due", "  - tre", "- quattro"]),
        ("- uno\n    - due\n- tre", ["- uno", "  - due", "- tre"]),
        ("- uno\n\t- due\n- tre", ["- uno", "  - due", "- tre"]),
        ("1. uno\n   - due\n2. tre", ["1. uno", "  - due", "2. tre"]),
        ("- uno\n\n- due\n\n- tre", ["- uno", "- due", "- tre"]),
        ("- uno\n\n- due\n\n  ancora due\n- tre", ["- uno", "- due", "  ancora due", "- tre"]),
        ("- uno\n  va a capo\n- due", ["- uno va a capo", "- due"]),
        ("* uno\n* due", ["- uno", "- due"]),
        ("3. tre\n4. quattro", ["3. tre", "4. quattro"]),
        ("1) uno\n2) due", ["1. uno", "2. due"]),
        ("- uno\n1. due", ["- uno", "1. due"]),
        ("1991\\. Un anno", ["1991. Un anno"]),
        # headings inside a section
        ("### Prima ###\n\nUno\n\n### Dopo\nDue", ["# Prima", "  Uno", "# Dopo", "  Due"]),
        # quotations
        ("> Parole\n> di altri", ["> Parole di altri"]),
        ("> Parole\n> — Una socia", ["> Parole", "> = — Una socia"]),
        ("> Parole\n>\n> – Una socia", ["> Parole", "> = – Una socia"]),
        ("Testo\n> Parole", ["Testo", "> Parole"]),
        # tables
        ("| a | b |\n|---|--:|\n| 1 | |\n| 2 | 3 |", ["a | b", "1 | ", "2 | 3"]),
        ("Testo\n| a | b |\n|---|---|\n| 1 | 2 |\nPoi", ["Testo", "a | b", "1 | 2", "Poi"]),
        ("| a |\n|---|\n| 1 |\n: Una *didascalia*", ["a", "1", ": Una didascalia"]),
        ("| a |\n|---|\n| 1 |\n\n: Una didascalia", ["a", "1", ": Una didascalia"]),
        ("a | b\n--- | ---\n1 \\| 2 | 3", ["a | b", "1 | 2 | 3"]),
        # images
        ("![](bottega.png)", ["! La bottega del paese, aperta."]),
        ("![Un \\*altro\\* testo](../media/bottega.png)", ["! Un *altro* testo"]),
        ("![](<bottega.png>) {.keep}", ["! La bottega del paese, aperta."]),
        ("| a |\n|---|\n| 1 |\n\n: Una didascalia {.keep}", ["a", "1", ": Una didascalia"]),
        # comments of authors are never printed
        ("Uno <!-- nota --> due", ["Uno due"]),
        ("Uno <!-- nota\n\nsu tre righe --> due", ["Uno", "due"]),
        ("<!-- nota -->\nUno\n<!-- ## Titolo\n[@mai] <b> -->", ["Uno"]),
        ("- uno <!-- nota -->\n- due", ["- uno", "- due"]),
        ("Uno<!---->due", ["Uno due"]),
        # text that only looks like something else
        ("{{ 7*7 }} %if x% ${y}", ["{{ 7*7 }} %if x% ${y}"]),
        ("2 * 3, 4*5, nome_di_file, 3 < 4 & 5 > 2", ["2 * 3, 4*5, nome_di_file, 3 < 4 & 5 > 2"]),
        ("\\*uno\\* \\[@due] \\[tre](x) \\<b> \\_q\\_", ["*uno* [@due] [tre](x) <b> _q_"]),
        ("    rientrato", ["rientrato"]),
        ("Uno\tdue   tre", ["Uno due tre"]),
        ("[sic] e (tra parentesi)", ["[sic] e (tra parentesi)"]),
    ],
)  # fmt: skip
def test_blocks(reader: Bench, markdown: str, lines: list[str]) -> None:
    assert outline(reader.printed(markdown)) == lines


@pytest.mark.parametrize(
    "markdown",
    [
        "![](bottega.png) {.keep .detail}",
        "![](bottega.png)\n\n{.keep .detail}",
        "| a |\n|---|\n| 1 |\n\n: Didascalia {.keep .detail}",
        "| a |\n|---|\n| 1 |\n\n{.keep}\n\n: Didascalia {.detail}",
    ],
)
def test_pictures_and_captions_take_marks(reader: Bench, markdown: str) -> None:
    (block,) = reader.printed(markdown)
    assert block.marks == ("keep", "detail")


@pytest.mark.parametrize(
    ("markdown", "inlines"),
    [
        ("*uno* **due**", (Emphasis((Text("uno"),)), Text(" "), Strong((Text("due"),)))),
        ("***uno***", (Strong((Emphasis((Text("uno"),)),)),)),
        ("uno  \ndue", (Text("uno"), LineBreak(), Text("due"))),
        ("uno [@scheda].", (Text("uno"), Cite("scheda"), Text("."))),
        ("uno [@scheda, p. 3; @legge-381-1991]",
         (Text("uno"), Cite("scheda", "p.\u00a03"), Cite("legge-381-1991"))),
        ("uno^[con [@scheda] *qui*] e", (
            Text("uno"),
            Note((Text("con"), Cite("scheda"), Text(" "), Emphasis((Text("qui"),)))),
            Text(" e"),
        )),
        ("[uno *due*](https://esempio.it/a_b?c=d#e)",
         (Link((Text("uno "), Emphasis((Text("due"),))), "https://esempio.it/a_b?c=d#e"),)),
        ("<https://esempio.it>", (Link((Text("https://esempio.it"),), "https://esempio.it"),)),
        ("<nome@esempio.it>", (Link((Text("nome@esempio.it"),), "mailto:nome@esempio.it"),)),
        ("[x](tel:+39051)", (Link((Text("x"),), "tel:+39051"),)),
        ("*un* l'\"Azienda\" e\nil 70 %",
         (Emphasis((Text("un"),)), Text(" l’«Azienda» e il 70\u00a0%"))),
    ],
)  # fmt: skip
def test_inlines(reader: Bench, markdown: str, inlines: Inlines) -> None:
    (paragraph,) = reader.printed(markdown)
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == inlines


def test_items_rows_and_calls_know_their_lines(reader: Bench) -> None:
    text = (
        "Uno.\n\n- Stesse parole [@a]\n- Stesse parole [@a]\n  - Stesse parole [@a]\n\n"
        "| a |\n|---|\n| x [@a] |\n| x [@a] |"
    )
    _collection, found = reader.read(in_body(text))
    assert [d.location.line - 39 for d in found] == [2, 3, 4, 8, 9]
    blocks = reader.blocks(text.replace(" [@a]", ""))
    listed, table = blocks[1], blocks[2]
    assert isinstance(listed, BulletList)
    assert isinstance(table, Table)
    places = [item.location for item in listed.items] + [row.location for row in table.rows]
    assert [place.line - 39 for place in places if place] == [2, 3, 8, 9]


def test_ids_are_stable_and_unique(reader: Bench) -> None:
    blocks = reader.blocks("Uno\n\n- due\n- tre")
    assert [block.id for block in blocks] == [
        block.id for block in reader.blocks("Uno\n\n- due\n- tre")
    ]
    listed = blocks[1]
    assert isinstance(listed, BulletList)
    ids = [block.id for block in blocks] + [item.id for item in listed.items]
    assert len(ids) == len(set(ids))
    assert all(id.startswith("problem-") for id in ids)


@pytest.mark.parametrize(
    ("markdown", "first"),
    [
        ("Uno. Due.", "Uno."),
        ("Uno [@scheda]. Due.", "Uno."),
        ("Uno.[@scheda] Due.", "Uno."),
        ("Uno. [@scheda; @scheda, p. 2] Due.", "Uno."),
        ("Uno *due. Tre* quattro. Cinque", "Uno due. Tre quattro."),
        ("Uno. *Due* tre.", "Uno."),
        ("Vale l'art. 5. Due.", "Vale l’art.\u00a05."),
        ("Uno solo", "Uno solo"),
    ],
)
def test_the_first_sentence_is_a_whole_number_of_inlines(
    reader: Bench, markdown: str, first: str
) -> None:
    (paragraph,) = reader.printed(markdown)
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.content[: paragraph.lead]).strip() == first
    again, lead = split_first_sentence(paragraph.content)
    assert plain(again[:lead]).strip() == first


def test_front_matter_may_hold_hyphens_in_a_block(reader: Bench) -> None:
    text = in_body("Uno.").replace(
        "certainty: Le notizie vengono da una scheda sola.",
        "certainty: |-\n  Le notizie\n  ---\n  vengono da una scheda.",
    )
    collection, found = reader.read(text)
    assert found == []
    assert str(collection.practices["paese"].certainty) == "Le notizie --- vengono da una scheda."
    assert collection.practices["paese"].location.path == PRACTICE


def test_comments_are_blanked_in_their_place() -> None:
    assert blank_comments("a<!-- b\nc -->d") == "a      \n     d"
    assert blank_comments("a <!-- b") == "a <!-- b"
    assert blank_comments("a --> b <!-->") == "a --> b <!-->"


def test_a_column_has_room_for_its_longest_word(reader: Bench) -> None:
    cell = "una cella con molte parole, che chiede quasi tutta la larghezza della tabella"
    rows = f"| Aspetto | Primo | Secondo |\n|---|---|---|\n| Condizione | {cell} | {cell} |"
    _first, table = reader.blocks(f"Uno.\n\n{rows}")
    assert isinstance(table, Table)
    shares = [column.width / sum(c.width for c in table.columns) for column in table.columns]
    # Letters of nine points on a page of 176 mm: ten of them, bold, take less than 20 mm.
    assert shares[0] * 176 > 20
