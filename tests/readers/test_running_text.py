"""What of a source's fields is running text: the words of people, at their places, and nothing else."""

import re
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.readers.yaml import load_yaml
from pitstop_docs.records.running_text import CODE_FIELDS, DOUBLED, VALUE
from pitstop_docs.records.schema import LISTS, SINGLE


@pytest.mark.parametrize(
    ("yaml", "wanted"),
    [
        ("title: Il paese", "      |Il paese"),
        ('title: "Il \\"paese\\""', '      | Il \\"paese\\" '),
        ("title: 'L''idea di ''citta'''", "      | L'~idea di '~citta'~ "),
        ("list: [uno, 'due']", "      |uno | due "),
        ("risk: >- # perché\n  Il paese\n  chiude\n", "     |            \n  Il paese\n  chiude\n"),
        ("id: citta'\ntitle: x # y'", "          \n      |x     "),
        (
            "source: [a, 'b, p. 2']\nspec: {mark: {x: bar}}",
            "                      \n                      ",
        ),
        ("steps:\n- who: Noi\n  to: 3", "      \n      |Noi\n       "),
        ("title:\n  Il\n  paese\n", "      \n |Il\n  paese\n"),
    ],
)
def test_words_stand_where_they_were_typed(yaml: str, wanted: str) -> None:
    loaded = load_yaml(yaml, "x.yaml", Reporter())
    assert loaded is not None
    found = loaded.running_text
    assert len(found) == len(yaml)
    assert [m.start() for m in re.finditer("\n", found)] == [
        m.start() for m in re.finditer("\n", yaml)
    ]
    assert blanks(found) == blanks(wanted.replace("|", VALUE).replace("~", DOUBLED))


def blanks(text: str) -> str:
    """Return *text* with nothing at the end of its lines."""
    return "\n".join(line.rstrip(" ") for line in text.split("\n"))


def fields_of(model: type[BaseModel]) -> dict[str, set[str]]:
    """Return the names of all fields of *model*, each with the kinds of its values."""
    found: dict[str, set[str]] = {}
    for name, field in model.model_fields.items():
        annotation = (field.annotation, *field.metadata)
        found.setdefault(name, set()).update(str(part) for part in annotation)
        for inner in models_in(field.annotation):
            for below, kinds in fields_of(inner).items():
                found.setdefault(below, set()).update(kinds)
    return found


def models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in models_in(argument)]


def test_what_is_a_code_is_a_field_and_takes_no_prose() -> None:
    fields: dict[str, set[str]] = {}
    for model in (
        *(SINGLE[k] for k in ("practice", "policy", "testimony", "project")),
        *LISTS.values(),
    ):
        for name, kinds in fields_of(model).items():
            fields.setdefault(name, set()).update(kinds)
    assert fields.keys() >= CODE_FIELDS
    assert [name for name in CODE_FIELDS if any("Prose" in kind for kind in fields[name])] == []
