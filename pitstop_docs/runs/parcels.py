"""Files on their way to another machine: packed, named by their digest, verified on arrival.

Enters: what a job needs of a folder. Leaves: bytes that are the same wherever they are packed, and
the same files in a folder over there."""

import io
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from pitstop_docs.runs.digests import digest_of
from pitstop_docs.runs.files import write_whole
from pitstop_docs.runs.jobs import Made, Need


class DamagedError(Exception):
    """What arrived is not what was sent."""


class ChangedError(Exception):
    """A file is no longer what it was when the build began."""


def pack_need(need: Need, folder: Path) -> bytes:
    """Return the files that *need* names in *folder*; raises :class:`ChangedError`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, expected in sorted(need.files):
            try:
                data = (folder / name).read_bytes()
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


def digests_of(made: Made) -> tuple[str, ...]:
    """Return the digest of each file of *made*."""
    return tuple(digest_of(data) for _name, data in made.files)


class Unpacked:
    """Where the parcels of this process lie: a folder for each digest, gone when the process ends."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="pitstop-worker-")
        self._have: set[tuple[str, str]] = set()
        self.folders: dict[str, Path] = {}

    def receive(self, needs: Sequence[Need], parcels: Sequence[tuple[str, bytes]]) -> None:
        """Unpack what is new; *parcels* has the digest and the bytes of each need."""
        for need, (digest, data) in zip(needs, parcels, strict=True):
            folder = Path(self._home.name) / need.folder
            folder.mkdir(exist_ok=True)
            self.folders[need.folder] = folder
            if (need.folder, digest) not in self._have:
                unpack_need(need, data, digest, folder)
                self._have.add((need.folder, digest))
