"""The reference document: theme → ``templates/docx/reference.docx``.

``python -m pitstop_docs.writers.reference`` (``make reference``) writes the packaged one. A person may edit
a copy in Word: the writer then takes whatever styles are there.
"""

from pathlib import Path

from fontTools.ttLib import TTFont
from lxml import etree

from pitstop_docs.look.theme import Templates, Theme, load_theme
from pitstop_docs.writers.docx.look import REFERENCE_KIND, kind_slots, region
from pitstop_docs.writers.docx.markup import add, add_text, root, serialise, twips
from pitstop_docs.writers.docx.package import DOCUMENT, Package
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.docx.reference import put_stamp
from pitstop_docs.writers.reference import styles as sheet
from pitstop_docs.writers.reference.fonts import add_font_table
from pitstop_docs.writers.reference.lists import LIST_STYLES, list_level
from pitstop_docs.writers.reference.stylesheet import (
    Fonts,
    Palette,
    ParagraphStyle,
    Role,
    add_character_style,
    add_fonts,
    add_paragraph_style,
    style_id,
    twentieths,
)  # fmt: skip
from pitstop_docs.writers.reference.theme import theme_xml

_EDGE = 7  # mm from the sheet's edge to the header and the footer
_TOP, _BOTTOM = 11, 15  # mm to the text: less than in the PDF (see styles)
_LANGUAGE = "it"


def make_reference(templates: Templates) -> bytes:
    """Return the reference document for the theme among *templates*; equal themes, equal bytes."""
    theme = load_theme(templates)
    fonts = _fonts(theme, templates)
    palette = _palette(theme)
    margins = theme.page.margins
    text_width = twips(theme.page.width) - twips(margins.inner) - twips(margins.outer)
    styles = sheet.paragraph_styles(theme, text_width / 20)
    package = Package()
    for kind, name, data in (
        (PartKind.STYLES, "styles", _styles(theme, fonts, palette, styles)),
        (PartKind.SETTINGS, "settings", _settings()),
        (PartKind.NUMBERING, "numbering", _numbering(fonts, palette)),
    ):
        package.attach(DOCUMENT, kind, f"/word/{name}.xml", data)
    add_font_table(package, theme, fonts, templates)
    theme_part = theme_xml(theme, palette)
    package.attach(DOCUMENT, PartKind.THEME, "/word/theme/theme1.xml", theme_part)
    body = _document(theme, [style.name for style in styles])
    package.attach("/", PartKind.DOCUMENT, DOCUMENT, body)
    put_stamp(package, templates)
    return package.save()


def _fonts(theme: Theme, templates: Templates) -> Fonts:
    display = theme.fonts.display
    has_light = (display, 300) in {(face.family, face.weight) for face in theme.fonts.faces}
    natural: dict[Role, float] = {}
    families: tuple[tuple[Role, str], ...] = (
        ("display", display),
        ("text", theme.fonts.text),
        ("code", theme.fonts.code),
    )
    for role, family in families:
        file = next(
            face.file
            for face in theme.fonts.faces
            if (face.family, face.weight, face.style) == (family, 400, "normal")
        )
        natural[role] = _natural_height(templates.find(f"fonts/{file}"))
    return Fonts(
        # Word knows a family by its regular and bold: other weights are families of their own.
        {
            "display": display,
            "text": theme.fonts.text,
            "light": f"{display} Light" if has_light else display,
            "code": theme.fonts.code,
        },
        {**natural, "light": natural["display"]},
    )


def _natural_height(path: Path) -> float:
    """Return the height of a line that the font asks for, in its size, by the rule Word follows."""
    with TTFont(path, lazy=True) as font:
        metrics, units = font["OS/2"], font["head"].unitsPerEm
        if metrics.fsSelection & 1 << 7:  # USE_TYPO_METRICS
            height = metrics.sTypoAscender - metrics.sTypoDescender + metrics.sTypoLineGap
        else:
            height = metrics.usWinAscent + metrics.usWinDescent
        return float(height) / float(units)


def _palette(theme: Theme) -> Palette:
    colours, slots = theme.colours, kind_slots(theme.kinds[REFERENCE_KIND])
    shared = {
        "text1": colours.ink, "background1": colours.paper, "accent3": colours.muted,
        "accent4": colours.rule, "accent5": colours.warning, "accent6": colours.danger,
    }  # fmt: skip
    by_name = {
        "text2": slots["dk2"], "background2": slots["lt2"], "accent1": slots["accent1"],
        "accent2": slots["accent2"], "hyperlink": slots["hlink"],
        "followedHyperlink": slots["folHlink"],
    }  # fmt: skip
    plain = {name: colour.lstrip("#").upper() for name, colour in shared.items()}
    return Palette(by_name | plain, {"warning_tint": colours.warning_tint.lstrip("#").upper()})


def _styles(theme: Theme, fonts: Fonts, palette: Palette, styles: list[ParagraphStyle]) -> bytes:
    element = root("styles")
    defaults = add(element, "docDefaults")
    run = add(add(defaults, "rPrDefault"), "rPr")
    add_fonts(run, "text", fonts)
    for tag in ("sz", "szCs"):
        add(run, tag, val=str(round(theme.text.size * 2)))
    add(run, "lang", val=region(_LANGUAGE), eastAsia="en-US", bidi="ar-SA")
    paragraph = add(add(defaults, "pPrDefault"), "pPr")
    add(paragraph, "widowControl")
    for kind, name in (("character", "Default Paragraph Font"), ("table", "Normal Table")):
        style = add(element, "style", type=kind, default="1", styleId=style_id(name))
        add(style, "name", val=name)
        add(style, "uiPriority", val="99")
        add(style, "semiHidden")
    for each in styles:
        add_paragraph_style(element, each, fonts, palette)
    for character in sheet.character_styles(theme):
        add_character_style(element, character, fonts, palette)
    _add_table_style(element, palette)
    return serialise(element)


def _add_table_style(styles: etree._Element, palette: Palette) -> None:
    """Append the one table style: rules between rows, first column bold, a line under the headers.

    Colours and sizes of cells belong to paragraph styles: Word and LibreOffice disagree on what a
    table style may change (docs/word/tables.md).
    """
    name = "PitStop Table"
    style = add(styles, "style", type="table", customStyle="1", styleId=style_id(name))
    add(style, "name", val=name)
    add(style, "basedOn", val=style_id("Normal Table"))
    add(style, "qFormat")
    properties = add(style, "tblPr")
    borders = add(properties, "tblBorders")
    for side in ("bottom", "insideH"):
        rule = palette.attributes("accent4")
        add(borders, side, val="single", sz="4", space="0", **rule)
    margins = add(properties, "tblCellMar")
    for side in ("left", "right"):
        add(margins, side, w="70", type="dxa")
    first_row = add(style, "tblStylePr", type="firstRow")
    cell = add(first_row, "tcPr")
    accent = palette.attributes("accent1")
    add(add(cell, "tcBorders"), "bottom", val="single", sz="12", space="0", **accent)
    add(cell, "vAlign", val="bottom")
    first_column = add(style, "tblStylePr", type="firstCol")
    add(add(first_column, "rPr"), "b")


def _settings() -> bytes:
    element = root("settings")
    add(element, "zoom", percent="100")
    # Without saveSubsetFonts, with which Word would save only the letters used so far.
    add(element, "embedTrueTypeFonts")
    add(element, "mirrorMargins")
    add(element, "defaultTabStop", val="720")
    add(element, "autoHyphenation")
    add(element, "consecutiveHyphenLimit", val="2")
    add(element, "doNotHyphenateCaps")
    add(element, "characterSpacingControl", val="doNotCompress")
    compat = add(element, "compat")
    for name, value in (
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "1"),
    ):
        uri = "http://schemas.microsoft.com/office/word"
        add(compat, "compatSetting", name=name, uri=uri, val=value)
    add(element, "themeFontLang", val=region(_LANGUAGE))
    mapping = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
    same = [f"accent{n}" for n in range(1, 7)] + ["hyperlink", "followedHyperlink"]
    add(element, "clrSchemeMapping", **mapping, **{name: name for name in same})
    add(element, "decimalSymbol", val=",")
    add(element, "listSeparator", val=";")
    return serialise(element)


def _numbering(fonts: Fonts, palette: Palette) -> bytes:
    """Return the list definitions, each tied to the paragraph styles of its levels."""
    element = root("numbering")
    for number, names in LIST_STYLES.items():
        definition = add(element, "abstractNum", abstractNumId=str(number))
        add(definition, "multiLevelType", val="multilevel")
        for level in range(9):
            _add_level(definition, number, level, names, fonts, palette)
    for number in LIST_STYLES:
        add(add(element, "num", numId=str(number)), "abstractNumId", val=str(number))
    return serialise(element)


def _add_level(
    definition: etree._Element,
    number: int,
    level: int,
    names: tuple[str, ...],
    fonts: Fonts,
    palette: Palette,
) -> None:
    look = list_level(number, level)
    element = add(definition, "lvl", ilvl=str(level))
    add(element, "start", val="1")
    add(element, "numFmt", val="bullet" if look.bullet else "decimal")
    if level < len(names):
        add(element, "pStyle", val=style_id(names[level]))
    add(element, "lvlText", val=look.bullet or f"%{level + 1}{look.after}")
    add(element, "lvlJc", val="left")
    properties = add(element, "pPr")
    add(properties, "ind", left=twentieths(look.left), hanging=twentieths(look.hanging))
    run = add(element, "rPr")
    add_fonts(run, look.font, fonts)
    add(run, "b", val=str(int(look.bold)))
    if look.colour:
        add(run, "color", **palette.attributes(look.colour, "val"))


def _document(theme: Theme, names: list[str]) -> bytes:
    """Return a page that shows every paragraph style by its name, for the person who edits them."""
    element = root("document")
    body = add(element, "body")
    for name in names:
        paragraph = add(body, "p")
        add(add(paragraph, "pPr"), "pStyle", val=style_id(name))
        add_text(add(paragraph, "r"), name)
    section = add(body, "sectPr")
    add(section, "pgSz", w=str(twips(theme.page.width)), h=str(twips(theme.page.height)))
    margins = theme.page.margins
    sides = {
        "top": _TOP,
        "right": margins.outer,
        "bottom": _BOTTOM,
        "left": margins.inner,
    }
    add(
        section, "pgMar", **{side: str(twips(length)) for side, length in sides.items()},
        header=str(twips(_EDGE)), footer=str(twips(_EDGE)), gutter="0",
    )  # fmt: skip
    return serialise(element)
