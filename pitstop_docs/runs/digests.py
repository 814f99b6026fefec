"""Values and files → digests: SHA-256 in hexadecimal, the same on every machine.

Enters: trees of frozen dataclasses, folders. Leaves: digests that depend on contents alone: no
addresses, no times, no order of sets, no hash seed."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

Signature = tuple[int, int, int]


def digest_of(data: bytes) -> str:
    """Return the digest of *data*."""
    return hashlib.sha256(data).hexdigest()


def is_digest(word: str) -> bool:
    """Tell whether *word* has the form of a digest: 64 hexadecimal digits. Only such a word is ever a path."""
    return re.fullmatch(r"[0-9a-f]{64}", word) is not None


def digest(value: object, without: Collection[str] = ()) -> str:
    """Return the digest of *value*; fields of dataclasses named in *without* do not count.

    Knows dataclasses, enums, tuples, lists, mappings, sets, text, bytes, numbers, dates, None;
    raises :class:`TypeError` on anything else, whose form could differ between two runs."""
    state = hashlib.sha256()
    _feed(value, frozenset(without), state.update)
    return state.hexdigest()


def _feed(value: object, without: frozenset[str], put: Callable[[bytes], None]) -> None:
    """Pass *value* to *put*: each piece says its kind and its length, so no two trees are alike."""
    kind: type[Any] = type(value)
    if value is None or isinstance(value, bool):
        put(f"{value};".encode())
    elif isinstance(value, Enum):
        put(f"enum {kind.__name__};".encode())
        _feed(value.value, without, put)
    elif isinstance(value, str):
        data = value.encode("utf-8", "surrogatepass")
        put(b"str %d;" % len(data) + data)
    elif isinstance(value, bytes):
        put(b"bytes %d;" % len(value) + value)
    elif isinstance(value, int):
        put(f"int {value};".encode())
    elif isinstance(value, float):
        put(f"float {value.hex()};".encode())
    elif type(value) is date:
        put(f"date {value.isoformat()};".encode())
    elif is_dataclass(kind):
        put(f"record {kind.__name__};".encode())
        for name in kind.__dataclass_fields__:  # fields() takes half the time of a digest
            if name not in without:
                put(f"{name}=".encode())
                _feed(getattr(value, name), without, put)
        put(b"end;")
    elif isinstance(value, (tuple, list)):
        put(b"list %d;" % len(value))
        for item in value:
            _feed(item, without, put)
    elif isinstance(value, Mapping):
        put(b"map %d;" % len(value))
        for pair in sorted((digest(k, without), digest(v, without)) for k, v in value.items()):
            put("".join(pair).encode())
    elif isinstance(value, (set, frozenset)):
        put(b"set %d;" % len(value))
        for item in sorted(digest(item, without) for item in value):
            put(item.encode())
    else:
        raise TypeError(f"no digest of {kind.__name__}")


# --- folders -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tree:
    """A folder as it was read: the digest of each file by its path in it, with slashes.

    ``signatures`` (times, sizes, numbers) never say that a file is the same: they only tell that one
    was changed *since*, while a build was at work."""

    folder: Path
    files: Mapping[str, str]
    signatures: Mapping[str, Signature | None]

    @cached_property
    def digest(self) -> str:
        """The digest of all files and their names."""
        return digest(dict(self.files))

    def still_holds(self) -> bool:
        """Whether no file seems to have been changed, added or removed since."""
        found = dict(_walk(self.folder))
        return found.keys() == self.signatures.keys() and all(
            _signature(path) == self.signatures[name] for name, path in found.items()
        )


def files_in(folder: Path) -> list[str]:
    """Return the paths of all files of *folder*, from there."""
    return [name for name, _path in _walk(folder)]


def read_tree(folder: Path) -> Tree:
    """Return *folder* with the digest of each of its files; what cannot be read has a word for one.

    Python's own caches do not count. A folder that is not there is empty."""
    files, signatures = {}, {}
    for name, path in _walk(folder):
        signatures[name] = _signature(path)
        files[name] = file_digest(path)
    return Tree(folder, dict(sorted(files.items())), signatures)


def file_digest(path: Path | str) -> str:
    """Return the digest of the file *path*, or a word: "absent", "special", "unreadable"."""
    try:
        # Opening a pipe would wait for ever.
        if not stat.S_ISREG(os.stat(path).st_mode):
            return "special"
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "absent"
    except OSError:
        return "unreadable"


def _signature(path: str) -> Signature | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _walk(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the files below *folder*, links followed but no folder entered twice on one way."""
    yield from _entries(str(folder), "", ())


def _entries(folder: str, prefix: str, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    here = os.path.realpath(folder)
    if here in above:
        return
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _entries(entry.path, f"{prefix}{entry.name}/", (*above, here))
        else:
            yield f"{prefix}{entry.name}", entry.path  # a Path costs more than a look at its file
