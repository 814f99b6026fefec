"""Rules over places: what a locator map needs is there, and the place lies where it is said to."""

from pitstop_docs.problems.diagnostics import Reporter, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.records.countries import COUNTRIES
from pitstop_docs.records.model import Case, Collection

_TOGETHER = ("lat", "lon", "source")


def check_places(collection: Collection, reporter: Reporter) -> None:
    """Latitude, longitude and their source come together, and are those of a place in its country."""
    for case in collection.every_case:
        if case.place and case.knows("place"):
            _check_place(case, collection, reporter)


def _check_place(case: Case, collection: Collection, reporter: Reporter) -> None:
    place = case.place
    assert place is not None
    missing = [name for name in _TOGETHER if getattr(place, name) is None]
    if len(missing) == len(_TOGETHER):
        return
    for name in missing:
        reporter.report(
            "missing-field",
            case.at("place"),
            _("'{field}' is missing").format(field=f"place.{name}"),
            _("a map needs 'lat', 'lon' and the 'source' of both: write all three, or none"),
        )
    country = collection.country_of(place)
    if place.country not in COUNTRIES:
        reporter.report(
            "unknown-value",
            case.at("place", "country"),
            _("there is no map of '{country}'").format(country=place.country),
            did_you_mean(place.country, COUNTRIES)
            or _("remove 'lat', 'lon' and 'source': there are maps of European countries alone"),
        )
    elif country and place.lat is not None and place.lon is not None:
        if country.holds(place.lat, place.lon):
            return
        swapped = country.holds(lat=place.lon, lon=place.lat)
        reporter.report(
            "place-outside-country",
            case.at("place", "lat"),
            _("latitude {lat}, longitude {lon} are not in this country: {country}").format(
                lat=f"{place.lat:g}", lon=f"{place.lon:g}", country=place.country
            ),
            _("they seem to be swapped: write 'lat: {lat}' and 'lon: {lon}'").format(
                lat=f"{place.lon:g}", lon=f"{place.lat:g}"
            )
            if swapped
            else "",
        )
