"""For each code of what comes after reading and checking: how somebody meets it.

Enters: a small project in which nothing is wrong. Leaves: what pitstop says of what is done to it
here. Reading and checking have a folder for each code: tests/checks/."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import weasyprint

from pitstop_docs.build.page_lock import Measured, PageLock, content_key, write_lock
from pitstop_docs.look.theme import packaged_templates
from pitstop_docs.writers.docx import DocxWriter
from pitstop_docs.writers.odt import office
from tests.letterheads import first_page, tables
from tests.letterheads.edits import edited, parts_of, zipped
from tests.letterheads.hostile import HOSTILE, encrypted, macros
from tests.problems.running import Answer, pitstop
from tests.project import PRACTICE, make_project, replace_in
from tests.proofing.broken import BROKEN, good_file
from tests.proofing.broken import edited as edited_part

EXAMPLES: dict[str, Callable[[Path], Answer]] = {}
Example = Callable[[Path], Answer]

BUILD = ("build", "--source", "paese")
BOARD = ("--source", "paese", "--edition", "giunta")  # the smallest brief
BOTH = ("build", *BOARD)
WORD, PDF = (*BOTH, "--format", "docx"), (*BOTH, "--format", "pdf")
BRIEF = "output/briefs/giunta/paese"
PROBLEM = "La bottega del paese ha chiuso.\n\n![](bottega.png)"


def example(code: str) -> Callable[[Example], Example]:
    def keep(run: Example) -> Example:
        EXAMPLES[code] = run
        return run

    return keep


def put(root: Path, name: str, data: str | bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def add_to(root: Path, name: str, data: bytes) -> None:
    put(root, name, (root / name).read_bytes() + data)


@cache
def output(*words: str) -> dict[str, bytes]:
    """Return what the build *words* leaves in the small project."""
    with tempfile.TemporaryDirectory() as folder:
        root = make_project(Path(folder))
        pitstop(root, *words)
        files = [path for path in (root / "output").rglob("*") if path.is_file()]
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def build_before(root: Path, *words: str) -> None:
    """Let *root* hold what the build *words* leaves, which is made once: a layout takes its time."""
    for name, data in output(*words).items():
        put(root, name, data)


@contextmanager
def failing(owner: type, method: str, error: Exception) -> Iterator[None]:
    """Let *method* raise *error*."""

    def fail(*arguments: Any, **options: Any) -> None:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, method, fail)
        yield


# --- sources and templates ----------------------------------------------------------------------


@example("chart")
def axis_that_no_chart_has(root: Path) -> Answer:
    old = "y: {field: soci, type: quantitative"
    replace_in(root, PRACTICE, old, f"{old}, scale: {{domain: tutto}}")
    return pitstop(root, *BUILD, "--edition", "commissione", "--format", "docx")


@example("missing-character")
def character_that_no_font_has(root: Path) -> Answer:
    name = "html/blocks/paragraph.html.j2"
    template = (packaged_templates() / name).read_text(encoding="utf-8")
    put(root, f"templates/{name}", template.replace("</p>", "\u0378</p>"))
    return pitstop(root, *PDF)


@example("layout")
def slip_in_a_stylesheet(root: Path) -> Answer:
    put(root, "templates/html/css/giunta.css", "h1 { colour: red }")
    return pitstop(root, *PDF)


@example("incomplete-page")
def image_of_the_network(root: Path) -> Answer:
    name = "html/blocks/paragraph.html.j2"
    put(root, f"templates/{name}", '<p><img src="https://example.org/logo.png" alt="Logo"></p>')
    return pitstop(root, *PDF)


def with_reference(root: Path, part: str, pattern: str, new: str) -> None:
    """Give the project a reference document in which *new* stands for *pattern*."""
    data = (packaged_templates() / "docx/reference.docx").read_bytes()
    xml = parts_of(data)[part]
    changed = re.sub(pattern.encode(), new.encode(), xml, flags=re.DOTALL)
    assert changed != xml
    put(root, "templates/docx/reference.docx", zipped(parts_of(data) | {part: changed}))


@example("missing-style")
def style_renamed(root: Path) -> Answer:
    with_reference(root, "word/styles.xml", 'w:val="Subtitle"', 'w:val="Altro"')
    return pitstop(root, *WORD)


@example("old-reference")
def theme_changed_after_the_reference_was_edited(root: Path) -> Answer:
    with_reference(root, "word/styles.xml", 'w:before="', 'w:before="1')
    put(root, "templates/theme.yaml", "kinds: {practice: {accent: '#8A1538'}}\n")
    return pitstop(root, *WORD)


@example("missing-numbering")
def lists_without_numbers(root: Path) -> Answer:
    with_reference(root, "word/styles.xml", "<w:numPr>.*?</w:numPr>", "")
    replace_in(root, PRACTICE, PROBLEM, "Non c’è più:\n\n- la bottega;\n- il bar.")
    return pitstop(root, *WORD)


# --- lists of municipalities --------------------------------------------------------------------

LIST = "sources/recipients/comuni.csv"
TITLES = "istat;nome;provincia"
BETTOLA = "033004;Bettola;PC"


def checked(root: Path, *rows: str) -> Answer:
    put(root, LIST, "".join(f"{row}\n" for row in rows))
    return pitstop(root, "check")


@example("broken-list")
def quote_that_is_not_closed(root: Path) -> Answer:
    return checked(root, TITLES, '033004;"Bettola;PC')


@example("ignored-column")
def column_of_others(root: Path) -> Answer:
    return checked(root, f"{TITLES};telefono", f"{BETTOLA};0523 000000")


@example("missing-column")
def row_without_titles(root: Path) -> Answer:
    return checked(root, BETTOLA)


@example("recipient-twice")
def same_municipality_in_two_lists(root: Path) -> Answer:
    put(root, "sources/recipients/appennino.csv", f"{TITLES}\n{BETTOLA}\n")
    return checked(root, TITLES, BETTOLA)


@example("spreadsheet-formula")
def cell_that_computes(root: Path) -> Answer:
    return checked(root, f"{TITLES};note", f"{BETTOLA};=1+1")


@example("unknown-letterhead")
def letterhead_that_nobody_put_there(root: Path) -> Answer:
    return checked(root, f"{TITLES};carta intestata", f"{BETTOLA};bettola")


@example("unknown-province")
def letters_mixed_up(root: Path) -> Answer:
    return checked(root, TITLES, "033004;Bettola;PX")


# --- campaigns and packs ------------------------------------------------------------------------

CAMPAIGN = "sources/campaigns/appennino.yaml"
WORDS = """\
title: Una bottega in ogni paese
date: 2026-12-01
sender: Ufficio di prova
sources: paese
editions: giunta
allow_drafts: true
"""
PACK = "output/packs/appennino/033004-bettola"


def send(root: Path, words: str = WORDS, row: str = BETTOLA) -> None:
    put(root, CAMPAIGN, words)
    put(root, LIST, f"{TITLES};pec;carta intestata\n{row}\n")


@cache
def packs() -> dict[str, bytes]:
    """Return what packing leaves in the small project."""
    with tempfile.TemporaryDirectory() as folder:
        root = make_project(Path(folder))
        send(root)
        pitstop(root, "pack")
        files = [path for path in (root / "output").rglob("*") if path.is_file()]
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def pack_before(root: Path) -> Path:
    """Let *root* hold a pack, and return its folder."""
    send(root)
    for name, data in packs().items():
        put(root, name, data)
    return root / PACK


@example("draft-in-pack")
def draft_that_would_leave(root: Path) -> Answer:
    send(root, WORDS.replace("allow_drafts: true\n", ""))
    return pitstop(root, "check")


@example("no-recipients")
def towns_that_are_too_large(root: Path) -> Answer:
    send(root, f"{WORDS}to:\n  population: {{min: 50000}}\n")
    return pitstop(root, "check")


@example("unknown-choice")
def source_of_another_name(root: Path) -> Answer:
    send(root, WORDS.replace("sources: paese", "sources: paesi"))
    return pitstop(root, "check")


@example("no-pec")
def town_without_address(root: Path) -> Answer:
    pack_before(root)
    return pitstop(root, "pack", "--mail")


@example("pack-failed")
def letterhead_with_a_password(root: Path) -> Answer:
    send(root, row=f"{BETTOLA};;bettola")
    put(root, "templates/docx/letterheads/bettola.docx", encrypted())
    return pitstop(root, "pack")


@example("pack-added")
def file_that_was_not_sent(root: Path) -> Answer:
    pack_before(root)
    put(root, f"{PACK}/appunti.txt", b"da chiedere\n")
    return pitstop(root, "verify-pack", PACK)


@example("pack-changed")
def file_that_somebody_wrote_into(root: Path) -> Answer:
    pack_before(root)
    add_to(root, f"{PACK}/paese-giunta.docx", b"appunti")
    return pitstop(root, "verify-pack", PACK)


@example("pack-lacks")
def file_that_was_taken_out(root: Path) -> Answer:
    (pack_before(root) / "paese-giunta.pdf").unlink()
    return pitstop(root, "verify-pack", PACK)


@example("pack-older")
def source_of_a_newer_version(root: Path) -> Answer:
    pack_before(root)
    replace_in(root, PRACTICE, "updated: 2026-11-23", "version: 2\nupdated: 2026-11-23")
    return pitstop(root, "verify-pack", PACK)


@example("pack-unknown")
def register_that_is_gone(root: Path) -> Answer:
    pack_before(root)
    (root / "output/packs/register.sqlite").unlink()
    return pitstop(root, "verify-pack", PACK)


@example("pack-unreadable")
def list_that_is_gone(root: Path) -> Answer:
    (pack_before(root) / "SHA256SUMS").unlink()
    return pitstop(root, "verify-pack", PACK)


# --- the pages ----------------------------------------------------------------------------------


@example("too-short")
def few_lines(root: Path) -> Answer:
    replace_in(root, PRACTICE, "messages:\n  - Una bottega tiene vivo un paese.\n", "")
    return pitstop(root, *WORD)


@example("wide-table")
def twelve_columns_of_amounts(root: Path) -> Answer:
    months = range(1, 13)
    lines = (
        "| Voce " + "".join(f"| {month}/2025 " for month in months) + "|",
        "| --- " + "| ---: " * 12 + "|",
        "| Affitto " + "| 1.250,00 € " * 12 + "|",
    )
    replace_in(root, PRACTICE, PROBLEM, "\n".join(lines))
    return pitstop(root, *BUILD, "--edition", "commissione", "--format", "pdf")


@example("not-filled")
def one_endless_paragraph(root: Path) -> Answer:
    words = "Una frase che si ripete per pagine e pagine. " * 300
    replace_in(root, PRACTICE, PROBLEM, f"Prima frase. {words}")
    return pitstop(root, *WORD)


@example("does-not-fit")
def one_endless_sentence(root: Path) -> Answer:
    replace_in(root, PRACTICE, PROBLEM, f"{' '.join(['parole'] * 500)}.")
    return pitstop(root, *WORD)


@example("layout-failed")
def page_that_cannot_be_set(root: Path) -> Answer:
    error = RecursionError("maximum recursion depth exceeded")
    with failing(weasyprint.HTML, "render", error):
        return pitstop(root, *PDF)


@example("brief-failed")
def fault_of_ours(root: Path) -> Answer:
    with failing(DocxWriter, "draft", ZeroDivisionError()):
        return pitstop(root, *WORD)


# --- output/ ------------------------------------------------------------------------------------


@example("cannot-write")
def file_in_the_way(root: Path) -> Answer:
    build_before(root, *WORD)
    shutil.rmtree(root / "output/briefs")
    put(root, "output/briefs", "")
    return pitstop(root, *WORD)


@example("cannot-keep")
def file_in_the_place_of_the_store(root: Path) -> Answer:
    put(root, "output/.cache", "")
    return pitstop(root, *WORD)


@example("not-built")
def source_corrected_since(root: Path) -> Answer:
    build_before(root, *BOTH)
    replace_in(root, PRACTICE, "La bottega del paese ha chiuso.", "La bottega ha chiuso.")
    return pitstop(root, "verify", *BOARD)


@example("not-reproduced")
def file_edited_since(root: Path) -> Answer:
    build_before(root, *BOTH)
    add_to(root, f"{BRIEF}.pdf", b"%")
    return pitstop(root, "verify", *BOARD)


@example("other-libraries")
def made_with_one_library_more(root: Path) -> Answer:
    build_before(root, *BOTH)
    ledger = root / "output/ledger.json"
    text = ledger.read_text(encoding="utf-8")
    assert '"weasyprint": ' in text
    ledger.write_text(text.replace('"weasyprint": ', '"libquadro": "1.2", "weasyprint": '))
    return pitstop(root, "verify", *BOARD)


# --- what LibreOffice counts --------------------------------------------------------------------


@example("bad-lock")
def lock_joined_by_hand(root: Path) -> Answer:
    build_before(root, *WORD)
    put(root, "sources/pages.lock", "<<<<<<< mine\n")
    return pitstop(root, *WORD)


@example("word-over-budget")
def three_pages_for_one(root: Path) -> Answer:
    build_before(root, *WORD)
    key = content_key((root / f"{BRIEF}.docx").read_bytes())
    write_lock(root, PageLock({"giunta/paese": Measured(key, "7.4.7.2", 3, {})}))
    return pitstop(root, *WORD)


@example("not-measured")
def made_on_a_letterhead(root: Path) -> Answer:
    put(root, "carta.docx", first_page())
    folder = root / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    pitstop(root, "letterhead", "check", "carta.docx", "--repair", str(folder / "borgo.docx"))
    return pitstop(root, *WORD, "--letterhead", "borgo")


@example("changed-file")
def edited_before_measuring(root: Path) -> Answer:
    build_before(root, *WORD)
    add_to(root, f"{BRIEF}.docx", b"\0")
    return pitstop(root, "measure")


@contextmanager
def stopped_office() -> Iterator[None]:
    """Let LibreOffice be there, and stop with every file."""
    error = office.OfficeError("LibreOffice stopped")
    with (
        pytest.MonkeyPatch.context() as patch,
        failing(office.Office, "measure", error),
        failing(office.Office, "convert", error),
    ):
        patch.setattr(office, "find_office", lambda: office.Programs("", ""))
        yield


@example("cannot-measure")
def office_that_stops(root: Path) -> Answer:
    build_before(root, *WORD)
    with stopped_office():
        return pitstop(root, "measure")


@example("cannot-convert")
def office_that_stops_converting(root: Path) -> Answer:
    build_before(root, *WORD)
    with stopped_office():
        return pitstop(root, *BOTH, "--format", "odt")


# --- finished Word files ------------------------------------------------------------------------


def proofread(root: Path, data: Callable[[], bytes]) -> Answer:
    put(root, f"{BRIEF}.docx", data())
    return pitstop(root, "check", "--output")


def broken(code: str) -> bytes:
    part, edit, _message = BROKEN[code]
    return edited_part(good_file(), part, edit)


for code in BROKEN:
    EXAMPLES[code] = partial(proofread, data=partial(broken, code))
EXAMPLES["docx-unreadable"] = partial(proofread, data=lambda: b"Nove persone.")


# --- letterheads --------------------------------------------------------------------------------


def with_letterhead(root: Path, data: Callable[[], bytes]) -> Answer:
    put(root, "carta.docx", data())
    return pitstop(root, "letterhead", "check", "carta.docx")


def without(pattern: str, new: str, make: Callable[[], bytes], part: str) -> bytes:
    """Return the letterhead that *make* makes, with *new* for each *pattern* in *part*."""
    parts = parts_of(make())
    changed = re.sub(pattern.encode(), new.encode(), parts[part], flags=re.DOTALL)
    assert changed != parts[part]
    return zipped(parts | {part: changed})


DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
NOTE = '<w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t>Prot.'
LETTERHEADS: dict[str, Callable[[], bytes]] = {
    "lists": lambda: without("<w:numPr>.*?</w:numPr>", "", first_page, STYLES),
    "narrow": lambda: edited(DOCUMENT, 'w:left="1134"', 'w:left="9000"'),
    "notes": lambda: without("<w:r><w:t>Prot.", NOTE, tables, DOCUMENT),
    "page": lambda: edited(DOCUMENT, 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'),
    "placeholder": lambda: without("{{pitstop}}", "Gentili consiglieri", tables, DOCUMENT),
    "sizes": lambda: edited(STYLES, '<w:sz w:val="24"', '<w:sz w:val="grande"'),
    "too-large": HOSTILE["large picture"].make,
    "unreadable": encrypted,
    "unsafe": macros,
}  # fmt: skip
for name, make in LETTERHEADS.items():
    EXAMPLES[f"letterhead-{name}"] = partial(with_letterhead, data=make)


@example("letterhead-styles")
def style_deleted(root: Path) -> Answer:
    put(root, "carta.docx", first_page())
    pitstop(root, "letterhead", "check", "carta.docx", "--repair", "corretta.docx")
    whole = (root / "corretta.docx").read_bytes
    return with_letterhead(
        root, lambda: without('<w:name w:val="Subtitle"/>', '<w:name w:val="-"/>', whole, STYLES)
    )


@example("older-files")
def made_in_one_format_alone(root: Path) -> Answer:
    build_before(root, *WORD)
    replace_in(root, PRACTICE, "La bottega del paese ha chiuso.", "La bottega ha chiuso.")
    return pitstop(root, *PDF)


# --- for a press --------------------------------------------------------------------------------

PRESS = ("press", *BOARD)


@example("derived-inks")
def colour_without_inks(root: Path) -> Answer:
    add_to(root, "sources/project.yaml", b'colours: {accent: "#8A1538"}\n')
    return pitstop(root, *PRESS)


@example("no-inks")
def colour_that_the_theme_lacks(root: Path) -> Answer:
    put(root, "templates/html/css/giunta.css", "h1 { color: #FF00FF }")
    return pitstop(root, *PRESS)


@example("not-final")
def draft_for_the_press(root: Path) -> Answer:
    return pitstop(root, *PRESS, "--final")


@example("preflight")
def picture_with_too_few_pixels(root: Path) -> Answer:
    return pitstop(root, *PRESS)


@example("preflight-warning")
def picture_with_hardly_enough_pixels(root: Path) -> Answer:
    """Of a size that has room on any page, for a shop that prints on coarse paper."""
    shop = (packaged_templates() / "press/x4.yaml").read_text(encoding="utf-8")
    put(root, "templates/press/giornale.yaml", shop.replace("least: 150", "least: 72"))
    return pitstop(root, *PRESS, "--shop", "giornale")
