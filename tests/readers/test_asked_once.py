"""What one record alone decides is found out once, for as long as that record is there."""

import gc
from collections.abc import Callable
from pathlib import Path

from pitstop_docs.look.templates import Templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.readers.project import ProjectReader
from pitstop_docs.records.model import Case
from pitstop_docs.records.once import once
from tests.project import make_project


def _asking() -> tuple[Callable[[Case], str], list[str]]:
    """Return what is asked of a case, and whose it was really worked out for."""
    asked: list[str] = []

    @once
    def title(case: Case) -> str:
        asked.append(case.id)
        return case.title

    return title, asked


def test_a_record_that_is_read_anew_is_asked_anew(tmp_path: Path) -> None:
    make_project(tmp_path)
    title, asked = _asking()
    reader = ProjectReader(tmp_path)

    def titles() -> list[str]:
        collection = reader.read(Templates.of(tmp_path), Reporter())
        return [title(case) for case in collection.every_case]

    before = titles()
    assert titles() == before
    assert len(asked) == len(before)
    path = next((tmp_path / "sources" / "practices").glob("*.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: Nuovo ", 1), encoding="utf-8")
    assert sum(one != other for one, other in zip(titles(), before, strict=True)) == 1
    assert len(asked) == len(before) + 1


def test_nothing_is_known_of_records_that_are_gone(tmp_path: Path) -> None:
    make_project(tmp_path)
    title, asked = _asking()
    for _time in range(3):
        collection = ProjectReader(tmp_path).read(Templates.of(tmp_path), Reporter())
        cases = list(collection.every_case)
        assert [title(case) for case in cases] == [case.title for case in cases]
        del collection, cases
        gc.collect()
    assert len(asked) == 3 * len(set(asked))
