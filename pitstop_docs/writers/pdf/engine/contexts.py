"""Texts of one language and direction share a Pango context; a style's OpenType features are written out once.

WeasyPrint makes a context for each line that it measures and for each that it draws, 2,300 a dossier, and a new
attribute for features that it has already, which nobody frees.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features

from pitstop_docs.writers.pdf.engine.putting import Put

_CONTEXTS = "_pitstop_contexts"  # an attribute of the fonts
_FEATURES = "_pitstop_features"  # an attribute of a style
_ASKED = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(line_break.Layout, "setup", _sharing(line_break.Layout.setup))


def _sharing(set_up: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    def setup(self: Any, style: Any) -> None:
        if style["text_decoration_line"] != "none":
            set_up(self, style)  # it measures its line, too
            return
        self.style = style
        self.first_line_direction = 0
        self.ascent = self.underline_position = self.strikethrough_position = None
        context, self.language = _context(style)
        self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)
        described = line_break.get_font_description(style)
        pango.pango_layout_set_font_description(self.layout, described)
        if features := _features(style):
            known = style.font_config.font_features
            if features not in known:
                known[features] = pango.pango_attr_font_features_new(features)
            attributes = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(attributes, known[features])
            pango.pango_layout_set_attributes(self.layout, attributes)

    return setup


def _context(style: Any) -> tuple[Any, Any]:
    """Return the context for texts of *style*, and their language."""
    override = style["font_language_override"]
    lang = LST_TO_ISO.get(override.lower(), override) if override != "normal" else style["lang"]
    contexts = vars(style.font_config).setdefault(_CONTEXTS, {})
    key = style["direction"], lang
    if key not in contexts:
        context = ffi.gc(
            pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
        )
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        language = pango.pango_language_get_default()
        if lang:
            words, _bytes = unicode_to_char_p(lang)
            language = pango.pango_language_from_string(words)
            pango.pango_context_set_language(context, language)
        contexts[key] = context, language
    context, language = contexts[key]
    return context, language


def _features(style: Any) -> bytes:
    known = vars(style)
    if _FEATURES not in known:
        features = font_features(*(style[name] for name in _ASKED))
        known[_FEATURES] = ",".join(f"{tag} {value}" for tag, value in features.items()).encode()
    written: bytes = known[_FEATURES]
    return written
