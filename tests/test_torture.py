"""Builds that are killed, starved and crowded: afterwards every file is whole and right.

The short form runs with all tests, the long one with ``make torture``, which prints its figures for
docs/reliability.md."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build as build_briefs
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.runs.digests import read_tree
from tests.project import PRACTICE, Once, make_project, replace_in
from tests.runs.test_pool import alive, until

PROBLEM = "La bottega del paese ha chiuso."
OTHER = "La bottega del borgo ha chiuso."
ENGLISH = {**os.environ, "PITSTOP_LANG": "en"}
CHOICE = Choice(("paese",), ("giunta", "consiglio"))


def command(project: Path, *arguments: str) -> list[str]:
    return [
        sys.executable, "-m", "pitstop_docs", "build", "-p", str(project),
        *(word for source in CHOICE.sources for word in ("-s", source)),
        *(word for edition in CHOICE.editions for word in ("-e", edition)),
        *arguments,
    ]  # fmt: skip


def build(project: Path) -> list[str]:
    """Build undisturbed, in this process, and return the errors."""
    reporter = Reporter()
    build_briefs(project, CHOICE, reporter, lambda *told: None)
    return [f"{d.location}: {d.message}" for d in reporter.errors]


def outputs(project: Path) -> dict[str, str]:
    # Not what is just being written aside: that is litter, and looked for as such.
    files = read_tree(project / "output/briefs").files
    return {name: found for name, found in files.items() if not name.endswith(".tmp")}


def litter(project: Path) -> list[str]:
    return [str(p) for p in (project / "output").rglob("*") if p.name.endswith(".tmp")]


@dataclass
class States:
    """A project that is built, and two states of its sources with the files that each must give.
    A build on two workers takes ``seconds``."""

    project: Path
    right: dict[str, dict[str, str]]
    seconds: float

    def turn(self) -> dict[str, str]:
        """Change one word, forth or back; return the files of the new state."""
        text = (self.project / PRACTICE).read_text(encoding="utf-8")
        old, new = (PROBLEM, OTHER) if PROBLEM in text else (OTHER, PROBLEM)
        replace_in(self.project, PRACTICE, old, new)
        return self.right[new]

    def strangers(self) -> list[str]:
        """Return the files that are neither of the one state nor of the other."""
        return [
            name
            for name, found in outputs(self.project).items()
            if found not in {files.get(name) for files in self.right.values()}
        ]


def build_states(folder: Path) -> None:
    """Build the two states, each in a project of its own, and undisturbed."""
    assert build(make_project(folder / "one")) == []
    other = make_project(folder / "other")
    replace_in(other, PRACTICE, PROBLEM, OTHER)
    start = time.monotonic()
    subprocess.run(command(other, "-j", "2"), capture_output=True, check=True)
    (folder / "seconds").write_text(str(time.monotonic() - start), encoding="utf-8")


@pytest.fixture
def states(once: Once, tmp_path: Path) -> States:
    folder = once("states", build_states)
    right = {PROBLEM: outputs(folder / "one"), OTHER: outputs(folder / "other")}
    assert [len(files) for files in right.values()] == [4, 4]
    assert right[PROBLEM] != right[OTHER]
    project = Path(shutil.copytree(folder / "one", tmp_path / "project"))  # nothing names a folder
    return States(project, right, float((folder / "seconds").read_text(encoding="utf-8")))


def test_killed_at_any_moment(
    states: States, long: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(20261125)
    project = states.project
    kills = 50 if long else 2
    during = 0
    for number in range(kills):
        expected = states.turn()
        # Without the store every build has all to do: any moment may be in the midst of it.
        shutil.rmtree(project / "output/.cache", ignore_errors=True)
        with subprocess.Popen(
            command(project, "-j", "2"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            # The first of two in the first half of the build, and so on.
            time.sleep((number % 2 + dice.random()) / 2 * states.seconds)
            workers = children(process.pid)
            during += process.poll() is None
            process.send_signal(signal.SIGKILL)
        assert states.strangers() == [], f"kill {number}"
        until(lambda workers=workers: not any(map(alive, workers)))  # type: ignore[misc]
        assert build(project) == []
        assert outputs(project) == expected, f"kill {number}"
        assert litter(project) == []
    assert during
    tell(capsys, f"{kills} builds, {during} of them killed in their midst: all repaired")


def children(pid: int) -> list[int]:
    """Return the processes that *pid* has started, and those that they have."""
    found: list[int] = []
    with suppress(OSError):
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            found += map(int, path.read_text(encoding="utf-8").split())
    return [*found, *(grandchild for child in found for grandchild in children(child))]


def tell(capsys: pytest.CaptureFixture[str], words: str) -> None:
    with capsys.disabled():
        print(f"\n{words}")


def test_interrupted_it_stops_at_once_and_leaves_no_litter(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-m", "pitstop_docs", "build", "-p", str(project), "-j", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env=ENGLISH,
    ) as process:  # fmt: skip
        until(lambda: bool(outputs(project)), 60)
        start = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        _out, err = process.communicate(timeout=20)
    assert time.monotonic() - start < 2
    assert process.returncode == 130
    assert err.endswith("Interrupted: what was made is kept.\n")
    assert "Traceback" not in err
    assert litter(project) == []
    finished = outputs(project)
    assert 0 < len(finished) < 16
    assert build(project) == []
    assert all(outputs(project)[name] == found for name, found in finished.items())


def test_two_builds_at_once(states: States, long: bool) -> None:
    project = states.project
    for _round in range(5 if long else 1):
        expected = states.turn()
        shutil.rmtree(project / "output", ignore_errors=True)
        builds = [
            subprocess.Popen(command(project, "-j", "1"), stdout=subprocess.DEVNULL, env=ENGLISH)
            for _number in range(2)
        ]
        assert [process.wait() for process in builds] == [0, 0]
        assert outputs(project) == expected
        assert litter(project) == []
        again = subprocess.run(command(project), capture_output=True, text=True, env=ENGLISH)
        assert "Nothing has changed" in again.stdout


# --- disks -------------------------------------------------------------------------------------


@contextmanager
def small_disk(kilobytes: int) -> Iterator[Path | None]:
    """Give a disk of that size; None where none may be mounted."""
    with tempfile.TemporaryDirectory(prefix="pitstop-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder]
        try:
            mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        except OSError:
            mounted = False
        try:
            yield Path(folder) if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path, leave: int) -> None:
    """Fill the disk of *folder* but for *leave* bytes."""
    disk = os.statvfs(folder)
    (folder / "ballast").write_bytes(bytes(max(disk.f_bavail * disk.f_frsize - leave, 0)))


def limit_size(kilobytes: int) -> None:
    """Let no file grow beyond that: what a full disk is to a process that may mount none."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))


def test_a_full_disk(states: States, tmp_path: Path, long: bool) -> None:
    """Where no disk may be mounted, a limit on the size of files stands for it."""
    for room in range(0, 400, 40) if long else (200,):
        with small_disk(2000) as disk:
            project = make_project((disk or tmp_path) / f"project-{room}")
            expected = states.right[PROBLEM]
            if disk is not None:
                fill(disk, room * 1024)
            full = subprocess.run(
                command(project, "-j", "1"), capture_output=True, text=True, check=False,
                env=ENGLISH,
                preexec_fn=None if disk else lambda: limit_size(30),
            )  # fmt: skip
            assert full.returncode == 1, full.stderr
            assert "cannot-write" in full.stderr
            assert "Traceback" not in full.stderr
            assert all(expected[name] == found for name, found in outputs(project).items())
            if disk is not None:
                (disk / "ballast").unlink()
            assert build(project) == []
            assert outputs(project) == expected
            assert litter(project) == []


class Plain:
    """A process that is nobody: permissions hold for it too."""

    @staticmethod
    def build(project: Path) -> subprocess.CompletedProcess[str]:
        arguments = command(project, "-j", "1")
        if os.geteuid() == 0:  # root may write anywhere: give up that right, and only that
            arguments = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *arguments]
        return subprocess.run(
            arguments, capture_output=True, text=True, check=False,
            env={**os.environ, "PITSTOP_LANG": "en", "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip


def protect(folder: Path, on: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o555 if on else 0o755)


def test_a_folder_that_may_not_be_written(states: States) -> None:
    project = states.project
    before = outputs(project)
    replace_in(project, PRACTICE, PROBLEM, OTHER)
    protect(project / "output/briefs/giunta", on=True)
    try:
        done = Plain.build(project)
    finally:
        protect(project / "output/briefs/giunta", on=False)
    assert done.returncode == 1
    assert done.stderr.count("cannot-write") == 2
    assert "sources/practices/paese.md" in done.stderr
    after = outputs(project)
    for name, right in states.right[OTHER].items():
        assert after[name] == (before[name] if name.startswith("giunta/") else right)
    assert build(project) == []
    assert outputs(project) == states.right[OTHER]


def test_a_store_that_may_not_be_written(states: States) -> None:
    project = states.project
    replace_in(project, PRACTICE, PROBLEM, OTHER)
    protect(project / "output/.cache", on=True)
    try:
        done = Plain.build(project)
        assert done.returncode == 0, done.stderr
        assert "cannot-keep" in done.stderr
        assert outputs(project) == states.right[OTHER]
        shutil.rmtree(project / "output/briefs")
        again = Plain.build(project)  # what was kept before can still be read
        assert outputs(project) == states.right[OTHER]
        assert "put back" in again.stdout
    finally:
        protect(project / "output/.cache", on=False)


def test_a_store_with_wrong_bytes(states: States, long: bool) -> None:
    dice = random.Random(7)
    project = states.project
    for _round in range(5 if long else 1):
        expected = states.turn()
        assert build(project) == []
        kept = [
            p for p in (project / "output/.cache").rglob("*") if p.is_file() and p.name != "lock"
        ]
        for path in dice.sample(kept, len(kept) // 2):
            data = bytearray(path.read_bytes())
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            path.write_bytes(data)
        shutil.rmtree(project / "output/briefs")
        assert build(project) == []
        assert outputs(project) == expected
