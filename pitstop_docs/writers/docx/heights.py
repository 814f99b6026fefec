"""How high a text will stand: letters are counted, not set.

Enters: the styles of a look and a body whose sections are laid out. Leaves: its height in twips,
within some hundredths of what LibreOffice and Word make of it: enough to tell how much room there is
on the pages of a document (spacing.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from pitstop_docs.writers.docx.markup import EMU_PER_TWIP, WP, W, child
from pitstop_docs.writers.docx.settings import is_on
from pitstop_docs.writers.lines import OTHER, OTHERS, Typeface, letters_a_line, lines_of

_CELL, _RULE = 140, 10  # twips: at the sides of a cell's words, and below a row
_GUTTER = 720  # twips between columns where a section does not say it (17.6.4)
_TAB = 2  # letters
_POINT = 20  # twips
_UNEVEN = 300  # twips: by so much columns end lower than counted, since they grow by whole lines
_LEAST = 2  # lines of a paragraph at the end or the start of a column
_DIGITS = 9  # of the greatest number in a file that anybody has set


@dataclass(frozen=True, slots=True)
class Metric:
    """What a paragraph style takes, in twips: a line, a letter, the space above and below, that above it
    alone (``before``), indents, that at the ``right`` alone; ``box`` names the lines around it, paragraphs
    with the same ones share their ``padding``. ``leading`` is the line in sizes of the text, None where it
    is exact. ``held`` says that its paragraphs stay with the next."""

    line: float
    leading: float | None
    letter: float
    space: int
    before: int
    indents: int
    right: int
    box: str
    padding: int
    held: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines, or a row of a table, that no column is parted inside: their height in twips; after what is
    ``held`` neither."""

    height: float
    held: bool = False


def read_metrics(
    styles: etree._Element, faces: Mapping[str, Typeface], themed: Mapping[str, str]
) -> dict[str, Metric]:
    """Return the metrics of paragraph styles by id; *faces* are those of fonts whose measures are known, by
    name, *themed* the fonts of the file's theme, by their role there ("major", "minor")."""
    known = {**OTHERS, **{name.lower(): face for name, face in faces.items()}}
    by_id = {style.get(W + "styleId", ""): style for style in styles.iterfind(W + "style")}
    defaults = styles.find(W + "docDefaults")
    return {
        id: _metric(chain, known.get(_font(chain, themed).lower(), OTHER))
        for id, style in by_id.items()
        if style.get(W + "type") == "paragraph"
        for chain in [[*_chain(id, by_id), *([] if defaults is None else [defaults])]]
    }


def _chain(id: str, styles: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    """Yield a style and those that it is based on."""
    seen: set[str] = set()
    while id in styles and id not in seen:
        seen.add(id)
        yield styles[id]
        based = styles[id].find(W + "basedOn")
        id = based.get(W + "val", "") if based is not None else ""


def _font(chain: list[etree._Element], themed: Mapping[str, str]) -> str:
    """Return the name of the font that a style asks for; a role in the theme wins (17.3.2.26)."""
    for fonts in (found for style in chain for found in style.iter(W + "rFonts")):
        role, name = fonts.get(W + "asciiTheme", ""), fonts.get(W + "ascii", "")
        if role or name:
            return themed.get(role[: len("major")], name)
    return ""


def _metric(chain: list[etree._Element], face: Typeface) -> Metric:
    def value(kind: str, tag: str, name: str) -> str:
        for style in chain:
            for found in style.iter(W + tag):
                text, parent = found.get(W + name), found.getparent()
                if text is not None and parent is not None and parent.tag == W + kind:
                    return text
        return ""

    def number(tag: str, name: str, default: int = 0, kind: str = "pPr") -> int:
        return _integer(value(kind, tag, name), default)

    size = number("sz", "val", 20, "rPr") * _POINT / 2
    line = number("spacing", "line", 240)
    exact = value("pPr", "spacing", "lineRule") in ("exact", "atLeast")
    borders = list(chain[0].iterfind(f"{W}pPr/{W}pBdr/*"))
    return Metric(
        line=line if exact else size * face.line * line / 240,
        leading=None if exact else face.line * line / 240,
        letter=size * face.letter,
        space=number("spacing", "before") + number("spacing", "after"),
        before=number("spacing", "before"),
        indents=number("ind", "left") + number("ind", "right"),
        right=number("ind", "right"),
        box="".join(sorted(f"{b.tag} {b.get(W + 'color')} {b.get(W + 'sz')}" for b in borders)),
        padding=sum(
            _integer(border.get(W + "space")) * _POINT
            for border in borders
            if border.tag in (W + "top", W + "bottom")
        ),
        held=next(
            (
                is_on(each, "keepNext")
                for style in chain
                for each in style.iterfind(W + "pPr")
                if each.find(W + "keepNext") is not None
            ),
            False,
        ),
    )


def _integer(text: str | None, default: int = 0) -> int:
    """Return the number that *text* is; a letterhead may hold anything, "50%" too."""
    number = (text or "").removeprefix("-")
    return int(text or "") if number.isdecimal() and len(number) <= _DIGITS else default


def height_of(body: etree._Element, metrics: Mapping[str, Metric], width: int) -> float:
    """Return the height of *body*, whose lines are *width* twips wide, in twips.

    Columns that begin where the text says count as high as the highest, others as :func:`level`; what stands
    before a page break does not count.
    """
    total = 0.0
    for section in _sections(body):
        begun, height = _height_of(section, metrics, width)
        total = height if begun else total + height
    return total


def level(pieces: Sequence[Piece]) -> float:
    """Return how high two columns are that *pieces* fill, as near to each other in height as can be."""
    total = lowest = sum(piece.height for piece in pieces)
    first = 0.0
    for piece in pieces:
        first += piece.height
        if not piece.held:
            lowest = min(lowest, max(first, total - first))
    return lowest + _UNEVEN if pieces else 0.0


def pieces_of(
    blocks: Iterable[etree._Element], metrics: Mapping[str, Metric], width: float
) -> list[Piece]:
    """Return what *blocks* may be parted between in columns of *width*: lines, of which no less than two
    stand alone, and rows."""
    pieces: list[Piece] = []
    box = ""
    for block in blocks:
        if block.tag == W + "tbl":
            for row in block.iter(W + "tr"):
                first = next(row.iter(W + "p"), None)
                held = first is not None and _held(first, otherwise=False)
                pieces.append(Piece(_row(row, metrics), held))
            box = ""
            continue
        metric = _find(block, metrics)
        lines, line, space = _lines(block, metric, width)
        space += metric.padding if metric.box != box else 0
        box = metric.box
        ends = _LEAST if lines >= 2 * _LEAST else lines
        heights = [
            ends * line + space,
            *[line] * (lines - 2 * ends),
            *[ends * line] * (ends < lines),
        ]
        pieces += map(Piece, heights[:-1])
        pieces.append(Piece(heights[-1], _held(block, metric.held)))
    return pieces


def _height_of(
    section: "_Columns", metrics: Mapping[str, Metric], width: int
) -> tuple[bool, float]:
    """Return whether *section* begins a page, and how high it is from there."""
    share = (width - section.gutter * (section.columns - 1)) / section.columns
    pages = [n for n, block in enumerate(section.blocks) if _breaks(block, "page")]
    if section.columns > 1 and not section.starts:
        return bool(pages), level(pieces_of(section.blocks, metrics, share))
    starts = [pages[-1] if pages else 0, *section.starts]
    ends = [*section.starts, len(section.blocks)]
    heights = (
        sum(piece.height for piece in pieces_of(section.blocks[start:end], metrics, share))
        for start, end in zip(starts, ends, strict=True)
    )
    return bool(pages), max(heights)


def _held(paragraph: etree._Element, otherwise: bool) -> bool:
    """Tell whether *paragraph* stays with the next, as it says itself; where it does not, *otherwise*."""
    properties = child(paragraph, "pPr")
    if properties is None or child(properties, "keepNext") is None:
        return otherwise
    return is_on(properties, "keepNext")


def _breaks(block: etree._Element, kind: str) -> bool:
    """Tell whether *block*, a paragraph, begins a page or a column."""
    if block.tag == W + "tbl":
        return False
    if kind == "page":
        return next(block.iter(W + "pageBreakBefore"), None) is not None
    return any(each.get(W + "type") == kind for each in block.iter(W + "br"))


def heights_in(body: etree._Element, metrics: Mapping[str, Metric], width: int) -> list[float]:
    """Return the height of each paragraph of *body*, which has neither tables nor columns."""
    return [_paragraph(each, _find(each, metrics), width) for each in body.iterchildren(W + "p")]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The paragraphs and tables of a section, in how many columns they stand, and twips between these;
    ``starts`` are those that begin a further one."""

    blocks: list[etree._Element]
    columns: int
    gutter: int

    @property
    def starts(self) -> list[int]:
        if self.columns == 1:
            return []
        return [n for n, block in enumerate(self.blocks) if _breaks(block, "column")]


def _sections(body: etree._Element) -> Iterator[_Columns]:
    """Yield the sections of *body*."""
    blocks: list[etree._Element] = []
    for block in list(body.iter(W + "p", W + "tbl", W + "sectPr")):
        if next(block.iterancestors(W + "footnote"), body).get(W + "type") is not None:
            continue  # lines that separate notes from the text
        if block.tag == W + "sectPr":
            columns = block.find(W + "cols")
            number, gutter = 1, _GUTTER
            if columns is not None:
                number = _integer(columns.get(W + "num"), number)
                gutter = _integer(columns.get(W + "space"), gutter)
            yield _Columns(blocks, max(number, 1), gutter)
            blocks = []
        elif next(block.iterancestors(W + "tbl"), None) is None:
            blocks.append(block)
    yield _Columns(blocks, 1, 0)


def _find(paragraph: etree._Element, metrics: Mapping[str, Metric]) -> Metric:
    style = next(paragraph.iter(W + "pStyle"), None)
    found = metrics.get(style.get(W + "val", "")) if style is not None else None
    return found or next(iter(metrics.values()))


def _row(row: etree._Element, metrics: Mapping[str, Metric]) -> float:
    heights = [0.0]
    for cell in row.iter(W + "tc"):
        size = next(cell.iter(W + "tcW"), None)
        width = _integer(size.get(W + "w")) - _CELL if size is not None else 0
        lines = cell.iter(W + "p")
        heights.append(sum(_paragraph(line, _find(line, metrics), width) for line in lines))
    return max(heights) + _RULE


def _paragraph(paragraph: etree._Element, metric: Metric, width: float) -> float:
    """Return how high *paragraph* is, with the space around it."""
    lines, line, space = _lines(paragraph, metric, width)
    return lines * line + space


def _lines(paragraph: etree._Element, metric: Metric, width: float) -> tuple[int, float, float]:
    """Return how many lines *paragraph* has, how high each is, and the space around them."""
    letters, picture = [0], 0.0
    indents, space = metric.indents, metric.space
    properties = child(paragraph, "pPr")
    for direct in () if properties is None else properties.iterchildren(W + "ind", W + "spacing"):
        if direct.tag == W + "spacing":
            if direct.get(W + "before") is not None:
                space += _integer(direct.get(W + "before")) - metric.before
            continue
        for side, known in (("left", metric.indents - metric.right), ("right", metric.right)):
            if direct.get(W + side) is not None:
                indents += _integer(direct.get(W + side)) - known
    for each in paragraph.iter(W + "t", W + "tab", W + "br", WP + "extent"):
        if each.tag == W + "t":
            letters[-1] += len(each.text or "")
        elif each.tag == W + "tab":
            letters[-1] += _TAB
        elif each.tag == WP + "extent":  # what floats takes no line
            if next(each.iterancestors(WP + "inline"), None) is None:
                continue
            picture = max(picture, _integer(each.get("cy")) / EMU_PER_TWIP)
        elif each.get(W + "type") != "column":
            letters.append(0)
    if picture:
        return 1, picture, space
    room = letters_a_line(width - indents, metric.letter)
    lines = sum(max(lines_of(count, room), 1) for count in letters)
    return lines, metric.line, space
