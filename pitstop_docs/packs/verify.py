"""Whether a pack is whole and untouched, and what is newer than it.

Enters: a folder or a zip that comes from anywhere. Leaves: what is missing, changed or not ours, each with
the name of its file. Nothing is unpacked: what is in an archive is hashed as it is read, never more of it
than a pack can hold, and no name in it is ever a path of this machine."""

import hashlib
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from pitstop_docs.packs.register import NAME, Row, open_register
from pitstop_docs.packs.status import Current, newer
from pitstop_docs.packs.texts import SUMS
from pitstop_docs.problems.diagnostics import Location, PitstopError, Reporter, printable
from pitstop_docs.problems.messages import _, few
from pitstop_docs.runs.digests import digest_of

MOST_FILES = 10_000
MOST_BYTES = (
    4_000_000_000  # of all files together; a pack of everything that there is has 30 million
)
_SUMS_MAX = 2_000_000  # bytes
_CHUNK = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64}) [ *]([^/\\\0]+)")
_SIGNED = ".p7m"  # a file and its signature in one (CAdES, ETSI EN 319 122)
# What systems leave in a folder that somebody has looked at.
_LITTER = re.compile(r"\._.*|\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|\.~lock\..*", re.IGNORECASE)
_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: how many files are as they were sent, whether the signed letter is there, and the row
    of the register, if that knows the pack."""

    right: int = 0
    signed: tuple[str, ...] = ()
    row: Row | None = None


class _Files(Protocol):
    """The files of a pack by name, without folders."""

    def names(self) -> Mapping[str, int]:
        """Return how large each file says that it is; raises one of the faults of archives."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """Open a file to be read."""
        ...


def verify_pack(path: Path, root: Path, current: Current, reporter: Reporter) -> Verified:
    """Return what is right in the pack *path*; what is not goes to *reporter*. *root* is the project whose
    register is asked, *current* what it would send now. Raises :class:`PitstopError` where there is no such
    file."""
    if not path.exists():
        raise PitstopError(
            _("there is no file or folder '{path}'").format(path=printable(str(path))),
            _("name a pack: a folder of output/packs, or a .zip"),
        )
    place = Location(printable(path.as_posix()))
    try:
        with _opened(path) as files:
            names = files.names()
            sums = _sums(files, names)
            right, signed = _compare(files, names, sums, place, reporter)
            of = digest_of(_read(files, SUMS, _SUMS_MAX))
    except _FAULTS as error:
        message = _("this is no pack that can be read: {reason}")
        reason = printable(str(error)) or type(error).__name__
        reporter.report("pack-unreadable", place, message.format(reason=reason))
        return Verified()
    return Verified(right, signed, _ask_register(of, root, current, place, reporter))


# --- its files -----------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path) -> "Iterator[_Files]":
    if path.is_dir():
        yield _Folder(path)
    else:
        with closing(zipfile.ZipFile(path)) as archive:
            yield _Zip(archive)


@dataclass(frozen=True, slots=True)
class _Folder:
    folder: Path

    def names(self) -> Mapping[str, int]:
        """Return the files; a link, a pipe or a folder is none of a pack's, and has no size."""
        found = {}
        for entry in sorted(os.scandir(self.folder), key=lambda entry: entry.name):
            status = entry.stat(follow_symlinks=False)
            found[entry.name] = status.st_size if stat.S_ISREG(status.st_mode) else -1
        return found

    def open(self, name: str) -> IO[bytes]:
        """Open a file that is none but itself."""
        handle = os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        return os.fdopen(handle, "rb")


@dataclass(frozen=True, slots=True)
class _Zip:
    archive: zipfile.ZipFile

    def names(self) -> Mapping[str, int]:
        """Return the files, without the one folder that some systems pack around them."""
        infos = [info for info in self.archive.infolist() if not info.is_dir()]
        if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
            raise ValueError(_("it holds more than a pack can"))
        found = {self._name(info.filename): info.file_size for info in infos}
        if len(found) < len(infos):
            raise ValueError(_("two of its files have the same name"))
        return found

    def _name(self, name: str) -> str:
        around = self._around()
        return name.removeprefix(around) if around else name

    def _around(self) -> str:
        tops = {name.partition("/")[0] for name in self.archive.namelist() if "/" in name}
        flat = any("/" not in name for name in self.archive.namelist())
        return f"{tops.pop()}/" if len(tops) == 1 and not flat else ""

    def open(self, name: str) -> IO[bytes]:
        """Open a file, which is unpacked while it is read."""
        return self.archive.open(self._around() + name)


def _read(files: _Files, name: str, most: int) -> bytes:
    with files.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(_("'{name}' is too large").format(name=name))
    return data


def _sums(files: _Files, names: Mapping[str, int]) -> dict[str, str]:
    """Return the digest of each file that was sent; raises ValueError."""
    if names.get(SUMS, -1) < 0:
        raise ValueError(_("the file '{name}' is missing").format(name=SUMS))
    sums = {}
    for line in _read(files, SUMS, _SUMS_MAX).decode().splitlines():
        found = _LINE.fullmatch(line)
        if found is None or found[2] in sums:
            raise ValueError(_("'{name}' is no list of digests").format(name=SUMS))
        sums[found[2]] = found[1]
    return sums


def _compare(
    files: _Files, names: Mapping[str, int], sums: Mapping[str, str], place: Location,
    reporter: Reporter,
) -> tuple[int, tuple[str, ...]]:  # fmt: skip
    """Report what is missing, changed, or was not sent; return how much is right, and what is signed."""
    right, left = 0, MOST_BYTES
    for name, wanted in sums.items():
        if name not in names:
            _tell("pack-lacks", _("the file '{name}' is missing"), name, place, reporter)
            continue
        found, count = _hash(files, name, left) if names[name] >= 0 else ("", 0)
        left -= count
        if found == wanted:
            right += 1
        else:
            _tell(
                "pack-changed", _("'{name}' is not the file that was sent"), name, place, reporter
            )
    others = [name for name in names if name not in sums and name != SUMS]
    signed = tuple(name for name in others if name.removesuffix(_SIGNED) in sums)
    for name in others:
        base = name.rpartition("/")[2]
        if name not in signed and not _LITTER.fullmatch(base) and not name.startswith("__MACOSX/"):
            _tell("pack-added", _("'{name}' was not sent with the pack"), name, place, reporter)
    return right, signed


def _hash(files: _Files, name: str, most: int) -> tuple[str, int]:
    """Return the digest of a file and how many bytes it has; "" where it cannot be read to its end."""
    state, count = hashlib.sha256(), 0
    try:
        with files.open(name) as file:
            while chunk := file.read(_CHUNK):
                count += len(chunk)
                if count > most:
                    return "", count
                state.update(chunk)
    except _FAULTS:
        return "", count
    return state.hexdigest(), count


def _tell(code: str, message: str, name: str, place: Location, reporter: Reporter) -> None:
    reporter.report(code, place, message.format(name=printable(name)))


# --- what is known of it -------------------------------------------------------------------------


def _ask_register(
    of: str, root: Path, current: Current, place: Location, reporter: Reporter
) -> Row | None:
    row = None
    if (root / NAME).is_file():
        with open_register(root) as register:
            row = register.by_digest(of)
            last = row and register.find(row.campaign, row.istat)
        if row and last and last.digest != of:
            reporter.report(
                "pack-older",
                place,
                _("a newer pack was made for {name} on {day}: this one is of {before}").format(
                    name=row.name, day=last.made[:10], before=row.made[:10]
                ),
                _("send or ask for the newer one"),
            )
    if row is None:
        reporter.report("pack-unknown", place)
    elif changed := newer(row, current):
        message = _("the project has newer versions of: {names}")
        reporter.report(
            "pack-older", place, message.format(names=few([str(one) for one in changed]))
        )
    return row
