"""The Markdown body of a source → Blocks, each with its line.

Enters: the text below the front matter. Leaves: the sections under the fixed headings.
Python-Markdown keeps no positions, so the body is first cut into its top-level blocks, and each is
parsed by itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element

from pitstop_docs.problems.diagnostics import Location, did_you_mean, nearest
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.chunks import (
    ITEM,
    LIST_LEVELS_MAX,
    QUOTE_LEVELS_MAX,
    Chunk,
    are_items_apart,
    chunks_of,
    heading_of,
    is_text_below,
)
from pitstop_docs.readers.dialects import understood
from pitstop_docs.readers.inline import InlineReader, Passage, name_of, split_first_sentence
from pitstop_docs.readers.marks import almost_mark, take_marks, take_marks_of
from pitstop_docs.readers.positions import unescape
from pitstop_docs.readers.table_rows import check_rows, with_widths
from pitstop_docs.records.model import SectionText
from pitstop_docs.tree.document import (
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
)
from pitstop_docs.tree.typeset import typeset
from pitstop_docs.tree.walk import plain

_START_MAX = 99  # a greater number with a full stop is rather a year
# Resolves the address of an image to a figure, or reports why it cannot.
FigureOf = Callable[[str, str, str, Location], Figure | None]


class BodyReader:
    """Reads the body of one source, whose comments are blanked already. ``figure_of`` turns an
    image's address into a figure."""

    def __init__(self, passage: Passage, inline: InlineReader, figure_of: FigureOf) -> None:
        self.passage, self.inline, self.figure_of = passage, inline, figure_of
        self.reporter = passage.reporter
        self._prefix, self._count = "", 0
        self._items_at: list[int] = []
        self._rows: tuple[str, ...] = ()
        self._listlike: list[Location] = []

    def sections(self, first_line: int, headings: Mapping[str, str]) -> dict[str, SectionText]:
        """Return the sections from *first_line* on; *headings* goes from key to heading."""
        keys = {heading.casefold(): key for key, heading in headings.items()}
        known = _("headings are: {known}").format(known=", ".join(headings.values()))
        found: dict[str, SectionText] = {}
        meant: dict[str, SectionText] = {}
        for line, title, chunks in self._split(first_line):
            key = keys.get(typeset(title).casefold()) or keys.get(title.casefold())
            # What stands in the wrong place is read too, so that all its problems are found.
            blocks = self.blocks(chunks, key or "unknown")
            if not title and not line:
                if chunks:
                    self._report("text-outside-section", chunks[0].line, hint=known)
                continue
            text = SectionText(
                key or "unknown",
                Location(self.passage.path, line),
                blocks,
                is_text_below(self.passage.lines, line, 2),
            )
            if key is None:
                near = nearest(title, headings.values())
                self._report(
                    "unknown-heading",
                    line,
                    _("'{title}' is not a section").format(title=title[:60]),
                    did_you_mean(title, headings.values()) or known,
                )
                if near:
                    meant[keys[near.casefold()]] = text
            elif key in found:
                self._report(
                    "duplicate-section",
                    line,
                    _("section '{title}' is there twice").format(title=title),
                    _("join the two; the first is on line {line}").format(
                        line=found[key].location.line
                    ),
                )
            else:
                found[key] = text
        # What it is meant to be is not missing as well.
        return {**{key: replace(text, key=key) for key, text in meant.items()}, **found}

    def body(self, first_line: int, prefix: str) -> tuple[Block, ...]:
        """Return the blocks from *first_line* on, which have no sections (a testimony)."""
        chunks: list[Chunk] = []
        for line, title, below in self._split(first_line):
            if line:
                self._report(
                    "unknown-heading",
                    line,
                    _("there are no headings here: '{title}'").format(title=title[:60]),
                    _("remove it"),
                )
            chunks += below
        if not any(text.strip() for text in self.passage.lines[first_line - 1 :]):
            self._report("missing-words", first_line - 1)
        return self.blocks(chunks, prefix)

    def blocks(self, chunks: list[Chunk], prefix: str) -> tuple[Block, ...]:
        """Return *chunks* parsed; ids begin with *prefix*; ``###`` headings open subsections."""
        self._prefix, self._count = prefix, 0
        out: list[Block] = []
        sub: tuple[Chunk, str, list[Block]] | None = None
        apart = {c.line for pair in pairwise(chunks) if are_items_apart(*pair) for c in pair}
        for chunk in chunks:
            if chunk.line in apart:
                self._listlike.append(Location(self.passage.path, chunk.line))
                continue
            heading = heading_of(chunk.lines[0])
            if heading:
                if heading.level != 3:
                    self._report(
                        "heading-level", chunk.line, _("a heading here must have three # signs")
                    )
                out += self._close(sub)
                sub = (chunk, heading.title, [])
                continue
            target = sub[2] if sub else out
            if chunk.is_caption and target and isinstance(target[-1], Table):
                target[-1] = self._captioned(target[-1], chunk)
            elif not (bare := take_marks(chunk.text))[0] and bare[1]:
                if target:
                    target[-1] = replace(target[-1], marks=(*target[-1].marks, *bare[1]))
                else:
                    self._report_stray(chunk)
            else:
                target += self._parse(chunk)
        if self._listlike:
            self.reporter.report_all("not-a-list", self._listlike)
            self._listlike = []
        return (*out, *self._close(sub))

    def _close(self, sub: tuple[Chunk, str, list[Block]] | None) -> tuple[Block, ...]:
        if sub is None:
            return ()
        chunk, title, blocks = sub
        title, marks = take_marks(title)
        place = Location(self.passage.path, chunk.line)
        if not title or not (blocks or is_text_below(self.passage.lines, chunk.line, 3)):
            self._report(
                "empty-section",
                chunk.line,
                _("there is no text under this heading") if title else _("this heading is empty"),
                _("write it or remove the heading"),
            )
        content = self.inline.read(title, place)
        return (
            Section(
                id=self._id(),
                location=place,
                title=content,
                level=3,
                blocks=tuple(blocks),
                marks=marks,
            ),
        )

    def _split(self, first_line: int) -> Iterator[tuple[int, str, list[Chunk]]]:
        """Yield line and title of each ``##`` heading (0 and "" before the first) with the chunks
        below it."""
        line, title = 0, ""
        below: list[Chunk] = []
        typed = self.passage.lines[first_line - 1 :]
        lines = understood(typed, self.passage.path, first_line, self.reporter)
        for chunk in chunks_of(lines, first_line):
            heading = heading_of(chunk.lines[0])
            if heading and not heading.spaced:
                self._report(
                    "heading-level",
                    chunk.line,
                    _("a space is missing after the # signs"),
                    _("write {heading}").format(heading=f"{'#' * heading.level} {heading.title}"),
                )
            if heading and heading.level <= 2:
                if heading.level == 1:
                    self._report(
                        "heading-level",
                        chunk.line,
                        _("sections have two # signs, not one"),
                        _("write {heading}").format(heading=f"## {heading.title}"),
                    )
                yield line, title, below
                line, title, below = chunk.line, heading.title, []
            else:
                below.append(chunk)
        yield line, title, below

    # --- one chunk -----------------------------------------------------------------------------

    def _parse(self, chunk: Chunk) -> tuple[Block, ...]:
        place = Location(self.passage.path, chunk.line)
        self.inline.go_to(place, chunk.last_line)
        if not self._accepts(chunk):
            return ()
        self._items_at = chunk.item_lines if chunk.is_list else []
        self._rows = chunk.lines
        try:
            root = self.inline.blocks(chunk.parsed_lines)
            if len(self._items_at) != sum(1 for _item in root.iter("li")):
                self._items_at = []
            return tuple(b for child in root for b in self._block(child, place, nested=False))
        except RecursionError:
            self.inline.report_depth()
            return ()

    def _accepts(self, chunk: Chunk) -> bool:
        """Tell whether *chunk* can be parsed; report it if it cannot."""
        too_deep = chunk.levels > (LIST_LEVELS_MAX if chunk.is_list else QUOTE_LEVELS_MAX)
        if too_deep:
            self.inline.report_depth()
        elif chunk.is_fenced:
            self._report(
                "unsupported-markdown",
                chunk.line,
                _("code blocks have no place in a brief"),
                _("for a chart use the field 'charts'"),
            )
        elif chunk.rule_line:
            self._report(
                "unsupported-markdown",
                chunk.rule_line,
                _("a line of hyphens or other signs has no place in a brief"),
                _("remove it; a heading begins with '## '"),
            )
        elif chunk.is_caption:
            self._report(
                "broken-table",
                chunk.line,
                _("this caption (a line that begins with ': ') follows no table"),
                _("put it after the table"),
            )
        elif chunk.listlike_line:
            self._listlike.append(Location(self.passage.path, chunk.listlike_line))
        else:
            return self.inline.accepts(chunk.text)
        return False

    def _block(self, element: Element, place: Location, nested: bool) -> tuple[Block, ...]:
        match element.tag:
            case "p":
                return self._paragraph(element, place)
            case "ul":
                items = self._items(element, place)
                return (BulletList(id=self._id(), location=place, items=items),)
            case "ol":
                items = self._items(element, place)
                start = int(element.get("start", "1"))  # nine digits at most: see chunks.ITEM
                if start > _START_MAX:
                    self._report(
                        "not-a-list",
                        place.line,
                        _("this begins a numbered list at {start}").format(start=start),
                        _("if it is text, write '{start}\\.'").format(start=start),
                    )
                return (OrderedList(id=self._id(), location=place, items=items, start=start),)
            case "blockquote":
                return (self._quote(element, place),)
            case "table":
                if nested:
                    self.reporter.report("nested-table", place)
                    return ()
                return (self._table(element, place),)
            case tag:
                self.reporter.report(
                    "unsupported-markdown",
                    place,
                    _("{thing} has no place in a brief").format(thing=name_of(tag)),
                )
                return ()

    def _paragraph(self, element: Element, place: Location) -> tuple[Block, ...]:
        images = [child for child in element if child.tag == "img"]
        alone = (
            len(images) == len(element) == 1 and not (element.text or images[0].tail or "").strip()
        )
        if alone:
            src = images[0].get("src", "")
            src, alt = unescape(src), unescape(images[0].get("alt", ""))
            if images[0].get("title"):
                self.reporter.report(
                    "unsupported-markdown",
                    self.inline.address_place(src),
                    _("the title of a picture has no place in a brief"),
                    _("write its caption in media.yaml, and here ![](file) and nothing else"),
                )
            figure = self.figure_of(src, alt, self._id(), self.inline.address_place(src))
            return (figure,) if figure else ()
        content = self.inline.inlines(element)
        return (self._text(content, place),) if content else ()

    def _text(self, content: Inlines, place: Location) -> Paragraph:
        words = plain(content)
        if words.startswith("|") or "|---" in words or "| ---" in words:
            self._report(
                "broken-table",
                place.line,
                _("this is no table yet, and would be printed as it stands"),
            )
        content, marks = take_marks_of(content)
        if near := almost_mark(words):
            self._report(
                "bad-mark",
                place.line,
                _("this mark is not well formed, and would be printed"),
                _("write {mark}").format(mark=f"{{.{near}}}"),
            )
        split, lead = split_first_sentence(content)
        return Paragraph(id=self._id(), location=place, content=split, lead=lead, marks=marks)

    def _items(self, element: Element, place: Location) -> tuple[ListItem, ...]:
        return tuple(self._item(item, place) for item in element)

    def _item(self, element: Element, place: Location) -> ListItem:
        where, last = place, self.inline.last
        if self._items_at:
            where = Location(place.path, self._items_at.pop(0))
            self.inline.go_to(self._behind_marker(where), last)
        blocks: list[Block] = []
        inner = ("ul", "ol", "p", "blockquote", "table", "pre")
        text = self.inline.inlines(element, skip=inner)
        if text:
            blocks.append(self._text(text, where))
        for child in element:
            if child.tag in inner:
                blocks += self._block(child, where, nested=True)
        first = blocks[0] if blocks else None
        marks = first.marks if isinstance(first, Paragraph) else ()
        return ListItem(id=self._id(), location=where, blocks=tuple(blocks), marks=marks)

    def _behind_marker(self, item: Location) -> Location:
        marker = ITEM.match(self.passage.lines[item.line - 1])
        return replace(item, column=marker.end() if marker else 1)

    def _quote(self, element: Element, place: Location) -> BlockQuote:
        blocks = [b for child in element for b in self._block(child, place, nested=True)]
        attribution: Inlines = ()
        last = blocks[-1] if blocks else None
        if isinstance(last, Paragraph) and plain(last.content).startswith(("— ", "– ")):
            attribution = last.content
            blocks.pop()
        if not blocks and (attribution or not "".join(element.itertext()).strip()):
            self._report("empty-quote", place.line)
        return BlockQuote(
            id=self._id(), location=place, blocks=tuple(blocks), attribution=attribution
        )

    def _table(self, element: Element, place: Location) -> Table:
        check_rows(self._rows, place, self.reporter)
        rows = list(element.iter("tr"))
        columns = tuple(
            Column(
                self.inline.inlines(cell), 1.0, "right" if "right" in str(cell.attrib) else "left"
            )
            for cell in rows[0]
        )
        body = tuple(
            self._row(row, Location(place.path, place.line + 2 + index))
            for index, row in enumerate(rows[1:])
        )
        return Table(id=self._id(), location=place, columns=with_widths(columns, body), rows=body)

    def _row(self, element: Element, place: Location) -> Row:
        self.inline.go_to(place, place.line)
        *cells, last = (self.inline.inlines(cell) for cell in element)
        last, marks = take_marks_of(last)
        return Row(id=self._id(), location=place, cells=(*cells, last), marks=marks)

    def _report_stray(self, chunk: Chunk) -> None:
        self._report("bad-mark", chunk.line, _("there is no block before this mark"))

    def _captioned(self, table: Table, chunk: Chunk) -> Table:
        place = Location(self.passage.path, chunk.line, 3)
        caption = self.inline.read(chunk.text[2:].strip(), place, chunk.last_line)
        return replace(table, caption=caption)

    def _id(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count}"

    def _report(self, code: str, line: int, message: str = "", hint: str = "") -> None:
        self.reporter.report(code, Location(self.passage.path, line), message, hint)
