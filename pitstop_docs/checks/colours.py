"""Words can be read: the contrast of the colours that a project puts in the place of the packaged ones."""

from pitstop_docs.look.colours import READABLE, luminance, moved_apart, unreadable
from pitstop_docs.look.theme import NAME, Templates, load_theme, theme_place
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _, decimal
from pitstop_docs.records.model import Collection


def check_colours(collection: Collection, templates: Templates, reporter: Reporter) -> None:
    """Report, for each colour that a project names, on which other it cannot be read at its worst."""
    project = collection.project
    chosen = {each.name: each for each in project.colours.chosen()} if project.colours else {}
    theme = load_theme(templates.coloured(project.theme_colours))
    worst: dict[Location, tuple[float, str, str]] = {}
    for words, ground, ratio in unreadable(theme):
        # The darker first: of two that somebody names, it is the one to be changed.
        pair = sorted((words, ground), key=lambda name: luminance(theme.colour(name)))
        pair.sort(key=lambda name: name not in chosen)
        if pair[0] in chosen:
            place = project.at("colours", *chosen[pair[0]].field)
        else:
            pair.sort(key=lambda name: theme_place(templates, name) is None)
            place = Location(f"templates/{NAME}", *(theme_place(templates, pair[0]) or ()))
        told = (ratio, pair[0], pair[1])
        worst[place] = min(worst.get(place, told), told)
    for place, (ratio, named, other) in worst.items():
        colour, ground = theme.colour(named), theme.colour(other)
        message = _(
            "words in '{one}' and '{other}' cannot be told apart: their contrast is {ratio}:1"
        )
        if luminance(colour) <= luminance(ground):
            hint = _("at least {least}:1 is needed: darken '{name}', for instance to '{shade}'")
        else:
            hint = _("at least {least}:1 is needed: lighten '{name}', for instance to '{shade}'")
        shade = moved_apart(colour, ground)
        reporter.report(
            "low-contrast",
            place,
            message.format(one=_short(named), other=_short(other), ratio=decimal(ratio)),
            hint.format(least=decimal(READABLE), name=_short(named), shade=shade),
        )


def _short(name: str) -> str:
    return name.rpartition(".")[2]
