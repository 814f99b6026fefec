"""Document → Pandoc's Markdown: the same content for the chain that we measure against.

Enters: a composed :class:`~pitstop_docs.tree.document.Document`. Leaves: text with its headings,
paragraphs, lists, tables and notes, in the same order. For the bench only: it carries no look.
Charts become their alternative text, since pandoc draws none. Run as a program, it writes the
Markdown of a project's briefs into a folder, so that the process that measures stays small.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import assert_never

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import load, wanted
from pitstop_docs.build.inputs import read_inputs
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Cite,
    Code,
    Contents,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    Inlines,
    KeyFacts,
    LineBreak,
    Link,
    ListItem,
    Note,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Slot,
    Strong,
    Table,
    Text,
    Timeline,
)
from pitstop_docs.tree.walk import walk

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~^$@\"':=])")
_INDENT = "    "
_UNSAID = "_____"


def markdown_of(document: Document, words: Mapping[str, str] | None = None) -> str:
    """Return *document* as Pandoc's Markdown, its title and language in a metadata block, *words* in its slots,
    by their keys."""
    targets = {b.id for b in walk((*document.head, *document.body, *document.foot))
               if isinstance(b, Section | Callout)}  # fmt: skip
    writer = _Markdown(targets, words or {})
    meta = [
        f"title: {json.dumps(document.title, ensure_ascii=False)}",
        f"author: {json.dumps(document.metadata.author, ensure_ascii=False)}",
        f"lang: {document.language}",
    ]
    eyebrow = " · ".join(
        filter(None, (document.brand, document.kind_label, document.edition_label, document.status_label))
    )  # fmt: skip
    blocks = (*document.head, *document.body, *document.foot)
    parts = ["---", *meta, "---", "", _escape(eyebrow), "", *map(writer.block, document.above)]
    parts += [writer.inlines(document.standfirst), "", *map(writer.block, blocks)]
    return "\n".join(parts) + "\n"


def _escape(text: str) -> str:
    """Return *text* so that Pandoc reads it as it stands."""
    return _SPECIAL.sub(r"\\\1", text).replace("\u00a0", "&nbsp;")


class _Markdown:
    """Writes blocks; only the ids in ``targets`` can be linked to, and ``words`` are what slots say."""

    def __init__(self, targets: set[str], words: Mapping[str, str]) -> None:
        self.targets = targets
        self.words = words

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        """Return *block* with an empty line after it."""
        match block:
            case Section(blocks=blocks):
                number = f"{block.number} " if block.number else ""
                heading = self.heading(block.level, block.id, number, block.title)
                return f"{heading}\n{self.blocks(blocks)}"
            case Callout(blocks=blocks):
                heading = self.heading(block.level, block.id, "", block.title)
                return f"::: {block.kind}\n{heading}\n{self.blocks(blocks)}\n:::\n"
            case Paragraph(content=content):
                return f"{self.inlines(content)}\n"
            case BulletList(items=items):
                return "".join(self.item("-", item) for item in items) + "\n<!-- -->\n"
            case OrderedList(items=items, start=start):
                numbered = enumerate(items, start=start)
                return "".join(self.item(f"{n}.", item) for n, item in numbered) + "\n<!-- -->\n"
            case DefinitionList(items=items):
                return "".join(self.definition(self.inlines(d.term), d.content) for d in items)
            case Timeline(entries=entries):
                return "".join(self.definition(_escape(e.when), e.content) for e in entries)
            case KeyFacts(figures=figures):
                return "\n".join(
                    f"**{_escape(f.value)}** {self.inlines(f.label)}\n\n{self.inlines(f.note)}\n"
                    for f in figures
                )
            case Table():
                return self.table(block)
            case Figure():
                words = [_escape(block.alt), _escape(block.label), self.inlines(block.caption)]
                words.append(self.inlines(block.credit))
                return " ".join(filter(None, words)) + "\n"
            case BlockQuote(blocks=blocks, attribution=attribution):
                inner = self.blocks(blocks)
                inner += f"\n{self.inlines(attribution)}\n" if attribution else ""
                return "\n".join(f"> {line}" for line in inner.rstrip().split("\n")) + "\n"
            case QrCode(caption=caption):
                return f"{self.inlines(caption)}\n"
            case Contents(title=title, entries=entries, parts=parts):
                lines = [
                    f"- {_escape(part.letter)} {self.link(self.inlines(part.title), f'#{part.target}')} "
                    f"{_escape(part.sections)}: {_escape(part.about)}"
                    for part in parts
                ]
                lines += [
                    f"- {_escape(e.number)} {self.link(self.inlines(e.title), f'#{e.target}')}"
                    for e in (*entries, *(e for part in parts for e in part.entries))
                ]
                return "\n".join([f"## {self.inlines(title)}", "", *lines, ""])
            case _:
                assert_never(block)

    def heading(self, level: int, id: str, number: str, title: Inlines) -> str:
        return f"{'#' * level} {_escape(number)}{self.inlines(title)} {{#{id}}}\n"

    def item(self, marker: str, item: ListItem) -> str:
        lines = self.blocks(item.blocks).rstrip().split("\n")
        first = f"{marker:<4}{lines[0]}\n"
        return first + "".join(f"{_INDENT}{line}\n" if line else "\n" for line in lines[1:])

    def definition(self, term: str, content: Inlines) -> str:
        return f"{term}\n\n:   {self.inlines(content)}\n\n"

    def table(self, table: Table) -> str:
        """Return a pipe table; its dashes tell the widths."""
        rows = [self.row(column.title for column in table.columns)]
        rows.append(
            "|" + "|".join(
                "-" * max(3, round(24 * c.width)) + (":" if c.align == "right" else "")
                for c in table.columns
            ) + "|"
        )  # fmt: skip
        rows += [self.row(row.cells) for row in table.rows]
        caption = f"{_escape(table.label)} {self.inlines(table.caption)}".strip()
        return "\n".join([*rows, "", *([f": {caption}", ""] if caption else [])])

    def row(self, cells: Iterable[Inlines]) -> str:
        # A pipe table's cell is one line.
        words = (self.inlines(cell).replace("\\\n", "&#32;") for cell in cells)
        return "| " + " | ".join(words) + " |"

    def inlines(self, inlines: Inlines) -> str:
        """Return *inlines* on one line."""
        out = ""
        for inline in inlines:
            match inline:
                case Text(text) | Badge(text=text):
                    out += _escape(text)
                case Emphasis(content):
                    out += f"*{self.inlines(content)}*"
                case Strong(content):
                    out += f"**{self.inlines(content)}**"
                case Link(content, url):
                    out += self.link(self.inlines(content), url)
                case Note(content):
                    out += f"^[{self.inlines(content)}]"
                case Cite(number=number):
                    out += f"^{number}^"
                case Code(text):
                    out += f"`{text}`"
                case LineBreak():
                    out += "\\\n"
                case Slot(key=key):
                    out += _escape(self.words.get(key, _UNSAID))
                case Blank():
                    out += _escape(_UNSAID)
                case _:
                    assert_never(inline)
        return out

    def link(self, words: str, url: str) -> str:
        if url.startswith("#") and url[1:] not in self.targets:
            return words
        return f"[{words}](<{url}>)"


def main(root: Path, folder: Path) -> None:
    """Write ``<edition>--<source>.md`` into *folder* for every brief."""
    reporter = Reporter()
    collection = load(root, reporter)
    if reporter.errors:
        sys.exit("\n".join(str(error) for error in reporter.errors))
    for brief in wanted(collection, Choice(), read_inputs(root)):
        if brief.id.kind != "brief":  # acts are Word alone
            continue
        path = folder / f"{brief.id.edition}--{brief.id.source}.md"
        path.write_text(markdown_of(brief.document), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
