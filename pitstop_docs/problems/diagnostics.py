"""Problems and where they are.

Enters: what any floor finds wrong. Leaves: sorted diagnostics that the command line prints.
A ``Reporter`` is passed explicitly; there are no globals and no ``warnings.warn``.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from pitstop_docs.problems.codes import PROBLEMS
from pitstop_docs.problems.codes import Severity as Severity
from pitstop_docs.problems.messages import _, ngettext

_LINES_MAX = 30  # that a message names: of an unreadable file, nobody reads more


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a project: path relative to its root, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


Kind = Literal["brief", "addressed", "act", "letter"]


@dataclass(frozen=True, slots=True, order=True)
class BriefId:
    """Who a brief is: one source in one edition, in one language, for everybody or to be "addressed" to one
    municipality after the other; the draft of an act, whose ``edition`` is the form of the act and the body
    that is asked ("mozione-consiglio"); or a campaign's cover letter, whose ``source`` is the campaign, its
    ``edition`` "letter"."""

    source: str
    edition: str
    language: str = "it"
    kind: Kind = "brief"

    def __str__(self) -> str:
        return f"{self.source} · {self.edition}"

    @property
    def is_edition(self) -> bool:
        """Whether it is its source in an edition, cut to pages, for everybody or addressed."""
        return self.kind in ("brief", "addressed")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a stable English ``code``, a translated message, its place and a remedy; the
    message and the remedy that are not given are those of the table. An unknown code raises
    KeyError.

    ``brief`` is the only one that it concerns; ``None`` means the whole project."""

    code: str
    location: Location
    message: str = ""
    hint: str = ""
    brief: BriefId | None = None

    def __post_init__(self) -> None:
        row = PROBLEMS[self.code]
        if self.severity is not row.severity:
            raise ValueError(f"{self.code} is a {row.severity}")
        if not self.message:
            object.__setattr__(self, "message", _(row.message))
        if not self.hint:
            object.__setattr__(self, "hint", _(row.hint))

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return PROBLEMS[self.code].severity

    def __str__(self) -> str:
        text = f"{self.location}: {self.severity}[{self.code}]: {self.message}"
        return f"{text}\n    {self.hint}" if self.hint else text

    def as_json(self) -> dict[str, Any]:
        """Return the fields for machines; keys and codes are English."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "file": self.location.path,
            "line": self.location.line,
            "column": self.location.column,
            "hint": self.hint,
            "brief": self.brief and asdict(self.brief),
        }


def problem_from(row: Mapping[str, Any]) -> Diagnostic:
    """Return what :meth:`Diagnostic.as_json` gave; raises ValueError, KeyError or TypeError."""
    return Diagnostic(
        str(row["code"]),
        Location(str(row["file"]), int(row["line"]), int(row["column"])),
        str(row["message"]),
        str(row["hint"]),
        row["brief"] and BriefId(**row["brief"]),
    )


class PitstopError(Exception):
    """The command cannot continue; printed without a traceback."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnknownName(PitstopError):
    """The command names something that there is not."""


@dataclass(slots=True)
class Reporter:
    """Gathers diagnostics; the same problem at the same place is kept once."""

    _found: dict[tuple[str, Location, str], Diagnostic] = field(default_factory=dict)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep *diagnostic*; its message, which may quote a source, is made one line."""
        message = " ".join(diagnostic.message.split("\n"))
        diagnostic = replace(diagnostic, message=message)
        key = (diagnostic.code, diagnostic.location, diagnostic.message)
        self._found.setdefault(key, diagnostic)

    def report(self, code: str, location: Location, message: str = "", hint: str = "") -> None:
        """Keep a problem at *location*; what is not said of it is said by the table."""
        self.add(Diagnostic(code, location, message, hint))

    def report_all(
        self, code: str, places: Sequence[Location], message: str = "", hint: str = ""
    ) -> None:
        """Keep one problem that is at all *places* of a file: at the first, which names the others."""
        if len(places) > 1:
            row = PROBLEMS[code]
            lines = sorted({place.line for place in places})
            shown = ", ".join(map(str, lines[:_LINES_MAX])) + ("…" if lines[_LINES_MAX:] else "")
            message = ngettext(
                "{message} ({count} times: line {lines})",
                "{message} ({count} times: lines {lines})",
                len(lines),
            ).format(message=message or _(row.message), count=len(places), lines=shown)
        self.report(code, min(places), message, hint)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All that was found, by place."""
        return sorted(self._found.values(), key=lambda d: (d.location, d.code, d.message))

    @property
    def errors(self) -> list[Diagnostic]:
        """The errors alone, by place."""
        return [d for d in self.diagnostics if d.severity is Severity.ERROR]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return what of *known* was meant by *word*, if anything is near; capitals and accents do not
    count."""
    plain = {_plain(name): name for name in known}
    near = difflib.get_close_matches(_plain(word), plain, n=1, cutoff=0.6)
    return plain[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the nearest of *known*, or an empty string."""
    near = nearest(word, known)
    return _("did you mean '{near}'?").format(near=near) if near else ""


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def printable(text: str) -> str:
    """Return *text*, which strangers chose, with a sign for each character that a terminal obeys."""
    pictures = {code: 0x2400 + code for code in range(0x20)}  # ␀ ␁ ␂ …
    return "".join(c if c.isprintable() else "\ufffd" for c in text.translate(pictures))


def relative(path: Path, root: Path) -> str:
    """Return *path* as it is shown to people: relative to the project, with slashes, and with each
    accent on its letter, which macOS parts in names."""
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return unicodedata.normalize("NFC", shown.as_posix())
