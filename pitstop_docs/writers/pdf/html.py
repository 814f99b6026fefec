"""Document → HTML, through the templates in ``templates/html/``.

Enters: a :class:`~pitstop_docs.tree.document.Document` and the theme. Leaves: one HTML text in reading
order; every block carries its id, every address is ``pitstop:`` or ``data:``. Text is data: it is
escaped and never read as a template.
"""

import base64
import re
from dataclasses import dataclass, field
from functools import lru_cache, partial
from io import BytesIO
from math import inf
from textwrap import wrap
from typing import Literal, assert_never
from urllib.parse import quote

import segno
from jinja2 import Environment
from markupsafe import Markup

from pitstop_docs.look.theme import Templates, Theme
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Block,
    Callout,
    Chart,
    Cite,
    Code,
    Contents,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Map,
    Note,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Slot,
    Strong,
    Table,
    Text,
)
from pitstop_docs.tree.typeset import NBSP
from pitstop_docs.tree.walk import is_open, plain, says_nothing, walk
from pitstop_docs.writers.charts import ChartError, draw_svg
from pitstop_docs.writers.maps import COVER_MAP, SIDE_MAP, draw_map
from pitstop_docs.writers.pdf import engine
from pitstop_docs.writers.pdf.bands import bands, figure_widths, table_widths, turned
from pitstop_docs.writers.pdf.extents import LEAD_END, PX_PER_PT
from pitstop_docs.writers.pdf.grid import PT_PER_MM, grid_of
from pitstop_docs.writers.pdf.wrapping import (
    LONG_TAIL,
    SHORT_TAIL,
    before_element,
    letters,
    parts_from_call,
    tail_start,
    whole_words,
)
from pitstop_docs.writers.table_columns import (
    Columns,
    Setting,
    fit_columns,
    fit_row,
    loosened,
    width_of,
)

MEDIA_URL = "pitstop:///media/"
# What no line parts.
_TAIL_START, _TAIL_END = Markup('<span class="tail">'), Markup("</span>")
_TAIL = _TAIL_START + "{}" + _TAIL_END
# A title of more letters would take three lines of the title size.
_LONG_TITLE = 60
# Letters that a cover's title surely has room for on a line; a long one is set smaller.
_COVER_LINE, _COVER_LONG_LINE = 22, 31
_BOND = "\ue000"  # stands for a space that no line may end with
# Contents of so many lines stand in two columns.
_MANY_ENTRIES = 8
# A table of no more columns, its cells of no more letters, is as wide as its words.
_FEW_COLUMNS, _SHORT_CELL = 3, 24
# pt: the letters of cells, and at the sides of a box; the gaps after words, after numbers, after the
# last cell of a row, in rem (blocks.css).
_CELL_SIZE, _INSET = 9.0, 36.0
_MARK = 8.0  # pt by which the mark of a row stands outside the edge of the text (blocks.css)
# mm: the sides of a box, the gap between facts or steps side by side; pt: their letters (blocks.css).
_BOX_SIDE, _FACT_GAP, _FACT_SIZE = 6.0, 5.0, 8.5
_STEP_SIZE = 9.0
# Rows with more lines may stand alone at the head or foot of a page.
_TALL_ROW = 2.5
# rem between sections where they are many: at this leading, the more the larger that is, and at least.
_GAP, _LEADING, _GAP_GROWTH, _GAP_LEAST = 1.8, 1.4, 8.0, 1.2
_GAPS, _CLOSE_GAPS = (0.8, 1.2, 0.0), (0.5, 0.5, 0.0)
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")  # in the name of a class
# A foot of more blocks may go on over pages: it is mostly a list of sources.
_LONG_FOOT = 30


@dataclass(frozen=True, slots=True)
class TextSetting:
    """The running text of one document: size in pt, leading as a factor of it, whether the first
    page's two columns may be ``split`` (they are when they are longer than it), and the ids of the blocks
    with which second columns of later strips begin: ``turns``."""

    size: float
    leading: float
    split: bool = False
    turns: frozenset[str] = frozenset()


@dataclass(slots=True)
class HtmlRenderer:
    """Renders one document; ``images`` tells afterwards where each address was asked for. When it
    is only ``measured``, first sentences that may stand alone carry a mark at their end."""

    environment: Environment
    templates: Templates
    theme: Theme
    document: Document
    reporter: Reporter
    measured: bool = False
    images: dict[str, Location] = field(default_factory=dict)
    _widths: dict[str, float] = field(default_factory=dict)  # pt, of figures and tables in columns
    _narrow: frozenset[str] = (
        frozenset()
    )  # paragraphs in the first side column, and of steps beside each other
    _titles: dict[str, Inlines] = field(
        default_factory=dict
    )  # of what tables without captions are in
    _parts: dict[str, str] = field(default_factory=dict)  # what begins with a section, by its id
    _notes: dict[Inlines, int] = field(
        default_factory=dict
    )  # notes that say the same have one number

    def render(self, setting: TextSetting) -> str:
        """Return the HTML of the whole document."""
        document = self.document
        foot = document.foot
        # Only codes that end the foot may stand beside it: the order of reading stays.
        codes = len(foot)
        while codes and isinstance(foot[codes - 1], QrCode):
            codes -= 1
        grid = grid_of(self.theme)
        strips = bands(document.body, turned(setting.turns, grid.parting))
        self._parts = {
            part.target: f"{part.letter} {plain(part.title)}"
            for block in document.head
            if isinstance(block, Contents)
            for part in block.parts
        }
        self._widths = {
            **figure_widths(strips, grid.widths),
            **table_widths(strips, grid.widths, _INSET),
        }
        narrow = [
            column for strip in strips for name, column in strip.columns() if name == "first side"
        ]
        narrow += [
            item.blocks
            for block in walk(document.body)
            if isinstance(block, OrderedList) and block.style == "path"
            for item in block.items
        ]
        self._narrow = frozenset(block.id for column in narrow for block in walk(column))
        self._titles = {
            table.id: box.title
            for box in walk((*document.head, *document.body, *document.foot))
            if isinstance(box, Section | Callout) and box.title
            for table in box.blocks
            if isinstance(table, Table)
        }
        return self.environment.get_template("document.html.j2").render(
            document=document,
            logo=self.logo_address(),
            setting=setting,
            page_number=_css_page_number(document.page_format),
            section_gap=round(
                max(_GAP_LEAST, _GAP + _GAP_GROWTH * (setting.leading - _LEADING)), 2
            ),
            parted=bool(self._parts),
            long_title=len(document.title) > _LONG_TITLE,
            title_lines=_title_lines(document),
            crowded=any(
                isinstance(block, Contents) and len(block.entries) >= _MANY_ENTRIES
                for block in document.head
            ),
            bands=strips,
            cover_map=next(filter(_is_map, document.head), None) if document.cover else None,
            render=self.block,
            inline=self.inlines,
            standfirst=self.with_tail(document.standfirst, LONG_TAIL),
            long_foot=sum(1 for _block in walk(foot)) > _LONG_FOOT,
            foot_text=foot[:codes],
            foot_codes=foot[codes:],
        )

    def blocks(self, blocks: tuple[Block, ...]) -> Markup:
        """Return *blocks* one after the other."""
        return Markup("\n").join(self.block(block) for block in blocks)

    def block(self, block: Block) -> Markup:
        """Return *block* through its template ``blocks/<kind>.html.j2``; nothing of one that is still to be
        filled in."""
        if says_nothing(block):
            return Markup("")
        template = self.environment.get_template(_template_of(block))
        columns = self._columns(block)
        return Markup(
            template.render(
                block=block,
                document=self.document,
                render=self.block,
                blocks=self.blocks,
                inline=self.inlines,
                tail=self.with_tail,
                is_open=is_open,
                is_map=_is_map,
                paragraph=self.paragraph,
                address=self.address,
                many_entries=_MANY_ENTRIES,
                parts=self._parts,
                page_word=_css_string(block.page) if isinstance(block, Contents) else "",
                **columns,
            )
        )

    def _columns(self, block: Block) -> dict[str, object]:
        """Return what the template of *block* asks for besides, where it has columns."""
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, DefinitionList) and block.style == "row":
            room = (self.theme.page.text_width - 2 * _BOX_SIDE) * PT_PER_MM / _FACT_SIZE
            gap = _FACT_GAP * PT_PER_MM / _FACT_SIZE
            known = [fact for fact in block.items if not is_open(fact.content)]
            return {"shares": [100 * width / room for width in fit_row(known, room, gap)]}
        if isinstance(block, OrderedList) and block.style == "path":
            room = self.theme.page.text_width * PT_PER_MM / _STEP_SIZE
            said = [Definition((), _lines_of(item)) for item in block.items]
            return {"shares": fit_row(said, room, _FACT_GAP * PT_PER_MM / _STEP_SIZE)}
        return {"shares": ()}

    def _table(self, table: Table) -> dict[str, object]:
        """Return what the template of *table* asks for: its classes, its columns in per cent, and what
        writes a cell of them."""
        whole = self.theme.page.text_width * PT_PER_MM
        room = self._widths.get(table.id, whole)
        settings = self._cell_settings()
        columns = fit_columns(table, room, settings)
        if columns.broken:
            location = table.location or self.document.location
            self.reporter.report("wide-table", location)
        setting = settings[columns.setting]
        lines = [
            max(width_of(plain(cell)) * setting.size / width for cell, width in cells)
            for cells in (zip(row.cells, columns.widths, strict=True) for row in table.rows)
        ]
        tall = bool(lines) and min(lines) > _TALL_ROW

        def cell_of(content: Inlines, index: int, head: bool = False) -> Markup:
            cell_room = columns.widths[index] / setting.size
            held = loosened(content, cell_room)
            if not head:
                return self.with_tail(held, room=cell_room)
            return self.inlines(held, cell_room if columns.hyphenated else 0.0)

        marked = _is_marked(table)
        widths = (_MARK, *columns.widths) if marked else columns.widths
        return {
            "table_class": _table_class(table, columns, self.document.id.kind == "letter", tall),
            "marked": marked,
            "shares": [100 * width / sum(widths) for width in widths],
            "cell_of": cell_of,
            "continued": self._continued(table),
        }

    def _continued(self, table: Table) -> Markup:
        """Return what stands above the header of *table* where it goes on over a page: its title, or that
        of what it is in, without notes and links, which are there once; nothing where nobody can say it."""
        label = f"{table.label}." if table.label else ""
        caption = plain(table.caption)
        if not (label or caption):
            label = plain(self._titles.get(table.id, ()))
        if not (engine.changes_pages() and self.document.continued and (label or caption)):
            return Markup("")
        called = Markup('<span class="label">{}</span>').format(label) if label else ""
        return Markup(" ").join(filter(None, (called, caption, self.document.continued)))

    def _cell_settings(self) -> tuple[Setting, ...]:
        """Return how cells are set, and how where that is too wide: closer, then smaller too."""
        rem = self.theme.text.size_max
        gaps, close = ((a * rem, b * rem, c * rem) for a, b, c in (_GAPS, _CLOSE_GAPS))
        small = min(self.theme.scale.small, _CELL_SIZE)
        return Setting(_CELL_SIZE, gaps), Setting(_CELL_SIZE, close), Setting(small, close)

    def logo_address(self) -> str:
        """Return the address of the logo, or "" where there is none."""
        logo = self.document.logo
        return self._media_address(logo.image, self.document.location) if logo else ""

    def _media_address(self, image: Image, location: Location) -> str:
        url = MEDIA_URL + quote(image.name)
        self.images.setdefault(url, location)
        return url

    def address(self, block: Figure | QrCode) -> str:
        """Return the address of *block*'s picture: a media file, or a drawing as ``data:``."""
        location = block.location or self.document.location
        if isinstance(block, QrCode):
            return _data_url(_qr_svg(block.url, self.theme.kinds[self.document.kind].deep))
        match block.graphic:
            case Image():
                return self._media_address(block.graphic, location)
            case Chart():
                return self._chart(block.graphic, self._widths.get(block.id), location)
            case Map():
                return self._map(block.graphic)
            case _:
                assert_never(block.graphic)

    def _chart(self, chart: Chart, column: float | None, location: Location) -> str:
        try:
            svg = draw_svg(
                chart,
                self.theme,
                self.document.kind,
                self.templates.find(f"fonts/{self.theme.fonts.faces[0].file}").parent,
                self.document.language,
                None if column is None else int(column * PX_PER_PT),
            )
        except ChartError as error:
            self.reporter.report("chart", location, str(error))
            svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
        return _data_url(svg.encode())

    def _map(self, map: Map) -> str:
        room = COVER_MAP if self.document.cover else SIDE_MAP
        return _data_url(draw_map(map, self.theme, self.document.kind, room).encode())

    def inlines(self, inlines: Inlines, room: float = inf) -> Markup:
        """Return *inlines* as HTML; in a narrow column names are whole if they have *room*, in sizes of the
        font."""
        html = Markup("")
        held = False  # by the calls of notes, which follow
        for before, inline, after in zip(
            (None, *inlines), inlines, (*inlines[1:], None), strict=False
        ):
            if isinstance(inline, Badge) and _ends_in_space(before):
                continue  # it stands with the word before it
            if isinstance(inline, Text) and isinstance(after, Badge) and _ends_in_space(inline):
                head, space, word = inline.text[:-1].rpartition(" ")
                words = Markup("{}{}{}").format(word, inline.text[-1], self.inline(after))
                html += before_element(head + space, room) + _TAIL.format(words)
            elif isinstance(inline, Text) and isinstance(after, Cite | Note):
                if held := parts_from_call(inline.text):
                    html += before_element(inline.text[:-1], room)
                    html += _TAIL_START + inline.text[-1]
                else:
                    html += before_element(inline.text, room)
            elif isinstance(inline, Text) and after:
                html += before_element(inline.text, room)
            else:
                html += self.inline(inline, isinstance(before, Cite | Note), room)
                if held and not isinstance(after, Cite | Note):
                    html, held = html + _TAIL_END, False
        return html

    def paragraph(self, block: Paragraph) -> Markup:
        """Return the content of *block*; to be measured, with the end of its first sentence."""
        tail = SHORT_TAIL if block.id in self._narrow else LONG_TAIL
        if not self.measured or not block.rest_rank:
            return self.with_tail(block.content, tail)
        first, rest = block.content[: block.lead], block.content[block.lead :]
        mark = Markup('<i class="{}"></i>').format(LEAD_END)
        return self.with_tail(first, tail) + mark + self.with_tail(rest, tail)

    def with_tail(
        self, inlines: Inlines, tail: tuple[int, int] = SHORT_TAIL, room: float = inf
    ) -> Markup:
        """Return *inlines* with the last words, of so many letters as *tail* says, bound together: none
        stands on a line alone, so before a line break too. In a narrow column they must have *room*, in sizes
        of the font."""
        for index, inline in enumerate(inlines):
            if isinstance(inline, LineBreak):
                runs = inlines[:index], inlines[index + 1 :]
                return Markup("<br>").join(self.with_tail(run, tail, room) for run in runs)
        start = tail_start(inlines, tail, room)
        return self.inlines(inlines, room) if start is None else self._bound(inlines, start, room)

    def _bound(self, inlines: Inlines, start: int, room: float) -> Markup:
        """Return *inlines*, all after *start* letters bound together. What is emphasised or linked stays in one
        piece: its end is bound inside it, and what follows it after it; no line ends between these, since a
        space comes first there."""
        for index, inline in enumerate(inlines):
            length = len(letters(inline))
            if start < length:
                head, rest = inlines[:index], inlines[index + 1 :]
                before = self.inlines((*head, Text("")), room)
                if isinstance(inline, Text):
                    last = (Text(inline.text[start:]), *rest)
                    before += before_element(inline.text[:start], room)
                elif isinstance(inline, Emphasis | Strong | Link) and start:
                    last = rest
                    before += _within(inline, self._bound(inline.content, start, room))
                else:
                    last = (inline, *rest)
                return before + self._tail(last)
            start -= length
        return self.inlines(inlines, room)

    def _tail(self, inlines: Inlines) -> Markup:
        """Return *inlines* in one piece: no name in them need be marked."""
        return _TAIL.format(self.inlines(inlines, room=0.0)) if inlines else Markup("")

    def inline(self, inline: Inline, called: bool = False, room: float = inf) -> Markup:
        """Return *inline* as HTML; *called* says that a call stands just before it."""
        more = " more" if called else ""
        match inline:
            case Text(text):
                return whole_words(text, room)
            case Emphasis(content) | Strong(content) | Link(content):
                return _within(inline, self.inlines(content, room))
            case Note(content):
                words = self.inlines(content)
                number = self._notes.setdefault(content, len(self._notes) + 1)
                note = Markup('<span class="note{}" data-number="{}">{}</span>')
                return note.format(more, number, words)
            case Cite(number=number, target=target):
                call = Markup('<a class="cite{}" href="#{}">{}</a>')
                return call.format(more, target, number or "")
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case LineBreak():
                return Markup("<br>")
            case Badge(scale, level, text):
                return _badge(scale, level, text)
            case Blank():
                return Markup('<span class="blank"></span>')
            case Slot(key, _prompt, lines):
                # Something is drawn in its place, so that it has one among what is drawn.
                slot = Markup(
                    '<span class="slot" data-key="{}" data-lines="{}" style="--lines:{}">P</span>'
                )
                return slot.format(key, lines, lines)
            case _:
                assert_never(inline)


def _within(inline: Emphasis | Strong | Link, words: Markup) -> Markup:
    """Return *words* as the content of *inline*."""
    match inline:
        case Emphasis():
            return Markup("<em>{}</em>").format(words)
        case Strong():
            return Markup("<strong>{}</strong>").format(words)
        case Link(url=url):
            return Markup('<a href="{}">{}</a>').format(url, words)
        case _:
            assert_never(inline)


def _is_map(block: Block) -> bool:
    return isinstance(block, Figure) and isinstance(block.graphic, Map)


def _title_lines(document: Document) -> list[str]:
    """Return the title as lines: on a cover as equally long ones as words allow, none of which ends
    with an article."""
    line = _COVER_LONG_LINE if len(document.title) > _LONG_TITLE else _COVER_LINE
    if not document.cover or len(document.title) <= line:
        return [document.title]
    bound = re.sub(r"\b(\w{1,2}) ", rf"\1{_BOND}", document.title)
    widths = range(max(map(len, bound.split())), line + 1)
    fewest = len(_wrapped(bound, line))
    lines = next((w for w in map(partial(_wrapped, bound), widths) if len(w) <= fewest), [bound])
    return [line.replace(_BOND, " ") for line in lines]


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _lines_of(item: ListItem) -> Inlines:
    """Return the words of *item*, its paragraphs one below the other."""
    said: Inlines = ()
    for block in item.blocks:
        if isinstance(block, Paragraph):
            said += (LineBreak(), *block.content) if said else block.content
    return said


def _template_of(block: Block) -> str:
    """Return the name of the template of *block*: "blocks/key-facts.html.j2"."""
    kind = _WORD_START.sub("-", type(block).__name__).lower()
    return f"blocks/{kind}.html.j2"


def _table_class(table: Table, columns: Columns, aligned: bool, tall: bool) -> str:
    """Return the CSS classes of *table*: "marked" where a row is, "compact" with few short cells unless it is
    *aligned* with others, "tall" if its rows are, "close" and "small" where numbers need it,
    "hyphenated" where names of columns and rows are parted too."""
    cells = [cell for row in table.rows for cell in row.cells]
    short = all(len(plain(cell)) <= _SHORT_CELL for cell in cells)
    compact = not aligned and short and len(table.columns) <= _FEW_COLUMNS
    classes = {
        "marked": _is_marked(table),
        "compact": compact,
        "tall": tall,
        "close": columns.setting > 0,
        "small": columns.setting > 1,
        "hyphenated": columns.hyphenated,
    }
    return " ".join(name for name, holds in classes.items() if holds)


def _is_marked(table: Table) -> bool:
    return any(row.highlight for row in table.rows)


def _ends_in_space(inline: Inline | None) -> bool:
    return isinstance(inline, Text) and inline.text.endswith((" ", NBSP))


def _badge(scale: Literal["certainty", "answer", "status"], level: str, text: str) -> Markup:
    dots = Markup("<i></i><i></i><i></i>") if scale == "certainty" else Markup("")
    # A word joiner of CSS, not of text: the dots must not be parted from their word.
    return Markup('<span class="badge {} {}">{}{}</span>').format(scale, level, dots, text)


def _css_page_number(page_format: str) -> str:
    """Return *page_format* as the value of the CSS property ``content``."""
    parts: list[str] = []
    for index, piece in enumerate(page_format.split("{page}")):
        if index:
            parts.append("counter(page)")
        for nth, text in enumerate(piece.split("{pages}")):
            if nth:
                parts.append("counter(pages)")
            if text:
                parts.append(_css_string(text))
    return " ".join(parts) or '""'


def _css_string(text: str) -> str:
    """Return *text* as a CSS string that cannot end itself (CSS Syntax 3, 4.3.5)."""
    return '"' + re.sub(r'["\\<\x00-\x1f]', lambda c: f"\\{ord(c[0]):x} ", text) + '"'


@lru_cache(maxsize=256)  # a source has the same code in all its editions
def _qr_svg(url: str, colour: str) -> bytes:
    # Four light modules around it: the quiet zone of ISO/IEC 18004, 6.3.8.
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=4, dark=colour, light="#ffffff", xmldecl=False, svgns=True, scale=4
    )
    return out.getvalue()


def _data_url(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
