"""Parts that are text: sections of the body, the request and its company, questions, whom to ask.

Enters: the body and the fields of a case. Leaves: sections and callouts of prose, the foot of a brief."""

from dataclasses import replace

from pitstop_docs.compose.columns import without_wide
from pitstop_docs.compose.composition import Composition, builds, items, paragraph
from pitstop_docs.compose.excerpts import for_edition, to_depth
from pitstop_docs.records.editions import SECTIONS, EditionPart
from pitstop_docs.tree.document import (
    Block,
    Callout,
    Link,
    OrderedList,
    QrCode,
    Section,
    Strong,
    Text,
)


@builds(*SECTIONS)
def body_section(brief: Composition, part: EditionPart) -> Block | None:
    """What the source says under this heading, as deep as the edition goes."""
    section = brief.case.sections.get(part.part)
    if section is None or not section.blocks:
        return None
    blocks = to_depth(for_edition(section.blocks, brief.edition), part.depth)
    if part.area in ("main", "side") and not brief.edition.details:
        blocks = without_wide(blocks)
    if not blocks:
        return None
    if part.part == "lesson" and not brief.edition.numbered:
        return brief.callout(part, "lesson", section.location, *blocks)
    return replace(brief.section(part, *blocks), location=section.location)


@builds("request")
def request(brief: Composition, part: EditionPart) -> Block | None:
    """What this body is asked: one sentence and the act that it leads to."""
    asked = brief.case.requests.get(brief.edition.request or "")
    if asked is None:
        return None
    act = f"{brief.wording.word('act')}: {asked.act.rstrip('.')}."
    return brief.callout(
        part,
        "request",
        asked.text.location,
        paragraph("request-text", asked.text),
        paragraph("request-act", Text(act), style="small"),
    )


@builds("messages")
def messages(brief: Composition, part: EditionPart) -> Block | None:
    """The key messages, numbered."""
    said = brief.case.messages[: part.limit]
    if not said:
        return None
    listed = items("message", [message.content for message in said])
    numbered = OrderedList(id="messages-list", style="messages", items=listed)
    return brief.callout(part, "messages", brief.case.at("messages"), numbered)


@builds("summary")
def summary(brief: Composition, part: EditionPart) -> Block | None:
    """The dossier's first section: the key messages, then the request."""
    inner = [
        messages(brief, _called(part, "messages")),
        request(brief, _called(part, "request")),
    ]
    blocks = (replace(block, level=3) for block in inner if isinstance(block, Callout))
    return brief.section(part, paragraph("summary-text", Text(brief.case.summary)), *blocks)


def _called(part: EditionPart, name: str) -> EditionPart:
    """Return *part* as the part called *name*, with that one's own title."""
    return part.model_copy(update={"part": name, "title": None})


@builds("risk")
def risk(brief: Composition, part: EditionPart) -> Block | None:
    """The one risk to know."""
    text = brief.case.risk
    if text is None:
        return None
    return brief.callout(part, "risk", text.location, paragraph("risk-text", text))


@builds("certainty")
def certainty(brief: Composition, part: EditionPart) -> Block | None:
    """How certain the text is, in words."""
    text = brief.case.certainty
    return brief.callout(part, "certainty", text.location, paragraph("certainty-text", text))


@builds("questions")
def questions(brief: Composition, part: EditionPart) -> Block | None:
    """Questions as headings, answers below."""
    blocks = tuple(
        Section(
            id=f"question-{n}", unit=f"question-{n}", location=question.answer.location, level=3,
            title=(Text(question.question),),
            blocks=(paragraph(f"answer-{n}", question.answer),),
        )
        for n, question in enumerate(brief.case.questions[: part.limit], start=1)
    )  # fmt: skip
    return brief.section(part, *blocks) if blocks else None


@builds("mainstreaming")
def mainstreaming(brief: Composition, part: EditionPart) -> Block | None:
    """EQUAL's two directions."""
    directions = brief.case.mainstreaming
    if directions.horizontal is None and directions.vertical is None:
        return None
    unknown = brief.wording.text("not-documented")
    blocks = (
        paragraph(
            f"mainstreaming-{name}", Strong((Text(f"{brief.wording.word(name)}."),)), Text(" "),
            prose.content if prose else unknown,
        )
        for name, prose in (("horizontal", directions.horizontal), ("vertical", directions.vertical))
    )  # fmt: skip
    return brief.section(part, *blocks)


# --- the foot ------------------------------------------------------------------------------------


@builds("version")
def version(brief: Composition, part: EditionPart) -> Block | None:
    """Version, status and date."""
    case = brief.case
    day = brief.wording.day(case.updated)
    text = brief.wording.word(f"{case.status}-version", version=case.version, date=day)
    return paragraph("version", Text(f"{text}."), style="small")


@builds("contact")
def contact(brief: Composition, part: EditionPart) -> Block | None:
    """Whom to ask; unknown contacts say so."""
    who = brief.contact()
    known = who and [who.name, who.email, who.phone, who.url]
    text = " · ".join(filter(None, known or [])) or brief.wording.word("no-contact")
    return brief.callout(part, "contact", None, paragraph("contact-text", Text(text)))


@builds("qr")
def qr(brief: Composition, part: EditionPart) -> Block | None:
    """The way to the full dossier; none where nobody can be asked."""
    pattern = brief.collection.project.addresses.get("dossier")
    if pattern is None or brief.contact() is None:
        return None
    url = pattern.replace("{id}", brief.case.id)
    words = brief.wording.word("full-dossier")
    alt = brief.wording.word("qr-alt", url=url)
    return QrCode(id="qr", url=url, alt=alt, caption=(Link((Text(words),), url),))
