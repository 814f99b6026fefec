"""Calls to references without their brackets, which would be printed as they stand."""

import re
from collections.abc import Set
from dataclasses import replace

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


def check_calls(collection: Collection, reporter: Reporter) -> None:
    """No reference is named with its @ alone. Other names after an @ are those of people."""
    known = {bare(entry.id) for entry in collection.entries if entry.kind is Reference} - {""}
    for path, text in collection.texts.items():
        found: dict[str, list[Location]] = {}
        for number, line in enumerate(text.split("\n"), start=1):
            for match in _BARE.finditer(line):
                if match[1] in collection.references:
                    place = Location(path, number, match.start() + 1)
                    found.setdefault(match[1], []).append(place)
            _check_unsigned(Location(path, number), line, known, reporter)
        for ref, places in found.items():
            reporter.report_all(
                "bad-cite",
                places,
                _("this call to '{ref}' has no brackets").format(ref=ref),
                _("write {call}").format(call=f"[@{ref}]"),
            )


def _check_unsigned(place: Location, line: str, known: Set[str], reporter: Reporter) -> None:
    for match in _UNSIGNED.finditer(line):
        ref, locus = match.groups()
        if bare(ref) in known:
            reporter.report(
                "bad-cite",
                replace(place, column=match.start() + 1),
                _("this call to '{ref}' has no @").format(ref=ref),
                _("write {call}").format(call=f"[@{ref}{locus}]"),
            )
