"""What keeps a brief from a press, or from printing as it looks."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

PRESS = Group(
    N_("Files for print shops"),
    (
        Problem(
            "derived-inks",
            Severity.WARNING,
            N_("a colour of yours names no inks: they are worked out, and may print otherwise"),
            N_("ask the print shop for its four percentages, and write them after 'cmyk:'"),
        ),
        Problem(
            "no-inks",
            Severity.ERROR,
            N_("a page has a colour, a picture or a transparency that no press can be told of"),
            N_("take it off, or give the colour its inks in theme.yaml"),
            N_(
                "a template or a style of the project's own paints in a colour that the theme lacks"
            ),
        ),
        Problem(
            "not-final",
            Severity.ERROR,
            N_("a draft or an example is no file to be printed: there is only a proof of it"),
            N_("leave --final out for a proof, or have the source reviewed"),
            N_("somebody asked for the final files of a draft"),
        ),
        Problem(
            "preflight",
            Severity.ERROR,
            N_("a file for a print shop has something that the shop would refuse"),
            N_("look at where it is: pitstop preflight FILE --report PAGE.html"),
            N_("a picture has too few pixels for the size in which it is printed"),
        ),
        Problem(
            "preflight-warning",
            Severity.WARNING,
            N_("a file for a print shop has something that may not print well"),
            N_("look at where it is: pitstop preflight FILE --report PAGE.html"),
            N_("a picture has fewer pixels than it should for the size in which it is printed"),
        ),
    ),
)
