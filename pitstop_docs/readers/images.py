"""Images of ``sources/media/``: found, measured, and never outside that folder.

Enters: the address of an image as written in Markdown or in ``media.yaml``. Leaves: a Figure, or
why not."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from pitstop_docs.problems.diagnostics import Location, Reporter, did_you_mean, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.files import composed, found_in, inside, is_file, resolved
from pitstop_docs.records.model import Media
from pitstop_docs.tree.document import Figure, Image, Text

FORMATS = ("PNG", "JPEG")
PIXELS_MAX = 60_000_000


def name_in(folder: Path, path: Path) -> str:
    """Return the one name by which the image at *path* is known in *folder*."""
    end, home = resolved(path), folder.resolve()
    within = end if end and end.is_relative_to(home) else None
    return composed(within.relative_to(home).as_posix() if within else path.name)


def with_size(media: Media, folder: Path, reporter: Reporter) -> Media | None:
    """Return *media* with its size, or None after reporting what is wrong with its file."""
    from PIL import Image as Picture  # deferred: most projects have few images

    place = media.at("file")
    path = found_in(folder, media.file)
    file = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else media.file
    if not inside(path, folder):
        _report_outside(media.file, place, reporter)
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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(path, formats=FORMATS) as picture:
                size = (picture.width, picture.height)
                if size[0] * size[1] <= PIXELS_MAX:
                    picture.load()
                    return media.model_copy(update={"file": file}).sized(size)
        message = _("image '{name}' has more than {limit} pixels")
    except (Picture.DecompressionBombWarning, Picture.DecompressionBombError):
        message = _("image '{name}' has more than {limit} pixels")
    except Exception:  # Pillow raises many kinds on damaged files
        message = _("'{name}' is not an image that can be read")
    reporter.report("bad-image", place, message.format(name=media.file, limit=PIXELS_MAX))
    return None


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
        path = self._path(unquote(src), source)
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
            return found_in(self.folder.parent, file)
        beside = found_in(source.parent, file)
        if "/" in file and inside(beside, self.folder):
            return beside
        return found_in(self.folder, file)

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
        graphic=Image(media.file, *media.size),
        alt=alt.strip() or media.alt or "",
        caption=(Text(media.caption),) if media.caption else (),
        credit=(Text(f"{media.credit}. {media.licence}."),),
    )


def _report_outside(name: str, place: Location, reporter: Reporter) -> None:
    reporter.report(
        "image-outside-media", place, _("'{name}' leads outside sources/media/").format(name=name)
    )
