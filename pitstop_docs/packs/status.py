"""Who has which version, and who should get a newer one.

Enters: the register, what lies in ``output/`` now. Leaves: a :class:`State` for each municipality of a
campaign, and the same as CSV for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pitstop_docs.build.ledger import Ledger
from pitstop_docs.packs.names import as_cell
from pitstop_docs.packs.register import Register, Row
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Collection
from pitstop_docs.runs.files import write_whole
from pitstop_docs.writers.targets import Pdf, Word

# Of each document ("succiso/giunta"): its version, and the digest of the file that stands for it.
Current = Mapping[str, "Version"]


@dataclass(frozen=True, slots=True)
class Version:
    """A document's version, and the digests of its finished files by suffix: those for everybody, and those
    with room for a recipient's words."""

    version: str
    digests: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Newer:
    """A document of which there is a newer version than the one that was sent: "2" → "3"; both may be the
    same, if words were changed without saying so."""

    document: str
    sent: str
    now: str

    def __str__(self) -> str:
        return f"{self.document} ({self.sent} → {self.now})"


@dataclass(frozen=True, slots=True)
class State:
    """What a municipality has (the row of its last pack), and what of it is ``newer`` now."""

    row: Row
    newer: tuple[Newer, ...]


def current_of(collection: Collection, ledger: Ledger) -> dict[str, Version]:
    """Return what the project would send now: its sources' versions, the files of its last build."""
    versions = {case.id: case.version for case in collection.cases}
    files: dict[tuple[str, str], dict[str, set[str]]] = {}
    for id, row in ledger.rows.items():
        if id.source in versions:
            found = files.setdefault((id.source, id.edition), {})
            for target in (Word(), Pdf()):
                if target in row.files:
                    found.setdefault(target.suffix, set()).add(row.files[target])
    return {
        f"{source}/{edition}": Version(
            versions[source], {suffix: frozenset(digests) for suffix, digests in found.items()}
        )
        for (source, edition), found in files.items()
    }


def newer(row: Row, current: Current) -> tuple[Newer, ...]:
    """Return of which documents in *row* there is a newer version in *current*.

    A document's PDF stands for it: Word files differ by letterhead, and by the fonts that they carry."""
    found = {}
    for document, suffixes in _documents(row).items():
        now = current.get(document)
        if now is None:
            continue
        sent = suffixes.get(".pdf") or next(iter(suffixes.values()))
        suffix = ".pdf" if ".pdf" in suffixes else next(iter(suffixes))
        other = suffix in now.digests and sent.digest not in now.digests[suffix]
        if sent.version != now.version or other:
            found[document] = Newer(document, sent.version, now.version)
    return tuple(found.values())


def states(register: Register, current: Current, campaigns: Iterable[str] = ()) -> Iterator[State]:
    """Yield what each municipality has, campaign by campaign, by code."""
    for campaign in campaigns or register.campaigns():
        for row in register.last(campaign):
            yield State(row, newer(row, current))


def versions_of(row: Row) -> str:
    """Return the versions in *row*, source by source: "succiso 2, tavullia 1"."""
    found = {
        document.partition("/")[0]: next(iter(suffixes.values())).version
        for document, suffixes in _documents(row).items()
    }
    return ", ".join(f"{source} {version}" for source, version in found.items())


def write_csv(path: Path, found: Iterable[State]) -> None:
    """Write *found* into *path*, as spreadsheets of Italian offices open it: semicolons, a byte order mark.
    No cell is a formula."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow([
        _("campaign"), _("ISTAT code"), _("municipality"), _("date"), _("made"), _("pack"),
        _("versions"), _("newer"), _("folder"),
    ])  # fmt: skip
    for state in found:
        row = state.row
        cells = (
            row.campaign, row.istat, row.name, row.date, row.made, row.digest, versions_of(row),
            ", ".join(map(str, state.newer)), row.folder,
        )  # fmt: skip
        rows.writerow([as_cell(cell) for cell in cells])
    write_whole(path, text.getvalue().encode("utf-8-sig"))


def _documents(row: Row) -> "dict[str, dict[str, _Sent]]":
    """Return of each document what was sent, by suffix; what names the municipality is no version of
    anything."""
    found: dict[str, dict[str, _Sent]] = {}
    for content in row.contents:
        if content.digest and "/" in content.id:
            path = PurePosixPath(content.id)
            sent = _Sent(content.version, content.digest)
            found.setdefault(str(path.with_suffix("")), {})[path.suffix] = sent
    return found


@dataclass(frozen=True, slots=True)
class _Sent:
    version: str
    digest: str
