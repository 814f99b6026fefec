"""The job sheet: what a print shop must know of a file, on one page and for machines.

Enters: a file for a press, what preflight found in it, its profile, and what the project says of it. Leaves:
JSON, and a PDF/A page that shows the sheets as they are printed, with their marks."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any, Literal

from pitstop_docs.look.profiles import Profile
from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import load_theme
from pitstop_docs.press.preflight.findings import Report
from pitstop_docs.writers.press import Press

_TEMPLATE = "job-sheet.html.j2"
_WIDTH = 520  # px of a page in the picture of a sheet
_MM_PER_PT = 25.4 / 72
# What of the theme's colours a shop sees at a glance; the accent's are those of the kind.
_SHOWN = ("deep", "accent", "line", "tint", "warning", "ink")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the project says of a brief: who made it, for whom, and whom to ask."""

    title: str
    edition: str
    kind: Literal["practice", "policy"]
    version: str
    date: str
    brand: str
    contact: tuple[str, ...]
    file: str


def job_sheet(data: bytes, report: Report, profile: Profile, facts: Facts) -> dict[str, Any]:
    """Return what the job sheet of the file *data* says; None is what is to be agreed with the shop."""
    assert profile.intent is not None
    width, height = report.trim or (0.0, 0.0)
    spread = 2 if profile.multiple > 1 else 1
    return {
        "title": facts.title,
        "edition": facts.edition,
        "version": facts.version,
        "date": facts.date,
        "proof": profile.proof,
        "file": facts.file,
        "sha256": hashlib.sha256(data).hexdigest(),
        "copies": None,
        "paper": None,
        "weight": None,
        "finishing": None,
        "delivery": None,
        "contact": [*facts.contact] or None,
        "trim_mm": [round(width), round(height)],
        "flat_mm": [round(width) * spread, round(height)],
        "pages": report.pages,
        "sides": [[*side] for side in sides(report.pages, profile)],
        "colours_per_side": "4/4" if report.pages > 1 else "4/0",
        "binding": profile.binding,
        "bleed_mm": profile.bleed,
        "marks": [*profile.marks],
        "standard": profile.version,
        "condition": asdict(profile.intent),
        "ink_limit": profile.ink_limit,
        "ink_maximum": round(report.ink),
        "hairline_pt": profile.hairline,
        "preflight": {
            "passed": report.passed,
            "findings": [finding.as_json() for finding in report.findings],
        },
    }


def sides(pages: int, profile: Profile) -> list[tuple[int, ...]]:
    """Return the pages on each side of the first sheet, as they stand beside each other."""
    if profile.multiple == 1 or pages % profile.multiple:
        return [(number,) for number in range(1, min(pages, 2) + 1)]
    return [(pages, 1), (2, pages - 1)]


def draw(
    data: bytes,
    said: Mapping[str, Any],
    facts: Facts,
    press: Press,
    templates: Templates,
    fonts: Any,
) -> bytes:
    """Return the job sheet as a PDF/A page; *fonts* opens the theme's fonts for the layout engine."""
    import weasyprint

    theme = load_theme(templates)
    html = (
        templates.environment()
        .get_template(_TEMPLATE)
        .render(
            said=said,
            facts=facts,
            theme=theme,
            hues=theme.kinds[facts.kind],
            inks=_inks(facts.kind, press, templates),
            sheets=_sheets(data, said["sides"]),
            number=lambda value: f"{value:g}".replace(".", ","),
        )
    )
    document = weasyprint.HTML(string=html, base_url=fonts.base, url_fetcher=fonts.fetcher)
    made: bytes = document.write_pdf(
        stylesheets=[fonts.sheet], font_config=fonts.config, pdf_variant="pdf/a-2a"
    )
    return made


def _inks(kind: str, press: Press, templates: Templates) -> list[dict[str, Any]]:
    """Return the inks of the colours that a brief of *kind* shows most."""
    mixtures = load_theme(templates).mixtures
    names = {name.rpartition(".")[2]: name for name in mixtures if not name.startswith("kinds.")}
    names |= {n.rpartition(".")[2]: n for n in mixtures if n.startswith(f"kinds.{kind}.")}
    found = []
    for short in _SHOWN:
        colour = mixtures[names[short]][0].upper()
        shares = [round(100 * share) for share in press.table.area[colour]]
        found.append({"name": short, "rgb": colour, "cmyk": shares})
    return found


def _sheets(data: bytes, found: list[list[int]]) -> list[dict[str, Any]]:
    """Return each side of the sheet: its pages and their pictures."""
    import pypdfium2

    with pypdfium2.PdfDocument(BytesIO(data)) as pdf:
        return [
            {"pages": side, "pictures": [_picture(pdf[number - 1]) for number in side]}
            for side in found
        ]


def _picture(page: Any) -> str:
    """Return *page* as it is cut, as an address of its picture."""
    left, bottom, right, top = page.get_trimbox()
    page.set_cropbox(left, bottom, right, top)
    image = page.render(scale=_WIDTH / (right - left)).to_pil().convert("RGB")
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
