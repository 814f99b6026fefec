"""A municipality's letterhead: the bytes of its Word file in, a :class:`Letterhead` to write on out.

What a brief takes from it: header and footer with their pictures, the sheet, the styles, and the
text around the placeholder. What is wrong with it is reported at the file: errors where no brief can
be written on it, warnings where something of ours steps in (docs/word/letterheads.md).
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _, few
from pitstop_docs.runs.archive import WordFileError
from pitstop_docs.writers.docx.letterheads.apart import has_contents
from pitstop_docs.writers.docx.letterheads.safety import make_safe
from pitstop_docs.writers.docx.letterheads.sizes import settle
from pitstop_docs.writers.docx.letterheads.styles import Added, complete
from pitstop_docs.writers.docx.look import Look, PageSetup, main_parts, page_setup
from pitstop_docs.writers.docx.markup import TWIPS_PER_MM, W, parse, root
from pitstop_docs.writers.docx.package import DOCUMENT, Package, open_package
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.docx.styles import style_names

PLACEHOLDER = "{{pitstop}}"
# As people and other programs write it: blanks of all kinds (also those without a width), capitals.
_BLANK = "[\\s\u200b-\u200d\u2060\ufeff]*"
_PLACEHOLDER = re.compile(_BLANK.join(("", r"\{\{", "pitstop", r"\}\}", "")), re.IGNORECASE)
A4 = (11906, 16838)  # twips
_NEAR = 113  # twips, 2 mm: sheets that count as A4
NARROWEST = 7937  # twips, 140 mm: below it, our tables of five columns break words
_UNUSABLE = 4535  # twips, 80 mm
LEAST_MARGIN = 567  # twips, 10 mm: printers reach no further
LEFT_OUT = ("footnoteReference", "endnoteReference", "commentReference")
_CONTENT = ("t", "drawing", "pict", "object", "tbl", "instrText", "fldSimple")
_CODES = {
    "unreadable": "letterhead-unreadable", "unsafe": "letterhead-unsafe",
    "too-large": "letterhead-too-large",
}  # fmt: skip
_AROUND = (PartKind.HEADER.content_type, PartKind.FOOTER.content_type)
Fault = Literal["sizes", "styles", "lists", "section", "size", "width", "margins", "placeholder"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A letterhead, opened once. Its parts and trees are never changed: every brief gets copies.

    ``faults`` says what a repaired copy would put right.
    """

    id: str
    location: Location
    package: Package
    faults: frozenset[Fault]

    @property
    def document(self) -> etree._Element:
        """A fresh copy of the main part."""
        return parse(self.package.parts[DOCUMENT].data)

    @property
    def stories(self) -> Iterator[etree._Element]:
        """Fresh copies of its text, its headers and its footers."""
        yield self.document
        for part in self.package.parts.values():
            if part.content_type in _AROUND:
                yield parse(part.data)

    @property
    def has_cover(self) -> bool:
        """Whether a cover's deep block fits: not around titles in the letterhead's own styles."""
        styles = self.part(PartKind.STYLES)
        names = {name for _kind, name in style_names(styles)} if styles is not None else set()
        return not names & {"title", "subtitle"}

    def part(self, kind: PartKind) -> etree._Element | None:
        """Return a fresh copy of its styles, settings, lists or theme, if it has such a part."""
        name = main_parts(self.package).get(kind)
        return parse(self.package.parts[name].data) if name else None


def open_letterhead(
    data: bytes, id: str, location: Location, look: Look, reporter: Reporter
) -> Letterhead | None:
    """Return the letterhead in *data*, or None and an error; *look* is that of the reference.

    Without an error a brief can be written on it; warnings say what is ours there.
    """
    try:
        package = make_safe(open_package(data))
        faults = _settle_sizes(package, location, reporter)
        letterhead = Letterhead(id, location, package, frozenset())
        faults |= _faults(letterhead, look, reporter)
        return replace(letterhead, faults=frozenset(faults))
    except WordFileError as error:
        report_refused(error, location, reporter)
    except ValueError:  # the number of a list is none
        reporter.report(
            "letterhead-unreadable", location, _("the number of a list in it is damaged")
        )
    return None


def report_refused(error: WordFileError, location: Location, reporter: Reporter) -> None:
    """Say at *location* why no letterhead is opened there."""
    hints = {
        "too-large": _(
            "a letterhead is a page or two: copy header and footer into a new Word document"
        ),
        "unsafe": _("Word never writes such a file: ask for the letterhead again, from its author"),
    }
    hint = error.hint or hints.get(error.reason, "")
    reporter.report(_CODES[error.reason], location, str(error), hint)


# --- where the brief goes ----------------------------------------------------------------------


def find_placeholder(document: etree._Element) -> etree._Element | None:
    """Return the paragraph of the text, in no table or box, that holds the placeholder alone."""
    return next(filter(_is_placeholder, document.iterfind(f"{W}body/{W}p")), None)


def other_placeholders(
    story: etree._Element, placeholder: etree._Element | None = None
) -> list[etree._Element]:
    """Return the paragraphs of *story*, in tables and boxes too, that ask for the brief a second time."""
    return [p for p in story.iter(W + "p") if p is not placeholder and _is_placeholder(p)]


def _is_placeholder(paragraph: etree._Element) -> bool:
    text = "".join(text.text or "" for text in paragraph.iter(W + "t"))
    return _PLACEHOLDER.fullmatch(text) is not None


def find_section(
    document: etree._Element, placeholder: etree._Element | None
) -> etree._Element | None:
    """Return the ``sectPr`` of the section around the placeholder; without one, of the first."""
    body = document.find(W + "body")
    if body is None:
        return None
    start = list(body).index(placeholder) if placeholder is not None else 0
    for element in list(body)[start:]:
        section = element if element.tag == W + "sectPr" else element.find(f"{W}pPr/{W}sectPr")
        if section is not None and element.tag in (W + "p", W + "sectPr"):
            return section
    return None


# --- what is wrong -----------------------------------------------------------------------------


def _settle_sizes(package: Package, location: Location, reporter: Reporter) -> set[Fault]:
    places = settle(package)
    if not places:
        return set()
    reporter.report(
        "letterhead-sizes",
        location,
        _("sizes that Word does not take are left out, in: {names}").format(names=few(places)),
        _repair(location),
    )
    return {"sizes"}


def _faults(letterhead: Letterhead, look: Look, reporter: Reporter) -> set[Fault]:
    document = letterhead.document
    placeholder = find_placeholder(document)
    section = find_section(document, placeholder)
    faults = _page_faults(section, letterhead.location, reporter)
    faults |= _style_faults(letterhead, look, reporter)
    faults |= _text_faults(document, placeholder, letterhead.location, reporter)
    others = [p for story in list(letterhead.stories)[1:] for p in other_placeholders(story)]
    if placeholder is not None and (others or other_placeholders(document, placeholder)):
        reporter.report(
            "letterhead-placeholder",
            letterhead.location,
            _(
                "{placeholder} is there more than once: the brief stands in the place of the first"
            ).format(placeholder=PLACEHOLDER),
            _("delete the others, also those in tables, boxes, headers and footers"),
        )
    return faults


def _style_faults(letterhead: Letterhead, look: Look, reporter: Reporter) -> set[Fault]:
    added = complete_parts(letterhead, look, 0)[2]
    faults: set[Fault] = set()
    if added.styles:
        faults.add("styles")
        reporter.report(
            "letterhead-styles",
            letterhead.location,
            _("it lacks these styles, ours are used: {names}").format(names=few(added.styles)),
            _repair(letterhead.location),
        )
    if added.lists:
        faults.add("lists")
        reporter.report(
            "letterhead-lists",
            letterhead.location,
            _("these list styles have no numbering, ours is used: {names}").format(
                names=few(added.lists)
            ),
            _repair(letterhead.location),
        )
    return faults


def complete_parts(
    letterhead: Letterhead, look: Look, wider: int
) -> tuple[etree._Element, etree._Element, Added]:
    """Return the letterhead's styles and lists with ours where they are missing, and which."""
    styles, numbering = (
        part if (part := letterhead.part(kind)) is not None else root(kind.name.lower())
        for kind in (PartKind.STYLES, PartKind.NUMBERING)
    )
    added = complete(styles, numbering, parse(look.styles), parse(look.numbering), wider)
    return styles, numbering, added


def _page_faults(
    section: etree._Element | None, location: Location, reporter: Reporter
) -> set[Fault]:
    def warn(message: str) -> None:
        reporter.report("letterhead-page", location, message, _repair(location))

    if section is None or section.find(W + "pgSz") is None or section.find(W + "pgMar") is None:
        warn(_("it does not say its page size and margins (sectPr): ours are used"))
        return {"section"}
    faults: set[Fault] = set()
    page = page_setup(section)
    width, height = (int(page.size.get(W + side, A4[n])) for n, side in enumerate("wh"))
    if any(abs(found - wanted) > _NEAR for found, wanted in zip((width, height), A4, strict=True)):
        faults.add("size")
        warn(
            _("the page is {width} × {height} mm; briefs are made for upright A4").format(
                width=_mm(width), height=_mm(height)
            )
        )
    if page.text_width < _UNUSABLE:
        reporter.report(
            "letterhead-narrow",
            location,
            _("only {width} mm are left for the text between the margins").format(
                width=_mm(page.text_width)
            ),
            _repair(location),
        )
        faults.add("width")
    elif page.text_width < NARROWEST:
        warn(
            _("the text is {width} mm wide; our tables need {least} mm").format(
                width=_mm(page.text_width), least=_mm(NARROWEST)
            )
        )
        faults.add("width")
    if narrow := narrow_margins(page):
        warn(
            _("margins of less than {least} mm, which printers cut: {names}").format(
                least=_mm(LEAST_MARGIN), names=", ".join(_sides()[side] for side in narrow)
            )
        )
        faults.add("margins")
    return faults


def narrow_margins(page: PageSetup) -> list[str]:
    """Return the sides whose margins are too narrow; Word writes fixed ones as negative numbers."""
    return [
        side
        for side in ("top", "right", "bottom", "left")
        if abs(int(page.margins.get(W + side, LEAST_MARGIN))) < LEAST_MARGIN
    ]


def _sides() -> dict[str, str]:
    return {"top": _("top"), "right": _("right"), "bottom": _("bottom"), "left": _("left")}


def _text_faults(
    document: etree._Element,
    placeholder: etree._Element | None,
    location: Location,
    reporter: Reporter,
) -> set[Fault]:
    has_text = any(next(document.iter(W + tag), None) is not None for tag in _CONTENT)
    if placeholder is None:
        if not has_text:
            return set()
        reporter.report(
            "letterhead-placeholder",
            location,
            _("its text is left out, since no paragraph of it says {placeholder} alone").format(
                placeholder=PLACEHOLDER
            ),
        )
        return {"placeholder"}
    noted = next(document.iter(*(W + tag for tag in LEFT_OUT)), None) is not None
    if noted or has_contents(document):
        reporter.report("letterhead-notes", location)
    return set()


def _repair(location: Location) -> str:
    return _("for a repaired copy: pitstop letterhead check {file} --repair NEW.docx").format(
        file=shlex.quote(location.path)
    )


def _mm(twips: int) -> str:
    return str(round(twips / TWIPS_PER_MM))
