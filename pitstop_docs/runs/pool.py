"""Workers on this machine: begun once, warmed up once, replaced when they die.

Enters: functions and their arguments, through :meth:`Pool.submit`. Leaves: futures. A worker that crashes
or is killed costs its work another attempt; it ends when whoever made the pool does, however that ends;
Ctrl-C reaches that process alone, which ends them all.

The standard library's ProcessPoolExecutor has other ways: one dead worker breaks it for good."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, cast

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.jobs import ATTEMPTS, JobError
from pitstop_docs.runs.nursery import SPAWN, Call, Nursery, Worker

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(eq=False, slots=True)
class _Task:
    call: Call
    future: Future[Any]
    attempts: int = 0


@dataclass(eq=False, slots=True)
class _Place:
    """A worker, and what it is at."""

    worker: Worker
    task: _Task | None = None


@dataclass(slots=True)
class _State:
    """What the caller's thread and the pool's own share, under ``lock``, which tells when a worker is ready."""

    lock: threading.Condition = field(default_factory=threading.Condition)
    waiting: deque[_Task] = field(default_factory=deque)
    staff: list[_Place] = field(default_factory=list)
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
        self._nursery = Nursery(warm_up)
        self._failed_starts = 0
        self._state = _State()
        self._wake, self._woken = SPAWN.Pipe()
        self._state.staff = [self._place() for _number in range(workers)[:at_once]]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of the workers that there are now, when all are ready."""
        state = self._state
        with state.lock:
            state.lock.wait_for(lambda: state.closed or all(p.worker.pid for p in state.staff))
            return tuple(place.worker.pid for place in state.staff)

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
            free = sum(place.task is None for place in self._state.staff)
            if free < len(self._state.waiting) and len(self._state.staff) < self.workers:
                self._state.staff.append(self._place())
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
        self._nursery.close([place.worker for place in self._state.staff])
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
                for place in state.staff:
                    while state.waiting and place.worker.pid and place.task is None:
                        self._give(place, state.waiting.popleft())
                by_connection = {place.worker.connection: place for place in state.staff}
            for heard in wait([*by_connection, self._woken]):
                if heard is self._woken:
                    self._woken.recv()
                else:
                    self._hear(by_connection[cast(Connection, heard)])

    def _give(self, place: _Place, task: _Task) -> None:
        if task.attempts or task.future.set_running_or_notify_cancel():
            place.task = task
            with suppress(OSError):  # it has just died: that is heard next
                place.worker.connection.send(task.call)

    def _hear(self, place: _Place) -> None:
        said = _listen(place.worker)
        if isinstance(said, int):  # its number: it is ready
            with self._state.lock:
                place.worker.pid = said
                self._state.lock.notify_all()
            self._failed_starts = 0
        elif said is not None and place.task is not None:
            (result, error), task = cast(tuple[Any, JobError | None], said), place.task
            place.task = None
            if error is None:
                task.future.set_result(result)
            else:
                task.future.set_exception(error)
        else:
            self._replace(place)

    def _replace(self, place: _Place) -> None:
        """Let a new worker take the place of a dead one; what it was at is tried again, or given up."""
        code, task = place.worker.end(), place.task
        if not place.worker.pid:
            self._failed_starts += 1
        with self._state.lock:
            if self._failed_starts >= ATTEMPTS * self.workers:
                self._give_up(code)
                return
            self._state.staff[self._state.staff.index(place)] = self._place()
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
        self._state.lock.notify_all()

    def _tasks(self) -> list[_Task]:
        with self._state.lock:
            running = [place.task for place in self._state.staff if place.task]
            return [*self._state.waiting, *running]

    def _place(self) -> _Place:
        return _Place(self._nursery.begin())


def _listen(worker: Worker) -> object:
    """Return what *worker* says, or None when it is dead."""
    try:
        return worker.connection.recv()
    except (EOFError, OSError):
        return None
