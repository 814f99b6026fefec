"""The words that briefs print: all are asked for, all are there."""

import ast
from pathlib import Path
from string import Formatter

import yaml

from pitstop_docs.compose import BLANKS
from pitstop_docs.records.editions import PARTS, WORDS
from pitstop_docs.records.quantities import QUALIFIERS

ROOT = Path(__file__).parents[1]
LABELS = yaml.load((ROOT / "templates/labels/it.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def test_the_words_and_their_placeholders_are_those_of_the_table() -> None:
    found = {
        key: {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
        for key, text in LABELS["words"].items()
    }
    assert found == {key: set(names.split()) for key, names in WORDS.items()}


def test_the_columns_are_those_of_the_table() -> None:
    assert {part: set(names) for part, names in LABELS["columns"].items()} == {
        part: set(kind.columns) for part, kind in PARTS.items() if kind.columns
    }


def test_every_word_is_used() -> None:
    package = ROOT / "pitstop_docs"
    parts: set[str] = set()
    for path in [*(package / "compose").rglob("*.py"), package / "build" / "pages.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                parts.add(node.value)
    # "certainty-" + level: words whose last piece comes from a record.
    grown = ("certainty-", "answer-", "maturity-", "opinions-")
    later = ("draft-version", "example-version", "reviewed-version", "practice", "policy")
    blanks = tuple(f"blank-{name}" for name in BLANKS)
    prompts = tuple(f"{blank}-prompt" for blank in blanks)
    status = ("draft", "example")
    asked = {f"ask-{part}-{name}" for part, kind in PARTS.items() for name in kind.columns}
    # "ask-" + what is not known, "sources-" + how many were checked: words whose first piece is a label's.
    asked |= {f"{start}-{part}" for start in ("ask", "sources") for part in parts}
    known = {*parts, *later, *status, *QUALIFIERS, *blanks, *prompts, *asked}
    assert [w for w in WORDS if w not in known and not w.startswith(grown)] == []
