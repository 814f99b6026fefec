"""``pitstop watch`` at a terminal: what is saved is seen, keys are heard, and nothing is left running."""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pitstop_docs.commands.watch import filled
from pitstop_docs.look.templates import packaged_templates
from tests.project import PRACTICE, make_project, path_in, replace_in
from tests.runs.test_pool import alive, until

PACKAGE = Path(__file__).parents[1] / "pitstop_docs"
ENGLISH = {**os.environ, "PITSTOP_LANG": "en", "NO_COLOR": "1"}
ONE = ("watch", "-s", "paese", "-e", "giunta", "-j", "2")
PATIENCE = 120  # seconds, on a machine that has other things to do
READY = "q: quit"


class Session:
    """``pitstop watch`` in a session of its own, at a terminal that this test types at and reads."""

    def __init__(self, project: Path, home: Path, **environment: str) -> None:
        words = [sys.executable, "-m", "pitstop_docs", *ONE, "-p", str(project)]
        self.pid, self.terminal = pty.fork()
        if not self.pid:  # in the child
            try:
                os.chdir(home)
                os.execve(words[0], words, {**ENGLISH, "TERM": "xterm", **environment})
            finally:
                os._exit(127)
        self.text = ""
        self.seen = 0
        self.code: int | None = None

    def see(self, pattern: str) -> str:
        """Wait for *pattern* in what is printed after what was seen last; return the lines up to it."""
        end = time.monotonic() + PATIENCE
        while not (found := re.compile(pattern).search(self.text, self.seen)):
            assert time.monotonic() < end, f"no {pattern!r} in:\n{self.text}"
            if select.select([self.terminal], [], [], 1)[0]:
                try:
                    self.text += os.read(self.terminal, 1 << 16).decode("utf-8", "replace")
                except OSError:  # it has ended
                    raise AssertionError(f"no {pattern!r} before its end:\n{self.text}") from None
        before, self.seen = self.seen, found.end()
        return self.text[before : self.seen]

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def shows_what_is_typed(self) -> bool:
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def end(self) -> int:
        """Wait for the end; return the exit code, or minus the signal."""
        if self.code is None:
            until(lambda: os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG), 60)
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code

    def left(self) -> list[int]:
        """Return what is still running of this session."""
        return [pid for pid in session(self.pid) if alive(pid)]


def session(leader: int) -> list[int]:
    """Return the processes whose session *leader* leads."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader:
            found.append(int(stat.parent.name))
    return found


pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@contextmanager
def watching(project: Path, home: Path = PACKAGE.parent, **environment: str) -> Iterator[Session]:
    session = Session(project, home, **environment)
    try:
        yield session
        until(lambda: not session.left(), 60)  # nothing runs any more, an hour later neither
    finally:
        if session.left():
            os.killpg(session.pid, signal.SIGKILL)
        session.end()
        os.close(session.terminal)


def test_a_morning_at_the_terminal(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    programs = tmp_path / "programs"
    programs.mkdir()
    opener = programs / ("open" if sys.platform == "darwin" else "xdg-open")
    opener.write_text(f'#!/bin/sh\nprintf %s "$*" >"{tmp_path}/opened"\n', encoding="utf-8")
    opener.chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    with watching(project, PATH=path) as terminal:
        terminal.see(READY)
        assert not terminal.shows_what_is_typed()
        # A word, and its line.
        replace_in(project, PRACTICE, "summary: Nove persone", "summary: Dieci persone")
        line = terminal.see(r"paese · giunta: .*\n")
        assert re.search(
            r"^\d\d:\d\d:\d\d paese · giunta: 1 page, \d+ per cent full", line, re.MULTILINE
        )
        terminal.see(r"1 document in [\d.]+ s")
        # A broken file, where and what to do; and mended.
        replace_in(project, PRACTICE, "maturity: promising", "maturity: promisin")
        said = terminal.see(r"1 error, \d+ warnings?\. 1 wrong source was not made again: paese")
        assert re.search(rf"{PRACTICE}:7:11: error\[[a-z-]+\]: .*promisin.*\n    \S", said)
        replace_in(project, PRACTICE, "maturity: promisin", "maturity: promising")
        terminal.see(r"0 errors")
        # Another look.
        css = project / "templates/html/css/giunta.css"
        css.parent.mkdir(parents=True)
        css.write_text("h1 { color: #123456 }", encoding="utf-8")
        terminal.see(r"paese · giunta: 1 page")
        # A burst: the last word counts.
        for number in range(20):
            old = "Dieci" if not number else f"Le prime {number - 1}"
            replace_in(project, PRACTICE, f"summary: {old}", f"summary: Le prime {number}")
        terminal.see(r"paese · giunta: 1 page")
        # Keys.
        terminal.type("o")
        until(lambda: (tmp_path / "opened").is_file(), PATIENCE)
        pdf = path_in(project, "paese", "giunta", "pdf")
        until(lambda: (tmp_path / "opened").read_text("utf-8") == str(pdf.resolve()), PATIENCE)
        terminal.type("r")
        terminal.see("nothing changes: 1 document is as it should be")
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.shows_what_is_typed()


def test_our_own_code_is_another(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    home = tmp_path / "home"
    shutil.copytree(PACKAGE, home / "pitstop_docs", ignore=shutil.ignore_patterns("__pycache__"))
    if not (PACKAGE / "_templates").is_dir():
        (home / "templates").symlink_to(packaged_templates())
    code = home / "pitstop_docs/copyfit/report.py"
    right = code.read_text(encoding="utf-8")
    with watching(project, home) as terminal:
        terminal.see(READY)
        code.write_text(right + "\ndef (", encoding="utf-8")
        terminal.see(r"cannot be loaded.*\n +SyntaxError")
        replace_in(project, PRACTICE, "summary: Nove persone", "summary: Dieci persone")
        code.write_text(right + "\n# Another.\n", encoding="utf-8")
        terminal.see(r"begins anew")
        terminal.see(READY)
        assert "Dieci" in (project / PRACTICE).read_text("utf-8")
        replace_in(project, PRACTICE, "summary: Dieci persone", "summary: Undici persone")
        terminal.see(r"paese · giunta: 1 page")
        # Ctrl-C, to be heard by this process alone: the others hear of its end.
        terminal.type("\x03")
        assert terminal.end() == 0
        assert terminal.shows_what_is_typed()


def test_the_terminal_is_closed(tmp_path: Path) -> None:
    with watching(make_project(tmp_path)) as terminal:
        terminal.see(READY)
        os.close(terminal.terminal)
        terminal.terminal = os.open(os.devnull, os.O_RDONLY)
        terminal.end()


@pytest.mark.parametrize("how", ["closed", "SIGTERM", "SIGINT"])
def test_without_a_terminal(tmp_path: Path, how: str) -> None:
    project = make_project(tmp_path)
    words = [sys.executable, "-m", "pitstop_docs", *ONE, "-p", str(project)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        env=ENGLISH, text=True, bufsize=1,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        try:
            assert any("watching" in line for line in process.stdout)
            if how == "closed":
                process.stdin.write("q\n")  # no key
                process.stdin.flush()
                replace_in(project, PRACTICE, "summary: Nove persone", "summary: Dieci persone")
                assert any("paese · giunta: 1 page" in line for line in process.stdout)
                process.stdin.close()
            else:
                process.send_signal(getattr(signal, how))
            assert process.wait(PATIENCE) == 0
            until(lambda: not any(map(alive, session(process.pid))), 60)
        finally:
            process.kill()


def test_one_page_is_full_and_several_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "it")
    assert filled([0.68]) == "1 pagina, piena al 68 per cento"
    assert filled([1, 1.2, 0.4, 1]) == "4 pagine, piene al 85 per cento"


def test_an_input_at_its_end_ends_it_after_one_build(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pitstop_docs", *ONE, "-p", str(project)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, env=ENGLISH, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0
    assert path_in(project, "paese", "giunta", "pdf").is_file()
    assert "paese · giunta: 1 page" in done.stdout
    assert done.stdout.endswith("no terminal, and the standard input has ended\n")
