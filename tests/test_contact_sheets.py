"""``make look``: sheets on which every page is, whole, next to those of its brief."""

from pathlib import Path

import pytest
from PIL import Image

from pitstop_docs.problems.diagnostics import PitstopError
from scripts import look
from scripts.look import COLUMNS, sheet_of
from tests.finals import finals
from tests.project import Once

COLOURS = ["#AA0000", "#00AA00", "#0000AA", "#AAAA00"]


def pages(count: int, colour: str) -> list[Image.Image]:
    return [Image.new("RGB", (50, 70), colour)] * count


@pytest.mark.parametrize("counts", [[1], [1, 1, 1], [4, 4], [COLUMNS + 3, 1], [2, 4, 2, 12]])
def test_every_page_is_on_the_sheet_whole(counts: list[int]) -> None:
    briefs = {f"brief-{n}": pages(count, COLOURS[n]) for n, count in enumerate(counts)}
    sheet = sheet_of(briefs)
    colours = {colour: number for number, colour in sheet.getcolors(maxcolors=sheet.width**2) or []}
    for count, colour in zip(counts, COLOURS, strict=False):
        rgb = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
        assert colours[rgb] == count * 50 * 70  # type: ignore[index]


def test_a_brief_that_fits_into_a_row_is_not_parted() -> None:
    sheet = sheet_of({"a": pages(4, COLOURS[0]), "b": pages(4, COLOURS[1])})
    rows = {
        colour: {y for y in range(sheet.height) for x in range(0, sheet.width, 5) if at(sheet, x, y) == colour}
        for colour in ((170, 0, 0), (0, 170, 0))
    }  # fmt: skip
    assert [len(found) for found in rows.values()] == [70, 70]


def at(sheet: Image.Image, x: int, y: int) -> object:
    return sheet.getpixel((x, y))


def test_without_libreoffice_it_says_so_and_draws_the_pdfs(
    tmp_path: Path, once: Once, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> None:
        raise PitstopError("LibreOffice non è installato", "installatelo")

    monkeypatch.setattr(look, "find_office", missing)
    briefs = finals(once) / "output/briefs"
    monkeypatch.setattr("sys.argv", ["look", str(briefs), "--into", str(tmp_path)])
    look.main()
    assert "LibreOffice non è installato (installatelo)" in capsys.readouterr().out
    editions = ("comitato-tecnico", "commissione", "consiglio", "giunta")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{e}-pdf.png" for e in editions]
