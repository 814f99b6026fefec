"""The tuned layout engine makes the bytes that the plain one makes.

Changes of the engine stay in a process for good: what makes both is this module, run in one of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from weasyprint.text.fonts import FontConfiguration

from pitstop_docs.build.flow import load
from pitstop_docs.compose import compose
from pitstop_docs.look.theme import Templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.tree.document import Document
from pitstop_docs.writers import engine as installed
from pitstop_docs.writers.pdf import PdfWriter, engine
from pitstop_docs.writers.pdf.engine import html_parser
from scripts import declarations
from tests import specimen
from tests.project import make_project

ALL = "all"
AGAIN = "all, again"
_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
# What our own pages have none of, or little.
_RULES = """
@page { size: 300px 400px; margin: 20px; @bottom-center { content: counter(page) " " string(title) } }
@page named { background: #eee }
h1 { string-set: title content(); page: named }
p:first-child, p + p { color: navy } p ~ ul { margin: 0 } li:nth-child(2n+1) { color: red }
#one, p#two.wide { letter-spacing: 2px } .wide > b, div .deep i { font-weight: 400 }
[data-part] { border: 1px solid } [data-part="b" i] { border-radius: 3px 10% } a[href^="#"] { color: green }
:not(.wide):last-child { padding: 1px } section:has(> ul) { background: #ffe } p:empty { height: 3px }
.left { float: left; width: 60px; height: 50px; background: pink } .right { float: right; width: 90px }
.cut { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 80px }
.pre { white-space: pre-wrap } .hyphens { hyphens: auto } .any { overflow-wrap: anywhere; width: 20px }
.under { text-decoration: underline overline } .caps { font-variant-caps: small-caps; font-kerning: none }
.grid { display: grid; grid-template-columns: auto 1fr } .hidden { visibility: hidden; background: red }
.shadow { border-start-start-radius: 4px; border-inline-start: 2px dotted; position: relative; left: 3px }
.rtl { direction: rtl } .first::first-line { font-size: 20px } .first::first-letter { color: red }
"""
_WORDS = (
    "Il riconoscimento della cooperativa di comunità\u00a0è facil\u00admente impossibile, a volte "
)
_CLASSES = (
    "wide", "deep", "left", "right", "cut", "pre", "hyphens", "any", "under", "caps", "grid", "hidden",
    "shadow", "rtl", "first",
)  # fmt: skip
_PAGE = f"""<html lang="it"><style>{_RULES}</style><h1>Prove</h1>
<p id="one">{_WORDS}<p id="two" class="wide">{_WORDS * 3}<b>{_WORDS}</b><p></p>""" + "".join(
    f"""<section data-part="{"aB"[index % 2]}"><div class="{name}"><p class="deep"><i>{_WORDS}</i> {_WORDS}
    <a href="#one">{_WORDS}</a></p><p style="width: {37 * index % 200 + 30}px">{_WORDS}<br>{index}</p></div>
    <ul><li>{_WORDS}<li lang="en">{_WORDS}</ul>
    <table class="{name}"><tr><td>{_WORDS}<td>{index}</table></section>"""
    for index, name in enumerate(_CLASSES)
)
NAMES = [module.__name__.rpartition(".")[2] for module in engine.SPEED]


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Return the digests of one brief of each edition, by what was changed."""
    folder = tmp_path_factory.mktemp("engine") / "project"
    command = [sys.executable, "-m", "tests.writers.test_engine", str(folder)]
    environment = {**os.environ, installed.VARIABLE: installed.PLAIN}
    root = Path(__file__).parents[2]
    said = subprocess.run(
        command, cwd=root, env=environment, check=True, capture_output=True, text=True
    )
    found: dict[str, dict[str, str]] = json.loads(said.stdout)
    return found


def test_each_change_leaves_every_byte_alone_and_with_the_others(
    digests: dict[str, dict[str, str]],
) -> None:
    assert set(digests) == {installed.PLAIN, *NAMES, ALL, AGAIN}
    plain = digests[installed.PLAIN]
    assert len(plain) == 6
    other = {
        (change, document)
        for change, found in digests.items()
        for document, digest in found.items()
        if digest != plain[document]
    }
    assert other == set()


@pytest.mark.parametrize(
    ("asked", "proven", "state"),
    [
        ("", installed.PROVEN, "tuned"),
        ("plain", installed.PROVEN, "plain: PITSTOP_ENGINE"),
        ("", {**installed.PROVEN, "weasyprint": "1.0"}, "plain: proven with weasyprint 1.0"),
        ("", {"weasyprint": "1", "pydyf": "2"}, "plain: proven with weasyprint 1, pydyf 2"),
    ],
)
def test_only_what_was_proven_is_made(
    asked: str, proven: dict[str, str], state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    looks, speed = (
        (SimpleNamespace(change=lambda kind=kind: made.append(kind)),)
        for kind in ("looks", "speed")
    )
    monkeypatch.setattr(engine, "BEHAVIOUR", looks)
    monkeypatch.setattr(engine, "SPEED", speed)
    monkeypatch.setattr(installed, "PROVEN", proven)
    monkeypatch.setenv(installed.VARIABLE, asked)
    engine.change.__wrapped__()
    assert installed.state() == state
    assert made == {"tuned": ["looks", "speed"], "plain: PITSTOP_ENGINE": ["looks"]}.get(state, [])


@settings(max_examples=60)
@given(_TEXTS, _TEXTS)
def test_html_is_parsed_to_the_same_tree(words: str, more: str) -> None:
    html = (
        '<!DOCTYPE html>\n<html lang="it">\n<head><meta charset="utf-8"></head>\n'
        f'<body>\n<p title="{escape(words)}">{escape(words)}<br>\n<b>{escape(more)}</b></p>'
        "\n</body>\n</html>"
    )
    assert _tree(html_parser.choosing(_never), html) == _tree(
        weasyprint.tinyhtml5.parser.parse, html
    )


def test_long_words_and_deep_nests_are_parsed_whole() -> None:
    words, deep = "parola " * 1_600_000, 600  # libxml2 stops at 10 MB and at 256, unless told
    html = (
        f'<!DOCTYPE html>\n<html lang="it"><head></head><body><p>{words}</p>'
        f"{'<div>' * deep}{'</div>' * deep}</body>\n</html>"
    )
    root = html_parser.choosing(_never)(StringIO(html))
    assert root[1][0].text == words
    assert sum(1 for _element in root.iter("div")) == deep


@pytest.mark.parametrize("words", ["", "<!-- -->", "\0"])
def test_what_may_not_be_whole_is_mended_as_before(words: str) -> None:
    html = f"<!DOCTYPE html>\n<html lang='it'><body>{words}</body>\n</html>" if words else "<p>"
    with pytest.raises(AssertionError, match="mended"):
        html_parser.choosing(_never)(StringIO(html))


def _never(*_arguments: Any, **_options: Any) -> Any:
    raise AssertionError("mended")


def test_what_the_engine_declares_is_compiled() -> None:
    made = declarations.FILE.read_text(encoding="utf-8")
    assert made == declarations.declarations(), "make it again: python -m scripts.declarations"
    says = "import sys, pitstop_docs.writers.pdf; print('pycparser' in sys.modules)"
    for state, parsed in (("", "False"), (installed.PLAIN, "True")):
        said = subprocess.run(
            [sys.executable, "-c", says], env={**os.environ, installed.VARIABLE: state},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert said.stdout.split() == [parsed]


def _tree(parse: Any, html: str) -> bytes:
    return ElementTree.tostring(parse(StringIO(html), namespace_html_elements=False))


def _briefs(root: Path) -> dict[str, Document]:
    """Return one brief of each edition."""
    collection = load(root, Reporter())
    case = collection.practices["paese"]
    return {name: compose(collection, case, each) for name, each in collection.editions.items()}


def _make_all(root: Path) -> dict[str, dict[str, str]]:
    make_project(root)
    alone = {"specimen": specimen.dossier()}
    writer = PdfWriter(Templates.of(root), root / "sources" / "media")
    fonts = FontConfiguration()

    def make(documents: Mapping[str, Document], *modules: Any) -> dict[str, str]:
        with pytest.MonkeyPatch.context() as patch:
            for module in modules:
                module.change(patch.setattr)
            made = {
                name: digest_of(writer.write(document, Reporter()).data)
                for name, document in documents.items()
            }
            page = weasyprint.HTML(string=_PAGE).write_pdf(font_config=fonts)
            return {**made, "page": digest_of(page)}

    every = {**alone, **_briefs(root)}
    return {
        installed.PLAIN: make(every),
        **{name: make(alone, each) for name, each in zip(NAMES, engine.SPEED, strict=True)},
        ALL: make(every, *engine.SPEED),
        # What is remembered of others makes no difference.
        AGAIN: make(dict(reversed(every.items())), *engine.SPEED),
    }


if __name__ == "__main__":
    print(json.dumps(_make_all(Path(sys.argv[1]))))
