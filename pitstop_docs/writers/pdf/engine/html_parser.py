"""HTML that is whole is parsed by libxml2, not by a parser written in Python.

WeasyPrint's parser mends what people write in all the ways that the HTML standard says: 80 ms a dossier, where
libxml2 takes 4. Our templates leave nothing to mend: every element but the void ones is closed, and tables
have their bodies. The tree is the same but for white space around the body, which is put where the standard
has it. Since version 2.14 libxml2 reads characters as the standard says, but for NUL.
"""

from collections.abc import Callable
from io import StringIO
from typing import Any, cast
from xml.etree.ElementTree import Element, TreeBuilder

import weasyprint
from lxml import etree

from pitstop_docs.writers.pdf.engine.putting import Put

_BEGINNING = "<!DOCTYPE html>\n<html "
_END = "</body>\n</html>"
_OTHER = ("\0", "<!--")
_LIBXML = (2, 14)


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    if etree.LIBXML_VERSION >= _LIBXML:
        own = weasyprint.tinyhtml5
        put(own, "parse", choosing(own.parse))


def choosing(mend: Callable[..., Element]) -> Callable[..., Element]:
    """Return a parser of HTML that has *mend* parse what may not be whole."""

    def parse(file: Any, **options: Any) -> Element:
        text = file.getvalue() if isinstance(file, StringIO) else ""
        framed = text.startswith(_BEGINNING) and text.endswith(_END)
        whole = framed and not any(other in text for other in _OTHER)
        return _parsed(text) if whole else mend(file, **options)

    return parse


def _parsed(text: str) -> Element:
    target: Any = _Tree()
    # Without huge_tree long texts would be cut, and nobody told.
    root: Any = etree.HTML(text, etree.HTMLParser(target=target, huge_tree=True))
    body = root[-1]
    root.text = None
    body[-1].tail = (body[-1].tail or "") + (body.tail or "")
    body.tail = None
    return cast(Element, root)


class _Tree(TreeBuilder):
    """Builds elements of the standard library."""

    def start(self, tag: str, attributes: Any, /) -> Element:
        """Open an element."""
        return super().start(tag, dict(attributes))
