"""The plan is a function: briefs, ledger and digests in, steps and reasons out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pitstop_docs.build.briefs import Brief, Composed, brief_of
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.build.ledger import Ledger, Row
from pitstop_docs.build.outlines import outline_of
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.plan import Action, Cause, Known, Plan, expected_seconds, plan_build
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.tree.document import Document, Paragraph, Text
from pitstop_docs.tree.origin import Origin
from pitstop_docs.writers.targets import Pdf, Target, Word
from tests import specimen

PARTS = {
    "opening": "o1", "order": "r1", "block a": "a1", "block b": "b1", "image x.png": "x1",
    "look": "l1", "libraries": "v1", "makers": "m1",
}  # fmt: skip
LOOK = {"theme.yaml": "t1", "html/css/base/page.css": "p1"}
LIBRARIES = {"pango": "1.50", "weasyprint": "70.0"}
DETAILS = {"l1": LOOK, "v1": LIBRARIES}
WHOLE = specimen.document()
BRIEF = Brief(outline_of(WHOLE), Composed(WHOLE), (Word(), Pdf()), PARTS)
PATHS = {target: path_of(BRIEF.id, target) for target in BRIEF.targets}
FILES: dict[Target, str] = {Word(): "d1", Pdf(): "p1"}
PRESENT = {PATHS[target]: digest for target, digest in FILES.items()}
KEPT = {BRIEF.key: FILES}


def ledger(brief: Brief = BRIEF, **changes: Any) -> Ledger:
    row = Row(brief.key, FILES, brief.parts)
    return Ledger({brief.id: replace(row, **changes)}, DETAILS)


def plan(
    brief: Brief,
    ledger: Ledger,
    kept: Mapping[str, Mapping[Any, str]],
    present: Mapping[str, str],
    details: Mapping[str, Mapping[str, str]] = DETAILS,
) -> Plan:
    known = Known(ledger, kept, present, details, {})
    return plan_build([brief], known, set(PATHS.values()))


def changed(parts: Mapping[str, str | None]) -> Brief:
    """Return the brief with *parts* instead of its own; None takes one out."""
    merged = {**PARTS, **parts}
    return replace(BRIEF, parts={k: v for k, v in merged.items() if v is not None})


def what(plan: Plan) -> tuple[Action, list[tuple[Cause, str]]]:
    (step,) = plan.steps.values()
    return step.action, [(reason.cause, reason.name) for reason in step.reasons]


def test_nothing_changed() -> None:
    assert what(plan(BRIEF, ledger(), KEPT, PRESENT)) == (Action.STAY, [])
    # Also when the ledger was lost: what lies there is what is kept.
    assert what(plan(BRIEF, Ledger(), KEPT, PRESENT)) == (Action.STAY, [])


def test_what_was_never_made() -> None:
    assert what(plan(BRIEF, Ledger(), {}, {})) == (Action.MAKE, [(Cause.NEW, "")])
    before = Ledger({BRIEF.id: Row("", FILES)})  # as an older version left it
    assert what(plan(BRIEF, before, {}, PRESENT)) == (Action.MAKE, [(Cause.NEW, "")])


MADE: list[tuple[Brief, list[tuple[Cause, str]]]] = [
    (changed({"block a": "a2"}), [(Cause.BLOCK, "a")]),
    (changed({"block a": "a2", "block b": "b2"}), [(Cause.BLOCK, "a"), (Cause.BLOCK, "b")]),
    (changed({"block c": "c1", "order": "r2"}), [(Cause.NEW_BLOCK, "c")]),
    (changed({"block b": None, "order": "r2"}), [(Cause.LOST_BLOCK, "b")]),
    (changed({"order": "r2"}), [(Cause.ORDER, "")]),
    (changed({"opening": "o2"}), [(Cause.OPENING, "")]),
    (changed({"image x.png": "x2"}), [(Cause.IMAGE, "x.png")]),
    (changed({"letterhead 035046": "h1"}), [(Cause.LETTERHEAD, "035046")]),
    (changed({"makers": "m2"}), [(Cause.MAKERS, "")]),
    (changed({"look": "l2"}), [(Cause.TEMPLATE, "theme.yaml")]),
    (changed({"libraries": "v2"}), [(Cause.LIBRARY, "pango 1.50 → 1.56")]),
    (replace(BRIEF, targets=(Pdf(), Word())), [(Cause.FORMATS, "")]),
]
TODAY = {
    **DETAILS,
    "l2": {**LOOK, "theme.yaml": "t2"},
    "v2": {**LIBRARIES, "pango": "1.56"},
}


@pytest.mark.parametrize(("brief", "reasons"), MADE)
def test_what_changed_is_made_and_says_why(brief: Brief, reasons: list[tuple[Cause, str]]) -> None:
    assert brief.key != BRIEF.key
    assert what(plan(brief, ledger(), KEPT, PRESENT, TODAY)) == (Action.MAKE, reasons)
    # Once it is kept, going there and back costs nothing.
    other: dict[Target, str] = {Word(): "d2", Pdf(): "p2"}
    kept = {**KEPT, brief.key: other}
    there = plan(brief, ledger(), kept, PRESENT, TODAY)
    assert what(there) == (Action.RESTORE, [(Cause.OTHER, path) for path in PATHS.values()])
    assert what(plan(BRIEF, ledger(), kept, PRESENT)) == (Action.STAY, [])


def test_files_that_are_not_as_we_wrote_them_are_put_back() -> None:
    docx, pdf = PATHS[Word()], PATHS[Pdf()]
    found = plan(BRIEF, ledger(), KEPT, {docx: "edited"})
    assert what(found) == (Action.RESTORE, [(Cause.ALTERED, docx), (Cause.ABSENT, pdf)])


def test_what_failed_or_was_forgotten_is_made_again() -> None:
    failed = plan(BRIEF, ledger(failed=True), {}, PRESENT)
    assert what(failed) == (Action.MAKE, [(Cause.FAILED, "")])
    assert what(plan(BRIEF, ledger(), {}, PRESENT)) == (Action.MAKE, [(Cause.FORGOTTEN, "")])


def test_how_long_it_takes_is_known_from_the_brief_its_edition_or_any() -> None:
    taken = {BriefId("a", "giunta"): 1.0, BriefId("c", "dossier"): 9.0}
    ids = [BriefId(*words) for words in (("a", "giunta"), ("b", "giunta"), ("d", "new"))]
    assert [expected_seconds(id, taken) for id in ids] == [1.0, 1.0, 5.0]
    assert [expected_seconds(id, {}) for id in ids] == [None] * 3


def test_only_what_we_wrote_is_pruned() -> None:
    ids = [BriefId(name, "giunta") for name in "abcd"]
    gone, edited, strange, killed = (path_of(id, Pdf()) for id in ids)
    rows = {
        ids[0]: Row("k", {Pdf(): "g1"}),
        ids[1]: Row("k", {Pdf(): "e1"}),
        **ledger().rows,
    }
    present = {**PRESENT, gone: "g1", edited: "e2", strange: "s", killed: "k1"}
    known = Known(Ledger(rows), KEPT, present, DETAILS, {}, ours={"k1"})
    found = plan_build([BRIEF], known, set(PATHS.values()))
    assert found.prune == (gone, killed)
    assert found.altered == (edited,)


def document(**changes: Any) -> Document:
    return replace(specimen.document(), **changes)


def test_a_key_is_of_what_is_printed(tmp_path_factory: pytest.TempPathFactory) -> None:
    inputs = read_inputs(tmp_path_factory.mktemp("project"))

    def keyed(*words: Paragraph, **changes: Any) -> Brief:
        return brief_of(document(foot=words, **changes), (Pdf(),), inputs)

    def differ(one: Brief, other: Brief) -> set[str]:
        return {name for name in one.parts if one.parts[name] != other.parts[name]}

    words = Paragraph(id="p", origin=Origin("a.md", (3, 1)), content=(Text("x"),))
    one = keyed(words)
    assert keyed(replace(words, origin=Origin("a.md", (9, 1)))).key == one.key
    assert keyed(replace(words, origin=None)).key == one.key
    assert keyed(words, origin=Origin("b.md")).key == one.key
    assert differ(one, keyed(replace(words, content=(Text("y"),)))) == {"block p"}
    assert differ(one, keyed(words, title="y")) == {"opening"}
    assert differ(one, keyed(words, up_to=True)) == {"opening"}
    assert brief_of(document(foot=(words,)), (Word(),), inputs).key != one.key
    assert brief_of(document(foot=(words,)), (Pdf(),), inputs, embed=False).key != one.key
