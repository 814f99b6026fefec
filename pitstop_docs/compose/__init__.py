"""Collection, source, edition → Document: what is said, in which order, and how much it matters.

Enters: a checked Collection. Leaves: one Document for every format. Content is decided here, once;
a block's ``rank`` says what copyfitting may leave out first."""

from dataclasses import replace
from typing import Literal

from pitstop_docs.compose.citations import Citations
from pitstop_docs.compose.columns import with_tables_below
from pitstop_docs.compose.facts import used_references
from pitstop_docs.compose.figures import Figures
from pitstop_docs.compose.parts import Parts
from pitstop_docs.compose.ranking import ranked
from pitstop_docs.compose.tabulated import Tables
from pitstop_docs.compose.wording import Wording
from pitstop_docs.records.editions import Edition, Part
from pitstop_docs.records.model import Case, Collection
from pitstop_docs.tree.document import (
    Blank,
    Block,
    Captioned,
    Contents,
    ContentsEntry,
    Document,
    Figure,
    Inlines,
    Metadata,
    OrderedList,
    Section,
    Table,
    Text,
)
from pitstop_docs.tree.walk import walk

# The parts that list blocks with a caption.
LISTS: dict[str, Literal["tables", "figures"]] = {"tables": "tables", "figures": "figures"}

# Parts that can only be made when the rest is known.
PLACED_LAST = ("sources", "contents", "tables", "figures")

# What a municipality fills in.
BLANKS = ("protocol", "date", "office", "signatory")


def compose(collection: Collection, case: Case, edition: Edition) -> Document:
    """Return the brief of *case* in *edition*: the same words for every format."""
    labels = collection.labels[case.language]
    used = used_references(collection, case)
    wording = Wording(labels, none_checked=not any(r.checked_on for r in used))
    references = dict(collection.references)
    tables = Tables(case, references, wording, edition.numbered)
    parts = Parts(collection, case, edition, wording, tables, Figures(references, wording, tables))
    citations = Citations(references, wording, edition.citations)

    built: list[tuple[Part, Block]] = []
    counts = wording.word("counts").split()
    for part in _reading_order(edition):
        block = None if part.part in PLACED_LAST else parts.build(part)
        if block is not None:
            built.append((part, citations.apply(ranked(block, part, counts))))
    built = _with_last_parts(edition, parts, citations, _numbered(built, edition))
    return _document(collection, case, edition, wording, with_tables_below(built))


def _document(
    collection: Collection,
    case: Case,
    edition: Edition,
    wording: Wording,
    built: list[tuple[Part, Block]],
) -> Document:
    project = collection.project

    def area(*areas: str) -> tuple[Block, ...]:
        return tuple(block for part, block in built if part.area in areas)

    return Document(
        source=case.id,
        edition=edition.id,
        kind=case.kind,
        language=case.language,
        title=case.title,
        standfirst=(Text(case.summary),),
        brand=project.name,
        kind_label=wording.word(case.kind),
        edition_label=edition.label,
        status=case.status,
        status_label="" if case.status == "reviewed" else wording.word(case.status),
        running=f"{project.name} · {case.short} · {edition.running}",
        page_format=wording.labels.words["page"],
        pages=edition.pages,
        cover=edition.cover,
        head=area("head"),
        body=area("main", "side", "wide"),
        foot=area("foot"),
        metadata=Metadata(
            author=project.sender,
            subject=case.summary,
            keywords=tuple(case.keywords),
            updated=case.updated,
            version=case.version,
        ),
        blanks=tuple(
            Blank(name, wording.word(f"blank-{name}"), wording.word(f"blank-{name}-prompt"))
            for name in BLANKS
        ),
    )


def _reading_order(edition: Edition) -> list[Part]:
    """Return the parts as they are read: head, body, foot; calls are numbered in this order."""
    zones = {"head": 0, "foot": 2}
    return sorted(edition.sections, key=lambda part: zones.get(part.area, 1))


def _with_last_parts(
    edition: Edition, parts: Parts, citations: Citations, built: list[tuple[Part, Block]]
) -> list[tuple[Part, Block]]:
    """Put the list of sources and the contents where the edition wants them."""
    order = {id(part): position for position, part in enumerate(_reading_order(edition))}
    for part in edition.sections:
        block: Block | None = None
        if part.part == "sources" and citations.entries:
            entries = OrderedList(id="sources-list", style="references", items=citations.list())
            block = Section(
                id="sources", key="sources", title=parts.title(part), level=2, blocks=(entries,),
                area="side" if part.area == "side" else "main" if part.area == "main" else "wide",
            )  # fmt: skip
        elif part.part == "contents":
            lines = tuple(
                ContentsEntry(b.number, b.title, b.id)
                for p, b in built
                if isinstance(b, Section) and p.area != "foot" and b.level == 2
            )
            block = Contents(id="contents", title=parts.title(part), entries=lines)
        elif part.part in LISTS:
            block = _list_of(LISTS[part.part], parts.title(part), [b for _part, b in built])
        if block is not None:
            built.append((part, block))
    return sorted(built, key=lambda pair: order[id(pair[0])])


def _list_of(
    kind: Literal["tables", "figures"], title: Inlines, blocks: list[Block]
) -> Contents | None:
    """Return the list of captioned tables or figures in *blocks*, or None if there are none."""
    wanted: type[Captioned] = Table if kind == "tables" else Figure
    lines = tuple(
        ContentsEntry(block.label, block.caption, block.id)
        for block in walk(blocks)
        if isinstance(block, wanted) and block.label
    )
    if not lines:
        return None
    return Contents(id=f"{kind}-list", title=title, entries=lines, lists=kind)


def _numbered(built: list[tuple[Part, Block]], edition: Edition) -> list[tuple[Part, Block]]:
    """Number the sections of the body, and the sections inside them, where the edition wants it."""
    if not edition.numbered:
        return built
    out: list[tuple[Part, Block]] = []
    number = 0
    for part, block in built:
        if isinstance(block, Section) and part.area not in ("head", "foot"):
            number += 1
            inner: list[Block] = []
            count = 0
            for child in block.blocks:
                if isinstance(child, Section):
                    count += 1
                    child = replace(child, number=f"{number}.{count}")
                inner.append(child)
            block = replace(block, number=str(number), blocks=tuple(inner))
        out.append((part, block))
    return out
