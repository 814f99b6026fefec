"""What the system says of a file is said in the language of everything else."""

import errno
import os
import re
from pathlib import Path

import pytest

from pitstop_docs.problems.reasons import reason_of

PACKAGE = Path(__file__).parents[2] / "pitstop_docs"
# What a disk, a network's disk or a folder of somebody else can answer to reading and writing.
MET = (
    errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.ENOENT, errno.EISDIR,
    errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.EIO, errno.EBUSY, errno.ELOOP, errno.ESTALE,
    errno.EMFILE, errno.EFBIG,
)  # fmt: skip


@pytest.mark.parametrize("number", MET)
def test_the_system_does_not_speak_english(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    error = OSError(number, os.strerror(number))
    monkeypatch.setenv("PITSTOP_LANG", "en")
    english = reason_of(error)
    monkeypatch.setenv("PITSTOP_LANG", "it")
    assert len({english, reason_of(error), error.strerror}) == 3


def test_what_has_no_words_of_ours_keeps_the_systems() -> None:
    assert reason_of(OSError(errno.EILSEQ, "Illegal byte sequence")) == "Illegal byte sequence"
    assert reason_of(OSError("no number")) == "no number"
    assert reason_of(OSError()) == "OSError"


def test_nobody_says_the_systems_words() -> None:
    said = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"\.strerror\b", path.read_text(encoding="utf-8"))
    ]
    assert said == ["problems/reasons.py"]
