"""Selectors are tried once for all elements that have the same tag and attributes, and ancestors that do too.

Most selectors look at nothing else, which the names in their compiled tests tell; the others (places among
children, siblings, ids, links) are tried as before. What matches is remembered with the style sheets. The 1,462
elements of a dossier are of 530 kinds, and most of the next brief's are of the same.
"""

from collections.abc import Callable, Iterator, Sequence
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
_MATCHING = "_pitstop_matching"  # an attribute of a matcher

Entry = tuple[Callable[[Any], Any], Any, int, Any, Any]  # a test, then what a match is
Test = tuple[Callable[[Any], Any], int, Entry]  # and the number of its matcher
Found = list[list[Any]]


class _Kind(dict[Any, "_Kind"]):
    """Elements that are alike; those inside them, by tag and classes."""

    made = 0

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


_roots: dict[bool, _Kind] = {}  # by whether the document is HTML
_match: Callable[[Any, Any], list[Any]] = cssselect2.Matcher.match  # the engine's own


class _Parted:
    """A *matcher*'s tests apart: those that all of a kind pass or fail together, and ``others``."""

    def __init__(self, matcher: Any) -> None:
        self.by_id = matcher.id_selectors
        self.alike, self.others = cssselect2.Matcher(), cssselect2.Matcher()
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


class Matching:
    """What *matchers* find, all at once: the same lists for all elements that the same tests let pass."""

    def __init__(self, matchers: Sequence[Any]) -> None:
        self.matchers = matchers
        self.order = [each.order for each in matchers]
        self._parted = [*map(_Parted, matchers)]
        self._ids = {id for each in self._parted for id in each.by_id}
        self._known: dict[_Kind, tuple[Found, list[Test]]] = {}
        self._together: dict[tuple[Any, ...], Found] = {}  # by kind and what else matches
        self._found: dict[tuple[Any, ...], Found] = {}  # by the order of what matches

    def match(self, element: Any) -> Found:
        """Return what matches *element*, by matcher."""
        kind = _kind_of(element)
        if kind not in self._known:
            if len(self._known) + len(self._together) >= _MOST:
                for remembered in (self._known, self._together, self._found):
                    remembered.clear()
            tests = enumerate(self._parted)
            self._known[kind] = (
                self._kept([_match(each.alike, element) for each in self._parted]),
                [(entry[0], n, entry) for n, each in tests for entry in each.to_try(element)],
            )
        found, others = self._known[kind]
        if element.id in self._ids:
            by_id = ((n, p.by_id.get(element.id, ())) for n, p in enumerate(self._parted))
            others = [*others, *((entry[0], n, entry) for n, entries in by_id for entry in entries)]
        more = [each for each in others if each[0](element)]
        if not more:
            return found
        key = kind, *(id(entry) for _test, _n, entry in more)
        if key not in self._together:
            together = [[*each] for each in found]
            for _test, n, entry in more:
                together[n].append(entry[1:])
            self._together[key] = self._kept([sorted(each) for each in together])
        return self._together[key]

    def _kept(self, found: Found) -> Found:
        """Return *found*, or what was found earlier and is the same."""
        orders = tuple(tuple(order for _specificity, order, *_what in each) for each in found)
        return self._found.setdefault(orders, found)


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(cssselect2.Matcher, "match", _matching)


def _matching(self: Any, element: Any) -> list[Any]:
    matching: Matching | None = vars(self).get(_MATCHING)
    if matching is None or matching.order != [self.order]:
        matching = vars(self)[_MATCHING] = Matching([self])
    return matching.match(element)[0]


def _kind_of(element: Any) -> _Kind:
    own = vars(element)
    if _KIND not in own:
        if element.parent is not None:
            others = _kind_of(element.parent)
        else:
            if _Kind.made >= _MOST:
                _roots.clear()
                _Kind.made = 0
            others = _roots.setdefault(element.in_html_document, _Kind())
        attributes = element.etree_element.attrib.items()
        key = element.etree_element.tag, *(each for each in attributes if each[0] not in _OWN)
        if key not in others:
            others[key] = _Kind()
            _Kind.made += 1
        own[_KIND] = others[key]
    kind: _Kind = own[_KIND]
    return kind


def _asked(code: CodeType) -> Iterator[tuple[str, bool]]:
    """Yield what *code*, and all inside it, asks for: names, and words in quotes."""
    yield from ((name, False) for name in code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _asked(constant)
        elif isinstance(constant, str):
            yield constant, True
