"""A project's folder → Collection.

Enters: ``sources/`` and the templates that apply. Leaves: every record that could be read, and
reported problems for the others. A caller stops when there are errors. Each file is read by itself
(:mod:`pitstop_docs.readers.sources`), once: what was read is kept until the file, or what it depends
on, is another. What concerns more than one file is here."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from os.path import lexists
from pathlib import Path
from typing import TypeVar

from pitstop_docs.look.templates import Templates, is_hidden, packaged_templates
from pitstop_docs.problems.diagnostics import (
    Location,
    Reporter,
    did_you_mean,
    relative,
)
from pitstop_docs.problems.messages import _
from pitstop_docs.readers import require_project
from pitstop_docs.readers.files import composed, read_bytes
from pitstop_docs.readers.images import Images, Judge, Pictures, Verdict, name_in, verdict_on
from pitstop_docs.readers.kept import Kept
from pitstop_docs.readers.sources import FileRead, FileReader, nothing_of
from pitstop_docs.records.acts import ActForm
from pitstop_docs.records.countries import COUNTRIES, Country
from pitstop_docs.records.editions import Edition, Labels
from pitstop_docs.records.forms import Item
from pitstop_docs.records.model import (
    ANY,
    Case,
    Collection,
    Entry,
    Media,
    Partner,
    PolicyCase,
    Practice,
    Project,
    Reference,
    Testimony,
)
from pitstop_docs.records.record import Record
from pitstop_docs.records.shops import Shop
from pitstop_docs.runs.digests import digest, digest_of, file_digest
from pitstop_docs.runs.store import Store

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=Case)
A = TypeVar("A", bound=Item)
How = Callable[[FileReader, bytes], FileRead]
_READ: tuple[type[Record], ...] = (
    Practice, PolicyCase, Testimony, Partner, Reference, Media, Edition, ActForm, Shop, Country,
)  # fmt: skip
_KINDS = {kind.__name__: kind for kind in _READ}

SOURCE_NAMES = frozenset({
    "project.yaml", "partners.yaml", "references.yaml", "practices", "policies", "testimonies",
    "media", "recipients", "campaigns", "pages.lock",
})  # fmt: skip


def read_project(root: Path, templates: Templates, reporter: Reporter) -> Collection:
    """Return everything under *root*; raises :class:`PitstopError` if it is no project."""
    return ProjectReader(root).read(templates, reporter)


class ProjectReader:
    """Reads the project at *root*, again and again: each file once, until it is another. With a
    *store*, another process finds what this one has read."""

    def __init__(self, root: Path, store: Store | None = None) -> None:
        self.root = root
        self._kept = Kept(store)

    def read(self, templates: Templates, reporter: Reporter) -> Collection:
        """Return everything; raises :class:`PitstopError` if there is no project."""
        require_project(self.root)
        return _Reading(self.root, templates, self._kept, reporter).collection()

    def save(self) -> None:
        """Put what was read into the store; it can wait until people have their answer."""
        self._kept.save()


class _Reading:
    """One reading of the whole: files one after the other, put together."""

    def __init__(self, root: Path, templates: Templates, kept: Kept, reporter: Reporter) -> None:
        self.root, self.templates, self.kept, self.reporter = root, templates, kept, reporter
        self.claimed: dict[tuple[str, str], Location] = {}
        self.texts: dict[str, str] = {}
        self.running_text: dict[str, str] = {}
        self.unread: set[tuple[str, str]] = set()
        self.incomplete: list[Case | Testimony] = []
        self.entries: list[Entry] = []

    def collection(self) -> Collection:
        sources = self.root / "sources"
        self._report_ignored(sources, SOURCE_NAMES)
        labels = self._labels()
        pictures = Pictures(sources / "media", self._verdict, self.reporter)
        images = self._images(pictures)
        project = self._project(sources / "project.yaml", pictures)
        editions = self._editions()
        made = {
            id: e for id, e in editions.items() if not project.editions or id in project.editions
        }
        practices = self._cases(Practice, sources / "practices", labels, images)
        policies = self._cases(PolicyCase, sources / "policies", labels, images)
        return Collection(
            root=self.root,
            project=project,
            practices=practices,
            policies=policies,
            testimonies=self._testimonies(sources / "testimonies", images),
            partners=self._list(Partner, sources / "partners.yaml", "partners"),
            references=self._list(Reference, sources / "references.yaml", "references"),
            media={media.id: media for media in images.by_file.values()},
            editions=made,
            other_editions={id: e for id, e in editions.items() if id not in made},
            act_forms=self._act_forms(),
            shops=self._shops(),
            countries=self._countries([*practices.values(), *policies.values(), *self.incomplete]),
            labels=labels,
            texts=self.texts,
            running_text=self.running_text,
            unread=frozenset(self.unread),
            incomplete=tuple(self.incomplete),
            entries=tuple(self.entries),
        )

    # --- one file ------------------------------------------------------------------------------

    def _read(
        self,
        path: Path,
        how: How,
        needs: object = None,
        lost: Callable[[str], FileRead] | None = None,
        images: Images | None = None,
    ) -> FileRead:
        """Return what file *path* holds, read as *how* does, which depends on *needs* and *images*;
        *lost* says what is known of a file of that name that cannot be opened."""
        name = relative(path, self.root)
        data = self._bytes(path)
        if data is None:
            self._take(lost(name) if lost else FileRead())
            return FileRead()
        key = self.kept.key_of(name, digest_of(data), needs)
        found = self.kept.find(name, key, FileRead)
        if found is None or not _shows_the_same(found, images, path):
            found = how(FileReader(path, name, images), data)
            self.kept.keep(name, key, found)
        self._take(found)
        return found

    def _bytes(self, path: Path) -> bytes | None:
        # Packaged templates lie outside the project, rightly.
        root = self.root if path.is_relative_to(self.root) else path.parent
        return read_bytes(path, root, self.reporter)

    def _take(self, found: FileRead) -> None:
        """Add *found* to what was read before."""
        for record in found.records:
            if isinstance(record, Case | Testimony) and not record.whole:
                self.incomplete.append(record)
        self.texts.update(found.texts)
        self.running_text.update(found.running_text)
        self.unread.update(found.unread)
        for problem in found.problems:
            self.reporter.add(problem)
        for claim in found.claims:
            self.entries.append(Entry(_KINDS[claim.kind], claim.id, claim.location))
            if claim.place:
                self._claim(_family(_KINDS[claim.kind], claim.id), claim.place)

    def _claim(self, named: tuple[str, str], place: Location) -> None:
        """Let the id *named* be that of what says so at *place*; report it if it is taken."""
        id = named[1]
        first = self.claimed.setdefault(named, place)
        if first == place:
            return
        # A copy in which the id was forgotten takes nothing from the file that is called so.
        if _is_called(place, id) and not _is_called(first, id):
            self.claimed[named], first, place = place, place, first
        self.reporter.report(
            "duplicate-id", place, _("id '{id}' is taken by {place}").format(id=id, place=first)
        )

    def _owned(self, model: type[R], files: Iterable[FileRead]) -> dict[str, R]:
        """Return the records of *model* in *files* whose ids are their own."""
        return {
            record.id: record
            for file in files
            for record in _only(model, file)
            if record.whole and self.claimed[_family(model, record.id)].path == record.location.path
        }

    # --- files of every kind -------------------------------------------------------------------

    def _labels(self) -> dict[str, Labels]:
        """Return the labels by language; a project's own file may hold only what it changes."""
        found: dict[str, Labels] = {}
        for path in self.templates.list("labels/*.yaml"):
            default = packaged_templates() / "labels" / path.name
            overlaid = default != path and default.is_file()
            data = self._bytes(default) if overlaid else None
            base = (relative(default, self.root), data) if data else None
            file = self._read(path, partial(FileReader.labels, default=base), base)
            found.update((labels.language, labels) for labels in _only(Labels, file))
        return found

    def _editions(self) -> dict[str, Edition]:
        found: list[Edition] = []
        for path in self.templates.list("editions/*.yaml"):
            file = self._read(path, FileReader.edition, lost=partial(_unread, Edition, path.stem))
            found += _only(Edition, file)
        return {e.id: e for e in sorted(found, key=lambda e: (e.order, e.pages, e.id))}

    def _act_forms(self) -> dict[str, ActForm]:
        found: list[ActForm] = []
        for path in self.templates.list("acts/*.yaml"):
            file = self._read(path, FileReader.act_form, lost=partial(_unread, ActForm, path.stem))
            found += _only(ActForm, file)
        return {form.id: form for form in sorted(found, key=lambda form: (form.order, form.id))}

    def _shops(self) -> dict[str, Shop]:
        found: list[Shop] = []
        for path in self.templates.list("press/*.yaml"):
            file = self._read(path, FileReader.shop, lost=partial(_unread, Shop, path.stem))
            found += _only(Shop, file)
        return {shop.id: shop for shop in found}

    def _countries(self, records: Iterable[Record]) -> dict[str, Country]:
        """Return the countries, by name, in which any of *records* says where it lies; no others are read."""
        places = [record.place for record in records if isinstance(record, Case)]
        names = {place.country for place in places if place and place.lat is not None}
        found: dict[str, Country] = {}
        for name in sorted(names & COUNTRIES.keys()):
            path = self.templates.find(f"maps/{COUNTRIES[name]}.yaml")
            file = self._read(path, FileReader.country, lost=partial(_unread, Country, path.stem))
            found.update((name, country) for country in _only(Country, file) if country.whole)
        return found

    def _project(self, path: Path, pictures: Pictures) -> Project:
        if not lexists(path):
            self.reporter.report("missing-file", Location(relative(path, self.root)))
        elif settings := _only(Project, self._read(path, FileReader.settings)):
            return pictures.with_logo(settings[0])
        return Project(name="-", sender="-")

    def _list(self, model: type[R], path: Path, key: str) -> dict[str, R]:
        if not lexists(path):
            return {}
        file = self._read(
            path,
            partial(FileReader.entries, model=model, key=key),
            lost=partial(_unread, model, ANY),
        )
        found: dict[str, R] = {}
        for record in _only(model, file):  # of two with the same id, which was reported, the first
            found.setdefault(record.id, record)
        return found

    def _images(self, pictures: Pictures) -> Images:
        folder = pictures.folder
        by_file: dict[str, Media] = {}
        refused: set[str] = set()
        for media in self._list(Media, folder / "media.yaml", "media").values():
            found = pictures.found(media)
            if found:
                by_file[name_in(folder, folder / found.name)] = found
            else:
                # Whoever shows it may write the right name.
                for name in (media.file, pictures.meant(media.file)):
                    refused.add(name_in(folder, folder / name))
        lost = any(kind == Media.__name__ for kind, _id in self.unread)
        return Images(folder, by_file, None if lost else frozenset(refused))

    def _verdict(self, path: Path, judge: Judge) -> Verdict:
        """Return what *judge* says of an image; it takes longer than to digest it."""
        import PIL  # deferred: most projects have few images

        place = f"{judge.__name__} {relative(path, self.root)}"
        key = self.kept.key_of(PIL.__version__, file_digest(path))
        found = self.kept.find(place, key, Verdict)
        if found is None:
            found = verdict_on(path, judge)
            self.kept.keep(place, key, found)
        return found

    def _cases(
        self, model: type[C], folder: Path, labels: Mapping[str, Labels], images: Images
    ) -> dict[str, C]:
        headings = {
            language: words.headings[model.kind]
            for language, words in labels.items()
            if model.kind in words.headings
        }
        needs = digest((model.__name__, headings))
        files = [
            self._read(
                path,
                partial(FileReader.case, model=model, headings=headings),
                needs,
                partial(nothing_of, model, path),
                images,
            )
            for path in self._markdown_files(folder)
        ]
        return self._owned(model, files)

    def _testimonies(self, folder: Path, images: Images) -> dict[str, Testimony]:
        files = [
            self._read(
                path,
                FileReader.testimony,
                lost=partial(nothing_of, Testimony, path),
                images=images,
            )
            for path in self._markdown_files(folder)
        ]
        return self._owned(Testimony, files)

    def _markdown_files(self, folder: Path) -> list[Path]:
        """Return the sources in *folder*; whatever else is there is named, lest it be missed."""
        if not lexists(folder):
            return []
        if not folder.is_dir():
            self._report_ignored(folder.parent, SOURCE_NAMES - {folder.name})
            return []
        self._report_ignored(folder, frozenset())
        return sorted(path for path in folder.glob("*.md") if not is_hidden(path.name))

    def _report_ignored(self, folder: Path, known: frozenset[str]) -> None:
        """Warn of what stands in *folder* and is not read."""
        for path in sorted(folder.iterdir()):
            name = composed(path.name)
            if is_hidden(name) or name in known or (not known and path.suffix == ".md"):
                continue
            near = did_you_mean(name, known)
            self.reporter.report("ignored-file", Location(relative(path, self.root)), hint=near)


def _only(model: type[A], file: FileRead) -> list[A]:
    """Return the records of *model* in *file*."""
    return [record for record in file.records if isinstance(record, model)]


def _unread(model: type[Record], id: str, _name: str) -> FileRead:
    return FileRead(unread=((model.__name__, id),))


def _family(model: type[Record], id: str) -> tuple[str, str]:
    """Return *id* among those that must differ: practices and policies share theirs, since files do."""
    return "case" if issubclass(model, Case) else model.__name__, id


def _is_called(place: Location, id: str) -> bool:
    return Path(place.path).stem == id


def _shows_the_same(file: FileRead, images: Images | None, path: Path) -> bool:
    """Tell whether all images that *file* asks for are what they were."""
    return not images or all(images.look_up(src, path) == found for src, found in file.shown)
