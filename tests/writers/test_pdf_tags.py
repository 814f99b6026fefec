"""What is to be read where words are drawn otherwise than they are written: at the ends of lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.writers.pdf.tags import _Source

_WORDS = st.lists(st.text("abcXYZ.-", min_size=1, max_size=5), min_size=1, max_size=8)
_SPACES = st.sampled_from([" ", "  ", "\n", "\u00a0", " \n "])


@pytest.mark.parametrize(
    ("text", "lines", "read"),
    [
        ("una riga", ["una riga"], [""]),
        ("una\n  riga", ["una riga"], [""]),
        ("una riga ", ["una", " riga "], ["", ""]),
        ("cooperativa", ["coope-", "rativa"], ["coope\u00ad", ""]),
        ("socio/lavoratore", ["socio/", "lavoratore"], ["socio/\u2060", ""]),
        ("una riga", ["UNA RIGA"], ["una riga"]),
        ("una riga", ["altro"], [""]),
        ("una", ["una", "una"], ["", None]),
    ],
)
def test_lines_are_read_as_they_are_written(
    text: str, lines: list[str], read: list[str | None]
) -> None:
    source = _Source(text)
    assert [source.read(line) for line in lines] == read


@given(_WORDS, st.lists(_SPACES, min_size=9, max_size=9), st.integers(0, 60), _SPACES)
def test_a_line_ends_where_it_does_letter_by_letter(
    words: list[str], spaces: list[str], cut: int, space: str
) -> None:
    text = "".join(space + word for space, word in zip(spaces, words, strict=False)) + spaces[-1]
    drawn = (space.join(words) + space)[:cut].strip("-") or "a"
    as_written, otherwise = _Source(text), _Source(text)
    read, other = as_written.read(drawn), otherwise.read(drawn.swapcase())
    assert (read is None) == (other is None)
    assert as_written.position == otherwise.position
