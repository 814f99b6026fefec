"""The staff guide explains every field, and what it shows is true."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from pitstop_docs.build.flow import load
from pitstop_docs.commands.cli import COMMANDS
from pitstop_docs.problems.diagnostics import Diagnostic, Reporter
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.validation import validate
from pitstop_docs.readers.yaml import Loaded, load_yaml
from pitstop_docs.records import model
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.editions import SECTIONS, Edition, EditionPart
from pitstop_docs.records.model import (
    Media,
    Partner,
    PolicyCase,
    Practice,
    Project,
    Reference,
)
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.records.record import Placed, Record
from tests.project import MINIMAL

ROOT = Path(__file__).parents[1]
GUIDE_FILE = ROOT / "docs/guida.it.md"
GUIDE = GUIDE_FILE.read_text(encoding="utf-8")

# --- examples ----------------------------------------------------------------------------------

EXAMPLES = re.findall(r"^( *)```yaml (\w+)\n(.*?)^ *```$", GUIDE, re.MULTILINE | re.DOTALL)
CASES: dict[str, tuple[type[Record], str]] = {
    "practice": (Practice, "practices/paese.md"),
    "policy": (PolicyCase, "policies/legge.md"),
    "testimony": (model.Testimony, "testimonies/socia.md"),
    "edition": (Edition, ""),
}
LISTS: dict[str, type[Placed]] = {
    "references": Reference,
    "partners": Partner,
    "media": Media,
    "recipients": Recipient,
}


def problems_of(kind: str, text: str) -> list[Diagnostic]:
    """Return what is wrong in an example, filled up with the fields of a valid record."""
    reporter = Reporter()
    loaded = load_yaml(text, "guida.it.md", reporter)
    if loaded.misread:
        return reporter.diagnostics
    if kind in LISTS:
        assert list(loaded.value) == [kind]
        for item in loaded.value[kind]:
            check(LISTS[kind], item, loaded, text, reporter)
    elif kind == "project":
        check(Project, loaded.value, loaded, text, reporter)
    elif kind == "campaign":  # a file takes its name for the id
        check(Campaign, {"id": "prova"} | loaded.value, loaded, text, reporter)
    else:
        model, name = CASES.get(kind, CASES["practice"])
        check(model, base_of(name) | loaded.value, loaded, text, reporter)
    return reporter.diagnostics


def base_of(name: str) -> dict[str, Any]:
    if not name:
        return {"id": "esempio"}
    front = (MINIMAL / "sources" / name).read_text(encoding="utf-8").split("---\n")[1]
    return dict(load_yaml(front, name, Reporter()).value)


def check(
    model: type[BaseModel], value: Any, loaded: Loaded, text: str, reporter: Reporter
) -> None:
    passage = Passage("guida.it.md", text.split("\n"), reporter)
    validate(model, value, loaded.places, loaded.keys, InlineReader(passage), reporter)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for _indent, kind, text in EXAMPLES])
def test_examples_are_what_they_claim(kind: str, text: str) -> None:
    problems = problems_of(kind, text)
    assert [str(p) for p in problems if kind != "errato"] == []
    assert problems or kind != "errato"


def test_every_kind_has_an_example() -> None:
    kinds = {kind for _indent, kind, _text in EXAMPLES}
    assert kinds == {*CASES, *LISTS, "project", "campaign", "errato"}
    assert GUIDE.count("```yaml") == len(EXAMPLES)


def test_an_example_with_an_error_is_noticed() -> None:
    assert [p.code for p in problems_of("practice", "maturity: vecchia\n")] == ["unknown-value"]


# --- fields, parts, headings -------------------------------------------------------------------


def tables(text: str, first_title: str) -> Iterator[list[str]]:
    """Yield the cells of every row of every table of *text* whose first title is *first_title*."""
    inside = False
    for line in text.split("\n"):
        if not line.startswith("|"):
            inside = False
        elif line.startswith(f"| {first_title} |"):
            inside = True
        elif inside and not line.startswith("|--"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def fields_of(model: type[BaseModel]) -> Iterator[str]:
    """Yield the names of the fields of *model* and of what is inside it."""
    for name, definition in model.model_json_schema()["properties"].items():
        yield name
        assert definition
    for inner in model.model_json_schema().get("$defs", {}).values():
        yield from inner.get("properties", {})


@pytest.mark.parametrize(
    "kind",
    [
        Practice,
        PolicyCase,
        model.Testimony,
        Reference,
        Partner,
        Media,
        Project,
        Edition,
        EditionPart,
        Recipient,
    ],
)
def test_every_field_is_explained(kind: type[BaseModel]) -> None:
    named = set(re.findall(r"`([a-z_]+)[:`]", GUIDE))
    assert set(fields_of(kind)) - named == set()


def test_every_heading_is_listed_as_it_must_be_written() -> None:
    headings = yaml.safe_load((ROOT / "templates/labels/it.yaml").read_text("utf-8"))["headings"]
    rows = [(row[0], row[1]) for row in tables(GUIDE, "buona pratica")]
    wanted = [
        (f"`## {headings['practice'][key]}`", f"`## {headings['policy'][key]}`") for key in SECTIONS
    ]
    assert rows == wanted


def test_what_each_edition_prints_is_what_the_table_says(accept: bool) -> None:
    editions = load(ROOT, Reporter()).editions
    before = [row for row in tables(GUIDE, "parte") if row[0].strip("`")]
    titles = " | ".join(f"`{id}`" for id in editions)
    assert f"| parte | che cos’è | {titles} |" in GUIDE
    after = [
        [*row[:2], *(printed(e, row[0].strip("`")) for e in editions.values())] for row in before
    ]
    if accept:
        text = GUIDE
        for old, new in zip(before, after, strict=True):
            text = text.replace(f"| {' | '.join(old)} |", f"| {' | '.join(new)} |")
        GUIDE_FILE.write_text(text, encoding="utf-8")
    assert before == after
    used = {part.part for edition in editions.values() for part in edition.sections}
    assert {row[0].strip("`") for row in before} == used


def printed(edition: Edition, name: str) -> str:
    """Return how much *edition* prints of the part *name*, as the guide says it."""
    part = next((part for part in edition.sections if part.part == name), None)
    if part is None:
        return "—"
    if name in SECTIONS:
        return {"full": "tutto", "lead": "primo capoverso", "sentence": "prima frase"}[part.depth]
    return f"al massimo {part.limit}" if part.limit else "sì"


# --- commands and links ------------------------------------------------------------------------


def test_the_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", GUIDE, re.MULTILINE)) <= targets
    commands = {name.split()[0] for name in COMMANDS}
    assert set(re.findall(r"\bpitstop ([a-z]+)\b", GUIDE)) <= commands


def anchors(text: str) -> set[str]:
    """Return what links of a page can lead to."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def test_the_links_lead_to_headings() -> None:
    links = re.findall(r"\]\(([\w.-]*)#([^)]+)\)", GUIDE)
    assert len(links) > 20
    for page, anchor in links:
        text = (GUIDE_FILE.parent / page).read_text(encoding="utf-8") if page else GUIDE
        assert anchor in anchors(text), f"{page}#{anchor}"


def test_the_example_of_a_text_is_in_a_source() -> None:
    example = re.search(r"```markdown\n## Il problema\n\n(.+?)\n\n", GUIDE, re.DOTALL)
    assert example
    source = (ROOT / "sources/practices/valle-dei-cavalieri.md").read_text(encoding="utf-8")
    assert " ".join(example[1].split()) in " ".join(source.split())
