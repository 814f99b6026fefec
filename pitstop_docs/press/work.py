"""One file for a press: looked at, and told on its job sheet, in whatever process.

Enters: the bytes of the file, its profile, and what the project says of it. Leaves: a parcel: what preflight
found, the job sheet as JSON, and as a PDF. This is what workers run: it writes nothing."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pitstop_docs.build.inputs import Places
from pitstop_docs.build.make import Tools
from pitstop_docs.look.profiles import Profile
from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import load_theme
from pitstop_docs.press.job_sheet import Facts, draw, job_sheet
from pitstop_docs.press.preflight import preflight
from pitstop_docs.runs.parcels import pack
from pitstop_docs.writers.pdf.fetcher import BASE_URL, ProjectFetcher
from pitstop_docs.writers.pdf.stylesheet import faces
from pitstop_docs.writers.press import Press

_PICTURE = "data:image/png;base64,"


def inspect_parcel(
    folders: Mapping[str, Path], data: bytes, profile: Profile, facts: Facts, places: Places
) -> bytes:
    """Return the parcel of the file *data*."""
    tools = Tools.of(places, folders)
    report = preflight(data, profile)
    said = job_sheet(data, report, profile, facts)
    desk = _desk(tools.templates, tools.media)
    press = _press(profile, tools.templates)
    drawn = draw(data, said, facts, press, tools.templates, desk)
    return pack({"report": report.as_json(), "sheet": said}, {"pdf": drawn})


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the layout engine needs to draw job sheets."""

    base: str
    fetcher: Any
    config: Any
    sheet: Any


class _SheetFetcher(ProjectFetcher):
    """Opens the pictures of pages too, which stand in the page itself."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """Return what *url* stands for."""
        if url.startswith(_PICTURE):
            from weasyprint.urls import URLFetcherResponse

            picture = base64.b64decode(url.removeprefix(_PICTURE))
            return URLFetcherResponse(url, picture, {"Content-Type": "image/png"})
        return super().fetch(url, headers)


@lru_cache(maxsize=2)
def _desk(templates: Templates, media: Path) -> _Desk:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    config, fetcher = FontConfiguration(), _SheetFetcher(templates, media)
    sheet = weasyprint.CSS(
        string=faces(load_theme(templates)),
        font_config=config,
        url_fetcher=fetcher,
        base_url=f"{BASE_URL}job-sheet.css",
    )
    return _Desk(BASE_URL, fetcher, config, sheet)


@lru_cache(maxsize=8)
def _press(profile: Profile, templates: Templates) -> Press:
    return Press.of(profile, templates)
