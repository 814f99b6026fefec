"""Texts that no page was made for: they fit, or one brief says what is too long, and where."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.build.made import Made
from pitstop_docs.copyfit import EMPTY
from pitstop_docs.problems.diagnostics import BriefId, Diagnostic, Reporter
from tests.pdf_outline import lonely_headings, read_tree
from tests.pdf_space import letters, page_count
from tests.project import PRACTICE, make_project, path_in, replace_in, written

PROBLEM = "La bottega del paese ha chiuso.\n\n![](bottega.png)"
SENTENCE = "Una frase che si ripete per pagine e pagine. "
BUDGETS = {"giunta": 1, "consiglio": 2, "commissione": 4, "comitato-tecnico": 12}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    return make_project(tmp_path)


def run(project: Path, *editions: str) -> tuple[list[Diagnostic], dict[str, Made]]:
    """Return what was wrong, and what became of the practice in each edition."""
    reporter = Reporter()
    choice = Choice(("paese",), editions)
    run = build(project, choice, reporter, lambda *told: None)
    return reporter.diagnostics, {id.edition: made for id, made in run.made.items()}


def many_sections(count: int) -> str:
    return "\n\n".join(f"### Titolo {n}\n\nParole della parte {n}." for n in range(count))


def long_table(count: int) -> str:
    rows = "\n".join(f"| {n} | voce numero {n} | note {n} |" for n in range(count))
    return f"Prima.\n\n| N | Voce | Note |\n| --- | --- | --- |\n{rows}"


def long_section() -> str:
    return "Prima frase.\n\n" + "\n\n".join([SENTENCE.strip() * 4] * 40)


BODIES: dict[str, Callable[[], str]] = {
    "one enormous paragraph": lambda: f"Prima frase. {SENTENCE * 300}",
    "a table longer than the budget": lambda: long_table(300),
    "very many short sections": lambda: many_sections(200),
    "a first section longer than a page": long_section,
    "words of 80 letters": lambda: f"Prima frase. {' '.join(['Parola' * 13 + 'ab.'] * 60)}",
    "no optional text at all": lambda: "Prima.",
}
# What takes long has a short form: too much for an edition that fills its pages, and for one more.
SHORT: dict[str, tuple[Callable[[], str], tuple[str, ...]]] = {
    "a table longer than the budget": (lambda: long_table(120), ("consiglio", "comitato-tecnico")),
    "very many short sections": (lambda: many_sections(60), ("consiglio", "commissione")),
    "a first section longer than a page": (long_section, ("consiglio", "commissione")),
}


def test_text_too_long_for_the_room_that_is_left_is_named(project: Path) -> None:
    replace_in(project, PRACTICE, PROBLEM, f"Prima frase. {SENTENCE * 300}")
    problems, built = run(project, "giunta")
    (warning,) = (each for each in problems if each.code != "repeated-opening")
    assert warning.code == "not-filled"
    assert str(warning.location) == "sources/practices/paese.md:39:1"
    assert warning.message.startswith("'paese' leaves room for about ")
    assert warning.message.endswith(
        " words in edition 'giunta': no passage that was left out fits there"
    )
    assert warning.hint == (
        "part the longest of them (in brackets their words): sources/practices/paese.md:39:1 (2700)"
    )
    assert written(built["giunta"]) == ["docx", "pdf"]


@pytest.mark.parametrize("name", BODIES)
def test_every_edition_keeps_its_budget_and_fills_it(project: Path, name: str, long: bool) -> None:
    body, editions = BODIES[name], tuple(BUDGETS)
    if name in SHORT and not long:
        body, editions = SHORT[name]
    replace_in(project, PRACTICE, PROBLEM, body())
    problems, built = run(project, *editions)
    assert {d.code for d in problems} <= {
        "too-short",
        "not-filled",
        "no-caption",
        "repeated-opening",
    }
    assert built.keys() == set(editions)
    for edition in editions:
        budget = BUDGETS[edition]
        pages = built[edition].pages
        assert pages
        data = path_in(project, "paese", edition, "pdf").read_bytes()
        assert page_count(data) == pages <= budget
        assert all(each.left >= 0 and each.right <= each.page_width + 0.5 for each in letters(data))
        assert lonely_headings(read_tree(data)) == []
        if edition == "comitato-tecnico":
            continue  # it ends where its text does
        cut = built[edition].cut
        assert cut is not None
        assert min(cut.fills[:-1], default=1) > 0.9, "a page before the last is full"
        full = len(cut.fills) == BUDGETS[edition] and cut.fills[-1] > 1 - EMPTY
        assert full or any(d.brief == BriefId("paese", edition) for d in problems)


def test_an_image_larger_than_the_page(project: Path) -> None:
    Image.new("RGB", (900, 9000), "white").save(project / "sources/media/bottega.png")
    problems, built = run(project)
    assert {d.code for d in problems} <= {"too-short"}
    assert all((built[edition].pages or 99) <= budget for edition, budget in BUDGETS.items())


def test_what_is_required_and_too_long_fails_its_brief_alone(project: Path) -> None:
    run(project, "giunta")
    old = path_in(project, "paese", "giunta", "pdf").read_bytes()
    long = SENTENCE.rstrip(". ").replace("pagine", "righe") * 50
    replace_in(project, PRACTICE, PROBLEM, f"{long}.")
    problems, built = run(project)
    (error,) = [d for d in problems if d.severity == "error"]
    assert error.code == "does-not-fit"
    assert str(error.location) == "sources/practices/paese.md:39:1"
    assert error.message.startswith("what 'paese' must say in edition 'giunta' is ")
    lines, words = _numbers(error.message)
    assert 3 < lines < 40
    assert 6 * lines < words < 20 * lines
    assert error.hint.startswith(
        "shorten its longest required texts (in brackets their words): sources/practices/paese.md:39:1 (401);"
    )
    assert {e: b.failed for e, b in built.items()} == {
        "giunta": True, "consiglio": False, "commissione": False, "comitato-tecnico": False
    }  # fmt: skip
    assert written(built["giunta"]) == []
    assert path_in(project, "paese", "giunta", "pdf").read_bytes() == old


def _numbers(message: str) -> tuple[int, int]:
    found = [int(word.strip("(),")) for word in message.split() if word.strip("(),").isdigit()]
    return found[0], found[1]


def test_as_much_shorter_as_the_message_says_fits(project: Path) -> None:
    words = 900
    text = " ".join(["parole"] * words)
    replace_in(project, PRACTICE, PROBLEM, f"{text}.")
    (error,) = [d for d in run(project, "giunta")[0] if d.code == "does-not-fit"]
    too_many = _numbers(error.message)[1]
    shorter = " ".join(["parole"] * (words - too_many - 15))
    replace_in(project, PRACTICE, text, shorter)
    assert not [d for d in run(project, "giunta")[0] if d.severity == "error"]


def test_too_little_text_says_how_much_is_missing(project: Path) -> None:
    problems, built = run(project, "commissione")
    (warning,) = [d for d in problems if d.code == "too-short"]
    assert warning.severity == "warning"
    start = (
        "'paese' has too little text for edition 'commissione', which has 4 pages: the last one is "
    )
    assert warning.message.startswith(start)
    missing = re.search(r"per cent full, and about (\d+) characters are missing", warning.message)
    assert missing
    assert 1000 < int(missing[1]) < 16000, "some pages of text"
    assert warning.hint.startswith("write more where there is least (in brackets the characters): ")
    assert written(built["commissione"]) == ["docx", "pdf"]
