"""The plan of a build, as a function of digests alone.

Enters: recipes, the manifest, what is kept and what lies in ``output/``. Leaves: for each brief what
is to be done, and why; files to be removed. Reads nothing, writes nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import mean

from pitstop_docs.build.ledger import Brief, Entry, Manifest
from pitstop_docs.build.paths import path_of
from pitstop_docs.build.recipes import Recipe


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

    recipe: Recipe
    action: Action
    reasons: tuple[Reason, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build does. ``make`` has the longest first, so that workers end together; ``prune`` are
    files that we wrote and nothing asks for any more, ``altered`` those that somebody has changed
    since: they stay."""

    steps: tuple[Step, ...]
    prune: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()

    @property
    def make(self) -> tuple[Step, ...]:
        """The briefs to be made, the longest first."""
        steps = [step for step in self.steps if step.action is Action.MAKE]
        return tuple(sorted(steps, key=lambda step: -(step.seconds or float("inf"))))


def plan_build(
    recipes: Sequence[Recipe],
    manifest: Manifest,
    kept: Mapping[str, Mapping[str, str]],
    present: Mapping[str, str],
    wanted: Collection[str] | None = None,
    ours: Collection[str] = (),
) -> Plan:
    """Return what a build of *recipes* does.

    *kept* has, for each key whose result is kept, the digest of each format; *present* the digest of
    each file of ``output/briefs/`` by its path from the root. *wanted* are the paths of all briefs
    of the whole project, chosen or not: what we wrote beside them is pruned. None: not known, so
    nothing is. What we wrote, the manifest says; a build that was killed could not tell it, but its
    files are kept: *ours* are digests that are."""
    steps = tuple(_step(recipe, manifest, kept.get(recipe.key), present) for recipe in recipes)
    prune: list[str] = []
    altered: list[str] = []
    if wanted is not None:
        written = manifest.files
        for path, found in sorted(present.items()):
            if path not in wanted and (found == written.get(path) or found in ours):
                prune.append(path)
            elif path not in wanted and path in written:
                altered.append(path)
    return Plan(steps, tuple(prune), tuple(altered))


def expected_seconds(brief: Brief, manifest: Manifest) -> float | None:
    """Return what making *brief* took last time, or what others of its edition took, or any."""
    known = {b: entry.seconds for b, entry in manifest.entries.items() if entry.seconds > 0}
    if brief in known:
        return known[brief]
    alike = [seconds for (_source, edition), seconds in known.items() if edition == brief[1]]
    return mean(alike or known.values()) if known else None


def _step(
    recipe: Recipe,
    manifest: Manifest,
    result: Mapping[str, str] | None,
    present: Mapping[str, str],
) -> Step:
    entry = manifest.entries.get(recipe.brief)
    if result is not None:
        gaps = tuple(_gaps(recipe, entry, result, present))
        return Step(recipe, Action.RESTORE if gaps else Action.STAY, gaps)
    reasons = tuple(_differences(recipe, entry, manifest))
    return Step(recipe, Action.MAKE, reasons, expected_seconds(recipe.brief, manifest))


def _gaps(
    recipe: Recipe, entry: Entry | None, result: Mapping[str, str], present: Mapping[str, str]
) -> list[Reason]:
    """Return why files that are kept must be put back."""
    found = []
    for format, wanted in result.items():
        path = path_of(*recipe.brief, format)
        if path not in present:
            found.append(Reason(Cause.ABSENT, path))
        elif present[path] != wanted:
            ours = entry is not None and entry.files.get(path) == present[path]
            found.append(Reason(Cause.OTHER if ours else Cause.ALTERED, path))
    return found


def _differences(recipe: Recipe, entry: Entry | None, manifest: Manifest) -> list[Reason]:
    """Return why *recipe* is not what was made last."""
    if entry is None:
        return [Reason(Cause.NEW)]
    if entry.key == recipe.key:
        return [Reason(Cause.FAILED if entry.failed else Cause.FORGOTTEN)]
    old, new = entry.parts, recipe.parts
    found: list[Reason] = []
    for part in (*new, *(p for p in old if p not in new)):
        if old.get(part) == new.get(part):
            continue
        kind, _space, name = part.partition(" ")
        match kind:
            case "block":
                gone = Cause.LOST_BLOCK if part not in new else Cause.BLOCK
                found.append(Reason(gone if part in old else Cause.NEW_BLOCK, name))
            case "image":
                found.append(Reason(Cause.IMAGE, name))
            case "letterhead":
                found.append(Reason(Cause.TEMPLATE, name))
            case "opening":
                found.append(Reason(Cause.OPENING))
            case "makers":
                found.append(Reason(Cause.MAKERS))
            case "look":
                before = manifest.details.get(old.get(part, ""), {})
                found += [Reason(Cause.TEMPLATE, n) for n in _changed(before, recipe.look)]
            case "libraries":
                before = manifest.details.get(old.get(part, ""), {})
                found += [
                    Reason(
                        Cause.LIBRARY, f"{n} {before.get(n, '–')} → {recipe.libraries.get(n, '–')}"
                    )
                    for n in _changed(before, recipe.libraries)
                ]
    if not found:
        found.append(Reason(Cause.ORDER if old.get("order") != new.get("order") else Cause.FORMATS))
    return found


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(n for n in {*before, *after} if before.get(n) != after.get(n))
