"""Inlines → runs, hyperlinks, citations and footnote calls."""

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import assert_never
from urllib.parse import quote, urlsplit

from lxml import etree

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Cite,
    Code,
    Emphasis,
    Inlines,
    LineBreak,
    Link,
    Note,
    Slot,
    Strong,
    Text,
)
from pitstop_docs.tree.walk import plain
from pitstop_docs.writers.docx.blanks import FORM, Blanks
from pitstop_docs.writers.docx.fields import NOWHERE, Bookmarks, begin_field, end_field
from pitstop_docs.writers.docx.markup import R, W, add, add_text, legal
from pitstop_docs.writers.docx.notes import Notes
from pitstop_docs.writers.docx.package import Relationships
from pitstop_docs.writers.docx.parts import HYPERLINK
from pitstop_docs.writers.docx.styles import Styles

_SCHEMES = frozenset({"https", "http", "mailto", "tel"})
# What a URI may hold unescaped (RFC 3986, 2.2 and 2.3), and "%" of what is escaped already.
_URL_SAFE = "%:/?#[]@!$&'()*+,;=~"
CITATION = "PitStop Citation"
CODE = "PitStop Code"


@dataclass(frozen=True, slots=True)
class Face:
    """How running characters look: a character style, and strong or emphasis over it; what the names of the
    looks of blanks among them begin with."""

    style: str | None = None
    strong: bool = False
    emphasis: bool = False
    blank: str = FORM


PLAIN = Face()


@dataclass(frozen=True, slots=True)
class InlineWriter:
    """Writes into the paragraphs of one part; ``notes`` is None where Word allows no footnote."""

    styles: Styles
    relationships: Relationships
    bookmarks: Bookmarks
    reporter: Reporter
    notes: Notes | None
    blanks: Blanks

    def write(
        self,
        parent: etree._Element,
        inlines: Inlines,
        location: Location | None = None,
        face: Face = PLAIN,
    ) -> None:
        """Append *inlines* to *parent*, a paragraph or a hyperlink."""
        for inline, following in zip_longest(inlines, inlines[1:]):
            match inline:
                case Text(text):
                    self.text(parent, text, location, face)
                case Strong(content):
                    self.write(parent, content, location, replace(face, strong=True))
                case Emphasis(content):
                    self.write(parent, content, location, replace(face, emphasis=True))
                case Link(content, url):
                    self._link(parent, content, url, location, face)
                case Note(content):
                    self._note(parent, content, location, face)
                case Cite():
                    self._cite(parent, inline, location)
                case Code(text):
                    self.text(parent, text, location, replace(face, style=CODE))
                case LineBreak():
                    add(add(parent, "r"), "br")
                case Blank():
                    self.blanks.add(parent, inline, face.blank)
                case Slot():
                    self.blanks.add_slot(parent, inline)
                case Badge(scale, level, text):
                    style = f"PitStop {scale.capitalize()} {level.capitalize()}"
                    self.text(parent, text, location, replace(face, style=style))
                case _:
                    assert_never(inline)
            if isinstance(inline, Cite | Note) and isinstance(following, Cite | Note):
                # As in the PDF: "12" would be one number.
                self.text(parent, ",", location, Face(CITATION))

    def text(
        self, parent: etree._Element, text: str, location: Location | None, face: Face = PLAIN
    ) -> None:
        """Append a run; characters that no XML file can hold are left out and reported."""
        run = self._run(parent, face)
        try:
            add_text(run, text)
        except ValueError:
            add_text(run, legal(text))
            self.reporter.report(
                "control-character",
                location or NOWHERE,
                _("the text holds a control character, which no Word file can hold"),
            )

    def field(
        self,
        parent: etree._Element,
        instruction: str,
        result: str,
        location: Location | None,
        face: Face,
    ) -> None:
        """Append a field that shows *result*, and keeps its look when Word updates it."""
        style = self.styles.character(face.style) if face.style else None
        # 17.16.4.3: a new result looks as the code does, or as the old result did.
        look = "CHARFORMAT" if style else "MERGEFORMAT"
        begin_field(parent, rf"{instruction} \* {look}", style)
        self.text(parent, result, location, face)
        end_field(parent, style)

    def tab(self, parent: etree._Element, face: Face = PLAIN) -> None:
        """Append a tab."""
        add(self._run(parent, face), "tab")

    def _run(self, parent: etree._Element, face: Face) -> etree._Element:
        run = add(parent, "r")
        if face == PLAIN:
            return run
        # A run has one character style: strong and emphasis take it when it is free.
        name, strong, emphasis = face.style, face.strong, face.emphasis
        if name is None and strong:
            name, strong = "Strong", False
        elif name is None and emphasis:
            name, emphasis = "Emphasis", False
        properties = add(run, "rPr")
        id = self.styles.character(name) if name else None
        if id:
            add(properties, "rStyle", val=id)
        if strong or (name == "Strong" and not id):
            add(properties, "b")
        if emphasis or (name == "Emphasis" and not id):
            add(properties, "i")
        if name == CITATION and not id:
            add(properties, "vertAlign", val="superscript")
        return run

    def _link(
        self,
        parent: etree._Element,
        content: Inlines,
        url: str,
        location: Location | None,
        face: Face,
    ) -> None:
        if parent.tag == W + "hyperlink":  # Word knows no link inside a link
            self.write(parent, content, location, face)
            return
        if url.startswith("#") and plain(content) == self.bookmarks.labels.get(url[1:]):
            name = self.bookmarks.name(f"{url[1:]}-label", location)
            # Otherwise an update would bring the caption's look with its words.
            begin_field(parent, rf"REF {name} \h \* MERGEFORMAT")
            self.write(parent, content, location, face)
            end_field(parent)
            return
        if url.startswith("#"):
            link = add(parent, "hyperlink", anchor=self.bookmarks.name(url[1:], location))
        elif address := safe_address(url):
            link = add(parent, "hyperlink")
            id = self.relationships.id(HYPERLINK, address, external=True)
            link.set(R + "id", id)
        else:
            self.reporter.report(
                "broken-link",
                location or NOWHERE,
                _("'{url}' is not an address that Word can follow").format(url=legal(url)),
            )
            self.write(parent, content, location, face)
            return
        link.set(W + "history", "1")
        self.write(link, content, location, replace(face, style=face.style or "Hyperlink"))

    def _cite(self, parent: etree._Element, cite: Cite, location: Location | None) -> None:
        """Append the number of *cite*: a field that leads to its entry in the list of sources."""
        if not cite.number or not cite.target:
            raise ValueError(f"cite of '{cite.ref}' has no number: it was not composed")
        if parent.tag == W + "hyperlink":
            self.text(parent, str(cite.number), location, Face(CITATION))
            return
        # \r: the number of the list item that the bookmark encloses, whatever it becomes.
        anchor = self.bookmarks.name(cite.target, location)
        self.field(parent, rf"REF {anchor} \r \h", str(cite.number), location, Face(CITATION))

    def _note(
        self, parent: etree._Element, content: Inlines, location: Location | None, face: Face
    ) -> None:
        if self.notes is None:
            self.reporter.report(
                "nested-note", location or NOWHERE, _("a footnote cannot stand inside a footnote")
            )
            self.write(parent, content, location, face)
            return
        run = self._run(parent, Face("footnote reference"))
        id, paragraph = self.notes.open()
        add(run, "footnoteReference", id=id)
        inside = replace(self, relationships=self.notes.relationships, notes=None)
        inside.write(paragraph, content, location)


def safe_address(url: str) -> str | None:
    """Return *url* as Word and its validators accept it, or None when it can lead nowhere."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or (parts.scheme.startswith("http") and not host):
        return None
    if not (parts.netloc or parts.path):
        return None
    return quote(url.strip(), safe=_URL_SAFE)
