"""One picture of a PDF: its colours, its size, its heaviest ink.

Enters: an image XObject. Leaves: a :class:`Picture`; what cannot be decoded has no ``ink``."""

from dataclasses import dataclass
from typing import Any

from pikepdf import Name

from pitstop_docs.press.preflight.spaces import Space, space_of
from pitstop_docs.writers.press.colour import heaviest

_PIXELS_MAX = 60_000_000  # an A3 page at 500 pixels an inch: others are not decoded


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of a picture: whether it is a ``mask`` for the colour in force or has a ``soft`` one; its
    ``ink`` in per cent, None if it has none or nobody can tell."""

    width: int
    height: int
    space: Space
    about: str
    mask: bool = False
    soft: bool = False
    ink: float | None = None


def inspect_image(image: Any, spaces: Any) -> Picture:
    """Return what is known of *image*; *spaces* are those that the page names."""
    mask = bool(image.get("/ImageMask", False))
    space = Space("grey") if mask else space_of(image.get("/ColorSpace"), spaces)
    bits = 1 if mask else int(image.get("/BitsPerComponent", 8))
    about = f"{space.kind}{' indexed' if space.indexed else ''} {bits} bit"
    ink = None if mask else _ink_of(image, space)
    return Picture(int(image.Width), int(image.Height), space, about, mask, "/SMask" in image, ink)


def _ink_of(image: Any, space: Space) -> float | None:
    """Return the most ink that a pixel of *image* has, in per cent."""
    if space.kind == "grey":
        return 100.0
    if space.kind == "spot" and len(space.names) == 1:
        return 100.0
    if space.kind != "cmyk" or space.indexed or int(image.Width) * int(image.Height) > _PIXELS_MAX:
        return None
    try:
        seen = _as_cmyk(image)
    except Exception:  # pikepdf and Pillow raise many kinds on what they cannot decode
        return None
    return None if seen is None else heaviest(seen) * 100 / 255


def _as_cmyk(image: Any) -> Any:
    from PIL import Image

    if int(image.get("/BitsPerComponent", 8)) != 8:
        return None
    if image.get("/Filter") == Name.DCTDecode:
        import io

        seen = Image.open(io.BytesIO(image.read_raw_bytes()))
        seen.load()
        if seen.mode != "CMYK":
            return None
        # Pillow turns the inks of Adobe's JPEGs round, as "Decode" says: see resources of writers/press.
        inverted = [float(each) for each in image.get("/Decode", [])][:2] == [1, 0]
        adobe = "adobe" in seen.info
        return seen if inverted == adobe else _inverted(seen)
    size = (int(image.Width), int(image.Height))
    return Image.frombytes("CMYK", size, image.read_bytes())


def _inverted(image: Any) -> Any:
    from PIL import ImageChops

    return ImageChops.invert(image)
