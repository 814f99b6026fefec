"""Photographs of every kind look the same in PDF, Word and ODT: what readers get, pixel by pixel."""

import shutil
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath
from unicodedata import normalize

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from PIL import Image as Raster
from PIL import ImageChops, ImageStat

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.look.theme import Templates, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Document, Figure, Image
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.markup import A, R
from pitstop_docs.writers.odt.office import Office
from pitstop_docs.writers.pdf import PdfWriter
from tests import specimen
from tests.pictures import KINDS, OWNER, SIZE, exif, jpeg, saved, swapped_profile, upright
from tests.project import PRACTICE, diagnose, make_project, path_in, replace_in, written

TEMPLATES = Templates((packaged_templates(),))
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
XLINK = "{http://www.w3.org/1999/xlink}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    for name, make, _shown in KINDS:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(make())
    return folder


@pytest.fixture(scope="module")
def album() -> Document:
    """Return a document that shows each kind, in their order."""
    figures = tuple(
        Figure(id=f"f{number}", graphic=Image(name, *SIZE), alt=f"Fotografia {name}")
        for number, (name, _make, _shown) in enumerate(KINDS)
    )
    body = (specimen.section("problem", "Il problema"), *figures)
    return specimen.document("commissione", pages=9, body=body, foot=())


@pytest.fixture(scope="module")
def word(media: Path, album: Document) -> bytes:
    reporter = Reporter()
    data = DocxWriter(TEMPLATES, media).write(album, reporter).data
    assert reporter.diagnostics == []
    return data


def in_pdf(data: bytes) -> list[Raster.Image]:
    """Return the pictures of a PDF as they are painted, page by page."""
    found = []
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            for each in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=9):
                left, bottom, right, top = each.get_bounds()
                assert (right - left > top - bottom) == (SIZE[0] > SIZE[1])
                found.append(each.get_bitmap(render=False).to_pil().convert("RGB"))
    return found


def in_word(data: bytes) -> list[Raster.Image]:
    """Return the pictures of a Word file in their order, as a program that knows no metadata shows them."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        links = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        parts = {link.get("Id", ""): link.get("Target", "") for link in links}
        found = []
        for drawing in etree.fromstring(archive.read("word/document.xml")).iter(WP + "inline"):
            (extent,) = drawing.iter(WP + "extent")
            wide, tall = (int(extent.get(side, "")) for side in ("cx", "cy"))
            assert wide / tall == pytest.approx(SIZE[0] / SIZE[1], rel=0.01)
            (blip,) = drawing.iter(A + "blip")
            name = parts[blip.get(R + "embed", "")]
            picture = archive.read(str(PurePosixPath("word", name)).lstrip("/"))
            found.append(Raster.open(BytesIO(picture)).convert("RGB"))
        return found


def assert_shows_every_kind(found: list[Raster.Image]) -> None:
    wrong = []
    for (name, _make, shown), image in zip(KINDS, found, strict=True):
        expected = shown().convert("RGB")
        same = image.size == expected.size
        far = sum(ImageStat.Stat(ImageChops.difference(image, expected)).mean, start=0.0)
        if not same or far > 5:
            wrong.append((name, image.size, far))
    assert wrong == []


def test_a_pdf_shows_every_kind(media: Path, album: Document) -> None:
    reporter = Reporter()
    data = PdfWriter(TEMPLATES, media).write(album, reporter).data
    assert reporter.diagnostics == []
    assert_shows_every_kind(in_pdf(data))
    with pikepdf.open(BytesIO(data)) as pdf:
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Width")]
        assert {str(image.ColorSpace) for image in images} == {"/DeviceRGB", "/DeviceGray"}
        assert {int(image.BitsPerComponent) for image in images} == {8}
        assert not [image for image in images if "/SMask" in image or "/Decode" in image]
        for word in (OWNER, "Fotocamera", "Exif"):
            assert not [image for image in images if word.encode() in image.read_raw_bytes()]


def test_a_word_file_shows_every_kind(word: bytes) -> None:
    assert_shows_every_kind(in_word(word))
    with zipfile.ZipFile(BytesIO(word)) as archive:
        for name in archive.namelist():
            assert OWNER.encode() not in archive.read(name)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_an_odt_file_shows_every_kind(word: bytes, tmp_path: Path) -> None:
    (tmp_path / "album.docx").write_bytes(word)
    with Office([packaged_templates() / "fonts"]) as office:
        office.convert(tmp_path / "album.docx", tmp_path / "album.odt")
    with zipfile.ZipFile(tmp_path / "album.odt") as archive:
        content = etree.fromstring(archive.read("content.xml"))
        names = [image.get(XLINK + "href", "") for image in content.iter(DRAW + "image")]
        found = [Raster.open(BytesIO(archive.read(name))).convert("RGB") for name in names]
    assert_shows_every_kind(found)


# --- a project's folder ------------------------------------------------------------------------


def add_picture(root: Path, file: str, data: bytes, typed: str = "", shown: str = "") -> None:
    """Put a picture in a project, describe it as *typed*, and show it as *shown*."""
    path = root / "sources/media" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    said = "alt: Foto., caption: La foto, credit: Archivio, licence: CC0"
    row = f"  - {{id: foto, file: {typed or file}, {said}}}\n"
    with (root / "sources/media/media.yaml").open("a", encoding="utf-8") as described:
        described.write(row)
    replace_in(root, PRACTICE, "![](bottega.png)", f"![]({shown or typed or file})")


@pytest.mark.parametrize(
    ("file", "typed", "shown"),
    [
        ("2017/foto.jpg", "2017/foto.jpg", "2017/foto.jpg"),
        ("2017/estate/foto.jpg", "./2017/estate/foto.jpg", "media/2017/estate/foto.jpg"),
        ("2017/foto.jpg", "2017/foto.jpg", "../media/2017/foto.jpg"),
        ("con spazi/la foto.jpg", "con spazi/la foto.jpg", "con%20spazi/la%20foto.jpg"),
        (normalize("NFD", "città/caffè.jpg"), "città/caffè.jpg", "città/caffè.jpg"),
        (normalize("NFC", "caffè.jpg"), normalize("NFD", "caffè.jpg"), "caff%C3%A8.jpg"),
        ("50% #1?.jpg", "'50% #1?.jpg'", "50%25%20%231%3F.jpg"),
    ],
)
def test_a_folder_inside_media_is_read_and_built(
    file: str, typed: str, shown: str, tmp_path: Path
) -> None:
    root = make_project(tmp_path)
    add_picture(root, file, jpeg(upright()), typed, shown)
    assert diagnose(root) == []
    reporter = Reporter()
    choice = Choice(sources=("paese",), editions=("comitato-tecnico",))
    run = build(root, choice, reporter, lambda *_told: None)
    assert [str(problem) for problem in reporter.errors] == []
    (made,) = run.made.values()
    assert written(made) == ["docx", "pdf"]
    word = path_in(root, "paese", "comitato-tecnico", "docx").read_bytes()
    photographs = [image for image in in_word_sizes(word) if image == SIZE]
    assert len(photographs) == 1


def in_word_sizes(data: bytes) -> list[tuple[int, int]]:
    """Return the sizes in pixels of the pictures of a Word file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if "/media/" in n and not n.endswith(".svg")]
        return [Raster.open(BytesIO(archive.read(name))).size for name in names]


def test_another_picture_under_the_same_name_is_made_again(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    name = normalize("NFD", "città/caffè.jpg")
    add_picture(root, name, jpeg(upright()), normalize("NFC", name))
    choice = Choice(sources=("paese",), editions=("comitato-tecnico",), formats=("docx",))
    files = []
    for data in (jpeg(upright()), jpeg(upright().rotate(180))):
        (root / "sources/media" / name).write_bytes(data)
        build(root, choice, Reporter(), lambda *_told: None)
        files.append(path_in(root, "paese", "comitato-tecnico", "docx").read_bytes())
    assert files[0] != files[1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (jpeg(upright())[:900], "bad-image"),
        (saved(upright(), "WEBP"), "bad-image"),
        (b"", "bad-image"),
        (jpeg(upright().convert("CMYK")), "guessed-colours"),
        (jpeg(upright(), exif=exif(6), icc_profile=swapped_profile()), ""),
    ],
    ids=["cut", "webp", "empty", "inks", "lying"],
)
def test_check_and_build_have_one_verdict(data: bytes, code: str, tmp_path: Path) -> None:
    """The library that sets Pillow's switch is loaded here: it must not decide."""
    root = make_project(tmp_path)
    add_picture(root, "foto.jpg", data)
    checked = [(str(p.location), p.code) for p in diagnose(root)]
    assert checked == ([("sources/media/media.yaml:8:22", code)] if code else [])
    reporter = Reporter()
    build(root, Choice(editions=("giunta",)), reporter, lambda *_told: None)
    found = [(str(p.location), p.code) for p in reporter.diagnostics]
    assert [each for each in found if each[1] == code or "image" in each[1]] == checked
