"""``output/index.html``: the first page of each brief, in the project's own fonts, from one file."""

import base64
import io
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from pitstop_docs.build import entries
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build, load
from pitstop_docs.build.ledger import read_ledger
from pitstop_docs.build.made import Made, find_made
from pitstop_docs.build.output import open_store
from pitstop_docs.build.pages import draw_pages
from pitstop_docs.build.run import Run
from pitstop_docs.look.templates import packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.readers.kept import Kept
from pitstop_docs.runs.store import Store
from pitstop_docs.writers.pdf import reading
from pitstop_docs.writers.pdf.reading import first_page
from tests.project import POLICY, PRACTICE, Once, make_project, path_in, replace_in

GIUNTA = Choice(editions=("giunta",))
INDEX = "output/index.html"


class Page(HTMLParser):
    """What a browser and a screen reader take from the page."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.text = (root / INDEX).read_text(encoding="utf-8")
        self.tags: list[str] = []
        self.pictures: dict[str, str] = {}
        self.addresses: list[str] = []
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = {name: value or "" for name, value in attrs}
        self.addresses += [found[name] for name in ("href", "src") if name in found]
        if tag == "img":
            assert found["loading"] == "lazy"
            self.pictures[found["alt"]] = found["src"]


def quiet(*_told: object) -> None:
    return None


def made(root: Path, choice: Choice = GIUNTA) -> Run:
    reporter = Reporter()
    run = build(root, choice, reporter, quiet)
    assert reporter.errors == []
    return run


@pytest.fixture
def built(tmp_path: Path, once: Once, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of one's own, whose briefs are there."""
    monkeypatch.setenv("PITSTOP_LANG", "en")
    whole = once("index", lambda root: made(make_project(root)))
    return Path(shutil.copytree(whole, tmp_path / "project"))


def size_of(address: str) -> tuple[int, int]:
    kind, _comma, data = address.partition(",")
    assert kind == "data:image/webp;base64"
    return Image.open(io.BytesIO(base64.b64decode(data))).size


def test_each_brief_shows_its_first_page(built: Path) -> None:
    pictures = Page(built).pictures
    assert len(pictures) == len(list((built / "output/briefs/giunta").glob("*.pdf"))) == 2
    for alt, address in pictures.items():
        assert re.fullmatch(r"First page: .+, Per la giunta comunale", alt)
        width, height = size_of(address)
        assert height / width == pytest.approx(297 / 210, abs=0.02)
        assert len(address) < 20_000


def test_the_page_needs_nothing_but_itself_and_the_briefs(built: Path) -> None:
    page = Page(built)
    for address in page.addresses:
        assert address.startswith(("data:", "#")) or (built / "output" / address).is_file()
    assert "http" not in re.sub(r"base64,[\w+/=]+", "", page.text)
    fonts = re.findall(r"font/ttf;base64,([\w+/=]+)", page.text)
    files = {
        path.read_bytes(): path.stem for path in (packaged_templates() / "fonts").glob("*.ttf")
    }
    assert [files[base64.b64decode(font)] for font in fonts] == [
        "TitilliumWeb-Regular", "TitilliumWeb-SemiBold", "TitilliumWeb-Bold", "Lora-Regular",
    ]  # fmt: skip


def test_headings_are_in_steps_and_the_briefs_in_main(built: Path) -> None:
    tags = Page(built).tags
    steps = [tag for tag in tags if tag in ("h1", "h2", "h3")]
    assert steps[:2] == ["h1", "h2"]
    assert steps.count("h1") == tags.count("main") == 1
    assert tags.index("header") < tags.index("main") < tags.index("article")


def test_first_pages_are_drawn_once(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[bytes] = []

    def draw(data: bytes) -> str:
        drawn.append(data)
        return first_page(data)

    monkeypatch.setattr(reading, "first_page", draw)
    replace_in(built, POLICY, "title: ", "title: Anche ")
    made(built)
    assert drawn == [path_in(built, "legge", "giunta", "pdf").read_bytes()]


@pytest.mark.parametrize("gone", [".cache", ".cache/texts"])
def test_a_store_that_forgot_draws_them_again_to_the_byte(built: Path, gone: str) -> None:
    before = (built / INDEX).read_bytes()
    shutil.rmtree(built / "output" / gone)
    (built / INDEX).unlink()
    made(built)
    assert (built / INDEX).read_bytes() == before


def test_they_stay_when_only_word_is_made(built: Path) -> None:
    before = Page(built).pictures
    made(built, Choice(editions=("giunta",), formats=("docx",)))
    assert Page(built).pictures == before


def test_without_a_pdf_there_is_no_picture(tmp_path: Path) -> None:
    made(make_project(tmp_path), Choice(editions=("giunta",), formats=("docx",)))
    assert Page(tmp_path).pictures == {}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 no more", b"no PDF"])
def test_a_spoilt_pdf_has_no_first_page(data: bytes) -> None:
    assert first_page(data) == ""


def test_only_the_changed_entry_is_drawn_again(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = set()

    def found(store: Store, key: str) -> Made | None:
        read.add(key)
        return find_made(store, key)

    monkeypatch.setattr(entries, "find_made", found)
    replace_in(built, PRACTICE, "La bottega del paese ha chiuso.", "La bottega ha chiuso.")
    made(built)
    ledger = read_ledger(built)
    of = {row.key: id.source for id, row in ledger.rows.items()}
    assert {of[key] for key in read} == {"paese"}
    # What was kept is what would be drawn of it.
    pages = {name: (built / name).read_bytes() for name in (INDEX, "output/fit.html")}
    assert b"La bottega ha chiuso." in pages["output/fit.html"]
    monkeypatch.setattr(Kept, "find", lambda *_place: None)
    draw_pages(built, load(built, Reporter()), ledger, open_store(built), Reporter())
    assert {name: (built / name).read_bytes() for name in pages} == pages
    assert len({of[key] for key in read}) == 2


def test_what_is_lost_is_drawn_when_it_is_there_again(built: Path) -> None:
    page = (built / INDEX).read_bytes()
    shutil.rmtree(built / "output/.cache")
    draw_pages(built, load(built, Reporter()), read_ledger(built), open_store(built), Reporter())
    assert (built / INDEX).read_bytes() != page
    made(built)
    assert (built / INDEX).read_bytes() == page
