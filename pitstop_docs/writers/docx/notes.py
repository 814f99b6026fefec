"""Footnotes: their part, its two separators, one note for each call; docs/word/footnotes.md."""

from lxml import etree

from pitstop_docs.writers.docx.markup import add, add_text, root
from pitstop_docs.writers.docx.package import Relationships
from pitstop_docs.writers.docx.styles import Styles

PART = "/word/footnotes.xml"


class Notes:
    """The footnotes of a document, numbered from 1 in the order of their calls."""

    def __init__(self, styles: Styles) -> None:
        self.root = root("footnotes")
        self.relationships = Relationships()
        self._styles = styles
        self._count = 0
        for id, kind in (("-1", "separator"), ("0", "continuationSeparator")):
            paragraph = add(add(self.root, "footnote", type=kind, id=id), "p")
            add(add(paragraph, "pPr"), "spacing", after="40", line="240", lineRule="auto")
            add(add(paragraph, "r"), kind)

    def open(self) -> tuple[str, etree._Element]:
        """Begin a note; return its id and the paragraph that takes its words."""
        self._count += 1
        paragraph = add(add(self.root, "footnote", id=str(self._count)), "p")
        if style := self._styles.paragraph("footnote text"):
            add(add(paragraph, "pPr"), "pStyle", val=style)
        call = add(paragraph, "r")
        if mark := self._styles.character("footnote reference"):
            add(add(call, "rPr"), "rStyle", val=mark)
        add(call, "footnoteRef")
        add_text(add(paragraph, "r"), " ")
        return str(self._count), paragraph
