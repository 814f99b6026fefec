"""What can be left out, what only goes together, and what authors decide."""

from pathlib import Path

import pytest

from pitstop_docs.compose import compose
from pitstop_docs.copyfit.cutting import keep
from pitstop_docs.copyfit.units import Unit, units_of
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import Cite, Document, OrderedList, Paragraph, Section, Table
from pitstop_docs.tree.typeset import NBSP
from pitstop_docs.tree.walk import plain, text_of, walk
from tests.project import PRACTICE, collect, make_project, replace_in

PROBLEM = "La bottega del paese ha chiuso.\n\n![](bottega.png)"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def brief(project: Path, edition: str = "giunta", body: str = "") -> Document:
    if body:
        replace_in(project, PRACTICE, PROBLEM, body)
    reporter = Reporter()
    collection = collect(project, reporter)
    assert not reporter.errors, "\n".join(map(str, reporter.errors))
    return compose(collection, collection.practices["paese"], collection.editions[edition])


def units(document: Document, part: str = "problem") -> list[Unit]:
    return [unit for unit in units_of(document) if unit.part == part]


def words(document: Document, key: str = "problem") -> str:
    found = (b for b in document.body if isinstance(b, Section) and b.key == key)
    return " ".join(text_of(block) for block in next(found).blocks)


def without(document: Document, *texts: str) -> Document:
    """Return *document* without the units that begin with one of *texts*."""
    gone = {u.key for u in units_of(document) if u.text.startswith(texts)}
    assert len(gone) == len(texts)
    return keep(document, {u.key for u in units_of(document)} - gone)


def test_a_paragraph_is_its_first_sentence_and_what_follows_it(project: Path) -> None:
    document = brief(project, body="Prima frase. Seconda frase. Terza.\n\nAltro capoverso.")
    first, rest, other = units(document)
    assert (first.text, rest.text) == ("Prima frase.", "Seconda frase. Terza.")
    assert first.rank == 0  # the section is required: its first sentence always stays
    assert 0 < rest.rank < other.rank
    assert rest.needs == other.needs == {first.key}
    assert words(without(document, "Seconda")) == "Prima frase. Altro capoverso."
    assert words(without(document, "Altro")) == "Prima frase. Seconda frase. Terza."


def test_everything_kept_is_the_document_itself(project: Path) -> None:
    for edition in ("giunta", "consiglio", "commissione", "comitato-tecnico"):
        document = brief(project, edition)
        assert keep(document, {unit.key for unit in units_of(document)}) == document


def test_leads_come_before_details_and_weights_decide(project: Path) -> None:
    document = brief(project, body="Prima. Resto.\n\nSecondo.\n\nTerzo.")
    texts = [unit.text for unit in units_of(document) if unit.rank]
    assert texts.index("Resto.") < texts.index("Secondo.") < texts.index("Terzo.")
    ranks = [unit.rank for unit in units_of(document)]
    assert ranks == sorted(ranks)


def test_details_of_a_heavier_part_come_after_the_lead_of_a_lighter_one(project: Path) -> None:
    body = "Prima. Resto.\n\nDue.\n\nTre.\n\n## Il contesto\n\nDove. Altrove."
    texts = [unit.text for unit in units_of(brief(project, "commissione", body)) if unit.rank]
    ours = [text for text in texts if text in {"Resto.", "Due.", "Tre.", "Dove.", "Altrove."}]
    assert ours == ["Resto.", "Due.", "Dove.", "Tre.", "Altrove."], "weights 90 and 65"


def test_an_introduction_keeps_its_first_items(project: Path) -> None:
    document = brief(project, body="Prima.\n\nNel paese ci sono:\n\n- pane;\n- vino;\n- sale.")
    _first, intro, last = units(document)
    assert intro.text == "Nel paese ci sono: pane; vino;"
    assert last.text == "sale."
    assert last.needs >= {intro.key}
    assert words(without(document, "sale")) == "Prima. Nel paese ci sono: pane; vino;"


def test_a_list_whose_length_is_announced_stays_whole(project: Path) -> None:
    for number, announced in enumerate(("tre cose:", "3 cose:", "tre cose.")):
        body = f"Prima.\n\nCi sono {announced}\n\n- pane;\n- vino;\n- sale."
        folder = make_project(project / str(number))
        _first, whole = units(brief(folder, body=body))
        kept = announced.replace("3 ", f"3{NBSP}")  # a number stays with what it counts
        assert whole.text == f"Ci sono {kept} pane; vino; sale."


def test_a_number_that_nobody_can_count_to_announces_nothing(project: Path) -> None:
    body = f"Prima.\n\nCi sono {'9' * 5000} cose.\n\n- pane;\n- vino;\n- sale."
    texts = [unit.text for unit in units(brief(project, body=body))]
    assert texts[-2:] == ["pane; vino;", "sale."]


def test_an_order_has_no_holes_and_a_plain_list_may(project: Path) -> None:
    items = ("uno", "due", "tre", "quattro")
    numbered = "\n".join(f"{n}. {item}" for n, item in enumerate(items, start=1))
    _lead, first, third, fourth = units(
        brief(make_project(project / "a"), body=f"A.\n\n{numbered}")
    )
    assert first.text == "uno due"  # no list has a single item left
    assert fourth.needs >= {third.key, first.key}
    dashed = "\n".join(f"- {item}" for item in items)
    _lead, first, third, fourth = units(brief(make_project(project / "b"), body=f"A.\n\n{dashed}"))
    assert first.text == "uno due"
    assert fourth.needs >= {first.key}
    assert third.key not in fourth.needs


def test_a_table_loses_marked_rows_and_never_its_header(project: Path) -> None:
    table = "| Anno | Soci |\n| --- | --- |\n| 1991 | 9 |\n| 2004 | 20 {.optional} |\n| 2021 | 56 |"
    document = brief(project, "comitato-tecnico", body=f"Prima.\n\n{table}")
    row = next(u for u in units(document) if u.text.startswith("2004"))
    whole = next(u for u in units(document) if u.text.startswith("Anno"))
    assert row.needs >= {whole.key}
    cut = without(document, "2004")
    (found,) = [b for b in walk(cut.body) if isinstance(b, Table) and b.id.startswith("problem")]
    assert [plain(r.cells[0]) for r in found.rows] == ["1991", "2021"]
    assert [plain(c.title) for c in found.columns] == ["Anno", "Soci"]


def test_sources_that_disagree_are_left_out_together(project: Path) -> None:
    replace_in(
        project,
        PRACTICE,
        "    certainty: medium\ncertainty",
        "    certainty: low\n    conflicts: [{value: 16, year: 2003, source: scheda}]\n"
        "  - {label: negozi, value: 1, source: scheda, certainty: low}\ncertainty",
    )
    edition = project / "templates/editions/commissione.yaml"
    edition.parent.mkdir(parents=True)
    source = Path(__file__).parents[2] / "templates/editions/commissione.yaml"
    text = source.read_text(encoding="utf-8")
    assert "least: 4" in text
    edition.write_text(text.replace("least: 4", "least: 1"), encoding="utf-8")
    evidence = units(brief(project, "commissione"), "evidence")
    assert [u.text.split()[0] for u in evidence] == ["Dato", "Negozi"]
    assert "secondo altra fonte Anno: 2003 16" in evidence[0].text


def test_authors_keep_hold_and_tie_their_passages(project: Path) -> None:
    body = "Prima. Resto.\n\nVa detto. {.keep}\n\nPer i tecnici. {.detail}\n\nPoi. {.follows}"
    document = brief(make_project(project / "short"), body=body)
    kept = next(u for u in units(document) if u.text == "Va detto.")
    tied = next(u for u in units(document) if u.text == "Poi.")
    assert kept.rank == 0
    assert kept.key in tied.needs
    assert "Per i tecnici" not in words(document)
    longer = brief(make_project(project / "long"), "commissione", body)
    assert "Per i tecnici." in words(longer)
    assert "{." not in words(longer)


def test_an_edition_has_its_own_wording(project: Path) -> None:
    body = "Testo lungo per chi deve capire.\n\nTesto breve. {.giunta .consiglio}\n\nAltro."
    for edition, expected in (
        ("giunta", "Testo breve. Altro."),
        ("consiglio", "Testo breve. Altro."),
        ("commissione", "Testo lungo per chi deve capire. Altro."),
    ):
        folder = make_project(project / edition)
        assert words(brief(folder, edition, body)) == expected


def test_a_mark_on_its_own_line_is_for_the_block_above(project: Path) -> None:
    document = brief(project, body="Prima.\n\n- uno\n- due\n- tre\n\n{.keep}\n\nAltro.")
    assert [unit.rank == 0 for unit in units(document)] == [True, True, True, False]


def test_a_source_that_nothing_calls_any_more_is_gone(project: Path) -> None:
    document = brief(project, body="Prima [@scheda, p. 7]. Resto [@scheda, p. 9].")
    cut = without(document, "Resto")

    def listed(brief: Document) -> list[str]:
        lists = (b for b in walk((*brief.body, *brief.foot)) if isinstance(b, OrderedList))
        return [text_of(i.blocks[0]) for b in lists if b.style == "references" for i in b.items]

    assert any("p.\u00a09" in entry for entry in listed(document))
    assert not any("p.\u00a09" in entry for entry in listed(cut))
    calls = [
        inline
        for block in walk(cut.body)
        if isinstance(block, Paragraph)
        for inline in block.content
        if isinstance(inline, Cite)
    ]
    firsts = list(dict.fromkeys(call.number for call in calls))
    assert firsts == list(range(1, len(listed(cut)) + 1))
