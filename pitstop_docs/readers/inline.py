"""Inline Markdown → Inlines, through Python-Markdown's own inline patterns.

Enters: the text of one paragraph, cell or field. Leaves: inlines, their words as typed. Ours are ``[@ref,
locus]`` (a call to a reference), ``^[text]`` (a note) and, in fields, ``____`` (a blank). Raw HTML
is reported, never passed on.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.dialects import foreign, report_foreign, without
from pitstop_docs.readers.patterns import make_markdown
from pitstop_docs.readers.positions import Cursor, as_typed, unescape
from pitstop_docs.readers.remedies import meant_call, tag_hint, wrong_address
from pitstop_docs.records.record import Mention
from pitstop_docs.tree.document import (
    Blank,
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
from pitstop_docs.tree.walk import plain

# What Markdown left as it stood because it is not well formed.
_LEFTOVER = re.compile(
    r"(?P<cite>\[@[^\]]*\]?|\[[^\[\]]*[\s;-]@[a-z0-9][^\[\]]*\])"
    r"|(?P<link>\^\[[^\]]*\]?|\[\^[^\]]*\]?|\[[^\[\]]+\](?::\s|\s\((?:https?:|www\.)[^)]*\)?)"
    r"|(?:\[[^\[\]]+)?\]\([^)\s]*\)?|!\[)"
    r"|(?P<mark>\*\*+|(?<![\w)])\*(?=\w)|(?<!\w)_{1,3}(?=[^\W_])|~~)"
    r"|(?P<edge>\A[*_]{1,2}|[*_]{1,2}\Z)"  # beside an emphasis, which took one of two: **words*
    r"|(?P<backslash>\\\s*\Z)"
)
# Without any of these signs a text means what it says: nine fields of ten, which Markdown need not see.
_MAY_MEAN = re.compile(r"[`\\\[\]!<>&*_^~\x02\x03]|://|www\.|  \n", re.IGNORECASE)
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_SPACES = " \n\t"
_ESCAPED_BRACKET = "\x0291\x03"  # how Python-Markdown keeps "\\["
TEXT_MAX = 20_000  # characters of one text; Markdown's patterns are slow on much longer ones
_BRACKETS_MAX = 12  # open at once
BLANK = (
    "blank"  # the key of those that are typed: what they are for, only the words around them say
)
_OPENING = {"]": "[", ")": "("}


@dataclass(slots=True)
class Passage:
    """Where the text that is being parsed comes from, and what it mentions."""

    path: str
    lines: list[str]
    reporter: Reporter
    mentions: list[Mention] = field(default_factory=list)


class InlineReader:
    """Parses inline Markdown; one for each file."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self._in_note = self._has_blanks = False
        self.go_to(Location(passage.path), 1)

    @cached_property
    def md(self) -> Markdown:
        """The parser: not every file has texts for it."""
        return make_markdown(self._report_html, lambda: self._has_blanks)

    def go_to(self, start: Location, last: int) -> None:
        """Let what is read next stand from *start* to line *last*."""
        self.start, self.last = start, last
        self.cursor = Cursor(self.passage.path, self.passage.lines, start, last)
        self._html_at: dict[str, list[Location]] = {}

    def read_field(self, text: str, start: Location, last: int) -> Inlines:
        """Return *text*, the value of a field, as :meth:`read` does: a row of underscores is a blank."""
        self._has_blanks = True
        content = self.read(text, start, last)
        self._has_blanks = False
        return content

    def read(self, text: str, start: Location, last: int = 0) -> Inlines:
        """Return *text*, which stands from *start* to line *last* of the file, as inlines."""
        self.go_to(start, max(start.line, last))
        text = self._without_foreign(text)
        if not self.accepts(text):
            return (Text(""),)
        if not _MAY_MEAN.search(text):
            words = _LINE_END.sub(" ", text).strip(_SPACES)
            return (Text(words),) if words else ()
        root = Element("div")
        SubElement(root, "p").text = text
        try:
            return self.inlines(self.run(root)[0])
        except RecursionError:
            self.report_depth()
            return (Text(""),)

    def _without_foreign(self, text: str) -> str:
        found = foreign(text)
        places = []
        for sign in found:
            typed = text[sign.start : sign.end].split("\n")[0]
            places.append(self.place(typed))
            self.cursor.pass_to(typed)
        report_foreign(text, found, places, self.passage.reporter)
        self.go_to(self.start, self.last)
        return without(text, found)

    def accepts(self, text: str) -> bool:
        """Tell whether *text* can be parsed in reasonable time; report it if it cannot."""
        if len(text) > TEXT_MAX:
            self.passage.reporter.report(
                "too-long",
                self.start,
                _(
                    "this text has {size} characters without a break; at most {limit} are allowed"
                ).format(size=len(text), limit=TEXT_MAX),
                _("leave an empty line between paragraphs"),
            )
            return False
        # Markdown looks for the end of every bracket: many that have none would take hours.
        depth = dict.fromkeys("[(", 0)
        for bracket in re.findall(r"\\.|[][()]", text):
            if bracket in depth:
                depth[bracket] += 1
            elif bracket in _OPENING and depth[_OPENING[bracket]]:
                depth[_OPENING[bracket]] -= 1
            if max(depth.values()) > _BRACKETS_MAX:
                self.report_depth()
                return False
        return True

    def report_depth(self) -> None:
        """Report that what is being read has too many levels."""
        self.passage.reporter.report("too-deep", self.start)

    def blocks(self, lines: list[str]) -> Element:
        """Return *lines* as a tree of blocks with their inlines."""
        root = self.md.parser.parseDocument(lines).getroot()
        return self.run(root if root is not None else Element("div"))

    def run(self, root: Element) -> Element:
        """Apply the inline patterns to a tree of blocks."""
        for processor in self.md.treeprocessors:
            changed = processor.run(root)
            root = root if changed is None else changed
        return root

    def inlines(self, element: Element, skip: tuple[str, ...] = ()) -> Inlines:
        """Return what *element* holds; children with a tag in *skip* are somebody else's."""
        out: list[Inline] = []
        self._text(element.text, out, (None, *element)[:2])
        for child, after in pairwise((*element, None)):
            if child.tag not in skip:
                out.extend(self._inline(child))
            self._text(child.tail, out, (child, after))
        return _trim(out)

    def _inline(self, element: Element) -> Inlines:
        match element.tag:
            case "em":
                return (Emphasis(self._emphasised(element, signs=1)),)
            case "strong":
                return (Strong(self._emphasised(element, signs=2)),)
            case "br":
                return (LineBreak(),)
            case "note":
                return self._note(element)
            case "cites":
                calls = tuple(self._cite(cite) for cite in element)
                self.cursor.pass_to("]")
                return calls
            case "a":
                return self._link(element)
            case "literal":
                self.cursor.pass_words(element.text or "")
                return (Text(unescape(element.text or "")),)
            case "blank":
                self.cursor.pass_words(element.text or "")
                return (Blank(BLANK, ""),)
            case "img":
                self._report_image(element)
                return ()
            case _:
                return self._unsupported(element)

    def _text(
        self, text: str | None, out: list[Inline], beside: tuple[Element | None, ...]
    ) -> None:
        """Read *text*, which stands between two elements that are *beside* it."""
        if not text:
            return
        end, misread = 0, False
        edges = [e is not None and e.tag in ("em", "strong") for e in (*beside, None)]
        for found in _LEFTOVER.finditer(text):
            closes_text = found[0].startswith("](") and _ESCAPED_BRACKET in text[: found.start()]
            touches = (edges[0] and not found.start()) or (edges[1] and found.end() == len(text))
            plain_edge = found["edge"] and not touches
            if not closes_text and not plain_edge:
                self.cursor.pass_words(text[end : found.start()])
                end = found.start()
                self._report_leftover(found)
                misread = misread or bool(found["cite"])
        self.cursor.pass_words(text[end:])
        out.append(Text(unescape(_LINE_END.sub(" ", text))))
        if misread:  # a call all the same: the result does not want for one
            out.append(Cite(""))

    def _report_leftover(self, found: re.Match[str]) -> None:
        place = self.place(as_typed(found[0]).split("\n")[0])
        words = unescape(found[0]).split("\n")[0][:60]
        if found["mark"] or found["edge"]:
            self.passage.reporter.report(
                "unbalanced-emphasis",
                place,
                _("'{mark}' opens or closes an emphasis that has no other end").format(mark=words),
                _(
                    "write *words* or **words**, with no space inside the signs; for the sign "
                    "itself write \\{sign}"
                ).format(sign=words[0]),
            )
            return
        if found["backslash"]:
            self.passage.reporter.report(
                "unsupported-markdown",
                place,
                _("a backslash at the end breaks no line: none follows"),
                _("remove it"),
            )
            return
        if self._in_note and words.startswith("^["):
            self.passage.reporter.report("nested-note", place)
            return
        meant = meant_call(words) if found["cite"] else ""
        self.passage.reporter.report(
            "bad-cite" if found["cite"] else "broken-link",
            place,
            _("'{text}' is not a well-formed link, note or call to a reference").format(text=words),
            _("write {call}").format(call=meant)
            if meant
            else _(
                "write [words](https://…), [@reference] or ^[note]; for a bracket as text write \\["
            ),
        )

    def _emphasised(self, element: Element, signs: int) -> Inlines:
        self.cursor.open_emphasis(signs)
        content = self.inlines(element)
        self.cursor.close_emphasis(signs)
        return content

    def _note(self, element: Element) -> Inlines:
        outer, self._in_note = self._in_note, True
        self.cursor.pass_to("^[")
        content = self.inlines(element)
        self.cursor.pass_to("]")
        self._in_note = outer
        return (Note(content),)

    def _cite(self, element: Element) -> Cite:
        ref, locus = element.get("ref", ""), element.get("locus", "")
        self.passage.mentions.append(Mention(ref, locus, self.place(f"@{ref}")))
        self.cursor.pass_to(f"@{ref}")
        return Cite(ref, unescape(locus))

    def _link(self, element: Element) -> Inlines:
        url = unescape(element.get("href", ""))
        shown = element.text or ""
        if shown and url in (shown, f"https://{shown}"):
            content: Inlines = (Text(shown),)  # an address is never typeset
            self.cursor.pass_words(shown)
        else:
            content = self.inlines(element)
        problem = wrong_address(url)
        if not problem and not plain(content).strip():
            problem = _("this link has no words to click on"), _("write [words](address)")
        if problem:
            self.passage.reporter.report("broken-link", self.address_place(url), *problem)
        if element.get("title"):
            self.passage.reporter.report(
                "unsupported-markdown",
                self.address_place(url),
                _("the title of a link has no place in a brief"),
                _("write [words](address) and nothing else"),
            )
        if not content or str(self.cursor).startswith("]("):  # not <address>
            for sign in ("](", url, ")"):
                self.cursor.pass_to(sign)
        return (Link(content, url),)

    def _unsupported(self, element: Element) -> Inlines:
        text = "".join(element.itertext())
        self.passage.reporter.report(
            "unsupported-markdown",
            self.place(text.split("\n")[0]),
            _("{thing} has no place in a brief").format(thing=name_of(element.tag)),
        )
        self.cursor.pass_words(text)
        return (Text(text),)

    def _report_image(self, element: Element) -> None:
        src = unescape(element.get("src", ""))
        self.passage.reporter.report("inline-image", self.place(src))
        for sign in ("![", src, ")"):
            self.cursor.pass_to(sign)

    def _report_html(self, html: str) -> None:
        html = unescape(html)
        message = _("raw HTML is not accepted: {html}").format(html=html.split("\n")[0][:60])
        hint = tag_hint(html)
        if html == "<!--":
            message = _("this comment is never closed, or it stands inside a field")
            hint = _("close it with '-->'; among the fields a comment begins with '#'")
        elif html.startswith("&"):
            hint = _("write the character itself")
        self.passage.reporter.report("raw-html", self._place_of_html(html), message, hint)

    def _place_of_html(self, html: str) -> Location:
        """Return the place of *html*, of the next one each time: the parser tells of all, before its tree is
        walked."""
        if html not in self._html_at:
            wanted = re.compile(r"(?<!\\)" + re.escape(html.split("\n")[0]))
            self._html_at[html] = self.cursor.places(wanted) or [self.start]
        places = self._html_at[html]
        return places.pop(0) if len(places) > 1 else places[0]

    def address_place(self, url: str) -> Location:
        """Return the place of an address in what is being read: ``](address)``."""
        place = self.cursor.place(f"]({url}")
        return Location(place.path, place.line, place.column + 2) if place else self.place(url)

    def place(self, fragment: str) -> Location:
        """Return the place of the next *fragment* in what is being read."""
        return self.cursor.place(fragment) or self.start


def name_of(tag: str) -> str:
    """Return the name that people have for the HTML element *tag*."""
    names = {
        "code": _("text between backticks (`)"),
    }
    return names.get(tag) or _("this Markdown ('{tag}')").format(tag=tag)


def _trim(inlines: list[Inline]) -> Inlines:
    """Drop white space at both ends and before a call, and empty texts."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Cite | Note) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text.rstrip())
        out.append(inline)
    if out and isinstance(out[0], Text):
        out[0] = Text(out[0].text.lstrip(_SPACES))
    if out and isinstance(out[-1], Text):
        out[-1] = Text(out[-1].text.rstrip(_SPACES))
    return tuple(i for i in out if not (isinstance(i, Text) and not i.text))
