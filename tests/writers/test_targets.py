"""What is made of a brief, and the one way to write and read its name."""

from typing import get_args

import pytest

from pitstop_docs.writers.targets import Odt, Pdf, Target, Word, target_named

NAMES = {
    "docx": Word(),
    "docx@035046": Word("035046"),
    "docx@carta del Comune": Word("carta del Comune"),
    "odt": Odt(),
    "pdf": Pdf(),
    "pdf@press": Pdf("press"),
}


@pytest.mark.parametrize(("name", "target"), NAMES.items())
def test_names_are_read_as_they_are_written(name: str, target: Target) -> None:
    assert target.name == name
    assert target_named(name) == target


def test_every_kind_of_target_is_named() -> None:
    assert {type(target) for target in NAMES.values()} == {*get_args(Target)}


def test_sorted_by_name() -> None:
    assert sorted({*NAMES.values()}) == [NAMES[name] for name in sorted(NAMES)]


def test_a_file_on_a_letterhead_or_for_the_press_has_its_formats_suffix() -> None:
    assert [target.suffix for target in NAMES.values()] == [
        ".docx", ".docx", ".docx", ".odt", ".pdf", ".pdf",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "", "@", "docx@", "pdf@", "odt@", "odt@035046", "DOCX", ".docx", "html", "@035046", "docx ",
        "docx@..", "docx@.hidden", "docx@../../etc", "docx@/etc", "docx@a\\b", "pdf@a\0",
    ],
)  # fmt: skip
def test_no_other_name_is_read(name: str) -> None:
    with pytest.raises(ValueError, match="no target is called"):
        target_named(name)
