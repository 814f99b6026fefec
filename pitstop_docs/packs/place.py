"""A pack on the disk: a folder of loose files and a zip of the same, whole or not at all.

Enters: names and bytes. Leaves: both beside each other, each made aside and put in its place by renaming;
every file flushed before. Times are the campaign's, so that the same pack has the same bytes, and a file that
somebody has changed since is seen without being read.

The loose files of two packs never share a copy on the disk: some programs write into a file that has several
names where it stands (LibreOffice does), and 330 municipalities would have one mayor's notes. Members of the
zip are stored: Word files and PDFs are compressed already, and packing them again saves a few per cent and
takes fifteen times as long."""

import os
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from pitstop_docs.runs.files import flush_folder

_ASIDE = ".making"
_MODE = 0o644 << 16  # what unzip gives a file, on systems that have such a thing


@dataclass(frozen=True, slots=True)
class Place:
    """Where the packs of a campaign are, and of which day they are."""

    base: Path
    day: date

    @property
    def aside(self) -> Path:
        """Where packs are until they are whole."""
        return self.base / _ASIDE

    @property
    def moment(self) -> int:
        """The time of all files: that day's noon, in seconds."""
        noon = datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)
        return int(noon.timestamp())

    def clear(self) -> None:
        """Remove what a run that was killed left half done. The caller holds the lock of all packs."""
        shutil.rmtree(self.aside, ignore_errors=True)

    def put(
        self, name: str, files: Iterable[tuple[str, bytes]], folder: bool = True, zip: bool = True
    ) -> int:
        """Put *files* in the folder *name* and into a zip; return the zip's size. A form that is not wanted
        is taken away: it would be an older pack's. Raises OSError."""
        own = self.aside / name
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        listed = list(files)
        try:
            size = self._write_zip(own / "zip", listed) if zip else 0
            if folder:
                self._write_folder(own / "folder", dict(listed))
            for made, old in (("zip", f"{name}.zip"), ("folder", name)):
                _swap(own / made, self.base / old, own / f"{made}-before")
            flush_folder(self.base)
        finally:
            shutil.rmtree(own, ignore_errors=True)
        return size

    def put_folder(self, name: str, files: Mapping[str, bytes]) -> None:
        """Put *files* in the folder *name*, in the place of what was there. Raises OSError."""
        own = self.aside / name.replace("/", "-")
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        target = self.base / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._write_folder(own / "folder", files)
            _swap(own / "folder", target, own / "folder-before")
            flush_folder(target.parent)
        finally:
            shutil.rmtree(own, ignore_errors=True)

    def _write_folder(self, folder: Path, files: Mapping[str, bytes]) -> None:
        folder.mkdir()
        for name, data in files.items():
            with (folder / name).open("xb") as file:
                file.write(data)
                self._finish(file)
        flush_folder(folder)

    def _write_zip(self, path: Path, files: Iterable[tuple[str, bytes]]) -> int:
        day = self.day
        with path.open("xb", buffering=1 << 20) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for name, data in files:
                    info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 12, 0, 0))
                    info.create_system, info.external_attr = 3, _MODE
                    archive.writestr(info, data)
            self._finish(file)
            return file.tell()

    def _finish(self, file: BinaryIO) -> None:
        file.flush()
        os.utime(file.fileno(), (self.moment, self.moment))
        os.fsync(file.fileno())

    def is_as_put(self, path: Path, size: int) -> bool:
        """Tell whether *path* seems to be the file of that *size* that was put there."""
        try:
            found = path.lstat()
        except OSError:
            return False
        return found.st_size == size and int(found.st_mtime) == self.moment

    def folder_is_as_put(self, name: str, sizes: Mapping[str, int]) -> bool:
        """Tell whether the folder *name* seems to hold the files of those *sizes*, and nothing else."""
        folder = self.base / name
        try:
            found = set(os.listdir(folder))
        except OSError:
            return False
        return found == {*sizes} and all(
            self.is_as_put(folder / file, size) for file, size in sizes.items()
        )


def _swap(made: Path, target: Path, before: Path) -> None:
    """Put *made*, if there is one, in the place of *target*; what was there goes to *before*."""
    if os.path.lexists(target):
        target.rename(before)
    if made.exists():
        made.rename(target)
