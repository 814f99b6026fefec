"""A structure tree that will be replaced is only numbered.

WeasyPrint makes a tree of all boxes, with roles, attributes and kids, 1,600 elements a dossier. Where another
takes its place (see :mod:`pitstop_docs.writers.pdf.structure`), all that stays of it is what has a number in
the file: empty elements, references to links, and the way from content to elements. It was a twelfth of the
time of writing a file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER
from weasyprint.pdf import tags

from pitstop_docs.writers.pdf.engine.putting import Put

REPLACED = "tags_replaced"  # an attribute of the box of a page
_LISTS = ("ul", "ol")
_SVG = "{http://www.w3.org/2000/svg}svg"
_role = lru_cache(maxsize=256)(tags._get_pdf_tag)


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put(tags, "_build_box_tree", _choosing(tags._build_box_tree))


def _choosing(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def _build_box_tree(
        box: Any,
        parent: Any,
        pdf: Any,
        page_number: int,
        nums: dict[int, bytes],
        annotations: list[Any],
        marks: dict[Any, Any],
    ) -> Iterator[Any]:
        if not getattr(box, REPLACED, False):
            return build(box, parent, pdf, page_number, nums, annotations, marks)
        page = pdf.page_references[page_number]
        _Numbering(pdf, page, nums, annotations, marks).number(box, "Document")
        return iter(())

    return _build_box_tree


@dataclass(frozen=True, slots=True)
class _Numbering:
    """Numbers the elements of a page in the order in which the engine does; ``nums`` and ``annotations`` are
    filled, ``marks`` emptied."""

    pdf: Any
    page: bytes
    nums: dict[int, bytes]
    annotations: list[Any]
    marks: dict[Any, Any]

    def number(self, box: Any, parent: str) -> None:
        """Add the elements for *box*, inside an element whose role is *parent*, and for what is inside it."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        name = None if box.element is None else box.element_tag
        if isinstance(box, boxes.MarginBox | boxes.PageBox) or (
            name in ("html", "body") and _is_block(box)
        ):
            for child in box.children:
                self.number(child, parent)
            return
        role = _role(name)
        if role in ("TD", "TH") and parent in ("TD", "TH"):
            role = "NonStruct"
        elif role == "LI":
            if parent == "LI":
                role = "LBody"
            elif parent == "LBody":
                role = "NonStruct"
            elif name in ("dt", "dd") or (name == "li" and not _has_bullet(box)):
                self._add()
                self.number(box, "LI")
                return
        if role == "Figure":
            _complain(box.element)
        self._add_element(box, role, parent)

    def _add_element(self, box: Any, role: str, parent: str) -> None:
        if role == "Table" and box.is_table_wrapper:
            box, children = _table_of(box)
        else:
            children = box.children
        element = self._add()
        if annotation := box.link_annotation:
            self._refer(annotation)
            self.annotations.append((element, annotation))
        if annotation := box.widget_annotation:
            self._refer(annotation)
            self.annotations.append((self._add(), annotation))
        for child in children:
            for kid in child.children if isinstance(child, boxes.LineBox) else (child,):
                if isinstance(kid, boxes.TextBox):
                    holder = element if role == "Link" else self._add()
                    self.nums[self.marks.pop(kid)["mcid"]] = holder
                else:
                    nested = role == "LI" and kid.element_tag in _LISTS
                    self.number(kid, parent if nested else role)
        if isinstance(box, boxes.ReplacedBox):
            self.nums[self.marks.pop(box)["mcid"]] = element

    def _refer(self, annotation: Any) -> None:
        entries = {"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.page}
        self.pdf.add_object(pydyf.Dictionary(entries))

    def _add(self) -> bytes:
        element = pydyf.Dictionary({"Type": "/StructElem"})
        self.pdf.add_object(element)
        reference: bytes = element.reference
        return reference


def _is_block(box: Any) -> bool:
    return isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.LineBox)


def _has_bullet(box: Any) -> bool:
    return "list-item" in box.style["display"] and box.style["list_style_type"] != "none"


def _table_of(wrapper: Any) -> tuple[Any, list[Any]]:
    """Return the table in *wrapper*, and the table's children among the captions."""
    table = wrapper.get_wrapped_table()
    if not table:
        return wrapper, wrapper.children
    captions_and_table = (
        child.children if child is table else [child] for child in wrapper.children
    )
    return table, [*chain.from_iterable(captions_and_table)]


def _complain(element: Any) -> None:
    """Say that a picture has no words, as the engine does."""
    if element.tag != _SVG and not element.attrib.get("alt"):
        LOGGER.error(
            'Image "%s" has no required alt description', element.attrib.get("src", "unknown")
        )
