"""Where in a file the text stands that is being walked.

Enters: the lines of a file, and in their order the words and signs that a parser made of them. Leaves:
places. Python-Markdown keeps none, so a cursor follows in the file whatever is taken from its tree: what is
looked for is then the next one, never an equal one before it.
"""

import re
from collections.abc import Sequence

from pitstop_docs.problems.diagnostics import Location

_ESCAPED = re.compile("\x02(\\d+)\x03")  # how Python-Markdown keeps "\\*" until the end
_SIGNS = re.compile(r"[*_]")


def unescape(text: str) -> str:
    """Return *text* with the characters that stood after a backslash."""
    return _ESCAPED.sub(lambda m: chr(int(m[1])), text)


def as_typed(text: str) -> str:
    """Return *text* as it stands in the file, with its backslashes."""
    return _ESCAPED.sub(lambda m: f"\\{chr(int(m[1]))}", text)


class Cursor:
    """A place that moves on from *start* to the end of line *last*, and never back."""

    def __init__(self, path: str, lines: Sequence[str], start: Location, last: int) -> None:
        self._path, self._start, self._at = path, start, 0
        self._text = "\n".join(lines[start.line - 1 : max(start.line, last)])[start.column - 1 :]

    def __str__(self) -> str:
        return self._text[self._at :]

    def place(self, fragment: str = "") -> Location | None:
        """Return where *fragment* stands next."""
        at = self._text.find(fragment, self._at)
        return None if at < 0 else self._place_of(at)

    def places(self, wanted: re.Pattern[str]) -> list[Location]:
        """Return where all that *wanted* matches stands from here on."""
        return [self._place_of(m.start()) for m in wanted.finditer(self._text, self._at)]

    def pass_words(self, text: str) -> None:
        """Move behind *text*: its words come next, whatever signs and spaces are around them."""
        for word in text.split():
            if "\x02" not in word:
                self.pass_to(word)
                continue
            # What Python-Markdown keeps was typed with a backslash, or had no need of it: 5*3*2.
            parts = [re.escape(part) for part in _ESCAPED.split(word)]
            parts[1::2] = [rf"\\?{re.escape(chr(int(code)))}" for code in _ESCAPED.findall(word)]
            found = re.compile("".join(parts)).search(self._text, self._at)
            self._at = found.end() if found else self._at

    def pass_to(self, fragment: str) -> None:
        """Move behind the next *fragment*; stay if there is none."""
        at = self._text.find(fragment, self._at)
        if at >= 0:
            self._at = at + len(fragment)

    def open_emphasis(self, signs: int) -> None:
        """Move behind the next *signs* asterisks or underscores."""
        found = _SIGNS.search(self._text, self._at)
        if found:
            self._at = found.start()
            self.close_emphasis(signs)

    def close_emphasis(self, signs: int) -> None:
        """Move behind *signs* asterisks or underscores, if they stand here."""
        while signs and _SIGNS.match(self._text, self._at):
            self._at, signs = self._at + 1, signs - 1

    def _place_of(self, at: int) -> Location:
        line_start = self._text.rfind("\n", 0, at) + 1
        line = self._start.line + self._text.count("\n", 0, at)
        before = 0 if line_start else self._start.column - 1
        return Location(self._path, line, before + at - line_start + 1)
