"""What people type among the fields: each mistake is told once, where it is, and hides no other."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pitstop_docs.problems.diagnostics import Diagnostic, Reporter
from pitstop_docs.readers.yaml import load_yaml
from pitstop_docs.readers.yaml_faults import fault_in
from pitstop_docs.readers.yaml_pieces import mend
from tests.project import PRACTICE, diagnose, make_image, make_project, replace_in
from tests.readers.reading import VALID, Bench, bench
from tests.readers.test_robustness import FAST, SOUP

TITLE = "title: Il paese che ha riaperto la bottega"
SHORT = "short: La bottega"
SUMMARY = "summary: Nove persone hanno riaperto la bottega del paese."
MESSAGES = "messages:\n  - Una bottega tiene vivo un paese."
GIUNTA = (
    "giunta: {text: Individuare un edificio comunale chiuso., act: Proposta di deliberazione, "
    "option: Pubblicare un avviso, who: Giunta, opinions: none}"
)
ACTOR = "  - {partner: pro-loco, role: promuove}"
END = "testimonies: [socia]\n---\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[Bench]:
    with bench() as made:
        yield made


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")


def told(found: list[Diagnostic]) -> list[str]:
    return [
        f"{d.location.line}:{d.location.column} {d.code} {d.message} {d.hint}"
        for d in found
        if d.location.path == PRACTICE
    ]


# What is typed in the place of what; where the one mistake is, its code, words of what is said.
MISTAKES: list[tuple[str, str, str, str, str]] = [
    # words that a '#' would hide
    (TITLE, "title: Il bando #1 del paese", "3:17", "yaml-syntax", "quotes"),
    (TITLE, "title: #paese", "3:8", "yaml-syntax", "would be lost"),
    (TITLE, "title: Il paese\n  #bottega", "4:3", "yaml-syntax", "would be lost"),
    (MESSAGES, "messages:\n  - Una #bottega viva", "16:9", "yaml-syntax", "would be lost"),
    (SHORT, f"{SHORT}\nkeywords: [aree interne, #paese]", "6:26", "yaml-syntax", "hides the rest"),
    (SHORT, f"{SHORT}\nkeywords:\n  [aree, #paese, borghi]", "7:10", "yaml-syntax", "bracket"),
    (GIUNTA, "giunta: {text: Riaprire la #bottega, act: Atto}", "11:30", "yaml-syntax", "hides"),
    # quotation marks
    (TITLE, "title: “La bottega: prima di tutto”", "3:8", "yaml-syntax", "straight"),
    (TITLE, "title: «La bottega: prima di tutto»", "3:8", "yaml-syntax", "straight"),
    (TITLE, "title: „La bottega: prima di tutto“", "3:8", "yaml-syntax", "straight"),
    (SHORT, f"{SHORT}\nquestions:\n  - {{question: Chi? answer: Noi}}", "7:21", "yaml-syntax", "a comma after"),
    (TITLE, "title: ‘La bottega: prima di tutto’", "3:8", "yaml-syntax", "straight"),
    (TITLE, "title: “La bottega: ”prima” di tutto”", "3:8", "yaml-syntax", "straight"),
    (TITLE, "title: “La bottega", "3:8", "yaml-syntax", "straight"),
    (TITLE, 'title: "La bottega": prima di tutto', "3:20", "yaml-syntax", "put the whole"),
    (TITLE, "title: 'La bottega': prima di tutto", "3:20", "yaml-syntax", "put the whole"),
    (TITLE, "title: “La bottega”", "3:8", "yaml-syntax", 'write "La bottega"'),
    (TITLE, "title: ‘L’ex bottega’", "3:8", "yaml-syntax", 'write "L’ex bottega"'),
    (TITLE, "title: “La «bottega»”", "3:8", "yaml-syntax", 'write "La «bottega»"'),
    (MESSAGES, "messages:\n  - “Una bottega: viva”", "16:5", "yaml-syntax", "straight"),
    (SHORT, f"{SHORT}\nkeywords: [“aree, interne”, sud]", "6:12", "yaml-syntax", "straight"),
    (GIUNTA, "giunta: {text: “Riaprire: subito”, act: Atto}", "11:18", "yaml-syntax", "straight"),
    (TITLE, "title: 'L'ex bottega riaperta'", "3:10", "yaml-syntax", "double quotes"),
    (TITLE, "title: 'Un po' di bottega'", "3:14", "yaml-syntax", "double quotes"),
    (GIUNTA, "giunta: {text: 'Riaprire l'ex, subito', act: Atto}", "11:29", "yaml-syntax", "double"),
    (TITLE, 'title: "Il "paese" riaperto"', "3:13", "yaml-syntax", "single ones"),
    (TITLE, 'title: "Il paese', "3:8", "yaml-syntax", "never closed"),
    (TITLE, "title: 'Il paese", "3:8", "yaml-syntax", "never closed"),
    (TITLE, "title: La bottega\\\n  riaperta", "3:18", "yaml-syntax", "backslash at the end of a line"),
    (TITLE, "title: 'L\\'ex bottega'", "3:11", "yaml-syntax", "double quotes"),
    (TITLE, "title: '900 italiano", "3:8", "yaml-syntax", "\"'900 italiano\""),
    (TITLE, 'title: Il paese"', "3:16", "yaml-syntax", 'quotes: "Il paese"'),
    (MESSAGES, "messages:\n  - 'Una\n  - Due', tre", "16:5", "yaml-syntax", "never closed"),
    (MESSAGES, 'messages:\n  - "Una\n  - Due"', "16:5", "yaml-syntax", "never closed"),
    (TITLE, 'title: "Il paese”', "3:8", "yaml-syntax", "another (”)"),
    (TITLE, "title: 'Il paese\"", "3:8", "yaml-syntax", 'another (")'),
    (GIUNTA, 'giunta: {text: "Riaprire, act: Atto}', "11:18", "yaml-syntax", "never closed"),
    (f"{SUMMARY}\n{SHORT}", 'summary: "Nove\nshort: "La bottega"', "4:10", "yaml-syntax", "never"),
    # colons
    (TITLE, "title: La bottega: prima di tutto", "3:18", "yaml-syntax", '"La bottega: prima'),
    (TITLE, "title: La bottega:", "3:18", "yaml-syntax", "end in a colon"),
    (TITLE, "title:La bottega", "3:6", "yaml-syntax", "a space is missing"),
    (TITLE, "title La bottega", "3:1", "yaml-syntax", "a colon is missing"),
    (TITLE, "title.La bottega", "3:1", "yaml-syntax", "a colon is missing"),
    (GIUNTA, "giunta: {text:Riaprire., act: Atto}", "11:16", "yaml-syntax", "a space is missing"),
    (GIUNTA, "giunta: {text: Fare: subito, act: Atto}", "11:22", "yaml-syntax", '"Fare: subito"'),
    (MESSAGES, "messages:\n  - La bottega: viva", "16:5", "wrong-type", '"La bottega: viva"'),
    (SHORT, f"{SHORT}\nkeywords: [aree: interne]", "6:12", "wrong-type", '"aree: interne"'),
    (SHORT, f"{SHORT}\nplace:\n  name:Cervarolo", "7:3", "wrong-type", "a space after"),
    # signs with which no value begins
    (SHORT, "short: *La* bottega", "5:8", "yaml-alias", "quotes"),
    (SHORT, "short: **La** bottega", "5:8", "yaml-alias", "quotes"),
    (SHORT, "short: & bottega", "5:8", "yaml-alias", "quotes"),
    (MESSAGES, "messages:\n  - *Una* bottega", "16:5", "yaml-alias", "quotes"),
    (GIUNTA, "giunta: {text: *Aprire* subito, act: Atto}", "11:18", "yaml-alias", "quotes"),
    (SHORT, "short: !La bottega", "5:8", "yaml-tag", "quotes"),
    (SHORT, "short: @bottega", "5:8", "yaml-syntax", "begin with '@'"),
    (SHORT, "short: `La` bottega", "5:8", "yaml-syntax", "begin with '`'"),
    (SHORT, "short: % di bottega", "5:8", "yaml-syntax", "begin with '%'"),
    (SHORT, "short: > 50 botteghe", "5:8", "yaml-syntax", "begin with '>'"),
    (SHORT, "short: | La bottega", "5:8", "yaml-syntax", "begin with '|'"),
    (SHORT, "short: - La bottega", "5:8", "yaml-syntax", "begin with '-'"),
    (SHORT, "short: , bottega", "5:8", "yaml-syntax", "begin with ','"),
    (SHORT, "short: [La] bottega", "5:13", "yaml-syntax", "put the whole text in quotes"),
    (SHORT, "short: [La bottega", "5:8", "yaml-syntax", "never closed"),
    (SHORT, "short: {La bottega", "5:8", "yaml-syntax", "never closed"),
    (SHORT, "short: {{La bottega}}", "5:9", "wrong-type", "'{{La bottega}}' was left to be filled in"),
    (SHORT, "short: {La bottega}", "5:8", "wrong-type", "in quotes"),
    (SHORT, f"{SHORT}\nkeywords: [", "6:11", "yaml-syntax", "never closed"),
    (SHORT, f"{SHORT}\nkeywords: [\n  aree: interne", "6:11", "yaml-syntax", "never closed"),
    (SHORT, f"{SHORT}\nkeywords: [aree, , sud]", "6:18", "yaml-syntax", "begin with ','"),
    # indentation
    (MESSAGES, "messages:\n  - Una\n - Due", "17:2", "yaml-syntax", "begins under none"),
    (MESSAGES, "messages:\n  - Una\n    - Due", "17:5", "yaml-syntax", "begins no item"),
    (SHORT, f"  {SHORT}", "5:3", "yaml-syntax", "further in"),
    (SHORT, f"{SHORT}\nplace:\n    name: Qui\n  region: Sud", "8:3", "yaml-syntax", "under none"),
    (SHORT, f"{SHORT}\nplace:\n\tname: Qui", "7:1", "yaml-tab", "spaces"),
    (SHORT, f"{SHORT}\nplace:\n  name: Qui\n\tregion: Sud", "8:1", "yaml-tab", "spaces"),
    (MESSAGES, "messages:\n  -Una\n  -Due", "17:3", "yaml-syntax", "missing after this hyphen"),
    (MESSAGES, "messages:\n  - Una\n  -Due", "17:3", "yaml-syntax", "missing after this hyphen"),
    (MESSAGES, "messages:\n  * Una\n  * Due", "16:3", "yaml-alias", "with a hyphen"),
    (MESSAGES, "messages:\n  • Una\n  • Due", "16:3", "wrong-type", "after '- '"),
    (MESSAGES, "messages:\n  1. Una\n  2. Due", "16:3", "wrong-type", "after '- '"),
    (ACTOR, "  - partner: pro-loco\n  role: promuove", "10:3", "yaml-syntax", "under the hyphen"),
    (ACTOR, "  - partner: pro-loco\n     role: guida", "10:6", "yaml-syntax", "further in"),
    (ACTOR, "  - partner: pro-loco\n   role: guida", "10:4", "yaml-syntax", "under none"),
    (ACTOR, "  -partner: pro-loco\n   role: guida", "9:3", "yaml-syntax", "after this hyphen"),
    (ACTOR, "  - partner: pro-loco, role: guida", "9:28", "yaml-syntax", "on a line of its own"),
    (ACTOR, "  - partner: pro-loco; role: guida", "9:28", "yaml-syntax", "on a line of its own"),
    (ACTOR, "  - partner: pro-loco role: guida", "9:27", "yaml-syntax", "put the whole text in quotes"),
    (ACTOR, "  - partner:pro-loco\n    role: guida", "9:12", "yaml-syntax", "space is missing"),
    (ACTOR, "  - partner pro-loco\n    role: guida", "9:5", "yaml-syntax", "colon is missing"),
    (TITLE, f"- {TITLE}", "3:1", "yaml-syntax", "no list stands here"),
    (TITLE, "title:\nLa bottega", "4:1", "yaml-syntax", "goes on is indented"),
    (TITLE, "title: La bottega\ne il bar", "4:1", "yaml-syntax", "goes on is indented"),
    # what stands between brackets
    (ACTOR, "  - {partner: pro-loco; role: guida}", "9:23", "yaml-syntax", "comma"),
    (ACTOR, "  - {\n    partner: pro-loco\n    role: guida\n    }", "11:5", "yaml-syntax", "comma"),
    (ACTOR, "  - {partner: pro-loco, role: guida", "9:5", "yaml-syntax", "never closed"),
    (ACTOR, "  - {partner: pro-loco, role: guida}}", "9:37", "yaml-syntax", "closes nothing"),
    (ACTOR, "  - {partner pro-loco, role: guida}", "9:6", "unknown-key", "colon is missing"),
    # names of fields
    (TITLE, "Title: La bottega", "3:1", "unknown-key", "'title'"),
    (TITLE, "TITLE: La bottega", "3:1", "unknown-key", "'title'"),
    (TITLE, "títle: La bottega", "3:1", "unknown-key", "'title'"),
    (SHORT, f"{SHORT}\n{SHORT}", "6:1", "duplicate-key", "line 5"),
    # the lines around the fields
    ("---\nid", "----\nid", "1:1", "no-front-matter", "three hyphens"),
    ("---\nid", "- - -\nid", "1:1", "no-front-matter", "three hyphens"),
    ("---\nid", "–––\nid", "1:1", "no-front-matter", "three hyphens"),
    ("---\nid", "—\nid", "1:1", "no-front-matter", "three hyphens"),
    ("---\nid", "id", "1:1", "no-front-matter", "before the first field"),
    ("---\nid", "Il paese\n\n---\nid", "1:1", "no-front-matter", "begin on line 3"),
    (END, "testimonies: [socia]\n-----\n", "35:1", "no-front-matter", "three hyphens"),
    (END, "testimonies: [socia]\n--\n", "35:1", "no-front-matter", "three hyphens"),
    (END, "testimonies: [socia]\n– – –\n", "35:1", "no-front-matter", "three hyphens"),
    (END, "testimonies: [socia]\n", "1:1", "no-front-matter", "after the last field"),
    # what git leaves
    ("Serve un edificio libero.", "<<<<<<< HEAD\nA\n=======\nB <b>\n>>>>>>> b", "53:1",
     "merge-conflict", "keep one"),
    ("Serve un edificio libero.", "=======\nB\n>>>>>>> b", "53:1", "merge-conflict", "keep one"),
    (SHORT, f"<<<<<<< HEAD\n{SHORT}\n||||||| a\n=======\nshort: B\n>>>>>>> b", "5:1",
     "merge-conflict", "keep one"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "code", "words"), MISTAKES)
def test_a_mistake_is_told_once_and_sends_people_the_right_way(
    reader: Bench, old: str, new: str, place: str, code: str, words: str
) -> None:
    assert VALID.count(old) == 1
    _collection, found = reader.read(VALID.replace(old, new))
    assert len(told(found)) == len(found) == 1, found
    assert told(found)[0].startswith(f"{place} {code} ")
    assert words in told(found)[0]


# What looks like one of them, and is right.
RIGHT = [
    (TITLE, "title: Il paese # una nota"),
    (TITLE, "title: Il paese\n# una nota\n#short: un altro"),
    (TITLE, 'title: "Il paese #1"'),
    (TITLE, "title: Il paese C#, n.#1"),
    (TITLE, "title: «Il paese»"),
    (TITLE, "title: Il “paese” e la “bottega”"),
    (TITLE, "title: “Il paese” e la “bottega”"),
    (TITLE, "title: ’Ndrangheta, no grazie"),
    (TITLE, 'title: "“Il paese”"'),
    (TITLE, "title: Alle 10:30 in piazza"),
    (TITLE, 'title: Il "paese" e un tubo da 24"'),
    (TITLE, 'title: "Il paese: - due"'),
    (TITLE, 'title: "Il paese\n  riaperto"'),
    (MESSAGES, "messages:\n- Una bottega\n- Due botteghe"),
    (
        MESSAGES,
        "messages:\n  - Una bottega\n    - due parole - e un trattino".replace(
            "    - due", "    due"
        ),
    ),
    (SHORT, f"{SHORT}\nkeywords: [\n  aree,\n  sud,\n]"),
    (SHORT, f"{SHORT}\n   \n\t\n"),
    ("---\nid", "\n  \n\n---\nid"),
    ("---\nid", "\ufeff\n---\nid"),
    ("---\nid", "---  \nid"),
    (END, "testimonies: [socia]\n--- \n"),
]


@pytest.mark.parametrize(("old", "new"), RIGHT)
def test_what_only_looks_like_a_mistake_is_read(reader: Bench, old: str, new: str) -> None:
    assert VALID.count(old) == 1
    assert told(reader.read(VALID.replace(old, new))[1]) == []


@pytest.mark.parametrize("space", "\u00a0\u2002\u2003\u2009\u202f\u3000")
def test_a_space_of_another_width_outside_of_values_is_a_space(reader: Bench, space: str) -> None:
    right = VALID.replace(SHORT, f"{SHORT}\nplace:\n  name: Qui")
    typed = (
        right.replace("short: ", f"short:{space}")
        .replace("  name:", f"{space}{space}name:")
        .replace("{text: Ind", f"{{text:{space}Ind")
        .replace(", act: Del", f",{space}act:{space}Del")
        .replace("  - Una", f"  -{space}Una")
    )
    assert typed != right
    collection, found = reader.read(typed)
    assert found == []
    wanted = reader.read(right)[0].practices["paese"].model_dump()
    assert collection.practices["paese"].model_dump() == wanted


# Mistakes in one line each, and where in the line they show.
ONE_LINE = st.sampled_from(
    [
        ("title: ", "title: *Il* paese", 8),
        ("summary: ", "summary: 'L'ex bottega'", 12),
        ("short: ", "short: “La bottega”", 8),
        ("updated: ", "updated:2026-11-23", 8),
        ("certainty: ", "certainty: Una scheda: una sola", 22),
        ("  giunta: ", "  giunta: {text: @Aprire, act: Atto}", 18),
        ("  consiglio: ", "  consiglio {text: Aprire., act: Atto}", 3),
        ("  - Una bottega", "  - `Una` bottega", 5),
        ("  - label: ", '  - label: "soci', 12),
        ("    certainty: ", "    certainty: medium #poco", 23),
        ("  - {name: Non", "  - {name: Non fare, do_nothing: true, benefits: %, costs: a, harms: b}", 50),
        ("  - title: ", "  - title: [Soci", 12),
        ("testimonies: ", "testimonies: [socia, @altra]", 22),
        ("La bottega è aperta ogni giorno", "La bottega è aperta <b> [@scheda].", 21),
        ("Serve un edificio libero.", "Serve un edificio [@mai].", 20),
    ]
)  # fmt: skip


@FAST
@given(st.sets(ONE_LINE, min_size=1))
def test_all_mistakes_of_a_file_are_told_at_once(
    reader: Bench, mistakes: set[tuple[str, str, int]]
) -> None:
    lines, wanted = VALID.split("\n"), []
    for start, typed, column in mistakes:
        (number,) = [n for n, line in enumerate(lines) if line.startswith(start)]
        lines[number] = typed
        wanted.append((number + 1, column))
    _collection, found = reader.read("\n".join(lines))
    assert [(d.location.line, d.location.column) for d in found] == sorted(wanted), found


@settings(parent=FAST, max_examples=300)
@given(SOUP)
def test_what_is_left_of_a_text_can_always_be_read(text: str) -> None:
    lines = "".join(c for c in text if c.isprintable() or c in "\n\t").split("\n")
    mended = mend(lines)
    assert len(mended.lines) == len(lines)
    assert fault_in(mended.lines) is None
    if not mended.faults:
        changed = {old.rstrip() for old, new in zip(lines, mended.lines, strict=True) if old != new}
        assert changed <= {"---", "..."}
    load_yaml("\n".join(lines), "x", Reporter())


def test_an_entry_that_was_misread_hides_no_other_and_is_not_missing(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    references = "sources/references.yaml"
    replace_in(root, references, "title: Scheda del progetto", "title: Scheda: il progetto")
    replace_in(root, references, "short: Volantino", "short: @volantino")
    replace_in(root, references, "type: document", "type: documento")
    replace_in(root, "sources/partners.yaml", "id: pro-loco", "id: *pro-loco")
    replace_in(root, "sources/testimonies/socia.md", "speaker: Una", "speaker: Una: ")
    replace_in(root, "sources/media/media.yaml", "alt: La bottega", "alt: La #bottega")
    places = [f"{d.location} {d.code}" for d in diagnose(root)]
    assert places == [
        "sources/media/media.yaml:4:13 yaml-syntax",
        "sources/partners.yaml:2:9 yaml-alias",
        "sources/references.yaml:4:18 yaml-syntax",
        "sources/references.yaml:13:11 unknown-value",
        "sources/references.yaml:15:12 yaml-syntax",
        "sources/testimonies/socia.md:3:13 yaml-syntax",
    ]


def test_files_that_systems_and_editors_write_are_passed_over(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    for folder in ("sources/practices", "sources/policies", "sources/testimonies", "templates/labels",
                   "templates/editions"):  # fmt: skip
        (root / folder).mkdir(parents=True, exist_ok=True)
        end = ".yaml" if folder.startswith("templates") else ".md"
        for name in ("._paese", "~$paese", ".paese"):
            (root / folder / f"{name}{end}").write_bytes(b"\x00\x05\x16\x07")
        (root / folder / f".#paese{end}").symlink_to("nobody@nowhere")
        (root / folder / ".DS_Store").write_bytes(b"\x00")
    assert diagnose(root) == []


def test_accents_in_names_may_be_signs_of_their_own(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    parted = unicodedata.normalize("NFD", "però.png")
    make_image(root / "sources/media" / parted)
    (root / "sources/media/bottega.png").unlink()
    replace_in(root, "sources/media/media.yaml", "file: bottega.png", "file: però.png")
    replace_in(root, PRACTICE, "![](bottega.png)", "![](però.png)")
    assert diagnose(root) == []
    (root / "sources/practices" / unicodedata.normalize("NFD", "perché.txt")).write_text("x")
    found = diagnose(root)
    assert [d.location.path for d in found] == ["sources/practices/perché.txt"]


# A text that YAML refuses is read as it was typed: what else is wrong with it is told at once, in its place.
BEHIND = [
    (TITLE, f"title: Il paese: {'a' * 100}", ["3:16 yaml-syntax", "3:8 too-long"]),
    (TITLE, "title: Il paese: la citta' riapre", ["3:16 yaml-syntax", "3:21 wrong-accent"]),
    (TITLE, "title: “La citta' riapre”", ["3:8 yaml-syntax", "3:12 wrong-accent"]),
    (GIUNTA, GIUNTA.replace("Individuare un edificio comunale chiuso.", "Il tetto: su"),
     ["11:26 yaml-syntax", "11:18 request-without-verb"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), BEHIND)
def test_a_colon_hides_nothing_else(old: str, new: str, told: list[str], tmp_path: Path) -> None:
    replace_in(make_project(tmp_path), PRACTICE, old, new)
    found = [f"{d.location.line}:{d.location.column} {d.code}" for d in diagnose(tmp_path)]
    assert sorted(found) == sorted(told)
