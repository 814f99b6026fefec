"""Selectors are tried once for all elements that have the same tag and attributes, and ancestors with the same.

Most selectors look at nothing else, which the names in their compiled tests tell; the others (children's places,
siblings, ids, links) are tried as before. What matches is remembered with the style sheet: a dossier's
100,000 tests become 30,000, and fewer when the next brief has the same kinds of elements.
"""

from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from cssselect2 import Matcher

from pitstop_docs.writers.pdf.engine.putting import Put

_MOST = 20_000  # kinds of elements: about 5 MB
# What a test may look at that all elements of a kind have alike, and how it looks at it.
_ALIKE = {"local_name", "namespace_url", "classes", "parent", "ancestors", "in_html_document"}
_ATTRIBUTES = {"etree_element", "attrib", "get", "lower", "startswith", "endswith"}
_LOOKING = {"any", "next", "split_whitespace"}
_NAMES = _ALIKE | _ATTRIBUTES | _LOOKING
# Attributes that differ from element to element, and are no part of its kind.
_OWN = {
    *("id", "href", "src", "alt", "title", "style", "name", "content"),
    *("data-title", "data-running", "data-status", "data-part", "data-number"),
}
_BY_NAME = (
    "id_selectors",
    "class_selectors",
    "lower_local_name_selectors",
    "namespace_selectors",
)
_LISTS = ("lang_attr_selectors", "other_selectors")
_KIND = "_pitstop_kind"  # an attribute of an element's wrapper
_PARTED = "_pitstop_parted"  # an attribute of a matcher


class _Kind(dict[Any, "_Kind"]):
    """Elements that are alike; those inside them, by tag and classes."""

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


class _Parted:
    """What a matcher has, apart: tests that all of a kind pass or fail together, and others. What the former
    found is ``known`` by kind."""

    def __init__(self, matcher: Any) -> None:
        self.order = matcher.order
        self.alike, self.other = Matcher(), Matcher()
        self.known: dict[_Kind, list[Any]] = {}
        for bucket in _BY_NAME:
            for name, entries in getattr(matcher, bucket).items():
                for entry in entries:
                    getattr(self._for(entry), bucket).setdefault(name, []).append(entry)
        for bucket in _LISTS:
            for entry in getattr(matcher, bucket):
                getattr(self._for(entry), bucket).append(entry)

    def _for(self, entry: tuple[Any, ...]) -> Any:
        asked = set(_asked(entry[0].__code__))
        names = {name for name, quoted in asked if not quoted}
        own = {name for name, quoted in asked if quoted} & _OWN
        return self.alike if names <= _NAMES and not own else self.other


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(Matcher, "match", _remembering(Matcher.match))


def _remembering(match: Callable[[Any, Any], list[Any]]) -> Callable[[Any, Any], list[Any]]:
    roots: dict[bool, _Kind] = {}  # by whether the document is HTML
    count = 0

    def kind_of(element: Any) -> _Kind:
        nonlocal count
        own = vars(element)
        if _KIND not in own:
            if element.parent is not None:
                others = kind_of(element.parent)
            else:
                if count >= _MOST:
                    roots.clear()
                    count = 0
                others = roots.setdefault(element.in_html_document, _Kind())
            attributes = element.etree_element.attrib.items()
            key = element.etree_element.tag, *(each for each in attributes if each[0] not in _OWN)
            if key not in others:
                others[key] = _Kind()
                count += 1
            own[_KIND] = others[key]
        kind: _Kind = own[_KIND]
        return kind

    def matching(self: Any, element: Any) -> list[Any]:
        parted = vars(self).get(_PARTED)
        if parted is None or parted.order != self.order:
            parted = vars(self)[_PARTED] = _Parted(self)
        kind = kind_of(element)
        found = parted.known.get(kind)
        if found is None:
            if len(parted.known) >= _MOST:
                parted.known.clear()
            found = parted.known[kind] = match(parted.alike, element)
        other = match(parted.other, element)
        return sorted(found + other) if other else found

    return matching


def _asked(code: CodeType) -> Iterator[tuple[str, bool]]:
    """Yield what *code*, and all inside it, asks for: names, and words in quotes."""
    yield from ((name, False) for name in code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _asked(constant)
        elif isinstance(constant, str):
            yield constant, True
