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
from pitstop_docs.readers.yaml_faults import Loader, fault_in
from pitstop_docs.readers.yaml_pieces import Mended, mend
from pitstop_docs.readers.yaml_words import words
from pitstop_docs.records.record import Places


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
    """A YAML document: its value, the places of its values and keys by path, its text with
    everything but the values blanked, and the paths of what could not be read."""

    value: Any
    places: Places
    keys: dict[tuple[str | int, ...], Location] = field(default_factory=dict)
    words: str = ""
    misread: frozenset[tuple[str | int, ...]] = frozenset()


def load_yaml(text: str, path: str, reporter: Reporter, first_line: int = 1) -> Loaded:
    """Return *text* read, after reporting what of it cannot be. *first_line* is its place in the
    file, for front matter."""
    lines = _spaced(text).split("\n")
    mended = mend(lines) if fault_in(lines) else Mended(lines)
    for fault in mended.faults:
        place = Location(path, first_line + fault.line, fault.column + 1)
        reporter.report(fault.code, place, fault.message, fault.hint)
    text = "\n".join(mended.lines)
    node = yaml.compose(text, Loader=Loader)
    whole = Location(path, first_line)
    if node is None:
        return Loaded({}, Places(whole, {}), misread=frozenset(mended.misread))
    builder = _Builder(text, path, first_line, reporter)
    value = builder.build(node, ())
    misread = frozenset(mended.misread | builder.misread)
    return Loaded(value, Places(whole, builder.places), builder.keys, builder.words(), misread)


# Spaces of other widths, or that never end a line: web pages and Option+space leave them.
_SPACE = r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_NO_VALUE = re.compile(
    rf"^{_SPACE}*(?:-{_SPACE}+)*(?:\w[\w.-]*{_SPACE}*:(?:{_SPACE}+|$))?(?=([\[{{]?))", re.MULTILINE
)
_NO_VALUE_IN_FLOW = re.compile(rf"[\[{{,]{_SPACE}*\w[\w.-]*{_SPACE}*:{_SPACE}+")
_BLANK_LINE = re.compile(r"^[^\S\n]+$", re.MULTILINE)
_ODD_SPACE = re.compile(_SPACE.replace("[ ", "["))


def _spaced(text: str) -> str:
    """Return *text* with a plain space for each other one that is no part of a value."""
    text = _BLANK_LINE.sub("", text)
    if not _ODD_SPACE.search(text):
        return text

    def plain(match: re.Match[str]) -> str:
        return _ODD_SPACE.sub(" ", match[0])

    lines = []
    for line in text.split("\n"):
        match = _NO_VALUE.match(line)
        rest = line[match.end() :] if match else line
        if match and match[1]:
            rest = _NO_VALUE_IN_FLOW.sub(plain, rest)
        lines.append((plain(match) if match else "") + rest)
    return "\n".join(lines)


# A backslash in double quotes, and what follows if it is the code of a character.
_CODE = re.compile(r'\\(?:["\\/\nnt ]|(x..|u.{4}|U.{8}|.))')
# A field between brackets whose colon has no space after it: YAML takes all of it for a name.
_STUCK = re.compile(r"(\w[\w.-]*):.")
_NOT_BREAK = re.compile(r"[^\n]")


class _Builder:
    """Turns nodes into values and remembers places."""

    def __init__(self, text: str, path: str, first_line: int, reporter: Reporter) -> None:
        self.text, self.path, self.first_line, self.reporter = text, path, first_line, reporter
        self.places: dict[tuple[str | int, ...], Location] = {}
        self.keys: dict[tuple[str | int, ...], Location] = {}
        self.spans: list[tuple[int, int]] = []
        self.misread: set[tuple[str | int, ...]] = set()

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
                    _("put a text that begins with a bracket in quotes"),
                )
                self.misread.add(at)
                continue
            key = key_node.value
            stuck = node.flow_style and not value_node.value and _STUCK.match(key)
            if stuck:
                self.misread.add((*at, stuck[1]))
                place = Location(self.path, place.line, place.column + stuck.end(1))
                self.reporter.report("yaml-syntax", place, *words("no-space"))
                continue
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


def as_json_value(value: Any) -> Any:
    """Return *value* with plain scalars typed as YAML's core schema (and JSON) would: for free data
    such as a chart's specification."""
    if isinstance(value, dict):
        return {str(key): as_json_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json_value(item) for item in value]
    if isinstance(value, Scalar) and value.plain:
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
