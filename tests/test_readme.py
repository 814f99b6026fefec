"""The README says where things live, and they live there."""

import re
from pathlib import Path

from pitstop_docs.commands.cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def places() -> set[str]:
    table = README.split("## Where things live")[1].split("\n## ")[0]
    return {place.rstrip("/") for place in re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)}


def test_every_module_and_every_folder_is_in_the_table() -> None:
    package = ROOT / "pitstop_docs"
    modules = {
        f"pitstop_docs/{path.name}"
        for path in package.iterdir()
        if not path.name.startswith(("__", "."))
    }
    folders = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and path.name != "pitstop_docs"
    }
    assert modules | folders - {"build", "dist"} <= places()


def test_everything_in_the_table_is_there() -> None:
    assert [place for place in places() if not (ROOT / place).exists()] == []


def test_the_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(((?!https?:)[^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_commands_and_their_options_are_listed() -> None:
    block = README.split("\n## Commands\n\n")[1].split("\n\n")[0]
    names = "|".join(sorted(COMMANDS, key=len, reverse=True))
    before, *parts = re.split(rf"^    pitstop ({names})\b", block, flags=re.MULTILINE)
    listed = list(zip(parts[::2], parts[1::2], strict=True))
    assert not before
    assert {name for name, _text in listed} == COMMANDS.keys()
    for name, text in listed:
        options = [set(p.names) for p in COMMANDS[name].parameters.values() if p.names]
        told = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text))
        assert told <= set().union(*options), name
        if name == "build":
            assert [o for o in options if not o & told] == [{"-p", "--project"}]


def test_two_commands_are_two() -> None:
    block = README.split("\n## Two commands\n")[1].split("```sh\n")[1].split("```")[0]
    assert [line.split("  ")[0] for line in block.splitlines()] == ["make briefs", "make test"]
