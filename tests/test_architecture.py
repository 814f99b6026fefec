"""The picture of the house is drawn from the imports of today, and its page tells of what is there."""

import re
from pathlib import Path

from lxml import etree

from scripts import architecture

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGE = DOCS / "architecture.md"
ROOMS = [room for floor in architecture.floors() for room in floor]


def test_the_picture_is_what_the_imports_draw() -> None:
    drawn = architecture.PICTURE.read_text(encoding="utf-8")
    assert drawn == architecture.draw(), "draw it again: python -m scripts.architecture"
    assert len(drawn) < 40_000


def test_the_picture_says_what_it_shows_and_fetches_nothing() -> None:
    svg = etree.fromstring(architecture.draw().encode())
    words = " ".join(svg.itertext())
    assert [room for room in ROOMS if f"{room} imports" not in words] == ["problems"]
    assert svg.get("aria-labelledby").split() == [each.get("id") for each in svg[:2]]
    assert not svg.xpath("//@*[local-name()='href']")


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
    assert [room for room in ROOMS if f"`{room}/`" not in page] == []


def test_links_of_the_pages_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), ROOT / "CONTRIBUTING.md"]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\(((?!\w+:)[^)#\s]+)", page.read_text(encoding="utf-8"))
    ]
    assert links
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_what_the_page_names_is_there() -> None:
    """A path in backticks is a path; a name before a parenthesis is defined in the room that is named."""
    page = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`((?:docs|scripts|sources|templates|tests|pitstop_docs)/[\w./-]*)`", page)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
