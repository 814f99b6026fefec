"""Folders that are watched may come, go, and be others of the same name: whoever asked is told."""

import shutil
from pathlib import Path
from queue import SimpleQueue

from pitstop_docs.runs.saves import hearing

SECONDS = 30


def test_a_folder_that_comes_and_goes_is_told_of_with_what_is_in_it(tmp_path: Path) -> None:
    told: SimpleQueue[frozenset[Path]] = SimpleQueue()
    here, later = tmp_path / "here", tmp_path / "later"
    here.mkdir()

    def heard_of(path: Path) -> bool:
        while path not in told.get(timeout=SECONDS):
            continue
        return True

    with hearing((here, later), told.put):
        shutil.copytree(here, tmp_path / "aside")
        (tmp_path / "aside/old").write_text("x", encoding="utf-8")
        (tmp_path / "aside").rename(later)
        assert heard_of(later)
        (here / "one").write_text("x", encoding="utf-8")
        assert heard_of(here / "one")
        (later / "two").write_text("x", encoding="utf-8")
        assert heard_of(later / "two")
        shutil.rmtree(later)
        assert heard_of(later)
