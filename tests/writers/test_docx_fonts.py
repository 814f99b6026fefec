"""The fonts in Word files: there, whole where people type, hidden as the standard says, or left out."""

import io
import uuid
import zlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from pitstop_docs.look.theme import Templates, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.writers import make_writer
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.fonts import obfuscate
from tests import specimen
from tests.docx_words import W, part
from tests.letterheads import LETTERHEADS, first_page
from tests.letterheads.edits import parts_of, zipped
from tests.writers.test_letterheads import opened

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEMPLATES = Templates((packaged_templates(),))
# Italian, and what the other languages of Europe in Latin letters need; signs of typography.
LETTERS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    "àèéìíîòóùúÀÈÉÌÍÎÒÓÙÚçÇñÑäöüßÄÖÜåÅøØæÆœŒłŁśŚźŹżŻąĄęĘćĆńŃčČšŠžŽřŘěĚůŮďĎťŤňŇőŐűŰğĞıİşŞ"
    "țȚșȘăĂâÂđĐāĀēĒīĪūŪģĢķĶļĻņŅėĖįĮųŲħĦġĠċĊðÐþÞ"
    "«»“”‘’„–—…•·°§€£©®™ªº½¼¾×÷±≤≥−%‰&@#*/"
)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> DocxWriter:
    return DocxWriter(TEMPLATES, tmp_path_factory.mktemp("media"))


@pytest.fixture(scope="module")
def brief(writer: DocxWriter) -> bytes:
    return writer.write(specimen.document(), Reporter()).data


def faces(data: bytes) -> dict[tuple[str, str], TTFont]:
    """Return the embedded fonts by family and face, read as 17.8.1 of ECMA-376 says."""
    files = parts_of(data)
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in part(data, "word/_rels/fontTable.xml.rels")
    }
    found = {}
    for font in part(data, "word/fontTable.xml"):
        for embedded in font:
            if (key := embedded.get(W + "fontKey")) is None:
                continue
            hidden = files[f"word/{targets[embedded.get(R + 'id')]}"]
            # The key's bytes from last to first, over the first 32 bytes of the file.
            mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
            shown = bytes(b ^ mask[n % 16] for n, b in enumerate(hidden[:32])) + hidden[32:]
            face = etree.QName(embedded).localname
            found[font.get(W + "name", ""), face] = TTFont(io.BytesIO(shown))
    return found


def test_every_face_that_styles_use_is_there_under_its_name(brief: bytes) -> None:
    found = faces(brief)
    assert sorted(found) == [
        ("Lora", "embedBold"),
        ("Lora", "embedBoldItalic"),
        ("Lora", "embedItalic"),
        ("Lora", "embedRegular"),
        ("Roboto Mono", "embedRegular"),
        ("Titillium Web", "embedBold"),
        ("Titillium Web", "embedItalic"),
        ("Titillium Web", "embedRegular"),
        ("Titillium Web Light", "embedRegular"),
    ]
    for (family, face), font in found.items():
        names = {name: name for name in ("Lora", "Roboto Mono", "Titillium Web")}
        assert font["name"].getDebugName(1) == names.get(family, "Titillium Web Light")
        style = face.removeprefix("embed").replace("BoldItalic", "Bold Italic")
        assert font["name"].getDebugName(2) == style
        assert font["OS/2"].fsType == 0, "installable: Word embeds it again when it saves"
    used = {
        name
        for fonts in part(brief, "word/styles.xml").iter(W + "rFonts")
        for key, name in fonts.items()
        if str(key) in (W + "ascii", W + "hAnsi")
    }
    assert used == {family for family, _face in found}


def test_people_can_type_every_letter_that_the_font_has(brief: bytes) -> None:
    files: dict[tuple[str, int, str], str] = {
        (face.family, face.weight, face.style): face.file
        for face in load_theme(TEMPLATES).fonts.faces
    }
    whole = {
        name: set(TTFont(TEMPLATES.find(f"fonts/{file}")).getBestCmap())
        for name, file in files.items()
    }
    for (family, face), font in faces(brief).items():
        key = (
            family.removesuffix(" Light"),
            300 if family.endswith("Light") else 700 if "Bold" in face else 400,
            "italic" if "Italic" in face else "normal",
        )
        # Codes are made of ASCII: fingerprints, names of files.
        letters = [each for each in LETTERS if family != "Roboto Mono" or each.isascii()]
        wanted = {ord(letter) for letter in letters} & whole[key]
        assert len(wanted) == len(letters) if family == "Roboto Mono" else len(wanted) > 200
        assert wanted - set(font.getBestCmap()) == set(), (family, face)


def test_the_fonts_are_small_and_the_same_bytes_in_every_file(
    writer: DocxWriter, brief: bytes
) -> None:
    def fonts(data: bytes) -> dict[str, bytes]:
        return {n: d for n, d in parts_of(data).items() if n.startswith("word/fonts/")}

    assert fonts(writer.write(specimen.document(kind="policy"), Reporter()).data) == fonts(brief)
    assert sum(len(zlib.compress(data)) for data in fonts(brief).values()) < 190_000
    for make in LETTERHEADS.values():
        data = writer.write(specimen.document(), Reporter(), letterhead=opened(writer, make())).data
        assert fonts(data) == fonts(brief)
        assert set(faces(data)) == set(faces(brief))


def test_keys_are_theirs_alone(brief: bytes) -> None:
    keys = [
        key
        for embedded in part(brief, "word/fontTable.xml").iter()
        if (key := embedded.get(W + "fontKey"))
    ]
    assert len(set(keys)) == len(keys) == 9
    assert all(f"{{{str(uuid.UUID(key)).upper()}}}" == key for key in keys)


def test_substitutes_are_named_and_described(brief: bytes) -> None:
    found = {}
    for font in part(brief, "word/fontTable.xml"):
        children = {etree.QName(each).localname: each for each in font}
        found[font.get(W + "name")] = children["altName"].get(W + "val")
        assert len(children["panose1"].get(W + "val", "")) == 20
        assert children["sig"].get(W + "usb0") != "00000000"
        order = ["altName", "panose1", "charset", "family", "pitch", "sig"]
        assert list(children)[:6] == order
    assert found == {
        "Lora": "Georgia",
        "Roboto Mono": "Consolas",
        "Titillium Web": "Segoe UI",
        "Titillium Web Light": "Segoe UI Light",
    }


def test_word_embeds_them_again_and_whole(brief: bytes) -> None:
    names = [etree.QName(each).localname for each in part(brief, "word/settings.xml")]
    assert names.index("zoom") < names.index("embedTrueTypeFonts") < names.index("mirrorMargins")
    assert "saveSubsetFonts" not in names, "it would keep only the letters used so far"


@pytest.mark.parametrize("on_letterhead", [False, True])
def test_no_embed_leaves_fonts_out_and_names_them(
    brief: bytes, tmp_path: Path, on_letterhead: bool
) -> None:
    writer = make_writer("docx", TEMPLATES, tmp_path, embed=False)
    assert isinstance(writer, DocxWriter)
    letterhead = opened(writer, first_page()) if on_letterhead else None
    data = writer.write(specimen.document(), Reporter(), letterhead=letterhead).data
    assert not [name for name in parts_of(data) if "fonts/" in name or "fontTable.xml.rels" in name]
    table = part(data, "word/fontTable.xml")
    assert {"Lora", "Titillium Web"} <= {font.get(W + "name") for font in table}
    assert not [each for each in table.iter() if each.get(W + "fontKey")]
    assert part(data, "word/settings.xml").find(W + "embedTrueTypeFonts") is None
    assert len(data) < len(brief) / 2


KEY = "0B8E7A3C-52D1-4B7E-9C55-6A1D2F3E4B5C"
FACE = b"\x00\x01\x00\x00 their own face, which begins as fonts do"


def with_face(face: bytes) -> bytes:
    """Return a letterhead that embeds *face* as its Lora."""
    parts = parts_of(first_page())
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    table = (
        f'<w:fonts xmlns:w="{W.strip("{}")}" xmlns:r="{rel}">'
        '<w:font w:name="Lora"><w:embedRegular r:id="rId1"'
        f' w:fontKey="{{{KEY}}}"/></w:font>'
        '<w:font w:name="Titillium Web"/></w:fonts>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{rel}/font" Target="fonts/font1.odttf"/></Relationships>'
    )
    types = parts["[Content_Types].xml"].replace(
        b"<Default ",
        b'<Default Extension="odttf" ContentType='
        b'"application/vnd.openxmlformats-officedocument.obfuscatedFont"/><Default ',
        1,
    )
    assert "word/fontTable.xml" in parts
    return zipped(
        parts
        | {
            "[Content_Types].xml": types,
            "word/fontTable.xml": table.encode(),
            "word/_rels/fontTable.xml.rels": links.encode(),
            "word/fonts/font1.odttf": face,
        }
    )


def test_fonts_that_a_letterhead_embeds_stay_and_win(writer: DocxWriter) -> None:
    face = obfuscate(FACE, uuid.UUID(KEY))
    data = with_face(face)
    found = writer.write(specimen.document(), Reporter(), letterhead=opened(writer, data)).data
    files = parts_of(found)
    assert files["word/fonts/their0.odttf"] == face
    fonts = part(found, "word/fontTable.xml")
    names = [font.get(W + "name") for font in fonts]
    assert sorted(str(n) for n in names) == [
        "Lora",
        "Roboto Mono",
        "Titillium Web",
        "Titillium Web Light",
    ]
    lora = next(font for font in fonts if font.get(W + "name") == "Lora")
    assert len(lora) == 1


@pytest.mark.parametrize("face", [FACE, b"MZ\x90\x00 a program", b""])
def test_what_is_no_font_is_left_out_and_ours_is_there(writer: DocxWriter, face: bytes) -> None:
    # As it stands, not hidden by the key: neither Word nor anybody else would read it as a font.
    data = with_face(face)
    found = writer.write(specimen.document(), Reporter(), letterhead=opened(writer, data)).data
    assert not [name for name in parts_of(found) if "their" in name]
    assert ("Lora", "embedRegular") in faces(found)
