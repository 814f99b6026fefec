"""Who makes the briefs: this process, workers beside it, or a cluster.

Enters: the survey, and how many workers somebody wants or where a scheduler is. Leaves: an executor,
and the jobs for it."""

import os
from dataclasses import dataclass
from pathlib import Path

from pitstop_docs.build.inputs import Survey
from pitstop_docs.build.make import MAKE, WARM_UP, Order, Places
from pitstop_docs.build.recipes import images_of
from pitstop_docs.runs.digests import digest
from pitstop_docs.runs.jobs import Executor, InProcess, Job, Need
from pitstop_docs.runs.pool import Pool, WarmUp
from pitstop_docs.tree.document import Document


@dataclass(frozen=True, slots=True)
class Crew:
    """How many ``workers`` (one: this very process), or the address of a Dask ``scheduler``."""

    workers: int = 1
    scheduler: str = ""


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def hire(crew: Crew, survey: Survey, order: Order) -> Executor:
    """Return the executor; workers of this machine begin to warm up for *order* at once.

    Raises :class:`PitstopError` when there is no such cluster."""
    folders = _folders(survey)
    if crew.scheduler:
        from pitstop_docs.runs.cluster import Cluster  # deferred: an optional, slow library

        return Cluster(crew.scheduler, folders)
    if crew.workers > 1:
        return Pool(crew.workers, folders, WarmUp(WARM_UP, (order, places(survey))))
    return InProcess(folders)


def job_for(document: Document, order: Order, survey: Survey) -> Job:
    """Return the job that makes *document*: templates travel whole, of the media what it shows."""
    media = survey.media
    images = tuple((name, media[name]) for name in images_of(document) if name in media)
    needs = [
        *(Need(tree.digest, tuple(tree.files.items())) for tree in survey.templates),
        Need(_media(survey), images),
    ]
    arguments = (document, order, places(survey))
    return Job(f"{document.source}/{document.edition}", MAKE, arguments, tuple(needs))


def places(survey: Survey) -> Places:
    """Return where a worker finds templates and media."""
    return Places(
        tuple(tree.digest for tree in survey.templates),
        _media(survey),
        tuple(survey.libraries.items()),
        survey.makers,
    )


def _folders(survey: Survey) -> dict[str, Path]:
    templates = {tree.digest: tree.folder for tree in survey.templates}
    return {**templates, _media(survey): survey.root / "sources" / "media"}


def _media(survey: Survey) -> str:
    return digest(("media", survey.media))
