"""Files for a press, made once for all tests of this room."""

import shutil
from pathlib import Path

import pytest

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.workers import Labour
from pitstop_docs.look.profiles import Profile
from pitstop_docs.press.flow import press
from pitstop_docs.press.shops import profile_of
from pitstop_docs.problems.diagnostics import Reporter
from tests.project import Once, make_reviewed

SOURCE = "forno-di-borgo-finto"
EDITIONS = ("giunta", "commissione", "comitato-tecnico")


def quiet(*_told: object) -> None:
    return None


def make_pressed(root: Path, shop: str = "x4", editions: tuple[str, ...] = EDITIONS) -> Reporter:
    """Make files for *shop* in the project at *root*; return what there was to say."""
    reporter = Reporter()
    choice = Choice((SOURCE,), editions, ("pdf",), shop=shop)
    press(root, choice, reporter, quiet, Labour())
    return reporter


@pytest.fixture(scope="session")
def pressed(once: Once, request: pytest.FixtureRequest) -> Path:
    """Return the reviewed project with its files for both shops."""

    def fill(root: Path) -> None:
        make_reviewed(root)
        said = [*make_pressed(root).diagnostics]
        said += make_pressed(root, "x1a", ("giunta",)).diagnostics
        assert not said, said

    root = once("pressed", fill)
    if keep := request.config.getoption("--keep-press"):
        shutil.copytree(root / "output/press", keep, dirs_exist_ok=True)
    return root


@pytest.fixture
def shop(tmp_path: Path) -> Profile:
    """Return what the usual shop asks for."""
    return profile_of("x4", tmp_path)


@pytest.fixture
def file(pressed: Path) -> bytes:
    """Return a file of one page that passes."""
    return (pressed / f"output/press/giunta/{SOURCE}.pdf").read_bytes()
