"""Each rule of preflight has a file that breaks it, and that alone; what passes is said to pass."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from pitstop_docs.look.profiles import Profile
from pitstop_docs.look.templates import Templates
from pitstop_docs.press.preflight import RULES, NoPdfError, preflight, report_from
from pitstop_docs.press.report import draw_report
from pitstop_docs.problems.diagnostics import Severity
from tests.press.sabotage import SABOTAGE, broken, image, paint, resource, show

# What cannot be broken alone: rules that follow from it.
ALSO = {
    "ink": {"rich-black"},
    "page-size": {"registration"},  # its marks are inside now
    "annotation-rgb": {"annotation"},
    "transparency-forbidden": set[str](),
}


def codes(data: bytes, profile: Profile) -> set[str]:
    return {finding.code for finding in preflight(data, profile).findings}


def test_a_good_file_passes_and_nothing_is_said_of_it(file: bytes, shop: Profile) -> None:
    report = preflight(file, shop)
    assert (report.findings, report.passed, report.pages) == ((), True, 1)
    assert (report.standard, report.condition) == ("PDF/X-4", "FOGRA39")
    assert report.trim == pytest.approx((210, 297), abs=0.1)
    assert 100 < report.ink <= shop.ink_limit


def test_every_rule_has_a_broken_file() -> None:
    assert {*SABOTAGE} == {*RULES}


@pytest.mark.parametrize("code", SABOTAGE)
def test_what_is_broken_is_found_and_nothing_else(code: str, file: bytes, shop: Profile) -> None:
    profile = replace(shop, binding="folded") if code == "page-count" else shop
    found = codes(broken(file, SABOTAGE[code]), profile)
    assert code in found
    assert found <= {code, *ALSO.get(code, set())}
    report = preflight(broken(file, SABOTAGE[code]), profile)
    wrong = any(RULES[code].severity is Severity.ERROR for code in found)
    assert report.passed == (not wrong)


@pytest.mark.parametrize("code", ["rgb", "ink", "hairline", "annotation", "rgb-image"])
def test_findings_say_where_they_are(code: str, file: bytes, shop: Profile) -> None:
    report = preflight(broken(file, SABOTAGE[code]), shop)
    finding = next(f for f in report.findings if f.code == code)
    assert finding.page == 1
    left, top, right, bottom = finding.places[0]
    # All is painted 100 pt from the left and from below: 35.3 mm, and 35.3 mm above the foot.
    assert left == pytest.approx(35.3, abs=0.1)
    assert left < right
    assert bottom == pytest.approx(297 - 35.3, abs=0.1)
    assert top <= bottom


def indexed(pdf: Pdf) -> Any:
    table = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(bytes(6))])
    return image(pdf, bytes(4), ColorSpace=table)


def icc(pdf: Pdf) -> Any:
    profile = pdf.make_stream(b"no profile", N=3)
    return image(pdf, bytes(12), ColorSpace=Array([Name.ICCBased, profile]))


def soft(pdf: Pdf) -> Any:
    mask = image(pdf, bytes(4), ColorSpace=Name.DeviceGray)
    return image(pdf, bytes(16), SMask=mask)


PICTURES: dict[str, tuple[Callable[[Pdf], Any], set[str]]] = {
    "grey": (lambda pdf: image(pdf, bytes(4), ColorSpace=Name.DeviceGray), set()),
    "one bit": (
        lambda pdf: image(pdf, bytes(2), ColorSpace=Name.DeviceGray, BitsPerComponent=1), set(),
    ),
    "mask": (lambda pdf: image(pdf, bytes(2), ImageMask=True, BitsPerComponent=1), set()),
    "inks": (lambda pdf: image(pdf, bytes(16)), set()),
    "too much ink": (lambda pdf: image(pdf, b"\xff" * 16), {"ink"}),
    "indexed": (indexed, {"rgb-image"}),
    "ICC": (icc, {"rgb-image"}),
    "16 bits": (lambda pdf: image(pdf, bytes(32), BitsPerComponent=16), {"not-understood"}),
    "soft mask": (soft, {"transparency"}),
    "cut off": (lambda pdf: image(pdf, bytes(3)), {"not-understood"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_of_every_kind_are_judged_or_said_not_to_be(
    kind: str, file: bytes, shop: Profile
) -> None:
    make, wanted = PICTURES[kind]
    assert codes(broken(file, lambda pdf: show(pdf, make(pdf))), shop) == wanted


def form(pdf: Pdf, operators: bytes, **resources: Any) -> Any:
    drawn = pdf.make_stream(operators)
    drawn.Type, drawn.Subtype, drawn.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
    drawn.Resources = Dictionary({f"/{kind}": value for kind, value in resources.items()})
    return drawn


def gradient(space: Name) -> Dictionary:
    width = 3 if space == Name.DeviceRGB else 4
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * width, C1=[0.2] * width, N=1)
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=[0, 0, 1, 1], Function=function)


def shaded(pdf: Pdf, space: Name) -> None:
    resource(pdf, "/Shading", "/Sh", gradient(space))
    paint(pdf, "/Sh sh")


def patterned(pdf: Pdf) -> None:
    tile = pdf.make_stream(b"1 0 0 rg 0 0 5 5 re f")
    about = Dictionary(
        PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 5, 5], XStep=5, YStep=5
    )
    for name, value in about.items():
        tile[name] = value
    resource(pdf, "/Pattern", "/Tile", tile)
    paint(pdf, "/Pattern cs /Tile scn 100 100 20 20 re f")


INSIDE: dict[str, tuple[Callable[[Pdf], object], set[str]]] = {
    "form": (lambda pdf: show(pdf, form(pdf, b"1 0 0 rg 0 0 1 1 re f")), {"rgb"}),
    "form in a form": (
        lambda pdf: show(
            pdf,
            form(pdf, b"/In Do", XObject=Dictionary(In=form(pdf, b"0 1 0 RG 9 w 0 0 m 9 9 l S"))),
        ),
        {"rgb"},
    ),
    "shading": (lambda pdf: shaded(pdf, Name.DeviceRGB), {"rgb"}),
    "shading in inks": (lambda pdf: shaded(pdf, Name.DeviceCMYK), set()),
    "pattern": (patterned, {"rgb"}),
    "inline image": (
        lambda pdf: paint(pdf, "9 0 0 9 100 100 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI"),
        {"rgb-image"},
    ),
    "damaged": (lambda pdf: paint(pdf, "1 0 cm"), {"not-understood"}),
}


@pytest.mark.parametrize("kind", INSIDE)
def test_what_is_inside_others_is_seen(kind: str, file: bytes, shop: Profile) -> None:
    change, wanted = INSIDE[kind]
    assert codes(broken(file, change), shop) == wanted


def test_a_form_that_draws_itself_ends(file: bytes, shop: Profile) -> None:
    def endless(pdf: Pdf) -> None:
        drawn = form(pdf, b"/Me Do")
        drawn.Resources = Dictionary(XObject=Dictionary(Me=drawn))
        show(pdf, drawn)

    assert codes(broken(file, endless), shop) == {"not-understood"}


def test_forms_that_multiply_end(file: bytes, shop: Profile) -> None:
    def many(pdf: Pdf) -> None:
        drawn = form(pdf, b"0 0 0 1 k 0 0 1 1 re f")
        for _level in range(10):
            drawn = form(pdf, b"/In Do " * 10, XObject=Dictionary({"/In": drawn}))
        show(pdf, drawn)

    assert codes(broken(file, many), shop) == {"not-understood"}


def test_a_picture_that_is_enormous_is_not_decoded(file: bytes, shop: Profile) -> None:
    huge = {"Width": 100_000, "Height": 100_000}
    found = codes(broken(file, lambda pdf: show(pdf, image(pdf, b"", **huge))), shop)
    assert found == {"not-understood"}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04", b"%PDF-1.4\n" + b"x" * 200])
def test_what_is_no_pdf_is_said_to_be_none(data: bytes, shop: Profile) -> None:
    with pytest.raises(NoPdfError):
        preflight(data, shop)


def test_reports_survive_json(file: bytes, shop: Profile) -> None:
    report = preflight(broken(file, SABOTAGE["rgb"]), shop)
    again = report_from(json.loads(json.dumps(report.as_json())))
    assert again.as_json() == report.as_json()
    assert [*map(str, again.findings)] == [*map(str, report.findings)]


def test_the_page_marks_the_trouble_and_fetches_nothing(
    file: bytes, shop: Profile, tmp_path: Path
) -> None:
    data = broken(file, SABOTAGE["ink"])
    report = preflight(data, shop)
    page = draw_report(data, report, "<b>&.pdf", Templates.of(tmp_path)).decode()
    assert "<b>&.pdf" not in page
    assert "&lt;b&gt;&amp;.pdf" in page
    assert page.count('class="mark error"') == sum(len(f.places) for f in report.findings)
    assert "data:image/jpeg;base64," in page
    assert "http" not in page


def test_a_page_that_is_turned_or_empty_is_looked_at(shop: Profile) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.rotate(90, relative=False)
        out = BytesIO()
        pdf.save(out)
    report = preflight(out.getvalue(), shop)
    assert {f.code for f in report.findings} == {"no-intent", "standard", "no-trim"}
