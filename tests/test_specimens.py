"""The look is a test: each edition of one document as a picture, next to the one that somebody has looked at.

``--accept`` writes the pictures anew. The fonts are ours and in the PDF, so no machine has others."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from tests.finals import finals
from tests.project import Once, path_in

SOURCE = "forno-di-borgo-finto"
EDITIONS = ("giunta", "consiglio", "commissione", "comitato-tecnico")
GOLDENS = Path(__file__).parent / "goldens" / "look"
ASIDE = Path(__file__).parents[1] / ".cache" / "look"  # what is found, where it is another
DPI = 40
COLUMNS = 4
GREYS = 16
CELL = 6  # px: what is compared is the grey of small squares, so that edges of letters may differ
DARKER = 14  # of 255: an eye sees less than that in no square
MOST = 0.004  # of a page's squares may be another: less than one line of text


def pages_of(pdf: Path) -> list[Image.Image]:
    """Return the pages as small grey pictures."""
    with pypdfium2.PdfDocument(pdf.read_bytes()) as file:
        pictures = [page.render(scale=DPI / 72).to_pil().convert("L") for page in file]
    step = 255 / (GREYS - 1)
    return [picture.point(lambda grey: round(round(grey / step) * step)) for picture in pictures]


def sheet_of(pages: list[Image.Image]) -> Image.Image:
    """Return the pages side by side, a picture."""
    width, height = pages[0].size
    rows = -(-len(pages) // COLUMNS)
    sheet = Image.new("L", (min(len(pages), COLUMNS) * width, rows * height), 255)
    for place, page in zip(places(len(pages), width, height), pages, strict=False):
        sheet.paste(page, place)
    return sheet


def places(count: int, width: int, height: int) -> Iterator[tuple[int, int]]:
    """Yield where the pages of a sheet are."""
    return ((n % COLUMNS * width, n // COLUMNS * height) for n in range(count))


def differing(found: Image.Image, expected: Image.Image) -> list[tuple[int, int]]:
    """Return the squares of a page that are lighter or darker than they should be."""
    width, height = found.width // CELL, found.height // CELL
    small = [
        page.resize((width, height), Image.Resampling.BOX).load() for page in (found, expected)
    ]
    return [
        (x, y)
        for x in range(width)
        for y in range(height)
        if abs(small[0][x, y] - small[1][x, y]) > DARKER  # type: ignore[operator,index]
    ]


def differences(found: list[Image.Image], expected: Image.Image) -> dict[int, float]:
    """Return which share of each page (from 1) is another than on the sheet *expected*, where that is too
    much."""
    width, height = found[0].size
    if sheet_of(found).size != expected.size:
        return dict.fromkeys(range(1, len(found) + 1), 1.0)
    shares = {}
    for number, place in enumerate(places(len(found), width, height), start=1):
        page = expected.crop((*place, place[0] + width, place[1] + height))
        share = len(differing(found[number - 1], page)) * CELL**2 / (width * height)
        if share > MOST:
            shares[number] = share
    return shares


def marked(found: Image.Image, expected: Image.Image) -> Image.Image:
    """Return what was found, grey, with what was there in blue and what has come in red."""
    size = (max(found.width, expected.width), max(found.height, expected.height))
    now, before = (Image.new("L", size, 255) for _ in range(2))
    now.paste(found)
    before.paste(expected)
    return Image.merge("RGB", (before, ImageChops.lighter(now, before), now))


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_edition_looks_as_somebody_has_seen_it(edition: str, once: Once, accept: bool) -> None:
    found = pages_of(path_in(finals(once), SOURCE, edition, "pdf"))
    golden = GOLDENS / f"{edition}.png"
    if accept:
        if not golden.is_file() or differences(found, Image.open(golden).convert("L")):
            golden.parent.mkdir(exist_ok=True)
            sheet_of(found).quantize(GREYS).save(golden, optimize=True)
        return
    assert golden.is_file(), f"{golden} is missing: make test ARGS=--accept writes it"
    expected = Image.open(golden).convert("L")
    shares = differences(found, expected)
    if not shares:
        return
    ASIDE.mkdir(parents=True, exist_ok=True)
    files = {name: ASIDE / f"{edition}-{name}.png" for name in ("found", "difference")}
    sheet_of(found).save(files["found"])
    marked(sheet_of(found), expected).save(files["difference"])
    told = ", ".join(f"page {number} ({share:.1%})" for number, share in shares.items())
    pytest.fail(
        f"{edition} looks different: {told}. Look at {files['difference']} (gone is red, come is blue) and "
        f"{files['found']}; if it is meant, make test ARGS=--accept takes it.",
        pytrace=False,
    )


def line_of_text(page: Image.Image, top: int, grey: int = 120) -> Image.Image:
    """Return *page* with a line of small marks, like letters at this size."""
    page = page.copy()
    draw = ImageDraw.Draw(page)
    for left in range(30, 200, 4):
        draw.rectangle((left, top, left + 2, top + 3), fill=grey)
    return page


BLANK = Image.new("L", (331, 468), 255)


@pytest.mark.parametrize(
    ("found", "same"),
    [
        (line_of_text(BLANK, 100), True),
        (line_of_text(BLANK, 100, grey=126), True),  # another version's edges of letters
        (line_of_text(BLANK, 112), False),
        (BLANK, False),
        (line_of_text(line_of_text(BLANK, 100), 200), False),
    ],
    ids=["same", "paler edges", "a line has moved", "a line is gone", "a line has come"],
)
def test_what_an_eye_sees_is_a_difference(found: Image.Image, same: bool) -> None:
    expected = sheet_of([BLANK, line_of_text(BLANK, 100)])
    assert differences([BLANK, found], expected) == (
        {} if same else {2: pytest.approx(0.03, abs=0.03)}
    )


def test_another_number_of_pages_is_a_difference() -> None:
    assert differences([BLANK, BLANK, BLANK], sheet_of([BLANK, BLANK])) == {1: 1.0, 2: 1.0, 3: 1.0}
