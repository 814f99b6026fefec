"""The Markdown body of a source → Blocks, each with its line.

Enters: the text below the front matter. Leaves: the sections under the fixed headings.
Python-Markdown keeps no positions, so the body is first cut into its top-level blocks, and each is
parsed by itself. """

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pitstop_docs.diagnostics import Location, did_you_mean
from pitstop_docs.document import (
    Block,
    BlockQuote,
    BulletList,
    Column,
    Figure,
    Inlines,
    ListItem,
    OrderedList,
    Paragraph,
    Row,
    Section,
    Table,
    plain,
)
from pitstop_docs.messages import _
from pitstop_docs.model import SectionText
from pitstop_docs.readers.inline import InlineReader, Passage, split_first_sentence
from pitstop_docs.typography import typeset

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+\S")
_INTERRUPTS = re.compile(r"(?:[-*+]|1[.)])\s+\S")
_FENCE = re.compile(r"\s*(```|~~~)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

# Resolves the address of an image to a figure, or reports why it cannot.
FigureOf = Callable[[str, str, str, Location], Figure | None]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A top-level block as text, with the line on which it begins."""

    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class BodyReader:
    """Reads the body of one source. ``figure_of`` turns an image's address into a figure."""

    def __init__(self, passage: Passage, inline: InlineReader, figure_of: FigureOf) -> None:
        self.passage, self.inline, self.figure_of = passage, inline, figure_of
        self.reporter = passage.reporter
        processors = inline.md.parser.blockprocessors
        for name in ("code", "hashheader", "setextheader", "reference"):
            processors.deregister(name)
        self._prefix, self._count = "", 0

    def sections(
        self, text: str, first_line: int, headings: Mapping[str, str]
    ) -> dict[str, SectionText]:
        """Return the sections of *text*; *headings* goes from key to heading."""
        keys = {heading.casefold(): key for key, heading in headings.items()}
        found: dict[str, SectionText] = {}
        for heading, chunks in self._split(text, first_line):
            if heading is None:
                if chunks:
                    self._error(
                        "text-outside-section",
                        _("this text stands before the first heading"),
                        chunks[0].line,
                        _("put it under one of the headings: {known}").format(
                            known=", ".join(headings.values())
                        ),
                    )
                continue
            title = heading.text
            key = keys.get(typeset(title).casefold()) or keys.get(title.casefold())
            if key is None:
                near = did_you_mean(title, headings.values())
                known = _("headings are: {known}").format(known=", ".join(headings.values()))
                self._error(
                    "unknown-heading",
                    _("'{title}' is not a section").format(title=title),
                    heading.line,
                    near or known,
                )
            elif key in found:
                self._error(
                    "duplicate-section",
                    _("section '{title}' is there twice").format(title=title),
                    heading.line,
                    _("join the two"),
                )
            else:
                blocks = self.blocks(chunks, key)
                found[key] = SectionText(key, Location(self.passage.path, heading.line), blocks)
        return found

    def body(self, text: str, first_line: int, prefix: str) -> tuple[Block, ...]:
        """Return the blocks of *text*, which has no sections (a testimony)."""
        chunks: list[_Chunk] = []
        for heading, below in self._split(text, first_line):
            if heading is not None:
                self._error(
                    "unknown-heading", _("there are no headings here"), heading.line, _("remove it")
                )
            chunks += below
        return self.blocks(chunks, prefix)

    def blocks(self, chunks: list[_Chunk], prefix: str) -> tuple[Block, ...]:
        """Return *chunks* parsed; ids begin with *prefix*; ``###`` headings open subsections."""
        self._prefix, self._count = prefix, 0
        out: list[Block] = []
        sub: tuple[_Chunk, str, list[Block]] | None = None
        for chunk in chunks:
            heading = _HEADING.match(chunk.lines[0])
            if heading:
                if len(heading[1]) != 3:
                    self._error(
                        "heading-level",
                        _("a heading here must have three # signs"),
                        chunk.line,
                        _("sections have ##, headings inside them ###"),
                    )
                out += self._close(sub)
                sub = (chunk, heading[2], [])
                continue
            target = sub[2] if sub else out
            if chunk.text.startswith(": ") and target and isinstance(target[-1], Table):
                target[-1] = self._captioned(target[-1], chunk)
            else:
                target += self._parse(chunk)
        return (*out, *self._close(sub))

    def _close(self, sub: tuple[_Chunk, str, list[Block]] | None) -> tuple[Block, ...]:
        if sub is None:
            return ()
        chunk, title, blocks = sub
        place = Location(self.passage.path, chunk.line)
        if not blocks:
            self._error(
                "empty-section",
                _("there is no text under this heading"),
                chunk.line,
                _("write it or remove the heading"),
            )
        content = self.inline.read(title, chunk.line)
        return (
            Section(id=self._id(), location=place, title=content, level=3, blocks=tuple(blocks)),
        )

    def _split(self, text: str, first_line: int) -> Iterator[tuple[_Chunk | None, list[_Chunk]]]:
        """Yield each ``##`` heading (None before the first) with the chunks below it."""
        heading: _Chunk | None = None
        below: list[_Chunk] = []
        for chunk in _chunks(_without_comments(text), first_line):
            match = _HEADING.match(chunk.lines[0])
            if match and len(match[1]) <= 2:
                if len(match[1]) == 1:
                    self._error(
                        "heading-level",
                        _("sections have two # signs, not one"),
                        chunk.line,
                        _("write ## {title}").format(title=match[2]),
                    )
                yield heading, below
                heading, below = _Chunk(chunk.line, (match[2],)), []
            else:
                below.append(chunk)
        yield heading, below

    # --- one chunk -----------------------------------------------------------------------------

    def _parse(self, chunk: _Chunk) -> tuple[Block, ...]:
        place = Location(self.passage.path, chunk.line)
        if _FENCE.match(chunk.lines[0]):
            self._error(
                "unsupported-markdown",
                _("code blocks have no place in a brief"),
                chunk.line,
                _("for a chart use the field 'charts'"),
            )
            return ()
        self.inline.line, self.inline.column = chunk.line, 1
        lines = _even_indents(chunk.lines) if _ITEM.match(chunk.lines[0]) else chunk.lines
        root = self.inline.blocks(list(lines))
        return tuple(block for child in root for block in self._block(child, place, nested=False))

    def _block(self, element: Element, place: Location, nested: bool) -> tuple[Block, ...]:
        match element.tag:
            case "p":
                return self._paragraph(element, place)
            case "ul":
                items = self._items(element, place)
                return (BulletList(id=self._id(), location=place, items=items),)
            case "ol":
                items = self._items(element, place)
                start = int(element.get("start", "1"))
                return (OrderedList(id=self._id(), location=place, items=items, start=start),)
            case "blockquote":
                return (self._quote(element, place),)
            case "table":
                if nested:
                    self.reporter.error(
                        "nested-table",
                        _("a table cannot stand inside a list or a quotation"),
                        place,
                        _("put it on its own, with an empty line before and after it"),
                    )
                    return ()
                return (self._table(element, place),)
            case tag:
                self.reporter.error(
                    "unsupported-markdown",
                    _("this Markdown ('{tag}') has no place in a brief").format(tag=tag),
                    place,
                    _("use paragraphs, lists, tables, quotes, emphasis, links and images"),
                )
                return ()

    def _paragraph(self, element: Element, place: Location) -> tuple[Block, ...]:
        images = [child for child in element if child.tag == "img"]
        alone = len(images) == len(element) == 1 and not (element.text or images[0].tail or "").strip()
        if alone:
            src = images[0].get("src", "")
            figure = self.figure_of(
                src, images[0].get("alt", ""), self._id(), self.inline.place(src)
            )
            return (figure,) if figure else ()
        content = self.inline.inlines(element)
        return (self._text(content, place),) if content else ()

    def _text(self, content: Inlines, place: Location) -> Paragraph:
        split, lead = split_first_sentence(content)
        return Paragraph(id=self._id(), location=place, content=split, lead=lead)

    def _items(self, element: Element, place: Location) -> tuple[ListItem, ...]:
        return tuple(self._item(item, place) for item in element)

    def _item(self, element: Element, place: Location) -> ListItem:
        where = self.inline.place(_first_words(element)) if _first_words(element) else place
        where = Location(where.path, where.line)
        blocks: list[Block] = []
        inner = ("ul", "ol", "p", "blockquote", "table", "pre")
        text = self.inline.inlines(element, skip=inner)
        if text:
            blocks.append(self._text(text, where))
        for child in element:
            if child.tag in inner:
                blocks += self._block(child, where, nested=True)
        return ListItem(id=self._id(), location=where, blocks=tuple(blocks))

    def _quote(self, element: Element, place: Location) -> BlockQuote:
        blocks = [b for child in element for b in self._block(child, place, nested=True)]
        attribution: Inlines = ()
        last = blocks[-1] if blocks else None
        if isinstance(last, Paragraph) and plain(last.content).startswith(("— ", "– ")):
            attribution = last.content
            blocks.pop()
        return BlockQuote(
            id=self._id(), location=place, blocks=tuple(blocks), attribution=attribution
        )

    def _table(self, element: Element, place: Location) -> Table:
        rows = list(element.iter("tr"))
        columns = tuple(
            Column(self.inline.inlines(cell), 1.0, "right" if "right" in str(cell.attrib) else "left")
            for cell in rows[0]
        )
        body = tuple(
            Row(
                id=self._id(),
                location=Location(place.path, place.line + 2 + index),
                cells=tuple(self.inline.inlines(cell) for cell in row),
            )
            for index, row in enumerate(rows[1:])
        )
        widths = _widths(columns, body)
        columns = tuple(
            Column(c.title, width, c.align) for c, width in zip(columns, widths, strict=True)
        )
        return Table(id=self._id(), location=place, columns=columns, rows=body)

    def _captioned(self, table: Table, chunk: _Chunk) -> Table:
        caption = self.inline.read(chunk.text[2:], chunk.line, 3)
        return Table(
            id=table.id, location=table.location, columns=table.columns, rows=table.rows, caption=caption
        )  # fmt: skip

    def _id(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count}"

    def _error(self, code: str, message: str, line: int, hint: str) -> None:
        self.reporter.error(code, message, Location(self.passage.path, line), hint)


def _first_words(element: Element) -> str:
    text = next((t.strip() for t in element.itertext() if t.strip()), "")
    return text.split("\n")[0][:40]


def _widths(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> list[float]:
    """Share the width by what the columns hold, within a factor of four."""
    longest = [
        max([len(plain(column.title)), *(len(plain(row.cells[i])) for row in rows)])
        for i, column in enumerate(columns)
    ]
    return [min(max(length, 8), 48) / 12 for length in longest]


def _without_comments(text: str) -> str:
    """Blank author's comments, so that lines keep their numbers."""
    return _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)


def _chunks(text: str, first_line: int) -> Iterator[_Chunk]:
    """Yield the top-level blocks of *text*."""
    current: list[str] = []
    start, blanks = 0, 0
    for number, line in enumerate(text.split("\n"), start=first_line):
        if not line.strip():
            blanks += 1
            continue
        if current and not _continues(current, line, blanks):
            yield _Chunk(start, tuple(current))
            current = []
        if current:
            current += [""] * blanks
        else:
            start = number
        current.append(line)
        blanks = 0
    if current:
        yield _Chunk(start, tuple(current))


def _continues(current: list[str], line: str, blanks: int) -> bool:
    """Tell whether *line* belongs to the block that *current* began."""
    if _HEADING.match(line) or _HEADING.match(current[0]):
        return False
    if _FENCE.match(current[0]):
        return len(current) < 2 or not _FENCE.match(current[-1])
    in_list = bool(_ITEM.match(current[0]))
    if not blanks:
        return in_list or not _INTERRUPTS.match(line)
    if in_list:
        same_kind = current[0].lstrip()[:1].isdigit() == line.lstrip()[:1].isdigit()
        return line.startswith(" ") or bool(_ITEM.match(line) and same_kind)
    return current[0].startswith(">") and line.startswith(">")


def _even_indents(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Rewrite a list's indents as multiples of four, which Python-Markdown wants; staff use two."""
    levels = [0]
    out = []
    for line in lines:
        width = len(line) - len(line.lstrip(" "))
        if line.strip():
            while levels[-1] > width:
                levels.pop()
            if width > levels[-1]:
                levels.append(width)
        out.append("    " * (len(levels) - 1) + line.strip(" ") if line.strip() else "")
    return tuple(out)
