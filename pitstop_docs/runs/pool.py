"""Workers on this machine: spawned once, warmed up once, replaced when they die.

Enters: functions and their arguments, through :meth:`Pool.submit`. Leaves: futures. A worker that crashes
or is killed costs its work another attempt; it ends when its parent does, however that ends; Ctrl-C
reaches the parent alone, which ends them all.

The standard library's ProcessPoolExecutor has other ways: one dead worker breaks it for good."""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import ModuleType, TracebackType
from typing import Any, ParamSpec, TypeVar, cast

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.collector import collector_held_back
from pitstop_docs.runs.jobs import ATTEMPTS, JobError

P = ParamSpec("P")
T = TypeVar("T")
Call = Callable[[], Any]
_READY = "ready"
# Threads and forked children crash the layout engine and its fonts: docs/decisions/001-weasyprint-lays-out.md.
_SPAWN = get_context("spawn")


@dataclass(eq=False, slots=True)
class _Task:
    call: Call
    future: Future[Any]
    attempts: int = 0


@dataclass(eq=False, slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    ready: bool = False
    task: _Task | None = None

    @property
    def pid(self) -> int:
        return self.process.pid or 0


@dataclass(slots=True)
class _State:
    """What the caller's thread and the pool's own share, under ``lock``."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: deque[_Task] = field(default_factory=deque)
    staff: list[_Worker] = field(default_factory=list)
    broken: PitstopError | None = None
    closed: bool = False


class Pool(Executor):
    """At most *workers* in processes of their own; they start, and call *warm_up*, while the caller goes on.
    *at_once* of them (all, if that is not said) start now; each of the others when there is more work than
    those that there are can begin.

    What a function raises is a :class:`JobError`; futures fail with :class:`PitstopError` when workers cannot
    even start."""

    def __init__(
        self, workers: int, warm_up: Call | None = None, at_once: int | None = None
    ) -> None:
        self.workers = workers
        self._warm_up = warm_up
        self._failed_starts = 0
        self._state = _State()
        self._wake, self._woken = _SPAWN.Pipe()
        self._state.staff = [self._start_worker() for _number in range(workers)[:at_once]]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of the workers that there are now."""
        with self._state.lock:
            return tuple(worker.pid for worker in self._state.staff)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Let a worker run *fn*, which is pickled with its arguments, as soon as one is free."""
        future: Future[T] = Future()
        with self._state.lock:
            if self._state.broken is not None:
                future.set_exception(self._state.broken)
                return future
            if self._state.closed:
                raise RuntimeError("the pool is closed")
            self._state.waiting.append(_Task(partial(fn, *args, **kwargs), future))
            free = sum(worker.task is None for worker in self._state.staff)
            if free < len(self._state.waiting) and len(self._state.staff) < self.workers:
                self._state.staff.append(self._start_worker())
        self._wake.send(None)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all workers at once, or, with *wait* and without *cancel_futures*, when all is done."""
        if wait and not cancel_futures:
            for task in self._tasks():
                task.future.exception()
        with self._state.lock:
            self._state.closed = True
        left = self._tasks()
        with suppress(OSError):
            self._wake.send(None)
        self._thread.join()
        for worker in self._state.staff:
            worker.process.kill()
        for worker in self._state.staff:
            worker.process.join()
            worker.connection.close()
        self._state.staff = []
        for task in left:
            if not task.future.cancel():  # it was under way
                with suppress(InvalidStateError):  # or has just been done
                    task.future.set_exception(JobError("PoolClosed"))
        self._wake.close()
        self._woken.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Whoever leaves with something under way (Ctrl-C, a fault) does not wait for it.
        self.shutdown(cancel_futures=True)

    # --- in the pool's own thread --------------------------------------------------------------

    def _serve(self) -> None:
        state = self._state
        while not state.closed:
            with state.lock:
                for worker in state.staff:
                    while state.waiting and worker.ready and worker.task is None:
                        self._give(worker, state.waiting.popleft())
                by_connection = {worker.connection: worker for worker in state.staff}
            for heard in wait([*by_connection, self._woken]):
                if heard is self._woken:
                    self._woken.recv()
                else:
                    self._hear(by_connection[cast(Connection, heard)])

    def _give(self, worker: _Worker, task: _Task) -> None:
        if task.attempts or task.future.set_running_or_notify_cancel():
            worker.task = task
            with suppress(OSError):  # it has just died: that is heard next
                worker.connection.send(task.call)

    def _hear(self, worker: _Worker) -> None:
        said = _listen(worker)
        if said == _READY:
            worker.ready = True
            self._failed_starts = 0
        elif said is not None and worker.task is not None:
            (result, error), task = cast(tuple[Any, JobError | None], said), worker.task
            worker.task = None
            if error is None:
                task.future.set_result(result)
            else:
                task.future.set_exception(error)
        else:
            self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        """Put a new worker in the place of a dead one; what it was at is tried again, or given up."""
        worker.process.kill()  # if it only closed its connection
        worker.process.join()
        worker.connection.close()
        task, code = worker.task, worker.process.exitcode
        if not worker.ready:
            self._failed_starts += 1
        with self._state.lock:
            if self._failed_starts >= ATTEMPTS * self.workers:
                self._give_up(code)
                return
            self._state.staff[self._state.staff.index(worker)] = self._start_worker()
            if task is not None:
                task.attempts += 1
                if task.attempts < ATTEMPTS:
                    self._state.waiting.appendleft(task)
                    return
        if task is not None:
            task.future.set_exception(JobError(f"WorkerDied: {code}"))

    def _give_up(self, code: int | None) -> None:
        """Let nobody wait for workers that end before they begin."""
        self._state.broken = PitstopError(
            _("the worker processes end before they begin (code {code})").format(code=code),
            _("try it in one process: pitstop build -j 1"),
        )
        for task in self._state.waiting:
            task.future.set_exception(self._state.broken)
        self._state.waiting.clear()
        self._state.closed = True

    def _tasks(self) -> list[_Task]:
        with self._state.lock:
            running = [worker.task for worker in self._state.staff if worker.task]
            return [*self._state.waiting, *running]

    def _start_worker(self) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_work, args=(theirs, self._warm_up), daemon=True)
        with _deaf_to_interrupts(), _without_program():
            process.start()
        theirs.close()  # so that the end of the worker is the end of the connection
        return _Worker(process, ours)


def _listen(worker: _Worker) -> object:
    """Return what *worker* says, or None when it is dead."""
    try:
        return worker.connection.recv()
    except (EOFError, OSError):
        return None


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


# --- in the worker -----------------------------------------------------------------------------


def _work(connection: Connection, warm_up: Call | None) -> None:
    """Do what comes until the parent closes the connection, or ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if warm_up is not None:
        # What is wrong with it will be wrong with the first job too, which can say so.
        with suppress(Exception), collector_held_back():
            warm_up()
    with suppress(EOFError, OSError):
        connection.send(_READY)
        while True:
            connection.send(_answer(connection.recv()))


def _answer(call: Call) -> tuple[Any, JobError | None]:
    try:
        return call(), None
    except Exception as error:
        return None, JobError.of(error)


def _end_with_parent() -> None:
    """Wait for the parent's end, however it comes, and end this process in the midst of its job."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
