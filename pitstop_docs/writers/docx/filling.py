"""A finished Word file whose blanks and slots are filled in, once for each recipient.

Enters: the bytes of a file of ours; what its blanks and slots say, by their keys. Leaves: the file with these
words in the place of prompts. It is opened once, and what does not change is packed once; what does stands last
in the package."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from lxml import etree

from pitstop_docs.runs.archive import read_archive
from pitstop_docs.writers.docx.archive import File, Spliced, pack, write_archive
from pitstop_docs.writers.docx.blanks import is_slot, key_of_tag
from pitstop_docs.writers.docx.headers import PART as HEADER
from pitstop_docs.writers.docx.markup import SPACE, W, legal, parse, serialise
from pitstop_docs.writers.docx.package import DOCUMENT

_STORIES = tuple(part.lstrip("/") for part in (HEADER, DOCUMENT))
_MARK = "\ufdd0"  # on both sides of a key: a noncharacter, which no words of ours can hold


class Fillable:
    """The Word file *data*, in which all slots, and the blanks *keys*, are to be filled in."""

    def __init__(self, data: bytes, keys: frozenset[str] = frozenset()) -> None:
        files = read_archive(data)
        self._stories: list[tuple[Spliced, list[str]]] = []
        for name in _STORIES:
            if name in files and (pieces := _pieces(files[name], keys)):
                del files[name]
                fixed = [piece.encode() for piece in pieces[::2]]
                self._stories.append((Spliced(name, fixed), pieces[1::2]))
        self._files = [pack(File(name, content)) for name, content in files.items()]

    def fill(self, words: Mapping[str, str]) -> bytes:
        """Return the file with *words* in its blanks and slots, by key; what they lack raises KeyError."""
        written = {
            key: escape(legal(words[key])).encode()
            for _story, keys in self._stories
            for key in keys
        }
        stories = [story.packed(written[key] for key in keys) for story, keys in self._stories]
        return write_archive([*self._files, *stories])


def _pieces(story: bytes, keys: frozenset[str]) -> list[str]:
    """Return the text of *story* in pieces, between them the keys of its blanks and slots; nothing where it has
    none."""
    root = parse(story)
    found = False
    for control in list(root.iter(W + "sdt")):
        tag = _tag(control)
        if is_slot(tag) or key_of_tag(tag) in keys:
            _mark(control, key_of_tag(tag))
            found = True
            if is_slot(tag):
                _unwrap(control)
    return serialise(root).decode().split(_MARK) if found else []


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


def _unwrap(control: etree._Element) -> None:
    """Leave what stands in *control* in its place: it is text like any other."""
    content, parent = control.find(W + "sdtContent"), control.getparent()
    assert content is not None
    assert parent is not None
    for run in list(content):
        control.addprevious(run)
    parent.remove(control)
