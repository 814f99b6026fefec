"""Images of ``sources/media/``: found, measured, and never outside that folder.

Enters: the address of an image as written in Markdown or in ``media.yaml``. Leaves: a Figure, or
why not."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from pitstop_docs.problems.diagnostics import Reporter, did_you_mean, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.files import composed, found_in, inside, is_file, resolved
from pitstop_docs.records.model import Media
from pitstop_docs.tree.document import Figure, Image, Text
from pitstop_docs.tree.origin import Origin

FORMATS = ("PNG", "JPEG")
PIXELS_MAX = 60_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of an image in pixels, or why it has none."""

    width: int = 0
    height: int = 0
    problem: Literal["", "too-large", "unreadable"] = ""


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


def size_of(path: Path) -> Size:
    """Return the size of the image at *path*, which was decoded to its end."""
    from PIL import Image as Picture  # deferred: most projects have few images

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(path, formats=FORMATS) as picture:
                if picture.width * picture.height > PIXELS_MAX:
                    return Size(problem="too-large")
                picture.load()
                return Size(picture.width, picture.height)
    except (Picture.DecompressionBombWarning, Picture.DecompressionBombError):
        return Size(problem="too-large")
    except Exception:  # Pillow raises many kinds on damaged files
        return Size(problem="unreadable")


def with_size(
    media: Media, folder: Path, measure: Callable[[Path], Size], reporter: Reporter
) -> Media | None:
    """Return *media* with the size that *measure* finds, or None after reporting what is wrong with
    its file."""
    place = media.at("file")
    path = found_in(folder, media.file)
    file = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else media.file
    if not inside(path, folder):
        outside = _outside(media.file)
        reporter.report(outside.code, place, outside.message)
        return None
    if not is_file(path):
        names = [relative(p, folder) for p in folder.rglob("*") if p.is_file()]
        reporter.report(
            "missing-image",
            place,
            _("there is no image '{name}' in sources/media/").format(name=media.file),
            did_you_mean(media.file, names) or _("put the file there"),
        )
        return None
    if media.alt is None:
        reporter.report(
            "image-without-alt",
            media.location,
            _("image '{name}' has no alternative text").format(name=media.file),
        )
    size = measure(path)
    if not size.problem:
        return media.model_copy(update={"file": file}).sized((size.width, size.height))
    message = _("'{name}' is not an image that can be read")
    if size.problem == "too-large":
        message = _("image '{name}' has more than {limit} pixels")
    reporter.report("bad-image", place, message.format(name=media.file, limit=PIXELS_MAX))
    return None


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
            image = Image(media.file, *media.size)
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
