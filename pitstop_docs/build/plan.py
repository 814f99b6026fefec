"""The plan of a build, as a function of digests alone.

Enters: briefs, the ledger, what is kept and what lies in ``output/``. Leaves: for each brief what is to be
done, and why; files to be removed. Reads nothing, writes nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import mean

from pitstop_docs.build.briefs import Brief
from pitstop_docs.build.ledger import Ledger, Row
from pitstop_docs.build.paths import path_of
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.writers.targets import Target


class Action(StrEnum):
    """What happens to a brief: it stays, its kept files are put back, or it is made."""

    STAY = "stay"
    RESTORE = "restore"
    MAKE = "make"


class Cause(StrEnum):
    """Why something happens to a brief."""

    NEW = "new"
    BLOCK = "block"  # name: the block's id
    NEW_BLOCK = "new-block"
    LOST_BLOCK = "lost-block"
    OPENING = "opening"
    ORDER = "order"
    IMAGE = "image"  # name: the file
    LETTERHEAD = "letterhead"  # name: its id
    TEMPLATE = "template"  # name: the file
    LIBRARY = "library"  # name: the library and both versions
    MAKERS = "makers"
    FORMATS = "formats"
    FAILED = "failed"
    FORGOTTEN = "forgotten"
    ABSENT = "absent"  # name: the file
    OTHER = "other"  # name: the file, which another state of the sources had made
    ALTERED = "altered"  # name: the file, which is not what we wrote


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause, and the name of what changed."""

    cause: Cause
    name: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with one brief; ``seconds`` is what making it is expected to take, None
    where nothing is known yet."""

    id: BriefId
    action: Action
    reasons: tuple[Reason, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build does. ``prune`` are files that we wrote and nothing asks for any more, ``altered``
    those that somebody has changed since: they stay."""

    steps: Mapping[BriefId, Step]
    prune: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a build finds: the ``ledger``; for each key whose result is ``kept``, the digest of each file;
    the digest of each file that is ``present`` in ``output/``, by its path from the root; ``details``, the
    looks and libraries of today in full; the ``seconds`` that briefs took last time, if that is known.

    ``ours`` are digests of files that are kept: a build that was killed could not tell the ledger of them."""

    ledger: Ledger
    kept: Mapping[str, Mapping[Target, str]]
    present: Mapping[str, str]
    details: Mapping[str, Mapping[str, str]]
    seconds: Mapping[BriefId, float | None]
    ours: Collection[str] = ()


def plan_build(briefs: Sequence[Brief], known: Known, asked: Collection[str]) -> Plan:
    """Return what a build of *briefs* does.

    *asked* are the paths of all files of the whole project, chosen or not: what we wrote beside them is
    pruned."""
    steps = {brief.id: _step(brief, known) for brief in briefs}
    prune: list[str] = []
    altered: list[str] = []
    written = known.ledger.files
    for path in sorted(known.present.keys() - set(asked)):
        found = known.present[path]
        if found == written.get(path) or found in known.ours:
            prune.append(path)
        elif path in written:
            altered.append(path)
    return Plan(steps, tuple(prune), tuple(altered))


def expected_seconds(id: BriefId, seconds: Mapping[BriefId, float | None]) -> float | None:
    """Return what making the brief took last time, or what others of its edition took, or any."""
    if (taken := seconds.get(id)) is not None:
        return taken
    known = {other: taken for other, taken in seconds.items() if taken is not None}
    alike = [taken for other, taken in known.items() if other.edition == id.edition]
    return mean(alike or known.values()) if known else None


def _step(brief: Brief, known: Known) -> Step:
    row = known.ledger.rows.get(brief.id)
    files = known.kept.get(brief.key)
    if files is not None:
        gaps = tuple(_gaps(brief.id, row, files, known.present))
        return Step(brief.id, Action.RESTORE if gaps else Action.STAY, gaps)
    reasons = tuple(_differences(brief, row, known))
    return Step(brief.id, Action.MAKE, reasons, expected_seconds(brief.id, known.seconds))


def _gaps(
    id: BriefId, row: Row | None, files: Mapping[Target, str], present: Mapping[str, str]
) -> list[Reason]:
    """Return why files that are kept must be put back."""
    found = []
    for target, wanted in files.items():
        path = path_of(id, target)
        if path not in present:
            found.append(Reason(Cause.ABSENT, path))
        elif present[path] != wanted:
            ours = row is not None and row.files.get(target) == present[path]
            found.append(Reason(Cause.OTHER if ours else Cause.ALTERED, path))
    return found


_CAUSES = {
    "image": Cause.IMAGE,
    "letterhead": Cause.LETTERHEAD,
    "opening": Cause.OPENING,
    "makers": Cause.MAKERS,
}


def _differences(brief: Brief, row: Row | None, known: Known) -> list[Reason]:
    """Return why *brief* is not what was made last."""
    if row is None or not row.parts:
        return [Reason(Cause.NEW)]
    if row.key == brief.key:
        return [Reason(Cause.FAILED if row.failed else Cause.FORGOTTEN)]
    old, new = row.parts, brief.parts
    found: list[Reason] = []
    for part in (*new, *(p for p in old if p not in new)):
        if old.get(part) == new.get(part):
            continue
        kind, _space, name = part.partition(" ")
        if kind == "block":
            gone = Cause.LOST_BLOCK if part not in new else Cause.BLOCK
            found.append(Reason(gone if part in old else Cause.NEW_BLOCK, name))
        elif kind in ("look", "libraries"):
            before = known.ledger.details.get(old.get(part, ""), {})
            after = known.details.get(new.get(part, ""), {})
            found += _in_detail(kind, before, after)
        elif kind in _CAUSES:
            found.append(Reason(_CAUSES[kind], name))
    if not found:
        found.append(Reason(Cause.ORDER if old.get("order") != new.get("order") else Cause.FORMATS))
    return found


def _in_detail(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[Reason]:
    names = sorted(n for n in {*before, *after} if before.get(n) != after.get(n))
    if kind == "look":
        return [Reason(Cause.TEMPLATE, name) for name in names]
    return [
        Reason(Cause.LIBRARY, f"{name} {before.get(name, '–')} → {after.get(name, '–')}")
        for name in names
    ]
