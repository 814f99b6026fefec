"""YAML text → plain values, each with its line and column.

Enters: YAML text. Leaves: dictionaries, lists and :class:`Scalar` texts, with the place of every
value and key. Every scalar stays text, as in StrictYAML: the schema decides its type, so "no", "RE"
and 035046 mean what they say. Aliases, tags, duplicate keys and tabs are errors."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import yaml

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.yaml_faults import Loader, fault_in
from pitstop_docs.readers.yaml_pieces import Mended, mend, unmasked
from pitstop_docs.readers.yaml_words import words
from pitstop_docs.records.italian import field_meant
from pitstop_docs.records.record import Places
from pitstop_docs.records.running_text import BLANK_FIELDS, CODE_FIELDS, DOUBLED, VALUE
from pitstop_docs.tree.origin import Origin, field_of
from pitstop_docs.tree.typeset import straight_primes


class Scalar(str):
    """A YAML scalar: its text, where it stands, and whether it was written without quotes."""

    origin: Origin
    plain: bool

    def __new__(cls, text: str, origin: Origin, plain: bool) -> "Scalar":
        """Return *text* as a scalar."""
        scalar = super().__new__(cls, text)
        scalar.origin = origin
        scalar.plain = plain
        return scalar


@dataclass(slots=True)
class Loaded:
    """A YAML document: its value, the places of its values and keys by path, its text with
    everything but the values blanked, what of it is running text (``Collection.running_text``), and
    the paths of what could not be read."""

    value: Any
    places: Places
    keys: dict[tuple[str | int, ...], Location] = field(default_factory=dict)
    words: str = ""
    running_text: str = ""
    misread: frozenset[tuple[str | int, ...]] = frozenset()

    def items(self, key: str) -> "list[Loaded]":
        """Return each item of the list under *key* as a document of its own."""
        parts = [
            Loaded(item, Places(self.places.origin(key, number), {}))
            for number, item in enumerate(self.value[key])
        ]
        for path, origin in self.places.fields.items():
            if len(path) > 2 and path[0] == key:
                parts[int(path[1])].places.fields[path[2:]] = origin
        for path, place in self.keys.items():
            if len(path) > 2 and path[0] == key:
                parts[int(path[1])].keys[path[2:]] = place
        for path in self.misread:
            if len(path) > 1 and path[0] == key:
                parts[int(path[1])].misread |= {path[2:]}
        return parts


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
    last = text.rstrip("\n").split("\n")
    end = (first_line + len(last) - 1, len(last[-1]) + 1)
    whole = Origin(path, (first_line, 1), end)
    if node is None:
        return Loaded({}, Places(whole, {}), misread=frozenset(mended.misread))
    builder = _Builder(text, path, first_line, reporter, unmasked if mended.faults else str)
    value = builder.build(node, ())
    misread = frozenset(mended.misread | builder.misread)
    places = Places(whole, builder.places)
    running = builder.running_text()
    return Loaded(value, places, builder.keys, builder.words(), running, misread)


_BLANK = re.compile(r"_{3,}")
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
_LEFT = re.compile(r"\{\{[^{}\n]*\}\}")  # a placeholder: brackets inside brackets, for YAML
_NOT_BREAK = re.compile(r"[^\n]")
_BLOCK_HEADER = re.compile(r"[|>][^\n]*")


class _Builder:
    """Turns nodes into values and remembers places."""

    def __init__(
        self, text: str, path: str, first_line: int, reporter: Reporter, typed: Callable[[str], str]
    ) -> None:
        self.text, self.path, self.first_line, self.reporter = (
            typed(text),
            path,
            first_line,
            reporter,
        )
        self.typed = typed  # what YAML read → what stands in the source
        self.places: dict[tuple[str | int, ...], Origin] = {}
        self.keys: dict[tuple[str | int, ...], Location] = {}
        self.spans: list[tuple[int, int]] = []
        self.sentences: list[tuple[int, str]] = []  # where each begins
        self.misread: set[tuple[str | int, ...]] = set()

    def build(self, node: yaml.Node, at: tuple[str | int, ...]) -> Any:
        origin = self._origin(node, at)
        self.places[at] = origin
        if isinstance(node, yaml.MappingNode):
            value: Any = self._mapping(node, at)
            self._end_with(at, [(*at, key) for key in value])
            return value
        if isinstance(node, yaml.SequenceNode):
            value = [self.build(item, (*at, i)) for i, item in enumerate(node.value)]
            self._end_with(at, [(*at, i) for i in range(len(value))])
            return value
        assert isinstance(node, yaml.ScalarNode)  # composing leaves no other kind
        plain = not node.style  # libyaml says "" where the pure parser says None
        if plain and node.value in ("", "~", "null"):
            return None
        span = (node.start_mark.index, node.end_mark.index)
        self.spans.append(span)
        if not any(map(_is_code, at)):
            said = _as_running(self.text[slice(*span)], node.style)
            if not BLANK_FIELDS.isdisjoint(at):
                said = _BLANK.sub(lambda blank: " " * len(blank[0]), said)
            self.sentences.append((span[0], said))
        if node.style == '"':
            self._refuse_codes(span)
        return Scalar(self.typed(node.value), origin, plain)

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

    def running_text(self) -> str:
        """Return the text with everything blanked but the values that are no codes, in their places."""
        out, end = [], 0
        for start, said in self.sentences:
            blank = _NOT_BREAK.sub(" ", self.text[end:start])
            out += [blank[:-1] + VALUE if blank.endswith(" ") else blank, said]
            end = start + len(said)
        return "".join([*out, _NOT_BREAK.sub(" ", self.text[end:])])

    def _mapping(self, node: yaml.MappingNode, at: tuple[str | int, ...]) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self._place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                left = _LEFT.match(self.text, node.start_mark.index)
                self.reporter.report(
                    "wrong-type",
                    place,
                    _("'{words}' was left to be filled in").format(words=left[0])
                    if left
                    else _("the name of a field must be a word"),
                    _("write the text; if it shall begin with braces, put it in quotes")
                    if left
                    else _("put a text that begins with a bracket in quotes"),
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

    def _origin(self, node: yaml.Node, at: tuple[str | int, ...]) -> Origin:
        start, end = node.start_mark, node.end_mark
        last, column = end.line, end.column
        if getattr(node, "style", None) in ("|", ">"):  # libyaml goes on to what comes next
            typed = self.text[start.index : end.index].rstrip()
            last = start.line + typed.count("\n")
            column = len(typed) - typed.rfind("\n") - 1
        return Origin(
            self.path,
            (self.first_line + start.line, start.column + 1),
            (self.first_line + last, column + 1),
            field_of(at),
        )

    def _end_with(self, at: tuple[str | int, ...], inside: list[tuple[str | int, ...]]) -> None:
        """Let what stands at *at* end where the last of *inside* does: libyaml goes on to what comes
        next, over comments."""
        if inside:
            end = self.places[inside[-1]].end
            self.places[at] = replace(self.places[at], end=max(end, self.places[at].start))

    def _place(self, node: yaml.Node) -> Location:
        mark = node.start_mark
        return Location(self.path, self.first_line + mark.line, mark.column + 1)


@cache
def _is_code(name: str | int) -> bool:
    """Tell whether what stands under *name*, which may be misspelt or Italian, is for machines."""
    return isinstance(name, str) and bool(
        name in CODE_FIELDS or field_meant(name, CODE_FIELDS) or name.lower() in CODE_FIELDS
    )


def _as_running(typed: str, style: str | None) -> str:
    """Return a scalar as it was *typed*, with blanks for the signs that belong to YAML."""
    if style == "'":
        return f" {typed[1:-1]} ".replace("''", f"'{DOUBLED}")
    if style == '"':
        return f" {typed[1:-1]} "
    if style in ("|", ">"):
        return _BLOCK_HEADER.sub(lambda header: " " * len(header[0]), typed, count=1)
    return typed


# Italian hands write "1.200" for a thousand and more, YAML reads a decimal number.
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")


def as_json_value(value: Any) -> Any:
    """Return *value* with plain scalars typed as YAML's core schema (and JSON) would: for free data
    such as a chart's specification. What may be a thousand or a decimal number stays text. Nobody typesets
    it, so primes become what the fonts have."""
    if isinstance(value, dict):
        return {straight_primes(str(key)): as_json_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json_value(item) for item in value]
    if isinstance(value, Scalar) and value.plain and not _THOUSANDS.fullmatch(value):
        try:
            typed = json.loads(value)
        except ValueError:
            return straight_primes(str(value))
        # Python's json also reads NaN and Infinity, which JSON has not.
        number = isinstance(typed, bool | int) or (
            isinstance(typed, float) and math.isfinite(typed)
        )
        return typed if number else str(value)
    return straight_primes(str(value)) if isinstance(value, str) else value
