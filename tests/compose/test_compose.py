"""What a brief says, whatever its format."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pitstop_docs.compose import compose
from pitstop_docs.compose.parts import BUILDERS
from pitstop_docs.copyfit.cutting import keep
from pitstop_docs.copyfit.units import units_of
from pitstop_docs.look.templates import packaged_templates
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.records.editions import PARTS, SECTIONS
from pitstop_docs.records.model import Collection
from pitstop_docs.tree.document import (
    Blank,
    Block,
    Callout,
    Cite,
    DefinitionList,
    Document,
    Inline,
    Inlines,
    Note,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Table,
)
from pitstop_docs.tree.walk import plain, says_nothing, text_of, walk
from tests.project import PRACTICE, collect, make_project, replace_in

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def collection_of(project: Path) -> Collection:
    reporter = Reporter()
    collection = collect(project, reporter)
    assert not reporter.errors, "\n".join(map(str, reporter.errors))
    return collection


def brief(project: Path, edition: str, source: str = "paese") -> Document:
    collection = collection_of(project)
    case = next(c for c in collection.cases if c.id == source)
    return compose(collection, case, collection.editions[edition])


def blocks_of(document: Document) -> list[Block]:
    return list(walk((*document.head, *document.body, *document.foot)))


def words_of(document: Document) -> str:
    return " ".join(text_of(b) for b in (*document.head, *document.body, *document.foot))


def section(document: Document, key: str) -> Section:
    return next(b for b in blocks_of(document) if isinstance(b, Section) and b.key == key)


def inlines_of(document: Document) -> list[Inline]:
    found: list[Inline] = []
    for block in blocks_of(document):
        if isinstance(block, Paragraph):
            found += block.content
        elif isinstance(block, Table):
            found += [inline for row in block.rows for cell in row.cells for inline in cell]
    return found


def test_every_part_that_an_edition_may_list_can_be_made() -> None:
    assert set(BUILDERS) == {*SECTIONS, *PARTS}


def facts_asked(document: Document) -> dict[str, Inlines]:
    """Return what the request of *document*, on its first page, says of each fact."""
    asked = next(b for b in walk(document.head) if isinstance(b, Callout))
    assert asked.kind == "request"
    listed = next(b for b in asked.blocks if isinstance(b, DefinitionList))
    return {plain(item.term): item.content for item in listed.items}


def asked_of_whom(document: Document) -> str:
    """Return the line of what is not known, "" if there is none."""
    found = (b for b in document.foot if isinstance(b, Callout) and b.kind == "to-ask")
    return "".join(text_of(said) for block in found for said in block.blocks)


@pytest.mark.parametrize("edition", ["giunta", "consiglio", "commissione"])
def test_what_the_body_is_asked_comes_first(project: Path, edition: str) -> None:
    document = brief(project, edition)
    assert list(facts_asked(document)) == [
        "Chi agisce", "Entro quando", "Costo qui", "Pareri", "Atto",
    ]  # fmt: skip
    asked = next(b for b in blocks_of(document) if isinstance(b, Callout) and b.kind == "request")
    assert asked == document.head[0]
    assert all(node.rank == 0 for node in walk((asked,)))


def test_what_the_body_is_asked_stands_on_the_dossier_s_summary_page(project: Path) -> None:
    document = brief(project, "comitato-tecnico")
    first = document.body[0]
    assert isinstance(first, Section)
    assert first.key == "summary"
    kinds = [block.kind for block in first.blocks if isinstance(block, Callout)]
    assert kinds == ["messages", "request"]


def request_of(project: Path, **fields: str) -> Document:
    said = ", ".join(f"{name}: {value}" for name, value in fields.items())
    edit = f"giunta: {{text: Individuare un edificio comunale chiuso., {said}}}"
    source = (project / PRACTICE).read_text(encoding="utf-8")
    old = next(line for line in source.splitlines() if line.strip().startswith("giunta:"))
    replace_in(project, PRACTICE, old.strip(), edit)
    return brief(project, "giunta")


def test_what_a_request_does_not_say_is_a_blank_and_is_asked_once(project: Path) -> None:
    document = request_of(project, act="Mozione", who="Sindaco", opinions="none")
    facts = facts_asked(document)
    assert plain(facts["Chi agisce"]) == "Sindaco"
    assert plain(facts["Pareri"]) == "Non dovuti: è un indirizzo"
    assert facts["Entro quando"] == (Blank("request-by", "entro quando", "Entro quando"),)
    assert asked_of_whom(document).endswith(" Agli uffici: entro quando, costo qui.")


def test_the_offices_are_asked_nothing_where_the_request_says_everything(project: Path) -> None:
    known = {"who": "Sindaco", "by": "Maggio", "effort": "Nessuno", "opinions": "technical"}
    document = request_of(project, act="mozione", **known)
    assert "uffici" not in asked_of_whom(document)
    assert plain(facts_asked(document)["Pareri"]) == "Regolarità tecnica"


def test_what_the_source_has_asked_comes_before_what_the_brief_misses(project: Path) -> None:
    wanted = "to_ask: [{whom: alla Pro Loco, what: [bilanci, contributi]}, {what: [costo qui]}]\n"
    replace_in(project, PRACTICE, "certainty: Le", f"{wanted}certainty: Le")
    known = {"who": "Sindaco", "opinions": "none"}
    asked = asked_of_whom(request_of(project, act="Mozione", **known))
    assert asked.startswith("Alla Pro Loco: bilanci, contributi, ")
    assert asked.endswith(". Agli uffici: costo qui, entro quando.")


@pytest.mark.parametrize(
    "act", ["Proposta di deliberazione", "proposta di Deliberazione", "deliberazione"]
)
def test_an_act_has_one_word_and_its_draft_names_its_file(project: Path, act: str) -> None:
    assert plain(facts_asked(request_of(project, act=act))["Atto"]) == "Proposta di deliberazione"
    drafted = {"decides": "giunta", "subject": "Indirizzo", "points": "[di censire]"}
    facts = facts_asked(request_of(project, act=act, **drafted))
    assert plain(facts["Bozza d’atto"]) == ("Proposta di deliberazione deliberazione-giunta.docx")


def test_why_another_option_is_asked_for_stands_in_the_request(project: Path) -> None:
    document = request_of(project, act="Mozione", why="'Si comincia dal censimento [@scheda].'")
    asked = document.head[0]
    assert isinstance(asked, Callout)
    why = asked.blocks[1]
    assert isinstance(why, Paragraph)
    assert why.style == "small"
    assert plain(why.content) == "Si comincia dal censimento."


def test_depth_cuts_at_a_sentence_or_at_a_paragraph(project: Path) -> None:
    replace_in(
        project,
        PRACTICE,
        "La bottega del paese ha chiuso.\n\n![](bottega.png)",
        "Prima frase [@scheda]. Seconda frase.\n\nSecondo capoverso.",
    )
    edition = (ROOT / "templates/editions/giunta.yaml").read_text(encoding="utf-8")
    expected = {
        "sentence": "Prima frase.",
        "lead": "Prima frase. Seconda frase.",
        "full": "Prima frase. Seconda frase. Secondo capoverso.",
    }
    (project / "templates/editions").mkdir(parents=True)
    for depth, words in expected.items():
        part = "{part: problem, area: main,"
        assert part in edition
        text = edition.replace(part, f"{part} depth: {depth},")
        (project / "templates/editions/giunta.yaml").write_text(text, encoding="utf-8")
        found = section(brief(project, "giunta"), "problem")
        assert " ".join(text_of(b) for b in found.blocks) == words


def test_calls_are_numbered_in_reading_order_and_lead_to_their_source(project: Path) -> None:
    document = brief(project, "consiglio")
    numbers = [i.number for i in inlines_of(document) if isinstance(i, Cite)]
    assert numbers, "the practice cites its source"
    firsts = list(dict.fromkeys(numbers))
    assert firsts == sorted(firsts) == list(range(1, len(firsts) + 1))
    ids = {item.id for b in blocks_of(document) if isinstance(b, OrderedList) for item in b.items}
    assert {i.target for i in inlines_of(document) if isinstance(i, Cite)} <= ids


def test_calls_beside_each_other_stand_in_the_order_of_their_numbers(project: Path) -> None:
    replace_in(
        project, PRACTICE, "ha chiuso.", "ha chiuso [@scheda]. Poi no [@volantino; @scheda]."
    )
    document = brief(project, "giunta")
    cut = keep(document, {unit.key for unit in units_of(document)})
    (paragraph,) = [b for b in section(cut, "problem").blocks if isinstance(b, Paragraph)]
    assert [i.number for i in paragraph.content if isinstance(i, Cite)] == [1, 1, 2]


def sources_of(document: Document) -> list[str]:
    lists = (b for b in section(document, "sources").blocks if isinstance(b, OrderedList))
    return [text_of(item.blocks[0]) for b in lists for item in b.items]


def test_two_places_in_one_source_are_two_entries(project: Path) -> None:
    assert sources_of(brief(project, "giunta")) == ["Scheda.", "Scheda, p.\u00a02."]


def test_that_no_source_was_checked_is_said_once(project: Path) -> None:
    document = brief(project, "giunta")
    assert plain(section(document, "sources").title) == "Fonti e note (non verificate)"
    assert "non verificat" not in " ".join(sources_of(document)).casefold()
    dossier = brief(project, "comitato-tecnico")
    assert re.findall(r"\w+ verificat\w", words_of(dossier)) == ["nessuno verificato"]
    assert [
        len(b.columns) for b in section(dossier, "references").blocks if isinstance(b, Table)
    ] == [1]


def check_sources(project: Path, *urls: str) -> None:
    for url in urls:
        line = f"    url: https://esempio.it/{url}\n"
        replace_in(project, "sources/references.yaml", line, f"{line}    checked_on: 2026-11-02\n")


def test_where_few_sources_were_checked_those_say_so(project: Path) -> None:
    replace_in(project, PRACTICE, "ha chiuso.", "ha chiuso [@scheda]. Poi no [@volantino].")
    check_sources(project, "scheda")
    document = brief(project, "giunta")
    title = plain(section(document, "sources").title)
    assert title == "Fonti e note (non verificate, se non è detto)"
    assert sources_of(document) == [
        "Scheda. Verificata il 2\u00a0novembre\u00a02026.",
        "Volantino.",
        "Scheda, p.\u00a02. Verificata il 2\u00a0novembre\u00a02026.",
    ]


def test_where_all_sources_were_checked_the_days_stand_in_the_dossier(project: Path) -> None:
    check_sources(project, "scheda")
    document = brief(project, "giunta")
    assert plain(section(document, "sources").title) == "Fonti e note (verificate)"
    assert sources_of(document) == ["Scheda.", "Scheda, p.\u00a02."]
    dossier = brief(project, "comitato-tecnico")
    assert "tutti verificati" in words_of(dossier)
    (table,) = [b for b in section(dossier, "references").blocks if isinstance(b, Table)]
    assert plain(table.columns[-1].title) == "Verificata il"
    assert plain(table.rows[0].cells[-1]) == "2\u00a0novembre\u00a02026"


def test_sources_of_short_editions_carry_their_year(project: Path) -> None:
    url = "    url: https://esempio.it/scheda\n"
    replace_in(project, "sources/references.yaml", url, f"{url}    date: 2021-01-25\n")
    assert sources_of(brief(project, "giunta"))[0] == "Scheda, 2021."
    notes = [i for i in inlines_of(brief(project, "comitato-tecnico")) if isinstance(i, Note)]
    assert "Scheda, 25\u00a0gennaio\u00a02021." in {plain(note.content) for note in notes}


def test_the_dossier_has_footnotes_in_place_of_numbers(project: Path) -> None:
    inlines = inlines_of(brief(project, "comitato-tecnico"))
    assert not any(isinstance(i, Cite) for i in inlines)
    assert any(isinstance(i, Note) and "Scheda" in plain(i.content) for i in inlines)


def test_a_note_becomes_an_entry_where_sources_are_numbered(project: Path) -> None:
    replace_in(project, PRACTICE, "ha chiuso.", "ha chiuso^[Secondo la gente, vedi [@scheda].].")
    assert "Secondo la gente, vedi Scheda." in text_of(section(brief(project, "giunta"), "sources"))


def test_what_is_not_known_of_the_facts_is_asked_instead(project: Path) -> None:
    document = brief(project, "giunta")
    facts = text_of(section(document, "facts"))
    assert "Dove" not in facts
    assert "Quanto costa" not in facts
    assert (
        "A chi se ne occupa: anno dei dati che non lo dicono, dove, da quando, quanto costa."
        in words_of(document)
    )
    wanted = "to_ask: [{whom: alla cooperativa, what: [bilanci]}]\n"
    replace_in(project, PRACTICE, "certainty: Le", f"{wanted}certainty: Le")
    asked = (
        "Alla cooperativa: bilanci, anno dei dati che non lo dicono, dove, da quando, quanto costa."
    )
    assert asked in words_of(brief(project, "giunta"))


def test_a_number_carries_its_year_source_and_certainty(project: Path) -> None:
    text = text_of(section(brief(project, "giunta"), "numbers"))
    assert text == "I numeri 9 soci Scheda certezza media"


def test_sources_that_disagree_stay_visible(project: Path) -> None:
    replace_in(
        project,
        PRACTICE,
        "    certainty: medium\ncertainty",
        "    certainty: low\n    conflicts: [{value: 1600, unit: €, year: 2003, source: scheda}]\ncertainty",
    )
    document = brief(project, "commissione")
    assert "le fonti discordano: 1.600\u00a0€ (2003, Scheda)" in text_of(
        section(document, "numbers")
    )
    assert "Soci, secondo altra fonte Anno: 2003 1.600\u00a0€" in text_of(
        section(document, "evidence")
    )


def test_without_a_contact_there_is_no_qr_code(project: Path) -> None:
    document = brief(project, "giunta")
    contact = next(b for b in document.foot if isinstance(b, Callout) and b.kind == "contact")
    assert says_nothing(contact), "a blank, which the PDF leaves out"
    assert not any(isinstance(b, QrCode) for b in document.foot)


def test_with_a_contact_the_qr_code_leads_to_the_dossier(project: Path) -> None:
    replace_in(
        project,
        "sources/partners.yaml",
        "name: Pro Loco",
        "name: Pro Loco\n    contact: {email: a@esempio.it}",
    )
    document = brief(project, "giunta")
    assert "A chi chiedere a@esempio.it" in words_of(document)
    assert [b.url for b in document.foot if isinstance(b, QrCode)] == ["https://esempio.it/paese"]


def test_a_draft_says_so_and_a_reviewed_record_does_not(project: Path) -> None:
    assert brief(project, "giunta").status_label == "Bozza"
    assert "bozza del 23\u00a0novembre\u00a02026" in words_of(brief(project, "giunta"))
    review = "status: reviewed\nreviewed_by: Anna Verdi\nreviewed_on: 2026-11-24"
    replace_in(project, PRACTICE, "short: La bottega", f"short: La bottega\n{review}")
    assert brief(project, "giunta").status_label == ""
    assert "bozza" not in words_of(brief(project, "giunta"))


def test_text_that_looks_like_a_template_stays_as_it_is(project: Path) -> None:
    # "{%" is a command of other programs and named as such; after a backslash it is text.
    replace_in(project, PRACTICE, "ha chiuso.", "ha chiuso {{ 7*7 }} \\{% raw %}.")
    assert "ha chiuso {{ 7*7 }} {% raw %}." in words_of(brief(project, "giunta"))


def test_the_grid_counts_answers_and_gives_no_score(project: Path) -> None:
    replace_in(
        project,
        PRACTICE,
        "testimonies: [socia]",
        "transferability:\n  need:\n"
        "    - {condition: Stesso problema, answer: no}\n    - {condition: Altro, answer: unknown}",
    )
    grid = section(brief(project, "comitato-tecnico"), "transferability")
    assert "Risposte: 0 sì, 0 in parte, 1 no, 1 non so." in text_of(grid)
    (table,) = [b for b in grid.blocks if isinstance(b, Table)]
    assert [plain(c) for row in table.rows for c in row.cells[:2]] == [
        "Stesso problema", "Bisogno", "Altro", "Bisogno",
    ]  # fmt: skip


def test_an_example_testimony_stands_in_an_example_only_and_says_that_it_is_one(
    project: Path,
) -> None:
    socia = "sources/testimonies/socia.md"
    assert "La voce" in words_of(brief(project, "commissione"))
    replace_in(project, socia, "status: draft", "status: example")
    assert "La voce" not in words_of(brief(project, "commissione"))
    replace_in(project, PRACTICE, "short: La bottega", "short: La bottega\nstatus: example")
    assert "Esempio, non le parole di una persona" in words_of(brief(project, "commissione"))


RESOURCES = """resources:
  - {item: Sede, provider: Comune, amount: 5.000 €, note: Da rifare.}
  - {item: CFI, provider: Soci}
  - {item: Referente, provider: Comune}
"""


def test_a_mostly_empty_column_goes_and_what_is_in_it_stays(project: Path) -> None:
    replace_in(project, PRACTICE, "certainty: Le", f"{RESOURCES}certainty: Le")
    document = brief(project, "commissione")
    (table,) = [b for b in section(document, "resources").blocks if isinstance(b, Table)]
    assert [plain(c.title) for c in table.columns] == ["Voce", "Chi la mette"]
    assert [plain(cell) for row in table.rows for cell in row.cells] == [
        "Sede Importo: 5.000\u00a0€ Note: Da rifare.", "Comune", "CFI", "Soci", "Referente", "Comune",
    ]  # fmt: skip
    assert "importi delle risorse (CFI; referente)" in words_of(document)


def test_a_table_in_which_nothing_is_known_is_a_question(project: Path) -> None:
    unknown = "resources: [{item: Sede}, {item: Negozio}]\n"
    replace_in(project, PRACTICE, "certainty: Le", f"{unknown}certainty: Le")
    for edition in ("commissione", "comitato-tecnico"):
        document = brief(project, edition)
        assert "resources" not in {b.key for b in blocks_of(document) if isinstance(b, Section)}
        assert "chi mette le risorse, importi delle risorse" in words_of(document)


@pytest.mark.parametrize("edition", ["commissione", "comitato-tecnico"])
def test_what_no_source_speaks_of_is_asked_of_the_offices(project: Path, edition: str) -> None:
    unknown = """\
to_ask: [{whom: alla cooperativa, what: [bilanci]}]
resources:
  - {item: Capitale, provider: Soci, source: scheda}
  - {item: Referente, provider: Comune}
  - {item: Sede, provider: Comune, amount: 5.000 €}
indicators:
  - {indicator: Aperture, how: Si contano, when: Ogni anno}
  - {indicator: Clienti, how: Si contano}
"""
    replace_in(project, PRACTICE, "certainty: Le", f"{unknown}certainty: Le")
    of_others, of_offices = asked_of_whom(brief(project, edition)).split(" Agli uffici: ")
    assert "importi delle risorse (capitale)" in of_others
    assert "importi delle risorse (referente)" in of_offices
    assert "quando si misura" not in of_others


def test_what_tidier_does_not_know_is_asked_in_one_piece(project: Path) -> None:
    known = "tidier: {why: {text: Per restare., source: [scheda]}}\n"
    replace_in(project, PRACTICE, "certainty: Le", f"{known}certainty: Le")
    document = brief(project, "comitato-tecnico")
    (table,) = [b for b in section(document, "tidier").blocks if isinstance(b, Table)]
    assert [plain(row.cells[0]) for row in table.rows] == ["Perché"]
    assert words_of(document).count("notizie per ripeterla") == 1


def test_a_number_without_a_value_is_a_question(project: Path) -> None:
    unknown = "numbers:\n  - {label: ricavi, value: null, source: [scheda], certainty: low}\n"
    replace_in(project, PRACTICE, "numbers:\n", unknown)
    document = brief(project, "commissione")
    assert text_of(section(document, "numbers")).startswith("I numeri 9 soci")
    assert "icavi" not in text_of(section(document, "evidence"))
    assert "valore dei dati che mancano (ricavi)" in words_of(document)


def test_one_direction_of_mainstreaming_does_not_stand_for_the_other(project: Path) -> None:
    known = "mainstreaming: {horizontal: Altri tre paesi.}\n"
    replace_in(project, PRACTICE, "certainty: Le", f"{known}certainty: Le")
    document = brief(project, "comitato-tecnico")
    assert text_of(section(document, "mainstreaming")).endswith(
        "Verso altri territori. Altri tre paesi."
    )
    assert "che cosa ne è entrato nelle regole" in words_of(document)


@pytest.mark.parametrize("edition", ["consiglio", "commissione", "comitato-tecnico"])
def test_norms_of_other_countries_are_no_legal_basis(project: Path, edition: str) -> None:
    cited = (
        "legal:\n  - {source: scheda, about: Vale qui.}\n  - {source: volantino, about: Ispira.}\n"
    )
    replace_in(project, PRACTICE, "certainty: Le", f"{cited}certainty: Le")
    volantino = "    located: in biblioteca\n"
    abroad = f"{volantino}    country: Francia\n"
    assert "Ispira" in text_of(section(brief(project, edition), "legal"))
    replace_in(project, "sources/references.yaml", volantino, abroad)
    document = brief(project, edition)
    assert "Ispira" not in text_of(section(document, "legal"))
    foreign = text_of(section(document, "foreign-norms"))
    assert foreign.startswith("Norme di altri Paesi")
    assert "Volantino (Francia)" in foreign
    assert "Vale qui" not in foreign
    keys = [b.key for b in document.body if isinstance(b, Section)]
    assert keys.index("foreign-norms") == keys.index("legal") + 1


# --- the bundled sources -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled() -> Collection:
    return collection_of(ROOT)


def bundled_briefs(bundled: Collection) -> list[Document]:
    return [compose(bundled, c, e) for c in bundled.cases for e in bundled.editions.values()]


def test_ids_are_unique_in_every_bundled_brief(bundled: Collection) -> None:
    for document in bundled_briefs(bundled):
        ids = [b.id for b in blocks_of(document)]
        ids += [i.id for b in blocks_of(document) if isinstance(b, OrderedList) for i in b.items]
        twice = [id for id, count in Counter(ids).items() if count > 1]
        assert not twice, (document.id, twice)


def test_the_same_sources_give_the_same_documents(bundled: Collection) -> None:
    assert bundled_briefs(bundled) == bundled_briefs(collection_of(ROOT))


def test_all_bundled_sources_are_drafts_until_somebody_checks_them(bundled: Collection) -> None:
    assert len(list(bundled.cases)) >= 11
    assert {case.status for case in bundled.cases} == {"draft"}
    assert not any(reference.checked_on for reference in bundled.references.values())
    assert {t.status for t in bundled.testimonies.values()} == {"example"}


def test_every_bundled_brief_asks_one_thing_of_its_body(bundled: Collection) -> None:
    for document in bundled_briefs(bundled):
        requests = [
            b for b in blocks_of(document) if isinstance(b, Callout) and b.kind == "request"
        ]
        assert len(requests) == 1, document.id


LONG = "una cella con molte parole, che in una colonna andrebbe a capo a ogni sillaba"
WIDE_TABLE = f"""| Norma | Che cosa copre | Da sapere |
|---|---|---|
| A | {LONG} | {LONG} |

: Le norme a confronto
"""


def add_to_action(project: Path, text: str) -> None:
    heading = "## Che cosa è stato fatto\n"
    replace_in(project, PRACTICE, heading, f"{heading}\nPrima.\n\n{text}\n")


def areas_of(document: Document) -> list[tuple[str, str]]:
    return [(b.id, b.area) for b in document.body if isinstance(b, Section)]


def test_a_wide_table_stands_below_the_columns_in_a_section_of_its_own(project: Path) -> None:
    add_to_action(project, f"{WIDE_TABLE}\nDopo.")
    document = brief(project, "commissione")
    assert "Norma" not in text_of(section(document, "action"))
    (table,) = [
        b for b in document.body if plain(getattr(b, "title", ())) == "Le norme a confronto"
    ]
    assert isinstance(table, Section)
    assert LONG in text_of(table)
    areas = [area for _id, area in areas_of(document)]
    own = areas_of(document).index((table.id, "wide"))
    assert "main" not in areas[own - 1 : own]
    assert set(areas[:own]) == {"main", "side"}


def test_a_narrow_table_stays_in_its_column(project: Path) -> None:
    narrow = WIDE_TABLE.replace(LONG, "breve")
    add_to_action(project, narrow)
    assert "Norma" in text_of(section(brief(project, "commissione"), "action"))


def test_a_section_whose_wide_table_has_no_caption_gets_the_width(project: Path) -> None:
    bare = WIDE_TABLE.partition(": Le norme")[0]
    add_to_action(project, bare)
    found = section(brief(project, "commissione"), "action")
    assert found.area == "wide"
    assert "Norma" in text_of(found)


@pytest.mark.parametrize(
    ("drawing", "headers"),
    [
        ("mark: bar, encoding: {x: {field: anno, type: ordinal, title: null}, y: {field: soci iscritti, "
         "type: quantitative}}", ["Anno", "Soci iscritti"]),
        ("mark: bar, encoding: {x: {field: anno, type: ordinal, title: Al censimento del}}",
         ["Al censimento del", "Soci iscritti"]),
        ("layer: [{mark: bar, encoding: {y: {field: soci iscritti, type: quantitative, title: Chi c’è}}}]",
         ["Anno", "Chi c’è"]),
        ("mark: bar, encoding: {y: {field: soci iscritti, type: quantitative, title: Chi c’è, axis: "
         "{title: Le persone}}}", ["Anno", "Le persone"]),
        ("mark: bar, encoding: {x: {field: anno, type: ordinal, axis: null, title: Mai visto}, y: {field: "
         "soci iscritti, type: quantitative}}", ["Soci iscritti"]),
        ("mark: bar, encoding: {x: {field: anno, type: ordinal, axis: null}, y: {field: soci iscritti, "
         "type: quantitative}, color: {field: anno, type: ordinal}}", ["Anno", "Soci iscritti"]),
        ("mark: bar, encoding: {x: {field: anno, type: temporal, axis: null}, y: {field: soci iscritti, "
         "type: quantitative, axis: {labels: false}, title: Mai visto}}", ["Anno", "Soci iscritti"]),
    ],
)  # fmt: skip
def test_data_of_a_chart_have_readable_headers(
    project: Path, drawing: str, headers: list[str]
) -> None:
    spec = "      data: {values: [{anno: "
    text = (project / PRACTICE).read_text(encoding="utf-8")
    before, _spec, rest = text.partition(f"    spec:\n{spec}")
    after = rest.partition("testimonies:")[2]
    data = 'data: {values: [{anno: "1991", soci iscritti: 3}]}'
    drawn = f"{before}    spec: {{{data}, {drawing}}}\ntestimonies:{after}"
    (project / PRACTICE).write_text(drawn, encoding="utf-8")
    (table,) = [b for b in blocks_of(brief(project, "comitato-tecnico")) if b.id.endswith("-data")]
    assert isinstance(table, Table)
    assert [plain(column.title) for column in table.columns] == headers


# --- what is counted, and what is empty ----------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "title"), [(1, "In breve"), (2, "In due punti"), (4, "In quattro punti")]
)
def test_a_title_counts_the_points_there_are(project: Path, count: int, title: str) -> None:
    said = "  - Una bottega tiene vivo un paese.\n"
    more = "".join(f"  - Un altro punto, il numero {n}.\n" for n in range(1, count))
    replace_in(project, PRACTICE, said, said + more)
    found = [b for b in blocks_of(brief(project, "consiglio")) if isinstance(b, Callout)]
    assert [plain(b.title) for b in found if b.kind == "messages"] == [title]


def test_a_title_that_counts_is_the_project_s_own_affair(project: Path) -> None:
    """Braces in a title are words, but for the count."""
    own = project / "templates/editions"
    own.mkdir(parents=True)
    edition = (packaged_templates() / "editions/consiglio.yaml").read_text(encoding="utf-8")
    (own / "consiglio.yaml").write_text(edition.replace("In {count} punti", "'{0.x} {count'"))
    found = [b for b in blocks_of(brief(project, "consiglio")) if isinstance(b, Callout)]
    assert "{0.x} {count" in [plain(b.title) for b in found]


def test_a_form_in_which_nothing_is_known_prints_nothing(project: Path) -> None:
    tables = [b.id for b in blocks_of(brief(project, "comitato-tecnico")) if isinstance(b, Table)]
    assert "tidier-table" not in tables
    replace_in(project, PRACTICE, "charts:", "tidier:\n  why: {text: Per riaprire.}\ncharts:")
    tables = [b.id for b in blocks_of(brief(project, "comitato-tecnico")) if isinstance(b, Table)]
    assert "tidier-table" in tables
