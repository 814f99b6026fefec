"""Style definitions → ``w:style`` elements, children in the order of the schema.

Enters: :class:`ParagraphStyle` and :class:`CharacterStyle`, in points and theme colours. Leaves:
elements of ``styles.xml``. Which styles there are, and how they look, is in ``styles``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from pitstop_docs.writers.docx.markup import add

Role = Literal["display", "text", "light", "code"]
_TWIPS = 20  # in a point
_EIGHTHS = 8  # in a point
_SINGLE = 240  # "auto" line spacing of one line, 17.3.1.33


@dataclass(frozen=True, slots=True)
class Fonts:
    """Font families by role, and the height of a line that each asks for, in its own size."""

    families: Mapping[Role, str]
    natural: Mapping[Role, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``RRGGBB`` by the name under which styles use them.

    Names of the theme ("text2", "accent1") are written beside their value, so that a change of the
    theme's colours changes them; others ("warning_tint") are values alone.
    """

    theme: Mapping[str, str]
    fixed: Mapping[str, str]

    def attributes(
        self, name: str, value: str = "color", theme: str = "themeColor"
    ) -> dict[str, str]:
        """Return the attributes that give an element the colour *name*."""
        if name in self.theme:
            return {value: self.theme[name], theme: name}
        return {value: self.fixed[name]}


@dataclass(frozen=True, slots=True)
class Border:
    """A line at one side: its width and its distance from the text in points."""

    side: Literal["top", "left", "bottom", "right", "between"]
    colour: str
    width: float
    space: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterStyle:
    """How characters look; ``None`` leaves it to what is below. ``tracking`` is in points. What is not
    ``proofed`` is no word of a language: its spelling is not checked."""

    name: str
    font: Role | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    colour: str | None = None
    tracking: float | None = None
    fill: str | None = None
    superscript: bool = False
    underline: bool | None = None
    proofed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphStyle(CharacterStyle):
    """How paragraphs look; lengths in points, ``leading`` in sizes of the style's font.

    ``fill`` colours the paragraph. ``numbering`` is the list definition and level it belongs to,
    ``tabs`` are left tab stops, ``right_tab`` is one at the right. ``single`` is the line height
    that holds a picture: any other multiple would crop it or push it away.
    """

    based_on: str | None = "Normal"
    next: str | None = None
    leading: float | None = None
    before: float | None = None
    after: float | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    align: Literal["left", "right", "center"] | None = None
    keep_next: bool = False
    keep_lines: bool = False
    hyphenate: bool = True
    outline: int | None = None
    tabs: tuple[float, ...] = ()
    right_tab: float | None = None
    borders: tuple[Border, ...] = ()
    numbering: tuple[int, int] | None = None
    centre_line: bool = False
    exact: float | None = None
    single: bool = False


def style_id(name: str) -> str:
    """Return the id of style *name*: what Word makes of it, the name without spaces."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def twentieths(points: float) -> str:
    """Return *points* in twips."""
    return str(round(points * _TWIPS))


def add_paragraph_style(
    styles: etree._Element, style: ParagraphStyle, fonts: Fonts, palette: Palette
) -> None:
    """Append *style*; ``Normal`` is the default paragraph style."""
    element = _open_style(styles, style.name, "paragraph", default=style.name == "Normal")
    if style.based_on and style.name != "Normal":
        add(element, "basedOn", val=style_id(style.based_on))
    if style.next:
        add(element, "next", val=style_id(style.next))
    add(element, "uiPriority", val="1")
    add(element, "qFormat")
    properties = add(element, "pPr")
    _add_paragraph_properties(properties, style, fonts, palette)
    if not len(properties):
        element.remove(properties)
    _add_run_properties(element, style, fonts, palette, shade=False)


def add_character_style(
    styles: etree._Element, style: CharacterStyle, fonts: Fonts, palette: Palette
) -> None:
    """Append *style*."""
    element = _open_style(styles, style.name, "character")
    add(element, "basedOn", val="DefaultParagraphFont")
    add(element, "uiPriority", val="2")
    add(element, "qFormat")
    _add_run_properties(element, style, fonts, palette, shade=True)


def _open_style(
    styles: etree._Element, name: str, type: str, default: bool = False
) -> etree._Element:
    attributes = {"type": type, "styleId": style_id(name)}
    if default:
        attributes["default"] = "1"
    if name.startswith("PitStop"):
        attributes["customStyle"] = "1"
    element = add(styles, "style", **attributes)
    # Word writes the names of its own headings, lists and notes in lower case at the start.
    lower = name.startswith(("Heading", "Caption"))
    add(element, "name", val=name.lower() if lower else name)
    return element


def _add_paragraph_properties(
    properties: etree._Element, style: ParagraphStyle, fonts: Fonts, palette: Palette
) -> None:
    """Append what *style* sets, in the order of 17.3.1.26."""
    if style.keep_next:
        add(properties, "keepNext")
    if style.keep_lines:
        add(properties, "keepLines")
    if style.numbering is not None:
        number = add(properties, "numPr")
        add(number, "ilvl", val=str(style.numbering[1]))
        add(number, "numId", val=str(style.numbering[0]))
    if style.borders:
        _add_borders(add(properties, "pBdr"), style.borders, palette)
    if style.fill:
        shade = palette.attributes(style.fill, "fill", "themeFill")
        add(properties, "shd", val="clear", color="auto", **shade)
    if style.tabs or style.right_tab:
        tabs = add(properties, "tabs")
        for stop in style.tabs:
            add(tabs, "tab", val="left", pos=twentieths(stop))
        if style.right_tab:
            add(tabs, "tab", val="right", pos=twentieths(style.right_tab))
    if not style.hyphenate:
        add(properties, "suppressAutoHyphens")
    _add_spacing(properties, style, fonts)
    indents = {"left": style.left, "right": style.right, "hanging": style.hanging}
    given = {name: twentieths(value) for name, value in indents.items() if value is not None}
    if given:
        add(properties, "ind", **given)
    if style.align:
        add(properties, "jc", val=style.align)
    if style.centre_line:
        add(properties, "textAlignment", val="center")
    if style.outline is not None:
        add(properties, "outlineLvl", val=str(style.outline))


def _add_spacing(properties: etree._Element, style: ParagraphStyle, fonts: Fonts) -> None:
    spacing = {}
    if style.before is not None:
        spacing["before"] = twentieths(style.before)
    if style.after is not None:
        spacing["after"] = twentieths(style.after)
    if style.exact is not None:
        spacing |= {"line": twentieths(style.exact), "lineRule": "exact"}
    elif style.single:
        spacing |= {"line": str(_SINGLE), "lineRule": "auto"}
    elif style.leading is not None:
        # "auto" multiplies the height that the font itself asks for, not its size.
        natural = fonts.natural[style.font or "text"]
        spacing |= {"line": str(round(_SINGLE * style.leading / natural)), "lineRule": "auto"}
    if spacing:
        add(properties, "spacing", **spacing)


def _add_borders(parent: etree._Element, borders: tuple[Border, ...], palette: Palette) -> None:
    order = ("top", "left", "bottom", "right", "between")
    for border in sorted(borders, key=lambda border: order.index(border.side)):
        add(
            parent, border.side, val="single", sz=str(round(border.width * _EIGHTHS)),
            space=str(round(border.space)), **palette.attributes(border.colour),
        )  # fmt: skip


def _add_run_properties(
    parent: etree._Element, style: CharacterStyle, fonts: Fonts, palette: Palette, shade: bool
) -> None:
    """Append what *style* says of its characters, in the order of 17.3.2.28."""
    properties = add(parent, "rPr")
    if style.font:
        add_fonts(properties, style.font, fonts)
    for tag, value in (("b", style.bold), ("i", style.italic)):
        if value is not None:
            add(properties, tag, val=str(int(value)))
            add(properties, f"{tag}Cs", val=str(int(value)))
    if style.caps is not None:
        add(properties, "caps", val=str(int(style.caps)))
    if not style.proofed:
        add(properties, "noProof")
    if style.colour:
        add(properties, "color", **palette.attributes(style.colour, "val"))
    if style.tracking is not None:
        add(properties, "spacing", val=twentieths(style.tracking))
    if style.size is not None:
        half_points = str(round(style.size * 2))
        add(properties, "sz", val=half_points)
        add(properties, "szCs", val=half_points)
    if style.underline is not None:
        add(properties, "u", val="single" if style.underline else "none")
    if shade and style.fill:
        fill = palette.attributes(style.fill, "fill", "themeFill")
        add(properties, "shd", val="clear", color="auto", **fill)
    if style.superscript:
        add(properties, "vertAlign", val="superscript")
    if not len(properties):
        parent.remove(properties)


def add_fonts(properties: etree._Element, role: Role, fonts: Fonts) -> None:
    """Append the font of *role*: the theme's, where the theme has it, and its name beside it."""
    name = fonts.families[role]
    names = {"ascii": name, "hAnsi": name, "eastAsia": name, "cs": name}
    if role in ("display", "text"):
        theme = "majorHAnsi" if role == "display" else "minorHAnsi"
        names |= {"asciiTheme": theme, "hAnsiTheme": theme}
    add(properties, "rFonts", **names)
