"""A theme that somebody has changed: what is wrong with it, where, all at once."""

from pathlib import Path

import pytest

from pitstop_docs.look.theme import Templates, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import PitstopError

THEME = (packaged_templates() / "theme.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


def problems(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Return what is said of the theme with *changes*, a line each, from its file's name on."""
    text = THEME
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "theme.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PitstopError) as caught:
        load_theme(Templates((folder,)))
    assert caught.value.hint
    return [line.partition("theme.yaml")[2] for line in str(caught.value).splitlines()]


def line_of(words: str) -> int:
    return THEME[: THEME.index(words)].count("\n") + 1


def test_the_theme_that_comes_with_pitstop_is_well_formed() -> None:
    assert load_theme(Templates((packaged_templates(),))).word.tightest.line < 1


def test_every_wrong_value_is_named_at_its_place(tmp_path: Path) -> None:
    word, face = line_of("  tightest:"), line_of("[Titillium Web, 300,")
    found = problems(
        tmp_path,
        ("{line: 0.86, space: 0.45}", "{line: largo, space: -1, aria: 2}"),
        ("[Titillium Web, 300,", "[Titillium Web, light,"),
    )
    assert found == [
        f":{face}:7: 'fonts.faces.0.weight' must be a number, not 'light'",
        f":{word}:20: 'word.tightest.line' must be a number, not 'largo'",
        f":{word}:34: 'word.tightest.space' must be greater than 0.0",
        f":{word}:44: a theme has no 'word.tightest.aria'",
    ]


def test_what_is_missing_is_named_where_it_should_be(tmp_path: Path) -> None:
    place = f":{line_of('  tightest:')}:13"
    found = problems(tmp_path, ("{line: 0.86, space: 0.45}", "{line: 2}"))
    assert found == [
        f"{place[:-2]}20: 'word.tightest.line' must be 1.0 at most",
        f"{place}: 'word.tightest.space' is missing",
    ]


def test_what_is_no_yaml_says_where_it_stops_to_be(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, ("{line: 0.86, space: 0.45}", "{line: 0.86"))
    assert found.startswith(f":{THEME.count(chr(10)) + 1}:1 cannot be read: ")


@pytest.mark.parametrize("text", ["", "niente", "[1, 2]"])
def test_what_is_no_theme_at_all(tmp_path: Path, text: str) -> None:
    (tmp_path / "theme.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PitstopError, match=r"theme\.yaml:1:1: "):
        load_theme(Templates((tmp_path,)))
