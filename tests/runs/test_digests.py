"""Digests say the same on every machine, and another thing for anything that differs."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from pitstop_docs.runs.digests import digest, file_digest, read_tree
from tests import specimen


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Leaf:
    id: str
    place: int = 0


@dataclass(frozen=True)
class Twig:
    leaves: tuple[Leaf, ...]


DIFFERENT = [
    None, True, False, 0, 1, 1.0, "1", b"1", "", (), ((),), ("a", "bc"), ("ab", "c"), {}, {"a": 1},
    {"a": "1"}, frozenset({"a"}), ("a",), Colour.RED, "red", date(2026, 1, 2), "2026-01-02",
    Leaf("a"), Twig((Leaf("a"),)), Twig((Leaf("a"), Leaf("b"))), Twig((Leaf("b"), Leaf("a"))),
]  # fmt: skip


def test_whatever_differs_has_another_digest() -> None:
    assert len({digest(value) for value in DIFFERENT}) == len(DIFFERENT)


def test_the_order_of_maps_and_sets_does_not_count() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"x", "y", "z"}) == digest({"z", "y", "x"})


def test_fields_may_be_left_out() -> None:
    one, other = Twig((Leaf("a", 1),)), Twig((Leaf("a", 2),))
    assert digest(one) != digest(other)
    assert digest(one, without=("place",)) == digest(other, without=("place",))


def test_what_has_no_lasting_form_is_refused() -> None:
    for value in (object(), Path("/x"), len, Leaf):
        with pytest.raises(TypeError, match="no digest"):
            digest((value,))


def test_every_run_says_the_same() -> None:
    program = (
        "from tests import specimen\n"
        "from pitstop_docs.runs.digests import digest\n"
        "print(digest((specimen.document(), {'b', 'a', 'c'})))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.getcwd()},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(said) == 1
    document = specimen.document()
    assert said == {digest((document, {"a", "b", "c"})) + "\n"}
    assert digest(document) != digest(replace(document, title="x"))


def test_a_tree_is_its_names_and_contents(tmp_path: Path) -> None:
    def make(folder: Path) -> Path:
        (folder / "a/__pycache__").mkdir(parents=True)
        (folder / "a/__pycache__/x.pyc").write_bytes(os.urandom(8))
        (folder / "a/b.txt").write_text("b", encoding="utf-8")
        (folder / "c.txt").write_text("c", encoding="utf-8")
        return folder

    one, other = read_tree(make(tmp_path / "one")), read_tree(make(tmp_path / "other"))
    assert list(one.files) == ["a/b.txt", "c.txt"]
    assert one.digest == other.digest
    os.utime(tmp_path / "one/c.txt", (1, 1))
    assert read_tree(tmp_path / "one").digest == one.digest
    (tmp_path / "one/c.txt").rename(tmp_path / "one/d.txt")
    assert read_tree(tmp_path / "one").digest != one.digest
    assert read_tree(tmp_path / "nowhere").files == {}


def test_what_cannot_be_read_has_a_word(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to(tmp_path / "absent")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert read_tree(tmp_path).files == {"pipe": "special", "nowhere": "absent"}
    assert file_digest(tmp_path / "absent") == "absent"


CHANGES: list[Callable[[Path], object]] = [
    lambda folder: (folder / "a.txt").write_text("other", encoding="utf-8"),
    lambda folder: (folder / "b.txt").write_text("new", encoding="utf-8"),
    lambda folder: (folder / "a.txt").unlink(),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_while_a_build_is_at_work_is_seen(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    tree = read_tree(tmp_path)
    assert tree.still_holds()
    change(tmp_path)
    assert not tree.still_holds()
