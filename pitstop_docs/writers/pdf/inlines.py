"""Inlines → HTML: words, emphasis, links, notes and their calls, badges, and what holds together in a line.

Enters: inlines. Leaves: HTML without a block in it. Text is data: it is escaped.
"""

from dataclasses import dataclass, field
from math import inf
from typing import Literal, assert_never

from markupsafe import Markup

from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Cite,
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Slot,
    Strong,
    Text,
)
from pitstop_docs.tree.typeset import NBSP
from pitstop_docs.writers.pdf.engine.notes_once import ONCE
from pitstop_docs.writers.pdf.wrapping import (
    SHORT_TAIL,
    before_element,
    letters,
    parts_from_call,
    tail_start,
    whole_words,
)

# What no line parts.
_TAIL_START, _TAIL_END = Markup('<span class="tail">'), Markup("</span>")
_TAIL = _TAIL_START + "{}" + _TAIL_END


@dataclass(slots=True)
class InlineRenderer:
    """Renders the inlines of one document; where it is only ``measured``, each note takes its room, else those
    that say the same stand once a page."""

    measured: bool = False
    _notes: dict[Inlines, int] = field(
        default_factory=dict
    )  # notes that say the same have one number

    def render(self, inlines: Inlines, room: float = inf) -> Markup:
        """Return *inlines* as HTML; in a narrow column names are whole if they have *room*, in sizes of the
        font."""
        html = Markup("")
        held = False  # by the calls of notes, which follow
        for before, inline, after in zip(
            (None, *inlines), inlines, (*inlines[1:], None), strict=False
        ):
            if isinstance(inline, Badge) and _ends_in_space(before):
                continue  # it stands with the word before it
            if isinstance(inline, Text) and isinstance(after, Badge) and _ends_in_space(inline):
                head, space, word = inline.text[:-1].rpartition(" ")
                words = Markup("{}{}{}").format(word, inline.text[-1], self.inline(after))
                html += before_element(head + space, room) + _TAIL.format(words)
            elif isinstance(inline, Text) and isinstance(after, Cite | Note):
                if held := parts_from_call(inline.text):
                    html += before_element(inline.text[:-1], room)
                    html += _TAIL_START + inline.text[-1]
                else:
                    html += before_element(inline.text, room)
            elif isinstance(inline, Text) and after:
                html += before_element(inline.text, room)
            else:
                html += self.inline(inline, isinstance(before, Cite | Note), room)
                if held and not isinstance(after, Cite | Note):
                    html, held = html + _TAIL_END, False
        return html

    def with_tail(
        self, inlines: Inlines, tail: tuple[int, int] = SHORT_TAIL, room: float = inf
    ) -> Markup:
        """Return *inlines* with the last words, of so many letters as *tail* says, bound together: none
        stands on a line alone, so before a line break too. In a narrow column they must have *room*, in sizes
        of the font."""
        for index, inline in enumerate(inlines):
            if isinstance(inline, LineBreak):
                runs = inlines[:index], inlines[index + 1 :]
                return Markup("<br>").join(self.with_tail(run, tail, room) for run in runs)
        start = tail_start(inlines, tail, room)
        return self.render(inlines, room) if start is None else self._bound(inlines, start, room)

    def _bound(self, inlines: Inlines, start: int, room: float) -> Markup:
        """Return *inlines*, all after *start* letters bound together. What is emphasised or linked stays in one
        piece: its end is bound inside it, and what follows it after it; no line ends between these, since a
        space comes first there."""
        for index, inline in enumerate(inlines):
            length = len(letters(inline))
            if start < length:
                head, rest = inlines[:index], inlines[index + 1 :]
                before = self.render((*head, Text("")), room)
                if isinstance(inline, Text):
                    last = (Text(inline.text[start:]), *rest)
                    before += before_element(inline.text[:start], room)
                elif isinstance(inline, Emphasis | Strong | Link) and start:
                    last = rest
                    before += _within(inline, self._bound(inline.content, start, room))
                else:
                    last = (inline, *rest)
                return before + self._tail(last)
            start -= length
        return self.render(inlines, room)

    def _tail(self, inlines: Inlines) -> Markup:
        """Return *inlines* in one piece: no name in them need be marked."""
        return _TAIL.format(self.render(inlines, room=0.0)) if inlines else Markup("")

    def inline(self, inline: Inline, called: bool = False, room: float = inf) -> Markup:
        """Return *inline* as HTML; *called* says that a call stands just before it."""
        more = " more" if called else ""
        match inline:
            case Text(text):
                return whole_words(text, room)
            case Emphasis(content) | Strong(content) | Link(content):
                return _within(inline, self.render(content, room))
            case Note(content):
                words = self.render(content)
                number = self._notes.setdefault(content, len(self._notes) + 1)
                once = "" if self.measured else f" {ONCE}"
                note = Markup('<span class="note{}{}" data-number="{}">{}</span>')
                return note.format(more, once, number, words)
            case Cite(number=number, target=target):
                call = Markup('<a class="cite{}" href="#{}">{}</a>')
                return call.format(more, target, number or "")
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case LineBreak():
                return Markup("<br>")
            case Badge(scale, level, text):
                return _badge(scale, level, text)
            case Blank():
                return Markup('<span class="blank"></span>')
            case Slot(key, _prompt, lines):
                # Something is drawn in its place, so that it has one among what is drawn.
                slot = Markup(
                    '<span class="slot" data-key="{}" data-lines="{}" style="--lines:{}">P</span>'
                )
                return slot.format(key, lines, lines)
            case _:
                assert_never(inline)


def _within(inline: Emphasis | Strong | Link, words: Markup) -> Markup:
    """Return *words* as the content of *inline*."""
    match inline:
        case Emphasis():
            return Markup("<em>{}</em>").format(words)
        case Strong():
            return Markup("<strong>{}</strong>").format(words)
        case Link(url=url):
            return Markup('<a href="{}">{}</a>').format(url, words)
        case _:
            assert_never(inline)


def _ends_in_space(inline: Inline | None) -> bool:
    return isinstance(inline, Text) and inline.text.endswith((" ", NBSP))


def _badge(scale: Literal["certainty", "answer", "status"], level: str, text: str) -> Markup:
    dots = Markup("<i></i><i></i><i></i>") if scale == "certainty" else Markup("")
    # A word joiner of CSS, not of text: the dots must not be parted from their word.
    return Markup('<span class="badge {} {}">{}{}</span>').format(scale, level, dots, text)
