"""Pictures → addresses: media files by name, charts, maps and codes as drawings.

Enters: a block with a picture. Leaves: an address, ``pitstop:`` or ``data:``, that a page may ask for.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import assert_never
from urllib.parse import quote

import segno

from pitstop_docs.look.theme import Templates, Theme
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.tree.document import Chart, Document, Figure, Image, Map, QrCode
from pitstop_docs.writers.charts import ChartError, draw_svg
from pitstop_docs.writers.maps import COVER_MAP, SIDE_MAP, draw_map
from pitstop_docs.writers.pdf.extents import PX_PER_PT

MEDIA_URL = "pitstop:///media/"


@dataclass(slots=True)
class Pictures:
    """The pictures of one document; ``asked`` tells afterwards where each media file was asked for."""

    templates: Templates
    theme: Theme
    document: Document
    reporter: Reporter
    asked: dict[str, Location] = field(default_factory=dict)

    def logo_address(self) -> str:
        """Return the address of the logo, or "" where there is none."""
        logo = self.document.logo
        return self._media_address(logo.image, self.document.location) if logo else ""

    def _media_address(self, image: Image, location: Location) -> str:
        url = MEDIA_URL + quote(image.name)
        self.asked.setdefault(url, location)
        return url

    def address(self, block: Figure | QrCode, widths: Mapping[str, float]) -> str:
        """Return the address of *block*'s picture: a media file, or a drawing as ``data:``; *widths* are those
        of what stands in a column, in pt, by id."""
        location = block.location or self.document.location
        if isinstance(block, QrCode):
            return _data_url(_qr_svg(block.url, self.theme.kinds[self.document.kind].deep))
        match block.graphic:
            case Image():
                return self._media_address(block.graphic, location)
            case Chart():
                return self._chart(block.graphic, widths.get(block.id), location)
            case Map():
                return self._map(block.graphic)
            case _:
                assert_never(block.graphic)

    def _chart(self, chart: Chart, column: float | None, location: Location) -> str:
        try:
            svg = draw_svg(
                chart,
                self.theme,
                self.document.kind,
                self.templates.find(f"fonts/{self.theme.fonts.faces[0].file}").parent,
                self.document.language,
                None if column is None else int(column * PX_PER_PT),
            )
        except ChartError as error:
            self.reporter.report("chart", location, str(error))
            svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
        return _data_url(svg.encode())

    def _map(self, map: Map) -> str:
        room = COVER_MAP if self.document.cover else SIDE_MAP
        return _data_url(draw_map(map, self.theme, self.document.kind, room).encode())


@lru_cache(maxsize=256)  # a source has the same code in all its editions
def _qr_svg(url: str, colour: str) -> bytes:
    # Four light modules around it: the quiet zone of ISO/IEC 18004, 6.3.8.
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=4, dark=colour, light="#ffffff", xmldecl=False, svgns=True, scale=4
    )
    return out.getvalue()


def _data_url(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
