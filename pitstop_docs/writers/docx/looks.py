"""The looks in which documents are written, each made once.

Enters: the reference, the theme, a Document and the letterhead that it goes on, if any. Leaves: its
:class:`~.look.Look`, set so many steps tighter than the reference, with lines no longer than the theme
says, and what its paragraph styles take.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pitstop_docs.look.theme import Theme
from pitstop_docs.tree.document import Document
from pitstop_docs.writers.docx.heights import Metric
from pitstop_docs.writers.docx.letterheads import Letterhead, look_on, page_on, taken_by
from pitstop_docs.writers.docx.look import (
    REFERENCE_KIND,
    Kind,
    Look,
    has_numbers,
    make_look,
    with_measure,
    with_numbers,
    with_spacing,
)
from pitstop_docs.writers.docx.package import Package
from pitstop_docs.writers.docx.settings import embed_nothing
from pitstop_docs.writers.docx.spacing import room_on


@dataclass(slots=True)
class Looks:
    """The looks of one *reference* and *theme*; ``embed`` says whether files carry their fonts."""

    reference: Package
    theme: Theme
    embed: bool
    _made: dict[tuple[str, str, bool, str, bool, str, int], Look] = field(default_factory=dict)
    _ours: dict[tuple[str, str, bool, str, int, int], Look] = field(default_factory=dict)
    _plain: dict[tuple[str, str, bool, str], Look] = field(default_factory=dict)
    _metrics: dict[bytes, Mapping[str, Metric]] = field(default_factory=dict)

    @property
    def plain(self) -> Look:
        """The look in which the reference itself stands: what letterheads are completed with."""
        return self._from_reference(REFERENCE_KIND, "it", cover=False, genre="brief")

    def of(self, document: Document, letterhead: Letterhead | None, step: int = 0) -> Look:
        """Return the look of *document* on *letterhead*, set *step* of the way to the tightest."""
        counted = has_numbers(document)
        sheet = letterhead.id if letterhead else ""
        genre = document.id.kind
        key = document.kind, document.language, document.cover, genre, counted, sheet, step
        if key not in self._made:
            cover = document.cover and (letterhead is None or letterhead.has_cover)
            plain = self._from_reference(document.kind, document.language, cover=cover, genre=genre)
            page = plain.page if letterhead is None else page_on(letterhead, plain)
            look = self._set(plain, page.text_width, step, genre)
            look = look if letterhead is None else look_on(letterhead, look)
            self._made[key] = with_numbers(look) if counted else look
        return self._made[key]

    def metrics(self, look: Look) -> Mapping[str, Metric]:
        """Return what the paragraph styles of *look* take, by id."""
        if look.styles not in self._metrics:
            self._metrics[look.styles] = look.metrics
        return self._metrics[look.styles]

    def height(self, document: Document, letterhead: Letterhead | None) -> float:
        """Return the height, in twips, that *document* has on its pages; a cover is not counted."""
        look = self.of(document, letterhead)
        first, others = (
            (0, 0) if letterhead is None else taken_by(letterhead, look, self.metrics(look))
        )
        pages = max(document.pages - 1 if document.cover else document.pages, 1)
        return room_on(look.page.text_height - others, pages) - max(first - others, 0)

    def _set(self, plain: Look, width: int, step: int, genre: str) -> Look:
        """Return *plain* as it is on a page *width* twips wide, so many steps tighter."""
        key = plain.kind, plain.language, plain.cover, genre, width, step
        if key not in self._ours:
            look = with_measure(plain, self.metrics(plain), width, self.theme.word.measure)
            if step:
                look = with_spacing(look, self.metrics(look), step, self.theme.word.tightest)
            if not self.embed:
                look = replace(look, settings=embed_nothing(look.settings))
            self._ours[key] = look
        return self._ours[key]

    def _from_reference(self, kind: Kind, language: str, *, cover: bool, genre: str) -> Look:
        key = kind, language, cover, genre
        if key not in self._plain:
            self._plain[key] = make_look(
                self.reference, self.theme, kind, language, cover=cover, genre=genre
            )
        return self._plain[key]
