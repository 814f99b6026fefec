"""YAML text → plain values, each with its line and column.

Enters: YAML text. Leaves: dictionaries, lists and :class:`Scalar` texts, with the place of every
value and key. Every scalar stays text, as in StrictYAML: the schema decides its type, so "no", "RE"
and 035046 mean what they say. Aliases, tags, duplicate keys and tabs are errors."""

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.records.record import Places

DEPTH_MAX = 24  # deeper than any record; a bomb of brackets is deeper

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(str):
    """A YAML scalar: its text, its place, its last line in the file, and whether it was written
    without quotes."""

    location: Location
    last_line: int
    plain: bool

    def __new__(cls, text: str, location: Location, last_line: int, plain: bool) -> "Scalar":
        """Return *text* as a scalar."""
        scalar = super().__new__(cls, text)
        scalar.location = location
        scalar.last_line = last_line
        scalar.plain = plain
        return scalar


@dataclass(slots=True)
class Loaded:
    """A YAML document: its value, the places of its values and keys by path, and its text with
    everything but the values blanked."""

    value: Any
    places: Places
    keys: dict[tuple[str | int, ...], Location] = field(default_factory=dict)
    words: str = ""


class _Refused(Exception):
    def __init__(self, code: str, mark: Any) -> None:
        super().__init__(code)
        self.code, self.mark = code, mark


def load_yaml(text: str, path: str, reporter: Reporter, first_line: int = 1) -> Loaded | None:
    """Return *text* read, or None after reporting why it cannot be. *first_line* is its place in
    the file, for front matter."""
    try:
        _refuse_hostile(text)
        node = yaml.compose(text, Loader=_Loader)
    except _Refused as error:
        place = Location(path, first_line + error.mark.line, error.mark.column + 1)
        reporter.report(error.code, place)
        return None
    except yaml.YAMLError as error:
        _report_syntax(error, text, path, first_line, reporter)
        return None
    whole = Location(path, first_line)
    if node is None:
        return Loaded({}, Places(whole, {}))
    builder = _Builder(text, path, first_line, reporter)
    value = builder.build(node, ())
    return Loaded(value, Places(whole, builder.places), builder.keys, builder.words())


def _refuse_hostile(text: str) -> None:
    """Raise before anything is built: aliases can make a bomb, tags can name types, depth can
    recurse."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("yaml-alias", event.start_mark)
        if getattr(event, "tag", None) not in (None, "!"):
            raise _Refused("yaml-tag", event.start_mark)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
            if depth > DEPTH_MAX:
                raise _Refused("yaml-depth", event.start_mark)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1


def _report_syntax(
    error: yaml.YAMLError, text: str, path: str, first_line: int, reporter: Reporter
) -> None:
    lines = text.split("\n")
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if any(words in problem for words in (*_UNCLOSED, _NO_COLON)):
        # Where it began says more than where libyaml gave up.
        mark = getattr(error, "context_mark", None) or mark
    line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    current = lines[line]
    tab = current.find("\t")
    if tab >= 0 and (not current[:tab].strip() or column == tab):
        reporter.report("yaml-tab", Location(path, first_line + line, tab + 1))
        return
    place = Location(path, first_line + line, min(column, len(current)) + 1)
    message, hint = _syntax_words(problem, current[:column], current[column : column + 1])
    reporter.report("yaml-syntax", place, message, hint)


_NO_COLON = "could not find expected ':'"
_UNCLOSED = ("end of stream", "expected ',' or ", "document indicator")
_NO_BEGINNING = ("cannot start any token", "are not allowed in this context", "node content")


def _syntax_words(problem: str, before: str, char: str) -> tuple[str, str]:
    """Return what libyaml's *problem* means to people, and what to do; *char* stands there, after
    *before*."""
    if any(words in problem for words in _UNCLOSED):
        message = _("this quotation mark or bracket is never closed")
        hint = _("close it; a text that has one as its first character must be put in quotes")
    elif _NO_COLON in problem:
        message = _("a colon is missing in this line")
        hint = _("write 'field: value', with a space after the colon")
    elif before.rstrip()[-1:] in ("'", '"', "]", "}"):
        message = _("text follows a closed quotation mark or bracket")
        hint = _("put the whole text in quotes, single ones if it has double ones inside")
    elif "mapping values" in problem:
        message = _("this colon begins a value where none can stand")
        hint = _("put a text that contains ': ' in quotes; otherwise check the indentation")
    elif "escape" in problem:
        message = _("a backslash has a special meaning in double quotes")
        hint = _("use single quotes")
    elif any(words in problem for words in _NO_BEGINNING):
        message = _("a text cannot begin with '{char}' here").format(char=char)
        hint = _("put the text in quotes; a list begins on a line of its own")
    elif "another document" in problem or "document start" in problem:
        message = _("the fields end here, and more text follows")
        hint = _("remove the line of hyphens or dots")
    else:
        message = _("this line does not fit the ones before it")
        hint = _(
            "check the indentation, that every line is 'field: value', and that quotes are closed"
        )
    return message, hint


# A backslash in double quotes, and what follows if it is the code of a character.
_CODE = re.compile(r'\\(?:["\\/\nnt ]|(x..|u.{4}|U.{8}|.))')
_NOT_BREAK = re.compile(r"[^\n]")


class _Builder:
    """Turns nodes into values and remembers places."""

    def __init__(self, text: str, path: str, first_line: int, reporter: Reporter) -> None:
        self.text, self.path, self.first_line, self.reporter = text, path, first_line, reporter
        self.places: dict[tuple[str | int, ...], Location] = {}
        self.keys: dict[tuple[str | int, ...], Location] = {}
        self.spans: list[tuple[int, int]] = []

    def build(self, node: yaml.Node, at: tuple[str | int, ...]) -> Any:
        place = self._place(node)
        self.places[at] = place
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*at, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)  # composing leaves no other kind
        plain = not node.style  # libyaml says "" where the pure parser says None
        if plain and node.value in ("", "~", "null"):
            return None
        span = (node.start_mark.index, node.end_mark.index)
        self.spans.append(span)
        if node.style == '"':
            self._refuse_codes(span)
        return Scalar(node.value, place, self.first_line + node.end_mark.line, plain)

    def _refuse_codes(self, span: tuple[int, int]) -> None:
        """Report each code of a character: what is printed must be there for all to see."""
        for match in _CODE.finditer(self.text, *span):
            if match[1]:
                line_start = self.text.rfind("\n", 0, match.start()) + 1
                line = self.first_line + self.text.count("\n", 0, match.start())
                self.reporter.report(
                    "yaml-escape",
                    Location(self.path, line, match.start() - line_start + 1),
                    _("'{code}' is the code of a character").format(code=match[0]),
                )

    def words(self) -> str:
        """Return the text with everything but the values blanked, each value in its place."""
        out, end = [], 0
        for start, stop in self.spans:
            out += [_NOT_BREAK.sub(" ", self.text[end:start]), self.text[start:stop]]
            end = stop
        return "".join([*out, _NOT_BREAK.sub(" ", self.text[end:])])

    def _mapping(self, node: yaml.MappingNode, at: tuple[str | int, ...]) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self._place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.reporter.report(
                    "wrong-type",
                    place,
                    _("the name of a field must be a word"),
                    _("check brackets and colons"),
                )
                continue
            key = key_node.value
            if key in value:
                self.reporter.report(
                    "duplicate-key",
                    place,
                    _("field '{key}' is there twice; the first is on line {line}").format(
                        key=key, line=self.keys[(*at, key)].line
                    ),
                )
                continue
            self.keys[(*at, key)] = place
            value[key] = self.build(value_node, (*at, key))
        return value

    def _place(self, node: yaml.Node) -> Location:
        mark = node.start_mark
        return Location(self.path, self.first_line + mark.line, mark.column + 1)


# Italian hands write "1.200" for a thousand and more, YAML reads a decimal number.
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")


def as_json_value(value: Any) -> Any:
    """Return *value* with plain scalars typed as YAML's core schema (and JSON) would: for free data
    such as a chart's specification. What may be a thousand or a decimal number stays text."""
    if isinstance(value, dict):
        return {str(key): as_json_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json_value(item) for item in value]
    if isinstance(value, Scalar) and value.plain and not _THOUSANDS.fullmatch(value):
        try:
            typed = json.loads(value)
        except ValueError:
            return str(value)
        # Python's json also reads NaN and Infinity, which JSON has not.
        number = isinstance(typed, bool | int) or (
            isinstance(typed, float) and math.isfinite(typed)
        )
        return typed if number else str(value)
    return str(value) if isinstance(value, str) else value
