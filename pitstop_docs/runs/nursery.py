"""Where workers come from: forked from one process that has warmed up, or spawned one by one.

Enters: what each loads before it works. Leaves: a :class:`Worker`, which says its number when it is ready, and
then answers call by call. None of them hears Ctrl-C, which reaches whoever wants them alone, and all end
when that one does, however it ends.

A forked worker takes milliseconds, and shares what is loaded. That is safe from a process that has never had
another thread; Pango starts some when it looks for fonts, so nothing is laid out before. Where somebody has
started one, and on systems whose libraries do not bear it, workers are spawned, and warm up by themselves."""

import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import ModuleType
from typing import Any, NoReturn

from pitstop_docs.runs.collector import collector_held_back
from pitstop_docs.runs.jobs import JobError

Call = Callable[[], Any]
FORKS = sys.platform == "linux"
SPAWN = get_context("spawn")
_THREADS = "/proc/self/task"  # a folder for each
_THREADED = 86  # how a nursery ends that must not fork
_MOST = 64  # bytes of a message to a nursery, or from it


@dataclass(eq=False, slots=True)
class Worker(ABC):
    """A process that works: ``pid`` is 0 until it is ready."""

    connection: Connection
    pid: int = 0

    @abstractmethod
    def end(self) -> int | None:
        """End it, if it has not ended; return its exit code, if anybody knows it."""


class Nursery:
    """Begins workers, each with *warm_up* done."""

    def __init__(self, warm_up: Call | None) -> None:
        self._warm_up = warm_up
        # The engine leaves its fonts in temporary files, and is never asked to go.
        self._folder = tempfile.mkdtemp(prefix="pitstop-")
        self._home: _Home | None = None
        self._forks = FORKS

    def begin(self) -> Worker:
        """Return a worker that will be ready."""
        ours, theirs = SPAWN.Pipe()
        try:
            if self._home is not None and self._home.process.exitcode is not None:
                self._forks = self._home.process.exitcode != _THREADED
                self._home.close()
                self._home = None
            if not self._forks:
                process = _spawned(_work, theirs, self._warm_up, self._folder)
                return _Spawned(ours, process=process)
            if self._home is None:
                self._home = _Home.opened(self._warm_up, self._folder)
            return _Forked(ours, home=self._home, number=self._home.fork(theirs))
        finally:
            theirs.close()  # so that the end of the worker is the end of the connection

    def close(self, workers: Iterable[Worker]) -> None:
        """End *workers*, all that there are, and what they come from: first those that are ready, since that
        may be about to begin the others."""
        staff = list(workers)
        for worker in staff:
            if worker.pid:
                worker.end()
        if self._home is not None:
            self._home.close()
        for worker in staff:
            if not worker.pid:
                worker.end()
        shutil.rmtree(self._folder, ignore_errors=True)


@dataclass(eq=False, slots=True, kw_only=True)
class _Spawned(Worker):
    process: SpawnProcess

    def end(self) -> int | None:
        self.process.kill()
        self.process.join()
        self.connection.close()
        return self.process.exitcode


@dataclass(eq=False, slots=True, kw_only=True)
class _Forked(Worker):
    home: "_Home"
    number: int

    def end(self) -> int | None:
        code = self.home.end(self.number)
        self.connection.close()
        return code


@dataclass(eq=False, slots=True)
class _Home:
    """The process that forks, seen from whoever wants its children; one that has ended stays ended."""

    process: SpawnProcess
    link: socket.socket
    children: int = 0

    @classmethod
    def opened(cls, warm_up: Call | None, folder: str) -> "_Home":
        # Packets, so that a message is never half of one.
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            return cls(_spawned(_fork, theirs, warm_up, folder), ours)

    def fork(self, connection: Connection) -> int:
        """Have a child answer the other end of *connection*; return its number here."""
        self.children += 1
        with suppress(OSError):  # it has just ended: whoever listens to the child hears it
            socket.send_fds(self.link, [_message(self.children)], [connection.fileno()])
        return self.children

    def end(self, number: int) -> int | None:
        """End child *number*, which has begun unless this process has ended; return its exit
        code, or this one's."""
        with suppress(OSError):
            self.link.send(_message(number))
            if said := self.link.recv(_MOST):
                return int(said)
        self.process.join()
        return self.process.exitcode

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.link.close()


def _message(number: int) -> bytes:
    return str(number).encode()


def _spawned(work: Callable[..., None], *arguments: object) -> SpawnProcess:
    process = SPAWN.Process(target=work, args=arguments, daemon=True)
    with _deaf_to_interrupts(), _without_program():
        process.start()
    return process


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes that start in this block never see Ctrl-C, which a terminal sends to all."""
    resource_tracker.ensure_running()  # the first process would start it, and hear again after it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _without_program() -> Iterator[None]:
    """Let processes that start in this block not load the program that this one runs: their work is in modules
    of its own."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


# --- in the process that forks -----------------------------------------------------------------


def _fork(link: socket.socket, warm_up: Call | None, folder: str) -> None:
    """Warm up, then fork a child for each connection that comes, and end each whose number comes alone, until
    whoever wants them ends, and cannot remove their *folder*."""
    _warm(warm_up, folder)
    children: dict[int, int] = {}
    here, held = os.pipe()  # nobody writes; the end of this process closes it
    with suppress(OSError):
        while True:
            words, files, _flags, _address = socket.recv_fds(link, _MOST, 1)
            if not words:
                break
            number = int(words)
            if not files:
                link.send(_message(_ended(children.pop(number, None))))
                continue
            if not _is_alone():
                os._exit(_THREADED)
            with suppress(OSError):  # no room for another: the connection is closed, which is heard
                children[number] = os.fork()
                if children[number] == 0:
                    link.close()
                    os.close(held)
                    _work_until_closed(Connection(files[0]), here)
            os.close(files[0])
    shutil.rmtree(folder, ignore_errors=True)


def _ended(pid: int | None) -> int:
    """End the child *pid*, if there is one, and return its exit code."""
    if pid is None:
        return 1
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _is_alone() -> bool:
    """Tell whether this process is known to have one thread."""
    try:
        return len(os.listdir(_THREADS)) == 1
    except OSError:  # nothing is known of processes here
        return False


def _work_until_closed(connection: Connection, alive: int) -> NoReturn:
    """Be a child, as long as nothing is heard of *alive*."""
    code = 1
    try:
        threading.Thread(target=_end_with, args=(lambda: os.read(alive, 1),), daemon=True).start()
        _answer_calls(connection)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


# --- in the worker -----------------------------------------------------------------------------


def _work(connection: Connection, warm_up: Call | None, folder: str) -> None:
    """Do what comes until the parent closes the connection, or ends."""
    if (parent := parent_process()) is not None:
        gone = parent.sentinel
        threading.Thread(target=_end_with, args=(lambda: wait([gone]),), daemon=True).start()
    _warm(warm_up, folder)
    _answer_calls(connection)


def _warm(warm_up: Call | None, folder: str) -> None:
    """Call *warm_up*; what this process leaves in temporary files, it leaves in *folder*."""
    tempfile.tempdir = folder
    if warm_up is not None:
        # What is wrong with it will be wrong with the first job too, which can say so.
        with suppress(Exception), collector_held_back():
            warm_up()


def _answer_calls(connection: Connection) -> None:
    with suppress(EOFError, OSError):
        connection.send(os.getpid())
        while True:
            connection.send(_answer(connection.recv()))


def _answer(call: Call) -> tuple[Any, JobError | None]:
    try:
        return call(), None
    except Exception as error:
        return None, JobError.of(error)


def _end_with(gone: Callable[[], object]) -> None:
    """Wait until the other process is *gone*, however that comes, and end this one in the midst of its job."""
    gone()
    os._exit(1)
