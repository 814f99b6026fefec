"""A theme that somebody has changed: what is wrong with it, where, all at once."""

from pathlib import Path

import pytest

from pitstop_docs.look.theme import Templates, Theme, load_theme, overlay, packaged_templates
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
    assert load_theme(Templates((packaged_templates(),))).word.tightest.leading >= 1.25


def test_every_wrong_value_is_named_at_its_place(tmp_path: Path) -> None:
    word, face = line_of("  tightest:"), line_of("[Titillium Web, 300,")
    found = problems(
        tmp_path,
        ("{leading: 1.25, space: 0.45}", "{leading: largo, space: -1, aria: 2}"),
        ("[Titillium Web, 300,", "[Titillium Web, light,"),
    )
    assert found == [
        f":{face}:7: 'fonts.faces.0.weight' must be a number, not 'light'",
        f":{word}:23: 'word.tightest.leading' must be a number, not 'largo'",
        f":{word}:37: 'word.tightest.space' must be greater than 0.0",
        f":{word}:47: a theme has no 'word.tightest.aria'",
    ]


def test_a_value_out_of_its_range_is_named(tmp_path: Path) -> None:
    place = f":{line_of('  tightest:')}:23"
    found = problems(tmp_path, ("{leading: 1.25, space: 0.45}", "{leading: 0.5}"))
    assert found == [f"{place}: 'word.tightest.leading' must be 1.0 at least"]


def load(folder: Path, text: str) -> Theme:
    """Return the theme of a project whose ``theme.yaml`` says *text*."""
    (folder / "theme.yaml").write_text(text, encoding="utf-8")
    return load_theme(Templates((folder, packaged_templates())))


DEFAULT = load_theme(Templates((packaged_templates(),)))


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("", {}),
        ("# colours: {ink: '#000000'}\n", {}),
        ("colours: {ink: '#000000'}", {"colours": {"ink": "#000000"}}),
        ("kinds: {policy: {accent: '#5A2D82'}}", {"kinds": {"policy": {"accent": "#5A2D82"}}}),
        ("page:\n  margins: {top: 20}\nscale: {title: 30}",
         {"page": {"margins": {"top": 20.0}}, "scale": {"title": 30.0}}),
        ("colours:\npage: {margins: }", {}),
        ("fonts: {display: Lora, code: Lora, faces: [[Lora, 400, normal, Lora-Regular.ttf]]}",
         {"fonts": {"display": "Lora", "code": "Lora",
                    "faces": [{"family": "Lora", "weight": 400, "style": "normal",
                               "file": "Lora-Regular.ttf"}]}}),
    ],
)  # fmt: skip
def test_a_theme_says_only_what_it_changes(
    text: str, changed: dict[str, object], tmp_path: Path
) -> None:
    found = load(tmp_path, text)
    own, default = (theme.model_dump(mode="json", exclude={"inks"}) for theme in (found, DEFAULT))
    assert own == overlay(default, changed)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("colour: {ink: '#000000'}", ":1:9: a theme has no 'colour'; did you mean 'colours'?"),
        ("page:\n  margin: 3", ":2:11: a theme has no 'page.margin'; did you mean 'margins'?"),
        ("kinds:\n  practise:\n    deep: '#000000'",
         ":3:5: a theme has no 'kinds.practise'; did you mean 'practice'?"),
        ("kinds: {policy: {acent: '#000000'}}",
         ":1:25: a theme has no 'kinds.policy.acent'; did you mean 'accent'?"),
        ("colours:\n  ink: #000000",
         ":2:7: 'colours.ink' must be a colour in quotes, such as '#0066CC', not None"),
        ("colours:\n  ink: nero",
         ":2:8: 'colours.ink' must be a colour in quotes, such as '#0066CC', not 'nero'"),
        ("text: {size: 12}", ":1:7: 'text.size' must lie between its size_min and its size_max"),
        ("text: {leading_min: 1.45}",
         ":1:7: 'text.leading' must lie between its leading_min and its leading_max"),
        ("fonts: {display: Comic Sans}",
         ":1:8: no file in 'fonts.faces' is the regular face (400, normal) of 'Comic Sans', which "
         "'fonts.display' asks for"),
        ("fonts: {faces: [[Lora, 400, normal, Lora-Regular.ttf]]}",
         ":1:8: no file in 'fonts.faces' is the regular face (400, normal) of 'Titillium Web', "
         "which 'fonts.display' asks for"),
        ("page: {margins: {top: -4}}", ":1:23: 'page.margins.top' must be 5.0 at least"),
        ("page: {margins: {inner: 150}}", ":1:25: 'page.margins.inner' must be 60.0 at most"),
        ("page: {columns: {main: 100}}", ":1:24: 'page.columns.main' must be less than 100"),
        ("scale: {title: 0}", ":1:16: 'scale.title' must be greater than 0.0"),
        ("scale: {title: .inf}", ":1:16: 'scale.title' must be a number, not inf"),
        ("- ink", ":1:1: ['ink'] is not a value of 'theme.yaml'"),
        ("page: 3", ":1:7: 3 is not a value of 'page'"),
    ],
)  # fmt: skip
def test_a_wrong_part_of_a_theme_is_named_at_its_place(
    text: str, wrong: str, tmp_path: Path
) -> None:
    with pytest.raises(PitstopError) as caught:
        load(tmp_path, text)
    assert [line.partition("theme.yaml")[2] for line in str(caught.value).splitlines()] == [wrong]


def test_what_is_no_yaml_says_where_it_stops_to_be(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, ("{leading: 1.25, space: 0.45}", "{line: 0.86"))
    assert found.startswith(f":{THEME.count(chr(10)) + 1}:1 cannot be read: ")


@pytest.mark.parametrize("text", ["niente", "[1, 2]"])
def test_what_is_no_theme_at_all(tmp_path: Path, text: str) -> None:
    (tmp_path / "theme.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PitstopError, match=r"theme\.yaml:1:1: "):
        load_theme(Templates((tmp_path,)))
