"""Preflight: whether a print shop can print a PDF as it is, whoever made it.

Enters: the bytes of a PDF, and what the shop asks for. Leaves: a :class:`Report`. It says what it has looked
at, and what it could not judge; it proves no standard."""

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream

from pitstop_docs.look.profiles import Profile
from pitstop_docs.press.preflight.content import PageContent
from pitstop_docs.press.preflight.findings import (
    MM_PER_PT,
    Box,
    Finding,
    Findings,
    Report,
    report_from,
)
from pitstop_docs.press.preflight.rules import RULES, Rule

__all__ = ["RULES", "Finding", "NoPdfError", "Report", "Rule", "preflight", "report_from"]
_CLOSE = 0.3  # pt by which a box may differ
_SAME = 1.0  # pt by which pages of one size may differ
_STANDARD_FONTS_HAVE = ("/FontFile", "/FontFile2", "/FontFile3")
_RUNS = ("/OpenAction", "/AA")
_X1A = "PDF/X-1"


class NoPdfError(Exception):
    """The file is no PDF, or so damaged that nothing can be said of it."""


def preflight(data: bytes, profile: Profile) -> Report:
    """Return what a shop of *profile* would say of the PDF *data*; raises :class:`NoPdfError`."""
    try:
        pdf = pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError:
        findings = Findings()
        findings.add("encrypted")
        return Report(0, 0.0, None, "", "", findings.all())
    except pikepdf.PdfError as error:
        raise NoPdfError(str(error)) from error
    with pdf:
        return _Inspection(pdf, profile).report()


class _Inspection:
    def __init__(self, pdf: pikepdf.Pdf, profile: Profile) -> None:
        self.pdf, self.profile = pdf, profile
        self.findings = Findings()
        self.standard = self._standard()
        self.ink = 0.0

    def report(self) -> Report:
        condition = self._intent()
        self._file()
        trims = [self._page(number, page) for number, page in enumerate(self.pdf.pages, start=1)]
        first = trims[0] if trims else None
        for number, trim in enumerate(trims, start=1):
            if first and trim and not _same_size(first, trim):
                self.findings.add("page-size", number, _size(trim))
        if self.profile.multiple > 1 and len(trims) % self.profile.multiple:
            self.findings.add("page-count", 0, str(len(trims)))
        size = None
        if first:
            size = ((first[2] - first[0]) * MM_PER_PT, (first[3] - first[1]) * MM_PER_PT)
        return Report(len(trims), self.ink, size, self.standard, condition, self.findings.all())

    # --- the file --------------------------------------------------------------------------------

    def _standard(self) -> str:
        """Return what the file says it is, in XMP or, as older files, in its information dictionary."""
        info = self.pdf.docinfo
        said = str(info.get("/GTS_PDFXConformance", info.get("/GTS_PDFXVersion", "")))
        if not said:
            with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
                said = str(xmp.get("pdfxid:GTS_PDFXVersion", ""))
        if not said.startswith("PDF/X"):
            self.findings.add("standard")
        return said

    def _intent(self) -> str:
        intents: Any = self.pdf.Root.get("/OutputIntents", [])
        for intent in (i for i in intents if i.get("/S") == Name.GTS_PDFX):
            profile = intent.get("/DestOutputProfile")
            if isinstance(profile, Stream) and int(profile.get("/N", 0)) == 4:
                return str(intent.get("/OutputConditionIdentifier", ""))
        self.findings.add("no-intent")
        return ""

    def _file(self) -> None:
        root = self.pdf.Root
        runs = [key for key in _RUNS if key in root]
        if "/Names" in root and "/JavaScript" in root.Names:
            runs.append("/JavaScript")
        for key in runs:
            opens = key == "/OpenAction" and isinstance(root[key], pikepdf.Array)
            if not opens:  # a place to begin reading at is no action
                self.findings.add("script", 0, key)

    # --- pages -----------------------------------------------------------------------------------

    def _page(self, number: int, page: pikepdf.Page) -> Box | None:
        trim, media = self._boxes(number, page)
        self._fonts(number, page.obj.get("/Resources"), set())
        for annotation in page.obj.get("/Annots", []):
            self._annotation(number, annotation, trim or media)
        content = PageContent(
            number,
            ((trim or media)[0], (trim or media)[3]),
            trim,
            self.profile,
            self.findings,
            self.standard.startswith(_X1A),
        )
        content.inspect(page.obj)
        self.ink = max(self.ink, content.heaviest)
        return trim

    def _boxes(self, number: int, page: pikepdf.Page) -> tuple[Box | None, Box]:
        media = _box(page.mediabox)
        own = page.obj.get("/TrimBox", page.obj.get("/ArtBox"))
        if own is None:
            self.findings.add("no-trim", number)
            return None, media
        trim = _box(own)
        bleed = _box(page.obj["/BleedBox"]) if "/BleedBox" in page.obj else trim
        wanted = self.profile.bleed / MM_PER_PT
        least = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
        if least < wanted - _CLOSE:
            self.findings.add("no-bleed", number, f"{max(least, 0) * MM_PER_PT:.1f} mm")
        if not (_inside(trim, bleed) and _inside(bleed, media)):
            self.findings.add("boxes", number)
        return trim, media

    def _fonts(self, number: int, resources: Any, seen: set[Any]) -> None:
        if resources is None:
            return
        for name, font in _items(resources, "/Font"):
            self._font(number, name, font)
        for _name, drawn in _items(resources, "/XObject"):
            if drawn.get("/Subtype") == Name.Form and drawn.objgen not in seen:
                seen.add(drawn.objgen)
                self._fonts(number, drawn.get("/Resources"), seen)

    def _font(self, number: int, name: str, font: Any) -> None:
        kind = font.get("/Subtype")
        called = str(font.get("/BaseFont", name)).lstrip("/")
        if kind == Name.Type3:
            self.findings.add("not-understood", number, f"{name} Type3")
            return
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor")
        if descriptor is None or not any(key in descriptor for key in _STANDARD_FONTS_HAVE):
            self.findings.add("font", number, called)

    def _annotation(self, number: int, annotation: Any, trim: Box) -> None:
        kind = str(annotation.get("/Subtype", "?"))
        left, bottom, right, top = _box(annotation.get("/Rect", [0, 0, 0, 0]))
        place = (
            (left - trim[0]) * MM_PER_PT, (trim[3] - top) * MM_PER_PT,
            (right - trim[0]) * MM_PER_PT, (trim[3] - bottom) * MM_PER_PT,
        )  # fmt: skip
        if kind not in ("/TrapNet", "/PrinterMark"):
            self.findings.add("annotation", number, kind[1:], place)
        looks = annotation.get("/MK", Dictionary())
        colours = [annotation.get("/C"), annotation.get("/IC"), looks.get("/BC"), looks.get("/BG")]
        if any(colour is not None and len(colour) == 3 for colour in colours):
            self.findings.add("annotation-rgb", number, kind[1:], place)


def _items(resources: Any, kind: str) -> list[tuple[str, Any]]:
    return [*resources[kind].items()] if kind in resources else []


def _box(values: Any) -> Box:
    x0, y0, x1, y1 = (float(value) for value in values)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _inside(inner: Box, outer: Box) -> bool:
    low = all(a >= b - _CLOSE for a, b in zip(inner[:2], outer[:2], strict=True))
    return low and all(a <= b + _CLOSE for a, b in zip(inner[2:], outer[2:], strict=True))


def _same_size(one: Box, other: Box) -> bool:
    return all(abs((one[i + 2] - one[i]) - (other[i + 2] - other[i])) <= _SAME for i in (0, 1))


def _size(box: Box) -> str:
    width, height = ((box[i + 2] - box[i]) * MM_PER_PT for i in (0, 1))
    return f"{width:.0f} × {height:.0f} mm"
