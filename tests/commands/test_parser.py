"""How words on a command line become values."""

from pathlib import Path
from typing import Any

import pytest

from pitstop_docs.commands.cli import COMMANDS
from pitstop_docs.commands.parser import Misuse, help_page


def read(line: str) -> dict[str, Any] | None:
    name, *words = line.split()
    return COMMANDS[name].values(words)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("build", {}),
        ("build --edition giunta", {"edition": ("giunta",)}),
        ("build --edition=giunta", {"edition": ("giunta",)}),
        ("build -e giunta -e consiglio", {"edition": ("giunta", "consiglio")}),
        ("build --edition=giunta -econsiglio", {"edition": ("giunta", "consiglio")}),
        ("build -j 2", {"jobs": 2}),
        ("build -j2", {"jobs": 2}),
        ("build -j 2 -j 3", {"jobs": 3}),
        ("build -q --json", {"quiet": True, "as_json": True}),
        ("build -qe giunta", {"quiet": True, "edition": ("giunta",)}),
        ("build -p=x", {"project": Path("=x")}),
        ("fit", {}),
        ("fit a b", {"source": ("a", "b")}),
        ("fit a -e giunta b", {"source": ("a", "b"), "edition": ("giunta",)}),
        ("fit -- -a --b", {"source": ("-a", "--b")}),
        ("new policy legge --project=.", {"kind": "policy", "id": "legge", "project": Path(".")}),
        ("new --help", None),
        ("new -h policy", None),
    ],
)
def test_words_become_values(line: str, values: dict[str, Any] | None) -> None:
    assert read(line) == values


@pytest.mark.parametrize(
    "line", ["build --ed giunta", "build --e=giunta", "build --no", "build --js"]
)
def test_no_option_is_abbreviated(line: str) -> None:
    with pytest.raises(Misuse):
        read(line)


@pytest.mark.parametrize("columns", ["1", "60", "300"])
def test_help_fits_its_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = COMMANDS["build"].page.splitlines()
    assert max(map(len, lines)) <= max(min(int(columns), 80), 50) - 2


def test_a_long_option_has_a_line_of_its_own() -> None:
    rows = [("--short", "What it is."), ("--long VALUE-WITH-A-LONG-NAME", "What it is.")]
    assert help_page("pitstop x", "What x does.", {"Options": rows}).splitlines()[-4:] == [
        "Options:",
        "  --short  What it is.",
        "  --long VALUE-WITH-A-LONG-NAME",
        "           What it is.",
    ]
