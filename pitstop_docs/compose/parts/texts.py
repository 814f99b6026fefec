"""Parts that are text: sections of the body, key messages, questions, whom to ask.

Enters: the body and the fields of a case. Leaves: sections and callouts of prose, the foot of a brief."""

from dataclasses import astuple, replace

from pitstop_docs.compose.asking import gather
from pitstop_docs.compose.columns import without_wide
from pitstop_docs.compose.composition import Composition, builds, items, paragraph
from pitstop_docs.compose.excerpts import for_edition, to_depth
from pitstop_docs.compose.parts.doubt import ask
from pitstop_docs.compose.parts.request import request
from pitstop_docs.records.editions import SECTIONS, EditionPart
from pitstop_docs.tree.contents import counted
from pitstop_docs.tree.document import (
    Blank,
    Block,
    Callout,
    Captioned,
    Figure,
    Link,
    Map,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Strong,
    Tally,
    Text,
)
from pitstop_docs.tree.origin import key_of
from pitstop_docs.tree.walk import plain, walk

# What a brief says it has: the word of their labels, those that say one or many.
_TALLIED = (
    ("table", "tables-count-one", "tables-count"),
    ("figure", "figures-count-one", "figures-count"),
)


@builds(*SECTIONS)
def body_section(composition: Composition, part: EditionPart) -> Block | None:
    """What the source says under this heading, as deep as the edition goes."""
    section = composition.case.sections.get(part.part)
    if section is None or not section.blocks:
        return None
    blocks = to_depth(for_edition(section.blocks, composition.edition), part.depth)
    if part.area in ("main", "side") and not composition.edition.details:
        blocks = without_wide(blocks)
    if not blocks:
        return None
    if part.part == "lesson" and not composition.edition.numbered:
        return composition.callout(part, "lesson", section.origin, *blocks)
    return replace(composition.section(part, *blocks), origin=section.origin)


@builds("messages")
def messages(composition: Composition, part: EditionPart) -> Block | None:
    """The key messages, numbered."""
    said = composition.case.messages[: part.limit]
    if not said:
        return None
    contents = ((message.content, message.origin) for message in said)
    listed = items(composition.names, "message", contents)
    numbered = OrderedList(id="messages-list", style="messages", items=listed)
    origin = composition.case.origin("messages")
    return composition.callout(part, "messages", origin, numbered, count=len(said))


@builds("summary")
def summary(composition: Composition, part: EditionPart) -> Block | None:
    """The dossier's first section: the key messages, then the request; without a cover, which has it, the
    summary before them."""
    inner = [
        messages(composition, _called(part, "messages")),
        request(composition, _called(part, "request")),
    ]
    blocks = (replace(block, level=3) for block in inner if isinstance(block, Callout))
    if composition.edition.cover:
        return composition.section(part, *blocks)
    said = paragraph("summary-text", Text(composition.case.summary))
    return composition.section(
        part, replace(said, origin=composition.case.origin("summary")), *blocks
    )


def _called(part: EditionPart, name: str) -> EditionPart:
    """Return *part* as the part called *name*, with that one's own title."""
    return part.model_copy(update={"part": name, "title": None})


@builds("risk")
def risk(composition: Composition, part: EditionPart) -> Block | None:
    """The one risk to know."""
    text = composition.case.risk
    if text is None:
        return None
    return composition.callout(part, "risk", text.origin, paragraph("risk-text", text))


@builds("certainty")
def certainty(composition: Composition, part: EditionPart) -> Block | None:
    """How certain the text is, in words."""
    text = composition.case.certainty
    return composition.callout(part, "certainty", text.origin, paragraph("certainty-text", text))


@builds("questions")
def questions(composition: Composition, part: EditionPart) -> Block | None:
    """Questions as headings, answers below."""
    blocks: list[Block] = []
    for index, question in enumerate(composition.case.questions[: part.limit]):
        id = composition.names.name("question", key_of(question.question))
        blocks.append(
            Section(
                id=id, unit=id, origin=composition.case.origin("questions", index), level=3,
                title=(Text(question.question),),
                blocks=(paragraph(f"{id}-answer", question.answer),),
            )
        )  # fmt: skip
    return composition.section(part, *blocks) if blocks else None


@builds("mainstreaming")
def mainstreaming(composition: Composition, part: EditionPart) -> Block | None:
    """EQUAL's two directions; one that is not known is asked."""
    directions = composition.case.mainstreaming
    if directions.horizontal is None and directions.vertical is None:
        return None
    blocks: list[Block] = []
    for name, prose in (("horizontal", directions.horizontal), ("vertical", directions.vertical)):
        if prose is None:
            ask(composition, name)
            continue
        title = Strong((Text(f"{composition.wording.word(name)}."),))
        blocks.append(paragraph(f"mainstreaming-{name}", title, Text(" "), prose.content))
    return composition.section(part, *blocks)


# --- the foot ------------------------------------------------------------------------------------


@builds("version")
def version(composition: Composition, part: EditionPart) -> Block | None:
    """Version, status and date."""
    case = composition.case
    day = composition.wording.day(case.updated)
    text = composition.wording.word(f"{case.status}-version", version=case.version, date=day)
    return replace(
        paragraph("version", Text(f"{text}."), style="small"), origin=case.origin("version")
    )


@builds("colophon", last=True)
def colophon(composition: Composition, part: EditionPart) -> Block | None:
    """Version, status and date; how many tables and figures there are; whose outlines the map has."""
    said = version(composition, part)
    if not isinstance(said, Paragraph):
        return said
    blocks = list(walk(block for _part, block in composition.built))
    labels = [block.label.rpartition(" ")[0] for block in blocks if isinstance(block, Captioned)]
    words = composition.wording.labels.words
    tallies = (
        counted(
            Tally("", words[name], f" · {words[one]}", f" · {words[many]}"),
            labels.count(words[name]),
        )
        for name, one, many in _TALLIED
    )
    mapped = any(isinstance(block, Figure) and isinstance(block.graphic, Map) for block in blocks)
    credit = (Text(f" · {composition.wording.word('map-credit')}"),) if mapped else ()
    begun = Text(plain(said.content).rstrip("."))
    return replace(said, id="colophon", content=(begun, *tallies, *credit))


@builds("to-ask", last=True)
def to_ask(composition: Composition, part: EditionPart) -> Block | None:
    """What is not known and whom to ask, in one line: nothing where everything is known."""
    asked = gather(composition.case.to_ask, composition.missing)
    if not asked:
        return None
    offices = composition.wording.word("offices")
    said = [f"{whom or offices}: {', '.join(what)}." for whom, what in map(astuple, asked)]
    words = " ".join(f"{one[0].upper()}{one[1:]}" for one in said)
    origin = composition.case.origin("to_ask")
    text = replace(paragraph("to-ask-text", Text(words)), origin=origin)
    return composition.callout(part, "to-ask", origin, text)


@builds("contact")
def contact(composition: Composition, part: EditionPart) -> Block | None:
    """Whom to ask; a blank where nobody knows."""
    who = composition.contact()
    ways = (who.name, who.email, who.phone, who.url) if who else ()
    known = composition.wording.in_a_row(ways)
    label = plain(composition.title(part))
    blank = Blank("contact", composition.wording.word("blank-contact-prompt"), label)
    said = Text(known) if known else blank
    return composition.callout(part, "contact", None, paragraph("contact-text", said))


@builds("qr")
def qr(composition: Composition, part: EditionPart) -> Block | None:
    """The way to the full dossier; none where nobody can be asked."""
    pattern = composition.collection.project.addresses.get("dossier")
    if pattern is None or composition.contact() is None:
        return None
    url = pattern.replace("{id}", composition.case.id)
    words = composition.wording.word("full-dossier")
    alt = composition.wording.word("qr-alt", url=url)
    return QrCode(id="qr", url=url, alt=alt, caption=(Link((Text(words),), url),))
