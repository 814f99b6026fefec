"""Whatever shape stands in the place of a value, somebody is told what to write there."""

from typing import Any, get_args

import pytest
from pydantic import BaseModel

from pitstop_docs.problems.codes import PROBLEMS
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.validation import validate
from pitstop_docs.readers.yaml import load_yaml
from pitstop_docs.records.schema import LISTS, SINGLE


def models_in(annotation: Any) -> set[type[BaseModel]]:
    """Return each model that *annotation* names, and those of its fields."""
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return {model for argument in get_args(annotation) for model in models_in(argument)}
    fields = annotation.model_fields.values()
    return {annotation, *(model for field in fields for model in models_in(field.annotation))}


MODELS = {model for root in (*SINGLE.values(), *LISTS.values()) for model in models_in(root)}
SHAPES = (
    "[a, [b]]", "[{a: 1}]", "{a: {b: c}}", "[]", "{}", "[~]", "", '""', "boh", "12", "-1", "true",
    "2020-01-01", "9" * 400,
)  # fmt: skip


def is_name(hint: str) -> bool:
    """Tell whether *hint* is a program's word for a fault, no sentence."""
    return hint.replace("_", "").isalpha()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_value_of_another_shape_is_told_with_what_to_write(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    general = PROBLEMS["wrong-type"].hint
    found = 0
    for model in MODELS:
        reporter = Reporter()
        text = "".join(f"{name}: {shape}\n" for name in model.model_fields)
        loaded = load_yaml(text, "x.yaml", reporter)
        inline = InlineReader(Passage("x.yaml", text.split("\n"), reporter))
        validate(model, loaded.value, loaded.places, loaded.keys, inline, reporter, loaded.misread)
        said = [d for d in reporter.diagnostics if d.hint in ("", general) or is_name(d.hint)]
        assert [str(d) for d in said] == []
        found += len(reporter.diagnostics)
    assert found > 20
