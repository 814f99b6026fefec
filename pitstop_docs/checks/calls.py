"""Calls to references without their brackets or their sign, which would be printed as they stand."""

import re
from functools import lru_cache

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Collection, Reference
from pitstop_docs.records.values import bare

# An e-mail address goes on before the sign, a call in brackets begins with it or has one before.
_BARE = re.compile(
    r"(?<![\w@\[\\./-])(?<!; )(?<!;)@([a-z0-9]+(?:-[a-z0-9]+)*)(?![\w-]|[^\[\]\n]*\])"
)
# [scheda, p. 2]: a call in its brackets, without its sign. What has an address after it is a link.
_UNSIGNED = re.compile(
    r"(?<![\w\]!^\\])\[([a-z0-9]+(?:-[a-z0-9]+)*)((?:, [^\[\]@]*)?)\](?![\(\[:])"
)
# The groups of a match, its line and its column.
Found = tuple[tuple[str, ...], int, int]


def check_calls(collection: Collection, reporter: Reporter) -> None:
    """No reference is named with its @ alone, or in brackets without it. Other names after an @ are those
    of people."""
    known = {bare(entry.id) for entry in collection.entries if entry.kind is Reference} - {""}
    for path, text in collection.texts.items():
        found: dict[str, list[Location]] = {}
        for (ref, *_none), line, column in _matches(_BARE, "@", text):
            if ref in collection.references:
                found.setdefault(ref, []).append(Location(path, line, column))
        for ref, places in found.items():
            reporter.report_all(
                "bad-cite",
                places,
                _("this call to '{ref}' has no brackets").format(ref=ref),
                _("write {call}").format(call=f"[@{ref}]"),
            )
        for (ref, locus), line, column in _matches(_UNSIGNED, "[", text):
            if bare(ref) in known:
                reporter.report(
                    "bad-cite",
                    Location(path, line, column),
                    _("this call to '{ref}' has no @").format(ref=ref),
                    _("write {call}").format(call=f"[@{ref}{locus}]"),
                )


@lru_cache(maxsize=2000)  # texts, twice: a project that is read again has few new ones
def _matches(pattern: re.Pattern[str], sign: str, text: str) -> tuple[Found, ...]:
    """Return what *pattern*, which needs *sign*, finds in the lines of *text*."""
    return tuple(
        (match.groups(), number, match.start() + 1)
        for number, line in enumerate(text.split("\n"), start=1)
        if sign in line
        for match in pattern.finditer(line)
    )
