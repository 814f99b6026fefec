"""List numbering: every ordered list is a ``w:num`` of its own that restarts its style's numbering.

How the levels look (``w:abstractNum``) belongs to the reference document; docs/word/lists.md.
"""

from collections.abc import Mapping

from lxml import etree

from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.writers.docx.markup import W, add, parse
from pitstop_docs.writers.docx.styles import REFERENCE_LOCATION, Styles

PART = "/word/numbering.xml"
_INDENT = 360  # twips for each level of a list whose style is missing


class Lists:
    """The numbering part of one document."""

    def __init__(
        self,
        numbering: bytes,
        style_numbers: Mapping[str, tuple[str, int]],
        styles: Styles,
        reporter: Reporter,
    ) -> None:
        self.root = parse(numbering)
        self._style_numbers = style_numbers
        self._styles = styles
        self._reporter = reporter
        self._abstract: dict[str, str] = {}
        for number in self.root.iterfind(W + "num"):
            definition = number.find(W + "abstractNumId")
            if definition is not None:
                self._abstract[number.get(W + "numId", "")] = definition.get(W + "val", "")
        ids = [int(id) for id in self._abstract]
        self._next = max(ids, default=0) + 1
        self._plain: dict[str, str] = {}

    def bullets(self, style: str) -> str:
        """Return the numbering of bullet list *style*; all its lists share it."""
        return self._style_number(style) or self._num(self._plain_abstract("bullet"))

    def ordered(self, style: str, level: int, start: int) -> str:
        """Return a new numbering that begins at *start*, looking as *style* does at *level*."""
        number = self._style_number(style)
        abstract = self._abstract[number] if number else self._plain_abstract("decimal")
        return self._num(abstract, level, start)

    def level(self, style: str, depth: int) -> int:
        """Return the level at which *style* itself counts, *depth* where it has no numbering.

        Ours for the second level counts at the second of one definition; Word's own "List Bullet
        2", as letterheads have it, at the first of its own.
        """
        known = self._style_numbers.get(self._styles.paragraph(style) or "")
        return known[1] if known else depth

    def _style_number(self, style: str) -> str | None:
        id = self._styles.paragraph(style)
        known = self._style_numbers.get(id or "")
        number = known[0] if known else None
        if number in self._abstract:
            return number
        if id:
            self._reporter.report(
                "missing-numbering",
                REFERENCE_LOCATION,
                _("style '{name}' has no numbering: a plain one is used").format(name=style),
            )
        return None

    def _num(self, abstract: str, level: int = 0, start: int | None = None) -> str:
        id = str(self._next)
        self._next += 1
        number = add(self.root, "num", numId=id)
        add(number, "abstractNumId", val=abstract)
        if start is not None:
            override = add(number, "lvlOverride", ilvl=str(level))
            add(override, "startOverride", val=str(max(start, 0)))
        self._keep_last()
        return id

    def _plain_abstract(self, format: str) -> str:
        """Return the id of a list definition that needs no reference, made when first asked for."""
        if format not in self._plain:
            taken = {a.get(W + "abstractNumId") for a in self.root.iterfind(W + "abstractNum")}
            id = next(str(n) for n in range(len(taken) + 1) if str(n) not in taken)
            abstract = etree.Element(W + "abstractNum", {W + "abstractNumId": id})
            add(abstract, "multiLevelType", val="multilevel")
            for level in range(9):
                definition = add(abstract, "lvl", ilvl=str(level))
                add(definition, "start", val="1")
                add(definition, "numFmt", val=format)
                add(definition, "lvlText", val="•" if format == "bullet" else f"%{level + 1}.")
                add(definition, "lvlJc", val="left")
                left = str(_INDENT * (level + 1))
                add(add(definition, "pPr"), "ind", left=left, hanging=str(_INDENT))
            # The schema (17.9.16) wants all definitions before the first num.
            first = self.root.find(W + "num")
            if first is None:
                self.root.append(abstract)
            else:
                first.addprevious(abstract)
            self._plain[format] = id
        return self._plain[format]

    def _keep_last(self) -> None:
        last = self.root.find(W + "numIdMacAtCleanup")
        if last is not None:
            self.root.append(last)
