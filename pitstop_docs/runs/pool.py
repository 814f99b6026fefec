"""Workers on this machine: spawned once, warmed up once, replaced when they die.

Enters: jobs. Leaves: outcomes. A worker that crashes or is killed costs its job another attempt; it
ends when its parent does, however that ends; Ctrl-C reaches the parent alone, which ends them all.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.jobs import ATTEMPTS, Job, Outcome, Workshop, function_named, run_job

_READY = "ready"
# Threads and forked children crash the layout engine and its fonts: see docs/performance.md.
_SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True)
class WarmUp:
    """A function that each worker calls once, before its first job, with its Workshop."""

    function: str
    arguments: tuple[Any, ...] = ()


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    ready: bool = False
    job: Job | None = None

    @property
    def pid(self) -> int:
        return self.process.pid or 0


class Pool:
    """Workers in processes of their own; they start, and warm up, while the caller goes on."""

    def __init__(
        self, workers: int, folders: Mapping[str, Path], warm_up: WarmUp | None = None
    ) -> None:
        self.workers = workers
        self._folders = dict(folders)
        self._warm_up = warm_up
        self._failed_starts = 0
        self._crew = [self._hire() for _number in range(workers)]

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of the workers that there are now."""
        return tuple(worker.pid for worker in self._crew)

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Yield the outcome of each job as it comes.

        Raises :class:`PitstopError` when workers cannot even start."""
        waiting = deque(jobs)
        attempts: dict[str, int] = {}
        while waiting or any(worker.job for worker in self._crew):
            for worker in self._crew:
                if waiting and worker.ready and worker.job is None:
                    self._give(worker, waiting)
            for worker in self._heard():
                said = _listen(worker)
                if said == _READY:
                    worker.ready = True
                    self._failed_starts = 0
                elif isinstance(said, Outcome):
                    worker.job = None
                    yield replace(said, attempts=attempts.pop(said.job.name, 0) + 1)
                else:
                    job = self._replace(worker)
                    if job is None:
                        continue
                    attempts[job.name] = attempts.get(job.name, 0) + 1
                    if attempts[job.name] < ATTEMPTS:
                        waiting.appendleft(job)
                        continue
                    words = f"WorkerDied: {worker.process.exitcode}"
                    yield Outcome(job, None, attempts=attempts.pop(job.name), error=words)

    def close(self) -> None:
        """End all workers at once."""
        for worker in self._crew:
            worker.process.kill()
        for worker in self._crew:
            worker.process.join()
            worker.connection.close()
        self._crew = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _hire(self) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        arguments = (theirs, self._folders, self._warm_up)
        process = _SPAWN.Process(target=_serve, args=arguments, daemon=True)
        with _deaf_to_interrupts():
            process.start()
        theirs.close()  # so that the end of the worker is the end of the connection
        return _Worker(process, ours)

    def _heard(self) -> list[_Worker]:
        """Wait until some workers have something to say, or have died; return them."""
        by_connection = {worker.connection: worker for worker in self._crew}
        return [by_connection[cast(Connection, c)] for c in wait(list(by_connection))]

    def _give(self, worker: _Worker, waiting: deque[Job]) -> None:
        worker.job = waiting.popleft()
        with suppress(OSError):  # it has just died: that is heard next
            worker.connection.send(worker.job)

    def _replace(self, worker: _Worker) -> Job | None:
        """Put a new worker in the place of a dead one; return the job that it was at."""
        worker.process.kill()  # if it only closed its connection
        worker.process.join()
        worker.connection.close()
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= ATTEMPTS * self.workers:
                raise PitstopError(
                    _("the worker processes end before they begin (code {code})").format(
                        code=worker.process.exitcode
                    ),
                    _("try it in one process: pitstop build -j 1"),
                )
        self._crew[self._crew.index(worker)] = self._hire()
        return worker.job


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


# --- in the worker -----------------------------------------------------------------------------


def _serve(connection: Connection, folders: Mapping[str, Path], warm_up: WarmUp | None) -> None:
    """Do jobs until the parent closes the connection, or ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    workshop = Workshop(folders)
    if warm_up is not None:
        # What is wrong with it will be wrong with the first job too, which can say so.
        with suppress(Exception):
            function_named(warm_up.function)(workshop, *warm_up.arguments)
    with suppress(EOFError, OSError):
        connection.send(_READY)
        while True:
            connection.send(run_job(connection.recv(), workshop))


def _end_with_parent() -> None:
    """Wait for the parent's end, however it comes, and end this process in the midst of its job."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
