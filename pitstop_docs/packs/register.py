"""``output/packs/register.sqlite``: every pack that was made, for whom, and of what.

Enters: packs as they are put in their places. Leaves: who has which version of what. What all municipalities
get is written down once, however many packs it is in."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pitstop_docs.packs.members import Member
from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.problems.messages import _
from pitstop_docs.runs.digests import digest

NAME = "output/packs/register.sqlite"
_FORM = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS contents (digest TEXT PRIMARY KEY, files TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS packs (
    number INTEGER PRIMARY KEY, campaign TEXT NOT NULL, istat TEXT NOT NULL, name TEXT NOT NULL,
    folder TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, manifest TEXT NOT NULL,
    zip_size INTEGER NOT NULL, date TEXT NOT NULL, made TEXT NOT NULL, own TEXT NOT NULL,
    contents TEXT NOT NULL REFERENCES contents
);
CREATE INDEX IF NOT EXISTS packs_of ON packs (campaign, istat);
CREATE INDEX IF NOT EXISTS packs_by_digest ON packs (digest);
"""
_COLUMNS = (
    "campaign, istat, name, folder, key, digest, manifest, zip_size, date, made, own, contents"
)


@dataclass(frozen=True, slots=True)
class Content:
    """One file of a pack, as the register has it; where each municipality has its own, ``digest`` is that of
    the file of which it was made, "" where there is none, and ``size`` 0."""

    name: str
    id: str
    version: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Row:
    """A pack that was made: for whom, the ``key`` of what it was made of, the ``digest`` of the pack (of its
    SHA256SUMS) and of its ``manifest``, the campaign's ``date`` and when it was ``made``, how large its
    ``own`` files are, which name it, and all that is in it."""

    campaign: str
    istat: str
    name: str
    folder: str
    key: str
    digest: str
    manifest: str
    zip_size: int
    date: str
    made: str
    own: Mapping[str, int]
    contents: tuple[Content, ...]

    @property
    def sizes(self) -> dict[str, int]:
        """How large each of its files is."""
        return {c.name: self.own.get(c.name, c.size) for c in self.contents}


def contents_of(members: Sequence[Member]) -> tuple[Content, ...]:
    """Return *members* as the register has them."""
    return tuple(
        Content(m.name, m.id, m.version, *((m.base, 0) if m.addressed else (m.digest, m.size)))
        for m in members
    )


class Register:
    """The file, open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, tuple[Content, ...]] = {}

    def last(self, campaign: str) -> Iterator[Row]:
        """Yield the pack that each municipality of *campaign* got last, by code."""
        last = "SELECT max(number) FROM packs WHERE campaign = ? GROUP BY istat"
        return self._rows(f"number IN ({last}) ORDER BY istat", campaign)

    def find(self, campaign: str, istat: str) -> Row | None:
        """Return the pack that a municipality got last, if any."""
        found = self._rows(
            "campaign = ? AND istat = ? ORDER BY number DESC LIMIT 1", campaign, istat
        )
        return next(found, None)

    def by_digest(self, digest: str) -> Row | None:
        """Return the pack with that digest, if it was made here."""
        return next(self._rows("digest = ? ORDER BY number DESC LIMIT 1", digest), None)

    def campaigns(self) -> list[str]:
        """Return the campaigns that were ever made."""
        found = self._connection.execute("SELECT DISTINCT campaign FROM packs ORDER BY campaign")
        return [str(id) for (id,) in found]

    def add(self, row: Row) -> None:
        """Write down that a pack was made."""
        files = [(c.name, c.id, c.version, c.digest, c.size) for c in row.contents]
        of = digest(files)
        with self._connection:
            self._connection.execute(
                "INSERT OR IGNORE INTO contents VALUES (?, ?)",
                (of, json.dumps(files, ensure_ascii=False)),
            )
            self._connection.execute(
                f"INSERT INTO packs ({_COLUMNS}) VALUES ({', '.join('?' * 12)})",
                (
                    row.campaign, row.istat, row.name, row.folder, row.key, row.digest,
                    row.manifest, row.zip_size, row.date, row.made, json.dumps(dict(row.own)), of,
                ),
            )  # fmt: skip

    def _rows(self, condition: str, *values: str) -> Iterator[Row]:
        query = f"SELECT {_COLUMNS} FROM packs WHERE {condition}"
        for *plain, own, of in self._connection.execute(query, values):
            made: Any = (*plain, json.loads(own), self._contents(of))
            yield Row(*made)

    def _contents(self, of: str) -> tuple[Content, ...]:
        if of not in self._known:
            found = self._connection.execute("SELECT files FROM contents WHERE digest = ?", (of,))
            ((text,),) = found
            self._known[of] = tuple(Content(*row) for row in json.loads(text))
        return self._known[of]


def now() -> str:
    """Return the time as the register has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def open_register(root: Path) -> Iterator[Register]:
    """Give the register of the project at *root*, a new one where there is none; raises
    :class:`PitstopError` where there is something else."""
    path = root / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(path)) as connection:
            # A process that is killed loses nothing; nobody waits for the disk after each pack.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            (form,) = connection.execute("PRAGMA user_version").fetchone()
            if form not in (0, _FORM):
                raise sqlite3.DatabaseError(f"form {form}")
            connection.executescript(_TABLES)
            connection.execute(f"PRAGMA user_version = {_FORM}")
            yield Register(connection)
    except sqlite3.DatabaseError as error:
        raise PitstopError(
            _("{path} cannot be used: {reason}").format(path=NAME, reason=error),
            _("put it back from a copy, or move it away: then all packs are made again"),
        ) from error
