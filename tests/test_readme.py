"""The README says where things live, and they live there."""

import re
from pathlib import Path

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
