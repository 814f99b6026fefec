"""The lines of a Markdown source → where its fields stand.

Enters: the lines of a file. Leaves: the lines of the fields and of the text, found also where the
lines of hyphens around them are not as they should be, which is reported."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.yaml_faults import FIELD

FENCE = "---"
# What people type for it: more hyphens or fewer, other dashes, spaces between them.
_ALMOST_FENCE = re.compile(r"\s*(?:(?:[-\u2010-\u2015\u2212_=*~]\s*){2,}|[\u2012-\u2015]\s*)$")
_HEADING = re.compile(r"#{1,6}\s+\S")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields stand from line *start* to before *stop*, the text from *body* on; all counted
    from 0."""

    start: int
    stop: int
    body: int


def find_front_matter(lines: Sequence[str], path: str, reporter: Reporter) -> FrontMatter | None:
    """Return where the fields of file *path* stand, or None after reporting that there are none."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    opening = Location(path, first + 1)
    start = first + 1
    if _is_almost(lines[first]):
        _report_almost(opening, reporter)
    elif FIELD.match(lines[first]):
        start = first
        reporter.report(
            "no-front-matter",
            opening,
            _("the fields begin here without a line of three hyphens (---)"),
            _("write a line with three hyphens (---) before the first field"),
        )
    elif not _is_fence(lines[first]):
        fence = _fence_below(lines, first)
        if fence is None:
            message = hint = ""  # those of the table
            if lines[first].strip() == "+++":
                message = _("fields between lines of '+++' are those of another program")
                hint = _("write '---' for '+++', and each field as 'field: value'")
            reporter.report("no-front-matter", opening, message, hint)
            return None
        start = fence + 1
        reporter.report(
            "no-front-matter",
            opening,
            _("this text stands before the fields, which begin on line {line}").format(
                line=fence + 1
            ),
            _("move it below the fields: a source begins with them"),
        )
    return _until_end(lines, start, opening, reporter)


def _until_end(
    lines: Sequence[str], start: int, opening: Location, reporter: Reporter
) -> FrontMatter | None:
    """Return where the fields that begin on line *start* end."""
    fences = [n for n in range(start, len(lines)) if _is_fence(lines[n])]
    for number in range(start, len(lines)):
        line = lines[number]
        if number in fences[:1]:
            return FrontMatter(start, number, number + 1)
        if not (_is_almost(line) or _HEADING.match(line)):
            continue
        below = next((text for text in lines[number + 1 :] if re.match(r"\s*[^\s#]", text)), "")
        among = bool(FIELD.match(below) or below[:1].isspace())
        if _is_almost(line):
            if fences and (among or line[:1].isspace()):
                continue  # a row of signs in a text
            _report_almost(Location(opening.path, number + 1), reporter)
            return FrontMatter(start, number, number + 1)
        if among or _is_fence(below):
            continue  # a comment
        _report_endless(opening, reporter)
        return FrontMatter(start, number, number)
    _report_endless(opening, reporter)
    return None


def _is_fence(line: str) -> bool:
    return line.rstrip() == FENCE


def _is_almost(line: str) -> bool:
    return not _is_fence(line) and bool(_ALMOST_FENCE.match(line))


def _fence_below(lines: Sequence[str], first: int) -> int | None:
    """Return the line of hyphens below *first* after which fields begin."""
    for number in range(first + 1, len(lines) - 1):
        if _is_fence(lines[number]) and FIELD.match(lines[number + 1]):
            return number
    return None


def _report_almost(place: Location, reporter: Reporter) -> None:
    reporter.report(
        "no-front-matter",
        place,
        _("this line should be three hyphens, and nothing else: ---"),
        _("write '---' in its place: it parts the fields from the text"),
    )


def _report_endless(opening: Location, reporter: Reporter) -> None:
    reporter.report(
        "no-front-matter",
        opening,
        _("the fields that begin here never end"),
        _("write a line with three hyphens (---) after the last field"),
    )
