"""Words as they were typed → words as they are printed, in the language of their source.

Enters: records and blocks as read. Leaves: copies of them with typographic marks and spaces; a paragraph
knows its first sentence. Pure functions: what was read stays as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar, assert_never, cast, get_args, get_type_hints

from pydantic import BaseModel

from pitstop_docs.records.model import Case, Collection, Testimony
from pitstop_docs.records.values import PRINTED, Prose
from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Block,
    Cite,
    Code,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Slot,
    Strong,
    Text,
)
from pitstop_docs.tree.typeset import first_sentence_end, typeset
from pitstop_docs.tree.walk import change_blocks, change_inlines, plain, rebuild

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class _Typeset(Mapping[str, M]):
    """Records by id, each typeset when it is asked for first."""

    def __init__(self, records: Mapping[str, M], language: str) -> None:
        self.records, self.language = records, language
        self.done: dict[str, M] = {}

    def __getitem__(self, id: str) -> M:
        if id not in self.done:
            self.done[id] = typeset_record(self.records[id], self.language)
        return self.done[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)


class _Same(Generic[T]):
    """Something that is the same as itself alone, whatever it is equal to."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


def typeset_collection(collection: Collection, language: str) -> Collection:
    """Return *collection* as a brief in *language* quotes it: all its briefs share what is typeset."""
    return _collection(_Same(collection), language)


@lru_cache(maxsize=4)  # it is composed source by source, and each holds all that was read
def _collection(same: _Same[Collection], language: str) -> Collection:
    collection = same.value
    return replace(
        collection,
        project=typeset_record(collection.project, language),
        testimonies=_Typeset(collection.testimonies, language),
        partners=_Typeset(collection.partners, language),
        references=_Typeset(collection.references, language),
        act_forms=_Typeset(collection.act_forms, language),
        labels=_Typeset(collection.labels, language),
    )


def typeset_once(record: M, language: str) -> M:
    """Return what :func:`typeset_record` does, and the same copy when it is asked again for the same record:
    a source is composed for each of its readers."""
    return cast(M, _record(_Same(record), language))


@lru_cache(maxsize=64)
def _record(same: _Same[BaseModel], language: str) -> BaseModel:
    return typeset_record(same.value, language)


def typeset_record(record: M, language: str) -> M:
    """Return a copy of *record* with its words typeset, its body too."""
    changed = {}
    for name, printed in _shape(type(record)).items():
        old = getattr(record, name)
        new = _value(old, printed, language)
        if new is not old:
            changed[name] = new
    copy = record.model_copy(update=changed)
    if isinstance(copy, Case):
        sections = {
            key: replace(section, blocks=typeset_blocks(section.blocks, language))
            for key, section in copy.sections.items()
        }
        copy.with_sections(sections)
    elif isinstance(copy, Testimony):
        copy.with_words(typeset_blocks(copy.words, language))
    return copy


def typeset_blocks(blocks: tuple[Block, ...], language: str) -> tuple[Block, ...]:
    """Return *blocks* typeset; paragraphs are parted after their first sentence."""

    def run(content: Inlines) -> Inlines:
        return typeset_run(content, language)

    def finish(block: Block) -> Block:
        if isinstance(block, Paragraph):
            content, lead = split_first_sentence(block.content)
            return replace(block, content=content, lead=lead)
        if isinstance(block, Figure):
            return replace(block, alt=typeset(block.alt, language))
        return block

    return tuple(change_blocks(change_inlines(block, run), finish) for block in blocks)


def typeset_run(content: Inlines, language: str) -> Inlines:
    """Return *content* typeset: what a mark becomes depends on the character before it."""
    out: list[Inline] = []
    before = ""
    for inline in content:
        match inline:
            case Text(text):
                out.append(Text(typeset(text, language, before)))
                before = text[-1:] or before
            case Cite():
                out.append(replace(inline, locus=typeset(inline.locus, language)))
            case Note():
                out.append(rebuild(inline, lambda run: typeset_run(run, language)))
            case LineBreak():
                out.append(inline)
                before = " "
            case Code() | Blank() | Slot():
                out.append(inline)
                before = "x"
            case Link(words, url) if url.endswith(plain(words)):  # an address stays as it is
                out.append(inline)
                before = "x"
            case Emphasis() | Strong() | Link() | Badge():
                out.append(rebuild(inline, lambda run: typeset_run(run, language)))
                before = "x"
            case _:
                assert_never(inline)
    return tuple(out)


def _value(value: Any, printed: bool, language: str) -> Any:
    """Return *value*, of whatever a record may hold, typeset; *value* itself where nothing is."""
    match value:
        case str():
            return typeset(value, language) if printed else value
        case Prose():
            return replace(value, content=typeset_run(value.content, language))
        case BaseModel():
            return typeset_record(value, language)
        case tuple():
            return tuple(_value(each, printed, language) for each in value)
        case dict():
            return {key: _value(each, printed, language) for key, each in value.items()}
        case _:
            return value


@cache
def _shape(kind: type[BaseModel]) -> dict[str, bool]:
    """Return the fields of *kind* that hold words, or may, and whether plain texts in them are printed."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        name: _is_printed(hints[name])
        for name in kind.model_fields
        if _is_printed(hints[name]) or _holds_words(hints[name])
    }


def _is_printed(hint: Any) -> bool:
    """Tell whether texts in *hint* are marked as printed."""
    return PRINTED in getattr(hint, "__metadata__", ()) or any(map(_is_printed, get_args(hint)))


def _holds_words(hint: Any) -> bool:
    """Tell whether there is prose or a record in *hint*."""
    if isinstance(hint, type) and issubclass(hint, Prose | BaseModel):
        return True
    return any(map(_holds_words, get_args(hint)))


def split_first_sentence(content: Inlines) -> tuple[Inlines, int]:
    """Return *content* with a boundary after its first sentence, and how many inlines precede it.

    A boundary inside emphasis or a link is not one: nothing is ever cut inside those.
    """
    end = first_sentence_end("".join(map(_mask, content)))
    offset = 0
    for index, inline in enumerate(content):
        length = len(inline.text) if isinstance(inline, Text) else 1
        if isinstance(inline, Text) and offset < end < offset + length:
            cut = end - offset
            parts = (Text(inline.text[:cut]), Text(inline.text[cut:]))
            return (*content[:index], *parts, *content[index + 1 :]), index + 1
        offset += length
        if offset == end:
            return content, index + 1
    return content, len(content)


def _mask(inline: Inline) -> str:
    """Return what stands for *inline* where sentences are looked for: one character, if it is no
    text. What is emphasised never ends a sentence, but may begin one: it counts as a capital."""
    match inline:
        case Text(text):
            return text
        case Cite() | Note():
            return "\ufffc"
        case LineBreak():
            return " "
        case Emphasis() | Strong() | Link() | Code() | Badge() | Blank() | Slot():
            return "X"
        case _:
            assert_never(inline)
