"""Countries, and their outlines for locator maps.

Enters: the files of ``templates/maps/``, each called by the ISO 3166-1 code of its country. Leaves: frozen
records, and where a place lies on them. The projection is equirectangular: a degree of longitude is as long
as it truly is on the middle parallel."""

from math import cos, radians
from typing import Annotated

from pydantic import Field, StringConstraints

from pitstop_docs.records.record import Record
from pitstop_docs.records.values import OUTLINE
from pitstop_docs.tree.outline import Point, distance, is_inside, rings_of

# The codes of countries by the names that sources give them.
COUNTRIES = {
    "Albania": "al", "Austria": "at", "Belgio": "be", "Bielorussia": "by", "Bosnia ed Erzegovina": "ba",
    "Bulgaria": "bg", "Cechia": "cz", "Cipro": "cy", "Croazia": "hr", "Danimarca": "dk", "Estonia": "ee",
    "Finlandia": "fi", "Francia": "fr", "Germania": "de", "Grecia": "gr", "Irlanda": "ie", "Islanda": "is",
    "Italia": "it", "Lettonia": "lv", "Lituania": "lt", "Lussemburgo": "lu", "Macedonia del Nord": "mk",
    "Malta": "mt", "Moldavia": "md", "Montenegro": "me", "Norvegia": "no", "Paesi Bassi": "nl",
    "Polonia": "pl", "Portogallo": "pt", "Regno Unito": "gb", "Romania": "ro", "Serbia": "rs",
    "Slovacchia": "sk", "Slovenia": "si", "Spagna": "es", "Svezia": "se", "Svizzera": "ch", "Ucraina": "ua",
    "Ungheria": "hu",
}  # fmt: skip
SIDE = 1000  # units of the longer side of an outline
# Units, about 12 km in Italy: a simplified coast may pass inland of a town on it.
_COAST = 12.0


class Country(Record):
    """The outline of a country: an SVG path of straight lines, in units of ``unit`` degrees of latitude from
    its north-western corner. Along ``parallel`` a degree of longitude has its true length."""

    west: Annotated[float, Field(ge=-180, le=180)]
    north: Annotated[float, Field(ge=-90, le=90)]
    parallel: Annotated[float, Field(ge=-80, le=80)]
    unit: Annotated[float, Field(gt=0)]
    outline: Annotated[str, StringConstraints(pattern=OUTLINE)]

    def at_degrees(self, lat: float, lon: float) -> Point:
        """Return where a place lies on the outline, in its units."""
        ratio = cos(radians(self.parallel))
        return (lon - self.west) * ratio / self.unit, (self.north - lat) / self.unit

    def holds(self, lat: float, lon: float) -> bool:
        """Tell whether a place lies in the country, or so near that the outline is too rough to say."""
        place = self.at_degrees(lat, lon)
        return any(
            is_inside(place, ring) or distance(place, ring) <= _COAST
            for ring in rings_of(self.outline)
        )
