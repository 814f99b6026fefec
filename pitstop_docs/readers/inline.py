"""Inline Markdown → Inlines, through Python-Markdown's own inline patterns.

Enters: the text of one paragraph, cell or field. Leaves: typeset inlines. Ours are ``[@ref,
locus]`` (a call to a reference) and ``^[text]`` (a note). Raw HTML is reported, never passed on.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from pitstop_docs.diagnostics import Location, Reporter
from pitstop_docs.document import (
    Cite,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Strong,
    Text,
)
from pitstop_docs.messages import _
from pitstop_docs.model import Mention
from pitstop_docs.typography import first_sentence_end, typeset

_HTML = r"(<!--|</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>]*>|<[!?][A-Za-z][^<>]*>)"
_CITE = r"\[(@[a-z0-9-]+(?:,[^\[\];]+)?(?:;\s*@[a-z0-9-]+(?:,[^\[\];]+)?)*)\]"
_LINK = re.compile(r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#:]\S*)?|mailto:[^\s@]+@[^\s@]+\.\S+|tel:\+?[\d-]+")
# What Markdown left as it stood because it is not well formed.
_LEFTOVER = re.compile(r"\[@[^\]]*\]?|\[\^[^\]]*\]|\[[^\]]+\]\[[^\]]*\]|\[[^\]]+\]\([^)]*\)?")


@dataclass(slots=True)
class Passage:
    """Where the text that is being parsed comes from, and what it mentions."""

    path: str
    lines: list[str]
    reporter: Reporter
    mentions: list[Mention] = field(default_factory=list)

    def locate(self, fragment: str, line: int, column: int = 1) -> Location:
        """Return the place of *fragment* at or after *line*; of *line* itself if it is not found."""
        wanted = fragment.split("\n")[0]
        for number in range(line, len(self.lines) + 1):
            start = column - 1 if number == line else 0
            found = self.lines[number - 1].find(wanted, start)
            if found >= 0:
                return Location(self.path, number, found + 1)
        return Location(self.path, line, column)


class _RawHtml(InlineProcessor):
    """Reports HTML and leaves it as text."""

    def __init__(self, pattern: str, md: Markdown, report: Callable[[str], None]) -> None:
        super().__init__(pattern, md)
        self.report = report

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        self.report(m[1])
        return _element("literal", m[1]), m.start(0), m.end(0)


class _Cites(InlineProcessor):
    """``[@a, art. 5; @b]`` → one element for each call."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        group = Element("cites")
        for call in m[1].split(";"):
            ref, _comma, locus = call.strip().removeprefix("@").partition(",")
            SubElement(group, "cite", {"ref": ref, "locus": locus.strip()})
        return group, m.start(0), m.end(0)


class _Notes(InlineProcessor):
    """``^[text]`` → a note; brackets inside it are balanced."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        depth, end = 1, m.end(0)
        while end < len(data) and depth:
            depth += {"[": 1, "]": -1}.get(data[end], 0)
            end += 1
        if depth:
            return None, None, None
        note = Element("note")
        note.text = data[m.end(0) : end - 1]
        return note, m.start(0), end


def _element(tag: str, text: str) -> Element:
    from markdown.util import AtomicString

    element = Element(tag)
    element.text = AtomicString(text)
    return element


class InlineReader:
    """Parses inline Markdown; one for each file."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.line, self.column = 1, 1
        self.md = Markdown(extensions=["tables"])
        patterns = self.md.inlinePatterns
        for name in ("html", "entity", "reference", "image_reference", "short_reference", "short_image_ref"):
            patterns.deregister(name)
        patterns.register(_RawHtml(_HTML, self.md, self._report_html), "raw-html", 115)
        patterns.register(_Cites(_CITE, self.md), "cites", 176)
        patterns.register(_Notes(r"\^\[", self.md), "notes", 177)
        self.md.preprocessors.deregister("html_block")

    def read(self, text: str, line: int, column: int = 1) -> Inlines:
        """Return *text*, which stands at *line* and *column*, as inlines."""
        self.line, self.column = line, column
        root = Element("div")
        SubElement(root, "p").text = text
        return self.inlines(self.run(root)[0])

    def blocks(self, lines: list[str]) -> Element:
        """Return *lines* as a tree of blocks with their inlines."""
        root = self.md.parser.parseDocument(lines).getroot()
        return self.run(root if root is not None else Element("div"))

    def run(self, root: Element) -> Element:
        """Apply the inline patterns to a tree of blocks."""
        for processor in self.md.treeprocessors:
            root = processor.run(root) or root
        return root

    def inlines(self, element: Element, skip: tuple[str, ...] = ()) -> Inlines:
        """Return what *element* holds; children with a tag in *skip* are somebody else's."""
        out: list[Inline] = []
        self._text(element.text, out)
        for child in element:
            if child.tag not in skip:
                out.extend(self._inline(child))
            self._text(child.tail, out)
        return _trim(out)

    def _inline(self, element: Element) -> Inlines:
        match element.tag:
            case "em":
                return (Emphasis(self.inlines(element)),)
            case "strong":
                return (Strong(self.inlines(element)),)
            case "br":
                return (LineBreak(),)
            case "note":
                return (Note(self.inlines(element)),)
            case "cites":
                return tuple(self._cite(cite) for cite in element)
            case "a":
                return self._link(element)
            case "literal":
                return (Text(element.text or ""),)
            case "img":
                self._report_image(element)
                return ()
            case _:
                return self._unsupported(element)

    def _text(self, text: str | None, out: list[Inline]) -> None:
        if not text:
            return
        before = _last_character(out)
        found = _LEFTOVER.search(text)
        if found:
            self.passage.reporter.error(
                "bad-cite" if found[0].startswith("[@") else "broken-link",
                _("'{text}' is not a well-formed link, note or call to a reference").format(
                    text=found[0]
                ),
                self.place(found[0]),
                _("write [words](https://…), [@reference] or ^[note]"),
            )
        out.append(Text(typeset(re.sub(r"[ \t]*\n[ \t]*", " ", text), before)))

    def _cite(self, element: Element) -> Cite:
        ref, locus = element.get("ref", ""), element.get("locus", "")
        self.passage.mentions.append(Mention(ref, locus, self.place(f"@{ref}")))
        return Cite(ref, typeset(locus))

    def _link(self, element: Element) -> Inlines:
        url = element.get("href", "")
        content = self.inlines(element)
        if url.startswith("mailto:") and not content:
            content = (Text(url.removeprefix("mailto:")),)
        if not _LINK.fullmatch(url):
            self.passage.reporter.error(
                "broken-link",
                _("'{url}' is not an address that a reader can open").format(url=url),
                self.place(url),
                _("write a whole address, beginning with https://, http://, mailto: or tel:"),
            )
        return (Link(content, url),)

    def _unsupported(self, element: Element) -> Inlines:
        text = "".join(element.itertext())
        self.passage.reporter.error(
            "unsupported-markdown",
            _("this Markdown ('{tag}') has no place in a brief").format(tag=element.tag),
            self.place(text),
            _("use paragraphs, lists, tables, quotes, emphasis, links and images"),
        )
        return (Text(text),)

    def _report_image(self, element: Element) -> None:
        self.passage.reporter.error(
            "inline-image",
            _("an image must stand alone in its paragraph, in the body of a source"),
            self.place(element.get("src", "")),
            _("put an empty line before and after it"),
        )

    def _report_html(self, html: str) -> None:
        self.passage.reporter.error(
            "raw-html",
            _("raw HTML is not accepted: {html}").format(html=html.split("\n")[0]),
            self.place(html),
            _("use Markdown; for a '<' as text, write a space after it"),
        )

    def place(self, fragment: str) -> Location:
        """Return the place of *fragment* in what is being read."""
        return self.passage.locate(fragment, self.line, self.column)


def _last_character(inlines: list[Inline]) -> str:
    for inline in reversed(inlines):
        match inline:
            case Text(text) if text:
                return text[-1]
            case Cite() | Note():
                continue
            case LineBreak():
                return " "
            case _:
                return "x"
    return ""


def _trim(inlines: list[Inline]) -> Inlines:
    """Drop white space at both ends and before a call, and empty texts."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Cite | Note) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text.rstrip())
        out.append(inline)
    if out and isinstance(out[0], Text):
        out[0] = Text(out[0].text.lstrip(" \n\t"))
    if out and isinstance(out[-1], Text):
        out[-1] = Text(out[-1].text.rstrip(" \n\t"))
    return tuple(i for i in out if not (isinstance(i, Text) and not i.text))


def split_first_sentence(content: Inlines) -> tuple[Inlines, int]:
    """Return *content* with a boundary after its first sentence, and the number of inlines before it.

    A boundary inside emphasis or a link is not one: nothing is ever cut inside those.
    """
    marks = "".join(
        i.text if isinstance(i, Text) else "\ufffc" if isinstance(i, Cite | Note) else _mask(i)
        for i in content
    )
    end = first_sentence_end(marks)
    offset = 0
    for index, inline in enumerate(content):
        length = len(inline.text) if isinstance(inline, Text) else 1
        if isinstance(inline, Text) and offset < end < offset + length:
            cut = end - offset
            parts = (Text(inline.text[:cut]), Text(inline.text[cut:]))
            return (*content[:index], *parts, *content[index + 1 :]), index + 1
        offset += length
        if offset == end:
            return content, index + 1
    return content, len(content)


def _mask(inline: Inline) -> str:
    # One character that neither ends a sentence nor begins one with a capital… but a sentence may
    # begin with an emphasised word, so it counts as a capital after a full stop.
    return " " if isinstance(inline, LineBreak) else "X"
