"""A project's folder → Collection.

Enters: ``sources/`` and the templates that apply. Leaves: every record that could be read, and
reported problems for the others. A caller stops when there are errors; nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os.path import lexists
from pathlib import Path
from typing import Any, TypeVar

from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import (
    Location,
    Reporter,
    did_you_mean,
    relative,
)
from pitstop_docs.problems.messages import _
from pitstop_docs.readers import require_project
from pitstop_docs.readers.chunks import blank_comments
from pitstop_docs.readers.files import read_text
from pitstop_docs.readers.images import Images, name_in, with_logo, with_size
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.markdown import BodyReader
from pitstop_docs.readers.validation import validate
from pitstop_docs.readers.yaml import Loaded, load_yaml
from pitstop_docs.records.editions import Edition, Labels
from pitstop_docs.records.model import (
    ANY,
    Body,
    Case,
    Collection,
    Media,
    Partner,
    PolicyCase,
    Practice,
    Project,
    Reference,
    Testimony,
)
from pitstop_docs.records.record import Places, Record
from pitstop_docs.records.values import is_slug

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=Case)

SOURCE_NAMES = frozenset({
    "project.yaml", "partners.yaml", "references.yaml", "practices", "policies", "testimonies",
    "media", "recipients", "pages.lock",
})  # fmt: skip


def read_project(root: Path, templates: Templates, reporter: Reporter) -> Collection:
    """Return everything under *root*; raises :class:`PitstopError` if it is no project."""
    require_project(root)
    return _ProjectReader(root, templates, reporter).read()


@dataclass
class _ProjectReader:
    root: Path
    templates: Templates
    reporter: Reporter
    seen: dict[str, Location] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    unread: set[tuple[str, str]] = field(default_factory=set)
    bodies: list[Body] = field(default_factory=list)

    def read(self) -> Collection:
        sources = self.root / "sources"
        self._report_ignored(sources, SOURCE_NAMES)
        self.labels = self._labels()
        images = self._images(sources / "media")
        return Collection(
            root=self.root,
            project=self._project(sources),
            practices=self._cases(Practice, sources / "practices", images),
            policies=self._cases(PolicyCase, sources / "policies", images),
            testimonies=self._testimonies(sources / "testimonies", images),
            partners=self._list(Partner, sources / "partners.yaml", "partners"),
            references=self._list(Reference, sources / "references.yaml", "references"),
            media={media.id: media for media in images.by_file.values()},
            editions=self._editions(),
            labels=self.labels,
            texts=self.texts,
            unread=frozenset(self.unread),
            unread_bodies=tuple(self.bodies),
        )

    # --- files of one record -------------------------------------------------------------------

    def _labels(self) -> dict[str, Labels]:
        """Return the labels by language; a project's own file may hold only what it changes."""
        found: dict[str, Labels] = {}
        for path in self.templates.list("labels/*.yaml"):
            loaded, passage = self._load(path)
            default = packaged_templates() / "labels" / path.name
            if loaded is None or passage is None:
                continue
            if default != path and default.is_file() and isinstance(loaded.value, dict):
                base = self._load(default)[0]
                loaded.value = _overlay(base.value, loaded.value) if base else loaded.value
            inline = InlineReader(passage)
            labels = validate(
                Labels, loaded.value, loaded.places, loaded.keys, inline, self.reporter
            )
            if labels:
                found[labels.language] = labels.placed(loaded.places)
        return found

    def _editions(self) -> dict[str, Edition]:
        found: list[Edition] = []
        for path in self.templates.list("editions/*.yaml"):
            loaded, passage = self._load(path)
            if loaded is None or passage is None:
                self.unread.add((Edition.__name__, path.stem))
                continue
            if isinstance(loaded.value, dict):
                loaded.value.setdefault("id", path.stem)
            edition = self._record(Edition, loaded, passage, InlineReader(passage))
            if edition:
                found.append(edition)
        return {e.id: e for e in sorted(found, key=lambda e: (e.order, e.pages, e.id))}

    def _project(self, sources: Path) -> Project:
        loaded, passage = self._load(sources / "project.yaml")
        if loaded is not None and passage is not None:
            inline = InlineReader(passage)
            project = validate(
                Project, loaded.value, loaded.places, loaded.keys, inline, self.reporter
            )
            if project:
                return with_logo(project.placed(loaded.places), sources / "media", self.reporter)
        return Project(name="-", sender="-")

    def _load(self, path: Path) -> tuple[Loaded | None, Passage | None]:
        name = relative(path, self.root)
        if not lexists(path):
            self.reporter.report("missing-file", Location(name))
            return None, None
        # Packaged templates lie outside the project, rightly.
        root = self.root if path.is_relative_to(self.root) else path.parent
        text = read_text(path, root, self.reporter)
        if text is None:
            return None, None
        passage = Passage(name, text.split("\n"), self.reporter)
        loaded = load_yaml(text, name, self.reporter)
        if loaded:
            self.texts[name] = loaded.words
        return loaded, passage

    # --- files of many records -----------------------------------------------------------------

    def _list(self, model: type[R], path: Path, key: str) -> dict[str, R]:
        if not lexists(path):
            return {}
        loaded, passage = self._load(path)
        if loaded is None or passage is None:
            self.unread.add((model.__name__, ANY))
            return {}
        value = loaded.value
        items = value.get(key) if isinstance(value, dict) else None
        if not isinstance(items, list) or len(value) != 1:
            self.unread.add((model.__name__, ANY))
            self.reporter.report(
                "wrong-type",
                loaded.places.whole,
                _("this file must hold one list, '{key}'").format(key=key),
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
                found.setdefault(record.id, record)
        return found

    def _images(self, folder: Path) -> Images:
        by_file: dict[str, Media] = {}
        refused: set[str] = set()
        for media in self._list(Media, folder / "media.yaml", "media").values():
            measured = with_size(media, folder, self.reporter)
            if measured:
                by_file[name_in(folder, folder / media.file)] = measured
            else:
                refused.add(name_in(folder, folder / media.file))
        lost = any(kind == Media.__name__ for kind, _id in self.unread)
        return Images(folder, by_file, None if lost else frozenset(refused), self.reporter)

    # --- Markdown files ------------------------------------------------------------------------

    def _cases(self, model: type[C], folder: Path, images: Images) -> dict[str, C]:
        found: dict[str, C] = {}
        for path in self._markdown_files(folder):
            parts = self._front_matter(path, model)
            if parts is None:
                continue
            loaded, passage, line = parts
            inline = InlineReader(passage)
            case = self._record(model, loaded, passage, inline) if loaded else None
            language = case.language if case else "it"
            labels = self.labels.get(language)
            if labels is None:
                continue
            reader = self._body_reader(path, passage, inline, images)
            sections = reader.sections(line, labels.headings[model.kind])
            mentions = tuple(passage.mentions)
            if case and loaded:
                case.with_sections(sections).placed(loaded.places, mentions)
                found.setdefault(case.id, case)
            else:
                place = Location(passage.path, 2)  # where the fields begin
                self.bodies.append(Body(model.kind, language, place, sections, mentions))
        return found

    def _testimonies(self, folder: Path, images: Images) -> dict[str, Testimony]:
        found: dict[str, Testimony] = {}
        for path in self._markdown_files(folder):
            parts = self._front_matter(path, Testimony)
            if parts is None:
                continue
            loaded, passage, line = parts
            inline = InlineReader(passage)
            testimony = self._record(Testimony, loaded, passage, inline) if loaded else None
            reader = self._body_reader(path, passage, inline, images)
            prefix = f"testimony-{testimony.id}" if testimony else "testimony"
            words = reader.body(line, prefix)
            if testimony and loaded:
                testimony.with_words(words).placed(loaded.places, tuple(passage.mentions))
                found.setdefault(testimony.id, testimony)
        return found

    def _markdown_files(self, folder: Path) -> list[Path]:
        """Return the sources in *folder*; whatever else is there is named, lest it be missed."""
        if not lexists(folder):
            return []
        if not folder.is_dir():
            self._report_ignored(folder.parent, SOURCE_NAMES - {folder.name})
            return []
        self._report_ignored(folder, frozenset())
        return sorted(folder.glob("*.md"))

    def _report_ignored(self, folder: Path, known: frozenset[str]) -> None:
        """Warn of what stands in *folder* and is not read."""
        for path in sorted(folder.iterdir()):
            hidden = path.name.startswith((".", "~")) or path.name.endswith(("~", ".bak"))
            if hidden or path.name in known or (not known and path.suffix == ".md"):
                continue
            near = did_you_mean(path.name, known)
            self.reporter.report("ignored-file", Location(relative(path, self.root)), hint=near)

    def _body_reader(
        self, path: Path, passage: Passage, inline: InlineReader, images: Images
    ) -> BodyReader:
        return BodyReader(
            passage, inline, lambda src, alt, id, place: images.figure(src, alt, id, place, path)
        )

    def _front_matter(
        self, path: Path, model: type[Record]
    ) -> tuple[Loaded | None, Passage, int] | None:
        """Return the front matter if it is YAML, the passage, and the body's first line."""
        name = relative(path, self.root)
        text = read_text(path, self.root, self.reporter)
        lines = text.split("\n") if text else []
        fence = [i for i, line in enumerate(lines) if line.rstrip() == "---"]
        if len(fence) < 2 or fence[0] != 0:
            self.unread.add((model.__name__, path.stem))
            if text:
                self._report_fence(name, fence, lines)
            return None
        end = fence[1]
        body = blank_comments("\n".join(lines[end + 1 :]))
        passage = Passage(name, [*lines[: end + 1], *body.split("\n")], self.reporter)
        loaded = load_yaml("\n".join(lines[1:end]), name, self.reporter, first_line=2)
        if loaded is None:
            self.unread.add((model.__name__, path.stem))
            self.texts[name] = "\n" * (end + 1) + body
        else:
            self._check_name(path, loaded)
            self.texts[name] = f"\n{loaded.words}\n\n{body}"
        return loaded, passage, end + 2

    def _report_fence(self, name: str, fence: list[int], lines: list[str]) -> None:
        message = hint = ""  # those of the table
        if fence and fence[0] == 0:
            message = _("the fields that begin here never end")
            hint = _("write a line with three hyphens (---) after the last field")
        self.reporter.report("no-front-matter", Location(name), message, hint)

    def _check_name(self, path: Path, loaded: Loaded) -> None:
        id = loaded.value.get("id") if isinstance(loaded.value, dict) else None
        if isinstance(id, str) and is_slug(id) and id != path.stem:
            self.reporter.report(
                "file-name",
                loaded.places.at("id"),
                _("the file is called '{name}', but its id is '{id}'").format(
                    name=path.name, id=id
                ),
            )

    def _record(
        self, model: type[R], loaded: Loaded, passage: Passage, inline: InlineReader
    ) -> R | None:
        places = loaded.places
        before = len(passage.mentions)
        record = validate(model, loaded.value, places, loaded.keys, inline, self.reporter)
        self._claim(model, loaded, places, lost=record is None)
        return record.placed(places, tuple(passage.mentions[before:])) if record else None

    def _claim(self, model: type[Record], loaded: Loaded, places: Places, lost: bool) -> None:
        """Report an id that is taken; practices and policies share theirs, since files do."""
        id = loaded.value.get("id") if isinstance(loaded.value, dict) else None
        if not isinstance(id, str):
            return
        if lost:
            self.unread.add((model.__name__, id))
        family = "case" if issubclass(model, Case) else model.__name__
        place = places.at("id")
        first = self.seen.setdefault(f"{family}:{id}", place)
        if first != place:
            self.reporter.report(
                "duplicate-id", place, _("id '{id}' is taken by {place}").format(id=id, place=first)
            )


def _overlay(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        inner = merged.get(key)
        both = isinstance(value, dict) and isinstance(inner, dict)
        merged[key] = _overlay(inner, value) if both else value  # type: ignore[arg-type]
    return merged
