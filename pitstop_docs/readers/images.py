"""Images of ``sources/media/``: found, measured, and never outside that folder.

Enters: the address of an image as written in Markdown or in ``media.yaml``. Leaves: a Figure, or
why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from pitstop_docs.look.flaws import Flaw, PictureError
from pitstop_docs.look.media import examine_logo, read_picture
from pitstop_docs.look.pictures import Examined, examine
from pitstop_docs.problems.diagnostics import (
    Location,
    Reporter,
    did_you_mean,
    nearest,
    relative,
)
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.files import composed, found_in, inside, is_file, resolved
from pitstop_docs.records.model import Media, Project
from pitstop_docs.tree.document import Figure, Image, Text
from pitstop_docs.tree.origin import Origin

Judge = Callable[[bytes], Examined]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of an image, or the ``flaw`` for which it cannot be shown, with its ``detail``."""

    known: Examined | None = None
    flaw: Flaw = "unknown"
    detail: str | int = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a figure takes from an image."""

    image: Image
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an address leads to no image; without a code it was said where the image is described."""

    code: str = ""
    message: str = ""
    hint: str = ""


def name_in(folder: Path, path: Path) -> str:
    """Return the one name by which the image at *path* is known in *folder*."""
    end, home = resolved(path), folder.resolve()
    within = end if end and end.is_relative_to(home) else None
    return composed(within.relative_to(home).as_posix() if within else path.name)


def verdict_on(path: Path, judge: Judge) -> Verdict:
    """Return what *judge* says of the image at *path*, which was decoded to its end."""
    try:
        return Verdict(judge(read_picture(path)))
    except PictureError as error:
        return Verdict(flaw=error.flaw, detail=error.detail)
    except OSError:
        return Verdict()


@dataclass(frozen=True, slots=True)
class Pictures:
    """Finds the pictures that records name in *folder*, and says what is wrong with them; *verdict* is
    :func:`verdict_on`, or remembers what that says."""

    folder: Path
    verdict: Callable[[Path, Judge], Verdict]
    reporter: Reporter

    def found(self, media: Media) -> Media | None:
        """Return *media* with the name and the size of its file, or None after reporting what is wrong
        with that."""
        place = media.at("file")
        path = self._find(media.file, place)
        if path is None:
            return None
        if media.alt is None:
            self.reporter.report(
                "image-without-alt",
                media.location,
                _("image '{name}' has no alternative text").format(name=media.file),
            )
        known = self._judged(examine, path, media.file, place)
        if known is None:
            return None
        if known.guessed:
            message = _("image '{name}' is for a press (CMYK), and does not say for which")
            self.reporter.report("guessed-colours", place, message.format(name=media.file))
        return media.found(self._name(path), (known.width, known.height))

    def with_logo(self, project: Project) -> Project:
        """Return *project* with its logo, if it has one in which nothing is wrong; else that is
        reported."""
        place = project.at("logo")
        path = self._find(project.logo, place) if project.logo else None
        if path is None or project.logo is None:
            return project
        known = self._judged(examine_logo, path, project.logo, place)
        if known is None:
            return project
        return project.with_mark(Image(self._name(path), known.width, known.height))

    def _find(self, name: str, place: Location) -> Path | None:
        """Return the file *name*, or None after reporting that it is not there."""
        path = found_in(self.folder, name)
        if not inside(path, self.folder):
            outside = _outside(name)
            self.reporter.report(outside.code, place, outside.message)
            return None
        if not is_file(path):
            self.reporter.report(
                "missing-image",
                place,
                _("there is no image '{name}' in sources/media/").format(name=name),
                did_you_mean(name, self._names()) or _("put the file there"),
            )
            return None
        return path

    def meant(self, name: str) -> str:
        """Return the file that is there and was meant by *name*, or *name*."""
        return nearest(name, self._names()) or name

    def _names(self) -> list[str]:
        return [relative(p, self.folder) for p in self.folder.rglob("*") if p.is_file()]

    def _judged(self, judge: Judge, path: Path, name: str, place: Location) -> Examined | None:
        verdict = self.verdict(path, judge)
        if verdict.known is None:
            flaw = PictureError(verdict.flaw, verdict.detail)
            self.reporter.report("bad-image", place, flaw.about(name), flaw.hint)
        return verdict.known

    def _name(self, path: Path) -> str:
        return path.resolve().relative_to(self.folder.resolve()).as_posix()


@dataclass(frozen=True, slots=True)
class Images:
    """The images that a source may show: *by_file* goes from file name in *folder* to record;
    *refused* are files whose own problems are reported already, None if media.yaml has such."""

    folder: Path
    by_file: Mapping[str, Media]
    refused: frozenset[str] | None

    def look_up(self, src: str, source: Path) -> Picture | Refusal:
        """Return what address *src* in file *source* leads to."""
        if "://" in src or src.lower().startswith(("//", "data:")):
            message = _("'{src}' is not in the project: images are never fetched")
            return Refusal("remote-image", message.format(src=src[:60]))
        path = self._path(unquote(src), source)
        end = resolved(path)
        if end is not None and not inside(path, self.folder):
            return _outside(src)
        name = name_in(self.folder, path) if end else src
        media = self.by_file.get(name)
        if media is not None:
            credit = f"{media.credit}. {media.licence}."
            image = Image(media.name, *media.size)
            return Picture(image, media.alt or "", media.caption or "", credit)
        if self.refused is None or name in self.refused:
            return Refusal()
        return self._unknown(name, end is not None and is_file(end))

    def _path(self, file: str, source: Path) -> Path:
        """Return what *file* means in *source*: a name in the media folder, or a path from it."""
        if file.startswith("media/"):
            return found_in(self.folder.parent, file)
        beside = found_in(source.parent, file)
        if "/" in file and inside(beside, self.folder):
            return beside
        return found_in(self.folder, file)

    def _unknown(self, name: str, exists: bool) -> Refusal:
        if exists:
            message = _("image '{name}' is not described in media.yaml")
        elif name == ".":
            message = _("this image has no file name")
        else:
            message = _("there is no image '{name}' in sources/media/")
        return Refusal(
            "undescribed-image" if exists else "missing-image",
            message.format(name=name[:60]),
            did_you_mean(name, self.by_file)
            or _("add it to sources/media/media.yaml with alt, caption, credit and licence"),
        )


def figure_of(picture: Picture, alt: str, id: str, origin: Origin) -> Figure:
    """Return the figure that shows *picture*; *alt* goes before its own alternative text."""
    return Figure(
        id=id,
        origin=origin,
        graphic=picture.image,
        alt=alt.strip() or picture.alt,
        caption=(Text(picture.caption),) if picture.caption else (),
        credit=(Text(picture.credit),),
    )


def _outside(name: str) -> Refusal:
    message = _("'{name}' leads outside sources/media/").format(name=name)
    return Refusal("image-outside-media", message)
