"""The parts of a brief that are tables: options, barriers, resources, evidence, TIDieR, the grid…

Enters: the records of a case. Leaves: rows, with one cell for every column that the edition shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pitstop_docs.compose.wording import Wording, split_source
from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.records.forms import Tidier, TidierItem, Value
from pitstop_docs.records.model import Case, Reference
from pitstop_docs.records.values import Prose
from pitstop_docs.tree.document import (
    Column,
    Inlines,
    LineBreak,
    Row,
    Table,
    Text,
)

# Share of the width by column; what is not named has 1.
_WIDTHS = {
    ("options", "name"): 0.9, ("barriers", "barrier"): 0.8, ("barriers", "there"): 1.5,
    ("barriers", "here"): 1.5, ("resources", "item"): 1.1, ("resources", "note"): 1.6,
    ("evidence", "label"): 2.2, ("evidence", "value"): 1.2, ("evidence", "year"): 0.8,
    ("evidence", "source"): 1.6, ("evidence", "certainty"): 0.9, ("legal", "about"): 1.8,
    ("tidier", "item"): 0.7, ("tidier", "text"): 2.6, ("tidier", "source"): 0.8,
    ("transferability", "condition"): 1.4, ("transferability", "block"): 0.8,
    ("transferability", "answer"): 0.7, ("transferability", "note"): 1.9,
    ("transferability", "source"): 1.0,
    ("indicators", "how"): 1.6, ("indicators", "when"): 0.7,
    ("references", "reference"): 4, ("references", "checked"): 0.9,
}  # fmt: skip
_RIGHT = {("evidence", "value"), ("resources", "amount")}

Cells = dict[str, Inlines]


@dataclass
class Tables:
    """Builds the tables of one case. ``numbered`` gives every table a label and a caption."""

    case: Case
    references: dict[str, Reference]
    wording: Wording
    numbered: bool
    count: int = 0
    columns: tuple[str, ...] = field(default=())

    def options(self) -> Table | None:
        """SUPPORT's options, "do nothing" first as written; the preferred one is highlighted."""
        rows = [
            (
                {
                    "name": (Text(option.name),),
                    "benefits": option.benefits.content,
                    "costs": option.costs.content,
                    "harms": option.harms.content,
                    "uncertainty": self._prose(option.uncertainty),
                    "how": self._prose(option.how),
                    "views": self._prose(option.views),
                },
                option.preferred,
            )
            for option in self.case.options
        ]
        return self._table("options", rows, ("name", "benefits", "costs", "harms"))

    def barriers(self) -> Table | None:
        """Obstacles, how they went elsewhere, what can be done here."""
        rows = [
            (
                {
                    "barrier": (Text(b.barrier),),
                    "there": self._prose(b.there),
                    "here": b.here.content,
                },
                False,
            )
            for b in self.case.barriers
        ]
        return self._table("barriers", rows, ("barrier", "there", "here"))

    def resources(self) -> Table | None:
        """What it took, who gave it, how much."""
        rows: list[tuple[Cells, bool]] = [
            (
                {
                    "item": (Text(r.item),),
                    "provider": self._text(r.provider),
                    "amount": self._text(r.amount),
                    "note": r.note.content if r.note else (),
                    "source": self.sources(r.source),
                },
                False,
            )
            for r in self.case.resources
        ]
        return self._table("resources", rows, ("item", "provider", "amount", "note", "source"))

    def evidence(self) -> Table | None:
        """Every number with its year, source and certainty; conflicting values in rows of their own."""
        rows: list[tuple[Cells, bool]] = []
        units: list[str] = []
        for count, number in enumerate(self.case.numbers, start=1):
            label = f"{number.label[:1].upper()}{number.label[1:]}"
            rows.append((self._number(number, label), False))
            other = self.wording.word("other-source", label=label)
            rows += [(self._number(value, other), False) for value in number.conflicts]
            units += [f"evidence-{count}"] * (1 + len(number.conflicts))
        columns = ("label", "value", "year", "source", "certainty")
        table = self._table("evidence", rows, columns)
        if table is None:
            return None
        paired = zip(table.rows, units, strict=True)
        return replace(table, rows=tuple(replace(row, unit=unit) for row, unit in paired))

    def tidier(self) -> Table | None:
        """TIDieR's items 2 to 12; what is not known says so."""
        rows: list[tuple[Cells, bool]] = []
        for key in Tidier.model_fields:
            item: TidierItem | None = getattr(self.case.tidier, key)
            rows.append(
                (
                    {
                        "item": (Text(self.wording.labels.tidier[key]),),
                        "text": self._prose(item.text if item else None),
                        "source": self.sources(item.source) if item else (),
                    },
                    False,
                )
            )
        return self._table("tidier", rows, ("item", "text", "source"))

    def transferability(self) -> Table | None:
        """The transferability grid, block by block."""
        names = self.wording.labels.transferability
        rows: list[tuple[Cells, bool]] = [
            (
                {
                    "condition": (Text(c.condition),),
                    "block": (Text(names[block]),),
                    "answer": (self.wording.answer(c.answer),),
                    "note": c.note.content if c.note else (),
                    "source": self.sources(c.source),
                },
                False,
            )
            for block, c in self.case.transferability.conditions()
        ]
        columns = ("condition", "block", "answer", "note", "source")
        return self._table("transferability", rows, columns)

    def indicators(self) -> Table | None:
        """What to measure, how and when."""
        rows = [
            (
                {
                    "indicator": (Text(i.indicator),),
                    "how": i.how.content,
                    "when": self._text(i.when),
                },
                False,
            )
            for i in self.case.indicators
        ]
        return self._table("indicators", rows, ("indicator", "how", "when"))

    def legal(self) -> Table | None:
        """Norms and what they are for."""
        rows = [
            (
                {"source": self.wording.norm(self.references, n.source), "about": n.about.content},
                False,
            )
            for n in self.case.legal
        ]
        return self._table("legal", rows, ("source", "about"))

    def bibliography(self, references: Iterable[Reference]) -> Table | None:
        """Full references with the day on which each was checked."""
        rows = [
            (
                {
                    "reference": self.wording.full_reference(r),
                    "checked": (Text(self.wording.checked(r)),),
                },
                False,
            )
            for r in references
        ]
        names = ("reference",) if self.wording.none_checked else ("reference", "checked")
        return self._table("references", rows, names)

    def sources(self, sources: tuple[str, ...]) -> Inlines:
        """Return the short names of *sources*, one below the other."""
        out: Inlines = ()
        for source in sources:
            ref, locus = split_source(source)
            if ref in self.references:
                name = self.references[ref].short + (f", {locus}" if locus else "")
                out += ((LineBreak(),) if out else ()) + (Text(name),)
        return out

    # --- cells ---------------------------------------------------------------------------------

    def _number(self, value: Value, label: str) -> Cells:
        name: Inlines = (Text(label),)
        if value.note:
            name += (Text(f" ({value.note})"),)
        return {
            "label": name,
            "value": (Text(self.wording.value(value)),),
            "year": (Text(self.wording.year(value)),),
            "source": self.sources(value.source),
            "certainty": (self.wording.certainty(value.certainty),),
        }

    def _prose(self, prose: Prose | None) -> Inlines:
        return prose.content if prose else self.wording.text("not-documented")

    def _text(self, text: str | None) -> Inlines:
        return (Text(text),) if text else self.wording.text("not-documented")

    def _table(
        self,
        part: str,
        rows: list[tuple[Cells, bool]],
        default: tuple[str, ...],
    ) -> Table | None:
        """Return the table of *part*, or None if it has no rows."""
        if not rows:
            return None
        id = f"{part}-table"
        names = self.columns or default
        titles = self.wording.labels.columns[part]
        columns = tuple(
            Column(
                (Text(titles[name]),),
                _WIDTHS.get((part, name), 1.0),
                "right" if (part, name) in _RIGHT else "left",
            )
            for name in names
        )
        place: Location = self.case.at(part)
        body = tuple(
            Row(
                id=f"{id}-{index}",
                location=self.case.at(part, index - 1) if len(rows) else place,
                cells=tuple(cells[name] or (Text("–"),) for name in names),
                highlight=highlight,
            )
            for index, (cells, highlight) in enumerate(rows, start=1)
        )
        label = self.next_label()
        words = self.wording.labels.captions[part] if label else ""
        return Table(
            id=id, location=place, columns=columns, rows=body, label=label,
            caption=(Text(words),) if words else (),
        )  # fmt: skip

    def next_label(self) -> str:
        """Return "Tabella 3" for the next table, or "" where tables are not numbered."""
        if not self.numbered:
            return ""
        self.count += 1
        return f"{self.wording.word('table')} {self.count}"
