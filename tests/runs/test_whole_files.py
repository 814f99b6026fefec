"""A file appears whole or not at all, and nothing half written stays behind."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pitstop_docs.runs.files import locked, sweep, write_whole


def test_it_is_whole_and_for_everybody(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        write_whole(tmp_path / "a/b.txt", b"words")
    finally:
        os.umask(umask)
    assert (tmp_path / "a/b.txt").read_bytes() == b"words"
    assert (tmp_path / "a/b.txt").stat().st_mode & 0o777 == 0o644
    assert sweep(tmp_path) == 0
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_other_threads_keep_their_permissions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The mask is the whole process's: packs are written by several threads.
    monkeypatch.setattr(os, "umask", lambda mask: pytest.fail("the mask is changed for all"))
    write_whole(tmp_path / "b.txt", b"words")
    assert (tmp_path / "b.txt").read_bytes() == b"words"


def test_what_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.txt"
    write_whole(path, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_sweep_takes_what_a_killed_build_left_and_nothing_else(tmp_path: Path) -> None:
    left = tmp_path / "briefs/.paese.pdf.abcd_123.tmp"
    left.parent.mkdir()
    left.write_bytes(b"half")
    others = [tmp_path / name for name in ("notes.tmp", ".paese.pdf.tmp", ".x.ABCDEFGH.tmp")]
    for path in others:
        path.touch()
    assert sweep(tmp_path, but=["briefs"]) == 0
    assert sweep(tmp_path, but=["packs"]) == 1
    assert not left.exists()
    assert all(path.exists() for path in others)


def test_sweep_leaves_what_another_build_is_writing(tmp_path: Path) -> None:
    program = (
        "import sys, os\n"
        "from pathlib import Path\n"
        "from pitstop_docs.runs import files\n"
        "handle, aside = files._open_aside(Path(sys.argv[1]))\n"
        "print(aside, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "b.txt")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        aside = Path(process.stdout.readline().strip())
        assert aside.exists()
        assert sweep(tmp_path) == 0
        process.kill()
        process.wait()
    assert sweep(tmp_path) == 1
    assert not aside.exists()


def test_many_sweeps_never_disturb_a_write(tmp_path: Path) -> None:
    done = threading.Event()

    def sweeping() -> None:
        while not done.is_set():
            sweep(tmp_path)

    thread = threading.Thread(target=sweeping)
    thread.start()
    try:
        for number in range(300):
            write_whole(tmp_path / "b.txt", b"%d" % number, durable=False)
            assert (tmp_path / "b.txt").read_bytes() == b"%d" % number
    finally:
        done.set()
        thread.join()


def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    order: list[str] = []
    with locked(tmp_path / "lock") as held:
        assert held

        def other() -> None:
            with locked(tmp_path / "lock"):
                order.append("second")

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_where_no_lock_can_be_had_work_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with locked(tmp_path / "file" / "lock") as held:
        assert not held
