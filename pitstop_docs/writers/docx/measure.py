"""How long a line of running text may be: no longer than a reader's eye finds the next one from.

Enters: the styles of a look, on its page. Leaves: the same, with what is missing of the indent at the right;
a box is as wide as its widest text. Tables, titles and what stands in columns keep their width.
"""

from collections.abc import Mapping

from lxml import etree

from pitstop_docs.writers.docx.heights import Metric
from pitstop_docs.writers.docx.markup import W, add
from pitstop_docs.writers.docx.styles import named_styles

# Lines differ: of so many letters on average, the longest are as many as were asked for.
_LONGEST = 1.08
# Styles of running text, by name; those of a box together, its title first, which goes with its text.
_RUNNING = (
    "body text", "caption", "footnote text", "quote", "subtitle",
    *(f"{name}{level}" for name in ("list bullet", "list number", "list continue")
      for level in ("", " 2", " 3")),
    *(f"pitstop {name}" for name in (
        "attribution", "credit", "fact", "label", "point", "recital", "reference", "small", "step",
        "timeline", "certainty text", "contact text", "to ask text",
    )),
)  # fmt: skip
_BOXES = (
    ("pitstop messages title", "pitstop messages text", "pitstop message"),
    ("pitstop lesson title", "pitstop lesson text"),
    ("pitstop risk title", "pitstop risk text"),
    ("pitstop municipality title", "pitstop municipality text", "pitstop municipality fact"),
)
# Paragraph properties that stand before the indent, 17.3.1.26.
_BEFORE = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
    "spacing",
)  # fmt: skip


def hold_measure(
    styles: etree._Element, metrics: Mapping[str, Metric], width: int, letters: int
) -> None:
    """Indent running text, which has *metrics*, so that its lines of *width* twips hold so many *letters*
    at most."""
    by_name = {
        name.lower(): style for kind, name, style in named_styles(styles) if kind == "paragraph"
    }
    for names in (*((name,) for name in _RUNNING), *_BOXES):
        group = [by_name[name] for name in names if name in by_name]
        known = [metrics[style.get(W + "styleId", "")] for style in group]
        missing = min(
            (width - m.indents - letters / _LONGEST * m.letter for m in known[len(names) > 1 :]),
            default=0.0,
        )
        for style, metric in zip(group, known, strict=True):
            if missing > 0:
                _indent(style).set(W + "right", str(metric.right + round(missing)))


def _indent(style: etree._Element) -> etree._Element:
    """Return the indent of *style*, which is made where there is none."""
    properties = style.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        run = style.find(W + "rPr")
        style.append(properties) if run is None else run.addprevious(properties)
    found = properties.find(W + "ind")
    if found is None:
        found = add(properties, "ind")
        place = sum(child.tag.removeprefix(W) in _BEFORE for child in properties)
        properties.insert(place, found)
    return found
