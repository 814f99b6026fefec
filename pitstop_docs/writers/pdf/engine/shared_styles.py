"""Elements that are styled alike share one computed style, whatever their ids, and so do documents;
declarations are weighed once for all of them, and pseudo-elements are styled when somebody asks for them.

WeasyPrint turns an ``id`` into a declaration of its element's own, and shares computed styles among elements
with the same declarations: none with an id shares any, nor does what is inside it. It weighs all
declarations for each element before it knows that it is like another. And its own style sheet has six
pseudo-elements for every element, of which only lists and notes are asked. A dossier's 1,339 elements have
1,100 styles, not 9,557.

The next document has most of the same: a brief is measured, laid out, laid out again, and others are set as it
is. A style depends on the one around it and on what is declared, so that styles are kept with the fonts, by
both: of 470 that a dossier asks for, the next one makes 130, a second layout next to none. What the engine
complained of, it must complain of again: then nothing is kept.
"""

import re
from collections.abc import Callable, Iterable
from math import inf
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import LOGGER, css
from weasyprint.css.units import VIEWPORT_UNITS
from weasyprint.text.fonts import FontConfiguration

from pitstop_docs.writers.pdf.engine.putting import Put
from pitstop_docs.writers.pdf.engine.selectors import Found, Matching

Declared = tuple[str, Any, tuple[Any, ...]]  # a property, its values, and their weight
Rule = tuple[Any, ...]  # where it is from, its identity, its specificity, the order of its layer
Matched = dict[str | None, tuple[Rule, ...]]  # by pseudo-element; None: the element itself
_MOST = 1_500  # styles: about 15 MB
_MOST_MATCHINGS = 32  # sets of sheets
_KNOWN = "_pitstop_styles"  # attributes of the fonts
_MATCHINGS = "_pitstop_matchings"
_READY = "_pitstop_ready"  # an attribute of a style: tables have been seen to
_NONE: tuple[Rule, ...] = ()
_NOTHING: Matched = {}
# Pseudo-elements into whose styles the engine writes nothing that is one element's own.
_COMMON = {
    *("before", "after", "marker", "first-line", "first-letter"),
    *("footnote-call", "footnote-marker"),
}
# Attributes that declare something, but for ids: of all elements, and of some.
_DECLARING = ("style", "lang")
_MORE = {"a": ("name",), "{http://www.w3.org/2000/svg}svg": ("width", "height")}
_OF_PAGES = re.compile(rf"\d(?:{'|'.join(VIEWPORT_UNITS)})\b", re.IGNORECASE)


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(css, "StyleFor", _choosing(css.StyleFor))
    put(FontConfiguration, "add_font_face", _forgetting(FontConfiguration.add_font_face))
    put(LOGGER, "filters", [*LOGGER.filters, _Known.hear])


class _Declaring(list[Declared]):
    """What a rule or an element declares; *alone*, where no other document may share what comes of it, as of
    lengths that are parts of a page."""

    def __init__(self, declared: Iterable[Declared], alone: bool = False) -> None:
        super().__init__(declared)
        self.alone = alone or any(_is_of_page(values) for _name, values, _weight in self)


class _Known:
    """What was worked out for documents with the same fonts. In keys are identities of what is in here too."""

    complaints = 0  # of the engine, in this process

    def __init__(self) -> None:
        self.since = self.complaints
        self.rules: dict[Rule, tuple[Any, _Declaring]] = {}
        self.matches: dict[tuple[Any, ...], tuple[Found, Matched]] = {}
        self.matched: dict[tuple[Rule, ...], tuple[Rule, ...]] = {_NONE: _NONE}
        self.declared: dict[tuple[Any, ...], _Declaring] = {}
        self.styles: dict[tuple[Any, ...], Any] = {}

    @classmethod
    def of(cls, fonts: Any) -> "_Known":
        """Return what is known for *fonts*."""
        known: _Known | None = vars(fonts).get(_KNOWN)
        if known is None or known.since != cls.complaints or len(known.styles) > _MOST:
            if known is not None:
                known.let_go()
            known = vars(fonts)[_KNOWN] = cls()
        return known

    def let_go(self) -> None:
        """Part styles from the anonymous ones in them, which keep them and themselves. Documents that have them
        are laid out."""
        for style in self.styles.values():
            anonymous = vars(style).pop("anonymous_style", None)
            if anonymous is not None:
                anonymous.specified = dict(anonymous)

    @classmethod
    def hear(cls, _record: Any) -> bool:
        """Hear of a complaint, and let it pass."""
        cls.complaints += 1
        return True


def _choosing(make: Callable[..., Any]) -> Callable[..., Any]:
    def style_for(html: Any, sheets: Any, hints: bool, *others: Any) -> Any:
        return make(html, sheets, hints, *others) if hints else _StyleFor(html, sheets, *others)

    return style_for


class _StyleFor(css.StyleFor):  # type: ignore[misc]
    """As the engine's own, where attributes are no hints."""

    def __init__(self, html: Any, sheets: Any, font_config: Any, target_collector: Any) -> None:
        self._sheets = sheets
        self._origins = tuple(origin for _sheet, origin, _specificity in sheets)
        self.font_config = font_config
        self.initial_page_sizes = {"box": None, "area": None}
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self._base_url = html.base_url
        self._root = html.etree_element
        self._target_collector = target_collector
        self._known = _Known.of(font_config)
        self._own: dict[Any, _Declaring | None] = {}  # what elements declare
        self._matching = self._matching_of([sheet.matcher for sheet, *_origin in sheets])
        if not self._compute(html):
            self._known = _Known()
            self._compute(html, alone=True)

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        style = self._computed_styles.get((element, pseudo_type))
        if style is None:
            rules = self._matched.get(element, _NOTHING).get(pseudo_type)
            if rules is None:
                return None
            style = self._style(None, rules, self._common[element], pseudo_type)
            if anchor := style["anchor"]:
                self._target_collector.collect_anchor(anchor)
            self._computed_styles[element, pseudo_type] = style
        known = vars(style)
        if _READY not in known:
            known[_READY] = super().__call__(element, pseudo_type) is style
        return style

    def _compute(self, html: Any, alone: bool = False) -> bool:
        """Give each element its style, parents before their children; return False where no other document may
        share them, and this one is not *alone*."""
        self._common: dict[Any, Any] = {None: None}  # the styles that are shared, by element
        self._matched: dict[Any, Matched] = {}
        self._styles: dict[tuple[Any, ...], Any] = {}  # what no other document shares
        self._alone: set[int] = set()  # their identities
        computed = self._computed_styles
        anchors: dict[Any, str] = {}
        for wrapper in html.wrapper_element.iter_subtree():
            element, around = wrapper.etree_element, wrapper.parent
            matched = self._matched[element] = self._match(wrapper)
            parent = self._common[around.etree_element if around else None]
            if element not in self._own:
                self._own[element] = self._declared(element)
            style = self._style(self._own[element], matched.get(None, _NONE), parent)
            if not alone and (around is None or element.tag == "body") and _is_changed(style):
                return False
            self._common[element] = computed[element, None] = style
            if anchor := style["anchor"] if "anchor" in style.cascaded else element.get("id"):
                anchors[element] = anchor
        for element, anchor in anchors.items():
            self._target_collector.collect_anchor(anchor)
            computed[element, None] = _AnchoredStyle(self._common[element], anchor)
        return True

    def _style(
        self,
        own: _Declaring | None,
        rules: tuple[Rule, ...],
        parent: Any,
        pseudo_type: str | None = None,
    ) -> Any:
        """Return the style inside *parent* of what has *rules* and declarations of its *own*."""
        known = self._known
        key = self._base_url if parent is None else id(parent), id(own), id(rules), pseudo_type
        common = pseudo_type is None or pseudo_type in _COMMON
        for styles in (known.styles, self._styles):
            if common and key in styles:
                return styles[key]
        declared = [known.rules[rule][1] for rule in rules]
        if own is not None:
            declared.insert(0, own)
        style = css.ComputedStyle(
            parent,
            _cascaded(declared),
            pseudo_type,
            css.InitialStyle(self.font_config) if parent is None else self._common[self._root],
            self._base_url,
            self.font_config,
            self.initial_page_sizes,
        )
        if common and id(parent) not in self._alone and not any(each.alone for each in declared):
            known.styles[key] = style
        else:
            self._alone.add(id(style))
            self._styles[key if common else (*key, id(style))] = style
        return style

    def _declared(self, element: Any) -> _Declaring | None:
        """Return what attributes of *element* declare."""
        tag, attributes = element.tag, element.attrib
        names = (*_DECLARING, *_MORE[tag]) if tag in _MORE else _DECLARING
        declaring = [(name, attributes[name]) for name in names if name in attributes]
        if not declaring:
            return None
        known = self._known.declared
        key = tag, *declaring
        if key in known:
            return known[key]
        before = _Known.complaints
        found = css.find_style_attributes(Element(tag, dict(declaring)), False, self._base_url)
        declared = [
            (name, values, (css.declaration_precedence("author", importance), inf, specificity))
            for specificity, _element, declarations, base_url in found
            for name, values, importance in css.preprocess_declarations(base_url, declarations)
        ]
        if before != _Known.complaints:
            return _Declaring(declared, alone=True)
        return known.setdefault(key, _Declaring(declared))

    def _matching_of(self, matchers: list[Any]) -> Matching:
        known = vars(self.font_config).setdefault(_MATCHINGS, {})
        key = tuple((id(each), each.order) for each in matchers)
        if key not in known:
            if len(known) >= _MOST_MATCHINGS:
                known.clear()
            known[key] = Matching(matchers)
        matching: Matching = known[key]
        return matching

    def _match(self, wrapper: Any) -> Matched:
        """Return the rules for an element and its pseudo-elements."""
        known = self._known
        found = self._matching.match(wrapper)
        key = id(found), self._origins
        if key in known.matches:
            return known.matches[key][1]
        lists: dict[str | None, list[Rule]] = {}
        for (sheet, origin, sheet_specificity), each in zip(self._sheets, found, strict=True):
            for specificity, _order, pseudo_type, payload in each:
                declarations, layer = payload
                order = inf if layer is None else sheet.layers.index(layer)
                specificity = sheet_specificity or specificity
                rule = origin, id(payload), *specificity, order
                if rule not in known.rules:
                    declared = (
                        (
                            name,
                            values,
                            (css.declaration_precedence(origin, important), order, specificity),
                        )
                        for name, values, important in declarations
                    )
                    known.rules[rule] = payload, _Declaring(declared)
                lists.setdefault(pseudo_type, []).append(rule)
        matched: Matched = {}
        for pseudo_type, rules in lists.items():
            matched[pseudo_type] = known.matched.setdefault(tuple(rules), tuple(rules))
        known.matches[key] = found, matched
        return matched


def _cascaded(declared: list[_Declaring]) -> dict[str, tuple[Any, Any]]:
    """Return for each property the values with the greatest weight, of equal ones the last."""
    cascaded: dict[str, tuple[Any, Any]] = {}
    for each in declared:
        for name, values, weight in each:
            if name not in cascaded or cascaded[name][1] <= weight:
                cascaded[name] = values, weight
    return cascaded


def _is_changed(style: Any) -> bool:
    """Tell whether the engine changes the *style* of a root or a body: it takes what overflows from it, and
    shows a root that is not displayed."""
    return bool(style["overflow"] != "visible" or style["display"] == ("none",))


def _is_of_page(value: Any) -> bool:
    """Tell whether *value* has a length that is a part of a page."""
    if isinstance(value, (tuple, list)):
        return any(map(_is_of_page, value))
    tokens = getattr(value, "tokens", None)
    if tokens is not None:
        return _is_of_page(tokens)
    if hasattr(value, "serialize"):
        return _OF_PAGES.search(value.serialize()) is not None
    return str(getattr(value, "unit", "")).lower() in VIEWPORT_UNITS


class _AnchoredStyle(css.ComputedStyle):  # type: ignore[misc]
    """The style of an element with an anchor: a *shared* one but for that, which nothing inherits."""

    def __init__(self, shared: Any, anchor: str) -> None:
        self.update(shared)
        self.__dict__.update(vars(shared))
        self._shared = shared
        self["anchor"] = anchor

    def __missing__(self, key: str) -> Any:
        value = self[key] = self._shared[key]
        return value

    @property
    def anonymous_style(self) -> Any:
        """The style of anonymous boxes inside: that of the shared one."""
        return self._shared.anonymous_style


def _forgetting(add: Callable[..., Any]) -> Callable[..., Any]:
    """Forget all styles when a font comes: lengths may be parts of its letters."""

    def add_font_face(self: Any, *arguments: Any) -> Any:
        vars(self).pop(_KNOWN, None)
        return add(self, *arguments)

    return add_font_face
