"""Locator maps: a name that touches no outline, real text, the theme's colours, the same bytes each time."""

import re
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pitstop_docs.look.theme import Templates, Theme, load_theme, packaged_templates
from pitstop_docs.records.countries import COUNTRIES, SIDE, Country
from pitstop_docs.tree.document import Map
from pitstop_docs.tree.outline import is_inside, rings_of, size_of, touches
from pitstop_docs.writers.maps import COVER_MAP, SIDE_MAP, WORD_MAP, Room, draw_map
from pitstop_docs.writers.table_columns import width_of

SVG = "{http://www.w3.org/2000/svg}"
MAPS = packaged_templates() / "maps"
CAPITALS = {
    "Albania": (41.33, 19.82), "Austria": (48.21, 16.37), "Belgio": (50.85, 4.35),
    "Bielorussia": (53.9, 27.57), "Bosnia ed Erzegovina": (43.85, 18.36), "Bulgaria": (42.7, 23.32),
    "Cechia": (50.09, 14.42), "Cipro": (35.17, 33.36), "Croazia": (45.81, 15.98),
    "Danimarca": (55.68, 12.57), "Estonia": (59.44, 24.75), "Finlandia": (60.17, 24.94),
    "Francia": (48.86, 2.35), "Germania": (52.52, 13.4), "Grecia": (37.98, 23.73),
    "Irlanda": (53.35, -6.26), "Islanda": (64.15, -21.94), "Italia": (41.89, 12.48),
    "Lettonia": (56.95, 24.11), "Lituania": (54.69, 25.28), "Lussemburgo": (49.61, 6.13),
    "Macedonia del Nord": (42.0, 21.43), "Malta": (35.9, 14.51), "Moldavia": (47.01, 28.86),
    "Montenegro": (42.44, 19.26), "Norvegia": (59.91, 10.75), "Paesi Bassi": (52.37, 4.9),
    "Polonia": (52.23, 21.01), "Portogallo": (38.72, -9.14), "Regno Unito": (51.51, -0.13),
    "Romania": (44.43, 26.1), "Serbia": (44.8, 20.46), "Slovacchia": (48.15, 17.11),
    "Slovenia": (46.05, 14.51), "Spagna": (40.42, -3.7), "Svezia": (59.33, 18.07),
    "Svizzera": (46.95, 7.45), "Ucraina": (50.45, 30.52), "Ungheria": (47.5, 19.04),
}  # fmt: skip


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme(Templates((packaged_templates(),)))


def country(name: str) -> Country:
    code = COUNTRIES[name]
    return Country(id=code, **yaml.safe_load((MAPS / f"{code}.yaml").read_text("utf-8")))


def place(name: str, lat: float, lon: float, within: str = "Italia") -> Map:
    x, y = country(within).at_degrees(lat, lon)
    return Map(country(within).outline, round(x, 1), round(y, 1), name)


def test_every_country_has_a_file_and_every_file_a_country() -> None:
    assert {path.stem for path in MAPS.glob("*.yaml")} == set(COUNTRIES.values())
    assert CAPITALS.keys() == COUNTRIES.keys()


@pytest.mark.parametrize("name", COUNTRIES)
def test_an_outline_is_small_and_holds_the_capital(name: str) -> None:
    found = country(name)
    assert len((MAPS / f"{found.id}.yaml").read_bytes()) < 7000
    assert found.holds(*CAPITALS[name])
    sides = size_of(rings_of(found.outline))
    assert SIDE - 60 < max(sides) <= SIDE + 1


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Italia", 37.6, 14.0), ("Italia", 40.1, 9.1), ("Francia", 42.2, 9.1), ("Grecia", 35.2, 24.9),
        ("Regno Unito", 54.6, -6.7), ("Regno Unito", 58.2, -6.6), ("Danimarca", 55.1, 14.9),
    ],
)  # fmt: skip
def test_large_islands_stay(name: str, lat: float, lon: float) -> None:
    point = country(name).at_degrees(lat, lon)
    assert any(is_inside(point, ring) for ring in rings_of(country(name).outline))


@pytest.mark.parametrize(
    ("lat", "lon"), [(48.86, 2.35), (43.3, 15.2), (39.5, 12.0), (46.05, 14.51), (11.3, 44.5)]
)
def test_what_lies_elsewhere_is_not_in_italy(lat: float, lon: float) -> None:
    assert not country("Italia").holds(lat, lon)


@pytest.mark.parametrize(("lat", "lon"), [(45.437, 12.335), (44.405, 8.934), (38.11, 15.65)])
def test_a_town_on_the_coast_is_in_its_country(lat: float, lon: float) -> None:
    assert country("Italia").holds(lat, lon)


def elements(svg: str, tag: str) -> list[Any]:
    return list(etree.fromstring(svg.encode()).iter(SVG + tag))


def box_of_name(svg: str, room: Room) -> tuple[float, float, float, float]:
    """Return what the lines of the name cover, by the widths that letters have at most."""
    texts = elements(svg, "text")
    size = room.size * 25.4 / 72
    lefts, rights = [], []
    for text in texts:
        width = width_of(text.text) * size
        left = float(text.get("x")) - (width if text.get("text-anchor") == "end" else 0)
        lefts.append(left)
        rights.append(left + width)
    tops = [float(text.get("y")) - 0.8 * size for text in texts]
    return min(lefts), min(tops), max(rights), float(texts[-1].get("y")) + 0.2 * size


def check_name(map: Map, svg: str, room: Room) -> None:
    """Hold that the name is whole, inside the room, and on no line of the outline nor within it."""
    assert " ".join(text.text for text in elements(svg, "text")) == map.name
    left, top, right, bottom = box_of_name(svg, room)
    assert left >= 0
    assert top >= 0
    assert right <= room.width
    assert bottom <= room.height
    (shape,) = (path for path in elements(svg, "path") if path.get("transform"))
    x, y, scale = map_numbers(shape.get("transform"))
    box = tuple((edge - start) / scale for edge, start in zip((left, top, right, bottom), (x, y) * 2, strict=True))  # fmt: skip  # noqa: E501
    assert not touches(box, rings_of(map.outline))  # type: ignore[arg-type]


def map_numbers(transform: str) -> tuple[float, float, float]:
    x, y, scale = map(float, re.findall(r"-?[\d.]+", transform))
    return x, y, scale


@pytest.mark.parametrize("room", [SIDE_MAP, WORD_MAP, COVER_MAP], ids=["side", "Word", "cover"])
@pytest.mark.parametrize(
    "map",
    [
        place("Succiso", 44.36883, 10.26931), place("Cerreto Alpi", 44.36883, 10.26931),
        place("Bologna", 44.493758, 11.343031), place("Preston", 53.7594, -2.6981, "Regno Unito"),
        place("Cagliari", 39.22, 9.12), place("Reggio di Calabria", 38.11, 15.65),
        place("Francoforte sul Meno", 50.11, 8.68, "Germania"),
    ],
    ids=lambda map: map.name,
)  # fmt: skip
def test_the_name_touches_no_outline_and_stays_inside(theme: Theme, map: Map, room: Room) -> None:
    check_name(map, draw_map(map, theme, "practice", room), room)


@given(
    st.sampled_from(sorted(CAPITALS)), st.text("aeiolnrst", min_size=2, max_size=9),
    st.sampled_from([SIDE_MAP, COVER_MAP]),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_any_short_name_has_room_in_any_country(
    theme: Theme, name: str, word: str, room: Room
) -> None:
    map = place(word, *CAPITALS[name], name)
    check_name(map, draw_map(map, theme, "policy", room), room)


def test_a_name_without_room_is_left_to_the_text_alternative(theme: Theme) -> None:
    map = place("Llanfairpwllgwyngyllgogerychwyrndrobwll", 44.4, 10.3)
    svg = draw_map(map, theme, "practice", SIDE_MAP)
    assert not elements(svg, "text")
    assert len(elements(svg, "circle")) == 2


def test_a_name_is_text_and_never_markup(theme: Theme) -> None:
    svg = draw_map(place("A <b> & C", 44.4, 10.3), theme, "practice", WORD_MAP)
    assert " ".join(text.text for text in elements(svg, "text")) == "A <b> & C"


@pytest.mark.parametrize("kind", ["practice", "policy"])
@pytest.mark.parametrize("room", [SIDE_MAP, COVER_MAP], ids=["side", "cover"])
def test_every_colour_is_one_of_the_theme(
    theme: Theme, kind: Literal["practice", "policy"], room: Room
) -> None:
    svg = draw_map(place("Succiso", 44.37, 10.27), theme, kind, room)
    known = {colour for colour, _inks in theme.mixtures.values()}
    assert set(re.findall(r'(?:fill|stroke)="(#[^"]+)"', svg)) <= known
    assert "opacity" not in svg


def test_the_same_map_is_drawn_in_the_same_bytes(theme: Theme) -> None:
    map = place("Succiso", 44.37, 10.27)
    assert draw_map(map, theme, "practice", SIDE_MAP) == draw_map(map, theme, "practice", SIDE_MAP)


def test_the_recipe_names_every_country() -> None:
    source = Path(__file__).parents[2] / "scripts" / "maps.py"
    assert set(re.findall(r'"([a-z]{2})": "\d{3}"', source.read_text("utf-8"))) == set(
        COUNTRIES.values()
    )
