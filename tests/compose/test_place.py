"""Where it is, as a map; what comes next, as a path or as a list."""

from pathlib import Path

import pytest

from pitstop_docs.tree.document import Document, Figure, Map, OrderedList, Paragraph, Section
from pitstop_docs.tree.walk import text_of, walk
from tests.copyfit.test_units import brief
from tests.project import PRACTICE, make_project, replace_in

EDITIONS = ("giunta", "consiglio", "commissione", "comitato-tecnico")
BOLOGNA = "name: Bologna, municipality: Bologna, province: BO, region: Emilia-Romagna"
SUCCISO = "name: Succiso, municipality: Ventasso, province: RE, region: Emilia-Romagna"
DEGREES = "lat: 44.4, lon: 10.3, source: scheda"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def add(project: Path, fields: str) -> None:
    """Add *fields* to the practice."""
    replace_in(project, PRACTICE, "maturity: promising\n", f"maturity: promising\n{fields}\n")


def maps(document: Document) -> list[Figure]:
    blocks = walk((*document.head, *document.body, *document.foot))
    return [b for b in blocks if isinstance(b, Figure) and isinstance(b.graphic, Map)]


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_place_that_is_known_is_on_a_map_in_each_edition(project: Path, edition: str) -> None:
    add(project, f"place: {{{SUCCISO}, {DEGREES}}}")
    document = brief(project, edition)
    (figure,) = maps(document)
    assert isinstance(figure.graphic, Map)
    assert figure.graphic.name == "Succiso"
    blocks = walk((*document.head, *document.body, *document.foot))
    said = [text_of(block) for block in blocks if isinstance(block, Figure | Paragraph)]
    (credit,) = (text for text in said if text.endswith("Confini: Natural Earth"))
    assert (credit == text_of(figure)) != document.cover  # a cover says it in its last line
    assert figure.label == ""  # no chart, no number
    on_cover = [block for block in document.head if block is figure]
    assert bool(on_cover) == document.cover


@pytest.mark.parametrize(
    ("place", "alt"),
    [
        (SUCCISO, "Carta: Italia, con un punto su Succiso, Ventasso (RE), Emilia-Romagna"),
        (BOLOGNA, "Carta: Italia, con un punto su Bologna (BO), Emilia-Romagna"),
        ("name: Bologna", "Carta: Italia, con un punto su Bologna"),
        ("name: Bologna, province: BO", "Carta: Italia, con un punto su Bologna (BO)"),
        ("name: Campo, municipality: Ventasso", "Carta: Italia, con un punto su Campo, Ventasso"),
    ],
)
def test_the_text_alternative_says_what_is_known(project: Path, place: str, alt: str) -> None:
    add(project, f"place: {{{place}, {DEGREES}}}")
    (figure,) = maps(brief(project, "giunta"))
    assert figure.alt == alt


def test_a_country_of_two_words_has_its_map_too(project: Path) -> None:
    add(
        project,
        "place: {name: Preston, region: Lancashire, country: Regno Unito, "
        "lat: 53.76, lon: -2.7, source: scheda}",
    )
    (figure,) = maps(brief(project, "giunta"))
    assert figure.alt == "Carta: Regno Unito, con un punto su Preston, Lancashire"


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_place_of_which_nobody_says_where_it_is_has_no_map(project: Path, edition: str) -> None:
    add(project, f"place: {{{SUCCISO}}}")
    assert maps(brief(project, edition)) == []


# --- steps ---------------------------------------------------------------------------------------


def steps(count: int) -> str:
    """Return so many steps; the second says when."""
    lines = [f"  - {{who: Ufficio {n}, what: Fa la cosa {n}.}}" for n in range(1, count + 1)]
    lines[1] = "  - {who: Ufficio 2, when: entro tre mesi, what: Fa la cosa 2.}"
    return "\n".join(["steps:", *lines])


def listed(document: Document) -> tuple[Section, OrderedList]:
    (section,) = (b for b in document.body if isinstance(b, Section) and b.key == "steps")
    (block,) = section.blocks
    assert isinstance(block, OrderedList)
    return section, block


@pytest.mark.parametrize(
    ("edition", "count", "style"),
    [
        ("commissione", 2, "steps"), ("commissione", 3, "path"), ("commissione", 6, "path"),
        ("commissione", 7, "steps"), ("consiglio", 4, "steps"), ("comitato-tecnico", 4, "path"),
    ],
)  # fmt: skip
def test_three_to_six_steps_across_the_page_are_a_path(
    project: Path, edition: str, count: int, style: str
) -> None:
    add(project, steps(count))
    section, block = listed(brief(project, edition))
    assert block.style == style
    assert len(block.items) == count
    assert (section.area == "wide") == (edition != "consiglio")


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        ("commissione", "entro tre mesi Ufficio 2 Fa la cosa 2."),
        ("consiglio", "Ufficio 2 (entro tre mesi). Fa la cosa 2."),
    ],
)
def test_a_step_says_when_if_it_is_known(project: Path, edition: str, words: str) -> None:
    add(project, steps(4))
    _section, block = listed(brief(project, edition))
    # Spaces that hold are spaces too.
    said = [" ".join(text_of(item).split()) for item in block.items]
    assert said[1] == words
    assert "mesi" not in said[0]
