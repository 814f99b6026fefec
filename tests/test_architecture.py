"""The picture of the house is drawn from the imports of today, and its page tells of what is there."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scripts import architecture

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGE, CLUSTER = DOCS / "architecture.md", DOCS / "cluster.md"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
ROOMS = [room for floor in architecture.floors() for room in floor]


def test_the_picture_is_what_the_imports_draw() -> None:
    drawn = architecture.PICTURE.read_text(encoding="utf-8")
    assert drawn == architecture.draw(), "draw it again: python -m scripts.architecture"
    assert len(drawn) < 40_000


def test_the_picture_says_what_it_shows_and_fetches_nothing() -> None:
    drawn = architecture.draw()
    svg = ElementTree.fromstring(drawn)
    words = " ".join(svg.itertext())
    assert [room for room in ROOMS if f"{room} imports" not in words] == ["problems"]
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == " ".join(each.get("id", "") for each in list(svg)[:2])
    assert "href" not in drawn


def test_every_arrow_leads_down_and_what_is_left_out_is_led_to() -> None:
    floor = {room: n for n, rooms in enumerate(architecture.floors()) for room in rooms}
    pairs = architecture.imports()
    assert all(floor[a] < floor[b] for a, b in pairs)
    arrows = architecture.without_detours(pairs)
    assert arrows < pairs
    assert architecture.without_detours(arrows) == arrows

    def reached(room: str) -> set[str]:
        below = {b for a, b in arrows if a == room}
        return below.union(*map(reached, below))

    assert all(b in reached(a) for a, b in pairs)


def test_no_line_passes_through_a_room() -> None:
    storeys = architecture.floors()
    floor = {room: n for n, rooms in enumerate(storeys) for room in rooms}
    placed = architecture.boxes(storeys)
    ways = architecture.lines(storeys, architecture.without_detours(architecture.imports()), placed)
    for (a, b), way in ways.items():
        for number, x in zip(range(floor[a] + 1, floor[b]), way[1:-1], strict=True):
            boxes = (placed[room] for room in storeys[number])
            assert not any(box.left <= x <= box.right for box in boxes), (a, b)
        assert placed[a].left < way[0] < placed[a].right
        assert placed[b].left < way[-1] < placed[b].right


def test_the_page_names_every_room() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [room for room in ROOMS if f"`{room}/" not in page] == []


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split(" | ")]


def defined(path: Path) -> set[str]:
    """Return what the module at *path*, or any module below that folder, gives a name to."""
    found: set[str] = set()
    for module in path.rglob("*.py") if path.is_dir() else [path]:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Assign):
                found.update(t.id for t in node.targets if isinstance(t, ast.Name))
    return found


def test_what_the_page_calls_by_name_is_defined_where_it_says() -> None:
    rows = [
        cells(line) for line in PAGE.read_text(encoding="utf-8").split("\n") if line[:3] == "| `"
    ]
    assert len(rows) > 20
    for where, names, _what in rows:
        known = defined(architecture.PACKAGE / where.strip("`"))
        assert set(re.findall(r"`(\w+)`", names)) <= known, where


def test_paths_in_the_pages_are_there() -> None:
    inside = "|".join(ROOMS)
    for page in (PAGE, CLUSTER, *DECISIONS):
        text = page.read_text(encoding="utf-8")
        ours = re.findall(rf"`((?:{inside})/[\w./-]*)`", text)
        others = re.findall(
            r"`((?:docs|pitstop_docs|scripts|sources|templates|tests)/[\w./-]*)`", text
        )
        named = [*(f"pitstop_docs/{path}" for path in ours), *others]
        # A project of one's own has letterheads, ours has none.
        away = [path for path in named if not (ROOT / path).exists() and "letterheads/" not in path]
        assert not away, page.name


def test_links_of_the_pages_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), ROOT / "CONTRIBUTING.md"]
    code = re.compile(r"^( *)```.*?^\1```$|^ {4}.*?$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
    links = [
        (page, link)
        for page in pages
        for link in re.findall(
            r"\]\(((?!\w+:)[^)#\s]+)", code.sub("", page.read_text(encoding="utf-8"))
        )
    ]
    assert links
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_decisions_are_short_and_numbered() -> None:
    assert [page.name[:3] for page in DECISIONS] == [
        f"{n:03}" for n in range(1, len(DECISIONS) + 1)
    ]
    for page in DECISIONS:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:3])}. ")
        assert len(text.split("\n")) <= 41, page.name
        for part in ("Context.", "Decision.", "What it costs.", "Think again"):
            assert f"**{part}" in text, page.name


def test_the_variables_for_certificates_are_those_that_dask_reads() -> None:
    config = pytest.importorskip("dask.config")
    pytest.importorskip("distributed")  # which brings what may be set
    names = set(re.findall(r"DASK_[A-Z_]+", CLUSTER.read_text(encoding="utf-8")))
    assert len(names) == 8
    for name in names:
        config.get(name.removeprefix("DASK_").lower().replace("__", "."))  # raises KeyError
