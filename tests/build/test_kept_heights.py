"""No brief depends on what is kept of its blocks' heights: nothing, today's, another day's, or damaged."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import load, wanted
from pitstop_docs.build.inputs import Inputs, read_inputs
from pitstop_docs.build.kept_heights import keep_heights, with_heights
from pitstop_docs.build.made import Files, Made, open_parcel
from pitstop_docs.build.workers import job_for
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.store import Store
from pitstop_docs.writers.pdf import PdfWriter
from pitstop_docs.writers.targets import Pdf
from tests.project import make_reviewed

SOURCE = "sources/practices/forno-di-borgo-finto.md"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_reviewed(tmp_path_factory.mktemp("project"))


def brief_in(project: Path) -> tuple[Brief, Inputs]:
    inputs = read_inputs(project)
    choice = Choice(("forno-di-borgo-finto",), editions=("consiglio",))
    (brief,) = (
        brief
        for brief in wanted(load(project, Reporter()), choice, inputs)
        if brief.id.kind == "brief"
    )
    return replace(brief, targets=(Pdf(),)), inputs


def made_of(brief: Brief, inputs: Inputs, store: Store) -> tuple[Made, Files]:
    """Make *brief* as a build does, which keeps what was measured."""
    known = with_heights(store, brief)
    made, files = open_parcel(job_for(known, inputs)(), known)
    keep_heights(store, known, made)
    return made, files


def test_the_same_bytes_whatever_is_kept(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief, inputs = brief_in(project)
    store = Store(tmp_path)
    cold, files = made_of(brief, inputs, store)
    assert files[Pdf()]
    assert cold.heights == with_heights(store, brief).heights != ""
    for text in (cold.heights[:-9], cold.heights.replace("[", "{", 1), "[{}, {}]", "…"):
        spoilt = replace(brief, heights=text)
        made, again = open_parcel(job_for(spoilt, inputs)(), spoilt)
        assert (again, made.heights) == (files, cold.heights)
    laid_out: list[str] = []

    def counting(own: Any, name: str) -> Any:
        def count(self: PdfWriter, *arguments: Any, **named: Any) -> Any:
            laid_out.append(name)
            return own(self, *arguments, **named)

        return count

    for name in ("_lay_out", "_render"):  # whatever is laid out, and pages
        monkeypatch.setattr(PdfWriter, name, counting(getattr(PdfWriter, name), name))
    warm, again = made_of(brief, inputs, store)
    assert (again, warm.heights, warm.cut) == (files, cold.heights, cold.cut)
    pages = laid_out.count("_render")
    assert pages
    assert laid_out.count("_lay_out") == pages, "nothing was to be measured"


def test_after_a_change_too(project: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    brief, inputs = brief_in(project)
    before, _files = made_of(brief, inputs, store)
    path = project / SOURCE
    text = path.read_text(encoding="utf-8")
    place = text.index(".\n", text.index("\n## "))
    path.write_text(text[:place] + ", come si è visto" + text[place:], encoding="utf-8")
    try:
        changed, inputs = brief_in(project)
    finally:
        path.write_text(text, encoding="utf-8")
    assert changed.key != brief.key
    warm, files = made_of(changed, inputs, store)
    cold, wanted_files = open_parcel(job_for(changed, inputs)(), changed)
    assert (files, warm.heights) == (wanted_files, cold.heights)
    assert warm.heights != before.heights
