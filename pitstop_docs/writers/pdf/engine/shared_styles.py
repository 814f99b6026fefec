"""Elements that are styled alike share one computed style, whatever their ids; declarations are weighed once
for all of them, and pseudo-elements are styled when somebody asks for them.

WeasyPrint turns an ``id`` into a declaration of its element's own, and shares computed styles among elements
with the same declarations: none with an id shares any, nor does what is inside it. It weighs all
declarations for each element before it knows that it is like another. And its own style sheet has six
pseudo-elements for every element, of which only lists and notes are asked. A dossier's 1,339 elements have
1,100 styles, not 9,557.
"""

from collections.abc import Iterator
from math import inf
from typing import Any

from weasyprint import css

from pitstop_docs.writers.pdf.engine.putting import Put

Declared = tuple[str, Any, tuple[Any, ...]]  # a property, its values, and their weight
_FROM_ID = "-weasy-anchor"


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(css, "StyleFor", _SharingStyleFor)


class _SharingStyleFor(css.StyleFor):  # type: ignore[misc]
    """As the engine's own; ``_rules`` has, by the identity of a rule, what it declares."""

    def __init__(
        self, html: Any, sheets: Any, hints: bool, font_config: Any, target_collector: Any
    ) -> None:
        self._sheets = sheets
        self.font_config = font_config
        self.initial_page_sizes = {"box": None, "area": None}
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self._base_url = html.base_url
        self._root = html.etree_element
        self._rules: dict[tuple[int, ...], list[Declared]] = {}
        self._pseudo: dict[tuple[Any, str], list[tuple[int, ...]]] = {}
        self._target_collector = target_collector
        self._compute(html, _declared_in(html, hints))

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        key = element, pseudo_type
        if pseudo_type is not None and key in self._pseudo:
            cascaded = self._cascade((), self._pseudo.pop(key))
            style = self._style(cascaded, self._computed_styles[element, None], pseudo_type)
            if anchor := style["anchor"]:
                self._target_collector.collect_anchor(anchor)
            self._computed_styles[key] = style
        return super().__call__(element, pseudo_type)

    def _compute(self, html: Any, declared: dict[Any, list[Declared]]) -> None:
        """Give each element its style, parents before their children."""
        computed = self._computed_styles
        shared: dict[Any, Any] = {}  # by an element's parent and declarations
        common: dict[Any, Any] = {None: None}  # by element
        for wrapper in html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            parent = common[wrapper.parent.etree_element if wrapper.parent else None]
            own = declared.get(element, ())
            matched = self._match(wrapper)
            key = id(parent), id(own) if own else None, tuple(matched)
            style = shared.get(key)
            if style is None:
                style = shared[key] = self._style(self._cascade(own, matched), parent)
            common[element] = computed[element, None] = style
            anchor = style["anchor"] if "anchor" in style.cascaded else element.get("id")
            if anchor:
                self._target_collector.collect_anchor(anchor)
                computed[element, None] = _AnchoredStyle(style, anchor)

    def _style(self, cascaded: Any, parent: Any, pseudo_type: str | None = None) -> Any:
        top = self._computed_styles.get((self._root, None))
        return css.ComputedStyle(
            parent,
            cascaded,
            pseudo_type,
            css.InitialStyle(self.font_config) if parent is None else top,
            self._base_url,
            self.font_config,
            self.initial_page_sizes,
        )

    def _match(self, wrapper: Any) -> list[tuple[int, ...]]:
        """Return the rules for the element itself; keep those for its pseudo-elements."""
        matched = []
        for number, (sheet, origin, sheet_specificity) in enumerate(self._sheets):
            for specificity, _order, pseudo_type, payload in sheet.matcher.match(wrapper):
                rule = number, id(payload), *specificity
                if rule not in self._rules:
                    declarations, layer = payload
                    order = inf if layer is None else sheet.layers.index(layer)
                    self._rules[rule] = [
                        (
                            name,
                            values,
                            (
                                css.declaration_precedence(origin, importance),
                                order,
                                sheet_specificity or specificity,
                            ),
                        )
                        for name, values, importance in declarations
                    ]
                if pseudo_type is None:
                    matched.append(rule)
                else:
                    self._pseudo.setdefault((wrapper.etree_element, pseudo_type), []).append(rule)
        return matched

    def _cascade(self, own: Any, rules: list[tuple[int, ...]]) -> dict[str, tuple[Any, Any]]:
        """Return for each property the values with the greatest weight, of equal ones the last."""
        cascaded: dict[str, tuple[Any, Any]] = {}
        for declared in (own, *(self._rules[rule] for rule in rules)):
            for name, values, weight in declared:
                if name not in cascaded or cascaded[name][1] <= weight:
                    cascaded[name] = values, weight
        return cascaded


class _AnchoredStyle(css.ComputedStyle):  # type: ignore[misc]
    """The style of an element with an anchor: a *shared* one but for that, which nothing inherits."""

    def __init__(self, shared: Any, anchor: str) -> None:
        super().__init__(
            shared.parent_style,
            shared.cascaded,
            shared.pseudo_type,
            shared.root_style,
            shared.base_url,
            shared.font_config,
            shared.initial_page_sizes,
        )
        self.specified = shared.specified
        self._shared = shared
        self["anchor"] = anchor

    def __missing__(self, key: str) -> Any:
        value = self[key] = self._shared[key]
        return value

    @property
    def anonymous_style(self) -> Any:
        """The style of anonymous boxes inside: that of the shared one."""
        return self._shared.anonymous_style


def _declared_in(html: Any, hints: bool) -> dict[Any, list[Declared]]:
    """Return what attributes of elements declare, but for ids."""
    found: dict[Any, list[Declared]] = {}
    attributes: Iterator[Any] = css.find_style_attributes(html.etree_element, hints, html.base_url)
    for specificity, element, declarations, base_url in attributes:
        if [getattr(each, "name", "") for each in declarations] == [_FROM_ID]:
            continue
        found.setdefault(element, []).extend(
            (name, values, (css.declaration_precedence("author", importance), inf, specificity))
            for name, values, importance in css.preprocess_declarations(base_url, declarations)
        )
    return found
