"""``pitstop add``: a record more in a list of records, and nothing else touched.

Enters: a file that holds one list, the fields of a record. Leaves: the file with the record in its order,
every other byte as it was."""

import codecs
from collections.abc import Mapping
from os.path import lexists
from pathlib import Path
from typing import Any

import yaml

from pitstop_docs.problems.diagnostics import Location, PitstopError, Reporter, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.files import read_bytes, text_of
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.validation import validate
from pitstop_docs.readers.yaml import Loaded, Scalar, load_yaml
from pitstop_docs.records.forms import Item
from pitstop_docs.records.record import Places
from pitstop_docs.runs.files import write_whole
from pitstop_docs.tree.origin import Origin

Fields = Mapping[str, str | Mapping[str, str]]


def scalar(text: str) -> str:
    """Return *text* as YAML writes it on one line: in quotes only where it needs them."""
    text = " ".join(text.split())
    # Inside braces a comma or a bracket would end it too.
    if not set(text) & set(',[]{}"') and _is_plain(text):
        return text
    if "'" in text and not set(text) & set('"\\'):
        return f'"{text}"'
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _is_plain(text: str) -> bool:
    """Tell whether YAML reads *text* as it stands, after a field and inside braces."""
    try:
        node = yaml.compose(f"a: {text}\nb: {{c: {text}}}", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    assert node is not None
    (_a, alone), (_b, inside) = node.value
    return all(
        isinstance(read, yaml.ScalarNode)
        and not read.style
        and read.value == text != ""
        and not read.tag.endswith(":null")
        for read in (alone, inside.value[0][1])
    )


def fault_of(model: type[Item], key: str, answer: str) -> str:
    """Return what is wrong with *answer* as field *key* ("title", "act.number") of *model*, and what to
    do; "" if nothing is."""
    reporter = Reporter()
    place = Origin("-")
    value: object = Scalar(answer, place, plain=True)
    for part in reversed(key.split(".")):
        value = [value] if part.isdecimal() else {part: value}
    inline = InlineReader(Passage("-", [answer], reporter))
    validate(model, value, Places(place, {}), {}, inline, reporter)
    said = (d for d in reporter.errors if d.code != "missing-field")
    return "\n".join("; ".join(filter(None, (d.message, d.hint))) for d in said)


def nested(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return *fields*, named by the way to them ("contact.name", "languages.0"), one inside the other."""
    found: dict[str, Any] = {}
    for name, answer in fields.items():
        *way, last = name.split(".")
        inside = found
        for part in way:
            inside = inside.setdefault(part, {})
        inside[last] = answer
    return found


def add_record(root: Path, path: Path, key: str, fields: Fields) -> int:
    """Write the record *fields* into list *key* of file *path*; return its line. Records that stand in
    order of their ids stay so. Raises :class:`PitstopError`, and writes nothing, if the file cannot be
    read or has the id."""
    name, reporter = relative(path, root), Reporter()
    data = read_bytes(path, root, reporter) if lexists(path) else f"{key}:\n".encode()
    text = text_of(data, name, reporter) if data else None
    loaded = load_yaml(text, name, reporter) if text else None
    if reporter.errors or loaded is None or data is None:
        problem = reporter.errors[0]
        raise PitstopError(f"{problem.location}: {problem.message}", problem.hint)
    ids = _ids(loaded, key, Location(name))
    id = str(fields["id"])
    if id in ids:
        place = loaded.places.at(key, ids.index(id))
        raise PitstopError(
            _("id '{id}' is taken by {place}").format(id=id, place=place), _("choose another id")
        )
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    end = "\r\n" if b"\r\n" in data else "\n"
    lines = data.removeprefix(bom).decode().replace("\r\n", "\n").split("\n")
    after, indent, spaced = _place(lines, loaded, key, ids, id)
    record = _written(fields, indent)
    record = ["", *record] if spaced and ids else record
    lines[after:after] = record
    write_whole(path, bom + end.join(lines).encode())
    return after + 1 + (1 if spaced and ids else 0)


def _ids(loaded: Loaded, key: str, place: Location) -> list[str]:
    """Return the ids in list *key*, in the order of the file; raises :class:`PitstopError`."""
    held = loaded.value.get(key) if isinstance(loaded.value, dict) else ()
    if held is None:
        return []
    if not isinstance(held, list):
        raise PitstopError(
            _("{place}: this file must hold one list, '{key}'").format(place=place, key=key),
            _("write '{key}:' and below it each entry after '- '").format(key=key),
        )
    return [str(item.get("id", "")) if isinstance(item, dict) else "" for item in held]


def _place(
    lines: list[str], loaded: Loaded, key: str, ids: list[str], id: str
) -> tuple[int, str, bool]:
    """Return after how many lines a record goes, its indentation, and whether records are parted by empty
    lines; an empty list in brackets becomes an open one."""
    head = next(i for i, line in enumerate(lines) if line.startswith(f"{key}:"))
    if not ids:
        before, _colon, rest = lines[head].partition(":")
        comment = rest.partition("#")[2]
        lines[head] = f"{before}:" + (f"   # {comment.strip()}" if comment else "")
        return head + 1, "  ", False
    starts = [loaded.places.origin(key, index).start[0] for index in range(len(ids))]
    ends = [loaded.places.origin(key, index).end[0] for index in range(len(ids))]
    first = lines[starts[0] - 1]
    indent = first[: first.find("-")]
    if indent.strip() or not first.strip().startswith("-"):
        raise PitstopError(
            _("the records of '{key}' stand in brackets").format(key=key),
            _("write each on lines of its own, after '- '"),
        )
    spaced = len(ids) > 1 and not lines[starts[1] - 2].strip()
    later = [index for index, other in enumerate(ids) if other > id]
    if ids == sorted(ids) and later:
        return (ends[later[0] - 1] if later[0] else head + 1), indent, spaced
    return ends[-1], indent, spaced


def _written(fields: Fields, indent: str) -> list[str]:
    """Return the lines of a record."""
    lines = []
    for name, value in fields.items():
        if isinstance(value, Mapping):
            inner = ", ".join(f"{key}: {scalar(each)}" for key, each in value.items())
            lines.append(f"{name}: {{{inner}}}")
        else:
            lines.append(f"{name}: {scalar(value)}")
    return [f"{indent}{'  ' if number else '- '}{line}" for number, line in enumerate(lines)]
