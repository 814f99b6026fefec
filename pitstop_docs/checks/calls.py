"""Calls to references without their brackets, which would be printed as they stand."""

import re

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
        for number, line in enumerate(text.split("\n"), start=1):
            for match in _BARE.finditer(line):
                if match[1] in collection.references:
                    place = Location(path, number, match.start() + 1)
                    found.setdefault(match[1], []).append(place)
        for ref, places in found.items():
            reporter.report_all(
                "bad-cite",
                places,
                _("this call to '{ref}' has no brackets").format(ref=ref),
                _("write {call}").format(call=f"[@{ref}]"),
            )
