"""The parts of a brief: each name that an edition may list, and the blocks that it becomes.

Enters: a case and one row of its edition. Leaves: a section or a callout, or None where the source
has nothing to say. What must be said even when unknown prints "non documentato"."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pitstop_docs.compose.columns import without_wide
from pitstop_docs.compose.excerpts import for_edition, to_depth
from pitstop_docs.compose.facts import cover_facts, key_facts, key_figure, used_references
from pitstop_docs.compose.figures import Figures, testimony_block
from pitstop_docs.compose.tabulated import Tables
from pitstop_docs.compose.wording import Wording
from pitstop_docs.records.editions import Edition, Part
from pitstop_docs.records.model import Case, Collection, Contact
from pitstop_docs.records.values import Prose
from pitstop_docs.tree.document import (
    Area,
    Block,
    BulletList,
    Callout,
    Definition,
    DefinitionList,
    Inline,
    Inlines,
    KeyFacts,
    ListItem,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Strong,
    Table,
    Text,
    Timeline,
    TimelineEntry,
)

_LISTS_OF_SOURCES = ("sources", "references")


@dataclass
class Parts:
    """Builds the parts of one case for one edition, in the order in which they are asked for."""

    collection: Collection
    case: Case
    edition: Edition
    wording: Wording
    tables: Tables
    figures: Figures

    def build(self, part: Part) -> Block | None:
        """Return the block of *part*, or None if the case has nothing for it."""
        builder = BUILDERS.get(part.part)
        self.tables.columns = part.columns
        return builder(self, part) if builder else self._body_section(part)

    def title(self, part: Part) -> Inlines:
        """Return the title of *part*: its own, the edition's, or the language's."""
        labels = self.wording.labels
        headings = labels.headings[self.case.kind]
        name = part.part
        title = (
            part.title or self.edition.labels.get(name) or headings.get(name) or labels.parts[name]
        )
        if name in _LISTS_OF_SOURCES and self.wording.none_checked:
            title = self.wording.word("not-checked", title=title)
        return (Text(title),)

    # --- text of the source --------------------------------------------------------------------

    def _body_section(self, part: Part) -> Block | None:
        section = self.case.sections.get(part.part)
        if section is None or not section.blocks:
            return None
        blocks = to_depth(for_edition(section.blocks, self.edition), part.depth)
        if part.area in ("main", "side") and not self.edition.details:
            blocks = without_wide(blocks)
        if not blocks:
            return None
        if part.part == "lesson" and not self.edition.numbered:
            return Callout(
                id=part.part, location=section.location, kind="lesson", title=self.title(part),
                level=2, blocks=blocks, area=_area(part),
            )  # fmt: skip
        return replace(self._section(part, blocks), location=section.location)

    def _section(self, part: Part, blocks: tuple[Block, ...]) -> Section:
        return Section(
            id=part.part, location=self.case.at(part.part), key=part.part, title=self.title(part),
            level=2, area=_area(part), blocks=blocks,
        )  # fmt: skip

    def _paragraph(
        self, id: str, *content: Inline | Inlines | Prose, style: Any = "body"
    ) -> Paragraph:
        inlines: list[Inline] = []
        location = None
        for piece in content:
            if isinstance(piece, Prose):
                location = piece.location
                inlines += piece.content
            elif isinstance(piece, tuple):
                inlines += piece
            else:
                inlines.append(piece)
        return Paragraph(
            id=id, location=location, content=tuple(inlines), lead=len(inlines), style=style
        )

    # --- the request and its company -----------------------------------------------------------

    def request(self, part: Part) -> Block | None:
        """What this body is asked: one sentence and the act that it leads to."""
        request = self.case.requests.get(self.edition.request or "")
        if request is None:
            return None
        act = f"{self.wording.word('act')}: {request.act.rstrip('.')}."
        blocks = (
            self._paragraph("request-text", request.text),
            self._paragraph("request-act", Text(act), style="small"),
        )
        return Callout(
            id="request", location=request.text.location, kind="request", title=self.title(part),
            level=2, blocks=blocks, area=_area(part),
        )  # fmt: skip

    def messages(self, part: Part) -> Block | None:
        """The key messages, numbered."""
        messages = self.case.messages[: part.limit]
        if not messages:
            return None
        items = self._items("message", [m.content for m in messages])
        numbered = OrderedList(id="messages-list", style="messages", items=items)
        return Callout(
            id="messages", location=self.case.at("messages"), kind="messages", level=2,
            title=self.title(part), blocks=(numbered,), area=_area(part),
        )  # fmt: skip

    def summary(self, part: Part) -> Block | None:
        """The dossier's first section: the key messages, then the request."""
        inner = [
            self.messages(replace_part(part, "messages")),
            self.request(replace_part(part, "request")),
        ]
        blocks = tuple(replace(b, level=3) for b in inner if isinstance(b, Callout))
        lead = self._paragraph("summary-text", Text(self.case.summary))
        return self._section(part, (lead, *blocks))

    def risk(self, part: Part) -> Block | None:
        """The one risk to know."""
        if self.case.risk is None:
            return None
        return Callout(
            id="risk", location=self.case.risk.location, kind="risk", title=self.title(part), level=2,
            blocks=(self._paragraph("risk-text", self.case.risk),), area=_area(part),
        )  # fmt: skip

    def certainty(self, part: Part) -> Block | None:
        """How certain the text is, in words."""
        return Callout(
            id="certainty", location=self.case.certainty.location, kind="certainty", level=2,
            title=self.title(part), area=_area(part),
            blocks=(self._paragraph("certainty-text", self.case.certainty),),
        )  # fmt: skip

    # --- facts and numbers ---------------------------------------------------------------------

    def numbers(self, part: Part) -> Block | None:
        """The first numbers, big, each with year, source and certainty."""
        numbers = enumerate(self.case.numbers[: part.limit], start=1)
        references = self.collection.references
        figures = tuple(
            replace(key_figure(n, references, self.wording), id=f"number-{index}")
            for index, n in numbers
        )
        if not figures:
            return None
        return self._section(part, (KeyFacts(id="numbers-list", figures=figures),))

    def facts(self, part: Part) -> Block | None:
        """Where, since when, who, for whom, at what cost: what is not known says so."""
        rows = key_facts(self.collection, self.case, self.wording, 2 if part.area == "side" else 9)
        shown = [(key, content) for key, content in rows if not part.columns or key in part.columns]
        return self._section(part, (self._definitions("facts-list", shown[: part.limit]),))

    def cover_facts(self, part: Part) -> Block | None:
        """What stands on a cover: for whom, how mature, how well the sources were checked."""
        rows = cover_facts(self.collection, self.case, self.edition, self.wording)
        return self._definitions("cover-facts", rows)

    def _definitions(self, id: str, rows: list[tuple[str, Inlines]]) -> DefinitionList:
        names = self.wording.labels.columns["facts"]
        items = tuple(
            Definition((Text(names[key]),), content, id=f"{id}-{key}") for key, content in rows
        )
        return DefinitionList(id=id, items=items)

    # --- tables --------------------------------------------------------------------------------

    def table(self, part: Part) -> Block | None:
        """A part that is one table."""
        table: Table | None = getattr(self.tables, part.part)()
        if table is None:
            return None
        return self._section(part, (replace(table, rows=table.rows[: part.limit]),))

    def transferability(self, part: Part) -> Block | None:
        """The grid with the count of its answers: never a score."""
        table = self.tables.transferability()
        if table is None:
            return None
        answers = Counter(
            condition.answer for _block, condition in self.case.transferability.conditions()
        )
        counts = {answer: answers[answer] for answer in ("yes", "partly", "no", "unknown")}
        lead = self._paragraph("grid-count", Text(self.wording.word("grid-count", **counts)))
        # One unit: a part of the grid would belie the count.
        return self._section(part, (replace(lead, unit="grid"), replace(table, unit="grid")))

    def references(self, part: Part) -> Block | None:
        """Every reference of the case in full, norms first."""
        table = self.tables.bibliography(used_references(self.collection, self.case))
        return self._section(part, (table,)) if table else None

    # --- lists ---------------------------------------------------------------------------------

    def _items(self, prefix: str, contents: list[Inlines]) -> tuple[ListItem, ...]:
        return tuple(
            ListItem(id=f"{prefix}-{n}", blocks=(self._paragraph(f"{prefix}-{n}-text", content),))
            for n, content in enumerate(contents, start=1)
        )

    def timeline(self, part: Part) -> Block | None:
        """What happened, in order."""
        entries = tuple(
            TimelineEntry(e.when, e.what.content) for e in self.case.timeline[: part.limit]
        )
        return (
            self._section(part, (Timeline(id="timeline-list", entries=entries),))
            if entries
            else None
        )

    def questions(self, part: Part) -> Block | None:
        """Questions as headings, answers below."""
        blocks = tuple(
            Section(
                id=f"question-{n}", unit=f"question-{n}", location=question.answer.location, level=3,
                title=(Text(question.question),),
                blocks=(self._paragraph(f"answer-{n}", question.answer),),
            )
            for n, question in enumerate(self.case.questions[: part.limit], start=1)
        )  # fmt: skip
        return self._section(part, blocks) if blocks else None

    def legal(self, part: Part) -> Block | None:
        """Norms: a table where the edition is numbered, a list elsewhere."""
        if self.edition.numbered:
            return self.table(part)
        contents = [
            (
                Strong(self.wording.norm(self.collection.references, n.source)),
                Text(": "),
                *n.about.content,
            )
            for n in self.case.legal[: part.limit]
        ]
        if not contents:
            return None
        return self._section(
            part, (BulletList(id="legal-list", items=self._items("norm", contents)),)
        )

    def steps(self, part: Part) -> Block | None:
        """Who does what next."""
        contents = [
            (Strong((Text(f"{s.who}."),)), Text(" "), *s.what.content)
            for s in self.case.steps[: part.limit]
        ]
        if not contents:
            return None
        steps = OrderedList(id="steps-list", style="steps", items=self._items("step", contents))
        return self._section(part, (steps,))

    def mainstreaming(self, part: Part) -> Block | None:
        """EQUAL's two directions."""
        directions = self.case.mainstreaming
        if directions.horizontal is None and directions.vertical is None:
            return None
        unknown = self.wording.text("not-documented")
        blocks = tuple(
            self._paragraph(
                f"mainstreaming-{name}", Strong((Text(f"{self.wording.word(name)}."),)), Text(" "),
                prose.content if prose else unknown,
            )
            for name, prose in (("horizontal", directions.horizontal), ("vertical", directions.vertical))
        )  # fmt: skip
        return self._section(part, blocks)

    # --- charts and voices -----------------------------------------------------------------------

    def charts(self, part: Part) -> Block | None:
        """Charts, each with its data as a table."""
        blocks = self.figures.charts(self.case, part.limit)
        return self._section(part, blocks) if blocks else None

    def testimonies(self, part: Part) -> Block | None:
        """What witnesses said; an example says that it is one."""
        ids = self.case.testimonies[: part.limit]
        known = [self.collection.testimonies[id] for id in ids if id in self.collection.testimonies]
        blocks = tuple(testimony_block(t, self.wording) for t in known if t.words)
        return self._section(part, blocks) if blocks else None

    # --- the foot ------------------------------------------------------------------------------

    def version(self, part: Part) -> Block | None:
        """Version, status and date."""
        key = f"{self.case.status}-version"
        day = self.wording.day(self.case.updated)
        text = self.wording.word(key, version=self.case.version, date=day)
        return self._paragraph("version", Text(f"{text}."), style="small")

    def contact(self, part: Part) -> Block | None:
        """Whom to ask; unknown contacts say so."""
        contact = self._contact()
        known = contact and [contact.name, contact.email, contact.phone, contact.url]
        text = " · ".join(filter(None, known or [])) or self.wording.word("no-contact")
        return Callout(
            id="contact", kind="contact", title=self.title(part), level=2, area=_area(part),
            blocks=(self._paragraph("contact-text", Text(text)),),
        )  # fmt: skip

    def _contact(self) -> Contact | None:
        partners = (self.collection.partners.get(a.partner) for a in self.case.actors)
        known = (p.contact for p in partners if p and p.contact)
        return next(known, self.collection.project.contact)

    def qr(self, part: Part) -> Block | None:
        """The way to the full dossier; none where nobody can be asked."""
        from pitstop_docs.tree.document import Link

        pattern = self.collection.project.addresses.get("dossier")
        if pattern is None or self._contact() is None:
            return None
        url = pattern.replace("{id}", self.case.id)
        words = self.wording.word("full-dossier")
        alt = self.wording.word("qr-alt", url=url)
        return QrCode(id="qr", url=url, alt=alt, caption=(Link((Text(words),), url),))


def replace_part(part: Part, name: str) -> Part:
    """Return *part* as the part called *name*, with that one's own title."""
    return part.model_copy(update={"part": name, "title": None})


def _area(part: Part) -> Area:
    return part.area if part.area == "main" or part.area == "side" else "wide"


Builder = Callable[[Parts, Part], Block | None]

# Every part that is not a section of the body. An edition may list any of them.
BUILDERS: dict[str, Builder] = {
    "request": Parts.request, "messages": Parts.messages, "summary": Parts.summary,
    "numbers": Parts.numbers, "facts": Parts.facts, "cover-facts": Parts.cover_facts, "risk": Parts.risk,
    "options": Parts.table, "barriers": Parts.table, "resources": Parts.table, "evidence": Parts.table,
    "tidier": Parts.table, "indicators": Parts.table, "transferability": Parts.transferability,
    "timeline": Parts.timeline, "questions": Parts.questions, "legal": Parts.legal, "steps": Parts.steps,
    "mainstreaming": Parts.mainstreaming, "charts": Parts.charts, "testimonies": Parts.testimonies,
    "references": Parts.references, "certainty": Parts.certainty, "version": Parts.version,
    "contact": Parts.contact, "qr": Parts.qr,
}  # fmt: skip
