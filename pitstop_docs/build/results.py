"""What is kept of a brief that was made: its files, pages and problems.

Enters: a recipe and the store. Leaves: a :class:`Result`. Only briefs without errors are kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from pitstop_docs.build.ledger import read_problem, write_problem
from pitstop_docs.build.recipes import Recipe
from pitstop_docs.problems.diagnostics import Diagnostic, Location
from pitstop_docs.problems.messages import language
from pitstop_docs.runs.store import Store
from pitstop_docs.tree.document import Document


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a Word file: ``key`` is its content's without page numbers, ``file`` its
    own, ``pages`` what ``program`` counted, where it did."""

    key: str
    file: str
    pages: int | None = None
    program: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """``files`` is the digest of each format; ``seconds`` is what making them took; ``facts`` is
    what else was said of the brief, as JSON can hold it."""

    files: Mapping[str, str]
    pages: int | None = None
    seconds: float = 0.0
    problems: tuple[Diagnostic, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def keep_result(store: Store, recipe: Recipe, document: Document, result: Result) -> None:
    """Keep *result* under the key of *recipe*.

    A problem's place is kept as the number of the block that it belongs to: the same words may stand
    in another line tomorrow."""
    places = list(_places(document))
    problems = []
    for problem in result.problems:
        row = write_problem(problem)
        if problem.location in places:
            row["block"] = places.index(problem.location)
        problems.append(row)
    store.remember(
        recipe.key,
        {
            "files": dict(result.files), "pages": result.pages, "seconds": result.seconds,
            "problems": problems, "language": language(), "facts": dict(result.facts),
        },
    )  # fmt: skip


def find_result(store: Store, recipe: Recipe, document: Document) -> Result | None:
    """Return what is kept of *recipe*; None if nothing is, or its problems are in the other language."""
    kept = store.recall(recipe.key)
    if kept is None:
        return None
    try:
        problems = tuple(_moved(row, document) for row in kept["problems"])
        if problems and kept["language"] != language():
            return None
        files = {str(format): str(digest) for format, digest in kept["files"].items()}
        pages = kept["pages"]
        seconds = float(kept["seconds"])
        facts = dict(kept["facts"])
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        return None
    if set(files) != set(recipe.formats):
        return None
    return Result(files, None if pages is None else int(pages), seconds, problems, facts)


def _moved(row: Mapping[str, Any], document: Document) -> Diagnostic:
    problem = read_problem(row)
    places = list(_places(document))
    block = row.get("block")
    return problem if block is None else replace(problem, location=places[int(block) % len(places)])


def _places(node: object) -> Iterator[Location]:
    """Yield the place of every block that has one, in the order of the tree."""
    if isinstance(node, tuple):
        for part in node:
            yield from _places(part)
    elif isinstance(node, Location):
        yield node
    elif hasattr(node, "__dataclass_fields__"):
        for one in fields(node):  # type: ignore[arg-type]
            yield from _places(getattr(node, one.name))
