"""Collection, source, edition → Document: what is said, in which order, and how much it matters.

Enters: a checked Collection. Leaves: one Document for every format. Content is decided here, once;
a block's ``rank`` says what copyfitting may leave out first."""

from dataclasses import replace

from pitstop_docs.compose.citations import Citations
from pitstop_docs.compose.columns import with_tables_below
from pitstop_docs.compose.composition import Composition, placed
from pitstop_docs.compose.parts import LAST, build_part
from pitstop_docs.compose.parts.facts import used_references
from pitstop_docs.compose.ranking import ranked
from pitstop_docs.compose.recipients import recipient_head, recipient_line
from pitstop_docs.compose.typesetting import typeset_collection, typeset_once
from pitstop_docs.compose.wording import Checks, Wording
from pitstop_docs.problems.diagnostics import BriefId
from pitstop_docs.records.editions import Edition, EditionPart
from pitstop_docs.records.model import Case, Collection, Reference
from pitstop_docs.tree.document import (
    Blank,
    Block,
    Captioned,
    Document,
    Figure,
    Logo,
    Metadata,
    Section,
    Table,
    Text,
)
from pitstop_docs.tree.walk import change_blocks

# What a municipality fills in.
BLANKS = ("protocol", "date", "office", "signatory")


def compose(
    collection: Collection, case: Case, edition: Edition, addressed: bool = False
) -> Document:
    """Return the brief of *case* in *edition*: the same words for every format; *addressed*, it has room for
    those of a recipient."""
    collection = typeset_collection(collection, case.language)
    case, edition = typeset_once(case, case.language), typeset_once(edition, case.language)
    labels = collection.labels[case.language]
    used = used_references(collection, case)
    wording = Wording(labels, _checks(used, edition))
    citations = Citations(collection.references, wording, edition.citations)
    composition = Composition(collection, case, edition, wording, citations, addressed)
    # As they are read: head, body, foot; calls are numbered in this order.
    zones = {"head": 0, "foot": 2}
    order = sorted(edition.sections, key=lambda part: zones.get(part.area, 1))
    counts = wording.word("counts").split()
    for part in order:
        block = None if part.part in LAST else build_part(composition, part)
        if block is not None:
            made = citations.apply(ranked(placed(block), part, counts))
            composition.built.append((part, made))
    if edition.numbered:
        composition.built = _labelled(_numbered(composition.built), wording)
    for part in edition.sections:
        block = build_part(composition, part) if part.part in LAST else None
        if block is not None:
            composition.built.append((part, block))
    places = {id(part): place for place, part in enumerate(order)}
    composition.built.sort(key=lambda pair: places[id(pair[0])])
    return _document(composition, with_tables_below(composition.built))


def _checks(used: list[Reference], edition: Edition) -> Checks:
    """Return how the brief says whether the references *used* were checked: once, on its cover and in the
    table of its references if it has them, in the title of its list of sources if not."""
    parts = {part.part for part in edition.sections}
    checked = sum(1 for reference in used if reference.checked_on)
    return Checks(
        checked, len(used), titled="cover-facts" not in parts, marked="references" not in parts
    )


def _document(composition: Composition, built: list[tuple[EditionPart, Block]]) -> Document:
    case, edition, wording = composition.case, composition.edition, composition.wording
    project, addressed = composition.collection.project, composition.addressed

    def area(*areas: str) -> tuple[Block, ...]:
        return tuple(block for part, block in built if part.area in areas)

    return Document(
        id=BriefId(case.id, edition.id, case.language, "addressed" if addressed else "brief"),
        origin=case.origin(),
        kind=case.kind,
        title=case.title,
        standfirst=(Text(case.summary),),
        brand=project.name,
        kind_label=wording.word(case.kind),
        edition_label=edition.label,
        status=case.status,
        status_label="" if case.status == "reviewed" else wording.word(case.status),
        short=case.short,
        running=wording.in_a_row((project.name, case.short, edition.running)),
        page_format=wording.labels.words["page"],
        continued=wording.word("continued"),
        pages=edition.pages,
        up_to=edition.up_to,
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
            Blank(name, wording.word(f"blank-{name}-prompt"), wording.word(f"blank-{name}"))
            for name in BLANKS
        ),
        logo=Logo(project.mark, project.sender) if project.mark else None,
        size_min=edition.text.size,
        leading_min=edition.text.leading,
        above=(placed(recipient_line(wording), case.origin()),) if addressed else (),
        running_head=recipient_head(wording) if addressed else None,
    )


def _labelled(
    built: list[tuple[EditionPart, Block]], wording: Wording
) -> list[tuple[EditionPart, Block]]:
    """Label tables and figures, whoever wrote them, and count them in reading order."""
    counts = {"table": 0, "figure": 0}

    def label(block: Block) -> Block:
        if not isinstance(block, Captioned) or (isinstance(block, Figure) and not block.caption):
            return block
        word = "table" if isinstance(block, Table) else "figure"
        counts[word] += 1
        return replace(block, label=f"{wording.word(word)} {counts[word]}")

    return [(part, change_blocks(block, label)) for part, block in built]


def _numbered(built: list[tuple[EditionPart, Block]]) -> list[tuple[EditionPart, Block]]:
    """Number the sections of the body, and the sections inside them."""
    out: list[tuple[EditionPart, Block]] = []
    number = 0
    for part, block in built:
        if isinstance(block, Section) and block.title and part.area not in ("head", "foot"):
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
