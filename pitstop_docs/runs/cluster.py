"""Workers of a Dask cluster: the same jobs, elsewhere.

Enters: jobs, and the address of a scheduler. Leaves: outcomes. Workers share no disk with us: what
they need travels by digest, what they made comes back as bytes, and both ends verify. They are
processes of one thread each, with the same pitstop installed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.runs.jobs import ATTEMPTS, Job, Need, Outcome, Workshop, run_job
from pitstop_docs.runs.parcels import Unpacked, digests_of, pack_need

if TYPE_CHECKING:
    from distributed import Future

_PATIENCE = 30  # seconds for the scheduler to answer and the first worker to come


@dataclass(frozen=True, slots=True)
class Delivery:
    """An outcome on its way back, with the digests of its files as they left the worker."""

    outcome: Outcome
    digests: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether the files arrived as they left."""
        made = self.outcome.made
        return (digests_of(made) if made else ()) == self.digests


class Cluster:
    """The workers that the scheduler at *address* ("tcp://host:port") knows."""

    def __init__(self, address: str, folders: Mapping[str, Path]) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise PitstopError(
                _("a cluster needs dask.distributed, which is not installed"),
                _("install it: pip install pitstop-docs[cluster]"),
            ) from error
        self._folders = folders
        self._parcels: dict[Need, tuple[str, bytes]] = {}
        try:
            self._client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise PitstopError(
                _("no scheduler answers at {address}").format(address=address),
                _("start one with 'dask scheduler', and name it as it says: tcp://host:port"),
            ) from error
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            self._client.close()
            raise PitstopError(
                _("the scheduler at {address} has no workers").format(address=address),
                _("start some: dask worker {address} --nthreads 1").format(address=address),
            ) from error
        self.workers = len(self._client.scheduler_info(n_workers=-1)["workers"])

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Yield the outcome of each job as it comes; one whose worker is lost is given to another.

        Raises :class:`PitstopError` when the scheduler itself is lost."""
        from distributed import as_completed

        attempts: dict[str, int] = {}
        given = {self._submit(job): job for job in jobs}
        running = as_completed(list(given), loop=self._client.loop)
        for future in running:
            job = given.pop(future)
            attempts[job.name] = attempts.get(job.name, 0) + 1
            outcome, words = self._fetch(future)
            if outcome is not None:
                # Ours, not the copy that came back: it is the very job that was asked for.
                yield replace(outcome, job=job, attempts=attempts[job.name])
            elif attempts[job.name] >= ATTEMPTS:
                yield Outcome(job, None, attempts=attempts[job.name], error=words)
            else:
                again = self._submit(job)
                given[again] = job
                running.add(again)

    def _fetch(self, future: "Future") -> tuple[Outcome | None, str]:
        """Return what came back, or why nothing sound did."""
        try:
            delivery: Delivery = future.result()
        except (Exception, CancelledError) as error:
            if self._client.status != "running":
                raise PitstopError(
                    _("the connection to the scheduler was lost"),
                    _("what was made is kept: run the same command again"),
                ) from error
            return None, " ".join(f"{type(error).__name__}: {error}".split())
        return (delivery.outcome, "") if delivery.sound else (None, "Damaged")

    def _submit(self, job: Job) -> "Future":
        parcels: list[tuple[str, Any]] = []
        for need in job.needs:
            digest, data = self._parcel(need)
            # Under the same name it is the same parcel: one that is there is not sent again.
            name = f"pitstop-{digest}"
            parcels.append((digest, self._client.scatter({name: data}, hash=False)[name]))
        return self._client.submit(_run_there, job, parcels, pure=False)

    def _parcel(self, need: Need) -> tuple[str, bytes]:
        if need not in self._parcels:
            data = pack_need(need, self._folders[need.folder])
            self._parcels[need] = (digest_of(data), data)
        return self._parcels[need]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()


# --- in the worker -----------------------------------------------------------------------------

_here: tuple[Unpacked, Workshop] | None = None


def _run_there(job: Job, parcels: Sequence[tuple[str, bytes]]) -> Delivery:
    """Run *job* in a worker of the cluster."""
    from distributed import get_worker

    global _here
    if get_worker().state.nthreads != 1:
        refused = (
            "ThreadedWorker: the layout engine needs workers of one thread each (--nthreads 1)"
        )
        return Delivery(Outcome(job, None, error=refused), ())
    if _here is None:
        unpacked = Unpacked()
        _here = unpacked, Workshop(unpacked.folders)
    unpacked, workshop = _here
    unpacked.receive(job.needs, parcels)
    outcome = run_job(job, workshop)
    return Delivery(outcome, digests_of(outcome.made) if outcome.made else ())
