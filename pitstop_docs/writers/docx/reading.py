"""A finished Word file → its words. It may have been changed since, by anybody."""

import re

from lxml import etree

from pitstop_docs.runs.archive import WordFileError, read_archive
from pitstop_docs.writers.docx.markup import W


def words_of(data: bytes) -> str:
    """Return the text of the document and of what belongs to it, part by part; a file that cannot be
    read has none."""
    try:
        files = read_archive(data, lambda name: re.fullmatch(r"word/\w+\.xml", name) is not None)
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        parts = [etree.fromstring(files[name], parser) for name in sorted(files)]
    except (WordFileError, etree.XMLSyntaxError, ValueError):
        return ""
    return "\n".join(text.text or "" for part in parts for text in part.iter(f"{W}t"))


def pages_of(data: bytes) -> int | None:
    """Return None: its pages are whoever's who opens it."""
    return None
