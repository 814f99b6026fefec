"""A good file for a press, broken in one way for each rule of preflight.

Enters: the bytes of a good file. Leaves: those of a broken one."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String

Change = Callable[[Pdf], object]
SABOTAGE: dict[str, Change] = {}


def sabotage(code: str) -> Callable[[Change], Change]:
    def keep(change: Change) -> Change:
        SABOTAGE[code] = change
        return change

    return keep


def broken(data: bytes, change: Change) -> bytes:
    """Return the file *data* after *change*."""
    with pikepdf.open(BytesIO(data)) as pdf:
        options = change(pdf)
        out = BytesIO()
        pdf.save(out, **(options if isinstance(options, dict) else {}))
        return out.getvalue()


def paint(pdf: Pdf, operators: str) -> None:
    """Paint on the first page."""
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(f"q {operators} Q".encode()))


def resource(pdf: Pdf, kind: str, name: str, value: Any) -> None:
    resources = pdf.pages[0].obj.Resources
    # What pages share stays as it is for the others.
    resources = pdf.pages[0].obj.Resources = Dictionary(dict(resources.items()))
    below = dict(resources[kind].items()) if kind in resources else {}
    resources[kind] = Dictionary({**below, name: value})


def image(pdf: Pdf, data: bytes, **fields: Any) -> Any:
    """Return a picture of two by two pixels."""
    drawn = pdf.make_stream(data)
    about = {
        "Width": 2,
        "Height": 2,
        "BitsPerComponent": 8,
        "ColorSpace": Name.DeviceCMYK,
        **fields,
    }
    for name, value in {"Type": Name.XObject, "Subtype": Name.Image, **about}.items():
        drawn[f"/{name}"] = value
    return drawn


def show(pdf: Pdf, drawn: Any, points: float = 0.4) -> None:
    """Show a picture, so small that it has pixels enough."""
    resource(pdf, "/XObject", "/Broken", drawn)
    paint(pdf, f"{points} 0 0 {points} 100 100 cm /Broken Do")


def write(pdf: Pdf, colour: str, size: float, more: str = "") -> None:
    """Write in a font of the page."""
    font = next(iter(pdf.pages[0].obj.Resources.Font.keys()))
    paint(pdf, f"{more} {colour} BT {font} {size} Tf 100 100 Td <00010002> Tj ET")


@sabotage("encrypted")
def _encrypted(pdf: Pdf) -> dict[str, Any]:
    return {"encryption": Encryption(owner="chiave", user="chiave")}


@sabotage("no-intent")
def _no_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


@sabotage("standard")
def _standard(pdf: Pdf) -> None:
    del pdf.Root.Metadata
    del pdf.docinfo["/GTS_PDFXVersion"]


@sabotage("no-trim")
def _no_trim(pdf: Pdf) -> None:
    del pdf.pages[0].obj["/TrimBox"]


@sabotage("no-bleed")
def _no_bleed(pdf: Pdf) -> None:
    pdf.pages[0].obj.BleedBox = pdf.pages[0].obj.TrimBox


@sabotage("boxes")
def _boxes(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([100, 100, 400, 400])


@sabotage("page-size")
def _page_size(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[0])
    smaller = Array([0, 0, 595.28, 700])
    pdf.pages[1].obj.TrimBox = smaller


@sabotage("page-count")
def _page_count(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


@sabotage("font")
def _font(pdf: Pdf) -> None:
    for found in pdf.objects:
        if isinstance(found, Dictionary):
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in found:
                    del found[key]


@sabotage("rgb")
def _rgb(pdf: Pdf) -> None:
    paint(pdf, "1 0 0 rg 100 100 50 50 re f")


@sabotage("rgb-image")
def _rgb_image(pdf: Pdf) -> None:
    show(pdf, image(pdf, b"\xff\0\0" * 4, ColorSpace=Name.DeviceRGB))


@sabotage("rgb-group")
def _rgb_group(pdf: Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


def _separation(name: Name) -> Array:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 1, 0], N=1)
    return Array([Name.Separation, name, Name.DeviceCMYK, function])


@sabotage("spot")
def _spot(pdf: Pdf) -> None:
    resource(pdf, "/ColorSpace", "/Red", _separation(Name("/PANTONE 485 C")))
    paint(pdf, "/Red cs 1 scn 100 100 50 50 re f")


@sabotage("registration")
def _registration(pdf: Pdf) -> None:
    paint(pdf, "/PressAll CS 1 SCN 100 100 m 200 100 l S")


@sabotage("transparency")
def _transparency(pdf: Pdf) -> None:
    resource(pdf, "/ExtGState", "/Half", Dictionary(ca=0.5))


@sabotage("transparency-forbidden")
def _forbidden(pdf: Pdf) -> None:
    pdf.docinfo["/GTS_PDFXConformance"] = String("PDF/X-1a:2003")
    resource(pdf, "/ExtGState", "/Half", Dictionary(BM=Name.Multiply))


@sabotage("resolution")
def _resolution(pdf: Pdf) -> None:
    show(pdf, image(pdf, bytes(16)), points=2)  # 72 pixels an inch


@sabotage("resolution-low")
def _resolution_low(pdf: Pdf) -> None:
    show(pdf, image(pdf, bytes(16)), points=0.7)  # 206


@sabotage("ink")
def _ink(pdf: Pdf) -> None:
    paint(pdf, "1 1 1 1 k 100 100 50 50 re f")


@sabotage("hairline")
def _hairline(pdf: Pdf) -> None:
    paint(pdf, "0 0 0 1 K 0.1 w 100 100 m 200 100 l S")


@sabotage("small-text")
def _small_text(pdf: Pdf) -> None:
    write(pdf, "0.5 0.5 0.5 0 k", 8)


@sabotage("rich-black")
def _rich_black(pdf: Pdf) -> None:
    write(pdf, "0.4 0 0 1 k", 14)


@sabotage("black-knocks-out")
def _knocks_out(pdf: Pdf) -> None:
    resource(pdf, "/ExtGState", "/Knock", Dictionary(op=False, OP=False))
    write(pdf, "0 0 0 1 k", 14, "/Knock gs")


@sabotage("white-overprints")
def _white(pdf: Pdf) -> None:
    resource(pdf, "/ExtGState", "/Over", Dictionary(op=True, OP=True, OPM=1))
    paint(pdf, "/Over gs 0 0 0 0 k 100 100 50 50 re f")


def _annotated(pdf: Pdf, **more: Any) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[100, 100, 200, 120], **more)
    pdf.pages[0].obj.Annots = Array([link])


@sabotage("annotation")
def _annotation(pdf: Pdf) -> None:
    _annotated(pdf)


@sabotage("annotation-rgb")
def _annotation_rgb(pdf: Pdf) -> None:
    _annotated(pdf, C=[1, 0, 0])


@sabotage("script")
def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@sabotage("not-understood")
def _not_understood(pdf: Pdf) -> None:
    paint(pdf, "/Unknown cs 1 scn 100 100 50 50 re f")
