"""Draw two real pages side by side into ``docs/img/pages.png``, the picture in the README.

Enters: ``output/briefs`` as ``make briefs`` left it. Leaves: the picture; run it with
``.venv/bin/python scripts/readme_picture.py`` when the look changes.
"""

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
BRIEFS = ROOT / "output" / "briefs"
PICTURE = ROOT / "docs" / "img" / "pages.png"
# Brief and page, from 1.
PAGES = (("giunta/valle-dei-cavalieri.pdf", 1), ("commissione/valle-dei-cavalieri.pdf", 2))
WIDTH = 620  # px of a page
GAP = 20
DESK = "#D4D4D4"
SIZE_MAX = 400_000  # bytes


def drawn(name: str, number: int) -> Image.Image:
    """Return page *number* of brief *name*, ``WIDTH`` px wide."""
    with pypdfium2.PdfDocument(BRIEFS / name) as pdf:
        page = pdf[number - 1]
        picture: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil()
    return picture.convert("RGB")


def main() -> None:
    """Write the picture."""
    missing = [name for name, _page in PAGES if not (BRIEFS / name).is_file()]
    if missing:
        sys.exit(f"run 'make briefs' first: missing {', '.join(missing)}")
    pages = [drawn(name, number) for name, number in PAGES]
    width = GAP + sum(page.width + GAP for page in pages)
    desk = Image.new("RGB", (width, max(page.height for page in pages) + 2 * GAP), DESK)
    left = GAP
    for page in pages:
        desk.paste(page, (left, GAP))
        left += page.width + GAP
    desk.save(PICTURE, optimize=True)
    if PICTURE.stat().st_size > SIZE_MAX:
        sys.exit(f"{PICTURE.relative_to(ROOT)} has more than {SIZE_MAX} bytes")


if __name__ == "__main__":
    main()
