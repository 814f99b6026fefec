"""The lock knows a file by its bytes, forgets what changed, and never stops a build."""

from pathlib import Path

import pytest

from pitstop_docs.build.page_lock import (
    NAME,
    Measured,
    PageLock,
    content_key,
    merge,
    read_lock,
    report_excess,
    write_lock,
)
from pitstop_docs.problems.diagnostics import BriefId, Location, Reporter
from pitstop_docs.writers.targets import Word

FILE, OTHER = b"one", b"another"
PLACE = Location("sources/practices/paese.md")


def measured(data: bytes, pages: int = 2) -> Measured:
    return Measured(content_key(data), "7.4.7.2", pages, {"steps": 2, "action": 1, "facts": 1})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    lock = PageLock({"giunta/paese": measured(FILE), "consiglio/legge": measured(OTHER, 3)})
    assert write_lock(tmp_path, lock)
    assert not write_lock(tmp_path, lock)
    reporter = Reporter()
    again = read_lock(tmp_path, reporter)
    assert (again, reporter.diagnostics) == (lock, [])
    found = again.files["consiglio/legge"]
    assert (found.key, found.pages, found.program) == (content_key(OTHER), 3, "LibreOffice 7.4")


def test_a_file_is_a_line_and_lines_are_sorted(tmp_path: Path) -> None:
    write_lock(tmp_path, PageLock({"giunta/paese": measured(FILE), "consiglio/a": measured(FILE)}))
    lines = (tmp_path / NAME).read_text(encoding="utf-8").split("\n")
    key = content_key(FILE)
    assert lines[2] == (
        f'  "consiglio/a": {{"pages": 2, "version": "7.4.7.2", "key": "{key}", '
        '"numbers": {"action": 1, "facts": 1, "steps": 2}},'
    )
    assert lines[3].startswith('  "giunta/paese": {')


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<<<<<<< mine\n",
        "[]",
        '{"files": []}',
        '{"files": {"giunta/paese": {}}}',
        '{"files": {"giunta/paese": {"pages": "2", "version": "7", "key": "k", "numbers": {}}}}',
        '{"files": {"giunta/paese": {"pages": 2, "version": "7", "key": "k", "numbers": {"a": 0}}}}',
        '{"files": {"giunta/paese": {"pages": true, "version": "7", "key": "k", "numbers": {}}}}',
    ],
)
def test_a_damaged_lock_knows_nothing_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    (tmp_path / "sources").mkdir()
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    reporter = Reporter()
    assert read_lock(tmp_path, reporter).files == {}
    assert [problem.code for problem in reporter.diagnostics] == ["bad-lock"]
    assert [str(problem) for problem in reporter.diagnostics] == [
        "sources/pages.lock:1:1: warning[bad-lock]: sources/pages.lock cannot be read: the pages of "
        "the Word files are not known\n    `pitstop measure` writes it again"
    ]


def test_merging_keeps_what_still_holds() -> None:
    old = PageLock({name: measured(FILE) for name in ("new", "same", "stale", "unknown", "gone")})
    keys = {"new": "n", "same": content_key(FILE), "stale": "other", "unknown": None}
    found = {"new": measured(OTHER, 5)}
    merged = merge(old, found, keys).files
    assert sorted(merged) == ["new", "same", "unknown"]
    assert merged["new"].pages == 5


@pytest.mark.parametrize(("pages", "codes"), [(2, []), (3, ["word-over-budget"])])
def test_more_pages_than_the_edition_has(
    monkeypatch: pytest.MonkeyPatch, pages: int, codes: list[str]
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    reporter = Reporter()
    id = BriefId("paese", "consiglio")
    report_excess(id, Word(), measured(FILE, pages), 2, PLACE, reporter)
    assert [problem.code for problem in reporter.diagnostics] == codes
    assert all(
        p.message
        == "the Word file consiglio/paese has 3 pages, measured with LibreOffice 7.4: more "
        "than the 2 of its edition"
        for p in reporter.diagnostics
    )
