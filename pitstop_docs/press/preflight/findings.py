"""What preflight found: findings by rule, page and place.

Enters: what inspectors meet. Leaves: a :class:`Report`; findings of a kind on a page are one, with all their
places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pitstop_docs.press.preflight.rules import RULES, Rule
from pitstop_docs.problems.diagnostics import Severity
from pitstop_docs.problems.messages import _, ngettext

MM_PER_PT = 25.4 / 72
_PLACES_MOST = 40  # of one finding that are kept: the picture shows no more
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Finding:
    """What breaks the rule ``code``: on ``page`` (from 1; 0: the whole file), ``what`` it is in particular,
    how many ``times``, and where, in mm from the upper left corner of the page as it is cut."""

    code: str
    page: int
    what: str
    times: int
    places: tuple[Box, ...]

    @property
    def rule(self) -> Rule:
        """The rule."""
        return RULES[self.code]

    def __str__(self) -> str:
        """Say what is wrong, in one line."""
        text = _(self.rule.wrong)
        if self.what:
            text += f": {self.what}"
        if self.times > 1:
            times = ngettext("{count} time", "{count} times", self.times).format(count=self.times)
            text += f" ({times})"
        return text

    @property
    def where(self) -> str:
        """Say where it is: the page, and how far from its left and upper edge."""
        if not self.page:
            return _("whole file")
        page = _("page {page}").format(page=self.page)
        if not self.places:
            return page
        left, top, _right, _bottom = self.places[0]
        at = _("{left} mm from the left, {top} mm from the top").format(
            left=round(left), top=round(top)
        )
        return f"{page}, {at}"

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "rule": self.code,
            "severity": self.rule.severity.value,
            "page": self.page or None,
            "what": self.what,
            "message": str(self),
            "times": self.times,
            "places_mm": [[round(side, 1) for side in box] for box in self.places],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a file of so many ``pages``, whose heaviest place has ``ink`` per cent."""

    pages: int
    ink: float
    trim: tuple[float, float] | None
    standard: str
    condition: str
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What a shop would refuse."""
        return tuple(f for f in self.findings if f.rule.severity is Severity.ERROR)

    @property
    def passed(self) -> bool:
        """Whether it passes our preflight."""
        return not self.errors

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "passed": self.passed,
            "pages": self.pages,
            "trim_mm": self.trim and [round(side, 1) for side in self.trim],
            "ink_maximum": round(self.ink),
            "standard": self.standard,
            "condition": self.condition,
            "looked_at": [*RULES],
            "findings": [finding.as_json() for finding in self.findings],
        }


def report_from(row: Mapping[str, Any]) -> Report:
    """Return what :meth:`Report.as_json` gave; raises KeyError, TypeError or ValueError."""
    trim = row["trim_mm"]
    return Report(
        int(row["pages"]),
        float(row["ink_maximum"]),
        (float(trim[0]), float(trim[1])) if trim else None,
        str(row["standard"]),
        str(row["condition"]),
        tuple(
            Finding(
                str(each["rule"]),
                int(each["page"] or 0),
                str(each["what"]),
                int(each["times"]),
                tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in each["places_mm"]),
            )
            for each in row["findings"]
            if each["rule"] in RULES
        ),
    )


@dataclass(slots=True)
class Findings:
    """Gathers findings."""

    _found: dict[tuple[str, int, str], list[Box | None]] = field(default_factory=dict)

    def add(self, code: str, page: int = 0, what: str = "", place: Box | None = None) -> None:
        """Take down that the rule *code* is broken."""
        assert code in RULES, code
        self._found.setdefault((code, page, what), []).append(place)

    def all(self) -> tuple[Finding, ...]:
        """Return what was found, page by page, errors first."""
        found = [
            Finding(code, page, what, len(places), tuple(p for p in places if p)[:_PLACES_MOST])
            for (code, page, what), places in self._found.items()
        ]
        order = [*RULES]
        return tuple(
            sorted(
                found,
                key=lambda f: (
                    f.page,
                    f.rule.severity is not Severity.ERROR,
                    order.index(f.code),
                    f.what,
                ),
            )
        )
