"""Numerals are right as the bundled fonts have them, so no style asks for OpenType features:
WeasyPrint 70 never frees what it makes of each request, about 0.1 MB for a page."""

from pathlib import Path

from fontTools.ttLib import TTFont

from pitstop_docs.look.templates import Templates, packaged_templates

TEMPLATES = Templates((packaged_templates(),))
_FEATURES = ("font-variant", "font-feature-settings", "font-kerning", "small-caps")


def digits(name: str) -> list[tuple[int, int]]:
    """Return width and foot (font units) of each digit in the font *name*."""
    with TTFont(TEMPLATES.find(f"fonts/{name}")) as font:
        glyphs = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
        return [(font["hmtx"][glyph][0], font["glyf"][glyph].yMin) for glyph in glyphs]


def test_numerals_are_lining_and_those_of_tables_as_wide_as_each_other() -> None:
    names = [path.name for path in TEMPLATES.list("fonts/*.ttf")]
    assert names
    for name in names:
        found = digits(name)
        assert min(foot for _width, foot in found) > -30, name  # none hangs below the line
        if not name.startswith("Lora"):
            assert len({width for width, _foot in found}) == 1, name


def test_no_style_asks_for_features() -> None:
    sheets = list(Path(packaged_templates(), "html").rglob("*.css"))
    assert sheets
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        assert [feature for feature in _FEATURES if feature in text] == [], sheet.name
