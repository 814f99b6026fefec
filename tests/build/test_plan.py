"""The plan is a function: recipes, manifest and digests in, steps and reasons out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pitstop_docs.build.ledger import Entry, Manifest
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.plan import Action, Cause, Plan, plan_build
from pitstop_docs.build.recipes import Recipe
from pitstop_docs.tree.document import Document, Paragraph, Text
from tests import specimen

PARTS = {
    "opening": "o1", "order": "r1", "block a": "a1", "block b": "b1", "image x.png": "x1",
    "look": "l1", "libraries": "v1", "makers": "m1",
}  # fmt: skip
LOOK = {"theme.yaml": "t1", "html/css/base/page.css": "p1"}
LIBRARIES = {"pango": "1.50", "weasyprint": "70.0"}
RECIPE = Recipe("paese", "giunta", ("docx", "pdf"), PARTS, LOOK, LIBRARIES)
PATHS = {f: path_of("paese", "giunta", f) for f in ("docx", "pdf")}
FILES = {"docx": "d1", "pdf": "p1"}
PRESENT = {PATHS[f]: digest for f, digest in FILES.items()}
KEPT = {RECIPE.key: FILES}


def manifest(recipe: Recipe = RECIPE, **changes: Any) -> Manifest:
    entry = Entry(recipe.key, dict(PRESENT), recipe.parts, pages=1, seconds=2.0)
    return Manifest({recipe.brief: replace(entry, **changes)}, {"l1": LOOK, "v1": LIBRARIES})


def changed(parts: Mapping[str, str | None], **changes: Any) -> Recipe:
    """Return the recipe with *parts* instead of its own; None takes one out."""
    merged = {**PARTS, **parts}
    return replace(RECIPE, parts={k: v for k, v in merged.items() if v is not None}, **changes)


def what(plan: Plan) -> tuple[Action, list[tuple[Cause, str]]]:
    (step,) = plan.steps
    return step.action, [(reason.cause, reason.name) for reason in step.reasons]


def test_nothing_changed() -> None:
    assert what(plan_build([RECIPE], manifest(), KEPT, PRESENT)) == (Action.STAY, [])
    # Also when the manifest was lost: what lies there is what is kept.
    assert what(plan_build([RECIPE], Manifest(), KEPT, PRESENT)) == (Action.STAY, [])


def test_what_was_never_made() -> None:
    assert what(plan_build([RECIPE], Manifest(), {}, {})) == (Action.MAKE, [(Cause.NEW, "")])


MADE: list[tuple[Recipe, list[tuple[Cause, str]]]] = [
    (changed({"block a": "a2"}), [(Cause.BLOCK, "a")]),
    (changed({"block a": "a2", "block b": "b2"}), [(Cause.BLOCK, "a"), (Cause.BLOCK, "b")]),
    (changed({"block c": "c1", "order": "r2"}), [(Cause.NEW_BLOCK, "c")]),
    (changed({"block b": None, "order": "r2"}), [(Cause.LOST_BLOCK, "b")]),
    (changed({"order": "r2"}), [(Cause.ORDER, "")]),
    (changed({"opening": "o2"}), [(Cause.OPENING, "")]),
    (changed({"image x.png": "x2"}), [(Cause.IMAGE, "x.png")]),
    (changed({"makers": "m2"}), [(Cause.MAKERS, "")]),
    (changed({"look": "l2"}, look={**LOOK, "theme.yaml": "t2"}), [(Cause.TEMPLATE, "theme.yaml")]),
    (
        changed({"libraries": "v2"}, libraries={**LIBRARIES, "pango": "1.56"}),
        [(Cause.LIBRARY, "pango 1.50 → 1.56")],
    ),
    (replace(RECIPE, formats=("pdf",)), [(Cause.FORMATS, "")]),
]


@pytest.mark.parametrize(("recipe", "reasons"), MADE)
def test_what_changed_is_made_and_says_why(
    recipe: Recipe, reasons: list[tuple[Cause, str]]
) -> None:
    assert recipe.key != RECIPE.key
    assert what(plan_build([recipe], manifest(), KEPT, PRESENT)) == (Action.MAKE, reasons)
    # Once it is kept, going there and back costs nothing.
    kept = {**KEPT, recipe.key: {"docx": "d2", "pdf": "p2"}}
    there = plan_build([recipe], manifest(), kept, PRESENT)
    assert what(there) == (Action.RESTORE, [(Cause.OTHER, path) for path in PATHS.values()])
    assert what(plan_build([RECIPE], manifest(), kept, PRESENT)) == (Action.STAY, [])


def test_files_that_are_not_as_we_wrote_them_are_put_back() -> None:
    docx, pdf = PATHS["docx"], PATHS["pdf"]
    plan = plan_build([RECIPE], manifest(), KEPT, {docx: "edited"})
    assert what(plan) == (Action.RESTORE, [(Cause.ALTERED, docx), (Cause.ABSENT, pdf)])


def test_what_failed_or_was_forgotten_is_made_again() -> None:
    assert what(plan_build([RECIPE], manifest(failed=True), {}, PRESENT)) == (
        Action.MAKE,
        [(Cause.FAILED, "")],
    )
    assert what(plan_build([RECIPE], manifest(), {}, PRESENT)) == (
        Action.MAKE,
        [(Cause.FORGOTTEN, "")],
    )


def test_the_longest_come_first_and_unknown_ones_before_them() -> None:
    recipes = [
        Recipe(source, edition, ("pdf",), {"block a": source}, {}, {})
        for source, edition in (("a", "giunta"), ("b", "giunta"), ("c", "dossier"), ("d", "new"))
    ]
    known = Manifest(
        {
            ("a", "giunta"): Entry("", {}, {}, seconds=1.0),
            ("c", "dossier"): Entry("", {}, {}, seconds=9.0),
        }
    )
    plan = plan_build(recipes, known, {}, {})
    assert [(s.recipe.source, s.seconds) for s in plan.make] == [
        ("c", 9.0),
        ("d", 5.0),
        ("a", 1.0),
        ("b", 1.0),
    ]
    assert [s.seconds for s in plan_build(recipes, Manifest(), {}, {}).make] == [None] * 4


def test_only_what_we_wrote_is_pruned() -> None:
    gone, edited, strange, killed = (path_of(n, "giunta", "pdf") for n in "abcd")
    entries = {
        ("a", "giunta"): Entry("k", {gone: "g1"}, {}),
        ("b", "giunta"): Entry("k", {edited: "e1"}, {}),
        **manifest().entries,
    }
    present = {**PRESENT, gone: "g1", edited: "e2", strange: "s", killed: "k1"}
    wanted = set(PATHS.values())
    plan = plan_build([RECIPE], Manifest(entries), KEPT, present, wanted, ours={"k1"})
    assert plan.prune == (gone, killed)
    assert plan.altered == (edited,)
    # A build that knows only part of the project removes nothing.
    assert plan_build([RECIPE], Manifest(entries), KEPT, present).prune == ()


def test_it_changes_nothing_that_it_is_given() -> None:
    before = (manifest(), dict(KEPT), dict(PRESENT))
    given = (manifest(), dict(KEPT), dict(PRESENT))
    plan_build([changed({"block a": "a2"})], *given)
    assert given == before


def document(**changes: Any) -> Document:
    return replace(specimen.document(), **changes)


def test_a_recipe_is_of_what_is_printed(tmp_path_factory: pytest.TempPathFactory) -> None:
    from pitstop_docs.build.inputs import read_survey
    from pitstop_docs.build.recipes import write_recipe
    from pitstop_docs.problems.diagnostics import Location

    survey = read_survey(tmp_path_factory.mktemp("project"))
    words = Paragraph(id="p", location=Location("a.md", 3, 1), content=(Text("x"),))
    one = write_recipe(document(foot=(words,)), ("pdf",), survey)
    moved = replace(words, location=Location("a.md", 9, 1))
    assert write_recipe(document(foot=(moved,)), ("pdf",), survey).key == one.key
    assert (
        write_recipe(document(foot=(replace(words, location=None),)), ("pdf",), survey).key
        == one.key
    )
    other = write_recipe(document(foot=(replace(words, content=(Text("y"),)),)), ("pdf",), survey)
    assert {n for n in one.parts if one.parts[n] != other.parts[n]} == {"block p"}
    titled = write_recipe(document(foot=(words,), title="y"), ("pdf",), survey)
    assert {n for n in one.parts if one.parts[n] != titled.parts[n]} == {"opening"}
    assert write_recipe(document(foot=(words,)), ("docx",), survey).key != one.key
    assert write_recipe(document(foot=(words,)), ("pdf",), survey, {"x": 1}).key != one.key
