"""Pictures are the same in every format, or refused: each kind, made ready."""

import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageFile, ImageStat

from pitstop_docs.look import media
from pitstop_docs.look.flaws import PictureError
from pitstop_docs.look.pictures import examine, normalise
from tests.pictures import (
    KINDS,
    OWNER,
    SIZE,
    Kind,
    deep_png,
    exif,
    grey,
    jpeg,
    saved,
    swapped_profile,
    upright,
)

NAMES = [name for name, _make, _shown in KINDS]


def shown(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def distance(one: Image.Image, other: Image.Image) -> float:
    """Return by how many levels of 255 two pictures differ in the mean."""
    assert one.size == other.size
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


@pytest.fixture(params=[True, False], ids=["lenient", "strict"], autouse=True)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a library have set Pillow's switch for the whole process; it finds it as it was."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", request.param)
    normalise.cache_clear()
    yield
    assert request.param is ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_each_kind_is_upright_srgb_and_bare(kind: Kind) -> None:
    _name, make, expected = kind
    made = normalise(make())
    with Image.open(BytesIO(made.data)) as image:
        assert image.format == made.suffix.upper()
        assert image.mode == expected().mode
        assert not set(image.info) & {"exif", "icc_profile", "xmp", "comment", "mp", "gamma"}
        assert not image.getexif()
    assert distance(shown(made.data), expected().convert("RGB")) < 1.5
    found = examine(make())
    assert (found.width, found.height) == SIZE
    for word in (OWNER, "Fotocamera", "43.78", "Exif", "prova"):
        assert word.encode() not in made.data


@pytest.mark.parametrize("name", ["owned.jpg", "progressive.jpg", "preview.jpg", "grey.jpg"])
def test_a_jpeg_that_is_right_keeps_its_pixels_bit_by_bit(name: str) -> None:
    data = next(make() for known, make, _shown in KINDS if known == name)
    made = normalise(data).data
    assert ImageChops.difference(shown(made), shown(data)).getbbox() is None
    assert len(made) <= len(data)
    assert normalise(made).data == made  # nothing is left to be done


def test_a_profile_that_is_srgb_under_another_name_changes_nothing() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert normalise(jpeg(upright(), icc_profile=srgb)).data == normalise(jpeg(upright())).data


def test_colours_of_unnamed_inks_are_a_guess() -> None:
    guessed = {name for name, make, _shown in KINDS if examine(make()).guessed}
    assert guessed == {"inks.jpg", "inks-upright.jpg"}


def test_damaged_metadata_do_no_harm() -> None:
    data = jpeg(upright(), exif=exif(6))
    at = data.index(b"Exif\0\0") + 6
    broken = data[:at] + b"II*\0\xff\xff\xff\xff" + data[at + 8 :]
    bad_profile = jpeg(upright(), icc_profile=swapped_profile()[:200])
    for each in (broken, bad_profile):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert distance(shown(normalise(each).data), upright()) < 1.5


# --- what is refused ---------------------------------------------------------------------------


def moving() -> bytes:
    others = [Image.new("RGB", SIZE, "blue")]
    return saved(upright(), "PNG", save_all=True, append_images=others)


def claiming(width: int, height: int) -> bytes:
    """Return a small PNG file that says it has other sides than it has."""
    data = deep_png(grey())
    head = b"IHDR" + struct.pack(">2I", width, height) + data[24:29]
    return data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]


def svg() -> bytes:
    return b"<?xml version='1.0'?>\n<!-- scudo -->\n<svg xmlns='http://www.w3.org/2000/svg'/>"


REFUSED: tuple[tuple[Callable[[], bytes], str], ...] = (
    (lambda: b"", "'x' is empty"),
    (lambda: jpeg(upright())[:700], "'x' is damaged"),
    (lambda: jpeg(upright(), progressive=True)[:-300], "'x' is damaged"),
    (lambda: jpeg(upright())[:15], "'x' is damaged"),
    (lambda: saved(upright(), "PNG")[:200], "'x' is damaged"),
    (lambda: saved(upright(), "PNG")[:9], "'x' is damaged"),
    (lambda: deep_png(grey())[:-40], "'x' is damaged"),
    (lambda: saved(upright(), "PNG").replace(b"IDAT", b"IDAT", 1)[:-20] + bytes(20), "'x' is damaged"),
    (moving, "'x' moves: it holds 2 pictures"),
    (lambda: saved(upright(), "GIF"), "format GIF"),
    (lambda: saved(upright(), "WEBP"), "format WebP"),
    (lambda: saved(upright(), "TIFF"), "format TIFF"),
    (lambda: saved(upright(), "BMP"), "format BMP"),
    (lambda: saved(upright(), "PDF"), "format PDF"),
    (lambda: saved(upright(), "AVIF"), "format AVIF"),
    (lambda: b"\0\0\0\x24ftypheic\0\0\0\0mif1", "format HEIC"),
    (svg, "format SVG"),
    (lambda: b"\xef\xbb\xbf<svg width='1'/>", "format SVG"),
    (lambda: b"<html></html>", "'x' is not an image"),
    (lambda: claiming(9000, 9000), "more than 60000000 pixels"),
    (lambda: claiming(60000, 60000), "more than 60000000 pixels"),
    (lambda: claiming(0, 48), "'x' is damaged"),
)  # fmt: skip


@pytest.mark.parametrize(("make", "words"), REFUSED, ids=[words for _make, words in REFUSED])
def test_what_no_brief_can_show_is_refused_with_the_same_words(
    make: Callable[[], bytes], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    data = make()
    for judge in (examine, normalise):
        with pytest.raises(PictureError) as refused:
            judge(data)
        assert words in refused.value.about("x")


_WHOLE = [(make(), normalise(make()).data) for _name, make, _shown in KINDS]


@given(whole=st.sampled_from(_WHOLE), share=st.floats(0, 1))
def test_a_file_that_is_cut_is_refused_or_has_lost_no_pixel(
    whole: tuple[bytes, bytes], share: float
) -> None:
    data, made = whole
    try:
        cut = normalise(data[: int(share * len(data))])
    except PictureError:
        return
    assert ImageChops.difference(shown(cut.data), shown(made)).getbbox() is None


@given(data=st.sampled_from(_WHOLE), at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=4))
def test_a_damaged_file_is_refused_or_shown_the_same_everywhere(
    data: tuple[bytes, bytes], at: float, junk: bytes
) -> None:
    start = int(at * len(data[0]))
    damaged = data[0][:start] + junk + data[0][start + len(junk) :]
    try:
        found = examine(damaged)
    except PictureError:
        with pytest.raises(PictureError):
            normalise(damaged)
        return
    assert shown(normalise(damaged).data).size == (found.width, found.height)


def test_a_file_of_too_many_bytes_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(saved(upright(), "PNG"))
    monkeypatch.setattr(media, "BYTES_MAX", 100)
    with pytest.raises(PictureError):
        media.read_picture(path)
