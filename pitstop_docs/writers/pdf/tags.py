"""The structure tree of a PDF, rebuilt from the HTML that was laid out.

Enters: pages that WeasyPrint has painted with tags, and the elements they come from. Leaves: a tree
with exactly one structure element for each HTML element (ISO 32000-1, 14.7), in reading order.
WeasyPrint's own tree mirrors its boxes: an element that spans two pages becomes two, a footnote's
body lands behind the page's text, a repeated table header is read again. None of that is in ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
import weasyprint

from pitstop_docs.writers.pdf.engine.numbered_tags import REPLACED
from pitstop_docs.writers.pdf.notes import printed_notes
from pitstop_docs.writers.pdf.structure import Leaf, Node

# HTML element → structure type. Elements that are not here give their content to their parent.
_ROLES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P", "section": "Sect", "nav": "Sect", "blockquote": "BlockQuote",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD",
    "caption": "Caption", "figure": "Div", "figcaption": "Caption", "img": "Figure", "a": "Link",
}  # fmt: skip
_SOFT_HYPHEN = "\u00ad"
_WORD_JOINER = "\u2060"
_POINT = 0.75  # one CSS px in pt


class TaggedPage(weasyprint.Page):  # type: ignore[misc]
    """A page that remembers which marked content each of its boxes became."""

    def __init__(self, page: weasyprint.Page) -> None:
        # The laid-out page is taken over as it is: gathering its anchors anew would cost time.
        self.__dict__.update(vars(page))
        setattr(self._page_box, REPLACED, True)
        self.marks: dict[Any, int] = {}
        self.stream: Any = None

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the page; afterwards ``marks`` maps boxes to marked-content numbers."""
        super().paint(stream, scale)
        self.marks = {box: mark["mcid"] for box, mark in stream._tags.items()}
        self.stream = stream

    @property
    def boxes(self) -> Any:
        """The page's box, which holds all others."""
        return self._page_box

    def make_artifact(self, mcids: set[int]) -> None:
        """Turn marked content into an artifact (ISO 32000-1, 14.8.2.2)."""
        operations = self.stream.stream
        for index in range(2, len(operations)):
            if operations[index] == b"BDC" and operations[index - 1].get("MCID") in mcids:
                operations[index - 2] = "/Artifact"
                operations[index - 1] = pydyf.Dictionary({"Type": "/Pagination"})


class TagTree:
    """Builds the tree by walking the boxes of all pages once."""

    def __init__(self, root: Element) -> None:
        self._order = {element: place for place, element in enumerate(root.iter())}
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._nodes: dict[Element, Node] = {}
        self._bodies: dict[int, Node] = {}
        self._calls: dict[Element, Node] = {}
        self._texts: dict[Element, _Source] = {}
        self._head_pages: dict[Element, int] = {}
        self._notes = 0
        self._printed: set[Element] = set()
        self._hidden: dict[Element, bool] = {}
        self._spaced: Node | None = None
        self.root = Node("Document")

    def read(self, pages: "list[TaggedPage]") -> None:
        """Gather the content of *pages*; page margins and repeated table headers become artifacts."""
        self._printed = printed_notes(pages)
        for number, page in enumerate(pages):
            artifacts: set[int] = set()
            for box, artifact in boxes_of(page):
                if box in page.marks or box.link_annotation:
                    self._place(box, page, number, artifact, artifacts)
            if artifacts:
                page.make_artifact(artifacts)
        # A cell without words paints nothing, and the grid would be short of it (PDF/UA-1, 7.5).
        for element in self._order:
            if element.tag in ("th", "td") and not self._is_hidden(element):
                self._node(element)
        _sort(self.root)

    def _place(
        self, box: Any, page: TaggedPage, number: int, artifact: bool, artifacts: set[int]
    ) -> None:
        if annotation := box.link_annotation:
            self._node(box.element).links.append((number, annotation))
        mcid = page.marks.get(box)
        if mcid is None:
            return
        node = None if artifact else self._holder(box, number)
        if node is None:
            artifacts.add(mcid)
            return
        drawn = getattr(box, "text", "")
        if drawn and not drawn.strip():
            # WeasyPrint draws no space that stands alone: the next piece must begin with one.
            self._spaced = node
            artifacts.add(mcid)
            return
        actual = self._actual_text(box)
        if actual is None:
            artifacts.add(mcid)
            return
        leaf = Leaf(number, mcid, actual)
        if self._spaced is not None and node.role not in ("Reference", "Lbl"):
            if self._spaced is node or node.role == "Link":
                leaf.actual = " " + (leaf.actual or drawn)
            self._spaced = None
        node.kids.append(leaf)
        if node.role == "Figure":
            node.attributes.update({"O": "/Layout", "BBox": _bbox(box, page.height)})

    def _holder(self, box: Any, page: int) -> Node | None:
        """Return the node that *box*'s content belongs to, or ``None`` for decoration."""
        element: Element = box.element
        if self._is_hidden(element):
            return None
        head = self._ancestor(element, "thead")
        if head is not None and self._head_pages.setdefault(head, page) != page:
            return None
        match box.element_tag.partition("::")[2]:
            case "":
                return self._node(element)
            case "marker":
                return self._label(element)
            case "before" if element.tag == "li":
                return self._label(element)
            case "footnote-call":
                return self._call(element)
            case "footnote-marker":
                return self._label(element)
            case "after" if element.tag == "a":
                return self._page_number(element)
            case _:
                return None

    def _ancestor(self, element: Element, tag: str) -> Element | None:
        found: Element | None = element
        while found is not None and found.tag != tag:
            found = self._parents.get(found)
        return found

    def _is_hidden(self, element: Element) -> bool:
        """Tell whether *element* is but seen: it says again what is read elsewhere."""
        if element not in self._hidden:
            around = self._parents.get(element)
            self._hidden[element] = element.get("aria-hidden") == "true" or (
                around is not None and self._is_hidden(around)
            )
        return self._hidden[element]

    def _node(self, element: Element | None) -> Node:
        """Return the one node of *element*, made in its place when it is met first."""
        if element is None:
            return self.root
        if element in self._nodes:
            return self._nodes[element]
        parent_element = self._parents.get(element)
        parent = self._node(parent_element)
        role = self._role(element, parent_element)
        if role is None:
            node = parent
        else:
            node = Node(role, self._order[element])
            self._describe(node, element)
            self._body(parent, role).kids.append(node)
        self._nodes[element] = node
        return node

    def _role(self, element: Element, parent: Element | None) -> str | None:
        inside = parent.tag if parent is not None else ""
        contents = parent is not None and self._ancestor(parent, "nav") is not None
        if element.tag == "div" and inside == "dl":
            return "LI"
        if element.tag == "span" and element.get("class", "").startswith("note"):
            return "Note"
        if contents and element.tag in ("ol", "li"):
            return {"ol": "TOC", "li": "TOCI"}[element.tag]
        return _ROLES.get(element.tag)

    def _body(self, parent: Node, role: str) -> Node:
        """Return where a kid of *parent* goes: a list item has its content in an LBody."""
        if parent.role != "LI" or role in ("Lbl", "LBody"):
            return parent
        if id(parent) not in self._bodies:
            self._bodies[id(parent)] = Node("LBody", parent.place)
            parent.kids.append(self._bodies[id(parent)])
        return self._bodies[id(parent)]

    def _describe(self, node: Node, element: Element) -> None:
        match node.role:
            case "TH":
                scope = "Row" if element.get("scope") == "row" else "Column"
                node.attributes.update({"O": "/Table", "Scope": f"/{scope}"})
            case "L":
                node.attributes.update({"O": "/List", "ListNumbering": f"/{_numbering(element)}"})
            case "Note":
                # PDF/UA-1, 7.9: every note has an ID of its own.
                self._notes += 1
                node.entries["ID"] = pydyf.String(f"note-{self._notes}")
            case "Figure":
                node.entries["Alt"] = pydyf.String(element.get("alt", ""))

    def _label(self, element: Element) -> Node:
        node = self._node(element)
        if node.kids and isinstance(node.kids[0], Node) and node.kids[0].role == "Lbl":
            return node.kids[0]
        label = Node("Lbl", node.place)
        node.kids.insert(0, label)
        return label

    def _call(self, element: Element) -> Node:
        """Return the reference of the note *element*, whose body follows it in the tree, unless the page has
        printed it for another call."""
        if element in self._calls:
            return self._calls[element]
        call = self._calls[element] = Node("Reference")
        siblings = self._body(self._node(self._parents[element]), "Note").kids
        if element in self._printed:
            note = self._node(element)
            siblings.insert(siblings.index(note), call)
        else:
            siblings.append(call)
        return call

    def _page_number(self, element: Element) -> Node:
        number = Node("Span")
        self._node(self._parents[element]).kids.append(number)
        return number

    def _actual_text(self, box: Any) -> str | None:
        """Return what is to be read when the drawn text is hyphenated, "" when it is as it is, and
        ``None`` when all of the element's text was drawn before."""
        element = box.element
        if element is None or "::" in box.element_tag or not hasattr(box, "text"):
            return ""
        if element not in self._texts:
            self._texts[element] = _Source(_own_text(element))
        return self._texts[element].read(box.text)


@dataclass(slots=True)
class _Source:
    """The text of an element, read again piece by piece as its lines are met."""

    text: str
    position: int = 0

    def read(self, drawn: str) -> str | None:
        """Return the text behind *drawn* where it differs, with U+00AD for a hyphen that a line end
        added and U+2060 where a line ends inside a word without one; ``None`` at the text's end."""
        start = end = self._skip_space(self.position)
        if start == len(self.text):
            return None
        plain = drawn.strip()
        if self.text.startswith(plain, start):  # as letter by letter, in less time
            end += len(plain)
            return self._read_to(
                self._skip_space(end) if drawn[-1:].isspace() else end, start, drawn
            )
        for index, letter in enumerate(drawn):
            if letter.isspace():
                end = self._skip_space(end)
            elif end < len(self.text) and self.text[end].casefold() == letter.casefold():
                end += 1
            elif index == len(drawn) - 1 and letter in "-‐":
                self.position = end
                before = " " if drawn[:1].isspace() else ""
                return before + self.text[start:end] + _SOFT_HYPHEN
            else:
                return ""  # drawn from elsewhere: read as drawn
        return self._read_to(end, start, drawn)

    def _read_to(self, end: int, start: int, drawn: str) -> str:
        self.position = end
        before = " " if drawn[:1].isspace() else ""
        words = before + self.text[start:end]
        if words.strip() and self.text[end : end + 1].strip() and not drawn[-1:].isspace():
            return words + _WORD_JOINER
        return words if words.split() != drawn.split() else ""

    def _skip_space(self, position: int) -> int:
        while position < len(self.text) and self.text[position].isspace():
            position += 1
        return position


def boxes_of(page: TaggedPage) -> Iterator[tuple[Any, bool]]:
    """Yield the boxes of *page* in reading order, and whether each is an artifact: in page margins and in
    the dots of a table of contents."""
    waiting = [(page.boxes, False)]
    while waiting:
        box, artifact = waiting.pop()
        box = getattr(box, "_box", box)  # an absolutely positioned box stands behind a placeholder
        artifact = artifact or box.is_leader or type(box).__name__ == "MarginBox"
        yield box, artifact
        waiting += [(child, artifact) for child in reversed(box.children)]


def _sort(node: Node) -> None:
    """Put the blocks inside *node* in the order of the HTML: the second of two columns may begin on
    an earlier page than the first."""
    blocks = [kid for kid in node.kids if isinstance(kid, Node)]
    if len(blocks) == len(node.kids) and not any(kid.role == "Reference" for kid in blocks):
        blocks.sort(key=lambda kid: kid.place)
        node.kids = [*blocks]
    for kid in blocks:
        _sort(kid)


def _own_text(element: Element) -> str:
    """Return the text of *element* without that of the elements inside it; they part words."""
    pieces = [element.text or "", *((child.tail or "") for child in element)]
    return "\n".join(pieces)


def _numbering(element: Element) -> str:
    """Return the list's ListNumbering (ISO 32000-1, table 347): None when labels are words."""
    if element.tag == "ol":
        return "Decimal"
    return "Disc" if element.tag == "ul" and element.get("class") is None else "None"


def _bbox(box: Any, page_height: float) -> Any:
    left, top = box.content_box_x(), box.content_box_y()
    bottom, right = page_height - top - box.height, left + box.width
    corners = (left, bottom, right, page_height - top)
    return pydyf.Array([round(value * _POINT, 2) for value in corners])
