"""YAML text → the first thing that is wrong with it, in words for those who have never seen YAML.

Enters: the lines of a document, or of one piece of it. Leaves: a :class:`Fault`, or None. Also what
YAML accepts and nobody means is a fault: words after a ``#``, curly quotation marks, a field inside
a quotation that was never closed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from pitstop_docs.problems.messages import _

DEPTH_MAX = 24  # deeper than any record; a bomb of brackets is deeper
SHOWN_MAX = 60  # characters of a value that are shown again as they should be written

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A line among the fields: "  - key: value"; dash and key may each be absent.
LINE = re.compile(
    r"(?P<indent>[ \t]*)(?P<dashes>(?:-(?:[ \t]+|$))*)"
    r"""(?:(?P<key>\w[\w.-]*|"[^"]*"|'[^']*')[ \t]*:(?=[ \t]|$))?[ \t]*(?P<value>.*)"""
)
FIELD = re.compile(r"[ ]*(?:- +)*[a-z][a-z_-]*:(?: |$)")  # as the fields of records are called
# A sign that begins a comment, though no space follows it: on the line of a value, or below it.
_HIDDEN = re.compile(r",?[ \t]+(#)[^\s#]")
_HIDDEN_BELOW = re.compile(r"\n( +)#[^\s#]")
_HIDES_BRACKET = re.compile(r"[\s,](#)[^\s#].*[\]}]")
_ANY_HIDDEN = re.compile(r"\s#[^\s#]")
_CURLY = tuple("“”„‟‘‚")  # those that text is put into as a whole; «…» may be meant, ’ begins words
_OPENING, _CLOSING = "“”„‟«‘‚‹", "“”»’›"
# The text in which a colon stands, up to it: the value of a field, or one between brackets.
_BEFORE_COLON = re.compile(r"(?:^[ -]*|[,\[{]\s*)\w[\w.-]*:\s+([^\[\]{},]*)$")
_CURLY_BEFORE = re.compile(rf"(?:^|[:,-]\s+|[\[{{]\s*)([{_OPENING}])[^{_CLOSING}]*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place, counted from 0; message and hint that are empty are the table's."""

    code: str
    line: int
    column: int
    message: str = ""
    hint: str = ""
    is_open: bool = False  # a quotation or bracket, which may take the lines that follow


def fault_in(lines: Sequence[str]) -> Fault | None:
    """Return the first thing that is wrong with *lines*."""
    brackets: list[Any] = []  # the marks of those that are still open
    try:
        return _accepted_fault("\n".join(lines), lines, brackets)
    except yaml.YAMLError as error:
        return _syntax_fault(error, lines, brackets)


# --- what YAML would accept -----------------------------------------------------------------------


# libyaml's own events and marks carry no types.
def _accepted_fault(text: str, lines: Sequence[str], brackets: list[Any]) -> Fault | None:
    """Return what must not be built: aliases can make a bomb, tags can name types, depth can
    recurse; and a value may not be what was typed."""
    depth, begun = 0, False
    hides = bool(_ANY_HIDDEN.search(text))
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return Fault("yaml-alias", *_at(event.start_mark))
        if getattr(event, "tag", None) not in (None, "!"):
            return Fault("yaml-tag", *_at(event.start_mark))
        if isinstance(event, yaml.ScalarEvent):
            fault = _scalar_fault(event, lines, bool(brackets))
            if fault is None and hides and not event.style:
                fault = _hidden_fault(event, text, lines, bool(brackets))
            if fault:
                return fault
        elif isinstance(event, yaml.DocumentStartEvent):
            if begun:
                return Fault("yaml-syntax", *_at(event.start_mark), *_ended_words())
            begun = True
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if event.flow_style:
                brackets.append(event.start_mark)
            if depth > DEPTH_MAX:
                return Fault("yaml-depth", *_at(event.start_mark))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            del brackets[-1:]  # none where indentation ends it: those stand outside of brackets
    return None


def _scalar_fault(event: Any, lines: Sequence[str], in_flow: bool) -> Fault | None:
    """Return what is wrong with *event* if it holds lines that are not its own, or stands in curly
    quotes."""
    first, last = event.start_mark.line, event.end_mark.line
    if event.style in ("'", '"') and last > first:
        indent = _indent(lines[first])
        for line in lines[first + 1 : last + 1]:
            if FIELD.match(line) and _indent(line) <= indent:
                return Fault("yaml-syntax", *_at(event.start_mark), *_unclosed_words())
    elif not event.style:
        for number in range(first + 1, min(last + 1, len(lines))):
            if re.match(r"\s*-(?!-)\s?\w", lines[number]):
                return Fault(
                    "yaml-syntax", number, _indent(lines[number]),
                    _("this hyphen begins no item: it stands further in than the items before it"),
                    _("begin each item of a list under the one before it, with a space after '-'"),
                )  # fmt: skip
        if event.value.startswith(_CURLY):
            is_name = lines[min(last, len(lines) - 1)][event.end_mark.column :][:1] == ":"
            return _curly_fault(event, in_flow or is_name)
    return None


def _curly_fault(event: Any, may_be_cut: bool) -> Fault | None:
    """Return what is wrong if curly quotation marks enclose *event*; the closing one may lie beyond
    its end."""
    value, inside = event.value, event.value[1:-1]
    closed = value[-1] in "“”’" and not re.search("[“”]" if value[0] in "“”„‟" else "[‘‚]", inside)
    if closed or (may_be_cut and not any(mark in value[1:] for mark in _CLOSING)):
        words = _curly_words(inside if closed else "")
        return Fault("yaml-syntax", *_at(event.start_mark), *words)
    return None


def _hidden_fault(event: Any, text: str, lines: Sequence[str], in_flow: bool) -> Fault | None:
    """Return what is wrong if a ``#`` right after a plain value hides words that belong to it."""
    end = event.end_mark
    line, column = end.line, None
    if match := _HIDDEN.match(text, end.index):
        column = end.column + match.start(1) - end.index
    elif event.value and (below := _HIDDEN_BELOW.match(text, end.index)):
        head = LINE.match(lines[event.start_mark.line])
        if head and len(below[1]) > head.start("key" if head["key"] else "dashes"):
            line, column = line + 1, len(below[1])
    if column is None:
        return None
    bracket = in_flow and _HIDES_BRACKET.search(lines[line], column - 1)
    words = _hidden_bracket_words(lines[line][column:]) if bracket else _hidden_words()
    return Fault("yaml-syntax", line, column, *words)


def _at(mark: Any) -> tuple[int, int]:
    return mark.line, mark.column


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


# --- what YAML refuses ----------------------------------------------------------------------------


def _syntax_fault(error: yaml.YAMLError, lines: Sequence[str], brackets: list[Any]) -> Fault:
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    began = getattr(error, "context_mark", None) or mark
    line, column = _within(lines, mark)
    tab = lines[line].find("\t")
    if tab >= 0 and (not lines[line][:tab].strip(" -") or column == tab):
        return Fault("yaml-tab", line, tab)
    for words, code in (("alias", "yaml-alias"), ("anchor", "yaml-alias"), ("tag", "yaml-tag")):
        if f"scanning a {words}" in context or f"scanning an {words}" in context:
            return Fault(code, *_within(lines, began))
    if "quoted scalar" in context and "end of stream" in problem:
        return _open_fault(lines, *_within(lines, began))
    if brackets or "flow" in context:
        return _bracket_fault(
            problem, lines, (line, column), _within(lines, (brackets or [began])[-1])
        )
    if "block scalar" in context or "directive" in context:
        line, column = _within(lines, began)
        return Fault("yaml-syntax", line, column, *_beginning_words(lines[line][column]))
    if "could not find expected ':'" in problem:
        return no_colon_fault(lines, *_within(lines, began))
    return _other_fault(problem, lines, line, column)


def _within(lines: Sequence[str], mark: Any) -> tuple[int, int]:
    """Return line and column of *mark*, in *lines*: libyaml may stop after the last."""
    if mark is None:
        return 0, 0
    line = min(mark.line, len(lines) - 1)
    return line, min(mark.column if line == mark.line else len(lines[line]), len(lines[line]))


def _open_fault(lines: Sequence[str], line: int, column: int) -> Fault:
    """Return what is wrong with a quotation or bracket that begins there and never ends."""
    quote, last = lines[line][column : column + 1], lines[line].rstrip()[-1:]
    other = quote in ("'", '"') and last in tuple(_CLOSING + "'\"") and last != quote
    words = _unclosed_words(last if other else "")
    return Fault("yaml-syntax", line, column, *words, is_open=True)


def _bracket_fault(
    problem: str, lines: Sequence[str], at: tuple[int, int], began: tuple[int, int]
) -> Fault:
    """Return what is wrong between brackets, the last of which *began* before the place *at*."""
    (line, column), (first, bracket) = at, began
    for number in range(first, len(lines)):
        hides = _HIDES_BRACKET.search(lines[number], bracket if number == first else 0)
        if hides:
            words = _hidden_bracket_words(lines[number][hides.start(1) :])
            return Fault("yaml-syntax", number, hides.start(1), *words)
    rest = "\n".join([lines[line][column:], *lines[line + 1 :]])
    if rest.strip() and "expected ',' or" not in problem:
        return _other_fault(problem, lines, line, column)
    if rest.startswith(":"):
        field = LINE.match(lines[line])
        if line == first or not field or not field["key"] or field.end("key") < column:
            return _colon_fault(lines, line, column)
        if re.search(r"[\]}]", "\n".join(lines[line:])):
            words = _("a comma is missing before this field"), _("end the line before with a comma")
            return Fault("yaml-syntax", line, field.start("key"), *words)
        return _open_fault(lines, first, bracket)
    if rest.strip() and lines[line][:column].rstrip()[-1:] in ("'", '"', "]", "}"):
        return _after_closed_fault(lines, line, column)
    return _open_fault(lines, first, bracket)


def no_colon_fault(lines: Sequence[str], line: int, column: int) -> Fault:
    """Return what is wrong with a line that begins neither a field nor an item."""
    if lines[line].strip() in ("---", "..."):
        return Fault("yaml-syntax", line, 0, *_ended_words())
    stuck = re.match(r"\s*(?:- +)*\w[\w.-]*(:)\S", lines[line])
    if stuck:
        return Fault("yaml-syntax", line, stuck.start(1), *no_space_words())
    return Fault(
        "yaml-syntax", line, column,
        _("a colon is missing in this line"),
        _("write 'field: value', with a space after the colon; a text that goes on is indented"),
    )  # fmt: skip


def _other_fault(problem: str, lines: Sequence[str], line: int, column: int) -> Fault:
    before, char = lines[line][:column], lines[line][column : column + 1]
    if char and before.rstrip()[-1:] in ("'", '"', "]", "}") and before.strip():
        return _after_closed_fault(lines, line, column)
    if "mapping values" in problem:
        return _colon_fault(lines, line, column)
    if "escape" in problem:
        message = _("a backslash has a special meaning in double quotes")
        hint = _("use single quotes")
    elif any(words in problem for words in _NO_BEGINNING) and char:
        message, hint = _beginning_words(char)
    elif "another document" in problem or "document start" in problem:
        message, hint = _ended_words()
    elif not before.strip():
        message, hint = indentation_words()
    else:
        message = _("this line does not fit the ones before it")
        hint = _(
            "check the indentation, that every line is 'field: value', and that quotes are closed"
        )
    return Fault("yaml-syntax", line, column, message, hint)


_NO_BEGINNING = ("cannot start any token", "are not allowed in this context", "node content")


def _colon_fault(lines: Sequence[str], line: int, column: int) -> Fault:
    """Return what is wrong with a colon inside a text."""
    before = lines[line][:column]
    curly = _CURLY_BEFORE.search(before)
    if curly:
        return Fault("yaml-syntax", line, curly.start(1), *_curly_words(""))
    if line and FIELD.match(lines[line]) and _indent(lines[line]) > _indent(lines[line - 1]):
        return Fault(
            "yaml-syntax", line, _indent(lines[line]),
            _("this field stands further in than the one before it, which has its value already"),
            _("begin it right under the name of the field before it"),
        )  # fmt: skip
    message = _("a text without quotes cannot contain a colon and a space")
    if not lines[line][column + 1 :].strip():
        message = _("a text without quotes cannot end in a colon")
    text = _BEFORE_COLON.search(before)
    if text is None:
        hint = _("put a text that contains ': ' in quotes; otherwise check the indentation")
    else:
        rest = lines[line][text.start(1) :]
        whole = rest if text[0][:1] not in tuple(",[{") else re.split(r",\s|[\]}]", rest)[0]
        hint = whole_words(whole)
    return Fault("yaml-syntax", line, column, message, hint)


def _after_closed_fault(lines: Sequence[str], line: int, column: int) -> Fault:
    """Return what is wrong where text follows a closed quotation or bracket."""
    text = lines[line]
    closing = len(text[:column].rstrip()) - 1
    apostrophe = text[closing] == "'" and text[closing - 1].isalpha() and "'" in text[: closing - 1]
    if apostrophe:
        return Fault(
            "yaml-syntax", line, closing,
            _("this apostrophe ends the text, which begins with a single quotation mark"),
            _("put the text in double quotes ({mark}) when there is an apostrophe inside").format(
                mark='"'
            ),
        )  # fmt: skip
    return Fault(
        "yaml-syntax", line, column,
        _("text follows a closed quotation mark or bracket"),
        _("put the whole text in quotes, single ones if it has double ones inside"),
    )  # fmt: skip


# --- words ----------------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    """Return *text*, or its beginning, as a value in straight quotes."""
    text = text.strip()
    text = text if len(text) <= SHOWN_MAX else text[:SHOWN_MAX].rstrip() + "…"
    return f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace('"', r"\"") + '"'


def whole_words(text: str) -> str:
    """Return the advice to put *text* in quotes, as it is then written."""
    return _("put the whole text in quotes: {text}").format(text=_quoted(text))


def no_space_words() -> tuple[str, str]:
    """Return what is wrong with a colon that stands right before the value."""
    return (
        _("a space is missing after this colon"),
        _("write 'field: value', with a space after the colon"),
    )


def indentation_words() -> tuple[str, str]:
    """Return what is wrong with a line that begins under none of those before it."""
    return (
        _("this line begins under none of the lines before it"),
        _("begin what belongs together in the same column, two spaces further in than its field"),
    )


def _unclosed_words(other: str = "") -> tuple[str, str]:
    if other:
        return (
            _("this quotation mark is never closed: the one at the end is another ({mark})").format(
                mark=other
            ),
            _("close the text with the same straight quotation mark that opens it"),
        )
    return (
        _("this quotation mark or bracket is never closed"),
        _("close it; a text that has one as its first character must be put in quotes"),
    )


def _beginning_words(char: str) -> tuple[str, str]:
    return (
        _("a text cannot begin with '{char}' here").format(char=char),
        _("put the text in quotes; a list begins on a line of its own"),
    )


def _curly_words(inside: str) -> tuple[str, str]:
    if inside:
        hint = _("write {text}; to print quotation marks: {printed}").format(
            text=_quoted(inside), printed=_quoted(f"«{inside.strip()}»")
        )
    else:
        hint = _("put the whole text in straight quotation marks ({mark})").format(mark='"')
    return _("curly quotation marks do not enclose a text: only straight ones do"), hint


def _ended_words() -> tuple[str, str]:
    return (
        _("the fields end here, and more text follows"),
        _("remove the line of hyphens or dots"),
    )


def _hidden_words() -> tuple[str, str]:
    return (
        _("what follows this '#' would be lost: after a space it begins a comment"),
        _("put the whole text in quotes; in a comment write a space after '#'"),
    )


def _hidden_bracket_words(hidden: str) -> tuple[str, str]:
    word = re.split(r"[,\]}]", hidden)[0]
    return (
        _("this '#' hides the rest of the line, with the bracket that closes the list"),
        _("put what begins with '#' in quotes: {text}").format(text=_quoted(word)),
    )
