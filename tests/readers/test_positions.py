"""A message points at what is wrong, not at an equal sign that is right."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.reading import VALID, Bench, bench, in_body

FIRST = 39  # the line of the file on which a text begins that is put into the first section
FAST = settings(max_examples=60, deadline=2_000, derandomize=True, database=None)


@pytest.fixture(scope="module")
def reader() -> Iterator[Bench]:
    with bench() as made:
        yield made


def places(reader: Bench, markdown: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of what is wrong in *markdown*, lines counted from its first."""
    _collection, found = reader.read(in_body(markdown))
    return [(d.code, d.location.line - FIRST + 1, d.location.column) for d in found]


@pytest.mark.parametrize(
    ("markdown", "signs"),
    [
        ("**Uno** e **due**,\npoi **tre **quattro.", [(2, 5), (2, 11)]),
        ("*Uno* e *due*, *tre.", [(1, 16)]),
        ("*Uno* **due** *tre* **quattro", [(1, 21)]),
        ("__Uno__ e __due", [(1, 11)]),
        ("_Uno_ e _due", [(1, 9)]),
        ("***Uno*** e ***due", [(1, 13)]),
        ("**Uno**: due **tre", [(1, 14)]),
        ("\\*Uno\\* e *due*, *tre", [(1, 18)]),
        ("**Uno *due* tre** *quattro", [(1, 19)]),
        ("[**uno**](https://esempio.it/*a) **due", [(1, 34)]),
        ("Uno^[**due** e **tre] **quattro** **cinque", [(1, 16), (1, 35)]),
        ("- **uno**\n- **uno\n- **uno**", [(2, 3)]),
        ("* *uno*\n* *uno", [(2, 3)]),
        ("> **uno** e\n> **due", [(2, 3)]),
        ("| **a** | b |\n|---|---|\n| **c** | **d |\n| **e | **f** |", [(3, 11), (4, 3)]),
        ("### **Uno** e **due\n\nTesto", [(1, 15)]),
        ("**Uno**\n**due**\n\n**tre", [(4, 1)]),
        ("**uno** e **due* e **tre**", [(1, 11)]),
        ("**uno** e *due** e *tre*", [(1, 16)]),
        ("**due* e altro", [(1, 1)]),
        ("Firma: ____ e __uno", [(1, 15)]),
    ],
)
def test_the_leftover_sign_itself_is_shown(
    reader: Bench, markdown: str, signs: list[tuple[int, int]]
) -> None:
    assert places(reader, markdown) == [("unbalanced-emphasis", *sign) for sign in signs]


RIGHT = st.sampled_from(
    ["**uno**", "*uno*", "_uno_", "__uno__", "***uno***", "**uno *due* tre**", "uno", "5*3*2", "\\*uno\\*",
     "[*uno*](https://esempio.it)", "uno^[*due*]", "uno [@scheda]", "**uno**:", "«*uno*»", "<https://esempio.it/*a>"]
)  # fmt: skip
RIGHTS = st.lists(RIGHT, max_size=6)
GAP = st.sampled_from([" ", "\n", " e "])


@FAST
@given(RIGHTS, st.sampled_from(["**", "*", "__", "_", "***"]), RIGHTS, GAP)
def test_among_right_ones_the_wrong_one_is_shown(
    reader: Bench, before: list[str], sign: str, after: list[str], gap: str
) -> None:
    # An asterisk that is not closed would pair with the next one of its kind.
    same = sign[0]
    after = [piece for piece in after if same not in piece]
    text = gap.join(["Testo", *before, ""])
    line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    found = places(reader, f"{text}{sign}sbagliato {gap.join(after)}")
    assert found == [("unbalanced-emphasis", line, column)]


@pytest.mark.parametrize(
    ("markdown", "wrong"),
    [
        # The same fragment, first right, then wrong.
        ("\\[x](y) e [x](y)", [("broken-link", 1, 15)]),
        ("[x](https://esempio.it) e [x](https://esempio.it \"t\")", [("unsupported-markdown", 1, 31)]),
        ("\\<b> e <b>", [("raw-html", 1, 8)]),
        ("<b> e <b>", [("raw-html", 1, 1), ("raw-html", 1, 7)]),
        ("\\[@Mai] e [@Mai]", [("bad-cite", 1, 11)]),
        ("[@scheda], x@mai.it e [@mai]", [("unknown-reference", 1, 24)]),
        ("[@mai]\n[@mai-piu] e [@mai]",
         [("unknown-reference", 1, 2), ("unknown-reference", 2, 2), ("unknown-reference", 2, 15)]),
        ("\\`x\\` e `x`", [("unsupported-markdown", 1, 10)]),
        ("- <i>uno\n  - <b>due\n- <b>tre", [("raw-html", 1, 3), ("raw-html", 2, 5), ("raw-html", 3, 3)]),
        ("[x]() e [x]()", [("broken-link", 1, 5), ("broken-link", 1, 13)]),
    ],
)  # fmt: skip
def test_of_equal_fragments_the_wrong_one_is_shown(
    reader: Bench, markdown: str, wrong: list[tuple[str, int, int]]
) -> None:
    assert places(reader, markdown) == wrong


def test_in_a_field_the_leftover_sign_itself_is_shown(reader: Bench) -> None:
    text = VALID.replace(
        "certainty: Le notizie vengono da una scheda sola.",
        "certainty: 'L''**anno** e **uno** e\n  **due** poi **tre'",
    )
    _collection, found = reader.read(text)
    assert [(d.location.line, d.location.column) for d in found] == [(23, 15)]
