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
    Heading,
    are_items_apart,
    chunks_of,
    heading_of,
    is_text_below,
)
from pitstop_docs.readers.dialects import understood
from pitstop_docs.readers.inline import InlineReader, Passage, name_of
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
from pitstop_docs.tree.origin import Names, Origin, key_of
from pitstop_docs.tree.walk import plain

_START_MAX = 99  # a greater number with a full stop is rather a year
# Resolves the address of an image to a figure, or reports why it cannot.
FigureOf = Callable[[str, str, str, Origin], Figure | None]


class BodyReader:
    """Reads the body of one source, whose comments are blanked already. ``figure_of`` turns an
    image's address into a figure."""

    def __init__(self, passage: Passage, inline: InlineReader, figure_of: FigureOf) -> None:
        self.passage, self.inline, self.figure_of = passage, inline, figure_of
        self.reporter = passage.reporter
        self._prefix, self._names = "", Names()
        self._items_at: list[tuple[int, int]] = []
        self._rows: tuple[str, ...] = ()
        self._listlike: list[Location] = []

    def sections(self, first_line: int, headings: Mapping[str, str]) -> dict[str, SectionText]:
        """Return the sections from *first_line* on; *headings* goes from key to heading."""
        keys = {_as_typed(heading): key for key, heading in headings.items()}
        known = _("headings are: {known}").format(known=", ".join(headings.values()))
        found: dict[str, SectionText] = {}
        meant: dict[str, SectionText] = {}
        last = ""  # the section above
        for line, heading, chunks in self._split(first_line):
            title = heading.title if heading else ""
            key = keys.get(_as_typed(title))
            # What stands in the wrong place is read too, so that all its problems are found.
            blocks = self.blocks(chunks, key or "unknown")
            if heading is None:
                if chunks:
                    self._report("text-outside-section", chunks[0].line, hint=known)
                continue
            text = SectionText(
                key or "unknown",
                self._origin(line, chunks[-1].last_line if chunks else line),
                blocks,
                is_text_below(self.passage.lines, line, 2),
            )
            if key is None:
                near = nearest(title, headings.values())
                hint = did_you_mean(title, headings.values()) or known
                if near and not heading.is_section:
                    hint = _("write {heading}").format(heading=f"## {near}")
                elif not heading.is_section:
                    inside = _("inside a section write ### {title}").format(title=title[:60])
                    hint = f"{inside}; {known}"
                message = _("'{title}' is not a section").format(title=title[:60])
                self._report("unknown-heading", line, message, hint)
                if near:
                    meant[keys[_as_typed(near)]] = text
                elif last in found:  # what stands below may belong to it
                    found[last] = replace(found[last], typed=found[last].typed or text.typed)
                continue
            last = key
            self._check_form(heading, line)
            if key in found:
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
        for line, heading, below in self._split(first_line):
            if heading:
                self._report(
                    "unknown-heading",
                    line,
                    _("there are no headings here: '{title}'").format(title=heading.title[:60]),
                    _("remove it"),
                )
            chunks += below
        if not any(text.strip() for text in self.passage.lines[first_line - 1 :]):
            self._report("missing-words", first_line - 1)
        return self.blocks(chunks, prefix)

    def blocks(self, chunks: list[Chunk], prefix: str) -> tuple[Block, ...]:
        """Return *chunks* parsed; ids begin with *prefix*; ``###`` headings open subsections."""
        self._prefix = prefix
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
        if not title or not (blocks or is_text_below(self.passage.lines, chunk.line, 3)):
            self._report(
                "empty-section",
                chunk.line,
                _("there is no text under this heading") if title else _("this heading is empty"),
                _("write it or remove the heading"),
            )
        last = blocks[-1].origin if blocks else None
        origin = self._origin(chunk.line, last.end[0] if last else chunk.line)
        content = self.inline.read(title, origin.location)
        return (
            Section(
                id=self._id(plain(content)),
                origin=origin,
                title=content,
                level=3,
                blocks=tuple(blocks),
                marks=marks,
            ),
        )

    def _split(self, first_line: int) -> Iterator[tuple[int, Heading | None, list[Chunk]]]:
        """Yield line and heading of each ``##`` section (0 and None before the first) with the chunks
        below it."""
        line, section = 0, None
        below: list[Chunk] = []
        typed = self.passage.lines[first_line - 1 :]
        lines = understood(typed, self.passage.path, first_line, self.reporter)
        for chunk in chunks_of(lines, first_line):
            heading = heading_of(chunk.lines[0])
            if heading and heading.level <= 2:
                yield line, section, below
                line, section, below = chunk.line, heading, []
            else:
                if heading:
                    self._check_form(heading, chunk.line)
                below.append(chunk)
        yield line, section, below

    def _check_form(self, heading: Heading, line: int) -> None:
        """Report a heading that wants a space after its signs, or a section that has one sign."""
        signs = "#" * max(heading.level, 2)
        if not heading.spaced:
            message = _("a space is missing after the # signs")
        elif heading.level == 1:
            message = _("sections have two # signs, not one")
        else:
            return
        hint = _("write {heading}").format(heading=f"{signs} {heading.title}")
        self._report("heading-level", line, message, hint)

    # --- one chunk -----------------------------------------------------------------------------

    def _parse(self, chunk: Chunk) -> tuple[Block, ...]:
        origin = self._origin(chunk.line, chunk.last_line)
        self.inline.go_to(origin.location, chunk.last_line)
        if not self._accepts(chunk):
            return ()
        starts = chunk.item_lines if chunk.is_list else []
        ends = [*(line - 1 for line in starts[1:]), chunk.last_line]
        self._items_at = list(zip(starts, ends, strict=False))
        self._rows = chunk.lines
        try:
            root = self.inline.blocks(chunk.parsed_lines)
            if len(self._items_at) != sum(1 for _item in root.iter("li")):
                self._items_at = []
            return tuple(b for child in root for b in self._block(child, origin, nested=False))
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

    def _block(self, element: Element, origin: Origin, nested: bool) -> tuple[Block, ...]:
        match element.tag:
            case "p":
                return self._paragraph(element, origin)
            case "ul":
                items = self._items(element, origin)
                return (
                    BulletList(id=self._id(_first(element), "list"), origin=origin, items=items),
                )
            case "ol":
                items = self._items(element, origin)
                start = int(element.get("start", "1"))  # nine digits at most: see chunks.ITEM
                if start > _START_MAX:
                    self._report(
                        "not-a-list",
                        origin.start[0],
                        _("this begins a numbered list at {start}").format(start=start),
                        _("if it is text, write '{start}\\.'").format(start=start),
                    )
                id = self._id(_first(element), "list")
                return (OrderedList(id=id, origin=origin, items=items, start=start),)
            case "blockquote":
                return (self._quote(element, origin),)
            case "table":
                if nested:
                    self.reporter.report("nested-table", origin.location)
                    return ()
                return (self._table(element, origin),)
            case tag:
                self.reporter.report(
                    "unsupported-markdown",
                    origin.location,
                    _("{thing} has no place in a brief").format(thing=name_of(tag)),
                )
                return ()

    def _paragraph(self, element: Element, origin: Origin) -> tuple[Block, ...]:
        images = [child for child in element if child.tag == "img"]
        before = (element.text or "").strip()
        behind, marks = take_marks((images[0].tail or "").strip()) if images else ("", ())
        if len(images) == len(element) == 1 and not before and not behind:
            src = images[0].get("src", "")
            src, alt = unescape(src), unescape(images[0].get("alt", ""))
            place = self.inline.address_place(src)
            if images[0].get("title"):
                self.reporter.report(
                    "unsupported-markdown",
                    place,
                    _("the title of a picture has no place in a brief"),
                    _("write its caption in media.yaml, and here ![](file) and nothing else"),
                )
            start = (place.line, place.column)
            id = self._id(src.rpartition("/")[2].partition(".")[0], "figure")
            figure = self.figure_of(
                src, alt, id, replace(origin, start=start, end=max(start, origin.end))
            )
            return (replace(figure, marks=marks),) if figure else ()
        content = self.inline.inlines(element)
        return (self._text(content, origin),) if content else ()

    def _text(self, content: Inlines, origin: Origin) -> Paragraph:
        words = plain(content)
        if words.startswith("|") or "|---" in words or "| ---" in words:
            self._report(
                "broken-table",
                origin.start[0],
                _("this is no table yet, and would be printed as it stands"),
            )
        content, marks = take_marks_of(content)
        if near := almost_mark(words):
            self._report(
                "bad-mark",
                origin.start[0],
                _("this mark is not well formed, and would be printed"),
                _("write {mark}").format(mark=f"{{.{near}}}"),
            )
        return Paragraph(id=self._id(words), origin=origin, content=content, marks=marks)

    def _items(self, element: Element, origin: Origin) -> tuple[ListItem, ...]:
        return tuple(self._item(item, origin) for item in element)

    def _item(self, element: Element, origin: Origin) -> ListItem:
        last = self.inline.last
        if self._items_at:
            origin = self._origin(*self._items_at.pop(0))
            self.inline.go_to(self._behind_marker(origin.location), last)
        blocks: list[Block] = []
        inner = ("ul", "ol", "p", "blockquote", "table", "pre")
        text = self.inline.inlines(element, skip=inner)
        if text:
            blocks.append(self._text(text, origin))
        for child in element:
            if child.tag in inner:
                blocks += self._block(child, origin, nested=True)
        first = blocks[0] if blocks else None
        marks = first.marks if isinstance(first, Paragraph) else ()
        words = plain(text) or _first(element)
        return ListItem(
            id=self._id(words, "item"), origin=origin, blocks=tuple(blocks), marks=marks
        )

    def _behind_marker(self, item: Location) -> Location:
        marker = ITEM.match(self.passage.lines[item.line - 1])
        return replace(item, column=marker.end() if marker else 1)

    def _quote(self, element: Element, origin: Origin) -> BlockQuote:
        blocks = [b for child in element for b in self._block(child, origin, nested=True)]
        attribution: Inlines = ()
        last = blocks[-1] if blocks else None
        if isinstance(last, Paragraph) and plain(last.content).startswith(("— ", "– ")):
            attribution = last.content
            blocks.pop()
        if not blocks and (attribution or not "".join(element.itertext()).strip()):
            self._report("empty-quote", origin.start[0])
        return BlockQuote(
            id=self._id(_first(element), "quote"),
            origin=origin,
            blocks=tuple(blocks),
            attribution=attribution,
        )

    def _table(self, element: Element, origin: Origin) -> Table:
        check_rows(self._rows, origin.location, self.reporter)
        rows = list(element.iter("tr"))
        columns = tuple(
            Column(
                self.inline.inlines(cell), 1.0, "right" if "right" in str(cell.attrib) else "left"
            )
            for cell in rows[0]
        )
        body = tuple(
            self._row(row, self._origin(origin.start[0] + 2 + index))
            for index, row in enumerate(rows[1:])
        )
        id = self._id(" ".join(plain(column.title) for column in columns), "table")
        return Table(id=id, origin=origin, columns=with_widths(columns, body), rows=body)

    def _row(self, element: Element, origin: Origin) -> Row:
        self.inline.go_to(origin.location, origin.end[0])
        *cells, last = (self.inline.inlines(cell) for cell in element)
        last, marks = take_marks_of(last)
        cells.append(last)
        name = next((words for cell in cells if (words := plain(cell))), "")
        return Row(id=self._id(name, "row"), origin=origin, cells=tuple(cells), marks=marks)

    def _report_stray(self, chunk: Chunk) -> None:
        self._report("bad-mark", chunk.line, _("there is no block before this mark"))

    def _captioned(self, table: Table, chunk: Chunk) -> Table:
        place = Location(self.passage.path, chunk.line, 3)
        words, marks = take_marks(chunk.text[2:].strip())
        caption = self.inline.read(words, place, chunk.last_line)
        end = self._origin(chunk.line, chunk.last_line).end
        origin = table.origin and replace(table.origin, end=end)
        return replace(table, caption=caption, origin=origin, marks=(*table.marks, *marks))

    def _id(self, words: str, kind: str = "") -> str:
        """Return a name for what begins with *words*: what is put in before it does not rename it."""
        return self._names.name(self._prefix, key_of(words), kind)

    def _origin(self, first: int, last: int = 0) -> Origin:
        """Return the lines from *first* to *last*, or *first* alone, without empty ones at the end."""
        lines, last = self.passage.lines, last or first
        while last > first and not lines[last - 1].strip():
            last -= 1
        end = (last, len(lines[last - 1].rstrip()) + 1)
        return Origin(self.passage.path, (first, 1), end, self._prefix)

    def _report(self, code: str, line: int, message: str = "", hint: str = "") -> None:
        self.reporter.report(code, Location(self.passage.path, line), message, hint)


def _as_typed(heading: str) -> str:
    """Return *heading* as it may be compared: capitals, kinds of apostrophes and spaces do not count."""
    return " ".join(heading.casefold().replace("’", "'").split())


def _first(element: Element) -> str:
    """Return the first words in *element*."""
    return next((words for text in element.itertext() if (words := unescape(text.strip()))), "")
