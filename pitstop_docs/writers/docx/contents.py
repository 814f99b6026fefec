"""Contents and lists of tables and figures: TOC fields with their entries written out.

Enters: a Contents block and the pages that are known. Leaves: a TOC field that shows what Word
would put there; Word changes nothing until somebody asks for it (docs/word/contents.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from pitstop_docs.tree.document import Contents, ContentsEntry, ContentsPart
from pitstop_docs.writers.docx.captions import sequence
from pitstop_docs.writers.docx.fields import begin_field, end_field, open_simple
from pitstop_docs.writers.docx.inlines import Face, InlineWriter
from pitstop_docs.writers.docx.markup import W, add

# Twips: room for a page at the end of a line; between the last part and what stands below.
_PAGE, _AFTER_PARTS = 960, "480"
_LISTED = {"tables": "table of figures", "figures": "table of figures"}


@dataclass(frozen=True, slots=True)
class ContentsWriter:
    """Writes the entries of contents; ``numbers`` are pages by block id, ``width`` is the line's."""

    inlines: InlineWriter
    numbers: Mapping[str, int]
    width: int

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

    def _part(
        self,
        contents: Contents,
        part: ContentsPart,
        open_paragraph: Callable[[str], etree._Element],
    ) -> None:
        """Append what a part says, in no TOC field: Word would put every section in its place."""
        write, place = self.inlines, contents.location
        paragraph = open_paragraph("PitStop Part")
        anchor = write.bookmarks.name(part.target, place)
        link = add(paragraph, "hyperlink", anchor=anchor, history="1")
        title, page = Face("PitStop Part Title"), self.numbers.get(part.target)
        write.text(link, part.letter, place, Face("PitStop Part Letter"))
        write.tab(link, title)
        write.write(link, part.title, place, title)
        write.tab(link, title)
        write.text(link, part.sections, place, Face("PitStop Part Sections"))
        if page is None:
            _add_right_tabs(paragraph, self.width)
        else:
            _add_right_tabs(paragraph, self.width - _PAGE, self.width)
            write.tab(link, title)
            write.text(open_simple(link, rf"PAGEREF {anchor} \h"), str(page), place, title)
        below = open_paragraph("PitStop Part About")
        write.text(below, part.about, place)
        if part is contents.parts[-1]:
            add(below[0], "spacing", after=_AFTER_PARTS)

    def _entry(self, paragraph: etree._Element, contents: Contents, entry: ContentsEntry) -> None:
        write, place = self.inlines, contents.location
        anchor = write.bookmarks.name(entry.target, place)
        link = add(paragraph, "hyperlink", anchor=anchor, history="1")
        if entry.number:
            write.text(link, entry.number, place)
            write.tab(link)
        write.write(link, entry.title, place)
        page = self.numbers.get(entry.target)
        if page is not None:
            _add_right_tabs(paragraph, self.width, leader="dot")
            write.tab(link)
            write.text(open_simple(link, rf"PAGEREF {anchor} \h"), str(page), place)


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


def _add_right_tabs(paragraph: etree._Element, *stops: int, leader: str = "none") -> None:
    """Let what follows each tab end at its stop; 17.3.1.26 says where tabs go."""
    properties = paragraph[0]
    tabs = etree.Element(W + "tabs")
    for stop in stops:
        add(tabs, "tab", val="right", leader=leader, pos=str(stop))
    earlier = {W + tag for tag in ("pStyle", "keepNext", "pageBreakBefore", "numPr")}
    properties.insert(sum(child.tag in earlier for child in properties), tabs)
