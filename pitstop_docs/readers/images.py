"""Images of ``sources/media/``: found, measured, and never outside that folder.

Enters: the address of an image as written in Markdown or in ``media.yaml``. Leaves: a Figure, or
why not. """

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from pitstop_docs.diagnostics import Location, Reporter, did_you_mean
from pitstop_docs.document import Figure, Image, Text
from pitstop_docs.messages import _
from pitstop_docs.model import Media

FORMATS = ("PNG", "JPEG")
PIXELS_MAX = 60_000_000


def inside(path: Path, folder: Path) -> bool:
    """Tell whether *path*, links followed, lies in *folder*."""
    return path.resolve().is_relative_to(folder.resolve())


def measure(media: Media, folder: Path, reporter: Reporter) -> Media | None:
    """Return *media* with its size, or None after reporting what is wrong with its file."""
    from PIL import Image as Picture  # deferred: most projects have few images

    place = media.at("file")
    path = folder / media.file
    if not inside(path, folder):
        _report_outside(media.file, place, reporter)
        return None
    if not path.is_file():
        names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
        reporter.error(
            "missing-image",
            _("there is no file '{name}' in sources/media/").format(name=media.file),
            place,
            did_you_mean(media.file, names) or _("put the file there"),
        )
        return None
    if media.alt is None:
        reporter.error(
            "image-without-alt",
            _("image '{name}' has no alternative text").format(name=media.file),
            media.location,
            _("add 'alt:' and say in a sentence what the image shows"),
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(path, formats=FORMATS) as picture:
                if picture.width * picture.height > PIXELS_MAX:
                    raise ValueError(_("more than {count} pixels").format(count=PIXELS_MAX))
                picture.load()
                return media.sized((picture.width, picture.height))
    except Exception as error:  # Pillow raises many kinds on damaged files
        reporter.error(
            "bad-image",
            _("image '{name}' cannot be read: {reason}").format(name=media.file, reason=error),
            place,
            _("save it again as PNG or JPEG"),
        )
        return None


@dataclass(frozen=True, slots=True)
class Images:
    """The images that a source may show: *by_file* goes from file name in *folder* to record."""

    folder: Path
    by_file: Mapping[str, Media]
    reporter: Reporter

    def figure(self, src: str, alt: str, id: str, place: Location, source: Path) -> Figure | None:
        """Return the figure for address *src* in file *source*, or None after reporting why not."""
        if "://" in src or src.startswith(("//", "data:")):
            self.reporter.error(
                "remote-image",
                _("'{src}' is not in the project: images are never fetched").format(src=src[:60]),
                place,
                _("put the file into sources/media/ and describe it in media.yaml"),
            )
            return None
        path = source.parent / unquote(src)
        if "/" not in src:
            path = self.folder / unquote(src)
        elif src.startswith("media/"):
            path = self.folder.parent / unquote(src)
        if not inside(path, self.folder):
            _report_outside(src, place, self.reporter)
            return None
        name = path.resolve().relative_to(self.folder.resolve()).as_posix()
        media = self.by_file.get(name)
        if media is None:
            missing = not path.is_file()
            self.reporter.error(
                "missing-image" if missing else "undescribed-image",
                _("there is no file '{name}' in sources/media/").format(name=name)
                if missing
                else _("image '{name}' is not described in media.yaml").format(name=name),
                place,
                did_you_mean(name, self.by_file)
                or _("add it to sources/media/media.yaml with alt, caption, credit and licence"),
            )
            return None
        return _figure(media, alt, id, place)


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
    reporter.error(
        "image-outside-media",
        _("'{name}' leads outside sources/media/").format(name=name),
        place,
        _("copy the file into sources/media/"),
    )
