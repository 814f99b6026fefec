"""What did not change is not composed again, and what is kept is what would be composed."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image as Picture

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.drafts import Draft, drafts_of
from pitstop_docs.build.flow import load
from pitstop_docs.build.inputs import Inputs, read_inputs
from pitstop_docs.build.kept_outlines import Outlines
from pitstop_docs.build.outlines import outline_of
from pitstop_docs.look.templates import packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.store import Store
from tests.project import POLICY, PRACTICE, make_project, replace_in

PAESE, LEGGE = {"paese"}, {"legge"}
BOTH = PAESE | LEGGE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def drafts(project: Path) -> list[Draft]:
    reporter = Reporter()
    collection = load(project, reporter)
    assert [str(error) for error in reporter.errors] == []
    return drafts_of(collection, Choice())


def composed(project: Path, inputs: Inputs | None = None) -> set[str]:
    """Return the sources that had to be composed; of the others, what is kept is what would be."""
    outlines = Outlines(inputs or read_inputs(project), Store(project / "output/.cache"))
    anew = set()
    for draft in drafts(project):
        outline = outline_of(draft.compose())
        kept = outlines.of(draft)
        if kept is None:
            anew.add(draft.id.source)
            outlines.keep(draft, outline)
        else:
            assert kept == outline
            assert list(kept.places) == list(outline.places)
    outlines.save()
    return anew


def own(project: Path, name: str, old: str, new: str) -> None:
    """Change a template, as a project's own."""
    path = project / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        shutil.copy(packaged_templates() / name, path)
    replace_in(project, f"templates/{name}", old, new)


def append(project: Path, name: str, words: str) -> None:
    with (project / name).open("a", encoding="utf-8") as file:
        file.write(words)


def enlarge_image(project: Path) -> None:
    Picture.new("RGB", (7, 5), "white").save(project / "sources/media/bottega.png")


CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "nothing": (lambda p: os.utime(p / PRACTICE, (1, 1)), set()),
    "a word": (lambda p: replace_in(p, PRACTICE, "La bottega del paese ha", "La bottega ha"), PAESE),
    "a line": (lambda p: replace_in(p, PRACTICE, "La bottega del paese ha", "\n\nLa bottega ha"), PAESE),
    "another source": (lambda p: append(p, POLICY, "\n"), LEGGE),
    "a partner": (lambda p: append(p, "sources/partners.yaml", "# \n"), BOTH),
    "a reference": (lambda p: append(p, "sources/references.yaml", "# \n"), BOTH),
    "settings": (lambda p: append(p, "sources/project.yaml", "# \n"), BOTH),
    "a testimony": (
        lambda p: append(p, next((p / "sources/testimonies").glob("*.md")).relative_to(p).as_posix(), "\n"),
        BOTH,
    ),
    "a picture": (enlarge_image, BOTH),
    "a label": (lambda p: own(p, "labels/it.yaml", "language: it\n", "language: it  #\n"), BOTH),
    "an edition": (lambda p: own(p, "editions/giunta.yaml", "Per la giunta comunale", "Alla giunta"), BOTH),
    "a form of acts": (
        lambda p: own(p, "acts/mozione.yaml", "order: 20", "order: 21"), BOTH
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_change_may_concern_is_composed_again(project: Path, change: str) -> None:
    make, concerned = CHANGES[change]
    assert composed(project) == BOTH
    make(project)
    assert composed(project) == concerned
    assert composed(project) == set()


def test_other_code_and_libraries_compose_everything(project: Path) -> None:
    inputs = read_inputs(project)
    composed(project, inputs)
    code = replace(inputs.code, files={**inputs.code.files, "compose/more.py": "x"})
    assert composed(project, replace(inputs, code=code)) == BOTH
    libraries = {**inputs.libraries, "babel": "0.1"}
    assert composed(project, replace(inputs, libraries=libraries)) == BOTH


def test_what_changed_meanwhile_is_not_kept(project: Path) -> None:
    inputs = read_inputs(project)
    append(project, PRACTICE, "\n")
    assert composed(project, inputs) == BOTH
    assert composed(project, inputs) == BOTH


def test_a_document_says_nothing_of_other_sources(project: Path) -> None:
    """So a change of one concerns no other."""
    collection = load(project, Reporter())
    for draft in drafts_of(collection, Choice()):
        alone = replace(
            collection,
            practices={},
            policies={},
            incomplete=(),
            entries=(),
            texts={},
            running_text={},
        )
        document = draft.compose.func(alone, *draft.compose.args[1:])  # type: ignore[attr-defined]
        assert document == draft.compose()
