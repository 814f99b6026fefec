"""A new kind of block or inline: whoever must know it says so, and each writer has all there are."""

import ast
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, get_args

import pytest
from PIL import Image as Picture

from pitstop_docs.compose.excerpts import for_edition
from pitstop_docs.compose.ranking import ranked
from pitstop_docs.copyfit.cutting import keep
from pitstop_docs.copyfit.units import units_of
from pitstop_docs.look.theme import Templates, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from pitstop_docs.records.editions import Edition, EditionPart
from pitstop_docs.tree.document import (
    Area,
    Block,
    Chart,
    Document,
    Image,
    Inline,
    Inner,
    Map,
    Section,
    Text,
)
from pitstop_docs.tree.walk import inlines_of
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.pdf import TextSetting
from pitstop_docs.writers.pdf.bands import lines_in
from pitstop_docs.writers.pdf.html import HtmlRenderer
from tests import specimen
from tests.tree.test_walk import ASIDE, NODES

PACKAGE = Path(__file__).parents[2] / "pitstop_docs"
TEMPLATES = Templates((packaged_templates(),))
EDITION = Edition(
    id="prova", label="Prova", running="prova", audience="Chi prova", pages=1,
    sections=(EditionPart(part="context"),),
)  # fmt: skip
NAMES = {
    k.__name__ for k in (*get_args(Block), *get_args(Inline), *get_args(Inner), Image, Chart, Map)
}


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    Picture.new("RGB", (6, 4)).save(folder / "specimen.png")
    return folder


@pytest.fixture(scope="module")
def word(media: Path) -> Callable[[Document], str]:
    """Return a writer of Word files that gives their markup."""
    writer = DocxWriter(TEMPLATES, media)

    def write(document: Document) -> str:
        reporter = Reporter()
        data = writer.write(document, reporter).data
        assert {e.code for e in reporter.errors} <= {"broken-link"}  # what it leads to is not there
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = [n for n in file.namelist() if n in ("word/document.xml", "word/footnotes.xml")]
            return "".join(file.read(name).decode() for name in names)

    return write


@pytest.fixture(scope="module")
def html() -> Callable[[Document], str]:
    environment, theme = TEMPLATES.environment(), load_theme(TEMPLATES)

    def write(document: Document) -> str:
        reporter = Reporter()
        renderer = HtmlRenderer(environment, TEMPLATES, theme, document, reporter)
        text = renderer.render(TextSetting(theme.text.size, theme.text.leading))
        assert not reporter.errors
        return text

    return write


def alone(*blocks: Any) -> Document:
    return specimen.document(head=(), body=blocks, foot=())


# --- every kind --------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["word", "html"])
@pytest.mark.parametrize("kind", [*get_args(Block), *get_args(Inline)])
def test_each_writer_writes_each_kind(
    request: pytest.FixtureRequest, format: str, kind: type[Any]
) -> None:
    write = request.getfixturevalue(format)
    node = NODES[kind][0]
    block = node if kind in get_args(Block) else specimen.para("p", "parole ", node, " altre.")
    written = re.sub(
        "</?span[^>]*>", "", unescape(write(alone(block)))
    )  # parts of words held together
    texts = [inline.text for inline in inlines_of(block) if isinstance(inline, Text)]
    assert texts
    assert [w for text in texts for w in text.split() if w not in written] == []


@pytest.mark.parametrize("kind", get_args(Block))
def test_each_block_has_a_template(kind: type[Any]) -> None:
    words = "".join(f"-{c.lower()}" if c.isupper() else c for c in kind.__name__).strip("-")
    assert TEMPLATES.find(f"html/blocks/{words}.html.j2").is_file()


# --- an unknown kind ---------------------------------------------------------------------------


def section_of(area: Area) -> Section:
    return Section(id=f"{area}-s", title=specimen.t("Sezione"), level=2, blocks=(ASIDE,), area=area)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: ranked(section_of("main"), EditionPart(part="context"), ()),
        lambda: ranked(ASIDE, EditionPart(part="charts"), ()),
        lambda: for_edition((ASIDE,), EDITION),
        lambda: units_of(alone(ASIDE)),
        lambda: keep(alone(ASIDE), frozenset()),
        lambda: lines_in(ASIDE, 46),
    ],
)
def test_whoever_tells_kinds_apart_refuses_one_that_it_does_not_know(ask: Any) -> None:
    with pytest.raises(AssertionError, match="unreachable"):
        ask()


def test_no_writer_drops_a_block_that_it_does_not_know(
    word: Callable[[Document], str], html: Callable[[Document], str]
) -> None:
    with pytest.raises(AssertionError, match="unreachable"):
        word(alone(ASIDE))
    with pytest.raises(PitstopError, match=r"blocks/aside\.html\.j2"):
        html(alone(ASIDE))


def matches_of_kinds() -> Iterator[tuple[str, ast.Match]]:
    """Yield each ``match`` of the package that tells kinds of node apart, with its place."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Match):
                classes = (p for case in node.cases for p in ast.walk(case.pattern))
                named = {c.cls.id for c in classes if isinstance(c, ast.MatchClass)}  # type: ignore[attr-defined]
                if named & NAMES:
                    yield f"{path.relative_to(PACKAGE.parent)}:{node.lineno}", node


def test_every_match_of_kinds_ends_in_assert_never() -> None:
    found = dict(matches_of_kinds())
    assert len(found) > 10
    open_ended = [
        place
        for place, match in found.items()
        if not ast.unparse(match.cases[-1]).startswith("case _:\n    assert_never(")
    ]
    assert open_ended == []
