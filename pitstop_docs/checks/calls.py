"""Calls to references without their brackets, which would be printed as they stand."""

import re
from functools import lru_cache

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Collection

# An e-mail address goes on before the sign, a call in brackets begins with it or has one before.
_BARE = re.compile(
    r"(?<![\w@\[\\./-])(?<!; )(?<!;)@([a-z0-9]+(?:-[a-z0-9]+)*)(?![\w-]|[^\[\]\n]*\])"
)


def check_calls(collection: Collection, reporter: Reporter) -> None:
    """No reference is named with its @ alone. Other names after an @ are those of people."""
    for path, text in collection.texts.items():
        found: dict[str, list[Location]] = {}
        for ref, line, column in _bare(text):
            if ref in collection.references:
                found.setdefault(ref, []).append(Location(path, line, column))
        for ref, places in found.items():
            reporter.report_all(
                "bad-cite",
                places,
                _("this call to '{ref}' has no brackets").format(ref=ref),
                _("write {call}").format(call=f"[@{ref}]"),
            )


@lru_cache(maxsize=1000)  # texts: a project that is read again has few new ones
def _bare(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return each name after an @ alone, with its line and column."""
    return tuple(
        (match[1], number, match.start() + 1)
        for number, line in enumerate(text.split("\n"), start=1)
        if "@" in line
        for match in _BARE.finditer(line)
    )
