"""What the layout engine may read, and what it says while it works.

Enters: addresses that HTML, CSS and drawings ask for. Leaves: bytes of bundled fonts and of the
project's media; no other file, no network. What WeasyPrint logs becomes diagnostics.
"""

import base64
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from pitstop_docs.look.drawings import Drawing
from pitstop_docs.look.media import picture_in
from pitstop_docs.look.theme import Templates
from pitstop_docs.problems.diagnostics import BriefId, Diagnostic, Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.writers.logos import logo_png
from pitstop_docs.writers.pdf.pictures import MEDIA_URL

BASE_URL = "pitstop:///document/"
FONTS_URL = "pitstop:///fonts/"
_DRAWING = "data:image/svg+xml;base64,"


class RefusedAddressError(ValueError):
    """The address is outside what a brief may read."""


class ProjectFetcher(URLFetcher):  # type: ignore[misc]
    """Opens ``pitstop:`` addresses and our own drawings, and refuses all others."""

    def __init__(self, templates: Templates, media: Path) -> None:
        # The base class would open doors to files and to the network: none of it is set up.
        self._fail_on_errors = False
        self._templates = templates
        self._media = media

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return what *url* stands for; raises :class:`RefusedAddressError`, ``OSError``, or what
        :func:`~pitstop_docs.look.media.picture_in` does."""
        if url.startswith(_DRAWING):
            drawing = base64.b64decode(url.removeprefix(_DRAWING))
            return URLFetcherResponse(url, drawing, {"Content-Type": "image/svg+xml"})
        if url.startswith(FONTS_URL):
            name = unquote(url.removeprefix(FONTS_URL))
            if not _is_plain(name):
                raise RefusedAddressError(url)
            return URLFetcherResponse(url, self._templates.find(f"fonts/{name}").read_bytes())
        if url.startswith(MEDIA_URL):
            picture = picture_in(self._media, unquote(url.removeprefix(MEDIA_URL)))
            data = logo_png(picture) if isinstance(picture, Drawing) else picture.data
            return URLFetcherResponse(url, data)
        raise RefusedAddressError(url)


def _is_plain(name: str) -> bool:
    return bool(name) and not set(name) & set("/\\\0") and name not in (".", "..")


@contextmanager
def heard(say: Callable[[logging.LogRecord], None]) -> Iterator[None]:
    """Pass what WeasyPrint logs to *say* while the block runs."""

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            say(record)

    logger = logging.getLogger("weasyprint")
    ear = Ear(logging.WARNING)
    logger.addHandler(ear)
    try:
        yield
    finally:
        logger.removeHandler(ear)


def report_record(
    record: logging.LogRecord,
    images: Mapping[str, Location],
    location: Location,
    brief: BriefId,
    reporter: Reporter,
) -> None:
    """Report *record* as a diagnostic: whatever leaves a hole in the page is an error."""
    urls = [str(arg) for arg in record.args] if isinstance(record.args, tuple) else []
    url = next((url for url in urls if url in images), None)
    if url is not None:
        name = unquote(url.removeprefix(MEDIA_URL))
        reporter.add(
            Diagnostic(
                "missing-image",
                images[url],
                _("image '{name}' cannot be read").format(name=name),
                brief=brief,
            )
        )
        return
    if record.getMessage().startswith(".notdef"):
        report_character(next(iter(urls), ""), location, brief, reporter)
        return
    message = _("the layout engine says: {message}").format(message=record.getMessage()[:300])
    if record.levelno >= logging.ERROR:
        reporter.add(Diagnostic("incomplete-page", location, message, brief=brief))
    else:
        reporter.add(Diagnostic("layout", location, message, brief=brief))


def report_character(
    character: str, location: Location, brief: BriefId, reporter: Reporter
) -> None:
    """Report that no bundled font has *character*."""
    message = _("no bundled font has the character {character}").format(character=character)
    reporter.add(Diagnostic("missing-character", location, message, brief=brief))
