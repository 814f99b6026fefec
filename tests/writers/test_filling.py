"""A Word file whose words change: what is packed once reads as if it had been packed whole."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from pitstop_docs.writers.docx.archive import File, Spliced, write_archive

BLOCK = 0xFFFF  # bytes that a block without compression holds


@given(
    st.lists(st.binary(max_size=200), min_size=1, max_size=6),
    st.lists(st.binary(max_size=200), min_size=5, max_size=5),
)
def test_spliced_words_stand_between_their_pieces(pieces: list[bytes], words: list[bytes]) -> None:
    words = words[: len(pieces) - 1]
    story = Spliced("word/document.xml", pieces)
    data = write_archive([File("a", b"first"), story.packed(words)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a", "word/document.xml"]
        whole = b"".join(part for pair in zip(pieces, [*words, b""], strict=True) for part in pair)
        assert archive.read("word/document.xml") == whole


def test_words_longer_than_a_block_are_whole() -> None:
    words = bytes(range(256)) * 600
    assert len(words) > 2 * BLOCK
    data = write_archive([Spliced("a", [b"<", b">"]).packed([words])])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("a") == b"<" + words + b">"
