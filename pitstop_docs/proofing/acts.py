"""The drafts of acts, edited since: an opinion is about the words that it was asked for."""

import re

from lxml import etree

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.proofing.opening import Finished, W, style_of, text_of, value
from pitstop_docs.tree.keys import words_digest

_POINT = "pitstop point"
_FINGERPRINT = re.compile(r"SHA-256((?:\s*[0-9a-f]){64})", re.IGNORECASE)
# What a run has instead of letters; tab stops, which are called so too, are no runs'.
_SIGNS = {W + "tab": " ", W + "br": " ", W + "noBreakHyphen": "\u2011"}


def changed_act(finished: Finished, reporter: Reporter) -> None:
    """The operative part of an act is the one whose fingerprint stands below it."""
    points, printed = [], None
    for paragraph in finished.document.iter(W + "p"):
        if _is_point(finished, paragraph):
            points.append(_words(paragraph))
        elif found := _FINGERPRINT.search(text_of(paragraph)):
            printed = "".join(found[1].split()).lower()
    if printed and words_digest(" ".join(points)) != printed:
        reporter.report("docx-changed-act", finished.place)


def _is_point(finished: Finished, paragraph: etree._Element) -> bool:
    # A style made of it, by hand or by Word, is one too.
    names = (value(style.find(W + "name")) for style in finished.chain(style_of(paragraph)))
    return any(str(name).casefold() == _POINT for name in names)


def _words(paragraph: etree._Element) -> str:
    """Return the words of *paragraph* but for those in its blanks, which are controls inside it."""
    blanks = {run for control in paragraph.iter(W + "sdt") for run in control.iter(W + "r")}
    return "".join(
        _SIGNS.get(str(found.tag)) or found.text or ""
        for run in paragraph.iter(W + "r")
        if run not in blanks
        for found in run.iterchildren(W + "t", *_SIGNS)
    )


ACTS = (changed_act,)
