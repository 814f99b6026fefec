"""What a document says of itself, and style sheets of its own, are looked for where they may be.

WeasyPrint tries selectors on all elements of a document, twice, for the few in its head: 20 ms a dossier. For
names alone it is enough to look into what has such elements inside, which the tree tells at once.
"""

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.css import cssselect2

from pitstop_docs.writers.pdf.engine.putting import Put

Wrapper = cssselect2.ElementWrapper
_NAMES = {"style", "link", "title", "meta"}


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(Wrapper, "query_all", _looking(Wrapper.query_all))


def _looking(query: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def query_all(self: Any, *selectors: Any) -> Iterator[Any]:
        names = _NAMES.intersection(each for each in selectors if isinstance(each, str))
        if len(names) < len(selectors) or _is_mixed(self.etree_element, names):
            return query(self, *selectors)
        return _named(self, names)

    return query_all


def _is_mixed(element: Element, names: set[str]) -> bool:
    """Tell whether other languages than HTML have elements with *names* in *element*."""
    tags = {str(each.tag) for each in element.iter()}
    return any(tag[:1] == "{" and tag.rpartition("}")[2] in names for tag in tags)


def _named(wrapper: Any, names: set[str]) -> Iterator[Any]:
    """Yield what has one of *names* in *wrapper*, in their order."""
    if wrapper.etree_element.tag in names:
        yield wrapper
    for child in wrapper.iter_children():
        if any(next(child.etree_element.iter(name), None) is not None for name in names):
            yield from _named(child, names)
