"""Fields and what they point to: page numbers, bookmarks and the links that lead to them.

docs/word/links.md says what Word makes of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.writers.docx.markup import SPACE, W, add, add_text, child

_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
_PAGE_FORMAT = re.compile(r"(\{pages?\})")
_NAME_LIMIT = 40  # characters of a bookmark's name, Word's limit
NOWHERE = Location("")


def add_page_number(paragraph: etree._Element, page_format: str, style: str | None) -> None:
    """Append *page_format* with fields in the places of ``{page}`` and ``{pages}``.

    *style* is the id of a character style.
    """
    for part in _PAGE_FORMAT.split(page_format):
        if part in _FIELDS:
            begin_field(paragraph, _FIELDS[part], style)
            add_text(_run(paragraph, style), "1")  # what stands there until Word counts
            end_field(paragraph, style)
        elif part:
            add_text(_run(paragraph, style), part)


def open_simple(parent: etree._Element, instruction: str) -> etree._Element:
    """Append a field of one run and return it; its result goes inside."""
    return add(parent, "fldSimple", instr=f" {instruction} ")


def begin_field(parent: etree._Element, instruction: str, style: str | None = None) -> None:
    """Append the beginning of a field whose result may go on in other paragraphs.

    *style* is the id of a character style: all runs of a field have it, since Word gives a new
    result the look of the code (docs/word/links.md).
    """
    add(_run(parent, style), "fldChar", fldCharType="begin")
    code = add(_run(parent, style), "instrText")
    code.set(SPACE, "preserve")
    code.text = f" {instruction} "
    add(_run(parent, style), "fldChar", fldCharType="separate")


def end_field(parent: etree._Element, style: str | None = None) -> None:
    """Append the end of a field."""
    add(_run(parent, style), "fldChar", fldCharType="end")


def _run(parent: etree._Element, style: str | None) -> etree._Element:
    run = add(parent, "r")
    if style:
        add(add(run, "rPr"), "rStyle", val=style)
    return run


@dataclass(slots=True)
class Bookmarks:
    """Places of block ids, and the bookmarks that links ask for; no other bookmark is made.

    ``labels`` are those of tables and figures by block id: a link that says just a label becomes a
    REF field to it.
    """

    reporter: Reporter
    labels: Mapping[str, str] = field(default_factory=dict)
    _places: dict[str, etree._Element] = field(default_factory=dict)
    _label_places: dict[str, tuple[etree._Element, etree._Element]] = field(default_factory=dict)
    _wanted: dict[str, tuple[str, Location | None]] = field(default_factory=dict)

    def place(self, id: str, paragraph: etree._Element) -> None:
        """Note that the block *id* begins with *paragraph*."""
        self._places.setdefault(id, paragraph)

    def place_label(self, id: str, first: etree._Element, last: etree._Element) -> None:
        """Note that the label of block *id* goes from *first* to *last*, siblings."""
        self._label_places[f"{id}-label"] = first, last

    def name(self, id: str, location: Location | None) -> str:
        """Return the bookmark's name for block *id*, to which a link at *location* leads."""
        if id not in self._wanted:
            self._wanted[id] = self._unused_name(id), location
        return self._wanted[id][0]

    def insert(self) -> int:
        """Put the bookmarks in and return how many there are; a link to nowhere is an error."""
        for number, (id, (name, location)) in enumerate(self._wanted.items()):
            if id in self._label_places:
                first, last = self._label_places[id]
                marks = {W + "id": str(number)}
                first.addprevious(etree.Element(W + "bookmarkStart", marks | {W + "name": name}))
                last.addnext(etree.Element(W + "bookmarkEnd", marks))
                continue
            paragraph = self._places.get(id)
            if paragraph is None:
                self.reporter.report(
                    "broken-link",
                    location or NOWHERE,
                    _("the link leads to '{id}', which is not in this document").format(id=id),
                )
                continue
            enclose(paragraph, name, str(number))
        return len(self._wanted)

    def _unused_name(self, id: str) -> str:
        # Letters, digits and underscores, a letter first: anything else breaks REF fields.
        stem = re.sub(r"[^A-Za-z0-9_]", "_", id)
        stem = (stem if stem[:1].isalpha() else f"b_{stem}")[: _NAME_LIMIT - 4]
        taken = {name for name, _location in self._wanted.values()}
        candidates = (stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3)))
        return next(name for name in candidates if name not in taken)


def enclose(element: etree._Element, name: str, id: str) -> None:
    """Put a bookmark around a run, or around all that a paragraph says."""
    around = element.getparent() if element.tag == W + "r" else None
    inside = element if around is None else around
    start = add(inside, "bookmarkStart", id=id, name=name)
    end = add(inside, "bookmarkEnd", id=id)
    if around is None:
        element.insert(0 if child(element, "pPr") is None else 1, start)
    else:
        element.addprevious(start)
        element.addnext(end)
