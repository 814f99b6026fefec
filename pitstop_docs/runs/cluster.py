"""Workers of a Dask cluster: the same jobs, elsewhere.

Enters: jobs, through :meth:`Cluster.submit`, and the address of a scheduler. Leaves: futures of parcels.
Workers share no disk with us: what they need travels by digest, what they made comes back as bytes that
are verified before anything reads them (:mod:`~pitstop_docs.runs.parcels`), and Dask itself is told to
unpickle nothing that comes back. They are processes of one thread each, with the same pitstop installed.

What is trusted: a scheduler and its workers run what we send them, so whoever can reach them can run
programs there; `tls://` keeps others out (docs/cluster.md)."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.runs.jobs import ATTEMPTS, Job, JobError, Need
from pitstop_docs.runs.parcels import ChangedError, Unpacked, pack, pack_need, unpack

if TYPE_CHECKING:
    from distributed import Future as Remote

P = ParamSpec("P")
T = TypeVar("T")
_PATIENCE = 30  # seconds for the scheduler to answer and a worker to come, the first or a new one
_GLANCE = 1.0  # seconds between looks at whether there are workers
_PAUSE = 0.5  # seconds in which a scheduler notices that a worker is lost
_SCHEMES = ("tcp://", "tls://")


class Cluster(Executor):
    """The workers that the scheduler at *address* ("tcp://host:port", "tls://host:port") knows."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise PitstopError(
                _("a cluster needs dask.distributed, which is not installed"),
                _("install it: pip install pitstop-docs[cluster]"),
            ) from error
        silent = PitstopError(
            _("no scheduler answers at {address}").format(address=address),
            _("start one with 'dask scheduler', and name it as it says: tcp://… or tls://…"),
        )
        if not address.startswith(_SCHEMES):
            raise silent
        self._address = address
        self._parcels: dict[Need, tuple[str, Remote]] = {}
        self._open: set[Future[Any]] = set()
        self._closed = threading.Event()
        try:
            self._client = Client(
                address,
                timeout=_PATIENCE,
                set_as_default=False,
                deserializers=["dask", "msgpack"],
            )
        except (OSError, ValueError, TypeError) as error:  # TypeError: tls:// without certificates
            raise silent from error
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            self._client.close()
            raise self._deserted() from error
        self.workers = self._count()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Let a worker run the :class:`Job` *fn*, which returns a parcel; one whose worker is lost is given
        to another. The future fails with :class:`PitstopError` when the scheduler itself is lost, or all its
        workers are, and no other comes."""
        if not isinstance(fn, Job):
            raise TypeError(fn)
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        self._send(fn, future, attempt=1)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Close the connection; workers drop what nobody waits for."""
        self._closed.set()
        self._client.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()

    def _send(self, job: Job, future: Future[Any], attempt: int) -> None:
        try:
            needs = [self._parcel(need) for need in job.needs]
            remote = self._client.submit(_run_there, job, needs, pure=False)
        except ChangedError as error:
            _settle(future, JobError.of(error))
        except Exception as error:  # the connection, most likely
            self._again(job, future, attempt, error)
        else:
            remote.add_done_callback(lambda done: self._receive(done, job, future, attempt))

    def _receive(self, remote: "Remote", job: Job, future: Future[Any], attempt: int) -> None:
        """Pass on what came back, or try again."""
        try:
            parcel = remote.result()
            said, _files = unpack(parcel)
        except (Exception, CancelledError) as error:
            self._again(job, future, attempt, error)
            return
        if "failed" in said:
            _settle(future, JobError(*map(str, said["failed"])))
        else:
            future.set_result(parcel)

    def _again(self, job: Job, future: Future[Any], attempt: int, error: BaseException) -> None:
        if self._client.status != "running":
            lost = PitstopError(
                _("the connection to the scheduler was lost"),
                _("what was made is kept: run the same command again"),
            )
            _settle(future, lost)
        elif attempt >= ATTEMPTS:
            _settle(future, JobError.of(error))
        else:
            time.sleep(_PAUSE * attempt)
            self._send(job, future, attempt + 1)

    def _parcel(self, need: Need) -> tuple[str, "Remote"]:
        """Return the digest of what *need* names, and who has it: a task, since what is one is made again
        where its worker is lost (what Dask calls scattered data is not: its scheduler stumbles over it)."""
        digest, remote = self._parcels.get(need, ("", None))
        if remote is None or remote.status in ("error", "cancelled", "lost"):
            data = pack_need(need)
            digest, remote = digest_of(data), self._client.submit(bytes, data, pure=False)
            self._parcels[need] = digest, remote
        return digest, remote

    def _count(self) -> int:
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def _deserted(self) -> PitstopError:
        return PitstopError(
            _("the scheduler at {address} has no workers").format(address=self._address),
            _("start some: dask worker {address} --nthreads 1").format(address=self._address),
        )

    def _watch(self) -> None:
        """Let nobody wait for workers that all went away."""
        since = time.monotonic()
        while not self._closed.wait(_GLANCE):
            with suppress(Exception):  # without a connection there are none either
                if self._count():
                    since = time.monotonic()
            if time.monotonic() - since > _PATIENCE:
                for future in tuple(self._open):
                    _settle(future, self._deserted())


def _settle(future: Future[Any], error: Exception) -> None:
    with suppress(Exception):  # it is settled already
        future.set_exception(error)


# --- in the worker -----------------------------------------------------------------------------

_unpacked: Unpacked | None = None


def _run_there(job: Job, parcels: Sequence[tuple[str, bytes]]) -> bytes:
    """Run *job* in a worker of the cluster; what it raises travels as words, never as an object."""
    from distributed import get_worker

    global _unpacked
    if get_worker().state.nthreads != 1:
        words = "ThreadedWorker: the layout engine needs workers of one thread each (--nthreads 1)"
        return pack({"failed": [words, ""]})
    if _unpacked is None:
        _unpacked = Unpacked()
    try:
        _unpacked.receive(job.needs, parcels)
        return job.run(_unpacked.folders)
    except Exception as error:
        failed = JobError.of(error)
        return pack({"failed": [str(failed), failed.trace]})
