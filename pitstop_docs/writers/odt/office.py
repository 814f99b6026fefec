"""One LibreOffice of our own: found, started, asked, ended.

Enters: DOCX files. Leaves: their pages, or ODT files. LibreOffice runs in a folder of its own that
ends with it, listens on a local pipe, runs no macro, follows no link, and is stopped with all that
it started when it does not answer in time.
"""

import html
import json
import os
import queue
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.problems.reasons import reason_of

_BRIDGE = Path(__file__).with_name("bridge.py")
_START_TIMEOUT = 60.0  # s: the first start on a slow disk
_ANSWER_TIMEOUT = 30.0  # s: a dossier takes half a second
_GLANCE = 0.2  # s between looks at whether it still runs
_ATTEMPTS = 2

# Where LibreOffice is when it is not on PATH, and which Python may have its `uno`. A virtual
# environment's Python never has: distributions put it beside their own.
_PROGRAMS = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_PYTHONS = ("/usr/bin/python3", "/usr/libexec/platform-python")

_SETTINGS: dict[str, dict[str, object]] = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3, "DisableMacrosExecution": True, "BlockUntrustedRefererLinks": True,
    },
    "/org.openoffice.Office.Common/Misc": {"FirstRun": False},
    "/org.openoffice.Office.Writer/Content/Update": {"Link": 0},
}  # fmt: skip


class OfficeError(Exception):
    """LibreOffice could not do what it was asked; the message is its own or says that it stopped."""


@dataclass(frozen=True, slots=True)
class Programs:
    """LibreOffice, and a Python that can talk to it."""

    soffice: str
    python: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one file, and the page on which each of its bookmarks begins."""

    count: int
    bookmarks: Mapping[str, int]


def find_office() -> Programs:
    """Return the programs; raises :class:`PitstopError` that says what to install."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    soffice = soffice or next((path for path in _PROGRAMS if os.access(path, os.X_OK)), None)
    if soffice is None:
        raise PitstopError(_("LibreOffice is not installed"), _remedy())
    folder = Path(soffice).resolve().parent
    beside = (folder / "python", folder.parent / "Resources" / "python")
    for python in (*map(str, beside), *_PYTHONS, shutil.which("python3") or ""):
        if os.access(python, os.X_OK) and _has_uno(python):
            return Programs(soffice, python)
    raise PitstopError(
        _("LibreOffice is installed, but not its module for Python, 'uno'"), _remedy()
    )


def _remedy() -> str:
    if sys.platform == "darwin":
        return _("install it: {command}").format(command="brew install --cask libreoffice")
    if shutil.which("dnf"):
        command = "sudo dnf install libreoffice-writer libreoffice-pyuno"
    else:
        command = "sudo apt-get install libreoffice-writer-nogui python3-uno"
    return _("install it: {command}").format(command=command)


def _has_uno(python: str) -> bool:
    try:
        done = subprocess.run(
            [python, "-I", "-c", "import uno"], capture_output=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


class Office:
    """A context in which LibreOffice answers; it is started by the first order.

    *fonts* are folders whose fonts it sees besides the machine's (on Linux; elsewhere it sees those
    embedded in the files). An order that is not answered is given once more, to a new LibreOffice.
    """

    def __init__(self, fonts: Iterable[Path], programs: Programs | None = None) -> None:
        self._fonts = tuple(fonts)
        self._programs = programs or find_office()
        self._running: _Running | None = None

    def __enter__(self) -> "Office":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    @property
    def version(self) -> str:
        """LibreOffice's version: "7.4.7.2"."""
        return self._start().version

    def measure(self, path: Path) -> Pages:
        """Return the pages of the DOCX file at *path*; raises :class:`OfficeError`."""
        answer = self._ask({"do": "measure", "path": str(path.resolve())})
        return Pages(answer["pages"], answer["bookmarks"])

    def printed(self, path: Path) -> int:
        """Return how many pages the DOCX file at *path* has in print; raises :class:`OfficeError`.

        On the screen, whose pages :meth:`measure` counts, LibreOffice 7.4 stops now and then before columns
        are level. A process that only prints does not, and takes seconds."""
        with tempfile.TemporaryDirectory(prefix="pitstop-", ignore_cleanup_errors=True) as folder:
            home = Path(folder)
            process = subprocess.Popen(
                [
                    self._programs.soffice, f"-env:UserInstallation={(home / 'profile').as_uri()}",
                    "--headless", "--norestore", "--nologo", "--nolockcheck",
                    "--convert-to", "pdf", "--outdir", folder, str(path.resolve()),
                ],
                env=_environment(home, self._fonts), start_new_session=True, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            with suppress(subprocess.TimeoutExpired):
                process.wait(_START_TIMEOUT)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            import pikepdf  # slow to load, and pages are seldom counted so

            try:
                with pikepdf.open(home / f"{path.stem}.pdf") as file:
                    return len(file.pages)
            except (OSError, pikepdf.PdfError) as error:
                raise OfficeError(_("LibreOffice stopped")) from error

    def convert(self, path: Path, to: Path) -> None:
        """Write the DOCX file at *path* as an ODT file; raises :class:`OfficeError`."""
        self._ask({"do": "convert", "path": str(path.resolve()), "to": str(to.resolve())})

    def _start(self) -> "_Running":
        for attempt in range(_ATTEMPTS):
            try:
                self._running = self._running or _Running(self._programs, self._fonts)
            except OfficeError as error:
                if attempt == _ATTEMPTS - 1:
                    raise PitstopError(
                        _("LibreOffice does not start: {reason}").format(reason=error),
                        _("start it yourself once, then try again"),
                    ) from error
        assert self._running is not None
        return self._running

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    def _ask(self, order: dict[str, str]) -> dict[str, Any]:
        for attempt in range(_ATTEMPTS):
            running = self._start()
            try:
                answer = running.ask(order)
            except OfficeError:
                self._stop()
                if attempt == _ATTEMPTS - 1:
                    raise
                continue
            if "error" in answer:
                raise OfficeError(answer["error"])
            return answer
        raise AssertionError("unreachable")


class _Running:
    """The two processes, LibreOffice and its bridge, and their folder."""

    def __init__(self, programs: Programs, fonts: tuple[Path, ...]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="pitstop-", ignore_cleanup_errors=True)
        home = Path(self._folder.name)
        environment = _environment(home, fonts)
        pipe = f"pitstop{secrets.token_hex(8)}"
        self._processes: list[subprocess.Popen[str]] = []
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        try:
            self._begin(
                [
                    programs.soffice, f"-env:UserInstallation={(home / 'profile').as_uri()}",
                    "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
                    f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
                ],
                environment,
            )  # fmt: skip
            self._bridge = self._begin([programs.python, "-I", str(_BRIDGE), pipe], environment)
            threading.Thread(target=self._listen, daemon=True).start()
            self.version = str(self._next(_START_TIMEOUT)["version"])
        except BaseException:
            self.stop()
            raise

    def ask(self, order: dict[str, str]) -> dict[str, Any]:
        """Return the answer to *order*; raises :class:`OfficeError` when none comes."""
        assert self._bridge.stdin is not None
        try:
            self._bridge.stdin.write(json.dumps(order) + "\n")
            self._bridge.stdin.flush()
        except OSError as error:
            raise OfficeError(_("LibreOffice stopped")) from error
        return self._next(_ANSWER_TIMEOUT)

    def stop(self) -> None:
        """End both processes and whatever they started; the folder goes with them."""
        for process in self._processes:
            for ending in (signal.SIGTERM, signal.SIGKILL):
                try:
                    # soffice is a script: the program itself is in the group that begins with it.
                    os.killpg(process.pid, ending)
                    process.wait(timeout=5)
                except (ProcessLookupError, PermissionError, subprocess.TimeoutExpired):
                    continue
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
        self._folder.cleanup()

    def _begin(self, command: list[str], environment: dict[str, str]) -> "subprocess.Popen[str]":
        try:
            process = subprocess.Popen(
                command, env=environment, text=True, encoding="utf-8", start_new_session=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise OfficeError(reason_of(error)) from error
        self._processes.append(process)
        return process

    def _listen(self) -> None:
        stream = self._bridge.stdout
        assert stream is not None
        try:
            for line in stream:
                self._answers.put(line)
        except ValueError:  # closed while we read
            pass
        self._answers.put("")

    def _next(self, timeout: float) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                line = self._answers.get(timeout=_GLANCE)
            except queue.Empty:
                # Without LibreOffice the bridge waits, or does not notice.
                if any(process.poll() is not None for process in self._processes):
                    break
                continue
            if not line:
                break
            answer: dict[str, Any] = json.loads(line)
            return answer
        else:
            raise OfficeError(
                _("LibreOffice did not answer within {seconds} seconds").format(
                    seconds=round(timeout)
                )
            )
        raise OfficeError(_("LibreOffice stopped"))


def _environment(home: Path, fonts: tuple[Path, ...]) -> dict[str, str]:
    """Fill LibreOffice's folder and return its environment, in which nothing of ours is left."""
    profile = home / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
    environment = {
        "HOME": str(home), "PATH": os.pathsep.join((os.environ.get("PATH", ""), os.defpath)), "LANG": "C.UTF-8",
    }  # fmt: skip
    if sys.platform != "darwin":
        folders = "".join(f"<dir>{html.escape(str(folder.resolve()))}</dir>" for folder in fonts)
        path = home / "fonts.conf"
        path.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
            f"{folders}</fontconfig>",
            encoding="utf-8",
        )
        environment |= {"FONTCONFIG_FILE": str(path), "SAL_USE_VCLPLUGIN": "svp"}
    return environment


def _settings() -> str:
    """Return the profile's settings, in the form in which LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{str(value).lower()}</value></prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )
