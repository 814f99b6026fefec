"""What a letterhead says already, and a document therefore not again.

Enters: a :class:`~.opening.Letterhead` and a Document. Leaves: the Document without the municipality's name
above it, where the letterhead has a head of its own, and without a line for the number of the protocol, where
the letterhead has one (docs/word/letterheads.md).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pitstop_docs.tree.document import Blank, Block, Document, Paragraph, Section
from pitstop_docs.writers.docx.letterheads.opening import Letterhead, find_placeholder
from pitstop_docs.writers.docx.markup import W, parse
from pitstop_docs.writers.docx.parts import PartKind

PROTOCOL = "protocol"  # the key of the blank
# "Prot. n.", "Protocollo generale n° ____", "Prot. ____"; not the office or its address: "protocollo@…".
_PROTOCOL = re.compile(
    r"\bprot(?:\.|ocollo\b)(?:\s*(?:gen(?:\.|erale)))?\s*(?:n(?:\b|[.°º]|r\b|um)|[:.]?\s*(?:[_.…]{2,}|…|$))",
    re.IGNORECASE,
)
_PICTURES = (W + "drawing", W + "pict", W + "object")


def without_repeats(document: Document, letterhead: Letterhead) -> Document:
    """Return *document* as it stands on *letterhead*."""
    if has_head(letterhead):
        addressed = (block for block in document.above if _is_addressed(block))
        document = replace(document, above=tuple(addressed))
    if has_protocol(letterhead):
        blanks = tuple(blank for blank in document.blanks if blank.key != PROTOCOL)
        document = replace(document, blanks=blanks, body=tuple(_without(document.body)))
    return document


def _is_addressed(block: Block) -> bool:
    """Tell whether *block* says for whom a document is: no letterhead does."""
    return isinstance(block, Paragraph) and block.style == "addressee"


def has_head(letterhead: Letterhead) -> bool:
    """Tell whether anything stands above the text: in a header, or before the placeholder."""
    main, headers, _footers = _stories(letterhead)
    placeholder = find_placeholder(main)
    above = list(placeholder.itersiblings(preceding=True)) if placeholder is not None else []
    return any(map(_says, (*headers, *above)))


def has_protocol(letterhead: Letterhead) -> bool:
    """Tell whether a paragraph that is printed asks for the number of the protocol."""
    main, headers, footers = _stories(letterhead)
    text = [main] if find_placeholder(main) is not None else []
    paragraphs = (p for story in (*text, *headers, *footers) for p in story.iter(W + "p"))
    return any(_PROTOCOL.search(_text(paragraph)) for paragraph in paragraphs)


def _stories(
    letterhead: Letterhead,
) -> tuple[etree._Element, list[etree._Element], list[etree._Element]]:
    parts = letterhead.package.parts.values()
    headers, footers = (
        [parse(part.data) for part in parts if part.content_type == kind.content_type]
        for kind in (PartKind.HEADER, PartKind.FOOTER)
    )
    return letterhead.document, headers, footers


def _says(element: etree._Element) -> bool:
    return bool(_text(element)) or next(element.iter(*_PICTURES), None) is not None


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(W + "t")).strip()


def _without(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section):
            yield replace(block, blocks=tuple(_without(block.blocks)))
        elif not (isinstance(block, Paragraph) and _asks_protocol(block)):
            yield block


def _asks_protocol(line: Paragraph) -> bool:
    return line.style == "field" and any(
        isinstance(inline, Blank) and inline.key == PROTOCOL for inline in line.content
    )
