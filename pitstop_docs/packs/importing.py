"""What lists of others say, and a list of the project's own → the same list, brought up to date.

Enters: :class:`~pitstop_docs.packs.published.Incoming` and the records of the project. Leaves: a plan that says
what is added, changed and to be looked at; the bytes of the list. Official names and numbers follow the
official list; what people wrote by hand is never written over."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pitstop_docs.packs.published import COUNTED, Incoming, Wanted
from pitstop_docs.packs.recipients import FIELDS, columns_of, is_title
from pitstop_docs.packs.sheets import read_csv
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.records.italian import title_of
from pitstop_docs.records.recipients import Recipient

_OFFICIAL = ("name", "province", "region")
_BY_HAND = tuple(name for name in FIELDS if name not in ("istat", "language", *_OFFICIAL, *COUNTED))


@dataclass(frozen=True, slots=True)
class Change:
    """New ``values`` of fields of a ``record`` that the list has."""

    record: Recipient
    values: Mapping[str, str]


@dataclass
class Import:
    """What becomes of a list, and what somebody must look at: ``elsewhere`` stands in other lists of the
    project, ``vanished`` is no longer in the official one, ``kept`` has another address than the index,
    ``shared`` are new addresses of several municipalities."""

    changed: list[Change] = field(default_factory=list)
    added: list[Recipient] = field(default_factory=list)
    same: list[Recipient] = field(default_factory=list)
    vanished: list[Recipient] = field(default_factory=list)
    kept: list[Recipient] = field(default_factory=list)
    elsewhere: list[Recipient] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)


def plan_import(
    incoming: Incoming,
    own: Iterable[Recipient],
    others: Iterable[Recipient],
    wanted: Wanted,
    ended: date | None = None,
) -> Import:
    """Return what becomes of a list that holds *own* while *others* stand in other lists. Those that are
    *wanted* and no longer official were valid until *ended*, if that is said."""
    plan = Import()
    codes = set()
    for record in own:
        codes.add(record.istat)
        if record.valid_to is not None or not wanted(record):  # its story is over, or nobody asks
            plan.same.append(record)
            continue
        official = incoming.listed.get(record.istat)
        values = _official_values(record, official) if official else {}
        found = incoming.address_of(record.istat, values.get("name", record.name))
        if found and not record.pec:
            values.setdefault("pec", found)
        elif found and found != record.pec:
            plan.kept.append(record)
        if official is None and incoming.has_register:
            plan.vanished.append(record)
            values |= {"valid_to": ended.isoformat()} if ended else {}
        if values:
            plan.changed.append(Change(record, values))
        elif official or not incoming.has_register:
            plan.same.append(record)
    for record in others:
        codes.add(record.istat)
        if record.istat in incoming.listed or incoming.address_of(record.istat, record.name):
            plan.elsewhere.append(record)
    for istat, record in sorted(incoming.listed.items()):
        if istat not in codes:
            address = record.pec or incoming.address_of(istat, record.name)
            plan.added.append(record.model_copy(update={"pec": address or None}))
    new = [change.values.get("pec") for change in plan.changed]
    counts = Counter(filter(None, [*new, *(record.pec for record in plan.added)]))
    plan.shared = sorted(address for address, count in counts.items() if count > 1)
    return plan


def _official_values(record: Recipient, official: Recipient) -> dict[str, str]:
    """Return what *official* changes in *record*: what is official and differs, numbers that are newer, and
    what nobody has written yet."""
    names = [name for name in _OFFICIAL if getattr(official, name) != getattr(record, name)]
    if (official.population_year or 0, official.population) != (
        record.population_year,
        record.population,
    ):
        newer = (official.population_year or 0) >= (record.population_year or 0)
        names += COUNTED if official.population and newer else ()
    names += [name for name in _BY_HAND if getattr(record, name) is None]
    return {name: text for name in names if (text := text_in(official, name))}


def text_in(record: Recipient, name: str) -> str:
    """Return a field as a cell holds it."""
    value = getattr(record, name)
    return "" if value is None else str(value)


# --- writing ------------------------------------------------------------------------------------


def imported(data: bytes | None, path: str, plan: Import) -> bytes:
    """Return the list *path*, whose bytes are *data* if it is there, as *plan* wants it. Columns, order,
    remarks, separator and whatever is not read stay. In it spreadsheets find accents and codes as they are."""
    sheet = read_csv(data, path, is_title, Reporter()) if data else None
    titles = list(sheet.titles.cells) if sheet else []
    columns = columns_of(sheet, Reporter())[0] if sheet else {}
    used = {name for change in plan.changed for name in change.values}
    used |= {name for record in plan.added for name in FIELDS if text_in(record, name)} - {
        "language"
    }
    used |= set() if sheet else {"office", "pec", "letterhead", "notes"}  # to be filled in
    for name in FIELDS:
        if name in used and name not in columns:
            columns[name] = len(titles)
            titles.append(title_of(name))
    changes = {change.record.location.line: change.values for change in plan.changed}
    above, rows = (sheet.above, sheet.rows) if sheet else ((), ())
    table = [*(row.cells for row in above), titles]
    table += [_filled(row.cells, changes.get(row.line, {}), columns) for row in rows]
    for record in plan.added:
        table.append(_filled((), {name: text_in(record, name) for name in columns}, columns))
    text = io.StringIO(newline="")
    line_end = "\n" if data and b"\r\n" not in data else "\r\n"
    separator = sheet.separator if sheet else ";"
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows(table)
    # Excel takes a CSV file without the mark for one of Windows' own encoding.
    mark = b"" if data and _is_unmarked(data) else codecs.BOM_UTF8
    return mark + text.getvalue().encode()


def _filled(
    cells: Sequence[str], values: Mapping[str, str], columns: Mapping[str, int]
) -> list[str]:
    filled = list(cells)
    for name, text in values.items():
        filled += [""] * (columns[name] + 1 - len(filled))
        filled[columns[name]] = text
    return filled


def _is_unmarked(data: bytes) -> bool:
    """Tell whether *data* is UTF-8 without its mark: it stays so."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.startswith(codecs.BOM_UTF8)
