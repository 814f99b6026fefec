"""A finished Word file whose blanks are filled in, once for each recipient.

Enters: the bytes of a file of ours; what its blanks say, by their keys. Leaves: the file with these words in
the place of prompts. It is opened once, and its other parts are packed once.
"""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from lxml import etree

from pitstop_docs.runs.archive import read_archive
from pitstop_docs.writers.docx.archive import File, write_archive
from pitstop_docs.writers.docx.blanks import key_of_tag
from pitstop_docs.writers.docx.markup import SPACE, W, legal, parse, serialise

_DOCUMENT = "word/document.xml"
_MARK = "\ufdd0"  # on both sides of a key: a noncharacter, which no words of ours can hold


class Fillable:
    """The Word file *data*, in which the blanks *keys* are to be filled in."""

    def __init__(self, data: bytes, keys: frozenset[str]) -> None:
        files = read_archive(data)
        main = parse(files.pop(_DOCUMENT))
        for control in main.iter(W + "sdt"):
            key = key_of_tag(_tag(control))
            if key in keys:
                _mark(control, key)
        # Pieces of text, between them the keys of blanks.
        self._pieces = serialise(main).decode().split(_MARK)
        self._files = [File(name, content, shared=True) for name, content in files.items()]

    def fill(self, words: Mapping[str, str]) -> bytes:
        """Return the file with *words* in its blanks, by key; what they lack raises KeyError."""
        pieces = [
            escape(legal(words[piece])) if number % 2 else piece
            for number, piece in enumerate(self._pieces)
        ]
        return write_archive([*self._files, File(_DOCUMENT, "".join(pieces).encode())])


def _tag(control: etree._Element) -> str:
    tag = control.find(f"{W}sdtPr/{W}tag")
    return "" if tag is None else tag.get(W + "val", "")


def _mark(control: etree._Element, key: str) -> None:
    """Put a mark in the place of the prompt of *control*: what stands there is no prompt any more."""
    properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
    assert properties is not None  # ours
    assert content is not None
    for prompt in properties.findall(W + "showingPlcHdr"):
        properties.remove(prompt)
    look = properties.find(W + "rPr")
    for run in content.iter(W + "r"):
        for old in run.findall(W + "rPr"):
            run.remove(old)
        if look is not None:
            run.insert(0, etree.fromstring(etree.tostring(look)))
        text = run.find(W + "t")
        assert text is not None
        text.text = f"{_MARK}{key}{_MARK}"
        text.set(SPACE, "preserve")
