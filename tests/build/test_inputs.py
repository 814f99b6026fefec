"""The inputs are all that a build depends on, and nothing slow is loaded for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from pitstop_docs.build.inputs import MAKERS, makers_here, read_inputs
from tests.project import PRACTICE, make_project, replace_in

SLOW = ("weasyprint", "pydantic", "docx", "rich", "yaml", "jinja2", "lxml")
# What no worker's bytes depend on: it says what is wrong, or runs things.
_NEUTRAL = (
    "problems", "runs", "build", "build.inputs", "build.made",
)  # fmt: skip


def loaded(program: str) -> set[str]:
    said = subprocess.run(
        [sys.executable, "-c", f"import sys\n{program}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(said.stdout.split())


# What makes files of documents: workers load it. A brief that is not for a press, nor addressed, is made
# without fontTools' subsetter too.
MAKES = (
    "weasyprint", "fontTools", "vl_convert", "pikepdf", "pypdfium2", "segno", "PIL", "rich",
    "pitstop_docs.build.make", "pitstop_docs.copyfit", "pitstop_docs.writers.pdf", "pitstop_docs.writers.docx",
)  # fmt: skip
LOADS = {
    "pitstop_docs.commands.cli": (*SLOW, *MAKES, "pitstop_docs.tree.document", "multiprocessing"),
    "pitstop_docs.build.workers": (*SLOW, *MAKES),
    "pitstop_docs.build.flow": (*MAKES, "jinja2", "docx"),
    "pitstop_docs.build.make": (
        "pitstop_docs.records.model", "pitstop_docs.readers", "pitstop_docs.compose", "pikepdf", "pypdfium2",
        "rich", "fontTools.ttLib.tables.otTables", "fontTools.varLib",
    ),
}  # fmt: skip


@pytest.mark.parametrize("module", LOADS)
def test_nothing_is_loaded_that_is_not_used(module: str) -> None:
    assert not loaded(f"import {module}") & set(LOADS[module])


@pytest.mark.parametrize(
    ("command", "used"),
    [(("--help",), set()), (("check", "-p", "PROJECT"), {"PIL", "fontTools"})],  # pictures, fonts
)
def test_commands_load_nothing_of_what_makes_files(
    command: tuple[str, ...], used: set[str], tmp_path: Path
) -> None:
    project = str(make_project(tmp_path / "project"))
    words = ["pitstop", *(project if word == "PROJECT" else word for word in command)]
    program = (
        f"from pitstop_docs.commands.cli import main\nsys.argv = {words}\n"
        "try: assert not main()\nexcept SystemExit: pass"
    )
    assert not loaded(program) & set(MAKES) - used


def test_the_engine_is_loaded_without_other_processes() -> None:
    program = (
        "events = []\nsys.addaudithook(lambda event, told: events.append(event))\n"
        "import pitstop_docs.writers.pdf\nassert 'subprocess.Popen' not in events"
    )
    assert "weasyprint" in loaded(program)


def test_every_module_of_a_worker_counts() -> None:
    program = (
        "import pitstop_docs.build.make\n"
        "from pitstop_docs.writers import WRITERS\n"
        "for row in WRITERS.values(): __import__(row.module)"
    )
    ours = {
        m.removeprefix("pitstop_docs.") for m in loaded(program) if m.startswith("pitstop_docs.")
    }
    assert ours
    for module in ours:
        path = module.replace(".", "/")
        known = f"{path}.py".startswith(MAKERS) or f"{path}/__init__.py".startswith(MAKERS)
        assert known or module in _NEUTRAL or module.partition(".")[0] in _NEUTRAL[:2], module


def test_it_sees_each_kind_of_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path)
    first = read_inputs(project)
    assert first.everything == read_inputs(project).everything
    assert first.makers == makers_here()
    seen = {first.everything}
    replace_in(project, PRACTICE, "La bottega del paese ha chiuso.", "Ha chiuso.")
    seen.add(read_inputs(project).everything)
    (project / "templates/html/css").mkdir(parents=True)
    (project / "templates/html/css/giunta.css").write_text("p{}", encoding="utf-8")
    styled = read_inputs(project)
    seen.add(styled.everything)
    monkeypatch.setenv("PITSTOP_LANG", "en")
    seen.add(read_inputs(project).everything)
    monkeypatch.setattr("pitstop_docs.build.inputs.library_versions", lambda names: {"a": "1"})
    seen.add(read_inputs(project).everything)
    assert len(seen) == 5
    assert styled.look("giunta") != first.look("giunta")
    assert styled.look("consiglio") == first.look("consiglio")
    assert styled.makers == first.makers


def test_a_look_is_what_briefs_use(tmp_path: Path) -> None:
    look = read_inputs(make_project(tmp_path)).look("giunta")
    for name in (
        "theme.yaml", "docx/reference.docx", "fonts/Lora-Regular.ttf", "html/document.html.j2",
        "html/css/base/page.css", "html/css/bands-as-tables.css",
    ):  # fmt: skip
        assert name in look
    for name in (
        "editions/giunta.yaml",
        "labels/it.yaml",
        "html/index.html.j2",
        "html/pack/leggimi.html.j2",
        "fonts/README.md",
    ):
        assert name not in look


def test_versions_are_known_without_loading() -> None:
    versions = read_inputs(Path("nowhere")).libraries
    import weasyprint

    assert versions["weasyprint"] == weasyprint.__version__
    assert versions["pango"].count(".") == 2
    assert {"harfbuzz", "fontconfig", "zlib", "python", "lxml"} <= versions.keys()
    assert "absent" not in versions.values()
