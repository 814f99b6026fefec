"""Every municipality gets a letter that says what lies in its pack, and acts with its name in them."""

import io
import json
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree

from pitstop_docs.build.inputs import Inputs, read_inputs
from pitstop_docs.build.workers import Labour, needs_of, places
from pitstop_docs.compose.letters import Enclosure, compose_letter
from pitstop_docs.packs.campaigns import read_campaigns
from pitstop_docs.packs.flow import Wish, pack
from pitstop_docs.packs.letters import make_parcel
from pitstop_docs.packs.names import shown
from pitstop_docs.problems.diagnostics import Reporter, problem_from
from pitstop_docs.records.campaigns import Campaign
from pitstop_docs.records.model import Collection
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.runs.parcels import unpack
from tests.docx_words import W, part, words
from tests.drafts import make_drafts
from tests.letterheads import first_page
from tests.libreoffice import SOFFICE, convert
from tests.packs.municipalities import hostile, municipality
from tests.packs.projects import (
    BASE,
    CAMPAIGN,
    LIST,
    change_campaign,
    files_in,
    make_campaign,
    packed,
    packed_well,
)
from tests.pdf_opened import pages_of
from tests.pdf_space import letters, page_count
from tests.project import Once, collect, replace_in

NEVER = ("東京", "🏔")  # what our fonts have no signs for
TITLES = "istat;nome;provincia;popolazione 2021;pec;carta intestata"
DRAFTS = f"{TITLES}\n035016;Castelnovo ne' Monti;RE;10384;;\n021071;Renon/Ritten;BZ;;;renon\n"
DRAFTS_CAMPAIGN = """\
title: Una bottega che riapre
date: 2026-12-01
sender: Unione inventata
sources: paese
editions: [giunta, consiglio]
acts: all
allow_drafts: true
"""
CASTELNOVO, RENON = f"{BASE}/035016-castelnovo-ne-monti", f"{BASE}/021071-renon-ritten"
ACTS = ["paese-deliberazione-giunta.docx", "paese-mozione-consiglio.docx"]


def make_acts(root: Path) -> Path:
    """Return *root*, which holds a campaign that sends drafts of acts, to one municipality on its
    letterhead."""
    make_drafts(root)
    folder = root / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    (folder / "renon.docx").write_bytes(first_page())
    for name, text in ((LIST, DRAFTS), (CAMPAIGN, DRAFTS_CAMPAIGN)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    packed_well(root)
    return root


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


@pytest.fixture(scope="module")
def acts(once: Once) -> Path:
    """A campaign with acts, packed; only read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PITSTOP_LANG", "en")
        return once("packed-acts", make_acts)


@pytest.fixture(scope="module")
def project(once: Once) -> Path:
    """A campaign that nobody has packed; only read."""
    return once("letter-project", make_campaign)


@cache
def read(project: Path) -> tuple[Collection, Campaign, Inputs]:
    """Return what *project* says, read once: nobody changes it."""
    campaign = read_campaigns(project, Reporter())["prova"]
    return collect(project, Reporter()), campaign, read_inputs(project)


def written(
    project: Path, recipient: Recipient, enclosures: list[Enclosure] | None = None
) -> tuple[bytes, bytes, list[str]]:
    """Return the letter to *recipient* as PDF and Word, and the codes of what is wrong with it."""
    listed = [Enclosure("forno-giunta", "Il forno", "Per la giunta", "Sindaco", 1)]
    collection, campaign, inputs = read(project)
    enclosed = listed if enclosures is None else enclosures
    letter = compose_letter(collection, campaign, recipient, enclosed)
    folders = {need.digest: need.folder for need in needs_of(letter, inputs)}
    said, files = unpack(make_parcel(folders, letter, True, places(inputs)))
    problems = [problem_from(problem).code for problem in said["problems"]]
    return files["pdf"], files["docx"], problems


def pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pages_of(data))


def said_by(docx: bytes) -> str:
    return " ".join(words(docx))


def text_in(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(W + "t"))


def close(text: str) -> str:
    """Return *text* without spaces: where the PDF's stand is the layout's."""
    return "".join(text.split())


# --- the letter -------------------------------------------------------------------------------


def test_it_is_addressed_to_the_municipality(acts: Path) -> None:
    for text in (
        pdf_text((acts / CASTELNOVO / "01-lettera.pdf").read_bytes()),
        said_by((acts / CASTELNOVO / "01-lettera.docx").read_bytes()),
    ):
        said = close(text)
        assert said.index("AlComunediCastelnovone’Monti") < said.index("Unabottegacheriapre")
        assert "alSindacoeallaGiunta,alConsiglio" in said
        assert "10.384nel2021" in said
    footer = close(pdf_text((acts / CASTELNOVO / "01-lettera.pdf").read_bytes()))
    assert "paccoperilComunediCastelnovone’Monti·codiceISTAT035016" in footer


def test_what_is_not_known_is_left_out(acts: Path) -> None:
    """Of Renon the list has no inhabitants."""
    text = pdf_text((acts / RENON / "01-lettera.pdf").read_bytes())
    assert "AlComunediRenon/Ritten" in close(text)
    assert "Abitanti" not in text
    assert "None" not in text


def test_a_letter_of_the_campaign_s_own_stands_after_the_salutation(project: Path) -> None:
    text = close(said_by(written(project, municipality())[1]))
    assert text.count("Gentiliamministratrici") == 1
    assert text.index("Gentiliamministratrici") < text.index("Vimandiamolaschedadiunforno")
    assert "Ogniorganohalasuaedizione" not in text


def test_without_one_it_says_what_is_always_right(acts: Path) -> None:
    text = close(said_by((acts / CASTELNOVO / "01-lettera.docx").read_bytes()))
    assert "Ogniorganohalasuaedizione" in text


@pytest.mark.parametrize("reviewed", [True, False])
def test_drafts_are_said_to_be_drafts(project: Path, reviewed: bool) -> None:
    enclosure = Enclosure(
        "forno-giunta", "Il forno", "Per la giunta", "Sindaco", 1, reviewed=reviewed
    )
    pdf, docx, _problems = written(project, municipality(), [enclosure])
    for text in (pdf_text(pdf), said_by(docx)):
        assert ("contienebozze" in close(text).casefold()) is not reviewed


@pytest.mark.parametrize("folder", [CASTELNOVO, RENON])
def test_it_lists_what_lies_in_the_pack(acts: Path, folder: str) -> None:
    """Every document once, with the pages of its PDF; the acts in a group of their own."""
    files = {path.name for path in (acts / folder).iterdir()}
    tables = list(
        part((acts / folder / "01-lettera.docx").read_bytes(), "word/document.xml").iter(W + "tbl")
    )
    listed = {}
    for row in (row for table in tables for row in list(table.iter(W + "tr"))[1:]):
        cells = [text_in(cell) for cell in row.iter(W + "tc")]
        listed[cells[0]] = cells[1:]
    of_sources = {name.partition(".")[0] for name in files if name.startswith("paese")}
    assert set(listed) == of_sources
    for name in ("paese-giunta", "paese-consiglio"):
        assert listed[name][-1] == str(page_count((acts / folder / f"{name}.pdf").read_bytes()))
    assert {name: cells[0] for name, cells in listed.items() if f"{name}.docx" in ACTS} == {
        "paese-deliberazione-giunta": "Proposta di deliberazione", "paese-mozione-consiglio": "Mozione",
    }  # fmt: skip
    assert "Bozze d’atto, da completare, solo in Word" in text_in(tables[-1])
    text = pdf_text((acts / folder / "01-lettera.pdf").read_bytes())
    assert all(name in text for name in listed)


def test_it_says_where_word_files_are_on_a_letterhead(acts: Path) -> None:
    texts = [said_by((acts / f / "01-lettera.docx").read_bytes()) for f in (CASTELNOVO, RENON)]
    assert ["sulla vostra carta intestata" in text for text in texts] == [False, True]


def test_day_and_signature_are_blank(project: Path) -> None:
    pdf, docx, _problems = written(project, municipality())
    controls = {
        tag.get(W + "val"): text_in(control)
        for control in part(docx, "word/document.xml").iter(W + "sdt")
        if (tag := control.find(f"{W}sdtPr/{W}tag")) is not None
    }
    assert controls["ps-form:date"] == "[giorno]"
    assert controls["ps-form:signatory"] == "[nome e qualifica]"
    text = pdf_text(pdf)
    assert re.search(r"^.*Data$", text, re.MULTILINE)
    assert re.search(r"Firma$", text, re.MULTILINE)


@pytest.mark.parametrize(
    "recipient", [*hostile()], ids=lambda recipient: ascii(recipient.name)[:24]
)
def test_no_name_breaks_it(project: Path, recipient: Recipient) -> None:
    """A name is words, whatever it looks like; only a sign that our fonts lack cannot be printed."""
    clean = recipient.model_copy(update={"name": shown(recipient.name)})
    pdf, docx, problems = written(project, clean)
    assert set(problems) == ({"missing-character"} if clean.name in NEVER else set())
    # What typography makes of it counts as the same: apostrophes, quotation marks, spaces.
    marks = str.maketrans(dict.fromkeys("\"'’‘“”«»", "’"))
    name = "".join(clean.name.translate(marks).split())
    said = "".join(said_by(docx).translate(marks).split())
    assert f"AlComunedi{name}" in said
    if clean.name not in NEVER:
        assert name[:20] in "".join(pdf_text(pdf).translate(marks).split())
    assert all(each.left > 0 and each.right < each.page_width for each in letters(pdf))


EDITIONS = {
    "giunta": "Sindaco e assessori", "consiglio": "Consigliere e consiglieri",
    "commissione": "Componenti della commissione consiliare",
    "comitato-tecnico": "Uffici, dirigenti, segretario comunale",
}  # fmt: skip


def enclosed(sources: int) -> list[Enclosure]:
    """The editions of so many sources, and the draft of an act for each."""
    briefs = [
        Enclosure(f"fonte-{n}-{edition}", f"Fonte {n}", f"Per {edition}", audience, 2)
        for n in range(sources)
        for edition, audience in EDITIONS.items()
    ]
    acts = [
        Enclosure(f"fonte-{n}-mozione", f"Fonte {n}", "Mozione", EDITIONS["consiglio"], act=True)
        for n in range(sources)
    ]
    return [*briefs, *acts]


@pytest.mark.parametrize(("sources", "pages"), [(1, 1), (3, 1), (5, 1), (30, 4)])
def test_it_takes_one_page_or_goes_on(project: Path, sources: int, pages: int) -> None:
    pdf, _docx, problems = written(project, municipality(), enclosed(sources))
    assert problems == []
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert (len(opened.pages) == 1) == (pages == 1)
        assert len(opened.pages) <= pages
        assert "Firma" in opened.pages[-1].extract_text()


def test_of_many_documents_every_source_has_one_line(project: Path) -> None:
    """Which says what each file is called, for whom it is and how many pages it has."""
    listed = enclosed(3)
    pdf, docx, _problems = written(project, municipality(), listed)
    (table,) = part(docx, "word/document.xml").iter(W + "tbl")
    head, *rows = [
        [[text_in(line) for line in lines_in(cell)] for cell in row.iter(W + "tc")]
        for row in table.iter(W + "tr")
    ]
    assert [" ".join(cell) for cell in head] == ["Documento", *EDITIONS.values()]
    assert [row[0] for row in rows] == [[f"Fonte {n}", f"fonte-{n}-…"] for n in range(3)]
    found = {
        (row[0][1].removesuffix("…") + end, reader[0])
        for row in rows
        for reader, cell in zip(head[1:], row[1:], strict=True)
        for end in cell
    }
    assert found == {
        (f"{each.name}.docx" if each.act else f"{each.name}\u00a0(2)", each.audience)
        for each in listed
    }
    for text in (pdf_text(pdf), said_by(docx)):
        assert close("Quelli che finiscono in .docx sono bozze d’atto") in close(text)


def lines_in(cell: etree._Element) -> list[etree._Element]:
    """Return the runs of *cell* that hold words: one a line."""
    return [run for run in cell.iter(W + "r") if run.find(W + "t") is not None]


def test_what_is_signed_stands_within_its_column(project: Path) -> None:
    """Beside the small print, no further right than the page's text."""
    docx = written(project, municipality())[1]
    paragraph = next(
        p for p in part(docx, "word/document.xml").iter(W + "p") if "Firma" in text_in(p)
    )
    (indent,) = paragraph.iterfind(f"{W}pPr/{W}ind")
    assert indent.get(W + "left") == "0"
    stops = [int(tab.get(W + "pos", "0")) for tab in paragraph.iterfind(f"{W}pPr/{W}tabs/{W}tab")]
    assert stops
    assert max(stops) < 5000, "half the width of the text, in twips"


# --- acts -------------------------------------------------------------------------------------


def blanks_of(docx: bytes) -> dict[str, str]:
    """Return what stands in each blank, by its tag."""
    return {
        tag: text_in(control)
        for control in part(docx, "word/document.xml").iter(W + "sdt")
        if (found := control.find(f"{W}sdtPr/{W}tag")) is not None
        and (tag := found.get(W + "val", "")).startswith("ps-form:")
    }


@pytest.mark.parametrize("name", ACTS)
def test_an_act_names_the_municipality_and_nothing_else(acts: Path, name: str) -> None:
    act = (acts / CASTELNOVO / name).read_bytes()
    found = blanks_of(act)
    assert found.pop("ps-form:municipality") == "Castelnovo ne’ Monti"
    assert found
    assert all(re.fullmatch(r"\[.+\]", words) for words in found.values())
    form = acts / "output/acts/paese" / name.removeprefix("paese-")
    plain = blanks_of(form.read_bytes())
    assert {tag: words for tag, words in plain.items() if tag in found} == found


@pytest.mark.parametrize("name", ACTS)
def test_an_act_on_a_letterhead_stands_on_it(acts: Path, name: str) -> None:
    """The paper says whose it is, where it has a head."""
    act = (acts / RENON / name).read_bytes()
    assert [name for name in _names(act) if "letterhead/header" in name]
    found = blanks_of(act)
    assert "ps-form:municipality" not in found
    assert found
    assert all(re.fullmatch(r"\[.+\]", words) for words in found.values())


def _names(docx: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.namelist()


def test_acts_come_only_where_they_are_asked_for(acts: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(acts, tmp_path / "project"))
    replace_in(root, CAMPAIGN, "acts: all\n", "acts: mozione\n")
    packed_well(root)
    assert sorted(p.name for p in (root / CASTELNOVO).iterdir() if p.name in ACTS) == ACTS[1:]
    replace_in(root, CAMPAIGN, "acts: mozione\n", "")
    packed_well(root)
    assert not [p.name for p in (root / CASTELNOVO).iterdir() if p.name in ACTS]
    replace_in(root, CAMPAIGN, "allow_drafts", "acts: mozzione\nallow_drafts")
    _found, reporter = packed(root)
    assert [error.code for error in reporter.errors] == ["unknown-choice"]


def test_readme_and_manifest_say_what_acts_are(acts: Path) -> None:
    manifest = json.loads((acts / CASTELNOVO / "manifest.json").read_bytes())
    names = [row["nomeFile"] for row in manifest["files"]]
    assert names[:2] == ["01-lettera.pdf", "01-lettera.docx"]
    assert [name for name in names if name in ACTS] == ACTS
    readme = (acts / CASTELNOVO / "LEGGIMI.html").read_text("utf-8")
    assert "Bozze d’atto, da completare" in readme
    assert all(f'href="{name}"' in readme for name in (*ACTS, *names[:2]))


# --- making them ------------------------------------------------------------------------------


def test_workers_make_the_same_bytes(acts: Path, tmp_path: Path) -> None:
    """Five letters: enough for other processes to be asked."""
    root = Path(shutil.copytree(acts, tmp_path / "project"))
    rows = [f"9000{n:02};Borgo {n};RE;{100 * n};;" for n in range(1, 6)]
    (root / LIST).write_text("\n".join((TITLES, *rows, "")), encoding="utf-8")
    found = []
    for labour in (Labour(), Labour(2)):
        shutil.rmtree(root / BASE)
        (root / "output/packs/register.sqlite").unlink()
        reporter = Reporter()
        made = pack(root, "prova", Wish(), reporter, lambda *told: None, labour)
        assert (len(made.made), [str(e) for e in reporter.errors]) == (5, [])
        found.append(files_in(root / BASE))
    assert found[0] == found[1]


def test_a_letter_that_cannot_be_written_costs_its_municipality(campaign: Path) -> None:
    change_campaign(campaign, "040012;Forlì;FC;;", "065067;東京;SA;;")
    found, reporter = packed(campaign)
    assert (sorted([*found.made, *found.stayed]), found.failed) == (["040012"], ["065067"])
    (error,) = reporter.errors
    assert error.code == "pack-failed"
    assert "東京 (065067)" in error.message
    assert error.location.path == LIST
    assert error.location.line == 3


LABELS = "templates/labels/it.yaml"


@pytest.mark.parametrize(
    ("change", "made"),
    [
        ((CAMPAIGN, "Vi mandiamo", "Ecco"), ["033004", "040012", "065067"]),
        (
            (LABELS, "Gentili amministratrici", "Care amministratrici"),
            ["033004", "040012", "065067"],
        ),
        ((LIST, "Forlì", "Forlì-Nuova"), ["040012"]),
        ((CAMPAIGN, "editions: giunta", "editions: [giunta]"), []),
    ],
)
def test_a_letter_that_would_say_something_else_is_made_again(
    campaign: Path, change: tuple[str, str, str], made: list[str]
) -> None:
    if change[0] == LABELS:
        packaged = Path(__file__).parents[2] / LABELS
        (campaign / LABELS).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(packaged, campaign / LABELS)
        assert packed_well(campaign).made == []
    replace_in(campaign, *change)
    assert sorted(packed_well(campaign).made) == made


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
def test_libreoffice_opens_letter_and_acts(acts: Path, tmp_path: Path) -> None:
    """As whoever unpacks a pack would."""
    names = ("01-lettera.docx", *ACTS)
    archive = tmp_path / "unpacked"
    shutil.unpack_archive(acts / f"{RENON}.zip", archive, "zip")
    convert("pdf", tmp_path, *(archive / name for name in names))
    letter, *others = (
        pdf_text((tmp_path / name).with_suffix(".pdf").read_bytes()) for name in names
    )
    assert "AlComunediRenon/Ritten" in close(letter)
    assert all("BOZZA" in text for text in others)
