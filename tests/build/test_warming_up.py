"""Workers are warm: all that they share is loaded in one process, which they are forked from."""

import os
from pathlib import Path

import pytest

from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.build.workers import Labour, at_work
from pitstop_docs.runs import nursery
from pitstop_docs.writers.targets import Pdf, Word
from tests.project import make_project


def parent_of(pid: int) -> int:
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    return int(stat.rpartition(")")[2].split()[1])


@pytest.mark.skipif(not nursery.FORKS, reason="workers are spawned one by one")
def test_whoever_has_loaded_all_can_still_be_forked(tmp_path: Path) -> None:
    make_project(tmp_path)
    labour = Labour(2, at_once=2)
    with at_work(labour, read_inputs(tmp_path), (Pdf(), Word())) as pool:
        parents = {parent_of(pid) for pid in pool.pids}  # type: ignore[attr-defined]
    assert len(parents) == 1
    assert parents != {os.getpid()}  # it has not started a thread, and had to be left out
