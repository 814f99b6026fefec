"""The words of finished files, compared where bytes cannot be."""

import pytest

from pitstop_docs.build.verify import words_of
from pitstop_docs.writers.targets import Word
from tests.runs.test_archive import REFUSED, zipped

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(text: str, before: str = "") -> bytes:
    xml = f"{before}<w:document {_W}><w:t>{text}</w:t></w:document>"
    return zipped({"word/document.xml": xml.encode()})


def test_hyphens_and_spaces_are_no_words() -> None:
    assert words_of(Word(), word("La bot-\u00adtega")) == words_of(Word(), word("Labottega"))


@pytest.mark.parametrize("case", REFUSED)
def test_a_word_file_that_cannot_be_read_has_no_words(case: str) -> None:
    assert words_of(Word(), REFUSED[case][0]()) == ""


def test_nothing_is_fetched_or_grown_for_a_word() -> None:
    assert words_of(Word(), zipped({"word/document.xml": b"<w:document"})) == ""
    for declared in ('"' + "a" * 99 + '"', 'SYSTEM "file:///etc/hostname"'):
        entity = f"<!DOCTYPE x [<!ENTITY e {declared}>]>"
        assert words_of(Word(), word("di&e;", entity)) in ("di", "")
