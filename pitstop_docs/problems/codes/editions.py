"""What is wrong with editions, labels and styles."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

EDITIONS = Group(
    N_("Editions, labels, styles"),
    (
        Problem(
            "act-without-points",
            Severity.ERROR,
            N_("a form of an act has no operative part"),
            N_("add a part 'points' to its 'parts': the numbered points of the source stand there"),
            N_("a file in templates/acts/ lists parts, and none of them is 'points'"),
        ),
        Problem(
            "bad-placeholder",
            Severity.ERROR,
            N_("the words in braces of a label are not among those that are filled"),
            N_("use only those that the message lists, with both braces"),
        ),
        Problem(
            "duplicate-part",
            Severity.ERROR,
            N_("an edition names the same part twice"),
            N_("keep one of the two"),
        ),
        Problem(
            "layout",
            Severity.WARNING,
            N_("the layout engine remarks something unusual"),
            N_("look at that page; if you do not know why, ask those who look after the templates"),
            N_("a style sheet was edited, with a slip in the name of a property"),
        ),
        Problem(
            "incomplete-page",
            Severity.ERROR,
            N_("something that belongs on a page cannot be shown"),
            N_("ask those who look after the templates"),
            N_("a template asks for an image on the network"),
        ),
        Problem(
            "low-contrast",
            Severity.ERROR,
            N_("words in a colour of the project cannot be read on another"),
            N_("darken the colour that the message names"),
        ),
        Problem(
            "missing-label",
            Severity.ERROR,
            N_("words that briefs print are missing among the labels"),
            N_("write them again; templates/labels/it.yaml of pitstop has them all"),
            N_("a line was deleted from the labels"),
        ),
        Problem(
            "missing-numbering",
            Severity.WARNING,
            N_("a list style of the Word reference document has no numbering"),
            N_("`make reference` writes the file again with all its styles"),
            N_("the numbering of the lists was removed from templates/docx/reference.docx"),
        ),
        Problem(
            "missing-style",
            Severity.WARNING,
            N_("the Word reference document lacks a style"),
            N_("`make reference` writes the file again with all its styles"),
            N_("a style was renamed in templates/docx/reference.docx"),
        ),
        Problem(
            "no-sources-part",
            Severity.ERROR,
            N_("an edition numbers its sources but does not list them"),
            N_("add '- {part: sources, area: foot}', or write 'citations: footnotes'"),
        ),
        Problem(
            "old-reference",
            Severity.WARNING,
            N_("the Word reference document was edited, and the theme has changed since"),
            N_(
                "delete templates/docx/reference.docx and it follows the theme, or edit it again in Word"
            ),
            N_(
                "templates/docx/reference.docx was edited in Word, then the theme got another colour"
            ),
        ),
        Problem(
            "unknown-column",
            Severity.ERROR,
            N_("an edition asks a table for a column that it does not have"),
            N_("choose one of the columns that the message lists"),
        ),
        Problem(
            "unknown-part",
            Severity.ERROR,
            N_("an edition names a part that does not exist"),
            N_("choose one of the parts that the message offers"),
        ),
    ),
)
