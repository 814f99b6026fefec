"""What is saved is built again, and nothing else, whatever editors do to files on the way."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from pitstop_docs.build import watching
from pitstop_docs.build.choice import Choice
from pitstop_docs.build.watching import Change, Ended, Event, Inbox, watch
from pitstop_docs.build.workers import Labour
from pitstop_docs.problems.diagnostics import PitstopError, Severity
from pitstop_docs.runs import saves
from tests.pdf_outline import words
from tests.project import POLICY, PRACTICE, make_project, path_in, replace_in
from tests.runs.test_pool import until

GIUNTA = Choice(editions=("giunta",))
WORD = "La bottega del paese ha chiuso."


BUILT, REST = "built", "rest"
Steps = Iterator[str]


class Done(BaseException):
    """The script of a test is at its end."""


class Script:
    """Somebody at work: does what ``steps`` do up to the next yield after BUILT, and notes
    what was said meanwhile. After "rest" it waits until the whole was looked at."""

    def __init__(self, steps: Callable[["Script"], Steps]) -> None:
        self.inbox: Inbox = SimpleQueue()
        self.steps = steps(self)
        self.said: list[str] = []
        self.begun = self.rests = False
        self.ended: Ended | None = None
        self.opened: Path | None = None
        self.during: Callable[[], None] | None = None  # done once, in the midst of a build

    def heard(self) -> list[str]:
        """Return what was said since the last time."""
        said, self.said = self.said, []
        return said

    def go_on(self) -> None:
        try:
            self.rests = next(self.steps) == REST
        except StopIteration:
            raise Done from None

    def ready(self) -> None:
        self.begun = True
        self.heard()
        self.go_on()

    def change(self, change: Change) -> None:
        self.said.append(f"{change.step.id.source} {change.step.id.edition}")
        self.said += [f"out: {passage.text}" for passage in change.out]
        self.said += [f"in: {passage.text}" for passage in change.into]
        if self.during:
            during, self.during = self.during, None
            during()

    def built(self, ended: Ended) -> None:
        self.said += [str(p.location) for p in ended.problems if p.severity is Severity.ERROR]
        self.said += ["mended"] if ended.mended else []
        if self.begun and (self.said or ended.again == self.rests):
            self.ended = ended
            self.go_on()

    def nothing(self) -> None:
        self.said.append("nothing")
        self.go_on()

    def stopped(self, error: PitstopError) -> None:
        self.said.append(f"stopped: {error}")
        if self.begun:
            self.go_on()

    def fault(self) -> None:
        raise AssertionError("a fault")

    def open(self, path: Path | None) -> None:
        self.opened = path

    def may_renew(self) -> bool:
        self.said.append("renew")
        return True


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits in a test."""
    monkeypatch.setenv("PITSTOP_LANG", "en")
    monkeypatch.setattr(watching, "_QUIET", 0.2)
    monkeypatch.setattr(watching, "LOOK_EVERY", 60.0)  # what is heard comes first, however slowly


def play(root: Path, steps: Callable[[Script], Steps], choice: Choice = GIUNTA) -> Script:
    script = Script(steps)
    with pytest.raises(Done):
        watch(root, choice, Labour(), script.inbox, script)
    return script


def save(root: Path, name: str, text: str) -> None:
    """Save as most editors do: beside, then in the place of the old one."""
    aside = root / f"{name}~new.tmp"
    aside.write_text(text, encoding="utf-8")
    aside.rename(root / name)


def test_what_is_saved_is_built_and_nothing_else(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    text = (root / PRACTICE).read_text(encoding="utf-8")
    pdf = path_in(root, "paese", "giunta", "pdf")

    def steps(script: Script) -> Steps:
        script.inbox.put(Event.OPEN)
        replace_in(root, PRACTICE, "Nove persone hanno riaperto", "Dieci persone hanno riaperto")
        yield BUILT
        assert script.heard() == ["paese giunta"]
        assert "Dieci persone" in words_of(pdf)
        assert script.opened is not None
        save(root, PRACTICE, text)
        yield BUILT
        assert script.heard() == ["paese giunta"]
        assert "Nove persone" in words_of(pdf)
        yield REST
        save(root, PRACTICE, text)
        yield BUILT
        assert script.heard() == ["nothing"]
        replace_in(root, "sources/project.yaml", "name: ", "name:  ")
        yield BUILT
        assert script.heard() == []  # it was built, and no brief says anything else
        pdf.unlink()
        script.inbox.put(Event.ALL)
        yield BUILT
        assert script.heard() == ["paese giunta"]
        assert pdf.is_file()

    play(root, steps)


def test_what_concerns_others_reaches_them(tmp_path: Path) -> None:
    root = make_project(tmp_path)

    def steps(script: Script) -> Steps:
        replace_in(root, "sources/partners.yaml", "name: Pro Loco", "name: Pro Loco del Paese")
        yield BUILT
        assert "paese giunta" in script.heard()
        shutil.copyfile(root / POLICY, root / "sources/policies/altra.md")
        replace_in(root, "sources/policies/altra.md", "id: legge", "id: altra")
        yield BUILT
        assert "altra giunta" in script.heard()
        assert path_in(root, "altra", "giunta", "pdf").is_file()
        (root / "sources/policies/altra.md").unlink()
        yield BUILT
        assert script.heard() == []
        assert script.ended is not None
        removed = [f"output/briefs/giunta/altra.{format}" for format in ("docx", "pdf")]
        assert script.ended.run.removed == removed
        assert not path_in(root, "altra", "giunta", "pdf").exists()
        replace_in(root, POLICY, "id: legge", "id: norma")
        yield BUILT
        assert "norma giunta" in script.heard()

    play(root, steps)


def test_a_broken_file_says_where_and_its_briefs_stay(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    text = (root / PRACTICE).read_text(encoding="utf-8")

    def steps(script: Script) -> Steps:
        before = path_in(root, "paese", "giunta", "pdf").read_bytes()
        save(root, PRACTICE, text.replace("title: ", "titel: "))
        yield BUILT
        assert f"{PRACTICE}:3:1" in script.heard()
        save(root, PRACTICE, text.replace("title: ", "titel:  "))
        yield BUILT
        assert f"{PRACTICE}:3:1" in script.heard()  # said again: it is still so
        assert path_in(root, "paese", "giunta", "pdf").read_bytes() == before
        save(root, PRACTICE, "")
        yield BUILT
        assert f"{PRACTICE}:1:1" in script.heard()
        save(root, PRACTICE, text)
        yield BUILT
        assert script.heard() == []  # its briefs are those of before
        yield BUILT
        assert script.heard() == ["mended"]
        (root / "sources/project.yaml").rename(root / "sources/project.yml")
        yield BUILT
        assert "sources/project.yaml:1:1" in script.heard()
        shutil.move(root / "sources", root / "elsewhere")
        yield BUILT
        assert script.heard()[0].startswith("stopped: ")
        (root / "elsewhere/project.yml").rename(root / "elsewhere/project.yaml")
        shutil.move(root / "elsewhere", root / "sources")
        yield BUILT
        assert script.heard() == ["mended"]

    play(root, steps)


def test_what_editors_and_systems_leave_beside_is_nobodys(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    folder = (root / PRACTICE).parent
    names = (".~lock.paese.md#", ".paese.md.swp", "4913", "paese.md~", "~$paese.md", "#paese.md#")

    def steps(script: Script) -> Steps:
        for name in names:
            (folder / name).write_text("x", encoding="utf-8")
        for name in names:
            (folder / name).unlink()
        replace_in(root, PRACTICE, WORD, "La bottega del borgo ha chiuso.")
        yield BUILT
        assert script.heard() == ["paese giunta"]  # of all that, one thing was worth a word

    play(root, steps, Choice(editions=("giunta",), sources=("paese",)))


def test_what_is_saved_while_it_is_built_is_built_again(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    pdf = path_in(root, "paese", "giunta", "pdf")

    def say(number: str, old: str) -> None:
        replace_in(root, PRACTICE, f"summary: {old}", f"summary: {number}")

    def steps(script: Script) -> Steps:
        def again() -> None:
            say("Undici", "Dieci")
            until(lambda: not script.inbox.empty())

        say("Dieci", "Nove")
        script.during = again
        yield BUILT
        # After the first brief it was no longer worth going on.
        assert script.heard()[:2] == ["paese giunta", "paese giunta"]
        assert "Undici persone" in words_of(pdf)

    play(root, steps)


def test_another_look_reaches_the_briefs(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    pdf = path_in(root, "paese", "giunta", "pdf")

    def steps(script: Script) -> Steps:
        before = pdf.read_bytes()
        css = root / "templates/html/css/giunta.css"
        css.parent.mkdir(parents=True)  # a folder that was not there
        css.write_text("h1 { color: #123456 }", encoding="utf-8")
        yield BUILT
        assert "paese giunta" in script.heard()
        assert pdf.read_bytes() != before
        shutil.rmtree(root / "templates")
        yield BUILT
        assert "paese giunta" in script.heard()
        assert pdf.read_bytes() == before

    play(root, steps)


def test_many_saves_cost_no_memory(tmp_path: Path, long: bool) -> None:
    root = make_project(tmp_path)
    often = 200 if long else 6
    sizes: list[int] = []

    def steps(script: Script) -> Steps:
        text = (root / PRACTICE).read_text(encoding="utf-8")
        for number in range(often):
            save(root, PRACTICE, text.replace("summary: Nove", f"summary: Le prime {number}"))
            yield BUILT
            assert "paese giunta" in script.heard()
            sizes.append(resident())
        pdf = path_in(root, "paese", "giunta", "pdf")
        assert f"Le prime {number} persone" in words_of(pdf)

    play(root, steps)
    assert sizes[-1] - sizes[len(sizes) // 4] < 30 * (1 << 20)


def words_of(pdf: Path) -> str:
    return " ".join(" ".join(words(pdf.read_bytes())).split())


def resident() -> int:
    """Return how many bytes this process has in memory; 0 where that cannot be known."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except FileNotFoundError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def test_what_a_system_keeps_to_itself_is_found_by_looking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(tmp_path)

    def deaf(*folders: Path, **options: object) -> Iterator[set[tuple[int, str]]]:
        raise OSError("no space left on device")  # as where all watches are taken

    monkeypatch.setattr(saves, "watch", deaf)
    monkeypatch.setattr(watching, "LOOK_EVERY", 0.2)

    def steps(script: Script) -> Steps:
        replace_in(root, PRACTICE, "summary: Nove", "summary: Dieci")
        yield BUILT
        assert "paese giunta" in script.heard()

    play(root, steps)


@pytest.mark.parametrize("choice", [Choice(("nope",)), Choice(editions=("nope",))])
def test_what_nobody_knows_at_the_start_ends_it(tmp_path: Path, choice: Choice) -> None:
    script = Script(lambda script: iter(()))
    with pytest.raises(PitstopError, match="'nope'"):
        watch(make_project(tmp_path), choice, Labour(), script.inbox, script)
    assert script.said == []


def test_what_is_renamed_later_is_waited_for(tmp_path: Path) -> None:
    root = make_project(tmp_path)

    def steps(script: Script) -> Steps:
        replace_in(root, PRACTICE, "id: paese", "id: borgo")
        yield BUILT
        assert script.heard() == ["stopped: no source 'paese'"]
        replace_in(root, PRACTICE, "id: borgo", "id: paese")
        yield BUILT
        assert script.heard() == []  # its briefs are those of before
        yield BUILT
        assert script.heard() == ["mended"]

    play(root, steps, Choice(("paese",), ("giunta",)))


def test_a_project_without_sources_waits_for_one(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    away = tmp_path / "away"
    away.mkdir()
    for name in (PRACTICE, POLICY):
        (root / name).rename(away / Path(name).name)

    def steps(script: Script) -> Steps:
        (away / Path(PRACTICE).name).rename(root / PRACTICE)
        yield BUILT
        assert "paese giunta" in script.heard()

    play(root, steps)
