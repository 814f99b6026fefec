"""Pictures as every format shows them: upright, sRGB, 8 bits, on white, without a word about who took them
or where.

Enters: the bytes of a PNG or JPEG file. Leaves: the bytes that PDF and Word embed, or why there are none.
Here alone pictures are decoded, so that ``check`` and ``build`` have one verdict.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING, Literal

from pitstop_docs.look.flaws import Flaw, PictureError

if TYPE_CHECKING:  # slow to load, and most projects have few pictures
    from PIL import Image as Raster
    from PIL import ImageCms

PIXELS_MAX = 60_000_000
_FORMATS = ("PNG", "JPEG")
_QUALITY = 95  # of a JPEG whose pixels had to be changed; without subsampling
_SAME = 2  # levels of 255: a profile that changes no colour by more is sRGB under whatever name
# How files begin that people take for pictures which every program shows.
_OTHERS = (
    (rb"....ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)", "HEIC"),
    (rb"....ftypavi[fs]", "AVIF"),
    (rb"....jP  |\xff\x4f\xff\x51", "JPEG 2000"),
    (rb"RIFF....WEBP", "WebP"),
    (rb"II\*\0|MM\0\*|II\+\0|MM\0\+", "TIFF"),
    (rb"GIF8", "GIF"),
    (rb"BM", "BMP"),
    (rb"8BPS", "Photoshop"),
    (rb"%!PS", "EPS"),
    (rb"%PDF", "PDF"),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml.{0,4000}|<!--.{0,4000}|<!DOCTYPE.{0,4000})?<svg\b", "SVG"),
)
# Markers of JPEG, [ITU-T T.81] table B.1.
_END, _SCAN, _COMMENT, _JFIF, _ADOBE = 0xD9, 0xDA, 0xFE, 0xE0, 0xEE
_APPLICATION = range(0xE0, 0xF0)
_CODED = range(0xC0, 0xC3)  # as Word and PDF decode: baseline, extended, progressive Huffman
_OTHER_CODES = {*range(0xC3, 0xD0)} - {0xC4}  # DHT is none
_PLAIN_JFIF = b"JFIF\0\1\1\0\0\1\0\1\0\0"  # version 1.1, no density, no thumbnail
_ADOBE_SIZE = 12
_AFTER_SCAN = re.compile(rb"\xff+[^\0\xd0-\xd7\xff]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is embedded: grey or RGB, nothing but pixels."""

    data: bytes
    suffix: Literal["png", "jpeg"]


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of a picture before it is made ready: its upright size in pixels, and whether its
    colours must be ``guessed``, since its inks are of no press that it names."""

    width: int
    height: int
    guessed: bool


def examine(data: bytes) -> Examined:
    """Return what is known of the picture *data*; raises :class:`PictureError` as :func:`normalise` does."""
    from PIL.Image import Transpose as Turn

    image = _decode(data)
    width, height = image.size
    if _turn(image) in (Turn.ROTATE_90, Turn.ROTATE_270, Turn.TRANSPOSE, Turn.TRANSVERSE):
        width, height = height, width
    return Examined(width, height, image.mode == "CMYK" and _profile(image) is None)


@lru_cache(maxsize=16)  # the layout and each format ask for it again
def normalise(data: bytes) -> Picture:
    """Return the picture *data* made ready; raises :class:`PictureError`.

    A JPEG whose pixels are right keeps them, bit by bit."""
    image = _decode(data)
    turn, profile = _turn(image), _profile(image)
    is_jpeg = image.format != "PNG"
    if is_jpeg and turn is None and profile is None and image.mode != "CMYK":
        bare = _without_metadata(data)
        if bare is not None:
            return Picture(bare, "jpeg")
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    if image.mode.startswith("I;16"):
        image, alpha = _eight_bits(image)
    elif image.mode != "CMYK":
        image = image.convert("L" if image.mode in ("1", "L", "LA") else "RGB")
    image = _srgb(image, profile)
    if alpha is not None:
        from PIL import Image

        paper = Image.new(image.mode, image.size, "white")
        paper.paste(image, mask=alpha)
        image = paper
    if turn is not None:
        image = image.transpose(turn)
    image.info.clear()
    buffer = BytesIO()
    if is_jpeg:
        image.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
        return Picture(buffer.getvalue(), "jpeg")
    image.save(buffer, "PNG")
    return Picture(buffer.getvalue(), "png")


# --- whether it can be shown --------------------------------------------------------------------


def _decode(data: bytes) -> "Raster.Image":
    """Return the pixels of *data* as they are stored; raises :class:`PictureError`."""
    from PIL import Image, UnidentifiedImageError

    if not data:
        raise PictureError("empty")
    with _strictly(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is too large, and of odd metadata
        try:
            image = Image.open(BytesIO(data), formats=_FORMATS)
        except Image.DecompressionBombError as error:
            raise PictureError("large", PIXELS_MAX) from error
        except UnidentifiedImageError as error:
            raise PictureError(*_unknown(data)) from error
        except Exception as error:  # Pillow raises many kinds on damaged files
            raise PictureError("damaged") from error
        if image.width * image.height > PIXELS_MAX:
            raise PictureError("large", PIXELS_MAX)
        # A JPEG's others are previews and depths.
        count = getattr(image, "n_frames", 1) if image.format == "PNG" else 1
        if count > 1:
            raise PictureError("moving", count)
        try:
            image.load()
        except Exception as error:
            raise PictureError("damaged") from error
    return image


_GUARD = RLock()


@contextmanager
def _strictly() -> Iterator[None]:
    """Take no file that is cut, whatever a library that was loaded has set for the whole process."""
    from PIL import ImageFile

    with _GUARD:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _unknown(data: bytes) -> tuple[Flaw, str]:
    """Return what is wrong with *data*, which is no PNG or JPEG file that can be opened."""
    for start, format in _OTHERS:
        if re.match(start, data, re.DOTALL | re.IGNORECASE):
            return "format", format
    return ("damaged" if data.startswith((b"\x89PNG", b"\xff\xd8")) else "unknown"), ""


# --- what of it is changed ----------------------------------------------------------------------


def _turn(image: "Raster.Image") -> "Raster.Transpose | None":
    """Return what turns *image* upright as its camera says ([Exif 3.0] 4.6.5.1.6, tag Orientation)."""
    from PIL import ExifTags
    from PIL.Image import Transpose as Turn

    turns = (
        None, Turn.FLIP_LEFT_RIGHT, Turn.ROTATE_180, Turn.FLIP_TOP_BOTTOM, Turn.TRANSPOSE,
        Turn.ROTATE_270, Turn.TRANSVERSE, Turn.ROTATE_90,
    )  # fmt: skip
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # damaged metadata are none
        return None
    known = isinstance(orientation, int) and 1 <= orientation <= len(turns)
    return turns[orientation - 1] if known else None


def _eight_bits(image: "Raster.Image") -> "tuple[Raster.Image, Raster.Image | None]":
    """Return grey *image* of 16 bits with 8, and its alpha if one of its greys is transparent."""
    from PIL import Image, ImageChops

    data = image.tobytes("raw", "I;16B")
    high, low = (Image.frombytes("L", image.size, data[byte::2]) for byte in (0, 1))
    clear = image.info.get("transparency")
    if not isinstance(clear, int):
        return high, None
    same = [
        half.point([255 * (level == byte) for level in range(256)])
        for half, byte in zip((high, low), divmod(clear, 256), strict=True)
    ]
    return high, ImageChops.invert(ImageChops.darker(*same))


def _srgb(image: "Raster.Image", profile: "ImageCms.ImageCmsProfile | None") -> "Raster.Image":
    """Return *image* (L, RGB or CMYK), whose colours *profile* explains, in sRGB, grey or RGB."""
    from PIL import ImageChops

    if image.mode == "CMYK" and "adobe" not in image.info:
        image = ImageChops.invert(
            image
        )  # Pillow takes every CMYK JPEG for Adobe's, whose inks are inverted
    if profile is None:
        return image.convert("RGB") if image.mode == "CMYK" else image
    from PIL import ImageCms

    changed = ImageCms.applyTransform(image, _transform(profile, image.mode))
    assert changed is not None  # only where it is changed in place
    return changed.convert("L") if image.mode == "L" else changed


def _profile(image: "Raster.Image") -> "ImageCms.ImageCmsProfile | None":
    """Return the profile that *image* carries, if it fits its pixels and is another than sRGB."""
    from PIL import Image, ImageCms

    data = image.info.get("icc_profile")
    if not data:
        return None
    grey = image.mode in ("1", "L", "LA") or image.mode.startswith("I;16")
    mode = "L" if grey else "CMYK" if image.mode == "CMYK" else "RGB"
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        transform = _transform(profile, mode)
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None  # as browsers do
    if mode == "CMYK":
        return profile
    colours = range(0, 256, 17 if mode == "RGB" else 1)
    levels = (
        bytes(c for r in colours for g in colours for b in colours for c in (r, g, b))
        if mode == "RGB"
        else bytes(colours)
    )
    sample = Image.frombytes(mode, (len(levels) // len(mode), 1), levels)
    shown = ImageCms.applyTransform(sample, transform)
    assert shown is not None
    wanted = sample.convert("RGB").tobytes()
    most = max(abs(a - b) for a, b in zip(wanted, shown.tobytes(), strict=True))
    return profile if most > _SAME else None


def _transform(profile: "ImageCms.ImageCmsProfile", mode: str) -> "ImageCms.ImageCmsTransform":
    from PIL import ImageCms

    return ImageCms.buildTransform(
        profile, _srgb_profile(), mode, "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip


@cache
def _srgb_profile() -> "ImageCms.ImageCmsProfile":
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _without_metadata(data: bytes) -> bytes | None:
    """Return the JPEG file *data* without metadata and what follows its end, its coded pixels as they are;
    None where Word or PDF may not decode them."""
    kept, at = [data[:2]], 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        marker, size = data[at + 1 : at + 2], int.from_bytes(data[at + 2 : at + 4])
        if data[at : at + 1] != b"\xff" or not marker:
            return None
        code = marker[0]
        if code == _END:
            return b"".join([*kept, b"\xff\xd9"])
        if code in _OTHER_CODES or code < _CODED.start or size < 2:
            return None
        segment = data[at + 4 : at + 2 + size]
        at += 2 + size
        if code == _JFIF and segment.startswith(b"JFIF\0"):
            kept.append(_segment(code, _PLAIN_JFIF))
        elif code == _ADOBE and segment.startswith(b"Adobe"):  # it says how colours are coded
            kept.append(_segment(code, segment[:_ADOBE_SIZE]))
        elif code not in _APPLICATION and code != _COMMENT:
            kept.append(_segment(code, segment))
        if code == _SCAN:
            following = _AFTER_SCAN.search(data, at)
            end = following.start() if following else len(data)
            kept.append(data[at:end])
            at = end
            if following is None:  # all pixels are there: only the end is missing
                return b"".join([*kept, b"\xff\xd9"])


def _segment(code: int, content: bytes) -> bytes:
    return bytes((0xFF, code)) + (len(content) + 2).to_bytes(2) + content
