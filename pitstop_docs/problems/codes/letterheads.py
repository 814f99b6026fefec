"""What is wrong with a municipality's letterhead."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

LETTERHEADS = Group(
    N_("Letterheads"),
    (
        Problem(
            "letterhead-lists",
            Severity.WARNING,
            N_("a list style has no numbering: ours is used"),
            N_("in Word give the style a list, or take the repaired copy"),
            N_("the lists of the letterhead lost their numbering"),
        ),
        Problem(
            "letterhead-narrow",
            Severity.ERROR,
            N_("the margins leave hardly any room for the text"),
            N_("in Word make the margins smaller, or take the repaired copy"),
            N_("the left margin takes most of the page"),
        ),
        Problem(
            "letterhead-notes",
            Severity.WARNING,
            N_("notes, comments and contents in its text are left out"),
            N_("delete them in Word, or put the words of notes into the text"),
            N_("the text around the placeholder has a footnote"),
        ),
        Problem(
            "letterhead-page",
            Severity.WARNING,
            N_(
                "the page is no upright A4, its text is narrow, or its margins are too small or not said"
            ),
            N_("in Word under Layout: Size, Margins; or take the repaired copy"),
            N_("the letterhead was made on American paper"),
        ),
        Problem(
            "letterhead-placeholder",
            Severity.WARNING,
            N_("the letterhead says nowhere where the brief goes ({{pitstop}}), or more than once"),
            N_("write it in a paragraph of its own, outside tables and boxes, where briefs go"),
            N_("the letterhead has words in its text, and no placeholder"),
        ),
        Problem(
            "letterhead-sizes",
            Severity.WARNING,
            N_("sizes that Word does not take are left out"),
            N_("take the repaired copy, or in Word give the named style its size again"),
            N_("a program wrote a word where the size of the type belongs"),
        ),
        Problem(
            "letterhead-styles",
            Severity.WARNING,
            N_("the letterhead lacks styles: ours are used"),
            N_(
                "that is all right; to have them in your look, take the repaired copy and edit them in Word"
            ),
            N_("a style was deleted in Word"),
        ),
        Problem(
            "letterhead-too-large",
            Severity.ERROR,
            N_("an image, a part or the whole file is too large"),
            N_("a letterhead is a page or two: copy header and footer into a new Word document"),
            N_("the coat of arms is a picture of forty megabytes"),
        ),
        Problem(
            "letterhead-unreadable",
            Severity.ERROR,
            N_(
                "this is not a Word file that can be read: it is damaged, old (.doc) or protected "
                "with a password"
            ),
            N_("open it in Word and save it again as a Word document (.docx)"),
            N_("the letterhead is protected with a password"),
        ),
        Problem(
            "letterhead-unsafe",
            Severity.ERROR,
            N_("the file holds macros, objects, active fields or links to the outside"),
            N_("remove them in Word as the message says, and save"),
            N_("the letterhead holds macros"),
        ),
    ),
    N_(
        "`pitstop letterhead check` says these, and so does a build that uses the letterhead. "
        "Line and column do not count."
    ),
)
