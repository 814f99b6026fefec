"""What pages are painted with becomes inks; what has none is refused, by name."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import load_theme
from pitstop_docs.press.shops import profile_of
from pitstop_docs.writers.press import Press
from pitstop_docs.writers.press.colour import PressColours, heaviest
from pitstop_docs.writers.press.content import RefusedError
from pitstop_docs.writers.press.inks import InkTable, nearest, plates
from pitstop_docs.writers.press.resources import Resources

TEMPLATES = Templates.of(Path("-"))
PRESS = Press.of(profile_of("x4", Path("-")), TEMPLATES)
OPEN: list[Pdf] = []  # what is in a PDF lives as long as it does


def converted(
    content: str, fill: Callable[[Pdf], dict[str, Any]] = lambda pdf: {}
) -> tuple[str, Dictionary]:
    """Return what becomes of a page with that content, and of its resources."""
    pdf = pikepdf.new()
    OPEN.append(pdf)
    page = pdf.add_blank_page()
    page.obj.Resources = Dictionary({f"/{name}": value for name, value in fill(pdf).items()})
    page.obj.Contents = pdf.make_stream(content.encode())
    resources = Resources(pdf, PRESS.table, PRESS.colours, 300, 9)
    done = resources.converter(page.obj.Resources).convert(page)
    return done.decode(), page.obj.Resources


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("0 0.2 0.4 rg 0 0 9 9 re f", "1.0 0.7 0.0 0.4 k"),
        ("0 0 0 rg 0 0 9 9 re f", "0.0 0.0 0.0 1.0 k"),
        ("0 0 9 9 re f", "0.0 0.0 0.0 1.0 k"),  # a page begins with black
        ("1 1 1 RG 0 0 m 9 9 l S", "0.0 0.0 0.0 0.0 K"),
    ],
)
def test_colours_of_the_theme_become_its_inks(content: str, wanted: str) -> None:
    text, _resources = converted(content)
    assert [float(word) if word[0].isdigit() else word for word in wanted.split()] in [
        [float(word) if word[0].isdigit() else word for word in line.split()]
        for line in text.splitlines()
    ]


def test_colours_are_set_before_a_path_begins() -> None:
    text, _resources = converted("0 0 m 0 0.2 0.4 rg 9 9 l 0 9 l f")
    operators = [line.split()[-1] for line in text.splitlines()]
    assert operators.index("k") < operators.index("m")
    assert operators[-4:] == ["m", "l", "l", "f"]


def test_small_letters_have_two_plates_and_large_ones_the_mixture() -> None:
    both = "0 0.2 0.4 rg BT /F 8 Tf <00> Tj /F 20 Tf <00> Tj ET"
    text, _resources = converted(both)
    inks = [line for line in text.splitlines() if line.endswith(" k")]
    assert [plates(map(float, line.split()[:4])) for line in inks] == [2, 3]


def test_letters_are_small_on_the_page_not_in_the_font() -> None:
    text, _resources = converted(
        "0 0.2 0.4 rg 0.1 0 0 0.1 0 0 cm BT /F 80 Tf 1 0 0 -1 0 0 Tm <00> Tj ET"
    )
    (inks,) = [line for line in text.splitlines() if line.endswith(" k")]
    assert plates(map(float, inks.split()[:4])) == 2


def test_saved_states_keep_their_inks() -> None:
    text, _resources = converted(
        "0 0 0 rg q 0 0.2 0.4 rg 0 0 9 9 re f Q 0 0 9 9 re f 1 1 1 rg 0 0 9 9 re f"
    )
    inks = [line.split()[3] for line in text.splitlines() if line.endswith(" k")]
    assert [float(k) for k in inks] == [0.4, 1, 0]


# --- what is refused -----------------------------------------------------------------------------


def refusing(name: str, **value: Any) -> Callable[[Pdf], dict[str, Any]]:
    return lambda pdf: {name: Dictionary({"/X": Dictionary(**value)})}


def picture(pdf: Pdf, mode: str = "RGB", **more: Any) -> Any:
    image = Image.new(mode, (4, 4))
    space = {"RGB": Name.DeviceRGB, "L": Name.DeviceGray, "CMYK": Name.DeviceCMYK}[mode]
    drawn = pdf.make_stream(image.tobytes())
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 4, "Height": 4,
             "BitsPerComponent": 8, "ColorSpace": space, **more}  # fmt: skip
    for key, value in about.items():
        drawn[f"/{key}"] = value
    return drawn


REFUSED = {
    "another colour": ("1 0 0 rg 0 0 9 9 re f", lambda pdf: {}, "#FF0000"),
    "grey": ("0.5 g 0 0 9 9 re f", lambda pdf: {}, "/DeviceGray"),
    "inks of its own": ("1 0 0 0 k 0 0 9 9 re f", lambda pdf: {}, "k"),
    "another space": ("/X cs 1 scn 0 0 9 9 re f", lambda pdf: {}, "cs"),
    "inline image": ("BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI", lambda pdf: {}, "INLINE IMAGE"),
    "shading": ("/X sh", lambda pdf: {}, "sh"),
    "alpha": ("", refusing("ExtGState", ca=0.5), "/X /ca 0.5"),
    "mode": ("", refusing("ExtGState", BM=Name.Multiply), "/X /BM"),
    "mask": ("", refusing("ExtGState", SMask=Dictionary(S=Name.Alpha)), "/X /SMask"),
    "gradient of others": (
        "",
        refusing(
            "Shading", ShadingType=2, ColorSpace=Name.DeviceRGB,
            Function=Dictionary(FunctionType=2, C0=[1, 0, 0], C1=[0, 0, 0], N=1),
        ),
        "#FF0000",
    ),
    "computed gradient": (
        "",
        refusing(
            "Shading", ShadingType=1, ColorSpace=Name.DeviceRGB, Function=Dictionary(FunctionType=4)
        ),
        "/FunctionType 4",
    ),
    "soft mask": (
        "", lambda pdf: {"XObject": Dictionary({"/X": picture(pdf, SMask=picture(pdf, "L"))})}, "/SMask",
    ),
    "PostScript": (
        "", refusing("XObject", Subtype=Name.PS), "/PS",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_has_no_inks_is_refused_by_name(kind: str) -> None:
    content, fill, named = REFUSED[kind]
    with pytest.raises(RefusedError, match=named):
        converted(content, fill)


# --- what is converted ---------------------------------------------------------------------------


def test_a_gradient_between_colours_of_the_theme_is_converted() -> None:
    def fill(pdf: Pdf) -> dict[str, Any]:
        function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0.2, 0.4], C1=[1, 1, 1], N=1)
        about = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Function=function)
        return {"Shading": Dictionary({"/X": about})}

    text, resources = converted("/X sh", fill)
    assert "/X sh" in text
    shading = resources.Shading["/X"]
    assert shading.ColorSpace == Name.DeviceCMYK
    assert [float(ink) for ink in shading.Function.C0] == [1, 0.7, 0, 0.4]


def test_a_form_keeps_the_inks_of_who_draws_it_and_no_group() -> None:
    def fill(pdf: Pdf) -> dict[str, Any]:
        form = pdf.make_stream(b"0 0 9 9 re f 1 1 1 rg 0 0 9 9 re f")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        return {"XObject": Dictionary({"/X": form})}

    _text, resources = converted("0 0.2 0.4 rg /X Do", fill)
    form = resources.XObject["/X"]
    assert "/Group" not in form
    inks = [line for line in form.read_bytes().decode().splitlines() if line.endswith(" k")]
    assert len(inks) == 1


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_pictures_become_inks(mode: str) -> None:
    _text, resources = converted(
        "/X Do", lambda pdf: {"XObject": Dictionary({"/X": picture(pdf, mode)})}
    )
    image = resources.XObject["/X"]
    assert image.ColorSpace == Name.DeviceCMYK
    assert len(image.read_bytes()) == 4 * 4 * 4
    if mode == "L":  # black is of black alone
        assert {*image.read_bytes()[0::4], *image.read_bytes()[1::4]} == {0}
        assert {*image.read_bytes()[3::4]} == {255}


@settings(deadline=None)
@given(st.binary(min_size=48, max_size=48), st.integers(200, 400))
def test_no_picture_passes_the_limit(pixels: bytes, limit: int) -> None:
    colours = _limited(limit)
    for mode, size in (("RGB", (4, 4)), ("CMYK", (4, 3)), ("L", (8, 6))):
        inks = colours.separated(Image.frombytes(mode, size, pixels))
        assert heaviest(inks) <= limit * 255 // 100


@cache
def _limited(limit: int) -> PressColours:
    return PressColours(PRESS.icc, limit)


# --- inks ----------------------------------------------------------------------------------------


def test_the_theme_names_inks_for_all_its_colours_within_the_limit() -> None:
    theme = load_theme(TEMPLATES)
    assert all(mixture for _value, mixture in theme.mixtures.values())
    for inks in (*PRESS.table.area.values(), *PRESS.table.small.values()):
        assert sum(inks) <= 3
        assert not (inks[3] > 0.95 and sum(inks[:3]) > 0)  # no rich black
    assert all(plates(inks) <= 2 for inks in PRESS.table.small.values())


def test_inks_look_like_their_colours() -> None:
    """Within what an offset press can print: nobody takes one of the theme's colours for another."""
    looks = dict(
        zip(PRESS.table.area, PRESS.colours.looks_of([*PRESS.table.area.values()]), strict=True)
    )
    own = dict(
        zip(
            PRESS.table.area,
            PRESS.colours.looks_of([PRESS.colours.inks_of(colour) for colour in PRESS.table.area]),
            strict=True,
        )
    )
    for colour, look in looks.items():
        distance = sum((a - b) ** 2 for a, b in zip(look, own[colour], strict=True)) ** 0.5
        assert distance < 12, colour


@settings(deadline=None)
@given(st.sampled_from(range(0, 0xFFFFFF, 4099)))
def test_any_colour_has_inks_that_can_be_printed(colour: int) -> None:
    own = TEMPLATES.coloured((("colours.danger", f"#{colour:06X}"), ("inks.colours.danger", "")))
    table = InkTable.of(load_theme(own), PRESS.colours)
    inks = table.area[f"#{colour:06X}"]
    assert sum(inks) <= 3.02  # rounded to whole per cent
    assert plates(table.small[f"#{colour:06X}"]) <= 2


def test_two_plates_of_a_mixture_of_two_are_themselves() -> None:
    assert nearest((0.5, 0, 0.3, 0), PRESS.colours) == (0.5, 0, 0.3, 0)


def test_a_theme_that_changes_a_colour_has_inks_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "theme.yaml").write_text('colours: {danger: "#AA0000"}\n', encoding="utf-8")
    mixtures = load_theme(Templates.of(tmp_path)).mixtures
    assert mixtures["colours.danger"] == ("#AA0000", None)
    assert mixtures["colours.warning"][1] is not None


def test_a_document_that_is_saved_reads_again(tmp_path: Path) -> None:
    """The profile travels in the file as it is."""
    assert PRESS.icc[12:20] == b"prtrCMYK"
    assert PRESS.icc[36:40] == b"acsp"
    assert len(BytesIO(PRESS.icc).read()) < 200_000
