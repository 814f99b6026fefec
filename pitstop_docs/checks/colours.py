"""Words can be read: the contrast of the colours that a project puts in the place of the packaged ones."""

from dataclasses import dataclass

from pitstop_docs.look.colours import READABLE, luminance, moved_apart, unreadable
from pitstop_docs.look.theme import NAME, Templates, load_theme, theme_place
from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _, decimal
from pitstop_docs.records.model import Collection, Project


@dataclass(frozen=True, slots=True)
class LowContrast:
    """Words that cannot be read: the ``named`` colour, by its full name, is the one to be changed; it may
    become ``shade``."""

    ratio: float
    named: str
    other: str
    darker: bool
    shade: str


def low_contrasts(project: Project, templates: Templates) -> dict[Location, LowContrast]:
    """Return, for each place that names a colour, on which other it cannot be read at its worst."""
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
    found = {}
    for place, (ratio, named, other) in worst.items():
        colour, ground = theme.colour(named), theme.colour(other)
        darker = luminance(colour) <= luminance(ground)
        found[place] = LowContrast(ratio, named, other, darker, moved_apart(colour, ground))
    return found


def check_colours(collection: Collection, templates: Templates, reporter: Reporter) -> None:
    """Report, for each colour that a project names, on which other it cannot be read at its worst."""
    for place, low in low_contrasts(collection.project, templates).items():
        message = _(
            "words in '{one}' and '{other}' cannot be told apart: their contrast is {ratio}:1"
        )
        if low.darker:
            hint = _("at least {least}:1 is needed: darken '{name}', for instance to '{shade}'")
        else:
            hint = _("at least {least}:1 is needed: lighten '{name}', for instance to '{shade}'")
        named = _short(low.named)
        reporter.report(
            "low-contrast",
            place,
            message.format(one=named, other=_short(low.other), ratio=decimal(low.ratio)),
            hint.format(least=decimal(READABLE), name=named, shade=low.shade),
        )


def _short(name: str) -> str:
    return name.rpartition(".")[2]
