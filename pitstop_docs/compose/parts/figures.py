"""Parts that are charts, each with its data as a table, locator maps, and testimonies.

Enters: chart and testimony records, places. Leaves: figures that say in words what they draw, and
quotations that say whose they are."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pitstop_docs.compose.composition import Composition, area, builds
from pitstop_docs.compose.wording import Wording
from pitstop_docs.records.editions import EditionPart
from pitstop_docs.records.forms import ChartRecord, Place
from pitstop_docs.records.model import Testimony
from pitstop_docs.tree.chart_fields import Field, fields_of, is_number
from pitstop_docs.tree.document import (
    Badge,
    Block,
    BlockQuote,
    Chart,
    Column,
    Figure,
    Inline,
    Map,
    Row,
    Section,
    Table,
    Text,
)
from pitstop_docs.tree.origin import key_of
from pitstop_docs.tree.typeset import DOT
from pitstop_docs.tree.walk import plain, walk

_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
# What a chart may draw for one: thousands, millions.
_SCALES = (1, 1_000, 1_000_000)


@builds("charts")
def charts(composition: Composition, part: EditionPart) -> Block | None:
    """Charts, each with its data as a table, unless all of them stand in the table of evidence: what a drawing
    and that table say is not said a third time."""
    blocks: list[Block] = []
    evident = _numbers_in(
        block for made_of, block in composition.built if made_of.part == "evidence"
    )
    for index, chart in enumerate(composition.case.charts[: part.limit]):
        id = composition.names.name("chart", key_of(chart.title))
        origin = composition.case.origin("charts", index)
        figure, data = _chart(composition, chart, id), _data(composition, chart, index, id)
        # A chart never stands without its data.
        pair = (figure,) if _is_evident(data, evident) else (figure, data)
        blocks += [replace(block, unit=id, origin=origin) for block in pair]
    return composition.section(part, *blocks) if blocks else None


@builds("map")
def locator_map(composition: Composition, part: EditionPart) -> Block | None:
    """Where it is in its country, if the source says so; in the head it stands beside the title."""
    place = composition.case.place
    country = composition.collection.country_of(place) if place else None
    if not (place and country) or place.lat is None or place.lon is None:
        return None
    x, y = country.at_degrees(place.lat, place.lon)
    wording = composition.wording
    figure = Figure(
        id="map-figure",
        origin=composition.case.origin("place"),
        graphic=Map(country.outline, round(x, 1), round(y, 1), place.name),
        alt=wording.word("map-alt", country=place.country, place=_spelt_out(place)),
        credit=wording.text("map-credit"),
    )
    if part.area == "head":
        return figure
    return Section(
        id="map", origin=figure.origin, key="map", title=(), level=2, blocks=(figure,), area=area(part)
    )  # fmt: skip


@builds("testimonies")
def testimonies(composition: Composition, part: EditionPart) -> Block | None:
    """What witnesses said. Words that nobody said stand in an example only, and say that they are one."""
    there = composition.collection.testimonies
    known = [there[id] for id in composition.case.testimonies if id in there]
    example = composition.case.status == "example"
    said = [t for t in known if t.words and (example or t.status != "example")]
    blocks = [_testimony(t, composition.wording) for t in said[: part.limit]]
    return composition.section(part, *blocks) if blocks else None


def _spelt_out(place: Place) -> str:
    """Return what is known of *place* within its country, from the small to the large, each name once."""
    municipality = place.municipality or ""
    if place.province:
        municipality = f"{municipality or place.name} ({place.province})"
    names = [place.name, municipality, place.region or ""]
    if municipality.startswith(f"{place.name} ("):
        del names[0]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _chart(composition: Composition, chart: ChartRecord, id: str) -> Figure:
    badge, before, after = composition.wording.with_certainty(chart.certainty)
    names = ", ".join(composition.wording.names(composition.collection.references, chart.source))
    credit: list[Inline] = [Text(f"{names}. {before.capitalize()}"), badge, Text(f"{after}.")]
    if chart.note:
        credit.append(Text(f" {chart.note.rstrip('.')}."))
    return Figure(
        id=id,
        graphic=Chart(json.dumps(chart.spec, ensure_ascii=False)),
        alt=chart.alt,
        caption=(Text(chart.title),),
        credit=tuple(credit),
    )


def _data(composition: Composition, chart: ChartRecord, index: int, id: str) -> Table:
    """Return what *chart*, the case's *index*-th, draws as a table: a column for each field, but for
    names that it hides."""
    fields = [known for known in fields_of(chart.spec).values() if known.is_told]
    columns = tuple(
        Column(
            (Text(known.title or known.name.replace("_", " ").capitalize()),),
            align="right" if known.is_quantity else "left",
        )
        for known in fields
    )
    rows = tuple(
        Row(
            id=f"{id}-row-{number}",
            origin=composition.case.origin("charts", index, "spec", "data", "values", number - 1),
            cells=tuple((Text(_datum(value, known, composition.wording)),) for known, value in row),
        )
        for number, row in enumerate(_rows(fields), start=1)
    )
    caption = (Text(composition.wording.word("chart-data", title=chart.title)),)
    return Table(id=f"{id}-data", columns=columns, rows=rows, caption=caption)


def _is_evident(data: Table, evident: set[Decimal]) -> bool:
    """Tell whether all quantities of a chart's *data* are *evident*, in thousands or millions if need be."""
    columns = [index for index, column in enumerate(data.columns) if column.align == "right"]
    cells = [row.cells[index] for row in data.rows for index in columns]
    drawn = {number for cell in cells for number in _numbers(plain(cell))}
    return any({number * scale for number in drawn} <= evident for scale in _SCALES)


def _numbers_in(blocks: Iterable[Block]) -> set[Decimal]:
    """Return the numbers that the tables in *blocks* print."""
    tables = (block for block in walk(blocks) if isinstance(block, Table))
    cells = (plain(cell) for table in tables for row in table.rows for cell in row.cells)
    return {number for cell in cells for number in _numbers(cell)}


def _numbers(text: str) -> Iterator[Decimal]:
    """Yield the numbers in *text*, as the language writes them."""
    for number in _NUMBER.findall(text):
        yield Decimal(number.replace(".", "").replace(",", "."))


def _rows(fields: list[Field]) -> Iterator[list[tuple[Field, Any]]]:
    for values in zip(*(known.values for known in fields), strict=True):
        yield list(zip(fields, values, strict=True))


def _datum(value: Any, known: Field, wording: Wording) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return wording.word("answer-yes" if value else "answer-no")
    if is_number(value):
        return wording.number(Decimal(str(value)), separators=known.has_separators)
    return wording.partial_date(value) if "temporal" in known.types else str(value)


def _testimony(testimony: Testimony, wording: Wording) -> BlockQuote:
    """Return *testimony* as a quotation with whose it is, and what it is not."""
    who: list[str] = [testimony.speaker]
    if testimony.role:
        who.append(testimony.role)
    if testimony.pseudonym:
        who.append(wording.word("pseudonym"))
    if testimony.consent:
        day = wording.day(testimony.consent.date)
        who.append(wording.word("consent", date=day, scope=testimony.consent.scope))
    attribution: list[Inline] = [Text(", ".join(who))]
    if testimony.status != "reviewed":
        key = "example-testimony" if testimony.status == "example" else "draft"
        attribution += [Text(DOT), Badge("status", testimony.status, wording.word(key))]
    return BlockQuote(
        id=f"testimony-{testimony.id}",
        origin=testimony.origin(),
        blocks=testimony.words,
        attribution=tuple(attribution),
    )
