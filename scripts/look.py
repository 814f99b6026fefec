"""``make look``: contact sheets of all pages, PDF and Word, for eyes.

Enters: ``output/briefs`` as ``make briefs`` left it. Leaves: ``.cache/look/<edition>-pdf.png`` and, through
LibreOffice, ``<edition>-word.png``: each page with its brief's
name."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.writers.odt.office import find_office
from scripts.verdicts import say

ROOT = Path(__file__).resolve().parent.parent
FONT = ROOT / "templates" / "fonts" / "TitilliumWeb-SemiBold.ttf"
SHEETS = ROOT / ".cache" / "look"
DPI = 60
GAP = 12  # px
DESK, INK = "#D4D4D4", "#1A1A1A"
LABEL = 20  # px above a page
COLUMNS = 6


def pages_of(pdf: Path) -> list[Image.Image]:
    """Return the pages of *pdf* as pictures."""
    with pypdfium2.PdfDocument(pdf) as file:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in file]


def sheet_of(briefs: dict[str, list[Image.Image]]) -> Image.Image:
    """Return the pages of *briefs*, by their names, on one desk. What fits into a row is not parted."""
    pages = [page for found in briefs.values() for page in found]
    width, height = (max(page.size[side] for page in pages) + GAP for side in (0, 1))
    height += LABEL
    placed: list[tuple[str, Image.Image, int, int]] = []
    row = column = 0
    for name, found in briefs.items():
        if column + min(len(found), COLUMNS) > COLUMNS:
            row, column = row + 1, 0
        for number, page in enumerate(found, start=1):
            if column == COLUMNS:
                row, column = row + 1, 0
            placed.append((f"{name} {number}/{len(found)}", page, column, row))
            column += 1
    columns = max(column for _name, _page, column, _row in placed) + 1
    desk = Image.new("RGB", (GAP + columns * width, GAP + (row + 1) * height), DESK)
    draw, font = ImageDraw.Draw(desk), ImageFont.truetype(str(FONT), 13)
    for name, page, column, row in placed:
        left, top = GAP + column * width, GAP + row * height
        draw.text((left, top), name, fill=INK, font=font)
        desk.paste(page, (left, top + LABEL))
    return desk


def as_pdf(files: list[Path], folder: Path, program: str) -> dict[str, Path]:
    """Return what LibreOffice makes of Word *files*, by their names; it starts once for all of them."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=600)
    made = {file.stem: folder / f"{file.stem}.pdf" for file in files}
    return {name: path for name, path in made.items() if path.is_file()}


def sheets(briefs: Path, office: str | None) -> Iterator[tuple[str, Image.Image]]:
    """Yield the sheets of each edition, with the names of their files."""
    for edition in sorted(folder for folder in briefs.iterdir() if folder.is_dir()):
        if finished := sorted(edition.glob("*.pdf")):
            yield f"{edition.name}-pdf", sheet_of({pdf.stem: pages_of(pdf) for pdf in finished})
        words = sorted(edition.glob("*.docx"))
        if office and words:
            with tempfile.TemporaryDirectory() as folder:
                converted = as_pdf(words, Path(folder), office)
                if converted:
                    pages = {name: pages_of(path) for name, path in converted.items()}
                    yield f"{edition.name}-word", sheet_of(pages)


def main() -> None:
    """Draw, and say what was drawn."""
    parser = argparse.ArgumentParser(prog="make look", description=__doc__)
    parser.add_argument("briefs", nargs="?", type=Path, default=ROOT / "output" / "briefs")
    parser.add_argument("--into", type=Path, default=SHEETS)
    arguments = parser.parse_args()
    if not any(arguments.briefs.glob("*/*.pdf")):
        sys.exit(say("nessun documento: prima 'make briefs'", "no briefs: 'make briefs' first"))
    office = None
    try:
        office = find_office().soffice
    except PitstopError as error:
        print(say("solo i PDF", "PDFs only") + f": {error} ({error.hint})")
    arguments.into.mkdir(parents=True, exist_ok=True)
    for name, sheet in sheets(arguments.briefs, office):
        path = arguments.into / f"{name}.png"
        sheet.save(path)
        print(f"{path}  {sheet.width} × {sheet.height}")


if __name__ == "__main__":
    main()
