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
from markupsafe import Markup, escape

from pitstop_docs.look.theme import Templates, Theme
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Block,
    Chart,
    Cite,
    Code,
    Contents,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Paragraph,
    QrCode,
    Slot,
    Strong,
    Table,
    Text,
)
from pitstop_docs.tree.walk import has_notes, is_open, plain, says_nothing, walk
from pitstop_docs.writers.charts import ChartError, draw_svg
from pitstop_docs.writers.pdf.bands import bands, figure_widths, table_widths
from pitstop_docs.writers.pdf.extents import LEAD_END, PX_PER_PT
from pitstop_docs.writers.pdf.grid import PT_PER_MM, grid_of
from pitstop_docs.writers.table_columns import Columns, Setting, fit_columns, fit_row, width_of

MEDIA_URL = "pitstop:///media/"
# The last line of a paragraph keeps at least this many letters, so that no word stands alone.
_TAIL_LEAST, _TAIL_MOST = 8, 18
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
# mm: the sides of a box, the gap between facts side by side; pt: their letters (blocks.css).
_BOX_SIDE, _FACT_GAP, _FACT_SIZE = 6.0, 5.0, 8.5
_GAPS, _CLOSE_GAPS = (0.8, 1.2, 0.0), (0.5, 0.5, 0.0)
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")  # in the name of a class
# A foot of more blocks may go on over pages: it is mostly a list of sources.
_LONG_FOOT = 30


@dataclass(frozen=True, slots=True)
class TextSetting:
    """The running text of one document: size in pt, leading as a factor of it, and whether the first
    page's two columns may be ``split``: they are when they are longer than it."""

    size: float
    leading: float
    split: bool = False


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

    def render(self, setting: TextSetting) -> str:
        """Return the HTML of the whole document."""
        document = self.document
        foot = document.foot
        # Only codes that end the foot may stand beside it: the order of reading stays.
        codes = len(foot)
        while codes and isinstance(foot[codes - 1], QrCode):
            codes -= 1
        grid = grid_of(self.theme)
        strips = bands(document.body, grid.lines)
        self._widths = {
            **figure_widths(strips, grid.widths),
            **table_widths(strips, grid.widths, _INSET),
        }
        return self.environment.get_template("document.html.j2").render(
            document=document,
            logo=self.logo_address(),
            setting=setting,
            page_number=_css_page_number(document.page_format),
            long_title=len(document.title) > _LONG_TITLE,
            title_lines=_title_lines(document),
            crowded=any(
                isinstance(block, Contents) and len(block.entries) >= _MANY_ENTRIES
                for block in document.head
            ),
            bands=strips,
            render=self.block,
            inline=self.inlines,
            tail=self.with_tail,
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
                paragraph=self.paragraph,
                address=self.address,
                many_entries=_MANY_ENTRIES,
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

        def cell_of(content: Inlines, index: int) -> Markup:
            return self.with_tail(content, columns.widths[index] / setting.size)

        return {
            "table_class": _table_class(table, columns, self.document.id.kind == "letter"),
            "shares": [100 * width / room for width in columns.widths],
            "cell_of": cell_of,
        }

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

    def inlines(self, inlines: Inlines) -> Markup:
        """Return *inlines* as HTML."""
        html = Markup("")
        for before, inline, after in zip(
            (None, *inlines), inlines, (*inlines[1:], None), strict=False
        ):
            if isinstance(inline, Badge) and _ends_in_space(before):
                continue  # it stands with the word before it
            if isinstance(inline, Text) and isinstance(after, Badge) and _ends_in_space(inline):
                head, space, word = inline.text[:-1].rpartition(" ")
                bound = Markup('<span class="tail">{} {}</span>').format(word, self.inline(after))
                html += _before_element(head + space) + bound
            elif isinstance(inline, Text) and after:
                html += _before_element(inline.text)
            else:
                html += self.inline(inline, called=isinstance(before, Cite | Note))
        return html

    def paragraph(self, block: Paragraph) -> Markup:
        """Return the content of *block*; to be measured, with the end of its first sentence."""
        if not self.measured or not block.rest_rank:
            return self.with_tail(block.content)
        first, rest = block.content[: block.lead], block.content[block.lead :]
        mark = Markup('<i class="{}"></i>').format(LEAD_END)
        return self.with_tail(first) + mark + self.with_tail(rest)

    def with_tail(self, inlines: Inlines, room: float = inf) -> Markup:
        """Return *inlines* with the last words bound together: none stands on a line alone. In a
        narrow column they must have *room*, in sizes of the font."""
        for index in range(len(inlines) - 1, -1, -1):
            last = inlines[index]
            if isinstance(last, Cite | Note) or (isinstance(last, Text) and " " not in last.text):
                continue
            start = _tail_start(last.text) if isinstance(last, Text) else None
            if not isinstance(last, Text) or start is None:
                break
            if width_of(plain((Text(last.text[start:]), *inlines[index + 1 :]))) > room:
                break
            head = self.inlines((*inlines[:index], Text("")))
            bound = self.inlines((Text(last.text[start:]), *inlines[index + 1 :]))
            tail = Markup('<span class="tail">{}</span>').format(bound)
            return head + _before_element(last.text[:start]) + tail
        return self.inlines(inlines)

    def inline(self, inline: Inline, called: bool = False) -> Markup:
        """Return *inline* as HTML; *called* says that a call stands just before it."""
        more = " more" if called else ""
        match inline:
            case Text(text):
                return escape(text)
            case Emphasis(content):
                return Markup("<em>{}</em>").format(self.inlines(content))
            case Strong(content):
                return Markup("<strong>{}</strong>").format(self.inlines(content))
            case Link(content, url):
                return Markup('<a href="{}">{}</a>').format(url, self.inlines(content))
            case Note(content):
                words = self.inlines(content)
                return Markup('<span class="note{}">{}</span>').format(more, words)
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


def _template_of(block: Block) -> str:
    """Return the name of the template of *block*: "blocks/key-facts.html.j2"."""
    kind = _WORD_START.sub("-", type(block).__name__).lower()
    return f"blocks/{kind}.html.j2"


def _table_class(table: Table, columns: Columns, aligned: bool) -> str:
    """Return the CSS classes of *table*: "noted" with footnotes, "compact" with few short cells unless it is
    *aligned* with others, "close" and "small" where numbers need it, "hyphenated" where names of columns and
    rows are parted too."""
    cells = [cell for row in table.rows for cell in row.cells]
    short = all(len(plain(cell)) <= _SHORT_CELL for cell in cells)
    compact = not aligned and short and len(table.columns) <= _FEW_COLUMNS
    classes = {
        "noted": has_notes(table),
        "compact": compact,
        "close": columns.setting > 0,
        "small": columns.setting > 1,
        "hyphenated": columns.hyphenated,
    }
    return " ".join(name for name, holds in classes.items() if holds)


def _ends_in_space(inline: Inline | None) -> bool:
    return isinstance(inline, Text) and inline.text.endswith(" ")


def _badge(scale: Literal["certainty", "answer", "status"], level: str, text: str) -> Markup:
    dots = Markup("<i></i><i></i><i></i>") if scale == "certainty" else Markup("")
    # A word joiner of CSS, not of text: the dots must not be parted from their word.
    return Markup('<span class="badge {} {}">{}{}</span>').format(scale, level, dots, text)


def _before_element(text: str) -> Markup:
    """Return *text* with its last space in an element of its own.

    WeasyPrint 70 breaks a line after its first word when a text that ends in a space fills the line
    but for that space, and an element follows (split_first_line, step 3).
    """
    if text.endswith(" "):
        return Markup("{}<span> </span>").format(text[:-1])
    return escape(text)


def _tail_start(text: str) -> int | None:
    """Return where the last words of *text* begin, or ``None`` when they cannot be bound."""
    end = len(text.rstrip())
    start = end
    while end - start < _TAIL_LEAST:
        space = text.rfind(" ", 0, start - 1 if start else 0)
        if space < 0 or end - space - 1 > _TAIL_MOST:
            break
        start = space + 1
    return start if 2 <= end - start <= _TAIL_MOST else None


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
