"""Copyfitting: what of a brief its pages can hold, decided by the layout itself.

Enters: a Document whose blocks have ranks. Leaves: the Document that fits, the
layout that proves it (and is the one to be written), and what was left out, with its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil

from pitstop_docs.copyfit.linear import Room, trim
from pitstop_docs.copyfit.search import MOST, Engine, Search, Trial
from pitstop_docs.copyfit.units import Unit, units_of
from pitstop_docs.problems.diagnostics import Diagnostic, Location
from pitstop_docs.problems.messages import _
from pitstop_docs.tree.document import Document, Paragraph, Section
from pitstop_docs.tree.walk import plain, text_of, walk
from pitstop_docs.writers.pdf import EMPTY, Layout, is_wasted

__all__ = ["EMPTY", "MOST", "Engine", "Fitted", "Room", "Unit", "fit", "trim", "units_of"]

_FULL = 0.42  # of a page's height: a last page that holds less looks like a mistake
_LONGEST = 3  # texts, or sections, that a message names


@dataclass(frozen=True, slots=True)
class Fitted:
    """A Document cut to its edition's pages: ``units`` are all that it could have held, best first,
    ``kept`` the keys of those that it holds; ``layouts`` is how often it was laid out. With an error
    among the ``problems`` not even what is required fits."""

    document: Document
    layout: Layout
    units: tuple[Unit, ...]
    kept: frozenset[str]
    layouts: int
    problems: tuple[Diagnostic, ...] = field(default=())

    @property
    def left_out(self) -> tuple[Unit, ...]:
        """The units that there is no room for, best first."""
        return tuple(unit for unit in self.units if unit.key not in self.kept)


def fit(document: Document, engine: Engine, room: Room | None = None) -> Fitted:
    """Return *document* cut to its pages, which it fills unless it takes only up to so many. What is kept
    has *room* in another format too, but for what is required.

    Raises ``LayoutError`` when the layout engine fails.
    """
    search = Search(document, document.pages, engine, room)
    whole = document.up_to and search.others.hold(search.everything)
    trial = search.whole() if whole else None
    if trial and trial.spare >= 0:
        trial = search.fuller(trial, _FULL)
    if trial is None or trial.spare < 0:
        trial = search.best()
    layouts = search.layouts
    wasteful = not document.up_to and trial.layout.wastes(document.pages)
    wasteful = wasteful and not search.holds_all(trial)
    if trial.spare < 0 or (wasteful and document.pages > 1 and search.layouts < MOST):
        over = search.split_over()
        other = over.best()
        layouts = over.layouts
        if trial.spare < 0 or (other.spare >= 0 and over.worth(other) > search.worth(trial)):
            search, trial = over, other
    problems = list(trial.reporter.diagnostics)
    if trial.spare < 0:
        problems.append(_too_long(search, trial))
    elif not document.up_to and trial.layout.wastes(document.pages):
        short = search.holds_all(trial)
        problems.append(_too_short(trial) if short else _not_filled(search, trial))
    return Fitted(
        trial.layout.document,
        trial.layout,
        search.units,
        trial.kept,
        layouts,
        tuple(problems),
    )


def _too_long(search: Search, trial: Trial) -> Diagnostic:
    """Say by how much what is required is too long, and where the longest texts are."""
    first, named = _longest(unit for unit in search.units if not unit.rank)
    lines = ceil(-trial.spare / _line_height(trial.layout))
    return Diagnostic(
        "does-not-fit",
        first or search.document.location,
        _(
            "what '{source}' must say in edition '{edition}' is {lines} lines too long (about {words} "
            "words) for its pages: {pages}"
        ).format(
            source=trial.layout.document.id.source,
            edition=trial.layout.document.id.edition,
            lines=lines,
            words=ceil(lines * _words_a_line(trial.layout)),
            pages=trial.layout.document.pages,
        ),
        _("shorten its longest required texts (in brackets their words): {texts}").format(
            texts=named
        ),
        trial.layout.document.id,
    )


def _too_short(trial: Trial) -> Diagnostic:
    """Say how full the last page is, what would fill it, and where there is least text."""
    layout = trial.layout
    sections = [b for b in layout.document.body if isinstance(b, Section) and b.location]
    texts = [s for s in sections if any(isinstance(b, Paragraph) for b in s.blocks)]
    thinnest = sorted(texts, key=lambda s: len(text_of(s)))[:_LONGEST]
    named = ", ".join(f"{plain(s.title)} ({len(text_of(s))})" for s in thinnest)
    full = 0.0 if layout.pages < layout.document.pages else 1 - layout.gap / layout.height
    return Diagnostic(
        "too-short",
        layout.document.location,
        _(
            "'{source}' has too little text for edition '{edition}', which has {pages} pages: the last one is "
            "{full} per cent full, and about {characters} characters are missing"
        ).format(
            source=layout.document.id.source,
            edition=layout.document.id.edition,
            pages=layout.document.pages,
            full=round(100 * full),
            characters=ceil(_missing_words(layout) * _letters_a_word(layout) / 100) * 100,
        ),
        _("write more where there is least (in brackets the characters): {sections}").format(
            sections=named
        ),
        layout.document.id,
    )


def _not_filled(search: Search, trial: Trial) -> Diagnostic:
    """Say how much room is left, and which of the passages left out are too long for it; or that the pages
    of the other format, which says the same words, are full."""
    layout = trial.layout
    first, named = _longest(unit for unit in search.units if unit.key not in trial.kept)
    if is_wasted(search.others.left(trial.kept), layout.height):
        message = _(
            "'{source}' leaves room for about {words} words in edition '{edition}': no passage that was "
            "left out fits there"
        )
        hint = _("part the longest of them (in brackets their words): {texts}").format(texts=named)
    else:
        first = None
        message = _(
            "'{source}' leaves room for about {words} words in the PDF of edition '{edition}': its Word file, "
            "which says the same words, has no more"
        )
        hint = _(
            "there is nothing to part; shorten what takes more room in Word than in the PDF: steps, dates, "
            "tables"
        )
    return Diagnostic(
        "not-filled",
        first or search.document.location,
        message.format(
            source=layout.document.id.source,
            edition=layout.document.id.edition,
            words=_missing_words(layout),
        ),
        hint,
        layout.document.id,
    )


def _longest(units: Iterable[Unit]) -> tuple[Location | None, str]:
    """Return the place of the longest of *units*, and those of the longest ones with their words."""
    placed = [(len(unit.text.split()), unit.location) for unit in units if unit.location]
    longest = sorted(placed, key=lambda each: -each[0])[:_LONGEST]
    named = "; ".join(f"{location} ({words})" for words, location in longest)
    return (longest[0][1] if longest else None), named


def _missing_words(layout: Layout) -> int:
    """Return about how many words would fill the pages, but for what no reader misses."""
    pages = layout.document.pages - layout.pages
    gap = layout.gap + (pages - EMPTY / 2) * layout.height
    return ceil(gap / _line_height(layout) * _words_a_line(layout) / 10) * 10


def _letters_a_word(layout: Layout) -> float:
    """Return how long a word of the document is, with the space after it."""
    words = " ".join(map(text_of, layout.document.body)).split()
    return sum(len(word) + 1 for word in words) / len(words) if words else 7.0


def _line_height(layout: Layout) -> float:
    return layout.setting.size * layout.setting.leading


def _words_a_line(layout: Layout) -> float:
    """Return how many words a line of running text holds."""
    words = height = 0.0
    for block in walk(layout.document.body):
        if isinstance(block, Paragraph) and block.style == "body" and block.id in layout.places:
            words += len(plain(block.content).split())
            height += sum(place.height for place in layout.places[block.id])
    return words / (height / _line_height(layout)) if height else 10.0
