"""What is kept of a brief comes back, its problems in the place where the words stand today."""

from dataclasses import replace
from pathlib import Path

import pytest

from pitstop_docs.build.briefs import Brief, Composed
from pitstop_docs.build.made import (
    Made,
    WordPages,
    find_again,
    find_made,
    keep_made,
    keep_pages,
    made_from,
)
from pitstop_docs.build.outlines import outline_of
from pitstop_docs.problems.diagnostics import BriefId, Diagnostic, Location
from pitstop_docs.runs.store import Store
from pitstop_docs.tree.cut import Cut, Passage
from pitstop_docs.tree.document import Document, Paragraph, Section, Text
from pitstop_docs.tree.origin import Origin
from pitstop_docs.writers.targets import Pdf, Word
from tests import specimen

ID = BriefId("succiso", "giunta")


def document(line: int) -> Document:
    inner = Paragraph(id="p", origin=Origin("a.md", (line + 2, 1)), content=(Text("x"),))
    section = Section(
        id="s", origin=Origin("a.md", (line, 1)), title=(Text("t"),), level=2, blocks=(inner,)
    )
    place = Origin("a.md", (line - 5, 1))
    return replace(specimen.document(), origin=place, head=(), body=(section,), foot=())


def brief(line: int) -> Brief:
    whole = document(line)
    return Brief(outline_of(whole), Composed(whole), (Pdf(),), {"order": "x"})


def problem(place: Location) -> Diagnostic:
    return Diagnostic("too-short", place, "m", "h", ID)


def made(*places: Location) -> Made:
    passages = (Passage("t", "a.md:12:1", "x", 1, ""), Passage("t", "", "y", 0, "no-room"))
    cut = Cut(ID, "Titolo", 1, (0.98,), 9.8, 1.35, 3, passages)
    word = WordPages("k", "f")
    return Made(
        brief(10).key, {Pdf(): "d"}, 2, cut, word, tuple(map(problem, places)), {"fit": 1.5}
    )


def test_it_comes_back_in_its_new_place(tmp_path: Path) -> None:
    store = Store(tmp_path)
    elsewhere = Location("sources/a", 1, 1)
    result = made(Location("a.md", 5), Location("a.md", 10), Location("a.md", 12), elsewhere)
    assert made_from(result.as_json()) == result
    keep_made(store, brief(10), result)
    assert find_again(store, brief(10)) == result
    found = find_again(store, brief(20))
    assert found is not None
    assert [p.location for p in found.problems] == [
        Location("a.md", 15),
        Location("a.md", 20),
        Location("a.md", 22),
        elsewhere,
    ]
    assert found.cut
    assert [passage.place for passage in found.cut.passages] == ["a.md:22:1", ""]


def test_problems_in_another_language_are_found_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    said = made(Location("a.md"))
    keep_made(store, brief(1), said)
    monkeypatch.setenv("PITSTOP_LANG", "en")
    assert find_again(store, brief(1)) is None
    keep_made(store, brief(1), made())
    monkeypatch.setenv("PITSTOP_LANG", "it")
    assert find_again(store, brief(1)) == made()


def test_what_was_counted_later_is_added(tmp_path: Path) -> None:
    store = Store(tmp_path)
    keep_made(store, brief(1), made())
    keep_pages(store, brief(1).key, 3, "LibreOffice 7.4")
    found = find_made(store, brief(1).key)
    assert found == replace(made(), word=WordPages("k", "f", 3, "LibreOffice 7.4"))
    keep_pages(store, "0" * 64, 3, "LibreOffice 7.4")
    assert find_made(store, "0" * 64) is None


@pytest.mark.parametrize(
    "row", [{}, {"files": []}, {"files": {}, "problems": [{}], "pages": None, "seconds": 0}]
)
def test_what_has_another_form_is_nothing(tmp_path: Path, row: dict[str, object]) -> None:
    store = Store(tmp_path)
    store.remember(brief(1).key, row)
    assert find_again(store, brief(1)) is None


def test_fewer_files_than_asked_for_are_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    both = replace(brief(1), targets=(Pdf(), Word()))
    keep_made(store, both, replace(made(), key=both.key))
    assert find_made(store, both.key) is not None
    assert find_again(store, both) is None
