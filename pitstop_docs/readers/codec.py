"""What was read ↔ what JSON can hold, by the types of the fields.

Enters: a type made of frozen dataclasses, records, tuples, mappings, dates and plain values. Leaves: a
:class:`Codec`, which turns its values into JSON and back. What comes back is checked: records by the
rules of their own fields, all else by its type; whatever is not as it should be raises
:data:`DAMAGED`. Only the classes that the types name are ever made."""

import json
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from pitstop_docs.readers.validation import with_gaps
from pitstop_docs.records.record import Placed
from pitstop_docs.records.values import Prose

DAMAGED = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
# What no text that was read can hold: see characters.py. Half a character can stand in JSON alone, as an
# escape; ours has none of those.
_FOREIGN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_ESCAPE = re.compile(r"\\[ubf]")

Way = Callable[[Any], Any]
PLAIN = (str, int, bool, float, types.NoneType)


def to_json(value: object, kind: Any) -> str:
    """Return *value*, which is a *kind*, as JSON; raises ValueError if a text of it is none."""
    text = json.dumps(codec_of(kind).encode(value), ensure_ascii=False, separators=(",", ":"))
    text.encode()  # half a character, from the name of a file
    return text


def from_json(text: str, kind: Any) -> Any:
    """Return the *kind* that *text* holds; raises one of :data:`DAMAGED` if it holds none."""
    if _FOREIGN.search(text) or _ESCAPE.search(text):
        raise ValueError("no text of ours")
    return codec_of(kind).decode(json.loads(text))


class Codec(NamedTuple):
    """Turns values of one type into what JSON can hold, and back."""

    encode: Way
    decode: Way


@cache
def codec_of(kind: Any) -> Codec:
    """Return the codec of *kind*; raises TypeError for a type that is not known here."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return Codec(_same, _exactly(kind))
    if kind is date:
        return Codec(date.isoformat, date.fromisoformat)
    if origin is Literal:
        return Codec(_same, _one_of(inner))
    if origin in (Union, types.UnionType):
        return _union(inner)
    if origin is tuple:
        return _tuple(inner)
    if origin is frozenset:
        items = _tuple((inner[0], ...))
        return Codec(
            lambda value: items.encode(sorted(value)),
            lambda value: frozenset(items.decode(value)),
        )
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(*inner)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _record(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    raise TypeError(f"no codec of {kind}")


def _same(value: Any) -> Any:
    return value


def _exactly(*kinds: type) -> Way:
    def decode(value: Any) -> Any:
        if type(value) not in kinds:
            raise ValueError(value)
        return value

    return decode


def _one_of(choices: tuple[Any, ...]) -> Way:
    known = {choice: choice for choice in choices}
    return known.__getitem__


def _union(options: tuple[Any, ...]) -> Codec:
    """``X | None``, a choice of plain types, or one of classes, which says its name."""
    others = tuple(option for option in options if option is not types.NoneType)
    if len(others) < len(options):
        some = _union(others) if others[1:] else codec_of(others[0])
        return Codec(
            lambda value: None if value is None else some.encode(value),
            lambda value: None if value is None else some.decode(value),
        )
    if set(others) <= {*PLAIN}:
        return Codec(_same, _exactly(*others))
    named = {option.__name__: option for option in others}

    def encode(value: Any) -> list[Any]:
        name = type(value).__name__
        return [name, codec_of(named[name]).encode(value)]

    def decode(value: Any) -> Any:
        name, content = value
        return codec_of(named[name]).decode(content)

    return Codec(encode, decode)


def _tuple(inner: tuple[Any, ...]) -> Codec:
    if inner[1:] == (...,):
        each = codec_of(inner[0])
        return Codec(lambda value: list(map(each.encode, value)), _items(each.decode))
    encoders, decoders = zip(*map(codec_of, inner), strict=True)
    kinds = list(inner)

    def decode(value: Any) -> tuple[Any, ...]:
        if list(map(type, _list(value))) == kinds:  # nothing but plain values: most are places
            return tuple(value)
        return tuple([way(v) for way, v in zip(decoders, value, strict=True)])

    return Codec(lambda value: [way(v) for way, v in zip(encoders, value, strict=True)], decode)


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ValueError(value)
    return value


def _items(way: Way) -> Way:
    return lambda value: tuple(map(way, _list(value)))


def _mapping(key: Any, value: Any) -> Codec:
    """Pairs: keys need not be texts, and their order counts."""
    pair = _tuple((key, value))
    return Codec(
        lambda mapping: [pair.encode(item) for item in mapping.items()],
        lambda pairs: dict(map(pair.decode, _list(pairs))),
    )


def _dataclass(kind: type[Any]) -> Codec:
    names = [field.name for field in fields(kind)]
    encoders: list[Way] = []  # filled when first asked for: a class may hold its own kind
    decoders: list[Way] = []

    def fill() -> None:
        hints = get_type_hints(kind)
        inner = [codec_of(hints[name]) for name in names]
        encoders.extend(each.encode for each in inner)
        decoders.extend(each.decode for each in inner)

    def encode(value: Any) -> list[Any]:
        if not encoders:
            fill()
        return [way(getattr(value, name)) for way, name in zip(encoders, names, strict=True)]

    def decode(value: Any) -> Any:
        if not decoders:
            fill()
        content = [way(v) for way, v in zip(decoders, _list(value), strict=True)]
        return kind(**dict(zip(names, content, strict=True))) if by_name else kind(*content)

    by_name = any(field.kw_only for field in fields(kind))
    return Codec(encode, decode)


def _record(kind: type[BaseModel]) -> Codec:
    """A record as its fields' rules take it, its parsed texts beside it, then what is private."""
    hints = get_type_hints(kind)
    private = {name: codec_of(hints[name]) for name in kind.__private_attributes__}
    texts = codec_of(tuple[Prose, ...])

    def encode(record: BaseModel) -> list[Any]:
        parsed: list[Prose] = []
        plain = _plain(record, parsed)
        beside = [c.encode(getattr(record, name)) for name, c in private.items()]
        return [_is_whole(record), plain, texts.encode(parsed), *beside]

    def decode(value: Any) -> BaseModel:
        whole, plain, parsed, *beside = _list(value)
        found = texts.decode(parsed)
        context = {"prose": lambda number: found[int(number)], "json": _same}
        record = (
            kind.model_validate(plain, context=context)
            if whole
            else with_gaps(kind, plain, context)
        )
        for (name, c), content in zip(private.items(), beside, strict=True):
            setattr(record, name, c.decode(content))
        if whole is not _is_whole(record):
            raise ValueError("a record without a field that it must have")
        return record

    return Codec(encode, decode)


def _is_whole(record: BaseModel) -> bool:
    return not isinstance(record, Placed) or record.whole


def _plain(value: Any, parsed: list[Prose]) -> Any:
    """Return *value* as somebody would write it; a parsed text is its number in *parsed*."""
    match value:
        case BaseModel():
            return {n: _plain(v, parsed) for n, v in value if n in value.model_fields_set}
        case Prose():
            parsed.append(value)
            return str(len(parsed) - 1)
        case dict():
            return {name: _plain(item, parsed) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item, parsed) for item in value]
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case None | str() | bool() | int() | float():
            return value
        case _:
            raise TypeError(f"no codec of {type(value)}")
