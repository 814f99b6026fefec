"""Calls to references and notes → numbers with a list, or footnotes.

Enters: a tree whose :class:`Cite` nodes name references. Leaves: the same tree with numbered calls
and the list that they lead to ("numbers"), or with every call as a footnote ("footnotes")."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pitstop_docs.compose.wording import Wording
from pitstop_docs.document import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Cite,
    DefinitionList,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    KeyFacts,
    Link,
    ListItem,
    Note,
    OrderedList,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
    Timeline,
)
from pitstop_docs.model import Reference

Change = Callable[[Inlines], Inlines]


@dataclass
class Citations:
    """Numbers calls in reading order; :meth:`apply` must see the blocks in that order."""

    references: Mapping[str, Reference]
    wording: Wording
    mode: Literal["numbers", "footnotes"]
    entries: list[Inlines] = field(default_factory=list)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def apply(self, block: Block) -> Block:
        """Return *block* with its calls resolved."""
        return change_inlines(block, self.resolve)

    def resolve(self, content: Inlines) -> Inlines:
        """Return *content* with its calls resolved."""
        return tuple(self._inline(inline) for inline in content)

    def list(self) -> tuple[ListItem, ...]:
        """Return the entries of the list of sources and notes, in order of their numbers."""
        return tuple(
            ListItem(id=_target(n), blocks=(Paragraph(id=f"{_target(n)}-text", content=entry),))
            for n, entry in enumerate(self.entries, start=1)
        )

    def _inline(self, inline: Inline) -> Inline:
        match inline:
            case Cite(ref, locus):
                reference = self.references.get(ref)
                if reference is None:  # reported by the checks; never printed
                    return inline
                if self.mode == "footnotes":
                    return Note(self.wording.entry(reference, locus))
                return self._number((ref, locus), self.wording.entry(reference, locus), inline)
            case Note(content) if self.mode == "numbers":
                # A source called inside a note keeps its words there: a note has no notes.
                words = self._spelt_out(content)
                return self._number(("", str(words)), words, Cite(""))
            case Note(content):
                return Note(self._spelt_out(content))
            case Emphasis(content) | Strong(content) | Link(content):
                return replace(inline, content=self.resolve(content))
            case _:
                return inline

    def _spelt_out(self, content: Inlines) -> Inlines:
        out: list[Inline] = []
        for inline in content:
            if isinstance(inline, Cite) and inline.ref in self.references:
                # Reading took away the space before the call, which is a superscript elsewhere.
                out += [Text(" "), *self.wording.mention(self.references[inline.ref], inline.locus)]
            else:
                out.append(inline)
        return tuple(out)

    def _number(self, key: tuple[str, str], entry: Inlines, cite: Cite) -> Cite:
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        if number > len(self.entries):
            self.entries.append(entry)
        return replace(cite, number=number, target=_target(number))


def _target(number: int) -> str:
    return f"source-{number}"


def change_inlines(block: Block, change: Change) -> Block:
    """Return *block* with *change* applied to every run of inlines in it, in reading order."""
    match block:
        case Section() | Callout():
            title = change(block.title)
            return replace(block, title=title, blocks=_inside(block.blocks, change))
        case BlockQuote():
            blocks = _inside(block.blocks, change)
            return replace(block, blocks=blocks, attribution=change(block.attribution))
        case Paragraph():
            return replace(block, content=change(block.content))
        case BulletList() | OrderedList():
            items = tuple(replace(i, blocks=_inside(i.blocks, change)) for i in block.items)
            return replace(block, items=items)
        case DefinitionList():
            definitions = tuple(
                replace(d, term=change(d.term), content=change(d.content)) for d in block.items
            )
            return replace(block, items=definitions)
        case KeyFacts():
            figures = tuple(
                replace(f, label=change(f.label), note=change(f.note)) for f in block.figures
            )
            return replace(block, figures=figures)
        case Table():
            caption = change(block.caption)
            columns = tuple(replace(c, title=change(c.title)) for c in block.columns)
            rows = tuple(
                replace(row, cells=tuple(change(cell) for cell in row.cells)) for row in block.rows
            )
            return replace(block, caption=caption, columns=columns, rows=rows)
        case Figure():
            return replace(block, caption=change(block.caption), credit=change(block.credit))
        case Timeline():
            entries = tuple(replace(e, content=change(e.content)) for e in block.entries)
            return replace(block, entries=entries)
        case _:
            return block


def _inside(blocks: tuple[Block, ...], change: Change) -> tuple[Block, ...]:
    return tuple(change_inlines(block, change) for block in blocks)
