"""Parts that are charts, each with its data in a table or in words, locator maps, and testimonies.

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
from pitstop_docs.records.forms import ChartRecord, NumberRecord, Place
from pitstop_docs.records.model import Testimony
from pitstop_docs.tree.chart_fields import Field, fields_of, is_number
from pitstop_docs.tree.chart_series import every_series, read
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
from pitstop_docs.tree.typeset import DOT, NBSP, typeset
from pitstop_docs.tree.walk import plain, walk

_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
# What a chart may draw for one: thousands, millions.
_SCALES = (1, 1_000, 1_000_000)


@builds("charts")
def charts(composition: Composition, part: EditionPart) -> Block | None:
    """Charts under what they show: the only one gives its section the title, if sections have no numbers. What
    they draw is in a table below them where the edition has it, unless all of that stands in the table of
    evidence; else in their alternative texts."""
    blocks: list[Block] = []
    evident = numbers_in(
        block for made_of, block in composition.built if made_of.part == "evidence"
    )
    shown = composition.case.charts[: part.limit]
    heads = len(shown) == 1 and not composition.edition.numbered
    for index, chart in enumerate(shown):
        id = composition.names.name("chart", key_of(chart.title))
        origin = composition.case.origin("charts", index)
        data = _data(composition, chart, index, id)
        with_data = part.data and not _is_evident(data, evident)
        figure = _chart(composition, chart, id, with_data)
        # A chart never stands without its data.
        drawn: tuple[Block, ...] = (figure, data) if with_data else (figure,)
        drawn = tuple(replace(block, unit=id, origin=origin) for block in drawn)
        if chart.finding and not heads:
            title = (Text(chart.finding),)
            drawn = (
                Section(id=f"{id}-finding", unit=id, origin=origin, title=title, level=3, blocks=drawn),
            )  # fmt: skip
        blocks += drawn
    if not blocks:
        return None
    section = composition.section(part, *blocks)
    finding = shown[0].finding if heads else None
    return replace(section, title=(Text(finding),)) if finding else section


def is_charted(composition: Composition, number: NumberRecord, evident: set[Decimal]) -> bool:
    """Tell whether a chart has *number* in a table of its own, which it has in editions with data unless all
    of these are *evident*: the same value of the same time, from its sources, as certain; and with a note, if
    the number has one."""
    part = next((part for part in composition.edition.sections if part.part == "charts"), None)
    if part is None or not part.data or number.conflicts:
        return False
    return any(
        _draws(chart, number, composition.wording)
        and not _is_evident(_data(composition, chart, index, ""), evident)
        for index, chart in enumerate(composition.case.charts[: part.limit])
    )


def _draws(chart: ChartRecord, number: NumberRecord, wording: Wording) -> bool:
    alike = chart.certainty == number.certainty and chart.unit == number.unit
    sourced = set(number.source) <= set(chart.source) and bool(chart.note) >= bool(number.note)
    single = number.to is None and number.qualifier is None

    def said(value: Any, known: Field) -> str:  # a chart is not typeset, a number is
        return typeset(_datum(value, known, wording), wording.labels.language)

    return (alike and sourced and single) and any(
        any(known.is_quantity and value == number.value for known, value in row)
        and any(said(value, known) == number.year for known, value in row)
        for row in _rows(_told(chart))
    )


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
        # A colophon at the foot of the cover says whose outlines these are.
        said = any(other.part == "colophon" for other in composition.edition.sections)
        return replace(figure, credit=()) if said else figure
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


def _chart(composition: Composition, chart: ChartRecord, id: str, with_data: bool) -> Figure:
    wording = composition.wording
    badge, before, after = wording.with_certainty(chart.certainty)
    names = ", ".join(wording.names(composition.collection.references, chart.source))
    credit: list[Inline] = [Text(f"{names}. {before.capitalize()}"), badge, Text(f"{after}.")]
    if chart.note:
        credit.append(Text(f" {chart.note.rstrip('.')}."))
    if with_data:  # which may stand on the next page
        credit.append(Text(f" {wording.word('chart-below')}"))
    return Figure(
        id=id,
        graphic=Chart(
            json.dumps(chart.spec, ensure_ascii=False),
            unit=chart.unit,
            changes=tuple(_changes(chart, wording)),
        ),
        alt=chart.alt if with_data else _with_values(chart, wording),
        caption=(Text(chart.title),),
        credit=tuple(credit),
    )


def _changes(chart: ChartRecord, wording: Wording) -> Iterator[tuple[str, str]]:
    """Yield the series that have a before and an after, each with its change in words; a total as ""."""
    reading = read(chart.spec)
    if reading is None or not reading.is_change:
        return
    for series in every_series(reading):
        before, after = (series.values[step] for step in reading.steps)
        change = wording.difference(before, after, chart.unit)
        is_total = reading.parts and series not in reading.series
        yield series.name, wording.word("in-all", change=change) if is_total else change


def _with_values(chart: ChartRecord, wording: Wording) -> str:
    """Return the alternative text of *chart* with all that it draws, unless it says that."""
    fields = _told(chart)
    said = [_words_of(row, chart.unit, wording) for row in _rows(fields)]
    alt = typeset(chart.alt, wording.labels.language)
    if all(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", alt, re.I) for row in said for word in row
    ):
        return chart.alt
    values = "; ".join(f"{', '.join(row[:-1])}: {row[-1]}" for row in said)
    return f"{chart.alt.rstrip('.')}. {wording.word('chart-values', values=values)}"


def _words_of(row: list[tuple[Field, Any]], unit: str, wording: Wording) -> list[str]:
    """Return the names in *row* and then its quantities, with their unit."""
    names = [_datum(value, known, wording) for known, value in row if not known.is_quantity]
    amounts = [
        NBSP.join(filter(None, (_datum(value, known, wording), unit)))
        for known, value in row
        if known.is_quantity
    ]
    return [*names, *amounts]


def _told(chart: ChartRecord) -> list[Field]:
    """Return the fields of *chart* that a reader is told of: not the names that it hides."""
    return [known for known in fields_of(chart.spec).values() if known.is_told]


def _data(composition: Composition, chart: ChartRecord, index: int, id: str) -> Table:
    """Return what *chart*, the case's *index*-th, draws as a table: a column for each field, but for
    names that it hides."""
    fields = _told(chart)
    columns = tuple(
        Column(
            (Text(_title(known, chart.unit)),),
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


def numbers_in(blocks: Iterable[Block]) -> set[Decimal]:
    """Return the numbers that the tables in *blocks* print."""
    tables = (block for block in walk(blocks) if isinstance(block, Table))
    cells = (plain(cell) for table in tables for row in table.rows for cell in row.cells)
    return {number for cell in cells for number in _numbers(cell)}


def _numbers(text: str) -> Iterator[Decimal]:
    """Yield the numbers in *text*, as the language writes them."""
    for number in _NUMBER.findall(text):
        yield Decimal(number.replace(".", "").replace(",", "."))


def _title(known: Field, unit: str) -> str:
    title = known.title or known.name.replace("_", " ").capitalize()
    is_counted = known.is_quantity and unit and unit.casefold() not in title.casefold()
    return f"{title} ({unit})" if is_counted else title


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
