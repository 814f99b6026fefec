"""Content controls: which words of a file come from which field of a source.

Enters: paragraphs and cells as they are written, each with the field that its words come from.
Leaves: a control around each, or a bookmark where Word forbids a control, both with the same key
(docs/word/content-controls.md). Whoever reads an edited file finds the field again by its key.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from lxml import etree

from pitstop_docs.tree.document import Inlines, Note
from pitstop_docs.tree.walk import children, plain
from pitstop_docs.writers.docx.fields import enclose
from pitstop_docs.writers.docx.markup import W15, W, add, legal

TAG_LIMIT = 64  # characters of w:tag and w:alias, 17.5.2.42 and 17.5.2.1 as Word applies them
_LONGEST_SOURCE, _LONGEST_FIELD = 20, 30
_HASH = 8  # hexadecimal digits of the words' hash
_PLACE = 16  # of the hash of source and field, in bookmarks
_CALL = W + "footnoteReference"
_MARK = 6  # of what stands for the rest of a name that is cut


def words_hash(text: str) -> str:
    """Return the hash of *text* as a reader sees it: spaces of all kinds count as one, and a hyphen
    that shows only at the end of a line not at all, since Word changes both on its own."""
    seen = " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())
    return sha256(seen.encode()).hexdigest()[:_HASH]


@dataclass(frozen=True, slots=True)
class Key:
    """Where words come from: the id of a source, a field in it, the words' hash."""

    source: str
    field: str
    digest: str

    @property
    def tag(self) -> str:
        """``ps:source:field:hash``, 64 characters at most; long names end in ``~`` and a hash."""
        source, name = _short(self.source, _LONGEST_SOURCE), _short(self.field, _LONGEST_FIELD)
        return f"ps:{source}:{name}:{self.digest}"

    @property
    def bookmark(self) -> str:
        """``_ps``, the hash of source and field, the words' hash: 28 characters. Names that begin
        with ``_`` are hidden in Word's lists."""
        place = sha256(f"{self.source}\0{self.field}".encode()).hexdigest()[:_PLACE]
        return f"_ps{place}_{self.digest}"


def _short(name: str, limit: int) -> str:
    if len(name) <= limit:
        return name
    mark = sha256(name.encode()).hexdigest()[:_MARK]
    return f"{name[: limit - _MARK - 1]}~{mark}"


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
        calls = (run for run in paragraph.iter(W + "r") if run.find(_CALL) is not None)
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
            if held.element is not None and held.place.find(f"{W}pPr/{W}sectPr") is None:
                self._wrap(held.element, held.key, held.alias)

    def id(self, tag: str) -> str:
        """Return a number for the control *tag*: always the same, and no other control's."""
        number = int(sha256(tag.encode()).hexdigest()[:8], 16) & 0x7FFFFFFF or 1
        while number in self._ids:
            number = number % 0x7FFFFFFF + 1
        self._ids.add(number)
        return str(number)

    def _wrap(self, element: etree._Element, key: Key, alias: str) -> None:
        control = etree.Element(W + "sdt")
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
        room = TAG_LIMIT - min(len(name), _LONGEST_FIELD) - 3
        heading = self.alias if len(self.alias) <= room else f"{self.alias[: room - 1]}…"
        return legal(f"{heading} ({_short(name, _LONGEST_FIELD)})")


def _notes_in(content: Inlines) -> Iterator[Note]:
    for inline in content:
        if isinstance(inline, Note):
            yield inline
        else:
            for run in children(inline):
                yield from _notes_in(run)
