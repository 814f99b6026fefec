"""Lists that ISTAT and the index of administrations (IPA) publish → municipalities and their addresses.

Enters: CSV files or workbooks, known by the titles of their columns. Leaves: :class:`Incoming`, or reported
problems. Codes whose zeros a spreadsheet dropped have them again; addresses are as they were published."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pitstop_docs.packs.recipients import FIELDS, REQUIRED, record_of, title_meant
from pitstop_docs.packs.sheets import Row, Sheet, read_csv
from pitstop_docs.packs.workbook import read_xlsx
from pitstop_docs.problems.diagnostics import PitstopError, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.records.values import EMAIL
from pitstop_docs.runs.archive import WordFileError, load_archive

# Field → the titles of others for it, the best first.
_TITLES = {
    "istat": (
        "codice comune formato alfanumerico", "codice comune istat", "codice istat del comune",
        "codice istat", "istat", "codice comune formato numerico", "codice comune",
    ),
    "name": (
        "denominazione italiana e straniera", "nome ufficiale", "denominazione in italiano",
        "denominazione comune", "denominazione", "nome", "comune", "name",
    ),
    "province": ("sigla automobilistica", "sigla provincia", "sigla", "provincia", "province"),
    "region": ("denominazione regione", "regione", "region"),
}  # fmt: skip
# The index of administrations: whose addresses, of which kind of body, and addresses with their kinds.
_BODY, _CATEGORY = "denominazione ente", "codice categoria"
_MAILS = tuple((f"mail{number}", f"tipo mail{number}") for number in range(1, 6))
_MUNICIPAL = "l6"  # IPA: municipalities and their consortia and associations
_TOWN = re.compile(
    r"(?:comune|citta|municipio|gemeinde|commune)\b(?: (?:di|de|von))?\s*|roma capitale$"
)
_THOUSANDS = re.compile(r"(?<=\d)[.,'’\s](?=\d{3}(?!\d))")
_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
# A number and its year, which stay together.
COUNTED = ("population", "population_year")
Wanted = Callable[[Recipient], bool]


@dataclass
class Incoming:
    """What lists of others say: municipalities by code; and of each code the addresses of the bodies that sit
    there, by their names."""

    listed: dict[str, Recipient] = field(default_factory=dict)
    addresses: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    has_register: bool = False

    def address_of(self, istat: str, name: str) -> str:
        """Return the certified address of the municipality itself, "" if it is not known: unions, schools
        and companies sit in the same town."""
        bodies = self.addresses.get(istat, {})
        towns = {_TOWN.sub("", body, count=1): body for body in bodies if _TOWN.match(body)}
        known = [towns[part] for part in _names_in(name) if part in towns]
        found = known or list(towns.values())
        return bodies[found[0]] if known or len(found) == 1 else ""


def plain(words: str) -> str:
    """Return *words* as titles and names are compared: small letters, no accents, no signs."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def _names_in(name: str) -> list[str]:
    """Return the names in a bilingual one: "Bolzano/Bozen"."""
    return [plain(part) for part in (name, *name.split("/"))]


# --- reading ------------------------------------------------------------------------------------


def read_lists(paths: tuple[Path, ...], wanted: Wanted, reporter: Reporter) -> Incoming:
    """Return what the lists *paths* say of the municipalities that are *wanted*; of what two say, the
    first counts. Raises :class:`PitstopError` if one cannot be opened."""
    incoming = Incoming()
    for path in paths:
        sheet = _open(path, reporter)
        if sheet is None:
            continue
        columns = _columns_of(sheet)
        titles = [plain(title) for title in sheet.titles.cells]
        if set(REQUIRED) <= set(columns):
            incoming.has_register = True
            _read_register(sheet, columns, wanted, incoming, reporter)
        elif "istat" in columns and {_BODY, _MAILS[0][0]} <= set(titles):
            _read_index(sheet, columns["istat"], titles, incoming)
        else:
            missing = [name for name in REQUIRED if name not in columns]
            reporter.report(
                "missing-column",
                sheet.place(sheet.titles, 0),
                _("columns are missing: {fields}").format(fields=", ".join(missing)),
                _("the titles that are known are those of ISTAT and of the index of administrations (IPA), "
                  "or istat, nome, sigla"),
            )  # fmt: skip
    return incoming


def _open(path: Path, reporter: Reporter) -> Sheet | None:
    try:
        data = load_archive(path)
    except FileNotFoundError as error:
        raise PitstopError(
            _("there is no file '{path}'").format(path=path),
            _("name a list that you have downloaded: .csv or .xlsx"),
        ) from error
    except (OSError, WordFileError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise PitstopError(
            _("{path} cannot be read: {error}").format(path=path, error=reason),
            _("name a list that you have downloaded: .csv or .xlsx"),
        ) from error
    read = read_xlsx if data.startswith(b"PK") else read_csv
    told = Reporter()
    sheet = read(data, path.as_posix(), _is_title, told)
    for problem in told.diagnostics:
        # What nobody sees was left out: whoever publishes a list will not mend it.
        if problem.code != "control-character":
            reporter.add(problem)
    return sheet


@cache
def _is_title(title: str) -> bool:
    bare = plain(title)
    ours = any(bare in names for names in _TITLES.values()) or title_meant(title).field != ""
    return ours or bare in (_BODY, _CATEGORY) or any(bare in pair for pair in _MAILS)


def _columns_of(sheet: Sheet) -> dict[str, int]:
    """Return the best column for each field of ours."""
    titles = [plain(title) for title in sheet.titles.cells]
    columns = {}
    for name in FIELDS:
        known = [titles.index(each) for each in _TITLES.get(name, ()) if each in titles]
        if name == "population":
            known = [i for _year, i in sorted(_populations(titles), reverse=True)]
        elif name not in _TITLES:
            known = [
                i for i, title in enumerate(sheet.titles.cells) if title_meant(title).field == name
            ]
        if known:
            columns[name] = known[0]
    return columns


def _populations(titles: list[str]) -> Iterator[tuple[str, int]]:
    """Yield year and index of each column that counts people: "Popolazione legale 2021 (21/12/2021)"."""
    for index, title in enumerate(titles):
        if title.startswith("popolazione") or title_meant(title).field == "population":
            year = _YEAR.search(title)
            yield (year[0] if year else "", index)


def _read_register(
    sheet: Sheet, columns: Mapping[str, int], wanted: Wanted, incoming: Incoming, reporter: Reporter
) -> None:
    year = ""
    if "population" in columns:
        title = sheet.titles.cells[columns["population"]]
        year = next((y for y, _i in _populations([plain(title)])), "")
        if not year and "population_year" not in columns:
            place = sheet.place(sheet.titles, columns["population"])
            columns = {name: index for name, index in columns.items() if name != "population"}
            reporter.report(
                "ignored-column",
                place,
                _("column '{title}' is not read").format(title=title.strip()[:60]),
                _("a number of inhabitants has a year: write it in the title (popolazione_2021)"),
            )
    for row in sheet.rows:
        cells = _tidied(row, columns)
        if cells is None:
            continue
        told = Reporter()
        record = record_of(sheet, cells, columns, year, told)
        if record is None:
            for problem in told.diagnostics:
                reporter.add(problem)
        elif wanted(record):
            known = incoming.listed.get(record.istat, record)
            gaps = {f: v for f, v in record if getattr(known, f) is None and f not in COUNTED}
            if known.population is None:
                gaps |= {name: getattr(record, name) for name in COUNTED}
            incoming.listed[record.istat] = known.model_copy(update=gaps)


def _tidied(row: Row, columns: Mapping[str, int]) -> Row | None:
    """Return *row* without what spreadsheets do to codes and numbers; None if it is a remark below all."""
    cells = list(row.cells)
    istat = columns["istat"]
    if istat >= len(cells) or sum(1 for cell in cells if cell.strip()) < len(REQUIRED):
        return None
    code = cells[istat].strip()
    cells[istat] = code.zfill(6) if re.fullmatch(r"\d{4,6}", code) else code
    people = columns.get("population", len(cells))
    if people < len(cells):
        cells[people] = _THOUSANDS.sub("", cells[people].strip())
    return Row(row.line, cells)


def _read_index(sheet: Sheet, istat: int, titles: list[str], incoming: Incoming) -> None:
    """Gather the certified addresses of municipalities, in small letters: nobody has tried them."""
    at = {title: index for index, title in enumerate(titles)}
    for row in sheet.rows:
        cells = {title: row.cells[i].strip() for title, i in at.items() if i < len(row.cells)}
        code = row.cells[istat].strip().zfill(6) if istat < len(row.cells) else ""
        if cells.get(_CATEGORY, "").casefold() not in ("", _MUNICIPAL):
            continue
        certified = (
            cells.get(mail, "").lower()
            for mail, kind in _MAILS
            if plain(cells.get(kind, "")) == "pec"
        )
        address = next((each for each in certified if re.fullmatch(EMAIL, each)), "")
        if address:
            incoming.addresses[code].setdefault(plain(cells.get(_BODY, "")), address)
