"""A project's own look: its theme, its colours and its logo are in Word as in the PDF, or refused."""

import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build
from pitstop_docs.build.run import Run
from pitstop_docs.build.workers import Labour
from pitstop_docs.look.colours import READABLE, contrast, hues_of, moved_apart, unreadable
from pitstop_docs.look.drawings import is_drawing, plain_drawing
from pitstop_docs.look.flaws import PictureError
from pitstop_docs.look.theme import Templates, load_theme, packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Image, Logo
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.docx.markup import A, W
from pitstop_docs.writers.docx.reference import open_reference
from pitstop_docs.writers.docx.styles import REFERENCE
from pitstop_docs.writers.pdf import PdfWriter
from pitstop_docs.writers.reference.document import make_reference
from tests import specimen
from tests.docx_words import part
from tests.letterheads.edits import parts_of, zipped
from tests.pdf_outline import outline
from tests.pictures import jpeg, saved, upright
from tests.project import diagnose, make_project, path_in

PACKAGED = packaged_templates()
SETTINGS = "sources/project.yaml"
PRACTICE_BRIEF = Choice(sources=("paese",), editions=("giunta",))
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"
SHIELD = f"{SVG} viewBox='0 0 120 60'><path d='M10 5h40v30l-20 20l-20-20z' fill='#8A1538'/></svg>"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


def with_settings(root: Path, text: str) -> Path:
    """Return a project whose settings say *text* too."""
    make_project(root)
    with (root / SETTINGS).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    return root


def made(root: Path, choice: Choice = PRACTICE_BRIEF, labour: Labour | None = None) -> Run:
    reporter = Reporter()
    run = build(root, choice, reporter, lambda *_told: None, labour)
    assert reporter.errors == []
    return run


def read(root: Path, format: str) -> bytes:
    return path_in(root, "paese", "giunta", format).read_bytes()


def word_colours(data: bytes) -> dict[str, str]:
    """Return the colours of a Word file's theme by their slots."""
    scheme = next(part(data, "word/theme/theme1.xml").iter(A + "clrScheme"))
    return {etree.QName(slot).localname: slot[0].get("val", "") for slot in scheme}


def painted(data: bytes) -> str:
    """Return all that a PDF paints, as its operators say it."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return "\n".join(page.Contents.read_bytes().decode("latin-1") for page in pdf.pages)


def as_painted(colour: str) -> str:
    return " ".join(f"{byte / 255:.6f}".rstrip("0") for byte in bytes.fromhex(colour[1:]))


def found(root: Path) -> list[str]:
    return [f"{d.location}: {d.code}: {d.message}" for d in diagnose(root)]


# --- the theme in templates/ -------------------------------------------------------------------


def templates(folder: Path, theme: str) -> Templates:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "theme.yaml").write_text(theme, encoding="utf-8")
    return Templates((folder, PACKAGED))


THEME = "colours: {ink: '#10203A'}\nkinds: {practice: {accent: '#8A1538', deep: '#450A1C'}}\n"


def test_the_packaged_reference_is_taken_as_it_is() -> None:
    plain = Templates((PACKAGED,))
    opened = open_reference(plain)
    assert not opened.outdated
    assert opened.package.save() == (PACKAGED / REFERENCE).read_bytes() == make_reference(plain)


@pytest.mark.parametrize("copied", [False, True], ids=["none", "a copy nobody edited"])
def test_word_and_pdf_follow_a_theme_by_themselves(copied: bool, tmp_path: Path) -> None:
    root = make_project(tmp_path)
    own = root / "templates"
    if copied:
        (own / REFERENCE).parent.mkdir(parents=True)
        shutil.copy(PACKAGED / REFERENCE, own / REFERENCE)
    made(root)
    before = {format: read(root, format) for format in ("docx", "pdf")}
    templates(own, THEME)
    assert not [p for made_of in made(root).made.values() for p in made_of.problems if p.code == "old-reference"]  # fmt: skip  # noqa: E501
    colours = word_colours(read(root, "docx"))
    assert {colours[slot] for slot in ("dk1", "accent1", "dk2")} == {"10203A", "8A1538", "450A1C"}
    assert as_painted("#8A1538") in painted(read(root, "pdf"))
    assert as_painted("#8A1538") not in painted(before["pdf"])
    assert word_colours(before["docx"])["accent1"] == "0066CC"


def test_fonts_and_sizes_of_a_theme_are_in_the_reference(tmp_path: Path) -> None:
    theme = "fonts: {display: Lora}\ntext: {size: 10.4}\npage: {margins: {inner: 25}}\n"
    package = open_reference(templates(tmp_path, theme)).package
    styles = etree.fromstring(package.parts["/word/styles.xml"].data)
    assert styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz").get(W + "val") == "21"  # type: ignore[union-attr]
    names = {fonts.get(W + "ascii") for fonts in styles.iter(W + "rFonts")}
    assert not {name for name in names if name and name.startswith("Titillium")}
    document = etree.fromstring(package.parts["/word/document.xml"].data)
    assert next(document.iter(W + "pgMar")).get(W + "left") == "1417"


def edit(own: Path, change: Callable[[bytes], bytes], stamped: bool = True) -> None:
    """Let somebody edit the packaged reference in Word; some programs lose its properties."""
    parts = parts_of((PACKAGED / REFERENCE).read_bytes())
    parts["word/styles.xml"] = change(parts["word/styles.xml"])
    if not stamped:
        del parts["docProps/custom.xml"]
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"custom-properties", b"thumbnail")
    (own / REFERENCE).parent.mkdir(parents=True, exist_ok=True)
    (own / REFERENCE).write_bytes(zipped(parts))


def wider(styles: bytes) -> bytes:
    changed = styles.replace(b'w:before="', b'w:before="9', 1)
    assert changed != styles
    return changed


@pytest.mark.parametrize("stamped", [True, False])
@pytest.mark.parametrize(
    ("theme", "warned"),
    [
        ("", False),
        (THEME, True),
        ("word: {gutter: 9}", False),  # nothing of it is in a reference
    ],
)
def test_a_reference_that_somebody_edited_stays_and_is_told_to_be_old(
    theme: str, warned: bool, stamped: bool, tmp_path: Path
) -> None:
    edit(tmp_path, wider, stamped)
    reporter = Reporter()
    own = templates(tmp_path, theme)
    data = DocxWriter(own, tmp_path).write(specimen.document(), reporter).data
    assert [d.code for d in reporter.diagnostics] == (["old-reference"] if warned else [])
    assert word_colours(data)["accent1"] == "0066CC"  # its own
    assert wider(parts_of((PACKAGED / REFERENCE).read_bytes())["word/styles.xml"]) == (
        open_reference(own).package.parts["/word/styles.xml"].data
    )


def test_a_new_font_file_is_in_the_reference(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    shutil.copy(PACKAGED / "fonts/Lora-Bold.ttf", tmp_path / "fonts/Lora-Regular.ttf")
    own = Templates((tmp_path, PACKAGED))
    assert open_reference(own).package.save() == make_reference(own)
    assert make_reference(own) != (PACKAGED / REFERENCE).read_bytes()


# --- colours in project.yaml -------------------------------------------------------------------


def test_colours_of_the_settings_are_in_word_and_pdf(tmp_path: Path) -> None:
    root = with_settings(tmp_path, 'colours: {accent: "#8A1538", policy: {accent: "#5A2D82"}}')
    made(root, Choice(editions=("giunta",)))
    assert word_colours(read(root, "docx"))["accent1"] == "8A1538"
    assert word_colours(read(root, "docx"))["dk2"] == hues_of("#8A1538")["deep"][1:]
    assert as_painted("#8A1538") in painted(read(root, "pdf"))
    policy = path_in(root, "legge", "giunta", "docx").read_bytes()
    assert word_colours(policy)["accent1"] == "5A2D82"
    index = (root / "output/index.html").read_text(encoding="utf-8")
    assert "#8A1538" in index


def test_another_colour_makes_the_briefs_again_and_the_same_none(tmp_path: Path) -> None:
    root = with_settings(tmp_path, 'colours: {accent: "#8A1538"}')
    made(root)
    first = read(root, "pdf")
    settings = root / SETTINGS
    settings.write_text(settings.read_text().replace('"#8A1538"', "{rgb: '#8A1538'}"), "utf-8")
    assert {str(step.action) for step in made(root).steps.values()} == {"stay"}
    settings.write_text(settings.read_text().replace("#8A1538", "#5A2D82"), "utf-8")
    assert {str(step.action) for step in made(root).steps.values()} == {"make"}
    assert read(root, "pdf") != first


def test_workers_make_the_same_colours_and_logo(tmp_path: Path) -> None:
    text = 'logo: l.svg\ncolours: {accent: "#8A1538"}'
    files = []
    for name, labour in (("one", None), ("two", Labour(2))):
        root = with_settings(tmp_path / name, text)
        (root / "sources/media/l.svg").write_text(SHIELD, encoding="utf-8")
        made(root, labour=labour)
        files.append((read(root, "docx"), read(root, "pdf")))
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("accent: #8A1538", "2:11: yaml-syntax: what follows this '#' would be lost: after a space it begins a"
         " comment"),
        ("accent: rosso", "2:11: wrong-format: colours, accent: 'rosso' is not well formed for 'rgb'"),
        ('accent: "#8A15"', "2:11: wrong-format: colours, accent: '#8A15' is not well formed for 'rgb'"),
        ('accennt: "#8A1538"', "2:3: unknown-key: colours: there is no field 'accennt' here"),
        ('policy: {acent: "#8A1538"}', "2:12: unknown-key: colours, policy: there is no field 'acent' here"),
        ('accent: {cmyk: [1, 2, 3, 4]}', "2:11: missing-field: colours, accent: 'rgb' is missing"),
        ('accent: {rgb: "#8A1538", cmyk: [0, 100, 60]}',
         "2:34: wrong-format: colours, accent: a list is not well formed for 'cmyk'"),
        ('accent: {rgb: "#8A1538", cmyk: [0, 100, 60, 101]}',
         "2:34: wrong-format: colours, accent: a list is not well formed for 'cmyk'"),
        ('accent: {rgb: "#8A1538", cmyk: molto rosso}',
         "2:34: wrong-format: colours, accent: 'molto rosso' is not well formed for 'cmyk'"),
        ('accent: {rgb: "#8A1538", cmyk: [0, 100, 60, 20]}', ""),
        ('accent: "#FFCC00"', "2:11: low-contrast: words in 'accent' and 'tint' cannot be told apart:"
         " their contrast is 1.47:1"),
        ('ink: "#999999"', "2:8: low-contrast: words in 'ink' and 'tint' cannot be told apart:"
         " their contrast is 2.62:1"),
        ('paper: "#808080"', "2:10: low-contrast: words in 'paper' and 'accent' cannot be told apart:"
         " their contrast is 1.26:1"),
    ],
)  # fmt: skip
def test_a_wrong_colour_is_named_at_its_place(text: str, wanted: str, tmp_path: Path) -> None:
    make_project(tmp_path)
    settings = tmp_path / SETTINGS
    head = "name: Prova\nsender: Ufficio di prova\n"
    settings.write_text(f"colours:\n  {text}\n{head}", encoding="utf-8")
    assert found(tmp_path) == ([f"{SETTINGS}:{wanted}"] if wanted else [])


def test_a_colour_of_a_theme_that_cannot_be_read_is_named_too(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    templates(root / "templates", "colours:\n  muted: '#999999'\n")
    (told,) = diagnose(root)
    assert (told.code, str(told.location)) == ("low-contrast", "templates/theme.yaml:2:10")
    assert "darken 'muted'" in told.hint


@given(colour=st.integers(0, 0xFFFFFF))
def test_what_is_proposed_can_be_read(colour: int) -> None:
    accent = f"#{colour:06X}"
    for _round in range(2):
        hues = {f"kinds.{kind}.{name}": value for kind in ("practice", "policy") for name, value in hues_of(accent).items()}  # fmt: skip  # noqa: E501
        theme = load_theme(Templates((PACKAGED,), tuple(hues.items())))
        wrong = [w for w in unreadable(theme) if "accent" in w[0] and "policy" not in w[0]]
        if not wrong:
            break
        words, ground, _ratio = min(wrong, key=lambda each: each[2])
        accent = moved_apart(theme.colour(words), theme.colour(ground))
    assert not wrong


def test_contrasts_are_those_of_the_standard() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01) != READABLE
    assert unreadable(load_theme(Templates((PACKAGED,)))) == []


# --- a logo ------------------------------------------------------------------------------------


ACCEPTED = {
    "a doctype": "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x.dtd'>" + SHIELD,
    "a byte order mark": "\ufeff" + SHIELD,
    "what Inkscape adds": SHIELD.replace("<path", "<sodipodi:namedview xmlns:sodipodi='s:s'/><path "
                                         "xmlns:i='i:i' i:label='https://a.it' "),
    "metadata": SHIELD.replace("<path", "<metadata>Anna Rossi</metadata><title>Stemma</title><path"),
    "a gradient": SHIELD.replace("<path", "<linearGradient id='g'><stop stop-color='red'/>"
                                 "</linearGradient><path style='stroke:url(#g)'"),
    "repeated shapes": SHIELD.replace("<path", "<rect id='r' width='9' height='9'/>"
                                      "<use xlink:href='#r' x='20'/><path"),
    "sizes in mm": f"{SVG} width='40mm' height='20mm'><rect width='99' height='50'/></svg>",
}  # fmt: skip


@pytest.mark.parametrize("kind", ACCEPTED)
def test_a_drawing_of_shapes_is_taken_without_what_is_not_drawn(kind: str) -> None:
    data = ACCEPTED[kind].encode()
    assert is_drawing(data)
    drawing = plain_drawing(data)
    assert drawing.width == pytest.approx(2 * drawing.height, abs=1)
    for word in (b"Anna", b"Stemma", b"namedview", b"label", b"DOCTYPE"):
        assert word not in drawing.svg
    assert plain_drawing(drawing.svg).width == drawing.width


def holding(inside: str) -> str:
    return SHIELD.replace("<path", f"{inside}<path")


# Each group repeats the one before ten times: a thousand million shapes.
BOMB = "<g id='a0'><rect/></g>" + "".join(
    f"<g id='a{n}'>" + f"<use href='#a{n - 1}'/>" * 10 + "</g>" for n in range(1, 9)
)
REFUSED = {
    "<script>": holding("<script>alert(1)</script>"),
    "<a>": holding("<a href='https://example.org'><rect/></a>"),
    "<image>": holding("<image href='data:image/png;base64,AA=='/>"),
    "<foreignObject>": holding("<foreignObject/>"),
    "<text>": holding("<text>Comune</text>"),
    "<animate>": holding("<animate/>"),
    "<filter>": holding("<filter/>"),
    "onload": SHIELD.replace("viewBox", "onload='x()' viewBox"),
    "href: https://": holding("<use href='https://example.org/a.svg#a'/>"),
    "href: file:": holding("<use xlink:href='file:///etc/passwd'/>"),
    "fill: url(": holding("<rect fill='url(https://example.org/a)'/>"),
    "style: fill:url( ": holding("<rect style='fill:url( \"//example.org/a\")'/>"),
    "<style>": holding("<style>@import 'https://example.org/a.css';</style>"),
    "xml-stylesheet": "<?xml-stylesheet href='a.css'?>" + SHIELD,
    "ENTITY": "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SHIELD,
    "<use> a": holding("<g id='a'><use href='#a'/></g>"),
    "<use>": holding(BOMB),
    "viewBox": SHIELD.replace("viewBox='0 0 120 60'", ""),
    "damaged": SHIELD[:-10],
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_drawing_that_runs_fetches_or_links_is_refused(kind: str) -> None:
    with pytest.raises(PictureError) as refused:
        plain_drawing(REFUSED[kind].encode())
    assert kind.strip() in refused.value.about("l.svg")


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("l.svg", SHIELD.encode(), ""),
        ("l.png", saved(upright(), "PNG"), ""),
        ("loghi/l.png", saved(upright(), "PNG"), ""),
        ("l.svg", holding("<script/>").encode(),
         "bad-image: drawing 'l.svg' holds what a logo may not: <script>"),
        ("l.jpg", jpeg(upright()), "bad-image: 'l.jpg' is no logo: a logo is a drawing (SVG) or a PNG"),
        ("l.png", saved(upright(), "PNG")[:200],
         "bad-image: image 'l.png' is damaged, or was not copied to its end"),
        ("l.gif", saved(upright(), "GIF"),
         "bad-image: 'l.gif' is an image in the format GIF, which not every program shows"),
        ("../project.yaml", b"", "image-outside-media: '../project.yaml' leads outside sources/media/"),
        ("m.svg", b"", "missing-image: there is no image 'm.svg' in sources/media/"),
    ],
)  # fmt: skip
def test_a_logo_is_taken_or_refused_at_its_place(
    name: str, data: bytes, wanted: str, tmp_path: Path
) -> None:
    root = with_settings(tmp_path, f"logo: {name}")
    if data:
        path = root / "sources/media" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    line = (root / SETTINGS).read_text(encoding="utf-8").split("\n").index(f"logo: {name}") + 1
    assert found(root) == ([f"{SETTINGS}:{line}:7: {wanted}"] if wanted else [])


@pytest.fixture(params=["svg", "png"])
def marked(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Logo]:
    """Return a folder of media with a logo."""
    name = f"l.{request.param}"
    data = SHIELD.encode() if name == "l.svg" else saved(upright().resize((120, 60)), "PNG")
    (tmp_path / name).write_bytes(data)
    return tmp_path, Logo(Image(name, 120, 60), "Comune di Prova")


@pytest.mark.parametrize("cover", [False, True])
def test_a_logo_stands_beside_the_brand_in_pdf_and_word_and_in_its_header(
    marked: tuple[Path, Logo], cover: bool
) -> None:
    media, logo = marked
    plain = Templates((PACKAGED,))
    document = specimen.document("comitato-tecnico", pages=4, cover=cover, logo=logo)
    reporter = Reporter()
    pdf = PdfWriter(plain, media).write(document, reporter).data
    word = DocxWriter(plain, media).write(document, reporter).data
    assert reporter.diagnostics == []
    assert outline(pdf).count("Comune di Prova") == 1
    body, header = (part(word, f"word/{name}.xml") for name in ("document", "header1"))
    for root, height in ((body, 11), (header, 6)):
        (about,) = (e for e in root.iter(WP + "docPr") if e.get("descr") == "Comune di Prova")
        inline = about.getparent()
        assert inline is not None
        (extent,) = inline.iter(WP + "extent")
        assert int(extent.get("cy", "")) == pytest.approx(height * 36000, rel=0.01)
        assert int(extent.get("cx", "")) == pytest.approx(2 * height * 36000, rel=0.01)
    with zipfile.ZipFile(BytesIO(word)) as archive:
        assert "word/_rels/header1.xml.rels" in archive.namelist()
        drawn = [name for name in archive.namelist() if name.endswith(".svg")]
    assert len(drawn) == (logo.image.name == "l.svg")


def test_a_brief_without_logo_says_nothing_of_one(tmp_path: Path) -> None:
    plain = Templates((PACKAGED,))
    word = DocxWriter(plain, tmp_path).write(specimen.document(), Reporter()).data
    with zipfile.ZipFile(BytesIO(word)) as archive:
        assert "word/_rels/header1.xml.rels" not in archive.namelist()
