"""Whom a problem concerns: what each source is made of, file by file and entry by entry.

Enters: a Collection, with what of it could not be read, and places at which something is wrong. Leaves:
the sources whose briefs are made of what stands there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.records.model import (
    ANY,
    Case,
    Collection,
    Entry,
    Media,
    Partner,
    Reference,
    SectionText,
    Testimony,
)
from pitstop_docs.records.record import Kind, Record
from pitstop_docs.records.values import is_slug
from pitstop_docs.tree.document import Block, Figure, Image
from pitstop_docs.tree.walk import walk

# A file and the id of an entry in it; ANY is what belongs to no entry: of a file that is one record, all.
Unit = tuple[str, str]

_FOLDER = "sources/"
_EVERYBODYS = ("sources/project.yaml", "sources/pages.lock")
_LISTS: Mapping[type[Record], str] = {
    Partner: "sources/partners.yaml",
    Reference: "sources/references.yaml",
    Media: "sources/media/media.yaml",
}
_PICTURE = re.compile(r"(?<!\\)!\[")


@dataclass(frozen=True, slots=True)
class Source:
    """A source that is there, with its record if one could be made. Its name is its id, or that of its file
    where it has no id of its own."""

    name: str
    path: str
    kind: Kind
    case: Case | None


@dataclass(frozen=True)
class Concerns:
    """Who uses what in a Collection; found out when it is asked."""

    collection: Collection

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """All sources that are there, in the order of reading."""
        return tuple(_sources(self.collection))

    @cached_property
    def _uses(self) -> list[tuple[Source, frozenset[Unit]]]:
        """What the briefs of each source are made of, besides what all are."""
        return [
            (source, frozenset({(source.path, ANY), *_uses(source, self.collection)}))
            for source in self.sources
        ]

    @cached_property
    def _starts(self) -> Mapping[str, list[tuple[Location, str]]]:
        """Where the entries of each file begin."""
        starts: dict[str, list[tuple[Location, str]]] = {path: [] for path in _LISTS.values()}
        for entry in self.collection.entries:
            path = entry.location.path
            # Where a file could not be read to its end, nobody knows what its last entry is.
            if path in starts and (entry.kind.__name__, ANY) not in self.collection.unread:
                starts[path].append((entry.location, entry.id))
        for places in starts.values():
            places.sort()
        return starts

    def whom(self, place: Location) -> tuple[Source, ...]:
        """Return the sources whose briefs are made of what stands at *place*."""
        if self.everybody(place):
            return self.sources
        ids = [id for start, id in self._starts.get(place.path, ()) if start <= place]
        unit = place.path, ids[-1] if ids else ANY
        return tuple(source for source, uses in self._uses if unit in uses)

    def everybody(self, place: Location) -> bool:
        """Tell whether the briefs of all sources are made of what stands at *place*: templates too."""
        return not place.path.startswith(_FOLDER) or place.path in _EVERYBODYS


def _sources(collection: Collection) -> Iterator[Source]:
    entries = [(e.kind, e) for e in collection.entries if issubclass(e.kind, Case)]
    cases = {case.location.path: case for case in collection.cases}
    # Of two files with the same id, it is that of the one that is called so, or of the first.
    owners: dict[str, str] = {}
    for _kind, entry in sorted(entries, key=lambda each: not _is_called_by_id(each[1])):
        owners.setdefault(entry.id, entry.location.path)
    for kind, entry in entries:
        path = entry.location.path
        own = is_slug(entry.id) and owners[entry.id] == path
        name = entry.id if own else Path(path).stem
        yield Source(name, path, kind.kind, cases.get(path))


def _is_called_by_id(entry: Entry) -> bool:
    return Path(entry.location.path).stem == entry.id


def _uses(source: Source, collection: Collection) -> Iterator[Unit]:
    """Yield what *source* is made of besides its own file; of one that could not be read, what its text
    says."""
    path, case = source.path, source.case
    if case:
        yield from _listed(Partner, (actor.partner for actor in case.actors))
        yield from _listed(Reference, map(_id_of, (ref for ref, _place in case.sources())))
        for id in case.testimonies:
            yield from _testimony(id, collection)
        yield from _pictures(path, _blocks(case.sections.values()), collection)
        return
    for record in collection.incomplete:
        if isinstance(record, Case) and record.location.path == path:
            yield from _listed(Reference, (mention.ref for mention in record.mentions))
            yield from _pictures(path, _blocks(record.sections.values()), collection)


def _testimony(id: str, collection: Collection) -> Iterator[Unit]:
    testimony = collection.testimonies.get(id)
    if testimony is None:
        for entry in collection.entries:
            path = entry.location.path
            if entry.kind is Testimony and id == (entry.id or Path(path).stem):
                yield path, ANY
    else:
        yield testimony.location.path, ANY
        refs = (*(mention.ref for mention in testimony.mentions), *map(_id_of, testimony.source))
        yield from _listed(Reference, refs)
        yield from _pictures(testimony.location.path, testimony.words, collection)


def _pictures(path: str, blocks: Iterable[Block], collection: Collection) -> Iterator[Unit]:
    """Yield the entries of the pictures that the text in *path* shows; where it shows one that is not
    among its *blocks*, any that is wrong may be it."""
    ids = {media.name: media.id for media in collection.media.values()}
    shown = [block.graphic.name for block in walk(blocks)
             if isinstance(block, Figure) and isinstance(block.graphic, Image)]  # fmt: skip
    yield from _listed(Media, (ids[name] for name in shown if name in ids))
    if len(_PICTURE.findall(collection.texts.get(path, ""))) > len(shown):
        wrong = (e.id for e in collection.entries if e.kind is Media)
        yield from _listed(Media, (ANY, *(id for id in wrong if id not in collection.media)))


def _listed(kind: type[Record], ids: Iterable[str]) -> Iterator[Unit]:
    """Yield the entries *ids*, and what concerns all entries of their file."""
    for id in ids:
        yield _LISTS[kind], id
        yield _LISTS[kind], ANY


def _blocks(sections: Iterable[SectionText]) -> list[Block]:
    return [block for section in sections for block in section.blocks]


def _id_of(source: str) -> str:
    return source.partition(",")[0].strip()
