"""Images of ``sources/media/``: found, measured, and never outside that folder.

Enters: the address of an image as written in Markdown or in ``media.yaml``. Leaves: a Figure, or
why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

from pitstop_docs.look.flaws import PictureError
from pitstop_docs.look.media import examine_logo, read_picture
from pitstop_docs.look.pictures import Examined, examine
from pitstop_docs.problems.diagnostics import Location, Reporter, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.files import inside, is_file, resolved
from pitstop_docs.records.model import Media, Project
from pitstop_docs.tree.document import Figure, Image, Text


def on_disk(path: Path, folder: Path) -> Path:
    """Return the file below *folder* that *path* means: some systems write letters and accents of a name
    apart, and sources are read with them together."""
    if is_file(path):
        return path
    wanted = normalize("NFC", normpath(path))
    return next((p for p in folder.rglob("*") if normalize("NFC", str(p)) == wanted), path)


def name_in(folder: Path, path: Path) -> str:
    """Return the one name by which the image at *path* is known in *folder*."""
    end, home = resolved(path), folder.resolve()
    known = end.relative_to(home).as_posix() if end and end.is_relative_to(home) else path.name
    return normalize("NFC", known)


def with_size(media: Media, folder: Path, reporter: Reporter) -> Media | None:
    """Return *media* with its file and size, or None after reporting what is wrong with its file."""
    place = media.at("file")
    path = _find(media.file, folder, place, reporter)
    if path is None:
        return None
    if media.alt is None:
        reporter.report(
            "image-without-alt",
            media.location,
            _("image '{name}' has no alternative text").format(name=media.file),
        )
    found = _examined(examine, path, media.file, place, reporter)
    if found is None:
        return None
    if found.guessed:
        message = _("image '{name}' is for a press (CMYK), and does not say for which")
        reporter.report("guessed-colours", place, message.format(name=media.file))
    return media.found(_on_disk_name(path, folder), (found.width, found.height))


def with_logo(project: Project, folder: Path, reporter: Reporter) -> Project:
    """Return *project* with its logo, if it has one in which nothing is wrong; else that is reported."""
    place = project.at("logo")
    path = _find(project.logo, folder, place, reporter) if project.logo else None
    if path is None or project.logo is None:
        return project
    found = _examined(examine_logo, path, project.logo, place, reporter)
    if found is None:
        return project
    return project.with_mark(Image(_on_disk_name(path, folder), found.width, found.height))


def _find(name: str, folder: Path, place: Location, reporter: Reporter) -> Path | None:
    """Return the file *name* of *folder*, or None after reporting that it is not there."""
    path = on_disk(folder / name, folder)
    if not inside(path, folder):
        _report_outside(name, place, reporter)
        return None
    if not is_file(path):
        names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
        reporter.report(
            "missing-image",
            place,
            _("there is no image '{name}' in sources/media/").format(name=name),
            did_you_mean(name, names) or _("put the file there"),
        )
        return None
    return path


def _examined(
    judge: Callable[[bytes], Examined], path: Path, name: str, place: Location, reporter: Reporter
) -> Examined | None:
    try:
        return judge(read_picture(path))
    except (PictureError, OSError) as error:
        flaw = error if isinstance(error, PictureError) else PictureError("unknown")
        reporter.report("bad-image", place, flaw.about(name), flaw.hint)
        return None


def _on_disk_name(path: Path, folder: Path) -> str:
    return path.resolve().relative_to(folder.resolve()).as_posix()


@dataclass(frozen=True, slots=True)
class Images:
    """The images that a source may show: *by_file* goes from file name in *folder* to record;
    *refused* are files whose own problems are reported already, None if media.yaml has such."""

    folder: Path
    by_file: Mapping[str, Media]
    refused: frozenset[str] | None
    reporter: Reporter

    def figure(self, src: str, alt: str, id: str, place: Location, source: Path) -> Figure | None:
        """Return the figure for address *src* in file *source*, or None after reporting why not."""
        if "://" in src or src.lower().startswith(("//", "data:")):
            self.reporter.report(
                "remote-image",
                place,
                _("'{src}' is not in the project: images are never fetched").format(src=src[:60]),
            )
            return None
        path = on_disk(self._path(unquote(src), source), self.folder)
        end = resolved(path)
        if end is not None and not inside(path, self.folder):
            _report_outside(src, place, self.reporter)
            return None
        name = name_in(self.folder, path) if end else src
        media = self.by_file.get(name)
        if media is None:
            if self.refused is not None and name not in self.refused:
                self._report_unknown(name, end is not None and is_file(end), place)
            return None
        return _figure(media, alt, id, place)

    def _path(self, file: str, source: Path) -> Path:
        """Return what *file* means in *source*: a name in the media folder, or a path from it."""
        if file.startswith("media/"):
            return self.folder.parent / file
        beside = source.parent / file
        return beside if "/" in file and inside(beside, self.folder) else self.folder / file

    def _report_unknown(self, name: str, exists: bool, place: Location) -> None:
        if exists:
            message = _("image '{name}' is not described in media.yaml")
        elif name == ".":
            message = _("this image has no file name")
        else:
            message = _("there is no image '{name}' in sources/media/")
        self.reporter.report(
            "undescribed-image" if exists else "missing-image",
            place,
            message.format(name=name[:60]),
            did_you_mean(name, self.by_file)
            or _("add it to sources/media/media.yaml with alt, caption, credit and licence"),
        )


def _figure(media: Media, alt: str, id: str, place: Location) -> Figure:
    return Figure(
        id=id,
        location=place,
        graphic=Image(media.name, *media.size),
        alt=alt.strip() or media.alt or "",
        caption=(Text(media.caption),) if media.caption else (),
        credit=(Text(f"{media.credit}. {media.licence}."),),
    )


def _report_outside(name: str, place: Location, reporter: Reporter) -> None:
    reporter.report(
        "image-outside-media", place, _("'{name}' leads outside sources/media/").format(name=name)
    )
