"""The look of one kind of document: the reference's styles in its colours and language.

Enters: the reference package and the theme. Leaves: a :class:`Look`, made once for each kind and
language and shared by all documents. Styles name theme colours (docs/word/colours.md), so a kind's
hue is a change of six colours in the theme part.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree

from pitstop_docs.look.theme import Fonts, KindColours, Theme, Tightest
from pitstop_docs.tree.document import Document, Section
from pitstop_docs.writers.docx.headings import number_headings
from pitstop_docs.writers.docx.heights import Metric, read_metrics
from pitstop_docs.writers.docx.levels import OwnStyles
from pitstop_docs.writers.docx.markup import A, W, parse, serialise, twips
from pitstop_docs.writers.docx.measure import hold_measure
from pitstop_docs.writers.docx.package import DOCUMENT, Package
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.docx.settings import patch_settings
from pitstop_docs.writers.docx.spacing import space
from pitstop_docs.writers.docx.styles import style_names
from pitstop_docs.writers.lines import DISPLAY, TEXT, Typeface

# With a cover, title and chapters keep their built-in styles, which then look like these.
COVER_STYLES = {
    "title": "pitstop cover title",
    "subtitle": "pitstop cover subtitle",
    "heading 1": "pitstop cover heading",
}
# In documents that are no briefs likewise, by their kind.
STYLES_OF = {
    "act": {
        "title": "pitstop act title",
        "heading 1": "pitstop act heading",
        "heading 2": "pitstop act part",
    },
    "letter": {"title": "pitstop letter title"},
}
_LEVELS = tuple("012345678")  # of a list, 17.9.3

# The kind in whose colours the reference document stands: a person's own colours there win.
Kind = Literal["practice", "policy"]
REFERENCE_KIND: Kind = "practice"

# ECMA-376 17.18.97 (ST_ThemeColor) → 20.1.6.2 (clrScheme), with the usual colour mapping.
_SLOTS = {
    "text1": "dk1", "dark1": "dk1", "background1": "lt1", "light1": "lt1", "text2": "dk2",
    "dark2": "dk2", "background2": "lt2", "light2": "lt2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink", **{f"accent{n}": f"accent{n}" for n in range(1, 7)},
}  # fmt: skip
_REGIONS = {"it": "it-IT", "en": "en-GB", "fr": "fr-FR", "de": "de-DE", "es": "es-ES"}


def kind_slots(colours: KindColours) -> dict[str, str]:
    """Return the theme colours that tell a kind from the others, as ``RRGGBB``."""
    slots = {
        "dk2": colours.deep, "lt2": colours.tint, "accent1": colours.accent,
        "accent2": colours.line, "hlink": colours.accent, "folHlink": colours.deep,
    }  # fmt: skip
    return {slot: colour.lstrip("#").upper() for slot, colour in slots.items()}


def region(language: str) -> str:
    """Return the language tag that Word's proofing tools know: ``it`` → ``it-IT``."""
    return _REGIONS.get(language, language)


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The sheet of the reference: attributes of ``pgSz`` and ``pgMar``, widths in twips."""

    size: Mapping[str, str]
    margins: Mapping[str, str]

    @property
    def text_width(self) -> int:
        """The width between the margins, in twips."""
        lost = sum(int(self.margins.get(W + side, "0")) for side in ("left", "right", "gutter"))
        return int(self.size[W + "w"]) - lost

    @property
    def text_height(self) -> int:
        """The height between the margins, in twips."""
        lost = sum(int(self.margins.get(W + side, "0")) for side in ("top", "bottom"))
        return int(self.size[W + "h"]) - lost


@dataclass(frozen=True, slots=True)
class Look:
    """What the writer takes from the reference, in one kind's colours.

    ``ids`` holds style ids by type and lower-case name (an Italian Word renames the ids of built-in
    styles, never their names), ``list_numbers`` the numbering and level of each paragraph style that has
    them. ``colours`` holds the theme's colours by slot. ``cover`` says whether the title stands in
    a cover's deep block. ``gutter`` are twips between the columns of short lists. ``faces`` are those of
    the theme's fonts, by name. ``rights`` are the indents at the right, in twips, that styles have in any
    column, by id: a box keeps its ground inside it. ``own`` says how a letterhead's own paragraphs stay
    out of the brief's outline.
    """

    styles: bytes
    theme: bytes | None
    settings: bytes
    numbering: bytes
    language: str
    colours: Mapping[str, str]
    ids: Mapping[tuple[str, str], str]
    list_numbers: Mapping[str, tuple[str, int]]
    page: PageSetup
    gutter: int
    cover: bool
    kind: Kind
    faces: Mapping[str, Typeface]
    headings_numbered: bool = False
    rights: Mapping[str, int] = field(default_factory=dict)
    own: OwnStyles = field(default_factory=OwnStyles)

    @property
    def metrics(self) -> dict[str, Metric]:
        """What its paragraph styles take, by id."""
        themed = fonts_of(parse(self.theme)) if self.theme else {}
        return read_metrics(parse(self.styles), self.faces, themed)


def make_look(
    reference: Package,
    theme: Theme,
    kind: Kind,
    language: str,
    *,
    cover: bool,
    genre: str = "brief",
) -> Look:
    """Return the look of documents of a *kind* in a *language*: of briefs with or without a cover, or of
    another *genre* ("act", "letter")."""
    parts = main_parts(reference)
    language = region(language)
    theme_root = (
        parse(reference.parts[parts[PartKind.THEME]].data) if PartKind.THEME in parts else None
    )
    swaps = kind_slots(theme.kinds[kind])
    if theme_root is not None and kind != REFERENCE_KIND:
        _swap_colours(theme_root, swaps)
    colours = swaps | (scheme_of(theme_root) if theme_root is not None else {})
    styles = parse(reference.parts[parts[PartKind.STYLES]].data)
    numbering = (
        parse(reference.parts[parts[PartKind.NUMBERING]].data)
        if PartKind.NUMBERING in parts
        else etree.Element(W + "numbering", nsmap={"w": W.strip("{}")})
    )
    for root in (styles, numbering):
        _recolour(root, colours)
    _dress(styles, (COVER_STYLES if cover else {}) | STYLES_OF.get(genre, {}))
    for lang in styles.iter(W + "lang"):
        lang.set(W + "val", language)
    settings = parse(reference.parts[parts[PartKind.SETTINGS]].data)
    patch_settings(settings, language)
    return Look(
        styles=serialise(styles),
        theme=serialise(theme_root) if theme_root is not None else None,
        settings=serialise(settings),
        numbering=serialise(numbering),
        language=language,
        colours=colours,
        ids=style_names(styles),
        list_numbers=list_numbers(styles),
        page=page_setup(parse(reference.parts[DOCUMENT].data).find(f"{W}body/{W}sectPr")),
        gutter=twips(theme.word.gutter),
        cover=cover,
        kind=kind,
        faces=_faces(theme.fonts),
    )


def with_spacing(look: Look, metrics: Mapping[str, Metric], step: int, tightest: Tightest) -> Look:
    """Return *look*, which has *metrics*, with its paragraphs set *step* of the way to *tightest*."""
    styles = parse(look.styles)
    apart = {"title", "subtitle"} if look.cover else set()
    space(styles, metrics, step, tightest, apart)
    return replace(look, styles=serialise(styles))


def with_measure(look: Look, metrics: Mapping[str, Metric], width: int, letters: int) -> Look:
    """Return *look*, which has *metrics*, with lines of running text, on a page *width* twips wide, that
    hold so many *letters* at most."""
    styles = parse(look.styles)
    hold_measure(styles, metrics, width, letters)
    rights = {id: metric.right for id, metric in metrics.items() if metric.right}
    return replace(look, styles=serialise(styles), rights=rights)


def with_numbers(look: Look) -> Look:
    """Return *look* with headings that count, where it has the styles for them."""
    styles, numbering = parse(look.styles), parse(look.numbering)
    if not number_headings(styles, numbering, look.colours["accent1"]):
        return look
    return replace(
        look, styles=serialise(styles), numbering=serialise(numbering), headings_numbered=True
    )


def has_numbers(document: Document) -> bool:
    """Return whether any chapter of *document* has a number."""
    return any(isinstance(block, Section) and block.number for block in document.body)


def main_parts(package: Package) -> dict[PartKind, str]:
    """Return the names of the parts that the main document points to, by their kinds."""
    return {
        kind: known.target
        for known in package.related(DOCUMENT)
        if (kind := PartKind.of(known.type)) is not None
    }


def scheme_of(theme: etree._Element) -> dict[str, str]:
    """Return the colours of a theme part by slot; system colours count as last computed."""
    return {
        etree.QName(slot).localname: (slot[0].get("lastClr") or slot[0].get("val") or "")
        for slot in theme.iterfind(f".//{A}clrScheme/*")
        if len(slot)
    }


def fonts_of(theme: etree._Element) -> dict[str, str]:
    """Return the fonts of a theme part by their role, "major" or "minor"."""
    return {
        role: latin.get("typeface", "")
        for role in ("major", "minor")
        for latin in theme.iterfind(f".//{A}{role}Font/{A}latin")
    }


def _faces(fonts: Fonts) -> dict[str, Typeface]:
    """Return what letters of the theme's *fonts* take, weights that are families of their own too."""
    return {fonts.display: DISPLAY, f"{fonts.display} Light": DISPLAY, fonts.text: TEXT}


def _swap_colours(theme: etree._Element, swaps: Mapping[str, str]) -> None:
    for slot in theme.iterfind(f".//{A}clrScheme/*"):
        colour = swaps.get(etree.QName(slot).localname)
        if colour:
            slot.clear()
            etree.SubElement(slot, A + "srgbClr", {"val": colour})


def _recolour(root: etree._Element, colours: Mapping[str, str]) -> None:
    """Write each theme colour's value beside its name: LibreOffice reads the value alone."""
    for element in root.iter(etree.Element):
        for name, value in (("themeColor", "color"), ("themeFill", "fill")):
            slot = element.get(W + name)
            # A tint or shade is computed by Word; its value beside it stays as Word wrote it.
            if slot in _SLOTS and not any(
                element.get(W + name + change) for change in ("Tint", "Shade")
            ):
                target = "val" if element.tag == W + "color" else value
                element.set(W + target, colours[_SLOTS[slot]])


def _dress(styles: etree._Element, looks: Mapping[str, str]) -> None:
    """Give built-in styles the *looks* of others, by their names."""
    by_name = {}
    for style in styles.iterfind(W + "style"):
        name = style.find(W + "name")
        if name is not None and style.get(W + "type") == "paragraph":
            by_name[name.get(W + "val", "").lower()] = style
    for plain, look in looks.items():
        if plain in by_name and look in by_name:
            for tag in ("pPr", "rPr"):
                for old in by_name[plain].findall(W + tag):
                    by_name[plain].remove(old)
                by_name[plain].extend(deepcopy(by_name[look].findall(W + tag)))


def list_numbers(styles: etree._Element) -> dict[str, tuple[str, int]]:
    """Return the numbering and the level of each paragraph style that has them, by its id."""
    numbers = {}
    for style in styles.iterfind(W + "style"):
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            level = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
            named = level.get(W + "val", "0") if level is not None else "0"
            known = number.get(W + "val", ""), int(named) if named in _LEVELS else 0
            numbers[style.get(W + "styleId", "")] = known
    return numbers


def page_setup(section: etree._Element | None) -> PageSetup:
    """Return the sheet of *section*, a ``sectPr``; what it does not say is A4 with plain margins."""
    size = section.find(W + "pgSz") if section is not None else None
    margins = section.find(W + "pgMar") if section is not None else None
    a4 = {W + "w": "11906", W + "h": "16838"}
    sides = dict.fromkeys((W + "top", W + "right", W + "bottom", W + "left"), "1134")
    rest = dict.fromkeys((W + "header", W + "footer"), "567") | {W + "gutter": "0"}
    given_size, given_margins = (
        {str(key): str(value) for key, value in element.items()} if element is not None else {}
        for element in (size, margins)
    )
    return PageSetup(a4 | given_size, sides | rest | given_margins)
