"""Content controls: which words of a file come from which field of a source.

Enters: paragraphs and cells as they are written, each with the field that its words come from.
Leaves: a control around each, or a bookmark where Word forbids a control, both with the same key
(docs/word/content-controls.md). Whoever reads an edited file finds the field again by its key.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from lxml import etree

from pitstop_docs.tree.document import Inlines, Note
from pitstop_docs.tree.keys import LONGEST_FIELD, TAG_LIMIT, Key, short, words_hash
from pitstop_docs.tree.walk import children, plain
from pitstop_docs.writers.docx.fields import enclose
from pitstop_docs.writers.docx.markup import W15, W, add, child, legal

_CALL = "footnoteReference"


@dataclass(frozen=True, slots=True)
class _Held:
    """An element to wrap (a paragraph or a cell), and the paragraph or run to bookmark."""

    element: etree._Element | None
    place: etree._Element
    key: Key
    alias: str


@dataclass(slots=True)
class Controls:
    """The controls of one document. Elements are wrapped at the end: until then the writer sees the
    body as if there were none."""

    source: str
    alias: str = ""
    _held: list[_Held] = field(default_factory=list)
    _fields: set[str] = field(default_factory=set)
    _ids: set[int] = field(default_factory=set)

    def hold(self, element: etree._Element, name: str, content: Inlines, before: str = "") -> None:
        """Note that *element*, a paragraph or a cell, says *content* of field *name*.

        *before* are words of the source that stand in front of it. Empty texts get no control.
        """
        text = f"{before} {plain(content)}" if before else plain(content)
        if not text.strip():
            return
        paragraph = element if element.tag == W + "p" else next(element.iterchildren(W + "p"))
        self._held.append(_Held(element, paragraph, self._key(name, text), self._alias(name)))
        calls = (run for run in paragraph.iter(W + "r") if child(run, _CALL) is not None)
        for number, note in enumerate(_notes_in(content), start=1):
            key = self._key(f"{name}-note-{number}", plain(note.content))
            self._held.append(_Held(None, next(calls), key, ""))

    def mark(self, paragraph: etree._Element, name: str, text: str) -> None:
        """Note that *paragraph* holds *text* of field *name* where no control can reach it."""
        if text.strip():
            self._held.append(_Held(None, paragraph, self._key(name, text), ""))

    def insert(self, first: int) -> None:
        """Put controls and bookmarks in; the ids of bookmarks are counted from *first*."""
        for number, held in enumerate(self._held, start=first):
            enclose(held.place, held.key.bookmark, str(number))
            if held.element is not None and not _ends_section(held.place):
                self._wrap(held.element, held.key, held.alias)

    def id(self, tag: str) -> str:
        """Return a number for the control *tag*: always the same, and no other control's."""
        number = int(sha256(tag.encode()).hexdigest()[:8], 16) & 0x7FFFFFFF or 1
        while number in self._ids:
            number = number % 0x7FFFFFFF + 1
        self._ids.add(number)
        return str(number)

    def _wrap(self, element: etree._Element, key: Key, alias: str) -> None:
        around = element.getparent()
        assert around is not None
        control = add(around, "sdt")
        element.addprevious(control)
        properties = add(control, "sdtPr")
        add(properties, "alias", val=alias)
        add(properties, "tag", val=key.tag)
        add(properties, "id", val=self.id(key.tag))
        etree.SubElement(properties, W15 + "appearance", {W15 + "val": "hidden"})
        # A kind that LibreOffice knows: in a control without one it loses fields and notes.
        add(add(properties, "docPartObj"), "docPartGallery", val="Quick Parts")
        add(control, "sdtContent").append(element)

    def _key(self, name: str, text: str) -> Key:
        unused = name
        number = 2
        while unused in self._fields:
            unused, number = f"{name}.{number}", number + 1
        self._fields.add(unused)
        return Key(self.source, unused, words_hash(legal(text)))

    def _alias(self, name: str) -> str:
        """Return what Word shows as a control's title: the heading above it, and its field."""
        room = TAG_LIMIT - min(len(name), LONGEST_FIELD) - 3
        heading = self.alias if len(self.alias) <= room else f"{self.alias[: room - 1]}…"
        return legal(f"{heading} ({short(name, LONGEST_FIELD)})")


def _ends_section(paragraph: etree._Element) -> bool:
    properties = child(paragraph, "pPr")
    return properties is not None and child(properties, "sectPr") is not None


def _notes_in(content: Inlines) -> Iterator[Note]:
    for inline in content:
        if isinstance(inline, Note):
            yield inline
        else:
            for run in children(inline):
                yield from _notes_in(run)
