"""What is typed about print shops, and what is said of what a shop asks for."""

import json
import sys
from pathlib import Path

import pytest

from pitstop_docs.build import workers
from pitstop_docs.commands.cli import main
from pitstop_docs.look.theme import packaged_templates
from pitstop_docs.press.shops import profile_of
from pitstop_docs.problems.diagnostics import PitstopError
from tests.press.fixtures import SOURCE
from tests.press.sabotage import SABOTAGE, broken
from tests.project import diagnose, make_project

X4 = (packaged_templates() / "press/x4.yaml").read_text(encoding="utf-8")


@pytest.fixture
def pitstop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command in this process, in English; return its exit code and what it said."""
    monkeypatch.setenv("PITSTOP_LANG", "en")
    monkeypatch.setattr(workers, "cores", lambda: 1)

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pitstop", *map(str, words)])
        code = main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def shop(root: Path, old: str, new: str) -> str:
    """Let the project have a shop like x4 with that change; return its file's name."""
    assert X4.count(old) == 1, old
    path = root / "templates/press/rossi.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(X4.replace(old, new), encoding="utf-8")
    return "rossi"


def test_preflight_says_what_it_found_and_what_it_looks_at(  # type: ignore[no-untyped-def]
    pitstop, pressed: Path, tmp_path: Path
) -> None:
    good = pressed / f"output/press/giunta/{SOURCE}.pdf"
    code, out, _err = pitstop("preflight", good)
    assert code == 0
    assert "It passes our preflight." in out
    assert "It looks at: " in out
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(broken(good.read_bytes(), SABOTAGE["rgb"]))
    page = tmp_path / "page.html"
    code, out, _err = pitstop("preflight", bad, "--report", page)
    assert code == 1
    assert "page 1, 35 mm from the left, 244 mm from the top: error[rgb]:" in out
    assert page.is_file()
    code, out, _err = pitstop("preflight", bad, "--json")
    said = json.loads(out)
    assert (code, said["passed"], [f["rule"] for f in said["findings"]]) == (1, False, ["rgb"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("preflight", "no.pdf"), "no.pdf cannot be read"),
        (("preflight", "text.pdf"), "text.pdf is no PDF that can be opened"),
        (("preflight", "text.pdf", "--shop", "x5"), "no print shop 'x5'"),
        (("press", "--shop", "x1"), "no print shop 'x1'"),
    ],
)
def test_what_cannot_be_is_said(  # type: ignore[no-untyped-def]
    words: tuple[str, ...], said: str, pitstop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_project(tmp_path / "project"))
    Path("text.pdf").write_text("no PDF", encoding="utf-8")
    code, _out, err = pitstop(*words)
    assert code == 2
    assert said in err
    assert "Traceback" not in err
    assert "object at 0x" not in err  # a library's own words are for nobody


# --- what shops ask for --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("bleed: 3 ", "bleed: tre ", "wrong-type"),
        ("version: PDF/X-4", "version: PDF/X-3", "unknown-value"),
        ("hairline: 0.25", "hairlines: 0.25", "unknown-key"),
        ("marks: [crop, registration]", "marks: [croci]", "unknown-value"),
        ("ink_limit: 300", "ink_limit: 900", "wrong-type"),
        ("profile: fogra39.icc", "profile: ../../secret.icc", "wrong-format"),
    ],
)
def test_what_is_wrong_with_a_shop_is_said_at_its_place(
    old: str, new: str, code: str, tmp_path: Path
) -> None:
    root = make_project(tmp_path)
    shop(root, old, new)
    found = diagnose(root)
    assert found
    assert {problem.location.path for problem in found} == {"templates/press/rossi.yaml"}
    assert code in {problem.code for problem in found}
    with pytest.raises(PitstopError, match=r"rossi\.yaml"):
        profile_of("rossi", root)


def test_a_shop_of_ones_own_is_heard(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    name = shop(root, "bleed: 3 ", "bleed: 5 ")
    assert diagnose(root) == []
    profile = profile_of(name, root)
    assert (profile.name, profile.bleed, profile.ink_limit) == ("rossi", 5, 300)
