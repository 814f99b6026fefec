"""Files for a press, judged by programs of others: qpdf, Ghostscript's separations, poppler; and by us.

Enters: files that `make press` made. Leaves: failures. veraPDF judges them too, as PDF/A-2b: see validate.py.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, ImageMath

from scripts.verdicts import Failure, Unavailable, say

PROGRAMS = {
    "gs": "ghostscript",
    "qpdf": "qpdf",
    "pdffonts": "poppler-utils",
    "pdfimages": "poppler-utils",
}
PLATES = ("Cyan", "Magenta", "Yellow", "Black")
INK_LIMIT = 300  # per cent
BLACK, TRACE = 250, 3  # of 255: black is full, another ink is there
DPI = 72


def validate_press(files: Sequence[Path]) -> list[Failure]:
    """Look at *files* with every program; what is missing is named."""
    missing = [
        f"{name} ({package})" for name, package in PROGRAMS.items() if not shutil.which(name)
    ]
    if missing:
        raise Unavailable(say("mancano: ", "missing: ") + ", ".join(missing))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda file: Failure(file, tuple(_reasons(file))), files)
        return [failure for failure in found if failure.reasons]


def _reasons(file: Path) -> Iterator[str]:
    yield from _qpdf(file)
    yield from _fonts(file)
    yield from _images(file)
    with tempfile.TemporaryDirectory() as folder:
        yield from _separations(file, Path(folder))


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)


def _qpdf(file: Path) -> Iterator[str]:
    run = _run("qpdf", "--check", file)
    if run.returncode:
        yield f"qpdf: {(run.stderr or run.stdout).strip().splitlines()[-1]}"


def _fonts(file: Path) -> Iterator[str]:
    """Say which fonts are not embedded."""
    rows = _run("pdffonts", file).stdout.splitlines()[2:]
    if not rows:
        yield "pdffonts: no fonts"
    for row in rows:
        if not re.search(r"\s(yes)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", row):
            yield f"pdffonts: {row}"


def _images(file: Path) -> Iterator[str]:
    """Say which pictures are not of inks, or have too few pixels."""
    for row in _run("pdfimages", "-list", file).stdout.splitlines()[2:]:
        cells = row.split()
        if cells[5] not in ("cmyk", "gray") or min(int(cells[12]), int(cells[13])) < 150:
            yield f"pdfimages: {row}"


def _separations(file: Path, folder: Path) -> Iterator[str]:
    """Say where plates are not what they should be: with overprint, for the ink; without, for black."""
    for overprint in ("/simulate", "/disable"):
        run = _run(
            "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{DPI}", "-dUseBleedBox",
            f"-dOverprint={overprint}", f"-sOutputFile={folder}/p%03d.tif", file,
        )  # fmt: skip
        if run.returncode:
            yield f"gs: {(run.stderr or run.stdout).strip().splitlines()[-1]}"
            return
        for page in sorted(folder.glob("p???.tif")):
            yield from _page(page, overprint == "/simulate")
        for plate in folder.iterdir():
            plate.unlink()


def _page(page: Path, overprinted: bool) -> Iterator[str]:
    number = int(page.stem[1:])
    names = {path.stem[len(page.stem) + 1 : -1] for path in page.parent.glob(f"{page.stem}(*).tif")}
    if names != {*PLATES}:
        yield f"gs: {say('pagina', 'page')} {number}: {', '.join(sorted(names))}"
        return
    inks = {}
    for name in PLATES:
        with Image.open(page.with_name(f"{page.stem}({name}).tif")) as drawn:
            inks[name.lower()] = drawn.convert("L").point(lambda level: 255 - level)
    if overprinted:
        total = ImageMath.lambda_eval(
            lambda p: p["cyan"] + p["magenta"] + p["yellow"] + p["black"], **inks
        )
        ink = int(total.getextrema()[1]) * 100 / 255
        if ink > INK_LIMIT + 1:
            yield f"gs: {say('pagina', 'page')} {number}: {ink:.0f} %"
        return
    full = inks.pop("black").point(lambda level: 255 * (level >= BLACK))
    for name, plate in inks.items():
        both = Image.composite(plate, Image.new("L", plate.size), full)
        if int(both.getextrema()[1]) > TRACE:  # type: ignore[arg-type]
            yield f"gs: {say('pagina', 'page')} {number}: {name} {say('sotto il nero', 'below black')}"
