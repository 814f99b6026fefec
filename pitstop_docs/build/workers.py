"""Who makes the briefs: this process, workers beside it, or a cluster.

Enters: the inputs, and how many workers somebody wants or where a scheduler is. Leaves: an executor, and
the jobs for it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.choice import Choice, formats_of
from pitstop_docs.build.inputs import Inputs, Places
from pitstop_docs.build.outlines import images_of
from pitstop_docs.runs.digests import digest
from pitstop_docs.runs.jobs import Here, Job, Need, Workers
from pitstop_docs.runs.pool import Pool
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.targets import Target, target_named

_MAKE = "pitstop_docs.build.make:make_parcel"
_WARM_UP = "pitstop_docs.build.make:warm_up"


@dataclass(frozen=True, slots=True)
class Labour:
    """How many ``workers`` (one: this very process), or the address of a Dask ``scheduler``; how many workers
    start ``at_once``, before it is known whether there is work for them; the ``executor``, where it has begun
    already, and the ``inputs`` that it works with."""

    workers: int = 1
    scheduler: str = ""
    at_once: int = 1
    executor: Workers | None = None
    inputs: Inputs | None = None


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def at_work(
    labour: Labour, inputs: Inputs, targets: Sequence[Target], embed: bool = True
) -> Iterator[Workers]:
    """Give an executor. Of the workers of this machine, one begins to warm up for *targets* at once, unless
    *labour* says otherwise, beside this process, which reads meanwhile; the others when there is work for them.

    Raises :class:`PitstopError` when there is no such cluster."""
    if labour.executor is not None:
        yield labour.executor
    elif labour.scheduler:
        from pitstop_docs.runs.cluster import Cluster  # deferred: an optional, slow library

        with Cluster(labour.scheduler) as cluster:
            yield cluster
    elif labour.workers > 1:
        needs = (*_templates(inputs), _media(inputs))
        warm_up = Job(_WARM_UP, (places(inputs), tuple(targets), embed), needs)
        with Pool(labour.workers, warm_up, at_once=labour.at_once) as pool:
            yield pool
    else:
        yield Here()


@contextmanager
def begun(labour: Labour, inputs: Inputs, choice: Choice) -> Iterator[Labour]:
    """Give *labour* whose executor has begun: its workers load what they make briefs with while this process
    loads what it reads sources with."""
    warm = [target_named(format) for format in formats_of(choice)]
    with at_work(labour, inputs, warm, choice.embed) as executor:
        yield replace(labour, executor=executor, inputs=inputs)


def job_for(brief: Brief, inputs: Inputs) -> Job:
    """Return the job that makes *brief*."""
    return Job(_MAKE, (brief.composed(), places(inputs)), needs_of(brief.document, inputs))


def needs_of(document: Document, inputs: Inputs) -> tuple[Need, ...]:
    """Return the files that *document* is made with: templates travel whole, of the media what it shows."""
    return (*_templates(inputs), _media(inputs, images_of(document)))


def job_of(function: str, arguments: tuple[Any, ...], inputs: Inputs) -> Job:
    """Return the job that calls *function* with *arguments*, and with what briefs are made with."""
    needs = (*_templates(inputs), _media(inputs))
    return Job(function, (*arguments, places(inputs)), needs)


def places(inputs: Inputs) -> Places:
    """Return what briefs are made with, by digests."""
    return Places(
        tuple(tree.digest for tree in inputs.templates),
        _media(inputs).digest,
        tuple(inputs.libraries.items()),
        inputs.makers,
        inputs.colours,
    )


def _templates(inputs: Inputs) -> Iterator[Need]:
    for tree in inputs.templates:
        yield Need(tree.digest, tree.folder, tuple(tree.files.items()))


def _media(inputs: Inputs, names: Sequence[str] = ()) -> Need:
    media = inputs.media
    files = tuple((name, media[name]) for name in names if name in media)
    return Need(digest(("media", media)), inputs.root / "sources" / "media", files)
