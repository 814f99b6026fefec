"""Briefs of a pack that name the municipality: on the page, in Word, in what is signed for."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from pitstop_docs.build.choice import Choice
from pitstop_docs.build.flow import build, load
from pitstop_docs.compose.recipients import recipient_words
from pitstop_docs.compose.wording import Wording
from pitstop_docs.packs.members import Unaddressed
from pitstop_docs.packs.names import shown
from pitstop_docs.packs.verify import verify_pack
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.proofing import proof
from pitstop_docs.records.forms import Population, Suits
from pitstop_docs.records.recipients import Recipient
from pitstop_docs.writers.docx.filling import Fillable
from pitstop_docs.writers.pdf.stamps import Stampable
from tests.docx_words import W, part
from tests.letterheads import first_page
from tests.packs.municipalities import COUNTRY, country, municipality
from tests.packs.projects import BASE, files_in, make_campaign, packed, packed_well
from tests.project import Once

FORLI, BETTOLA = f"{BASE}/040012-forli", f"{BASE}/033004-bettola"
BRIEF = "forno-di-borgo-finto-giunta"
ADDRESSED = "addressed: true\n"
# Where no table of real ones is named: short and long names, and letters of all the languages of Italy.
NAMES = (
    "Ne", "Lu", "Forlì", "Agliè", "None", "Sant'Angelo Lodigiano", "Bolzano/Bozen", "Sesta Godano",
    "Duino Aurisina/Devin Nabrežina", "San Valentino in Abruzzo Citeriore", "Gressoney-La-Trinité",
    "Cortaccia sulla strada del vino/Kurtatsch an der Weinstraße", "Pré-Saint-Didier", "Löwenzähne",
)  # fmt: skip


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


@pytest.fixture
def made(once: Once) -> Path:
    """A project whose campaign is addressed, and packed."""
    return once("addressed", lambda folder: packed_well(make_campaign(folder, more=ADDRESSED)))


def text_of(pdf: bytes) -> str:
    file = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in file).split())


def words_in(docx: bytes) -> str:
    body = part(docx, "word/document.xml")
    return " ".join(t.text or "" for t in body.iter(W + "t"))


# --- what a municipality gets ------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "name"), [(FORLI, "Forlì"), (BETTOLA, "Bettola")])
def test_each_brief_names_its_municipality_and_no_other(made: Path, folder: str, name: str) -> None:
    pdf, docx = ((made / folder / f"{BRIEF}{kind}").read_bytes() for kind in (".pdf", ".docx"))
    for text in (text_of(pdf), words_in(docx)):
        assert text.count(f"Per il Comune di {name}") == 1
        assert ("Forlì" in text) == (name == "Forlì")
    reporter = Reporter()
    proof(docx, Location(folder), reporter)
    assert reporter.diagnostics == []


def test_on_its_letterhead_the_brief_names_it_as_well(tmp_path: Path) -> None:
    folder = tmp_path / "templates/docx/letterheads"
    folder.mkdir(parents=True)
    (folder / "forli.docx").write_bytes(first_page())
    rows = ("033004;Bettola;PC;;", "040012;Forlì;FC;;forli")
    root = make_campaign(tmp_path, *rows, more=ADDRESSED)
    packed_well(root)
    for place, name in ((FORLI, "Forlì"), (BETTOLA, "Bettola")):
        docx = (root / place / f"{BRIEF}.docx").read_bytes()
        assert words_in(docx).count(f"Per il Comune di {name}") == 1


def test_what_changes_in_a_word_file_stands_last_and_the_rest_is_the_same(made: Path) -> None:
    one, other = (zipfile.ZipFile(made / folder / f"{BRIEF}.docx") for folder in (FORLI, BETTOLA))
    names = one.namelist()
    assert names == other.namelist()
    differ = [name for name in names if one.read(name) != other.read(name)]
    assert differ == [name for name in names if name in ("word/header1.xml", "word/document.xml")]
    assert names[-2:] == ["word/header1.xml", "word/document.xml"]


def test_the_words_are_text_and_no_control_is_left(made: Path) -> None:
    data = (made / FORLI / f"{BRIEF}.docx").read_bytes()
    tags = [e.get(W + "val", "") for e in part(data, "word/document.xml").iter(W + "tag")]
    assert tags
    assert not [tag for tag in tags if tag.startswith("ps-slot:")]
    header = "".join(t.text or "" for t in part(data, "word/header1.xml").iter(W + "t"))
    assert "Comune di Forlì" in header


def test_the_manifest_has_the_digests_of_what_was_sent(made: Path) -> None:
    rows = json.loads((made / FORLI / "manifest.json").read_bytes())["files"]
    for row in rows:
        data = (made / FORLI / row["nomeFile"]).read_bytes()
        assert row["impronta"]["valore"] == hashlib.sha256(data).hexdigest()
        assert row["bytes"] == len(data)
    reporter = Reporter()
    assert verify_pack(made / f"{FORLI}.zip", made, {}, reporter).row is not None
    assert reporter.diagnostics == []


def test_the_same_again_is_the_same_bytes_and_nothing_is_made_anew(made: Path, once: Once) -> None:
    before = files_in(made / BASE)
    again = packed_well(made)
    assert len(again.stayed) == 3
    assert files_in(made / BASE) == before
    other = once(
        "addressed again", lambda folder: packed_well(make_campaign(folder, more=ADDRESSED))
    )
    for name in (f"{BRIEF}.pdf", f"{BRIEF}.docx"):
        assert (other / FORLI / name).read_bytes() == (made / FORLI / name).read_bytes()


def test_briefs_for_everybody_stay_as_they_are(tmp_path: Path) -> None:
    root = make_campaign(tmp_path, more=ADDRESSED)
    build(root, Choice(editions=("giunta",)), Reporter(), lambda *told: None)
    before = files_in(root / "output/briefs")
    assert before
    packed_well(root)
    assert files_in(root / "output/briefs") == before
    assert "Per il Comune" not in text_of(
        (root / "output/briefs/giunta/forno-di-borgo-finto.pdf").read_bytes()
    )


# --- whom a brief cannot name ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "why"),
    [("Borgo 東", "no sign for the character"), ("Borgo " + "lungo " * 45, "too long")],
)
def test_a_name_that_cannot_be_set_costs_its_pack_alone(
    tmp_path: Path, name: str, why: str
) -> None:
    rows = ("033004;Bettola;PC;;", f"040012;{name.strip()};FC;;")
    root = make_campaign(tmp_path, *rows, more=ADDRESSED)
    found, reporter = packed(root, letters=lambda *more: Unaddressed())
    assert found.made == ["033004"]
    assert found.failed == ["040012"]
    [problem] = reporter.errors
    assert why in problem.message
    assert "040012" in problem.message
    assert "list of municipalities" in problem.hint
    assert sorted(path.name for path in (root / BASE).glob("*.zip")) == ["033004-bettola.zip"]


# --- what is said of it ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wording() -> Wording:
    root = Path(__file__).parents[2]
    return Wording(load(root, Reporter()).labels["it"])


@pytest.mark.parametrize(
    ("suits", "fields", "key", "answer"),
    [
        ({"population": {"max": 5000}}, {"population": 5000}, "population", "sì"),
        ({"population": {"max": 5000}}, {"population": 5001}, "population", "no"),
        ({"population": {"min": 5000}}, {"population": None}, "population", "non so"),
        ({"territory": "Appennino"}, {"territory": "appennino"}, "territory", "sì"),
        ({"territory": ["collina", "costa"]}, {"territory": "pianura"}, "territory", "no"),
        ({"territory": "costa"}, {"territory": None}, "territory", "non so"),
        ({"region": "Emilia-Romagna"}, {"region": "Lazio"}, "region", "no"),
    ],
)
def test_a_condition_is_met_or_not_or_nobody_knows(
    wording: Wording, suits: object, fields: dict[str, object], key: str, answer: str
) -> None:
    recipient = municipality(1, **fields)
    said = recipient_words(recipient, recipient.name, Suits.model_validate(suits), wording)
    assert said[f"suits-{key}"] == answer


def test_what_is_not_known_of_it_is_said_to_be_so(wording: Wording) -> None:
    nobody = municipality(1, population=None, population_year=None)
    said = recipient_words(nobody, "Borgo", Suits(), wording)
    assert said["inhabitants"] == said["territory"] == "non so"
    assert [key for key in said if key.startswith("suits-")] == []


def test_inhabitants_have_year_and_source(wording: Wording) -> None:
    known = municipality(1, population=10384, population_source="ISTAT")
    said = recipient_words(known, "Borgo", Suits(population=Population(min=1)), wording)
    assert said["inhabitants"] == "10.384 (ISTAT, 2021)"


# --- every name --------------------------------------------------------------------------------

_SAMPLE = 200


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A brief with room for a name, by suffix."""
    root = make_campaign(tmp_path_factory.mktemp("bases"), more=ADDRESSED)
    choice = Choice(editions=("consiglio",), addressed=True)
    reporter = Reporter()
    build(root, choice, reporter, lambda *told: None)
    assert not reporter.errors
    folder = root / "output/addressed/consiglio"
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


def sample(everybody: list[Recipient]) -> list[Recipient]:
    """Return the municipalities with the shortest and the longest names, one for each letter that is not plain,
    and others from all over the list."""
    by_length = sorted(everybody, key=lambda each: len(each.name))
    chosen = [*by_length[:20], *by_length[-20:]]
    letters: dict[str, Recipient] = {}
    for each in everybody:
        for letter in each.name:
            if not (letter.isascii() and letter.isalpha()):
                letters.setdefault(letter, each)
    chosen += letters.values()
    rest = _SAMPLE - len(chosen)
    return [*chosen, *everybody[:: max(1, len(everybody) // rest)][:rest]]


def people(everybody: list[Recipient], wording: Wording) -> Iterator[tuple[str, dict[str, str]]]:
    for each in everybody:
        name = shown(each.name)
        yield name, dict(recipient_words(each, name, Suits(), wording))


def test_a_sample_of_names_is_read_in_both_formats(
    bases: dict[str, bytes], wording: Wording
) -> None:
    everybody = sample(country()) if COUNTRY else [municipality(1, name=name) for name in NAMES]
    pdf, word = Stampable(bases[".pdf"]), Fillable(bases[".docx"])
    for name, words in people(everybody, wording):
        texts = text_of(pdf.fill(words)), words_in(word.fill(words))
        line = " ".join(words["line"].split())
        assert name.split()[0].replace("'", "’") in line
        assert all(line in " ".join(text.split()) for text in texts)
