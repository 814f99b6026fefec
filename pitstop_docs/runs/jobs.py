"""What is to be run, and where: here and now, or by any other executor.

Enters: a :class:`Job`: a function by name, its arguments, the files it needs by digest. Leaves: the bytes
that it returns, through the futures of a :class:`concurrent.futures.Executor`. A job writes nothing;
whoever asked for it does."""

import traceback
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
ATTEMPTS = 3  # how often a job is tried that takes its worker down with it


@dataclass(frozen=True, slots=True)
class Need:
    """Files of one folder that a job needs: the folder's digest, where it is here, and each file's
    digest by its name."""

    digest: str
    folder: Path
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """``function`` ("package.module:name") is called with the folders of its ``needs``, by digest, and with
    ``arguments``; it returns bytes."""

    function: str
    arguments: tuple[Any, ...] = ()
    needs: tuple[Need, ...] = ()

    def __call__(self) -> bytes:
        """Run it in this process."""
        return self.run({need.digest: need.folder for need in self.needs})

    def run(self, folders: dict[str, Path]) -> bytes:
        """Run it in this process, where the files that it needs are in *folders*."""
        module, _colon, name = self.function.partition(":")
        made: bytes = getattr(import_module(module), name)(folders, *self.arguments)
        return made


class JobError(Exception):
    """What a job raised, wherever it ran: its words in one line, and its traceback as text."""

    def __init__(self, words: str, trace: str = "") -> None:
        super().__init__(words)
        self.trace = trace

    @classmethod
    def of(cls, error: BaseException) -> "JobError":
        """Return *error*, which has just been caught, as one that can travel."""
        words = " ".join(f"{type(error).__name__}: {error}".split())
        return cls(words, "".join(traceback.format_exception(error)))


class Workers(Protocol):
    """An executor that says how many jobs it runs at once."""

    workers: int

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run *fn*, sooner or later; what it raises is a :class:`JobError`."""
        ...


class Here(Executor):
    """Runs each job in this very process, when it is submitted."""

    workers = 1

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run *fn* now; the future is done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(JobError.of(error))
        return future


def run_all(executor: Workers, jobs: Iterable[tuple[T, Job]]) -> Generator[tuple[T, Future[bytes]]]:
    """Yield what belongs to each job with its future, which is done, in whatever order.

    The first come first. No more are under way than keep the workers busy: what they make waits in memory.
    What nobody has begun when this is closed is never done."""
    waiting = iter(jobs)
    pending: dict[Future[bytes], T] = {}
    most = 2 * executor.workers if executor.workers > 1 else 1
    try:
        while True:
            while len(pending) < most and (given := next(waiting, None)) is not None:
                whose, job = given
                pending[executor.submit(job)] = whose
            if not pending:
                return
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                yield pending.pop(future), future
    finally:
        for future in pending:
            future.cancel()
