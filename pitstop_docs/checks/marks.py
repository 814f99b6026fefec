"""Rules over marks: what stands in braces beside a block is a mark, or an edition."""

import re
from collections.abc import Iterator

from pitstop_docs.problems.diagnostics import Location, Reporter, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.records.editions import MARKS, Edition
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.records.once import once
from pitstop_docs.tree.document import Block, Node, Paragraph, Row, Table
from pitstop_docs.tree.walk import plain, walk

Marked = tuple[str, Location, bool]
_WORD_IN_BRACES = re.compile(r"\{:?([\w-]+)\}\s*\Z")


def check_marks(collection: Collection, reporter: Reporter) -> None:
    """Every mark is known, stands where it can work, and its edition exists."""
    known = [f".{mark}" for mark in (*MARKS, *collection.editions, *collection.other_editions)]
    for case in collection.every_case:
        for marks, without_dot in _found(case):
            for mark, place, in_row in marks:
                if mark not in known and not collection.may_exist(Edition, mark[1:]):
                    reporter.report(
                        "unknown-mark",
                        place,
                        _("no mark '{mark}'").format(mark=mark),
                        did_you_mean(mark, known)
                        or _("marks are: {known}").format(known=", ".join(known)),
                    )
                elif in_row != (mark == ".optional"):
                    reporter.report(
                        "misplaced-mark",
                        place,
                        _("mark '{mark}' does nothing here").format(mark=mark),
                    )
            for edition, place in without_dot:
                if edition in collection.editions:
                    reporter.report(
                        "bad-mark",
                        place,
                        _("this mark is not well formed, and would be printed"),
                        _("write {mark}").format(mark=f"{{.{edition}}}"),
                    )


@once
def _found(case: Case) -> list[tuple[list[Marked], list[tuple[str, Location]]]]:
    """Return, section by section, the marks, and the words in braces without a dot."""
    sections = [section.blocks for section in case.sections.values()]
    return [(list(_marks(blocks)), list(_without_dot(blocks))) for blocks in sections]


def _without_dot(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Location]]:
    """Yield each word in braces at the end of a text, ``{giunta}``, and the text's place."""
    for block in walk(blocks):
        if isinstance(block, Paragraph) and block.location:
            found = _WORD_IN_BRACES.search(plain(block.content))
            if found:
                yield found[1].lower(), block.location


def _marks(blocks: tuple[Block, ...]) -> Iterator[Marked]:
    """Yield each mark, with its dot, its place and whether it stands in a row."""
    for block in walk(blocks):
        nodes: list[Node] = [block]
        if isinstance(block, Table):
            nodes += block.rows
        for node in nodes:
            if node.location:
                in_row = isinstance(node, Row)
                yield from ((f".{mark}", node.location, in_row) for mark in node.marks)
