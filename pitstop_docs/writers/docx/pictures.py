"""Pictures in the line of text: photographs, charts (SVG with a PNG for older Words), QR codes.

docs/word/pictures.md shows the markup. Nothing outside the media folder is ever read.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import assert_never

import segno
from lxml import etree

from pitstop_docs.look.drawings import Drawing
from pitstop_docs.look.flaws import PictureError
from pitstop_docs.look.media import OutsideError, picture_in
from pitstop_docs.look.pictures import Picture
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.tree.document import (
    Chart,
    Figure,
    Image,
    Logo,
    Map,
    QrCode,
)
from pitstop_docs.writers.charts import ChartError
from pitstop_docs.writers.docx.fields import NOWHERE
from pitstop_docs.writers.docx.markup import (
    ADEC,
    ASVG,
    EMU_PER_MM,
    EMU_PER_PX,
    EMU_PER_TWIP,
    PIC,
    WP,
    A,
    R,
    W,
    add,
    add_plain,
    legal,
)  # fmt: skip
from pitstop_docs.writers.docx.package import Package, Relationships
from pitstop_docs.writers.docx.parts import PartKind
from pitstop_docs.writers.logos import WIDEST, logo_png

_PICTURE_URI = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SVG_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # [MS-ODRAWXML] 2.3.1.2, svgBlip
_DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"  # [MS-ODRAWXML], decorative
_TALLEST = 90 * EMU_PER_MM  # so that a picture and its caption share a page with text
_QR_SIDE = 18 * EMU_PER_MM
_HEADER_START = 10_000  # of the numbers of a header's pictures: each is unique in a file
_SVG_SIZE = re.compile(r"<svg\b[^>]*?\bwidth=\"([\d.]+)\"[^>]*?\bheight=\"([\d.]+)\"", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart or a map as SVG text and, for Words that draw none, as PNG bytes."""

    svg: str
    png: bytes


@dataclass(slots=True)
class Pictures:
    """The pictures of one document."""

    package: Package
    relationships: Relationships
    media: Path
    ink: str
    draw_chart: Callable[[Chart, int], Drawn]  # so many px wide at most
    draw_map: Callable[[Map], Drawn]
    reporter: Reporter
    _count: int = field(default=0)

    def add_figure(self, paragraph: etree._Element, figure: Figure, width: int) -> None:
        """Append *figure*'s graphic with its alternative text, at most *width* twips wide; what cannot be read
        is an error."""
        match figure.graphic:
            case Image():
                self._add_image(paragraph, figure, figure.graphic, width)
            case Chart():
                self._add_chart(paragraph, figure, figure.graphic, width)
            case Map():
                self._add_drawn(paragraph, figure, self.draw_map(figure.graphic), width)
            case _:
                assert_never(figure.graphic)

    def add_qr(self, paragraph: etree._Element, code: QrCode) -> None:
        """Append *code* as a picture of 18 mm with its quiet zone, in the deepest colour."""
        buffer = io.BytesIO()
        drawn = segno.make(code.url, error="m", micro=False)
        drawn.save(buffer, kind="png", scale=6, border=4, dark=f"#{self.ink}")
        png = self._embed(buffer.getvalue(), "png")
        self._add_drawing(paragraph, png, None, (_QR_SIDE, _QR_SIDE), code.alt)

    def add_logo(
        self, paragraph: etree._Element, logo: Logo, tallest: int, location: Location
    ) -> bool:
        """Append *logo*, at most *tallest* mm high, to an empty *paragraph* whose words stand beside its
        middle; return whether it is there."""
        picture = self._picture(logo.image, location)
        if picture is None:
            return False
        properties = paragraph.find(W + "pPr")
        properties = properties if properties is not None else add(paragraph, "pPr")
        add(properties, "spacing", line="240", lineRule="auto")  # another multiple would crop it
        add(properties, "textAlignment", val="center")
        scale = min(tallest / logo.image.height, WIDEST / logo.image.width) * EMU_PER_MM
        size = round(logo.image.width * scale), round(logo.image.height * scale)
        if isinstance(picture, Drawing):
            pixels, vector = self._embed(logo_png(picture), "png"), self._embed(picture.svg, "svg")
        else:
            pixels, vector = self._embed(picture.data, picture.suffix), None
        self._add_drawing(paragraph, pixels, vector, size, logo.alt)
        return True

    def in_header(self, relationships: Relationships) -> "Pictures":
        """Return what puts pictures into another part, with numbers of its own."""
        return replace(self, relationships=relationships, _count=_HEADER_START)

    def _add_image(
        self, paragraph: etree._Element, figure: Figure, image: Image, room: int
    ) -> None:
        picture = self._picture(image, figure.location or NOWHERE)
        if isinstance(picture, Picture):
            size = self._fit(image.width * EMU_PER_PX, image.height * EMU_PER_PX, room)
            embedded = self._embed(picture.data, picture.suffix)
            self._add_drawing(paragraph, embedded, None, size, figure.alt)

    def _picture(self, image: Image, location: Location) -> Picture | Drawing | None:
        """Return the bytes of *image*, or None after reporting why there are none."""
        try:
            return picture_in(self.media, image.name)
        except OutsideError:
            message = _("image '{name}' is outside the media folder").format(name=image.name)
            self.reporter.report("image-outside-media", location, message)
        except PictureError as error:
            self.reporter.report("bad-image", location, error.about(image.name), error.hint)
        except (OSError, ValueError):
            message = _("there is no image '{name}'").format(name=image.name)
            self.reporter.report("missing-image", location, message)
        return None

    def _add_chart(
        self, paragraph: etree._Element, figure: Figure, chart: Chart, room: int
    ) -> None:
        try:
            # Narrower, and not made smaller: its words keep their size.
            drawn = self.draw_chart(chart, room * EMU_PER_TWIP // EMU_PER_PX)
        except ChartError as error:
            self.reporter.report("chart", figure.location or NOWHERE, str(error))
            return
        self._add_drawn(paragraph, figure, drawn, room)

    def _add_drawn(
        self, paragraph: etree._Element, figure: Figure, drawn: Drawn, room: int
    ) -> None:
        found = _SVG_SIZE.search(drawn.svg)
        width, height = (float(n) for n in found.groups()) if found else (400.0, 240.0)
        size = self._fit(round(width * EMU_PER_PX), round(height * EMU_PER_PX), room)
        vector = self._embed(drawn.svg.encode(), "svg")
        self._add_drawing(paragraph, self._embed(drawn.png, "png"), vector, size, figure.alt)

    def _fit(self, width: int, height: int, room: int) -> tuple[int, int]:
        """Return the size in EMU, made smaller where it is wider than its *room*, in twips, or taller than it
        may be."""
        widest = room * EMU_PER_TWIP
        scale = min(1, widest / max(width, 1), _TALLEST / max(height, 1))
        return max(round(width * scale), 1), max(round(height * scale), 1)

    def _embed(self, data: bytes, suffix: str) -> str:
        return self.relationships.id(PartKind.IMAGE.relation, self.package.add_image(data, suffix))

    def _add_drawing(
        self,
        paragraph: etree._Element,
        image: str,
        vector: str | None,
        size: tuple[int, int],
        alt: str,
    ) -> None:
        """Append an inline picture; *image* and *vector* are relationship ids, *size* is in EMU."""
        self._count += 1
        id = str(self._count)
        extent = {"cx": str(size[0]), "cy": str(size[1])}
        drawing = add(add(paragraph, "r"), "drawing")
        inline = add_plain(drawing, WP + "inline", dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))  # fmt: skip  # noqa: E501
        add_plain(inline, WP + "extent", extent)
        name = {"id": id, "name": f"Picture {id}", "descr": legal(alt)}
        about_it = add_plain(inline, WP + "docPr", name)
        if not alt:
            extensions = add_plain(about_it, A + "extLst")
            extension = add_plain(extensions, A + "ext", {"uri": _DECORATIVE_URI})
            etree.SubElement(
                extension, ADEC + "decorative", {"val": "1"}, nsmap={"adec": ADEC[1:-1]}
            )
        frame = add_plain(inline, WP + "cNvGraphicFramePr")
        add_plain(frame, A + "graphicFrameLocks", {"noChangeAspect": "1"})
        data = add_plain(add_plain(inline, A + "graphic"), A + "graphicData", {"uri": _PICTURE_URI})
        picture = add_plain(data, PIC + "pic")
        about = add_plain(picture, PIC + "nvPicPr")
        add_plain(about, PIC + "cNvPr", {"id": id, "name": f"Picture {id}"})
        add_plain(about, PIC + "cNvPicPr")
        fill = add_plain(picture, PIC + "blipFill")
        blip = add_plain(fill, A + "blip", {R + "embed": image})
        if vector is not None:
            extension = add_plain(add_plain(blip, A + "extLst"), A + "ext", {"uri": _SVG_URI})
            add_plain(extension, ASVG + "svgBlip", {R + "embed": vector})
        add_plain(add_plain(fill, A + "stretch"), A + "fillRect")
        shape = add_plain(picture, PIC + "spPr")
        transform = add_plain(shape, A + "xfrm")
        add_plain(transform, A + "off", {"x": "0", "y": "0"})
        add_plain(transform, A + "ext", extent)
        add_plain(add_plain(shape, A + "prstGeom", {"prst": "rect"}), A + "avLst")
