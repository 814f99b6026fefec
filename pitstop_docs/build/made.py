"""What became of a brief: the one outcome, as workers return it and as it is kept.

Enters: what a worker made, or what the store holds. Leaves: a :class:`Made`. Only briefs without errors
are kept, under their key."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pitstop_docs.build.briefs import Brief
from pitstop_docs.problems.diagnostics import (
    Diagnostic,
    PitstopError,
    Severity,
    problem_from,
)
from pitstop_docs.problems.messages import language
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.runs.parcels import DamagedError, unpack
from pitstop_docs.runs.store import Store
from pitstop_docs.tree.cut import Cut, cut_from
from pitstop_docs.writers.targets import Target, target_named

Files = dict[Target, bytes]


@dataclass(frozen=True, slots=True)
class WordPages:
    """What is known of a Word file's pages: ``key`` is its content's digest without page numbers,
    ``file`` its own, ``pages`` what ``program`` counted, where it did."""

    key: str
    file: str
    pages: int | None = None
    program: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of the brief with that ``key``: the digest of each of its ``files``, ``pages`` of its
    PDF, how it was ``cut``, what is known of its ``word`` file, what was wrong, the seconds of each step;
    on their way from the worker, ``cover``, the PDF's first page as a picture's address, and the ``heights`` of
    blocks.

    A target in which something is wrong has no file; none has one where not even what is required fits."""

    key: str
    files: Mapping[Target, str] = field(default_factory=dict)
    pages: int | None = None
    cut: Cut | None = None
    word: WordPages | None = None
    problems: tuple[Diagnostic, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    cover: str = ""
    heights: str = ""

    @property
    def failed(self) -> bool:
        """Whether a file could not be made."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def with_file(self, target: Target, digest: str) -> "Made":
        """Return it with one more file, made of those that are there."""
        return replace(self, files={**self.files, target: digest})

    def as_json(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        return {
            "key": self.key,
            "files": {target.name: digest for target, digest in self.files.items()},
            "pages": self.pages,
            "cut": self.cut and self.cut.as_json(),
            "word": self.word and asdict(self.word),
            "problems": [problem.as_json() for problem in self.problems],
            "seconds": dict(self.seconds),
            "cover": self.cover,
            "heights": self.heights,
        }


def made_from(row: Mapping[str, Any]) -> Made:
    """Return what :meth:`Made.as_json` gave; raises ValueError, KeyError, TypeError or AttributeError."""
    pages = row["pages"]
    return Made(
        str(row["key"]),
        {target_named(name): str(digest) for name, digest in row["files"].items()},
        None if pages is None else int(pages),
        row["cut"] and cut_from(row["cut"]),
        row["word"] and WordPages(**row["word"]),
        tuple(problem_from(problem) for problem in row["problems"]),
        {str(step): float(seconds) for step, seconds in row["seconds"].items()},
        str(row.get("cover", "")),
        str(row.get("heights", "")),
    )


def open_parcel(parcel: bytes, brief: Brief) -> tuple[Made, Files]:
    """Return what a worker packed for *brief*; raises :class:`PitstopError` where that did, and
    :class:`~pitstop_docs.runs.parcels.DamagedError` when it is of something else."""
    said, files = unpack(parcel)
    if "refused" in said:
        raise PitstopError(*map(str, said["refused"]))
    try:
        made = made_from(said["made"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedError("made") from error
    found = {target: files.get(target.name, b"") for target in made.files}
    right = all(digest_of(data) == made.files[target] for target, data in found.items())
    if made.key != brief.key or not right or not set(found) <= set(brief.targets):
        raise DamagedError(made.key)
    return made, found


# --- kept --------------------------------------------------------------------------------------


def keep_made(store: Store, brief: Brief, made: Made) -> None:
    """Keep *made* under the key of *brief*.

    Places are kept as numbers of the blocks that they belong to: the same words may stand in another
    line tomorrow."""
    numbers = {str(place): number for number, place in enumerate(brief.outline.places)}
    row = made.as_json() | {"language": language()}
    del row["cover"], row["heights"]  # kept for themselves: covers.py, kept_heights.py
    row["blocks"] = [
        [numbers.get(str(problem.location)) for problem in made.problems],
        [numbers.get(passage.place) for passage in (made.cut.passages if made.cut else ())],
    ]
    store.remember(brief.key, row)


def find_made(store: Store, key: str) -> Made | None:
    """Return what is kept under *key*, its places as they were then; None if nothing is."""
    return _read(store.recall(key))


def find_again(store: Store, brief: Brief) -> Made | None:
    """Return what is kept of *brief*, its places as they are today; None if nothing is, if a file is
    missing, or if its problems are in another language."""
    row = store.recall(brief.key)
    made = _read(row)
    if row is None or made is None or set(made.files) != set(brief.targets):
        return None
    if made.problems and row.get("language") != language():
        return None
    places = list(brief.outline.places)
    try:
        problems, passages = row["blocks"]
        moved = tuple(
            problem if number is None else replace(problem, location=places[number])
            for problem, number in zip(made.problems, problems, strict=True)
        )
        cut = made.cut and replace(
            made.cut,
            passages=tuple(
                passage if number is None else replace(passage, place=str(places[number]))
                for passage, number in zip(made.cut.passages, passages, strict=True)
            ),
        )
    except (KeyError, ValueError, TypeError, IndexError):
        return None
    return replace(made, problems=moved, cut=cut)


def keep_pages(store: Store, key: str, pages: int, program: str) -> None:
    """Add to what is kept under *key* what was counted of its Word file."""
    row = store.recall(key)
    if row and isinstance(row.get("word"), dict):
        store.remember(key, {**row, "word": {**row["word"], "pages": pages, "program": program}})


def _read(row: Mapping[str, Any] | None) -> Made | None:
    try:
        return None if row is None else made_from(row)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        return None
