"""A store gives back what it was given, or nothing: never anything else, and never an error."""

import errno
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pitstop_docs.problems.reasons import reason_of
from pitstop_docs.runs.digests import digest_of
from pitstop_docs.runs.store import Store

KEY = digest_of(b"key")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def files(store: Store) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_what_is_put_in_comes_out(store: Store) -> None:
    name = store.put(b"words")
    assert name == digest_of(b"words")
    assert store.get(name) == b"words"
    assert store.get(digest_of(b"other")) is None
    store.remember(KEY, {"files": {"pdf": name}, "pages": 2})
    assert store.recall(KEY) == {"files": {"pdf": name}, "pages": 2}
    assert store.recall(digest_of(b"other")) is None
    assert store.trouble == ""


# What a damaged record, or somebody from outside, may call a digest.
NO_DIGESTS = [
    "", "ab", "..", "../../secret", "/etc/passwd", "/../../secret".rjust(64, "a"), "a" * 63,
    "a" * 65, "A" * 64, "g" * 64, "a" * 63 + "\n", "a" * 64 + "\n", "٣" * 64, "a" * 32 + "/" + "a" * 31,
    "a" * 63 + "\0",
]  # fmt: skip


@pytest.mark.parametrize("name", NO_DIGESTS)
def test_what_is_no_digest_is_never_a_path(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def touched(path: Path, *more: object, **named: object) -> bytes:
        raise AssertionError(path)

    monkeypatch.setattr(Path, "read_bytes", touched)
    monkeypatch.setattr(Path, "unlink", touched)
    assert store.get(name) is None
    assert store.recall(name) is None
    with pytest.raises(ValueError, match="no digest"):
        store.remember(name, {"pages": 1})
    assert not store.folder.exists()


DAMAGE: list[Callable[[Path], object]] = [
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(path.read_bytes()[:-1]),
    lambda path: path.write_bytes(b"x" + path.read_bytes()[1:]),
    lambda path: path.write_bytes(bytes(path.stat().st_size)),
    lambda path: path.write_bytes(path.read_bytes() + b"x"),
    lambda path: path.unlink(),
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_nothing_and_can_be_put_in_again(
    store: Store, damage: Callable[[Path], object]
) -> None:
    name = store.put(b"some words")
    store.remember(KEY, {"pages": 2})
    for path in files(store):
        damage(path)
    assert store.get(name) is None
    assert store.recall(KEY) is None
    store.put(b"some words")
    store.remember(KEY, {"pages": 3})
    assert store.get(name) == b"some words"
    assert store.recall(KEY) == {"pages": 3}


@pytest.mark.parametrize("text", ["", "nothing", "[1]", "[" * 200_000, "9" * 10_000])
def test_what_is_whole_but_no_result_is_nothing(store: Store, text: str) -> None:
    store.remember(KEY, {"pages": 2})
    (path,) = files(store)
    path.write_bytes(f"{digest_of(text.encode())}\n{text}".encode())
    assert store.recall(KEY) is None
    assert not path.exists()


def test_a_text_takes_the_place_of_the_one_before(store: Store) -> None:
    for text in ("", "parole", "perché\n\n"):
        store.write_down(KEY, text)
        assert store.look_up(KEY) == text
        assert len(files(store)) == 1
    assert store.recall(KEY) is None
    found = store.contents()
    assert (found.results, found.files) == (0, 0)
    assert store.trim(0) == found.size > 0
    assert files(store) == []


def test_what_is_no_text_is_nothing(store: Store) -> None:
    store.write_down(KEY, "words")
    (path,) = files(store)
    path.write_bytes(f"{digest_of(bytes([0xFF]))}\n".encode() + b"\xff")
    assert store.look_up(KEY) is None
    assert not path.exists()


def test_a_folder_in_the_way_is_no_error(store: Store) -> None:
    path = store.folder / "files" / digest_of(b"x")[:2] / digest_of(b"x")[2:]
    path.mkdir(parents=True)
    assert store.put(b"x") == digest_of(b"x")
    assert store.get(digest_of(b"x")) is None


def test_a_store_that_cannot_be_written_forgets(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file")
    name = store.put(b"words")
    store.remember(KEY, {})
    assert store.get(name) is None
    assert store.recall(KEY) is None
    assert store.trouble == reason_of(NotADirectoryError(errno.ENOTDIR, ""))
    assert store.trim() == 0


def test_trimming_takes_what_was_not_used_for_longest(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=10_000)
    names = [store.put(bytes([number]) * 1000) for number in range(20)]
    for age, path in enumerate(sorted(files(store), reverse=True)):
        os.utime(path, (age, age))
    kept = store.get(names[3])  # used last, whatever its age
    assert kept
    assert store.trim() == 11_000
    assert store.contents().size == 9_000
    assert store.get(names[3]) == kept
    assert store.trim() == 0
    assert store.trim(0) == 9_000
    assert store.contents().files == 0


def test_many_builds_at_once(tmp_path: Path) -> None:
    program = (
        "import sys, random\n"
        "from pathlib import Path\n"
        "from pitstop_docs.runs.digests import digest_of\n"
        "from pitstop_docs.runs.store import Store\n"
        "store = Store(Path(sys.argv[1]), 4000)\n"
        "dice = random.Random(sys.argv[2])\n"
        "for _ in range(400):\n"
        "    data = b'%d' % dice.randrange(40) * 100\n"
        "    name = store.put(data)\n"
        "    assert store.get(name) in (data, None)\n"
        "    key = digest_of(b'%d' % dice.randrange(9))\n"
        "    assert (store.recall(key) or {'n': key}) == {'n': key}\n"
        "    store.remember(key, {'n': key})\n"
        "    if dice.random() < 0.05: store.trim()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    builds = [subprocess.Popen([*command, str(random.random())]) for _ in range(3)]
    assert [process.wait() for process in builds] == [0, 0, 0]
