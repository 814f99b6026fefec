"""The tuned layout engine makes the bytes that the plain one makes.

Changes of the engine stay in a process for good: what makes both is this module, run in one of its own."""

import json
import os
import subprocess
import sys
import weakref
from collections.abc import Mapping
from functools import partial
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pydyf
import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from weasyprint.formatting_structure.boxes import FootnoteAreaBox, PageBox, TableBox, TextBox
from weasyprint.text.fonts import FontConfiguration

from pitstop_docs.build.flow import load
from pitstop_docs.compose import compose
from pitstop_docs.look.theme import Templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.collector import collector_held_back
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.tree.document import Document
from pitstop_docs.writers import engine as installed
from pitstop_docs.writers.pdf import PdfWriter, engine
from pitstop_docs.writers.pdf.engine import html_parser, serialising
from pitstop_docs.writers.pdf.fetcher import heard
from scripts import declarations
from tests import specimen
from tests.project import make_project

ALL = "all"
AGAIN = "all, again"
_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
_VALUES = st.recursive(
    st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.booleans()
    | st.binary()
    | st.text()
    | st.builds(pydyf.String, st.text()),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
)
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
# One sheet for documents one after the other, which must not know of each other.
_SHEET = """
p { width: 50vw; margin-left: var(--part); --part: 3vw }
body { overflow: hidden; height: 40px } html.gone { display: none } a { color: green } .i { padding: inherit }
li::marker { content: "- " } li::after { content: leader(".") target-counter("#one", page) }
.note { float: footnote } td { padding: 1px; margin: 3px } table { border-collapse: collapse; padding: 4px }
"""
_ATTRIBUTES = (
    "",
    'class="gone" id="root"',
    'lang="en"',
    'style="font-size: 9px"',
    'style="colour: red"',
)
_DOCUMENTS = [
    f"""<html {attributes}><style>@page {{ size: {size}px 300px }}</style>
    <p id="one">{_WORDS}<span class="note">{_WORDS}</span><p lang="de" style="width: 3vw">{_WORDS}
    <p style="--red: 7px; color: var(--red)">{_WORDS}<a name="here" id="there">{_WORDS}</a>
    <ul><li>{_WORDS}<li id="li">{_WORDS}</ul><svg xmlns="http://www.w3.org/2000/svg" width="{size // 9}"
    height="9"><title>{_WORDS}</title><rect width="9" height="9"/></svg>
    <table><tr><td class="i">{_WORDS}<td><p class="i">{_WORDS}</table>"""
    for attributes in _ATTRIBUTES
    for size in (200, 410, 200, 330)
]
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
    assert len(plain) == 7
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


@settings(max_examples=200)
@given(_VALUES)
def test_values_of_a_pdf_are_written_as_pydyf_writes_them(value: Any) -> None:
    plain = _written(value)
    with pytest.MonkeyPatch.context() as patch:
        serialising.change(patch.setattr)
        assert _written(value) == plain


def _written(value: Any) -> bytes | None:
    """Return *value* as pydyf writes it, ``None`` where it cannot be."""
    try:
        written: bytes = pydyf._to_bytes(_object_of(value))
    except UnicodeEncodeError:
        return None
    return written


def _object_of(value: Any) -> Any:
    if isinstance(value, dict):
        return pydyf.Dictionary({key: _object_of(each) for key, each in value.items()})
    return pydyf.Array(map(_object_of, value)) if isinstance(value, list) else value


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


def test_what_was_laid_out_goes_without_the_collector(tmp_path: Path) -> None:
    make_project(tmp_path)
    document = _briefs(tmp_path)["comitato-tecnico"]
    writer = PdfWriter(Templates.of(tmp_path), tmp_path / "sources" / "media")
    writer.write(document, Reporter())  # parsing style sheets leaves circles, once
    with collector_held_back():
        layout = writer.layout(document, Reporter())
        writer.export(layout, Reporter())
        boxes = {
            kind: [
                weakref.ref(box)
                for page in layout.rendered.pages
                for box in page._page_box.descendants()
                if isinstance(box, kind)
            ]
            for kind in (PageBox, FootnoteAreaBox, TableBox, TextBox)
        }
        del layout
        left = {kind: sum(box() is not None for box in found) for kind, found in boxes.items()}
    assert all(boxes.values())
    assert left == dict.fromkeys(boxes, 0)


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


def _documents(sheet: weasyprint.CSS, fonts: FontConfiguration) -> str:
    """Return all documents, and what the engine says of each."""
    said: list[str] = []
    with heard(lambda record: said.append(record.getMessage())):
        for html in _DOCUMENTS:
            document = weasyprint.HTML(string=html)
            said.append(digest_of(document.write_pdf(stylesheets=[sheet], font_config=fonts)))
    assert any("Ignored" in each for each in said)
    return "\n".join(said)


def _make_all(root: Path) -> dict[str, dict[str, str]]:
    make_project(root)
    alone = {"specimen": specimen.dossier()}
    writer = PdfWriter(Templates.of(root), root / "sources" / "media")
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=_SHEET, font_config=fonts)

    def make(documents: Mapping[str, Document], *modules: Any) -> dict[str, str]:
        with pytest.MonkeyPatch.context() as patch:
            for module in modules:
                module.change(partial(patch.setattr, raising=False))
            made = {
                name: digest_of(writer.write(document, Reporter()).data)
                for name, document in documents.items()
            }
            page = weasyprint.HTML(string=_PAGE).write_pdf(font_config=fonts)
            return {
                **made,
                "page": digest_of(page),
                "documents": digest_of(_documents(sheet, fonts).encode()),
            }

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
