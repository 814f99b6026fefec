"""Names that every disk takes, and words that nothing obeys."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.packs.names import STEM_MAX, as_cell, file_names, folder_name, plain, shown
from pitstop_docs.runs.names import is_device
from tests.packs.projects import municipality

WORDS = st.text(max_size=320)
SAFE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SUFFIXES = st.sampled_from([".docx", ".pdf"])
DEVICES = st.sampled_from(["con", "NUL", "aux", "com1", "Lpt9", "prn."])


@given(st.lists(st.tuples(st.lists(WORDS | DEVICES, max_size=3), SUFFIXES), max_size=12))
def test_names_are_plain_short_and_differ(stems: list[tuple[list[str], str]]) -> None:
    names = file_names(stems)
    assert [name[name.rindex(".") :] for name in names] == [suffix for _words, suffix in stems]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        stem = name.rpartition(".")[0]
        assert SAFE.fullmatch(stem)
        assert len(stem) <= STEM_MAX
        assert not is_device(name)
        assert not is_device(stem)


@given(WORDS, WORDS)
def test_a_folder_is_one_plain_name(istat: str, name: str) -> None:
    folder = folder_name(municipality(istat=istat, name=name))
    assert SAFE.fullmatch(folder)
    assert len(folder) <= 47


def test_a_path_is_one_that_windows_takes() -> None:
    """A campaign's name, a folder's and a file's: 200 characters, which leaves 60 for a user's own folders."""
    longest = "x" * 400
    folder = folder_name(municipality(name=longest))
    (name,) = file_names([((longest, longest), ".docx")])
    assert len(f"output/packs/{'c' * 60}/{folder}/{name}") < 200


@given(WORDS)
def test_what_is_shown_is_one_line_that_nothing_obeys(words: str) -> None:
    line = shown(words)
    assert len(line.splitlines()) <= 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", line)


@given(st.sampled_from(["=", "+", "-", "@", "\t=", "\r\n@", "\u202e=", " +"]), WORDS)
def test_no_cell_is_a_formula(sign: str, words: str) -> None:
    assert as_cell(sign + words)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")


def test_known_names() -> None:
    assert plain("Sant'Agata de' Goti") == "sant-agata-de-goti"
    assert folder_name(municipality()) == "040012-forli"
    assert folder_name(municipality(istat="021008", name="Bolzano/Bozen")) == "021008-bolzano-bozen"
    assert file_names([(("succiso", "giunta"), ".docx")] * 2) == [
        "succiso-giunta.docx", "succiso-giunta-2.docx",
    ]  # fmt: skip
    assert file_names([(("Con",), ".pdf"), (("→",), ".pdf")]) == ["file-con.pdf", "file.pdf"]
