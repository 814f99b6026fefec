"""The press's ICC profile at work: images, and colours whose inks nobody has named.

Enters: pixels and colours of the screen. Leaves: inks within the limit of the press; how they look."""

from collections.abc import Sequence
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image as Raster
    from PIL import ImageCms

Look = tuple[float, float, float]  # L*, a*, b* relative to the paper
Shares = tuple[float, float, float, float]


class PressColours:
    """What one press, known by its ICC *profile*, makes of colours; at most *limit* per cent of ink."""

    def __init__(self, profile: bytes, limit: int) -> None:
        from PIL import ImageCms

        self.profile = profile
        self._limit = limit
        self._press = ImageCms.ImageCmsProfile(BytesIO(profile))
        self._screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        self._lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))

    def inks_of(self, colour: str) -> Shares:
        """Return the inks of *colour*, "#RRGGBB"."""
        from PIL import Image

        pixel = Image.frombytes("RGB", (1, 1), bytes.fromhex(colour[1:]))
        c, m, y, k = (level / 255 for level in self.separated(pixel).tobytes())
        return round(c, 2), round(m, 2), round(y, 2), round(k, 2)

    def looks_of(self, mixtures: Sequence[Shares]) -> list[Look]:
        """Return how *mixtures* of inks look."""
        from PIL import Image

        levels = bytes(round(share * 255) for mixture in mixtures for share in mixture)
        image = Image.frombytes("CMYK", (len(mixtures), 1), levels)
        found = self._convert(image, self._looks).tobytes()
        return [
            (found[at] / 2.55, _signed(found[at + 1]), _signed(found[at + 2]))
            for at in range(0, len(found), 3)
        ]

    def separated(self, image: "Raster.Image") -> "Raster.Image":
        """Return *image* in inks; grey in black alone."""
        from PIL import Image

        if image.mode == "CMYK":
            return self._limited(image)
        if image.mode.startswith("I"):
            image = image.point(lambda level: level / 256)
        if image.mode in ("1", "L") or image.mode.startswith("I"):
            image = image.convert("L")
            none = Image.new("L", image.size)
            return Image.merge("CMYK", (none, none, none, image.point(self._blacks)))
        return self._limited(self._convert(image.convert("RGB"), self._separation))

    def _limited(self, image: "Raster.Image") -> "Raster.Image":
        """Return *image* with less cyan, magenta and yellow where all inks are more than the limit.

        Tables of profiles keep to it at their points; between them they may pass it."""
        from PIL import Image, ImageMath

        most = self._limit * 255 // 100
        while heaviest(image) > most:
            bands = dict(zip("cmyk", image.split(), strict=True))

            def less(args: dict[str, Any]) -> Any:
                excess = args["max"](_total(args) - most, 0)
                return args["max"](args["ink"] - (excess + 2) / 3, 0)

            lighter = [
                ImageMath.lambda_eval(less, **bands, ink=bands[ink]).convert("L") for ink in "cmy"
            ]
            image = Image.merge("CMYK", (*lighter, bands["k"]))
        return image

    @staticmethod
    def _convert(image: "Raster.Image", transform: "ImageCms.ImageCmsTransform") -> "Raster.Image":
        from PIL import ImageCms

        changed = ImageCms.applyTransform(image, transform)
        assert changed is not None  # only where it is changed in place
        return changed

    @cached_property
    def _separation(self) -> "ImageCms.ImageCmsTransform":
        return self._transform(self._screen, self._press, "RGB", "CMYK")

    @cached_property
    def _looks(self) -> "ImageCms.ImageCmsTransform":
        return self._transform(self._press, self._lab, "CMYK", "LAB")

    @cached_property
    def _blacks(self) -> list[int]:
        """How much black looks like each level of grey, from the darkest that the press has to paper."""
        ramp: list[Shares] = [(0.0, 0.0, 0.0, level / 255) for level in range(256)]
        lightness = [look[0] for look in self.looks_of(ramp)]
        light, dark = lightness[0], lightness[-1]
        greys = self._greys()
        wanted = [dark + (light - dark) * grey / 100 for grey in greys]
        return [min(range(256), key=lambda black: abs(lightness[black] - want)) for want in wanted]

    def _greys(self) -> list[float]:
        """Return how light each level of grey looks on a screen, in per cent."""
        from PIL import Image

        levels = Image.frombytes("RGB", (256, 1), bytes(v for v in range(256) for _ in range(3)))
        transform = self._transform(self._screen, self._lab, "RGB", "LAB")
        return [level / 2.55 for level in self._convert(levels, transform).tobytes()[::3]]

    @staticmethod
    def _transform(
        source: "ImageCms.ImageCmsProfile",
        target: "ImageCms.ImageCmsProfile",
        before: str,
        after: str,
    ) -> "ImageCms.ImageCmsTransform":
        from PIL import ImageCms

        return ImageCms.buildTransform(
            source, target, before, after,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip


def heaviest(image: "Raster.Image") -> int:
    """Return the most ink that a pixel of *image* (CMYK) has, in levels of which one ink has 255."""
    from PIL import ImageMath

    total = ImageMath.lambda_eval(_total, **dict(zip("cmyk", image.split(), strict=True)))
    return int(total.getextrema()[1])


def _total(args: dict[str, Any]) -> Any:
    return args["c"] + args["m"] + args["y"] + args["k"]


def _signed(level: int) -> float:
    return level - 256 if level > 127 else level
