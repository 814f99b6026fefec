"""What preflight found, as a page that shows where: a thumbnail of each page, its troubles marked.

Enters: a PDF and the report on it. Leaves: one HTML file, which needs no other."""

import base64
from io import BytesIO
from typing import Any

from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import load_theme
from pitstop_docs.press.preflight import RULES, Report
from pitstop_docs.press.preflight.findings import MM_PER_PT, Finding
from pitstop_docs.problems.diagnostics import Severity
from pitstop_docs.problems.messages import _, language, ngettext

_TEMPLATE = "preflight.html.j2"
_WIDTH = 420  # px of a thumbnail
_LEAST = 1.5  # per cent of the page: a mark that is smaller is not seen
_PAGES_MOST = 60  # that are shown


def draw_report(data: bytes, report: Report, name: str, templates: Templates) -> bytes:
    """Return the page about the file *name*."""
    whole = [finding for finding in report.findings if not finding.page]
    numbers = sorted({finding.page for finding in report.findings if finding.page})
    pages = _pages(data, report, numbers[:_PAGES_MOST])
    page = templates.environment().get_template(_TEMPLATE).render(
        name=name, report=report, whole=whole, pages=pages, more=len(numbers) - len(pages),
        looks=[*dict.fromkeys(_(rule.looks) for rule in RULES.values())],
        error=Severity.ERROR, theme=load_theme(templates), lang=language(), _=_, ngettext=ngettext,
    )  # fmt: skip
    return page.encode()


def _pages(data: bytes, report: Report, numbers: list[int]) -> list[dict[str, Any]]:
    import pypdfium2

    shown: list[dict[str, Any]] = []
    if not numbers:
        return shown
    with pypdfium2.PdfDocument(BytesIO(data)) as pdf:
        for number in numbers:
            page = pdf[number - 1]
            left, bottom, right, top = page.get_mediabox()
            trim = page.get_trimbox() or (left, bottom, right, top)
            page.set_cropbox(left, bottom, right, top)
            image = page.render(scale=_WIDTH / max(right - left, 1)).to_pil().convert("RGB")
            buffer = BytesIO()
            image.save(buffer, "JPEG", quality=70)
            size = ((right - left) * MM_PER_PT, (top - bottom) * MM_PER_PT)
            corner = ((trim[0] - left) * MM_PER_PT, (top - trim[3]) * MM_PER_PT)
            found = [f for f in report.findings if f.page == number]
            picture = base64.b64encode(buffer.getvalue()).decode()
            shown.append(
                {
                    "number": number,
                    "picture": f"data:image/jpeg;base64,{picture}",
                    "findings": found,
                    "marks": [mark for f in found for mark in _marks(f, corner, size)],
                }
            )
    return shown


def _marks(
    finding: Finding, corner: tuple[float, float], size: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return the places of *finding* in per cent of the picture."""
    marks = []
    for box in finding.places:
        left, top = (100 * (box[i] + corner[i]) / size[i] for i in (0, 1))
        width, height = (max(100 * (box[i + 2] - box[i]) / size[i], _LEAST) for i in (0, 1))
        marks.append(
            {"left": left, "top": top, "width": width, "height": height, "finding": finding}
        )
    return marks
