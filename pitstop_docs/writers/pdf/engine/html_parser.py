"""HTML that is whole is parsed by libxml2, not by a parser written in Python.

WeasyPrint's parser mends what people write in all the ways that the HTML standard says: 80 ms a dossier, where
libxml2 takes 4. Our templates leave nothing to mend: every element but the void ones is closed, and tables
have their bodies. The tree is the same but for white space around the body, which is put where the standard
has it. Since version 2.14 libxml2 reads characters as the standard says; of NUL it makes something else.
"""

from collections.abc import Callable
from io import StringIO
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

import tinyhtml5
from lxml import etree

from pitstop_docs.writers.pdf.engine.putting import Put

_BEGINNING = "<!DOCTYPE html>\n<html "
_END = "</body>\n</html>"
_LIBXML = (2, 14)


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    if etree.LIBXML_VERSION >= _LIBXML:
        put(tinyhtml5, "parse", choosing(tinyhtml5.parse))


def choosing(mend: Callable[..., Element]) -> Callable[..., Element]:
    """Return a parser of HTML that has *mend* parse what may not be whole."""

    def parse(file: Any, **options: Any) -> Element:
        text = file.getvalue() if isinstance(file, StringIO) else ""
        whole = text.startswith(_BEGINNING) and text.endswith(_END) and "\0" not in text
        return _parsed(text) if whole else mend(file, **options)

    return parse


def _parsed(text: str) -> Element:
    root: Element = etree.HTML(text, etree.HTMLParser(target=_Tree()))
    body = root[-1]
    root.text = None
    body[-1].tail = (body[-1].tail or "") + (body.tail or "")
    body.tail = None
    return root


class _Tree(TreeBuilder):
    """Builds elements of the standard library."""

    def start(self, tag: str, attributes: Any, /) -> Element:
        """Open an element."""
        return super().start(tag, dict(attributes))
