"""Python-Markdown with our inline patterns, and without those that a brief has no place for.

Enters: where to report HTML. Leaves: a parser whose tree has ``cites`` (calls to references),
``note``, ``blank`` and ``literal`` (what is text after all) beside Markdown's own elements.
"""

import re
import string
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor, SubstituteTagInlineProcessor
from markdown.util import ETX, STX, AtomicString

# What a link leads to.
ADDRESS = re.compile(
    r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#:]\S*)?|mailto:[^\s@]+@[^\s@]+\.\S+|tel:\+?[\d-]+",
    re.IGNORECASE,
)
# Not what an address stands in: ![](<foto del paese.jpg>).
_HTML = (
    r"(<!--|(?<!\]\()</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>]*>|<[!?][A-Za-z][^<>]*>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_CITE = r"\[(@[a-z0-9-]+(?:,[^\[\];]+)?(?:;\s*@[a-z0-9-]+(?:,[^\[\];]+)?)*)\]"
_MAIL = r"<([^<>\s@]+@[^<>\s@]+\.[^<>\s@]+)>"
# An address in the text, not one that a broken link has: [words] (https://…), [words](https://….
_ADDRESS = r"(?<![\w@/.\\])(?<!\]\()(?<!\] \()(?:https?://|www\.)[^\s<>\x02\x03\[\]«»“”]+"
_AFTER_ADDRESS = ".,;:!?*_'\"’)…"
# A product of numbers, of letters that stand for them, or of what is in brackets: 5*3*2, L*P*H, 2*(3+4)*5.
_FACTOR = r"(?:\d[\d.,]*|[^\W\d_]{1,2}|\([^()\n]{1,60}\))"
_PRODUCT = rf"(?<![\w*]){_FACTOR}(?:\*{_FACTOR})+(?![\w*])"
# As in CommonMark, an asterisk between a letter and punctuation opens nothing: "benvenut*, tutt*/car*".
# Python-Markdown looks at the first letter of the group's name alone: "e" for an end.
_CLOSING_ONLY = r"(?x)(?P<ends>(?<=\w)\*+(?=[,.;:!?)/»”…\-]))|"
# A place left to fill in by hand: it stands between spaces or signs, not inside a word.
_BLANK = r"(?<![^\s(«“\"'’*])_{3,}(?![^\s)»”\"'’*.,;:!?])"
# Backtick and escape come first (190, 180), links later (160): what is inside HTML stays there.
_HTML_PRIORITY, _NOTE_PRIORITY, _CITE_PRIORITY, _MAIL_PRIORITY = 178, 177, 176, 110
_BREAK_PRIORITY, _ADDRESS_PRIORITY, _PRODUCT_PRIORITY = 108, 106, 104
_BLANK_PRIORITY = 102  # emphasis comes at 60


def make_markdown(
    report_html: Callable[[str], None], has_blanks: Callable[[], bool] = lambda: False
) -> Markdown:
    """Return a parser of blocks and inlines; it calls *report_html* with each piece of HTML, and
    *has_blanks* to know whether a row of underscores in what it reads is one."""
    md = Markdown(extensions=["tables"])
    md.ESCAPED_CHARS = list(string.punctuation)  # as in CommonMark
    for name in ("code", "hashheader", "setextheader", "reference"):
        md.parser.blockprocessors.deregister(name)
    lists: Any = md.parser.blockprocessors["olist"]
    lists.LAZY_OL = False  # a list begins at its own number
    patterns: Any = md.inlinePatterns
    asterisk = patterns["em_strong"].delimiters["*"]
    asterisk.boundary = re.compile(_CLOSING_ONLY + asterisk.boundary.pattern.removeprefix("(?x)"))
    for name in (
        "html", "entity", "automail", "reference", "image_reference", "short_reference",
        "short_image_ref",
    ):  # fmt: skip
        patterns.deregister(name)
    patterns.register(_RawHtml(_HTML, md, report_html), "raw-html", _HTML_PRIORITY)
    patterns.register(_Notes(r"\^\[", md), "notes", _NOTE_PRIORITY)
    patterns.register(_Cites(_CITE, md), "cites", _CITE_PRIORITY)
    patterns.register(_Mail(_MAIL, md), "mail", _MAIL_PRIORITY)
    patterns.register(SubstituteTagInlineProcessor(r"\\[ ]*\n", "br"), "backslash", _BREAK_PRIORITY)
    patterns.register(_Address(_ADDRESS, md), "address", _ADDRESS_PRIORITY)
    patterns.register(_Product(_PRODUCT, md), "product", _PRODUCT_PRIORITY)
    patterns.register(_Blank(_BLANK, md, has_blanks), "blank", _BLANK_PRIORITY)
    for name in ("prettify", "unescape"):  # escapes are ours to undo, when we have looked
        md.treeprocessors.deregister(name)
    return md


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


class _Mail(InlineProcessor):
    """``<name@domain>`` → a link; Markdown's own hides the address in codes of characters."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        link = _element("a", m[1])
        link.set("href", f"mailto:{m[1]}")
        return link, m.start(0), m.end(0)


class _Address(InlineProcessor):
    """``https://…`` or ``www.…`` in a text → a link, without the punctuation after it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        shown = m[0].rstrip(_AFTER_ADDRESS)
        if ")" in m[0] and shown.count("(") > shown.count(")"):
            shown = m[0][: m[0].rindex(")") + 1]
        url = shown if shown.startswith("http") else f"https://{shown}"
        if not ADDRESS.fullmatch(url):
            return None, None, None
        link = _element("a", shown)
        link.set("href", url)
        return link, m.start(0), m.start(0) + len(shown)


class _Product(InlineProcessor):
    """``5*3*2`` stays as it is: its stars are no emphasis."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return m[0].replace("*", f"{STX}{ord('*')}{ETX}"), m.start(0), m.end(0)


class _Blank(InlineProcessor):
    """``____`` → a blank, where there may be some."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown, wanted: Callable[[], bool]) -> None:
        super().__init__(pattern, md)
        self.wanted = wanted

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        return (_element("blank", m[0]), *m.span()) if self.wanted() else (None, None, None)


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
    element = Element(tag)
    element.text = AtomicString(text)
    return element
