"""A row of underscores: in a field it is a place to fill in, elsewhere it is what was typed."""

import pytest

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.tree.document import Blank, Cite, Inline, Inlines, Strong, Text
from pitstop_docs.tree.walk import inlines_of, plain

BLANK = Blank("blank", "")


def read(text: str, *, field: bool = True) -> tuple[Inlines, list[str]]:
    reporter = Reporter()
    reader = InlineReader(Passage("-", text.split("\n"), reporter))
    content = (
        reader.read_field(text, Location("-", 1), 1) if field else reader.read(text, Location("-"))
    )
    return content, [problem.code for problem in reporter.diagnostics]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nominare referente ___;", (Text("nominare referente "), BLANK, Text(";"))),
        ("_______", (BLANK,)),
        ("entro il ____ e il ______", (Text("entro il "), BLANK, Text(" e il "), BLANK)),
        ("(____) [@a]", (Text("("), BLANK, Text(")"), Cite("a"))),
        ("**entro il ___**", (Strong((Text("entro il "), BLANK)),)),
        ("la «____»", (Text("la «"), BLANK, Text("»"))),
    ],
)
def test_in_a_field_it_is_a_blank(typed: str, meant: tuple[Inline, ...]) -> None:
    assert read(typed) == (meant, [])


@pytest.mark.parametrize(
    "typed",
    [
        "si veda https://esempio.it/___ e oltre",
        "si veda [qui](https://esempio.it/a___b)",
        "il file bozza___finale",
        "due sole __ qui",
        r"proprio \_\_\_ così",
    ],
)
def test_in_a_word_or_an_address_it_is_none(typed: str) -> None:
    content, _codes = read(typed)
    assert not [inline for inline in inlines_of(content) if isinstance(inline, Blank)]


def test_outside_a_field_it_stays_as_it_was_typed() -> None:
    content, _codes = read("Nome ____ e cognome", field=False)
    assert plain(content) == "Nome ____ e cognome"
