"""What was made, kept by what it was made of.

Enters: bytes, and results under keys that digest everything they depend on. Leaves: the same bytes,
verified, or nothing. A store never stops a build: one that is read-only, full or damaged forgets."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.runs.files import write_whole

DEFAULT_LIMIT = 1_000_000_000  # bytes
_DIGEST = re.compile("[0-9a-f]{64}")
_ROOM = 0.9  # of the limit: what trimming leaves, so that not every build trims


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a store holds: results, files, bytes altogether (texts too) and at most."""

    results: int
    files: int
    size: int
    limit: int


class Store:
    """``files/ab/cd…`` holds bytes under their own digest, ``results/ab/cd…`` what a key led to,
    ``texts/ab/cd…`` what was last written down under a key.

    Several builds may use one store at once. ``trouble`` is the last reason why something could
    not be kept."""

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self.trouble = ""

    def put(self, data: bytes) -> str:
        """Keep *data*, if that is possible, and return its digest."""
        name = digest_of(data)
        path = self._path("files", name)
        # What is there may be damaged: only the same length is taken for the same.
        if _size(path) != len(data):
            self._write(path, data)
        return name

    def get(self, digest: str) -> bytes | None:
        """Return the bytes of *digest*; None if they are not there, or not what they should be."""
        if not _DIGEST.fullmatch(digest):  # a damaged record's
            return None
        path = self._path("files", digest)
        data = _read(path)
        if data is None:
            return None
        if digest_of(data) != digest:
            self._forget(path)
            return None
        _touch(path)
        return data

    def remember(self, key: str, result: Mapping[str, Any]) -> None:
        """Keep *result* (what JSON can hold) as what *key* leads to."""
        text = json.dumps(result, ensure_ascii=False, sort_keys=True)
        self._seal(self._path("results", key), text)

    def recall(self, key: str) -> dict[str, Any] | None:
        """Return what *key* leads to; None if that is not known, or damaged."""
        if not _DIGEST.fullmatch(key):
            return None
        path = self._path("results", key)
        text = self._unseal(path)
        if text is None:
            return None
        try:
            result = json.loads(text)
        except (ValueError, RecursionError):  # whole, but nothing that a build has put there
            result = None
        if not isinstance(result, dict):
            self._forget(path)
            return None
        return result

    def seal_of(self, key: str) -> str:
        """Return the digest of what *key* leads to, as its seal says it; "" if nothing is there."""
        if not _DIGEST.fullmatch(key):
            return ""
        try:
            with self._path("results", key).open("rb") as file:
                return file.read(64).decode("ascii", "replace")
        except OSError:
            return ""

    def write_down(self, key: str, text: str) -> None:
        """Keep *text*, in the place of what was written down under *key* before."""
        self._seal(self._path("texts", key), text)

    def look_up(self, key: str) -> str | None:
        """Return the text that was written down under *key*; None if there is none, or damaged."""
        return self._unseal(self._path("texts", key))

    def _seal(self, path: Path, text: str) -> None:
        data = text.encode()
        self._write(path, f"{digest_of(data)}\n".encode() + data)

    def _unseal(self, path: Path) -> str | None:
        data = _read(path)
        if data is None:
            return None
        head, _line, text = data.partition(b"\n")
        try:
            if head.decode("ascii", "replace") == digest_of(text):
                _touch(path)
                return text.decode()
        except UnicodeDecodeError:
            pass
        self._forget(path)
        return None

    def contents(self) -> Contents:
        """Return how much the store holds."""
        entries = list(self._entries())
        count = Counter(kind for kind, _path, _found in entries)
        size = sum(found.st_size for _kind, _path, found in entries)
        return Contents(count["results"], count["files"], size, self.limit)

    def trim(self, limit: int | None = None) -> int:
        """Remove what has not been used for longest until at most *limit* bytes (else the store's
        own) are held; return how many bytes went."""
        limit = self.limit if limit is None else limit
        entries = list(self._entries())
        size = sum(found.st_size for _kind, _path, found in entries)
        if size <= limit:
            return 0
        gone = 0
        for _kind, path, found in sorted(entries, key=lambda e: (e[2].st_mtime_ns, str(e[1]))):
            if size - gone <= limit * _ROOM:
                break
            if self._forget(path):
                gone += found.st_size
        return gone

    def _path(self, kind: str, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"no digest: {digest!r}")
        return self.folder / kind / digest[:2] / digest[2:]

    def _entries(self) -> Iterator[tuple[str, Path, os.stat_result]]:
        """Yield every file of the store; another build may be removing some."""
        for kind in ("files", "results", "texts"):
            for path in (self.folder / kind).glob("*/*"):
                try:
                    yield kind, path, path.stat()
                except OSError:
                    continue

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_whole(path, data, durable=False)
        except OSError as error:
            self.trouble = reason_of(error)

    def _forget(self, path: Path) -> bool:
        try:
            path.unlink()
        except OSError as error:
            self.trouble = reason_of(error)
            return False
        return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _touch(path: Path) -> None:
    """Note that *path* was used; a store that is read-only stays as it is."""
    with suppress(OSError):
        os.utime(path)
