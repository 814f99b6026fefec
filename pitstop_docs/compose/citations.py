"""Calls to references and notes → numbers with a list, or footnotes.

Enters: a tree whose :class:`Cite` nodes name references. Leaves: the same tree with numbered calls
and the list that they lead to ("numbers"), or with every call as a footnote ("footnotes")."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from pitstop_docs.compose.wording import Wording
from pitstop_docs.records.model import Reference
from pitstop_docs.tree.document import (
    Block,
    Cite,
    Inline,
    Inlines,
    ListItem,
    Note,
    Paragraph,
    Text,
)
from pitstop_docs.tree.walk import change_inlines


@dataclass
class Citations:
    """Numbers calls in reading order; :meth:`apply` must see the blocks in that order."""

    references: Mapping[str, Reference]
    wording: Wording
    mode: Literal["numbers", "footnotes"]
    entries: list[Inlines] = field(default_factory=list)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    noted: dict[Inline, int] = field(default_factory=dict)

    def apply(self, block: Block) -> Block:
        """Return *block* with its calls resolved."""
        return change_inlines(block, self.resolve)

    def resolve(self, content: Inlines) -> Inlines:
        """Return *content* with its calls resolved; footnotes beside each other stand in the order in which
        their words were called first."""
        out: list[Inline] = []
        for note, group in groupby(map(self._inline, content), key=lambda i: isinstance(i, Note)):
            found = list(group)
            out += sorted(found, key=self._first) if note else found
        return tuple(out)

    def list(self) -> tuple[ListItem, ...]:
        """Return the entries of the list of sources and notes, in order of their numbers."""
        return tuple(
            ListItem(id=_target(n), blocks=(Paragraph(id=f"{_target(n)}-text", content=entry),))
            for n, entry in enumerate(self.entries, start=1)
        )

    def _inline(self, inline: Inline) -> Inline:
        if isinstance(inline, Cite):
            return self._call(inline)
        if isinstance(inline, Note):
            # A source called inside a note keeps its words there: a note has no notes.
            words = self._spelt_out(inline.content)
            if self.mode == "footnotes":
                return Note(words)
            return self._number(("", str(words)), words, Cite(""))
        return change_inlines(inline, self.resolve)

    def _call(self, cite: Cite) -> Inline:
        reference = self.references.get(cite.ref)
        if reference is None:  # reported by the checks; never printed
            return cite
        footnotes = self.mode == "footnotes"
        entry = self.wording.entry(reference, cite.locus, day=footnotes)
        if footnotes:
            return Note(entry)
        return self._number((cite.ref, cite.locus), entry, cite)

    def _spelt_out(self, content: Inlines) -> Inlines:
        out: list[Inline] = []
        for inline in content:
            if isinstance(inline, Cite) and inline.ref in self.references:
                # Reading took away the space before the call, which is a superscript elsewhere.
                out += [Text(" "), *self.wording.mention(self.references[inline.ref], inline.locus)]
            else:
                out.append(inline)
        return tuple(out)

    def _first(self, note: Inline) -> int:
        return self.noted.setdefault(note, len(self.noted))

    def _number(self, key: tuple[str, str], entry: Inlines, cite: Cite) -> Cite:
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        if number > len(self.entries):
            self.entries.append(entry)
        return replace(cite, number=number, target=_target(number))


def _target(number: int) -> str:
    return f"source-{number}"
