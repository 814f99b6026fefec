"""What travels between processes and machines: files to a worker, what it made back from it.

Enters: what a job needs of a folder; what a job made. Leaves: bytes, and the same things on the other
side once their digests are right. Nothing that arrives is ever unpickled: a parcel is a line with its
digest, a line of JSON, and the bytes of its files."""

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pitstop_docs.runs.digests import digest_of, is_digest
from pitstop_docs.runs.files import write_whole
from pitstop_docs.runs.jobs import Need


class DamagedError(Exception):
    """What arrived is not what was sent."""


class ChangedError(Exception):
    """A file is no longer what it was when the build began."""


# --- back from a worker ------------------------------------------------------------------------


def pack(said: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """Return what a job has to say (what JSON can hold) and its files as one parcel."""
    files = files or {}
    head = {"said": said, "files": {name: len(data) for name, data in files.items()}}
    body = b"\n".join([json.dumps(head, ensure_ascii=False).encode(), b"".join(files.values())])
    return digest_of(body).encode() + b"\n" + body


def unpack(parcel: object) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what :func:`pack` packed; raises :class:`DamagedError` for anything else."""
    if not isinstance(parcel, bytes):
        raise DamagedError(type(parcel).__name__)
    digest, _line, body = parcel.partition(b"\n")
    if digest_of(body).encode() != digest:
        raise DamagedError("digest")
    line, _line, data = body.partition(b"\n")
    try:
        head = json.loads(line)
        said, sizes = dict(head["said"]), dict(head["files"])
        files, start = {}, 0
        for name, size in sizes.items():
            files[str(name)] = data[start : start + size]
            start += size
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError("form") from error
    if start != len(data):
        raise DamagedError("size")
    return said, files


# --- to a worker -------------------------------------------------------------------------------


def pack_need(need: Need) -> bytes:
    """Return the files that *need* names; raises :class:`ChangedError`. They are the same bytes wherever
    they are packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, expected in sorted(need.files):
            try:
                data = (need.folder / name).read_bytes()
            except OSError as error:
                raise ChangedError(name) from error
            if digest_of(data) != expected:
                raise ChangedError(name)
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def unpack_need(need: Need, data: bytes, expected: str, folder: Path) -> None:
    """Put the files of *need* into *folder*; raises :class:`DamagedError` unless all are right."""
    if digest_of(data) != expected:
        raise DamagedError(expected)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, digest in need.files:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts:
                raise DamagedError(name)
            content = archive.read(name)
            if digest_of(content) != digest:
                raise DamagedError(name)
            write_whole(folder / path, content, durable=False)


class Unpacked:
    """Where the files of this process lie: a folder for each digest, gone when the process ends."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="pitstop-worker-")
        self._have: set[tuple[str, str]] = set()
        self.folders: dict[str, Path] = {}

    def receive(self, needs: Sequence[Need], parcels: Sequence[tuple[str, bytes]]) -> None:
        """Unpack what is new; *parcels* has the digest and the bytes of each need.

        Raises :class:`DamagedError` for a need whose digest is none: it names a folder."""
        for need, (digest, data) in zip(needs, parcels, strict=True):
            if not is_digest(need.digest):
                raise DamagedError(need.digest)
            folder = Path(self._home.name) / need.digest
            folder.mkdir(exist_ok=True)
            self.folders[need.digest] = folder
            if (need.digest, digest) not in self._have:
                unpack_need(need, data, digest, folder)
                self._have.add((need.digest, digest))
