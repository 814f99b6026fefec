"""What the controls and bookmarks of a Word file say of their texts, read back for tests.

Enters: bytes of a Word file. Leaves: the words that each key stands for. It knows the file alone, as
whoever brings edits home will.
"""

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256

from lxml import etree

from tests.docx_words import WP, W, in_blank, part

_SILENT = ("PitStopCaptionLabel", "PitStopCitation")
_SIGNS = {W + "tab": " ", W + "br": " ", W + "noBreakHyphen": "\u2011"}
KEY = re.compile(r"_ps[0-9a-f]{16}_([0-9a-f]{8})")


def hash_of(text: str) -> str:
    """Return the hash that a key must carry for *text*."""
    seen = " ".join(unicodedata.normalize("NFC", text).split())
    return sha256(seen.encode()).hexdigest()[:8]


def said(element: etree._Element) -> str:
    """Return what the source gave to *element*: no labels, no numbers of notes and sources, no blanks."""
    words = []
    for found in element.iter(W + "t", *_SIGNS):
        run = found.getparent()
        style = run.find(f"{W}rPr/{W}rStyle") if run is not None else None
        if run is None or run.tag != W + "r" or in_blank(run):
            continue  # the tab stops of a paragraph; what a municipality fills in
        if style is None or style.get(W + "val") not in _SILENT:
            words.append(_SIGNS.get(str(found.tag)) or found.text or "")
    return "".join(words)


def controls(docx: bytes) -> Iterator[tuple[str, str]]:
    """Yield tag and words of each control that holds a source's text."""
    for control in part(docx, "word/document.xml").iter(W + "sdt"):
        tag, content = control.find(f"{W}sdtPr/{W}tag"), control.find(W + "sdtContent")
        assert tag is not None
        assert content is not None
        if tag.get(W + "val", "").startswith("ps2:"):
            yield tag.get(W + "val", ""), said(content)


def bookmarks(docx: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and words of each key bookmark: a paragraph's, a picture's or a note's."""
    notes = {
        note.get(W + "id"): said(note).strip()
        for note in part(docx, "word/footnotes.xml").iterfind(W + "footnote")
    }
    for start in part(docx, "word/document.xml").iter(W + "bookmarkStart"):
        name = start.get(W + "name", "")
        if not name.startswith("_ps"):
            continue
        inside = []
        for element in start.itersiblings():
            if element.tag == W + "bookmarkEnd" and element.get(W + "id") == start.get(W + "id"):
                break
            inside.append(element)
        calls = [call for e in inside for call in e.iter(W + "footnoteReference")]
        pictures = [about for e in inside for about in e.iter(WP + "docPr")]
        text = "".join(map(said, inside))
        if text.strip():
            # LibreOffice may end it before the last letters: its paragraph is what counts.
            text = said(next(start.iterancestors(W + "p")))
        if pictures:
            text = pictures[0].get("descr", "")
        elif calls and not text.strip():
            text = notes[calls[0].get(W + "id")]
        yield name, text
