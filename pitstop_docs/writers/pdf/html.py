"""Document → HTML, through the templates in ``templates/html/``.

Enters: a :class:`~pitstop_docs.tree.document.Document` and the theme. Leaves: one HTML text in reading
order; every block carries its id, every address is ``pitstop:`` or ``data:``. Text is data: it is
escaped and never read as a template.
"""

import re
from dataclasses import dataclass, field
from functools import partial
from textwrap import wrap

from jinja2 import Environment
from markupsafe import Markup

from pitstop_docs.look.theme import Templates, Theme
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.tree.document import (
    Block,
    Callout,
    Contents,
    Document,
    Figure,
    Inlines,
    Map,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Table,
)
from pitstop_docs.tree.walk import is_open, plain, says_nothing, walk
from pitstop_docs.writers.pdf.bands import bands, figure_widths, table_widths, turned
from pitstop_docs.writers.pdf.columns import ColumnSetter
from pitstop_docs.writers.pdf.extents import LEAD_END
from pitstop_docs.writers.pdf.grid import grid_of
from pitstop_docs.writers.pdf.inlines import InlineRenderer
from pitstop_docs.writers.pdf.pictures import Pictures
from pitstop_docs.writers.pdf.wrapping import (
    LONG_TAIL,
    SHORT_TAIL,
)

# A title of more letters would take three lines of the title size.
_LONG_TITLE = 60
# Letters that a cover's title surely has room for on a line; a long one is set smaller.
_COVER_LINE, _COVER_LONG_LINE = 22, 31
_BOND = "\ue000"  # stands for a space that no line may end with
# Contents of so many lines stand in two columns.
_MANY_ENTRIES = 8
_INSET = 36.0  # pt at the sides of a box (blocks.css)
# rem between sections where they are many: at this leading, the more the larger that is, and at least.
_GAP, _LEADING, _GAP_GROWTH, _GAP_LEAST = 1.8, 1.4, 8.0, 1.2
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
    _widths: dict[str, float] = field(default_factory=dict)  # pt, of figures and tables in columns
    _narrow: frozenset[str] = (
        frozenset()
    )  # paragraphs in the first side column, and of steps beside each other
    _titles: dict[str, Inlines] = field(
        default_factory=dict
    )  # of what tables without captions are in
    _parts: dict[str, str] = field(default_factory=dict)  # what begins with a section, by its id
    _inlines: InlineRenderer = field(init=False)
    _pictures: Pictures = field(init=False)
    _columns: ColumnSetter = field(init=False)

    def __post_init__(self) -> None:
        self._inlines = InlineRenderer(self.measured)
        self._pictures = Pictures(self.templates, self.theme, self.document, self.reporter)
        self._columns = ColumnSetter(self.theme, self.document, self.reporter, self._inlines)

    @property
    def images(self) -> dict[str, Location]:
        """Where each address of a media file was asked for."""
        return self._pictures.asked

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
            logo=self._pictures.logo_address(),
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
            inline=self._inlines.render,
            standfirst=self._inlines.with_tail(document.standfirst, LONG_TAIL),
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
        return Markup(
            template.render(
                block=block,
                document=self.document,
                render=self.block,
                blocks=self.blocks,
                inline=self._inlines.render,
                tail=self._inlines.with_tail,
                is_open=is_open,
                is_map=_is_map,
                paragraph=self.paragraph,
                address=partial(self._pictures.address, widths=self._widths),
                many_entries=_MANY_ENTRIES,
                parts=self._parts,
                page_word=_css_string(block.page) if isinstance(block, Contents) else "",
                **self._columns.columns(block, self._widths, self._titles),
            )
        )

    def paragraph(self, block: Paragraph) -> Markup:
        """Return the content of *block*; to be measured, with the end of its first sentence."""
        tail = SHORT_TAIL if block.id in self._narrow else LONG_TAIL
        if not self.measured or not block.rest_rank:
            return self._inlines.with_tail(block.content, tail)
        first, rest = block.content[: block.lead], block.content[block.lead :]
        mark = Markup('<i class="{}"></i>').format(LEAD_END)
        with_tail = self._inlines.with_tail
        return with_tail(first, tail) + mark + with_tail(rest, tail)


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


def _template_of(block: Block) -> str:
    """Return the name of the template of *block*: "blocks/key-facts.html.j2"."""
    kind = _WORD_START.sub("-", type(block).__name__).lower()
    return f"blocks/{kind}.html.j2"


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
