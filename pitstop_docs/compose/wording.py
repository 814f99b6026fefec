"""Values → the words that are printed: dates, numbers, references.

Enters: typed values and the labels of one language. Leaves: text and inlines in that language's
forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal

from pitstop_docs.records.editions import Labels
from pitstop_docs.records.forms import Value
from pitstop_docs.records.legal import (
    article_of,
    demetra_url,
    ecli_url,
    gazzetta_url,
    normattiva_url,
)
from pitstop_docs.records.model import Reference
from pitstop_docs.tree.document import (
    Badge,
    Inline,
    Inlines,
    Link,
    Text,
)
from pitstop_docs.tree.typeset import DOT, NBSP, typeset

ARROW = "→"  # from what was to what is; only the display face has it
_FIRST_OF_MONTH = {"it": "1°", "fr": "1er"}  # where CLDR's pattern has a plain 1


def split_source(source: str) -> tuple[str, str]:
    """Return the reference id and the locus of *source* ("legge-381-1991, art. 5"), as typed."""
    ref, _comma, locus = source.partition(",")
    return ref.strip(), locus.strip()


@dataclass(frozen=True, slots=True)
class Checks:
    """Of the ``total`` of references of a brief, so many were ``checked``. That stands in one place: the title
    of the list of sources, if that is ``titled``. References that differ from most of them are ``marked``,
    but where a table has the day on which each was checked."""

    checked: int = 0
    total: int = 0
    titled: bool = True
    marked: bool = True

    @property
    def state(self) -> Literal["none", "few", "most", "all"]:
        """How many were checked."""
        if self.checked in (0, self.total):
            return "all" if self.checked else "none"
        return "most" if 2 * self.checked > self.total else "few"

    def differs(self, reference: Reference) -> bool:
        """Tell whether the checking of *reference* must be said where it is named."""
        return self.marked and bool(reference.checked_on) != (self.state in ("most", "all"))


@dataclass(frozen=True, slots=True)
class Wording:
    """Prints values with the words of one language; ``checks`` are what is known of the sources."""

    labels: Labels
    checks: Checks = field(default_factory=Checks)

    def word(self, key: str, **values: object) -> str:
        """Return the label *key*, its placeholders filled."""
        return self.labels.words[key].format(**values)

    def text(self, key: str, **values: object) -> Inlines:
        """Return the label *key* as inlines."""
        return (Text(self.word(key, **values)),)

    def place_in(self, source: str) -> tuple[str, str]:
        """Return the reference id and the locus of *source*, typeset."""
        ref, locus = split_source(source)
        return ref, typeset(locus, self.labels.language)

    def in_a_row(self, things: Iterable[str | None]) -> str:
        """Return *things*, those that there are, with a dot between them, which ends no line."""
        return typeset(DOT.join(filter(None, things)), self.labels.language)

    # --- dates and numbers ---------------------------------------------------------------------

    def day(self, day: date) -> str:
        """Return "26 gennaio 1991", which does not break."""
        text = format_date(day, "d MMMM y", locale=self.labels.language)
        first = _FIRST_OF_MONTH.get(self.labels.language[:2], "1")
        text = f"{first}{text[1:]}" if day.day == 1 else text
        return typeset(text, self.labels.language)

    def partial_date(self, value: str) -> str:
        """Return "1991", "gennaio 1991" or "26 gennaio 1991"."""
        parts = value.split("-")
        if len(parts) == 1:
            return value
        if len(parts) == 2:
            first = date(int(parts[0]), int(parts[1]), 1)
            text = format_date(first, "MMMM y", locale=self.labels.language)
            return typeset(text, self.labels.language)
        return self.day(date.fromisoformat(value))

    def number(self, value: Decimal, signed: bool = False, separators: bool = True) -> str:
        """Return "1.200" or "98,6", with its sign if *signed*, and as many decimals as were typed; "2003"
        without *separators*."""
        pattern = ("#,##0." if separators else "0.") + "0" * -int(value.as_tuple().exponent)
        text = format_decimal(value, pattern, locale=self.labels.language)
        return f"+{text}" if signed and value > 0 else text

    def value(self, value: Value) -> str:
        """Return the number with its qualifier, unit and range or change; "" if there is none."""
        return NBSP.join(filter(None, self.change(value)))

    def change(self, value: Value) -> tuple[str, str]:
        """Return what :meth:`value` does in two pieces, of which the first is what a change begins with
        ("9 →"); it is "" if there is no change."""
        if not value.known:
            return "", ""
        low = value.to if value.value is None else value.value
        text = self.number(low, value.signed)  # type: ignore[arg-type]  # known
        if value.value is not None and value.to is not None:
            text += f"–{self.number(value.to, value.signed)}"
        if value.unit:
            text += NBSP + value.unit
        if value.qualifier:
            text = f"{self.word(value.qualifier)}{NBSP}{text}"
        if value.value is not None or value.before is None:
            return "", text
        return f"{self.number(value.before, value.signed)}{NBSP}{ARROW}", text

    def difference(self, before: Decimal, after: Decimal, unit: str) -> str:
        """Return what there is more or less: "+13,2 punti percentuali"; of what is no percentage, how much, and
        how much of what it was: "+299 (+3,1 %)"."""
        change = after - before
        text = self.number(change.normalize() + 0, signed=True)
        if unit == "%":
            return self.word("points", change=text)
        if before <= 0:
            return text
        share = change / before * 100
        share = round(share, 0 if abs(share) >= 10 else 1)
        return f"{text} ({self.number(share, signed=True)}{NBSP}%)"

    def certainty(self, level: str) -> Badge:
        """Return the badge of a certainty."""
        return Badge("certainty", level, self.word(f"certainty-{level}"))

    def how_certain(self, level: str) -> Badge:
        """Return the badge of a certainty that says what it is: "certezza media"."""
        badge, before, after = self.with_certainty(level)
        return replace(badge, text=f"{before}{badge.text}{after}")

    def with_certainty(self, level: str) -> tuple[Badge, str, str]:
        """Return the badge of a certainty, and the words before and after it."""
        before, _level, after = self.labels.words["certainty"].partition("{level}")
        return self.certainty(level), before, after

    def names(self, references: Mapping[str, Reference], sources: tuple[str, ...]) -> list[str]:
        """Return the short names of *sources*."""
        ids = [split_source(source)[0] for source in sources]
        return [references[id].short for id in ids if id in references]

    def answer(self, level: str) -> Badge:
        """Return the badge of an answer in the transferability grid."""
        return Badge("answer", level, self.word(f"answer-{level}"))

    # --- references ----------------------------------------------------------------------------

    def checked(self, reference: Reference) -> str:
        """Return when a person last read *reference*, or that nobody has."""
        if reference.checked_on is None:
            return self.word("not-verified")
        return self.word("verified", date=self.day(reference.checked_on))

    def with_state(self, title: str) -> str:
        """Return the *title* of a list of sources, with how many of them were checked."""
        return (
            self.word(f"sources-{self.checks.state}", title=title) if self.checks.titled else title
        )

    def entry(self, reference: Reference, locus: str, day: bool = False) -> Inlines:
        """Return the short entry of a list of sources, with the year of the source, or of a footnote, with
        its *day* as far as that is known."""
        parts: list[Inline] = [self._linked(reference, reference.short, locus)]
        if locus:
            parts.append(Text(f", {locus}"))
        if reference.date and reference.date[:4] not in reference.short:
            when = self.partial_date(reference.date) if day else reference.date[:4]
            parts.append(Text(f", {when}"))
        parts.append(
            Text(f". {self.checked(reference)}." if self.checks.differs(reference) else ".")
        )
        return tuple(parts)

    def mention(self, reference: Reference, locus: str) -> Inlines:
        """Return a reference named inside a sentence, and whether it was checked, if that must be said."""
        place = f", {locus}" if locus else ""
        if self.checks.differs(reference):
            checked = self.checked(reference)
            place += f" ({checked[0].lower()}{checked[1:]})"
        words = self._linked(reference, reference.short, locus)
        return (words, Text(place)) if place else (words,)

    def norm(self, references: Mapping[str, Reference], source: str) -> Inlines:
        """Return the linked short name of a norm, and the article that *source* names."""
        ref, locus = self.place_in(source)
        reference = references.get(ref)
        if reference is None:
            return ()
        name = reference.short + (f", {locus}" if locus else "")
        return (self._linked(reference, name, locus),)

    def full_reference(self, reference: Reference) -> Inlines:
        """Return author, linked title, publisher, date and where it is."""
        parts: list[Inline] = []
        if reference.author:
            parts.append(Text(f"{reference.author}, "))
        parts.append(self._linked(reference, reference.title, ""))
        rest = [
            reference.publisher or "",
            self.partial_date(reference.date) if reference.date else "",
            reference.located or "",
            reference.ecli or "",
        ]
        parts.append(Text("".join(f", {item}" for item in rest if item) + "."))
        if reference.note:
            parts.append(Text(f" {reference.note.rstrip('.')}."))
        return tuple(parts)

    def _linked(self, reference: Reference, words: str, locus: str) -> Inline:
        url = reference_url(reference, locus)
        return Link((Text(words),), url) if url else Text(words)


def reference_url(reference: Reference, locus: str = "") -> str:
    """Return the best address of *reference*: of the act and article, of the ruling, of the page; "" if
    none is known."""
    act = reference.act
    if act and act.issuer == "emilia-romagna":
        return demetra_url(int(act.date[:4]), act.number)
    if act:
        # A day, or the year alone; there is no address by month.
        enacted = act.date if len(act.date) == 10 else act.date[:4]
        return normattiva_url(act.type, enacted, act.number, article_of(locus))
    if reference.ecli:
        return ecli_url(reference.ecli)
    if reference.gazette:
        return gazzetta_url(reference.gazette.date, reference.gazette.code)
    return reference.url or ""
