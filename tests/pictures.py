"""Photographs of every kind that people have, drawn here: none is in the repository.

Enters: nothing. Leaves: the bytes of files, and the upright sRGB picture that each of them shows."""

import struct
import zlib
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO

from PIL import ExifTags, Image, ImageChops, ImageCms, ImageDraw
from PIL.Image import Transpose as Turn
from PIL.PngImagePlugin import PngInfo

SIZE = (72, 48)
SQUARE = 87  # the square, as grey
OWNER = "Anna Rossi"  # who must not be found in a brief
PLACE = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>43.78 N, Anna Rossi</x:xmpmeta>"
ADOBE = b"\xff\xee\x00\x0eAdobe"
# What a camera does to a picture that orientation 1–8 undoes.
LAID = (
    None, Turn.FLIP_LEFT_RIGHT, Turn.ROTATE_180, Turn.FLIP_TOP_BOTTOM, Turn.TRANSPOSE,
    Turn.ROTATE_90, Turn.TRANSVERSE, Turn.ROTATE_270,
)  # fmt: skip


@cache
def upright() -> Image.Image:
    """Return a square in one corner, a disc, a gradient: no two turns of it are alike."""
    down = Image.linear_gradient("L").resize(SIZE)
    across = Image.linear_gradient("L").rotate(90).resize(SIZE)
    image = Image.merge("RGB", (across, down, Image.new("L", SIZE, 96)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 23, 15), "#CC2233")
    draw.ellipse((44, 20, 67, 43), "#F0C020")
    return image


@cache
def grey() -> Image.Image:
    """Return the same without colours."""
    return upright().convert("L")


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    """Return *image* as a file."""
    buffer = BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def jpeg(image: Image.Image, **options: object) -> bytes:
    """Return *image* as a JPEG file that loses next to nothing."""
    return saved(image, "JPEG", **{"quality": 98, "subsampling": 0, **options})


def exif(orientation: int = 1) -> Image.Exif:
    """Return what a telephone writes of a picture: how it lay, whose it is, where it was."""
    told = Image.Exif()
    told[ExifTags.Base.Orientation] = orientation
    told[ExifTags.Base.Make] = "Fotocamera"
    told[ExifTags.Base.Artist] = OWNER
    told.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (43.0, 46.0, 12.0)
    return told


def laid(orientation: int, format: str = "JPEG") -> bytes:
    """Return the picture as a camera held otherwise stores it."""
    turn = LAID[orientation - 1]
    stored = upright().transpose(turn) if turn is not None else upright()
    save = jpeg if format == "JPEG" else partial(saved, format=format)
    return save(stored, exif=exif(orientation))


# --- profiles, [ICC.1:2022] --------------------------------------------------------------------


def swapped_profile() -> bytes:
    """Return sRGB with red and green exchanged: whoever forgets it is found out."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


def _profile(space: bytes, kind: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    white = b"XYZ \0\0\0\0" + struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    text = b"text\0\0\0\0CC0\0"
    name = b"desc\0\0\0\0" + struct.pack(">I", 6) + b"prova\0" + bytes(78)
    tags = {b"cprt": text, b"desc": name, b"wtpt": white, **tags}
    at, table, body = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, content in tags.items():
        table += tag + struct.pack(">II", at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = bytearray(128)
    head[0:4] = struct.pack(">I", at + len(body))
    head[8:12] = b"\x02\x40\0\0"
    head[12:24] = kind + space + connection
    head[36:40] = b"acsp"
    head[68:80] = struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    return bytes(head) + table + body


def grey_profile() -> bytes:
    """Return greys of gamma 1: much lighter than they look without it."""
    curve = b"curv\0\0\0\0" + struct.pack(">I", 0)
    return _profile(b"GRAY", b"scnr", b"XYZ ", {b"kTRC": curve})


def press_profile() -> bytes:
    """Return inks as a press has them that prints nothing but greys: of CMYK, only K darkens."""
    straight = bytes(range(256))
    corners = b"".join(bytes((255 * (1 - k), 128, 128)) for _cmy in range(8) for k in (0, 1))
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix
    return _profile(
        b"CMYK", b"prtr", b"Lab ", {b"A2B0": table + straight * 4 + corners + straight * 3}
    )


# --- kinds -------------------------------------------------------------------------------------


def _inks() -> Image.Image:
    return upright().convert("CMYK")


def _without_adobe(data: bytes) -> bytes:
    at = data.index(ADOBE)
    return data[:at] + data[at + 16 :]


def deep_png(image: Image.Image, clear: int | None = None) -> bytes:
    """Return *image* (L or RGB) as a PNG file of 16 bits, one grey of which is *clear* ([PNG] 11.2)."""
    levels = b"".join(bytes((level, 7)) for level in image.tobytes())
    row = len(levels) // image.height
    rows = b"".join(b"\0" + levels[at : at + row] for at in range(0, len(levels), row))
    colours = 2 if image.mode == "RGB" else 0
    head = struct.pack(">2I5B", *image.size, 16, colours, 0, 0, 0)
    keys = [(b"tRNS", struct.pack(">H", clear))] if clear is not None else []
    chunks = [(b"IHDR", head), *keys, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _fading(image: Image.Image) -> Image.Image:
    faded = image.copy()
    faded.putalpha(Image.linear_gradient("L").resize(SIZE))
    return faded


def _on_white(image: Image.Image) -> Image.Image:
    alpha = Image.linear_gradient("L").resize(SIZE)
    return Image.composite(image, Image.new(image.mode, SIZE, "white"), alpha)


def _cleared(level: int) -> Image.Image:
    """Return the greys without those of *level*."""
    return grey().point([255 if each == level else each for each in range(256)])


def _palette() -> Image.Image:
    return upright().quantize(64)


def _clear_palette() -> tuple[bytes, Image.Image]:
    image = _palette()
    clear = image.getpixel((5, 5))
    shown = image.convert("RGB")
    mask = Image.frombytes("L", SIZE, bytes(255 * (level == clear) for level in image.tobytes()))
    shown.paste("white", mask=mask)
    return saved(image, "PNG", transparency=clear), shown


def _told() -> PngInfo:
    info = PngInfo()
    info.add_text("Author", OWNER)
    info.add_itxt("XML:com.adobe.xmp", PLACE.decode())
    return info


def _with_preview() -> bytes:
    return saved(
        upright(), "MPO", quality=98, subsampling=0, save_all=True,
        append_images=[Image.new("RGB", (8, 8), "blue")], exif=exif(),
    )  # fmt: skip


def _swapped() -> Image.Image:
    red, green, blue = upright().split()
    return Image.merge("RGB", (green, red, blue))


def _one_bit() -> Image.Image:
    return grey().convert("1")


def _coded(light: float) -> int:
    """Return the level with which sRGB writes *light*, from 0 to 1 ([IEC 61966-2-1] 5.2)."""
    return round(
        255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)
    )


def _lightened() -> Image.Image:
    """Return what :func:`grey_profile` makes of the greys."""
    return grey().point([_coded(level / 255) for level in range(256)])


def _plates() -> Image.Image:
    return Image.merge("CMYK", (*_inks().split()[:3], ImageChops.invert(grey())))


def _pressed() -> Image.Image:
    """Return what :func:`press_profile` makes of :func:`_plates`: lightness falls as black rises."""
    stars = [100 * (1 - k / 255) for k in range(256)]
    light = [((star + 16) / 116) ** 3 if star > 8 else star / 903.3 for star in stars]
    return _plates().getchannel("K").point([*map(_coded, light)]).convert("RGB")


Kind = tuple[str, Callable[[], bytes], Callable[[], Image.Image]]
# Name of a file, its bytes, the picture that it shows.
KINDS: tuple[Kind, ...] = (
    ("plain.jpg", lambda: jpeg(upright()), upright),
    ("plain.png", lambda: saved(upright(), "PNG"), upright),
    ("progressive.jpg", lambda: jpeg(upright(), progressive=True), upright),
    ("owned.jpg", lambda: jpeg(upright(), exif=exif(), comment=OWNER.encode(), xmp=PLACE), upright),
    ("owned.png", lambda: saved(upright(), "PNG", exif=exif(), pnginfo=_told()), upright),
    *(
        (f"laid-{n}.jpg", lambda n=n: laid(n), upright)
        for n in range(1, 9)
    ),
    ("laid.png", lambda: laid(6, "PNG"), upright),
    ("preview.jpg", _with_preview, upright),
    ("profile.jpg", lambda: jpeg(upright(), icc_profile=swapped_profile()), _swapped),
    ("profile.png", lambda: saved(upright(), "PNG", icc_profile=swapped_profile()), _swapped),
    ("odd-profile.jpg", lambda: jpeg(upright(), icc_profile=grey_profile()), upright),
    ("inks.jpg", lambda: jpeg(_inks()), lambda: _inks().convert("RGB")),
    (
        "inks-upright.jpg",
        lambda: _without_adobe(jpeg(ImageChops.invert(_inks()))),
        lambda: _inks().convert("RGB"),
    ),
    ("press.jpg", lambda: jpeg(_plates(), icc_profile=press_profile()), _pressed),
    ("grey.jpg", lambda: jpeg(grey()), grey),
    ("grey.png", lambda: saved(grey(), "PNG"), grey),
    ("grey-profile.jpg", lambda: jpeg(grey(), icc_profile=grey_profile()), _lightened),
    ("sixteen.png", lambda: deep_png(grey()), grey),
    ("sixteen-colours.png", lambda: deep_png(upright()), upright),
    ("sixteen-clear.png", lambda: deep_png(grey(), 256 * SQUARE + 7), lambda: _cleared(SQUARE)),
    ("one-bit.png", lambda: saved(_one_bit(), "PNG"), lambda: _one_bit().convert("L")),
    ("alpha.png", lambda: saved(_fading(upright()), "PNG"), lambda: _on_white(upright())),
    ("grey-alpha.png", lambda: saved(_fading(grey()), "PNG"), lambda: _on_white(grey())),
    ("palette.png", lambda: saved(_palette(), "PNG"), lambda: _palette().convert("RGB")),
    ("clear-palette.png", lambda: _clear_palette()[0], lambda: _clear_palette()[1]),
    ("disguised.jpg", lambda: saved(upright(), "PNG"), upright),
    ("disguised.png", lambda: jpeg(upright()), upright),
    ("piazza/bottega.jpg", lambda: jpeg(upright()), upright),
)  # fmt: skip
