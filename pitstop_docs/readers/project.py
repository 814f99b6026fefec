"""A project's folder → Collection.

Enters: ``sources/`` and the templates that apply. Leaves: every record that could be read, and
reported problems for the others. A caller stops when there are errors; nothing is written here. """

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pitstop_docs.diagnostics import Location, PitstopError, Reporter, relative
from pitstop_docs.forms import Item
from pitstop_docs.messages import _
from pitstop_docs.model import (
    Case,
    Collection,
    Edition,
    Labels,
    Media,
    Partner,
    Places,
    PolicyCase,
    Practice,
    Project,
    Record,
    Reference,
    Testimony,
)
from pitstop_docs.readers.files import read_text
from pitstop_docs.readers.images import Images, measure
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.markdown import BodyReader
from pitstop_docs.readers.validation import validate
from pitstop_docs.readers.yaml import Loaded, load_yaml
from pitstop_docs.theme import Templates, packaged_templates

R = TypeVar("R", bound=Record)
I = TypeVar("I", bound=Item)  # noqa: E741
C = TypeVar("C", bound=Case)


def read_project(root: Path, templates: Templates, reporter: Reporter) -> Collection:
    """Return everything under *root*; raises :class:`PitstopError` if it is no project."""
    if not (root / "sources").is_dir():
        raise PitstopError(
            _("there is no 'sources' folder here ({root})").format(root=root),
            _("go to the project's folder, or name it with --project"),
        )
    return _ProjectReader(root, templates, reporter).read()


@dataclass
class _ProjectReader:
    root: Path
    templates: Templates
    reporter: Reporter
    seen: dict[str, Location] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def read(self) -> Collection:
        sources = self.root / "sources"
        self.labels = self._labels()
        media = self._media(sources)
        images = Images(sources / "media", {m.file: m for m in media.values()}, self.reporter)
        return Collection(
            root=self.root,
            project=self._project(sources / "project.yaml"),
            practices=self._cases(Practice, sources / "practices", images),
            policies=self._cases(PolicyCase, sources / "policies", images),
            testimonies=self._testimonies(sources / "testimonies", images),
            partners=self._list(Partner, sources / "partners.yaml", "partners"),
            references=self._list(Reference, sources / "references.yaml", "references"),
            media=media,
            editions=self._editions(),
            labels=self.labels,
            texts=self.texts,
        )

    # --- files of one record -------------------------------------------------------------------

    def _project(self, path: Path) -> Project:
        record = self._single(Project, path)
        return record or Project(name="-", sender="-")

    def _labels(self) -> dict[str, Labels]:
        found: dict[str, Labels] = {}
        for path in self.templates.list("labels/*.yaml"):
            labels = self._single(Labels, path)
            if labels:
                found[labels.language] = self._over_default(labels, path)
        return found

    def _over_default(self, labels: Labels, path: Path) -> Labels:
        """Fill what a project's own labels leave out with the packaged ones."""
        default = packaged_templates() / "labels" / path.name
        if default == path or not default.is_file():
            return labels
        base = self._single(Labels, default)
        if base is None:
            return labels
        merged = _overlay(base.model_dump(), labels.model_dump())
        return Labels.model_construct(**merged)

    def _editions(self) -> dict[str, Edition]:
        found: list[Edition] = []
        for path in self.templates.list("editions/*.yaml"):
            loaded, passage = self._load(path)
            if loaded is None or passage is None:
                continue
            if isinstance(loaded.value, dict):
                loaded.value.setdefault("id", path.stem)
            edition = self._record(Edition, loaded, passage, InlineReader(passage))
            if edition:
                found.append(edition)
        return {e.id: e for e in sorted(found, key=lambda e: (e.order, e.pages, e.id))}

    def _single(self, model: type[I], path: Path) -> I | None:
        loaded, passage = self._load(path)
        if loaded is None or passage is None:
            return None
        inline = InlineReader(passage)
        return validate(model, loaded.value, loaded.places, loaded.keys, inline, self.reporter)

    def _load(self, path: Path) -> tuple[Loaded | None, Passage | None]:
        name = relative(path, self.root)
        if not path.is_file():
            self.reporter.error(
                "missing-file",
                _("this file is missing"),
                Location(name),
                _("write it: at least 'name:' and 'sender:'"),
            )
            return None, None
        # Packaged templates lie outside the project, rightly.
        root = self.root if path.is_relative_to(self.root) else path.parent
        text = read_text(path, root, self.reporter)
        if text is None:
            return None, None
        self.texts[name] = text
        passage = Passage(name, text.split("\n"), self.reporter)
        return load_yaml(text, name, self.reporter), passage

    # --- files of many records -----------------------------------------------------------------

    def _list(self, model: type[R], path: Path, key: str) -> dict[str, R]:
        if not path.exists():
            return {}
        loaded, passage = self._load(path)
        if loaded is None or passage is None:
            return {}
        value = loaded.value
        items = value.get(key) if isinstance(value, dict) else None
        if not isinstance(items, list) or len(value) != 1:
            self.reporter.error(
                "wrong-type",
                _("this file must hold one list, '{key}'").format(key=key),
                loaded.places.whole,
                _("write '{key}:' and below it each entry after '- '").format(key=key),
            )
            return {}
        inline = InlineReader(passage)
        found: dict[str, R] = {}
        for index, item in enumerate(items):
            inside = (key, index)
            part = Loaded(
                item,
                loaded.places.below(*inside),
                {k[2:]: place for k, place in loaded.keys.items() if k[:2] == inside},
            )
            record = self._record(model, part, passage, inline)
            if record:
                found[record.id] = record
        return found

    def _media(self, sources: Path) -> dict[str, Media]:
        found = self._list(Media, sources / "media" / "media.yaml", "media")
        measured = {id: measure(m, sources / "media", self.reporter) for id, m in found.items()}
        return {id: media for id, media in measured.items() if media}

    # --- Markdown files ------------------------------------------------------------------------

    def _cases(self, model: type[C], folder: Path, images: Images) -> dict[str, C]:
        found: dict[str, C] = {}
        for path in sorted(folder.glob("*.md")):
            parts = self._front_matter(path)
            if parts is None:
                continue
            loaded, passage, body, line = parts
            inline = InlineReader(passage)
            case = self._record(model, loaded, passage, inline)
            language = case.language if case else "it"
            labels = self.labels.get(language)
            if labels is None:
                continue
            reader = self._body_reader(path, passage, inline, images)
            sections = reader.sections(body, line, labels.headings[model.kind])
            if case:
                case.with_sections(sections).placed(loaded.places, tuple(passage.mentions))
                found[case.id] = case
        return found

    def _testimonies(self, folder: Path, images: Images) -> dict[str, Testimony]:
        found: dict[str, Testimony] = {}
        for path in sorted(folder.glob("*.md")):
            parts = self._front_matter(path)
            if parts is None:
                continue
            loaded, passage, body, line = parts
            inline = InlineReader(passage)
            testimony = self._record(Testimony, loaded, passage, inline)
            reader = self._body_reader(path, passage, inline, images)
            prefix = f"testimony-{testimony.id}" if testimony else "testimony"
            words = reader.body(body, line, prefix)
            if testimony:
                testimony.with_words(words).placed(loaded.places, tuple(passage.mentions))
                found[testimony.id] = testimony
        return found

    def _body_reader(
        self, path: Path, passage: Passage, inline: InlineReader, images: Images
    ) -> BodyReader:
        return BodyReader(
            passage, inline, lambda src, alt, id, place: images.figure(src, alt, id, place, path)
        )

    def _front_matter(self, path: Path) -> tuple[Loaded, Passage, str, int] | None:
        """Return the front matter, the passage, the body and the body's first line."""
        name = relative(path, self.root)
        text = read_text(path, self.root, self.reporter)
        if text is None:
            return None
        self.texts[name] = text
        lines = text.split("\n")
        fence = [i for i, line in enumerate(lines) if line.rstrip() == "---"]
        if len(fence) < 2 or fence[0] != 0:
            self.reporter.error(
                "no-front-matter",
                _("the file must begin with its fields, between two lines with three hyphens (---)"),
                Location(name),
                _("'pitstop new practice ID' writes a skeleton to copy from"),
            )
            return None
        passage = Passage(name, lines, self.reporter)
        end = fence[1]
        loaded = load_yaml("\n".join(lines[1:end]), name, self.reporter, first_line=2)
        if loaded is None:
            return None
        return loaded, passage, "\n".join(lines[end + 1 :]), end + 2

    def _record(
        self, model: type[R], loaded: Loaded, passage: Passage, inline: InlineReader
    ) -> R | None:
        places = loaded.places
        before = len(passage.mentions)
        record = validate(model, loaded.value, places, loaded.keys, inline, self.reporter)
        self._claim(model, loaded, places)
        return record.placed(places, tuple(passage.mentions[before:])) if record else None

    def _claim(self, model: type[Record], loaded: Loaded, places: Places) -> None:
        """Report an id that is taken; practices and policies share theirs, since files do."""
        id = loaded.value.get("id") if isinstance(loaded.value, dict) else None
        if not isinstance(id, str):
            return
        family = "case" if issubclass(model, Case) else model.__name__
        place = places.at("id")
        first = self.seen.setdefault(f"{family}:{id}", place)
        if first != place:
            self.reporter.error(
                "duplicate-id",
                _("id '{id}' is taken by {place}").format(id=id, place=first),
                place,
                _("choose another id"),
            )


def _overlay(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        inner = merged.get(key)
        both = isinstance(value, dict) and isinstance(inner, dict)
        merged[key] = _overlay(inner, value) if both else value  # type: ignore[arg-type]
    return merged
