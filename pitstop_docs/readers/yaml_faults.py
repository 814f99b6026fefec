"""YAML text → the first thing that is wrong with it, in words for those who have never seen YAML.

Enters: the lines of a document, or of one piece of it. Leaves: a :class:`Fault`, or None. Also what
YAML accepts and nobody means is a fault: words after a ``#``, curly quotation marks, a field inside
a quotation that was never closed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from pitstop_docs.readers.yaml_words import quoted, words
from pitstop_docs.records.model import field_names

DEPTH_MAX = 24  # deeper than any record; a bomb of brackets is deeper

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A line among the fields: "  - key: value"; dash and key may each be absent.
LINE = re.compile(
    r"(?P<indent>[ \t]*)(?P<dashes>(?:-(?:[ \t]+|$))*)"
    r"""(?:(?P<key>\w[\w.-]*|"[^"]*"|'[^']*')[ \t]*:(?=[ \t]|$))?[ \t]*(?P<value>.*)"""
)
FIELD = re.compile(r"[ ]*(?:- +)*[a-z][a-z_-]*:(?: |$)")  # as the fields of records are called
_ITEM = re.compile(r" *- +\S")
# A sign that begins a comment, though no space follows it: on the line of a value, or below it.
_HIDDEN = re.compile(r",?[ \t]+(#)[^\s#]")
_HIDDEN_BELOW = re.compile(r"\n( +)#[^\s#]")
_HIDES_BRACKET = re.compile(r"[\s,](#)[^\s#].*[\]}]")
_ANY_HIDDEN = re.compile(r"\s#[^\s#]")
_CURLY = tuple("“”„‟‘‚")  # those that text is put into as a whole; «…» may be meant, ’ begins words
_OPENING, _CLOSING = "“”„‟«‘‚‹", "“”»’›"
# The text in which a colon stands, up to it: the value of a field, or one between brackets.
_BEFORE_COLON = re.compile(r"(?:^[ -]*|[,\[{]\s*)\w[\w.-]*:\s+([^\[\]{},]*)$")
# Two fields on one line, outside of brackets, up to the second colon: "partner: pro-loco, role".
_SECOND_FIELD = re.compile(r"^[ -]*\w[\w.-]*:\s+[^\[\]{}]*[,;]\s*[a-z][a-z_]*$")
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
    is_text: bool = False  # a text's signs are taken for those of YAML: what was meant is plain
    closes: bool = False  # a quotation that begins in lines before, if one is open there


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
                return Fault("yaml-syntax", *_at(event.start_mark), *words("ended"))
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
            if (FIELD.match(line) or _ITEM.match(line)) and _indent(line) <= indent:
                return Fault("yaml-syntax", *_at(event.start_mark), *words("unclosed"))
    elif not event.style:
        for number in range(first + 1, min(last + 1, len(lines))):
            hyphen = re.match(r"\s*-(?: +\S|[^\W\d])", lines[number])
            before = lines[number - 1].rstrip()
            if before.endswith("\\"):
                return Fault("yaml-syntax", number - 1, len(before) - 1, *words("backslash"))
            if hyphen:
                kind = "hyphen-in-text" if " " in hyphen[0].strip() else "no-space-after-hyphen"
                return Fault("yaml-syntax", number, _indent(lines[number]), *words(kind))
        if event.value.startswith(_CURLY):
            return _curly_fault(event, lines)
        # Not 24", which is a measure.
        if event.value.count('"') % 2 and re.search(r'[^\d\s]"$', event.value):
            told = words("unopened", text=quoted(event.value[:-1]))
            column = lines[last].rfind('"', 0, event.end_mark.column)
            return Fault("yaml-syntax", last, column, *told, closes=True)
        stuck = re.match(r"-[^\W\d]", event.value) and not in_flow
        if stuck and not lines[first][: event.start_mark.column].strip():
            return Fault("yaml-syntax", *_at(event.start_mark), *words("no-space-after-hyphen"))
    return None


def _curly_fault(event: Any, lines: Sequence[str]) -> Fault | None:
    """Return what is wrong if curly quotation marks enclose *event*, or the first opens and none
    closes: the text may go on where YAML sees its end."""
    value, inside = event.value, event.value[1:-1]
    marks = "“”„‟" if value[0] in "“”„‟" else "‘‚"
    closed = value[-1] in "“”’" and len(value) > 1 and not any(mark in inside for mark in marks)
    if not closed and (marks[0] == "‘" or any(mark in inside for mark in _CLOSING)):
        return None
    rest = "".join(lines[event.end_mark.line : event.end_mark.line + 1])[event.end_mark.column :]
    kind = "curly-around" if closed and not rest.startswith(":") else "curly"
    told = words(kind, text=quoted(inside), printed=quoted(f"«{inside.strip()}»"))
    return Fault("yaml-syntax", *_at(event.start_mark), *told, is_text=True)


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
    if in_flow and _HIDES_BRACKET.search(lines[line], column - 1):
        return _hidden_bracket_fault(lines, line, column)
    return Fault("yaml-syntax", line, column, *words("hidden"))


def _hidden_bracket_fault(lines: Sequence[str], line: int, column: int) -> Fault:
    word = re.split(r"[,\]}]", lines[line][column:])[0]
    return Fault("yaml-syntax", line, column, *words("hidden-bracket", text=quoted(word)))


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
    line, column = _within(lines, began)
    if "an alias" in context or "an anchor" in context:
        listed = re.match(r"\s*\* ", lines[line]) and not lines[line][:column].strip()
        return Fault("yaml-alias", line, column, *(words("star-for-hyphen") if listed else ()))
    if "a tag" in context:
        return Fault("yaml-tag", line, column)
    if "quoted scalar" in context and "end of stream" in problem:
        return _open_fault(lines, line, column)
    if brackets or "flow" in context:
        opened = _within(lines, (brackets or [began])[-1])
        return _bracket_fault(problem, lines, _within(lines, mark), opened)
    if "block scalar" in context or "directive" in context:
        return Fault("yaml-syntax", line, column, *words("beginning", char=lines[line][column]))
    if "could not find expected ':'" in problem:
        return no_colon_fault(lines, line, column)
    return _other_fault(problem, lines, *_within(lines, mark))


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
    told = words("closed-otherwise", mark=last) if other else words("unclosed")
    if not other and re.match(r"'\w", lines[line][column:]):  # '900, 'ndrangheta
        told = words("unclosed-or-apostrophe", text=quoted(lines[line][column:]))
    return Fault("yaml-syntax", line, column, *told, is_open=True)


def _bracket_fault(
    problem: str, lines: Sequence[str], at: tuple[int, int], began: tuple[int, int]
) -> Fault:
    """Return what is wrong between brackets, the last of which *began* before the place *at*."""
    (line, column), (first, bracket) = at, began
    for number in range(first, len(lines)):
        hides = _HIDES_BRACKET.search(lines[number], bracket if number == first else 0)
        if hides:
            return _hidden_bracket_fault(lines, number, hides.start(1))
    rest = "\n".join([lines[line][column:], *lines[line + 1 :]])
    if rest.strip() and "expected ',' or" not in problem:
        return _other_fault(problem, lines, line, column)
    if rest.startswith(":"):
        field = LINE.match(lines[line])
        if line == first or not field or not field["key"] or field.end("key") < column:
            return _colon_fault(lines, line, column)
        if re.search(r"[\]}]", "\n".join(lines[line:])):
            return Fault("yaml-syntax", line, field.start("key"), *words("no-comma"))
        return _open_fault(lines, first, bracket)
    if rest.strip() and lines[line][:column].rstrip()[-1:] in ("'", '"', "]", "}"):
        return _after_closed_fault(lines, line, column)
    return _open_fault(lines, first, bracket)


def no_colon_fault(lines: Sequence[str], line: int, column: int) -> Fault:
    """Return what is wrong with a line that begins neither a field nor an item."""
    if lines[line].strip() in ("---", "..."):
        return Fault("yaml-syntax", line, 0, *words("ended"))
    if re.match(r"\s*-\w", lines[line]):
        return Fault("yaml-syntax", line, column, *words("no-space-after-hyphen"))
    stuck = re.match(r"\s*(?:- +)*\w[\w.-]*(:)\S", lines[line])
    if stuck:
        return Fault("yaml-syntax", line, stuck.start(1), *words("no-space"))
    return Fault("yaml-syntax", line, column, *words("no-colon"))


_NO_BEGINNING = ("cannot start any token", "are not allowed in this context", "node content")


def _other_fault(problem: str, lines: Sequence[str], line: int, column: int) -> Fault:
    before, char = lines[line][:column], lines[line][column : column + 1]
    if char and before.rstrip()[-1:] in ("'", '"', "]", "}") and before.strip():
        return _after_closed_fault(lines, line, column)
    if "mapping values" in problem:
        return _colon_fault(lines, line, column)
    if char and any(said in problem for said in _NO_BEGINNING):
        return Fault("yaml-syntax", line, column, *words("beginning", char=char))
    if "escape" in problem:
        kind = "escape"
    elif "another document" in problem or "document start" in problem:
        kind = "ended"
    elif "expected '-'" in problem:
        kind = "field-among-items"
    elif before.strip():
        kind = "other"
    else:
        kind = "hyphen-among-fields" if char == "-" else "indentation"
    return Fault("yaml-syntax", line, column, *words(kind))


def _colon_fault(lines: Sequence[str], line: int, column: int) -> Fault:
    """Return what is wrong with a colon inside a text."""
    before = lines[line][:column]
    curly = _CURLY_BEFORE.search(before)
    if curly:
        return Fault("yaml-syntax", line, curly.start(1), *words("curly"), is_text=True)
    if line and FIELD.match(lines[line]) and _indent(lines[line]) > _indent(lines[line - 1]):
        return Fault("yaml-syntax", line, _indent(lines[line]), *words("further-in"))
    semicolon = re.search(r"[{,][^,]*(;)\s*\w[\w.-]*$", before)
    if semicolon:
        return Fault("yaml-syntax", line, semicolon.start(1), *words("semicolon"))
    if _SECOND_FIELD.search(before):
        return Fault("yaml-syntax", line, column, *words("second-field"))
    text = _BEFORE_COLON.search(before)
    if text is None:
        return Fault("yaml-syntax", line, column, *words("colon"), is_text=True)
    ends = re.search(r"\s(\w[\w.-]*)$", before)
    if text[0][0] in ",[{" and ends and ends[1] in field_names():
        told = words("no-comma-inside", name=ends[1], text=quoted(text[1][: -len(ends[0])]))
        return Fault("yaml-syntax", line, ends.start(1), *told)
    whole = lines[line][text.start(1) :]
    if text[0][0] in ",[{":
        whole = re.split(r",\s|[\]}]", whole)[0]
    kind = "colon-inside" if lines[line][column + 1 :].strip() else "colon-at-end"
    # Where a field's name stands before the colon, nobody knows whether it is a text or a field.
    is_text = not (ends and ends[1] in field_names())
    return Fault("yaml-syntax", line, column, *words(kind, text=quoted(whole)), is_text=is_text)


def _after_closed_fault(lines: Sequence[str], line: int, column: int) -> Fault:
    """Return what is wrong where text follows a closed quotation or bracket."""
    text = lines[line]
    closing = len(text[:column].rstrip()) - 1
    goes_on = "'" in text[column:] or (closing + 1 == column and text[column].isalpha())
    inside_word = text[closing - 1].isalpha() or text[closing - 1] == "\\"  # L\\'ex, as in programs
    if text[closing] == "'" and inside_word and goes_on:
        return Fault("yaml-syntax", line, closing, *words("apostrophe"), is_text=True)
    kind = "closes-nothing" if text[column] in "]}" else "after-closed"
    return Fault("yaml-syntax", line, column, *words(kind))
