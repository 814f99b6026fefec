"""YAML text → plain values, each with its line and column.

Enters: YAML text. Leaves: dictionaries, lists and :class:`Scalar` texts, with the place of every
value and key. Every scalar stays text, as in StrictYAML: the schema decides its type, so "no", "RE"
and 035046 mean what they say. Aliases, tags, duplicate keys and tabs are errors. """

import json
from dataclasses import dataclass, field
from typing import Any

import yaml

from pitstop_docs.diagnostics import Location, Reporter
from pitstop_docs.messages import _
from pitstop_docs.model import Places

DEPTH_MAX = 24  # deeper than any record; a bomb of brackets is deeper

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(str):
    """A YAML scalar: its text, its place, and whether it was written without quotes."""

    location: Location
    plain: bool

    def __new__(cls, text: str, location: Location, plain: bool) -> "Scalar":
        scalar = super().__new__(cls, text)
        scalar.location = location
        scalar.plain = plain
        return scalar


@dataclass(slots=True)
class Loaded:
    """A YAML document: its value, and the places of its values and keys by path."""

    value: Any
    places: Places
    keys: dict[tuple[str | int, ...], Location] = field(default_factory=dict)


class _Refused(Exception):
    def __init__(self, code: str, message: str, hint: str, mark: Any) -> None:
        self.code, self.message, self.hint, self.mark = code, message, hint, mark
        super().__init__(message)


def load_yaml(text: str, path: str, reporter: Reporter, first_line: int = 1) -> Loaded | None:
    """Return *text* read, or None after reporting why it cannot be. *first_line* is its place in the
    file, for front matter."""
    try:
        _refuse_hostile(text)
        node = yaml.compose(text, Loader=_Loader)
    except _Refused as error:
        place = Location(path, first_line + error.mark.line, error.mark.column + 1)
        reporter.error(error.code, error.message, place, error.hint)
        return None
    except yaml.YAMLError as error:
        _report_syntax(error, text, path, first_line, reporter)
        return None
    whole = Location(path, first_line)
    if node is None:
        return Loaded({}, Places(whole, {}))
    builder = _Builder(path, first_line, reporter)
    value = builder.build(node, ())
    return Loaded(value, Places(whole, builder.places), builder.keys)


def _refuse_hostile(text: str) -> None:
    """Raise before anything is built: aliases can make a bomb, tags can name types, depth can recurse."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                "yaml-alias",
                _("anchors and aliases (& and *) are not used here"),
                _("write the text again in full, or put it in quotes if & or * is part of it"),
                event.start_mark,
            )
        if getattr(event, "tag", None) not in (None, "!"):
            raise _Refused(
                "yaml-tag",
                _("tags (!) are not used here"),
                _("put the text in quotes if ! is part of it"),
                event.start_mark,
            )
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
            if depth > DEPTH_MAX:
                raise _Refused(
                    "yaml-depth",
                    _("too many levels inside each other"),
                    _("check the brackets and the indentation"),
                    event.start_mark,
                )
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1


def _report_syntax(
    error: yaml.YAMLError, text: str, path: str, first_line: int, reporter: Reporter
) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    current = lines[line] if line < len(lines) else ""
    place = Location(path, first_line + line, column + 1)
    indent = current[: len(current) - len(current.lstrip())]
    if "\t" in indent or current[column : column + 1] == "\t":
        place = Location(path, first_line + line, current.find("\t") + 1)
        reporter.error(
            "yaml-tab",
            _("there is a tab character in the indentation"),
            place,
            _("indent with spaces, two for each level"),
        )
        return
    problem = str(getattr(error, "problem", None) or error)
    if "mapping values are not allowed" in problem:
        hint = _("a text that contains ': ' must be put in quotes")
    elif "did not find expected" in problem or "could not find expected" in problem:
        hint = _("check indentation, quotes and brackets on this line and the one before")
    elif "quoted scalar" in problem or "end of stream" in problem:
        hint = _("a quotation mark or bracket is opened and not closed")
    else:
        hint = _("a text that begins with a symbol must be put in quotes")
    reporter.error("yaml-syntax", _("this is not valid YAML"), place, f"{hint} ({problem})")


class _Builder:
    """Turns nodes into values and remembers places."""

    def __init__(self, path: str, first_line: int, reporter: Reporter) -> None:
        self.path, self.first_line, self.reporter = path, first_line, reporter
        self.places: dict[tuple[str | int, ...], Location] = {}
        self.keys: dict[tuple[str | int, ...], Location] = {}

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
        return Scalar(node.value, place, plain)

    def _mapping(self, node: yaml.MappingNode, at: tuple[str | int, ...]) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self._place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.reporter.error(
                    "wrong-type", _("a key must be a word"), place, _("check brackets and colons")
                )
                continue
            key = key_node.value
            if key in value:
                self.reporter.error(
                    "duplicate-key",
                    _("key '{key}' is there twice; the first is on line {line}").format(
                        key=key, line=self.keys[(*at, key)].line
                    ),
                    place,
                    _("keep one of the two"),
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
        return typed if isinstance(typed, bool | int | float) else str(value)
    return str(value) if isinstance(value, str) else value
