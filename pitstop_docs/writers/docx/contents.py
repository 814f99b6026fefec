"""Contents and lists of tables and figures: TOC fields with their entries written out.

Enters: a Contents block, then the pages that are known. Leaves: a TOC field that shows what Word
would put there; Word changes nothing until somebody asks for it (docs/word/contents.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.tree.document import Contents, ContentsEntry, ContentsPart
from pitstop_docs.writers.docx.captions import sequence
from pitstop_docs.writers.docx.fields import begin_field, end_field, open_simple
from pitstop_docs.writers.docx.inlines import PLAIN, Face, InlineWriter
from pitstop_docs.writers.docx.markup import W, add

# Twips: room for a page at the end of a line; between the last part and what stands below.
_PAGE, _AFTER_PARTS = 960, "480"
_LISTED = {"tables": "table of figures", "figures": "table of figures"}


@dataclass(slots=True)
class _Line:
    """A line that leads to *target*, whose page ends it where it is known; ``link`` holds its words. Tabs
    end at ``stops``, and with the page at those ``with_page``; ``added`` is what stands there for the page
    and the tabs."""

    paragraph: etree._Element
    link: etree._Element
    target: str
    place: Location | None
    with_page: tuple[int, ...]
    stops: tuple[int, ...] = ()
    leader: str = "none"
    face: Face = PLAIN
    added: list[etree._Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ContentsWriter:
    """Writes the entries of contents, whose lines are ``width`` wide, and their pages when they are known."""

    inlines: InlineWriter
    width: int
    _lines: list[_Line] = field(default_factory=list)

    def write(self, contents: Contents, open_paragraph: Callable[[str], etree._Element]) -> None:
        """Append a paragraph for each entry, in a style that *open_paragraph* takes."""
        for part in contents.parts:
            self._part(contents, part, open_paragraph)
        paragraph = None
        for index, entry in enumerate(contents.entries):
            paragraph = open_paragraph(_style(contents, entry))
            if index == 0:
                begin_field(paragraph, _instruction(contents))
            self._entry(paragraph, contents, entry)
        if paragraph is not None:
            end_field(paragraph)
        self.number({})

    def number(self, numbers: Mapping[str, int]) -> None:
        """Let each line end with its page, in place of any that it had: *numbers* are pages by block id."""
        for line in self._lines:
            for each in line.added:
                around = each.getparent()
                assert around is not None
                around.remove(each)
            line.added = self._ended(line, numbers.get(line.target))

    def _ended(self, line: _Line, page: int | None) -> list[etree._Element]:
        stops = line.stops if page is None else line.with_page
        tabs = [_add_right_tabs(line.paragraph, *stops, leader=line.leader)] if stops else []
        if page is None:
            return tabs
        written = len(line.link)
        self.inlines.tab(line.link, line.face)
        anchor = self.inlines.bookmarks.name(line.target, line.place)
        field = open_simple(line.link, rf"PAGEREF {anchor} \h")
        self.inlines.text(field, str(page), line.place, line.face)
        return [*tabs, *list(line.link)[written:]]

    def _open(
        self, paragraph: etree._Element, target: str, place: Location | None
    ) -> etree._Element:
        anchor = self.inlines.bookmarks.name(target, place)
        return add(paragraph, "hyperlink", anchor=anchor, history="1")

    def _part(
        self,
        contents: Contents,
        part: ContentsPart,
        open_paragraph: Callable[[str], etree._Element],
    ) -> None:
        """Append what a part says, in no TOC field: Word would put every section in its place."""
        write, place = self.inlines, contents.location
        paragraph = open_paragraph("PitStop Part")
        link = self._open(paragraph, part.target, place)
        title = Face("PitStop Part Title")
        write.text(link, part.letter, place, Face("PitStop Part Letter"))
        write.tab(link, title)
        write.write(link, part.title, place, title)
        write.tab(link, title)
        write.text(link, part.sections, place, Face("PitStop Part Sections"))
        both = self.width - _PAGE, self.width
        line = _Line(paragraph, link, part.target, place, both, (self.width,), face=title)
        self._lines.append(line)
        below = open_paragraph("PitStop Part About")
        write.text(below, part.about, place)
        if part is contents.parts[-1]:
            add(below[0], "spacing", after=_AFTER_PARTS)

    def _entry(self, paragraph: etree._Element, contents: Contents, entry: ContentsEntry) -> None:
        write, place = self.inlines, contents.location
        link = self._open(paragraph, entry.target, place)
        if entry.number:
            write.text(link, entry.number, place)
            write.tab(link)
        write.write(link, entry.title, place)
        stops = (self.width,)
        self._lines.append(_Line(paragraph, link, entry.target, place, stops, leader="dot"))


def _style(contents: Contents, entry: ContentsEntry) -> str:
    return _LISTED.get(contents.lists) or f"toc {min(1 + entry.number.count('.'), 2)}"


def _instruction(contents: Contents) -> str:
    r"""Return the field's code: ``\h`` links, ``\z`` no page numbers in the web view."""
    if contents.lists == "sections":
        deepest = 1 + max(entry.number.count(".") for entry in contents.entries)
        return rf'TOC \o "1-{deepest}" \h \z'
    # ``\c``: all captions of a sequence, which the first label names.
    word = contents.entries[0].number.rpartition(" ")[0] or contents.entries[0].number
    return rf'TOC \h \z \c "{sequence(word.replace(chr(0xA0), " ").strip())}"'


def _add_right_tabs(paragraph: etree._Element, *stops: int, leader: str = "none") -> etree._Element:
    """Let what follows each tab end at its stop, and return what says so; 17.3.1.26 says where it goes."""
    properties = paragraph[0]
    tabs = etree.Element(W + "tabs")
    for stop in stops:
        add(tabs, "tab", val="right", leader=leader, pos=str(stop))
    earlier = {W + tag for tag in ("pStyle", "keepNext", "pageBreakBefore", "numPr")}
    properties.insert(sum(child.tag in earlier for child in properties), tabs)
    return tabs
