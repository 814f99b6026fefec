"""A Word file of anybody's is read within limits, or refused in one way."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pitstop_docs.runs import archive
from pitstop_docs.runs.archive import WordFileError, load_archive, read_archive


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return buffer.getvalue()


def named(name: str) -> bytes:
    return zipped({"word/document.xml": b"<x/>", name: b"x"})


def in_zip(name: str, other: str) -> bytes:
    """Return a zip with the name *other*, which is as long as *name* and which zipfile never writes."""
    return named(name).replace(name.encode(), other.encode())


def damaged(method: int) -> bytes:
    data = bytearray(zipped({"word/document.xml": b"<x/>" * 1000}, method))
    start = 30 + len("word/document.xml")
    data[start : start + 20] = b"\xff" * 20
    return bytes(data)


# What the file is → why it is refused, and in which words.
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "unreadable", "this is not a Word file, or it is damaged"),
    "damaged": (
        lambda: damaged(zipfile.ZIP_DEFLATED),
        "unreadable", "this is not a Word file, or it is damaged",
    ),
    "packed in another way": (
        lambda: zipped({"word/document.xml": b"<x/>"}, zipfile.ZIP_LZMA),
        "unreadable", "this is not a Word file, or it is damaged",
    ),
    "packed in another way, damaged": (
        lambda: damaged(zipfile.ZIP_LZMA),
        "unreadable", "this is not a Word file, or it is damaged",
    ),
    "bomb": (
        lambda: zipped({"word/document.xml": bytes(15_000_000)}),
        "too-large", "'word/document.xml' unpacks to 1028 times its size; at most 200 are taken",
    ),
    "bomb that calls itself a picture": (
        lambda: zipped({"word/media/a.png": bytes(15_000_000)}),
        "too-large", "'word/media/a.png' unpacks to 1028 times its size; at most 200 are taken",
    ),
    "many files": (
        lambda: zipped({f"word/{n}.xml": b"<x/>" for n in range(1001)}),
        "too-large", "it holds 1001 files; at most 1000 are taken",
    ),
    "large file": (
        lambda: zipped({"word/a.bin": random.Random(1).randbytes(21_000_000)}, zipfile.ZIP_STORED),
        "too-large", "'word/a.bin' has 21 MB; at most 20 are taken",
    ),
    **{
        f"name {name!r}": (
            lambda name=name: named(name),  # type: ignore[misc]
            "unsafe", f"it holds a file with a forbidden name: '{name}'",
        )
        for name in ("../a.xml", "word/../../a.xml", "/etc/a", "./a", "C:a.xml", "Word/Document.XML")
    },
    **{
        f"encoded name {name!r}": (
            lambda name=name: named(name),  # type: ignore[misc]
            "unsafe", f"it holds a file with a forbidden name: '{shown}'",
        )
        for name, shown in (
            ("word/%2e%2e/a.xml", "word/../a.xml"), ("%2Fa.xml", "/a.xml"),
            ("word/docum%65nt.xml", "word/document.xml"), ("a%1Bb.xml", "a␛b.xml"),
        )
    },
    "name with a NUL": (
        lambda: in_zip("evil?.xml", "evil\0.xml"),
        "unsafe", "it holds a file with a forbidden name: 'evil␀.xml'",
    ),
    "name that colours the terminal": (
        lambda: named("\x1b[31m.xml"),
        "unsafe", "it holds a file with a forbidden name: '␛[31m.xml'",
    ),
    "name that turns the line round": (
        lambda: named("a\u202egpj.xml"),
        "unsafe", "it holds a file with a forbidden name: 'a\ufffdgpj.xml'",
    ),
    "name of Windows": (
        lambda: in_zip("word/../e.xml", "word\\..\\e.xml"),
        "unsafe", "it holds a file with a forbidden name: 'word\\..\\e.xml'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_word_file_is_refused(case: str) -> None:
    make, reason, message = REFUSED[case]
    with pytest.raises(WordFileError) as caught:
        read_archive(make())
    assert (caught.value.reason, str(caught.value)) == (reason, message)


def test_what_is_not_wanted_is_not_unpacked() -> None:
    data = zipped({"word/document.xml": b"<x/>", "word/media/a.png": b"picture"})
    broken = data.replace(b"PK\x03\x04", b"PK\x03\x05").replace(b"PK\x03\x05", b"PK\x03\x04", 1)
    assert read_archive(broken, lambda name: name.endswith(".xml")) == {
        "word/document.xml": b"<x/>"
    }
    with pytest.raises(WordFileError):
        read_archive(broken)


def test_all_files_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 4_000_000)
    with pytest.raises(WordFileError, match="unpacked, it has 5 MB; at most 4 are taken"):
        read_archive(zipped({f"{n}.png": bytes(1_000_000) for n in range(5)}))


def test_a_large_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(101_000_000)  # a hole: it takes no room
    with pytest.raises(WordFileError, match="it has 101 MB; at most 100 are taken"):
        load_archive(path)


def test_no_damage_raises_anything_else() -> None:
    dice = random.Random(2)
    good = zipped({f"word/{n}.xml": b"<x>%d</x>" % n * 50 for n in range(5)})
    refused = 0
    for _round in range(2000):
        data = bytearray(good)
        for _byte in range(dice.randrange(1, 5)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            read_archive(bytes(data[: dice.choice([len(data), dice.randrange(len(data))])]))
        except WordFileError:
            refused += 1
    assert refused > 1000
