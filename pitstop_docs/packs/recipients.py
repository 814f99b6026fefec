"""``sources/recipients/`` → Recipients.

Enters: lists of municipalities, as CSV or YAML. Leaves: those that are right, and reported problems for the
others, each at its file, line and column. Nothing of it is kept: a country is read in less than a second."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from os.path import lexists
from pathlib import Path
from typing import Any
from unicodedata import normalize

from pydantic import ValidationError

from pitstop_docs.look.templates import Templates, is_hidden
from pitstop_docs.packs.sheets import Row, RowPlaces, Sheet, is_formula, read_csv
from pitstop_docs.problems.diagnostics import Location, Reporter, did_you_mean, relative
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.files import read_bytes, text_of
from pitstop_docs.readers.inline import InlineReader, Passage
from pitstop_docs.readers.refused import shortened
from pitstop_docs.readers.validation import validate
from pitstop_docs.readers.yaml import load_yaml
from pitstop_docs.records.italian import field_meant
from pitstop_docs.records.provinces import REGIONS
from pitstop_docs.records.recipients import Recipient, Recipients, overlapping
from pitstop_docs.records.record import Places
from pitstop_docs.tree.origin import Origin
from pitstop_docs.writers.letterheads import find_letterheads

FOLDER = "sources/recipients"
KEY = "recipients"  # of the list in a YAML file
SIZE_MAX = 20_000_000  # bytes; the whole country has a million
FIELDS = tuple(Recipient.model_fields)
REQUIRED = tuple(name for name, each in Recipient.model_fields.items() if each.is_required())
_FREE = (
    "name",
    "region",
    "territory",
    "office",
    "notes",
    "letterhead",
)  # where a formula would be text
# What columns are called besides: who writes a list by hand thinks of a table, not of fields.
_TITLES = {
    "comune": "name",
    "denominazione": "name",
    "sigla": "province",
    "sigla provincia": "province",
}
# "popolazione_2021": the year is in the title.
_COUNTED = re.compile(r"(?P<what>.*?)[\s_(]*(?P<year>(?:18|19|20)\d\d)\)?")


def read_recipients(root: Path, reporter: Reporter) -> Recipients:
    """Return the municipalities of the project at *root*; one in which something is wrong is not among them."""
    found: list[Recipient] = []
    for path in list_files(root, reporter):
        found += read_file(path, root, reporter)
    found = list(_without_unknown_letterheads(found, root, reporter))
    return Recipients(tuple(_without_twice(found, reporter)))


def list_files(root: Path, reporter: Reporter) -> list[Path]:
    """Return the lists of the project at *root*; whatever else is there is named, lest it be missed."""
    folder = root / FOLDER
    if not lexists(folder):
        return []
    if not folder.is_dir():
        reporter.report("ignored-file", Location(FOLDER), hint=_("this must be a folder"))
        return []
    listed = []
    for path in sorted(path for path in folder.iterdir() if not is_hidden(path.name)):
        if path.suffix.lower() in (".csv", ".yaml"):
            listed.append(path)
        elif path.name != "README.md":
            reporter.report(
                "ignored-file",
                Location(relative(path, root)),
                hint=_(
                    "a list of municipalities is a .csv or .yaml file; others: pitstop recipients import"
                ),
            )
    return listed


def read_file(path: Path, root: Path, reporter: Reporter) -> list[Recipient]:
    """Return the municipalities that the list *path* holds, in its order."""
    data = read_bytes(path, root, reporter, SIZE_MAX)
    name = relative(path, root)
    if data is None:
        return []
    if path.suffix.lower() == ".yaml":
        found = _from_yaml(data, name, reporter)
    else:
        sheet = read_csv(data, name, is_title, reporter)
        found = _from_sheet(sheet, reporter) if sheet else []
    return [record for record in found if _holds(record, reporter)]


# --- YAML ---------------------------------------------------------------------------------------


def _from_yaml(data: bytes, name: str, reporter: Reporter) -> list[Recipient]:
    text = text_of(data, name, reporter)
    if text is None:
        return []
    loaded = load_yaml(text, name, reporter)
    items = loaded.value.get(KEY) if isinstance(loaded.value, dict) else None
    if not isinstance(items, list) or len(loaded.value) != 1:
        if not loaded.misread:
            reporter.report(
                "wrong-type",
                loaded.places.whole.location,
                _("this file must hold one list, '{key}'").format(key=KEY),
                _("write '{key}:' and below it each entry after '- '").format(key=KEY),
            )
        return []
    inline = InlineReader(Passage(name, text.split("\n"), reporter))
    found = []
    for part in loaded.items(KEY):
        record = validate(
            Recipient, part.value, part.places, part.keys, inline, reporter, part.misread
        )
        wrong = _report_formulas(part.value, part.places, reporter)
        found += [record.placed(part.places)] if record and not wrong else []
    return found


def _report_formulas(values: Any, places: Places, reporter: Reporter) -> bool:
    """Report the fields of *values* that a spreadsheet would compute, and tell whether there are any:
    recipients end up in tables that somebody opens."""
    wrong = [field for field in _FREE if isinstance(values, dict) and is_formula(values.get(field))]
    for field in wrong:
        reporter.report(
            "spreadsheet-formula",
            places.at(field),
            _("'{field}' is a formula: {text}").format(field=field, text=shortened(values[field])),
        )
    return bool(wrong)


# --- tables -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Title:
    """What the title of a column says: which ``field`` stands below, "" if none of ours; and of a
    population its ``year``."""

    field: str
    year: str = ""


def is_title(title: str) -> bool:
    """Tell whether *title* is that of a field."""
    return title_meant(title).field != ""


@cache
def title_meant(title: str) -> Title:
    """Return what somebody means who calls a column *title*, in Italian or in English."""
    counted = _COUNTED.fullmatch(title.strip())
    if counted and title_meant(counted["what"]).field == "population":
        return Title("population", counted["year"])
    bare = " ".join(title.lower().replace("_", " ").split())
    name = bare.replace(" ", "_")
    return Title(name if name in FIELDS else _TITLES.get(bare) or field_meant(title, FIELDS))


def _from_sheet(sheet: Sheet, reporter: Reporter) -> list[Recipient]:
    columns, year = columns_of(sheet, reporter)
    if not set(REQUIRED) <= set(columns):
        return []
    found = [record_of(sheet, row, columns, year, reporter) for row in sheet.rows]
    return [record for record in found if record]


def columns_of(sheet: Sheet, reporter: Reporter) -> tuple[dict[str, int], str]:
    """Return the column of each field, and the year of the population if its title has it."""
    columns: dict[str, int] = {}
    year = ""
    titles = [title_meant(title) for title in sheet.titles.cells]
    for index, (title, meant) in enumerate(zip(sheet.titles.cells, titles, strict=True)):
        place = sheet.place(sheet.titles, index)
        if meant.field and meant.field not in columns:
            columns[meant.field] = index
            year = meant.year or year
        elif meant.field:
            reporter.report(
                "duplicate-key",
                place,
                _("there are two columns for '{field}'").format(field=meant.field),
            )
        elif title.strip() and any(each.field for each in titles):
            reporter.report(
                "ignored-column",
                place,
                _("column '{title}' is not read").format(title=title.strip()[:60]),
                did_you_mean(title, FIELDS),
            )
    if missing := [name for name in REQUIRED if name not in columns]:
        reporter.report(
            "missing-column",
            sheet.place(sheet.titles, 0),
            _("columns are missing: {fields}").format(fields=", ".join(missing)),
        )
    return columns, year


def record_of(
    sheet: Sheet, row: Row, columns: Mapping[str, int], year: str, reporter: Reporter
) -> Recipient | None:
    """Return the municipality in *row*, or None after reporting all that is wrong there; *columns* says where
    each field stands, *year* is that of the population where its title has it."""
    cells = row.cells
    values: dict[str, Any] = {
        field: cell
        for field, index in columns.items()
        if index < len(cells) and (cell := cells[index].strip())
    }
    if year and "population" in values:
        values.setdefault("population_year", year)
    start = (row.line, 1)
    places = RowPlaces(Origin(sheet.path, start, start), {}, sheet, row, columns)
    over = any(cells[index].strip() for index in range(len(sheet.titles.cells), len(cells)))
    told = Reporter()
    if not (over or _report_formulas(values, places, told)):
        try:
            return Recipient.model_validate(values).placed(places)
        except ValidationError:
            pass
    _tell(values, places, over, told)
    _add_with_titles(told, places, reporter)
    return None


def _tell(values: dict[str, Any], places: RowPlaces, over: bool, reporter: Reporter) -> None:
    """Report all that is wrong in a row but formulas."""
    for field in REQUIRED:
        values.setdefault(field, None)  # an empty cell
    inline = InlineReader(Passage(places.whole.path, [], reporter))
    validate(Recipient, values, places, {}, inline, reporter)
    if over:
        reporter.report(
            "broken-list",
            places.whole.location,
            _("cells in this row: {count}; titles: {wanted}").format(
                count=len(places.row.cells), wanted=len(places.titles)
            ),
            _("put a text that has the separator in it in double quotes"),
        )


def _add_with_titles(told: Reporter, places: RowPlaces, reporter: Reporter) -> None:
    """Report what was *told* of a row, with its own titles where they are not the fields' names."""
    titles = {
        places.at(field): places.titles[index].strip()
        for field, index in places.columns.items()
        if places.titles[index].strip().lower() != field
    }
    for problem in told.diagnostics:
        if title := titles.get(problem.location):
            message = _("column '{title}': {message}").format(title=title, message=problem.message)
            problem = replace(problem, message=message)
        reporter.add(problem)


# --- what one record alone does not know ----------------------------------------------------------


def _holds(record: Recipient, reporter: Reporter) -> bool:
    """Tell whether the fields of *record* go together, after reporting what does not."""
    before = len(reporter.errors)
    if record.population is not None and record.population_year is None:
        reporter.report(
            "missing-field",
            record.at("population"),
            _("'{field}' is missing").format(field="population_year"),
            _("a number of inhabitants has a year"),
        )
    if record.valid_from and record.valid_to and record.valid_to < record.valid_from:
        reporter.report(
            "wrong-range",
            record.at("valid_to"),
            _("'valid_to' is before 'valid_from'"),
            _("write the first day in 'valid_from', the last in 'valid_to'"),
        )
    if record.province not in REGIONS:
        reporter.report(
            "unknown-province",
            record.at("province"),
            _("no province is called '{province}'").format(province=record.province),
        )
    return len(reporter.errors) == before


def _without_unknown_letterheads(
    records: Sequence[Recipient], root: Path, reporter: Reporter
) -> Iterator[Recipient]:
    known: Iterable[str] = ()
    if any(record.letterhead for record in records):
        known = find_letterheads(Templates.of(root))
    for record in records:
        if record.letterhead is None or normalize("NFC", record.letterhead) in known:
            yield record
            continue
        reporter.report(
            "unknown-letterhead",
            record.at("letterhead"),
            _("no letterhead '{name}'").format(name=record.letterhead),
            did_you_mean(record.letterhead, known),
        )


def _without_twice(records: Sequence[Recipient], reporter: Reporter) -> Iterator[Recipient]:
    twice = {id(second): first for first, second in overlapping(records)}
    for record in records:
        if first := twice.get(id(record)):
            reporter.report(
                "recipient-twice",
                record.at("istat"),
                _("{name} ({istat}) is there already: {place}").format(
                    name=record.name, istat=record.istat, place=first.location
                ),
            )
        else:
            yield record
