"""What is to be run, and what came of it; run right here.

Enters: a :class:`Job`: a function by name, small arguments, the files it needs by digest. Leaves:
an :class:`Outcome`: files as bytes and a report. A job writes nothing; whoever asked for it does.
"""

import time
import traceback
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar, cast

T = TypeVar("T")
ATTEMPTS = 3  # how often a job is tried that takes its worker down with it


@dataclass(frozen=True, slots=True)
class Need:
    """Files of one folder that a job needs: the folder's digest, and each file's by its name."""

    folder: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Job:
    """``function`` ("package.module:name") is called with a :class:`Workshop` and ``arguments``, and
    returns :class:`Made`. ``name`` is unique in a run, and told to people."""

    name: str
    function: str
    arguments: tuple[Any, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a function made: files by name (a brief's format), and what else it has to say."""

    files: tuple[tuple[str, bytes], ...] = ()
    report: Any = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: what it ``made`` in how many ``seconds``, or what went wrong.

    ``error`` is one line: what was raised, or that the worker died as often as may be; ``trace`` is
    a bug's traceback."""

    job: Job
    made: Made | None
    seconds: float = 0.0
    attempts: int = 1
    error: str = ""
    trace: str = ""


@dataclass(slots=True)
class Workshop:
    """What a function finds where it runs: folders by digest, and what it made for earlier jobs."""

    folders: Mapping[str, Path]
    _kept: dict[Hashable, Any] = field(default_factory=dict)

    def folder(self, digest: str) -> Path:
        """Return where the files of the folder *digest* are, those that the job needs."""
        return self.folders[digest]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what *make* returns, called once for *key* in each process."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])


class Executor(Protocol):
    """Runs jobs somewhere. As a context, it leaves nothing running behind."""

    workers: int

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Yield the outcome of each job as it comes, in whatever order; the first come first."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class InProcess:
    """Runs jobs in this very process, one after another."""

    workers = 1

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._workshop = Workshop(folders)

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Yield the outcome of each job, in order."""
        waiting = deque(jobs)
        while waiting:
            yield run_job(waiting.popleft(), self._workshop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._workshop = Workshop({})


def function_named(name: str) -> Callable[..., Any]:
    """Return the function "package.module:name"."""
    module, _colon, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def run_job(job: Job, workshop: Workshop) -> Outcome:
    """Run *job* here; an exception is its outcome and nobody else's."""
    start = time.perf_counter()
    try:
        made = function_named(job.function)(workshop, *job.arguments)
        if not isinstance(made, Made):
            raise TypeError(f"{job.function} returned {type(made).__name__}")
    except Exception as error:
        words = " ".join(f"{type(error).__name__}: {error}".split())
        trace = traceback.format_exc()
        return Outcome(job, None, time.perf_counter() - start, error=words, trace=trace)
    return Outcome(job, made, time.perf_counter() - start)
