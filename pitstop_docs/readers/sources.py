"""The bytes of one file → what it holds, whatever the other files say.

Enters: bytes, the file's name, and what it depends on: headings, images. Leaves: a :class:`FileRead`:
records, texts, problems. Nothing else is read here, so that what was read can be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pitstop_docs.problems.diagnostics import Diagnostic, Location, Reporter
from pitstop_docs.problems.messages import _, language
from pitstop_docs.readers.advice import repaired
from pitstop_docs.readers.chunks import blank_comments, with_hyphens
from pitstop_docs.readers.files import composed, text_of
from pitstop_docs.readers.front_matter import find_front_matter
from pitstop_docs.readers.images import Images, Picture, Refusal, figure_of
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.markdown import BodyReader
from pitstop_docs.readers.validation import readable_part, validate
from pitstop_docs.readers.yaml import Loaded, load_yaml
from pitstop_docs.records.acts import ActForm
from pitstop_docs.records.countries import Country
from pitstop_docs.records.editions import Edition, Labels
from pitstop_docs.records.forms import Item
from pitstop_docs.records.model import (
    ANY,
    Case,
    Media,
    Partner,
    PolicyCase,
    Practice,
    Project,
    Reference,
    Testimony,
)
from pitstop_docs.records.record import Mention, Places, Record
from pitstop_docs.records.shops import Shop
from pitstop_docs.records.values import SLUG, is_slug
from pitstop_docs.tree.document import Figure
from pitstop_docs.tree.origin import Origin

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=Case)
M = TypeVar("M", bound=Item)
AnyRecord = (
    Practice
    | PolicyCase
    | Testimony
    | Partner
    | Reference
    | Media
    | Edition
    | ActForm
    | Shop
    | Country
    | Labels
    | Project
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Something of a ``kind`` that begins at ``location`` and has the id that stands at ``place``; "" where
    none can be read."""

    kind: str
    id: str
    location: Location
    place: Location | None = None


@dataclass(frozen=True, slots=True)
class FileRead:
    """What one file holds; of cases and testimonies also those of which some fields are wrong.

    ``claims`` is all that is there, whether a record could be made of it or not; ``unread`` is kind and
    id of what is wrong; ``texts`` is what may be printed, by file, ``running_text`` what of it is
    sentences; ``shown`` says what each image's address led to when the file was read."""

    records: tuple[AnyRecord, ...] = ()
    claims: tuple[Claim, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    running_text: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    shown: tuple[tuple[str, Picture | Refusal], ...] = ()


def nothing_of(model: type[Record], path: Path, name: str) -> FileRead:
    """Return what is known of a source in *path*, known as *name*, that cannot be read: that it is there."""
    id = composed(path.stem)
    claim = Claim(model.__name__, id, Location(name))
    return FileRead(claims=(claim,), unread=((model.__name__, id),))


class FileReader:
    """Reads the file *path*, known as *name*, once, by one of its methods."""

    def __init__(self, path: Path, name: str, images: Images | None = None) -> None:
        self.path, self.name, self.images = path, name, images
        self.reporter = Reporter()
        self.claims: list[Claim] = []
        self.unread: list[tuple[str, str]] = []
        self.texts: dict[str, str] = {}
        self.running_text: dict[str, str] = {}
        self.shown: dict[str, Picture | Refusal] = {}

    def _done(self, *records: Any) -> FileRead:
        return FileRead(
            tuple(record for record in records if record is not None),
            tuple(self.claims),
            tuple(self.unread),
            self.texts,
            self.running_text,
            tuple(self.reporter.diagnostics),
            tuple(self.shown.items()),
        )

    # --- YAML files ----------------------------------------------------------------------------

    def labels(self, data: bytes, default: tuple[str, bytes] | None) -> FileRead:
        """Read labels; they may hold only what they change in those of the file *default*."""
        loaded, passage = self._load(data)
        if loaded is None or passage is None:
            return self._done()
        if default and isinstance(loaded.value, dict):
            base = self._load(default[1], default[0])[0]
            loaded.value = _overlay(base.value, loaded.value) if base else loaded.value
        inline = InlineReader(passage)
        labels = self._validated(Labels, loaded, inline)
        return self._done(labels and labels.placed(loaded.places))

    def edition(self, data: bytes) -> FileRead:
        """Read an edition, whose id is its file's unless it says another."""
        return self._template(Edition, data)

    def act_form(self, data: bytes) -> FileRead:
        """Read the form of an act, likewise."""
        return self._template(ActForm, data)

    def shop(self, data: bytes) -> FileRead:
        """Read what a print shop asks for, likewise."""
        return self._template(Shop, data)

    def country(self, data: bytes) -> FileRead:
        """Read the outline of a country, likewise."""
        return self._template(Country, data)

    def _template(self, kind: type[Edition | ActForm | Shop | Country], data: bytes) -> FileRead:
        loaded, passage = self._load(data)
        if loaded is None or passage is None:
            self.unread.append((kind.__name__, self.path.stem))
            return self._done()
        if isinstance(loaded.value, dict):
            loaded.value.setdefault("id", self.path.stem)
        return self._done(self._record(kind, loaded, passage, InlineReader(passage)))

    def settings(self, data: bytes) -> FileRead:
        """Read ``project.yaml``."""
        loaded, passage = self._load(data)
        if loaded is None or passage is None:
            return self._done()
        inline = InlineReader(passage)
        project = self._validated(Project, loaded, inline)
        return self._done(project and project.placed(loaded.places))

    def entries(self, data: bytes, model: type[R], key: str) -> FileRead:
        """Read the one list, under *key*, of records of *model*."""
        loaded, passage = self._load(data)
        if loaded is None or passage is None:
            self.unread.append((model.__name__, ANY))
            return self._done()
        value = loaded.value
        items = value.get(key) if isinstance(value, dict) else None
        if not isinstance(items, list) or len(value) != 1:
            self.unread.append((model.__name__, ANY))
            if not loaded.misread:
                self.reporter.report(
                    "wrong-type",
                    loaded.places.whole.location,
                    _("this file must hold one list, '{key}'").format(key=key),
                    _("write '{key}:' and below it each entry after '- '").format(key=key),
                )
            return self._done()
        if (key,) in loaded.misread:
            self.unread.append((model.__name__, ANY))
        inline = InlineReader(passage)
        records = []
        for part in loaded.items(key):
            if part.misread and not (isinstance(part.value, dict) and part.value.get("id")):
                self.unread.append((model.__name__, ANY))
            records.append(self._record(model, part, passage, inline))
        return self._done(*records)

    def _load(self, data: bytes, name: str = "") -> tuple[Loaded | None, Passage | None]:
        name = name or self.name
        text = text_of(data, name, self.reporter)
        if text is None:
            return None, None
        passage = Passage(name, text.split("\n"), self.reporter)
        loaded = load_yaml(text, name, self.reporter)
        self.texts[name], self.running_text[name] = loaded.words, loaded.running_text
        return loaded, passage

    # --- Markdown files ------------------------------------------------------------------------

    def case(
        self, data: bytes, model: type[C], headings: Mapping[str, Mapping[str, str]]
    ) -> FileRead:
        """Read a case; *headings* goes from language to those of its sections."""
        parts = self._front_matter(data, model)
        if parts is None:
            return self._done()
        case, places, passage, line = parts
        if case.language not in headings:
            return self._done()
        reader = self._body_reader(passage)
        case.with_sections(reader.sections(line, headings[case.language]))
        return self._done(case.placed(places, tuple(passage.mentions)))

    def testimony(self, data: bytes) -> FileRead:
        """Read somebody's words."""
        parts = self._front_matter(data, Testimony)
        if parts is None:
            return self._done()
        testimony, places, passage, line = parts
        prefix = f"testimony-{testimony.id}" if testimony.id else "testimony"
        testimony.with_words(self._body_reader(passage).body(line, prefix))
        return self._done(testimony.placed(places, tuple(passage.mentions)))

    def _body_reader(self, passage: Passage) -> BodyReader:
        return BodyReader(passage, InlineReader(passage), self._figure)

    def _figure(self, src: str, alt: str, id: str, origin: Origin) -> Figure | None:
        """Return the figure for address *src*, or None after reporting why there is none."""
        assert self.images is not None  # a file that has a body may show some
        found = self.shown[src] = self.images.look_up(src, self.path)
        if isinstance(found, Picture):
            return figure_of(found, alt, id, origin)
        if found.code:
            self.reporter.report(found.code, origin.location, found.message, found.hint)
        return None

    def _front_matter(self, data: bytes, model: type[R]) -> tuple[R, Places, Passage, int] | None:
        """Return the record, or what of it could be read, its places, the passage, and the body's first
        line; None without any front matter."""
        name = self.name
        text = text_of(data, name, self.reporter)
        lines = text.split("\n") if text else []
        fields = find_front_matter(lines, name, self.reporter) if text else None
        if fields is None:
            found = nothing_of(model, self.path, name)
            self.unread += found.unread
            self.claims += found.claims
            return None
        start, stop = fields.start, fields.stop
        body = with_hyphens(blank_comments("\n".join(lines[fields.body :])))
        read = _fields(model, "\n".join(lines[start:stop]), name, start + 1, language())
        loaded = read.loaded
        for problem in read.problems:
            self.reporter.add(problem)
        passage = Passage(name, [*lines[: fields.body], *body.split("\n")], self.reporter)
        passage.mentions += read.mentions
        if loaded.misread:
            self.unread.append((model.__name__, composed(self.path.stem)))
        self._check_name(loaded)
        above, below = "\n" * start, "\n" * (fields.body - stop + 1) + body
        blank = "\n" * (stop - start - 1)
        self.texts[name] = above + (loaded.words or blank) + below
        self.running_text[name] = above + (loaded.running_text or blank) + below
        self._claim(model, loaded, lost=not read.whole)
        # A copy: what is read again of the fields goes with another text.
        return read.record.model_copy(), loaded.places, passage, fields.body + 1

    def _check_name(self, loaded: Loaded) -> None:
        id = loaded.value.get("id") if isinstance(loaded.value, dict) else None
        if isinstance(id, str) and is_slug(id) and id != self.path.stem:
            self.reporter.report(
                "file-name",
                loaded.places.at("id"),
                _("the file is called '{name}', but its id is '{id}'").format(
                    name=composed(self.path.name), id=id
                ),
            )

    # --- records -------------------------------------------------------------------------------

    def _record(
        self, model: type[R], loaded: Loaded, passage: Passage, inline: InlineReader
    ) -> R | None:
        places = loaded.places
        before = len(passage.mentions)
        record = self._validated(model, loaded, inline)
        self._claim(model, loaded, lost=record is None)
        return record.placed(places, tuple(passage.mentions[before:])) if record else None

    def _validated(self, model: type[M], loaded: Loaded, inline: InlineReader) -> M | None:
        return validate(
            model,
            loaded.value,
            loaded.places,
            loaded.keys,
            inline,
            self.reporter,
            loaded.misread,
        )

    def _claim(self, model: type[Record], loaded: Loaded, lost: bool) -> None:
        id = loaded.value.get("id") if isinstance(loaded.value, dict) else None
        location = loaded.places.whole.location
        if not isinstance(id, str):
            self.claims.append(Claim(model.__name__, "", location))
            return
        if lost:  # whoever cites it writes its id as it should be
            ids = dict.fromkeys((str(id), repaired(SLUG, id) or str(id)))
            self.unread += [(model.__name__, each) for each in ids]
        self.claims.append(Claim(model.__name__, str(id), location, loaded.places.at("id")))


@dataclass(frozen=True, slots=True)
class _Fields(Generic[R]):
    """The fields of a source: the ``record``, or what of it could be read where it is not ``whole``, the
    calls in its texts, and what is wrong."""

    loaded: Loaded
    record: R
    whole: bool
    mentions: tuple[Mention, ...]
    problems: tuple[Diagnostic, ...]


@lru_cache(maxsize=32)
def _fields(model: type[R], text: str, name: str, first_line: int, _language: str) -> _Fields[R]:
    """Return the fields of a source, and what is wrong in them: who is at work in a text reads it again
    and again, and its fields stay."""
    reporter = Reporter()
    loaded = load_yaml(text, name, reporter, first_line)
    passage = Passage(name, [*[""] * (first_line - 1), *text.split("\n")], reporter)
    inline = InlineReader(passage)
    record = validate(
        model, loaded.value, loaded.places, loaded.keys, inline, reporter, loaded.misread
    )
    part = record or readable_part(model, loaded.value, loaded.places, inline, loaded.misread)
    problems = tuple(reporter.diagnostics)
    return _Fields(loaded, part, record is not None, tuple(passage.mentions), problems)


def _overlay(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        inner = merged.get(key)
        both = isinstance(value, dict) and isinstance(inner, dict)
        merged[key] = _overlay(inner, value) if both else value  # type: ignore[arg-type]
    return merged
