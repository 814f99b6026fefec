"""A style's strut is looked up once, not once a line.

WeasyPrint has the struts it measured by a text of fourteen properties, which it writes anew for each line:
5,000 times a dossier, for some forty styles. Most have the strut of the style around them.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.text import line_break

from pitstop_docs.writers.pdf.engine.inherited import names, source
from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere

# Every property that decides what a strut is.
_PROPERTIES = names(
    "font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
    "font_variation_settings", "font_language_override", "lang", "line_height", "direction",
    "letter_spacing", "word_spacing", "overflow_wrap", "tab_size", "text_decoration_line",
)  # fmt: skip
_STRUT = "_pitstop_strut"  # an attribute of a style


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put_everywhere(put, line_break.strut, _remembering(line_break.strut))


def _remembering(measure: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def strut(style: Any) -> Any:
        known = vars(style)
        if _STRUT not in known:
            around = source(style, _PROPERTIES)
            known[_STRUT] = measure(style) if around is None else strut(around)
        return known[_STRUT]

    return strut
