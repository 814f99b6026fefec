"""The parts of a brief: each name that an edition may list, and the blocks that it becomes.

Enters: a case and one row of its edition. Leaves: a section or a callout, or None where the source has
nothing to say. What must be said even when unknown prints "non documentato".
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pitstop_docs.compose.tables import Tables
from pitstop_docs.compose.wording import Wording, split_source
from pitstop_docs.document import (
    Badge,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Chart,
    Column,
    Definition,
    DefinitionList,
    Figure,
    Inline,
    Inlines,
    KeyFacts,
    KeyFigure,
    ListItem,
    OrderedList,
    Paragraph,
    QrCode,
    Row,
    Section,
    Strong,
    Table,
    Text,
    Timeline,
    TimelineEntry,
)
from pitstop_docs.forms import ChartRecord, Condition, NumberRecord, Transferability
from pitstop_docs.model import Case, Collection, Contact, Edition, Part, PolicyCase
from pitstop_docs.values import Prose


@dataclass
class Parts:
    """Builds the parts of one case for one edition, in the order in which they are asked for."""

    collection: Collection
    case: Case
    edition: Edition
    wording: Wording
    tables: Tables
    figures: int = 0

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
        title = part.title or self.edition.labels.get(name) or headings.get(name) or labels.parts[name]
        return (Text(title),)

    # --- text of the source --------------------------------------------------------------------

    def _body_section(self, part: Part) -> Block | None:
        section = self.case.sections.get(part.part)
        if section is None or not section.blocks:
            return None
        blocks = _to_depth(section.blocks, part.depth)
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

    def _paragraph(self, id: str, *content: Inline | Inlines | Prose, style: Any = "body") -> Paragraph:
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
        inner = [self.messages(replace_part(part, "messages")), self.request(replace_part(part, "request"))]
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
        figures = tuple(self._figure(n) for n in self.case.numbers[: part.limit])
        if not figures:
            return None
        return self._section(part, (KeyFacts(id="numbers-list", figures=figures),))

    def _figure(self, number: NumberRecord) -> KeyFigure:
        """The year and the source come first: they are what makes a number true."""
        pieces = [self.wording.year(number), self._names(number.source)]
        if number.note:
            pieces.append(number.note)
        others = [
            f"{self.wording.value(c)} ({', '.join(filter(None, (c.year, self._names(c.source))))})"
            for c in number.conflicts
        ]
        if others:
            pieces.append(self.wording.word("sources-disagree", values="; ".join(others)))
        badge = self.wording.certainty(number.certainty)
        before, after = self.wording.labels.words["certainty"].split("{level}")
        note = (Text(" · ".join([*pieces, before])), badge, *([Text(after)] if after else []))
        value = self.wording.value(number)
        return KeyFigure(value, (Text(number.label),), note, bool(number.conflicts))

    def _names(self, sources: tuple[str, ...]) -> str:
        references = self.collection.references
        names = [references[ref].short for ref, _locus in map(split_source, sources) if ref in references]
        return ", ".join(names)

    def facts(self, part: Part) -> Block | None:
        """Where, since when, who, for whom, at what cost: what is not known says so."""
        case, word = self.case, self.wording.word
        rows: list[tuple[str, Inlines]] = []
        if isinstance(case, PolicyCase):
            if case.act:
                rows.append(("norm", self.wording.norm(self.collection.references, case.act)))
            rows.append(("issuer", self._or_unknown(case.issuer)))
            if case.applies_to:
                rows.append(("applies-to", (Text(case.applies_to),)))
        if case.place or not isinstance(case, PolicyCase):
            rows.append(("where", self._or_unknown(self._place())))
        rows.append(("since", self._or_unknown(self._since())))
        if case.period.end:
            rows.append(("until", (Text(self.wording.partial_date(case.period.end)),)))
        if case.actors or not isinstance(case, PolicyCase):
            rows.append(("who", self._or_unknown(self._actors())))
        if case.beneficiaries:
            rows.append(("for-whom", case.beneficiaries.content))
        rows.append(("cost", case.cost.content if case.cost else self.wording.text("not-documented")))
        rows.append(("maturity", self.wording.text(f"maturity-{case.maturity}")))
        items = tuple(Definition((Text(word(key)),), content) for key, content in rows)
        return self._section(part, (DefinitionList(id="facts-list", items=items[: part.limit]),))

    def _or_unknown(self, text: str | None) -> Inlines:
        return (Text(text),) if text else self.wording.text("not-documented")

    def _place(self) -> str | None:
        place = self.case.place
        if place is None:
            return None
        names = [place.name]
        if place.municipality and place.municipality != place.name:
            names.append(place.municipality)
        text = ", ".join(names)
        if place.province:
            text += f" ({place.province})"
        elif place.country != "Italia" and place.country != place.name:
            text += f", {place.country}"
        return text

    def _since(self) -> str | None:
        period = self.case.period
        start = self.wording.partial_date(period.start) if period.start else ""
        return " ".join(filter(None, (start, f"({period.note})" if period.note else ""))) or None

    def _actors(self) -> str | None:
        partners = self.collection.partners
        names = [partners[a.partner].name for a in self.case.actors if a.partner in partners]
        return "; ".join(names[:3]) or None

    def cover_facts(self, part: Part) -> Block | None:
        """What stands on a cover: for whom, how mature, how well the sources were checked."""
        rows = [
            ("audience", (Text(self.edition.audience),)),
            ("maturity", self.wording.text(f"maturity-{self.case.maturity}")),
            ("sources-state", (Text(self._sources_state()),)),
        ]
        items = tuple(Definition((Text(self.wording.word(k)),), content) for k, content in rows)
        return DefinitionList(id="cover-facts", items=items)

    def _sources_state(self) -> str:
        used = used_references(self.collection, self.case)
        checked = sum(1 for r in used if r.checked_on)
        key = "none-checked" if not checked else "all-checked" if checked == len(used) else "some-checked"
        state = self.wording.word(key, checked=checked)
        count = "sources-count-one" if len(used) == 1 else "sources-count"
        return self.wording.word(count, count=len(used), checked=state)

    # --- tables --------------------------------------------------------------------------------

    def table(self, part: Part) -> Block | None:
        """A part that is one table."""
        table: Table | None = getattr(self.tables, part.part)()
        if table is None:
            return None
        return self._section(part, (replace(table, rows=table.rows[: part.limit]),))

    def transferability(self, part: Part) -> Block | None:
        """The grid, block by block, each with the count of its answers: never a score."""
        grid = self.case.transferability
        blocks: list[Block] = []
        everything: list[Condition] = []
        for name in Transferability.model_fields:
            conditions: tuple[Condition, ...] = getattr(grid, name)
            table = self.tables.conditions(name, conditions)
            if table:
                everything += conditions
                title = (Text(self.wording.labels.transferability[name]),)
                blocks.append(Section(id=f"grid-{name}-section", title=title, level=3, blocks=(table,)))
        if not blocks:
            return None
        counts = {a: sum(c.answer == a for c in everything) for a in ("yes", "partly", "no", "unknown")}
        lead = self._paragraph("grid-count", Text(self.wording.word("grid-count", **counts)))
        return self._section(part, (lead, *blocks))

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
        entries = tuple(TimelineEntry(e.when, e.what.content) for e in self.case.timeline[: part.limit])
        return self._section(part, (Timeline(id="timeline-list", entries=entries),)) if entries else None

    def questions(self, part: Part) -> Block | None:
        """Questions as headings, answers below."""
        blocks = tuple(
            Section(
                id=f"question-{n}", location=question.answer.location, level=3,
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
            (Strong(self.wording.norm(self.collection.references, n.source)), Text(": "), *n.about.content)
            for n in self.case.legal[: part.limit]
        ]
        if not contents:
            return None
        return self._section(part, (BulletList(id="legal-list", items=self._items("norm", contents)),))

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

    # --- charts, voices ------------------------------------------------------------------------

    def charts(self, part: Part) -> Block | None:
        """Charts, each with its data as a table."""
        blocks: list[Block] = []
        for number, chart in enumerate(self.case.charts[: part.limit], start=1):
            blocks += self._chart(chart, number)
        return self._section(part, tuple(blocks)) if blocks else None

    def _chart(self, chart: ChartRecord, number: int) -> tuple[Block, ...]:
        label = ""
        if self.edition.numbered:
            self.figures += 1
            label = f"{self.wording.word('figure')} {self.figures}"
        before, after = self.wording.labels.words["certainty"].split("{level}")
        credit: list[Inline] = [
            Text(f"{self._names(chart.source)}. {before.capitalize()}"),
            self.wording.certainty(chart.certainty),
            Text(f"{after}."),
        ]
        if chart.note:
            credit.append(Text(f" {chart.note.rstrip('.')}."))
        place = self.case.at("charts", number - 1)
        figure = Figure(
            id=f"chart-{number}", location=place, graphic=Chart(json.dumps(chart.spec, ensure_ascii=False)),
            alt=chart.alt, label=label, caption=(Text(chart.title),), credit=tuple(credit),
        )  # fmt: skip
        return figure, self._chart_data(chart, number)

    def _chart_data(self, chart: ChartRecord, number: int) -> Table:
        values: list[dict[str, Any]] = chart.spec["data"]["values"]
        names = list(dict.fromkeys(key for row in values for key in row))
        is_number = {n: all(isinstance(row.get(n), int | float) for row in values) for n in names}
        titles = _field_titles(chart.spec)
        columns = tuple(
            Column((Text(titles.get(n, n.replace("_", " ").capitalize())),), 1, "right" if is_number[n] else "left")
            for n in names
        )  # fmt: skip
        rows = tuple(
            Row(id=f"chart-{number}-row-{i}", cells=tuple((Text(self._datum(row.get(n))),) for n in names))
            for i, row in enumerate(values, start=1)
        )
        label, caption = "", (Text(self.wording.word("chart-data", title=chart.title)),)
        if self.edition.numbered:
            self.tables.count += 1
            label = f"{self.wording.word('table')} {self.tables.count}"
        return Table(
            id=f"chart-{number}-data", columns=columns, rows=rows, label=label, caption=caption
        )

    def _datum(self, value: Any) -> str:
        from decimal import Decimal

        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value) if value is not None else "–"
        return self.wording.number(Decimal(str(value)))

    def testimonies(self, part: Part) -> Block | None:
        """What witnesses said; an example says that it is one."""
        blocks: list[Block] = []
        for id in self.case.testimonies[: part.limit]:
            testimony = self.collection.testimonies.get(id)
            if testimony is None or not testimony.words:
                continue
            who: list[str] = [testimony.speaker]
            if testimony.role:
                who.append(testimony.role)
            if testimony.pseudonym:
                who.append(self.wording.word("pseudonym"))
            if testimony.consent:
                day = self.wording.day(testimony.consent.date)
                who.append(self.wording.word("consent", date=day, scope=testimony.consent.scope))
            attribution: list[Inline] = [Text(", ".join(who))]
            if testimony.status != "reviewed":
                key = "example-testimony" if testimony.status == "example" else "draft"
                badge = Badge("status", testimony.status, self.wording.word(key))
                attribution += [Text(" · "), badge]
            blocks.append(
                BlockQuote(
                    id=f"testimony-{id}", location=testimony.location, blocks=testimony.words,
                    attribution=tuple(attribution),
                )
            )  # fmt: skip
        return self._section(part, tuple(blocks)) if blocks else None

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
        from pitstop_docs.document import Link

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


def used_references(collection: Collection, case: Case) -> list[Any]:
    """Return the references that *case* uses anywhere, norms first, then by short name."""
    ids = {split_source(source)[0] for source, _place in case.sources()}
    found = [collection.references[id] for id in ids if id in collection.references]
    return sorted(found, key=lambda r: (r.type not in ("law", "ruling"), r.short.casefold(), r.id))


def _field_titles(spec: Mapping[str, Any]) -> dict[str, str]:
    encoding = spec.get("encoding", {})
    pairs = ((c.get("field"), c.get("title")) for c in encoding.values() if isinstance(c, dict))
    return {field: title for field, title in pairs if field and title}


def _area(part: Part) -> Any:
    return part.area if part.area in ("main", "side") else "wide"


def _to_depth(blocks: tuple[Block, ...], depth: str) -> tuple[Block, ...]:
    """Return as much of an inverted pyramid as *depth* asks."""
    first = blocks[0]
    match depth:
        case "full":
            return blocks
        case "sentence" if isinstance(first, Paragraph):
            return (replace(first, content=first.content[: first.lead]),)
        case _:
            return (first,)


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
