"""What preflight looks at: one row for each rule.

Enters: nothing. Leaves: how much each finding matters, and what it means in plain words."""

from dataclasses import dataclass

from pitstop_docs.problems.diagnostics import Severity
from pitstop_docs.problems.messages import N_


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked at: its stable ``code``, how much it matters, ``looks`` at what, and what is
    ``wrong`` where it is not as it should be. Words are marked for the catalogue."""

    code: str
    severity: Severity
    looks: str
    wrong: str


_E, _W = Severity.ERROR, Severity.WARNING
RULES = {
    rule.code: rule
    for rule in (
        Rule("encrypted", _E, N_("no password"), N_("the file asks for a password")),
        Rule(
            "no-intent",
            _E,
            N_("the output intent"),
            N_("no output intent says for which press it is, with its profile in the file"),
        ),
        Rule(
            "standard",
            _W,
            N_("the standard that the file names"),
            N_("the file does not say that it is PDF/X"),
        ),
        Rule(
            "no-trim", _E, N_("page boxes"), N_("no TrimBox (or ArtBox) says where the page is cut")
        ),
        Rule(
            "no-bleed",
            _E,
            N_("bleed"),
            N_("the BleedBox leaves less than the bleed that the shop asks for"),
        ),
        Rule(
            "boxes",
            _E,
            N_("boxes inside one another"),
            N_("TrimBox, BleedBox and MediaBox do not lie inside one another"),
        ),
        Rule(
            "page-size",
            _W,
            N_("pages of one size"),
            N_("the page is cut to another size than the first one"),
        ),
        Rule(
            "page-count",
            _W,
            N_("how many pages there are"),
            N_("folded sheets need a multiple of four pages"),
        ),
        Rule("font", _E, N_("fonts in the file"), N_("a font is not in the file")),
        Rule(
            "rgb",
            _E,
            N_("colour spaces of text, lines, areas and shadings"),
            N_("a colour is of the screen (RGB or Lab), not of inks"),
        ),
        Rule(
            "rgb-image",
            _E,
            N_("colour spaces of pictures"),
            N_("a picture is of the screen (RGB or Lab), not of inks"),
        ),
        Rule(
            "rgb-group",
            _E,
            N_("colour spaces of transparency groups"),
            N_("a transparency group mixes colours of the screen"),
        ),
        Rule("spot", _W, N_("spot colours"), N_("a spot colour needs a plate of its own")),
        Rule(
            "registration",
            _E,
            N_("the registration colour"),
            N_("the registration colour prints on every plate inside the page"),
        ),
        Rule("transparency", _W, N_("transparency"), N_("something is transparent")),
        Rule(
            "transparency-forbidden",
            _E,
            N_("transparency where the standard forbids it"),
            N_("something is transparent, which PDF/X-1a does not allow"),
        ),
        Rule(
            "resolution",
            _E,
            N_("resolution of pictures"),
            N_("a picture has too few pixels for the size in which it is printed"),
        ),
        Rule(
            "resolution-low",
            _W,
            N_("resolution of pictures"),
            N_("a picture has fewer pixels than it should for the size in which it is printed"),
        ),
        Rule("ink", _E, N_("all inks together"), N_("more ink than the paper can take")),
        Rule("hairline", _E, N_("thin lines"), N_("a line is so thin that it may not print")),
        Rule(
            "small-text",
            _E,
            N_("small letters"),
            N_("small letters print from more than two plates"),
        ),
        Rule(
            "rich-black",
            _E,
            N_("black text and lines"),
            N_("black text or a line has other inks below it"),
        ),
        Rule(
            "black-knocks-out",
            _W,
            N_("overprinting black"),
            N_("black text does not print over what is below it"),
        ),
        Rule(
            "white-overprints",
            _E,
            N_("overprinting white"),
            N_("white is set to overprint: it would vanish"),
        ),
        Rule(
            "annotation",
            _E,
            N_("links, notes and forms"),
            N_("a link, a note or a form field lies on the page"),
        ),
        Rule(
            "annotation-rgb",
            _E,
            N_("colours of links, notes and forms"),
            N_("a link, a note or a form field has a colour of the screen"),
        ),
        Rule(
            "script", _E, N_("scripts and actions"), N_("the file runs something when it is opened")
        ),
        Rule(
            "not-understood",
            _W,
            N_("what preflight cannot judge"),
            N_("preflight does not understand this, and has not judged it"),
        ),
    )
}
