"""The structure tree as PDF objects (ISO 32000-1, 14.7).

Enters: a tree of nodes and marked content. Leaves: the same tree in a PDF that WeasyPrint has just
painted, in place of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf


@dataclass(slots=True)
class Leaf:
    """Marked content: its page and number there, and the words to read where others are drawn."""

    page: int
    mcid: int
    actual: str = ""


@dataclass(slots=True)
class Node:
    """A structure element to be; ``links`` are its annotations with their pages, ``place`` is that
    of its HTML element in the document."""

    role: str
    place: int = 0
    kids: "list[Node | Leaf]" = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, Any] = field(default_factory=dict)
    links: list[tuple[int, Any]] = field(default_factory=list)


def write_tags(pdf: Any, root: Node, pages: int) -> None:
    """Put the tree *root* into *pdf* in place of the one that is there."""
    old = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/StructElem"]
    for element in old:
        element.clear()  # an empty object costs a few bytes; removing it would renumber the others
    writer = _TreeWriter(pdf, pdf.page_references, [{} for _ in range(pages)], iter(old))
    structure = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(structure)
    document = writer.write(root, structure.reference)
    structure["K"] = pydyf.Array([document.reference])
    structure["ParentTree"] = writer.parent_tree().reference
    structure["ParentTreeNextKey"] = pages + len(writer.annotations)
    if writer.ids:
        names = pydyf.Array()
        for name, reference in sorted(writer.ids.items()):
            names.extend((pydyf.String(name), reference))
        structure["IDTree"] = pydyf.Dictionary({"Names": names})
    pdf.catalog["StructTreeRoot"] = structure.reference


@dataclass(slots=True)
class _TreeWriter:
    """Writes nodes as PDF objects and keeps the way back from content to structure."""

    pdf: Any
    pages: tuple[bytes, ...]
    contents: list[dict[int, Any]]
    spare: Iterator[Any]
    annotations: list[Any] = field(default_factory=list)
    ids: dict[str, Any] = field(default_factory=dict)

    def write(self, node: Node, parent: Any) -> Any:
        """Write *node* and what is inside it; returns its object."""
        element = self._object({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        element.update(node.entries)
        if node.attributes:
            element["A"] = pydyf.Dictionary(node.attributes)
        page = next((kid.page for kid in node.kids if isinstance(kid, Leaf)), None)
        if page is not None:
            element["Pg"] = self.pages[page]
        kids = pydyf.Array()
        for kid in node.kids:
            kids.append(
                self.write(kid, element.reference).reference
                if isinstance(kid, Node)
                else self._content(kid, element, page)
            )
        kids.extend(self._annotation(element, *link) for link in node.links)
        element["K"] = kids
        if "ID" in node.entries:
            self.ids[node.entries["ID"].string] = element.reference
        return element

    def _object(self, entries: dict[str, Any]) -> Any:
        made = next(self.spare, None)
        if made is not None:
            made.update(entries)
            return made
        made = pydyf.Dictionary(entries)
        self.pdf.add_object(made)
        return made

    def _content(self, leaf: Leaf, element: Any, page: int | None) -> Any:
        if leaf.actual:
            span = self._object({"Type": "/StructElem", "S": "/Span", "P": element.reference})
            span["Pg"] = self.pages[leaf.page]
            span["ActualText"] = pydyf.String(leaf.actual)
            span["K"] = leaf.mcid
            self.contents[leaf.page][leaf.mcid] = span.reference
            return span.reference
        self.contents[leaf.page][leaf.mcid] = element.reference
        if leaf.page == page:
            return leaf.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[leaf.page], "MCID": leaf.mcid})

    def _annotation(self, element: Any, page: int, annotation: Any) -> Any:
        annotation["StructParent"] = len(self.contents) + len(self.annotations)
        self.annotations.append(element.reference)
        return pydyf.Dictionary(
            {
                "Type": "/OBJR",
                "Obj": annotation.reference,
                "Pg": self.pages[page],
            }
        )

    def parent_tree(self) -> Any:
        """Return the number tree from content to structure (ISO 32000-1, 14.7.4.4)."""
        numbers = pydyf.Array()
        for page, contents in enumerate(self.contents):
            size = max(contents, default=-1) + 1
            row = pydyf.Array([contents.get(mcid, b"null") for mcid in range(size)])
            numbers.extend((page, row))
        for index, reference in enumerate(self.annotations, start=len(self.contents)):
            numbers.extend((index, reference))
        tree = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(tree)
        return tree
