"""One colleague's mistake stops nobody: what is right is made, what is wrong keeps its briefs and is named."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build, load_chosen
from pitstop_docs.compose import compose
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document
from tests.project import (
    MINIMAL,
    POLICY,
    PRACTICE,
    Once,
    make_project,
    path_in,
    read_edits,
    replace_in,
)
from tests.test_cli import Pitstop, snapshot

CHOSEN = ("-e", "giunta", "-f", "docx", "--no-embed")
PROBLEM = "La bottega del paese ha chiuso."
RIGHT, WRONG = "updated: 2026-11-23\nmaturity", "updated: ieri\nmaturity"
TITLE = "Il paese che ha riaperto la bottega"


@pytest.fixture
def pitstop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pitstop:
    return Pitstop(monkeypatch, capsys)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture
def built(once: Once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which two briefs are made."""
    monkeypatch.setenv("PITSTOP_LANG", "en")

    def make(folder: Path) -> None:
        choice = Choice(editions=("giunta",), formats=("docx",), embed=False)
        reporter = Reporter()
        build(make_project(folder), choice, reporter, lambda *told: None)
        assert not reporter.errors

    return Path(shutil.copytree(once("giunta", make), tmp_path / "project"))


def brief(project: Path, source: str) -> Path:
    return path_in(project, source, "giunta", "docx")


def marked(project: Path) -> set[str]:
    """Return the titles that the index shows as out of date."""
    page = (project / "output/index.html").read_text(encoding="utf-8").split("</style>")[-1]
    articles = page.split("<article")[1:]
    return {a.split("<h2>")[1].split("</h2>")[0] for a in articles if "Out of date" in a}


# --- whom a mistake concerns -------------------------------------------------------------------


@dataclass(frozen=True)
class Mistake:
    """What is done to files, as in ``edits.txt``, or new texts of whole files; the sources it stops."""

    name: str
    stops: str
    edits: str = ""
    files: tuple[tuple[str, bytes], ...] = ()


REFERENCES = "sources/references.yaml"
SOURCE = (MINIMAL / PRACTICE).read_bytes()
MISTAKES = (
    Mistake("a field", "paese", f"{PRACTICE}\n- updated: 2026-11-23\n+ updated: ieri\n"),
    Mistake("its text", "legge", f"{POLICY}\n- Riservare i contratti piccoli.\n+ Vedi [@nulla].\n"),
    Mistake("no fields", "paese", files=((PRACTICE, b"Una bottega.\n"),)),
    Mistake("fields without an end", "paese", files=((PRACTICE, b"---\nid: paese\n"),)),
    Mistake("no YAML", "paese", f"{PRACTICE}\n- short: La bottega\n+ short: 'La bottega\n"),
    Mistake("an empty file", "legge", files=((POLICY, b""),)),
    Mistake("no text file", "legge", files=((POLICY, b"\xff\xfe\x00"),)),
    Mistake("an unreadable id", "paese", f"{PRACTICE}\n- id: paese\n+ id: Il Paese\n"),
    Mistake("a partner", "paese", "sources/partners.yaml\n-     name: Pro Loco\n+     nome: Pro Loco\n"),
    Mistake("partners", "paese", files=(("sources/partners.yaml", b"partners: [\n"),)),
    Mistake("one's reference", "paese", f"{REFERENCES}\n-     short: Scheda\n+     corto: Scheda\n"),
    Mistake("the other's", "legge", f"{REFERENCES}\n-     short: L. 381/1991\n+     corto: L.\n"),
    Mistake("nobody's", "", f"{REFERENCES}\n-     short: Volantino\n+     corto: Volantino\n"),
    Mistake("one without id", "", f"{REFERENCES}\n-   - id: volantino\n+   - chi: volantino\n"),
    Mistake("a second one", "paese",
            f"{REFERENCES}\n-   - id: volantino\n+   - id: scheda\n"),
    Mistake("no letter of the fonts, twice", "paese legge",
            f"{REFERENCES}\n-     title: Scheda del progetto\n+     title: Scheda ☃\n"
            f"{REFERENCES}\n-     title: Disciplina delle cooperative sociali\n+     title: Norma ☃\n"),
    # Copies that were given no id of their own, one of them read before the file that is called so.
    Mistake("a copy", "", files=(("sources/practices/altro.md", SOURCE),)),
    Mistake("another copy", "", files=(("sources/practices/paese-2.md", SOURCE),)),
    Mistake("two of one name", "paese", files=(("sources/policies/paese.md", SOURCE),)),
    Mistake("references", "paese legge", files=((REFERENCES, b"references:\n  - id: 'a\n"),)),
    Mistake("no list", "paese legge", files=((REFERENCES, b"voci: []\n"),)),
    Mistake("a testimony", "paese", files=(("sources/testimonies/socia.md", b"Ha aperto.\n"),)),
    Mistake("a testimony's id", "paese", "sources/testimonies/socia.md\n- id: socia\n"),
    Mistake("a copy of a testimony", "", files=(
        ("sources/testimonies/altra.md", (MINIMAL / "sources/testimonies/socia.md").read_bytes()),)),
    Mistake(
        "a testimony's reference", "paese",
        "sources/testimonies/socia.md\n- speaker: Una socia\n+ speaker: Una socia\n+ source: volantino\n"
        f"{REFERENCES}\n-     short: Volantino\n+     corto: Volantino\n",
    ),
    Mistake("a picture's field", "paese", "sources/media/media.yaml\n-     licence: CC BY 4.0\n"),
    Mistake("a picture's alt", "paese",
            "sources/media/media.yaml\n-     alt: La bottega del paese, aperta.\n"),
    Mistake("a picture", "paese", files=(("sources/media/bottega.png", b"no picture"),)),
    Mistake("pictures", "paese", files=(("sources/media/media.yaml", b"media: {\n"),)),
    Mistake(
        "nobody's picture", "",
        "sources/media/media.yaml\n-     licence: CC BY 4.0\n+     licence: CC BY 4.0\n+   - id: altra\n"
        "+     file: altra.png\n+     alt: Altra.\n+     credit: Prova\n+     licence: CC0\n",
    ),
    Mistake("the project", "paese legge", "sources/project.yaml\n- name: Prova\n+ nome: Prova\n"),
    Mistake("an edition", "paese legge", files=(("templates/editions/x.yaml", b"label: X\n"),)),
    Mistake("labels", "paese legge", files=(
        ("templates/labels/it.yaml", b"words:\n  draft: '{chi}'\n"),)),
)  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_stops_those_who_use_what_is_wrong(
    pitstop: Pitstop, project: Path, mistake: Mistake
) -> None:
    for name, old, new in read_edits(mistake.edits):
        replace_in(project, name, old, new)
    for name, data in mistake.files:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(data)
    everything = pitstop("check", "-p", project)
    assert everything.code == 1
    stopped = []
    for source in ("paese", "legge"):
        of_it = pitstop("check", "-p", project, "--source", source)
        stopped += [source] * of_it.code
        assert ("error[" in of_it.err) == bool(of_it.code)
        assert {*of_it.err.splitlines()[:-1]} <= {*everything.err.splitlines()}
    assert stopped == mistake.stops.split()


@pytest.mark.parametrize("copy", ["practices/altro.md", "practices/paese-2.md", "policies/a.md"])
def test_a_copy_takes_no_ones_place(project: Path, copy: str) -> None:
    (project / "sources" / copy).write_bytes(SOURCE)
    read = load_chosen(project, Choice(), Reporter())
    assert [case.location.path for case in read.right.cases] == [PRACTICE, POLICY]
    assert read.wrong_names(Choice()) == (Path(copy).stem,)


@pytest.fixture(scope="module")
def whole(once: Once) -> tuple[Path, Document]:
    """A project to be damaged again and again, and what one of its briefs says when all is right."""
    project = once("damaged", make_project)
    return project, policy(project)


def policy(project: Path) -> Document:
    """Return the longest brief of the policy case, whose problems alone are asked for: there are none."""
    reporter, choice = Reporter(), Choice(("legge",))
    read = load_chosen(project, choice, reporter)
    assert reporter.diagnostics == []
    assert read.wrong_names(choice) == ()
    return compose(
        read.right, read.right.policies["legge"], read.right.editions["comitato-tecnico"]
    )


@given(
    st.tuples(*[st.integers(0, len(SOURCE))] * 2).map(sorted),
    st.binary(max_size=4) | st.sampled_from([b"\n---\n", b"- ", b": ", b"'", b"[@"]),
)
@settings(max_examples=30, deadline=None)
def test_whatever_becomes_of_one_file_another_source_is_the_same(
    whole: tuple[Path, Document], cut: list[int], new: bytes
) -> None:
    project, document = whole
    (project / PRACTICE).write_bytes(SOURCE[: cut[0]] + new + SOURCE[cut[1] :])
    assert policy(project) == document


# --- what is made, what stays ------------------------------------------------------------------


def test_the_right_one_is_made_and_the_wrong_one_stays(pitstop: Pitstop, built: Path) -> None:
    old = {source: brief(built, source).read_bytes() for source in ("paese", "legge")}
    replace_in(built, PRACTICE, RIGHT, WRONG)
    replace_in(built, PRACTICE, PROBLEM, "La bottega ha chiuso.")
    replace_in(built, POLICY, "Molti restano", "Troppi restano")
    first = pitstop("build", "-p", built, *CHOSEN)
    assert first.code == 1
    assert brief(built, "paese").read_bytes() == old["paese"]
    assert brief(built, "legge").read_bytes() != old["legge"]
    assert "sources/practices/paese.md:6:10: error[" in first.err
    assert first.err.endswith(
        "1 wrong source was not made again: paese. Its briefs are those of before.\n"
    )
    assert marked(built) == {TITLE}
    assert (built / "output/fit.html").read_text(encoding="utf-8").count("Out of date") == 1
    # Once more: as quick as a build with nothing to do, and no less wrong.
    before = snapshot(built / "output")
    again = pitstop("build", "-p", built, *CHOSEN)
    assert (again.code, again.err) == (first.code, first.err)
    assert again.out.startswith("Nothing has changed: 1 document is as it should be.")
    assert snapshot(built / "output") == before
    # Whoever asks for the right one alone hears nothing of the other.
    alone = pitstop("build", "-p", built, *CHOSEN, "-s", "legge")
    assert alone.code == 0
    assert "paese" not in alone.out + alone.err
    assert marked(built) == {TITLE}
    # Mended, it is made, and the mark goes.
    replace_in(built, PRACTICE, WRONG, RIGHT)
    assert pitstop("build", "-p", built, *CHOSEN).code == 0
    assert brief(built, "paese").read_bytes() != old["paese"]
    assert marked(built) == set()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Una bottega.",
        "---\nid: paese\n",
        SOURCE.decode().replace("id: paese\n", "id: Il paese\n"),
        SOURCE.decode().replace("id: paese\n", "id: borgo\n").replace("paese ha", "[@x] ha"),
    ],
)
def test_a_source_that_cannot_be_read_is_there_until_it_is_removed(
    pitstop: Pitstop, built: Path, text: str
) -> None:
    old = brief(built, "paese").read_bytes()
    (built / PRACTICE).write_text(text, encoding="utf-8")
    assert pitstop("build", "-p", built, *CHOSEN).code == 1
    assert brief(built, "paese").read_bytes() == old
    assert TITLE in marked(built)
    # Nor does a build of something else take it for removed.
    assert pitstop("build", "-p", built, *CHOSEN, "-s", "legge").code == 0
    assert brief(built, "paese").read_bytes() == old
    (built / PRACTICE).unlink()
    assert pitstop("build", "-p", built, *CHOSEN).code == 0
    assert not brief(built, "paese").exists()
    assert brief(built, "legge").exists()
    assert TITLE not in (built / "output/index.html").read_text(encoding="utf-8")


def test_only_the_wrong_one(pitstop: Pitstop, built: Path) -> None:
    before = snapshot(built / "output/briefs")
    replace_in(built, PRACTICE, RIGHT, WRONG)
    arguments = ("build", "-p", built, *CHOSEN, "-s", "paese")
    results = [pitstop(*arguments), pitstop(*arguments)]
    assert results[0] == results[1]
    assert (results[0].code, results[0].out) == (1, "")
    assert marked(built) == {TITLE}
    assert snapshot(built / "output/briefs") == before


def test_what_was_never_made_is_named_too(pitstop: Pitstop, project: Path) -> None:
    (project / PRACTICE).write_text("Una bottega.", encoding="utf-8")
    result = pitstop("build", "-p", project, *CHOSEN)
    assert result.code == 1
    assert "1 wrong source was not made again: paese." in result.err
    assert brief(project, "legge").exists()
    assert not brief(project, "paese").exists()
    assert marked(project) == {"paese"}


def test_a_mistake_that_concerns_nobody_stops_nobody(pitstop: Pitstop, built: Path) -> None:
    replace_in(built, REFERENCES, "short: Volantino", "corto: Volantino")
    replace_in(built, POLICY, "Molti restano", "Troppi restano")
    first = pitstop("build", "-p", built, *CHOSEN)
    assert (first.code, "not made again" in first.err) == (1, False)
    assert "error[unknown-key]" in first.err
    assert marked(built) == set()
    assert pitstop("build", "-p", built, *CHOSEN).err == first.err
    assert pitstop("build", "-p", built, *CHOSEN, "-s", "paese", "-s", "legge").code == 0


@pytest.mark.parametrize("shared", ["sources/project.yaml", "templates/editions/giunta.yaml"])
def test_what_everything_is_made_of_stops_everything(
    pitstop: Pitstop, built: Path, shared: str
) -> None:
    before = snapshot(built / "output")
    (built / shared).parent.mkdir(parents=True, exist_ok=True)
    (built / shared).write_text("nome: Prova\n", encoding="utf-8")
    replace_in(built, PRACTICE, RIGHT, WRONG)
    for chosen in ((), ("-s", "legge")):
        result = pitstop("build", "-p", built, *CHOSEN, *chosen)
        assert result.code == 1
        assert "Nothing was written: the previous briefs are untouched." in result.err
        assert (PRACTICE in result.err) == (not chosen)
    assert snapshot(built / "output") == before


def test_other_commands_go_on_too(pitstop: Pitstop, built: Path) -> None:
    replace_in(built, PRACTICE, RIGHT, WRONG)
    built_now = json.loads(pitstop("build", "-p", built, *CHOSEN, "--json").out)
    assert built_now["wrong"] == ["paese"]
    assert [row["source"] for row in built_now["briefs"]] == ["legge"]
    chosen = ("-p", built, "-e", "giunta", "--json")
    right, wrong = (pitstop("fit", *chosen, source) for source in ("legge", "paese"))
    assert (right.code, wrong.code) == (0, 1)
    assert [len(json.loads(each.out)["briefs"]) for each in (right, wrong)] == [1, 0]
    assert [json.loads(each.out)["wrong"] for each in (right, wrong)] == [[], ["paese"]]
    everything, alone = pitstop("verify", *chosen), pitstop("verify", *chosen, "-s", "legge")
    assert (everything.code, alone.code) == (1, 0)
    for verified in (everything, alone):
        found = json.loads(verified.out)["files"]
        assert {row["file"].rpartition("/")[2] for row in found} == {"legge.docx", "legge.pdf"}


def test_where_all_that_is_chosen_is_wrong_there_is_nothing_to_measure(
    pitstop: Pitstop, project: Path
) -> None:
    replace_in(project, PRACTICE, RIGHT, WRONG)
    result = pitstop("measure", "-p", project, "-s", "paese")
    assert result.code == 1
    assert "sources/practices/paese.md:6:10: error[" in result.err


def test_an_unknown_source_is_no_source_without_problems(pitstop: Pitstop, project: Path) -> None:
    result = pitstop("check", "-p", project, "-s", "paesi")
    assert (result.code, result.err) == (
        2, "error: no source 'paesi'\n    did you mean 'paese'?\n",
    )  # fmt: skip
    assert pitstop("check", "-p", project, "-s", "paese", "--output").code == 2
