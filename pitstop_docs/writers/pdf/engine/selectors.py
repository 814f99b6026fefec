"""Selectors are tried once for all elements that have the same tag and attributes, and ancestors that do too.

Most selectors look at nothing else, which the names in their compiled tests tell; the others (places among
children, siblings, ids, links) are tried as before. What matches is remembered with the style sheet. The 1,462
elements of a dossier are of 530 kinds, and most of the next brief's are of the same.
"""

from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from weasyprint.css import cssselect2

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
_BY_NAME = ("class_selectors", "lower_local_name_selectors", "namespace_selectors")
_LISTS = ("lang_attr_selectors", "other_selectors")
_KIND = "_pitstop_kind"  # an attribute of an element's wrapper
_PARTED = "_pitstop_parted"  # an attribute of a matcher

Entry = tuple[Callable[[Any], Any], Any, int, Any, Any]  # a test, then what a match is


class Found(list[Any]):
    """What matches elements of one kind: the same list for all of them."""


class _Kind(dict[Any, "_Kind"]):
    """Elements that are alike; those inside them, by tag and classes."""

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


class _Parted:
    """A *matcher*'s tests apart: those that all of a kind pass or fail together, and ``others``. By kind is
    ``known`` what the former found, and which of the latter are to be tried."""

    def __init__(self, matcher: Any) -> None:
        self.order = matcher.order
        self.by_id = matcher.id_selectors
        self.alike, self.others = cssselect2.Matcher(), cssselect2.Matcher()
        self.known: dict[_Kind, tuple[Found, list[Entry]]] = {}
        self.together: dict[tuple[Any, ...], Found] = {}  # by kind and what else matches
        for bucket in _BY_NAME:
            for name, entries in getattr(matcher, bucket).items():
                for entry in entries:
                    getattr(self._for(entry), bucket).setdefault(name, []).append(entry)
        for bucket in _LISTS:
            for entry in getattr(matcher, bucket):
                getattr(self._for(entry), bucket).append(entry)

    def _for(self, entry: Entry) -> Any:
        asked = set(_asked(entry[0].__code__))
        names = {name for name, quoted in asked if not quoted}
        own = {name for name, quoted in asked if quoted} & _OWN
        return self.alike if names <= _NAMES and not own else self.others

    def to_try(self, element: Any) -> list[Entry]:
        """Return the others that look for the tag, a class or the language of *element*, or for anything."""
        found = list(self.others.other_selectors)
        for name in element.classes:
            found += self.others.class_selectors.get(name, ())
        tag = cssselect2.ascii_lower(element.local_name)
        found += self.others.lower_local_name_selectors.get(tag, ())
        found += self.others.namespace_selectors.get(element.namespace_url, ())
        if "lang" in element.etree_element.attrib:
            found += self.others.lang_attr_selectors
        return found


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(cssselect2.Matcher, "match", _remembering(cssselect2.Matcher.match))


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
        if kind not in parted.known:
            if len(parted.known) + len(parted.together) >= _MOST:
                parted.known.clear()
                parted.together.clear()
            found = Found(match(parted.alike, element))
            parted.known[kind] = found, parted.to_try(element)
        found, others = parted.known[kind]
        if element.id and element.id in parted.by_id:
            others = [*others, *parted.by_id[element.id]]
        more = [entry for entry in others if entry[0](element)]
        if not more:
            return found
        key = kind, *map(id, more)
        if key not in parted.together:
            parted.together[key] = Found(sorted([*found, *(entry[1:] for entry in more)]))
        return parted.together[key]

    return matching


def _asked(code: CodeType) -> Iterator[tuple[str, bool]]:
    """Yield what *code*, and all inside it, asks for: names, and words in quotes."""
    yield from ((name, False) for name in code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _asked(constant)
        elif isinstance(constant, str):
            yield constant, True
